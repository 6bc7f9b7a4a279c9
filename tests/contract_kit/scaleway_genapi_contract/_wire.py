"""One request and its whole answer over httpx, which comes to an end whatever the server does.

httpx bounds the wait for each piece; a server that always sends one more (a byte of a body, another
`100 Continue`) holds such a reader for ever. Knows no document and no secret.
"""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx

from ._exchange import NoAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping

# No answer to a check is longer; the longest is a list of some thousand models.
LARGEST_BODY = 4 * 1024 * 1024
_KEPT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came. `broken` says how it ended before its end; `endless`, that it would not end."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    broken: str | None = None
    endless: bool = False


class Wire:
    """The connections of a run; one call at a time. `timeout` bounds the wait for each piece."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._http = httpx.Client(timeout=timeout, headers={"accept": "*/*"})
        self._sockets: set[socket.socket] = set()
        self._late = threading.Event()

    def close(self) -> None:
        """Close every connection."""
        self._http.close()

    def request(
        self, method: str, url: str, *, params: Any, headers: Mapping[str, str], content: Any
    ) -> httpx.Request:
        """A request that `receive` can send."""
        return self._http.build_request(
            method,
            url,
            params=params,
            headers=headers,
            content=content,
            extensions={"trace": self._trace},
        )

    def receive(self, request: httpx.Request, seconds: float) -> Reply:
        """Send the request and read its answer, in `seconds` at most. Raises NoAnswer."""
        self._late.clear()
        watchdog = threading.Timer(seconds, self._hang_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            return self._receive(request, time.monotonic() + seconds, seconds)
        finally:
            watchdog.cancel()
            # One that has begun to hang up must not do so to the next call.
            watchdog.join()

    def _receive(self, request: httpx.Request, deadline: float, seconds: float) -> Reply:
        try:
            response = self._http.send(request, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            late = self._late.is_set() or isinstance(error, httpx.TimeoutException)
            raise NoAnswer(self._reason(error, seconds), late=late) from error
        pieces, broken, endless = bytearray(), None, False
        try:
            for piece in response.iter_bytes():
                pieces += piece
                if len(pieces) > LARGEST_BODY:
                    broken, endless = f"it is longer than {LARGEST_BODY // 2**20} MiB", True
                    del pieces[_KEPT:]
                    break
                if time.monotonic() > deadline:
                    self._late.set()
                    break
        except httpx.HTTPError as error:
            broken, endless = (
                self._reason(error, seconds),
                isinstance(error, httpx.TimeoutException),
            )
        finally:
            response.close()
        if self._late.is_set():
            broken, endless = f"it did not end within {seconds:g} s", True
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Reply(response.status_code, headers, bytes(pieces), broken, endless)

    def _reason(self, error: Exception, seconds: float) -> str:
        if self._late.is_set():
            return f"it had not begun within {seconds:g} s"
        if isinstance(error, httpx.TimeoutException):
            return f"nothing came within {self._timeout:g} s"
        text = str(error).strip()
        return f"{type(error).__name__}: {text}" if text else type(error).__name__

    def _trace(self, event: str, info: Mapping[str, Any]) -> None:
        """Learn of each socket: https://www.encode.io/httpcore/extensions/#trace."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            opened = info["return_value"].get_extra_info("socket")
            if isinstance(opened, socket.socket):
                self._sockets = {known for known in self._sockets if known.fileno() >= 0}
                self._sockets.add(opened)
            if self._late.is_set():
                self._shut()

    def _hang_up(self) -> None:
        self._late.set()
        self._shut()

    def _shut(self) -> None:
        for opened in tuple(self._sockets):
            with suppress(OSError):
                # Of the plain class: that of TLS would first forget its state, which is being read.
                socket.socket.shutdown(opened, socket.SHUT_RDWR)
