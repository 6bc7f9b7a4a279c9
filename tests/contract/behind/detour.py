"""Leads every connection that this process opens to a loopback port through Prism to that port.

Whoever connects, to whatever server, knows nothing of it: what a test starts is behind Prism by
itself. A server of this process that is reached in another way is noted. It knows no test.
"""

from __future__ import annotations

import _socket
import socket
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from tests.contract.behind.carrier import PATIENCE, Verdicts, carry
from tests.contract.behind.relay import Listener, relay

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self

    import pytest

HERE = "127.0.0.1"


class Detour:
    """A context manager, to be started before Prism, whose upstream is `upstream`."""

    def __init__(self) -> None:
        self.verdicts = Verdicts()
        self._prism: int | None = None
        self._target: int | None = None
        self._running = 0
        self._free = threading.Condition()
        self._dialled: set[int] = set()
        self._nears: dict[int, Listener] = {}
        self._making = threading.Lock()
        self._stack = ExitStack()
        self.upstream = ""

    def __enter__(self) -> Self:
        far = self._stack.enter_context(Listener(relay(self._dial_target)))
        self.upstream = f"http://{HERE}:{far.port}"
        return self

    def __exit__(self, *_: object) -> None:
        self.forget()
        self._stack.close()

    def install(self, prism: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on connections take the way through the port of Prism."""
        self._prism = prism
        detour = self
        accept = socket.socket.accept

        def connect(sock, address):
            return _socket.socket.connect(sock, detour._way(sock, address))

        def connect_ex(sock, address):
            return _socket.socket.connect_ex(sock, detour._way(sock, address))

        def accept_and_watch(sock):
            accepted, address = accept(sock)
            detour._watch(address)
            return accepted, address

        monkeypatch.setattr(socket.socket, "connect", connect)
        monkeypatch.setattr(socket.socket, "connect_ex", connect_ex)
        monkeypatch.setattr(socket.socket, "accept", accept_and_watch)

    def forget(self) -> None:
        """The servers of a test are no more."""
        with self._making:
            while self._nears:
                self._nears.popitem()[1].__exit__()

    def _way(self, sock: socket.socket, address: object) -> object:
        match address:
            case (str(host), int(port)) if host == HERE and sock.type == socket.SOCK_STREAM:
                if _listened_at(port):
                    return HERE, self._near(port)
        return address

    def _near(self, port: int) -> int:
        with self._making:
            if port not in self._nears:

                def handle(client: socket.socket) -> None:
                    carry(client, lambda: self._towards(port), self.verdicts)

                self._nears[port] = Listener(handle).__enter__()
            return self._nears[port].port

    @contextmanager
    def _towards(self, port: int) -> Iterator[socket.socket]:
        """A connection to Prism, which stands before this port as long as there is one."""
        with self._free:
            if not self._free.wait_for(lambda: not self._running or self._target == port, PATIENCE):
                raise OSError("another server's exchange does not end")
            self._target = port
            self._running += 1
        try:
            with _dial(self._prism) as prism:
                prism.settimeout(PATIENCE)
                yield prism
        finally:
            with self._free:
                self._running -= 1
                self._free.notify_all()

    def _dial_target(self) -> socket.socket:
        return _dial(self._target, self._dialled.add)

    def _watch(self, address: object) -> None:
        match address:
            case (str(), int(port)) if port not in self._dialled:
                self.verdicts.miss("a server was reached around Prism")


def _dial(port: int | None, note: Callable[[int], object] = lambda _: None) -> socket.socket:
    """A connection to a loopback port, without the detour; `note` is told the own port before."""
    sock = socket.socket()
    try:
        sock.bind((HERE, 0))
        note(sock.getsockname()[1])
        _socket.socket.connect(sock, (HERE, port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def _listened_at(port: int) -> bool:
    """Who connects where nobody listens is to be refused, as without Prism."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, port))
        except OSError:
            return True
    return False
