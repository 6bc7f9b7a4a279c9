"""What a program has said to the mock, and at which of its lines, to warn it of what comes to nothing.

Knows rules by what they tell of themselves, and no requests.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from inspect import currentframe
from typing import TYPE_CHECKING, Any

from .rules import RuleWarning, doubts

if TYPE_CHECKING:
    from .rules import Rule

_OURS = __name__.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a program, and where Python remembers which warnings it has had."""

    file: str
    number: int
    scope: dict[str, Any]

    def warn(self, message: str) -> None:
        """Warn there of a rule."""
        warnings.warn_explicit(
            message,
            RuleWarning,
            self.file,
            self.number,
            module=self.scope.get("__name__"),
            registry=self.scope.setdefault("__warningregistry__", {}),
        )


def line() -> Line:
    """The line, outside of this package, that is being executed."""
    frame = currentframe()
    while frame is not None and frame.f_back is not None and _is_ours(frame.f_globals):
        frame = frame.f_back
    if frame is None:  # not every Python has frames
        return Line("sys", 1, {})
    return Line(frame.f_code.co_filename, frame.f_lineno, frame.f_globals)


def _is_ours(scope: dict[str, Any]) -> bool:
    name = str(scope.get("__name__"))
    return name == _OURS or name.startswith(f"{_OURS}.")


class Said:
    """What was said since the last reset."""

    def __init__(self) -> None:
        self._begun: dict[object, Line] = {}
        self._rules: list[tuple[Rule, Line]] = []

    def begin(self, half: object) -> None:
        """Remember conditions, until `complete` says that their reply was given."""
        self._begun[half] = line()

    def complete(self, half: object) -> None:
        """The reply was given."""
        self._begun.pop(half, None)

    def rule(self, rule: Rule) -> None:
        """Remember a rule, and warn of conditions that the document contradicts."""
        at = line()
        self._rules.append((rule, at))
        for place, what in doubts(rule):
            at.warn(f"{rule.name}: {place}: {what}")

    def settle(self) -> None:
        """Forget all of it, and warn of what came to nothing."""
        begun, rules = self._begun, self._rules
        self._begun, self._rules = {}, []
        for at in begun.values():
            at.warn("when(…) without a reply added no rule; give it one: when(…).reply(…)")
        for rule, at in rules:
            if rule.idle:
                at.warn(f"{rule.name}: {rule.idle}")
