"""What an answer holds that the document does not name: properties, and values of open enums.

Such an answer is valid, for every response schema is open; it shows that the document lags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock.document import join_pointer

from ._findings import Finding, Kind, Severity
from ._json import brief, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_mock.document import Document

    from ._schemas import Schemas

_UNIONS = ("anyOf", "oneOf")


def drift(value: Any, schema: str, document: Document, schemas: Schemas) -> list[Finding]:
    """A note for each undeclared property and each new value in `value`, once a place.

    Array indices become `*`: the same property in ten items is one finding.
    """
    found = _Walk(document, schemas).visit(value, [schema], "")
    return list(dict.fromkeys(found))


class _Walk:
    def __init__(self, document: Document, schemas: Schemas) -> None:
        self._document = document
        self._schemas = schemas

    def _applicable(self, value: Any, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The object schemas that describe `value`: through `$ref`, allOf and matching branches."""
        node = self._document.at(pointer)
        if not is_object(node):
            return
        if isinstance(node.get("$ref"), str):
            yield from self._applicable(value, node["$ref"].removeprefix("#"))
        yield pointer, node
        for keyword in ("allOf", *_UNIONS):
            for index in range(len(node.get(keyword, ()))):
                branch = f"{pointer}/{keyword}/{index}"
                if keyword == "allOf" or self._schemas.valid(value, branch):
                    yield from self._applicable(value, branch)

    def visit(self, value: Any, pointers: list[str], place: str) -> Iterator[Finding]:
        found = [pair for pointer in pointers for pair in self._applicable(value, pointer)]
        if is_object(value):
            yield from self._object(value, found, place)
        elif is_array(value):
            items = [f"{pointer}/items" for pointer, node in found if "items" in node]
            for item in value if items else ():
                yield from self.visit(item, items, f"{place}/*")
        elif isinstance(value, str):
            yield from self._value(value, found, place)

    def _object(
        self, value: dict[str, Any], found: list[tuple[str, dict[str, Any]]], place: str
    ) -> Iterator[Finding]:
        described = [pair for pair in found if is_object(pair[1].get("properties"))]
        open_ended = any(pair[1].get("additionalProperties") not in (None, False) for pair in found)
        for name, inner in value.items():
            deeper = [
                f"{pointer}/properties{join_pointer(name)}"
                for pointer, node in described
                if name in node["properties"]
            ]
            if deeper:
                yield from self.visit(inner, deeper, place + join_pointer(name))
            elif described and not open_ended:
                message = f"the property {name!r} is not in the document"
                pointer = place + join_pointer(name)
                yield Finding(Severity.NOTE, Kind.UNKNOWN_PROPERTY, message, pointer)

    def _value(
        self, value: str, found: list[tuple[str, dict[str, Any]]], place: str
    ) -> Iterator[Finding]:
        for pointer, node in found:
            for keyword in _UNIONS:
                branches = [self._document.resolve(branch) for branch in node.get(keyword, ())]
                known = [v for b in branches if is_object(b) for v in b.get("enum", ())]
                if known and value not in known and self._schemas.valid(value, pointer):
                    message = f"the value {brief(value)!r} is new; known are {brief(known)}"
                    yield Finding(Severity.NOTE, Kind.NEW_VALUE, message, place)
