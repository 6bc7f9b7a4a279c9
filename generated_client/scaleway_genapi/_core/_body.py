"""Reads the body of an answer: all of it, or of one that only explains a failure, as much as is worth it.

The synchronous and the asynchronous reader are twins; neither knows what a body means. Whatever ends the
reading, the connection is given back or closed.
"""

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from typing import Any

from ._deadline import Deadline, TimeoutsUntil, bind, in_time, keeping, no_later
from ._http2 import abandon, abandon_async
from ._loops import to_its_end
from ._socket import shut_down

MOST = 1 << 20
"""Bytes that are read of a body that only explains a failure."""

PATIENCE = 5.0
"""Seconds that are waited for all of such a body: what happened is known, and the next try may be waiting."""

ALONE = frozenset({"HTTP/1.0", "HTTP/1.1"})
"""Versions in which a response has its connection to itself."""

HTTP2 = "HTTP/2"

_RUN_OUT_SECONDS = 0.1


def bind_network(response: Any) -> bool:
    """Makes the reads of a response's connection keep to this thread's deadline; False where they cannot.

    HTTP/2 shares the connection: there the timeouts of the request, looked up at each read, have to do.
    """
    return response.http_version in ALONE and bind(response.extensions.get("network_stream"))


def read_body(response: Any, deadline: Deadline | None) -> None:
    """Reads the whole body, in time."""
    try:
        if deadline is None:
            response.read()
        else:
            _read_through(response, partial(_until, deadline), deadline)
    except BaseException:
        close(response)
        raise


def read_what_comes(response: Any, deadline: Deadline | None) -> bytes:
    """Reads a body that only explains a failure, as far as it comes in time and is worth it.

    Raises nothing: the failure matters more than its explanation.
    """
    soon = no_later(deadline, PATIENCE)
    if response.http_version == HTTP2:
        limits = response.request.extensions
        limits["timeout"] = TimeoutsUntil(limits.get("timeout", {}), soon)
    try:
        content: bytes = _read_through(response, _some, soon)
    finally:
        close(response)
    return content


def _read_through(
    response: Any, choose: Callable[[Iterator[bytes]], Iterator[bytes]], deadline: Deadline | None
) -> Any:
    """`response.read()` of what `choose` lets through, so that the response has its content like any other."""
    parts = response.iter_bytes
    response.iter_bytes = lambda: choose(parts())
    bind_network(response)
    try:
        with keeping(deadline):
            return response.read()
    finally:
        del response.iter_bytes


def _until(deadline: Deadline, parts: Iterator[bytes]) -> Iterator[bytes]:
    for part in parts:
        # A body that comes from no connection keeps to nothing by itself.
        if deadline.over():
            raise TimeoutError("the time is used up")
        yield part


def _some(parts: Iterator[bytes]) -> Iterator[bytes]:
    room = MOST
    try:
        for part in parts:
            yield part[:room]
            room -= len(part)
            if room < 0:  # and not before what may be the end
                return
    except Exception:  # noqa: BLE001 - broken off, out of time, or what a transport likes to raise
        return


async def read_body_async(response: Any, deadline: Deadline | None) -> None:
    """As `read_body`."""
    try:
        if deadline is None:
            await response.aread()
        else:
            await in_time(deadline, response.aread())
    except BaseException:
        await _close(response)
        raise


async def read_what_comes_async(response: Any, deadline: Deadline | None) -> bytes:
    """As `read_what_comes`."""
    parts = response.aiter_bytes
    soon = no_later(deadline, PATIENCE)
    opened: list[AsyncIterator[bytes]] = []

    def some() -> AsyncIterator[bytes]:
        opened.append(parts())
        return _some_async(opened[0], soon)

    response.aiter_bytes = some
    try:
        content: bytes = await response.aread()
    except BaseException:
        await _close(response)
        raise
    finally:
        del response.aiter_bytes
    await close_early(response, opened[0] if opened else None)
    return content


async def _some_async(
    parts: AsyncIterator[bytes], deadline: Deadline | None
) -> AsyncIterator[bytes]:
    room = MOST
    try:
        while room >= 0:
            part = await in_time(deadline, anext(parts))
            yield part[:room]
            room -= len(part)
    except StopAsyncIteration:
        return
    except Exception:  # noqa: BLE001 - broken off, out of time, or what a transport likes to raise
        return


async def _close(response: Any) -> None:
    import anyio  # noqa: PLC0415 - slow to import

    # Cancelled, most likely: this must still be done.
    with anyio.CancelScope(shield=True):
        await close_early(response, None)


def hang_up(response: Any) -> None:
    """Ends the connection of a response at its socket, which takes no lock and wakes who reads there.

    Over HTTP/2 the connection is not the response's alone: nothing happens.
    """
    if response.http_version not in ALONE or response.is_closed:
        return
    network = response.extensions.get("network_stream")
    shut_down(None if network is None else network.get_extra_info("socket"))


def close(response: Any) -> None:
    """Closes a response that may not have been read to its end."""
    if response.http_version == HTTP2 and not response.is_closed:
        abandon(response)
    response.close()


async def close_early(response: Any, parts: AsyncIterator[bytes] | None) -> None:
    """Closes a response that may not have been read to its end, and lets the readers of its `parts` run out.

    Collected half-way, each of the generators inside the HTTP library would make trio warn.
    """
    if response.http_version == HTTP2:
        await to_its_end(_close_http2(response, parts))
    else:
        await response.aclose()
        if response.http_version in ALONE:
            await _run_out(parts)


async def _close_http2(response: Any, parts: AsyncIterator[bytes] | None) -> None:
    await abandon_async(response)
    # Before it is closed: there they come to a good end.
    await _run_out(parts)
    await response.aclose()


async def _run_out(parts: AsyncIterator[bytes] | None) -> None:
    if parts is None:
        return
    import anyio  # noqa: PLC0415 - slow to import

    # Another task may be reading; it will find the response closed by itself.
    with contextlib.suppress(Exception), anyio.move_on_after(_RUN_OUT_SECONDS):
        async for _ in parts:
            pass
