"""A document that is odd in any way is refused with its place; it is no fault of the generator."""

import json

import pytest

from generator.cli import main
from generator.formatting import compile_package
from generator.generate import render
from scaleway_genapi_mock.document import Document, DocumentError
from tests.generator.odd_documents import follow, odd, sound
from tests.generator.test_writing import CONFIG

BATCH, BATCHES = 100, 5


@pytest.fixture
def attempt(tmp_path, monkeypatch):
    """Render a document without Ruff, which only tidies; what is wrong with it."""
    from generator import generate as generation

    monkeypatch.setattr(generation, "format_package", lambda _folder: None)
    folders = iter(range(10_000))

    def run(data):
        text = json.dumps(data).encode()
        document = Document(tmp_path / "odd.json", text, json.loads(text))
        folder = tmp_path / str(next(folders))
        try:
            render(document, CONFIG, "odd.json", folder)
            compile_package(folder)
        except DocumentError as error:
            return error.problems
        return ()

    return run


def test_the_sound_document_is_sound(attempt):
    assert attempt(sound()) == ()


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_odd_document_is_a_fault_of_the_generator(attempt, batch):
    outcomes = []
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        try:
            outcomes.append(attempt(odd(seed)))
        except Exception as error:
            raise AssertionError(f"the document of seed {seed}") from error

    # Some are refused, some are not odd enough: else nothing was tried.
    assert any(outcomes)
    assert not all(outcomes)
    assert all(problem.message for problems in outcomes for problem in problems)


SCHEMAS = ("components", "schemas")


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ((*SCHEMAS, "Part", "oneOf", 0), True, "no member of the union"),
        ((*SCHEMAS, "Part", "discriminator"), 1, "not a valid schema object"),
        ((*SCHEMAS, "Part", "discriminator", "mapping"), [], "not a valid schema object"),
        ((*SCHEMAS, "Part", "discriminator", "mapping", "a"), 1, "not a valid schema object"),
        (("security",), [{"key": 1}], "not a valid openapi object"),
        (("components", "securitySchemes"), [], "not a valid components object"),
        (("components", "securitySchemes", "key", "scheme"), 1, "not a valid security-scheme"),
        (("components", "securitySchemes", "key"), {"$ref": "#/info"}, "no valid security-scheme"),
        (("components", "parameters", "Query"), {"$ref": "#/info"}, "no valid parameter"),
        (("components", "responses", "Error"), {"$ref": "#/info"}, "no valid response"),
        ((*SCHEMAS, "Kind"), {"$ref": "#/info/title"}, "leads to no schema"),
        (("paths", "/v1/things/{id}", "parameters"), 1, "not a valid path-item object"),
        (("paths", "/v1/things/{id}", "get", "parameters"), [1], "not a valid operation object"),
        (("paths", "/v1/things/{id}", "get", "tags"), [1], "not a valid operation object"),
        (("externalDocs",), {"url": 1}, "not a valid openapi object"),
    ],
)
def test_what_the_generator_reads_is_refused_where_it_is_odd(attempt, place, value, message):
    document = sound()
    follow(document, place[:-1])[place[-1]] = value

    problems = attempt(document)

    assert message in "\n".join(problem.message for problem in problems)
    assert all(problem.line for problem in problems)


@pytest.mark.parametrize(
    "schema",
    [
        '{"type": "array", "items": ' * 5000 + "{}" + "}" * 5000,
        '{"allOf": [' * 400 + "{}" + "]}" * 400,
    ],
)
def test_a_document_nested_beyond_reason_is_refused(tmp_path, capsys, schema):
    path = tmp_path / "deep.json"
    path.write_text(
        json.dumps(sound()).replace('{"type": "string", "enum": ["x", "y"]}', schema, 1)
    )

    code = main(["--document", str(path), "--output", str(tmp_path / "out")])

    said = capsys.readouterr().err
    assert code == 1, said
    assert f"{path}:" in said
    assert not (tmp_path / "out").exists()
