"""Whether a JSON object that arrives in pieces has come to its end. Pure, and linear.

Looks at brackets and strings alone: what stands between them is for the one who decodes it.
"""

import re
from collections.abc import Sequence

# What opens, closes or hides a bracket. A backslash hides what follows it, maybe in the next piece.
_MARKS = re.compile(r'\\.?|["{}\[\]]', re.DOTALL)


class ObjectEnd:
    """How far a text has come. Each of its pieces is looked at once, and only when somebody asks."""

    __slots__ = ("_closed", "_depth", "_hides", "_quoted", "_seen")

    def __init__(self) -> None:
        self._seen = 0
        self._depth = 0
        self._quoted = False
        self._hides = False  # whether the last piece ended in a backslash
        self._closed = False

    def reached(self, pieces: Sequence[str]) -> bool:
        """Whether `pieces`, which may only grow between two questions, hold a whole object."""
        for place in range(self._seen, len(pieces)):
            if text := pieces[place]:
                self._read(text)
        self._seen = len(pieces)
        return self._closed

    def _read(self, text: str) -> None:
        start, self._hides = int(self._hides), False
        for match in _MARKS.finditer(text, start):
            mark = match.group()
            if self._quoted:
                self._quoted = mark != '"'
                self._hides = mark == "\\"
            elif mark == '"':
                self._quoted = True
            elif mark in "{[":
                self._depth += 1
                self._closed = False
            elif mark in "}]":
                self._depth -= 1
                self._closed = mark == "}" and self._depth == 0
