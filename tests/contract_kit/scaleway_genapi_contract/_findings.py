"""What the checks say: findings with a severity, and the result of one check. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, IntEnum


class Severity(IntEnum):
    """How far an answer is from the document.

    `NOTE`: more than the document says (an undeclared property, header or value): drift.
    `DEVIATION`: other than the document says, in a way that a careful client survives.
    `VIOLATION`: a client made from the document may fail or misread.
    """

    NOTE = 1
    DEVIATION = 2
    VIOLATION = 3

    @property
    def label(self) -> str:
        """Its name as options and reports spell it."""
        return self.name.lower()


class State(Enum):
    """How a check ended, whatever it found."""

    CHECKED = "checked"
    NOT_SUPPORTED = "not supported"
    SKIPPED = "skipped"
    UNANSWERED = "unanswered"


class Kind(Enum):
    """What a finding is about; the drift report has a section for each."""

    UNKNOWN_PROPERTY = "unknown properties"
    MISSING_PROPERTY = "missing properties"
    NEW_VALUE = "new values"
    NEW_STATUS = "undeclared statuses"
    NEW_HEADER = "undeclared headers"
    ABSENT_HEADER = "declared headers that never came"
    BODY = "bodies that the schema refuses"
    MEDIA_TYPE = "media types"
    STREAM = "streams"
    STATUS = "other statuses than the document names"
    BEHAVIOUR = "behaviour"
    TRANSPORT = "answers that did not arrive"
    SECRET = "secrets repeated by the server"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    `pointer` is a JSON pointer into the answer's body, array indices as `*` where the finding is
    drift; None if it is about no place in a body.
    """

    severity: Severity
    kind: Kind
    message: str
    pointer: str | None = None

    def __str__(self) -> str:
        """The message, with its place in the answer."""
        return (
            self.message if self.pointer is None else f"{self.message} (at {self.pointer or '/'})"
        )


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One HTTP call that a check made; `status` is None if no answer came."""

    method: str
    path: str
    status: int | None
    seconds: float


@dataclass(slots=True)
class CheckResult:
    """What one check came to.

    Attributes:
        id: The check, for instance `chat.completions.create/example/plain`.
        title: The check as a sentence.
        operation: The operation's id, `server` if it is about none.
        state: Whether it could be checked at all.
        reason: Why not, if not.
        findings: What was found, worst first.
        calls: The HTTP calls it made; empty if an earlier check's answer served.
        seconds: How long it took.
        needed: Whether there is no verdict on a server without it.
    """

    id: str
    title: str
    operation: str
    state: State = State.CHECKED
    reason: str = ""
    findings: list[Finding] = field(default_factory=list[Finding])
    calls: list[CallRecord] = field(default_factory=list[CallRecord])
    seconds: float = 0.0
    needed: bool = False

    @property
    def unmade(self) -> bool:
        """Whether it says nothing about the server: not supported, or skipped."""
        return self.state in {State.NOT_SUPPORTED, State.SKIPPED}

    @property
    def worst(self) -> Severity | None:
        """The severity of its worst finding."""
        return max((finding.severity for finding in self.findings), default=None)

    def fails(self, threshold: Severity) -> bool:
        """Whether it found something of `threshold` or worse."""
        return self.worst is not None and self.worst >= threshold
