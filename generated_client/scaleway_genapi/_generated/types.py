# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""What may be sent as plain dicts: a TypedDict for each class that a request can hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Required, TypeAlias, TypedDict

if TYPE_CHECKING:
    from .models.any_chat_message import AnyChatMessage
    from .models.any_content_part import AnyContentPart
    from .models.any_response_format import AnyResponseFormat
    from .models.chat_message import ChatMessage
    from .models.content_part import ContentPart
    from .models.function_call import FunctionCall
    from .models.function_definition import FunctionDefinition
    from .models.image_url import ImageUrl
    from .models.input_audio import InputAudio
    from .models.json_schema_format import JsonSchemaFormat
    from .models.named_tool_choice_function import NamedToolChoiceFunction
    from .models.response_format import ResponseFormat
    from .models.stream_options import StreamOptions
    from .models.text_part import TextPart
    from .models.tool import Tool
    from .models.tool_call import ToolCall
    from .models.tool_choice import ToolChoice

__all__ = [
    "AssistantMessageParam",
    "AudioPartParam",
    "ChatCompletionRequestParam",
    "ChatMessageParam",
    "ContentPartParam",
    "FunctionCallParam",
    "FunctionDefinitionParam",
    "ImagePartParam",
    "ImageUrlParam",
    "InputAudioParam",
    "JsonSchemaFormatParam",
    "JsonSchemaParam",
    "LogitBiasParam",
    "NamedToolChoiceFunctionParam",
    "NamedToolChoiceParam",
    "ResponseFormatJsonObjectParam",
    "ResponseFormatJsonSchemaParam",
    "ResponseFormatParam",
    "ResponseFormatTextParam",
    "StreamOptionsParam",
    "SystemMessageParam",
    "TextPartParam",
    "ToolCallParam",
    "ToolChoiceParam",
    "ToolMessageParam",
    "ToolParam",
    "UserMessageParam",
]


class ChatCompletionRequestParam(TypedDict, total=False):
    """`ChatCompletionRequest` as a dict. A conversation and how a model shall continue it.

    Which optional properties a model honours differs by model. The service ignores properties that
    it does not know.
    """

    model: Required[str]
    """The name of the model, as `GET /v1/models` lists it, for instance
    `mistral-small-3.2-24b-instruct-2506`. The name of a retired model may be answered by its
    successor: see `model` in the answer. A missing or unknown name is refused with 422. Models:
    https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/.
    """
    messages: Required[Sequence[ChatMessage | AnyChatMessage | ChatMessageParam]]
    """The conversation so far, oldest message first; at least one message. At most 12 images in all.
    Mistral models want user and assistant messages to alternate after the optional system message.
    """
    temperature: float | None
    """How freely tokens are chosen, from 0 (always the likeliest) to 2. The default differs by model.
    Change this or `top_p`, not both.
    """
    top_p: float | None
    """Choose among the likeliest tokens whose probabilities add up to this share, above 0 and up to 1.
    Default 1: all tokens.
    """
    max_tokens: int | None
    """Deprecated. The older name of `max_completion_tokens`: the most tokens that the answer may have,
    at least 1. Above the cap of the model the answer is 416.
    """
    max_completion_tokens: int | None
    """The most tokens that the answer may have, reasoning included; at least 1. The default, and the
    cap, is the maximum output of the model: 4096 to 32768 tokens. Above the cap the answer is 416.
    Caps: https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/.
    """
    stream: bool | None
    """Whether the answer comes as server-sent events, token by token, instead of one JSON object.
    Default false. https://www.scaleway.com/en/docs/generative-apis/how-to/query-language-models/
    """
    stream_options: StreamOptions | StreamOptionsParam | None
    """What a stream contains besides the answer. Only with `stream` true, else 400."""
    presence_penalty: float | None
    """From -2 to 2, default 0. Above 0, tokens that have appeared already become less likely, which
    favours new subjects; below 0, likelier.
    """
    frequency_penalty: float | None
    """From -2 to 2, default 0. Above 0, tokens become less likely the more often they have appeared;
    below 0, likelier. The vendor's guide lists it as unsupported: it may be ignored.
    """
    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | None
    """Whether the answer is text (the default), some JSON object, or JSON that follows a schema.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-structured-outputs/
    """
    logprobs: bool | None
    """Whether to return the log probability of every token of the answer. Default false."""
    top_logprobs: int | None
    """How many of the likeliest tokens to return for each place of the answer, at least 0, often at
    most 20. Needs `logprobs` true, else 400. The vendor's guide lists it as unsupported: it may be
    ignored.
    """
    logit_bias: LogitBiasParam | None
    """Makes single tokens likelier or less likely. The vendor's guide lists it as unsupported: it may
    be ignored.
    """
    n: int | None
    """How many answers (`choices`) to write, at least 1, default 1; every one of them is billed. The
    vendor's guide lists it as unsupported: it may be ignored. Inference servers bound it, each at
    its own number, and refuse more with 400.
    """
    stop: str | Sequence[str] | None
    """A text, or several, at which the answer ends; the text itself is not part of the answer. Up to 4
    are understood by every model.
    """
    seed: int | None
    """A 64-bit integer. Requests with the same seed and the same parameters give the same answer as
    far as the service can.
    """
    tools: Sequence[Tool | ToolParam]
    """The functions that the model may call; at least one. The model only asks for a call: the caller
    makes it and sends the result back as a `tool` message.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
    """
    tool_choice: ToolChoice | ToolChoiceParam
    """Whether the model may or must call a tool, or which one. Default `auto` when there are `tools`.
    Needs `tools` unless it is `none`, else 400; a function named here must be one of them.
    """
    parallel_tool_calls: bool | None
    """Whether the model may call several tools at once. Default true; the models of Meta cannot."""
    reasoning_effort: Literal["none", "low", "medium", "high"] | str | None
    """How much a reasoning model thinks before it answers: `none`, `low`, `medium` or `high`; which of
    them, and further values, differs by model (gpt-oss-120b has no `none`). The default differs by
    model. https://www.scaleway.com/en/docs/generative-apis/how-to/query-reasoning-models/
    """


