"""Sends asynchronously, so that a cancelled call leaves no connection in the HTTP library's pool that is nobody's.

Cancelled between two steps, a call leaves its connection as it is: neither idle, so nobody else is given it, nor
closed. That may be when it was given the connection and has not begun to use it, or while the answer is being
closed: the library shields that from cancelling by anyio and trio, but not from asyncio's `Task.cancel()`, and
takes what it left half-way for done. The place in the pool would be taken until the pool is closed.
"""

# Private names, as in `_network.extend`; the pools of httpcore and httpcore2 have the same.
# ruff: noqa: SLF001

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ._loops import to_its_end


async def send(http: Any, request: Any) -> Any:
    """The response to a request, not yet read, whose connection is given back or closed whatever happens."""
    try:
        response = await http.send(request, stream=True)
    except BaseException:
        for pool in _pools_of(http):
            await _tidy(pool, pool.connections)
        raise
    body: Any = response.stream
    body = getattr(body, "_stream", body)  # where a whole client sent it
    body = getattr(body, "_httpcore_stream", None)
    if hasattr(body, "_pool_request"):
        # In place, for the library itself closes it as well when reading fails.
        body.__class__ = _closed_wholly(body.__class__)
    return response


@cache
def _closed_wholly(kind: Any) -> type[Any]:
    """The library's class of an answer's body, with another way to close it."""
    return type(kind.__name__, (kind,), {"aclose": _close_wholly})


async def _close_wholly(body: Any) -> None:
    if body._closed:
        return
    body._closed = True
    import anyio  # noqa: PLC0415 - it comes with the HTTP library

    pool, request = body._pool, body._pool_request
    try:
        with anyio.CancelScope(shield=True):
            await body._stream.aclose()
    finally:
        # Nothing waits from here to where all is settled, so that nobody sees a pool half tidied.
        pool._requests.remove(request)
        await _tidy(pool, [request.connection])


def _pools_of(http: Any) -> Iterator[Any]:
    from ._httpx import transports_of  # noqa: PLC0415 - loaded by now

    for transport in transports_of(http):
        pool = getattr(transport, "_pool", None)
        if hasattr(pool, "_assign_requests_to_connections"):
            yield pool


async def _tidy(pool: Any, connections: Iterable[Any]) -> None:
    """Closes those of the connections that are lost, and gives every place that is free to who waits for one."""
    closing = _take_lost(pool, connections)
    closing += pool._assign_requests_to_connections()
    if closing:
        await to_its_end(pool._close_connections(closing))


def _take_lost(pool: Any, connections: Iterable[Any]) -> list[Any]:
    """Takes the connections out of the pool that are in use, but by no request."""
    busy = [item for item in connections if not item.is_idle() and not item.is_closed()]
    used: set[int] = {id(request.connection) for request in pool._requests} if busy else set()
    lost = [item for item in busy if id(item) not in used]
    for connection in lost:
        pool._connections.remove(connection)
    return lost
