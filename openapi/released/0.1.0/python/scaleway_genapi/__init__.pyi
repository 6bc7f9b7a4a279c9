# The public surface of scaleway_genapi at the release, for `python -m openapi.compatibility`.
# Never edited. Classes within a class are what its attributes hand out.
from typing import Any, Literal, NotRequired, Required, TypeAlias, overload

__all__ = [
    'APIConnectionError',
    'APIError',
    'APIStatusError',
    'APITimeoutError',
    'AnyChatMessage',
    'AnyContentPart',
    'AnyResponseFormat',
    'AssistantMessage',
    'AssistantMessageParam',
    'AsyncChatStream',
    'AsyncClient',
    'AsyncParsedChatStream',
    'AsyncStream',
    'AudioPart',
    'AudioPartParam',
    'AuthenticationError',
    'BadRequestError',
    'ChatCompletion',
    'ChatCompletionChunk',
    'ChatCompletionMessage',
    'ChatCompletionRequest',
    'ChatCompletionRequestParam',
    'ChatMessage',
    'ChatMessageParam',
    'ChatStream',
    'ChatStreamEvent',
    'Choice',
    'ChoiceDelta',
    'ChoiceLogprobs',
    'ChunkChoice',
    'ChunkEvent',
    'Client',
    'CompletionError',
    'CompletionTokensDetails',
    'ConfigurationError',
    'ConflictError',
    'ContentDeltaEvent',
    'ContentDoneEvent',
    'ContentPart',
    'ContentPartParam',
    'FunctionCall',
    'FunctionCallDelta',
    'FunctionCallParam',
    'FunctionDefinition',
    'FunctionDefinitionParam',
    'FunctionTool',
    'ImagePart',
    'ImagePartParam',
    'ImageUrl',
    'ImageUrlParam',
    'InputAudio',
    'InputAudioParam',
    'InternalServerError',
    'InvalidOutputError',
    'JsonObject',
    'JsonSchemaFormat',
    'JsonSchemaFormatParam',
    'JsonSchemaParam',
    'LengthFinishReasonError',
    'LogitBiasParam',
    'Model',
    'ModelList',
    'NamedToolChoice',
    'NamedToolChoiceFunction',
    'NamedToolChoiceFunctionParam',
    'NamedToolChoiceParam',
    'NotFoundError',
    'ParsedChatCompletion',
    'ParsedChatStream',
    'PermissionDeniedError',
    'PromptTokensDetails',
    'RateLimit',
    'RateLimitError',
    'RateLimits',
    'RawResponse',
    'ReasoningDeltaEvent',
    'RefusalDeltaEvent',
    'RefusalDoneEvent',
    'RefusalError',
    'RequestEncodeError',
    'ResponseDecodeError',
    'ResponseFormat',
    'ResponseFormatJsonObject',
    'ResponseFormatJsonObjectParam',
    'ResponseFormatJsonSchema',
    'ResponseFormatJsonSchemaParam',
    'ResponseFormatParam',
    'ResponseFormatText',
    'ResponseFormatTextParam',
    'RetryEvent',
    'ScalewayGenAPIError',
    'Stream',
    'StreamDecodeError',
    'StreamError',
    'StreamInterruptedError',
    'StreamOptions',
    'StreamOptionsParam',
    'StreamServerError',
    'SystemMessage',
    'SystemMessageParam',
    'TextPart',
    'TextPartParam',
    'TokenLogprob',
    'Tool',
    'ToolCall',
    'ToolCallDelta',
    'ToolCallDeltaEvent',
    'ToolCallDoneEvent',
    'ToolCallParam',
    'ToolChoice',
    'ToolChoiceParam',
    'ToolLoopError',
    'ToolMessage',
    'ToolMessageParam',
    'ToolParam',
    'ToolRun',
    'TopLogprob',
    'UNSET',
    'UnprocessableEntityError',
    'Unset',
    'Usage',
    'UserMessage',
    'UserMessageParam',
    'function_tool',
]

class APIConnectionError(APIError, ScalewayGenAPIError):
    def __init__(self, message: str = 'Connection error.', **values: Any) -> None: ...
class APIError(ScalewayGenAPIError):
    def __init__(
        self,
        message: str,
        *,
        detail: str | None = None,
        hint: str | None = None,
        status_code: int | None = None,
        code: int | str | None = None,
        type: str | None = None,
        param: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        rate_limits: RateLimits | None = None,
        body: Any = None,
        response: Any = None,
        request: object = None,
    ) -> None: ...
    body: Any
    code: int | str | None
    detail: str | None
    hint: str | None
    message: str
    param: str | None
    rate_limits: RateLimits | None
    request_id: str | None
    @property
    def response(self) -> Response | None: ...
    retry_after: float | None
    status_code: int | None
    type: str | None
class APIStatusError(APIError, ScalewayGenAPIError):
    def __init__(
        self,
        message: str,
        *,
        status_code: int | None = None,
        response: Any = None,
        **values: Any,
    ) -> None: ...
    @property
    def response(self) -> Response: ...
    status_code: int
class APITimeoutError(APIConnectionError, APIError, ScalewayGenAPIError):
    def __init__(self, message: str = 'Request timed out.', **values: Any) -> None: ...
from scaleway_genapi.models import AnyChatMessage as AnyChatMessage
from scaleway_genapi.models import AnyContentPart as AnyContentPart
from scaleway_genapi.models import AnyResponseFormat as AnyResponseFormat
from scaleway_genapi.models import AssistantMessage as AssistantMessage
from scaleway_genapi.types import AssistantMessageParam as AssistantMessageParam
class AsyncChatStream(Common):
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def __aiter__(self) -> AsyncIterator[ChatStreamEvent]: ...
    async def __anext__(self) -> ChatStreamEvent: ...
    def __init__(
        self,
        open_stream: Callable[[], Awaitable[AsyncStream[ChatCompletionChunk]]],
    ) -> None: ...
    async def close(self) -> None: ...
    def current_completion(self) -> ChatCompletion: ...
    async def get_final_completion(self) -> ChatCompletion: ...
    @property
    def stream(self) -> AsyncStream[ChatCompletionChunk]: ...
    def text_deltas(self) -> AsyncIterator[str]: ...
    async def until_done(self) -> Self: ...
