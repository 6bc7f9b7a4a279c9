"""A streamed answer of an asynchronous client, under asyncio and trio; see `_stream`.

What the bytes mean is `_chunk_reader`'s, whose they are `_open_response`'s; this reads, hands out and releases.
"""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from ._base_stream import BaseStream
from ._chunk_reader import ChunkReader
from ._deadline import Deadline
from ._open_response import AsyncOpenResponse
from ._operation import Operation
from ._ratelimit import RateLimitHeaders
from ._redact import Secret
from ._stream_decode import StreamContext

if TYPE_CHECKING:
    from types import TracebackType

    from ._errors import APIError
    from ._pool import Pool

C = TypeVar("C")


async def _chunks(
    body: AsyncOpenResponse, context: StreamContext, max_event_size: int
) -> AsyncGenerator[Any, None]:
    reader = ChunkReader(context, max_event_size)
    failure: APIError | None = None
    cause: BaseException | None = None
    part, chunk = b"", None
    try:
        parts = body.parts()
        async for part in parts:
            for chunk in reader.feed(part):
                yield chunk
            if reader.over:
                break
        failure = reader.verdict()
        if failure is None and reader.over:
            await body.drain(parts)
    except GeneratorExit:
        # Closed, forgotten, or its event loop ends. The connection is not this one's, but who reads on is to know.
        context.closed()
        raise
    except Exception as error:  # noqa: BLE001 - a transport raises what it likes
        failure, cause = context.broken(error, body.family.timeouts), context.cause(error)
    except BaseException:
        # Cancelled while reading, most likely; the connection cannot be used again.
        context.left()
        import anyio  # noqa: PLC0415 - slow to import

        with anyio.CancelScope(shield=True):
            await body.close()
        raise
    finally:
        # A traceback shows variables, and the server may have echoed the key.
        part, chunk = b"", None
    await body.close()
    if failure is not None:
        raise failure from cause


class AsyncStream(BaseStream, Generic[C]):
    """The chunks of a streamed answer, as they arrive.

    Iterate it, best inside `async with`, which also releases the connection of a stream that is
    left early; without it its event loop does so when the stream is collected, and trio warns.
    """

    __slots__ = ()

    _body: AsyncOpenResponse

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
        self._body = AsyncOpenResponse(pool, response, deadline)
        self._context = StreamContext(operation, response, secret, limits, deadline)
        self._iterator: AsyncGenerator[C, None] = _chunks(self._body, self._context, max_event_size)

    def __aiter__(self) -> AsyncIterator[C]:
        return self

    async def __anext__(self) -> C:
        try:
            return await anext(self._iterator)
        except StopAsyncIteration:
            failure = self._context.failure
            if failure is None:
                raise
        except RuntimeError:  # of Python's generators: nothing else leaves ours
            failure = self._context.failure or self._context.shared()
        # Whoever reads on must not take it for the end.
        raise failure from failure.__cause__

    async def close(self) -> None:
        """Ends the stream and releases its connection; more than once does nothing.

        Who reads on, and another task that is reading, gets a `StreamInterruptedError`; over HTTP/2, whose connection
        is for others, too, that task is only told when its read times out.
        """
        generator: Any = self._iterator
        if generator.ag_frame is not None:
            self._context.closed()
        await self._body.close()
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
