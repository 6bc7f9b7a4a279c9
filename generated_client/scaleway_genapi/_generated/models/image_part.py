# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ImagePart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import decode_error, to_plain

from ..types import (
    ImageUrlParam,
)
from .any_content_part import AnyContentPart
from .image_url import ImageUrl


@_define(kw_only=True, repr=False)
class ImagePart(AnyContentPart):
    """An image within a message, for vision models: PNG, JPEG, WEBP or a GIF that is not animated.
    https://www.scaleway.com/en/docs/generative-apis/how-to/query-vision-models/
    """

    type: Literal["image_url"] = "image_url"
    """Always `image_url`."""
    image_url: ImageUrl | ImageUrlParam
    """Where the image is, or the image itself."""
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
        value = data["type"]
        if value is None:
            raise TypeError
        self.type = value
        value = data["image_url"]
        self.image_url = ImageUrl.from_dict_unchecked(value)
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _IMAGE_PART_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "type": self.type,
            "image_url": to_plain(self.image_url),
        }
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("type", True, False, None),
            ("image_url", True, False, ImageUrl),
        )


_IMAGE_PART_KEYS: Final = frozenset(
    (
        "type",
        "image_url",
    )
)
