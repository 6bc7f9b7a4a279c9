"""What was asked and answered: a bounded memory of requests.

A request costs little while it is served: what it looks like for people, without its secrets, is
worked out when somebody looks. Questions to the journal are put in `_expect`.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from . import _expect
from ._answers import Answer
from ._json import brief, parse
from ._keys import masked
from ._redaction import event_data, without, without_in_records
from ._secrets import HIDDEN, Hider, credentials, is_credential

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ._answers import Reply
    from ._call import Call

_LARGEST = 256 * 1024
"""Bytes of the largest body, answer or stream that is kept."""
_MOST = 32 * 1024 * 1024
"""Bytes of all of them together; the oldest are let go of first."""
_LONGEST = 2048
"""Characters of a path, a query, an error, a header."""
_HELD = _LONGEST + 1024
"""So much of it is held: a secret that is cut in two would not be found."""
_MOST_HEADERS = 64
_MOST_UNKNOWN = 50
_SHOWN, _REASON = 100, 200
_NOTHING: Mapping[bytes, bytes] = {}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


class Entry:
    """One request and its answer, without secrets.

    Attributes:
        number: The first request is 1.
        at: When it came, in seconds since the epoch.
        method: The HTTP method.
        path: The path as sent, project segment included.
        query: The query as sent, without its question mark.
        operation: The operation's id; None if there is none at the path.
        project: The project segment.
        key: The redacted key.
        headers: The request's headers.
        body: The parsed body; None without one, or where it was too large to keep.
        status: The answer's status; 0 until it began.
        error: Why it was refused.
        rule: The name of the rule that answered.
        unknown: Request properties that the document does not name, as paths.
        answer: The answer's body; None of a stream, or where it was too large to keep.
        events: The data of a stream's events that were sent; None where it was none.
        streamed: How many pieces of a stream were sent.
        disconnected: Whether the client left before the end.
        seconds: How long the answer took.
        size: How many bytes of it are kept.
    """

    __slots__ = (
        "_answer",
        "_body",
        "_error",
        "_headers",
        "_hider",
        "_known",
        "_path",
        "_project",
        "_query",
        "_raw",
        "_records",
        "_unknown",
        "at",
        "disconnected",
        "key",
        "method",
        "number",
        "operation",
        "rule",
        "seconds",
        "size",
        "status",
        "streamed",
    )
    NAMES = (
        "number",
        "at",
        "method",
        "path",
        "query",
        "operation",
        "project",
        "key",
        "headers",
        "body",
        "status",
        "error",
        "rule",
        "unknown",
        "streamed",
        "events",
        "disconnected",
        "seconds",
        "answer",
    )

    def __init__(  # noqa: PLR0917 - from the hot path, where names cost
        self,
        number: int,
        at: float,
        method: str,
        path: str,
        query: bytes = b"",
        headers: Mapping[bytes, bytes] = _NOTHING,
        known: Iterable[str] = (),
    ) -> None:
        self.number = number
        self.at = at
        self.method = method
        self.operation: str | None = None
        self.key: str | None = None
        self.status = 0
        self.rule: str | None = None
        self.streamed = 0
        self.disconnected = False
        self.seconds = 0.0
        self._path = path
        self._query = query
        self._headers = headers
        self._known = known
        self._hider: Hider | None = None
        self._project: str | None = None
        self._error: str | None = None
        self._unknown: Sequence[str] = ()
        self._raw = b""
        self._body: Any = None
        self._answer: bytes | None = None
        self._records: Sequence[bytes] | None = None
        self.size = 0

    @property
    def hider(self) -> Hider:
        """What hides the server's keys and what the request itself authenticates with."""
        if self._hider is None:
            own = credentials(self._headers.items(), self._query)
            self._hider = Hider(dict.fromkeys((*self._known, *own), HIDDEN))
        return self._hider

    @property
    def path(self) -> str:
        """The path as sent."""
        return _cut(self.hider.text(self._path))

    @property
    def query(self) -> str:
        """The query as sent."""
        return _cut(self.hider.text(self._query.decode("latin-1")))

    @property
    def project(self) -> str | None:
        """The project segment."""
        return None if self._project is None else self.hider.text(self._project)

    @project.setter
    def project(self, project: str | None) -> None:
        self._project = project

    @property
    def headers(self) -> dict[str, str]:
        """The request's headers; of credentials enough to tell two apart."""
        return {
            self.hider.text(name.decode("latin-1")): self._header(
                name.decode("latin-1"), value.decode("latin-1")
            )
            for name, value in self._headers.items()
        }

    def _header(self, name: str, value: str) -> str:
        if not is_credential(name):
            return _cut(self.hider.text(value))
        return masked(value)

    @property
    def body(self) -> Any:
        """The parsed body."""
        if self._body is None and self._raw:
            try:
                self._body = parse(without(self._raw, self.hider))
            except ValueError:
                self._raw = b""
        return self._body

    @property
    def error(self) -> str | None:
        """Why it was refused."""
        return self._error and _cut(self.hider.text(self._error))

    @error.setter
    def error(self, error: str | None) -> None:
        self._error = error and error[:_HELD]

    @property
    def unknown(self) -> list[str]:
        """Request properties that the document does not name."""
        return [_cut(self.hider.text(path)) for path in self._unknown]

    @unknown.setter
    def unknown(self, paths: Sequence[str]) -> None:
        self._unknown = [path[:_HELD] for path in paths[:_MOST_UNKNOWN]]

    @property
    def answer(self) -> bytes | None:
        """The answer's body."""
        return None if self._answer is None else without(self._answer, self.hider)

    @property
    def events(self) -> list[str] | None:
        """The data of a stream's events that were sent; what was broken off is there as it is."""
        if self._records is None:
            return None
        from .cassette.records import Records  # noqa: PLC0415 - only who looks needs it

        cut = Records()
        whole = cut.feed(b"".join(self._records[: self.streamed]))
        shown = without_in_records([*whole, *filter(None, [cut.rest()])], self.hider)
        data = [event_data(raw) for raw in shown]
        return [each for each in data if each is not None]

    def keep(self, raw: bytes, reply: Reply) -> int:
        """Remember body and answer, unless they are too large; returns how many bytes that is."""
        self._raw = raw if len(raw) <= _LARGEST else b""
        self.size = len(self._raw)
        if isinstance(reply, Answer):
            if len(reply.content) <= _LARGEST:
                self._answer = reply.content
                self.size += len(reply.content)
        else:
            size = sum(map(len, reply.records))
            self._records = reply.records if size <= _LARGEST else _first(reply.records)
            self.size += min(size, _LARGEST)
        return self.size

    def forget(self) -> int:
        """Let go of body and answer; returns how many bytes that was."""
        size, self.size = self.size, 0
        self._raw, self._body, self._answer, self._records = b"", None, None, None
        return size

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        data = {name: getattr(self, name) for name in self.NAMES}
        answer = data["answer"]
        data["answer"] = None if answer is None else answer.decode("utf-8", "replace")
        return data

    def __str__(self) -> str:
        what = self.operation or f"{self.method} {self.path[:_SHOWN]}"
        sent = "" if self.body is None else f" {brief(self.body)}"
        return f"#{self.number} {what} -> {self._outcome()}{sent}"

    def _outcome(self) -> str:
        """The status, and why it was refused."""
        status = str(self.status or "no answer")
        # Where there is no operation, the path says enough.
        if not self.operation or not self.error:
            return status
        return f"{status} {self.error.removeprefix(status).strip().splitlines()[0][:_REASON]}"

    def __repr__(self) -> str:
        return f"<Entry {self}>"

    def __reduce__(self) -> tuple[Any, ...]:
        """Copies and pickles hold what is shown, and so no secret."""
        hide = self.hider
        shown = {name.encode("latin-1", "replace"): v for name, v in self.headers.items()}
        made = {name.lower(): v.encode("latin-1", "replace") for name, v in shown.items()}
        arguments = (self.number, self.at, self.method, self.path, self.query.encode(), made)
        state = {name: getattr(self, name) for name in self.__slots__ if name[0] != "_"}
        records = self._records
        hidden = {
            "_project": self.project,
            "_error": self.error,
            "_unknown": self.unknown,
            "_raw": without(self._raw, hide),
            "_answer": self.answer,
            "_records": None if records is None else without_in_records(records, hide),
        }
        return Entry, arguments, (None, state | hidden)


