# ruff: noqa: INP001 - beside the program that uses it
"""What two places of the document must agree on, and no schema of OpenAPI can say.

`lint.py` asks for it. Extensions that name a property name one that there is; bounds leave room;
what is shared is reached from some operation. Runs on a document whose structure is sound; names no endpoint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs

from scaleway_genapi_mock.document import escape, lookup, split_pointer, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_mock.document import Document, Problem

_BOUNDS = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)
_COMPONENTS = "/components/"
_EXCLUSIVE = (("exclusiveMinimum", "maximum"), ("minimum", "exclusiveMaximum"))

Finding = tuple[str, str]
"""A message and a pointer."""


def check_coherence(document: Document) -> list[Problem]:
    """Everything in `document` that contradicts another place of it, in its order."""
    problems: list[Problem] = []
    for kind, pointer, raw in walk(document.data):
        if not isinstance(raw, dict):
            continue
        node = cast("dict[str, Any]", raw)
        found: list[Finding] = []
        if kind == "schema":
            found += [*_bounds(pointer, node), *_iterated(document, pointer, node)]
        elif kind == "media-type" and "x-stream-when" in node:
            found += _selected(document, pointer, node)
        elif kind == "server-variable" and "x-format" in node:
            found += _default(pointer, node)
        problems += [document.problem(message, place) for message, place in found]
    problems += [document.problem(message, place) for message, place in _unreached(document)]
    return list(dict.fromkeys(problems))


def _unreached(document: Document) -> Iterator[Finding]:
    """Components to which no operation leads; those that lead to each other alone among them."""
    leads: dict[str, set[str]] = {"": set()}
    for kind, pointer, raw in walk(document.data):
        if not isinstance(raw, dict):
            continue
        node = cast("dict[str, Any]", raw)
        targets = [node["$ref"]] if "$ref" in node else []
        if kind == "schema":
            targets += node.get("discriminator", {}).get("mapping", {}).values()
        leads.setdefault(_component(pointer), set()).update(
            _component(str(target).removeprefix("#")) for target in targets
        )
        if kind in {"openapi", "operation"}:
            names = [name for needed in node.get("security", ()) for name in needed]
            leads[""].update(f"{_COMPONENTS}securitySchemes/{escape(name)}" for name in names)
    reached, todo = set[str](), [""]
    while todo:
        place = todo.pop()
        if place not in reached:
            reached.add(place)
            todo += leads.get(place, ())
    for group, named in document.data.get("components", {}).items():
        for name in named:
            place = f"{_COMPONENTS}{escape(group)}/{escape(name)}"
            if place not in reached:
                yield f"no operation leads to {name!r}: use it, or take it out", place


def _component(pointer: str) -> str:
    """The component in which `pointer` is; empty for what is in none."""
    return "/".join(pointer.split("/")[:4]) if pointer.startswith(_COMPONENTS) else ""


def _bounds(pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
    for low, high in (*_BOUNDS, *_EXCLUSIVE):
        if low not in node or high not in node:
            continue
        exclusive = (low, high) in _EXCLUSIVE
        if node[low] > node[high] or (exclusive and node[low] == node[high]):
            message = f"{low} {node[low]} and {high} {node[high]} leave no value"
            yield message, f"{pointer}/{low}"


def _iterated(document: Document, pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
    if "x-iterate" not in node:
        return
    name = node["x-iterate"]
    property_ = _property(document, node, name)
    if property_ is None:
        yield f"the schema has no property {name!r} to iterate", f"{pointer}/x-iterate"
    elif not _may_be(property_, "array"):
        yield f"the property {name!r} to iterate is no array", f"{pointer}/x-iterate"


def _selected(document: Document, pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
    """The property that selects a stream is a boolean of each body of the operation's requests."""
    operation = _operation_above(document, pointer)
    if operation is None:
        return
    name, place = node["x-stream-when"], f"{pointer}/x-stream-when"
    body = document.resolve(operation.get("requestBody", {}))
    for media_type, media in body.get("content", {}).items():
        schema = document.resolve(media.get("schema", {}))
        property_ = _property(document, schema, name) if isinstance(schema, dict) else None
        if property_ is None:
            yield f"the request ({media_type}) has no property {name!r}", place
        elif not _may_be(property_, "boolean"):
            yield f"the request's property {name!r} is no boolean", place
    if not body:
        yield f"the operation takes no body, so none with {name!r}", place


def _operation_above(document: Document, pointer: str) -> dict[str, Any] | None:
    steps = split_pointer(pointer)
    if "responses" not in steps or steps[0] != "paths":
        return None
    return lookup(document.data, steps[: steps.index("responses")])


def _property(document: Document, schema: dict[str, Any], name: str) -> dict[str, Any] | None:
    raw = schema.get("properties", {}).get(name)
    found = None if raw is None else document.resolve(raw)
    return found if isinstance(found, dict) else None


def _may_be(schema: dict[str, Any], kind: str) -> bool:
    declared = schema.get("type", kind)
    return kind == declared or kind in declared


def _default(pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
    schema = {"format": node["x-format"]}
    if not jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(node["default"]):
        message = f"the default {node['default']!r} is no {node['x-format']}"
        yield message, f"{pointer}/default"
