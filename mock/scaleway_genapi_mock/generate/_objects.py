"""Objects for merged schemas. What stands in them is made by whoever asks."""

from __future__ import annotations

import math
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_object

from . import _pattern
from ._errors import Unsatisfiable
from ._expression import PatternError
from ._maker import MOST_PARTS, SHALLOW, listed
from ._text import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ._flat import Flat
    from ._maker import Maker

_TRIES = 24


def make_object(maker: Maker, flat: Flat, depth: int) -> dict[str, Any]:
    """An object for a merged schema. Raises Unsatisfiable."""
    properties: Mapping[str, Any] = flat.get("properties", {})
    required = required_names(flat)
    least, most = flat.get("minProperties", 0), flat.get("maxProperties", math.inf)
    if least > MOST_PARTS:
        raise Unsatisfiable(f"an object of {least} properties is too large to be made")
    made: dict[str, Any] = {}
    for name in [*properties, *(name for name in required if name not in properties)]:
        if name not in required:
            if not _chosen(maker, flat, name, depth):
                continue
            brought = [other for other in _brought(flat, [name]) if other not in required]
            left = sum(other not in made for other in required) if most < math.inf else 0
            if len(made) + left + len(brought) > most or not _allowed(maker, flat, brought[1:]):
                continue
            _try(maker, flat, made, name, depth)
            if name in made:
                required.update(dict.fromkeys(brought))
        else:
            made[name] = _needed(maker, flat, name, depth)
    for name in required:
        if name not in made:
            made[name] = _needed(maker, flat, name, depth)
    if len(made) < most:
        _fill_up(maker, flat, made, depth)
    return made


def _needed(maker: Maker, flat: Flat, name: str, depth: int) -> Any:
    try:
        return maker.make(_property(maker, flat, name), depth + 1)
    except Unsatisfiable as error:
        raise error.below(name) from None


def _try(maker: Maker, flat: Flat, made: dict[str, Any], name: str, depth: int) -> None:
    """Make a property that may as well be missing."""
    with suppress(Unsatisfiable):
        made[name] = maker.make(_property(maker, flat, name), depth + 1)


def _fill_up(maker: Maker, flat: Flat, made: dict[str, Any], depth: int) -> None:
    try:
        for name in _further(maker, flat, made, depth):
            maker.spend()
            if name not in made:
                _try(maker, flat, made, name, depth)
    except Unsatisfiable:
        # No name was found; where none is needed, none is missed.
        if len(made) < flat.get("minProperties", 0):
            raise


def required_names(flat: Flat) -> dict[str, None]:
    """The properties that have to be there, with those that they bring along."""
    return _brought(flat, flat.get("required", ()))


def _brought(flat: Flat, names: Iterable[str]) -> dict[str, None]:
    """`names`, and what has to be there with them."""
    found: dict[str, None] = dict.fromkeys(names)
    brought: Mapping[str, Any] = flat.get("dependentRequired", {})
    waiting = list(found) if brought else []
    while waiting:
        for name in brought.get(waiting.pop(), ()):
            if name not in found:
                found[name] = None
                waiting.append(name)
    return found


def _allowed(maker: Maker, flat: Flat, names: Iterable[str]) -> bool:
    """Whether there may be properties of all these names."""
    return all(_property(maker, flat, name) is not False for name in names)


def _chosen(maker: Maker, flat: Flat, name: str, depth: int) -> bool:
    """Whether an optional property is made."""
    if (
        depth > SHALLOW
        or maker.share <= 0
        or (maker.share < 1 and maker.rng.random() > maker.share)
    ):
        return False
    rule = flat.get("propertyNames", True)
    return rule is True or maker.allows(rule, name)


def _property(maker: Maker, flat: Flat, name: str) -> Any:
    """The schema of a property: of its own, of the patterns that its name has, else of the rest."""
    parts = [flat["properties"][name]] if name in flat.get("properties", {}) else []
    for pattern, part in flat.get("patternProperties", {}).items():
        if maker.flattener.matches(pattern, name):
            parts.append(part)
    if not parts:
        rest = flat.get("additionalProperties", True)
        return flat.get("unevaluatedProperties", True) if rest is True else rest
    return parts[0] if len(parts) == 1 else {"allOf": parts}


def _further(maker: Maker, flat: Flat, made: dict[str, Any], depth: int) -> Iterator[str]:
    """Names of further properties, until there are enough."""
    least = int(flat.get("minProperties", 0))
    patterns = list(flat.get("patternProperties", ()))
    if patterns and depth <= SHALLOW and not flat.get("properties"):
        least = max(least, len(made) + 1)
    if depth <= SHALLOW and maker.share > 0 and not made and is_object(_rest(flat)):
        # A map with nothing in it would show nothing of its values.
        least = max(least, 1)
    if len(made) >= least:
        return
    names: list[str] = list(flat.get("properties", ()))
    rule = flat.get("propertyNames", True)
    if is_object(rule):
        names += [name for name in listed(maker, rule) if isinstance(name, str)]
    for name in names:
        if len(made) >= least:
            return
        brought = _brought(flat, [name])
        if _allowed(maker, flat, brought):
            yield from brought
    for attempt in range(least * 2 + _TRIES):
        if len(made) >= least:
            return
        # Where nothing is said of other names, those with a pattern are what is meant.
        closed = _rest(flat) is False or attempt < least + _TRIES // 2
        yield _name(maker, patterns, rule, attempt, closed=closed)


def _rest(flat: Flat) -> Any:
    rest = flat.get("additionalProperties", True)
    return flat.get("unevaluatedProperties", True) if rest is True else rest


def _name(maker: Maker, patterns: list[str], rule: Any, attempt: int, *, closed: bool) -> str:
    if patterns and (closed or attempt % 2 == 0):
        try:
            return _pattern.write(patterns[(attempt // 2) % len(patterns)], maker.rng)
        except PatternError as error:
            raise Unsatisfiable(f"no name was found: {error}") from None
    if rule is not True:
        return str(maker.make({"allOf": [{"type": "string"}, rule]}, SHALLOW))
    suffix = "" if attempt < len(WORDS) else str(attempt)
    return f"{maker.rng.choice(WORDS)}{suffix}"
