"""A TCP relay on a loopback port: where it leads can change, and what comes back can be watched.

It knows no HTTP, no document and no Prism.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    Watch = Callable[[bytes], object]

_SIZE = 65536


def _watch_nothing() -> Watch:
    return lambda _: None


class Relay:
    """A context manager. It leads to the port `target`; nowhere while that is None.

    `watch` makes for each connection what is told of the bytes that come back, before they are
    passed on.
    """

    def __init__(
        self, target: int | None = None, watch: Callable[[], Watch] = _watch_nothing
    ) -> None:
        self._target = target
        self._watch = watch
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        _shut(self._listener, socket.SHUT_RDWR)
        self._listener.close()
        self._end_connections()

    def lead_to(self, target: int) -> None:
        """Lead to another port from now on; connections that were kept for later end."""
        if target != self._target:
            self._target = target
            self._end_connections()

    def _end_connections(self) -> None:
        with self._lock:
            for side in self._open:
                _shut(side, socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._join, near)

    def _join(self, near: socket.socket) -> None:
        with near, contextlib.ExitStack() as stack:
            try:
                if self._target is None:
                    return
                far = socket.create_connection(("127.0.0.1", self._target))
            except OSError:
                return
            stack.enter_context(far)
            with self._lock:
                self._open |= {near, far}
            back = self._start(_pass, far, near, self._watch())
            _pass(near, far, _watch_nothing())
            back.join()
            with self._lock:
                self._open -= {near, far}

    @staticmethod
    def _start(run: Callable[..., None], *arguments: object) -> threading.Thread:
        thread = threading.Thread(target=run, args=arguments, daemon=True)
        thread.start()
        return thread


def _pass(source: socket.socket, sink: socket.socket, watch: Watch) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_SIZE):
            watch(data)
            sink.sendall(data)
    _shut(sink, socket.SHUT_WR)
    # Who cannot be told any more need not be heard any more.
    _shut(source, socket.SHUT_RD)


def _shut(side: socket.socket, how: int) -> None:
    with contextlib.suppress(OSError):
        side.shutdown(how)
