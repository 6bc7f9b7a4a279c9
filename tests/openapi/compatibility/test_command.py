"""The command on a small repository: exit statuses, reports, snapshots, files that are broken."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from openapi.compatibility.__main__ import main
from openapi.compatibility._repository import PACKAGES

HERE = Path(__file__).parent
CLIENT = "class Client:\n    def close(self, wait: float = 1.0) -> None: ...\n"
MODEL_LIST = "/components/schemas/ModelList/properties/first_id"


@pytest.fixture
def repository(tmp_path, monkeypatch):
    root = tmp_path / "repository"
    (root / "openapi").mkdir(parents=True)
    shutil.copyfile(HERE / "released.yaml", root / "openapi" / "openapi.yaml")
    _edit(root / "openapi" / "openapi.yaml", "version: 0.4.0", "version: 0.1.0")
    (root / "pyproject.toml").write_text('[project]\nversion = "0.1.0"\n', encoding="utf-8")
    (root / "CHANGELOG.md").write_text(
        "# Changelog\n\n## Unreleased\n\n- First.\n", encoding="utf-8"
    )
    for package, (folder, _) in PACKAGES.items():
        (root / folder / package).mkdir(parents=True)
        for module in ("__init__.py", "inner.py"):
            (root / folder / package / module).write_text(CLIENT, encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def _edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def _release(repository, version="0.1.0"):
    _date(repository, version)
    assert main(["snapshot"]) == 0


def _date(repository, version):
    heading = f"## Unreleased\n\n## {version} - 2026-01-01"
    _edit(repository / "CHANGELOG.md", "## Unreleased", heading)


def test_before_the_first_release_the_gate_is_open_and_says_so(repository, capsys):
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "Nothing is released yet, so nothing can break.\n"


def test_a_snapshot_holds_the_document_byte_for_byte_and_the_surface_of_every_package(repository):
    _release(repository)

    folder = repository / "openapi" / "released" / "0.1.0"
    document = repository / "openapi" / "openapi.yaml"
    assert (folder / "openapi.yaml").read_bytes() == document.read_bytes()
    for package in PACKAGES:
        stub = (folder / "python" / package / "__init__.pyi").read_text(encoding="utf-8")
        assert "def close(self, wait: float = 1.0) -> None: ..." in stub


def test_right_after_a_release_nothing_differs(repository, capsys):
    _release(repository)
    capsys.readouterr()

    assert main(["check"]) == 0
    assert capsys.readouterr().out == "Nothing differs from 0.1.0.\n"


def test_a_break_in_the_document_is_refused_with_its_place_and_what_to_do(repository, capsys):
    _release(repository)
    _edit(repository / "openapi" / "openapi.yaml", "        first_id: {type: string}\n", "")
    capsys.readouterr()

    assert main(["check"]) == 1

    said = capsys.readouterr().out
    assert "Since 0.1.0: 1 breaking for callers." in said
    assert "openapi/released/0.1.0/openapi.yaml:" in said
    assert f"property 'first_id' removed (at #{MODEL_LIST})" in said
    assert "      in models.list\n" in said
    assert "pyproject.toml: version 0.1.0 is released" in said
    assert "needs 0.2.0 or later" in said


def test_a_break_in_the_python_surface_is_refused_with_its_path(repository, capsys):
    _release(repository)
    _edit(
        repository / "generated_client" / "scaleway_genapi" / "__init__.py",
        "wait: float",
        "pause: float",
    )
    capsys.readouterr()

    assert main(["check"]) == 1

    said = capsys.readouterr().out
    assert "generated_client/scaleway_genapi/__init__.py:2: parameter removed" in said
    assert "(at scaleway_genapi.Client.close(wait))" in said


def test_a_break_with_its_version_and_its_entry_passes(repository, capsys):
    _release(repository)
    document = repository / "openapi" / "openapi.yaml"
    _edit(document, "        first_id: {type: string}\n", "")
    _edit(document, "version: 0.1.0", "version: 0.2.0")
    _edit(repository / "pyproject.toml", "0.1.0", "0.2.0")
    _edit(
        repository / "CHANGELOG.md",
        "## Unreleased",
        "## Unreleased\n\n### Removed\n\n- `first_id`.",
    )

    assert main(["check"]) == 0
    _date(repository, "0.2.0")
    assert main(["snapshot"]) == 0
    assert (repository / "openapi" / "released" / "0.2.0").is_dir()
    assert main(["check"]) == 0
    assert "Nothing differs from 0.2.0." in capsys.readouterr().out
    assert main(["report", "--against", "0.1.0"]) == 0
    assert "1 breaking for callers" in capsys.readouterr().out


def test_a_snapshot_is_refused_until_the_changelog_has_its_version_and_date(repository, capsys):
    assert main(["snapshot"]) == 1
    assert "CHANGELOG.md:3: rename this to '## 0.1.0 - <date>'" in capsys.readouterr().err
    assert not (repository / "openapi" / "released").exists()


def test_a_snapshot_is_refused_while_the_gate_is_closed(repository, capsys):
    _release(repository)
    _edit(repository / "pyproject.toml", "0.1.0", "0.1.1")
    _edit(repository / "openapi" / "openapi.yaml", "version: 0.1.0", "version: 0.1.1")
    _edit(repository / "openapi" / "openapi.yaml", "        first_id: {type: string}\n", "")

    assert main(["snapshot"]) == 1
    assert "need 0.2.0 or later" in capsys.readouterr().err
    assert not (repository / "openapi" / "released" / "0.1.1").exists()


def test_a_released_version_is_not_overwritten_by_accident(repository, capsys):
    _release(repository)
    _edit(
        repository / "openapi" / "openapi.yaml", "summary: List the models", "summary: All models"
    )

    assert main(["snapshot"]) == 1
    assert "A release is history" in capsys.readouterr().err
    assert main(["snapshot", "--replace"]) == 0
    assert main(["check"]) == 0


def test_a_report_refuses_nothing(repository):
    _release(repository)
    _edit(repository / "openapi" / "openapi.yaml", "        first_id: {type: string}\n", "")

    assert main(["report"]) == 0


def test_the_reports_are_text_markdown_and_junit(repository):
    _release(repository)
    _edit(repository / "openapi" / "openapi.yaml", "        first_id: {type: string}\n", "")
    _edit(repository / "openapi" / "openapi.yaml", "The models.", "Models.")

    assert main(["check"]) == 1

    build = repository / "build" / "compatibility"
    assert "The gate refuses:" in (build / "report.txt").read_text(encoding="utf-8")
    markdown = (build / "report.md").read_text(encoding="utf-8")
    assert f"| property 'first_id' removed | `#{MODEL_LIST}` |" in markdown
    suite = ET.parse(build / "junit.xml").getroot()
    assert {"tests": "4", "failures": "2"} == {n: suite.get(n) for n in ("tests", "failures")}
    assert [case.get("classname") for case in suite] == [
        "breaking for callers",
        "text only",
        "gate",
        "gate",
    ]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (("openapi/openapi.yaml", "paths:", "paths: ["), "openapi/openapi.yaml:"),
        (("openapi/openapi.yaml", "openapi: 3.1.1", "openapi: 3.0.3"), "openapi/openapi.yaml:2: "),
        (("openapi/openapi.yaml", "schemas/ModelList'", "schemas/Nothing'"), "$ref cannot be followed"),
        (("pyproject.toml", '"0.1.0"', '"one"'), "pyproject.toml: project.version: 'one' is no version"),
        (("pyproject.toml", "version", "wersion"), "pyproject.toml: no project.version"),
        (("pyproject.toml", "]", ""), "pyproject.toml: not TOML"),
        (("generated_client/scaleway_genapi/__init__.py", "class", "klass"), "scaleway_genapi/__init__.py:1: not Python"),
        (("generated_client/scaleway_genapi/inner.py", "class", "klass"), "scaleway_genapi/inner.py:1: not Python"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_named_and_the_status_is_2(repository, capsys, edit, said):
    _release(repository)
    file, old, new = edit
    _edit(repository / file, old, new)
    capsys.readouterr()

    assert main(["check"]) == 2

    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""


def test_an_incomplete_release_is_bad_input(repository, capsys):
    _release(repository)
    shutil.rmtree(repository / "openapi" / "released" / "0.1.0" / "python" / "scaleway_genapi_mock")

    assert main(["check"]) == 2
    assert "the release has no copy of this package's surface" in capsys.readouterr().err


def test_a_release_that_there_is_not_is_bad_input(repository, capsys):
    _release(repository)

    assert main(["report", "--against", "0.0.7"]) == 2
    assert "no such release (0.1.0)" in capsys.readouterr().err
