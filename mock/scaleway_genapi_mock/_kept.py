"""A function that remembers: as much as a bound on the size says, not on the number."""

from __future__ import annotations

from collections import OrderedDict
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

Key = TypeVar("Key", bound="Hashable")
Made = TypeVar("Made")


def kept(
    most: int, weigh: Callable[[Key, Made], int]
) -> Callable[[Callable[[Key], Made]], Callable[[Key], Made]]:
    """Remember what a function makes, for the latest arguments that weigh `most` together.

    `weigh` is told the argument and what was made for it.
    """

    def decorate(make: Callable[[Key], Made]) -> Callable[[Key], Made]:
        known: OrderedDict[Key, tuple[Made, int]] = OrderedDict()
        # Servers of several threads share what is remembered.
        lock = Lock()
        total = 0

        @wraps(make)
        def remembering(key: Key) -> Made:
            nonlocal total
            with lock:
                if key in known:
                    known.move_to_end(key)
                    return known[key][0]
            made = make(key)
            weight = weigh(key, made)
            with lock:
                if key not in known and weight <= most:
                    known[key] = (made, weight)
                    total += weight
                while total > most:
                    total -= known.popitem(last=False)[1][1]
            return made

        return remembering

    return decorate
