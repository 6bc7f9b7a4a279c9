"""A server on a real loopback socket that keeps what it was sent and answers what it is told.

It knows HTTP and nothing else: no document, no client, no mock.
"""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self


@dataclass(frozen=True)
class Received:
    """A request as it came from the socket."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def json(self) -> Any:
        """Its body, None without one."""
        return json.loads(self.body) if self.body else None

    def header(self, name: str) -> str | None:
        """The value of a header; several values are an error of whoever sent them."""
        values = [value for key, value in self.headers if key.lower() == name]
        assert len(values) < 2, f"{name} was sent {len(values)} times: {values}"
        return values[0] if values else None


@dataclass(frozen=True)
class Answer:
    """What to answer; with `cut` the connection ends after so many bytes of the body."""

    status: int = 200
    body: bytes = b""
    media_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None


class Loopback:
    """A context manager; `answer` decides about each request, `last` is the last one."""

    def __init__(self, answer: Callable[[Received], Answer]) -> None:
        self.answer = answer
        self.received: list[Received] = []
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # headers and body are two writes
            timeout = 10

            def answer_one(self) -> None:
                size = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(size)
                received = Received(self.command, self.path, list(self.headers.items()), body)
                loopback.received.append(received)
                answer = loopback.answer(received)
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("content-type", answer.media_type)
                self.send_header("content-length", str(len(answer.body)))
                self.end_headers()
                # Who has read enough hangs up, which is no fault of this server's.
                with suppress(ConnectionError):
                    self.wfile.write(answer.body[: answer.cut])
                self.close_connection = answer.cut is not None

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            setattr(Handler, f"do_{method}", Handler.answer_one)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @property
    def last(self) -> Received:
        return self.received[-1]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
