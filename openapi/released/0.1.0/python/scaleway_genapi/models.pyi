# The public surface of scaleway_genapi.models at the release, for `python -m openapi.compatibility`.
# Never edited. Classes within a class are what its attributes hand out.
from typing import Any, Literal, NotRequired, Required, TypeAlias, overload

__all__ = [
    'AnyChatMessage',
    'AnyContentPart',
    'AnyResponseFormat',
    'AssistantMessage',
    'AudioPart',
    'ChatCompletion',
    'ChatCompletionChunk',
    'ChatCompletionMessage',
    'ChatCompletionRequest',
    'ChatMessage',
    'Choice',
    'ChoiceDelta',
    'ChoiceLogprobs',
    'ChunkChoice',
    'CompletionTokensDetails',
    'ContentPart',
    'FunctionCall',
    'FunctionCallDelta',
    'FunctionDefinition',
    'ImagePart',
    'ImageUrl',
    'InputAudio',
    'JsonObject',
    'JsonSchemaFormat',
    'Model',
    'ModelList',
    'NamedToolChoice',
    'NamedToolChoiceFunction',
    'PromptTokensDetails',
    'ResponseFormat',
    'ResponseFormatJsonObject',
    'ResponseFormatJsonSchema',
    'ResponseFormatText',
    'StreamOptions',
    'SystemMessage',
    'TextPart',
    'TokenLogprob',
    'Tool',
    'ToolCall',
    'ToolCallDelta',
    'ToolChoice',
    'ToolMessage',
    'TopLogprob',
    'Usage',
    'UserMessage',
]

class AnyChatMessage(Model):
    def __init__(self, _: Never, /) -> None: ...
    @classmethod
    def from_dict(cls, data: Any) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    def to_dict(self) -> dict[str, Any]: ...
class AnyContentPart(Model):
    def __init__(self, _: Never, /) -> None: ...
    @classmethod
    def from_dict(cls, data: Any) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    def to_dict(self) -> dict[str, Any]: ...
class AnyResponseFormat(Model):
    def __init__(self, _: Never, /) -> None: ...
    @classmethod
    def from_dict(cls, data: Any) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    def to_dict(self) -> dict[str, Any]: ...
