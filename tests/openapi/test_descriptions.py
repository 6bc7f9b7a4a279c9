"""The words of the document that no convention asks for: `openapi/conventions.py` has the rest."""

import re

VENDOR = "https://www.scaleway.com/en/docs/"


def test_the_default_project_rule_is_told(document):
    text = document.data["info"]["description"] + str(document.data["servers"])
    assert "For the default Project the segment is hidden" in text


def test_every_link_to_the_vendor_is_to_its_documentation_or_its_api(document):
    links = re.findall(r"https://[\w.-]*scaleway\.\w+[^\s)`',\"]*", document.source.decode())
    assert links
    allowed = (VENDOR, "https://api.scaleway.ai", "https://console.scaleway.com/support/")
    assert [link for link in links if not link.startswith(allowed)] == []


def test_every_object_schema_has_a_name(document):
    """The name becomes a class: an object schema inside another one would have none."""
    found = []
    for name, schema in document.data["components"]["schemas"].items():
        rules = {key: value for key, value in schema.items() if key != "dependentSchemas"}
        found += [
            name for part in _inner(rules) if "object" in _types(part) or "properties" in part
        ]
    assert found == []


def _inner(schema):
    """The schemas inside `schema`, at any depth, itself not among them."""
    parts = [
        *schema.get("properties", {}).values(),
        *(schema[key] for key in ("items", "contains", "not") if key in schema),
        *(
            part
            for key in ("anyOf", "oneOf", "allOf", "prefixItems")
            for part in schema.get(key, [])
        ),
    ]
    if isinstance(schema.get("additionalProperties"), dict):
        parts.append(schema["additionalProperties"])
    for part in parts:
        yield part
        yield from _inner(part)


def _types(schema):
    types = schema.get("type", [])
    return types if isinstance(types, list) else [types]


def test_what_operations_share_speaks_of_no_property_that_one_of_them_takes(document):
    """An answer of all operations cannot advise to change what most do not have."""
    users, names = {}, set()
    for item in document.data["paths"].values():
        for operation in item.values():
            for response in operation["responses"].values():
                if "description" not in response and "$ref" in response:
                    users.setdefault(response["$ref"], []).append(operation)
            for media in (
                document.resolve(operation.get("requestBody", {})).get("content", {}).values()
            ):
                names |= set(document.resolve(media["schema"]).get("properties", {}))
    shared = [document.at(place) for place, found in users.items() if len(found) > 1]
    text = " ".join(f"{answer['description']} {answer['x-hint']}" for answer in shared)
    named = {name for name in names if "_" in name and name in text}
    assert shared
    assert (
        named | {name for name in names if f"`{name}`" in text or f"{name}: true" in text} == set()
    )
