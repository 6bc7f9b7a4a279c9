# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""Tool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import decode_error, to_plain

from ..types import (
    FunctionDefinitionParam,
)
from .function_definition import FunctionDefinition


@_define(kw_only=True, repr=False)
class Tool(ModelBase):
    """A tool that the model may call.
    https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
    """

    type: Literal["function"] = "function"
    """Always `function`."""
    function: FunctionDefinition | FunctionDefinitionParam
    """The function that can be called."""
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
        value = data["type"]
        if value is None:
            raise TypeError
        self.type = value
        value = data["function"]
        self.function = FunctionDefinition.from_dict_unchecked(value)
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _TOOL_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
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
            ("type", True, False, None),
            ("function", True, False, FunctionDefinition),
        )


_TOOL_KEYS: Final = frozenset(
    (
        "type",
        "function",
    )
)