class SystemMessageParam(TypedDict, total=False):
    """`SystemMessage` as a dict. Instructions to the model, ahead of the conversation."""

    role: Required[Literal["system"]]
    """Always `system`."""
    content: Required[str | Sequence[TextPart | TextPartParam]]
    """The instructions, as text or as a list of text parts."""
    name: str
    """A name that tells participants of the same role apart."""


class TextPartParam(TypedDict, total=False):
    """`TextPart` as a dict. A text within a message."""

    type: Required[Literal["text"]]
    """Always `text`."""
    text: Required[str]
    """The text."""


class UserMessageParam(TypedDict, total=False):
    """`UserMessage` as a dict. What the person or the program that uses the model says."""

    role: Required[Literal["user"]]
    """Always `user`."""
    content: Required[str | Sequence[ContentPart | AnyContentPart | ContentPartParam]]
    """A text, or a list of parts: texts, images (for vision models; at most 12 in a request) and
    recordings (for audio models).
    """
    name: str
    """A name that tells participants of the same role apart."""


class ImagePartParam(TypedDict, total=False):
    """`ImagePart` as a dict. An image within a message, for vision models: PNG, JPEG, WEBP or a GIF
    that is not animated.
    https://www.scaleway.com/en/docs/generative-apis/how-to/query-vision-models/
    """

    type: Required[Literal["image_url"]]
    """Always `image_url`."""
    image_url: Required[ImageUrl | ImageUrlParam]
    """Where the image is, or the image itself."""


class ImageUrlParam(TypedDict, total=False):
    """`ImageUrl` as a dict. Where an image is, or the image itself."""

    url: Required[str]
    """An `https://` URL that the service can fetch, or the image itself as
    `data:image/<type>;base64,<data>`.
    """
    detail: Literal["auto", "low", "high"] | str
    """How closely the model looks at the image: `auto` (the default), `low` or `high`. Models may
    ignore it.
    """


class AudioPartParam(TypedDict, total=False):
    """`AudioPart` as a dict. A recording within a message, for audio models.
    https://www.scaleway.com/en/docs/generative-apis/how-to/query-audio-models/
    """

    type: Required[Literal["input_audio"]]
    """Always `input_audio`."""
    input_audio: Required[InputAudio | InputAudioParam]
    """The recording."""


class InputAudioParam(TypedDict, total=False):
    """`InputAudio` as a dict. A recording, inside the request."""

    data: Required[str]
    """The recording's bytes in base64, without a `data:` prefix."""
    format: Required[Literal["mp3", "wav"] | str]
    """The recording's format, for instance `mp3` or `wav`."""


class AssistantMessageParam(TypedDict, total=False):
    """`AssistantMessage` as a dict. An earlier answer of the model, sent back as part of the
    conversation. It has a text, tool calls, or both.
    """

    role: Required[Literal["assistant"]]
    """Always `assistant`."""
    content: str | None
    """The text of the answer; null or absent when the model only called tools."""
    tool_calls: Sequence[ToolCall | ToolCallParam] | None
    """The tool calls of the answer; each is to be followed by a `tool` message with its result."""
    reasoning: str | None
    """The reasoning of the answer. Models that need it to go on read it, others ignore it."""
    reasoning_content: str | None
    """The older name of `reasoning`."""
    name: str
    """A name that tells participants of the same role apart."""


class ToolCallParam(TypedDict, total=False):
    """`ToolCall` as a dict. A call of a function that the model asks for."""

    id: Required[str]
    """Names the call, for instance `chatcmpl-tool-<hex>`; the `tool` message with the result repeats
    it.
    """
    type: Required[Literal["function"]]
    """Always `function`."""
    function: Required[FunctionCall | FunctionCallParam]
    """The function and its arguments."""


