"""One request on its way through the recorder: what is known of it, and what becomes of it.

Knows ASGI and no upstream.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scaleway_genapi_mock._json import dumps

from .errors import CassetteError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from scaleway_genapi_mock._secrets import Hider
    from scaleway_genapi_mock.compile._operations import Operation

    from .drift import Drift
    from .interaction import Sent

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest body that goes through."""


@dataclass(slots=True)
class Passage:
    """One request that went through: for the log.

    `problem` says why it was not recorded, `drifts` in what it contradicts the document.
    """

    method: str
    path: str
    status: int = 0
    seconds: float = 0.0
    events: int = 0
    recorded: bool = False
    problem: str = ""
    drifts: list[Drift] = field(default_factory=list["Drift"])

    def hide(self, hider: Hider) -> None:
        """Take out what is in no cassette either."""
        self.path, self.problem = hider.text(self.path), hider.text(self.problem)


@dataclass(slots=True)
class Exchange:
    """What is known of a running request."""

    passage: Passage
    sent: Sent
    operation: Operation | None
    hider: Hider
    end: bytes | None = None
    ended: bool = False
    """All that matters of the answer has come, whoever leaves now."""
    begun: bool = False
    """The client has the headers."""
    told: bool = False
    """The observer knows of it."""
    started: float = field(default_factory=time.perf_counter)


def base_url(upstream: str) -> str:
    """An upstream's address without a trailing slash or `/v1`. Raises CassetteError."""
    parts = urlsplit(upstream)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise CassetteError(f"{upstream!r} is no upstream: http://… or https://…")
    if parts.username or parts.password:
        raise CassetteError("an upstream holds no user and password; keys are headers")
    if parts.query or parts.fragment:
        raise CassetteError(f"{upstream!r} is no base URL: it has a query or a fragment")
    return upstream.rstrip("/").removesuffix("/v1")


async def read_body(receive: Receive) -> bytes | None:
    """The body; None if the client left before its end."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        size += len(message.get("body", b""))
        if size <= LARGEST:
            parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts) if size <= LARGEST else bytes(LARGEST + 1)


async def refuse(send: Send, passage: Passage, status: int, message: str) -> None:
    """An error of the recorder itself, in an envelope that clients of such APIs read."""
    passage.status = status
    detail = {"message": f"Recorder: {message}", "type": "RecorderError", "param": None}
    content = dumps({"error": {**detail, "code": status}})
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
