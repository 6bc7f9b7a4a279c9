"""Which values exist: the ids that the document's example of a list names.

A request property, or a parameter in the path, with `x-error-status: {unknown: …}` names a thing
by its id. Its things are the items of that list (a schema with `x-iterate`) whose item schema has
its name: `model` and `model_id` are looked up among the ids of the list of `Model`. Where the schema of
an item has no name, the path says it: `/batches` lists what `/batches/{batch_id}` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

from ._conventions import ID, thing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scaleway_genapi_mock.document import Document

    from ._operations import Operation


@dataclass(frozen=True, slots=True)
class Listing:
    """The list that an operation answers: its items' name, the property that holds them, the items.

    `schema` is that of an item.
    """

    name: str
    iterated: str
    schema: Any
    items: tuple[dict[str, Any], ...]

    @property
    def by_id(self) -> dict[str, dict[str, Any]]:
        """The items by their ids."""
        return {item[ID]: item for item in self.items}

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the items."""
        return frozenset(self.by_id)


def listing(
    document: Document, operation: Operation, others: Iterable[Operation]
) -> Listing | None:
    """The list that `operation`, one among `others`, answers with, or None."""
    media = operation.success.json
    if media is None:
        return None
    schema = document.resolve(media.schema)
    if not is_object(schema) or not isinstance(schema.get("x-iterate"), str):
        return None
    iterated = schema["x-iterate"]
    array = document.resolve(schema.get("properties", {}).get(iterated))
    reference = array.get("items", {}).get("$ref", "") if is_object(array) else ""
    items: dict[str, dict[str, Any]] = {}
    for example in media.examples.values():
        found = example.get(iterated) if is_object(example) else None
        for item in found if is_array(found) else ():
            if is_object(item) and isinstance(item.get(ID), str):
                items.setdefault(item[ID], item)
    schema = document.resolve(array.get("items")) if is_object(array) else None
    name = reference.rpartition("/")[2].lower() or _named_by_path(operation, others)
    return Listing(name, iterated, schema, tuple(items.values()))


def _named_by_path(operation: Operation, others: Iterable[Operation]) -> str:
    """What a path that goes on from the list's own by one parameter names."""
    for other in others:
        start, _, last = other.path.rpartition("/")
        if start == operation.path:
            for parameter in other.parameters:
                if parameter.unknown is not None and last == f"{{{parameter.name}}}":
                    return thing(parameter.name)
    return ""
