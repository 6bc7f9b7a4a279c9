# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""UserMessage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, Self

from attrs import define as _define
from attrs import field as _field

from scaleway_genapi._core import an_array, decode_error, to_plain

from ..types import (
    ContentPartParam,
)
from .any_chat_message import AnyChatMessage
from .any_content_part import AnyContentPart
from .audio_part import AudioPart
from .content_part import ContentPart, decode_content_part
from .image_part import ImagePart
from .text_part import TextPart

# Typed Any, so that asking whether JSON is one of them does not make its contents unknown.
_list: Final[Any] = list


@_define(kw_only=True, repr=False)
class UserMessage(AnyChatMessage):
    """What the person or the program that uses the model says."""

    role: Literal["user"] = "user"
    """Always `user`."""
    content: str | Sequence[ContentPart | AnyContentPart | ContentPartParam]
    """A text, or a list of parts: texts, images (for vision models; at most 12 in a request) and
    recordings (for audio models).
    """
    name: str | None = None
    """A name that tells participants of the same role apart."""
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
        value = data["role"]
        if value is None:
            raise TypeError
        self.role = value
        value = data["content"]
        self.content = (
            [decode_content_part(item) for item in value or an_array(value)]
            if isinstance(value, _list)
            else value
        )
        if "name" in data:
            found += 1
            self.name = data["name"]
        else:
            self.name = None
        if found == len(data):
            self.additional_properties = {}
        else:
            self.additional_properties = {
                key: value for key, value in data.items() if key not in _USER_MESSAGE_KEYS
            }
        return self

    def to_dict(self) -> dict[str, Any]:
        """The model as plain JSON data; optional properties that are not there are left out."""
        data: dict[str, Any] = {
            "role": self.role,
            "content": to_plain(self.content),
        }
        if self.name is not None:
            data["name"] = self.name
        if self.additional_properties:
            data.update(to_plain(self.additional_properties))
        return data

    @staticmethod
    def __fields_table__() -> tuple[tuple[str, bool, bool, Any], ...]:
        """Name on the wire, whether required, whether nullable, shape: what explains an error."""
        return (
            ("role", True, False, None),
            (
                "content",
                True,
                False,
                (
                    "any",
                    (
                        "string",
                        (
                            "array",
                            (
                                "tag",
                                "type",
                                {
                                    "text": TextPart,
                                    "image_url": ImagePart,
                                    "input_audio": AudioPart,
                                },
                            ),
                        ),
                    ),
                ),
            ),
            ("name", False, False, "string"),
        )


_USER_MESSAGE_KEYS: Final = frozenset(
    (
        "role",
        "content",
        "name",
    )
)
