"""Each field that the vendor documents is one of the document, required or not, and of its type.

The table is `fields.txt`: a fact that is edited away fails here, a line for each.
"""

from pathlib import Path

import pytest

from tests.openapi.conftest import DOCUMENT

SCHEMAS = DOCUMENT.data["components"]["schemas"]
TABLE = Path(__file__).with_name("fields.txt").read_text("utf-8").splitlines()
FIELDS = {
    name.rstrip("!"): (name.endswith("!"), kind)
    for name, kind in (line.split(maxsplit=1) for line in TABLE if line and line[0] != "#")
}


def kinds(schema):
    """What a value may be, in the words of the table."""
    if "$ref" in schema:
        return [schema["$ref"].rpartition("/")[2]]
    if "const" in schema:
        return [f"={schema['const']}"]
    if "enum" in schema:
        return schema["enum"]
    members = schema.get("anyOf", schema.get("oneOf"))
    if members is not None:
        return [kind for member in members for kind in kinds(member)]
    types = schema.get("type", [])
    return [kind(name, schema) for name in ([types] if isinstance(types, str) else types)]


def kind(name, schema):
    if name == "array":
        return f"[{' '.join(kinds(schema['items']))}]"
    if name == "object":
        more = schema.get("additionalProperties")
        return f"{{{' '.join(kinds(more)) if isinstance(more, dict) else ''}}}"
    return schema.get("format", name) if name in {"string", "integer"} else name


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_what_the_vendor_documents(name):
    schema, _, field = name.partition(".")
    required, expected = FIELDS[name]
    node = SCHEMAS[schema]["properties"][field] if field else SCHEMAS[schema]
    assert expected == " ".join(kinds(node))
    assert required == (field in SCHEMAS[schema].get("required", []))


@pytest.mark.parametrize("name", {name.partition(".")[0]: None for name in FIELDS})
def test_a_schema_has_no_field_that_the_vendor_does_not_document(name):
    fields = {field.removeprefix(f"{name}.") for field in FIELDS if field.startswith(f"{name}.")}
    there = set(SCHEMAS[name].get("properties", {}))
    assert fields == there, "fields.txt wants a line for it, below the page that documents it"
