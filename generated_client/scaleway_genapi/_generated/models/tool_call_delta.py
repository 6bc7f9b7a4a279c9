# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ToolCallDelta."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import decode_error, to_plain

from .function_call_delta import FunctionCallDelta


@_define(kw_only=True, repr=False)
class ToolCallDelta(ModelBase):
    """A piece of a tool call. Pieces with the same `index` belong together."""

    index: int | None = None
    """Which call of the message this piece belongs to; usually, but not always, counted from 0. Some
    servers leave it out.
    """
    id: str | None = None
    """Names the call; in its first piece."""
    type: Literal["function"] | str | None = None
    """The kind of tool, `function`; in the first piece."""
    function: FunctionCallDelta | None = None
    """The next piece of the function's name and arguments."""
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
        if "index" in data:
            found += 1
            self.index = data["index"]
        else:
            self.index = None
        if "id" in data:
            found += 1
            self.id = data["id"]
        else:
            self.id = None
        if "type" in data:
            found += 1
            self.type = data["type"]
        else:
            self.type = None
        if "function" in data:
            found += 1
            value = data["function"]
            self.function = None if value is None else FunctionCallDelta.from_dict_unchecked(value)
        else:
            self.function = None
        # Above zero, because an empty list or text has as many; what comes next refuses those.
        if 0 < found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _TOOL_CALL_DELTA_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {}
        if self.index is not None:
            data["index"] = self.index
        if self.id is not None:
            data["id"] = self.id
        if self.type is not None:
            data["type"] = self.type
        if self.function is not None:
            data["function"] = to_plain(self.function)
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("index", False, True, "integer"),
            ("id", False, True, "string"),
            ("type", False, True, None),
            ("function", False, True, FunctionCallDelta),
        )


_TOOL_CALL_DELTA_KEYS: Final = frozenset(
    (
        "index",
        "id",
        "type",
        "function",
    )
)
