"""A streamed answer of an asynchronous client, under asyncio and trio; see `_stream`.

The decoding is `_sse`'s and `_stream_decode`'s; this reads, hands out and releases.
"""

import contextlib
import os
import sys
import warnings
from collections.abc import AsyncGenerator, AsyncIterator
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar

from ._body import ALONE, close_early, hang_up
from ._deadline import AsyncPartsUntil, Deadline
from ._error_body import is_error
from ._errors import ScalewayGenAPIError
from ._json import loads_text
from ._loops import have_done, loop_here
from ._operation import Operation
from ._ratelimit import RateLimitHeaders, RateLimits
from ._raw_response import request_id_of
from ._redact import Secret
from ._sse import EventDecoder, EventTooLargeError
from ._stream import DRAIN_SECONDS, READS_AS_IS
from ._stream_decode import FAULTS, StreamContext, look_again, quick, until_error

if TYPE_CHECKING:
    from types import TracebackType

    from ._httpx import Family, Response
    from ._pool import Pool

C = TypeVar("C")

UNCLOSED = "a stream was neither read to its end nor closed: use `async with`, or await close()"


class Connection:
    """The open response of a stream: closed once, and by the garbage collector if by nobody else."""

    __slots__ = ("__weakref__", "_parts", "_place", "_pool", "closed", "deadline", "response")

    def __init__(self, pool: "Pool", response: Any, deadline: Deadline | None) -> None:
        # Held, because a pool that nobody needs any more closes its connections.
        self._pool = pool
        # Whose loop, and whose process after a fork, has to close it.
        self._place = os.getpid(), loop_here()
        self.response = response
        self.deadline = deadline
        self.closed = False
        self._parts: AsyncIterator[bytes] | None = None

    @property
    def family(self) -> "Family":
        """The library that the response is of."""
        return self._pool.family

    def parts(self) -> AsyncIterator[bytes]:
        """The body as it arrives, decompressed if it must be."""
        response = self.response
        plain = response.headers.get("content-encoding", "").lower() in READS_AS_IS
        # A hook may have read the body already.
        body = (
            response.stream if plain and not response.is_stream_consumed else response.aiter_bytes()
        )
        parts: AsyncIterator[bytes] = aiter(body)
        self._parts = parts
        return parts if self.deadline is None else AsyncPartsUntil(parts, self.deadline)

    async def close(self) -> None:
        """Gives the connection back if the body was read to its end, and closes it otherwise."""
        if self._place[0] != os.getpid():
            self.closed = True  # the connection is the parent's
        if not self.closed:
            self.closed = True
            parts, self._parts = self._parts, None
            await close_early(self.response, parts)

    async def drain(self, parts: AsyncIterator[bytes]) -> None:
        """Reads what follows the end marker, for a bounded time, so that the connection can be used again."""
        # HTTP/2 shares the socket between streams: closing ends only this one.
        if self.response.http_version in ALONE:
            # anyio comes with httpx; cancelling a read makes httpx close the connection.
            import anyio  # noqa: PLC0415 - slow to import

            with contextlib.suppress(Exception), anyio.move_on_after(DRAIN_SECONDS):
                async for _ in parts:
                    pass
        await self.close()

    def __del__(self) -> None:
        if self.closed or self._place[0] != os.getpid():
            return
        self.closed = True
        try:
            warnings.warn(UNCLOSED, ResourceWarning, stacklevel=2)
        finally:
            # At once, since a loop may never come to it.
            hang_up(self.response)
            if not sys.is_finalizing():
                have_done(self._place, partial(_close, self.response))


async def _close(response: Any) -> None:
    # That a connection ends badly is nobody's concern; and trio ends with a task like this one.
    with contextlib.suppress(Exception):
        # The loop has generators run out by itself.
        await close_early(response, None)


