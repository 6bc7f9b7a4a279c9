"""What the generated chat resource is joined with: `stream`, `parse` and `run_tools`.

The methods only hand over; their work loads when they are first called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, overload

from scaleway_genapi._core import UNSET

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from functools import cached_property
    from typing import Unpack

    from scaleway_genapi._core import RawResponse, Unset
    from scaleway_genapi._generated.models.any_chat_message import AnyChatMessage
    from scaleway_genapi._generated.models.any_response_format import AnyResponseFormat
    from scaleway_genapi._generated.models.chat_message import ChatMessage
    from scaleway_genapi._generated.models.response_format import ResponseFormat
    from scaleway_genapi._generated.models.tool_call import ToolCall
    from scaleway_genapi._generated.params import (
        CompletionParams,
        ParsedStreamParams,
        ParseParams,
        ToolRunParams,
    )
    from scaleway_genapi._generated.types import ChatMessageParam, ResponseFormatParam

    from ._chat_stream import AsyncChatStream, ChatStream
    from ._function_tool import FunctionTool
    from ._params import CallableObject, PlainFunction
    from ._parsed_stream import AsyncParsedChatStream, ParsedChatStream
    from ._structured import ParsedChatCompletion
    from ._tool_loop import ToolRun

T = TypeVar("T")


class _Conveniences:
    """Says once what the methods below do: editors and `help()` show it for both classes."""

    __slots__ = ()

    def stream(self, *_: Any, **params: Any) -> Any:
        """A streamed answer that is also put together: `with client.chat.completions.stream(...) as stream:`.

        Iterating it gives events (`event.type` is "content.delta" and so on), `text_deltas()` the text,
        `get_final_completion()` the whole answer. The usage is asked for unless `stream_options` is given.
        Of an `AsyncClient` it takes `async with`, `async for` and `await`; this method itself does not.

        Args:
            **params: As for `create`; as for `parse`, `response_format` may be a type: then the whole answer
                has `parsed`.

        Raises:
            ConfigurationError: The type has no schema.
            APIError: On entering: the call failed. While iterating: the stream broke.
        """
        raise NotImplementedError

    def parse(self, *_: Any, **params: Any) -> Any:
        """An answer as a value of a type of yours: `completion.choices[0].message.parsed`.

        Args:
            response_format: A pydantic model, dataclass, attrs class, TypedDict or msgspec.Struct; the
                latter four need the extra `msgspec`, dataclasses and TypedDicts that or `pydantic`.
            **params: As for `create`.

        Raises:
            LengthFinishReasonError: The answer was cut at the limit of tokens.
            RefusalError: The model refused.
            InvalidOutputError: The text is no JSON, or does not fit the type.
            ConfigurationError: The type has no schema.
            APIError: The call failed.
        """
        raise NotImplementedError

    def run_tools(self, *_: Any, **params: Any) -> Any:
        """Lets the model call functions until it answers.

        Calls of one turn run at the same time: in threads, those of async functions as tasks. What a call
        raises is logged, and told to the model.

        Args:
            messages: The conversation so far.
            tools: Typed functions, or tools made of them by `function_tool`; async ones with an
                `AsyncClient` only.
            max_turns: How many times the model is asked at most.
            on_tool_error: Chooses what the model is told of a call that failed, instead of the error, which
                is what None stands for; what it raises ends the run. With an `AsyncClient` it may be async.
            **params: As for `create`.

        Raises:
            ToolLoopError: The model still calls tools after the last turn.
            ConfigurationError: A function cannot be made a tool.
            APIError: A call of the API failed.
        """
        raise NotImplementedError


class CompletionsMixin(_Conveniences):
    """Conveniences of `client.chat.completions`."""

    __slots__ = ()

    if TYPE_CHECKING:
        # Any, for one of the type checkers refuses whatever says more: mypy overloads, pyright keywords
        # in the place of an unpacked TypedDict.
        def create(self, *_: Any, **params: Any) -> Any:
            """The generated operation."""

        @cached_property
        def with_raw_response(self) -> CompletionsMixinWithRawResponse:
            """The generated operations, and the helper of that class."""
            raise NotImplementedError

    @overload
    def stream(self, **params: Unpack[CompletionParams]) -> ChatStream: ...
    @overload
    def stream(
        self, *, response_format: type[T], **params: Unpack[ParsedStreamParams]
    ) -> ParsedChatStream[T]: ...
    def stream(
        self,
        *,
        response_format: type[T]
        | ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        **params: Unpack[ParsedStreamParams],
    ) -> ChatStream:
        from ._chat_stream import ChatStream  # noqa: PLC0415
        from ._parsed_stream import ParsedChatStream, choose_stream  # noqa: PLC0415

        return choose_stream(ChatStream, ParsedChatStream, self.create, response_format, params)

    def parse(
        self, *, response_format: type[T], **params: Unpack[ParseParams]
    ) -> ParsedChatCompletion[T]:
        return self.with_raw_response.parse(response_format=response_format, **params).parse()

    def run_tools(
        self,
        *,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        tools: Iterable[FunctionTool[..., Any] | CallableObject | PlainFunction],
        max_turns: int = 10,
        on_tool_error: Callable[[Exception, ToolCall], str | None] | None = None,
        **params: Unpack[ToolRunParams],
    ) -> ToolRun:
        from ._run_tools import run  # noqa: PLC0415
        from ._tool_loop import ToolLoop  # noqa: PLC0415

        return run(
            self.with_raw_response.create,
            ToolLoop(tools, messages, max_turns, params, on_tool_error),
        )


class AsyncCompletionsMixin(_Conveniences):
    """Conveniences of the asynchronous `client.chat.completions`."""

    __slots__ = ()

    if TYPE_CHECKING:

        async def create(self, *_: Any, **params: Any) -> Any:
            """The generated operation."""

        @cached_property
        def with_raw_response(self) -> AsyncCompletionsMixinWithRawResponse:
            """The generated operations, and the helper of that class."""
            raise NotImplementedError

    @overload
    def stream(self, **params: Unpack[CompletionParams]) -> AsyncChatStream: ...
    @overload
    def stream(
        self, *, response_format: type[T], **params: Unpack[ParsedStreamParams]
    ) -> AsyncParsedChatStream[T]: ...
    def stream(
        self,
        *,
        response_format: type[T]
        | ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        **params: Unpack[ParsedStreamParams],
    ) -> AsyncChatStream:
        from ._chat_stream import AsyncChatStream  # noqa: PLC0415
        from ._parsed_stream import AsyncParsedChatStream, choose_stream  # noqa: PLC0415

        return choose_stream(
            AsyncChatStream, AsyncParsedChatStream, self.create, response_format, params
        )

    async def parse(
        self, *, response_format: type[T], **params: Unpack[ParseParams]
    ) -> ParsedChatCompletion[T]:
        raw = await self.with_raw_response.parse(response_format=response_format, **params)
        return raw.parse()

    async def run_tools(
        self,
        *,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        tools: Iterable[FunctionTool[..., Any] | CallableObject | PlainFunction],
        max_turns: int = 10,
        on_tool_error: Callable[[Exception, ToolCall], str | Awaitable[str | None] | None]
        | None = None,
        **params: Unpack[ToolRunParams],
    ) -> ToolRun:
        from ._run_tools import run_async  # noqa: PLC0415
        from ._tool_loop import ToolLoop  # noqa: PLC0415

        return await run_async(
            self.with_raw_response.create,
            ToolLoop(tools, messages, max_turns, params, on_tool_error),
        )


class CompletionsMixinWithRawResponse:
    """Conveniences of `client.chat.completions.with_raw_response`."""

    __slots__ = ()

    if TYPE_CHECKING:

        def create(self, *_: Any, **params: Any) -> Any:
            """The generated operation."""

    def parse(
        self, *, response_format: type[T], **params: Unpack[ParseParams]
    ) -> RawResponse[ParsedChatCompletion[T]]:
        """`parse`, with status and headers; what is wrong with the answer, the `parse()` of this one raises."""
        from ._schemas import codec_for, refuse_stream  # noqa: PLC0415
        from ._structured import format_of, parse_answer  # noqa: PLC0415

        refuse_stream("parse", params)
        codec = codec_for(response_format)
        return parse_answer(self.create(response_format=format_of(codec), **params), codec)


class AsyncCompletionsMixinWithRawResponse:
    """Conveniences of the asynchronous `client.chat.completions.with_raw_response`."""

    __slots__ = ()

    if TYPE_CHECKING:

        async def create(self, *_: Any, **params: Any) -> Any:
            """The generated operation."""

    async def parse(
        self, *, response_format: type[T], **params: Unpack[ParseParams]
    ) -> RawResponse[ParsedChatCompletion[T]]:
        """`parse`, with status and headers; what is wrong with the answer, the `parse()` of this one raises."""
        from ._schemas import codec_for, refuse_stream  # noqa: PLC0415
        from ._structured import format_of, parse_answer  # noqa: PLC0415

        refuse_stream("parse", params)
        codec = codec_for(response_format)
        return parse_answer(await self.create(response_format=format_of(codec), **params), codec)
