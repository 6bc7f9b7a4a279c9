"""Texts and numbers for merged schemas, from a random source. Knows no references."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ._errors import Unsatisfiable
from ._pattern import PatternError, writer
from ._text import FORMATS, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

TRIES = 24
"""How often something is tried again with other random numbers."""


def text(flat: Mapping[str, Any], rng: Random) -> str:
    """A text for a string schema. Raises Unsatisfiable."""
    least, most = flat.get("minLength", 0), flat.get("maxLength")
    if most is not None and most < least:
        raise Unsatisfiable("minLength above maxLength")
    if "pattern" in flat:
        return _matching(flat["pattern"], least, most, rng)
    made = FORMATS.get(flat.get("format", ""))
    if made is not None:
        return made(rng)
    if least > 2_000_000:  # noqa: PLR2004 - a value is no place for more
        raise Unsatisfiable("a text of that length")
    return words(rng, least, most)


def _matching(pattern: str, least: int, most: int | None, rng: Random) -> str:
    try:
        write = writer(pattern)
    except (PatternError, ValueError, RecursionError):
        return words(rng, least, most)
    text = ""
    for _ in range(TRIES):
        text = write(rng)
        if len(text) >= least and (most is None or len(text) <= most):
            return text
    if len(text) < least and not pattern.endswith("$"):
        return text + "x" * (least - len(text))
    longest = max((write(rng) for _ in range(TRIES)), key=len)
    # An open quantifier at the end can be written out as far as is asked for.
    return longest + longest[-1:] * (least - len(longest))


def number(flat: Mapping[str, Any], rng: Random, *, whole: bool) -> int | float:
    """A number for a numeric schema; `whole` for an integer. Raises Unsatisfiable."""
    low, high = flat.get("minimum", -math.inf), flat.get("maximum", math.inf)
    above, below = flat.get("exclusiveMinimum"), flat.get("exclusiveMaximum")
    step = flat.get("multipleOf")
    tiny = step or (1 if whole else 0.1)
    if above is not None and above >= low:
        low = above + (min(tiny, (below - above) / 2) if below is not None and not whole else tiny)
        low = math.floor(above) + 1 if whole else low
    if below is not None and below <= high:
        high = math.ceil(below) - 1 if whole else below - min(tiny, max(0, (below - low) / 2))
    low = low if low > -math.inf else min(0, high - 100)
    high = high if high < math.inf else max(low + 100, 0)
    if low > high:
        raise Unsatisfiable(f"no number from {low} to {high}")
    if step:
        first, last = math.ceil(low / step), math.floor(high / step)
        if first > last:
            raise Unsatisfiable(f"no multiple of {step} from {low} to {high}")
        value = rng.randint(first, last) * step
        return int(value) if whole and value == int(value) else value
    if whole:
        if math.ceil(low) > math.floor(high):
            raise Unsatisfiable(f"no integer from {low} to {high}")
        return rng.randint(math.ceil(low), math.floor(high))
    value = rng.uniform(low, high)
    short = round(value, 2)
    return short if low <= short <= high else value
