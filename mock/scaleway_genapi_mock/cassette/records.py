"""The bytes of an event stream, cut into its records as they arrive. Pure; knows no network."""

from __future__ import annotations

import re

_END = re.compile(rb"(?:\r\n|\n|\r(?!\n|\Z)){2}")
"""A blank line, in any of the line ends that the standard allows (WHATWG, server-sent events).
A carriage return at the very end may be half of one: its other half decides."""


class Records:
    """Feed it pieces; it gives back the records that each piece completed, byte for byte."""

    def __init__(self) -> None:
        self._held = b""

    def feed(self, piece: bytes) -> list[bytes]:
        """The records that `piece` ends."""
        self._held += piece
        found: list[bytes] = []
        start = 0
        for match in _END.finditer(self._held):
            found.append(self._held[start : match.end()])
            start = match.end()
        self._held = self._held[start:]
        return found

    def rest(self) -> bytes:
        """What came after the last whole record."""
        return self._held
