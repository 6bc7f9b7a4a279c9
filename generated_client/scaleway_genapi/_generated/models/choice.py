# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""Choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import decode_error, to_plain

from .chat_completion_message import ChatCompletionMessage
from .choice_logprobs import ChoiceLogprobs


@_define(kw_only=True, repr=False)
class Choice(ModelBase):
    """One answer."""

    index: int
    """The answer's place among the `choices`, from 0."""
    message: ChatCompletionMessage
    """The message that the model wrote."""
    logprobs: ChoiceLogprobs | None = None
    """The log probabilities of the answer's tokens, if the request had `logprobs` true."""
    finish_reason: Literal["stop", "length", "tool_calls"] | str | None = None
    """Why the answer ended. `stop`: it was complete, or a text of `stop` was met. `length`: the limit
    on tokens was reached. `tool_calls`: the model waits for the results of tools. Other values may
    appear.
    """
    stop_reason: int | str | None = None
    """The text of `stop` (or the id of the token) that ended the answer. An extension of the inference
    server.
    """
    token_ids: list[int] | None = None
    """Ids of the answer's tokens. An extension of the inference server."""
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
        value = data["index"]
        if value is None:
            raise TypeError
        self.index = value
        value = data["message"]
        self.message = ChatCompletionMessage.from_dict_unchecked(value)
        if "logprobs" in data:
            found += 1
            value = data["logprobs"]
            self.logprobs = None if value is None else ChoiceLogprobs.from_dict_unchecked(value)
        else:
            self.logprobs = None
        if "finish_reason" in data:
            found += 1
            self.finish_reason = data["finish_reason"]
        else:
            self.finish_reason = None
        if "stop_reason" in data:
            found += 1
            self.stop_reason = data["stop_reason"]
        else:
            self.stop_reason = None
        if "token_ids" in data:
            found += 1
            self.token_ids = data["token_ids"]
        else:
            self.token_ids = None
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _CHOICE_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "index": self.index,
            "message": to_plain(self.message),
        }
        if self.logprobs is not None:
            data["logprobs"] = to_plain(self.logprobs)
        if self.finish_reason is not None:
            data["finish_reason"] = self.finish_reason
        if self.stop_reason is not None:
            data["stop_reason"] = self.stop_reason
        if self.token_ids is not None:
            data["token_ids"] = to_plain(self.token_ids)
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("index", True, False, "integer"),
            ("message", True, False, ChatCompletionMessage),
            ("logprobs", False, True, ChoiceLogprobs),
            ("finish_reason", False, True, None),
            (
                "stop_reason",
                False,
                True,
                (
                    "any",
                    (
                        "integer",
                        "string",
                    ),
                ),
            ),
            ("token_ids", False, True, ("array", "integer")),
        )


_CHOICE_KEYS: Final = frozenset(
    (
        "index",
        "message",
        "logprobs",
        "finish_reason",
        "stop_reason",
        "token_ids",
    )
)
