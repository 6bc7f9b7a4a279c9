"""An answer goes over the wire as it says: whole, in pieces, late, or broken off.

Faults below HTTP need the transport of the connection, which `_protocol` puts into the scope.
"""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._answers import Answer, EventStream

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping, Sequence

    from scaleway_genapi_mock._answers import Ending, Reply
    from scaleway_genapi_mock.journal._entry import Entry

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Headers = list[tuple[bytes, bytes]]

TRANSPORT = "genapi_mock.transport"
"""Where in `scope["state"]` the transport of the connection is."""
CUT = "genapi_mock.cut"
"""Where in `scope["state"]` it stands how to end the connection without a further byte."""
REFUSED = "genapi_mock.refused"
"""Where in `scope["state"]` status and reason stand, if the connection refused the body."""
_BREATHE = 32
"""After so many events without a delay, other requests get their turn."""
_WITHOUT_CONTENT = {204, 304}
_FOR_EVER = 86_400.0
_READ = 0.02
"""Seconds in which a client reads what was sent before a reset."""


class Disconnected(Exception):  # noqa: N818 - what the client did
    """The client is gone."""


class Line:
    """The way back to the client of one request, which began at `started` (`perf_counter`)."""

    def __init__(
        self, scope: MutableMapping[str, Any], receive: Receive, send: Send, started: float
    ) -> None:
        self._started = started
        self._scope = scope
        self._receive = receive
        self._send = send
        self._listener: asyncio.Future[None] | None = None

    async def answer(
        self, reply: Reply, headers: Headers, entry: Entry, token_delay: float
    ) -> None:
        """Send `reply`. Raises Disconnected when the client leaves before the end."""
        try:
            if not reply.started:
                await self._end(reply.ending)
            elif reply.status in _WITHOUT_CONTENT:
                await self._empty(reply, headers)
            elif isinstance(reply, EventStream):
                await self._stream(reply, headers, entry, token_delay)
            elif reply.ending != "complete" or reply.piece:
                await self._broken(reply, headers)
            else:
                headers.append((b"content-length", str(len(reply.content)).encode()))
                await self._start(reply.status, headers)
                await self._send({"type": "http.response.body", "body": reply.content})
        finally:
            if self._listener is not None:
                self._listener.cancel()

    async def _start(self, status: int, headers: Headers) -> None:
        message = {"type": "http.response.start", "status": status, "headers": headers}
        await self._send(message)

    async def _more(self, data: bytes) -> None:
        await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def _empty(self, reply: Reply, headers: Headers) -> None:
        """An answer whose status has no body (RFC 9110, sections 15.3.5 and 15.4.5)."""
        await self._start(reply.status, headers)
        if reply.ending == "complete":
            await self._send({"type": "http.response.body", "body": b""})
        else:
            await self._end(reply.ending)

    async def _stream(
        self, reply: EventStream, headers: Headers, entry: Entry, token_delay: float
    ) -> None:
        headers += [(b"cache-control", b"no-cache"), (b"x-accel-buffering", b"no")]
        await self._start(reply.status, headers)
        delays: Sequence[float | None] = reply.delays or (token_delay,)
        last = len(delays) - 1
        final = len(reply.records) - 1
        for index, data in enumerate(reply.records):
            delay = delays[min(index, last)]
            if delay is None:
                delay = token_delay
            if delay:
                await self.wait(delay)
            elif index % _BREATHE == _BREATHE - 1:
                await self.wait(0)
            if index == final:
                entry.seconds = perf_counter() - self._started
            await self._more(data)
            entry.streamed = index + 1
        if reply.ending == "complete":
            await self._send({"type": "http.response.body", "body": b""})
        else:
            await self._end(reply.ending)

    async def _broken(self, reply: Answer, headers: Headers) -> None:
        content = reply.content
        headers.append((b"content-length", str(len(content)).encode()))
        await self._start(reply.status, headers)
        if reply.ending != "complete":
            # At least one byte must be missing, or the answer would be whole.
            most = max(0, len(content) - 1)
            content = content[: most // 2 if reply.sent is None else min(reply.sent, most)]
        step = reply.piece or max(1, len(content))
        for at in range(0, len(content), step):
            if reply.delay and at:
                await self.wait(reply.delay)
            await self._more(content[at : at + step])
        if reply.ending == "complete":
            await self._send({"type": "http.response.body", "body": b""})
        else:
            await self._end(reply.ending)

    async def _end(self, ending: Ending) -> None:
        if ending == "stall":
            await self.wait(_FOR_EVER)
            return
        transport = self._scope["state"].get(TRANSPORT)
        if transport is None:
            raise RuntimeError("this server gives no access to its connections")
        # What was sent before must arrive before the end does.
        await asyncio.sleep(0)
        if ending == "reset":
            # A reset throws away what the other side has not read yet.
            await self.wait(_READ)
            _reset(transport)
        else:
            if ending == "bad-chunk":
                transport.write(b"this is no chunk\r\n")
            transport.close()
        # The end of the connection is ours, and takes until the next round of the loop.
        with suppress(Disconnected):
            await self.wait(1.0)

    async def wait(self, seconds: float) -> None:
        """Wait for `seconds`; Disconnected if the client leaves meanwhile."""
        if self._listener is None:
            self._listener = asyncio.ensure_future(until_gone(self._receive))
        done, _ = await asyncio.wait([self._listener], timeout=seconds)
        if done:
            raise Disconnected


async def until_gone(receive: Receive) -> None:
    """Return when the client of a request has left, or has its answer."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _reset(transport: asyncio.Transport) -> None:
    """Close so that the other side gets a TCP reset: lingering for no time at all."""
    wrapped = transport.get_extra_info("socket")
    if wrapped is not None:
        # Event loops hand out a socket that knows no options; one of our own shares its file.
        with suppress(OSError), socket.socket(fileno=os.dup(wrapped.fileno())) as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
