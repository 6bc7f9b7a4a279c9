"""Text of a document never becomes code, wherever it stands."""

import ast
import importlib
import json

import httpx
import pytest

from generator.config import GeneratorConfig
from generator.generate import generate
from tests.generator.conftest import Generated

EVIL = [
    'x"; raise SystemExit("run") #',
    "x'; raise SystemExit('run') #",
    '"""\nraise SystemExit("run")\n"""',
    "'''\nraise SystemExit('run')\n'''",
    "{{ 7 * 7 }}{% raise %}{# #}",
    "{__import__('os').abort()}",
    "back\\slash\\",
    'ends with a quote"',
    "line\nraise SystemExit('run')",
    "carriage\rraise SystemExit('run')",
    "next\x85raise SystemExit('run')",
    "separators\u2028raise SystemExit('run')\u2029",
    "\\U0001F600 \\N{BULLET} \\x41",
    "bidi \u202e text \u2066",
    "null-free \x7f control",
    "# type: ignore",
]


def document(evil):
    """A document that says `evil` wherever a text may stand."""
    schema = {
        "type": "object",
        "title": evil,
        "description": evil,
        "required": ["const", evil],
        "properties": {
            evil: {"type": "string", "description": evil, "default": evil, "title": evil},
            "const": {"const": evil, "description": evil},
            "enum": {"type": "string", "enum": [evil, "b"], "default": evil},
            "open": {"anyOf": [{"type": "string", "enum": [evil]}, {"type": "string"}]},
            "shape": {"$ref": "#/components/schemas/Shape"},
        },
    }
    shapes = {
        name: {
            "type": "object",
            "required": [evil],
            "properties": {evil: {"const": f"{evil}{name}"}},
        }
        for name in ("A", "B")
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": evil, "version": evil, "description": evil},
        "servers": [{"url": "https://api.example", "description": evil}],
        "externalDocs": {"url": evil, "description": evil},
        "security": [{"key": []}],
        "tags": [{"name": evil, "description": evil, "externalDocs": {"url": evil}}],
        "paths": {
            "/v1/things": {
                "post": {
                    "operationId": "things.make",
                    "tags": [evil],
                    "summary": evil,
                    "description": evil,
                    "parameters": [
                        {"name": evil, "in": "query", "description": evil, "schema": {"type": "string"}}
                    ],
                    "requestBody": {"required": True, "description": evil, "content": content},
                    "responses": {
                        "200": {"description": evil, "content": content},
                        "400": {"description": evil, "x-hint": evil},
                    },
                }
            }
        },
        "components": {
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "x-permission-sets": [evil]}
            },
            "schemas": {
                "Thing": schema,
                "Shape": {
                    "description": evil,
                    "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
                },
                **shapes,
            },
        },
    }  # fmt: skip


@pytest.fixture
def hostile(read, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(tmp_path))

    def generate_hostile(evil):
        name = f"hostile_{EVIL.index(evil)}"
        source = read(json.dumps(document(evil)))
        generate(source, GeneratorConfig({}), "inline.yaml", tmp_path / name)
        importlib.invalidate_caches()
        return Generated(tmp_path / name, name)

    return generate_hostile


@pytest.mark.parametrize("evil", EVIL)
def test_the_client_imports_runs_nothing_and_sends_the_text_as_it_is(hostile, evil):
    generated = hostile(evil)
    thing = {"const": evil, evil: "v", "enum": evil, "open": evil, "shape": {evil: f"{evil}B"}}
    client, sent = generated.client(httpx.Response(200, json=thing))

    made = client.things.make(**_keywords(generated, evil))

    assert made.to_dict() == thing
    assert isinstance(made.shape, generated.models.B)
    assert sent.body == thing
    assert sent.last.url.params[evil] == "q"
    assert generated.module("api").API.title == evil
    assert generated.models.Thing.__attrs_attrs__


def _keywords(generated, evil):
    values = {"const": evil, evil: "v", "enum": evil, "open": evil, "shape": {evil: f"{evil}B"}}
    fields = {
        row[0]: attribute.name
        for row, attribute in zip(
            generated.models.Thing.__fields_table__(),
            generated.models.Thing.__attrs_attrs__,
            strict=False,
        )
    }
    keywords = {fields[name]: value for name, value in values.items()}
    # The query parameter has the name of the property; it came first, so the property gave way.
    keywords[f"body_{fields[evil]}"] = keywords.pop(fields[evil])
    return keywords | {fields[evil]: "q"}


@pytest.mark.parametrize("evil", EVIL)
def test_no_text_becomes_a_statement(hostile, evil):
    generated = hostile(evil)

    for file in generated.folder.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        called = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"SystemExit", "__import__", "eval", "exec"}
        assert "49" not in {
            str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)
        }