class AssistantMessage(AnyChatMessage, Model):
    def __init__(
        self,
        *,
        role: Literal['assistant'] = 'assistant',
        content: str | Unset | None = UNSET,
        tool_calls: Sequence[ToolCall | ToolCallParam] | Unset | None = UNSET,
        reasoning: str | Unset | None = UNSET,
        reasoning_content: str | Unset | None = UNSET,
        name: str | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    content: str | Unset | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    name: str | None
    reasoning: str | Unset | None
    reasoning_content: str | Unset | None
    role: Literal['assistant']
    def to_dict(self) -> dict[str, Any]: ...
    tool_calls: Sequence[ToolCall | ToolCallParam] | Unset | None
class AudioPart(AnyContentPart, Model):
    def __init__(
        self,
        *,
        type: Literal['input_audio'] = 'input_audio',
        input_audio: InputAudio | InputAudioParam,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    input_audio: InputAudio | InputAudioParam
    def to_dict(self) -> dict[str, Any]: ...
    type: Literal['input_audio']
class ChatCompletion(Model):
    def __init__(
        self,
        *,
        id: str,
        object: Literal['chat.completion'] = 'chat.completion',
        created: int,
        model: str,
        choices: list[Choice],
        usage: Usage | None = None,
        service_tier: Literal['auto', 'default', 'flex', 'scale', 'priority'] | str | None = None,
        system_fingerprint: str | None = None,
        prompt_logprobs: list[JsonObject | None] | None = None,
        prompt_token_ids: list[int] | None = None,
        kv_transfer_params: JsonObject | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    choices: list[Choice]
    created: int
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    id: str
    kv_transfer_params: JsonObject | None
    model: str
    object: Literal['chat.completion']
    prompt_logprobs: list[JsonObject | None] | None
    prompt_token_ids: list[int] | None
    service_tier: Literal['auto', 'default', 'flex', 'scale', 'priority'] | str | None
    system_fingerprint: str | None
    def to_dict(self) -> dict[str, Any]: ...
    usage: Usage | None
class ChatCompletionChunk(Model):
    def __init__(
        self,
        *,
        id: str,
        object: Literal['chat.completion.chunk'] = 'chat.completion.chunk',
        created: int,
        model: str,
        choices: list[ChunkChoice],
        usage: Usage | None = None,
        service_tier: Literal['auto', 'default', 'flex', 'scale', 'priority'] | str | None = None,
        system_fingerprint: str | None = None,
        prompt_token_ids: list[int] | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    choices: list[ChunkChoice]
    created: int
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    id: str
    model: str
    object: Literal['chat.completion.chunk']
    prompt_token_ids: list[int] | None
    service_tier: Literal['auto', 'default', 'flex', 'scale', 'priority'] | str | None
    system_fingerprint: str | None
    def to_dict(self) -> dict[str, Any]: ...
    usage: Usage | None
class ChatCompletionMessage(AnyChatMessage, Model):
    def __init__(
        self,
        *,
        role: Literal['assistant'] = 'assistant',
        content: str | None = None,
        tool_calls: Sequence[ToolCall | ToolCallParam] | None = None,
        reasoning: str | None = None,
        reasoning_content: str | None = None,
        refusal: str | None = None,
        annotations: JsonObject | list[JsonObject] | None = None,
        audio: JsonObject | None = None,
        function_call: JsonObject | None = None,
        additional_properties: dict[str, Any] | None = None,
    ) -> None: ...
    additional_properties: dict[str, Any]
    annotations: JsonObject | list[JsonObject] | None
    audio: JsonObject | None
    content: str | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    function_call: JsonObject | None
    reasoning: str | None
    reasoning_content: str | None
    refusal: str | None
    role: Literal['assistant']
    def to_dict(self) -> dict[str, Any]: ...
    tool_calls: list[ToolCall] | None
class ChatCompletionRequest(Model):
    def __init__(
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
        tools: Sequence[Tool | ToolParam] | None = None,
        tool_choice: ToolChoice | ToolChoiceParam | None = None,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None = UNSET,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    frequency_penalty: float | Unset | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    logit_bias: LogitBiasParam | Unset | None
    logprobs: bool | Unset | None
    max_completion_tokens: int | Unset | None
    max_tokens: int | Unset | None
    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam]
    model: str
    n: int | Unset | None
    parallel_tool_calls: bool | Unset | None
    presence_penalty: float | Unset | None
    reasoning_effort: Literal['none', 'low', 'medium', 'high'] | str | Unset | None
    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None
    seed: int | Unset | None
    stop: str | Sequence[str] | Unset | None
    stream: bool | Unset | None
    stream_options: StreamOptions | StreamOptionsParam | Unset | None
    temperature: float | Unset | None
    def to_dict(self) -> dict[str, Any]: ...
    tool_choice: ToolChoice | ToolChoiceParam | None
    tools: Sequence[Tool | ToolParam] | None
    top_logprobs: int | Unset | None
    top_p: float | Unset | None
ChatMessage: TypeAlias = SystemMessage | UserMessage | AssistantMessage | ToolMessage | ChatCompletionMessage
class Choice(Model):
    def __init__(
        self,
        *,
        index: int,
        message: ChatCompletionMessage,
        logprobs: ChoiceLogprobs | None = None,
        finish_reason: Literal['stop', 'length', 'tool_calls'] | str | None = None,
        stop_reason: int | str | None = None,
        token_ids: list[int] | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    finish_reason: Literal['stop', 'length', 'tool_calls'] | str | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    index: int
    logprobs: ChoiceLogprobs | None
    message: ChatCompletionMessage
    stop_reason: int | str | None
    def to_dict(self) -> dict[str, Any]: ...
    token_ids: list[int] | None
class ChoiceDelta(Model):
    def __init__(
        self,
        *,
        role: Literal['assistant'] | str | None = None,
        content: str | None = None,
        reasoning: str | None = None,
        reasoning_content: str | None = None,
        refusal: str | None = None,
        tool_calls: list[ToolCallDelta] | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    content: str | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    reasoning: str | None
    reasoning_content: str | None
    refusal: str | None
    role: Literal['assistant'] | str | None
    def to_dict(self) -> dict[str, Any]: ...
    tool_calls: list[ToolCallDelta] | None
class ChoiceLogprobs(Model):
    def __init__(
        self,
        *,
        content: list[TokenLogprob] | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    content: list[TokenLogprob] | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    def to_dict(self) -> dict[str, Any]: ...
class ChunkChoice(Model):
    def __init__(
        self,
        *,
        index: int,
        delta: ChoiceDelta,
        logprobs: ChoiceLogprobs | None = None,
        finish_reason: Literal['stop', 'length', 'tool_calls'] | str | None = None,
        stop_reason: int | str | None = None,
        token_ids: list[int] | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    delta: ChoiceDelta
    finish_reason: Literal['stop', 'length', 'tool_calls'] | str | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    index: int
    logprobs: ChoiceLogprobs | None
    stop_reason: int | str | None
    def to_dict(self) -> dict[str, Any]: ...
    token_ids: list[int] | None
class CompletionTokensDetails(Model):
    def __init__(
        self,
        *,
        reasoning_tokens: int | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    reasoning_tokens: int | None
    def to_dict(self) -> dict[str, Any]: ...
ContentPart: TypeAlias = TextPart | ImagePart | AudioPart
class FunctionCall(Model):
    def __init__(
        self,
        *,
        name: str,
        arguments: str,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    arguments: str
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    name: str
    def to_dict(self) -> dict[str, Any]: ...
class FunctionCallDelta(Model):
    def __init__(
        self,
        *,
        name: str | None = None,
        arguments: str | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    arguments: str | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    name: str | None
    def to_dict(self) -> dict[str, Any]: ...
class FunctionDefinition(Model):
    def __init__(
        self,
        *,
        name: str,
        description: str | None = None,
        parameters: JsonSchemaParam | None = None,
        strict: bool | Unset | None = UNSET,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    description: str | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    name: str
    parameters: JsonSchemaParam | None
    strict: bool | Unset | None
    def to_dict(self) -> dict[str, Any]: ...
class ImagePart(AnyContentPart, Model):
    def __init__(
        self,
        *,
        type: Literal['image_url'] = 'image_url',
        image_url: ImageUrl | ImageUrlParam,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    image_url: ImageUrl | ImageUrlParam
    def to_dict(self) -> dict[str, Any]: ...
    type: Literal['image_url']
class ImageUrl(Model):
    def __init__(
        self,
        *,
        url: str,
        detail: Literal['auto', 'low', 'high'] | str | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    detail: Literal['auto', 'low', 'high'] | str | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    def to_dict(self) -> dict[str, Any]: ...
    url: str
class InputAudio(Model):
    def __init__(
        self,
        *,
        data: str,
        format: Literal['mp3', 'wav'] | str,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    data: str
    format: Literal['mp3', 'wav'] | str
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    def to_dict(self) -> dict[str, Any]: ...
JsonObject: TypeAlias = dict[str, Any]
class JsonSchemaFormat(Model):
    def __init__(
        self,
        *,
        name: str,
        description: str | None = None,
        schema: JsonSchemaParam,
        strict: bool | Unset | None = UNSET,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    description: str | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    name: str
    schema: JsonSchemaParam
    strict: bool | Unset | None
    def to_dict(self) -> dict[str, Any]: ...
class Model(Model):
    def __init__(
        self,
        *,
        id: str,
        object: Literal['model'] = 'model',
        created: int,
        owned_by: str,
        root: str | None = None,
        parent: str | None = None,
        max_model_len: int | None = None,
        permission: list[JsonObject] | None = None,
        shutdown_date: str | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    created: int
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    id: str
    max_model_len: int | None
    object: Literal['model']
    owned_by: str
    parent: str | None
    permission: list[JsonObject] | None
    root: str | None
    shutdown_date: str | None
    def to_dict(self) -> dict[str, Any]: ...
class ModelList(Model):
    def __init__(
        self,
        *,
        object: Literal['list'] = 'list',
        data: list[Model],
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    def __contains__(self, item: Model) -> bool: ...
    @overload
    def __getitem__(self, index: int) -> Model: ...
    @overload
    def __getitem__(self, index: slice) -> list[Model]: ...
    def __getitem__(self, index: int | slice) -> Any: ...
    def __iter__(self) -> Iterator[Model]: ...
    def __len__(self) -> int: ...
    additional_properties: dict[str, Any]
    data: list[Model]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    object: Literal['list']
    def to_dict(self) -> dict[str, Any]: ...
class NamedToolChoice(Model):
    def __init__(
        self,
        *,
        type: Literal['function'] = 'function',
        function: NamedToolChoiceFunction | NamedToolChoiceFunctionParam,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    function: NamedToolChoiceFunction | NamedToolChoiceFunctionParam
    def to_dict(self) -> dict[str, Any]: ...
    type: Literal['function']
class NamedToolChoiceFunction(Model):
    def __init__(
        self,
        *,
        name: str,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    name: str
    def to_dict(self) -> dict[str, Any]: ...
class PromptTokensDetails(Model):
    def __init__(
        self,
        *,
        cached_tokens: int | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    cached_tokens: int | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    def to_dict(self) -> dict[str, Any]: ...
ResponseFormat: TypeAlias = ResponseFormatText | ResponseFormatJsonObject | ResponseFormatJsonSchema
class ResponseFormatJsonObject(AnyResponseFormat, Model):
    def __init__(
        self,
        *,
        type: Literal['json_object'] = 'json_object',
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    def to_dict(self) -> dict[str, Any]: ...
    type: Literal['json_object']
class ResponseFormatJsonSchema(AnyResponseFormat, Model):
    def __init__(
        self,
        *,
        type: Literal['json_schema'] = 'json_schema',
        json_schema: JsonSchemaFormat | JsonSchemaFormatParam,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    json_schema: JsonSchemaFormat | JsonSchemaFormatParam
    def to_dict(self) -> dict[str, Any]: ...
    type: Literal['json_schema']
class ResponseFormatText(AnyResponseFormat, Model):
    def __init__(
        self,
        *,
        type: Literal['text'] = 'text',
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    def to_dict(self) -> dict[str, Any]: ...
    type: Literal['text']
class StreamOptions(Model):
    def __init__(
        self,
        *,
        include_usage: bool | Unset | None = UNSET,
        continuous_usage_stats: bool | Unset | None = UNSET,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    continuous_usage_stats: bool | Unset | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    include_usage: bool | Unset | None
    def to_dict(self) -> dict[str, Any]: ...
class SystemMessage(AnyChatMessage, Model):
    def __init__(
        self,
        *,
        role: Literal['system'] = 'system',
        content: str | Sequence[TextPart | TextPartParam],
        name: str | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    content: str | Sequence[TextPart | TextPartParam]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    name: str | None
    role: Literal['system']
    def to_dict(self) -> dict[str, Any]: ...
class TextPart(AnyContentPart, Model):
    def __init__(
        self,
        *,
        type: Literal['text'] = 'text',
        text: str,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    text: str
    def to_dict(self) -> dict[str, Any]: ...
    type: Literal['text']
class TokenLogprob(Model):
    def __init__(
        self,
        *,
        token: str,
        logprob: float,
        bytes: list[int] | None = None,
        top_logprobs: list[TopLogprob] | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    bytes: list[int] | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    logprob: float
    def to_dict(self) -> dict[str, Any]: ...
    token: str
    top_logprobs: list[TopLogprob] | None
class Tool(Model):
    def __init__(
        self,
        *,
        type: Literal['function'] = 'function',
        function: FunctionDefinition | FunctionDefinitionParam,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    function: FunctionDefinition | FunctionDefinitionParam
    def to_dict(self) -> dict[str, Any]: ...
    type: Literal['function']
class ToolCall(Model):
    def __init__(
        self,
        *,
        id: str,
        type: Literal['function'] = 'function',
        function: FunctionCall | FunctionCallParam,
        additional_properties: dict[str, Any] | None = None,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    function: FunctionCall
    id: str
    def to_dict(self) -> dict[str, Any]: ...
    type: Literal['function']
class ToolCallDelta(Model):
    def __init__(
        self,
        *,
        index: int | None = None,
        id: str | None = None,
        type: Literal['function'] | str | None = None,
        function: FunctionCallDelta | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    function: FunctionCallDelta | None
    id: str | None
    index: int | None
    def to_dict(self) -> dict[str, Any]: ...
    type: Literal['function'] | str | None
ToolChoice: TypeAlias = Literal['none', 'auto', 'required'] | NamedToolChoice
class ToolMessage(AnyChatMessage, Model):
    def __init__(
        self,
        *,
        role: Literal['tool'] = 'tool',
        content: str,
        tool_call_id: str,
        name: str | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    content: str
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    name: str | None
    role: Literal['tool']
    def to_dict(self) -> dict[str, Any]: ...
    tool_call_id: str
class TopLogprob(Model):
    def __init__(
        self,
        *,
        token: str,
        logprob: float,
        bytes: list[int] | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    bytes: list[int] | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    logprob: float
    def to_dict(self) -> dict[str, Any]: ...
    token: str
class Usage(Model):
    def __init__(
        self,
        *,
        prompt_tokens: int,
        completion_tokens: int | None = None,
        total_tokens: int,
        prompt_tokens_details: PromptTokensDetails | None = None,
        completion_tokens_details: CompletionTokensDetails | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    completion_tokens: int | None
    completion_tokens_details: CompletionTokensDetails | None
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    prompt_tokens: int
    prompt_tokens_details: PromptTokensDetails | None
    def to_dict(self) -> dict[str, Any]: ...
    total_tokens: int
class UserMessage(AnyChatMessage, Model):
    def __init__(
        self,
        *,
        role: Literal['user'] = 'user',
        content: str | Sequence[ContentPart | AnyContentPart | ContentPartParam],
        name: str | None = None,
        additional_properties: dict[str, Any] = ...,
    ) -> None: ...
    additional_properties: dict[str, Any]
    content: str | Sequence[ContentPart | AnyContentPart | ContentPartParam]
    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self: ...
    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self: ...
    name: str | None
    role: Literal['user']
    def to_dict(self) -> dict[str, Any]: ...
