"""A streamed answer of a synchronous client: an iterable of chunks that owns a connection.

What the bytes mean is `_chunk_reader`'s, whose they are `_open_response`'s; this reads, hands out and releases.
"""

import contextlib
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from ._base_stream import BaseStream
from ._chunk_reader import ChunkReader
from ._deadline import Deadline
from ._open_response import OpenResponse
from ._operation import Operation
from ._ratelimit import RateLimitHeaders
from ._redact import Secret
from ._stream_decode import StreamContext

if TYPE_CHECKING:
    from types import TracebackType

    from ._errors import APIError
    from ._pool import Pool

C = TypeVar("C")


def _chunks(
    body: OpenResponse, context: StreamContext, max_event_size: int
) -> Generator[Any, None, None]:
    reader = ChunkReader(context, max_event_size)
    failure: APIError | None = None
    cause: BaseException | None = None
    part = b""
    try:
        parts = body.parts()
        for part in parts:
            yield from reader.feed(part)
            if reader.over:
                break
        failure = reader.verdict()
        if failure is None and reader.over:
            body.drain(parts)
    except GeneratorExit:
        raise  # the stream is being closed, or forgotten: not here
    except Exception as error:  # noqa: BLE001 - a transport raises what it likes
        failure, cause = context.broken(error, body.family.timeouts), context.cause(error)
    except BaseException:
        # Interrupted while reading; the connection cannot be used again.
        context.left()
        body.close()
        raise
    finally:
        # A traceback shows variables, and the server may have echoed the key.
        part = b""
    body.close()
    if failure is not None:
        raise failure from cause


class Stream(BaseStream, Generic[C]):
    """The chunks of a streamed answer, as they arrive.

    Iterate it, best inside `with`, which also releases the connection of a stream that is left early.
    """

    __slots__ = ()

    _body: OpenResponse

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
        self._body = OpenResponse(pool, response, deadline)
        self._context = StreamContext(operation, response, secret, limits, deadline)
        self._iterator: Generator[C, None, None] = _chunks(
            self._body, self._context, max_event_size
        )

    def __iter__(self) -> Iterator[C]:
        return self

    def __next__(self) -> C:
        try:
            return next(self._iterator)
        except StopIteration:
            failure = self._context.failure
            if failure is None:
                raise
        except ValueError:  # of Python's generators: nothing else leaves ours
            failure = self._context.failure or self._context.shared()
        # Whoever reads on must not take it for the end.
        raise failure from failure.__cause__

    def close(self) -> None:
        """Ends the stream and releases its connection; more than once does nothing.

        Who reads on, and another thread that is reading, gets a `StreamInterruptedError`.
        """
        generator: Any = self._iterator
        if generator.gi_frame is not None:
            self._context.closed()
        if generator.gi_running:
            self._body.wake()
        self._body.close()
        # ValueError: another thread is reading; the ended connection ends that.
        with contextlib.suppress(ValueError):
            self._iterator.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        self.close()
