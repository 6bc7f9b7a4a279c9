"""Single values of replies: seconds, statuses, headers, JSON. Each is what it should be, or refused."""

from __future__ import annotations

import math
import re
from typing import Any

from scaleway_genapi_mock._json import brief, dumps, is_array, is_object

from ._errors import Findings, RuleError

_LONGEST = 86_400.0
_FRAMING = {"content-length", "transfer-encoding"}
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A field name (RFC 9110, section 5.6.2)."""
_LEAST_STATUS, _LEAST_ERROR, _MOST_STATUS = 200, 400, 599


def seconds(value: Any, path: str) -> float:
    """A number of seconds, a day at most."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST:
        raise RuleError(path, f"{brief(value)} is no number of seconds from 0 to {_LONGEST:.0f}")
    return float(value)


def status(value: Any, path: str) -> int:
    """A status that ends a request."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise RuleError(path, f"{brief(value)} is no HTTP status")
    if not _LEAST_STATUS <= value <= _MOST_STATUS:
        raise RuleError(path, f"{value} is no final HTTP status")
    return value


def error_status(value: Any, path: str) -> int:
    """The status of an error."""
    number = status(value, path)
    if number < _LEAST_ERROR:
        raise RuleError(path, f"{number} is no status of an error; give a body with a status")
    return number


def headers(value: Any, path: str) -> dict[str, str]:
    """Headers of an answer."""
    if not is_object(value):
        raise RuleError(path, f"{brief(value)} is no mapping")
    findings = Findings()
    found: dict[str, str] = {}
    for name, text in value.items():
        with findings:
            found[str(name)] = _header(str(name), text, f"{path}/{name}")
    findings.settle()
    return found


def _header(name: str, value: Any, path: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RuleError(path, f"{brief(value)} is no text")
    if not is_header_name(name) or not is_header_text(str(value)):
        raise RuleError(path, "is no header")
    if name.lower() in _FRAMING:
        raise RuleError(path, "comes from the server; faults break the framing")
    return str(value)


def is_header_name(name: str) -> bool:
    """Whether it can be the name of a header."""
    return _NAME.fullmatch(name) is not None


def is_header_text(text: str) -> bool:
    """Whether it can be the value of a header."""
    return text.isascii() and text.isprintable()


def retry_after(value: Any, path: str) -> str:
    """Seconds, a date, or nonsense: whatever a client should be able to stand."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise RuleError(path, f"{brief(value)} is neither seconds nor a text")
    if not is_header_text(str(value)):
        raise RuleError(path, "is no header")
    return str(value)


def text(value: Any, path: str) -> str:
    """A text."""
    if not isinstance(value, str):
        raise RuleError(path, f"{brief(value)} is no text")
    return value


def json(value: Any, path: str) -> bytes:
    """The bytes of a JSON value."""
    place = _no_json(value)
    if place is None:
        try:
            return dumps(value)
        except (TypeError, ValueError) as error:
            raise RuleError(path, f"is no JSON: {error}") from None
    raise RuleError(f"{path}{place}", "is no JSON, which has neither NaN nor Infinity")


def _no_json(value: Any) -> str | None:
    """Where a number is none of JSON: a fast writer makes null of it without a word."""
    if isinstance(value, float) and not math.isfinite(value):
        return ""
    items = value.items() if is_object(value) else enumerate(value) if is_array(value) else ()
    for key, part in items:
        place = _no_json(part)
        if place is not None:
            return f"/{key}{place}"
    return None
