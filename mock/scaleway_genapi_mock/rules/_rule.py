"""One rule, and the set of them that a server lives by."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

from scaleway_genapi_mock._credentials import is_credential
from scaleway_genapi_mock._json import is_array, is_object
from scaleway_genapi_mock.check._keys import masked

from ._errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scaleway_genapi_mock._answers import Answer, Reply
    from scaleway_genapi_mock._config import ErrorShape
    from scaleway_genapi_mock.behaviours import Script
    from scaleway_genapi_mock.check._call import Call
    from scaleway_genapi_mock.check._errors import Refusal
    from scaleway_genapi_mock.compile._compile import Compiled

    from ._match import Conditions
    from ._reply import Spoken


class Stage(Protocol):
    """What a reply may use of the server that it is made for."""

    def normal(self, call: Call, script: Script | None = None) -> Reply:
        """What the server would answer by itself, or by a script."""
        ...

    def error(self, call: Call, refusal: Refusal, shape: ErrorShape | None = None) -> Answer:
        """The answer of an error, in the envelope that the document states."""
        ...

    def end_marker(self, call: Call) -> str | None:
        """The data of the event that ends a stream of the operation."""
        ...


@dataclass(slots=True, eq=False, repr=False)
class Rule:
    """When, what, and how often.

    Attributes:
        name: Names it in the journal.
        when: Its conditions.
        reply: What it answers.
        times: How often it applies at most; None for ever.
        rate: The share of matching requests that it applies to, from 0 to 1.
        priority: Rules of a higher one come first; among equals, those that were added first.
        used: How often it has applied.
        stated: The mapping that it was made from.
        document: The document that it was made for.
        missed: How many requests it was for, but that they asked for no stream, which its reply needs.
    """

    name: str
    when: Conditions
    reply: Spoken
    times: int | None = None
    rate: float = 1.0
    priority: int = 0
    used: int = 0
    stated: Mapping[str, Any] | None = None
    document: Compiled | None = None
    missed: int = 0

    def __repr__(self) -> str:
        of = "" if self.times is None else f" of {self.times}"
        return f"<Rule {self.name!r}, used {self.used}{of} times>"

    def applies(self, call: Call, seed: int) -> bool:
        """Whether it answers `call`."""
        if self.times is not None and self.used >= self.times:
            return False
        if not self.when.hold(call):
            return False
        if self._next().needs_stream and not call.streams:
            self.missed += 1
            return False
        if self.rate >= 1:
            return True
        chance = Random(f"{seed}/{call.number}/{self.name}").random()  # noqa: S311 - no secret
        return chance < self.rate

    def take(self) -> Spoken:
        """What it answers next; counts as one use."""
        spoken = self._next()
        self.used += 1
        return spoken

    def _next(self) -> Spoken:
        sequence = self.reply.sequence
        return sequence[min(self.used, len(sequence) - 1)] if sequence else self.reply

    @property
    def idle(self) -> str:
        """Why it has not applied, if that was for want of a stream; else empty."""
        if self.used or not self.missed:
            return ""
        came = (
            "1 request that it was for"
            if self.missed == 1
            else f"{self.missed} requests that it was for"
        )
        return f"{self._next().needs_stream} needs a stream, and {came} asked for none"

    def notes(self) -> list[tuple[str, str]]:
        """What is odd about it, with its place: it contradicts the document, or never applies."""
        idle = [("reply", self.idle)] if self.idle else []
        if self.document is None:
            return idle
        from ._notes import notes  # noqa: PLC0415 - only who asks has the schemas compiled for it

        return notes(self.stated or {}, self.document) + idle

    def to_dict(self) -> dict[str, Any]:
        """As JSON data; of credentials that it is told by, enough to tell two apart."""
        stated = dict(self.stated or {})
        if is_object(when := stated.get("when")) and is_object(headers := when.get("headers")):
            shown = {name: _shown(name, value) for name, value in headers.items()}
            stated["when"] = {**when, "headers": shown}
        notes = [f"{at}: {what}" for at, what in self.notes()]
        now = {"name": self.name, "priority": self.priority, "used": self.used, "notes": notes}
        return {**stated, **now}


def _shown(header: str, expected: Any) -> Any:
    if is_array(expected):
        return [_shown(header, each) for each in expected]
    return masked(expected) if isinstance(expected, str) and is_credential(header) else expected


class RuleSet:
    """The rules of a server, the first to be asked first. Changed and read by several threads."""

    def __init__(self) -> None:
        self._rules: tuple[Rule, ...] = ()
        self._lock = threading.Lock()
        self._made = 0

    def __len__(self) -> int:
        return len(self._rules)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)

    def add(self, rule: Rule) -> Rule:
        """Add a rule. RuleError if another one has its name."""
        with self._lock:
            self._made += 1
            rule.name = rule.name or f"rule-{self._made}"
            if any(known.name == rule.name for known in self._rules):
                raise RuleError("name", f"there is a rule {rule.name!r} already")
            # A new tuple: who iterates over the old one is not disturbed.
            self._rules = tuple(sorted((*self._rules, rule), key=lambda each: -each.priority))
        return rule

    def remove(self, name: str) -> bool:
        """Remove the rule of that name; whether there was one."""
        with self._lock:
            before = len(self._rules)
            self._rules = tuple(rule for rule in self._rules if rule.name != name)
            return len(self._rules) < before

    def clear(self) -> None:
        """Remove every rule."""
        with self._lock:
            self._rules = ()
            self._made = 0

    def find(self, call: Call, seed: int) -> Rule | None:
        """The first rule that applies to `call`."""
        return next((rule for rule in self._rules if rule.applies(call, seed)), None)
