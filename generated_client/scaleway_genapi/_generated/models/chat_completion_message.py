# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ChatCompletionMessage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import an_array, decode_error, to_plain
from scaleway_genapi._core import from_given as _from_given

from ..types import (
    ToolCallParam,
)
from .any_chat_message import AnyChatMessage
from .json_object import JsonObject
from .tool_call import ToolCall


@_define(kw_only=True, repr=False, init=False)
class ChatCompletionMessage(AnyChatMessage):
    """A message that the model wrote. It can be sent back, as it is, among the `messages` of the next
    request.
    """

    role: Literal["assistant"] = "assistant"
    """Always `assistant`."""
    content: str | None = None
    """The text; null when the model only called tools. The older deepseek-r1-distill models write
    their reasoning here, between `<think>` tags of which the opening one may be missing.
    """
    tool_calls: list[ToolCall] | None = None
    """The tool calls that the model asks for. Empty, null or absent when there are none."""
    reasoning: str | None = None
    """What a reasoning model thought before it answered.
    https://www.scaleway.com/en/docs/generative-apis/how-to/query-reasoning-models/
    """
    reasoning_content: str | None = None
    """The older name of `reasoning`. A server sends one of them, or both."""
    refusal: str | None = None
    """Why the model refused to answer, where it tells."""
    annotations: JsonObject | list[JsonObject] | None = None
    """Notes on the text, such as sources; null at Scaleway."""
    audio: JsonObject | None = None
    """The answer as sound; null at Scaleway."""
    function_call: JsonObject | None = None
    """Deprecated. A single tool call in an older form; null at Scaleway. Read `tool_calls`."""
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any])
    """Properties that the document does not name, as they came."""

    def __init__(
        self,
        *,
        role: Literal["assistant"] = "assistant",
        content: str | None = None,
        tool_calls: Sequence[ToolCall | ToolCallParam] | None = None,
        reasoning: str | None = None,
        reasoning_content: str | None = None,
        refusal: str | None = None,
        annotations: JsonObject | list[JsonObject] | None = None,
        audio: JsonObject | None = None,
        function_call: JsonObject | None = None,
        additional_properties: dict[str, Any] | None = None,
    ) -> None:
        self.role = role
        self.content = content
        self.tool_calls = _from_given(
            self, "tool_calls", tool_calls, _chat_completion_message__tool_calls
        )
        self.reasoning = reasoning
        self.reasoning_content = reasoning_content
        self.refusal = refusal
        self.annotations = annotations
        self.audio = audio
        self.function_call = function_call
        self.additional_properties = {} if additional_properties is None else additional_properties

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
        found = 1
        value = data["role"]
        if value is None:
            raise TypeError
        self.role = value
        if "content" in data:
            found += 1
            self.content = data["content"]
        else:
            self.content = None
        if "tool_calls" in data:
            found += 1
            value = data["tool_calls"]
            self.tool_calls = (
                None
                if value is None
                else [ToolCall.from_dict_unchecked(item) for item in value or an_array(value)]
            )
        else:
            self.tool_calls = None
        if "reasoning" in data:
            found += 1
            self.reasoning = data["reasoning"]
        else:
            self.reasoning = None
        if "reasoning_content" in data:
            found += 1
            self.reasoning_content = data["reasoning_content"]
        else:
            self.reasoning_content = None
        if "refusal" in data:
            found += 1
            self.refusal = data["refusal"]
        else:
            self.refusal = None
        if "annotations" in data:
            found += 1
            self.annotations = data["annotations"]
        else:
            self.annotations = None
        if "audio" in data:
            found += 1
            self.audio = data["audio"]
        else:
            self.audio = None
        if "function_call" in data:
            found += 1
            self.function_call = data["function_call"]
        else:
            self.function_call = None
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value
                for key, value in data.items()
                if key not in _CHAT_COMPLETION_MESSAGE_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "role": self.role,
        }
        if self.content is not None:
            data["content"] = self.content
        if self.tool_calls is not None:
            data["tool_calls"] = to_plain(self.tool_calls)
        if self.reasoning is not None:
            data["reasoning"] = self.reasoning
        if self.reasoning_content is not None:
            data["reasoning_content"] = self.reasoning_content
        if self.refusal is not None:
            data["refusal"] = self.refusal
        if self.annotations is not None:
            data["annotations"] = to_plain(self.annotations)
        if self.audio is not None:
            data["audio"] = to_plain(self.audio)
        if self.function_call is not None:
            data["function_call"] = to_plain(self.function_call)
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("role", True, False, None),
            ("content", False, True, "string"),
            ("tool_calls", False, True, ("array", ToolCall)),
            ("reasoning", False, True, "string"),
            ("reasoning_content", False, True, "string"),
            ("refusal", False, True, "string"),
            (
                "annotations",
                False,
                True,
                (
                    "any",
                    (
                        ("map", None),
                        ("array", ("map", None)),
                    ),
                ),
            ),
            ("audio", False, True, ("map", None)),
            ("function_call", False, True, ("map", None)),
        )


def _chat_completion_message__tool_calls(value: Any) -> Any:
    """`ChatCompletionMessage.tool_calls`, from JSON data."""
    return (
        None
        if value is None
        else [ToolCall.from_dict_unchecked(item) for item in value or an_array(value)]
    )


_CHAT_COMPLETION_MESSAGE_KEYS: Final = frozenset(
    (
        "role",
        "content",
        "tool_calls",
        "reasoning",
        "reasoning_content",
        "refusal",
        "annotations",
        "audio",
        "function_call",
    )
)
