# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""What operations take by keyword: TypedDicts for helpers that hand keywords on. For type checkers only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Required, TypedDict

if TYPE_CHECKING:
    from scaleway_genapi._core import TimeoutTypes, Unset

    from .models.any_chat_message import AnyChatMessage
    from .models.any_response_format import AnyResponseFormat
    from .models.chat_message import ChatMessage
    from .models.response_format import ResponseFormat
    from .models.stream_options import StreamOptions
    from .models.tool import Tool
    from .models.tool_choice import ToolChoice
    from .types import (
        ChatMessageParam,
        LogitBiasParam,
        ResponseFormatParam,
        StreamOptionsParam,
        ToolChoiceParam,
        ToolParam,
    )


class _ChatCompletionsCreateParams(TypedDict, total=False):
    """What every helper hands on to `chat.completions.create`."""

    model: Required[str]
    """The name of the model, as `GET /v1/models` lists it, for instance
    `mistral-small-3.2-24b-instruct-2506`. The name of a retired model may be answered by its
    successor: see `model` in the answer. A missing or unknown name is refused with 422. Models:
    https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/.
    """
    temperature: float | Unset | None
    """How freely tokens are chosen, from 0 (always the likeliest) to 2. The default differs by model.
    Change this or `top_p`, not both.
    """
    top_p: float | Unset | None
    """Choose among the likeliest tokens whose probabilities add up to this share, above 0 and up to 1.
    Default 1: all tokens.
    """
    max_tokens: int | Unset | None
    """Deprecated. The older name of `max_completion_tokens`: the most tokens that the answer may have,
    at least 1. Above the cap of the model the answer is 416.
    """
    max_completion_tokens: int | Unset | None
    """The most tokens that the answer may have, reasoning included; at least 1. The default, and the
    cap, is the maximum output of the model: 4096 to 32768 tokens. Above the cap the answer is 416.
    Caps: https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/.
    """
    presence_penalty: float | Unset | None
    """From -2 to 2, default 0. Above 0, tokens that have appeared already become less likely, which
    favours new subjects; below 0, likelier.
    """
    frequency_penalty: float | Unset | None
    """From -2 to 2, default 0. Above 0, tokens become less likely the more often they have appeared;
    below 0, likelier. The vendor's guide lists it as unsupported: it may be ignored.
    """
    logprobs: bool | Unset | None
    """Whether to return the log probability of every token of the answer. Default false."""
    top_logprobs: int | Unset | None
    """How many of the likeliest tokens to return for each place of the answer, at least 0, often at
    most 20. Needs `logprobs` true, else 400. The vendor's guide lists it as unsupported: it may be
    ignored.
    """
    logit_bias: LogitBiasParam | Unset | None
    """Makes single tokens likelier or less likely. The vendor's guide lists it as unsupported: it may
    be ignored.
    """
    n: int | Unset | None
    """How many answers (`choices`) to write, at least 1, default 1; every one of them is billed. The
    vendor's guide lists it as unsupported: it may be ignored. Inference servers bound it, each at
    its own number, and refuse more with 400.
    """
    stop: str | Sequence[str] | Unset | None
    """A text, or several, at which the answer ends; the text itself is not part of the answer. Up to 4
    are understood by every model.
    """
    seed: int | Unset | None
    """A 64-bit integer. Requests with the same seed and the same parameters give the same answer as
    far as the service can.
    """
    tool_choice: ToolChoice | ToolChoiceParam | Unset | None
    """Whether the model may or must call a tool, or which one. Default `auto` when there are `tools`.
    Needs `tools` unless it is `none`, else 400; a function named here must be one of them.
    """
    parallel_tool_calls: bool | Unset | None
    """Whether the model may call several tools at once. Default true; the models of Meta cannot."""
    reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None
    """How much a reasoning model thinks before it answers: `none`, `low`, `medium` or `high`; which of
    them, and further values, differs by model (gpt-oss-120b has no `none`). The default differs by
    model. https://www.scaleway.com/en/docs/generative-apis/how-to/query-reasoning-models/
    """
    extra_headers: Mapping[str, str | None] | None
    """Headers to add to this request, or to replace; None leaves one out."""
    extra_query: Mapping[str, Any] | None
    """Query parameters to add to this request."""
    extra_body: Mapping[str, Any] | None
    """Properties to add to the body of this request, or to replace."""
    timeout: TimeoutTypes | Unset
    """Seconds to wait instead of the client's timeout, or an `httpx.Timeout`."""


class CompletionParams(_ChatCompletionsCreateParams, total=False):
    """What `chat.completions.create` takes, without `stream`."""

    messages: Required[Sequence[ChatMessage | AnyChatMessage | ChatMessageParam]]
    """The conversation so far, oldest message first; at least one message. At most 12 images in all.
    Mistral models want user and assistant messages to alternate after the optional system message.
    """
    stream_options: StreamOptions | StreamOptionsParam | Unset | None
    """What a stream contains besides the answer. Only with `stream` true, else 400."""
    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None
    """Whether the answer is text (the default), some JSON object, or JSON that follows a schema.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-structured-outputs/
    """
    tools: Sequence[Tool | ToolParam] | Unset | None
    """The functions that the model may call; at least one. The model only asks for a call: the caller
    makes it and sends the result back as a `tool` message.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
    """


class ParsedStreamParams(_ChatCompletionsCreateParams, total=False):
    """What `chat.completions.create` takes, without `stream` and `response_format`."""

    messages: Required[Sequence[ChatMessage | AnyChatMessage | ChatMessageParam]]
    """The conversation so far, oldest message first; at least one message. At most 12 images in all.
    Mistral models want user and assistant messages to alternate after the optional system message.
    """
    stream_options: StreamOptions | StreamOptionsParam | Unset | None
    """What a stream contains besides the answer. Only with `stream` true, else 400."""
    tools: Sequence[Tool | ToolParam] | Unset | None
    """The functions that the model may call; at least one. The model only asks for a call: the caller
    makes it and sends the result back as a `tool` message.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
    """


class ParseParams(_ChatCompletionsCreateParams, total=False):
    """What `chat.completions.create` takes, without `stream`, `stream_options` and `response_format`."""

    messages: Required[Sequence[ChatMessage | AnyChatMessage | ChatMessageParam]]
    """The conversation so far, oldest message first; at least one message. At most 12 images in all.
    Mistral models want user and assistant messages to alternate after the optional system message.
    """
    tools: Sequence[Tool | ToolParam] | Unset | None
    """The functions that the model may call; at least one. The model only asks for a call: the caller
    makes it and sends the result back as a `tool` message.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
    """


class ToolRunParams(_ChatCompletionsCreateParams, total=False):
    """What `chat.completions.create` takes, without `stream`, `stream_options`, `messages` and
    `tools`.
    """

    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None
    """Whether the answer is text (the default), some JSON object, or JSON that follows a schema.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-structured-outputs/
    """
