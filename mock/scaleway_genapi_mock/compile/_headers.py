"""Headers of responses: the example that the document shows, and values as they are written there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from scaleway_genapi_mock._json import dumps, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

_BREAKING = re.compile(r"[\x00-\x1f\x7f]")


def header_example(header: Mapping[str, Any]) -> Any:
    """The value that a header object, or its schema, shows; None without one."""
    schema = header.get("schema", {})
    schema = schema if is_object(schema) else {}
    candidates = [
        header.get("example"),
        *(example.get("value") for example in header.get("examples", {}).values()),
        schema.get("example"),
        *schema.get("examples", ()),
    ]
    return next((value for value in candidates if value is not None), None)


def header_text(header: Mapping[str, Any], value: Any) -> str:
    """`value` as it stands in the header: by the style `simple`, the only one there is.

    https://spec.openapis.org/oas/v3.1.1.html#style-values
    """
    if "content" in header:
        return dumps(value).decode()
    if is_object(value):
        pair = "{}={}" if header.get("explode") else "{},{}"
        return ",".join(pair.format(name, _text(part)) for name, part in value.items())
    return ",".join(map(_text, value)) if is_array(value) else _text(value)


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else "" if value is None else dumps(value).decode()
    # A line that ends here would end the header, and with it the answer.
    return _BREAKING.sub(lambda found: quote(found[0]), text)
