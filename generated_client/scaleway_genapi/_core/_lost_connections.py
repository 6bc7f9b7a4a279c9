"""Settles an asynchronous pool of the HTTP library whenever a call ends there, cancelled ones above all.

Cancelled between two steps, a call leaves its connection as it is: neither idle, so nobody else is given it, nor
closed. That may be when it was given the connection and has not begun to use it, or while the answer is being
closed: the library shields that from cancelling by anyio and trio, but not from asyncio's `Task.cancel()`, and
takes what it left half-way for done. The place in the pool would be taken until the pool is closed. Over HTTP/2
it is a place among the streams of a connection, which is closed once no other call is left in it.
"""

# Private names, as in `_network.extend`; the pools of httpcore and httpcore2 have the same.
# ruff: noqa: SLF001

import contextlib
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ._http2 import has_forgotten
from ._loops import to_its_end


def settle(transports: Iterable[object]) -> None:
    """Has the pools of transports, and of those that these wrap, lose nothing from now on."""
    for pool in _pools_of(transports, set()):
        pool.__class__ = _settling(pool.__class__)


def _pools_of(transports: Iterable[object], seen: set[int]) -> Iterator[Any]:
    for transport in transports:
        kind = type(transport)  # for a mock has whatever it is asked for
        if id(transport) in seen or not hasattr(kind, "handle_async_request"):
            continue
        seen.add(id(transport))
        if hasattr(kind, "_assign_requests_to_connections"):
            yield transport
        else:
            yield from _pools_of(list(getattr(transport, "__dict__", {}).values()), seen)


@cache
def _settling(kind: Any) -> Any:
    """The library's class of a pool, with another way to send; itself if it is one."""
    if hasattr(kind, "settles"):
        return kind

    async def send(pool: Any, request: Any) -> Any:
        try:
            response = await kind.handle_async_request(pool, request)
        except BaseException:
            await _tidy(pool, pool.connections)
            raise
        body = response.stream
        if hasattr(body, "_pool_request"):  # and no test has put another in its place
            # In place, for the library closes it as well, when reading fails.
            body.__class__ = _closed_wholly(body.__class__)
        return response

    return type(kind.__name__, (kind,), {"handle_async_request": send, "settles": True})


@cache
def _closed_wholly(kind: Any) -> Any:
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
        # Over HTTP/2, whoever closes resets the stream afterwards.
        await _tidy(pool, [request.connection], getattr(body._stream, "_stream_id", None))


async def _tidy(pool: Any, connections: Iterable[Any], ending: int | None = None) -> None:
    """Closes those of the connections that are lost, and gives every place that is free to who waits for one."""
    closing = _take_lost(pool, connections, ending)
    closing += pool._assign_requests_to_connections()
    if closing:
        await to_its_end(_close(closing))


def _take_lost(pool: Any, connections: Iterable[Any], ending: int | None) -> list[Any]:
    """Takes the connections out of the pool that are in use, wholly or in part, but by no request."""
    found = [
        item
        for item in connections
        if not item.is_closed() and (has_forgotten(item, ending) or not item.is_idle())
    ]
    used: set[int] = {id(request.connection) for request in pool._requests} if found else set()
    lost = [item for item in found if id(item) not in used and item in pool._connections]
    for connection in lost:
        pool._connections.remove(connection)
    return lost


async def _close(connections: Iterable[Any]) -> None:
    for connection in connections:
        # Each by itself; and that one ends badly is nobody's concern: there may be an error on its way already.
        with contextlib.suppress(Exception):
            await connection.aclose()
