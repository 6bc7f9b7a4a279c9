"""One request that was answered, as it is remembered: bounded, and shown without its secrets.

A request costs little while it is served: what it looks like for people is worked out when
somebody looks. Knows no other request.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._answers import Answer
from scaleway_genapi_mock._credentials import credentials, is_credential
from scaleway_genapi_mock._json import brief, parse
from scaleway_genapi_mock._redaction import (
    event_data,
    without,
    without_in_query,
    without_in_records,
)
from scaleway_genapi_mock._secrets import HIDDEN, Hider
from scaleway_genapi_mock.check._keys import masked

from ._cut import GONE, Cut, excerpt, measured, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scaleway_genapi_mock._answers import Reply

_LARGEST = 256 * 1024
"""Bytes of the largest body, answer or stream that is kept."""
_SHORT = 2 * 1024
"""Bytes of a body that is kept whole even then."""
_LONGEST = 2048
"""Characters of a path, a query, an error, a header."""
HELD = _LONGEST + 1024
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
        body: The parsed body; None without one. Of one that was too large to keep, what is long is
            cut: a text ends in `…`, a list begins with it, an object has it as its last property.
        status: The answer's status; 0 until it began.
        error: Why it was refused.
        rule: The name of the rule that answered.
        unknown: Request properties that the document does not name, as paths.
        answer: The answer's body; None of a stream, or where it was too large to keep.
        events: The data of a stream's events that were sent; None where it was none.
        stream: Whether a stream was asked for.
        streamed: How many pieces of a stream were sent.
        disconnected: Whether the client left before the end.
        seconds: How long the answer took.
        size: How many bytes of it are kept.
        forgotten: Whether the journal holds it no more.
    """

    __slots__ = (
        "_answer",
        "_body",
        "_error",
        "_excerpt",
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
        "forgotten",
        "key",
        "method",
        "number",
        "operation",
        "rule",
        "seconds",
        "size",
        "status",
        "stream",
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
        "stream",
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
        self.stream = False
        self.forgotten = False
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
        self._excerpt: Any = None
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
        return _cut(without_in_query(self._query.decode("latin-1"), self.hider))

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

    def sent(self, header: str) -> str | None:
        """A header as it was sent, to be compared and not to be shown; None if it was not."""
        value = self._headers.get(header.lower().encode("latin-1", "replace"))
        if value is None:
            return GONE if len(self._headers) >= _MOST_HEADERS else None
        text = value.decode("latin-1")
        return Cut(f"{text}…") if len(value) >= HELD else text

    @property
    def body(self) -> Any:
        """The parsed body."""
        if self._body is None and self._raw:
            try:
                self._body = parse(without(self._raw, self.hider))
            except ValueError:
                self._raw = b""
        elif self._excerpt is not None:
            self._body, self._excerpt = shown(self._excerpt, self.hider), None
        return self._body

    @property
    def error(self) -> str | None:
        """Why it was refused."""
        return self._error and _cut(self.hider.text(self._error))

    @error.setter
    def error(self, error: str | None) -> None:
        self._error = error and error[:HELD]

    @property
    def unknown(self) -> list[str]:
        """Request properties that the document does not name."""
        return [_cut(self.hider.text(path)) for path in self._unknown]

    @unknown.setter
    def unknown(self, paths: Sequence[str]) -> None:
        self._unknown = [path[:HELD] for path in paths[:_MOST_UNKNOWN]]

    @property
    def answer(self) -> bytes | None:
        """The answer's body."""
        return None if self._answer is None else without(self._answer, self.hider)

    @property
    def events(self) -> list[str] | None:
        """The data of a stream's events that were sent; what was broken off is there as it is."""
        if self._records is None:
            return None
        from scaleway_genapi_mock.cassette.records import Records  # noqa: PLC0415 - only who looks needs it

        cut = Records()
        whole = cut.feed(b"".join(self._records[: self.streamed]))
        shown = without_in_records([*whole, *filter(None, [cut.rest()])], self.hider)
        data = [event_data(raw) for raw in shown]
        return [each for each in data if each is not None]

    def keep(self, raw: bytes, body: Any, reply: Reply) -> int:
        """Remember body and answer, as far as they are not too large; returns how many bytes.

        `body` is what was parsed of `raw`: of a large one, what is short is remembered.
        """
        if len(raw) <= _LARGEST:
            self._raw, self.size = raw, len(raw)
        elif body is not None:
            self._excerpt, self.size = excerpt(body)
        if isinstance(reply, Answer):
            if len(reply.content) <= _LARGEST:
                self._answer = reply.content
                self.size += len(reply.content)
        else:
            self._records, size = _first(reply.records)
            self.size += size
        return self.size

    def let_go(self) -> int:
        """Keep of the body what is short, and nothing of the answer; returns how many bytes less."""
        size, self.size = self.size, 0
        self._answer = self._records = None
        if 0 < len(self._raw) <= _SHORT:
            self.size = len(self._raw)
        elif self._raw:
            raw, self._raw, self._body = self._raw, b"", None
            with suppress(ValueError):
                self._excerpt, self.size = excerpt(parse(raw))
        elif self._excerpt is not None or self._body is not None:
            self.size = measured(self._body if self._excerpt is None else self._excerpt)
        return size - self.size

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
            "_excerpt": None,
            "_body": None if self._raw else self.body,
            "_answer": self.answer,
            "_records": None if records is None else without_in_records(records, hide),
        }
        return Entry, arguments, (None, state | hidden)


def _first(records: Sequence[bytes]) -> tuple[Sequence[bytes], int]:
    """The first records, as many as are kept, and their size: all of them, if they are not many."""
    size = 0
    for number, record in enumerate(records):
        size += len(record)
        if size > _LARGEST:
            return list(records[:number]), size - len(record)
    return records, size


def bounded(headers: Mapping[bytes, bytes]) -> Mapping[bytes, bytes]:
    if len(headers) <= _MOST_HEADERS and sum(map(len, headers.values())) <= HELD:
        return headers
    kept = list(headers.items())[:_MOST_HEADERS]
    return {name[:HELD]: value[:HELD] for name, value in kept}
