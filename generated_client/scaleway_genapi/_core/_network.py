"""What our own connections do beyond those of the HTTP library.

TCP keepalive everywhere, and blocking connections that keep to a call's total time. Both sit below the
library's pool, at its network backend, because it hands socket options to no connection that leads through a
proxy. Works on the objects of httpx's and httpx2's pools alike and
imports neither.
"""

import socket
from typing import Any

from ._deadline import BoundStream, is_bound, limited
from ._lost_connections import settle

# An idle connection through a NAT or load balancer dies silently after minutes; a model may think longer.
_KEEPALIVE_IDLE = 60
_KEEPALIVE_INTERVAL = 30
_KEEPALIVE_PROBES = 4


def _socket_options() -> list[tuple[int, int, int]]:
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    wanted = (
        # macOS calls the idle time TCP_KEEPALIVE.
        ("TCP_KEEPIDLE" if hasattr(socket, "TCP_KEEPIDLE") else "TCP_KEEPALIVE", _KEEPALIVE_IDLE),
        ("TCP_KEEPINTVL", _KEEPALIVE_INTERVAL),
        ("TCP_KEEPCNT", _KEEPALIVE_PROBES),
    )
    options.extend(
        (socket.IPPROTO_TCP, getattr(socket, name), value)
        for name, value in wanted
        if hasattr(socket, name)
    )
    return options


class _Backend:
    """Opens connections through the library's own backend."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend
        self._options = _socket_options()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)


class _BlockingBackend(_Backend):
    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, **options: Any
    ) -> Any:
        options["socket_options"] = self._options
        failure: Exception | None = None
        for address in self._addresses(host, port):
            try:
                stream = self._backend.connect_tcp(
                    address, port, timeout=limited(timeout), **options
                )
            except Exception as error:  # noqa: BLE001 - the library's; the last one counts, as there
                failure = error
            else:
                return BoundStream(stream)
        raise failure or OSError(f"{host} has no address")

    def _addresses(self, host: str, port: int) -> list[str]:
        """What to connect to in turn: the library would give each address of a host the whole timeout."""
        if not is_bound():
            return [host]
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            return [host]  # the library then says so in its own words
        return [str(address[0]) for *_, address in found]


class _AsyncBackend(_Backend):
    async def connect_tcp(self, *args: Any, **options: Any) -> Any:
        options["socket_options"] = self._options
        return await self._backend.connect_tcp(*args, **options)


def extend(transport: Any, *, asynchronous: bool) -> None:
    """Gives the connections that a transport of the library will open these abilities."""
    # Private names, but of libraries in their last release, or of one that keeps to it; the tests notice.
    pool: Any = getattr(transport, "_pool", None)
    backend = getattr(pool, "_network_backend", None)
    if backend is not None:
        pool._network_backend = (_AsyncBackend if asynchronous else _BlockingBackend)(backend)  # noqa: SLF001
    if asynchronous:
        settle([transport])
