"""The catalogue fits the tree: checked with every test run, since running it takes minutes."""

from __future__ import annotations

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from scaleway_genapi_mock.document import load_document
from tests.contract.mutants._catalogue import (
    AREAS,
    CHECK,
    GENERATOR,
    CatalogueError,
    Mutant,
    read_catalogue,
)
from tests.contract.mutants._report import read_score

ROOT = Path(__file__).parents[3]
CATALOGUE = read_catalogue()
WELL = 'what = "w"\nfile = "a.py"\nkilled_by = ["t"]\n'


@cache
def unchanged(file):
    return load_document(ROOT / file).data


@pytest.fixture(params=CATALOGUE, ids=lambda mutant: mutant.id)
def mutant(request):
    return request.param


def test_there_are_at_least_sixty_and_eight_of_each_area():
    counted = Counter(mutant.area for mutant in CATALOGUE)
    assert set(AREAS) == set(counted)
    assert min(counted.values()) >= 8
    assert len(CATALOGUE) >= 60


def test_a_mutant_applies_to_the_tree_and_can_be_loaded(mutant, tmp_path):
    changed = mutant.applied(ROOT)
    if mutant.file.endswith(".py"):
        ast.parse(changed)
    elif mutant.file.endswith(".yaml"):
        path = tmp_path / "openapi.yaml"
        path.write_text(changed, "utf-8")
        assert load_document(path).data != unchanged(mutant.file)


def test_what_ought_to_kill_a_mutant_exists(mutant):
    for named in mutant.killed_by:
        if named in {GENERATOR, CHECK}:
            continue
        file, _, test = named.partition("::")
        assert (ROOT / file).is_file(), file
        assert not test or f"def {test}(" in (ROOT / file).read_text("utf-8"), named


def test_a_fault_in_a_template_reaches_the_client(mutant):
    if mutant.file.startswith("generator/"):
        assert mutant.generate


def test_no_two_mutants_are_the_same():
    changes = Counter((m.file, m.at, m.find, m.replace) for m in CATALOGUE)
    assert [change for change, times in changes.items() if times > 1] == []


def test_the_score_in_the_readme_is_of_this_catalogue():
    said = read_score((ROOT / "README.md").read_text("utf-8"))
    all_of_them = f"Contract mutants: {len(CATALOGUE)} of {len(CATALOGUE)} killed"
    assert said == all_of_them, "no survivor stays on main; `nox -s mutants` writes the score"


class TestAnEntryThatIsWrong:
    """Each is refused, with its file and its name."""

    @pytest.fixture
    def refused(self, tmp_path):
        def of(text, name="mock"):
            (tmp_path / f"{name}.toml").write_text(text, "utf-8")
            (tmp_path / "a.py").write_text("a = 1\nb = 1\n", "utf-8")

            def apply_all():
                return [mutant.applied(tmp_path) for mutant in read_catalogue(tmp_path)]

            with pytest.raises(CatalogueError) as caught:
                apply_all()
            return str(caught.value)

        return of

    @pytest.mark.parametrize(
        ("entry", "said"),
        [
            ("", "missing ['file', 'killed_by', 'what']"),
            (WELL, "neither `find` nor `at`"),
            (WELL + 'find = "a"\nfnd = "b"', "unknown ['fnd']"),
            (WELL + 'find = "= 1"\nreplace = "= 2"', "'= 1' 2 times instead of once"),
            (WELL + 'find = "c = 1"\nreplace = "c = 2"', "'c = 1' 0 times instead of once"),
            (WELL + 'find = "a = 1"\nreplace = "a = 1"', "changes nothing in a.py"),
            (WELL.replace("a.py", "b.py") + 'find = "a"', "b.py: "),
            (WELL.replace('["t"]', "[]") + 'find = "a"', "nothing ought to kill it"),
        ],
    )
    def test_it_is_named_with_what_is_wrong(self, refused, entry, said):
        message = refused(f'[[mutant]]\nid = "the-entry"\n{entry}')
        assert said in message
        assert "the-entry" in message

    def test_two_of_the_same_name(self, refused):
        entry = f'[[mutant]]\nid = "the-entry"\n{WELL}find = "a"\n'
        assert "more than one mutant is called mock/the-entry" in refused(entry + entry)

    def test_an_area_that_does_not_exist(self, refused):
        entry = f'[[mutant]]\nid = "the-entry"\n{WELL}find = "a"\n'
        assert "the areas are document, mock" in refused(entry, "weather")

    def test_a_file_that_is_no_toml(self, refused):
        assert "mock.toml" in refused("mutant = [")


class TestAPartOfAYAMLFile:
    """`at` narrows the search, and takes the whole part where nothing is searched for."""

    TEXT = (
        "openapi: 3.1.1\ninfo:\n  title: a\n  version: a\npaths:\n"
        "  /b:\n    get:\n      summary: a\n\n  /c: {}\n"
    )

    @pytest.fixture
    def applied(self, tmp_path):
        def of(**more):
            (tmp_path / "a.yaml").write_text(self.TEXT, "utf-8")
            given = {"find": None, "replace": "", "at": None}
            return Mutant(
                "x", "mock", "w", "a.yaml", generate=False, killed_by=("t",), **given | more
            ).applied(tmp_path)

        return of

    def test_a_text_is_found_in_it_alone(self, applied):
        changed = applied(at="#/info/version", find="a", replace="b")
        assert self.TEXT.replace("version: a", "version: b") == changed

    def test_it_is_taken_away_with_its_key_and_all_in_it(self, applied):
        assert applied(at="#/paths/~1b") == self.TEXT[: self.TEXT.index("  /b")] + "  /c: {}\n"

    def test_it_must_exist(self, applied):
        with pytest.raises(CatalogueError, match="nothing stands at '#/paths/~1d'"):
            applied(at="#/paths/~1d")


class TestAPartOfAPythonFile:
    """`at` is what the file defines at its top, wherever it stands and whatever stands around."""

    TEXT = (
        'X: int = call(\n    "a",\n)\nY = "a"\n\n\n'
        'class B:\n    def f(self):\n        return "a"\n\n\nclass C:\n    z = "a"\n'
    )

    @pytest.fixture
    def applied(self, tmp_path):
        def of(at):
            (tmp_path / "a.py").write_text(self.TEXT, "utf-8")
            given = {"find": '"a"', "replace": '"b"', "generate": False, "killed_by": ("t",)}
            return Mutant("x", "sends", "w", "a.py", at=at, **given).applied(tmp_path)

        return of

    @pytest.mark.parametrize(
        ("at", "was", "becomes"),
        [
            ("X", '(\n    "a"', '(\n    "b"'),
            ("Y", 'Y = "a"', 'Y = "b"'),
            ("B", 'return "a"', 'return "b"'),
            ("C", 'z = "a"', 'z = "b"'),
        ],
    )
    def test_a_text_is_found_in_it_alone(self, applied, at, was, becomes):
        assert applied(at) == self.TEXT.replace(was, becomes)

    def test_it_must_exist(self, applied):
        with pytest.raises(CatalogueError, match=r"x: a\.py: nothing is called 'f'"):
            applied("f")
