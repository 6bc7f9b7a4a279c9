"""Serving an application with uvicorn's protocol, on a socket, until told to stop.

uvicorn's own `Server` is not used: it takes 100 ms and more to stop, configures logging for the
whole process, and cannot be told to let go of a running stream.
"""

from __future__ import annotations

import asyncio
import socket
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from uvicorn.server import ServerState

    Message = MutableMapping[str, Any]
    Application = Callable[
        [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
        Awaitable[None],
    ]

_BACKLOG = 2048
PATIENCE = 60.0
"""Seconds in which a request must have arrived."""
_GRACE = 0.25
"""Seconds that running requests get to end by themselves when the server stops."""


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises OSError: the port is in use, the host is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind((host, port))
        sock.listen(_BACKLOG)
        sock.setblocking(False)
    except (OSError, OverflowError):
        sock.close()
        raise
    return sock


def address(sock: socket.socket) -> str:
    """The base URL at which `sock` is reached from this machine."""
    host, port = sock.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(str(host), str(host))  # noqa: S104 - read
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def new_loop() -> asyncio.AbstractEventLoop:
    """The fastest event loop there is here."""
    try:
        import uvloop  # noqa: PLC0415 - not on every platform
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


class Service:
    """`app` on `sock`, inside a running event loop.

    `patience` is how many seconds a request may take to arrive.
    """

    def __init__(self, app: Application, sock: socket.socket, patience: float = PATIENCE) -> None:
        self._app = app
        self._sock = sock
        self._patience = patience
        self._state: ServerState | None = None
        self._stop = asyncio.Event()
        self.cut = 0
        """How many requests were cut off when it stopped."""

    async def run(self, ready: asyncio.Event | None = None) -> None:
        """Serve until `stop`; then let running requests end for a moment, and cut off the rest."""
        from ._protocol import Protocol, ServerState, config_for  # noqa: PLC0415 - costs 50 ms

        loop = asyncio.get_running_loop()
        config = config_for(self._app)
        state = self._state = ServerState()
        server = await loop.create_server(
            lambda: Protocol(config, state, loop, self._patience),
            sock=self._sock,
            backlog=_BACKLOG,
        )
        if ready is not None:
            ready.set()
        try:
            while not self._stop.is_set():
                state.default_headers = [(b"date", formatdate(usegmt=True).encode())]
                now = loop.time()
                for connection in list(state.connections):
                    connection.check(now)  # type: ignore[union-attr]
                # The Date header is to the second.
                await _first(self._stop, min(1.0, max(0.1, self._patience) / 2))
        finally:
            server.close()
            await self._end(state)

    async def _end(self, state: ServerState) -> None:
        for connection in list(state.connections):
            connection.shutdown()
        tasks = set(state.tasks)
        if tasks:
            _, running = await asyncio.wait(tasks, timeout=_GRACE)
            self.cut = len(running)
            await self._cancel(state, running)
        for connection in list(state.connections):
            connection.transport.abort()
        # A transport that was aborted says goodbye in the next round of the loop.
        await asyncio.sleep(0)

    async def _cancel(self, state: ServerState, tasks: set[asyncio.Task[None]]) -> None:
        for connection in list(state.connections):
            connection.cut()  # type: ignore[union-attr]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_GRACE)

    def stop(self) -> None:
        """End `run`. To be called inside the event loop."""
        self._stop.set()

    async def cut_requests(self) -> None:
        """Cut off every request that is running; connections at rest stay open."""
        if self._state is not None:
            await self._cancel(self._state, set(self._state.tasks))


async def _first(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
