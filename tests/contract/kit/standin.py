"""A server that honours the document until a test makes it drift. Raw HTTP, no framework of ours.

`StandIn(drift)` hands every answer to `drift` before it is sent, to be changed on purpose.
"""

from __future__ import annotations

import contextlib
import copy
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

import jsonschema_rs

from scaleway_genapi_mock.document import load_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY = "5f3a9c1e-77d2-4b8e-9a41-c0ffee123456"
MODEL = "mistral-small-3.2-24b-instruct-2506"
_DOCUMENT = load_document()
_REQUEST = jsonschema_rs.validator_for(
    {"$ref": "urn:document#/components/schemas/ChatCompletionRequest"},
    registry=jsonschema_rs.Registry([("urn:document", _DOCUMENT.data)]),
)
_ROUTES = {"/v1/models": "GET", "/v1/chat/completions": "POST"}
_SPECIAL = {"tools", "response_format", "logprobs", "n"}


def write_served(
    folder: Path, change: Callable[[dict[str, Any]], None] = lambda paths: None
) -> Path:
    """A document in `folder` of the operations that the server has, and of no other.

    `change` may alter the paths first.
    """
    paths = {path: copy.deepcopy(_DOCUMENT.data["paths"][path]) for path in _ROUTES}
    change(paths)
    path = folder / "served.json"
    path.write_text(json.dumps(_DOCUMENT.data | {"paths": paths}), encoding="utf-8")
    return path


@dataclass
class Answer:
    """What is about to be sent. `kind` is models, chat, stream or error.

    `request` is the body that was asked with, `asked` the headers, their names in lower case.
    `endless` is sent again and again, once the head has been if it is of the `body`.
    """

    kind: str
    status: int = 200
    json: Any = None
    events: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    cut: int | None = None
    request: Any = None
    asked: dict[str, str] = field(default_factory=dict)
    endless: tuple[str, bytes] = ("", b"")

    def body(self) -> bytes:
        if self.raw is not None:
            return self.raw
        if self.kind == "stream":
            return "".join(f"data: {event}\n\n" for event in self.events).encode()
        return json.dumps(self.json).encode()


def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> str:
    """One event of a stream."""
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    return json.dumps(_envelope("chat.completion.chunk") | {"choices": choices} | more)


def _envelope(kind: str) -> dict[str, Any]:
    return {"id": "chatcmpl-1", "object": kind, "created": 1771840000, "model": MODEL}


def _error(status: int, message: str) -> Answer:
    detail = {"message": message, "type": "Error", "param": None, "code": status}
    return Answer("error", status, {"error": detail})


class StandIn:
    """The server, on a loopback port of its own. A context manager."""

    def __init__(
        self, drift: Callable[[Answer], None] = lambda answer: None, project: str | None = None
    ) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self._over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def handle_one(self) -> None:
                sent = self.rfile.read(int(self.headers.get("content-length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.requests.append((self.command, self.path, headers, sent))
                path = self.path.removeprefix(f"/{project}") if project else self.path
                answer = _answer(self.command, path, headers, sent)
                with contextlib.suppress(ValueError):
                    answer.request = json.loads(sent)
                answer.asked = headers
                drift(answer)
                where, piece = answer.endless
                if where == "head":
                    self._repeat(piece)
                    return
                body = answer.body()
                self.send_response(answer.status)
                kind = "text/event-stream" if answer.kind == "stream" else "application/json"
                for name, value in ({"Content-Type": kind} | answer.headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(10**9 if where else len(body)))
                self.end_headers()
                if where:
                    self._repeat(piece)
                    return
                with contextlib.suppress(ConnectionError):
                    self.wfile.write(body[: answer.cut])
                self.close_connection = answer.cut is not None

            def _repeat(self, piece: bytes) -> None:
                self.close_connection = True
                with contextlib.suppress(ConnectionError):
                    while not outer._over.wait(0.02):
                        self.wfile.write(piece)

            do_GET = do_POST = do_PATCH = handle_one  # noqa: N815 -- names of http.server

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _answer(method: str, path: str, headers: dict[str, str], sent: bytes) -> Answer:
    if path not in _ROUTES:
        return _error(404, "no such route")
    if _ROUTES[path] != method:
        answer = _error(405, "no such method")
        answer.headers["Allow"] = _ROUTES[path]
        return answer
    authorization = headers.get("authorization", "")
    if not authorization.startswith("Bearer "):
        return _error(401, "no key")
    if authorization != f"Bearer {KEY}":
        return _error(403, "unknown key")
    if method == "GET":
        model = {"id": MODEL, "object": "model", "created": 1, "owned_by": "mistral"}
        return Answer("models", json={"object": "list", "data": [model]})
    return _chat(headers, sent)


def _chat(headers: dict[str, str], sent: bytes) -> Answer:  # noqa: PLR0911 -- a refusal each
    try:
        request = json.loads(sent)
    except ValueError:
        return _error(400, "no JSON")
    if headers.get("content-type") != "application/json" or not isinstance(request, dict):
        return _error(400, "no JSON object")
    if request.get("model") != MODEL:
        return _error(422, "no such model")
    if not _REQUEST.is_valid(request):
        return _error(400, "against the schema")
    if max(request.get("max_tokens", 0), request.get("max_completion_tokens", 0)) > 32768:
        return _error(416, "too many tokens")
    if _SPECIAL & set(request) or isinstance(request["messages"][-1]["content"], list):
        return _error(400, "this model cannot do that")
    usage = {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}
    if request.get("stream"):
        events = [chunk({"role": "assistant", "content": "Hel"}), chunk({"content": "lo"}, "stop")]
        if request.get("stream_options"):
            events.append(
                json.dumps(_envelope("chat.completion.chunk") | {"choices": [], "usage": usage})
            )
        return Answer("stream", events=[*events, "[DONE]"])
    message = {"role": "assistant", "content": "Hello"}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    body = _envelope("chat.completion") | {"choices": [choice], "usage": usage}
    return Answer("chat", json=body)
