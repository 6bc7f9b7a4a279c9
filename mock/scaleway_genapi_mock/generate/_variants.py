"""A merged schema with one branch of each of its unions and conditions laid in, in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_object

from ._maker import SHALLOW
from ._merge import CONDITIONS, UNIONS, Contradiction
from ._objects import required_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ._flat import Flat
    from ._maker import Maker


def variants(maker: Maker, flat: Flat, depth: int) -> Iterator[Flat]:
    """`flat` with one branch of each of its unions and conditions laid in."""
    maker.spend()
    unions = flat.get(UNIONS)
    if unions:
        rest = {**flat, UNIONS: unions[1:]}
        branches = list(unions[0])
        if depth > SHALLOW:
            branches.sort(key=_weight)
        else:
            maker.rng.shuffle(branches)
        for branch in branches:
            yield from _laid(maker, rest, [branch], depth)
        return
    if CONDITIONS in flat:
        yield from _decided(maker, flat, depth)
        return
    if "dependentSchemas" in flat:
        yield from _dependent(maker, flat, depth)
        return
    yield flat


def _decided(maker: Maker, flat: Flat, depth: int) -> Iterator[Flat]:
    """Each condition met in turn, the others not; then none of them; then all."""
    conditions: list[tuple[Any, Any, Any]] = flat[CONDITIONS]
    rest = {key: value for key, value in flat.items() if key != CONDITIONS}
    places = list(range(len(conditions)))
    maker.rng.shuffle(places)
    for met in (*places, None):
        parts: list[Any] = []
        for place, (test, then, other) in enumerate(conditions):
            parts += [test, then] if place == met else [other]
        yield from _laid(maker, rest, parts, depth)
    if len(conditions) > 1:
        yield from _laid(maker, rest, [part for c in conditions for part in c[:2]], depth)


def _dependent(maker: Maker, flat: Flat, depth: int) -> Iterator[Flat]:
    """With what the properties that may be there bring along; and without the properties."""
    dependent: dict[str, Any] = flat["dependentSchemas"]
    rest = {key: value for key, value in flat.items() if key != "dependentSchemas"}
    required, named = required_names(rest), rest.get("properties", {})
    needed = [part for name, part in dependent.items() if name in required]
    free = [name for name in dependent if name in named and name not in required]
    if free:
        more = [*needed, *(dependent[name] for name in free), {"required": free}]
        yield from _laid(maker, rest, more, depth)
    without = {**rest, "properties": {n: p for n, p in named.items() if n not in free}}
    if needed:
        # What they bring along may bring along more.
        without["dependentSchemas"] = {n: p for n, p in dependent.items() if n not in required}
        yield from _laid(maker, without, needed, depth)
    else:
        yield without


def _laid(maker: Maker, base: Flat, parts: Iterable[Any], depth: int) -> Iterator[Flat]:
    merged = base
    try:
        for part in parts:
            merged = maker.flattener.merged(merged, maker.flattener.flat(part))
    except Contradiction:
        return
    yield from variants(maker, merged, depth)


def _weight(branch: Any) -> int:
    """How much a branch would add: scalars before references before containers."""
    if not is_object(branch):
        return 0
    # A type may be a list of them, which belongs into no set.
    if branch.get("type") in ("object", "array") or "properties" in branch:
        return 2
    return 1 if "$ref" in branch else 0
