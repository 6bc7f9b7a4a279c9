"""How a secret may be spelt: escaped for JSON or for a URL, in UTF-16, without its hyphens, in base64.

Pure. Instead of the secret, what it may stand in is read: the time grows with that alone. Both are
sent by anyone, and an expression for all spellings of a secret would be tried for minutes.
"""

from __future__ import annotations

import re
from array import array
from base64 import b64encode
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from ._credentials import SHORTEST
from ._json import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Span = tuple[int, int]

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ESCAPED = re.compile(rb"\\u|%(?:25)*[0-9a-fA-F]{2}|\x00")
"""An escape of JSON or of a URL, or UTF-16: any of them may be a part of a secret."""
_SPELT = (
    # Any number of backslashes: JSON may stand in a text of JSON, and that again.
    rb"\\++(?:u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\++u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    rb"|u(?P<unit>[0-9a-fA-F]{4})|(?P<itself>[\"/]))?"
    rb"|%(?:25)*(?P<byte>[0-9a-fA-F]{2})|\x00++"
)
_READ = re.compile(_SPELT)
_READ_ALL = re.compile(_SPELT + rb"|-")
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_REST = re.compile(rb"[A-Za-z0-9+/_-]{0,2}(?:=|%3[dD]){0,2}")
"""What base64 may have behind the characters that a secret decides."""


class Secret:
    """A secret, and where it stands."""

    def __init__(self, word: str) -> None:
        raw = word.encode("utf-8", "surrogateescape")
        low = raw.lower()
        self._uuid = _UUID.fullmatch(word) is not None
        self._plain = {low, dumps(word)[1:-1].lower()} if word.isascii() else {low}
        if self._uuid:
            # It says the same without its hyphens.
            self._plain.add(low.replace(b"-", b""))
        # Read as what it stands in is: a backslash or a percent sign of its own is not there either.
        read = _Reading(raw, hyphens=not self._uuid).low
        self._read = read if len(read) >= SHORTEST else low
        cores = list(_cores(raw))
        # The longest run that base64 spells in one way only.
        self._runs = [max(re.split(rb"[+/]", core), key=len) for core in cores]
        self._encoded = cores
        # These may also be written with a backslash before them.
        self._escapable = any(char in word for char in '/"\\')

    def spans(self, content: Content) -> Sequence[Span]:
        """Where it stands in `content`, in order, without overlaps."""
        found = [span for plain in self._plain for span in _all(content.low, plain)]
        if content.is_escaped or (self._escapable and b"\\" in content.raw):
            reading = content.read_all if self._uuid else content.read
            found += [reading.span(*span) for span in _all(reading.low, self._read)]
        if content.is_escaped or any(run in content.raw for run in self._runs):
            for core in self._encoded:
                for span in _all(content.base64, core):
                    start, end = content.read.span(*span)
                    rest = _REST.match(content.raw, end)
                    found.append((start, end if rest is None else rest.end()))
        return _merged(found)


class Content:
    """What secrets are looked for in, and what is read there; worked out when it is needed."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    @cached_property
    def low(self) -> bytes:
        return self.raw.lower()

    @cached_property
    def is_escaped(self) -> bool:
        return _ESCAPED.search(self.raw) is not None

    @cached_property
    def read(self) -> _Reading:
        return _Reading(self.raw)

    @cached_property
    def read_all(self) -> _Reading:
        """Without hyphens."""
        return _Reading(self.raw, hyphens=False)

    @cached_property
    def base64(self) -> bytes:
        """With one alphabet of base64 for both."""
        return self.read.text.translate(_URL_SAFE)


class _Reading:
    """What bytes say without escapes, NULs and backslashes, and which of them say it."""

    def __init__(self, raw: bytes, *, hyphens: bool = True) -> None:
        said = bytearray()
        at = 0
        # Of each escape: where it begins and ends in what is read, and in the bytes.
        self._begins, self._ends = array("L", [0]), array("L", [0])
        self._raw_begins, self._raw_ends = array("L", [0]), array("L", [0])
        for match in (_READ if hyphens else _READ_ALL).finditer(raw):
            start, end = match.span()
            says = _says(match)
            if says == b"\\" or (says == b"-" and not hyphens):
                says = b""
            said += raw[at:start]
            self._begins.append(len(said))
            said += says
            self._ends.append(len(said))
            self._raw_begins.append(start)
            self._raw_ends.append(end)
            at = end
        self.text = bytes(said + raw[at:])

    @cached_property
    def low(self) -> bytes:
        return self.text.lower()

    def span(self, start: int, end: int) -> Span:
        """The bytes that say what stands from `start` to `end`."""
        return self._byte(start)[0], self._byte(end - 1)[1]

    def _byte(self, at: int) -> Span:
        near = bisect_right(self._begins, at) - 1
        beyond = at - self._ends[near]
        if beyond < 0:
            return self._raw_begins[near], self._raw_ends[near]
        place = self._raw_ends[near] + beyond
        return place, place + 1


def _says(match: re.Match[bytes]) -> bytes:
    """What an escape stands for; backslashes that escape nothing are left out."""
    high, low, unit, itself, byte = match.group("high", "low", "unit", "itself", "byte")
    if byte is not None:
        return bytes.fromhex(byte.decode("ascii")).strip(b"\0")
    if high is not None:
        pair = bytes.fromhex((high + low).decode("ascii"))
        return pair.decode("utf-16-be").encode()
    if unit is not None:
        code = int(unit, 16)
        return chr(code).encode("utf-8", "surrogatepass") if code else b""
    return itself or b""


def _all(content: bytes, word: bytes) -> Iterator[Span]:
    at = content.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = content.find(word, at + len(word))


def _merged(spans: list[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _cores(raw: bytes) -> Iterator[bytes]:
    """The characters of base64 that `raw` decides, for each place that it may begin at."""
    for before, first in enumerate((0, 2, 3)):
        padded = b"\0" * before + raw
        yield b64encode(padded)[first : len(padded) * 8 // 6]
