"""One request and its answer, as values. Knows no document."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ._events import Events, parse_events
from ._json import brief, dig, is_object, loads

if TYPE_CHECKING:
    from collections.abc import Mapping

_SUCCESS = range(200, 300)
_SERVER_ERRORS = 500


class NoAnswer(Exception):  # noqa: N818 -- what happened, and no bug of ours
    """No answer came: refused, timed out, reset, or no HTTP. `late`: the time was up."""

    def __init__(self, reason: str, *, late: bool = False) -> None:
        super().__init__(reason)
        self.late = late


class NotAsked(Exception):  # noqa: N818 -- a decision, no error
    """A call was not made, and why: budget or time are used up, or nothing answers any more."""


@dataclass(frozen=True)
class Exchange:
    """A request and its answer.

    `headers` have lower-case names; headers and body come without the target's secrets.
    `broken` says how the answer ended before its end, None if it came whole.
    """

    method: str
    path: str
    request: Any
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float
    broken: str | None = None
    repeats_key: bool = False

    @property
    def success(self) -> bool:
        """Whether the status is 2xx."""
        return self.status in _SUCCESS

    @cached_property
    def media_type(self) -> str:
        """The media type without parameters; empty if the answer names none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @cached_property
    def json(self) -> Any:
        """The body as JSON. ValueError if it is none."""
        return loads(self.body)

    @property
    def parsed(self) -> Any:
        """The body as JSON, None if it is none."""
        try:
            return self.json
        except ValueError:
            return None

    @cached_property
    def events(self) -> Events:
        """The body as server-sent events. ValueError if it is not UTF-8."""
        return parse_events(self.body)

    @cached_property
    def chunks(self) -> list[dict[str, Any]]:
        """The events that are JSON objects, in order; what is not is left out."""
        found: list[dict[str, Any]] = []
        for event in self.events.events:
            try:
                value = loads(event.data)
            except ValueError:
                continue
            if is_object(value):
                found.append(value)
        return found

    @property
    def message(self) -> str:
        """What the server says went wrong, in a line; empty if it says nothing readable."""
        try:
            body = self.json
        except ValueError:
            return ""
        candidates = (
            dig(body, "error", "message"),
            dig(body, "message"),
            dig(body, "error"),
            dig(body, "detail"),
        )
        return next((brief(text) for text in candidates if isinstance(text, str) and text), "")

    @property
    def tokens(self) -> int | None:
        """The tokens that the answer says it took, if it says so."""
        if not self.success:
            # A 5xx may come after the model has written; what is refused costs nothing.
            return None if self.status >= _SERVER_ERRORS else 0
        try:
            last = self.chunks[::-1] if self.media_type == "text/event-stream" else [self.json]
        except ValueError:
            return None
        counts = (dig(value, "usage", "total_tokens") for value in last)
        return next((count for count in counts if isinstance(count, int)), None)
