"""jsoncompat, which decides whether one JSON Schema permits all that another does, as a witness.

It was written by others and knows neither OpenAPI nor our rules, so it is asked about each schema
of an operation in its direction. Where its answer is not ours, the reason stands here; a reason
that no longer holds fails the test.
"""

from __future__ import annotations

import json
from importlib.metadata import version

import jsoncompat
import pytest
from compatibility_seeds import SEEDS, apply

from scaleway_genapi_mock.document import Document

_SETS = "as a set of values an open object loses some when a property gets a type, and none when it goes"
_OPERATION = (
    "it compares schemas; which operations, parameters, statuses there are is not its matter"
)
DIFFERENT: dict[str, str] = {
    "request: new optional property": _SETS,
    "request: property removed": _SETS,
    "response: new optional property": _SETS,
    "operation removed": _OPERATION,
    "parameter: new, required": _OPERATION,
    "parameter: removed": _OPERATION,
    "parameter: becomes required": _OPERATION,
    "parameter: moves to another place": _OPERATION,
    "status: success removed": _OPERATION,
    "media type of the request replaced": _OPERATION,
}
if version("jsoncompat").startswith("0.3."):  # the newest for Python 3.11
    _OLD = "0.3 reads no dependentSchemas"
    DIFFERENT |= {"request: condition added": _OLD, "request: condition asks for more": _OLD}


def _schema(node):
    """A schema as plain JSON Schema: our extensions and texts gone, components under $defs."""
    if isinstance(node, dict):
        skipped = {"discriminator", "description", "deprecated", "default", "examples"}
        return {
            name: value.replace("#/components/schemas/", "#/$defs/")
            if name == "$ref"
            else _schema(value)
            for name, value in node.items()
            if name not in skipped and not name.startswith("x-")
        }
    return [_schema(item) for item in node] if isinstance(node, list) else node


def _schemas(data, released):
    document = Document(released.path, b"", data)
    components = {name: _schema(node) for name, node in data["components"]["schemas"].items()}
    found = {}
    for path, item in data["paths"].items():
        for method, operation in item.items():
            for parameter in operation.get("parameters", ()):
                key = ("request", path, method, parameter["in"], parameter["name"])
                found[key] = _schema(parameter["schema"])
            for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
                key = ("request", path, method, media_type)
                found[key] = _schema(content["schema"]) | {"$defs": components}
            for status, node in operation["responses"].items():
                for media_type, content in document.resolve(node).get("content", {}).items():
                    schema = content.get("x-itemSchema", content["schema"])
                    key = ("response", path, method, status, media_type)
                    found[key] = _schema(schema) | {"$defs": components}
    return {key: json.dumps(schema) for key, schema in found.items()}


def _broken_by_jsoncompat(old, new):
    broken = set()
    for key in old.keys() & new.keys():
        before, after = old[key], new[key]
        if before == after:
            continue
        if key[0] == "request":
            if not jsoncompat.check_compat(before, after, "deserializer"):
                broken.add("callers")
            continue
        if not jsoncompat.check_compat(before, after, "serializer"):
            broken.add("callers")
        if not jsoncompat.check_compat(after, before, "serializer"):
            broken.add("servers")
    return broken


@pytest.mark.parametrize("seed", [s for s in SEEDS if s.wire], ids=lambda seed: seed.name)
def test_an_independent_tool_agrees_where_schemas_alone_decide(seed, released):
    old = _schemas(released.data, released)
    new = _schemas(apply(seed.edits, released.data), released)

    agrees = _broken_by_jsoncompat(old, new) == set(seed.breaks)

    assert agrees == (seed.name not in DIFFERENT), DIFFERENT.get(seed.name)


def test_every_excuse_is_for_a_seed_that_there_is():
    assert DIFFERENT.keys() <= {seed.name for seed in SEEDS if seed.wire}