class FunctionCallParam(TypedDict, total=False):
    """`FunctionCall` as a dict. A function and the arguments to call it with."""

    name: Required[str]
    """The name of the function."""
    arguments: Required[str]
    """The arguments, as a JSON object in text. A model wrote it: it may be invalid JSON or break the
    schema of the parameters, so check it.
    """


class ToolMessageParam(TypedDict, total=False):
    """`ToolMessage` as a dict. The result of a tool call, for the model to read.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
    """

    role: Required[Literal["tool"]]
    """Always `tool`."""
    content: Required[str]
    """The result as text, often JSON."""
    tool_call_id: Required[str]
    """The `id` of the tool call that this is the result of."""
    name: str
    """The name of the function that was called."""


class StreamOptionsParam(TypedDict, total=False):
    """`StreamOptions` as a dict. What a stream contains besides the answer."""

    include_usage: bool | None
    """Whether a last chunk, with empty `choices`, gives the token counts of the whole request. Default
    false.
    """
    continuous_usage_stats: bool | None
    """Whether, with `include_usage`, every chunk gives the token counts so far. Default false. An
    extension of the inference server.
    """


class ResponseFormatTextParam(TypedDict, total=False):
    """`ResponseFormatText` as a dict. The answer is plain text. This is the default."""

    type: Required[Literal["text"]]
    """Always `text`."""


class ResponseFormatJsonObjectParam(TypedDict, total=False):
    """`ResponseFormatJsonObject` as a dict. The answer is some JSON object. Say in a message which
    keys it shall have; where its shape matters use `json_schema` instead.
    """

    type: Required[Literal["json_object"]]
    """Always `json_object`."""


class ResponseFormatJsonSchemaParam(TypedDict, total=False):
    """`ResponseFormatJsonSchema` as a dict. The answer is JSON that follows a schema."""

    type: Required[Literal["json_schema"]]
    """Always `json_schema`."""
    json_schema: Required[JsonSchemaFormat | JsonSchemaFormatParam]
    """The schema and its name."""


class JsonSchemaFormatParam(TypedDict, total=False):
    """`JsonSchemaFormat` as a dict. A JSON Schema for an answer, and its name."""

    name: Required[str]
    """A name for the schema, for instance that of the type it describes."""
    description: str
    """What the answer is for; the model may read it."""
    schema: Required[JsonSchemaParam]
    """The JSON Schema that the answer follows."""
    strict: bool | None
    """Whether the answer must follow the schema exactly. Models may ignore it."""


class ToolParam(TypedDict, total=False):
    """`Tool` as a dict. A tool that the model may call.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
    """

    type: Required[Literal["function"]]
    """Always `function`."""
    function: Required[FunctionDefinition | FunctionDefinitionParam]
    """The function that can be called."""


class FunctionDefinitionParam(TypedDict, total=False):
    """`FunctionDefinition` as a dict. A function that the model may call."""

    name: Required[str]
    """The name of the function; letters, digits, underscores and dashes are safe with every model."""
    description: str
    """What the function does and when to call it; the model reads it."""
    parameters: JsonSchemaParam
    """JSON Schema of the arguments, an object schema. Without it the function takes no arguments."""
    strict: bool | None
    """Whether the arguments must follow `parameters` exactly. Models may ignore it."""


class NamedToolChoiceParam(TypedDict, total=False):
    """`NamedToolChoice` as a dict. The one function that the model must call."""

    type: Required[Literal["function"]]
    """Always `function`."""
    function: Required[NamedToolChoiceFunction | NamedToolChoiceFunctionParam]
    """Which function it is."""


class NamedToolChoiceFunctionParam(TypedDict, total=False):
    """`NamedToolChoiceFunction` as a dict. Names a function of `tools`."""

    name: Required[str]
    """The name of the function, one of those in `tools`."""


ChatMessageParam: TypeAlias = (
    SystemMessageParam | UserMessageParam | AssistantMessageParam | ToolMessageParam
)
"""One message of a conversation; `role` says which kind. A message of an earlier answer
(`ChatCompletionMessage`) can be sent back as it came.
"""

ContentPartParam: TypeAlias = TextPartParam | ImagePartParam | AudioPartParam
"""One part of a user's message; `type` says which kind."""

ResponseFormatParam: TypeAlias = (
    ResponseFormatTextParam | ResponseFormatJsonObjectParam | ResponseFormatJsonSchemaParam
)
"""The form of the answer; `type` says which.
https://www.scaleway.com/en/docs/generative-apis/how-to/use-structured-outputs/
"""

JsonSchemaParam: TypeAlias = Mapping[str, Any]
"""A JSON Schema, as a JSON object."""

LogitBiasParam: TypeAlias = Mapping[str, float]
"""From token ids (decimal, as text) to what is added to their score, from -100 (never) to 100
(always).
"""

ToolChoiceParam: TypeAlias = Literal["none", "auto", "required"] | NamedToolChoiceParam
"""`none`: the model calls no tool. `auto`: it decides. `required`: it calls at least one. An object
names the function that it must call.
"""
