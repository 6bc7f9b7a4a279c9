"""An HTTP/2 server on a loopback socket that sends each answer part by part, as the test says.

Speaks HTTP/2 without TLS ("prior knowledge"): above the handshake there is no difference.
"""

import contextlib
import json
import queue
import select
import socket
import threading
from dataclasses import dataclass, field
from typing import Self

import h2.config
import h2.connection
import h2.errors
import h2.events

END = object()
"""Step: end the stream."""
RESET = object()
"""Step: reset the stream."""
HOLD = object()
"""Step: wait for `release()`."""


@dataclass
class Http2Server:
    """Answers the n-th request with the n-th script; the last one is repeated."""

    scripts: list[list[object]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    connections: int = 0
    resets: int = 0

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: list[_Connection] = []
        self._changed = threading.Condition()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            connection.tell(None)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def script(self, *scripts: list[object]) -> None:
        self.scripts = list(scripts)

    def release(self, number: int) -> None:
        """Lets the answer to the n-th request, from 0, go on."""
        for connection in self._open:
            connection.tell(number)

    def wait_for_resets(self, resets: int, timeout: float = 5) -> bool:
        """Whether the client reset that many streams, within `timeout` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self.resets >= resets, timeout)

    def note_reset(self) -> None:
        with self._changed:
            self.resets += 1
            self._changed.notify_all()

    def take(self, path: str) -> tuple[int, list[object]]:
        with self._lock:
            number = len(self.paths)
            self.paths.append(path)
        return number, list(self.scripts[min(number, len(self.scripts) - 1)])

    def _accept(self) -> None:
        while True:
            try:
                raw, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            connection = _Connection(self, raw)
            self._open.append(connection)
            threading.Thread(target=connection.serve, daemon=True).start()


class _Connection:
    def __init__(self, server: Http2Server, raw: socket.socket) -> None:
        self.server, self.raw = server, raw
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        self.commands: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self.here, self.there = socket.socketpair()
        self.steps: dict[int, list[object]] = {}
        self.numbers: dict[int, int] = {}
        self.released: set[int] = set()

    def tell(self, number: int | None) -> None:
        """Releases an answer, or with None stops."""
        self.commands.put(number)
        with contextlib.suppress(OSError):  # the client has gone already
            self.there.send(b"x")

    def serve(self) -> None:
        with contextlib.suppress(OSError), self.raw, self.here, self.there:
            self.h2.initiate_connection()
            self._flush()
            while self._turn():
                self._send()
                self._flush()

    def _turn(self) -> bool:
        """Waits for something to do; False at the end."""
        ready, _, _ = select.select([self.raw, self.here], [], [])
        if self.here in ready:
            self.here.recv(1)
            number = self.commands.get()
            if number is None:
                return False
            self.released.add(number)
        if self.raw in ready:
            data = self.raw.recv(65536)
            if not data:
                return False
            for event in self.h2.receive_data(data):
                self._heed(event)
        return True

    def _heed(self, event: h2.events.Event) -> None:
        if isinstance(event, h2.events.RequestReceived):
            headers = dict(event.headers)
            number, steps = self.server.take(headers[b":path"].decode())
            self.steps[event.stream_id], self.numbers[event.stream_id] = steps, number
        elif isinstance(event, h2.events.DataReceived):
            self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamReset):
            self.steps.pop(event.stream_id, None)
            self.server.note_reset()

    def _send(self) -> None:
        for stream in list(self.steps):
            while (steps := self.steps.get(stream)) and self._step(stream, steps):
                pass

    def _step(self, stream: int, steps: list[object]) -> bool:
        """Whether the first step is done: the test, or the window of the client, may not allow it yet."""
        step = steps[0]
        if step is HOLD:
            if self.numbers[stream] not in self.released:
                return False
            steps.pop(0)
        elif step is END:
            self.h2.end_stream(stream)
            del self.steps[stream]
        elif step is RESET:
            self.h2.reset_stream(stream, h2.errors.ErrorCodes.INTERNAL_ERROR)
            del self.steps[stream]
        elif isinstance(step, dict):
            self.h2.send_headers(stream, [(str(k), str(v)) for k, v in step.items()])
            steps.pop(0)
        elif isinstance(step, bytes):
            room = min(self.h2.local_flow_control_window(stream), self.h2.max_outbound_frame_size)
            if room <= 0:
                return False
            self.h2.send_data(stream, step[:room])
            if step[room:]:
                steps[0] = step[room:]
            else:
                steps.pop(0)
        return True

    def _flush(self) -> None:
        self.raw.sendall(self.h2.data_to_send())


STREAM = {":status": "200", "content-type": "text/event-stream"}


def answer(body: object, status: int = 200) -> list[object]:
    """A whole JSON answer."""
    return [
        {":status": str(status), "content-type": "application/json"},
        json.dumps(body).encode(),
        END,
    ]


def event(data: object) -> bytes:
    """One event; data that is no bytes becomes JSON."""
    return b"data: " + (data if isinstance(data, bytes) else json.dumps(data).encode()) + b"\n\n"
