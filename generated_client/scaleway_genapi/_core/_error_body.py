"""Reads the error bodies that the API is known to send, and words the message of an error.

Pure. The shapes: nested `{"error": {message, type, param, code}}`, flat `{"object": "error", message, …}`,
the gateway's `{"error": text, "status", "message"}`, and anything else down to HTML.
Source: https://www.scaleway.com/en/docs/generative-apis/api-cli/understanding-errors/
"""

import json
from http import HTTPStatus
from typing import Any, NamedTuple

from ._shapes import is_object

_EXCERPT = 200
_LONGEST = 2000
"""Characters of the server's own sentence that go into a message."""


class ErrorDetail(NamedTuple):
    """What an error body says."""

    message: str | None = None
    type: str | None = None
    param: str | None = None
    code: int | str | None = None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _code(value: object) -> int | str | None:
    return value if isinstance(value, (int, str)) and not isinstance(value, bool) else None


def is_error(data: dict[str, Any]) -> bool:
    """Whether parsed JSON is an error in one of the known shapes, rather than an answer."""
    return bool(data.get("error")) or data.get("object") == "error"


def read_error(data: object) -> ErrorDetail:
    """What parsed JSON says of an error, whichever shape it has; empty when it says nothing."""
    if not is_object(data):
        return ErrorDetail(_text(data))
    error = data.get("error")
    if is_object(error):
        return ErrorDetail(
            _text(error.get("message")),
            _text(error.get("type")),
            _text(error.get("param")),
            _code(error.get("code")),
        )
    if isinstance(error, str):
        status = data.get("status")
        return ErrorDetail(
            _text(data.get("message")) or _text(error),
            _text(data.get("type")) or _text(error),
            _text(data.get("param")),
            _code(data.get("code") if status is None else status),
        )
    # FastAPI's own validation answers put their text under `detail`.
    message = _text(data.get("message")) or _text(data.get("detail"))
    return ErrorDetail(
        message, _text(data.get("type")), _text(data.get("param")), _code(data.get("code"))
    )


def own_words(detail: ErrorDetail, body: object) -> str | None:
    """The service's own sentence; None for a page or a line of text, which a proxy on the way may have written."""
    return None if isinstance(body, str) else detail.message


def parse_body(text: str) -> Any:
    """The parsed JSON of a body, its text when it is no JSON, None when it is empty."""
    if not text.strip():
        return None
    from ._json import DECODE_ERRORS, loads  # noqa: PLC0415 - loads a JSON library

    try:
        return loads(text)
    except DECODE_ERRORS:
        return text


def excerpt(text: str) -> str:
    """The beginning of a text on one line, for a message."""
    line = " ".join(text[: 4 * _EXCERPT].split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"


def status_phrase(status: int) -> str:
    """`429 Too Many Requests`; the bare number for a status that has no name."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def status_from_code(code: int | str | None) -> int | None:
    """The HTTP status that an error's code names, if it names one."""
    if isinstance(code, str) and code.isascii() and code.isdigit() and len(code) == 3:  # noqa: PLR2004
        code = int(code)
    return code if isinstance(code, int) and 400 <= code <= 599 else None  # noqa: PLR2004


def describe(
    subject: str,
    detail: ErrorDetail,
    body: object = None,
    *,
    request_id: str | None = None,
    hint: str | None = None,
    wait: float | None = None,
) -> str:
    """The message of an error: what happened, what the server said, what to do.

    Args:
        subject: What happened, such as `422 Unprocessable Entity`.
        detail: What the body says.
        body: The parsed body, quoted when it has no message.
        request_id: The id to quote to the vendor.
        hint: The document's advice.
        wait: Seconds that the server asked to wait.
    """
    told = detail.message
    if told is not None and isinstance(body, str):
        told = excerpt(told)  # a page of a proxy, say; the whole is the error's `body`
    if told is not None and len(told) > _LONGEST:
        told = told[: _LONGEST - 1] + "…"  # the whole is the error's `detail`
    said = told or (
        excerpt(body if isinstance(body, str) else json.dumps(body)) if body else "no explanation"
    )
    facts = [
        f"{name} {value}"
        for name, value in (
            ("type", detail.type and excerpt(detail.type)),
            ("param", detail.param and excerpt(detail.param)),
            ("request id", request_id and excerpt(request_id)),
        )
        if value is not None
    ]
    lines = [f"{subject}: {said}" + (f" ({', '.join(facts)})" if facts else "")]
    if wait is not None:
        lines.append(f"The server asks to wait {wait:g} s.")
    if hint:
        lines.append(hint)
    return "\n".join(lines)
