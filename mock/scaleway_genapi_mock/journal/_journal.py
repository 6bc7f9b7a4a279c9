"""What was asked and answered: a bounded memory of requests.

Knows entries as wholes. Questions to the journal are put in `_expect`.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._secrets import HIDDEN, Hider

from . import _expect, _verdict
from ._entry import HELD, Entry, bounded
from ._expect import ANY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from scaleway_genapi_mock._answers import Reply
    from scaleway_genapi_mock.check._call import Call

_MOST = 32 * 1024 * 1024
"""Bytes of all bodies and answers together; the oldest are let go of first."""


def requests(amount: int) -> str:
    """So many requests, in words."""
    return f"{amount} request" + ("" if amount == 1 else "s")


class Journal:
    """The last requests, oldest first.

    `operations` are the ids there are, `properties` tells those of the body of one of them, or of
    all; `secrets` are the keys that the server knows.
    """

    def __init__(
        self,
        size: int,
        operations: Collection[str] = (),
        properties: Callable[[str | None], Collection[str]] = lambda _: (),
    ) -> None:
        self._entries: deque[Entry] = deque(maxlen=size)
        self._operations = operations
        self._properties = properties
        self.secrets: Collection[str] = ()
        self._most = _MOST
        self._held = 0
        self._light = 0
        self.forgotten = 0
        """How many requests it had to forget since it was cleared."""

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
        for entry in self:
            entry.forgotten = True
        self._entries.clear()
        self._held = self._light = self.forgotten = 0

    def resize(self, size: int) -> None:
        """Remember the last `size` requests from now on."""
        if size != self._entries.maxlen:
            for _ in range(len(self._entries) - size):
                self._forget()
            self._entries = deque(self._entries, maxlen=size)
            self._held, self._light = sum(entry.size for entry in self._entries), 0

    def begin(self, call: Call) -> Entry:
        """Remember that `call` came."""
        entry = Entry(
            call.number,
            call.at,
            call.method,
            call.path[:HELD],
            call.query[:HELD],
            bounded(call.headers),
            self.secrets,
        )
        entries = self._entries
        if len(entries) == entries.maxlen and entries:
            self._held -= self._forget().size
        entries.append(entry)
        return entry

    def keep(self, entry: Entry, call: Call, reply: Reply) -> None:
        """Remember what `entry` was answered."""
        size = entry.keep(call.raw, call.body, reply)
        entries = self._entries
        if entry.forgotten:
            return
        self._held += size
        while self._held > self._most and len(entries) > 1:
            if self._light < len(entries) - 1:
                self._held -= entries[self._light].let_go()
                self._light += 1
            else:
                self._held -= self._forget().size

    def _forget(self) -> Entry:
        """The oldest entry, which is no more remembered."""
        self.forgotten += 1
        self._light = max(0, self._light - 1)
        entry = self._entries.popleft()
        entry.forgotten = True
        return entry

    def _check(self, wanted: _expect.Wanted) -> None:
        """ValueError if nothing can be found because a word of `wanted` is mistyped."""
        _expect.check_operation(wanted.operation, self._operations)
        # What is forgotten may have had it.
        if wanted.body and self._operations and not self.forgotten:
            _expect.check_names(wanted, self._properties(wanted.operation), self)

    def find(
        self,
        operation: str | None = None,
        *,
        status: int | None = None,
        project: Any = ANY,
        stream: bool | None = None,
        headers: Mapping[str, Any] | None = None,
        last_message: Any = None,
        **body: Any,
    ) -> list[Entry]:
        """The entries that are as said; see `assert_called`, also for its ValueError."""
        wanted = _expect.wanted(
            operation,
            body,
            status=status,
            project=project,
            stream=stream,
            headers=headers,
            last_message=last_message,
        )
        self._check(wanted)
        return [entry for entry in self if not _expect.differences(entry, wanted)]

    def assert_called(
        self,
        operation: str | None = None,
        *,
        times: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        status: int | None = None,
        project: Any = ANY,
        stream: bool | None = None,
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
            project: The project segment of the path; None for a path without one.
            stream: Whether a stream was asked for.
            headers: Headers of the request; None for one that was not sent.
            last_message: What the text of the last message contains.
            **body: Properties of the request's body. What lies deeper is named by its path:
                `**{"messages.-1.content": "Hello"}`, or by a JSON pointer.

        The words mean what they mean in the conditions of a rule. Values are compared as JSON, in
        which compiled regular expressions, which are searched for, may stand for texts; of a
        project and a header a list says what it may be.

        Raises:
            AssertionError: There are more of them or fewer; or nobody can tell, because what would
                tell is forgotten.
            ValueError: The document has no such operation; a name is nearly that of a property,
                and no request had it; a number or a value makes no sense.
        """
        __tracebackhide__ = True
        wanted = _expect.wanted(
            operation,
            body,
            status=status,
            project=project,
            stream=stream,
            headers=headers,
            last_message=last_message,
        )
        counts = _verdict.counts(times, at_least, at_most)
        self._check(wanted)
        compared = [(entry, _expect.differences(entry, wanted)) for entry in self]
        verdict = _verdict.Verdict(wanted, counts, compared, self.forgotten)
        text = verdict.objection
        if text is None:
            return verdict.found
        own = [entry.hider for entry, _ in compared[-1:]]
        for hider in (Hider(dict.fromkeys(self.secrets, HIDDEN)), *own):
            text = hider.text(text)
        raise AssertionError(text)

    def assert_not_called(self, operation: str | None = None, **wanted: Any) -> None:
        """AssertionError that shows what was called; takes what `assert_called` takes."""
        __tracebackhide__ = True
        self.assert_called(operation, times=0, **wanted)
