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
        "`temperature` property must be <=",
        "did you mean 'x-stream-when'?",
        '"Forgotten" is never used',
        "models.list",
        "`description`",
        "'no' is read differently",
    ]:
        found = [line for line in done.stdout.splitlines() if words in line]
        assert any(line.startswith(f"{bad}:") for line in found), (words, done.stdout)


# Each leaves OpenAPI's structure sound, so that all readers look at all of them.
SUBTLE_FAULTS = {
    "an undeclared tag": (
        "tags: [Models]",
        "tags: [Modells]",
        "the tag 'Modells' is not declared",
    ),
    "an undeclared key scheme": (
        "  - bearerAuth: []",
        "  - bearerAuht: []",
        "no `bearerAuht` security scheme",
    ),
    "a required property that there is not": (
        "required: [id, object, created, owned_by]",
        "required: [id, object, created, owned_bye]",
        "'owned_bye' is not defined",
    ),
    "a value twice": (
        "enum: [none, low, medium, high]",
        "enum: [none, low, low, medium, high]",
        "Duplicated enum value",
    ),
    "a constant of another type": (
        "          const: list\n",
        "          const: 7\n",
        "`const` value must be of the same type",
    ),
    "an answer that no operation gives": (
        "    BadRequest:\n",
        "    Teapot:\n      description: Nobody answers so.\n\n    BadRequest:\n",
        '"Teapot" is never used',
    ),
    "an undescribed property": (
        "          description: Who made the model, for instance `mistral` or `openai`.\n",
        "",
        "the property has no description",
    ),
    "a header without example": (
        "        type: string\n      example: '2'\n",
        "        type: string\n",
        "no example: the mock sends it",
    ),
    "an example with a model that there is not": (
        "model: gpt-oss-120b\n",
        "model: gpt-oss-121b\n",
        "no list has an item 'gpt-oss-121b'",
    ),
    "a stream that no property selects": (
        "x-stream-when: stream\n",
        "x-stream-when: straem\n",
        "has no property 'straem'",
    ),
    "a range upside down": (
        "          minimum: -2\n",
        "          minimum: 3\n",
        "minimum 3 and maximum 2 leave no value",
    ),
    "a number with an underscore": (
        "created: 1750204800\n",
        "created: 1_748_350_800\n",
        "'1_748_350_800' is read differently",
    ),
}


def test_what_sound_structure_hides_is_found_with_its_line(tmp_path):
    source = (ROOT / "openapi" / "openapi.yaml").read_text(encoding="utf-8")
    for name, (before, after, _) in SUBTLE_FAULTS.items():
        assert before in source, name
        source = source.replace(before, after, 1)
    bad = tmp_path / "bad.yaml"
    bad.write_text(source, encoding="utf-8")
    done = lint(bad, "--build", tmp_path)
    assert done.returncode == 1
    for name, (_, _, words) in SUBTLE_FAULTS.items():
        found = [line for line in done.stdout.splitlines() if words in line]
        assert any(line.startswith(f"{bad}:") for line in found), (name, done.stdout)


def test_a_key_that_stands_twice_is_a_finding(tmp_path):
    source = (ROOT / "openapi" / "openapi.yaml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    once = "    Model:\n      type: object\n"
    bad.write_text(source.replace(once, f"{once}      type: object\n", 1), encoding="utf-8")
    done = lint(bad, "--build", tmp_path)
    assert done.returncode == 1
    assert f"{bad}:" in done.stdout
    assert "the key 'type' stands here twice" in done.stdout


def test_an_unreadable_document_is_one_line_and_no_traceback(tmp_path):
    done = lint(tmp_path / "missing.yaml", "--build", tmp_path)
    assert done.returncode == 1
    assert "missing.yaml" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
