"""Carries HTTP/1.1 exchanges, each over a connection of its own, and keeps what is said of them.

It knows the two ways in which Prism says that an exchange is against the document, and no document.
What Prism logs is no third: it logs what it answers.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import h11

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    Dial = Callable[[], AbstractContextManager[socket.socket]]

_SIZE = 65536
_HEAD = 1 << 20
PATIENCE = 15.0
"""Seconds until an exchange that is under way has its answer."""


class Verdicts:
    """What was said of the exchanges since they were last taken."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running = 0
        self._judged = 0
        self._violations: list[str] = []
        self._missed: list[str] = []

    @contextmanager
    def one(self) -> Iterator[None]:
        """An exchange."""
        with self._changed:
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def judge(self, violation: str | None) -> None:
        """An exchange was judged: what was said against it, None for nothing."""
        with self._changed:
            self._judged += 1
            if violation is not None:
                self._violations.append(violation)

    def miss(self, why: str) -> None:
        """An exchange was not judged."""
        with self._changed:
            self._missed.append(why)

    def take(self) -> tuple[int, list[str], list[str]]:
        """How many were judged, the violations, and what was missed, once none is under way."""
        with self._changed:
            if not self._changed.wait_for(lambda: not self._running, PATIENCE):
                self._missed.append(f"{self._running} requests are not answered")
            taken = self._judged, self._violations, self._missed
            self._judged, self._violations, self._missed = 0, [], []
        return taken


def carry(client: socket.socket, dial: Dial, verdicts: Verdicts) -> None:
    """Carry the exchanges of a client's connection until it ends."""
    near = h11.Connection(h11.SERVER, max_incomplete_event_size=_HEAD)
    while data := client.recv(_SIZE):
        with verdicts.one():
            near.receive_data(data)
            try:
                if (asked := _message(near, client)) is None:
                    return
                answer = _ask(*asked, dial)
            except (h11.ProtocolError, OSError) as error:
                verdicts.miss(str(error))
                return
            verdicts.judge(_verdict(asked[0], *answer))
            _send(near, client, *answer)
        if near.our_state is not h11.DONE or near.their_state is not h11.DONE:
            return
        near.start_next_cycle()


def _message(connection: h11.Connection, source: socket.socket):
    """The head and the body of the next message; None if the connection ends before."""
    head, body = None, bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(source.recv(_SIZE))
        elif isinstance(event, h11.Request | h11.Response):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            return head, bytes(body)
        elif not isinstance(event, h11.InformationalResponse):
            return None


def _ask(request: h11.Request, body: bytes, dial: Dial):
    """The answer. With `close` Prism, too, opens a connection for this exchange alone."""
    far = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD)
    headers = [(name, value) for name, value in request.headers if name != b"connection"]
    again = h11.Request(
        method=request.method, target=request.target, headers=[*headers, ("connection", "close")]
    )
    with dial() as prism:
        _send(far, prism, again, body)
        if (answer := _message(far, prism)) is None:
            raise h11.RemoteProtocolError("the connection ended before an answer")
    response, body = answer
    headers = [(name, value) for name, value in response.headers if name != b"connection"]
    return h11.Response(
        status_code=response.status_code, reason=response.reason, headers=headers
    ), body


def _send(connection: h11.Connection, sink: socket.socket, head, body: bytes) -> None:
    events = [head, h11.Data(data=body), h11.EndOfMessage()]
    sink.sendall(b"".join(filter(None, map(connection.send, events))))


def _verdict(request: h11.Request, response: h11.Response, body: bytes) -> str | None:
    """A violation: named in a header, or the reason for an answer of Prism's own."""
    headers = dict(response.headers)
    said = headers.get(b"sl-violations")
    if said is None and headers.get(b"content-type", b"").startswith(b"application/problem+json"):
        said = body
    if said is None:
        return None
    asked = b" ".join([request.method, request.target]).decode()
    return f"{asked}: {response.status_code} {said.decode('utf-8', 'replace')}"
