"""uvicorn's HTTP protocol, quiet, with bounds on what a client may send and on how late.

What is refused here is refused before there is a request: in plain text, since no operation of the
document is known yet. The transport stands where an application can reach it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from ._cycle import Unusual
from ._transmit import CUT, REFUSED, TRANSPORT

if TYPE_CHECKING:
    import asyncio

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from ._server import Application

LARGEST_HEAD = 64 * 1024
"""Bytes of a request's line and header lines."""
MOST_LINES = 256
_MOST_WAITING = 64
"""So many requests may wait on a connection while one is answered."""
_LINGER = 1.0
"""Seconds in which a client that still sends can read why it was refused."""
_MOST_IGNORED = 4 * 1024 * 1024
_SILENT = logging.getLogger("scaleway_genapi_mock.http")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class _TooLargeError(Exception):
    """The head of a request is larger than it may be."""


class _TooManyError(Exception):
    """More requests wait on a connection than may."""


class Protocol(HttpToolsProtocol):
    """One connection. What uvicorn would log about it, the application knows better.

    `patience` is how many seconds a request may take to arrive, from its first byte to its last.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        loop: asyncio.AbstractEventLoop,
        patience: float,
    ) -> None:
        super().__init__(config, server_state, {}, loop)
        self._patience = patience
        self._due = loop.time() + patience
        self._arriving = False
        self._in_head = False
        self._head = 0
        """Bytes that came since the chunk in which the running head began."""
        self._began_in = 0
        """Bytes of that chunk: most of them may be those of other requests."""
        self._chunk = 0
        self._refused = False
        self._ignored = 0
        self._running: RequestResponseCycle | None = None

    parser: Any

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put the transport into the state that every request of the connection gets."""
        super().connection_made(transport)
        self.logger = _SILENT
        self.access_log = False
        self.app_state = {TRANSPORT: transport, CUT: self.cut}

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell every request of the connection: uvicorn tells the one that came last."""
        for cycle in (self._running, *(waiting for waiting, _ in self.pipeline)):
            if cycle is not None and not cycle.response_complete:
                cycle.disconnected = True
                cycle.message_event.set()
        self.pipeline.clear()
        super().connection_lost(exc)
        self._unset_keepalive_if_required()

    # What arrives

    def data_received(self, data: bytes) -> None:
        """Take in what came; refuse what is no request, or too much of one."""
        if self._refused:
            self._ignore(len(data))
            return
        self._unset_keepalive_if_required()
        self._chunk = len(data)
        if self._in_head:
            self._head += self._chunk
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # It was answered as a request like any other; the connection ends with the answer.
            return
        except httptools.HttpParserError as error:
            if isinstance(error.__context__, _TooLargeError):
                self._refuse_head()
            elif isinstance(error.__context__, _TooManyError):
                self._abort()
            else:
                self._refuse(400, "This is no valid HTTP request.")
            return
        if self._in_head and self._head > LARGEST_HEAD:
            self._refuse_head()

    def on_message_begin(self) -> None:
        """A request begins: the clock runs."""
        super().on_message_begin()
        self._due = self.loop.time() + self._patience
        self._arriving = self._in_head = True
        self._head, self._began_in = 0, self._chunk

    def on_headers_complete(self) -> None:
        """Begin to answer, if it is a request that may be answered."""
        self._in_head = False
        if self._began_in + self._head > LARGEST_HEAD or len(self.headers) > MOST_LINES:
            self._measure()
        super().on_headers_complete()
        if self.expect_100_continue or self.scope["http_version"] != "1.1":
            # Made by uvicorn, which knows no other class; nothing of it runs yet.
            self.cycle.__class__ = Unusual
        if self.parser.should_upgrade():
            # Nothing that follows is read as HTTP: an Upgrade that is not taken up, or CONNECT.
            self.cycle.keep_alive = False
        if self.pipeline:
            if len(self.pipeline) > _MOST_WAITING:
                raise _TooManyError
            # A client that leaves is noticed only while its connection is read.
            self.flow.resume_reading()

    def on_message_complete(self) -> None:
        """A request is here in full."""
        self._arriving = False
        super().on_message_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._running = cycle
        super()._start_asgi_task(cycle, app)

    def _measure(self) -> None:
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > LARGEST_HEAD or len(self.headers) > MOST_LINES:
            raise _TooLargeError

    # What is refused

    def check(self, now: float) -> None:
        """Give up a request that does not arrive, a connection without one. Called now and then."""
        if self._refused:
            if now >= self._due:
                self._abort()
        elif self.flow.read_paused:
            # It is this side that does not read.
            self._due = now + self._patience
        elif self._arriving:
            if now >= self._due:
                self._give_up()
        elif self.timeout_keep_alive_task is None and self._rests() and now >= self._due:
            self.transport.close()

    def _rests(self) -> bool:
        return self._running is None or self._running.response_complete

    def _give_up(self) -> None:
        self._refuse(408, f"The request did not arrive within {self._patience:g} seconds.")

    def _refuse_head(self) -> None:
        limits = f"{LARGEST_HEAD} bytes and {MOST_LINES} header lines"
        self._refuse(431, f"The head of a request may have {limits}.")

    def _refuse(self, status: int, words: str) -> None:
        """Answer, if no other answer has begun, and end the connection."""
        running = self._running
        if not self._rests() and running is not None:
            if running is not self.cycle or self._in_head or running.response_started:
                self._abort()
                return
            # It waits for the rest of this request, which nobody will read.
            scope: Any = running.scope
            scope["state"][REFUSED] = (status, words)
            running.disconnected = True
            running.message_event.set()
        elif not self._in_head and running is self.cycle and running is not None:
            # What is wrong is the rest of a request that has its answer.
            self._abort()
            return
        content = words.encode()
        lines = [
            STATUS_LINE[status],
            b"content-type: text/plain; charset=utf-8\r\n",
            b"content-length: %d\r\nconnection: close\r\n\r\n" % len(content),
            content,
        ]
        self.transport.write(b"".join(lines))
        # Closed at once, with input unread, TCP would reset the connection, and take the answer.
        self._refused = True
        self._due = self.loop.time() + _LINGER
        if self.transport.can_write_eof():
            self.transport.write_eof()

    def cut(self) -> None:
        """End the connection, if a request runs on it, with no answer but what is out already."""
        if not self._rests() and self._running is not None:
            # Left to itself, uvicorn answers a request that is cancelled with a 500 of its own.
            self._running.disconnected = True
            self._running.message_event.set()
            self.transport.close()

    def _ignore(self, size: int) -> None:
        self._ignored += size
        if self._ignored > _MOST_IGNORED:
            self._abort()

    def _abort(self) -> None:
        self._refused = True
        self.transport.abort()


class _Quiet(Config):
    """uvicorn's configuration without its logging, which would be the whole process's."""

    def configure_logging(self) -> None:
        """Leave logging as it is."""


def config_for(app: Application) -> Config:
    """Uvicorn's configuration for `app`."""
    asgi: Any = app
    config = _Quiet(
        asgi,
        lifespan="off",
        ws="none",
        http=Protocol,
        interface="asgi3",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=60,
    )
    config.load()
    return config


__all__ = ["Protocol", "ServerState", "config_for"]
