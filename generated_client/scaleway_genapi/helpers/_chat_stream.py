"""`chat.completions.stream(...)`: a stream that is also put together, synchronous and asynchronous.

Opens with `with`; the putting together is `_accumulate`'s.
"""

import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any, Self

from scaleway_genapi._core import (
    UNSET,
    ScalewayGenAPIError,
    StreamDecodeError,
    StreamInterruptedError,
    decode_error,
)
from scaleway_genapi._core._json import loads
from scaleway_genapi._core._json_text import WholeTexts
from scaleway_genapi._core._redact import redact

from ._accumulate import Accumulator
from ._events import ChatStreamEvent, ContentDeltaEvent

if TYPE_CHECKING:
    from types import TracebackType

    from scaleway_genapi._core import AsyncStream, Stream, Unset
    from scaleway_genapi._generated.models.any_response_format import AnyResponseFormat
    from scaleway_genapi._generated.models.chat_completion import ChatCompletion
    from scaleway_genapi._generated.models.chat_completion_chunk import ChatCompletionChunk
    from scaleway_genapi._generated.models.response_format import ResponseFormat
    from scaleway_genapi._generated.params import ParsedStreamParams
    from scaleway_genapi._generated.types import ResponseFormatParam

    from ._params import StreamedParams

_LEFT = "The stream was left before its end; current_completion() has what arrived"
_OPENED = "a stream is opened once; call client.chat.completions.stream(...) again for another"
_NOT_OPEN = "open the stream first: `with client.chat.completions.stream(...) as stream:`"


class Common:
    """The state that both kinds share."""

    def __init__(self) -> None:
        self._accumulator = Accumulator()
        self._waiting: deque[ChatStreamEvent] = deque()
        self._ended = False
        self._opened = False
        self._failure: Exception | None = None

    def _shown(self, stream: object) -> str:
        """For `repr`: that of the stream underneath, by the name of this class."""
        name = type(self).__name__
        return f"<{name} not open>" if stream is None else f"<{name} of {stream!r}>"

    def _check(self) -> None:
        """Raises again what ended the stream: half an answer must not pass for a whole one."""
        if self._failure is not None:
            raise self._failure

    def _open_once(self) -> None:
        """Notes that the stream is being opened; raises if it was before, for two answers would be one."""
        if self._opened:
            raise ScalewayGenAPIError(_OPENED)
        self._opened = True

    def _take(self, chunk: "ChatCompletionChunk", stream: Any) -> list[ChatStreamEvent]:
        """The events of a chunk.

        Raises:
            StreamDecodeError: It cannot be put together with the others.
        """
        try:
            return self._accumulator.add(chunk)
        except (AttributeError, TypeError, ValueError) as error:
            failure = _explain(chunk, error, stream)
        del chunk  # a traceback shows variables, and the server may have echoed the key
        raise failure

    def _end(self) -> list[ChatStreamEvent]:
        """Notes that the end was seen; the events that are still to come, once."""
        self._ended = True
        return self._accumulator.finish()

    def _fail(self, error: BaseException | None) -> None:
        """Notes that the end was not seen; interrupts and cancellations are not raised again."""
        if not self._ended and self._failure is None:
            self._failure = error if isinstance(error, Exception) else StreamInterruptedError(_LEFT)

    def current_completion(self) -> "ChatCompletion":
        """What has arrived so far, as a completion; also after an error in the middle.

        Raises:
            ScalewayGenAPIError: Nothing has arrived.
        """
        if not self._accumulator.started:
            raise ScalewayGenAPIError("No chunk has arrived: there is no completion")
        return self._accumulator.completion()


def _explain(chunk: "ChatCompletionChunk", error: Exception, stream: Any) -> StreamDecodeError:
    """The error for a chunk that decodes, since decoding trusts the types, but cannot be put together."""
    context = stream._context  # noqa: SLF001 - it knows what the errors of the stream tell
    data = chunk.to_dict()
    fault = decode_error(type(chunk), data, error)
    result: StreamDecodeError = context.decode_error(
        f"has an invalid event: {fault.message}",
        path=fault.path,
        body=loads(redact(json.dumps(data), context.secret)),
    )
    return result


def _add(whole: WholeTexts, event: ChatStreamEvent) -> str:
    """What an event adds to the first answer's text that can be shown."""
    if isinstance(event, ContentDeltaEvent) and event.choice == 0:
        return whole.add(event.delta)
    return ""


class _Texts:
    """The texts of a `ChatStream`: no generator, which would just end once it has raised."""

    def __init__(self, events: "ChatStream") -> None:
        self._events = events
        self._whole = WholeTexts()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        for event in self._events:
            if text := _add(self._whole, event):
                return text
        if text := self._whole.rest():
            return text
        raise StopIteration


