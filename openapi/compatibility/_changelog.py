"""The part of CHANGELOG.md that speaks of the coming version. Knows Markdown headings, no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._versions import Version

_HEADING = re.compile(r"##\s+\[?(?P<name>[^\]\s]+)\]?(?:\s+-\s+(?P<date>\d{4}-\d\d-\d\d))?")
_ENTRY = re.compile(r"\s*[-*]\s+\S")
_BREAKING = re.compile(r"breaking|###\s+(changed|removed)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one `## version` heading."""

    name: str
    line: int
    dated: bool
    body: tuple[str, ...]

    @property
    def entries(self) -> int:
        """How many list items there are."""
        return sum(1 for line in self.body if _ENTRY.match(line))

    @property
    def tells_of_a_break(self) -> bool:
        """Whether readers are warned: `### Changed`, `### Removed`, or the word itself."""
        return any(_BREAKING.search(line) for line in self.body)


def sections(text: str) -> tuple[Section, ...]:
    """The sections in their order."""
    lines = text.splitlines()
    starts = [(n, match) for n, line in enumerate(lines) if (match := _HEADING.match(line))]
    ends = [*(n for n, _ in starts[1:]), len(lines)][: len(starts)]
    return tuple(
        Section(match["name"], n + 1, match["date"] is not None, tuple(lines[n + 1 : end]))
        for (n, match), end in zip(starts, ends, strict=True)
    )


def coming(found: tuple[Section, ...], version: Version) -> tuple[Section, ...]:
    """The sections of what is not released yet: `Unreleased`, and that of the version to come."""
    return tuple(s for s in found if s.name.lower() == "unreleased" or s.name == str(version))
