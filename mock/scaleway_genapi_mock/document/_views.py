"""Views: the document as another tool needs it. Made in memory, never committed.

`view_3_2` is for tools that read OpenAPI 3.2's `itemSchema`; `prism_view` is for Prism, which
ignores the path of a server and cannot stream.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ._walk import METHODS, walk

if TYPE_CHECKING:
    from ._document import Document


def view_3_2(document: Document) -> dict[str, Any]:
    """The document as OpenAPI 3.2: `x-itemSchema` becomes `itemSchema`.

    3.2 has that one describe a whole event, whose `data` is text; the text that ends the stream
    is an event, too. https://spec.openapis.org/oas/v3.2.0.html#sequential-media-types
    """
    data = copy.deepcopy(document.data)
    data["openapi"] = "3.2.0"
    for kind, _, node in walk(data):
        if kind == "media-type" and "x-itemSchema" in node:
            node["itemSchema"] = _event(node.pop("x-itemSchema"), node.get("x-stream-end"))
    return data


def _event(item: Any, end: str | None) -> dict[str, Any]:
    text = {"type": "string", "contentMediaType": "application/json", "contentSchema": item}
    data = text if end is None else {"if": {"not": {"const": end}}, "then": text}
    return {"type": "object", "required": ["data"], "properties": {"data": data}}


def prism_view(document: Document) -> dict[str, Any]:
    """The document for Prism.

    Every path stands a second time below each server path with variables, the variables as path
    parameters; a stream is a string, its examples whole streams; keywords that Prism's validator
    does not know have their older names, or are gone.
    """
    data = copy.deepcopy(document.data)
    for kind, _, node in walk(data):
        if kind == "media-type" and "x-itemSchema" in node:
            node.pop("x-itemSchema")
            node["schema"] = {"type": "string"}
        if kind == "schema" and not isinstance(node, bool):
            _as_draft_7(node)
    expanded: dict[str, Any] = {}
    for server in data.pop("servers", []):
        prefix = urlsplit(str(server["url"])).path.rstrip("/")
        variables = {
            name: variable
            for name, variable in server.get("variables", {}).items()
            if f"{{{name}}}" in prefix
        }
        for path, item in data["paths"].items():
            if prefix + path not in expanded:
                expanded[prefix + path] = _below(item, variables) if variables else item
    data["paths"] = expanded or data["paths"]
    return data


def _as_draft_7(schema: dict[str, Any]) -> None:
    """What Prism's validator, which reads draft 7, would not understand or misunderstand."""
    if "dependentSchemas" in schema:
        schema["dependencies"] = schema.pop("dependentSchemas")
    # There `contains` alone means at least one.
    if schema.get("minContains") == 0:
        for keyword in ("contains", "minContains", "maxContains"):
            schema.pop(keyword, None)


def _below(item: dict[str, Any], variables: dict[str, Any]) -> dict[str, Any]:
    item = copy.deepcopy(item)
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": variable.get("description", name),
            "schema": {"type": "string"}
            | ({"format": variable["x-format"]} if "x-format" in variable else {}),
            "example": variable["default"],
        }
        for name, variable in variables.items()
    ]
    item["parameters"] = [*parameters, *item.get("parameters", [])]
    suffix = "By" + "".join(name.title().replace("_", "") for name in variables)
    for method in METHODS:
        if "operationId" in item.get(method, {}):
            item[method]["operationId"] += suffix
    return item
