# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ChoiceLogprobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import an_array, decode_error, to_plain

from .token_logprob import TokenLogprob


@_define(kw_only=True, repr=False)
class ChoiceLogprobs(ModelBase):
    """Log probabilities of the tokens of an answer."""

    content: list[TokenLogprob] | None = None
    """One entry for each token of the text."""
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
        if "content" in data:
            found += 1
            value = data["content"]
            self.content = (
                None
                if value is None
                else [TokenLogprob.from_dict_unchecked(item) for item in value or an_array(value)]
            )
        else:
            self.content = None
        # Above zero, because an empty list or text has as many; what comes next refuses those.
        if 0 < found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _CHOICE_LOGPROBS_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {}
        if self.content is not None:
            data["content"] = to_plain(self.content)
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (("content", False, True, ("array", TokenLogprob)),)


_CHOICE_LOGPROBS_KEYS: Final = frozenset(("content",))