async def _chunks(  # noqa: C901, PLR0912, PLR0915 - one loop, because every call in it is paid for by each chunk
    connection: Connection, context: StreamContext, max_event_size: int
) -> AsyncGenerator[Any, None]:
    stream = context.operation.stream
    if stream is None:  # pragma: no cover - the client refuses to stream such an operation
        return
    decode, end, loads = quick(stream.decode), stream.end, loads_text
    decoder = EventDecoder(max_event_size)
    whole, feed = decoder.whole, decoder.feed
    kind, reported = "message", None
    timeouts = connection.family.timeouts
    try:
        parts = connection.parts()
        async for part in parts:
            texts = whole(part)
            if texts is None:
                texts, reported = until_error(feed(part))
            for text in texts:
                if text == end:
                    await connection.drain(parts)
                    return
                try:
                    data = loads(text)
                    if ("error" in data or data.get("object") == "error") and is_error(data):
                        break
                    chunk = decode(data)
                except FAULTS:
                    if not text:
                        continue
                    chunk = look_again(text, decode)
                    if chunk is None:
                        break
                yield chunk
            else:
                if reported is None:
                    continue
                text, kind = reported, "error"
            # The event is an error, or no chunk. Find out which, off the fast path.
            await connection.close()
            raise context.explain(text, kind)  # noqa: TRY301 - the handlers below are for other failures
        decoder.finish()
    except EventTooLargeError as error:
        await connection.close()
        raise context.decode_error(f"cannot be read: {error}") from context.cause(error)
    except ScalewayGenAPIError:
        raise  # what is wrong with an event
    except timeouts as error:
        await connection.close()
        raise context.timed_out() from context.cause(error)
    except Exception as error:  # noqa: BLE001 - a transport raises what it likes
        await connection.close()
        raise context.interrupted(
            f"broke off ({type(error).__name__}: {error})"
        ) from context.cause(error)
    except GeneratorExit:
        raise  # the stream is being closed, or forgotten: not here
    except BaseException:
        # Cancelled while reading, most likely; the connection cannot be used again.
        context.left()
        import anyio  # noqa: PLC0415 - slow to import

        with anyio.CancelScope(shield=True):
            await connection.close()
        raise
    finally:
        # A traceback shows variables, and the server may have echoed the key.
        part, texts, text, reported, data, chunk = b"", [], "", None, None, None
    await connection.close()
    if decoder.in_event:
        raise context.interrupted("ended inside an event")
    if end is not None:
        raise context.interrupted(f"ended without {end}")


class AsyncStream(Generic[C]):
    """The chunks of a streamed answer, as they arrive.

    Iterate it, best inside `async with`, which also releases the connection of a stream that is
    left early; without it its event loop does so when the stream is collected, and trio warns.
    """

    __slots__ = ("_connection", "_context", "_iterator")

    def __init__(
        self,
        pool: "Pool",
        response: Any,
        operation: Operation[Any],
        *,
        secret: Secret | None,
        limits: RateLimitHeaders,
        deadline: Deadline | None,
        max_event_size: int,
    ) -> None:
        self._connection = Connection(pool, response, deadline)
        self._context = StreamContext(operation, response, secret, limits, deadline)
        self._iterator: AsyncGenerator[C, None] = _chunks(
            self._connection, self._context, max_event_size
        )

    @property
    def response(self) -> "Response":
        """The HTTP response; its body is this stream's to read."""
        response: Response = self._connection.response
        return response

    @property
    def request_id(self) -> str | None:
        """The id to quote to the vendor."""
        return request_id_of(self.response.headers)

    @property
    def rate_limits(self) -> RateLimits | None:
        """The answer's rate-limit headers, or None when there are none."""
        return self._context.limits.read(self.response.headers)

    def __aiter__(self) -> AsyncIterator[C]:
        # A second loop over a stream that failed must not look like its end.
        if self._context.failure is not None:
            raise self._context.failure
        return self._iterator

    async def __anext__(self) -> C:
        if self._context.failure is not None:
            raise self._context.failure
        return await anext(self._iterator)

    async def close(self) -> None:
        """Ends the stream and releases its connection; more than once does nothing."""
        await self._connection.close()
        # RuntimeError: another task is reading; the closed connection ends that.
        with contextlib.suppress(RuntimeError):
            await self._iterator.aclose()

    aclose = close

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        await self.close()

    def __reduce__(self) -> NoReturn:
        raise TypeError("an AsyncStream cannot be pickled: it owns a connection")

    def __repr__(self) -> str:
        state = "closed" if self._connection.closed else "open"
        return f"<AsyncStream {state}, status {self.response.status_code}>"
