"""A streamed answer of an asynchronous client, under asyncio and trio; see `_stream`.

The decoding is `_sse`'s and `_stream_decode`'s; this reads, hands out and releases.
"""

import asyncio
import contextlib
import socket
import sys
import warnings
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar

from ._error_body import is_error
from ._json import loads_text
from ._operation import Operation
from ._ratelimit import RateLimits, parse_rate_limits
from ._raw_response import request_id_of
from ._redact import Secret
from ._sse import EventDecoder, EventTooLargeError
from ._stream import ALONE, DRAIN_SECONDS, READS_AS_IS
from ._stream_decode import FAULTS, StreamContext, look_again, quick, until_error

if TYPE_CHECKING:
    from types import TracebackType

    from ._httpx import Family, Response

C = TypeVar("C")

UNCLOSED = "a stream was neither read to its end nor closed: use `async with`, or await close()"

# The loop holds tasks weakly; a task that closes a forgotten stream must live until it is done.
_closing: set["asyncio.Task[None]"] = set()


class Connection:
    """The open response of a stream: closed once, and by the garbage collector if by nobody else."""

    __slots__ = ("__weakref__", "_parts", "closed", "family", "response")

    def __init__(self, family: "Family", response: Any) -> None:
        self.family = family
        self.response = response
        self.closed = False
        self._parts: AsyncIterator[bytes] | None = None

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
        return parts

    async def close(self) -> None:
        """Gives the connection back if the body was read to its end, and closes it otherwise."""
        if not self.closed:
            self.closed = True
            await self.response.aclose()
            await self._exhaust()

    async def _exhaust(self) -> None:
        """Lets the generators inside the HTTP library run out on the closed connection.

        Collected half-way, each of them would make trio warn; only HTTP/1 has the connection to itself.
        """
        parts, self._parts = self._parts, None
        if parts is None or self.response.http_version not in ALONE:
            return
        import anyio  # noqa: PLC0415 - slow to import

        # RuntimeError: another task is reading, and will find the connection closed by itself.
        with (
            contextlib.suppress(*self.family.errors, RuntimeError),
            anyio.move_on_after(DRAIN_SECONDS),
        ):
            async for _ in parts:
                pass

    async def drain(self, parts: AsyncIterator[bytes]) -> None:
        """Reads what follows the end marker, for a bounded time, so that the connection can be used again."""
        # anyio comes with httpx; cancelling a read makes httpx close the connection.
        import anyio  # noqa: PLC0415 - slow to import

        if self.response.http_version not in ALONE:
            # HTTP/2 shares the socket between streams: closing ends only this one.
            await self.close()
            return
        try:
            with anyio.move_on_after(DRAIN_SECONDS):
                async for _ in parts:
                    pass
        except self.family.errors:
            pass
        await self.close()

    def __del__(self) -> None:
        if self.closed:
            return
        self.closed = True
        try:
            warnings.warn(UNCLOSED, ResourceWarning, stacklevel=2)
        finally:
            self._abandon()

    def _abandon(self) -> None:
        if sys.is_finalizing():
            return
        try:
            task = asyncio.get_running_loop().create_task(self.response.aclose())
        except RuntimeError:
            # No asyncio here to close it later: at least the server learns that nobody reads.
            network = self.response.extensions.get("network_stream")
            raw = None if network is None else network.get_extra_info("socket")
            if raw is not None:
                with contextlib.suppress(OSError):
                    raw.shutdown(socket.SHUT_RDWR)
        else:
            _closing.add(task)
            task.add_done_callback(_closing.discard)


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
    family = connection.family
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
    except family.timeouts as error:
        await connection.close()
        raise context.timed_out() from context.cause(error)
    except family.errors as error:
        await connection.close()
        raise context.interrupted(
            f"broke off ({type(error).__name__}: {error})"
        ) from context.cause(error)
    except GeneratorExit:
        raise  # the stream is being closed, or forgotten: not here
    except BaseException:
        # Cancelled while reading, most likely; the connection cannot be used again.
        import anyio  # noqa: PLC0415 - slow to import

        with anyio.CancelScope(shield=True):
            await connection.close()
        raise
    await connection.close()
    if decoder.in_event:
        raise context.interrupted("ended inside an event")
    if end is not None:
        raise context.interrupted(f"ended without {end}")


class AsyncStream(Generic[C]):
    """The chunks of a streamed answer, as they arrive.

    Iterate it, best inside `async with`, which also releases the connection of a stream that is
    left early; without it asyncio does so when the stream is collected, trio does not.
    """

    __slots__ = ("_connection", "_context", "_iterator")

    def __init__(
        self,
        family: "Family",
        response: Any,
        operation: Operation[Any],
        *,
        secret: Secret | None,
        max_event_size: int,
    ) -> None:
        self._connection = Connection(family, response)
        self._context = StreamContext(operation, response, secret)
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
        return parse_rate_limits(self.response.headers)

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
