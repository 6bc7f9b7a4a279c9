"""Several schemas that all hold, as one: what allOf, `$ref` siblings and a chosen branch mean.

The result is for making values, not for checking them: whatever has no merged form is left to
the check against the original.
"""

from __future__ import annotations

from typing import Any

from scaleway_genapi_mock._json import is_array, is_object

UNIONS = "$unions"
"""Of a merged schema: a list of lists of branches; one branch of each list has to hold."""

_GREATEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
_LEAST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")


class Contradiction(ValueError):  # noqa: N818 - a property of schemas, not a fault
    """The schemas exclude each other."""


def merge(first: Any, second: Any) -> Any:
    """One schema for two that both hold. Raises Contradiction."""
    if first is False or second is False:
        raise Contradiction("false allows nothing")
    if first is True or not first:
        return second
    if second is True or not second:
        return first
    merged = dict(first)
    for key, value in second.items():
        merged[key] = _both(key, merged[key], value) if key in merged else value
    _close(merged, first, second)
    _close(merged, second, first)
    return merged


def _both(key: str, first: Any, second: Any) -> Any:  # noqa: C901, PLR0911 - one return a keyword
    if key in _GREATEST:
        return max(first, second)
    if key in _LEAST:
        return min(first, second)
    match key:
        case "type":
            return _types(first, second)
        case "enum":
            common = [value for value in first if value in second]
            if not common:
                raise Contradiction("no value is in both enums")
            return common
        case "required":
            return list(dict.fromkeys([*first, *second]))
        case "properties" | "patternProperties" | "dependentSchemas":
            return {
                name: _both_of("allOf", first, second, name)
                for name in dict.fromkeys([*first, *second])
            }
        case "items" | "additionalProperties" | "propertyNames":
            return _unmerged(first, second)
        case "allOf" | "$unions":
            return [*first, *second]
        case "const" if first != second:
            raise Contradiction("two constants")
        case _:
            return first


def _both_of(key: str, first: Any, second: Any, name: str) -> Any:
    if name in first and name in second and first[name] != second[name]:
        return {key: [first[name], second[name]]}
    return first.get(name, second.get(name))


def _unmerged(first: Any, second: Any) -> Any:
    if first is False or second is False:
        return False
    return first if first == second else {"allOf": [first, second]}


def _types(first: Any, second: Any) -> list[str]:
    common = [t for t in _TYPES if _has(first, t) and _has(second, t)]
    if "number" in common and "integer" in common and "number" not in _listed(first, second):
        common.remove("number")
    if not common:
        raise Contradiction(f"nothing is both {first} and {second}")
    return common


def _listed(first: Any, second: Any) -> set[str]:
    sets = [set(types if is_array(types) else [types]) for types in (first, second)]
    return sets[0] & sets[1]


def _has(types: Any, name: str) -> bool:
    names = types if is_array(types) else [types]
    return name in names or (name == "integer" and "number" in names)


def _close(merged: dict[str, Any], closed: dict[str, Any], other: dict[str, Any]) -> None:
    """A closed schema admits its own properties only, whatever the other one names."""
    if closed.get("additionalProperties") is not False or closed.get("patternProperties"):
        return
    own = closed.get("properties", {})
    properties = merged.get("properties")
    if is_object(properties):
        merged["properties"] = {name: part for name, part in properties.items() if name in own}
    missing = [name for name in other.get("required", ()) if name not in own]
    if missing:
        raise Contradiction(f"{missing[0]!r} is required, and not allowed")
