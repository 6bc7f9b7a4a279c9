"""Places in two documents, what was found there, and what a finding means in each direction.

A schema permits a set of values. A change may take values away (`NARROWS`) or add some
(`WIDENS`); whom that breaks depends on who writes the value, so schemas are compared without a
direction and judged with one. `CALLERS` and `SERVERS` are for what breaks them either way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, Flag, auto
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from scaleway_genapi_mock.document import escape

from ._changes import Party

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scaleway_genapi_mock.document import Document


class Effect(Flag):
    """What a difference does. NONE is a difference that breaks nobody."""

    NONE = 0
    NARROWS = auto()
    WIDENS = auto()
    CALLERS = auto()
    SERVERS = auto()
    CHANGES = NARROWS | WIDENS
    BOTH = CALLERS | SERVERS


class Direction(Enum):
    """Who writes the values of a schema: the caller (REQUEST) or the server (RESPONSE)."""

    REQUEST = "request"
    RESPONSE = "response"

    def breaks(self, effect: Effect) -> frozenset[Party]:
        """Callers are contravariant, servers covariant: see `_changes`."""
        parties: set[Party] = set()
        if effect & Effect.CALLERS:
            parties.add(Party.CALLERS)
        if effect & Effect.SERVERS:
            parties.add(Party.SERVERS)
        if self is Direction.REQUEST and effect & Effect.NARROWS:
            parties.add(Party.CALLERS)
        if self is Direction.RESPONSE and effect & Effect.NARROWS:
            parties.add(Party.SERVERS)
        if self is Direction.RESPONSE and effect & Effect.WIDENS:
            parties.add(Party.CALLERS)
        return frozenset(parties)


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a document and where it stands."""

    document: Document
    pointer: str
    value: Any

    def child(self, step: str | int, value: Any) -> Place:
        """The part `step` of this value."""
        return Place(self.document, f"{self.pointer}/{escape(step)}", value)

    def fields(self) -> dict[str, Place]:
        """The parts of a mapping, its `$ref` followed; what stands beside the `$ref` wins."""
        found: dict[str, Place] = {}
        place = self
        while isinstance(place.value, dict):
            mapping = cast("dict[str, Any]", place.value)
            if "$ref" not in mapping:
                return {name: place.child(name, value) for name, value in mapping.items()} | found
            for name, value in mapping.items():
                if name != "$ref":
                    found.setdefault(name, place.child(name, value))
            pointer = str(mapping["$ref"]).removeprefix("#")
            place = Place(self.document, pointer, self.document.at(pointer))
        return found

    def items(self) -> list[Place]:
        """The parts of a list."""
        value: object = self.value
        items = cast("list[object]", value) if isinstance(value, list) else []
        return [self.child(index, value) for index, value in enumerate(items)]

    @property
    def target(self) -> Place:
        """Where its `$ref`s lead in the end, or this place."""
        if self.reference is None:
            return self
        pointer = str(self.value["$ref"]).removeprefix("#")
        return Place(self.document, pointer, self.document.at(pointer)).target

    @property
    def reference(self) -> str | None:
        """The last step of this value's `$ref`: the name of the component."""
        value: object = self.value
        mapping = cast("dict[str, Any]", value) if isinstance(value, dict) else {}
        return str(mapping["$ref"]).rpartition("/")[2] if "$ref" in mapping else None


class Finding(NamedTuple):
    """A difference at a place; a place of the old document is one that is gone."""

    place: Place
    message: str
    effect: Effect = Effect.NONE
    text: bool = False


def without(findings: Iterable[Finding], effect: Effect) -> list[Finding]:
    """The findings, none of which has `effect`."""
    return [finding._replace(effect=finding.effect & ~effect) for finding in findings]


def total(findings: Iterable[Finding]) -> Effect:
    """All that the findings do together."""
    effect = Effect.NONE
    for finding in findings:
        effect |= finding.effect
    return effect


TEXTS = frozenset((
    "$comment", "bearerFormat", "description", "example", "examples", "externalDocs", "info", "summary", "tags",
    "title", "xml",
))  # fmt: skip


def leftover(
    old: dict[str, Place],
    new: dict[str, Place],
    known: Iterable[str] = (),
    effect: Effect = Effect.BOTH,
) -> list[Finding]:
    """Differences in fields that no rule looks at.

    Texts and deprecation break nobody. Anything else is one that the comparison was not taught;
    to call it harmless would be a guess, so it is breaking until there is a rule for it.
    """
    skipped = frozenset(known)
    found: list[Finding] = []
    for name in dict.fromkeys((*old, *new)):
        was, now = old.get(name), new.get(name)
        if name in skipped or (was and now and was.value == now.value):
            continue
        place = now or was
        if place is None:
            continue
        did = "added" if was is None else "removed" if now is None else "changed"
        if name in TEXTS:
            found.append(Finding(place, f"{name} {did}", text=True))
        elif name == "deprecated":
            said = "deprecated" if now and now.value else "no longer deprecated"
            found.append(Finding(place, said))
        else:
            message = f"{name} {did}; no rule of openapi/compatibility knows it is harmless"
            found.append(Finding(place, message, effect))
    return found
