"""The HTTP of the control interface: JSON in, JSON out, every refusal with its reason.

Knows no handler.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import dumps, parse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

_LARGEST = 4 * 1024 * 1024
_CHANGING = {"POST", "PUT", "PATCH"}


class ControlError(Exception):
    """A request that is refused, with its status; `allow` are the methods there are."""

    def __init__(self, status: int, message: str, allow: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.allow = allow


class Gone(Exception):  # noqa: N818 - what the client did
    """The client has left inside its request."""


async def read(scope: Message, receive: Receive) -> Any:
    """The body as JSON data, None without one. Raises ControlError, Gone."""
    if scope["method"] not in _CHANGING:
        return None
    sent = dict(scope["headers"]).get(b"content-type", b"").decode("latin-1")
    # Without a body, too: anything else a page in a browser may send without asking first.
    if sent.partition(";")[0].strip().lower() != "application/json":
        raise ControlError(400, "send it with the header content-type: application/json")
    raw = await _body(receive)
    if not raw:
        return None
    try:
        return parse(raw)
    except ValueError as error:
        raise ControlError(400, f"invalid JSON: {error}") from None


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > _LARGEST:
            raise ControlError(400, f"the body is larger than {_LARGEST} bytes")
        more = bool(message.get("more_body"))
    return b"".join(parts)


async def answer(send: Send, status: int, data: Any, allow: str = "") -> None:
    """Send `data` as the whole answer."""
    content = _text(data)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if allow:
        headers.append((b"allow", allow.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _text(data: Any) -> bytes:
    try:
        return dumps(data)
    except (TypeError, ValueError):
        # Python may have given what orjson writes not: integers beyond 64 bits, for instance.
        return json.dumps(data, default=repr).encode()
