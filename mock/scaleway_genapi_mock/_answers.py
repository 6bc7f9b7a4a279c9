"""What an operation answers: a body or a stream of events. Plain values; `_app` sends them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal, overload

from ._json import dumps
from .compile._operations import EVENT_STREAM, JSON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


Ending = Literal["complete", "stall", "close", "reset", "bad-chunk"]
"""How an answer ends: as it should; never; by closing or resetting the connection before its
end; with a chunk that is none."""


@dataclass(slots=True)
class Answer:
    """A complete answer; `tokens` is what it costs of the token limit.

    `started` false ends the connection before the first byte. `piece` sends that many bytes at a
    time, `delay` seconds apart. With another ending than "complete", only the first `sent` bytes
    go out, half of them if None. `latency` None is the server's own.
    """

    content: bytes
    status: int = 200
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    tokens: int = 0
    ending: Ending = "complete"
    started: bool = True
    latency: float | None = None
    piece: int = 0
    delay: float = 0.0
    sent: int | None = None


@dataclass(slots=True)
class EventStream:
    """An answer of server-sent events: the records as they go over the wire, in order.

    `delays` are seconds before each record, None for the server's own, the last of them for all that
    follow. With another ending than "complete" the records are all that is sent before it.
    """

    records: Sequence[bytes]
    status: int = 200
    media_type: str = EVENT_STREAM
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    delays: Sequence[float | None] = ()
    tokens: int = 0
    ending: Ending = "complete"
    started: bool = True
    latency: float | None = None


class LongRecords(Sequence[bytes]):
    """The records of a long stream, made while they are sent: others are served meanwhile.

    `make` begins anew, with the same ones, each time that someone goes through them.
    """

    def __init__(self, make: Callable[[], Iterator[bytes]], length: int) -> None:
        self._make = make
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        return self._make()

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(at, int):
            return next(islice(self._make(), range(self._length)[at], None))
        start, stop, step = at.indices(self._length)
        if start or step != 1:
            return list(self._make())[at]
        return LongRecords(lambda: islice(self._make(), stop), stop)


Reply = Answer | EventStream


def record(data: Any) -> bytes:
    """One server-sent event with `data` as JSON."""
    return b"data: " + dumps(data) + b"\n\n"


def text_record(text: str) -> bytes:
    """One server-sent event with `text`, a line each (WHATWG, server-sent events)."""
    return "".join(f"data: {line}\n" for line in text.split("\n")).encode() + b"\n"
