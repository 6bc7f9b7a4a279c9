"""The keyword parameters that the chat helpers hand on to `create`. For type checkers only.

A TypedDict cannot lose a key, and each helper sets some itself, so they are written out here; a test
holds them to the generated `ChatCompletionRequestParam`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scaleway_genapi._core import TimeoutTypes, Unset
    from scaleway_genapi._generated.models.chat_message import ChatMessage
    from scaleway_genapi._generated.models.response_format import ResponseFormat
    from scaleway_genapi._generated.models.stream_options import StreamOptions
    from scaleway_genapi._generated.models.tool import Tool
    from scaleway_genapi._generated.models.tool_choice import ToolChoice
    from scaleway_genapi._generated.types import (
        ChatMessageParam,
        LogitBiasParam,
        ResponseFormatParam,
        StreamOptionsParam,
        ToolChoiceParam,
        ToolParam,
    )


class _Common(TypedDict, total=False):
    model: Required[str]
    temperature: float | None
    top_p: float | None
    max_tokens: int | None
    max_completion_tokens: int | None
    presence_penalty: float | None
    frequency_penalty: float | None
    logprobs: bool | None
    top_logprobs: int | None
    logit_bias: LogitBiasParam | None
    n: int | None
    stop: str | Sequence[str] | None
    seed: int | None
    tool_choice: ToolChoice | ToolChoiceParam
    parallel_tool_calls: bool | None
    reasoning_effort: Literal["none", "low", "medium", "high"] | str | None  # noqa: PYI051 - editors offer them
    extra_headers: Mapping[str, str] | None
    extra_query: Mapping[str, Any] | None
    extra_body: Mapping[str, Any] | None
    timeout: TimeoutTypes | Unset


class ParseParams(_Common, total=False):
    """Those of `parse`, which sets `response_format`."""

    messages: Required[Sequence[ChatMessage | ChatMessageParam]]
    tools: Sequence[Tool | ToolParam]


class ParsedStreamParams(ParseParams, total=False):
    """Those of `stream` with a type, which sets `stream` and `response_format`."""

    stream_options: StreamOptions | StreamOptionsParam | None


class CompletionParams(ParsedStreamParams, total=False):
    """Those of `stream`, which sets `stream`."""

    response_format: ResponseFormat | ResponseFormatParam | None


class ToolRunParams(_Common, total=False):
    """Those of `run_tools`, which sets `messages` and `tools`."""

    response_format: ResponseFormat | ResponseFormatParam | None
