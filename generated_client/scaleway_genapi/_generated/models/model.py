# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""Model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import decode_error, to_plain

from .json_object import JsonObject


@_define(kw_only=True, repr=False)
class Model(ModelBase):
    """A model that can be called."""

    id: str
    """The name to use as `model` in a request, for instance `mistral-small-3.2-24b-instruct-2506`."""
    object: Literal["model"] = "model"
    """Always `model`."""
    created: int
    """When the model was added, in seconds since 1970-01-01 00:00 UTC."""
    owned_by: str
    """Who made the model, for instance `mistral` or `openai`."""
    root: str | None = None
    """The model that is served under this name, where the inference server tells it."""
    parent: str | None = None
    """The model that this one was adapted from, where the inference server tells it."""
    max_model_len: int | None = None
    """The context window in tokens, where the inference server tells it."""
    permission: list[JsonObject] | None = None
    """What may be done with the model, as the inference server tells it; of no use to callers."""
    shutdown_date: str | None = None
    """The day on which the model is retired, as YYYY-MM-DD, where it is announced."""
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
        found = 4
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
        value = data["owned_by"]
        if value is None:
            raise TypeError
        self.owned_by = value
        if "root" in data:
            found += 1
            self.root = data["root"]
        else:
            self.root = None
        if "parent" in data:
            found += 1
            self.parent = data["parent"]
        else:
            self.parent = None
        if "max_model_len" in data:
            found += 1
            self.max_model_len = data["max_model_len"]
        else:
            self.max_model_len = None
        if "permission" in data:
            found += 1
            self.permission = data["permission"]
        else:
            self.permission = None
        if "shutdown_date" in data:
            found += 1
            self.shutdown_date = data["shutdown_date"]
        else:
            self.shutdown_date = None
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _MODEL_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "id": self.id,
            "object": self.object,
            "created": self.created,
            "owned_by": self.owned_by,
        }
        if self.root is not None:
            data["root"] = self.root
        if self.parent is not None:
            data["parent"] = self.parent
        if self.max_model_len is not None:
            data["max_model_len"] = self.max_model_len
        if self.permission is not None:
            data["permission"] = to_plain(self.permission)
        if self.shutdown_date is not None:
            data["shutdown_date"] = self.shutdown_date
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
            ("owned_by", True, False, "string"),
            ("root", False, True, "string"),
            ("parent", False, True, "string"),
            ("max_model_len", False, True, "integer"),
            ("permission", False, True, ("array", ("map", None))),
            ("shutdown_date", False, True, "string"),
        )


_MODEL_KEYS: Final = frozenset(
    (
        "id",
        "object",
        "created",
        "owned_by",
        "root",
        "parent",
        "max_model_len",
        "permission",
        "shutdown_date",
    )
)
