"""The rules for keywords that hold plain values: types, enums, limits, patterns, promises.

Each rule gets the fields of one old and one new schema and says what differs. They know JSON
Schema and the extensions of our vocabulary, and nothing of operations or directions.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from ._findings import Effect, Finding, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Fields = dict[str, Place]


def value_of(place: Place | None) -> Any:
    return None if place is None else place.value


def shown(value: Any) -> str:
    """A value as the document would have it, cut to a line."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    limit = 60
    return text if len(text) <= limit else text[: limit - 1] + "…"


def either(old: Place | None, new: Place | None) -> Place:
    place = new or old
    if place is None:  # pragma: no cover -- a rule is asked only about a field that is there
        raise AssertionError
    return place


def kind(old: Fields, new: Fields) -> Iterator[Finding]:
    """The type; one that a list of types was split into, or none."""
    was, now = old.get("type"), new.get("type")
    before, after = value_of(was), value_of(now)
    if before == after:
        return
    effect = Effect.CHANGES
    if before is None or (before, after) == ("number", "integer"):
        effect = Effect.NARROWS
    elif after is None or (before, after) == ("integer", "number"):
        effect = Effect.WIDENS
    message = f"type {before or 'any'} becomes {after or 'any'}"
    yield Finding(either(was, now), message, effect)


def _listed(fields: Fields) -> dict[str, Place] | None:
    """JSON text -> place, for the values that `const` or `enum` permits; None: any value."""
    if "const" in fields:
        return {json.dumps(fields["const"].value, sort_keys=True): fields["const"]}
    if "enum" in fields:
        return {json.dumps(item.value, sort_keys=True): item for item in fields["enum"].items()}
    return None


def values(old: Fields, new: Fields) -> Iterator[Finding]:
    """`enum` and `const`: the values that are listed."""
    before, after = _listed(old), _listed(new)
    if before is None or after is None:
        if before is not None:
            place = old.get("const") or old["enum"]
            yield Finding(place, "any value is permitted now", Effect.WIDENS)
        if after is not None:
            place = new.get("const") or new["enum"]
            yield Finding(place, f"only {', '.join(after)} permitted now", Effect.NARROWS)
        return
    if "const" in old and "const" in new and before.keys() != after.keys():
        message = f"const {', '.join(before)} becomes {', '.join(after)}"
        yield Finding(new["const"], message, Effect.CHANGES)
        return
    for text, place in before.items():
        if text not in after:
            yield Finding(place, f"value {text} removed", Effect.NARROWS)
    for text, place in after.items():
        if text not in before:
            yield Finding(place, f"value {text} added", Effect.WIDENS)


# What holds without the keyword; everything else has no limit.
_FLOORS = {"minLength": 0, "minItems": 0, "minProperties": 0, "minContains": 1}


def _limit(
    fields: Fields, plain: str, exclusive: str, sign: int
) -> tuple[float, int, Place | None]:
    """(limit, whether it is excluded, its place), as numbers that grow with strictness."""
    floor = float(_FLOORS.get(plain, "-inf"))
    if plain == "minContains" and plain in fields:
        floor = 0.0
    found: list[tuple[float, int, Place | None]] = [(floor, 0, None)]
    for name, excluded in ((plain, 0), (exclusive, 1)):
        if name in fields and not isinstance(fields[name].value, bool):
            found.append((sign * fields[name].value, excluded, fields[name]))
    return max(found, key=lambda limit: limit[:2])


def _limits(plain: str, exclusive: str, sign: int) -> Callable[[Fields, Fields], Iterator[Finding]]:
    def rule(old: Fields, new: Fields) -> Iterator[Finding]:
        before, after = _limit(old, plain, exclusive, sign), _limit(new, plain, exclusive, sign)
        if before[:2] == after[:2]:
            return
        effect = Effect.NARROWS if after[:2] > before[:2] else Effect.WIDENS
        place = after[2] or before[2]
        if place is not None:
            said = f"{_limit_text(before[2])} becomes {_limit_text(after[2])}"
            yield Finding(place, said, effect)

    return rule


def _limit_text(place: Place | None) -> str:
    return (
        "no limit" if place is None else f"{place.pointer.rpartition('/')[2]} {shown(place.value)}"
    )


