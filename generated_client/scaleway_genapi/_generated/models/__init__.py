# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""The models. A name is imported from its module when it is first used (PEP 562)."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .any_chat_message import AnyChatMessage as AnyChatMessage
    from .any_content_part import AnyContentPart as AnyContentPart
    from .any_response_format import AnyResponseFormat as AnyResponseFormat
    from .assistant_message import AssistantMessage as AssistantMessage
    from .audio_part import AudioPart as AudioPart
    from .chat_completion import ChatCompletion as ChatCompletion
    from .chat_completion_chunk import ChatCompletionChunk as ChatCompletionChunk
    from .chat_completion_message import ChatCompletionMessage as ChatCompletionMessage
    from .chat_completion_request import ChatCompletionRequest as ChatCompletionRequest
    from .chat_message import ChatMessage as ChatMessage
    from .choice import Choice as Choice
    from .choice_delta import ChoiceDelta as ChoiceDelta
    from .choice_logprobs import ChoiceLogprobs as ChoiceLogprobs
    from .chunk_choice import ChunkChoice as ChunkChoice
    from .completion_tokens_details import CompletionTokensDetails as CompletionTokensDetails
    from .content_part import ContentPart as ContentPart
    from .function_call import FunctionCall as FunctionCall
    from .function_call_delta import FunctionCallDelta as FunctionCallDelta
    from .function_definition import FunctionDefinition as FunctionDefinition
    from .image_part import ImagePart as ImagePart
    from .image_url import ImageUrl as ImageUrl
    from .input_audio import InputAudio as InputAudio
    from .json_object import JsonObject as JsonObject
    from .json_schema_format import JsonSchemaFormat as JsonSchemaFormat
    from .model import Model as Model
    from .model_list import ModelList as ModelList
    from .named_tool_choice import NamedToolChoice as NamedToolChoice
    from .named_tool_choice_function import NamedToolChoiceFunction as NamedToolChoiceFunction
    from .prompt_tokens_details import PromptTokensDetails as PromptTokensDetails
    from .response_format import ResponseFormat as ResponseFormat
    from .response_format_json_object import ResponseFormatJsonObject as ResponseFormatJsonObject
    from .response_format_json_schema import ResponseFormatJsonSchema as ResponseFormatJsonSchema
    from .response_format_text import ResponseFormatText as ResponseFormatText
    from .stream_options import StreamOptions as StreamOptions
    from .system_message import SystemMessage as SystemMessage
    from .text_part import TextPart as TextPart
    from .token_logprob import TokenLogprob as TokenLogprob
    from .tool import Tool as Tool
    from .tool_call import ToolCall as ToolCall
    from .tool_call_delta import ToolCallDelta as ToolCallDelta
    from .tool_choice import ToolChoice as ToolChoice
    from .tool_message import ToolMessage as ToolMessage
    from .top_logprob import TopLogprob as TopLogprob
    from .usage import Usage as Usage
    from .user_message import UserMessage as UserMessage

_MODULES: Final[dict[str, str]] = {
    "AnyChatMessage": "any_chat_message",
    "AnyContentPart": "any_content_part",
    "AnyResponseFormat": "any_response_format",
    "AssistantMessage": "assistant_message",
    "AudioPart": "audio_part",
    "ChatCompletion": "chat_completion",
    "ChatCompletionChunk": "chat_completion_chunk",
    "ChatCompletionMessage": "chat_completion_message",
    "ChatCompletionRequest": "chat_completion_request",
    "ChatMessage": "chat_message",
    "Choice": "choice",
    "ChoiceDelta": "choice_delta",
    "ChoiceLogprobs": "choice_logprobs",
    "ChunkChoice": "chunk_choice",
    "CompletionTokensDetails": "completion_tokens_details",
    "ContentPart": "content_part",
    "FunctionCall": "function_call",
    "FunctionCallDelta": "function_call_delta",
    "FunctionDefinition": "function_definition",
    "ImagePart": "image_part",
    "ImageUrl": "image_url",
    "InputAudio": "input_audio",
    "JsonObject": "json_object",
    "JsonSchemaFormat": "json_schema_format",
    "Model": "model",
    "ModelList": "model_list",
    "NamedToolChoice": "named_tool_choice",
    "NamedToolChoiceFunction": "named_tool_choice_function",
    "PromptTokensDetails": "prompt_tokens_details",
    "ResponseFormat": "response_format",
    "ResponseFormatJsonObject": "response_format_json_object",
    "ResponseFormatJsonSchema": "response_format_json_schema",
    "ResponseFormatText": "response_format_text",
    "StreamOptions": "stream_options",
    "SystemMessage": "system_message",
    "TextPart": "text_part",
    "TokenLogprob": "token_logprob",
    "Tool": "tool",
    "ToolCall": "tool_call",
    "ToolCallDelta": "tool_call_delta",
    "ToolChoice": "tool_choice",
    "ToolMessage": "tool_message",
    "TopLogprob": "top_logprob",
    "Usage": "usage",
    "UserMessage": "user_message",
}

__all__ = [
    "AnyChatMessage",
    "AnyContentPart",
    "AnyResponseFormat",
    "AssistantMessage",
    "AudioPart",
    "ChatCompletion",
    "ChatCompletionChunk",
    "ChatCompletionMessage",
    "ChatCompletionRequest",
    "ChatMessage",
    "Choice",
    "ChoiceDelta",
    "ChoiceLogprobs",
    "ChunkChoice",
    "CompletionTokensDetails",
    "ContentPart",
    "FunctionCall",
    "FunctionCallDelta",
    "FunctionDefinition",
    "ImagePart",
    "ImageUrl",
    "InputAudio",
    "JsonObject",
    "JsonSchemaFormat",
    "Model",
    "ModelList",
    "NamedToolChoice",
    "NamedToolChoiceFunction",
    "PromptTokensDetails",
    "ResponseFormat",
    "ResponseFormatJsonObject",
    "ResponseFormatJsonSchema",
    "ResponseFormatText",
    "StreamOptions",
    "SystemMessage",
    "TextPart",
    "TokenLogprob",
    "Tool",
    "ToolCall",
    "ToolCallDelta",
    "ToolChoice",
    "ToolMessage",
    "TopLogprob",
    "Usage",
    "UserMessage",
]


if not TYPE_CHECKING:  # a module with __getattr__ has every name, to a type checker

    def __getattr__(name: str) -> Any:
        module = _MODULES.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{module}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
