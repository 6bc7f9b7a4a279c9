"""Each field that the vendor documents is one of the document, required or not, and of its type.

The table is `fields.txt`: a fact that is edited away fails here, a line for each.
"""

from pathlib import Path

import pytest

from tests.openapi.conftest import DOCUMENT

pytestmark = pytest.mark.facts
SCHEMAS = DOCUMENT.data["components"]["schemas"]
PATH = Path(__file__).with_name("fields.txt")
TABLE = PATH.read_text("utf-8").splitlines()
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


def line(schema, field=None):
    """What the table would have to say for what the document says."""
    node = SCHEMAS[schema]
    always = field in node.get("required", [])
    name = f"{schema}.{field}{'!' if always else ''}" if field else schema
    return f"{name:42} {' '.join(kinds(node['properties'][field] if field else node))}"


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_what_the_vendor_documents(name):
    schema, _, field = name.partition(".")
    required, expected = FIELDS[name]
    assert not field or field in SCHEMAS[schema].get("properties", {}), (
        f"the document has it no more: if so has the vendor, take its line out of {PATH.name}"
    )
    node = SCHEMAS[schema]["properties"][field] if field else SCHEMAS[schema]
    advice = f"if the vendor has changed it, {PATH.name} wants\n{line(schema, field)}"
    assert expected == " ".join(kinds(node)), advice
    assert required == (field in SCHEMAS[schema].get("required", [])), advice


@pytest.mark.parametrize("name", {name.partition(".")[0]: None for name in FIELDS})
def test_a_schema_has_no_field_that_the_vendor_does_not_document(name):
    fields = {field.removeprefix(f"{name}.") for field in FIELDS if field.startswith(f"{name}.")}
    new = [
        line(name, field) for field in SCHEMAS[name].get("properties", {}) if field not in fields
    ]
    assert new == [], f"{PATH.name} wants, below the page that documents it:\n" + "\n".join(new)
