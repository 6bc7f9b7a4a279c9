"""The open response of a stream: read, drained and closed once, and by the garbage collector if by nobody else.

Apart from the streams, because it is what a stream leaves behind that is forgotten. Knows nothing of events.
"""

import contextlib
import os
import sys
import time
import warnings
from collections.abc import AsyncIterator, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from ._body import ALONE, HTTP2, bind_network, close_early, hang_up
from ._deadline import Deadline, keeping
from ._loops import have_done, loop_here
from ._parts_until import AsyncPartsUntil, PartsUntil

if TYPE_CHECKING:
    from ._httpx import Family
    from ._pool import Pool

_DRAIN_SECONDS = 0.1
_READS_AS_IS = frozenset({"", "identity"})
_UNCLOSED = "a stream was neither read to its end nor closed: use `{}with`, or {}close()"


def _is_plain(response: Any) -> bool:
    """Whether the body can be read past the HTTP library's decoders; a hook may have read it already."""
    encoding = response.headers.get("content-encoding", "").lower()
    return encoding in _READS_AS_IS and not response.is_stream_consumed


class OpenResponse:
    """The response of a blocking stream."""

    __slots__ = ("__weakref__", "_body", "_pool", "closed", "deadline", "response")

    def __init__(self, pool: "Pool", response: Any, deadline: Deadline | None) -> None:
        # Held, because a pool that nobody needs any more closes its connections.
        self._pool = pool
        self._body = pool.streams.open(response)
        self.response = response
        self.deadline = deadline
        self.closed = False

    @property
    def family(self) -> "Family":
        """The library that the response is of."""
        return self._pool.family

    def parts(self) -> Iterator[bytes]:
        """The body as it arrives, decompressed if it must be."""
        response = self.response
        parts: Iterator[bytes] = iter(
            response.stream if _is_plain(response) else response.iter_bytes()
        )
        self._body.parts = parts
        if self.deadline is None:
            return parts
        # Over HTTP/2 the timeouts of the request, which are looked up at each read, do as well.
        bounded = bind_network(response) or response.http_version == HTTP2
        return PartsUntil(parts, self.deadline, bounded=bounded)

    def close(self) -> None:
        """Gives the connection back if the body was read to its end, and closes it otherwise."""
        if not self.closed:
            self.closed = True
            self._pool.streams.close(self._body)

    def wake(self) -> None:
        """Ends the connection under a thread that reads from it."""
        if not self.closed and self._body.process == os.getpid():
            hang_up(self.response)

    def drain(self, parts: Iterator[bytes]) -> None:
        """Reads what follows the end marker, for a bounded time, so that the connection can be used again."""
        # HTTP/2 shares the socket between streams: nothing to read, closing ends only this one. And where
        # reads cannot be bounded (a transport without a network, or somebody's own), nothing can be waited for.
        if bind_network(self.response):
            deadline = Deadline(_DRAIN_SECONDS, time.monotonic)
            with contextlib.suppress(Exception), keeping(deadline):
                for _ in parts:
                    if deadline.over():
                        break
        self.close()

    def __del__(self) -> None:
        if not self.closed and self._body.process == os.getpid():
            try:
                warnings.warn(_UNCLOSED.format("", "call "), ResourceWarning, stacklevel=2)
            finally:
                self._pool.streams.forget(self._body)


class AsyncOpenResponse:
    """The response of an asynchronous stream."""

    __slots__ = ("__weakref__", "_parts", "_place", "_pool", "closed", "deadline", "response")

    def __init__(self, pool: "Pool", response: Any, deadline: Deadline | None) -> None:
        # Held, because a pool that nobody needs any more closes its connections.
        self._pool = pool
        # Whose loop, and whose process after a fork, has to close it.
        self._place = os.getpid(), loop_here()
        self.response = response
        self.deadline = deadline
        self.closed = False
        self._parts: AsyncIterator[bytes] | None = None

    @property
    def family(self) -> "Family":
        """The library that the response is of."""
        return self._pool.family

    def parts(self) -> AsyncIterator[bytes]:
        """The body as it arrives, decompressed if it must be."""
        response = self.response
        parts: AsyncIterator[bytes] = aiter(
            response.stream if _is_plain(response) else response.aiter_bytes()
        )
        self._parts = parts
        return parts if self.deadline is None else AsyncPartsUntil(parts, self.deadline)

    async def close(self) -> None:
        """Gives the connection back if the body was read to its end, and closes it otherwise.

        In another event loop it has its own do so, and waits for nothing.
        """
        if self.closed:
            return
        self.closed = True
        process, loop = self._place
        if process != os.getpid():
            return  # the connection is the parent's
        parts, self._parts = self._parts, None
        if loop is loop_here():
            await close_early(self.response, parts)
        else:
            self._hand_over(parts)

    async def drain(self, parts: AsyncIterator[bytes]) -> None:
        """Reads what follows the end marker, for a bounded time, so that the connection can be used again."""
        # HTTP/2 shares the socket between streams: closing ends only this one.
        if self.response.http_version in ALONE:
            # anyio comes with httpx; cancelling a read makes httpx close the connection.
            import anyio  # noqa: PLC0415 - slow to import

            with contextlib.suppress(Exception), anyio.move_on_after(_DRAIN_SECONDS):
                async for _ in parts:
                    pass
        await self.close()

    def __del__(self) -> None:
        if self.closed or self._place[0] != os.getpid():
            return
        self.closed = True
        try:
            warnings.warn(_UNCLOSED.format("async ", "await "), ResourceWarning, stacklevel=2)
        finally:
            # The loop has generators run out by itself.
            self._hand_over(None)

    def _hand_over(self, parts: AsyncIterator[bytes] | None) -> None:
        """Has the loop of the connection close it."""
        try:
            # Ended at once, since a loop may never come to it, or be over.
            hang_up(self.response)
        finally:
            if not sys.is_finalizing():
                have_done(self._place, partial(_close, self.response, parts))


async def _close(response: Any, parts: AsyncIterator[bytes] | None) -> None:
    # That a connection ends badly is nobody's concern; and trio ends with a task like this one.
    with contextlib.suppress(Exception):
        await close_early(response, parts)