class AsyncClient(AsyncClientBase, BaseClient):
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def __init__(
        self,
        api_key: AsyncApiKey | None = None,
        *,
        project_id: str | None = None,
        base_url: str | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        max_retries: int = 2,
        http_client: AsyncHTTPClient | None = None,
        default_headers: Mapping[str, str] | None = None,
        total_timeout: float | None = None,
        max_retry_wait: float | None = 60.0,
        on_retry: Callable[[RetryEvent], object] | None = None,
        max_event_size: int | Unset = UNSET,
        clock: AsyncClock | None = None,
        **unknown: Never,
    ) -> None: ...
    aclose = close
    @property
    def base_url(self) -> str: ...
    class chat(AsyncResource):
        class completions(AsyncCompletionsMixin, AsyncResource):
            @overload
            async def create(
                self,
                *,
                model: str,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                temperature: float | Unset | None = UNSET,
                top_p: float | Unset | None = UNSET,
                max_tokens: int | Unset | None = UNSET,
                max_completion_tokens: int | Unset | None = UNSET,
                stream: Literal[False] | Unset | None = UNSET,
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                presence_penalty: float | Unset | None = UNSET,
                frequency_penalty: float | Unset | None = UNSET,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                logprobs: bool | Unset | None = UNSET,
                top_logprobs: int | Unset | None = UNSET,
                logit_bias: LogitBiasParam | Unset | None = UNSET,
                n: int | Unset | None = UNSET,
                stop: str | Sequence[str] | Unset | None = UNSET,
                seed: int | Unset | None = UNSET,
                tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                parallel_tool_calls: bool | Unset | None = UNSET,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                extra_headers: Mapping[str, str | None] | None = None,
                extra_query: Mapping[str, Any] | None = None,
                extra_body: Mapping[str, Any] | None = None,
                timeout: TimeoutTypes | Unset = UNSET,
            ) -> ChatCompletion: ...
            @overload
            async def create(
                self,
                *,
                model: str,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                temperature: float | Unset | None = UNSET,
                top_p: float | Unset | None = UNSET,
                max_tokens: int | Unset | None = UNSET,
                max_completion_tokens: int | Unset | None = UNSET,
                stream: Literal[True],
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                presence_penalty: float | Unset | None = UNSET,
                frequency_penalty: float | Unset | None = UNSET,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                logprobs: bool | Unset | None = UNSET,
                top_logprobs: int | Unset | None = UNSET,
                logit_bias: LogitBiasParam | Unset | None = UNSET,
                n: int | Unset | None = UNSET,
                stop: str | Sequence[str] | Unset | None = UNSET,
                seed: int | Unset | None = UNSET,
                tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                parallel_tool_calls: bool | Unset | None = UNSET,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                extra_headers: Mapping[str, str | None] | None = None,
                extra_query: Mapping[str, Any] | None = None,
                extra_body: Mapping[str, Any] | None = None,
                timeout: TimeoutTypes | Unset = UNSET,
            ) -> AsyncStream[ChatCompletionChunk]: ...
            @overload
            async def create(
                self,
                *,
                model: str,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                temperature: float | Unset | None = UNSET,
                top_p: float | Unset | None = UNSET,
                max_tokens: int | Unset | None = UNSET,
                max_completion_tokens: int | Unset | None = UNSET,
                stream: bool | None,
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                presence_penalty: float | Unset | None = UNSET,
                frequency_penalty: float | Unset | None = UNSET,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                logprobs: bool | Unset | None = UNSET,
                top_logprobs: int | Unset | None = UNSET,
                logit_bias: LogitBiasParam | Unset | None = UNSET,
                n: int | Unset | None = UNSET,
                stop: str | Sequence[str] | Unset | None = UNSET,
                seed: int | Unset | None = UNSET,
                tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                parallel_tool_calls: bool | Unset | None = UNSET,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                extra_headers: Mapping[str, str | None] | None = None,
                extra_query: Mapping[str, Any] | None = None,
                extra_body: Mapping[str, Any] | None = None,
                timeout: TimeoutTypes | Unset = UNSET,
            ) -> ChatCompletion | AsyncStream[ChatCompletionChunk]: ...
            async def create(
                self,
                *,
                model: str,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                temperature: float | Unset | None = UNSET,
                top_p: float | Unset | None = UNSET,
                max_tokens: int | Unset | None = UNSET,
                max_completion_tokens: int | Unset | None = UNSET,
                stream: bool | Unset | None = UNSET,
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                presence_penalty: float | Unset | None = UNSET,
                frequency_penalty: float | Unset | None = UNSET,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                logprobs: bool | Unset | None = UNSET,
                top_logprobs: int | Unset | None = UNSET,
                logit_bias: LogitBiasParam | Unset | None = UNSET,
                n: int | Unset | None = UNSET,
                stop: str | Sequence[str] | Unset | None = UNSET,
                seed: int | Unset | None = UNSET,
                tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                parallel_tool_calls: bool | Unset | None = UNSET,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                extra_headers: Mapping[str, str | None] | None = None,
                extra_query: Mapping[str, Any] | None = None,
                extra_body: Mapping[str, Any] | None = None,
                timeout: TimeoutTypes | Unset = UNSET,
                **_unknown: Never,
            ) -> ChatCompletion | AsyncStream[ChatCompletionChunk]: ...
            async def parse(
                self,
                *,
                response_format: type[T],
                model: str,
                temperature: float | Unset | None = ...,
                top_p: float | Unset | None = ...,
                max_tokens: int | Unset | None = ...,
                max_completion_tokens: int | Unset | None = ...,
                presence_penalty: float | Unset | None = ...,
                frequency_penalty: float | Unset | None = ...,
                logprobs: bool | Unset | None = ...,
                top_logprobs: int | Unset | None = ...,
                logit_bias: LogitBiasParam | Unset | None = ...,
                n: int | Unset | None = ...,
                stop: str | Sequence[str] | Unset | None = ...,
                seed: int | Unset | None = ...,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                parallel_tool_calls: bool | Unset | None = ...,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                extra_headers: Mapping[str, str | None] | None = ...,
                extra_query: Mapping[str, Any] | None = ...,
                extra_body: Mapping[str, Any] | None = ...,
                timeout: TimeoutTypes | Unset = ...,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                tools: Sequence[Tool | ToolParam] | Unset | None = ...,
            ) -> ParsedChatCompletion[T]: ...
            async def run_tools(
                self,
                *,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                tools: Iterable[FunctionTool[..., Any] | CallableObject | PlainFunction],
                max_turns: int = 10,
                on_tool_error: Callable[[Exception, ToolCall], str | Awaitable[str | None] | None] | None = None,
                model: str,
                temperature: float | Unset | None = ...,
                top_p: float | Unset | None = ...,
                max_tokens: int | Unset | None = ...,
                max_completion_tokens: int | Unset | None = ...,
                presence_penalty: float | Unset | None = ...,
                frequency_penalty: float | Unset | None = ...,
                logprobs: bool | Unset | None = ...,
                top_logprobs: int | Unset | None = ...,
                logit_bias: LogitBiasParam | Unset | None = ...,
                n: int | Unset | None = ...,
                stop: str | Sequence[str] | Unset | None = ...,
                seed: int | Unset | None = ...,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                parallel_tool_calls: bool | Unset | None = ...,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                extra_headers: Mapping[str, str | None] | None = ...,
                extra_query: Mapping[str, Any] | None = ...,
                extra_body: Mapping[str, Any] | None = ...,
                timeout: TimeoutTypes | Unset = ...,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = ...,
            ) -> ToolRun: ...
            @overload
            def stream(
                self,
                *,
                model: str,
                temperature: float | Unset | None = ...,
                top_p: float | Unset | None = ...,
                max_tokens: int | Unset | None = ...,
                max_completion_tokens: int | Unset | None = ...,
                presence_penalty: float | Unset | None = ...,
                frequency_penalty: float | Unset | None = ...,
                logprobs: bool | Unset | None = ...,
                top_logprobs: int | Unset | None = ...,
                logit_bias: LogitBiasParam | Unset | None = ...,
                n: int | Unset | None = ...,
                stop: str | Sequence[str] | Unset | None = ...,
                seed: int | Unset | None = ...,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                parallel_tool_calls: bool | Unset | None = ...,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                extra_headers: Mapping[str, str | None] | None = ...,
                extra_query: Mapping[str, Any] | None = ...,
                extra_body: Mapping[str, Any] | None = ...,
                timeout: TimeoutTypes | Unset = ...,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = ...,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = ...,
                tools: Sequence[Tool | ToolParam] | Unset | None = ...,
            ) -> AsyncChatStream: ...
            @overload
            def stream(
                self,
                *,
                response_format: type[T],
                model: str,
                temperature: float | Unset | None = ...,
                top_p: float | Unset | None = ...,
                max_tokens: int | Unset | None = ...,
                max_completion_tokens: int | Unset | None = ...,
                presence_penalty: float | Unset | None = ...,
                frequency_penalty: float | Unset | None = ...,
                logprobs: bool | Unset | None = ...,
                top_logprobs: int | Unset | None = ...,
                logit_bias: LogitBiasParam | Unset | None = ...,
                n: int | Unset | None = ...,
                stop: str | Sequence[str] | Unset | None = ...,
                seed: int | Unset | None = ...,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                parallel_tool_calls: bool | Unset | None = ...,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                extra_headers: Mapping[str, str | None] | None = ...,
                extra_query: Mapping[str, Any] | None = ...,
                extra_body: Mapping[str, Any] | None = ...,
                timeout: TimeoutTypes | Unset = ...,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = ...,
                tools: Sequence[Tool | ToolParam] | Unset | None = ...,
            ) -> AsyncParsedChatStream[T]: ...
            def stream(
                self,
                *,
                response_format: type[T] | ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                model: str,
                temperature: float | Unset | None = ...,
                top_p: float | Unset | None = ...,
                max_tokens: int | Unset | None = ...,
                max_completion_tokens: int | Unset | None = ...,
                presence_penalty: float | Unset | None = ...,
                frequency_penalty: float | Unset | None = ...,
                logprobs: bool | Unset | None = ...,
                top_logprobs: int | Unset | None = ...,
                logit_bias: LogitBiasParam | Unset | None = ...,
                n: int | Unset | None = ...,
                stop: str | Sequence[str] | Unset | None = ...,
                seed: int | Unset | None = ...,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                parallel_tool_calls: bool | Unset | None = ...,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                extra_headers: Mapping[str, str | None] | None = ...,
                extra_query: Mapping[str, Any] | None = ...,
                extra_body: Mapping[str, Any] | None = ...,
                timeout: TimeoutTypes | Unset = ...,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = ...,
                tools: Sequence[Tool | ToolParam] | Unset | None = ...,
            ) -> AsyncChatStream: ...
            class with_raw_response(AsyncCompletionsMixinWithRawResponse, AsyncResource):
                @overload
                async def create(
                    self,
                    *,
                    model: str,
                    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                    temperature: float | Unset | None = UNSET,
                    top_p: float | Unset | None = UNSET,
                    max_tokens: int | Unset | None = UNSET,
                    max_completion_tokens: int | Unset | None = UNSET,
                    stream: Literal[False] | Unset | None = UNSET,
                    stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                    presence_penalty: float | Unset | None = UNSET,
                    frequency_penalty: float | Unset | None = UNSET,
                    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                    logprobs: bool | Unset | None = UNSET,
                    top_logprobs: int | Unset | None = UNSET,
                    logit_bias: LogitBiasParam | Unset | None = UNSET,
                    n: int | Unset | None = UNSET,
                    stop: str | Sequence[str] | Unset | None = UNSET,
                    seed: int | Unset | None = UNSET,
                    tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                    tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                    parallel_tool_calls: bool | Unset | None = UNSET,
                    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                    extra_headers: Mapping[str, str | None] | None = None,
                    extra_query: Mapping[str, Any] | None = None,
                    extra_body: Mapping[str, Any] | None = None,
                    timeout: TimeoutTypes | Unset = UNSET,
                ) -> RawResponse[ChatCompletion]: ...
                @overload
                async def create(
                    self,
                    *,
                    model: str,
                    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                    temperature: float | Unset | None = UNSET,
                    top_p: float | Unset | None = UNSET,
                    max_tokens: int | Unset | None = UNSET,
                    max_completion_tokens: int | Unset | None = UNSET,
                    stream: Literal[True],
                    stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                    presence_penalty: float | Unset | None = UNSET,
                    frequency_penalty: float | Unset | None = UNSET,
                    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                    logprobs: bool | Unset | None = UNSET,
                    top_logprobs: int | Unset | None = UNSET,
                    logit_bias: LogitBiasParam | Unset | None = UNSET,
                    n: int | Unset | None = UNSET,
                    stop: str | Sequence[str] | Unset | None = UNSET,
                    seed: int | Unset | None = UNSET,
                    tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                    tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                    parallel_tool_calls: bool | Unset | None = UNSET,
                    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                    extra_headers: Mapping[str, str | None] | None = None,
                    extra_query: Mapping[str, Any] | None = None,
                    extra_body: Mapping[str, Any] | None = None,
                    timeout: TimeoutTypes | Unset = UNSET,
                ) -> RawResponse[AsyncStream[ChatCompletionChunk]]: ...
                @overload
                async def create(
                    self,
                    *,
                    model: str,
                    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                    temperature: float | Unset | None = UNSET,
                    top_p: float | Unset | None = UNSET,
                    max_tokens: int | Unset | None = UNSET,
                    max_completion_tokens: int | Unset | None = UNSET,
                    stream: bool | None,
                    stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                    presence_penalty: float | Unset | None = UNSET,
                    frequency_penalty: float | Unset | None = UNSET,
                    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                    logprobs: bool | Unset | None = UNSET,
                    top_logprobs: int | Unset | None = UNSET,
                    logit_bias: LogitBiasParam | Unset | None = UNSET,
                    n: int | Unset | None = UNSET,
                    stop: str | Sequence[str] | Unset | None = UNSET,
                    seed: int | Unset | None = UNSET,
                    tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                    tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                    parallel_tool_calls: bool | Unset | None = UNSET,
                    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                    extra_headers: Mapping[str, str | None] | None = None,
                    extra_query: Mapping[str, Any] | None = None,
                    extra_body: Mapping[str, Any] | None = None,
                    timeout: TimeoutTypes | Unset = UNSET,
                ) -> RawResponse[ChatCompletion] | RawResponse[AsyncStream[ChatCompletionChunk]]: ...
                async def create(
                    self,
                    *,
                    model: str,
                    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                    temperature: float | Unset | None = UNSET,
                    top_p: float | Unset | None = UNSET,
                    max_tokens: int | Unset | None = UNSET,
                    max_completion_tokens: int | Unset | None = UNSET,
                    stream: bool | Unset | None = UNSET,
                    stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                    presence_penalty: float | Unset | None = UNSET,
                    frequency_penalty: float | Unset | None = UNSET,
                    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                    logprobs: bool | Unset | None = UNSET,
                    top_logprobs: int | Unset | None = UNSET,
                    logit_bias: LogitBiasParam | Unset | None = UNSET,
                    n: int | Unset | None = UNSET,
                    stop: str | Sequence[str] | Unset | None = UNSET,
                    seed: int | Unset | None = UNSET,
                    tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                    tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                    parallel_tool_calls: bool | Unset | None = UNSET,
                    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                    extra_headers: Mapping[str, str | None] | None = None,
                    extra_query: Mapping[str, Any] | None = None,
                    extra_body: Mapping[str, Any] | None = None,
                    timeout: TimeoutTypes | Unset = UNSET,
                    **_unknown: Never,
                ) -> RawResponse[ChatCompletion] | RawResponse[AsyncStream[ChatCompletionChunk]]: ...
                async def parse(
                    self,
                    *,
                    response_format: type[T],
                    model: str,
                    temperature: float | Unset | None = ...,
                    top_p: float | Unset | None = ...,
                    max_tokens: int | Unset | None = ...,
                    max_completion_tokens: int | Unset | None = ...,
                    presence_penalty: float | Unset | None = ...,
                    frequency_penalty: float | Unset | None = ...,
                    logprobs: bool | Unset | None = ...,
                    top_logprobs: int | Unset | None = ...,
                    logit_bias: LogitBiasParam | Unset | None = ...,
                    n: int | Unset | None = ...,
                    stop: str | Sequence[str] | Unset | None = ...,
                    seed: int | Unset | None = ...,
                    tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                    parallel_tool_calls: bool | Unset | None = ...,
                    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                    extra_headers: Mapping[str, str | None] | None = ...,
                    extra_query: Mapping[str, Any] | None = ...,
                    extra_body: Mapping[str, Any] | None = ...,
                    timeout: TimeoutTypes | Unset = ...,
                    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                    tools: Sequence[Tool | ToolParam] | Unset | None = ...,
                ) -> RawResponse[ParsedChatCompletion[T]]: ...
    async def close(self) -> None: ...
    copy = with_options
    @classmethod
    def from_profile(
        cls,
        name: str | None = None,
        *,
        path: str | PathLike[str] | None = None,
        **options: Any,
    ) -> Self: ...
    @property
    def max_retries(self) -> int: ...
    class models(AsyncResource):
        async def list(
            self,
            *,
            extra_headers: Mapping[str, str | None] | None = None,
            extra_query: Mapping[str, Any] | None = None,
            timeout: TimeoutTypes | Unset = UNSET,
        ) -> ModelList: ...
        class with_raw_response(AsyncResource):
            async def list(
                self,
                *,
                extra_headers: Mapping[str, str | None] | None = None,
                extra_query: Mapping[str, Any] | None = None,
                timeout: TimeoutTypes | Unset = UNSET,
            ) -> RawResponse[ModelList]: ...
    @property
    def project_id(self) -> str | None: ...
    @overload
    async def request(
        self,
        operation: Operation[T],
        *,
        stream: Literal[False] = False,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> T: ...
    @overload
    async def request(
        self,
        operation: Operation[T],
        *,
        stream: Literal[True],
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> AsyncStream[Any]: ...
    @overload
    async def request(
        self,
        operation: Operation[T],
        *,
        stream: bool,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> T | AsyncStream[Any]: ...
    async def request(
        self,
        operation: Operation[T],
        *,
        stream: bool = False,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> T | AsyncStream[Any]: ...
    @overload
    async def request_raw(
        self,
        operation: Operation[T],
        *,
        stream: Literal[False] = False,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> RawResponse[T]: ...
    @overload
    async def request_raw(
        self,
        operation: Operation[T],
        *,
        stream: Literal[True],
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> RawResponse[AsyncStream[Any]]: ...
    @overload
    async def request_raw(
        self,
        operation: Operation[T],
        *,
        stream: bool,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> RawResponse[T] | RawResponse[AsyncStream[Any]]: ...
    async def request_raw(
        self,
        operation: Operation[T],
        *,
        stream: bool = False,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> RawResponse[T] | RawResponse[AsyncStream[Any]]: ...
    def with_options(
        self,
        *,
        api_key: AsyncApiKey | Unset = UNSET,
        project_id: str | Unset | None = UNSET,
        timeout: TimeoutTypes | Unset = UNSET,
        total_timeout: float | Unset | None = UNSET,
        max_retries: int | Unset = UNSET,
        max_retry_wait: float | Unset | None = UNSET,
        default_headers: Mapping[str, str] | Unset | None = UNSET,
        on_retry: Callable[[RetryEvent], object] | Unset | None = UNSET,
        max_event_size: int | Unset = UNSET,
        **unknown: Never,
    ) -> Self: ...
class AsyncParsedChatStream(AsyncChatStream, Common, Generic[T]):
    def __aiter__(self) -> AsyncIterator[ParsedStreamEvent[T]]: ...
    async def __anext__(self) -> ParsedStreamEvent[T]: ...
    def __init__(
        self,
        open_stream: Callable[[], Awaitable[AsyncStream[ChatCompletionChunk]]],
        codec: Codec[T],
    ) -> None: ...
    def current_completion(self) -> ChatCompletion: ...
    async def get_final_completion(self) -> ParsedChatCompletion[T]: ...
class AsyncStream(BaseStream, Generic[C]):
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def __aiter__(self) -> AsyncIterator[C]: ...
    async def __anext__(self) -> C: ...
    def __init__(
        self,
        pool: Pool,
        response: Any,
        operation: Operation[Any],
        *,
        secret: Secret | None,
        limits: RateLimitHeaders,
        deadline: Deadline | None,
        max_event_size: int,
    ) -> None: ...
    aclose = close
    async def close(self) -> None: ...
    @property
    def rate_limits(self) -> RateLimits | None: ...
    @property
    def request_id(self) -> str | None: ...
    @property
    def response(self) -> Response: ...
from scaleway_genapi.models import AudioPart as AudioPart
from scaleway_genapi.types import AudioPartParam as AudioPartParam
class AuthenticationError(APIStatusError, APIError, ScalewayGenAPIError): ...
class BadRequestError(APIStatusError, APIError, ScalewayGenAPIError): ...
from scaleway_genapi.models import ChatCompletion as ChatCompletion
from scaleway_genapi.models import ChatCompletionChunk as ChatCompletionChunk
from scaleway_genapi.models import ChatCompletionMessage as ChatCompletionMessage
from scaleway_genapi.models import ChatCompletionRequest as ChatCompletionRequest
from scaleway_genapi.types import ChatCompletionRequestParam as ChatCompletionRequestParam
from scaleway_genapi.models import ChatMessage as ChatMessage
from scaleway_genapi.types import ChatMessageParam as ChatMessageParam
class ChatStream(Common):
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def __init__(self, open_stream: Callable[[], Stream[ChatCompletionChunk]]) -> None: ...
    def __iter__(self) -> Iterator[ChatStreamEvent]: ...
    def __next__(self) -> ChatStreamEvent: ...
    def close(self) -> None: ...
    def current_completion(self) -> ChatCompletion: ...
    def get_final_completion(self) -> ChatCompletion: ...
    @property
    def stream(self) -> Stream[ChatCompletionChunk]: ...
    def text_deltas(self) -> Iterator[str]: ...
    def until_done(self) -> Self: ...
ChatStreamEvent: TypeAlias = ParsedStreamEvent[Any]
from scaleway_genapi.models import Choice as Choice
from scaleway_genapi.models import ChoiceDelta as ChoiceDelta
from scaleway_genapi.models import ChoiceLogprobs as ChoiceLogprobs
from scaleway_genapi.models import ChunkChoice as ChunkChoice
class ChunkEvent:
    def __init__(
        self,
        *,
        chunk: ChatCompletionChunk,
        type: Literal['chunk'] = 'chunk',
    ) -> None: ...
    chunk: ChatCompletionChunk
    type: Literal['chunk']
class Client(SyncClient, BaseClient):
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def __init__(
        self,
        api_key: ApiKey | None = None,
        *,
        project_id: str | None = None,
        base_url: str | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        max_retries: int = 2,
        http_client: SyncHTTPClient | None = None,
        default_headers: Mapping[str, str] | None = None,
        total_timeout: float | None = None,
        max_retry_wait: float | None = 60.0,
        on_retry: Callable[[RetryEvent], object] | None = None,
        max_event_size: int | Unset = UNSET,
        clock: Clock | None = None,
        **unknown: Never,
    ) -> None: ...
    @property
    def base_url(self) -> str: ...
    class chat(Resource):
        class completions(CompletionsMixin, Resource):
            @overload
            def create(
                self,
                *,
                model: str,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                temperature: float | Unset | None = UNSET,
                top_p: float | Unset | None = UNSET,
                max_tokens: int | Unset | None = UNSET,
                max_completion_tokens: int | Unset | None = UNSET,
                stream: Literal[False] | Unset | None = UNSET,
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                presence_penalty: float | Unset | None = UNSET,
                frequency_penalty: float | Unset | None = UNSET,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                logprobs: bool | Unset | None = UNSET,
                top_logprobs: int | Unset | None = UNSET,
                logit_bias: LogitBiasParam | Unset | None = UNSET,
                n: int | Unset | None = UNSET,
                stop: str | Sequence[str] | Unset | None = UNSET,
                seed: int | Unset | None = UNSET,
                tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                parallel_tool_calls: bool | Unset | None = UNSET,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                extra_headers: Mapping[str, str | None] | None = None,
                extra_query: Mapping[str, Any] | None = None,
                extra_body: Mapping[str, Any] | None = None,
                timeout: TimeoutTypes | Unset = UNSET,
            ) -> ChatCompletion: ...
            @overload
            def create(
                self,
                *,
                model: str,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                temperature: float | Unset | None = UNSET,
                top_p: float | Unset | None = UNSET,
                max_tokens: int | Unset | None = UNSET,
                max_completion_tokens: int | Unset | None = UNSET,
                stream: Literal[True],
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                presence_penalty: float | Unset | None = UNSET,
                frequency_penalty: float | Unset | None = UNSET,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                logprobs: bool | Unset | None = UNSET,
                top_logprobs: int | Unset | None = UNSET,
                logit_bias: LogitBiasParam | Unset | None = UNSET,
                n: int | Unset | None = UNSET,
                stop: str | Sequence[str] | Unset | None = UNSET,
                seed: int | Unset | None = UNSET,
                tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                parallel_tool_calls: bool | Unset | None = UNSET,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                extra_headers: Mapping[str, str | None] | None = None,
                extra_query: Mapping[str, Any] | None = None,
                extra_body: Mapping[str, Any] | None = None,
                timeout: TimeoutTypes | Unset = UNSET,
            ) -> Stream[ChatCompletionChunk]: ...
            @overload
            def create(
                self,
                *,
                model: str,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                temperature: float | Unset | None = UNSET,
                top_p: float | Unset | None = UNSET,
                max_tokens: int | Unset | None = UNSET,
                max_completion_tokens: int | Unset | None = UNSET,
                stream: bool | None,
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                presence_penalty: float | Unset | None = UNSET,
                frequency_penalty: float | Unset | None = UNSET,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                logprobs: bool | Unset | None = UNSET,
                top_logprobs: int | Unset | None = UNSET,
                logit_bias: LogitBiasParam | Unset | None = UNSET,
                n: int | Unset | None = UNSET,
                stop: str | Sequence[str] | Unset | None = UNSET,
                seed: int | Unset | None = UNSET,
                tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                parallel_tool_calls: bool | Unset | None = UNSET,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                extra_headers: Mapping[str, str | None] | None = None,
                extra_query: Mapping[str, Any] | None = None,
                extra_body: Mapping[str, Any] | None = None,
                timeout: TimeoutTypes | Unset = UNSET,
            ) -> ChatCompletion | Stream[ChatCompletionChunk]: ...
            def create(
                self,
                *,
                model: str,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                temperature: float | Unset | None = UNSET,
                top_p: float | Unset | None = UNSET,
                max_tokens: int | Unset | None = UNSET,
                max_completion_tokens: int | Unset | None = UNSET,
                stream: bool | Unset | None = UNSET,
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                presence_penalty: float | Unset | None = UNSET,
                frequency_penalty: float | Unset | None = UNSET,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                logprobs: bool | Unset | None = UNSET,
                top_logprobs: int | Unset | None = UNSET,
                logit_bias: LogitBiasParam | Unset | None = UNSET,
                n: int | Unset | None = UNSET,
                stop: str | Sequence[str] | Unset | None = UNSET,
                seed: int | Unset | None = UNSET,
                tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                parallel_tool_calls: bool | Unset | None = UNSET,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                extra_headers: Mapping[str, str | None] | None = None,
                extra_query: Mapping[str, Any] | None = None,
                extra_body: Mapping[str, Any] | None = None,
                timeout: TimeoutTypes | Unset = UNSET,
                **_unknown: Never,
            ) -> ChatCompletion | Stream[ChatCompletionChunk]: ...
            def parse(
                self,
                *,
                response_format: type[T],
                model: str,
                temperature: float | Unset | None = ...,
                top_p: float | Unset | None = ...,
                max_tokens: int | Unset | None = ...,
                max_completion_tokens: int | Unset | None = ...,
                presence_penalty: float | Unset | None = ...,
                frequency_penalty: float | Unset | None = ...,
                logprobs: bool | Unset | None = ...,
                top_logprobs: int | Unset | None = ...,
                logit_bias: LogitBiasParam | Unset | None = ...,
                n: int | Unset | None = ...,
                stop: str | Sequence[str] | Unset | None = ...,
                seed: int | Unset | None = ...,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                parallel_tool_calls: bool | Unset | None = ...,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                extra_headers: Mapping[str, str | None] | None = ...,
                extra_query: Mapping[str, Any] | None = ...,
                extra_body: Mapping[str, Any] | None = ...,
                timeout: TimeoutTypes | Unset = ...,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                tools: Sequence[Tool | ToolParam] | Unset | None = ...,
            ) -> ParsedChatCompletion[T]: ...
            def run_tools(
                self,
                *,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                tools: Iterable[FunctionTool[..., Any] | CallableObject | PlainFunction],
                max_turns: int = 10,
                on_tool_error: Callable[[Exception, ToolCall], str | None] | None = None,
                model: str,
                temperature: float | Unset | None = ...,
                top_p: float | Unset | None = ...,
                max_tokens: int | Unset | None = ...,
                max_completion_tokens: int | Unset | None = ...,
                presence_penalty: float | Unset | None = ...,
                frequency_penalty: float | Unset | None = ...,
                logprobs: bool | Unset | None = ...,
                top_logprobs: int | Unset | None = ...,
                logit_bias: LogitBiasParam | Unset | None = ...,
                n: int | Unset | None = ...,
                stop: str | Sequence[str] | Unset | None = ...,
                seed: int | Unset | None = ...,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                parallel_tool_calls: bool | Unset | None = ...,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                extra_headers: Mapping[str, str | None] | None = ...,
                extra_query: Mapping[str, Any] | None = ...,
                extra_body: Mapping[str, Any] | None = ...,
                timeout: TimeoutTypes | Unset = ...,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = ...,
            ) -> ToolRun: ...
            @overload
            def stream(
                self,
                *,
                model: str,
                temperature: float | Unset | None = ...,
                top_p: float | Unset | None = ...,
                max_tokens: int | Unset | None = ...,
                max_completion_tokens: int | Unset | None = ...,
                presence_penalty: float | Unset | None = ...,
                frequency_penalty: float | Unset | None = ...,
                logprobs: bool | Unset | None = ...,
                top_logprobs: int | Unset | None = ...,
                logit_bias: LogitBiasParam | Unset | None = ...,
                n: int | Unset | None = ...,
                stop: str | Sequence[str] | Unset | None = ...,
                seed: int | Unset | None = ...,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                parallel_tool_calls: bool | Unset | None = ...,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                extra_headers: Mapping[str, str | None] | None = ...,
                extra_query: Mapping[str, Any] | None = ...,
                extra_body: Mapping[str, Any] | None = ...,
                timeout: TimeoutTypes | Unset = ...,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = ...,
                response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = ...,
                tools: Sequence[Tool | ToolParam] | Unset | None = ...,
            ) -> ChatStream: ...
            @overload
            def stream(
                self,
                *,
                response_format: type[T],
                model: str,
                temperature: float | Unset | None = ...,
                top_p: float | Unset | None = ...,
                max_tokens: int | Unset | None = ...,
                max_completion_tokens: int | Unset | None = ...,
                presence_penalty: float | Unset | None = ...,
                frequency_penalty: float | Unset | None = ...,
                logprobs: bool | Unset | None = ...,
                top_logprobs: int | Unset | None = ...,
                logit_bias: LogitBiasParam | Unset | None = ...,
                n: int | Unset | None = ...,
                stop: str | Sequence[str] | Unset | None = ...,
                seed: int | Unset | None = ...,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                parallel_tool_calls: bool | Unset | None = ...,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                extra_headers: Mapping[str, str | None] | None = ...,
                extra_query: Mapping[str, Any] | None = ...,
                extra_body: Mapping[str, Any] | None = ...,
                timeout: TimeoutTypes | Unset = ...,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = ...,
                tools: Sequence[Tool | ToolParam] | Unset | None = ...,
            ) -> ParsedChatStream[T]: ...
            def stream(
                self,
                *,
                response_format: type[T] | ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                model: str,
                temperature: float | Unset | None = ...,
                top_p: float | Unset | None = ...,
                max_tokens: int | Unset | None = ...,
                max_completion_tokens: int | Unset | None = ...,
                presence_penalty: float | Unset | None = ...,
                frequency_penalty: float | Unset | None = ...,
                logprobs: bool | Unset | None = ...,
                top_logprobs: int | Unset | None = ...,
                logit_bias: LogitBiasParam | Unset | None = ...,
                n: int | Unset | None = ...,
                stop: str | Sequence[str] | Unset | None = ...,
                seed: int | Unset | None = ...,
                tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                parallel_tool_calls: bool | Unset | None = ...,
                reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                extra_headers: Mapping[str, str | None] | None = ...,
                extra_query: Mapping[str, Any] | None = ...,
                extra_body: Mapping[str, Any] | None = ...,
                timeout: TimeoutTypes | Unset = ...,
                messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                stream_options: StreamOptions | StreamOptionsParam | Unset | None = ...,
                tools: Sequence[Tool | ToolParam] | Unset | None = ...,
            ) -> ChatStream: ...
            class with_raw_response(CompletionsMixinWithRawResponse, Resource):
                @overload
                def create(
                    self,
                    *,
                    model: str,
                    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                    temperature: float | Unset | None = UNSET,
                    top_p: float | Unset | None = UNSET,
                    max_tokens: int | Unset | None = UNSET,
                    max_completion_tokens: int | Unset | None = UNSET,
                    stream: Literal[False] | Unset | None = UNSET,
                    stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                    presence_penalty: float | Unset | None = UNSET,
                    frequency_penalty: float | Unset | None = UNSET,
                    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                    logprobs: bool | Unset | None = UNSET,
                    top_logprobs: int | Unset | None = UNSET,
                    logit_bias: LogitBiasParam | Unset | None = UNSET,
                    n: int | Unset | None = UNSET,
                    stop: str | Sequence[str] | Unset | None = UNSET,
                    seed: int | Unset | None = UNSET,
                    tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                    tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                    parallel_tool_calls: bool | Unset | None = UNSET,
                    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                    extra_headers: Mapping[str, str | None] | None = None,
                    extra_query: Mapping[str, Any] | None = None,
                    extra_body: Mapping[str, Any] | None = None,
                    timeout: TimeoutTypes | Unset = UNSET,
                ) -> RawResponse[ChatCompletion]: ...
                @overload
                def create(
                    self,
                    *,
                    model: str,
                    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                    temperature: float | Unset | None = UNSET,
                    top_p: float | Unset | None = UNSET,
                    max_tokens: int | Unset | None = UNSET,
                    max_completion_tokens: int | Unset | None = UNSET,
                    stream: Literal[True],
                    stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                    presence_penalty: float | Unset | None = UNSET,
                    frequency_penalty: float | Unset | None = UNSET,
                    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                    logprobs: bool | Unset | None = UNSET,
                    top_logprobs: int | Unset | None = UNSET,
                    logit_bias: LogitBiasParam | Unset | None = UNSET,
                    n: int | Unset | None = UNSET,
                    stop: str | Sequence[str] | Unset | None = UNSET,
                    seed: int | Unset | None = UNSET,
                    tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                    tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                    parallel_tool_calls: bool | Unset | None = UNSET,
                    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                    extra_headers: Mapping[str, str | None] | None = None,
                    extra_query: Mapping[str, Any] | None = None,
                    extra_body: Mapping[str, Any] | None = None,
                    timeout: TimeoutTypes | Unset = UNSET,
                ) -> RawResponse[Stream[ChatCompletionChunk]]: ...
                @overload
                def create(
                    self,
                    *,
                    model: str,
                    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                    temperature: float | Unset | None = UNSET,
                    top_p: float | Unset | None = UNSET,
                    max_tokens: int | Unset | None = UNSET,
                    max_completion_tokens: int | Unset | None = UNSET,
                    stream: bool | None,
                    stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                    presence_penalty: float | Unset | None = UNSET,
                    frequency_penalty: float | Unset | None = UNSET,
                    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                    logprobs: bool | Unset | None = UNSET,
                    top_logprobs: int | Unset | None = UNSET,
                    logit_bias: LogitBiasParam | Unset | None = UNSET,
                    n: int | Unset | None = UNSET,
                    stop: str | Sequence[str] | Unset | None = UNSET,
                    seed: int | Unset | None = UNSET,
                    tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                    tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                    parallel_tool_calls: bool | Unset | None = UNSET,
                    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                    extra_headers: Mapping[str, str | None] | None = None,
                    extra_query: Mapping[str, Any] | None = None,
                    extra_body: Mapping[str, Any] | None = None,
                    timeout: TimeoutTypes | Unset = UNSET,
                ) -> RawResponse[ChatCompletion] | RawResponse[Stream[ChatCompletionChunk]]: ...
                def create(
                    self,
                    *,
                    model: str,
                    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                    temperature: float | Unset | None = UNSET,
                    top_p: float | Unset | None = UNSET,
                    max_tokens: int | Unset | None = UNSET,
                    max_completion_tokens: int | Unset | None = UNSET,
                    stream: bool | Unset | None = UNSET,
                    stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
                    presence_penalty: float | Unset | None = UNSET,
                    frequency_penalty: float | Unset | None = UNSET,
                    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET,
                    logprobs: bool | Unset | None = UNSET,
                    top_logprobs: int | Unset | None = UNSET,
                    logit_bias: LogitBiasParam | Unset | None = UNSET,
                    n: int | Unset | None = UNSET,
                    stop: str | Sequence[str] | Unset | None = UNSET,
                    seed: int | Unset | None = UNSET,
                    tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
                    tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
                    parallel_tool_calls: bool | Unset | None = UNSET,
                    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
                    extra_headers: Mapping[str, str | None] | None = None,
                    extra_query: Mapping[str, Any] | None = None,
                    extra_body: Mapping[str, Any] | None = None,
                    timeout: TimeoutTypes | Unset = UNSET,
                    **_unknown: Never,
                ) -> RawResponse[ChatCompletion] | RawResponse[Stream[ChatCompletionChunk]]: ...
                def parse(
                    self,
                    *,
                    response_format: type[T],
                    model: str,
                    temperature: float | Unset | None = ...,
                    top_p: float | Unset | None = ...,
                    max_tokens: int | Unset | None = ...,
                    max_completion_tokens: int | Unset | None = ...,
                    presence_penalty: float | Unset | None = ...,
                    frequency_penalty: float | Unset | None = ...,
                    logprobs: bool | Unset | None = ...,
                    top_logprobs: int | Unset | None = ...,
                    logit_bias: LogitBiasParam | Unset | None = ...,
                    n: int | Unset | None = ...,
                    stop: str | Sequence[str] | Unset | None = ...,
                    seed: int | Unset | None = ...,
                    tool_choice: ToolChoice | ToolChoiceParam | Unset | None = ...,
                    parallel_tool_calls: bool | Unset | None = ...,
                    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = ...,
                    extra_headers: Mapping[str, str | None] | None = ...,
                    extra_query: Mapping[str, Any] | None = ...,
                    extra_body: Mapping[str, Any] | None = ...,
                    timeout: TimeoutTypes | Unset = ...,
                    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
                    tools: Sequence[Tool | ToolParam] | Unset | None = ...,
                ) -> RawResponse[ParsedChatCompletion[T]]: ...
    def close(self) -> None: ...
    copy = with_options
    @classmethod
    def from_profile(
        cls,
        name: str | None = None,
        *,
        path: str | PathLike[str] | None = None,
        **options: Any,
    ) -> Self: ...
    @property
    def max_retries(self) -> int: ...
    class models(Resource):
        def list(
            self,
            *,
            extra_headers: Mapping[str, str | None] | None = None,
            extra_query: Mapping[str, Any] | None = None,
            timeout: TimeoutTypes | Unset = UNSET,
        ) -> ModelList: ...
        class with_raw_response(Resource):
            def list(
                self,
                *,
                extra_headers: Mapping[str, str | None] | None = None,
                extra_query: Mapping[str, Any] | None = None,
                timeout: TimeoutTypes | Unset = UNSET,
            ) -> RawResponse[ModelList]: ...
    @property
    def project_id(self) -> str | None: ...
    @overload
    def request(
        self,
        operation: Operation[T],
        *,
        stream: Literal[False] = False,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> T: ...
    @overload
    def request(
        self,
        operation: Operation[T],
        *,
        stream: Literal[True],
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> Stream[Any]: ...
    @overload
    def request(
        self,
        operation: Operation[T],
        *,
        stream: bool,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> T | Stream[Any]: ...
    def request(
        self,
        operation: Operation[T],
        *,
        stream: bool = False,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> T | Stream[Any]: ...
    @overload
    def request_raw(
        self,
        operation: Operation[T],
        *,
        stream: Literal[False] = False,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> RawResponse[T]: ...
    @overload
    def request_raw(
        self,
        operation: Operation[T],
        *,
        stream: Literal[True],
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> RawResponse[Stream[Any]]: ...
    @overload
    def request_raw(
        self,
        operation: Operation[T],
        *,
        stream: bool,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> RawResponse[T] | RawResponse[Stream[Any]]: ...
    def request_raw(
        self,
        operation: Operation[T],
        *,
        stream: bool = False,
        path_params: Mapping[str, object] | None = ...,
        query: Mapping[str, object] | None = ...,
        headers: Mapping[str, object] | None = ...,
        body: Any = ...,
        extra_headers: Mapping[str, str | None] | None = ...,
        extra_query: Mapping[str, object] | None = ...,
        extra_body: Mapping[str, Any] | None = ...,
        timeout: TimeoutTypes | Unset = ...,
    ) -> RawResponse[T] | RawResponse[Stream[Any]]: ...
    def with_options(
        self,
        *,
        api_key: ApiKey | Unset = UNSET,
        project_id: str | Unset | None = UNSET,
        timeout: TimeoutTypes | Unset = UNSET,
        total_timeout: float | Unset | None = UNSET,
        max_retries: int | Unset = UNSET,
        max_retry_wait: float | Unset | None = UNSET,
        default_headers: Mapping[str, str] | Unset | None = UNSET,
        on_retry: Callable[[RetryEvent], object] | Unset | None = UNSET,
        max_event_size: int | Unset = UNSET,
        **unknown: Never,
    ) -> Self: ...
class CompletionError(ScalewayGenAPIError):
    def __init__(self, message: str, completion: ChatCompletion) -> None: ...
    rate_limits: RateLimits | None
    request_id: str | None
from scaleway_genapi.models import CompletionTokensDetails as CompletionTokensDetails
class ConfigurationError(ScalewayGenAPIError, ValueError): ...
class ConflictError(APIStatusError, APIError, ScalewayGenAPIError): ...
class ContentDeltaEvent:
    def __init__(
        self,
        *,
        delta: str,
        choice: int = 0,
        pieces: Pieces | None = ...,
        count: int = ...,
        snapshot: str,
        type: Literal['content.delta'] = 'content.delta',
    ) -> None: ...
    choice: int
    delta: str
    @property
    def snapshot(self) -> str: ...
    type: Literal['content.delta']
class ContentDoneEvent(Generic[T]):
    def __init__(
        self,
        *,
        content: str,
        parsed: T | None = None,
        choice: int = 0,
        type: Literal['content.done'] = 'content.done',
    ) -> None: ...
    choice: int
    content: str
    parsed: T | None
    type: Literal['content.done']
from scaleway_genapi.models import ContentPart as ContentPart
from scaleway_genapi.types import ContentPartParam as ContentPartParam
from scaleway_genapi.models import FunctionCall as FunctionCall
from scaleway_genapi.models import FunctionCallDelta as FunctionCallDelta
from scaleway_genapi.types import FunctionCallParam as FunctionCallParam
from scaleway_genapi.models import FunctionDefinition as FunctionDefinition
from scaleway_genapi.types import FunctionDefinitionParam as FunctionDefinitionParam
class FunctionTool(Tool, Model, Generic[P, R_co]):
    def __init__(
        self,
        *,
        type: Literal['function'] = 'function',
        function: FunctionDefinition | FunctionDefinitionParam,
        additional_properties: dict[str, Any] = ...,
        run: Callable[P, R_co],
        decode: Callable[[str], dict[str, Any]],
        name: str,
    ) -> None: ...
    def __call__(self, *args: args, **kwargs: kwargs) -> R_co: ...
    decode: Callable[[str], dict[str, Any]]
    @property
    def name(self) -> str: ...
    run: Callable[P, R_co]
from scaleway_genapi.models import ImagePart as ImagePart
from scaleway_genapi.types import ImagePartParam as ImagePartParam
from scaleway_genapi.models import ImageUrl as ImageUrl
from scaleway_genapi.types import ImageUrlParam as ImageUrlParam
from scaleway_genapi.models import InputAudio as InputAudio
from scaleway_genapi.types import InputAudioParam as InputAudioParam
class InternalServerError(APIStatusError, APIError, ScalewayGenAPIError): ...
class InvalidOutputError(CompletionError, ScalewayGenAPIError):
    def __init__(self, message: str, completion: ChatCompletion, text: str) -> None: ...
from scaleway_genapi.models import JsonObject as JsonObject
from scaleway_genapi.models import JsonSchemaFormat as JsonSchemaFormat
from scaleway_genapi.types import JsonSchemaFormatParam as JsonSchemaFormatParam
from scaleway_genapi.types import JsonSchemaParam as JsonSchemaParam
class LengthFinishReasonError(CompletionError, ScalewayGenAPIError): ...
from scaleway_genapi.types import LogitBiasParam as LogitBiasParam
from scaleway_genapi.models import Model as Model
from scaleway_genapi.models import ModelList as ModelList
from scaleway_genapi.models import NamedToolChoice as NamedToolChoice
from scaleway_genapi.models import NamedToolChoiceFunction as NamedToolChoiceFunction
from scaleway_genapi.types import NamedToolChoiceFunctionParam as NamedToolChoiceFunctionParam
from scaleway_genapi.types import NamedToolChoiceParam as NamedToolChoiceParam
class NotFoundError(APIStatusError, APIError, ScalewayGenAPIError): ...
class ParsedChatCompletion(ChatCompletion, Model, Generic[T]):
    def __init__(
        self,
        *,
        id: str,
        object: Literal['chat.completion'] = 'chat.completion',
        created: int,
        model: str,
        choices: list[ParsedChoice[T]],
        usage: Usage | None = None,
        service_tier: Literal['auto', 'default', 'flex', 'scale', 'priority'] | str | None = None,
        system_fingerprint: str | None = None,
        prompt_logprobs: list[JsonObject | None] | None = None,
        prompt_token_ids: list[int] | None = None,
        kv_transfer_params: JsonObject | None = None,
        additional_properties: dict[str, Any] = ...,
        parsed: T,
    ) -> None: ...
    choices: list[ParsedChoice[T]]
    @classmethod
    def from_dict(
        cls,
        data: Mapping[str, Any],
        response_format: type[T] | None = None,
    ) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    @property
    def parsed(self) -> T: ...
class ParsedChatStream(ChatStream, Common, Generic[T]):
    def __init__(
        self,
        open_stream: Callable[[], Stream[ChatCompletionChunk]],
        codec: Codec[T],
    ) -> None: ...
    def __iter__(self) -> Iterator[ParsedStreamEvent[T]]: ...
    def __next__(self) -> ParsedStreamEvent[T]: ...
    def current_completion(self) -> ChatCompletion: ...
    def get_final_completion(self) -> ParsedChatCompletion[T]: ...
class PermissionDeniedError(APIStatusError, APIError, ScalewayGenAPIError): ...
from scaleway_genapi.models import PromptTokensDetails as PromptTokensDetails
class RateLimit(NamedTuple):
    def __init__(
        self,
        limit: int | None,
        remaining: int | None,
        reset: float | None,
    ) -> None: ...
    limit: int | None
    remaining: int | None
    reset: float | None
class RateLimitError(APIStatusError, APIError, ScalewayGenAPIError): ...
class RateLimits(NamedTuple):
    def __init__(self, requests: RateLimit, tokens: RateLimit) -> None: ...
    requests: RateLimit
    tokens: RateLimit
class RawResponse(Generic[T]):
    def __init__(
        self,
        http_response: Response,
        parse: Callable[[], T],
        *,
        limits: RateLimitHeaders,
        secret: Secret | None = None,
    ) -> None: ...
    @property
    def headers(self) -> Headers: ...
    def parse(self) -> T: ...
    @property
    def rate_limits(self) -> RateLimits | None: ...
    @property
    def request_id(self) -> str | None: ...
    @property
    def status_code(self) -> int: ...
class ReasoningDeltaEvent:
    def __init__(
        self,
        *,
        delta: str,
        choice: int = 0,
        pieces: Pieces | None = ...,
        count: int = ...,
        snapshot: str,
        type: Literal['reasoning.delta'] = 'reasoning.delta',
    ) -> None: ...
    choice: int
    delta: str
    @property
    def snapshot(self) -> str: ...
    type: Literal['reasoning.delta']
class RefusalDeltaEvent:
    def __init__(
        self,
        *,
        delta: str,
        choice: int = 0,
        pieces: Pieces | None = ...,
        count: int = ...,
        snapshot: str,
        type: Literal['refusal.delta'] = 'refusal.delta',
    ) -> None: ...
    choice: int
    delta: str
    @property
    def snapshot(self) -> str: ...
    type: Literal['refusal.delta']
class RefusalDoneEvent:
    def __init__(
        self,
        *,
        refusal: str,
        choice: int = 0,
        type: Literal['refusal.done'] = 'refusal.done',
    ) -> None: ...
    choice: int
    refusal: str
    type: Literal['refusal.done']
class RefusalError(CompletionError, ScalewayGenAPIError):
    def __init__(self, message: str, completion: ChatCompletion, refusal: str) -> None: ...
class RequestEncodeError(ScalewayGenAPIError, TypeError): ...
class ResponseDecodeError(APIError, ScalewayGenAPIError):
    def __init__(self, message: str, *, path: str | None = None, **values: Any) -> None: ...
    path: str | None
from scaleway_genapi.models import ResponseFormat as ResponseFormat
from scaleway_genapi.models import ResponseFormatJsonObject as ResponseFormatJsonObject
from scaleway_genapi.types import ResponseFormatJsonObjectParam as ResponseFormatJsonObjectParam
from scaleway_genapi.models import ResponseFormatJsonSchema as ResponseFormatJsonSchema
from scaleway_genapi.types import ResponseFormatJsonSchemaParam as ResponseFormatJsonSchemaParam
from scaleway_genapi.types import ResponseFormatParam as ResponseFormatParam
from scaleway_genapi.models import ResponseFormatText as ResponseFormatText
from scaleway_genapi.types import ResponseFormatTextParam as ResponseFormatTextParam
class RetryEvent(NamedTuple):
    def __init__(
        self,
        operation: str,
        attempt: int,
        wait: float,
        error: Exception,
    ) -> None: ...
    attempt: int
    error: Exception
    operation: str
    wait: float
class ScalewayGenAPIError(Exception): ...
class Stream(BaseStream, Generic[C]):
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def __init__(
        self,
        pool: Pool,
        response: Any,
        operation: Operation[Any],
        *,
        secret: Secret | None,
        limits: RateLimitHeaders,
        deadline: Deadline | None,
        max_event_size: int,
    ) -> None: ...
    def __iter__(self) -> Iterator[C]: ...
    def __next__(self) -> C: ...
    def close(self) -> None: ...
    @property
    def rate_limits(self) -> RateLimits | None: ...
    @property
    def request_id(self) -> str | None: ...
    @property
    def response(self) -> Response: ...
class StreamDecodeError(ResponseDecodeError, StreamError, APIError, ScalewayGenAPIError): ...
class StreamError(APIError, ScalewayGenAPIError): ...
class StreamInterruptedError(StreamError, APIError, ScalewayGenAPIError): ...
from scaleway_genapi.models import StreamOptions as StreamOptions
from scaleway_genapi.types import StreamOptionsParam as StreamOptionsParam
class StreamServerError(StreamError, APIError, ScalewayGenAPIError): ...
from scaleway_genapi.models import SystemMessage as SystemMessage
from scaleway_genapi.types import SystemMessageParam as SystemMessageParam
from scaleway_genapi.models import TextPart as TextPart
from scaleway_genapi.types import TextPartParam as TextPartParam
from scaleway_genapi.models import TokenLogprob as TokenLogprob
from scaleway_genapi.models import Tool as Tool
from scaleway_genapi.models import ToolCall as ToolCall
from scaleway_genapi.models import ToolCallDelta as ToolCallDelta
class ToolCallDeltaEvent:
    def __init__(
        self,
        *,
        delta: str,
        choice: int = 0,
        pieces: Pieces | None = ...,
        count: int = ...,
        snapshot: str,
        index: int,
        name: str,
        type: Literal['tool_calls.function.arguments.delta'] = 'tool_calls.function.arguments.delta',
        arguments_delta: str,
        arguments: str,
    ) -> None: ...
    @property
    def arguments(self) -> str: ...
    @property
    def arguments_delta(self) -> str: ...
    choice: int
    delta: str
    index: int
    name: str
    @property
    def snapshot(self) -> str: ...
    type: Literal['tool_calls.function.arguments.delta']
class ToolCallDoneEvent:
    def __init__(
        self,
        *,
        index: int,
        id: str,
        name: str,
        arguments: str,
        choice: int = 0,
        type: Literal['tool_calls.function.arguments.done'] = 'tool_calls.function.arguments.done',
    ) -> None: ...
    arguments: str
    choice: int
    id: str
    index: int
    name: str
    type: Literal['tool_calls.function.arguments.done']
from scaleway_genapi.types import ToolCallParam as ToolCallParam
from scaleway_genapi.models import ToolChoice as ToolChoice
from scaleway_genapi.types import ToolChoiceParam as ToolChoiceParam
class ToolLoopError(CompletionError, ScalewayGenAPIError):
    def __init__(
        self,
        message: str,
        completion: ChatCompletion,
        messages: list[ChatMessage | ChatMessageParam],
    ) -> None: ...
from scaleway_genapi.models import ToolMessage as ToolMessage
from scaleway_genapi.types import ToolMessageParam as ToolMessageParam
from scaleway_genapi.types import ToolParam as ToolParam
class ToolRun:
    def __init__(
        self,
        *,
        completion: ChatCompletion,
        messages: list[ChatMessage | ChatMessageParam],
        turns: int,
        request_id: str | None = None,
        rate_limits: RateLimits | None = None,
        content: str | None,
    ) -> None: ...
    completion: ChatCompletion
    @property
    def content(self) -> str | None: ...
    messages: list[ChatMessage | ChatMessageParam]
    rate_limits: RateLimits | None
    request_id: str | None
    turns: int
from scaleway_genapi.models import TopLogprob as TopLogprob
UNSET: Final
class UnprocessableEntityError(APIStatusError, APIError, ScalewayGenAPIError): ...
class Unset:
    def __bool__(self) -> Literal[False]: ...
from scaleway_genapi.models import Usage as Usage
from scaleway_genapi.models import UserMessage as UserMessage
from scaleway_genapi.types import UserMessageParam as UserMessageParam
@overload
def function_tool(function: Callable[P, R_co], /) -> FunctionTool[P, R_co]: ...
@overload
def function_tool(
    *,
    name: str | None = None,
    description: str | None = None,
    strict: bool | None = None,
) -> Callable[[Callable[P, R_co]], FunctionTool[P, R_co]]: ...
def function_tool(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    strict: bool | None = None,
) -> Any: ...
