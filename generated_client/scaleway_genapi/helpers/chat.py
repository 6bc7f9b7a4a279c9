"""What the generated chat resource is joined with: `stream`, `parse` and `run_tools`.

The methods only hand over; their work loads when they are first called.
"""

from typing import TYPE_CHECKING, Any, TypeVar, get_origin, overload

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence
    from typing import Unpack

    from scaleway_genapi._generated.models.any_chat_message import AnyChatMessage
    from scaleway_genapi._generated.models.chat_message import ChatMessage
    from scaleway_genapi._generated.models.tool_call import ToolCall
    from scaleway_genapi._generated.types import ChatMessageParam

    from ._chat_stream import AsyncChatStream, ChatStream
    from ._function_tool import FunctionTool
    from ._params import CompletionParams, ParsedStreamParams, ParseParams, ToolRunParams
    from ._parsed_stream import AsyncParsedChatStream, ParsedChatStream
    from ._run_tools import ToolRun
    from ._structured import ParsedChatCompletion

T = TypeVar("T")

MAX_TURNS = 10


def _is_type(value: object) -> bool:
    """Whether a type is given for `response_format`, be it one that has no schema: `list[int]`, `A | B`."""
    return isinstance(value, type) or get_origin(value) is not None


class CompletionsMixin:
    """Conveniences of `client.chat.completions`."""

    __slots__ = ()

    if TYPE_CHECKING:

        def create(self, *args: Any, **kwargs: Any) -> Any:
            """The generated operation."""

    @overload
    def stream(
        self, *, response_format: type[T], **params: "Unpack[ParsedStreamParams]"
    ) -> "ParsedChatStream[T]": ...
    @overload
    def stream(self, **params: "Unpack[CompletionParams]") -> "ChatStream": ...
    def stream(self, **params: Any) -> Any:
        """A streamed answer that is also put together: `with client.chat.completions.stream(...) as stream:`.

        Iterating it gives events (`event.type` is "content.delta" and so on), `text_deltas()` the text,
        `get_final_completion()` the whole answer. The usage is asked for unless `stream_options` is given.

        Args:
            **params: As for `create`; as for `parse`, `response_format` may be a type: then the whole answer
                has `parsed`.

        Raises:
            ConfigurationError: The type has no schema.
            APIError: On entering: the call failed. While iterating: the stream broke.
        """
        from ._chat_stream import ChatStream, with_usage  # noqa: PLC0415

        if _is_type(params.get("response_format")):
            from ._parsed_stream import ParsedChatStream, with_schema  # noqa: PLC0415

            params, codec = with_schema(params)
            return ParsedChatStream(lambda: self.create(**with_usage(params)), codec)
        return ChatStream(lambda: self.create(**with_usage(params)))

    def parse(
        self, *, response_format: type[T], **params: "Unpack[ParseParams]"
    ) -> "ParsedChatCompletion[T]":
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
        from ._schemas import codec_for, refuse_stream  # noqa: PLC0415
        from ._structured import parse_completion  # noqa: PLC0415
        from ._structured import response_format as as_format  # noqa: PLC0415

        refuse_stream("parse", params)
        codec = codec_for(response_format)
        return parse_completion(self.create(response_format=as_format(codec), **params), codec)

    def run_tools(
        self,
        *,
        messages: "Sequence[ChatMessage | AnyChatMessage | ChatMessageParam]",
        tools: "Iterable[FunctionTool[..., Any] | Callable[..., Any]]",
        max_turns: int = MAX_TURNS,
        on_tool_error: "Callable[[Exception, ToolCall], str | None] | None" = None,
        **params: "Unpack[ToolRunParams]",
    ) -> "ToolRun":
        """Lets the model call functions until it answers.

        Calls of one turn run at the same time, in threads. What a call raises is logged, and told to the model.

        Args:
            messages: The conversation so far.
            tools: Typed functions, or tools made of them by `function_tool`.
            max_turns: How many times the model is asked at most.
            on_tool_error: Chooses what the model is told of a call that failed, instead of the error, which
                is what None stands for; what it raises ends the run.
            **params: As for `create`.

        Raises:
            ToolLoopError: The model still calls tools after the last turn.
            ConfigurationError: A function cannot be made a tool.
            APIError: A call of the API failed.
        """
        from ._run_tools import ToolLoop, run  # noqa: PLC0415

        return run(self.create, ToolLoop(tools, messages, max_turns, params, on_tool_error))


