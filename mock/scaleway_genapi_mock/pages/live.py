"""The journal as a stream of events: what is new, and what has changed.

It looks at the journal ten times a second and only while somebody watches, so that a request
which nobody watches costs nothing for it.
"""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._answers import record
from scaleway_genapi_mock.wire._transmit import until_gone

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from scaleway_genapi_mock.journal._entry import Entry
    from scaleway_genapi_mock.journal._journal import Journal

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

SHOWN = 200
_EVERY = 0.1
_ALIVE = 150
"""After so many looks without news a comment is sent: a dead connection is found out by it."""
_LONGEST = 300


class Watch:
    """What one watcher has seen."""

    def __init__(self) -> None:
        self._seen: dict[int, tuple[Entry, tuple[Any, ...]]] = {}
        self._first = True

    def news(self, journal: Journal) -> dict[str, Any] | None:
        """What to tell: `entries` that are new or changed, all of them if `fresh`; or None."""
        entries = list(islice(journal, max(0, len(journal) - SHOWN), None))
        states = {entry.number: (entry, _state(entry)) for entry in entries}
        fresh = self._first or self._forgotten(states)
        told = [
            entry
            for entry, state in states.values()
            if fresh or self._seen.get(entry.number, (None, None))[1] != state
        ]
        self._seen, self._first = states, False
        if not told and not fresh:
            return None
        return {"fresh": fresh, "entries": [summary(entry) for entry in told]}

    def _forgotten(self, states: dict[int, tuple[Entry, tuple[Any, ...]]]) -> bool:
        """Whether the journal was cleared: an entry is gone, or is another one now."""
        if len(states) < len(self._seen):
            return True
        return any(
            number in states and states[number][0] is not entry
            for number, (entry, _) in self._seen.items()
        )


def _state(entry: Entry) -> tuple[Any, ...]:
    return (entry.status, entry.streamed, entry.seconds, entry.disconnected, entry.error)


def summary(entry: Entry) -> dict[str, Any]:
    """A line of the journal; headers and bodies are asked for one by one."""
    return {
        "number": entry.number,
        "at": entry.at,
        "method": entry.method,
        "path": entry.path[:_LONGEST],
        "operation": entry.operation,
        "status": entry.status,
        "seconds": entry.seconds,
        "streamed": entry.streamed,
        "rule": entry.rule,
        "error": (entry.error or "")[:_LONGEST],
        "unknown": list(entry.unknown),
        "disconnected": entry.disconnected,
    }


async def watch(journal: Journal, scope: Message, receive: Receive, send: Send) -> None:
    """Send news of `journal` until the watcher leaves; to HEAD, no more than how they would come."""
    headers = [
        (b"content-type", b"text/event-stream"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if scope["method"] == "HEAD":
        await send({"type": "http.response.body", "body": b""})
        return
    await _more(send, b"retry: 500\n\n")
    left = asyncio.ensure_future(until_gone(receive))
    seen, quiet = Watch(), 0
    try:
        while not left.done():
            news = seen.news(journal)
            quiet = 0 if news is not None else quiet + 1
            if news is not None:
                await _more(send, record(news))
            elif quiet % _ALIVE == 0:
                await _more(send, b": still here\n\n")
            await asyncio.wait([left], timeout=_EVERY)
    finally:
        left.cancel()


async def _more(send: Send, data: bytes) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})
