"""In which directions each schema of a document travels: sent by callers, by servers, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock.document import METHODS

from ._findings import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_mock.document import Document

_PREFIX = "#/components/schemas/"


def directions(document: Document) -> dict[str, frozenset[Direction]]:
    """Name of a schema -> its directions; one that no operation uses is not there."""
    found: dict[str, set[Direction]] = {}
    for item in document.data["paths"].values():
        for method in METHODS:
            operation = document.resolve(item).get(method)
            if operation is None:
                continue
            sent = [
                operation.get("parameters"),
                operation.get("requestBody"),
                item.get("parameters"),
            ]
            for direction, part in (
                (Direction.REQUEST, sent),
                (Direction.RESPONSE, operation["responses"]),
            ):
                for name in _reached(document, part):
                    found.setdefault(name, set()).add(direction)
    return {name: frozenset(both) for name, both in found.items()}


def _reached(document: Document, part: Any) -> set[str]:
    names: set[str] = set()
    seen: set[str] = set()
    todo = [part]
    while todo:
        for reference in _references(todo.pop()):
            if reference in seen:
                continue
            seen.add(reference)
            if reference.startswith(_PREFIX):
                names.add(reference.removeprefix(_PREFIX))
            todo.append(document.at(reference))
    return names


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        mapping = cast("dict[str, Any]", node)
        if isinstance(mapping.get("$ref"), str):
            yield mapping["$ref"]
        for value in mapping.values():
            yield from _references(value)
    elif isinstance(node, list):
        for item in cast("list[object]", node):
            yield from _references(item)
