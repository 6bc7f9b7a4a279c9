"""What a check is, and what it is given: one question to the server, as a small function."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ._exchange import NoAnswer, NotAsked
from ._findings import CheckResult, Finding, Kind, Severity, State
from ._judge import judge
from ._redact import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._api import Operation
    from ._exchange import Exchange
    from ._session import Session

SERVER = "server"
_TOO_MANY = 429


class NotSupported(Exception):  # noqa: N818 -- an answer, no error
    """The server says that it cannot do what the check is about."""


class Skipped(Exception):  # noqa: N818 -- a decision, no error
    """The check cannot be made now, and that says nothing against the server."""


@dataclass(slots=True)
class Context:
    """What the function of a check works with."""

    session: Session
    findings: list[Finding] = field(default_factory=list[Finding])

    def add(
        self,
        severity: Severity,
        message: str,
        kind: Kind = Kind.BEHAVIOUR,
        pointer: str | None = None,
    ) -> None:
        """Report a finding."""
        self.findings.append(Finding(severity, kind, message, pointer))

    def violation(self, message: str, kind: Kind = Kind.BEHAVIOUR) -> None:
        """Report a violation."""
        self.add(Severity.VIOLATION, message, kind)

    def deviation(self, message: str, kind: Kind = Kind.BEHAVIOUR) -> None:
        """Report a deviation."""
        self.add(Severity.DEVIATION, message, kind)

    def judge(self, operation: Operation, exchange: Exchange) -> None:
        """Report everything in which the answer is not as the document says.

        Raises Skipped for a 429: the limits are used up, which is no answer to any question.
        """
        for finding in judge(self.session, operation, exchange):
            # What comes with every answer, a header or a property of every message, is news once.
            if finding.severity > Severity.NOTE or self.session.is_news(operation, finding):
                self.findings.append(finding)
        if exchange.status == _TOO_MANY:
            raise Skipped(f"the server's limits are used up: 429 {exchange.message}".rstrip())

    def send(self, operation: Operation, **call: Any) -> Exchange:
        """Call the operation; the arguments are those of `Session.send`. Judges the answer."""
        exchange = self.session.send(operation, **call)
        self.judge(operation, exchange)
        return exchange


@dataclass(frozen=True, slots=True)
class Check:
    """One question to a server.

    Attributes:
        id: For `--only` and `--skip`: `{operation}/{kind}/{detail}`.
        title: What the server does if it honours the document, as a sentence.
        operation: The operation's id, `server` if it is about none.
        needed: Whether there is no verdict on a server without it.
    """

    id: str
    title: str
    operation: str
    ask: Callable[[Context], None] = field(repr=False, compare=False)
    needed: bool = False

    def run(self, session: Session) -> CheckResult:
        """Ask, and say what came of it. Never raises for what a server does."""
        started, made = time.perf_counter(), len(session.records)
        context = Context(session)
        result = CheckResult(self.id, self.title, self.operation, needed=self.needed)
        try:
            self.ask(context)
        except NotSupported as reason:
            result.state, result.reason = State.NOT_SUPPORTED, str(reason)
        except Skipped as reason:
            result.state, result.reason = State.SKIPPED, str(reason)
        except NotAsked as reason:
            result.state, result.reason = State.SKIPPED, f"not asked: {reason}"
        except NoAnswer as reason:
            result.state, result.reason = State.UNANSWERED, str(reason)
            context.violation(f"no answer: {reason}", Kind.TRANSPORT)
        result.reason = _clean(session, result.reason)
        unique = dict.fromkeys(context.findings)
        cleaned = [
            Finding(
                f.severity,
                f.kind,
                _clean(session, f.message),
                f.pointer and _clean(session, f.pointer),
            )
            for f in unique
        ]
        result.findings = sorted(cleaned, key=lambda finding: -finding.severity)
        result.calls = session.records[made:]
        result.seconds = time.perf_counter() - started
        return result


def _clean(session: Session, text: str) -> str:
    """`text` for people to read: without secrets, and without what would steer a terminal."""
    return printable(session.redact(text))
