# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""Usage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import decode_error, to_plain

from .completion_tokens_details import CompletionTokensDetails
from .prompt_tokens_details import PromptTokensDetails


@_define(kw_only=True, repr=False)
class Usage(ModelBase):
    """How many tokens were read and written. Bills and limits follow these numbers."""

    prompt_tokens: int
    """Tokens of the request."""
    completion_tokens: int | None = None
    """Tokens of the answer, reasoning included."""
    total_tokens: int
    """Tokens of the request and of the answer together."""
    prompt_tokens_details: PromptTokensDetails | None = None
    """What the tokens of the request were."""
    completion_tokens_details: CompletionTokensDetails | None = None
    """What the tokens of the answer were."""
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
        value = data["prompt_tokens"]
        if value is None:
            raise TypeError
        self.prompt_tokens = value
        if "completion_tokens" in data:
            found += 1
            self.completion_tokens = data["completion_tokens"]
        else:
            self.completion_tokens = None
        value = data["total_tokens"]
        if value is None:
            raise TypeError
        self.total_tokens = value
        if "prompt_tokens_details" in data:
            found += 1
            value = data["prompt_tokens_details"]
            self.prompt_tokens_details = (
                None if value is None else PromptTokensDetails.from_dict_unchecked(value)
            )
        else:
            self.prompt_tokens_details = None
        if "completion_tokens_details" in data:
            found += 1
            value = data["completion_tokens_details"]
            self.completion_tokens_details = (
                None if value is None else CompletionTokensDetails.from_dict_unchecked(value)
            )
        else:
            self.completion_tokens_details = None
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _USAGE_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "prompt_tokens": self.prompt_tokens,
            "total_tokens": self.total_tokens,
        }
        if self.completion_tokens is not None:
            data["completion_tokens"] = self.completion_tokens
        if self.prompt_tokens_details is not None:
            data["prompt_tokens_details"] = to_plain(self.prompt_tokens_details)
        if self.completion_tokens_details is not None:
            data["completion_tokens_details"] = to_plain(self.completion_tokens_details)
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("prompt_tokens", True, False, "integer"),
            ("completion_tokens", False, True, "integer"),
            ("total_tokens", True, False, "integer"),
            ("prompt_tokens_details", False, True, PromptTokensDetails),
            ("completion_tokens_details", False, True, CompletionTokensDetails),
        )


_USAGE_KEYS: Final = frozenset(
    (
        "prompt_tokens",
        "completion_tokens",
        "total_tokens",
        "prompt_tokens_details",
        "completion_tokens_details",
    )
)
