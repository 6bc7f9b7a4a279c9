"""The typed surface, held by two type checkers at their strictest."""

import json
import subprocess
import sys
from pathlib import Path

USAGE = Path(__file__).with_name("usage.py")
PROGRAMS = [USAGE, *map(USAGE.with_name, ("service.py", "mixtures.py", "tools.py"))]
MISSPELT = USAGE.with_name("misspelt.py")
ROOT = USAGE.parents[2]


def run(*command):
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def check(*command):
    result = run(*command)
    assert result.returncode == 0, result.stdout + result.stderr


def pyright_project(folder, source):
    settings = {
        "extraPaths": [str(ROOT / "generated_client")],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "reportUnnecessaryTypeIgnoreComment": "error",
        "venvPath": str(ROOT),
        "venv": Path(sys.prefix).name,
    }
    (folder / source.name).write_text(source.read_text())
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    return "pyright", "--project", str(folder / "pyrightconfig.json")


def test_mypy_accepts_the_usage_and_refuses_what_must_fail():
    check("mypy", "--strict", "--warn-unused-ignores", *map(str, PROGRAMS))


def test_mypy_refuses_names_that_do_not_exist():
    check("mypy", "--strict", "--warn-unused-ignores", str(MISSPELT))


def test_pyright_accepts_the_usage_and_refuses_what_must_fail(tmp_path):
    for source in PROGRAMS:
        check(*pyright_project(tmp_path, source))


def test_pyright_refuses_names_that_do_not_exist(tmp_path):
    # Not by "unnecessary ignore": a name of type Unknown is an error of its own at its use.
    source = tmp_path / "misspelt.py"
    source.write_text(MISSPELT.read_text().replace("  # type: ignore[attr-defined]", ""))
    folder = tmp_path / "project"
    folder.mkdir()
    report = json.loads(run(*pyright_project(folder, source), "--outputjson").stdout)
    wrong = {
        item["range"]["start"]["line"] + 1
        for item in report["generalDiagnostics"]
        if item["rule"] == "reportAttributeAccessIssue"
    }
    lines = MISSPELT.read_text().splitlines()
    assert wrong == {n for n, line in enumerate(lines, 1) if "type: ignore" in line}
