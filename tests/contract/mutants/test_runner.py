"""The runner on a project of three files: what it tells apart, and that it leaves no trace."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import replace

import pytest

from tests.contract.mutants import _report as report
from tests.contract.mutants._catalogue import CatalogueError, Mutant
from tests.contract.mutants._run import Runner, State, Void
from tests.contract.mutants._suite import Suite
from tests.contract.mutants._tree import GENERATED, Tree

PRODUCT = "def double(number):\n    return number * 2\n\n\ndef name():\n    return 'a'\n"
TESTS = """
import logging
from product import double, name

def test_it_doubles():
    logging.getLogger().error("what is logged is no result")
    assert double(2) == 4

def test_it_has_a_name():
    assert len(name()) == 1
"""
WHOLE = "\nfrom product import name\n\ndef test_the_name_is_told():\n    assert name() == 'a'\n"
GENERATOR = """
import pathlib, sys
text = pathlib.Path("template.txt").read_text()
target = pathlib.Path("generated_client/scaleway_genapi/_generated/made.py")
if "wrong" in text:
    sys.exit("the template is wrong")
if "--check" in sys.argv:
    sys.exit(0 if target.read_text() == text else 1)
target.write_text(text)
"""


@pytest.fixture
def checkout(tmp_path):
    root = tmp_path / "checkout"
    files = {
        "product.py": PRODUCT,
        "test_product.py": TESTS,
        "test_whole.py": WHOLE,
        "test_made.py": "from made import value\n\ndef test_value():\n    assert value == 1\n",
        "template.txt": "value = 1\n",
        "generator/__main__.py": GENERATOR,
        f"{GENERATED}/made.py": "value = 1\n",
        ".gitignore": "ignored.txt\n",
        "ignored.txt": "",
        "pyproject.toml": "[tool.pytest.ini_options]\npythonpath = ['.', '"
        + str(GENERATED)
        + "']\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    return root


@pytest.fixture
def run(checkout, tmp_path):
    def run_all(*mutants, fallback=("test_product.py", "test_whole.py"), **options):
        runner = Runner(
            checkout,
            tmp_path / "build",
            suite=Suite(plugins=(), arguments=()),
            fallback=fallback,
            own=("product",),
            **{"workers": 1} | options,
        )
        return runner.run(mutants)

    return run_all


def mutant(find, replace, *, killed_by=("test_product.py",), file="product.py", generate=False):
    id_ = f"mock/{replace}"
    return Mutant(id_, "mock", "w", file, find, replace, None, generate, tuple(killed_by))


KILLED = mutant("* 2", "* 3")
SURVIVOR = mutant("number * 2", "2 * number")
ELSEWHERE = mutant("'a'", "'b'")


def test_a_mutant_that_a_test_notices_is_killed_by_that_test(run):
    (verdict,) = run(KILLED)
    assert (State.KILLED, True) == (verdict.state, verdict.named)
    assert "test_product.py::test_it_doubles" == verdict.by


def test_a_mutant_that_no_test_notices_survives_all_of_them(run, tmp_path):
    (verdict,) = run(SURVIVOR)
    assert State.SURVIVED is verdict.state
    assert "4 passed" not in verdict.by
    assert "3 passed" in (tmp_path / "build/logs/mock.2 * number.log").read_text("utf-8")


def test_what_another_test_notices_is_killed_and_said_to_be_so(run):
    (verdict,) = run(ELSEWHERE)
    assert (State.KILLED, False) == (verdict.state, verdict.named)
    assert "test_whole.py::test_the_name_is_told" == verdict.by
    assert "not by what ought to" in report.line(verdict)


def test_without_a_fallback_what_ought_to_kill_it_decides(run):
    (verdict,) = run(ELSEWHERE, fallback=())
    assert State.SURVIVED is verdict.state


def test_a_mutant_that_never_ends_counts_as_killed_and_is_named(run, monkeypatch):
    monkeypatch.setattr("tests.contract.mutants._run._SLACK", 2.0)
    monkeypatch.setattr("tests.contract.mutants._run._TIMES", 0.0)
    started = time.monotonic()
    (verdict,) = run(mutant("return 'a'", "import time; time.sleep(600)"))
    assert State.HUNG is verdict.state
    assert verdict.killed
    assert "hung: mock/" in report.summary([verdict])
    assert time.monotonic() - started < 60


def test_a_mutant_that_keeps_the_tests_from_being_run_is_no_mutant(run):
    (verdict,) = run(mutant("def name():", "def named():"))
    assert State.BROKEN is verdict.state
    assert not verdict.killed


def test_a_red_baseline_makes_the_run_void(run, checkout):
    (checkout / "product.py").write_text(PRODUCT.replace("* 2", "* 5"), "utf-8")
    with pytest.raises(Void, match=r"without any mutant, test_product.py is red: .*it_doubles"):
        run(mutant("* 5", "* 6"))


def test_a_file_that_has_moved_on_is_told_before_anything_is_run(run, tmp_path):
    with pytest.raises(CatalogueError, match=r"product.py holds 'no such text' 0 times"):
        run(mutant("no such text", "x"))
    assert not (tmp_path / "build").exists()


def test_each_mutant_finds_the_tree_as_it_was(run, checkout, tmp_path):
    verdicts = run(KILLED, SURVIVOR, mutant("* 2", "* 4"), SURVIVOR, fallback=())
    states = [verdict.state for verdict in verdicts]
    assert [State.KILLED, State.SURVIVED, State.KILLED, State.SURVIVED] == states
    assert PRODUCT == (tmp_path / "build/worker-1/product.py").read_text("utf-8")
    assert PRODUCT == (checkout / "product.py").read_text("utf-8")


def test_a_change_of_the_same_size_in_the_same_second_is_seen(run):
    verdicts = run(*[KILLED, SURVIVOR] * 2, fallback=())
    assert [True, False, True, False] == [verdict.killed for verdict in verdicts]


def test_workers_do_not_see_each_others_mutants(run):
    mutants = [replace(m, id=f"mock/{n}") for n, m in enumerate([KILLED, SURVIVOR] * 3)]
    verdicts = run(*mutants, workers=2, fallback=())
    assert [State.KILLED, State.SURVIVED] * 3 == [verdict.state for verdict in verdicts]


class TestWhatIsGenerated:
    MADE = "test_made.py"

    def test_a_fault_in_a_template_is_followed_and_taken_back(self, run):
        faulty = mutant(
            "1", "2", file="template.txt", generate=True, killed_by=["generator", self.MADE]
        )
        harmless = mutant("1", "+1", file="template.txt", generate=True, killed_by=[self.MADE])
        verdicts = run(faulty, harmless, fallback=())
        assert [(State.KILLED, "test_made.py::test_value"), (State.SURVIVED, "")] == [
            (verdict.state, verdict.by) for verdict in verdicts
        ]

    def test_a_generator_that_refuses_kills_where_it_is_asked_to(self, run):
        asked = mutant("1", "wrong", file="template.txt", generate=True, killed_by=["generator"])
        not_asked = mutant("1", "wrong", file="template.txt", generate=True, killed_by=[self.MADE])
        verdicts = run(asked, not_asked, fallback=())
        assert [State.KILLED, State.BROKEN] == [verdict.state for verdict in verdicts]
        assert "generator: the template is wrong" == verdicts[0].by

    def test_a_client_that_was_not_generated_is_noticed_by_the_check(self, run):
        (verdict,) = run(mutant("1", "2", file="template.txt", killed_by=["generator --check"]))
        assert State.KILLED is verdict.state

    def test_a_client_that_is_not_as_generated_makes_the_run_void(self, run, checkout):
        (checkout / GENERATED / "made.py").write_text("value = 1 \n", "utf-8")
        with pytest.raises(Void, match="without any mutant, generator --check"):
            run(mutant("1", "2", file="template.txt", killed_by=["generator --check"]))


def test_a_copy_is_what_git_would_take_and_is_imported_in_place_of_the_checkout(checkout, tmp_path):
    (checkout / "new.txt").write_text("not added yet", "utf-8")
    (checkout / "link.txt").symlink_to("new.txt")
    tree = Tree.copy(checkout, tmp_path / "copy")
    assert (tree.root / "new.txt").is_file()
    assert (tree.root / "link.txt").is_symlink()
    assert not (tree.root / "ignored.txt").exists()
    assert tree.root / "product.py" == tree.imported("product")


class TestTheReport:
    @pytest.fixture
    def verdicts(self, run):
        return run(KILLED, SURVIVOR, fallback=())

    def test_the_score_is_written_between_its_marks_and_nowhere_else(self, verdicts):
        readme = "# A\n<!-- mutants -->Contract mutants: old<!-- /mutants --> more\n"
        expected = "Contract mutants: 1 of 2 killed"
        written = report.with_score(readme, verdicts)
        assert readme.replace("Contract mutants: old", expected) == written
        assert expected == report.read_score(written)
        assert report.read_score("# A\n") is None

    def test_survivors_are_listed(self, verdicts):
        assert "survived: mock/2 * number: w" in report.summary(verdicts)
        assert "| mock/2 * number | w | survived |" in report.markdown(verdicts)

    def test_a_program_can_read_it(self, verdicts):
        read = json.loads(report.as_json(verdicts))
        assert (1, 2) == (read["killed"], read["total"])
        assert ["killed", "survived"] == [entry["state"] for entry in read["mutants"]]
