"""The answer to a request that uvicorn frames wrongly: HTTP/1.0, Expect.

Knows HTTP's framing, and nothing of what is answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

if TYPE_CHECKING:
    from uvicorn._types import ASGISendEvent


class Unusual(RequestResponseCycle):
    """A request and its answer, where the connection may have to end with the answer.

    An instance is made by uvicorn as one of its own class and then becomes one of this.
    """

    _bare: bool = False
    """The body goes out without framing; its end is that of the connection."""

    async def send(self, message: ASGISendEvent) -> None:
        """Send a part of the answer."""
        event: Any = message
        if event["type"] == "http.response.start":
            # A client that was not told to go on may send the body, or the next request: nobody
            # can tell which (RFC 9110, section 10.1.1).
            if self.waiting_for_100_continue:
                self.keep_alive = False
            if self.scope["http_version"] == "1.0" and not _has_length(event):
                self._bare = True
                self.chunked_encoding = False
            await super().send(message)
        elif self._bare and not self.response_complete:
            await self._write(event.get("body", b""), more=event.get("more_body", False))
        else:
            await super().send(message)

    async def _write(self, body: bytes, *, more: bool) -> None:
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if self.disconnected:
            return
        if self.scope["method"] != "HEAD":
            self.transport.write(body)
        if not more:
            self.response_complete = True
            self.message_event.set()
            self.transport.close()
            self.on_response()


def _has_length(event: Any) -> bool:
    return any(name.lower() == b"content-length" for name, _ in event.get("headers", ()))
