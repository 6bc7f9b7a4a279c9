"""The document's schemas, and a copy of them in which no object may have unnamed properties.

With the copy a misspelt property is an error. Knows JSON Schema and `x-accepts`, no endpoint.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import jsonschema_rs

if TYPE_CHECKING:
    from scaleway_genapi_mock.document import Document

_ROOT = "urn:openapi"
_OPEN = ".open"
_LIMITS = {"int32": 31, "int64": 63}
# Where a schema says something about the same value as the schema around it.
_SAME_VALUE = ("allOf", "anyOf", "oneOf", "if", "then", "else", "not")
_UNIONS = ("anyOf", "oneOf")
_OTHER_VALUES = ("items", "prefixItems", "additionalProperties", "contains", "propertyNames")
_MAPS_OF_OTHERS = ("properties", "patternProperties")


class Schemas:
    """The schemas of one document as validators; `closed` ones know no further properties."""

    def __init__(self, document: Document, *, closed: bool = False) -> None:
        data = copy.deepcopy(document.data)
        if closed:
            data["components"]["schemas"] = _close_all(data["components"]["schemas"])
        self._closed = closed
        self.data = sized(data)
        self._registry = jsonschema_rs.Registry([(_ROOT, self.data)])
        self._compiled: dict[str, jsonschema_rs.Validator] = {}

    def problems(self, schema: Any, value: Any) -> list[str]:
        """What `schema`, a part of the document, has against `value`."""
        return [
            f"{error.message} (at /{'/'.join(map(str, error.instance_path))})"
            for error in self._validator(schema).iter_errors(value)
        ]

    def valid(self, schema: Any, value: Any) -> bool:
        """Whether `value` follows `schema`, a part of the document."""
        return self._validator(schema).is_valid(value)

    def _validator(self, schema: Any) -> jsonschema_rs.Validator:
        key = repr(schema)
        if key not in self._compiled:
            wanted = _closed(schema) if self._closed else schema
            self._compiled[key] = jsonschema_rs.Draft202012Validator(
                _absolute(sized(wanted)), registry=self._registry, validate_formats=True
            )
        return self._compiled[key]


def sized(node: Any) -> Any:
    """A copy in which OpenAPI's `int32` and `int64` are ranges, which validators understand."""
    if isinstance(node, list):
        return [sized(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: sized(value) for key, value in node.items()}
    bits = _LIMITS.get(made["format"]) if isinstance(made.get("format"), str) else None
    if bits is not None:
        made["minimum"] = max(made.get("minimum", -(2**bits)), -(2**bits))
        made["maximum"] = min(made.get("maximum", 2**bits - 1), 2**bits - 1)
    return made


def _close_all(schemas: dict[str, Any]) -> dict[str, Any]:
    closed = {name: _closed(schema) for name, schema in schemas.items()}
    # A part of an allOf may not close itself: it would refuse the properties of its siblings.
    return closed | {name + _OPEN: _inner(schema) for name, schema in schemas.items()}


def _closed(schema: Any) -> Any:
    """`schema` without properties that nothing in it names."""
    made = _inner(schema)
    if _names_properties(schema):
        made["unevaluatedProperties"] = False
    return made


def _inner(schema: Any) -> Any:
    """`schema` with the values inside it closed, itself open."""
    if not isinstance(schema, dict):
        return schema
    own = _names_properties(schema)
    made = {key: _keyword(key, part, own=own) for key, part in schema.items()}
    if "$ref" in made and own:
        made["$ref"] += _OPEN
    accepted = made.pop("x-accepts", [])
    if accepted:
        members = made.pop("oneOf", made.pop("anyOf", []))
        made["anyOf"] = [*members, *map(_closed, accepted)]
    return made


def _keyword(key: str, part: Any, *, own: bool) -> Any:
    """What stands under `key` of a schema; `own` says whether that schema closes itself."""
    if key in _MAPS_OF_OTHERS:
        return {name: _closed(inner) for name, inner in part.items()}
    if key == "dependentSchemas":
        return {name: _part(inner) for name, inner in part.items()}
    if key in _OTHER_VALUES:
        change = _closed
    elif key in _SAME_VALUE:
        # The members of a union that says nothing else stand for themselves.
        change = _closed if key in _UNIONS and not own else _part
    else:
        return part
    return [change(inner) for inner in part] if isinstance(part, list) else change(part)


def _part(schema: Any) -> Any:
    """`schema` as a part of another one that closes both."""
    if isinstance(schema, dict) and "$ref" in schema:
        return {**schema, "$ref": schema["$ref"] + _OPEN}
    return _inner(schema)


def _names_properties(schema: Any) -> bool:
    """Whether `schema` says which properties there are, and has not said whether others may be."""
    return (
        isinstance(schema, dict)
        and "additionalProperties" not in schema
        and ("properties" in schema or "allOf" in schema)
    )


def _absolute(node: Any) -> Any:
    if isinstance(node, list):
        return [_absolute(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _absolute(value) for key, value in node.items()}
    if isinstance(made.get("$ref"), str) and made["$ref"].startswith("#"):
        made["$ref"] = _ROOT + made["$ref"]
    return made
