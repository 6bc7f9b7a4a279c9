"""The rules for keywords that hold schemas: properties, items, conditions, combinations.

Objects are open: the document promises that properties it does not name may appear in answers
and are ignored in requests. So a new optional property takes no value away, although, as a set,
it does: it used to be permitted to hold anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol

from ._alternatives import Alternative, alternatives
from ._findings import Effect, Finding, total

if TYPE_CHECKING:
    from ._findings import Place


class Compares(Protocol):
    """What compares two schemas: `_schemas.Comparison`."""

    def schemas(self, old: Place, new: Place) -> list[Finding]:
        """Every difference between two schemas."""
        ...

    def unions(self, old: list[Alternative], new: list[Alternative]) -> list[Finding]:
        """Every difference between two unions."""
        ...


Rule = Callable[[Compares, Alternative, Alternative], Iterator[Finding]]
_FLIPPED = {
    Effect.NARROWS: Effect.WIDENS,
    Effect.WIDENS: Effect.NARROWS,
    Effect.CHANGES: Effect.CHANGES,
}


def _part(of: Alternative, name: str, absent: object = True) -> Place:
    """The keyword's place; without the keyword, the place where it would say `absent`."""
    return of.fields.get(name) or of.place.child(name, absent)


def _entries(of: Alternative, name: str) -> dict[str, Place]:
    return of.fields[name].fields() if name in of.fields else {}


def properties(compares: Compares, old: Alternative, new: Alternative) -> Iterator[Finding]:
    """`properties`, beside what `additionalProperties` says of those that have no entry."""
    before, after = _entries(old, "properties"), _entries(new, "properties")
    for name, place in before.items():
        if name in after:
            yield from compares.schemas(place, after[name])
            continue
        closed = _part(new, "additionalProperties").value is False
        narrows = Effect.NARROWS if closed else Effect.NONE
        yield Finding(place, f"property {name!r} removed", Effect.CALLERS | narrows)
    rest = _part(old, "additionalProperties")
    for name, place in after.items():
        if name in before:
            continue
        effect = Effect.NONE
        if rest.value is False:
            effect = Effect.WIDENS
        elif rest.value is not True:
            effect = total(compares.schemas(rest, place))
        yield Finding(place, f"property {name!r} added", effect)


def _unnamed(name: str, what: str) -> Rule:
    """Schema of what has no entry of its own; absent, it permits everything."""

    def rule(compares: Compares, old: Alternative, new: Alternative) -> Iterator[Finding]:
        was, now = _part(old, name), _part(new, name)
        if was.value is not False and now.value is False:
            yield Finding(now, f"{what} are refused", Effect.NARROWS)
        elif was.value is False and now.value is not False:
            place = now if name in new.fields else was
            yield Finding(place, f"{what} are permitted", Effect.WIDENS)
        else:
            yield from compares.schemas(was, now)

    return rule


def _conditions(name: str) -> Rule:
    """A mapping of schemas that must hold as well: one more narrows, one less widens."""

    def rule(compares: Compares, old: Alternative, new: Alternative) -> Iterator[Finding]:
        before, after = _entries(old, name), _entries(new, name)
        if name not in new.fields:
            yield Finding(old.fields[name], f"{name} removed", Effect.WIDENS)
        elif name not in old.fields:
            yield Finding(new.fields[name], f"{name} added", Effect.NARROWS)
        else:
            for key in dict.fromkeys((*before, *after)):
                if key not in after:
                    yield Finding(before[key], f"{name} of {key!r} removed", Effect.WIDENS)
                elif key not in before:
                    yield Finding(after[key], f"{name} of {key!r} added", Effect.NARROWS)
                else:
                    yield from compares.schemas(before[key], after[key])

    return rule


def prefix_items(compares: Compares, old: Alternative, new: Alternative) -> Iterator[Finding]:
    """`prefixItems`; a place beyond them is what `items` says."""
    was, now = _part(old, "prefixItems", []).items(), _part(new, "prefixItems", []).items()
    for index in range(max(len(was), len(now))):
        first = was[index] if index < len(was) else _part(old, "items")
        second = now[index] if index < len(now) else _part(new, "items")
        yield from compares.schemas(first, second)


