"""A TCP relay on a loopback port. It knows no HTTP, no document and no Prism."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

_SIZE = 65536


class Listener:
    """A context manager: what comes to `port` is handled in threads, and ended with the block."""

    def __init__(self, handle: Callable[[socket.socket], None]) -> None:
        self._handle = handle
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = int(self._listener.getsockname()[1])

    def __enter__(self) -> Self:
        start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        shut(self._listener, socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                shut(connection, socket.SHUT_RDWR)

    def _accept(self) -> None:
        # Not `accept`, which a detour watches.
        with contextlib.suppress(OSError):
            while True:
                descriptor, _ = self._listener._accept()
                connection = socket.socket(fileno=descriptor)
                connection.setblocking(True)
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                start(self._handle_one, connection)

    def _handle_one(self, connection: socket.socket) -> None:
        with connection:
            with self._lock:
                self._open.add(connection)
            try:
                with contextlib.suppress(OSError):
                    self._handle(connection)
            finally:
                with self._lock:
                    self._open.discard(connection)


def relay(dial: Callable[[], socket.socket]) -> Callable[[socket.socket], None]:
    """What joins a connection with one that `dial` opens."""

    def join(near: socket.socket) -> None:
        with dial() as far:
            back = start(_pass, far, near)
            _pass(near, far)
            back.join()

    return join


def _pass(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(_SIZE):
            sink.sendall(data)
    shut(sink, socket.SHUT_WR)
    # Who cannot be told any more need not be heard any more.
    shut(source, socket.SHUT_RD)


def start(run: Callable[..., None], *arguments: object) -> threading.Thread:
    """A thread that does not keep the process."""
    thread = threading.Thread(target=run, args=arguments, daemon=True)
    thread.start()
    return thread


def shut(side: socket.socket, how: int) -> None:
    """Shut down what may be gone."""
    with contextlib.suppress(OSError):
        side.shutdown(how)
