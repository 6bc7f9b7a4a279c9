"""`chat.completions.stream(response_format=T)`: a stream whose whole answer is a value of a type.

Schema and decoding are `_schemas`'s, reading is `_chat_stream`'s.
"""

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeGuard, TypeVar, get_origin

from ._chat_stream import AsyncChatStream, ChatStream, Common, streamed
from ._events import ContentDoneEvent
from ._schemas import codec_for
from ._structured import ParsedChatCompletion, format_of, parse_completion

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

    from scaleway_genapi._core import AsyncStream, Stream, Unset
    from scaleway_genapi._generated.models.any_response_format import AnyResponseFormat
    from scaleway_genapi._generated.models.chat_completion_chunk import ChatCompletionChunk
    from scaleway_genapi._generated.models.response_format import ResponseFormat
    from scaleway_genapi._generated.params import ParsedStreamParams
    from scaleway_genapi._generated.types import ResponseFormatParam

    from ._accumulate import Accumulator
    from ._events import ChatStreamEvent, ParsedStreamEvent
    from ._schemas import Codec

S = TypeVar("S")
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


class _Decoding(Common):
    """What the synchronous and the asynchronous stream share."""

    _codec: "Codec[Any]"

    def _take(self, chunk: "ChatCompletionChunk", stream: Any) -> "list[ChatStreamEvent]":
        return _decode(super()._take(chunk, stream), self._accumulator, self._codec)

    def _end(self) -> "list[ChatStreamEvent]":
        return _decode(super()._end(), self._accumulator, self._codec)


class ParsedChatStream(_Decoding, ChatStream, Generic[T]):
    """A `ChatStream` whose whole answer is decoded."""

    def __init__(
        self, open_stream: "Callable[[], Stream[ChatCompletionChunk]]", codec: "Codec[T]"
    ) -> None:
        super().__init__(open_stream)
        self._codec = codec

    if TYPE_CHECKING:

        def __iter__(self) -> "Iterator[ParsedStreamEvent[T]]": ...

        def __next__(self) -> "ParsedStreamEvent[T]": ...

    def get_final_completion(self) -> ParsedChatCompletion[T]:
        """The whole answer, decoded; reads what is left of the stream.

        Raises:
            APIError: The stream broke, or was left before its end.
            LengthFinishReasonError: The answer was cut at the limit of tokens.
            RefusalError: The model refused.
            InvalidOutputError: The text is no JSON, or does not fit the type.
        """
        return parse_completion(super().get_final_completion(), self._codec, self.stream)


class AsyncParsedChatStream(_Decoding, AsyncChatStream, Generic[T]):
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

    async def get_final_completion(self) -> ParsedChatCompletion[T]:
        """The whole answer, decoded; see `ParsedChatStream.get_final_completion`."""
        return parse_completion(await super().get_final_completion(), self._codec, self.stream)


def _is_format(
    value: object,
) -> "TypeGuard[ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None]":
    """Whether `response_format` is what the API takes, no type: nor one without a schema, `list[int]` say."""
    return not isinstance(value, type) and get_origin(value) is None


def choose_stream(
    plain: "Callable[[Callable[[], Any]], S]",
    parsed: "Callable[[Callable[[], Any], Codec[Any]], S]",
    create: "Callable[..., Any]",
    response_format: "type[Any] | ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None",
    params: "ParsedStreamParams",
) -> "S":
    """The stream that is parsed where the format is a type, the plain one else; both classes of one kind of client.

    Raises:
        ConfigurationError: The type has no schema.
    """
    if _is_format(response_format):
        asked = streamed(params, response_format)
        return plain(lambda: create(**asked))
    codec = codec_for(response_format)
    asked = streamed(params, format_of(codec))
    return parsed(lambda: create(**asked), codec)
