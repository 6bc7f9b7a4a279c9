# The public surface of scaleway_genapi.helpers.chat at the release, for `python -m openapi.compatibility`.
# Never edited. Classes within a class are what its attributes hand out.
from typing import Any, Literal, NotRequired, Required, TypeAlias, overload

__all__ = [
    'AsyncCompletionsMixin',
    'CompletionsMixin',
    'MAX_TURNS',
    'T',
]

class AsyncCompletionsMixin:
    async def create(self, *args: Any, **kwargs: Any) -> Any: ...
    async def parse(
        self,
        *,
        response_format: type[T],
        **params: Unpack[ParseParams],
    ) -> ParsedChatCompletion[T]: ...
    async def run_tools(
        self,
        *,
        messages: Sequence[ChatMessage | ChatMessageParam],
        tools: Iterable[FunctionTool[..., Any] | Callable[..., Any]],
        max_turns: int = MAX_TURNS,
        on_tool_error: Callable[[Exception, ToolCall], str | Awaitable[str | None] | None] | None = None,
        **params: Unpack[ToolRunParams],
    ) -> ToolRun: ...
    @overload
    def stream(
        self,
        *,
        response_format: type[T],
        **params: Unpack[ParsedStreamParams],
    ) -> AsyncParsedChatStream[T]: ...
    @overload
    def stream(self, **params: Unpack[CompletionParams]) -> AsyncChatStream: ...
    def stream(self, **params: Any) -> Any: ...
class CompletionsMixin:
    def create(self, *args: Any, **kwargs: Any) -> Any: ...
    def parse(
        self,
        *,
        response_format: type[T],
        **params: Unpack[ParseParams],
    ) -> ParsedChatCompletion[T]: ...
    def run_tools(
        self,
        *,
        messages: Sequence[ChatMessage | ChatMessageParam],
        tools: Iterable[FunctionTool[..., Any] | Callable[..., Any]],
        max_turns: int = MAX_TURNS,
        on_tool_error: Callable[[Exception, ToolCall], str | None] | None = None,
        **params: Unpack[ToolRunParams],
    ) -> ToolRun: ...
    @overload
    def stream(
        self,
        *,
        response_format: type[T],
        **params: Unpack[ParsedStreamParams],
    ) -> ParsedChatStream[T]: ...
    @overload
    def stream(self, **params: Unpack[CompletionParams]) -> ChatStream: ...
    def stream(self, **params: Any) -> Any: ...
MAX_TURNS = 10
T = ...
