"""Every object of an OpenAPI document with its kind and its pointer, in document order.

The table says which field of which kind holds which kind; nothing else here knows OpenAPI.
A `$ref` is handed out as it stands: what it leads to is walked where it is defined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from ._pointer import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_ONE, _LIST, _MAP = "one", "list", "map"
_SERVERS = {"servers": (_LIST, "server")}
_VALUE = {
    "schema": (_ONE, "schema"),
    "examples": (_MAP, "example"),
    "content": (_MAP, "media-type"),
}

FIELDS: dict[str, dict[str, tuple[str, str]]] = {
    "openapi": {
        "info": (_ONE, "info"),
        **_SERVERS,
        "paths": (_MAP, "path-item"),
        "webhooks": (_MAP, "path-item"),
        "components": (_ONE, "components"),
        "tags": (_LIST, "tag"),
    },
    "components": {
        "schemas": (_MAP, "schema"),
        "responses": (_MAP, "response"),
        "parameters": (_MAP, "parameter"),
        "examples": (_MAP, "example"),
        "requestBodies": (_MAP, "request-body"),
        "headers": (_MAP, "header"),
        "securitySchemes": (_MAP, "security-scheme"),
        "pathItems": (_MAP, "path-item"),
    },
    "server": {"variables": (_MAP, "server-variable")},
    "path-item": {
        "parameters": (_LIST, "parameter"),
        **_SERVERS,
        **dict.fromkeys(METHODS, (_ONE, "operation")),
    },
    "operation": {
        "parameters": (_LIST, "parameter"),
        "requestBody": (_ONE, "request-body"),
        "responses": (_MAP, "response"),
        **_SERVERS,
    },
    "parameter": _VALUE,
    "header": _VALUE,
    "request-body": {"content": (_MAP, "media-type")},
    "response": {"headers": (_MAP, "header"), "content": (_MAP, "media-type")},
    "media-type": {
        "schema": (_ONE, "schema"),
        "x-itemSchema": (_ONE, "schema"),
        "examples": (_MAP, "example"),
    },
    "schema": {
        **dict.fromkeys(
            ("properties", "patternProperties", "dependentSchemas", "$defs"), (_MAP, "schema")
        ),
        **dict.fromkeys(
            (
                "items",
                "contains",
                "additionalProperties",
                "propertyNames",
                "unevaluatedItems",
                "unevaluatedProperties",
                "not",
                "if",
                "then",
                "else",
            ),
            (_ONE, "schema"),
        ),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems", "x-accepts"), (_LIST, "schema")),
    },
}


class Found(NamedTuple):
    """One object: what it is, where it stands, what it says."""

    kind: str
    pointer: str
    node: Any


def walk(data: Any, kind: str = "openapi", pointer: str = "") -> Iterator[Found]:
    """`data` and every object below it, parents first; what is no mapping is handed out too."""
    yield Found(kind, pointer, data)
    if not isinstance(data, dict):
        return
    mapping = cast("dict[str, Any]", data)
    for field, (shape, inner) in FIELDS.get(kind, {}).items():
        if field not in mapping:
            continue
        value, place = mapping[field], f"{pointer}/{escape(field)}"
        if shape == _ONE:
            yield from walk(value, inner, place)
        elif shape == _LIST and isinstance(value, list):
            for index, item in enumerate(cast("list[object]", value)):
                yield from walk(item, inner, f"{place}/{index}")
        elif shape == _MAP and isinstance(value, dict):
            for name, item in cast("dict[str, Any]", value).items():
                yield from walk(item, inner, f"{place}/{escape(name)}")
