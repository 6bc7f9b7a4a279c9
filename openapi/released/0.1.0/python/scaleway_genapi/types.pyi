# The public surface of scaleway_genapi.types at the release, for `python -m openapi.compatibility`.
# Never edited. Classes within a class are what its attributes hand out.
from typing import Any, Literal, NotRequired, Required, TypeAlias, overload

__all__ = [
    'AssistantMessageParam',
    'AudioPartParam',
    'ChatCompletionRequestParam',
    'ChatMessageParam',
    'ContentPartParam',
    'FunctionCallParam',
    'FunctionDefinitionParam',
    'ImagePartParam',
    'ImageUrlParam',
    'InputAudioParam',
    'JsonSchemaFormatParam',
    'JsonSchemaParam',
    'LogitBiasParam',
    'NamedToolChoiceFunctionParam',
    'NamedToolChoiceParam',
    'ResponseFormatJsonObjectParam',
    'ResponseFormatJsonSchemaParam',
    'ResponseFormatParam',
    'ResponseFormatTextParam',
    'StreamOptionsParam',
    'SystemMessageParam',
    'TextPartParam',
    'ToolCallParam',
    'ToolChoiceParam',
    'ToolMessageParam',
    'ToolParam',
    'UserMessageParam',
]

class AssistantMessageParam(TypedDict):
    content: NotRequired[str | None]
    name: NotRequired[str]
    reasoning: NotRequired[str | None]
    reasoning_content: NotRequired[str | None]
    role: Required[Literal['assistant']]
    tool_calls: NotRequired[Sequence[ToolCall | ToolCallParam] | None]
class AudioPartParam(TypedDict):
    input_audio: Required[InputAudio | InputAudioParam]
    type: Required[Literal['input_audio']]
class ChatCompletionRequestParam(TypedDict):
    frequency_penalty: NotRequired[float | None]
    logit_bias: NotRequired[LogitBiasParam | None]
    logprobs: NotRequired[bool | None]
    max_completion_tokens: NotRequired[int | None]
    max_tokens: NotRequired[int | None]
    messages: Required[Sequence[ChatMessage | AnyChatMessage | ChatMessageParam]]
    model: Required[str]
    n: NotRequired[int | None]
    parallel_tool_calls: NotRequired[bool | None]
    presence_penalty: NotRequired[float | None]
    reasoning_effort: NotRequired[Literal['none', 'low', 'medium', 'high'] | str | None]
    response_format: NotRequired[ResponseFormat | AnyResponseFormat | ResponseFormatParam | None]
    seed: NotRequired[int | None]
    stop: NotRequired[str | Sequence[str] | None]
    stream: NotRequired[bool | None]
    stream_options: NotRequired[StreamOptions | StreamOptionsParam | None]
    temperature: NotRequired[float | None]
    tool_choice: NotRequired[ToolChoice | ToolChoiceParam]
    tools: NotRequired[Sequence[Tool | ToolParam]]
    top_logprobs: NotRequired[int | None]
    top_p: NotRequired[float | None]
ChatMessageParam: TypeAlias = SystemMessageParam | UserMessageParam | AssistantMessageParam | ToolMessageParam
ContentPartParam: TypeAlias = TextPartParam | ImagePartParam | AudioPartParam
class FunctionCallParam(TypedDict):
    arguments: Required[str]
    name: Required[str]
class FunctionDefinitionParam(TypedDict):
    description: NotRequired[str]
    name: Required[str]
    parameters: NotRequired[JsonSchemaParam]
    strict: NotRequired[bool | None]
class ImagePartParam(TypedDict):
    image_url: Required[ImageUrl | ImageUrlParam]
    type: Required[Literal['image_url']]
class ImageUrlParam(TypedDict):
    detail: NotRequired[Literal['auto', 'low', 'high'] | str]
    url: Required[str]
class InputAudioParam(TypedDict):
    data: Required[str]
    format: Required[Literal['mp3', 'wav'] | str]
class JsonSchemaFormatParam(TypedDict):
    description: NotRequired[str]
    name: Required[str]
    schema: Required[JsonSchemaParam]
    strict: NotRequired[bool | None]
JsonSchemaParam: TypeAlias = Mapping[str, Any]
LogitBiasParam: TypeAlias = Mapping[str, float]
class NamedToolChoiceFunctionParam(TypedDict):
    name: Required[str]
class NamedToolChoiceParam(TypedDict):
    function: Required[NamedToolChoiceFunction | NamedToolChoiceFunctionParam]
    type: Required[Literal['function']]
class ResponseFormatJsonObjectParam(TypedDict):
    type: Required[Literal['json_object']]
class ResponseFormatJsonSchemaParam(TypedDict):
    json_schema: Required[JsonSchemaFormat | JsonSchemaFormatParam]
    type: Required[Literal['json_schema']]
ResponseFormatParam: TypeAlias = ResponseFormatTextParam | ResponseFormatJsonObjectParam | ResponseFormatJsonSchemaParam
class ResponseFormatTextParam(TypedDict):
    type: Required[Literal['text']]
class StreamOptionsParam(TypedDict):
    continuous_usage_stats: NotRequired[bool | None]
    include_usage: NotRequired[bool | None]
class SystemMessageParam(TypedDict):
    content: Required[str | Sequence[TextPart | TextPartParam]]
    name: NotRequired[str]
    role: Required[Literal['system']]
class TextPartParam(TypedDict):
    text: Required[str]
    type: Required[Literal['text']]
class ToolCallParam(TypedDict):
    function: Required[FunctionCall | FunctionCallParam]
    id: Required[str]
    type: Required[Literal['function']]
ToolChoiceParam: TypeAlias = Literal['none', 'auto', 'required'] | NamedToolChoiceParam
class ToolMessageParam(TypedDict):
    content: Required[str]
    name: NotRequired[str]
    role: Required[Literal['tool']]
    tool_call_id: Required[str]
class ToolParam(TypedDict):
    function: Required[FunctionDefinition | FunctionDefinitionParam]
    type: Required[Literal['function']]
class UserMessageParam(TypedDict):
    content: Required[str | Sequence[ContentPart | AnyContentPart | ContentPartParam]]
    name: NotRequired[str]
    role: Required[Literal['user']]
