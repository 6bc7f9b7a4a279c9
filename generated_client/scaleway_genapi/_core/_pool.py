"""Holds the HTTP client behind one or more of our clients: opened late, shared, closed with its owner.

Our own one belongs to a process, and an asynchronous one to an event loop besides: connections outlive
neither a fork nor the loop that they were opened in. Knows how to get one, not what is sent through it.
"""

import contextlib
import os
import weakref
from collections.abc import AsyncGenerator, Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from ._errors import APIConnectionError
from ._loops import Place, have_done, loop_here, to_its_end
from ._lost_connections import settle
from ._open_streams import streams_of
from ._unset import UNSET

if TYPE_CHECKING:
    from ._httpx import Family


class Pool:
    """An HTTP client, supplied or our own.

    Our own is opened with the first request: that keeps importing and constructing cheap. One that
    nobody closes is closed when it is forgotten.
    """

    __slots__ = ("__weakref__", "_own", "closed", "family", "loopback", "streams", "supplied")
    asynchronous: ClassVar[bool]

    def __init__(self, http_client: Any) -> None:
        self.supplied = http_client
        self.closed = False
        # Whether all requests go to this machine, where no proxy can reach.
        self.loopback = False
        # Each with what closes it.
        self._own: dict[Place, tuple[Any, weakref.finalize[..., Any]]] = {}
        self.family: Family
        if http_client is not None:
            from ._httpx import family_of, transports_of  # noqa: PLC0415 - loads the HTTP library

            self.family = family_of(http_client, asynchronous=self.asynchronous)
            if self.asynchronous:
                settle(transports_of(http_client))
        self.streams = streams_of(http_client)

    def client(self) -> Any:
        """The HTTP client of this process, and of this event loop."""
        if self.supplied is not None:
            if self.supplied.is_closed:
                raise APIConnectionError("The supplied http_client is closed")
            return self.supplied
        own = self._own.get(self._place())
        return self._open() if own is None else own[0]

    @property
    def gone(self) -> bool:
        """Whether nothing is to be sent any more."""
        return self.closed and self.supplied is None

    def timeout_of_supplied(self) -> Any:
        """The timeout that the supplied client was given; UNSET where it has its library's default."""
        timeout = self.supplied.timeout
        return UNSET if timeout == self.family.default_timeout else timeout

    def _place(self) -> Place:
        """Where connections can be used that are opened now."""
        raise NotImplementedError

    def _open(self) -> Any:
        if self.closed:
            raise APIConnectionError("The client is closed")
        from ._httpx import build_client, default_family  # noqa: PLC0415 - loads the HTTP library

        self.family = default_family()
        client = build_client(asynchronous=self.asynchronous, loopback=self.loopback)
        # The parent's client stays in the dictionary: closing it here would end the parent's connections.
        # setdefault decides between threads that get here together; the loser's has no connection yet.
        place = self._place()
        return self._own.setdefault(place, (client, self._closer(client, place)))[0]

    def _closer(self, client: Any, place: Place) -> "weakref.finalize[..., Any]":
        """What closes an HTTP client that nobody has closed."""
        raise NotImplementedError

    def _take_own(self) -> tuple[Any, Any]:
        """Marks the pool closed; gives the client that is to be closed here and what would close it, or None."""
        self.closed = True
        return self._own.pop(self._place(), (None, None))


class SyncPool(Pool):
    """An HTTP client for blocking calls.

    The end of the program closes our own, whoever forgot to.
    """

    __slots__ = ()
    asynchronous = False

    def client(self) -> Any:
        """As above, after closing what was forgotten."""
        self.streams.close_forgotten()
        return super().client()

    def _place(self) -> Place:
        return os.getpid(), None

    def _closer(self, client: Any, place: Place) -> "weakref.finalize[..., Any]":
        from ._httpx import transports_of  # noqa: PLC0415 - loaded by now

        # By its transports, since what holds the client itself would keep it.
        return weakref.finalize(client, _close, place[0], transports_of(client))

    def close(self) -> None:
        """Closes the pool and the client of this process."""
        self.streams.close_forgotten()
        client, closer = self._take_own()
        if client is not None:
            closer.detach()
            client.close()


def _close(process: int, transports: list[Any]) -> None:
    # Not in a forked child: the connections are its parent's, and a lock may be held for ever.
    if os.getpid() == process:
        for transport in transports:
            transport.close()


class AsyncPool(Pool):
    """An HTTP client for asynchronous calls.

    The end of its event loop closes our own, whoever forgot to.
    """

    __slots__ = ()
    asynchronous = True

    def _place(self) -> Place:
        return os.getpid(), loop_here()

    def _open(self) -> Any:
        for process, loop in tuple(self._own):
            # One that was closed without finishing its generators, as no `run` does.
            if getattr(loop, "is_closed", bool)():
                self._own.pop((process, loop), None)
        return super()._open()

    def _closer(self, client: Any, place: Place) -> "weakref.finalize[..., Any]":
        from ._httpx import transports_of  # noqa: PLC0415 - loaded by now

        pool = weakref.ref(self)

        def forget() -> None:
            mine = pool()
            own = None if mine is None else mine._own.pop(place, None)  # noqa: SLF001 - its own kind
            if own is not None:
                own[1].detach()

        keeper = _keep(transports_of(client), forget)
        # Up to its yield, so that the loop knows it; nothing in it waits before.
        with contextlib.suppress(StopIteration):
            keeper.__anext__().send(None)
        closer = weakref.finalize(client, _finish_soon, keeper, place)
        closer.atexit = False  # there is no loop then
        return closer

    async def close(self) -> None:
        """Closes the pool and the client of this loop at once, those of other loops when these come to it."""
        client, closer = self._take_own()
        here = os.getpid()
        for place in tuple(self._own):
            if place[0] == here:
                self._own.pop(place, None)  # forgotten, and so closed
        if client is not None:
            await to_its_end(_close_now(client, closer))


async def _close_now(client: Any, closer: Any) -> None:
    found = closer.detach()
    if found is not None:
        await found[2][0].aclose()  # the keeper
    await client.aclose()


async def _keep(transports: list[Any], forget: Callable[[], None]) -> AsyncGenerator[None]:
    """Waits for the end of the event loop, which finishes the generators that are still open."""
    try:
        yield
    finally:
        forget()
        for transport in transports:
            await transport.aclose()


def _finish_soon(keeper: AsyncGenerator[None], place: Place) -> None:
    """Has the loop close what a client left that is forgotten."""
    have_done(place, partial(_finish, keeper))


async def _finish(keeper: AsyncGenerator[None]) -> None:
    await keeper.aclose()
