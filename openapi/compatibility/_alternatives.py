"""A schema as a union of alternatives, each of one type, so that two ways of writing are one.

`type: [string, 'null']`, `anyOf: [{type: string}, {type: 'null'}]` and a `$ref` to either are the
same alternatives. `pair` finds which old alternative became which new one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from ._findings import TEXTS, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

NODE = TEXTS | {
    "default", "deprecated", "discriminator", "$defs",
    "x-accepts", "x-iterate", "x-error-status", "x-model-caps", "x-legacy-errors",
}  # fmt: skip
_UNIONS = ("anyOf", "oneOf")
_NUMBERS = {"integer": "number"}
_OF_TYPE = {
    "number": {"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "format"},
    "string": {"minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType"},
    "array": {
        "items", "prefixItems", "contains", "minContains", "maxContains", "minItems", "maxItems",
        "uniqueItems", "unevaluatedItems",
    },
    "object": {
        "properties", "required", "additionalProperties", "patternProperties", "propertyNames",
        "minProperties", "maxProperties", "dependentRequired", "dependentSchemas",
        "unevaluatedProperties",
    },
}  # fmt: skip
_BOUND_TO_A_TYPE = frozenset[str]().union(*_OF_TYPE.values())


class Alternative(NamedTuple):
    """One member of a union: its place, its fields, and the component's name if it has one."""

    place: Place
    fields: dict[str, Place]
    name: str | None

    @property
    def type(self) -> str | None:
        """Its single type; `number` for integers too, None if any is permitted."""
        place = self.fields.get("type")
        return None if place is None else _NUMBERS.get(str(place.value), str(place.value))

    @property
    def tags(self) -> dict[str, str]:
        """Properties that are constant: what tells members of a union apart."""
        if "properties" not in self.fields:
            return {}
        properties = {name: p.fields() for name, p in self.fields["properties"].fields().items()}
        return {n: json.dumps(f["const"].value) for n, f in properties.items() if "const" in f}

    @property
    def listed(self) -> bool:
        """Whether its values are listed one by one."""
        return "enum" in self.fields or "const" in self.fields

    def __str__(self) -> str:
        if self.name is not None:
            return self.name
        return f"{self.type or 'any value'}{' of a list' if self.listed else ''}"


def alternatives(place: Place, *, branch: bool = False) -> list[Alternative]:
    """The members of the union that the schema at `place` is; none for `false`."""
    if place.value is False:
        return []
    fields = place.fields()
    constraints = fields.keys() - NODE
    for union in _UNIONS:
        if constraints == {union}:
            inner = [alternatives(member, branch=True) for member in fields[union].items()]
            return [found for members in inner for found in members]
    if not branch:
        fields = {name: field for name, field in fields.items() if name not in NODE}
    types = fields.get("type")
    several = [] if types is None else types.items()
    if not several:
        return [Alternative(place, fields, place.reference)]
    name = place.reference if len(several) == 1 else None
    return [Alternative(one, _of_type(fields, one), name) for one in several]


def inner_unions(place: Place) -> dict[str, Place]:
    """The members of a union that are unions themselves, by name or number.

    `alternatives` sees through them, so what they say of themselves is to be compared apart.
    """
    found: dict[str, Place] = {}
    fields = place.fields()
    for union in _UNIONS:
        for index, member in enumerate(fields[union].items() if union in fields else ()):
            if any(member.fields().keys() - NODE == {inner} for inner in _UNIONS):
                found[member.reference or str(index)] = member
    return found


def _of_type(fields: dict[str, Place], kind: Place) -> dict[str, Place]:
    own = _OF_TYPE.get(_NUMBERS.get(str(kind.value), str(kind.value)), set[str]())
    kept = {n: f for n, f in fields.items() if n not in _BOUND_TO_A_TYPE or n in own}
    return kept | {"type": kind}


def pair(
    old: Sequence[Alternative], new: Sequence[Alternative]
) -> tuple[list[tuple[Alternative, Alternative]], list[Alternative], list[Alternative]]:
    """(old with what it became, old that is gone, new that is new)."""
    if len(old) == len(new) == 1:
        return [(old[0], new[0])], [], []
    scores = sorted(
        (
            (_likeness(was, now), -abs(i - j), i, j)
            for i, was in enumerate(old)
            for j, now in enumerate(new)
        ),
        key=lambda score: (-score[0], -score[1], score[2], score[3]),
    )
    pairs: dict[int, int] = {}
    for likeness, _, i, j in scores:
        if likeness and i not in pairs and j not in pairs.values():
            pairs[i] = j
    return (
        [(old[i], new[j]) for i, j in sorted(pairs.items())],
        [was for i, was in enumerate(old) if i not in pairs],
        [now for j, now in enumerate(new) if j not in pairs.values()],
    )


def _likeness(old: Alternative, new: Alternative) -> int:
    if old.type != new.type:
        return 0
    if old.name is not None and old.name == new.name:
        return 4
    if old.tags and new.tags:
        return 3 if old.tags == new.tags else 0
    return 2 if old.listed == new.listed else 1


def apart(members: Sequence[Alternative]) -> bool:
    """Whether no value can be two of the members: `oneOf` then permits what `anyOf` does."""
    return all(_differ(one, other) for i, one in enumerate(members) for other in members[i + 1 :])


def _differ(one: Alternative, other: Alternative) -> bool:
    if one.type != other.type:
        return None not in {one.type, other.type}
    first, second = one.tags, other.tags
    return any(first[name] != second[name] for name in first.keys() & second.keys())
