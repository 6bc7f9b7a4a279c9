"""Several schemas that all hold, as one: what allOf, `$ref` siblings and a chosen branch mean.

The result is for making values, not for checking them: whatever has no merged form is left to
the check against the original. What can hold several times over is gathered in lists, under
names of their own.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

from ._errors import Unsatisfiable

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

UNIONS = "$unions"
"""Of a merged schema: a list of lists of branches; one branch of each list has to hold."""
PATTERNS, FORMATS, NOTS = "$patterns", "$formats", "$nots"
"""Of a merged schema: what all has to match, and what must not hold."""
CONDITIONS, CONTAINED = "$conditions", "$contained"
"""Of a merged schema: (if, then, else), and (contains, how often at least, at most)."""
GATHERED = (UNIONS, PATTERNS, FORMATS, NOTS, CONDITIONS, CONTAINED)

_GREATEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_LEAST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")


class Contradiction(Unsatisfiable):
    """The schemas exclude each other."""


def merge(first: Any, second: Any, matches: Callable[[str, str], bool]) -> Any:
    """One schema for two that both hold; `matches` finds a pattern in a name. Raises Contradiction."""
    if first is False or second is False:
        raise Contradiction("false allows nothing")
    if first is True or not first:
        return second
    if second is True or not second:
        return first
    merged = dict(first)
    for key, value in second.items():
        merged[key] = _both(key, merged[key], value) if key in merged else value
    _share(merged, first, second, matches)
    _share(merged, second, first, matches)
    return merged


def _both(key: str, first: Any, second: Any) -> Any:  # noqa: C901, PLR0911, PLR0912 - one return a keyword
    if key in _GREATEST:
        return max(first, second)
    if key in _LEAST:
        return min(first, second)
    if key in GATHERED:
        # Branches are compared by what they are, all else by what it says.
        name: Callable[[Any], Hashable] = id if key == UNIONS else repr
        known = set(map(name, first))
        return [*first, *(part for part in second if name(part) not in known)]
    match key:
        case "type":
            return _types(first, second)
        case "enum":
            known = set(map(identity, first))
            common = [value for value in second if identity(value) in known]
            if not common:
                raise Contradiction("no value is in both enums")
            return common
        case "required":
            return list(dict.fromkeys([*first, *second]))
        case "properties" | "patternProperties" | "dependentSchemas":
            return {
                name: _all(first[name], second[name])
                if name in first and name in second
                else first.get(name, second.get(name))
                for name in dict.fromkeys([*first, *second])
            }
        case "dependentRequired":
            return {
                name: [*first.get(name, ()), *second.get(name, ())] for name in {**first, **second}
            }
        case "items" | "additionalProperties" | "propertyNames" | "unevaluatedProperties":
            return _all(first, second)
        case "prefixItems":
            longer, shorter = sorted((first, second), key=len, reverse=True)
            return [
                _all(part, shorter[at]) if at < len(shorter) else part
                for at, part in enumerate(longer)
            ]
        case "uniqueItems":
            return first or second
        case "multipleOf":
            return _multiple(first, second)
        case "const" if identity(first) != identity(second):
            raise Contradiction("two constants")
        case _:
            return first


def identity(value: Any) -> Hashable:
    """What two values have in common that JSON Schema calls equal: 1 is 1.0, and not true."""
    if isinstance(value, bool) or value is None:
        return ("literal", value)
    if is_object(value):
        return ("object", frozenset((name, identity(part)) for name, part in value.items()))
    if is_array(value):
        return ("array", tuple(map(identity, value)))
    return value  # type: ignore[no-any-return]  # a text or a number


def _all(first: Any, second: Any) -> Any:
    if first is False or second is False:
        return False
    if first is True or first == {}:
        return second
    if second is True or second == {} or first is second:
        return first
    # A list that merging made grows; one of the schema itself is left alone.
    if is_object(first) and first.keys() == {"allOf"}:
        return {"allOf": [*first["allOf"], second]}
    return {"allOf": [first, second]}


def _multiple(first: float, second: float) -> float:
    one, other = Fraction(str(first)), Fraction(str(second))
    common = lcm(one.numerator * other.denominator, other.numerator * one.denominator)
    made = Fraction(common, one.denominator * other.denominator)
    return int(made) if made.denominator == 1 else float(made)


def _types(first: Any, second: Any) -> list[str]:
    common = [t for t in TYPES if _has(first, t) and _has(second, t)]
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


def _share(
    merged: dict[str, Any],
    owner: dict[str, Any],
    other: dict[str, Any],
    matches: Callable[[str, str], bool],
) -> None:
    """What `owner` says of further properties also holds for those that only `other` names."""
    start = len(owner.get("prefixItems", ()))
    if owner.get("items", True) is not True and len(other.get("prefixItems", ())) > start:
        longer: list[Any] = merged["prefixItems"]
        merged["prefixItems"] = [
            _all(part, owner["items"]) if at >= start else part for at, part in enumerate(longer)
        ]
    further = owner.get("additionalProperties", True)
    if further is True:
        return
    _share_patterns(merged, owner, further, matches)
    own, patterns = owner.get("properties", {}), owner.get("patternProperties", {})
    names = [
        name
        for name in dict.fromkeys([*other.get("properties", ()), *other.get("required", ())])
        if name not in own and not any(matches(pattern, name) for pattern in patterns)
    ]
    if not names:
        return
    if further is False and (gone := set(names).intersection(other.get("required", ()))):
        raise Contradiction(f"{min(gone)!r} is required, and not allowed")
    properties = dict(merged.get("properties", {}))
    for name in names:
        if further is False:
            properties.pop(name, None)
        else:
            properties[name] = _all(properties.get(name, True), further)
    merged["properties"] = properties


def _share_patterns(
    merged: dict[str, Any], owner: dict[str, Any], further: Any, matches: Callable[[str, str], bool]
) -> None:
    """What `owner` says of further properties also holds for those that only the other has by pattern."""
    own = owner.get("patternProperties", {})
    patterns = dict(merged.get("patternProperties", {}))
    properties = dict(merged.get("properties", {}))
    for pattern in [name for name in patterns if name not in own]:
        if further is not False:
            patterns[pattern] = _all(patterns[pattern], further)
            continue
        # The pattern lets no new property in, and still holds for those with a name.
        part = patterns.pop(pattern)
        for name in owner.get("properties", {}):
            if name in properties and matches(pattern, name):
                properties[name] = _all(properties[name], part)
    if patterns:
        merged["patternProperties"] = patterns
    else:
        merged.pop("patternProperties", None)
    if properties:
        merged["properties"] = properties
