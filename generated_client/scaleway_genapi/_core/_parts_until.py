"""The parts of a streamed body until the end of the call's time: only waiting for the network may run out of it.

Whoever reads slowly finds the time used up, and what arrived in time unread: in the HTTP library, in the
buffers of the system. So when the time is over, what is there is taken at once, handed out, and only then
it ends. At once, since a server that goes on sending would otherwise never be late to a slow reader.
Knows nothing of HTTP.
"""

import time
from collections import deque
from collections.abc import AsyncIterator, Iterator

from ._deadline import LEAST, Deadline, in_time, keeping

MOST_BYTES = 8 << 20
"""What is taken at most; more than systems hold back for a connection."""
MOST_SECONDS = 1.0
"""How long the taking lasts at most, against a server that pours."""
GRACE_SECONDS = 0.05
"""How long is waited for a part that is there, but has to come through the event loop or TLS."""


class _LastLook(Deadline):
    """For what is there already: a read always has a moment, whatever the machine did meanwhile."""

    __slots__ = ()

    def left(self) -> float:
        return max(super().left(), LEAST)


def _last_look() -> Deadline:
    return _LastLook(GRACE_SECONDS, time.monotonic)


class _Arrived:
    """What was there when the time was up, and how it ended."""

    __slots__ = ("_parts", "_room", "_until", "end")

    def __init__(self) -> None:
        self._parts: deque[bytes] = deque()
        self._room = MOST_BYTES
        self._until = Deadline(MOST_SECONDS, time.monotonic)
        self.end: Exception = TimeoutError("the time is used up")

    def add(self, part: bytes) -> bool:
        """Keeps a part; whether there is room and time for more."""
        self._parts.append(part)
        self._room -= len(part)
        return self._room > 0 and not self._until.over()

    def pop(self) -> bytes:
        """The next part; raises how it ended when there is none."""
        if not self._parts:
            raise self.end
        return self._parts.popleft()


class PartsUntil:
    """The parts of a body, each of them in time.

    Args:
        parts: The body.
        deadline: Until when is waited.
        bounded: Whether reads keep to a deadline. Where they do not, nothing is read once the time is up.
    """

    __slots__ = ("_arrived", "_bounded", "_deadline", "_parts")

    def __init__(self, parts: Iterator[bytes], deadline: Deadline, *, bounded: bool) -> None:
        self._parts = parts
        self._deadline = deadline
        self._bounded = bounded
        self._arrived: _Arrived | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._arrived is None:
            if not self._deadline.over():
                with keeping(self._deadline):
                    return next(self._parts)
            self._arrived = self._take()
        return self._arrived.pop()

    def _take(self) -> _Arrived:
        arrived = _Arrived()
        try:
            more = self._bounded
            while more:
                with keeping(_last_look()):
                    more = arrived.add(next(self._parts))
        except Exception as error:  # noqa: BLE001 - raised after what came before it
            arrived.end = error
        return arrived


class AsyncPartsUntil:
    """The parts of a body, each of them in time. No generator: those want to be run out."""

    __slots__ = ("_arrived", "_deadline", "_parts")

    def __init__(self, parts: AsyncIterator[bytes], deadline: Deadline) -> None:
        self._parts = parts
        self._deadline = deadline
        self._arrived: _Arrived | None = None

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        if self._arrived is None:
            if not self._deadline.over():
                return await in_time(self._deadline, anext(self._parts))
            self._arrived = await self._take()
        return self._arrived.pop()

    async def _take(self) -> _Arrived:
        arrived = _Arrived()
        try:
            more = True
            while more:
                more = arrived.add(await in_time(_last_look(), anext(self._parts)))
        except Exception as error:  # noqa: BLE001 - raised after what came before it
            arrived.end = error
        return arrived
