"""Numbers for merged schemas, from a random source. Exact: 0.1 has no binary form."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ._errors import Unsatisfiable

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

_WIDE = 100
_TRIES = 8
_LARGEST = Fraction(2**1023)


def number(flat: Mapping[str, Any], rng: Random, *, whole: bool) -> int | float:
    """A number for a numeric schema; `whole` for an integer. Raises Unsatisfiable."""
    low, low_open = _bound(flat, "minimum", "exclusiveMinimum", max)
    high, high_open = _bound(flat, "maximum", "exclusiveMaximum", min)
    step = _exact(flat["multipleOf"]) if "multipleOf" in flat else None
    if whole:
        # The whole numbers among the multiples of a/b are the multiples of a.
        step = Fraction(1 if step is None else step.numerator)
    wide = _WIDE * (step or 1)
    if low is None:
        low, low_open = min(Fraction(0), high - wide) if high is not None else Fraction(0), False
    if high is None:
        high, high_open = max(low + wide, Fraction(0)), False
    if low > high or (low == high and (low_open or high_open)):
        raise Unsatisfiable(f"no number from {_shown(low)} to {_shown(high)}")
    if step is None:
        return _between(low, high, low_open or high_open, rng)
    first, last = math.ceil(low / step), math.floor(high / step)
    first += low_open and first * step == low
    last -= high_open and last * step == high
    if first > last:
        raise Unsatisfiable(f"no multiple of {_shown(step)} from {_shown(low)} to {_shown(high)}")
    value = rng.randint(first, last) * step
    if whole:
        return int(value)
    for _ in range(_TRIES):
        # Some validators divide floats: 0.3 / 0.1 is not 3.
        if _divides(value, step):
            break
        value = rng.randint(first, last) * step
    return int(value) if abs(value) > _LARGEST else float(value)


def _divides(value: Fraction, step: Fraction) -> bool:
    """Whether a float says so, too; of what is beyond floats no one asks."""
    if max(abs(value), step) > _LARGEST:
        return True
    return (float(value) / float(step)).is_integer()


def _bound(
    flat: Mapping[str, Any], closed: str, opened: str, tighter: Any
) -> tuple[Fraction | None, bool]:
    """The bound that counts, and whether it is itself excluded."""
    inside = _exact(flat[closed]) if closed in flat else None
    outside = _exact(flat[opened]) if opened in flat else None
    if inside is None or outside is None:
        return (inside, False) if outside is None else (outside, True)
    return (outside, True) if tighter(inside, outside) == outside else (inside, False)


def _exact(value: float) -> Fraction:
    if isinstance(value, int):
        return Fraction(value)
    if not math.isfinite(value):
        raise Unsatisfiable("a bound is beyond all numbers")
    return Fraction(repr(value))


def _between(low: Fraction, high: Fraction, opened: bool, rng: Random) -> float:
    for digits in (2, 4, 8):
        # As few digits as fit: a reader compares them more easily.
        value = low + (high - low) * Fraction(rng.randint(1, 10**6), 10**6 + 1)
        short = round(value, digits)
        if low < short < high or (not opened and low <= short <= high):
            value = short
            break
    if abs(value) > _LARGEST:
        return int(value)
    made = float(value)
    if Fraction(made) in {low, high} and opened:
        raise Unsatisfiable(f"no number between {_shown(low)} and {_shown(high)}")
    return made


def _shown(value: Fraction) -> str:
    text = str(value)
    return text if len(text) < 40 else f"{text[:39]}…"  # noqa: PLR2004 - what fits in a sentence
