"""Bodies that are forms: their fields by name, as texts. Knows no schema.

Of a file only so much is kept as a check needs: whether it is there, and whether it is empty.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
_BOUNDARY = re.compile(r';\s*boundary=(?:"([^"]+)"|([^;\s]+))', re.IGNORECASE)
_NAME = re.compile(rb';\s*name="([^"]*)"', re.IGNORECASE)
_FILE = re.compile(rb";\s*filename\*?=", re.IGNORECASE)
_MOST_FIELDS, _KEPT = 10_000, 65_536


class FormError(ValueError):
    """The body is no form of its kind."""


def fields(content_type: str, raw: bytes) -> dict[str, list[str]]:
    """The values of each field, in order. Raises FormError."""
    if content_type.partition(";")[0].strip().lower() == MULTIPART:
        return _multipart(content_type, raw)
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise FormError(f"the body is no form: {error}") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _multipart(content_type: str, raw: bytes) -> dict[str, list[str]]:
    """The parts between the boundaries (RFC 7578)."""
    match = _BOUNDARY.search(content_type)
    if match is None:
        raise FormError("content-type has no boundary")
    mark = b"--" + (match.group(1) or match.group(2)).encode("latin-1")
    parts = (b"\r\n" + raw).split(b"\r\n" + mark, _MOST_FIELDS)
    if len(parts) < 2 or not parts[-1].startswith(b"--"):  # noqa: PLR2004 - an opening and an end
        raise FormError("the body does not consist of parts between its boundaries")
    found: dict[str, list[str]] = {}
    for part in parts[1:-1]:
        head, separated, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if not separated or name is None:
            raise FormError("a part of the body has no name")
        # What is in a file is no one's business here, and may be large.
        text = content[:_KEPT].decode("utf-8", "replace") if not _FILE.search(head) else "file"
        shown = "" if not content else text
        found.setdefault(name.group(1).decode("utf-8", "replace"), []).append(shown)
    return found
