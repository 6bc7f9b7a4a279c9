# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ChoiceDelta."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import an_array, decode_error, to_plain

from .tool_call_delta import ToolCallDelta


@_define(kw_only=True, repr=False)
class ChoiceDelta(ModelBase):
    """What is new in a message. Every property may be absent or null; texts are to be joined in order."""

    role: Literal["assistant"] | str | None = None
    """Who speaks, `assistant`; in the first chunk."""
    content: str | None = None
    """The next piece of the text."""
    reasoning: str | None = None
    """The next piece of the reasoning."""
    reasoning_content: str | None = None
    """The older name of `reasoning`. A server sends one of them, or both with the same text."""
    refusal: str | None = None
    """The next piece of a refusal, where the model tells."""
    tool_calls: list[ToolCallDelta] | None = None
    """The next pieces of tool calls."""
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
        found = 0
        if "role" in data:
            found += 1
            self.role = data["role"]
        else:
            self.role = None
        if "content" in data:
            found += 1
            self.content = data["content"]
        else:
            self.content = None
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
        if "tool_calls" in data:
            found += 1
            value = data["tool_calls"]
            self.tool_calls = (
                None
                if value is None
                else [ToolCallDelta.from_dict_unchecked(item) for item in value or an_array(value)]
            )
        else:
            self.tool_calls = None
        # Above zero, because an empty list or text has as many; what comes next refuses those.
        if 0 < found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _CHOICE_DELTA_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {}
        if self.role is not None:
            data["role"] = self.role
        if self.content is not None:
            data["content"] = self.content
        if self.reasoning is not None:
            data["reasoning"] = self.reasoning
        if self.reasoning_content is not None:
            data["reasoning_content"] = self.reasoning_content
        if self.refusal is not None:
            data["refusal"] = self.refusal
        if self.tool_calls is not None:
            data["tool_calls"] = to_plain(self.tool_calls)
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("role", False, True, None),
            ("content", False, True, "string"),
            ("reasoning", False, True, "string"),
            ("reasoning_content", False, True, "string"),
            ("refusal", False, True, "string"),
            ("tool_calls", False, True, ("array", ToolCallDelta)),
        )


_CHOICE_DELTA_KEYS: Final = frozenset(
    (
        "role",
        "content",
        "reasoning",
        "reasoning_content",
        "refusal",
        "tool_calls",
    )
)
