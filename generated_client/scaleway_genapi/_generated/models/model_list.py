# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ModelList."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, Self, overload

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import Model as ModelBase
from scaleway_genapi._core import an_array, decode_error, is_among, to_plain

from .model import Model


@_define(kw_only=True, repr=False)
class ModelList(ModelBase):
    """The models that can be called. Iterating over it gives the models."""

    object: Literal["list"] = "list"
    """Always `list`."""
    data: list[Model]
    """The models, in no particular order; may be empty."""
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
        value = data["object"]
        if value is None:
            raise TypeError
        self.object = value
        value = data["data"]
        self.data = [Model.from_dict_unchecked(item) for item in value or an_array(value)]
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _MODEL_LIST_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "object": self.object,
            "data": to_plain(self.data),
        }
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("object", True, False, None),
            ("data", True, False, ("array", Model)),
        )

    def __iter__(self) -> Iterator[Model]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)

    @overload
    def __getitem__(self, index: int) -> Model: ...
    @overload
    def __getitem__(self, index: slice) -> list[Model]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self.data[index]

    def __contains__(self, item: Model) -> bool:
        return is_among(self.data, item, Model)


_MODEL_LIST_KEYS: Final = frozenset(
    (
        "object",
        "data",
    )
)
