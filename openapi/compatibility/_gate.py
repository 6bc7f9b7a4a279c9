"""What must be done before the changes may be released: decisions on plain values, no files.

Before the first release there is nothing to keep, so nothing is demanded. Right after a release
the version is the released one and nothing differs. The first difference then demands the next
version at once, so that no two things ever carry one version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ._changelog import coming

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._changelog import Section
    from ._changes import Change
    from ._versions import Version


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that is missing, and the file to change."""

    name: str
    message: str
    file: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class State:
    """What the gate looks at. `released` is the last released version, None before the first."""

    version: Version
    document_version: str
    released: Version | None
    changes: Sequence[Change]
    changelog: tuple[Section, ...]


def demands(state: State, *, releasing: bool = False) -> tuple[Demand, ...]:
    """What must be done; nothing if the gate is open.

    `releasing` is for the moment of the release itself, when its copy is about to be taken.
    """
    found: list[Demand] = []
    if state.document_version != str(state.version):
        message = f"info.version is {state.document_version}; the distribution is {state.version}"
        found.append(Demand("one version", f"{message}: make them equal", "openapi/openapi.yaml"))
    found += _undated(state) if releasing else _forgotten(state)
    if state.released is None:
        return tuple(found)
    if state.version.order < state.released.order:
        message = f"version {state.version} is before {state.released}, which is released"
        found.append(Demand("version", message, "pyproject.toml"))
        return tuple(found)
    counted = [change for change in state.changes if not change.text]
    if counted:
        breaking = any(change.breaks for change in counted)
        found += _version(state.version, state.released, breaking=breaking)
        found += _entry(state, breaking=breaking)
    return tuple(found)


def _forgotten(state: State) -> list[Demand]:
    done = [s for s in state.changelog if s.name == str(state.version) and s.dated]
    if not done or state.released == state.version:
        return []
    message = (
        f"{state.version} has a date, so it is released, but openapi/released/{state.version} is "
        "missing: run `uv run nox -s compat -- snapshot` and commit it"
    )
    return [Demand("snapshot", message, f"CHANGELOG.md:{done[0].line}")]


def _undated(state: State) -> list[Demand]:
    name = str(state.version)
    if any(section.name == name and section.dated for section in state.changelog):
        return []
    ours = coming(state.changelog, state.version)
    message = f"rename this to '## {name} - <date>' and begin a new '## Unreleased' above"
    if not ours:
        message = f"a section '## {name} - <date>' is missing"
    place = f"CHANGELOG.md:{ours[-1].line}" if ours else "CHANGELOG.md"
    return [Demand("changelog", message, place)]


def _version(version: Version, released: Version, *, breaking: bool) -> list[Demand]:
    needed = released.after(breaking=breaking)
    if version.release >= needed.release:
        return []
    what = "breaking changes" if breaking else "changes"
    if version == released:
        wrong = f"is released, and there are {what} since: this needs"
    else:
        wrong = f"will not do: there are {what} since {released}, which need"
    message = (
        f"version {version} {wrong} {needed} or later; run `uv version {needed}`, "
        "set info.version of openapi/openapi.yaml, `uv run nox -s generate`"
    )
    return [Demand("version", message, "pyproject.toml")]


def _entry(state: State, *, breaking: bool) -> list[Demand]:
    # The section of a version that is out says nothing about what came after it.
    ours = [s for s in coming(state.changelog, state.version) if s.name != str(state.released)]
    written = [section for section in ours if section.entries]
    if not written:
        message = "say what changed, in the words of someone who uses it, under '## Unreleased'"
        return [Demand("changelog", message, "CHANGELOG.md")]
    if breaking and not any(section.tells_of_a_break for section in written):
        message = (
            "say what breaks and what to do about it: an entry under '### Changed' or "
            "'### Removed', or one that says 'breaking'"
        )
        return [Demand("changelog", message, f"CHANGELOG.md:{written[0].line}")]
    return []
