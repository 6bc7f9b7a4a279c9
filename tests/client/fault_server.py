"""A raw-socket HTTP server that plays a script byte for byte, faults included.

Speaks just enough HTTP to know where a request ends; everything it answers is written in the test.
"""

import contextlib
import json
import select
import socket
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

RESET = object()
"""Step: tear the connection down with a TCP reset."""
STALL = object()
"""Step: send nothing more, and keep the connection open until the client gives up.

A `threading.Event` as a step is waited for.
"""


@dataclass(frozen=True)
class Drip:
    """Step: send the same few bytes again and again, until the client gives up."""

    data: bytes
    every: float = 0.02


Step = bytes | object


@dataclass
class Received:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int

    def json(self):
        return json.loads(self.body)


@dataclass
class FaultServer:
    """Answers the n-th request with the n-th script; the last one is repeated."""

    scripts: list[Sequence[Step]] = field(default_factory=list)
    requests: list[Received] = field(default_factory=list)
    connections: int = 0
    closed_by_client: int = 0

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._arrived = threading.Condition()
        self._ended = threading.Condition()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def script(self, *scripts: Sequence[Step]) -> None:
        self.scripts = [[script] if isinstance(script, bytes) else script for script in scripts]

    def wait_until_asked(self, requests: int, timeout: float = 30) -> bool:
        """Whether that many requests arrived, within `timeout` seconds."""
        with self._arrived:
            return self._arrived.wait_for(lambda: len(self.requests) >= requests, timeout)

    def wait_until_closed(self, connections: int, timeout: float = 30) -> bool:
        """Whether the client closed that many connections, within `timeout` seconds."""
        with self._ended:
            return self._ended.wait_for(lambda: self.closed_by_client >= connections, timeout)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.add(connection)
                number = self.connections
            threading.Thread(target=self._serve, args=(connection, number), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            while (request := self._read(connection, number)) is not None:
                with self._lock:
                    index = len(self.requests)
                    self.requests.append(request)
                with self._arrived:
                    self._arrived.notify_all()
                if not self._play(connection, self.scripts[min(index, len(self.scripts) - 1)]):
                    return
            self._note_closed()
        except OSError:
            self._note_closed()
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()

    def _note_closed(self) -> None:
        with self._ended:
            self.closed_by_client += 1
            self._ended.notify_all()

    def _read(self, connection: socket.socket, number: int) -> Received | None:
        data = b""
        while b"\r\n\r\n" not in data:
            part = connection.recv(65536)
            if not part:
                return None
            data += part
        head, _, body = data.partition(b"\r\n\r\n")
        line, *fields = head.decode("latin-1").split("\r\n")
        method, target, _ = line.split(" ")
        headers = {
            name.lower(): value.strip() for name, _, value in (f.partition(":") for f in fields)
        }
        length = int(headers.get("content-length", "0"))
        while len(body) < length:
            part = connection.recv(65536)
            if not part:
                return None
            body += part
        return Received(method, target, headers, body, number)

    def _play(self, connection: socket.socket, steps: Sequence[Step]) -> bool:
        """Whether the connection may serve another request."""
        for step in steps:
            if step is RESET:
                # Linger of zero seconds: close() sends RST instead of FIN.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return False
            if step is STALL:
                while connection.recv(65536):
                    pass
                self._note_closed()
                return False
            if isinstance(step, threading.Event):
                step.wait(10)
                continue
            if isinstance(step, Drip):
                while not select.select([connection], [], [], step.every)[0]:
                    connection.sendall(step.data)
                self._note_closed()
                return False
            connection.sendall(step)
        return not steps or b"connection: close" not in b"".join(
            s for s in steps if isinstance(s, bytes)
        )


def response(status: int = 200, body: bytes | object = b"", **headers: str) -> bytes:
    """A whole answer; a body that is no bytes becomes JSON. Header names use _ for -."""
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
        headers.setdefault("content_type", "application/json")
    headers.setdefault("content_length", str(len(body)))
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} Whatever\r\n{lines}\r\n".encode("latin-1") + body


def refusal(status: int, message: str = "no", **headers: str) -> bytes:
    """An error in the shape of the document."""
    error = {"message": message, "type": "SomeError", "param": None, "code": status}
    return response(status, {"error": error}, **headers)


def stream_head(**headers: str) -> bytes:
    """The head of a chunked event stream."""
    headers.setdefault("content_type", "text/event-stream")
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 200 OK\r\n{lines}transfer-encoding: chunked\r\n\r\n".encode("latin-1")


def chunked(data: bytes) -> bytes:
    """One HTTP chunk."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def event(data: bytes | object) -> bytes:
    """One HTTP chunk with one event; data that is no bytes becomes JSON."""
    return chunked(
        b"data: " + (data if isinstance(data, bytes) else json.dumps(data).encode()) + b"\n\n"
    )


LAST = b"0\r\n\r\n"
DONE = event(b"[DONE]")


def chunk(content: str | None = None, **more: object) -> dict[str, object]:
    """A chat completion chunk."""
    choice = {
        "index": 0,
        "delta": {} if content is None else {"content": content},
        "finish_reason": None,
    }
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "some-model",
        "choices": [choice],
    } | more


def completion(content: str = "Hello") -> dict[str, object]:
    """A chat completion."""
    message = {"role": "assistant", "content": content, "tool_calls": []}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "some-model",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


MODELS = {
    "object": "list",
    "data": [{"id": "some-model", "object": "model", "created": 1, "owned_by": "someone"}],
}
