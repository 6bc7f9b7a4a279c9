"""References inside a schema: made absolute, and followed to an anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

from ._merge import Contradiction

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = "urn:root"
"""The URI under which a registry knows the whole schema."""


def absolute(node: Any) -> Any:
    """A copy whose local references name the root, so that each part can be checked on its own."""
    if is_array(node):
        return [absolute(item) for item in node]
    if not is_object(node):
        return node
    copy = {key: absolute(value) for key, value in node.items() if key not in {"$id", "$schema"}}
    reference = copy.get("$ref")
    if isinstance(reference, str) and reference.startswith("#"):
        copy["$ref"] = f"{ROOT}{reference}"
    return copy


def anchored(node: Any, name: str) -> Any:
    """The schema inside `node` with the anchor `name`. Raises Contradiction."""
    found = list(_with_anchor(node, name))
    if not found:
        raise Contradiction(f"there is no anchor {name}")
    return found[0]


def _with_anchor(node: Any, name: str) -> Iterator[Any]:
    if is_object(node):
        if name in (node.get("$anchor"), node.get("$dynamicAnchor")):
            yield node
        for value in node.values():
            yield from _with_anchor(value, name)
    elif is_array(node):
        for value in node:
            yield from _with_anchor(value, name)
