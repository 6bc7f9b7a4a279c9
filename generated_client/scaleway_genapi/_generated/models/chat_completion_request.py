# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ChatCompletionRequest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import UNSET, Unset, an_array, decode_error, to_plain
from scaleway_genapi._core import Model as ModelBase

from ..types import (
    ChatMessageParam,
    LogitBiasParam,
    ResponseFormatParam,
    StreamOptionsParam,
    ToolChoiceParam,
    ToolParam,
)
from .any_chat_message import AnyChatMessage
from .any_response_format import AnyResponseFormat
from .assistant_message import AssistantMessage
from .chat_message import ChatMessage, decode_chat_message
from .response_format import ResponseFormat, decode_response_format
from .response_format_json_object import ResponseFormatJsonObject
from .response_format_json_schema import ResponseFormatJsonSchema
from .response_format_text import ResponseFormatText
from .stream_options import StreamOptions
from .system_message import SystemMessage
from .tool import Tool
from .tool_choice import ToolChoice, decode_tool_choice
from .tool_message import ToolMessage
from .user_message import UserMessage


@_define(kw_only=True, repr=False)
class ChatCompletionRequest(ModelBase):
    """A conversation and how a model shall continue it.

    Which optional properties a model honours differs by model. The service ignores properties that
    it does not know.
    """

    model: str
    """The name of the model, as `GET /v1/models` lists it, for instance
    `mistral-small-3.2-24b-instruct-2506`. The name of a retired model may be answered by its
    successor: see `model` in the answer. A missing or unknown name is refused with 422. Models:
    https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/.
    """
    messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam]
    """The conversation so far, oldest message first; at least one message. At most 12 images in all.
    Mistral models want user and assistant messages to alternate after the optional system message.
    """
    temperature: float | Unset | None = UNSET
    """How freely tokens are chosen, from 0 (always the likeliest) to 2. The default differs by model.
    Change this or `top_p`, not both.
    """
    top_p: float | Unset | None = UNSET
    """Choose among the likeliest tokens whose probabilities add up to this share, above 0 and up to 1.
    Default 1: all tokens.
    """
    max_tokens: int | Unset | None = UNSET
    """Deprecated. The older name of `max_completion_tokens`: the most tokens that the answer may have,
    at least 1. Above the cap of the model the answer is 416.
    """
    max_completion_tokens: int | Unset | None = UNSET
    """The most tokens that the answer may have, reasoning included; at least 1. The default, and the
    cap, is the maximum output of the model: 4096 to 32768 tokens. Above the cap the answer is 416.
    Caps: https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/.
    """
    stream: bool | Unset | None = UNSET
    """Whether the answer comes as server-sent events, token by token, instead of one JSON object.
    Default false. https://www.scaleway.com/en/docs/generative-apis/how-to/query-language-models/
    """
    stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET
    """What a stream contains besides the answer. Only with `stream` true, else 400."""
    presence_penalty: float | Unset | None = UNSET
    """From -2 to 2, default 0. Above 0, tokens that have appeared already become less likely, which
    favours new subjects; below 0, likelier.
    """
    frequency_penalty: float | Unset | None = UNSET
    """From -2 to 2, default 0. Above 0, tokens become less likely the more often they have appeared;
    below 0, likelier. The vendor's guide lists it as unsupported: it may be ignored.
    """
    response_format: ResponseFormat | AnyResponseFormat | ResponseFormatParam | Unset | None = UNSET
    """Whether the answer is text (the default), some JSON object, or JSON that follows a schema.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-structured-outputs/
    """
    logprobs: bool | Unset | None = UNSET
    """Whether to return the log probability of every token of the answer. Default false."""
    top_logprobs: int | Unset | None = UNSET
    """How many of the likeliest tokens to return for each place of the answer, at least 0, often at
    most 20. Needs `logprobs` true, else 400. The vendor's guide lists it as unsupported: it may be
    ignored.
    """
    logit_bias: LogitBiasParam | Unset | None = UNSET
    """Makes single tokens likelier or less likely. The vendor's guide lists it as unsupported: it may
    be ignored.
    """
    n: int | Unset | None = UNSET
    """How many answers (`choices`) to write, at least 1, default 1; every one of them is billed. The
    vendor's guide lists it as unsupported: it may be ignored. Inference servers bound it, each at
    its own number, and refuse more with 400.
    """
    stop: str | Sequence[str] | Unset | None = UNSET
    """A text, or several, at which the answer ends; the text itself is not part of the answer. Up to 4
    are understood by every model.
    """
    seed: int | Unset | None = UNSET
    """A 64-bit integer. Requests with the same seed and the same parameters give the same answer as
    far as the service can.
    """
    tools: Sequence[Tool | ToolParam] | None = None
    """The functions that the model may call; at least one. The model only asks for a call: the caller
    makes it and sends the result back as a `tool` message.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
    """
    tool_choice: ToolChoice | ToolChoiceParam | None = None
    """Whether the model may or must call a tool, or which one. Default `auto` when there are `tools`.
    Needs `tools` unless it is `none`, else 400; a function named here must be one of them.
    """
    parallel_tool_calls: bool | Unset | None = UNSET
    """Whether the model may call several tools at once. Default true; the models of Meta cannot."""
    reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET
    """How much a reasoning model thinks before it answers: `none`, `low`, `medium` or `high`; which of
    them, and further values, differs by model (gpt-oss-120b has no `none`). The default differs by
    model. https://www.scaleway.com/en/docs/generative-apis/how-to/query-reasoning-models/
    """
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any])
    """Properties that the document does not name, as they came."""

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Build the model from JSON data.

        Raises:
            ResponseDecodeError: A required property is missing or null, or an object or array is none.
        """
        try:
            return cls.from_dict_unchecked(data)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise decode_error(cls, data, error) from error

    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self:
        """`from_dict` that lets a KeyError, TypeError or AttributeError through as it is."""
        self = object.__new__(cls)
        found = 2
        value = data["model"]
        if value is None:
            raise TypeError
        self.model = value
        value = data["messages"]
        self.messages = [decode_chat_message(item) for item in value or an_array(value)]
        if "temperature" in data:
            found += 1
            self.temperature = data["temperature"]
        else:
            self.temperature = UNSET
        if "top_p" in data:
            found += 1
            self.top_p = data["top_p"]
        else:
            self.top_p = UNSET
        if "max_tokens" in data:
            found += 1
            self.max_tokens = data["max_tokens"]
        else:
            self.max_tokens = UNSET
        if "max_completion_tokens" in data:
            found += 1
            self.max_completion_tokens = data["max_completion_tokens"]
        else:
            self.max_completion_tokens = UNSET
        if "stream" in data:
            found += 1
            self.stream = data["stream"]
        else:
            self.stream = UNSET
        if "stream_options" in data:
            found += 1
            value = data["stream_options"]
            self.stream_options = (
                value
                if value is None or value is UNSET
                else None
                if value is None
                else StreamOptions.from_dict_unchecked(value)
            )
        else:
            self.stream_options = UNSET
        if "presence_penalty" in data:
            found += 1
            self.presence_penalty = data["presence_penalty"]
        else:
            self.presence_penalty = UNSET
        if "frequency_penalty" in data:
            found += 1
            self.frequency_penalty = data["frequency_penalty"]
        else:
            self.frequency_penalty = UNSET
        if "response_format" in data:
            found += 1
            value = data["response_format"]
            self.response_format = (
                value
                if value is None or value is UNSET
                else None
                if value is None
                else decode_response_format(value)
            )
        else:
            self.response_format = UNSET
        if "logprobs" in data:
            found += 1
            self.logprobs = data["logprobs"]
        else:
            self.logprobs = UNSET
        if "top_logprobs" in data:
            found += 1
            self.top_logprobs = data["top_logprobs"]
        else:
            self.top_logprobs = UNSET
        if "logit_bias" in data:
            found += 1
            self.logit_bias = data["logit_bias"]
        else:
            self.logit_bias = UNSET
        if "n" in data:
            found += 1
            self.n = data["n"]
        else:
            self.n = UNSET
        if "stop" in data:
            found += 1
            self.stop = data["stop"]
        else:
            self.stop = UNSET
        if "seed" in data:
            found += 1
            self.seed = data["seed"]
        else:
            self.seed = UNSET
        if "tools" in data:
            found += 1
            value = data["tools"]
            self.tools = (
                None
                if value is None
                else [Tool.from_dict_unchecked(item) for item in value or an_array(value)]
            )
        else:
            self.tools = None
        if "tool_choice" in data:
            found += 1
            value = data["tool_choice"]
            self.tool_choice = None if value is None else decode_tool_choice(value)
        else:
            self.tool_choice = None
        if "parallel_tool_calls" in data:
            found += 1
            self.parallel_tool_calls = data["parallel_tool_calls"]
        else:
            self.parallel_tool_calls = UNSET
        if "reasoning_effort" in data:
            found += 1
            self.reasoning_effort = data["reasoning_effort"]
        else:
            self.reasoning_effort = UNSET
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value
                for key, value in data.items()
                if key not in _CHAT_COMPLETION_REQUEST_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "model": self.model,
            "messages": to_plain(self.messages),
        }
        if self.temperature is not UNSET:
            data["temperature"] = self.temperature
        if self.top_p is not UNSET:
            data["top_p"] = self.top_p
        if self.max_tokens is not UNSET:
            data["max_tokens"] = self.max_tokens
        if self.max_completion_tokens is not UNSET:
            data["max_completion_tokens"] = self.max_completion_tokens
        if self.stream is not UNSET:
            data["stream"] = self.stream
        if self.stream_options is not UNSET:
            data["stream_options"] = to_plain(self.stream_options)
        if self.presence_penalty is not UNSET:
            data["presence_penalty"] = self.presence_penalty
        if self.frequency_penalty is not UNSET:
            data["frequency_penalty"] = self.frequency_penalty
        if self.response_format is not UNSET:
            data["response_format"] = to_plain(self.response_format)
        if self.logprobs is not UNSET:
            data["logprobs"] = self.logprobs
        if self.top_logprobs is not UNSET:
            data["top_logprobs"] = self.top_logprobs
        if self.logit_bias is not UNSET:
            data["logit_bias"] = to_plain(self.logit_bias)
        if self.n is not UNSET:
            data["n"] = self.n
        if self.stop is not UNSET:
            data["stop"] = to_plain(self.stop)
        if self.seed is not UNSET:
            data["seed"] = self.seed
        if self.tools is not None:
            data["tools"] = to_plain(self.tools)
        if self.tool_choice is not None:
            data["tool_choice"] = to_plain(self.tool_choice)
        if self.parallel_tool_calls is not UNSET:
            data["parallel_tool_calls"] = self.parallel_tool_calls
        if self.reasoning_effort is not UNSET:
            data["reasoning_effort"] = self.reasoning_effort
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("model", True, False, "string"),
            (
                "messages",
                True,
                False,
                (
                    "array",
                    (
                        "tag",
                        "role",
                        {
                            "system": SystemMessage,
                            "user": UserMessage,
                            "assistant": AssistantMessage,
                            "tool": ToolMessage,
                        },
                    ),
                ),
            ),
            ("temperature", False, True, "number"),
            ("top_p", False, True, "number"),
            ("max_tokens", False, True, "integer"),
            ("max_completion_tokens", False, True, "integer"),
            ("stream", False, True, "boolean"),
            ("stream_options", False, True, StreamOptions),
            ("presence_penalty", False, True, "number"),
            ("frequency_penalty", False, True, "number"),
            (
                "response_format",
                False,
                True,
                (
                    "tag",
                    "type",
                    {
                        "text": ResponseFormatText,
                        "json_object": ResponseFormatJsonObject,
                        "json_schema": ResponseFormatJsonSchema,
                    },
                ),
            ),
            ("logprobs", False, True, "boolean"),
            ("top_logprobs", False, True, "integer"),
            ("logit_bias", False, True, ("map", "number")),
            ("n", False, True, "integer"),
            (
                "stop",
                False,
                True,
                (
                    "any",
                    (
                        "string",
                        ("array", "string"),
                    ),
                ),
            ),
            ("seed", False, True, "integer"),
            ("tools", False, False, ("array", Tool)),
            ("tool_choice", False, False, None),
            ("parallel_tool_calls", False, True, "boolean"),
            ("reasoning_effort", False, True, None),
        )


_CHAT_COMPLETION_REQUEST_KEYS: Final = frozenset(
    (
        "model",
        "messages",
        "temperature",
        "top_p",
        "max_tokens",
        "max_completion_tokens",
        "stream",
        "stream_options",
        "presence_penalty",
        "frequency_penalty",
        "response_format",
        "logprobs",
        "top_logprobs",
        "logit_bias",
        "n",
        "stop",
        "seed",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "reasoning_effort",
    )
)
