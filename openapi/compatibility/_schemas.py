"""What one schema permits against what another does: structure first, direction never.

A `Comparison` remembers what it has compared, so schemas that refer to themselves end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._alternatives import NODE, Alternative, alternatives, apart, inner_unions, pair
from ._findings import Effect, Finding, leftover, total, without
from ._promises import PROMISES
from ._subschemas import SUBSCHEMAS
from ._values import RULES, kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._findings import Place
    from ._values import Fields

_KNOWN = frozenset({"type", "then", "else"}).union(*RULES, SUBSCHEMAS)


class Comparison:
    """Compares schemas of two documents."""

    def __init__(self) -> None:
        self._done: dict[tuple[str, str], list[Finding]] = {}

    def schemas(self, old: Place, new: Place) -> list[Finding]:
        """Every difference between two schemas, and what it does to the set of values."""
        key = (old.pointer, new.pointer)
        if key not in self._done:
            self._done[key] = []  # a schema that leads back to itself adds nothing
            self._done[key] = self._compare(old, new)
        return self._done[key]

    def _compare(self, old: Place, new: Place) -> list[Finding]:
        before, after = old.fields(), new.fields()
        found = self._on_the_node(before, after)
        inner, others = inner_unions(old), inner_unions(new)
        for name in inner.keys() & others.keys():
            found += self._on_the_node(inner[name].fields(), others[name].fields())
        if old.reference and old.reference == new.reference and len(old.value) > 1:
            # What stands beside a `$ref` hides what the component says of itself.
            first, second = old.target.fields(), new.target.fields()
            found += self._on_the_node(first, second)
        was, now = alternatives(old), alternatives(new)
        found += self.unions(was, now)
        found += _exclusive(old, before, was, new, after, now)
        if old.reference and new.reference and old.reference != new.reference:
            place = new.child("$ref", new.value["$ref"])
            found.append(Finding(place, f"refers to {new.reference}, not {old.reference}"))
        if not found and (old.value != new.value or _plain(before) != _plain(after)):
            place = new.target if old.value == new.value else new
            found.append(Finding(place, "written differently, means the same"))
        return found

    def _on_the_node(self, old: Fields, new: Fields) -> list[Finding]:
        found = [finding for rule in PROMISES.values() for finding in rule(old, new)]
        found += _discriminator(old, new)
        found += self._accepts(old, new)
        others = {name: field for name, field in old.items() if name in NODE}
        ours = {name: field for name, field in new.items() if name in NODE}
        known = (*PROMISES, "discriminator", "x-accepts", "$defs")
        return found + leftover(others, ours, known)

    def unions(self, old: list[Alternative], new: list[Alternative]) -> list[Finding]:
        """Every difference between two unions; what another member permits is no difference."""
        pairs, gone, added = pair(old, new)
        found: list[Finding] = []
        for was, now in pairs:
            inner = self._alternatives(was, now)
            others = [other for other in new if other is not now]
            if total(inner) & Effect.NARROWS and self._fits(was, others):
                inner = without(inner, Effect.NARROWS)
            others = [other for other in old if other is not was]
            if total(inner) & Effect.WIDENS and self._holds(others, now):
                inner = without(inner, Effect.WIDENS)
            found += inner
        for was in gone:
            effect = Effect.NONE if self._fits(was, new) else Effect.NARROWS
            found.append(Finding(was.place, f"{was} is no longer permitted here", effect))
        for now in added:
            effect = Effect.NONE if self._holds(old, now) else Effect.WIDENS
            found.append(Finding(now.place, f"{now} is permitted here too", effect))
        return found

    def _fits(self, was: Alternative, new: list[Alternative]) -> bool:
        """Whether one of the new alternatives permits all that the old one did."""
        return any(not total(self._alternatives(was, now)) & Effect.NARROWS for now in new)

    def _holds(self, old: list[Alternative], now: Alternative) -> bool:
        """Whether one of the old alternatives permitted all that the new one does."""
        return any(not total(self._alternatives(was, now)) & Effect.WIDENS for was in old)

    def _alternatives(self, old: Alternative, new: Alternative) -> list[Finding]:
        before, after = old.fields, new.fields
        found = list(kind(before, after))
        if total(found) == Effect.CHANGES:
            return found  # nothing else of the two can be compared
        for names, rule in RULES.items():
            if any(name in before or name in after for name in names):
                found += rule(before, after)
        for name, subschemas in SUBSCHEMAS.items():
            if name in before or name in after:
                found += subschemas(self, old, new)
        if NODE & (before.keys() | after.keys()):
            found += self._on_the_node(before, after)
        return found + leftover(before, after, _KNOWN | NODE, Effect.BOTH)

    def _accepts(self, old: Fields, new: Fields) -> list[Finding]:
        """`x-accepts`: more members of the union, named by their components."""
        before = {p.reference: p for p in old["x-accepts"].items()} if "x-accepts" in old else {}
        after = {p.reference: p for p in new["x-accepts"].items()} if "x-accepts" in new else {}
        found: list[Finding] = []
        for name, place in before.items():
            if name in after:
                found += self.schemas(place, after[name])
            else:
                whole = place if "x-accepts" in new else old["x-accepts"]
                found.append(Finding(whole, f"{name} is no longer accepted", Effect.NARROWS))
        found += [
            Finding(place, f"{name} is accepted too", Effect.WIDENS)
            for name, place in after.items()
            if name not in before
        ]
        return found


def _plain(fields: Fields) -> dict[str, Any]:
    return {name: place.value for name, place in fields.items()}


def _exclusive(  # noqa: PLR0917 -- old and new, each with what is known of it
    old: Place, before: Fields, was: list[Alternative],
    new: Place, after: Fields, now: list[Alternative],
) -> list[Finding]:  # fmt: skip
    """`oneOf` permits less than `anyOf` where members overlap."""
    first = "oneOf" in before and not apart(was)
    second = "oneOf" in after and not apart(now)
    if first == second:
        return []
    if second:
        return [Finding(after.get("oneOf", new), "exactly one member must fit now", Effect.NARROWS)]
    return [Finding(before.get("oneOf", old), "several members may fit now", Effect.WIDENS)]


def _discriminator(old: Fields, new: Fields) -> list[Finding]:
    """Clients choose the class by it; a member that comes or goes is the union's finding."""
    was, now = old.get("discriminator"), new.get("discriminator")
    if was is None or now is None:
        place = now or was
        did = "added" if was is None else "removed"
        effect = Effect.NONE if was is None else Effect.CALLERS
        return [] if place is None else [Finding(place, f"discriminator {did}", effect)]
    before, after = was.fields(), now.fields()
    found = leftover(before, after, ("mapping",), Effect.BOTH)
    targets = before["mapping"].fields() if "mapping" in before else {}
    others = after["mapping"].fields() if "mapping" in after else {}
    for name in dict.fromkeys((*targets, *others)):
        first, second = targets.get(name), others.get(name)
        if first is None and second is not None:
            found.append(Finding(second, f"value {name!r} added"))
        elif second is None and first is not None:
            kept = first.value in _values(others)
            effect = Effect.BOTH if kept else Effect.NONE
            found.append(Finding(first, f"value {name!r} removed", effect))
        elif first is not None and second is not None and first.value != second.value:
            # Two members that were there before, or stay, have changed their names; else a member
            # was replaced, which is the union's finding.
            swapped = first.value in _values(others) or second.value in _values(targets)
            effect = Effect.BOTH if swapped else Effect.NONE
            found.append(Finding(second, f"value {name!r} means another schema", effect))
    return found


def _values(mapping: Mapping[str, Place]) -> set[object]:
    return {place.value for place in mapping.values()}
