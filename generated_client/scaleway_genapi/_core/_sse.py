"""Server-sent events: bytes in, events out, as the WHATWG describes them.

Pure and single-pass; knows neither JSON nor the network.
https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

from typing import NamedTuple

DEFAULT_MAX_EVENT_SIZE = 16 * 1024 * 1024

_BOM = b"\xef\xbb\xbf"


class EventTooLargeError(ValueError):
    """One event is larger than the bound."""


class ServerSentEvent(NamedTuple):
    """One event.

    Attributes:
        data: Its data lines, joined by LF.
        event: Its type; "message" unless the stream named another.
        id: The last event id seen so far.
    """

    data: str
    event: str = "message"
    id: str = ""


class EventDecoder:
    """Decodes one stream, fed with its bytes as they arrive, however they are cut.

    Args:
        max_event_size: Bound on the bytes of one event.

    Attributes:
        between: Whether the next byte begins an event, with nothing held back.
        retry: The reconnection time that the stream named last, in milliseconds.
    """

    __slots__ = (
        "_after_cr",
        "_bom",
        "_data",
        "_id",
        "_max",
        "_overflow",
        "_partial",
        "_size",
        "_type",
        "between",
        "retry",
    )

    def __init__(self, max_event_size: int = DEFAULT_MAX_EVENT_SIZE) -> None:
        self._max = max_event_size
        self._size = 0  # bytes of the event under construction, its unfinished line included
        self._partial: list[bytes] = []  # pieces of a line whose end has not come
        self._data: list[str] = []
        self._type = ""
        self._id = ""
        self._after_cr = False
        self._bom: bytes | None = (
            b""  # what was held back of a possible byte order mark; None once settled
        )
        self._overflow = False
        self.between = False
        self.retry: int | None = None

    @property
    def in_event(self) -> bool:
        """Whether the bytes so far end inside an event or a line: ending here would lose it."""
        return bool(self._partial or self._data or self._type or self._bom)

    def whole(self, chunk: bytes) -> list[str] | None:
        """The data of the events in `chunk` if it is nothing but whole events of one data line each.

        By far the most common, and for all of them together some passes in C. None: `feed` it.
        """
        if (
            self.between
            and chunk.startswith(b"data: ")
            and chunk.endswith(b"\n\n")
            and b"\r" not in chunk
            and len(chunk) <= self._max
        ):
            found = str(chunk[6:-2], "utf-8", "replace").split("\n\ndata: ")
            if chunk.count(b"\n") == 2 * len(found):
                return found
        return None

    def feed(self, chunk: bytes) -> list[ServerSentEvent]:
        """The events that `chunk` completes.

        Raises:
            EventTooLargeError: An event is larger than the bound; events before it were given out.
        """
        whole = self.whole(chunk)
        if whole is not None:
            return [ServerSentEvent(data, "message", self._id) for data in whole]
        events = self._feed_any(chunk)
        self.between = self._size == 0 and self._bom is None and not self._after_cr
        return events

    def _feed_any(self, chunk: bytes) -> list[ServerSentEvent]:
        if self._overflow:
            raise self._too_large()
        if self._bom is not None:
            chunk = self._settle_bom(chunk)
        if not chunk:
            return []
        if self._after_cr:
            # A CR ended the last line; an LF right after it belongs to that ending.
            self._after_cr = False
            if chunk.startswith(b"\n"):
                chunk = chunk[1:]
        events: list[ServerSentEvent] = []
        if b"\n" not in chunk and b"\r" not in chunk:
            self._hold(chunk, events)
            return events
        # For bytes, and only for bytes, splitlines knows just LF, CRLF and CR.
        lines = chunk.splitlines()
        rest = b"" if chunk.endswith((b"\n", b"\r")) else lines.pop()
        self._after_cr = chunk.endswith(b"\r")
        for line in lines:
            if self._partial:
                self._partial.append(line)
                whole = b"".join(self._partial)
                self._partial.clear()
            else:
                whole = line
            self._size += len(line) + 1
            if self._size > self._max and line:
                return self._give_up(events)
            self._line(whole, events)
        self._hold(rest, events)
        return events

    def _hold(self, piece: bytes, events: list[ServerSentEvent]) -> None:
        if piece:
            self._partial.append(piece)
            self._size += len(piece)
            if self._size > self._max:
                self._give_up(events)

    def _give_up(self, events: list[ServerSentEvent]) -> list[ServerSentEvent]:
        if not events:
            raise self._too_large()
        # What was complete goes out first; the error comes with the next call.
        self._overflow = True
        self._partial.clear()
        self._data.clear()
        return events

    def finish(self) -> None:
        """Says that no more bytes will come.

        Raises:
            EventTooLargeError: The last event is larger than the bound.
        """
        if self._overflow:
            raise self._too_large()

    def _too_large(self) -> EventTooLargeError:
        self._overflow = True
        self._partial.clear()
        self._data.clear()
        return EventTooLargeError(f"an event of the stream is larger than {self._max} bytes")

    def _settle_bom(self, chunk: bytes) -> bytes:
        head = (self._bom or b"") + chunk
        if len(head) < len(_BOM) and _BOM.startswith(head):
            self._bom = head
            return b""
        self._bom = None
        return head.removeprefix(_BOM)

    def _line(self, line: bytes, events: list[ServerSentEvent]) -> None:
        if not line:
            self._size = 0
            if self._data:
                events.append(
                    ServerSentEvent("\n".join(self._data), self._type or "message", self._id)
                )
                self._data = []
            self._type = ""
            return
        name, _, value = line.partition(b":")
        if not name:
            # A comment. It does not count: a server may send any number of them to keep the line open.
            self._size -= len(line) + 1
            return
        text = value.removeprefix(b" ").decode("utf-8", "replace")
        if name == b"data":
            self._data.append(text)
        elif name == b"event":
            self._type = text
        elif name == b"id":
            if "\0" not in text:
                self._id = text
        elif name == b"retry" and text.isascii() and text.isdigit():
            self.retry = int(text[:12])
