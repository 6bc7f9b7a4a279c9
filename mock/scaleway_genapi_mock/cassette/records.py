"""The bytes of an event stream, cut into its records as they arrive. Pure; knows no network.

Each byte is looked at once, however long a record is and in however many pieces it comes. How long
one may be is for the one who feeds it to say.
"""

from __future__ import annotations

import re

_END = re.compile(rb"(?:\r\n|\n|\r(?!\n|\Z)){2}")
"""A blank line, in any of the line ends that the standard allows (WHATWG, server-sent events).
A carriage return at the very end may be half of one: its other half decides."""
_OPEN = 3
"""So many bytes may be the beginning of a blank line: CR LF CR."""


class Records:
    """Feed it pieces; it gives back the records that each piece completed, byte for byte."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        """What was looked at and holds no end."""
        self._open = b""
        """The last bytes, which the next piece may make an end of."""

    def feed(self, piece: bytes) -> list[bytes]:
        """The records that `piece` ends."""
        window = self._open + piece
        found: list[bytes] = []
        start = 0
        for match in _END.finditer(window):
            found.append(b"".join([*self._parts, window[start : match.end()]]))
            self._parts.clear()
            start = match.end()
        known = max(start, len(window) - _OPEN)
        if known > start:
            self._parts.append(window[start:known])
        self._open = window[known:]
        return found

    def rest(self) -> bytes:
        """What came after the last whole record."""
        return b"".join([*self._parts, self._open])
