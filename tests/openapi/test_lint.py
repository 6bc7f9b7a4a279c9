"""`python openapi/lint.py` finds nothing in the document, and finds the faults that people make."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = ROOT / "openapi" / "lint.py"
pytestmark = pytest.mark.node


def lint(*arguments):
    return subprocess.run(
        [sys.executable, LINT, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_the_document_has_no_findings(tmp_path):
    done = lint("--build", tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


FAULTS = {
    "a misspelt keyword": ("          exclusiveMinimum: 0\n", "          exclusiveMinimun: 0\n"),
    "a keyword of 3.0": ("          deprecated: true\n", "          nullable: true\n"),
    "a dangling reference": ("/components/schemas/ImageUrl'", "/components/schemas/ImageUri'"),
    "a dangling mapping": (
        "tool: '#/components/schemas/ToolMessage'",
        "tool: '#/components/schemas/ToolMesage'",
    ),
    "an example that breaks its schema": ("temperature: 1.2\n", "temperature: 12\n"),
    "a misspelt extension": ("x-stream-when: stream\n", "x-stream-whn: stream\n"),
    "a schema that nothing uses": (
        "    JsonObject:\n",
        "    Forgotten:\n      type: object\n      description: Unused.\n\n    JsonObject:\n",
    ),
    "an operation id twice": ("operationId: chat.completions.create", "operationId: models.list"),
    "an undescribed response": (
        "    Unauthorized:\n      description: >-\n",
        "    Unauthorized:\n      summary: >-\n",
    ),
    "a scalar that YAML 1.1 reads as a boolean": (
        "reasoning_effort: low\n",
        "reasoning_effort: no\n",
    ),
}


def test_every_seeded_fault_is_found_with_its_line(tmp_path):
    """All in one document: each run of the linters costs seconds."""
    source = (ROOT / "openapi" / "openapi.yaml").read_text(encoding="utf-8")
    for before, after in FAULTS.values():
        assert before in source
        source = source.replace(before, after, 1)
    bad = tmp_path / "bad.yaml"
    bad.write_text(source, encoding="utf-8")
    done = lint(bad, "--build", tmp_path)
    assert done.returncode == 1
    for words in [
        "exclusiveMinimun",
        "nullable",
        "ImageUri",
        "discriminator/mapping/tool",
        "`temperature` property must be <= 2",
        "did you mean 'x-stream-when'?",
        '"Forgotten" is never used',
        "models.list",
        "`description`",
        "'no' is read differently",
    ]:
        found = [line for line in done.stdout.splitlines() if words in line]
        assert any(line.startswith(f"{bad}:") for line in found), (words, done.stdout)


def test_what_is_against_a_convention_is_a_finding(tmp_path):
    source = (ROOT / "openapi" / "openapi.yaml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    before, tag, after = source.partition("tags: [Models]")
    bad.write_text(f"{before}tags: [Modells]{after}", encoding="utf-8")
    done = lint(bad, "--build", tmp_path)
    assert done.returncode == 1
    line = before.count("\n") + 1
    assert tag
    assert f"{bad}:{line}: the tag 'Modells' is not declared" in done.stdout


def test_an_unreadable_document_is_one_line_and_no_traceback(tmp_path):
    done = lint(tmp_path / "missing.yaml", "--build", tmp_path)
    assert done.returncode == 1
    assert "missing.yaml" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