def _first(records: Sequence[bytes]) -> list[bytes]:
    found: list[bytes] = []
    left = _LARGEST
    for record in records:
        left -= len(record)
        if left < 0:
            break
        found.append(record)
    return found


def requests(amount: int) -> str:
    """So many requests, in words."""
    return f"{amount} request" + ("" if amount == 1 else "s")


class Journal:
    """The last requests, oldest first.

    `operations` are the ids there are, `secrets` the keys that the server knows.
    """

    def __init__(self, size: int, operations: Collection[str] = ()) -> None:
        self._entries: deque[Entry] = deque(maxlen=size)
        self._operations = operations
        self.secrets: Collection[str] = ()
        self._most = _MOST
        self._held = 0
        self._light = 0

    def __repr__(self) -> str:
        return f"<Journal of {requests(len(self))}>"

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self._entries))

    def __getitem__(self, index: int) -> Entry:
        return self._entries[index]

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self._held = self._light = 0

    def resize(self, size: int) -> None:
        """Remember the last `size` requests from now on."""
        if size != self._entries.maxlen:
            self._entries = deque(self._entries, maxlen=size)
            self._held, self._light = sum(entry.size for entry in self._entries), 0

    def begin(self, call: Call) -> Entry:
        """Remember that `call` came."""
        entry = Entry(
            call.number,
            call.at,
            call.method,
            call.path[:_HELD],
            call.query[:_HELD],
            _bounded(call.headers),
            self.secrets,
        )
        entries = self._entries
        if len(entries) == entries.maxlen and entries:
            self._held -= entries.popleft().forget()
            self._light = max(0, self._light - 1)
        entries.append(entry)
        return entry

    def keep(self, entry: Entry, call: Call, reply: Reply) -> None:
        """Remember what `entry` was answered."""
        self._held += entry.keep(call.raw, reply)
        entries = self._entries
        while self._held > self._most and self._light < len(entries) - 1:
            self._held -= entries[self._light].forget()
            self._light += 1

    def find(
        self,
        operation: str | None = None,
        *,
        status: int | None = None,
        headers: Mapping[str, Any] | None = None,
        last_message: Any = None,
        **body: Any,
    ) -> list[Entry]:
        """The entries that are as said; see `assert_called`. ValueError: no such operation."""
        wanted = _expect.Wanted(operation, status, headers or {}, last_message, body)
        _expect.check_operation(operation, self._operations)
        return [entry for entry in self if not _expect.differences(entry, wanted)]

    def assert_called(
        self,
        operation: str | None = None,
        *,
        times: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        status: int | None = None,
        headers: Mapping[str, Any] | None = None,
        last_message: Any = None,
        **body: Any,
    ) -> list[Entry]:
        """The matching entries; AssertionError with the nearest misses if they are not as said.

        Args:
            operation: The operation's id, for instance `chat.completions.create`.
            times: How many there must be; at least one without any of these three.
            at_least: How many there must be at least.
            at_most: How many there may be at most.
            status: The status of the answer.
            headers: Headers of the request.
            last_message: What the text of the last message contains.
            **body: Properties of the request's body. What lies deeper is named by its path:
                `**{"messages.-1.content": "Hello"}`, or by a JSON pointer.

        Values are compared by `==`; a compiled regular expression is searched for.

        Raises:
            AssertionError: There are more of them or fewer.
            ValueError: The document has no such operation; the numbers make no sense.
        """
        __tracebackhide__ = True
        wanted = _expect.Wanted(operation, status, headers or {}, last_message, body)
        counts = _expect.counts(times, at_least, at_most)
        _expect.check_operation(operation, self._operations)
        entries = list(self)
        missed = [(entry, _expect.differences(entry, wanted)) for entry in entries]
        found = [entry for entry, differences in missed if not differences]
        if counts.hold(len(found)):
            return found
        text = _expect.explain(wanted, counts, missed)
        own = [entry.hider for entry in entries[-1:]]
        for hider in (Hider(dict.fromkeys(self.secrets, HIDDEN)), *own):
            text = hider.text(text)
        raise AssertionError(text)

    def assert_not_called(self, operation: str | None = None, **wanted: Any) -> None:
        """AssertionError that shows what was called; takes what `assert_called` takes."""
        __tracebackhide__ = True
        self.assert_called(operation, times=0, **wanted)


def _bounded(headers: Mapping[bytes, bytes]) -> Mapping[bytes, bytes]:
    if len(headers) <= _MOST_HEADERS and sum(map(len, headers.values())) <= _HELD:
        return headers
    kept = list(headers.items())[:_MOST_HEADERS]
    return {name[:_HELD]: value[:_HELD] for name, value in kept}
