"""Which items of an array meet its `contains`, and which must not, so that their number is right.

Only what an item can be at its place is tried; what was found so far decides the next one.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ._errors import Unsatisfiable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._maker import Maker

Contained = tuple[Any, int, float]
"""What has to be contained, how often at least, and at most."""
_MOST_AT_ONCE = 3


def spread(
    maker: Maker, schemas: list[Any], contained: list[Contained], depth: int, excused: int
) -> list[Any]:
    """The schema of each item, with what it has to contain, and what not. Raises Unsatisfiable.

    What is contained meets nothing else from the item number `excused` on.
    """
    if len(contained) > _MOST_AT_ONCE:
        return _in_turn(schemas, contained)
    return _Search(maker, schemas, contained, depth, excused).found()


def _in_turn(schemas: list[Any], contained: list[Contained]) -> list[Any]:
    """The last items contain one thing each: for so many that no one looks for a better way."""
    parts = [part for part, least, _ in contained for _ in range(least)]
    start = max(0, len(schemas) - len(parts))
    meeting = [
        {"allOf": [schema, part]} for schema, part in zip(schemas[start:], parts, strict=False)
    ]
    return [*schemas[:start], *meeting]


class _Search:
    """Depth first, item by item; a place that was reached with the same counts is not tried again."""

    def __init__(
        self,
        maker: Maker,
        schemas: list[Any],
        contained: list[Contained],
        depth: int,
        excused: int,
    ) -> None:
        self._maker = maker
        self._schemas = schemas
        self._contained = contained
        self._depth = depth
        self._excused = excused
        self._possible: dict[tuple[int, int], Any] = {}

    def found(self) -> list[Any]:
        start: tuple[int, ...] = (0,) * len(self._contained)
        if not self._schemas and self._is_enough(start, 0):
            return []
        chosen: list[Any] = []
        ways = [self._ways(0, start)]
        seen: set[tuple[int, tuple[int, ...]]] = {(0, start)}
        while ways:
            way = next(ways[-1], None)
            if way is None:
                ways.pop()
                if chosen:
                    chosen.pop()
                continue
            schema, counts = way
            at = len(ways)
            if at == len(self._schemas):
                return [*chosen, schema]
            if (at, counts) in seen:
                continue
            seen.add((at, counts))
            chosen.append(schema)
            ways.append(self._ways(at, counts))
        raise Unsatisfiable("no items are as often contained as they have to be")

    def _ways(self, at: int, counts: tuple[int, ...]) -> Iterator[tuple[Any, tuple[int, ...]]]:
        """What the item at a place may be: with as little of what is contained as possible first."""
        left = len(self._schemas) - at - 1
        for met in sorted(range(1 << len(counts)), key=int.bit_count):
            after = tuple(count + (met >> bit & 1) for bit, count in enumerate(counts))
            if self._is_enough(after, left) and (schema := self._item(at, met)) is not None:
                yield schema, after

    def _is_enough(self, counts: tuple[int, ...], left: int) -> bool:
        """Whether what is still to come, `left` items, can make the counts right."""
        return all(
            count <= most and count + left >= least
            for count, (_, least, most) in zip(counts, self._contained, strict=True)
        )

    def _item(self, at: int, met: int) -> Any:
        """The schema of an item that contains just this; None if there is no value for it."""
        schema = self._schemas[at] if not met or at < self._excused else True
        key = (id(schema), met)
        if key not in self._possible:
            parts = [
                part if met >> bit & 1 else {"not": part}
                for bit, (part, _, most) in enumerate(self._contained)
                # Where there may be any number of it, an item is what it is.
                if met >> bit & 1 or most < math.inf
            ]
            made = {"allOf": [schema, *parts]} if parts else schema
            try:
                if parts:
                    self._maker.make(made, self._depth + 1)
            except Unsatisfiable:
                made = None
            self._possible[key] = made
        return self._possible[key]
