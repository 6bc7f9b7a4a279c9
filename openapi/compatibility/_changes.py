"""What a comparison finds: a change, its place, whom it breaks. Knows neither OpenAPI nor Python.

Two parties honoured the last release. *Callers* send what it permitted and read what it
promised; *servers* take what it permitted and answer what it promised (the mock, a vLLM, a
gateway). A change breaks a party if what that party does, unchanged, is wrong from now on.
Asking more of nobody is compatible: a new operation that old callers do not call, a new optional
property that they do not send and old servers are not sent by them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Party(StrEnum):
    """Who honoured the last release."""

    CALLERS = "callers"
    SERVERS = "servers"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the last release.

    `where` is a JSON pointer with its leading `#`, or the path of a Python object. `path` and
    `line` say in which file it stands: the new one, or the released one for what is gone.
    `text` marks what only people read (descriptions, examples): it demands no new version.
    `used_by` names the operations that the place belongs to.
    """

    message: str
    where: str
    path: str
    line: int | None = None
    breaks: frozenset[Party] = frozenset()
    text: bool = False
    used_by: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """`compatible`, or `breaking for` whom."""
        if not self.breaks:
            return "compatible"
        return "breaking for " + " and ".join(sorted(self.breaks))

    @property
    def file_and_line(self) -> str:
        """The place in the form that editors and CI logs link."""
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def __str__(self) -> str:
        return f"{self.file_and_line}: {self.message} (at {self.where})"


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Each change once, though several operations lead to it: their verdicts and users add up."""
    found: dict[tuple[str, str, str], Change] = {}
    for change in changes:
        key = (change.path, change.where, change.message)
        if key in found:
            same = found[key]
            used_by = tuple(dict.fromkeys((*same.used_by, *change.used_by)))
            change = replace(same, breaks=same.breaks | change.breaks, used_by=used_by)  # noqa: PLW2901 -- the sum takes its place
        found[key] = change
    return tuple(found.values())
