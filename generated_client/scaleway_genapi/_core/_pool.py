"""Holds the HTTP client behind one or more of our clients: opened late, shared, dropped after a fork.

Knows how to get one, not what is sent through it.
"""

import os
from typing import TYPE_CHECKING, Any

from ._errors import APIConnectionError

if TYPE_CHECKING:
    from ._httpx import Family


class Pool:
    """An HTTP client, supplied or our own.

    Our own is opened with the first request: that keeps importing and constructing cheap, and
    gives every process one of its own, since connections must not be shared across a fork.
    """

    __slots__ = ("_asynchronous", "_by_process", "closed", "family", "loopback", "supplied")

    def __init__(self, http_client: Any, *, asynchronous: bool) -> None:
        self.supplied = http_client
        self.closed = False
        # Whether all requests go to this machine, where no proxy can reach.
        self.loopback = False
        self._asynchronous = asynchronous
        self._by_process: dict[int, Any] = {}
        self.family: Family
        if http_client is not None:
            from ._httpx import family_of  # noqa: PLC0415 - loads the HTTP library

            self.family = family_of(http_client, asynchronous=asynchronous)

    def client(self) -> Any:
        """The HTTP client of this process."""
        if self.supplied is not None:
            if self.supplied.is_closed:
                raise APIConnectionError("The supplied http_client is closed")
            return self.supplied
        client = self._by_process.get(os.getpid())
        return self._open() if client is None else client

    def _open(self) -> Any:
        if self.closed:
            raise APIConnectionError("The client is closed")
        from ._httpx import build_client, default_family  # noqa: PLC0415 - loads the HTTP library

        self.family = default_family()
        # The parent's client stays in the dictionary: closing it here would end the parent's connections.
        # setdefault decides between threads that get here together; the loser's has no connection yet.
        return self._by_process.setdefault(
            os.getpid(), build_client(asynchronous=self._asynchronous, loopback=self.loopback)
        )

    def take_own(self) -> Any:
        """Marks the pool closed and gives the client that is to be closed, if there is one."""
        self.closed = True
        return self._by_process.pop(os.getpid(), None)
