"""A streamed answer of a synchronous client: an iterable of chunks that owns a connection.

The decoding is `_sse`'s and `_stream_decode`'s; this reads, hands out and releases.
"""

import contextlib
import os
import time
import warnings
from collections.abc import Generator, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar

from ._body import bind_network, hang_up
from ._deadline import Deadline, PartsUntil, keeping
from ._error_body import is_error
from ._errors import ScalewayGenAPIError
from ._json import loads_text
from ._operation import Operation
from ._ratelimit import RateLimitHeaders, RateLimits
from ._raw_response import request_id_of
from ._redact import Secret
from ._sse import EventDecoder, EventTooLargeError
from ._stream_decode import FAULTS, StreamContext, look_again, quick, until_error

if TYPE_CHECKING:
    from types import TracebackType

    from ._httpx import Family, Response
    from ._pool import Pool

C = TypeVar("C")

DRAIN_SECONDS = 0.1
UNCLOSED = "a stream was neither read to its end nor closed: use `with`, or call close()"
READS_AS_IS = frozenset({"", "identity"})


class Connection:
    """The open response of a stream: closed once, and by the garbage collector if by nobody else.

    Apart from `Stream`, because a loop over a stream that has no name keeps only its generator alive.
    """

    __slots__ = ("__weakref__", "_body", "_pool", "closed", "deadline", "response")

    def __init__(self, pool: "Pool", response: Any, deadline: Deadline | None) -> None:
        # Held, because a pool that nobody needs any more closes its connections.
        self._pool = pool
        self._body = pool.streams.open(response)
        self.response = response
        self.deadline = deadline
        self.closed = False

    @property
    def family(self) -> "Family":
        """The library that the response is of."""
        return self._pool.family

    def parts(self) -> Iterator[bytes]:
        """The body as it arrives, decompressed if it must be."""
        response = self.response
        plain = response.headers.get("content-encoding", "").lower() in READS_AS_IS
        # A hook may have read the body already.
        parts: Iterator[bytes] = iter(
            response.stream if plain and not response.is_stream_consumed else response.iter_bytes()
        )
        self._body.parts = parts
        if self.deadline is None:
            return parts
        bind_network(response)
        return PartsUntil(parts, self.deadline)

    def close(self) -> None:
        """Gives the connection back if the body was read to its end, and closes it otherwise."""
        if not self.closed:
            self.closed = True
            self._pool.streams.close(self._body)

    def wake(self) -> None:
        """Ends the connection under a thread that reads from it."""
        if not self.closed and self._body.process == os.getpid():
            hang_up(self.response)

    def drain(self, parts: Iterator[bytes]) -> None:
        """Reads what follows the end marker, for a bounded time, so that the connection can be used again."""
        # HTTP/2 shares the socket between streams: nothing to read, closing ends only this one. And where
        # reads cannot be bounded (a transport without a network, or somebody's own), nothing can be waited for.
        if bind_network(self.response):
            deadline = Deadline(DRAIN_SECONDS, time.monotonic)
            with contextlib.suppress(Exception), keeping(deadline):
                for _ in parts:
                    if deadline.over():
                        break
        self.close()

    def __del__(self) -> None:
        if not self.closed and self._body.process == os.getpid():
            try:
                warnings.warn(UNCLOSED, ResourceWarning, stacklevel=2)
            finally:
                self._pool.streams.forget(self._body)


def _chunks(  # noqa: C901, PLR0912, PLR0915 - one loop, because every call in it is paid for by each chunk
    connection: Connection, context: StreamContext, max_event_size: int
) -> Generator[Any, None, None]:
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
        for part in parts:
            texts = whole(part)
            if texts is None:
                texts, reported = until_error(feed(part))
            for text in texts:
                if text == end:
                    connection.drain(parts)
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
            connection.close()
            raise context.explain(text, kind)  # noqa: TRY301 - the handlers below are for other failures
        decoder.finish()
    except EventTooLargeError as error:
        connection.close()
        raise context.decode_error(f"cannot be read: {error}") from context.cause(error)
    except ScalewayGenAPIError:
        raise  # what is wrong with an event
    except timeouts as error:
        connection.close()
        raise context.timed_out() from context.cause(error)
    except Exception as error:  # noqa: BLE001 - a transport raises what it likes
        connection.close()
        raise context.interrupted(
            f"broke off ({type(error).__name__}: {error})"
        ) from context.cause(error)
    except GeneratorExit:
        raise  # the stream is being closed, or forgotten: not here
    except BaseException:
        # Interrupted while reading; the connection cannot be used again.
        context.left()
        connection.close()
        raise
    finally:
        # A traceback shows variables, and the server may have echoed the key.
        part, texts, text, reported, data, chunk = b"", [], "", None, None, None
    connection.close()
    if decoder.in_event:
        raise context.interrupted("ended inside an event")
    if end is not None:
        raise context.interrupted(f"ended without {end}")


class _Failure:
    """No chunks: what ended the stream is raised, if it was a failure."""

    __slots__ = ("_context",)

    def __init__(self, context: StreamContext) -> None:
        self._context = context

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> NoReturn:
        if self._context.failure is not None:
            raise self._context.failure
        raise StopIteration


class Stream(Generic[C]):
    """The chunks of a streamed answer, as they arrive.

    Iterate it, best inside `with`, which also releases the connection of a stream that is left early.
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
        self._iterator: Generator[C, None, None] = _chunks(
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

    def __iter__(self) -> Iterator[C]:
        # A second loop over a stream that failed must not look like its end.
        if self._context.failure is not None:
            raise self._context.failure
        # An iterator that was kept must not, either: it runs dry, and then raises what ended the stream.
        return chain(self._iterator, _Failure(self._context))

    def __next__(self) -> C:
        if self._context.failure is not None:
            raise self._context.failure
        return next(self._iterator)

    def close(self) -> None:
        """Ends the stream and releases its connection; more than once does nothing.

        Another thread that is reading gets a `StreamInterruptedError`.
        """
        generator: Any = self._iterator
        if generator.gi_running:
            self._connection.wake()
        self._connection.close()
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

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Stream cannot be pickled: it owns a connection")

    def __repr__(self) -> str:
        state = "closed" if self._connection.closed else "open"
        return f"<Stream {state}, status {self.response.status_code}>"