def _opaque(name: str) -> Callable[[Fields, Fields], Iterator[Finding]]:
    """A keyword whose values cannot be compared: to add one narrows, to change one does both."""

    def rule(old: Fields, new: Fields) -> Iterator[Finding]:
        was, now = old.get(name), new.get(name)
        before, after = value_of(was), value_of(now)
        if before == after:
            return
        effect = Effect.CHANGES
        if was is None or (before, after) == ("int64", "int32"):
            effect = Effect.NARROWS
        elif now is None or (before, after) == ("int32", "int64"):
            effect = Effect.WIDENS
        said = (
            f"{name} {shown(after)} added"
            if was is None
            else f"{name} {shown(before)} removed"
            if now is None
            else f"{name} {shown(before)} becomes {shown(after)}"
        )
        yield Finding(either(was, now), said, effect)

    return rule


def unique(old: Fields, new: Fields) -> Iterator[Finding]:
    """`uniqueItems`."""
    was, now = old.get("uniqueItems"), new.get("uniqueItems")
    if bool(value_of(was)) != bool(value_of(now)):
        effect = Effect.NARROWS if value_of(now) else Effect.WIDENS
        said = "items must be unique" if value_of(now) else "items may repeat"
        yield Finding(either(was, now), said, effect)


def multiple(old: Fields, new: Fields) -> Iterator[Finding]:
    """`multipleOf`: multiples of a multiple are fewer."""
    was, now = old.get("multipleOf"), new.get("multipleOf")
    before, after = value_of(was), value_of(now)
    if before == after:
        return
    if before is None or (after is not None and after % before == 0):
        effect = Effect.NARROWS
    elif after is None or before % after == 0:
        effect = Effect.WIDENS
    else:
        effect = Effect.CHANGES
    yield Finding(either(was, now), f"multipleOf {before} becomes {after}", effect)


def required(old: Fields, new: Fields) -> Iterator[Finding]:
    """The names that must be there."""
    before = {item.value: item for item in old["required"].items()} if "required" in old else {}
    after = {item.value: item for item in new["required"].items()} if "required" in new else {}
    for name, place in before.items():
        if name not in after:
            yield Finding(place, f"{name!r} is no longer required", Effect.WIDENS)
    for name, place in after.items():
        if name not in before:
            yield Finding(place, f"{name!r} is required now", Effect.NARROWS)


def dependent_required(old: Fields, new: Fields) -> Iterator[Finding]:
    """`dependentRequired`: names that a name brings with it."""
    was, now = old.get("dependentRequired"), new.get("dependentRequired")
    before = cast("dict[str, list[str]]", value_of(was) or {})
    after = cast("dict[str, list[str]]", value_of(now) or {})
    for name in dict.fromkeys((*before, *after)):
        gone = set(before.get(name, ())) - set(after.get(name, ()))
        more = set(after.get(name, ())) - set(before.get(name, ()))
        if gone and was is not None:
            said = f"{name!r} no longer needs {', '.join(sorted(gone))}"
            yield Finding(was.child(name, before[name]), said, Effect.WIDENS)
        if more and now is not None:
            said = f"{name!r} needs {', '.join(sorted(more))} now"
            yield Finding(now.child(name, after[name]), said, Effect.NARROWS)


RULES: dict[tuple[str, ...], Callable[[Fields, Fields], Iterator[Finding]]] = {
    ("enum", "const"): values,
    ("minimum", "exclusiveMinimum"): _limits("minimum", "exclusiveMinimum", 1),
    ("maximum", "exclusiveMaximum"): _limits("maximum", "exclusiveMaximum", -1),
    **{
        (name,): _limits(name, "", 1)
        for name in ("minLength", "minItems", "minProperties", "minContains")
    },
    **{
        (name,): _limits(name, "", -1)
        for name in ("maxLength", "maxItems", "maxProperties", "maxContains")
    },
    **{
        (name,): _opaque(name)
        for name in ("pattern", "format", "contentEncoding", "contentMediaType")
    },
    ("uniqueItems",): unique,
    ("multipleOf",): multiple,
    ("required",): required,
    ("dependentRequired",): dependent_required,
}
