# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ToolMessage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import decode_error, to_plain

from .any_chat_message import AnyChatMessage


@_define(kw_only=True, repr=False)
class ToolMessage(AnyChatMessage):
    """The result of a tool call, for the model to read.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
    """

    role: Literal["tool"] = "tool"
    """Always `tool`."""
    content: str
    """The result as text, often JSON."""
    tool_call_id: str
    """The `id` of the tool call that this is the result of."""
    name: str | None = None
    """The name of the function that was called."""
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
        found = 3
        value = data["role"]
        if value is None:
            raise TypeError
        self.role = value
        value = data["content"]
        if value is None:
            raise TypeError
        self.content = value
        value = data["tool_call_id"]
        if value is None:
            raise TypeError
        self.tool_call_id = value
        if "name" in data:
            found += 1
            self.name = data["name"]
        else:
            self.name = None
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _TOOL_MESSAGE_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "role": self.role,
            "content": self.content,
            "tool_call_id": self.tool_call_id,
        }
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
            ("content", True, False, "string"),
            ("tool_call_id", True, False, "string"),
            ("name", False, False, "string"),
        )


_TOOL_MESSAGE_KEYS: Final = frozenset(
    (
        "role",
        "content",
        "tool_call_id",
        "name",
    )
)
