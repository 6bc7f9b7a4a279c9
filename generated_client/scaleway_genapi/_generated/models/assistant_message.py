# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""AssistantMessage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import UNSET, Unset, an_array, decode_error, to_plain

from ..types import (
    ToolCallParam,
)
from .any_chat_message import AnyChatMessage
from .tool_call import ToolCall


@_define(kw_only=True, repr=False)
class AssistantMessage(AnyChatMessage):
    """An earlier answer of the model, sent back as part of the conversation. It has a text, tool
    calls, or both.
    """

    role: Literal["assistant"] = "assistant"
    """Always `assistant`."""
    content: str | Unset | None = UNSET
    """The text of the answer; null or absent when the model only called tools."""
    tool_calls: Sequence[ToolCall | ToolCallParam] | Unset | None = UNSET
    """The tool calls of the answer; each is to be followed by a `tool` message with its result."""
    reasoning: str | Unset | None = UNSET
    """The reasoning of the answer. Models that need it to go on read it, others ignore it."""
    reasoning_content: str | Unset | None = UNSET
    """The older name of `reasoning`."""
    name: str | None = None
    """A name that tells participants of the same role apart."""
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
        found = 1
        value = data["role"]
        if value is None:
            raise TypeError
        self.role = value
        if "content" in data:
            found += 1
            self.content = data["content"]
        else:
            self.content = UNSET
        if "tool_calls" in data:
            found += 1
            value = data["tool_calls"]
            self.tool_calls = (
                value
                if value is None or value is UNSET
                else None
                if value is None
                else [ToolCall.from_dict_unchecked(item) for item in value or an_array(value)]
            )
        else:
            self.tool_calls = UNSET
        if "reasoning" in data:
            found += 1
            self.reasoning = data["reasoning"]
        else:
            self.reasoning = UNSET
        if "reasoning_content" in data:
            found += 1
            self.reasoning_content = data["reasoning_content"]
        else:
            self.reasoning_content = UNSET
        if "name" in data:
            found += 1
            self.name = data["name"]
        else:
            self.name = None
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _ASSISTANT_MESSAGE_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "role": self.role,
        }
        if self.content is not UNSET:
            data["content"] = self.content
        if self.tool_calls is not UNSET:
            data["tool_calls"] = to_plain(self.tool_calls)
        if self.reasoning is not UNSET:
            data["reasoning"] = self.reasoning
        if self.reasoning_content is not UNSET:
            data["reasoning_content"] = self.reasoning_content
        if self.name is not None:
            data["name"] = self.name
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
            ("name", False, False, "string"),
        )


_ASSISTANT_MESSAGE_KEYS: Final = frozenset(
    (
        "role",
        "content",
        "tool_calls",
        "reasoning",
        "reasoning_content",
        "name",
    )
)
