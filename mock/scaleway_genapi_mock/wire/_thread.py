"""An application on a port, served from a thread with an event loop of its own.

Knows nothing of what the application does.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import socket
    from collections.abc import Awaitable, Callable

    from ._server import Application

_PATIENCE = 5.0
_RESTS = "it is not serving: call start(), or use it inside its `with` block"


class ServingThread:
    """Serves `app` between `start` and `stop`; `closing` is awaited last, in the same loop.

    `patience` is how many seconds a request may take to arrive.
    """

    def __init__(
        self,
        app: Application,
        host: str,
        port: int,
        *,
        patience: float,
        closing: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._patience = patience
        self._closing = closing
        self._url = ""
        self._last = 0
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._service: Any = None

    @property
    def url(self) -> str:
        """The address. RuntimeError while it is not serving."""
        if not self._url:
            raise RuntimeError(_RESTS)
        return self._url

    @property
    def running(self) -> bool:
        """Whether it was started and not stopped."""
        thread, loop = self._thread, self._loop
        # The loop is closed a moment before the thread is over.
        return (
            thread is not None and thread.is_alive() and loop is not None and not loop.is_closed()
        )

    def start(self) -> None:
        """Listen. Raises OSError if the port is in use."""
        from ._server import address, bind, new_loop  # noqa: PLC0415 - uvicorn, when it is needed

        if self.running:
            return
        sock = self._bound(bind)
        self._last = sock.getsockname()[1]
        self._url = address(sock)
        started = threading.Event()
        failed: list[BaseException] = []

        def run() -> None:
            from ._server import Service  # noqa: PLC0415

            async def main() -> None:
                self._service = Service(self._app, sock, self._patience)
                ready = asyncio.Event()
                serving = asyncio.ensure_future(self._service.run(ready))
                await asyncio.wait(
                    [asyncio.ensure_future(ready.wait()), serving],
                    return_when=asyncio.FIRST_COMPLETED,
                )
                # Its failure is to be known first.
                if not serving.done():
                    started.set()
                try:
                    await serving
                finally:
                    if self._closing is not None:
                        await self._closing()

            try:
                with asyncio.Runner(loop_factory=new_loop) as runner:
                    self._loop = runner.get_loop()
                    runner.run(main())
            except BaseException as error:
                if started.is_set():
                    raise
                failed.append(error)
            finally:
                started.set()

        self._thread = threading.Thread(target=run, name="scaleway-genapi-mock", daemon=True)
        self._thread.start()
        served = started.wait(_PATIENCE)
        if failed or not served:
            self.stop()
            sock.close()
            if failed:
                raise failed[0]
            raise TimeoutError(f"the server did not start within {_PATIENCE:g} seconds")

    def _bound(self, bind: Callable[[str, int], socket.socket]) -> socket.socket:
        """A socket at the port of the last time, if it had the choice and that is still free."""
        if not self._port and self._last:
            with suppress(OSError):
                return bind(self._host, self._last)
        return bind(self._host, self._port)

    def stop(self) -> None:
        """Stop listening, cut off what runs, end the thread."""
        thread, loop = self._thread, self._loop
        if thread is None:
            return
        if loop is not None and not loop.is_closed():
            with suppress(RuntimeError):  # it ended by itself meanwhile
                loop.call_soon_threadsafe(self._service.stop)
        thread.join(_PATIENCE)
        self._thread = self._loop = self._service = None
        self._url = ""

    def cut_requests(self) -> None:
        """Cut off every request that is running, if it is serving."""
        loop, service = self._loop, self._service
        if loop is None or service is None or not self.running:
            return
        cutting = service.cut_requests()
        try:
            future = asyncio.run_coroutine_threadsafe(cutting, loop)
        except RuntimeError:  # it ended by itself meanwhile, and cut them off
            cutting.close()
            return
        with suppress(CancelledError):  # the same, a moment later
            future.result(_PATIENCE)
