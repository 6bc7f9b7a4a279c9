# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ResponseFormat."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from scaleway_genapi._core import Model as ModelBase

from .response_format_json_object import ResponseFormatJsonObject
from .response_format_json_schema import ResponseFormatJsonSchema
from .response_format_text import ResponseFormatText


def _decode_by_type(data: Any) -> Any:
    """The class that the tag of the union names; an unknown tag leaves the mapping as it is."""
    found = _CLASSES_BY_TYPE.get(data.get("type"))
    return data if found is None else found.from_dict_unchecked(data)


ResponseFormat: TypeAlias = ResponseFormatText | ResponseFormatJsonObject | ResponseFormatJsonSchema
"""The form of the answer; `type` says which.
https://www.scaleway.com/en/docs/generative-apis/how-to/use-structured-outputs/
"""


def decode_response_format(data: Any) -> Any:
    """A value of `ResponseFormat`, from JSON data."""
    return _decode_by_type(data)


_CLASSES_BY_TYPE: Final[dict[Any, type[ModelBase]]] = {
    "text": ResponseFormatText,
    "json_object": ResponseFormatJsonObject,
    "json_schema": ResponseFormatJsonSchema,
}
