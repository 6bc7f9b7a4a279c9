"""Who makes the values inside of objects and arrays: what these may ask of the generator."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Protocol

from ._merge import Contradiction

if TYPE_CHECKING:
    from random import Random

    from ._flat import Flattener

SHALLOW = 5
"""So deep optional properties and further items are made."""
MOST_PARTS = 20_000
"""As many properties or items as are made."""
_LISTED = 1000


class Maker(Protocol):
    """Who makes the values inside, and counts the steps."""

    rng: Random
    share: float
    flattener: Flattener
    heights: dict[str, float]
    """How many levels a value of what a reference leads to has at least, as far as it is known."""

    def make(self, schema: Any, depth: int) -> Any:
        """A value for `schema`. Raises Unsatisfiable."""
        ...

    def allows(self, schema: Any, value: Any) -> bool:
        """Whether `value` is valid for `schema`."""
        ...

    def spend(self, steps: int = 1) -> None:
        """Take steps from the budget."""
        ...


def listed(maker: Maker, schema: Any) -> list[Any]:
    """All the values of a schema that lists them, or whose numbers can be counted."""
    try:
        flat = maker.flattener.flat(schema)
    except Contradiction:
        return []
    if "enum" in flat:
        maker.spend(len(flat["enum"]) // 20)
        return [value for value in flat["enum"] if maker.allows(schema, value)]
    low, high = flat.get("minimum"), flat.get("maximum")
    if flat.get("type") in ("integer", ["integer"]) and low is not None and high is not None:
        numbers = range(math.ceil(low), min(math.floor(high), math.ceil(low) + _LISTED) + 1)
        return [value for value in numbers if maker.allows(schema, value)]
    return []
