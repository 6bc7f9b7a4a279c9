# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ContentPart."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from scaleway_genapi._core import Model as ModelBase

from .audio_part import AudioPart
from .image_part import ImagePart
from .text_part import TextPart


def _decode_by_type(data: Any) -> Any:
    """The class that the tag of the union names; an unknown tag leaves the mapping as it is."""
    found = _CLASSES_BY_TYPE.get(data.get("type"))
    return data if found is None else found.from_dict_unchecked(data)


ContentPart: TypeAlias = TextPart | ImagePart | AudioPart
"""One part of a user's message; `type` says which kind."""


def decode_content_part(data: Any) -> Any:
    """A value of `ContentPart`, from JSON data."""
    return _decode_by_type(data)


_CLASSES_BY_TYPE: Final[dict[Any, type[ModelBase]]] = {
    "text": TextPart,
    "image_url": ImagePart,
    "input_audio": AudioPart,
}
