"""Closes what a cancelled call leaves in the connection pool of the HTTP library: a connection that is nobody's.

Cancelled between two steps, after it was given a connection and before it has begun to use it, a call leaves
the connection as it is: neither idle, so nobody else is given it, nor closed. Its place in the pool would be
taken until the pool is closed. Works on the pools of httpcore and httpcore2 alike and imports neither.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any


def close_lost(pool: Any) -> None:
    """Has an asynchronous pool, of one of our own clients, close what a failed or cancelled call lost."""
    pool.handle_async_request = partial(_send, pool, pool.handle_async_request)


async def _send(pool: Any, send: Callable[[Any], Awaitable[Any]], request: Any) -> Any:
    try:
        return await send(request)
    except BaseException:
        # Nothing waits from here to the shield, so that nobody sees a pool half tidied.
        lost = _take_lost(pool)
        if lost:
            import anyio  # noqa: PLC0415 - slow to import

            # The place is free for who waits for one.
            lost += pool._assign_requests_to_connections()  # noqa: SLF001 - see `_network.extend`
            with anyio.CancelScope(shield=True):
                await pool._close_connections(lost)  # noqa: SLF001
        raise


def _take_lost(pool: Any) -> list[Any]:
    """Takes the connections out of the pool that are in use, but by no request."""
    used = {id(request.connection) for request in pool._requests}  # noqa: SLF001
    lost = [
        connection
        for connection in pool.connections
        if id(connection) not in used and not connection.is_idle() and not connection.is_closed()
    ]
    for connection in lost:
        pool._connections.remove(connection)  # noqa: SLF001
    return lost
