"""Which keywords of a schema, and of the objects around it, the generator reads, and how.

A keyword is understood, or it is knowingly left to the server's validation, or it is refused.
Nothing is ignored by accident: openapi-python-client ignores whatever it does not know.
"""

from __future__ import annotations

from typing import Any, cast

# Read by the parser, by the templates, or into docstrings.
UNDERSTOOD = frozenset(
    [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "default",
        "deprecated",
        "description",
        "discriminator",
        "enum",
        "format",
        "items",
        "oneOf",
        "properties",
        "required",
        "title",
        "type",
    ]
)

# Say which values the server takes. The client sends what it is given and trusts what it gets.
VALIDATION = frozenset(
    [
        "contains",
        "contentEncoding",
        "contentMediaType",
        "dependentRequired",
        "dependentSchemas",
        "else",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "if",
        "maxContains",
        "maxItems",
        "maxLength",
        "maxProperties",
        "maximum",
        "minContains",
        "minItems",
        "minLength",
        "minProperties",
        "minimum",
        "multipleOf",
        "not",
        "pattern",
        "propertyNames",
        "then",
        "unevaluatedProperties",
        "uniqueItems",
    ]
)

# Only for people and for the mock.
NOTES = frozenset(("$comment", "example", "examples", "externalDocs", "readOnly", "writeOnly"))

REFUSED = {
    "$anchor": "use a JSON pointer into components/schemas",
    "$defs": "move the schemas to components/schemas",
    "$dynamicAnchor": "dynamic references are not supported",
    "$dynamicRef": "dynamic references are not supported",
    "$id": "use JSON pointers into components/schemas",
    "$schema": "the document's dialect applies to all of it",
    "additionalItems": "use items",
    "contentSchema": "describe the encoded value in words",
    "definitions": "move the schemas to components/schemas",
    "dependencies": "use dependentRequired or dependentSchemas",
    "nullable": "in OpenAPI 3.1 write type: [<type>, 'null'], or anyOf with type: 'null'",
    "patternProperties": "use additionalProperties, with propertyNames for the pattern",
    "prefixItems": "tuples are not supported; use an object or items",
    "unevaluatedItems": "tuples are not supported",
    "xml": "XML is not supported",
}

# What may stand beside `$ref`: words, and rules that only the server checks.
BESIDE_REF = (
    frozenset(("$ref", "default", "deprecated", "description", "title")) | NOTES | VALIDATION
)

# The fields of the objects around schemas. A name outside of them is misspelt or unsupported.
FIELDS = {
    "openapi": "openapi info servers paths components security tags externalDocs",
    "path-item": "summary description parameters get put post delete patch",
    "operation": "tags summary description externalDocs operationId parameters requestBody "
    "responses deprecated security",
    "parameter": "$ref name in description required deprecated schema style explode example "
    "examples",
    "request-body": "$ref description content required",
    "media-type": "schema example examples",
    "response": "$ref description summary headers content",
    "components": "schemas responses parameters examples requestBodies headers securitySchemes",
}

WHY_REFUSED = {
    ("openapi", "webhooks"): "the client receives no calls",
    ("operation", "callbacks"): "the client receives no calls",
    ("operation", "servers"): "every operation is called at the servers of the document",
    ("path-item", "servers"): "every operation is called at the servers of the document",
    ("path-item", "$ref"): "write the path item where it is used",
    ("path-item", "head"): "HEAD operations are not supported",
    ("path-item", "options"): "OPTIONS operations are not supported",
    ("path-item", "trace"): "TRACE operations are not supported",
    ("parameter", "content"): "give the parameter a schema",
    ("parameter", "allowReserved"): "reserved characters are always percent-encoded",
    ("parameter", "allowEmptyValue"): "leave the parameter optional",
    ("media-type", "encoding"): "form and multipart bodies are not supported",
    ("response", "links"): "links are not followed",
}


COMBINERS = ("allOf", "anyOf", "oneOf")
_CONSTANTS = frozenset(("const", "enum"))


def is_rule(schema: object) -> bool:
    """Whether `schema` only restricts values: no type of its own, nothing to give a name to."""
    if not isinstance(schema, dict):
        return False
    mapping = cast("dict[str, Any]", schema)
    rest = mapping.keys() - NOTES - {"description", "title"}
    return bool(rest) and all(_restricts(keyword, mapping[keyword]) for keyword in rest)


def _restricts(keyword: str, value: Any) -> bool:
    if keyword in COMBINERS:
        return all(map(is_rule, value))
    if keyword == "properties":
        return all(
            isinstance(inner, bool) or is_rule(inner) or not inner.keys().isdisjoint(_CONSTANTS)
            for inner in value.values()
        )
    return keyword in VALIDATION or keyword == "required"


def without_rules(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` without what only the server checks, at this level."""
    kept = {
        key: value for key, value in schema.items() if key not in VALIDATION and key not in NOTES
    }
    for key in COMBINERS:
        if key not in kept:
            continue
        members = [member for member in kept[key] if not is_rule(member)]
        # A union of rules beside properties is a rule itself ("one of these must be given").
        if members:
            kept[key] = members
        else:
            del kept[key]
    return kept
