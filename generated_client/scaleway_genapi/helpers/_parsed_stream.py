"""`chat.completions.stream(response_format=T)`: a stream whose whole answer is a value of a type.

Schema and decoding are `_schemas`'s, reading is `_chat_stream`'s.
"""

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._chat_stream import AsyncChatStream, ChatStream
from ._events import ContentDoneEvent
from ._structured import ParsedChatCompletion, parse_completion

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from scaleway_genapi._core import AsyncStream, Stream
    from scaleway_genapi._generated.models.chat_completion_chunk import ChatCompletionChunk

    from ._accumulate import Accumulator
    from ._events import ChatStreamEvent, ParsedStreamEvent
    from ._schemas import Codec

T = TypeVar("T")


def _decode(
    events: "list[ChatStreamEvent]", accumulator: "Accumulator", codec: "Codec[Any]"
) -> "list[ChatStreamEvent]":
    """`events`, each whole text with what it means, if anything: what is wrong with it says the completion."""
    for event in events:
        if isinstance(event, ContentDoneEvent) and accumulator.is_answer(event.choice):
            with suppress(Exception):  # whatever a validator raises
                event.parsed = codec.decode(event.content)
    return events


class ParsedChatStream(ChatStream, Generic[T]):
    """A `ChatStream` whose whole answer is decoded."""

    def __init__(
        self, open_stream: "Callable[[], Stream[ChatCompletionChunk]]", codec: "Codec[T]"
    ) -> None:
        super().__init__(open_stream)
        self._codec = codec

    if TYPE_CHECKING:

        def __iter__(self) -> "Iterator[ParsedStreamEvent[T]]": ...

        def __next__(self) -> "ParsedStreamEvent[T]": ...

    def _take(self, chunk: "ChatCompletionChunk", stream: Any) -> "list[ChatStreamEvent]":
        return _decode(super()._take(chunk, stream), self._accumulator, self._codec)

    def _end(self) -> "list[ChatStreamEvent]":
        return _decode(super()._end(), self._accumulator, self._codec)

    def get_final_completion(self) -> ParsedChatCompletion[T]:
        """The whole answer, decoded; reads what is left of the stream.

        Raises:
            APIError: The stream broke, or was left before its end.
            LengthFinishReasonError: The answer was cut at the limit of tokens.
            RefusalError: The model refused.
            InvalidOutputError: The text is no JSON, or does not fit the type.
        """
        return parse_completion(super().get_final_completion(), self._codec)


class AsyncParsedChatStream(AsyncChatStream, Generic[T]):
    """An `AsyncChatStream` whose whole answer is decoded."""

    def __init__(
        self,
        open_stream: "Callable[[], Awaitable[AsyncStream[ChatCompletionChunk]]]",
        codec: "Codec[T]",
    ) -> None:
        super().__init__(open_stream)
        self._codec = codec

    if TYPE_CHECKING:

        def __aiter__(self) -> "AsyncIterator[ParsedStreamEvent[T]]": ...

        async def __anext__(self) -> "ParsedStreamEvent[T]": ...

    def _take(self, chunk: "ChatCompletionChunk", stream: Any) -> "list[ChatStreamEvent]":
        return _decode(super()._take(chunk, stream), self._accumulator, self._codec)

    def _end(self) -> "list[ChatStreamEvent]":
        return _decode(super()._end(), self._accumulator, self._codec)

    async def get_final_completion(self) -> ParsedChatCompletion[T]:
        """The whole answer, decoded; see `ParsedChatStream.get_final_completion`."""
        return parse_completion(await super().get_final_completion(), self._codec)
