"""Where schemas stand inside a schema, and how many values it holds: data is no schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

MAPS = frozenset(
    [
        *("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"),
        # Of the documents that schemas stand in.
        *("schemas", "responses", "parameters", "headers", "requestBodies", "content", "paths"),
    ]
)
"""Keywords that hold schemas by name: a name is no keyword, be it `default` or `enum`."""
DATA = frozenset(["const", "enum", "default", "example", "examples", "x-accepts"])
"""Keywords that hold values: whatever stands there is no schema."""


def parts(node: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The schemas, or what may hold some, right inside `node`, each with the steps that lead there."""
    if is_array(node):
        for index, item in enumerate(node):
            yield (str(index),), item
    elif is_object(node):
        for key, value in node.items():
            if key in MAPS and is_object(value):
                for name, part in value.items():
                    yield (key, name), part
            elif key not in DATA:
                yield (key,), value


def amount(node: Any, most: int = 1_000_000) -> int:
    """How many values `node` holds, data included; above `most` no further ones are counted."""
    waiting, found = [node], 0
    while waiting and found <= most:
        value = waiting.pop()
        found += 1
        if is_object(value):
            waiting.extend(value.values())
        elif is_array(value):
            waiting.extend(value)
    return found