class AsyncCompletionsMixin:
    """Conveniences of the asynchronous `client.chat.completions`."""

    __slots__ = ()

    if TYPE_CHECKING:

        async def create(self, *args: Any, **kwargs: Any) -> Any:
            """The generated operation."""

    @overload
    def stream(
        self, *, response_format: type[T], **params: "Unpack[ParsedStreamParams]"
    ) -> "AsyncParsedChatStream[T]": ...
    @overload
    def stream(self, **params: "Unpack[CompletionParams]") -> "AsyncChatStream": ...
    def stream(self, **params: Any) -> Any:
        """A streamed answer that is also put together: `async with client.chat.completions.stream(...) as stream:`.

        Iterating it gives events (`event.type` is "content.delta" and so on), `text_deltas()` the text,
        `get_final_completion()` the whole answer. The usage is asked for unless `stream_options` is given.

        Args:
            **params: As for `create`; as for `parse`, `response_format` may be a type: then the whole answer
                has `parsed`.

        Raises:
            ConfigurationError: The type has no schema.
            APIError: On entering: the call failed. While iterating: the stream broke.
        """
        from ._chat_stream import AsyncChatStream, with_usage  # noqa: PLC0415

        if _is_type(params.get("response_format")):
            from ._parsed_stream import AsyncParsedChatStream, with_schema  # noqa: PLC0415

            params, codec = with_schema(params)
            return AsyncParsedChatStream(lambda: self.create(**with_usage(params)), codec)
        return AsyncChatStream(lambda: self.create(**with_usage(params)))

    async def parse(
        self, *, response_format: type[T], **params: "Unpack[ParseParams]"
    ) -> "ParsedChatCompletion[T]":
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
        from ._schemas import codec_for, refuse_stream  # noqa: PLC0415
        from ._structured import parse_completion  # noqa: PLC0415
        from ._structured import response_format as as_format  # noqa: PLC0415

        refuse_stream("parse", params)
        codec = codec_for(response_format)
        return parse_completion(
            await self.create(response_format=as_format(codec), **params), codec
        )

    async def run_tools(
        self,
        *,
        messages: "Sequence[ChatMessage | AnyChatMessage | ChatMessageParam]",
        tools: "Iterable[FunctionTool[..., Any] | Callable[..., Any]]",
        max_turns: int = MAX_TURNS,
        on_tool_error: "Callable[[Exception, ToolCall], str | Awaitable[str | None] | None] | None" = None,
        **params: "Unpack[ToolRunParams]",
    ) -> "ToolRun":
        """Lets the model call functions, async ones too, until it answers.

        Calls of one turn run at the same time. What a call raises is logged, and told to the model.

        Args:
            messages: The conversation so far.
            tools: Typed functions, or tools made of them by `function_tool`.
            max_turns: How many times the model is asked at most.
            on_tool_error: Chooses what the model is told of a call that failed, instead of the error, which
                is what None stands for; what it raises ends the run. May be async.
            **params: As for `create`.

        Raises:
            ToolLoopError: The model still calls tools after the last turn.
            ConfigurationError: A function cannot be made a tool.
            APIError: A call of the API failed.
        """
        from ._run_tools import ToolLoop, run_async  # noqa: PLC0415

        return await run_async(
            self.create, ToolLoop(tools, messages, max_turns, params, on_tool_error)
        )
