# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ToolCall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import decode_error, to_plain
from scaleway_genapi._core import from_given as _from_given

from ..types import (
    FunctionCallParam,
)
from .function_call import FunctionCall


@_define(kw_only=True, repr=False, init=False)
class ToolCall(ModelBase):
    """A call of a function that the model asks for."""

    id: str
    """Names the call, for instance `chatcmpl-tool-<hex>`; the `tool` message with the result repeats
    it.
    """
    type: Literal["function"] = "function"
    """Always `function`."""
    function: FunctionCall
    """The function and its arguments."""
    additional_properties: dict[str, Any] = _field(factory=dict[str, Any])
    """Properties that the document does not name, as they came."""

    def __init__(
        self,
        *,
        id: str,
        type: Literal["function"] = "function",
        function: FunctionCall | FunctionCallParam,
        additional_properties: dict[str, Any] | None = None,
    ) -> None:
        self.id = id
        self.type = type
        self.function = _from_given(self, "function", function, _tool_call__function)
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
        found = 3
        value = data["id"]
        if value is None:
            raise TypeError
        self.id = value
        value = data["type"]
        if value is None:
            raise TypeError
        self.type = value
        value = data["function"]
        self.function = FunctionCall.from_dict_unchecked(value)
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _TOOL_CALL_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "id": self.id,
            "type": self.type,
            "function": to_plain(self.function),
        }
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("id", True, False, "string"),
            ("type", True, False, None),
            ("function", True, False, FunctionCall),
        )


def _tool_call__function(value: Any) -> Any:
    """`ToolCall.function`, from JSON data."""
    return FunctionCall.from_dict_unchecked(value)


_TOOL_CALL_KEYS: Final = frozenset(
    (
        "id",
        "type",
        "function",
    )
)
