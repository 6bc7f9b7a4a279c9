# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""TopLogprob."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import decode_error, to_plain


@_define(kw_only=True, repr=False)
class TopLogprob(ModelBase):
    """A token that could have stood at a place of the answer."""

    token: str
    """The token as text."""
    logprob: float
    """The natural logarithm of the token's probability; 0 is certain, -9999 stands for next to
    impossible.
    """
    bytes: list[int] | None = None
    """The token's bytes in UTF-8; several tokens may form one character."""
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
        value = data["token"]
        if value is None:
            raise TypeError
        self.token = value
        value = data["logprob"]
        if value is None:
            raise TypeError
        self.logprob = value
        if "bytes" in data:
            found += 1
            self.bytes = data["bytes"]
        else:
            self.bytes = None
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _TOP_LOGPROB_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "token": self.token,
            "logprob": self.logprob,
        }
        if self.bytes is not None:
            data["bytes"] = to_plain(self.bytes)
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("token", True, False, "string"),
            ("logprob", True, False, "number"),
            ("bytes", False, True, ("array", "integer")),
        )


_TOP_LOGPROB_KEYS: Final = frozenset(
    (
        "token",
        "logprob",
        "bytes",
    )
)