def negated(compares: Compares, old: Alternative, new: Alternative) -> Iterator[Finding]:
    """`not`: what it permits more, the whole permits less."""
    for finding in compares.schemas(_part(old, "not", False), _part(new, "not", False)):
        kept = finding.effect & Effect.BOTH
        yield finding._replace(
            effect=kept | _FLIPPED.get(finding.effect & Effect.CHANGES, Effect.NONE)
        )


def conditional(compares: Compares, old: Alternative, new: Alternative) -> Iterator[Finding]:
    """`if`, `then`, `else`: another condition moves values both ways."""
    if "if" not in new.fields:
        yield Finding(old.fields["if"], "condition removed", Effect.WIDENS)
        return
    if "if" not in old.fields:
        yield Finding(new.fields["if"], "condition added", Effect.NARROWS)
        return
    for finding in compares.schemas(old.fields["if"], new.fields["if"]):
        moved = finding.effect & Effect.CHANGES
        yield finding._replace(effect=finding.effect | (Effect.CHANGES if moved else Effect.NONE))
    for name in ("then", "else"):
        yield from compares.schemas(_part(old, name), _part(new, name))


def contains(compares: Compares, old: Alternative, new: Alternative) -> Iterator[Finding]:
    """`contains`: which items count decides in both directions, see min- and maxContains."""
    if "contains" not in new.fields:
        yield Finding(old.fields["contains"], "contains removed", Effect.WIDENS)
    elif "contains" not in old.fields:
        yield Finding(new.fields["contains"], "contains added", Effect.NARROWS)
    else:
        for finding in compares.schemas(old.fields["contains"], new.fields["contains"]):
            moved = finding.effect & Effect.CHANGES
            yield finding._replace(
                effect=finding.effect | (Effect.CHANGES if moved else Effect.NONE)
            )


def _together(name: str, *, all_of: bool) -> Rule:
    """A list of schemas beside other keywords: `allOf` member by member, unions as they stand."""

    def rule(compares: Compares, old: Alternative, new: Alternative) -> Iterator[Finding]:
        was, now = _part(old, name, []).items(), _part(new, name, []).items()
        if not was or not now:
            effect = Effect.NARROWS if now else Effect.WIDENS
            yield Finding(
                _part(new if now else old, name), f"{name} {'added' if now else 'removed'}", effect
            )
        elif all_of:
            yield from _members(compares, was, now)
        else:
            yield from compares.unions(_branches(was), _branches(now))

    return rule


def _branches(members: list[Place]) -> list[Alternative]:
    return [found for member in members for found in alternatives(member, branch=True)]


def _members(compares: Compares, was: list[Place], now: list[Place]) -> Iterator[Finding]:
    names = {place.reference: place for place in now if place.reference}
    rest = [place for place in now if not place.reference]
    for place in was:
        other = (
            names.pop(place.reference, None) if place.reference else (rest.pop(0) if rest else None)
        )
        if other is None:
            yield Finding(place, "part of allOf removed", Effect.WIDENS)
        else:
            yield from compares.schemas(place, other)
    for place in (*names.values(), *rest):
        yield Finding(place, "part of allOf added", Effect.NARROWS)


SUBSCHEMAS: dict[str, Rule] = {
    "properties": properties,
    "additionalProperties": _unnamed("additionalProperties", "properties that are not named"),
    "unevaluatedProperties": _unnamed("unevaluatedProperties", "properties that are not named"),
    "patternProperties": _conditions("patternProperties"),
    "propertyNames": _unnamed("propertyNames", "names"),
    "dependentSchemas": _conditions("dependentSchemas"),
    "items": _unnamed("items", "items"),
    "unevaluatedItems": _unnamed("unevaluatedItems", "further items"),
    "prefixItems": prefix_items,
    "contains": contains,
    "not": negated,
    "if": conditional,
    "allOf": _together("allOf", all_of=True),
    "anyOf": _together("anyOf", all_of=False),
    "oneOf": _together("oneOf", all_of=False),
}
