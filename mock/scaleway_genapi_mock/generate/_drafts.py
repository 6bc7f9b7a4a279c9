"""Schemas written for older drafts of JSON Schema, in the words of draft 2020-12.

What a service sends is often older than what it says, or says nothing: a form that 2020-12 does
not know is read as what it meant. https://json-schema.org/draft/2020-12/release-notes
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Sequence


def modern(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema`, one level of it, in the words of 2020-12. The given one is left as it is."""
    made = schema
    if is_array(schema.get("items")):
        made = _tuple(made)
    if is_object(schema.get("dependencies")):
        made = _dependencies(made)
    for bound, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(schema.get(strict), bool):
            made = {key: value for key, value in made.items() if key != strict}
            if schema[strict] and bound in made:
                made[strict] = made.pop(bound)
    if schema.get("nullable") is True and isinstance(schema.get("type"), str):
        # OpenAPI 3.0, which several tools still write.
        made = {**made, "type": [schema["type"], "null"]}
        if is_array(made.get("enum")) and None not in made["enum"]:
            made["enum"] = [*made["enum"], None]
    return made


def _tuple(schema: dict[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in schema.items() if key not in {"items", "additionalItems"}}
    if schema["items"]:
        made["prefixItems"] = schema["items"]
    if "additionalItems" in schema:
        made["items"] = schema["additionalItems"]
    return made


def _dependencies(schema: dict[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in schema.items() if key != "dependencies"}
    for name, value in schema["dependencies"].items():
        key = "dependentRequired" if is_array(value) else "dependentSchemas"
        known = made.get(key, {})
        # What is no mapping is said by whoever checks the schema.
        made[key] = {**known, name: value} if is_object(known) else known
    return made


def moved(root: Any, steps: Sequence[str]) -> list[str]:
    """Where in the words of 2020-12 stands what `steps` lead to in `root`, which has older ones."""
    found: list[str] = []
    node = root
    for step in steps:
        name = step
        inside = node[step] if is_object(node) and step in node else _item(node, step)
        if is_object(node) and is_array(node.get("items")):
            name = {"items": "prefixItems", "additionalItems": "items"}.get(step, step)
        elif step == "dependencies" and is_object(inside):
            listed = len(found) + 1 < len(steps) and is_array(inside.get(steps[len(found) + 1]))
            name = "dependentRequired" if listed else "dependentSchemas"
        found.append(name)
        node = inside
    return found


def _item(node: Any, step: str) -> Any:
    at = int(step) if step.isascii() and step.isdigit() else -1
    return node[at] if is_array(node) and 0 <= at < len(node) else None