class _AsyncTexts:
    """The texts of an `AsyncChatStream`; and trio warns of an async generator that is left early."""

    def __init__(self, events: "AsyncChatStream") -> None:
        self._events = events
        self._whole = WholeTexts()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> str:
        async for event in self._events:
            if text := _add(self._whole, event):
                return text
        if text := self._whole.rest():
            return text
        raise StopAsyncIteration


class ChatStream(Common):
    """Events of an answer as it arrives, and the whole answer at the end.

    Iterating gives events; `text_deltas()` only the text; `get_final_completion()` reads what is
    left and gives the completion.
    """

    def __init__(self, open_stream: "Callable[[], Stream[ChatCompletionChunk]]") -> None:
        super().__init__()
        self._open = open_stream
        self._stream: Stream[ChatCompletionChunk] | None = None

    def __enter__(self) -> Self:
        self._open_once()
        self._stream = self._open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        self.close()

    @property
    def stream(self) -> "Stream[ChatCompletionChunk]":
        """The stream of chunks underneath: its response, request id and rate limits."""
        if self._stream is None:
            raise ScalewayGenAPIError(_NOT_OPEN)
        return self._stream

    def close(self) -> None:
        """Ends the stream and releases its connection."""
        if self._stream is not None:
            self._fail(None)
            self._stream.close()

    def __repr__(self) -> str:
        return self._shown(self._stream)

    def __iter__(self) -> Iterator[ChatStreamEvent]:
        return self

    def _read(self) -> list[ChatStreamEvent]:
        self._check()
        stream = self.stream
        try:
            return self._take(next(stream), stream)
        except StopIteration:
            if events := self._end():
                return events
            raise
        except BaseException as error:
            self._fail(error)
            raise

    def __next__(self) -> ChatStreamEvent:
        while not self._waiting:
            self._waiting.extend(self._read())
        return self._waiting.popleft()

    def text_deltas(self) -> Iterator[str]:
        """The pieces of the first answer's text, none of which ends in half an emoji."""
        return _Texts(self)

    def until_done(self) -> Self:
        """Reads the stream to its end."""
        self._waiting.clear()
        try:
            while True:
                self._read()
        except StopIteration:
            return self

    def get_final_completion(self) -> "ChatCompletion":
        """The whole answer; reads what is left of the stream.

        Raises:
            APIError: The stream broke, or was left before its end, now or earlier;
                `current_completion()` has what arrived.
        """
        return self.until_done().current_completion()


class AsyncChatStream(Common):
    """Events of an answer as it arrives, and the whole answer at the end; see `ChatStream`."""

    def __init__(
        self, open_stream: "Callable[[], Awaitable[AsyncStream[ChatCompletionChunk]]]"
    ) -> None:
        super().__init__()
        self._open = open_stream
        self._stream: AsyncStream[ChatCompletionChunk] | None = None

    async def __aenter__(self) -> Self:
        self._open_once()
        self._stream = await self._open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        await self.close()

    @property
    def stream(self) -> "AsyncStream[ChatCompletionChunk]":
        """The stream of chunks underneath: its response, request id and rate limits."""
        if self._stream is None:
            raise ScalewayGenAPIError(_NOT_OPEN.replace("with", "async with", 1))
        return self._stream

    async def close(self) -> None:
        """Ends the stream and releases its connection."""
        if self._stream is not None:
            self._fail(None)
            await self._stream.close()

    def __repr__(self) -> str:
        return self._shown(self._stream)

    def __aiter__(self) -> AsyncIterator[ChatStreamEvent]:
        return self

    async def _read(self) -> list[ChatStreamEvent]:
        self._check()
        stream = self.stream
        try:
            return self._take(await anext(stream), stream)
        except StopAsyncIteration:
            if events := self._end():
                return events
            raise
        except BaseException as error:
            self._fail(error)
            raise

    async def __anext__(self) -> ChatStreamEvent:
        while not self._waiting:
            self._waiting.extend(await self._read())
        return self._waiting.popleft()

    def text_deltas(self) -> AsyncIterator[str]:
        """The pieces of the first answer's text, none of which ends in half an emoji."""
        return _AsyncTexts(self)

    async def until_done(self) -> Self:
        """Reads the stream to its end."""
        self._waiting.clear()
        try:
            while True:
                await self._read()
        except StopAsyncIteration:
            return self

    async def get_final_completion(self) -> "ChatCompletion":
        """The whole answer; reads what is left of the stream.

        Raises:
            APIError: The stream broke, or was left before its end, now or earlier;
                `current_completion()` has what arrived.
        """
        return (await self.until_done()).current_completion()


def streamed(
    params: "ParsedStreamParams",
    response_format: "ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None",
) -> "StreamedParams":
    """`params` for a stream, with the usage at its end unless the caller says what the stream has."""
    options = params.get("stream_options", UNSET)
    return {
        **params,
        "response_format": response_format,
        "stream_options": {"include_usage": True} if options is UNSET else options,
        "stream": True,
    }
