"""A merged schema with one branch of each of its unions and conditions laid in, in turn."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_object

from ._maker import SHALLOW
from ._merge import CONDITIONS, UNIONS, Contradiction
from ._objects import required_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ._flat import Flat
    from ._maker import Maker

_MOST = 20
"""References one inside of the other: deeper no one looks for the shortest way."""


def variants(maker: Maker, flat: Flat, depth: int) -> Iterator[Flat]:
    """`flat` with one branch of each of its unions and conditions laid in."""
    maker.spend()
    unions = flat.get(UNIONS)
    if unions:
        rest = {**flat, UNIONS: unions[1:]}
        branches = list(unions[0])
        if depth > SHALLOW or maker.share <= 0:
            branches.sort(key=lambda branch: height(maker, branch))
        else:
            maker.rng.shuffle(branches)
            if any(_says(branch, "number") for branch in branches):
                # How libraries write a decimal: the text has to be one, which no one says.
                branches.sort(key=lambda branch: _says(branch, "string") and len(branch) == 1)
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


def _says(branch: Any, kind: str) -> bool:
    return is_object(branch) and branch.get("type") == kind


def height(maker: Maker, schema: Any, above: frozenset[str] = frozenset()) -> float:
    """How many levels a value has at least; infinite for one that needs another such without end."""
    if not is_object(schema) or "const" in schema or "enum" in schema:
        return 0
    reference = schema.get("$ref")
    found: list[float] = []
    if isinstance(reference, str):
        if reference in above or len(above) > _MOST:
            return math.inf
        if reference not in maker.heights:
            maker.spend()
            made = height(maker, maker.flattener.resolve(reference), above | {reference})
            if made == math.inf:
                # Seen from elsewhere it may end.
                return made
            maker.heights[reference] = made
        found.append(maker.heights[reference])
    found += [height(maker, part, above) for part in schema.get("allOf", ())]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            found.append(min((height(maker, p, above) for p in schema[key]), default=0))
    found += [1 + height(maker, part, above) for part in _inside(schema)]
    return max(found, default=0)


def _inside(schema: dict[str, Any]) -> Iterator[Any]:
    """What has to stand in a value."""
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        yield properties.get(name, True)
    least = int(schema.get("minItems", 0))
    yield from schema.get("prefixItems", ())[:least]
    if least > len(schema.get("prefixItems", ())):
        yield schema.get("items", True)
