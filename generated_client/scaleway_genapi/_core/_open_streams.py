"""The open streams of a blocking HTTP client, and those of them that nobody closed.

The collector runs anywhere, inside the HTTP library too, whose locks a thread cannot take twice: a finaliser
that closed a response would wait for its own thread. So it only ends the connection at its socket, and the next
call closes. Nor may the library's generators be garbage with the stream, for their finalisers close as well:
this holds them. Knows nothing of what is read.
"""

import contextlib
import os
import weakref
from collections import deque
from typing import TYPE_CHECKING, Any

from ._body import close, hang_up

if TYPE_CHECKING:
    from collections.abc import Iterator


class Body:
    """The response of a stream, what reads it, and the process whose connection it is."""

    __slots__ = ("parts", "process", "response")

    def __init__(self, response: Any) -> None:
        self.response = response
        self.parts: Iterator[bytes] | None = None
        self.process = os.getpid()


class OpenStreams:
    """What is open at one HTTP client."""

    __slots__ = ("_bodies", "_forgotten")

    def __init__(self) -> None:
        self._bodies: set[Body] = set()
        # Both are changed by finalisers, between any two steps of anything: in one step, without a lock.
        self._forgotten: deque[Body] = deque()

    def open(self, response: Any) -> Body:
        """Holds the response until it is closed."""
        body = Body(response)
        self._bodies.add(body)
        return body

    def close(self, body: Body) -> None:
        """Gives the connection back if the body was read to its end, and closes it otherwise."""
        # A forked child has copies: the connections are its parent's, and a lock may be held for ever. There
        # the body stays here, so that no finaliser of the library meets it.
        if body.process == os.getpid():
            try:
                close(body.response)
            finally:
                self._bodies.discard(body)

    def forget(self, body: Body) -> None:
        """Has a body closed that nobody will read; for finalisers, so it waits for nothing."""
        if body.process == os.getpid():
            self._forgotten.append(body)
            hang_up(body.response)

    def close_forgotten(self) -> None:
        """Closes what has been forgotten by now."""
        while self._forgotten:
            # Another thread may have been faster; and that a connection ends badly is nobody's concern.
            with contextlib.suppress(Exception):
                self.close(self._forgotten.popleft())


_of_supplied: weakref.WeakKeyDictionary[Any, OpenStreams] = weakref.WeakKeyDictionary()


def streams_of(supplied: Any) -> OpenStreams:
    """The streams of a supplied HTTP client, which several of ours may share; new ones for None."""
    return OpenStreams() if supplied is None else _of_supplied.setdefault(supplied, OpenStreams())
