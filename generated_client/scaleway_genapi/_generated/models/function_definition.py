# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""FunctionDefinition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import UNSET, Unset, decode_error, to_plain
from scaleway_genapi._core import Model as ModelBase

from ..types import (
    JsonSchemaParam,
)


@_define(kw_only=True, repr=False)
class FunctionDefinition(ModelBase):
    """A function that the model may call."""

    name: str
    """The name of the function; letters, digits, underscores and dashes are safe with every model."""
    description: str | None = None
    """What the function does and when to call it; the model reads it."""
    parameters: JsonSchemaParam | None = None
    """JSON Schema of the arguments, an object schema. Without it the function takes no arguments."""
    strict: bool | Unset | None = UNSET
    """Whether the arguments must follow `parameters` exactly. Models may ignore it."""
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
        value = data["name"]
        if value is None:
            raise TypeError
        self.name = value
        if "description" in data:
            found += 1
            self.description = data["description"]
        else:
            self.description = None
        if "parameters" in data:
            found += 1
            self.parameters = data["parameters"]
        else:
            self.parameters = None
        if "strict" in data:
            found += 1
            self.strict = data["strict"]
        else:
            self.strict = UNSET
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _FUNCTION_DEFINITION_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "name": self.name,
        }
        if self.description is not None:
            data["description"] = self.description
        if self.parameters is not None:
            data["parameters"] = to_plain(self.parameters)
        if self.strict is not UNSET:
            data["strict"] = self.strict
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("name", True, False, "string"),
            ("description", False, False, "string"),
            ("parameters", False, False, ("map", None)),
            ("strict", False, True, "boolean"),
        )


_FUNCTION_DEFINITION_KEYS: Final = frozenset(
    (
        "name",
        "description",
        "parameters",
        "strict",
    )
)
