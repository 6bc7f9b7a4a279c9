"""Arrays for merged schemas. What stands in them is made by whoever asks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from . import _contained
from ._errors import Unsatisfiable
from ._maker import MOST_PARTS, SHALLOW, listed
from ._merge import CONTAINED, identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._flat import Flat
    from ._maker import Maker

_TRIES, _EVEN = 24, 0.5
_SEVERAL_WORDS = {"type": "string", "minLength": 14}
"""There are few words, and many pairs of them."""


def make_array(maker: Maker, flat: Flat, depth: int) -> list[Any]:
    """An array for a merged schema. Raises Unsatisfiable."""
    contained: list[_contained.Contained] = flat.get(CONTAINED, [])
    least = max([int(flat.get("minItems", 0)), *(times for _, times, _ in contained)])
    if least > MOST_PARTS:
        raise Unsatisfiable(f"an array of {least} items is too large to be made")
    # What is contained is evaluated, so that `unevaluatedItems` says nothing of it: if they stand
    # in one schema, and not in two that were merged.
    open_ = "unevaluatedItems" in flat and flat.get("items", True) is True
    excused = bool(contained) and open_ and maker.rng.random() < _EVEN
    failed: Unsatisfiable | None = None
    for size in _sizes(maker, flat, depth, least, excused=excused):
        try:
            return _of_size(maker, flat, depth, size, excused=excused)
        except Unsatisfiable as error:
            failed = failed or error
    raise failed or Unsatisfiable("no array is as long as it has to be")


def _sizes(maker: Maker, flat: Flat, depth: int, least: int, *, excused: bool) -> Iterator[int]:
    """How many items to make, the likeliest first: where some have to be contained it may fail."""
    first, contained = len(flat.get("prefixItems", ())), flat.get(CONTAINED, [])
    closed = _rest(flat) is False and not excused
    most = min(flat.get("maxItems", math.inf), first if closed else math.inf)
    needed = sum(times for _, times, _ in contained)
    wanted = max(least, min(needed, most))
    size = wanted
    if depth <= SHALLOW and maker.share > 0:
        size = max(wanted, min(most, max(first + needed, 2)))
    yield int(size)
    if contained:
        # Behind the prefix there is room for all of them; else in fewer items than there may be.
        roomy = min(most, max(least, first + needed))
        yield from (int(other) for other in dict.fromkeys((roomy, wanted)) if other != size)


def _rest(flat: Flat) -> Any:
    items = flat.get("items", True)
    return flat.get("unevaluatedItems", True) if items is True else items


def _of_size(maker: Maker, flat: Flat, depth: int, size: int, *, excused: bool) -> list[Any]:
    first, rest = flat.get("prefixItems", []), _rest(flat)
    distinct = bool(flat.get("uniqueItems"))
    choices = listed(maker, rest) if distinct else []
    maker.rng.shuffle(choices)
    made: list[Any] = []
    known: set[Any] = set()
    schemas: list[Any] = [*first[:size], *[rest] * (size - len(first))]
    contained: list[_contained.Contained] = flat.get(CONTAINED, [])
    if contained:
        schemas = _contained.spread(
            maker, schemas, contained, depth, len(first) if excused else size
        )
    for index, schema in enumerate(schemas):
        try:
            if choices and schema is rest and index >= len(first):
                value = _next(choices, known)
            else:
                value = _item(maker, schema, known, depth, distinct=distinct)
        except Unsatisfiable as error:
            if contained or len(made) < flat.get("minItems", 0):
                raise error.below(str(index)) from None
            break
        made.append(value)
        if distinct:
            known.add(identity(value))
    return made


def _next(choices: list[Any], known: set[Any]) -> Any:
    while choices:
        value = choices.pop()
        if identity(value) not in known:
            return value
    raise Unsatisfiable("no further distinct item")


def _item(maker: Maker, schema: Any, known: set[Any], depth: int, *, distinct: bool) -> Any:
    for _ in range(_TRIES if distinct else 1):
        value = maker.make(schema, depth + 1)
        if not distinct or identity(value) not in known:
            return value
    try:
        for _ in range(_TRIES):
            value = maker.make({"allOf": [schema, _SEVERAL_WORDS]}, depth + 1)
            if identity(value) not in known:
                return value
    except Unsatisfiable:
        pass
    raise Unsatisfiable("no further distinct item")
