"""What regular expressions cost: to be made ready, and to be looked for. In steps, not in seconds."""

from __future__ import annotations

import re

from scaleway_genapi_mock._kept import kept

from ._expression import LONGEST, PatternError, size
from ._reading import MOST_CHARACTERS, read

_COMPILED = 10
"""So much of what patterns cost is one step."""
_SCANNED = 200
"""Characters that an expression reads in the time of one step."""
_LEAVING = re.compile(r"\(\?(?:=|!|<[=!])|\\[1-9k]")
"""What makes whoever looks for it go back."""


def cost(pattern: str) -> int:
    """What compiling `pattern` costs; what cannot be read is as dear as it may be."""
    return _cost(pattern) if len(pattern) <= MOST_CHARACTERS else LONGEST


def _length(pattern: str, _: int) -> int:
    return 20 + len(pattern)


@kept(2 * MOST_CHARACTERS, _length)
def _cost(pattern: str) -> int:
    try:
        return size(read(pattern)) + len(pattern)
    except PatternError:
        return LONGEST if "{" in pattern else 10 * len(pattern)


def compiling(pattern: str) -> int:
    """The steps of compiling `pattern`."""
    return 1 + cost(pattern) // _COMPILED


def matching(pattern: str, length: int) -> int:
    """The steps of looking for `pattern` in a text of `length` characters."""
    size = min(cost(pattern), 500) * max(1, length)
    # Whoever looks around may begin anew at each character.
    return size * (length if goes_back(pattern) else 1) // _SCANNED


def goes_back(pattern: str) -> bool:
    """Whether it takes an engine that goes back to find `pattern`: it looks around, or refers back."""
    return _LEAVING.search(pattern) is not None
