"""What was asked and answered: a bounded memory of requests, and questions to it.

Keys are redacted before anything is remembered.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._json import brief, is_object
from ._keys import bearer, redact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ._call import Call

_LARGEST = 256 * 1024
_SECRET = {"authorization", "cookie", "proxy-authorization", "x-api-key", "x-auth-token"}
_NEAREST = 3


@dataclass(slots=True)
class Entry:
    """One request and its answer.

    Attributes:
        number: The first request is 1.
        at: When it came, in seconds since the epoch.
        method: The HTTP method.
        path: The path as sent, project segment included.
        operation: The operation's id; None if there is none at the path.
        project: The project segment.
        key: The redacted key.
        headers: The request's headers, secrets redacted.
        body: The parsed body; None without one, or where it was too large to keep.
        status: The answer's status; 0 until it began.
        error: Why it was refused.
        rule: The name of the rule that answered.
        unknown: Request properties that the document does not name, as paths.
        streamed: How many events were sent.
        disconnected: Whether the client left before the end.
        seconds: How long the answer took.
    """

    number: int
    at: float
    method: str
    path: str
    operation: str | None = None
    project: str | None = None
    key: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: Any = None
    status: int = 0
    error: str | None = None
    rule: str | None = None
    unknown: Sequence[str] = ()
    streamed: int = 0
    disconnected: bool = False
    seconds: float = 0.0
    answer: bytes | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        names = self.__dataclass_fields__
        data = {name: getattr(self, name) for name in names if name != "answer"}
        data["headers"] = dict(self.headers)
        data["unknown"] = list(self.unknown)
        data["answer"] = None if self.answer is None else self.answer.decode("utf-8", "replace")
        return data

    def __str__(self) -> str:
        what = self.operation or f"{self.method} {self.path}"
        return f"#{self.number} {what} -> {self.status} {brief(self.body)}"


class Journal:
    """The last requests, oldest first."""

    def __init__(self, size: int) -> None:
        self._entries: deque[Entry] = deque(maxlen=size)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self._entries))

    def __getitem__(self, index: int) -> Entry:
        return self._entries[index]

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()

    def begin(self, call: Call) -> Entry:
        """Remember that `call` came."""
        entry = Entry(call.number, call.at, call.method, call.path, headers=_redacted(call.headers))
        self._entries.append(entry)
        return entry

    def find(
        self, operation: str | None = None, *, status: int | None = None, **body: Any
    ) -> list[Entry]:
        """The entries of an operation, with a status, whose body has these properties."""
        return [entry for entry in self if not _differences(entry, operation, status, body)]

    def assert_called(
        self,
        operation: str | None = None,
        *,
        times: int | None = None,
        status: int | None = None,
        **body: Any,
    ) -> list[Entry]:
        """The matching entries; AssertionError with the nearest misses if they are not as said.

        Args:
            operation: The operation's id, for instance `chat.completions.create`.
            times: How many there must be; at least one if None.
            status: The status of the answer.
            **body: Properties of the request's body, compared by `==`.
        """
        __tracebackhide__ = True
        found = self.find(operation, status=status, **body)
        if len(found) == times or (times is None and found):
            return found
        wanted = ", ".join(
            [operation or "any operation"]
            + ([f"status {status}"] if status is not None else [])
            + [f"{name}={brief(value)}" for name, value in body.items()]
        )
        expected = "at least once" if times is None else f"{times} times"
        lines = [f"expected {wanted} {expected}, got {len(found)} of {len(self)} requests"]
        misses = [
            (len(differences), entry, differences)
            for entry in self
            if (differences := _differences(entry, operation, status, body))
        ]
        misses.sort(key=lambda miss: miss[0])
        lines += [f"  {entry}" for entry in found[:_NEAREST]]
        if misses:
            lines.append("nearest misses:")
        lines += [f"  {entry}\n    {'; '.join(diff)}" for _, entry, diff in misses[:_NEAREST]]
        raise AssertionError("\n".join(lines))


def _differences(
    entry: Entry, operation: str | None, status: int | None, body: Mapping[str, Any]
) -> list[str]:
    found: list[str] = []
    if operation is not None and entry.operation != operation:
        found.append(f"operation is {entry.operation}")
    if status is not None and entry.status != status:
        found.append(f"status is {entry.status}")
    sent = entry.body if is_object(entry.body) else {}
    for name, value in body.items():
        if name not in sent:
            found.append(f"{name} was not sent")
        elif sent[name] != value:
            found.append(f"{name} is {brief(sent[name])}, not {brief(value)}")
    return found


def _redacted(raw: Mapping[bytes, bytes]) -> dict[str, str]:
    shown = {name.decode("latin-1"): value.decode("latin-1") for name, value in raw.items()}
    for name in _SECRET & shown.keys():
        token = bearer(shown[name])
        shown[name] = f"Bearer {redact(token)}" if token else redact(shown[name])
    return shown


def kept(value: Any, size: int) -> Any:
    """A body worth remembering: one that is not too large."""
    return value if size <= _LARGEST else None
