# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""StreamOptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import UNSET, Unset, decode_error, to_plain
from scaleway_genapi._core import Model as ModelBase


@_define(kw_only=True, repr=False)
class StreamOptions(ModelBase):
    """What a stream contains besides the answer."""

    include_usage: bool | Unset | None = UNSET
    """Whether a last chunk, with empty `choices`, gives the token counts of the whole request. Default
    false.
    """
    continuous_usage_stats: bool | Unset | None = UNSET
    """Whether, with `include_usage`, every chunk gives the token counts so far. Default false. An
    extension of the inference server.
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
        found = 0
        if "include_usage" in data:
            found += 1
            self.include_usage = data["include_usage"]
        else:
            self.include_usage = UNSET
        if "continuous_usage_stats" in data:
            found += 1
            self.continuous_usage_stats = data["continuous_usage_stats"]
        else:
            self.continuous_usage_stats = UNSET
        # Above zero, because an empty list or text has as many; what comes next refuses those.
        if 0 < found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _STREAM_OPTIONS_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {}
        if self.include_usage is not UNSET:
            data["include_usage"] = self.include_usage
        if self.continuous_usage_stats is not UNSET:
            data["continuous_usage_stats"] = self.continuous_usage_stats
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("include_usage", False, True, "boolean"),
            ("continuous_usage_stats", False, True, "boolean"),
        )


_STREAM_OPTIONS_KEYS: Final = frozenset(
    (
        "include_usage",
        "continuous_usage_stats",
    )
)
