"""The keyword parameters that the chat helpers hand on to `create`, and what they take. For type checkers only.

A TypedDict cannot lose a key, and each helper sets some itself, so they are written out here; a test
holds them to the generated `create`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol, Required, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import CodeType

    from scaleway_genapi._core import TimeoutTypes, Unset
    from scaleway_genapi._generated.models.any_chat_message import AnyChatMessage
    from scaleway_genapi._generated.models.any_response_format import AnyResponseFormat
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


class CallableObject(Protocol):
    """Whatever can be called. Not `Callable`, which mypy would take for a `PlainFunction` as well and forget."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...


class PlainFunction(Protocol):
    """A function or a method of which mypy has forgotten how it is called: what `[f, g]` is a list of."""

    @property
    def __code__(self) -> CodeType: ...


class _Common(TypedDict, total=False):
    model: Required[str]
    temperature: float | Unset | None
    top_p: float | Unset | None
    max_tokens: int | Unset | None
    max_completion_tokens: int | Unset | None
    presence_penalty: float | Unset | None
    frequency_penalty: float | Unset | None
    logprobs: bool | Unset | None
    top_logprobs: int | Unset | None
    logit_bias: LogitBiasParam | Unset | None
    n: int | Unset | None
    stop: str | Sequence[str] | Unset | None
    seed: int | Unset | None
    tool_choice: ToolChoice | ToolChoiceParam | Unset | None
    parallel_tool_calls: bool | Unset | None
    reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None  # noqa: PYI051 - editors offer them
    extra_headers: Mapping[str, str | None] | None
    extra_query: Mapping[str, Any] | None
    extra_body: Mapping[str, Any] | None
    timeout: TimeoutTypes | Unset


class ParseParams(_Common, total=False):
    """Those of `parse`, which sets `response_format`."""

    messages: Required[Sequence[ChatMessage | AnyChatMessage | ChatMessageParam]]
    tools: Sequence[Tool | ToolParam] | Unset | None


class ParsedStreamParams(ParseParams, total=False):
    """Those of `stream` with a type, which sets `stream` and `response_format`."""

    stream_options: StreamOptions | StreamOptionsParam | Unset | None


class CompletionParams(ParsedStreamParams, total=False):
    """Those of `stream`, which sets `stream`."""

    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None


class StreamedParams(CompletionParams, total=False):
    """What `stream` asks of `create`."""

    stream: Required[Literal[True]]


class ToolRunParams(_Common, total=False):
    """Those of `run_tools`, which sets `messages` and `tools`."""

    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None
