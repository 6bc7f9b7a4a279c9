# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ChatCompletion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import an_array, decode_error, to_plain

from .choice import Choice
from .json_object import JsonObject
from .usage import Usage


@_define(kw_only=True, repr=False)
class ChatCompletion(ModelBase):
    """A model's answer to a conversation."""

    id: str
    """Names the answer, for instance `chatcmpl-<uuid>`."""
    object: Literal["chat.completion"] = "chat.completion"
    """Always `chat.completion`."""
    created: int
    """When the answer was made, in seconds since 1970-01-01 00:00 UTC."""
    model: str
    """The model that answered. It may be the successor of the one that the request named."""
    choices: list[Choice]
    """The answers, as many as the request's `n`."""
    usage: Usage | None = None
    """How many tokens were read and written."""
    service_tier: Literal["auto", "default", "flex", "scale", "priority"] | str | None = None
    """The class of service; null at Scaleway."""
    system_fingerprint: str | None = None
    """Names the configuration of the server that answered, where it tells."""
    prompt_logprobs: list[JsonObject | None] | None = None
    """Log probabilities of the tokens of the request. An extension of the inference server."""
    prompt_token_ids: list[int] | None = None
    """Ids of the tokens of the request. An extension of the inference server."""
    kv_transfer_params: JsonObject | None = None
    """Internal to the inference server."""
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
        found = 5
        value = data["id"]
        if value is None:
            raise TypeError
        self.id = value
        value = data["object"]
        if value is None:
            raise TypeError
        self.object = value
        value = data["created"]
        if value is None:
            raise TypeError
        self.created = value
        value = data["model"]
        if value is None:
            raise TypeError
        self.model = value
        value = data["choices"]
        self.choices = [Choice.from_dict_unchecked(item) for item in value or an_array(value)]
        if "usage" in data:
            found += 1
            value = data["usage"]
            self.usage = None if value is None else Usage.from_dict_unchecked(value)
        else:
            self.usage = None
        if "service_tier" in data:
            found += 1
            self.service_tier = data["service_tier"]
        else:
            self.service_tier = None
        if "system_fingerprint" in data:
            found += 1
            self.system_fingerprint = data["system_fingerprint"]
        else:
            self.system_fingerprint = None
        if "prompt_logprobs" in data:
            found += 1
            self.prompt_logprobs = data["prompt_logprobs"]
        else:
            self.prompt_logprobs = None
        if "prompt_token_ids" in data:
            found += 1
            self.prompt_token_ids = data["prompt_token_ids"]
        else:
            self.prompt_token_ids = None
        if "kv_transfer_params" in data:
            found += 1
            self.kv_transfer_params = data["kv_transfer_params"]
        else:
            self.kv_transfer_params = None
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _CHAT_COMPLETION_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "id": self.id,
            "object": self.object,
            "created": self.created,
            "model": self.model,
            "choices": to_plain(self.choices),
        }
        if self.usage is not None:
            data["usage"] = to_plain(self.usage)
        if self.service_tier is not None:
            data["service_tier"] = self.service_tier
        if self.system_fingerprint is not None:
            data["system_fingerprint"] = self.system_fingerprint
        if self.prompt_logprobs is not None:
            data["prompt_logprobs"] = to_plain(self.prompt_logprobs)
        if self.prompt_token_ids is not None:
            data["prompt_token_ids"] = to_plain(self.prompt_token_ids)
        if self.kv_transfer_params is not None:
            data["kv_transfer_params"] = to_plain(self.kv_transfer_params)
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("id", True, False, "string"),
            ("object", True, False, None),
            ("created", True, False, "integer"),
            ("model", True, False, "string"),
            ("choices", True, False, ("array", Choice)),
            ("usage", False, True, Usage),
            ("service_tier", False, True, None),
            ("system_fingerprint", False, True, "string"),
            ("prompt_logprobs", False, True, ("array", ("map", None))),
            ("prompt_token_ids", False, True, ("array", "integer")),
            ("kv_transfer_params", False, True, ("map", None)),
        )


_CHAT_COMPLETION_KEYS: Final = frozenset(
    (
        "id",
        "object",
        "created",
        "model",
        "choices",
        "usage",
        "service_tier",
        "system_fingerprint",
        "prompt_logprobs",
        "prompt_token_ids",
        "kv_transfer_params",
    )
)
