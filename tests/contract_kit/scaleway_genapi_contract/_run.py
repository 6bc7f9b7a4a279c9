"""A run: which checks, in which order, against which target; what comes out is a Report."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import Document, load_document

from ._api import Api
from ._checks import all_checks
from ._findings import CheckResult, Finding, Kind, Severity, State
from ._schemas import Schemas
from ._session import Session
from ._target import TargetError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path

    from ._check import Check
    from ._target import Target


@dataclass(slots=True)
class Report:
    """What a run came to.

    Attributes:
        server: The base URL that was judged, without secrets.
        document: Title and version of the document.
        results: One for each check, in order.
        calls: How many HTTP calls were made.
        tokens: How many tokens they took at most: as the budget counts them.
        seconds: How long the run took.
        started: When it began, seconds since 1970.
        required: The ids of checks that must not end as "not supported" or "skipped".
        known: How many checks the document gives rise to.
        cut: Why the run ended before its end; empty if it did not.
    """

    server: str
    document: str
    results: list[CheckResult] = field(default_factory=list[CheckResult])
    calls: int = 0
    tokens: int = 0
    seconds: float = 0.0
    started: float = field(default_factory=time.time)
    required: frozenset[str] = frozenset()
    known: int = 0
    cut: str = ""

    def failed(self, threshold: Severity) -> list[CheckResult]:
        """The checks that found something of `threshold` or worse, or that were required."""
        return [r for r in self.results if r.fails(threshold) or self.lacking(r)]

    def lacking(self, result: CheckResult) -> bool:
        """Whether a required check could not be made."""
        return result.unmade and result.id in self.required

    def undecided(self, threshold: Severity) -> list[CheckResult]:
        """The checks that were not made, and without which there is no verdict if none failed."""
        if self.failed(threshold):
            return []
        return [r for r in self.results if r.unmade and (r.needed or self.cut)]

    def count(self, what: Severity | State) -> int:
        """How many checks have `what` as their worst finding, or ended in that state."""
        if isinstance(what, State):
            return sum(result.state is what for result in self.results)
        return sum(result.worst is what for result in self.results)

    def drift(self) -> dict[Kind, list[tuple[Finding, list[str]]]]:
        """Findings by kind, each once, with the ids of the checks that met it."""
        met: dict[Finding, list[str]] = {}
        for result in self.results:
            for finding in result.findings:
                met.setdefault(finding, []).append(result.id)
        by_kind: dict[Kind, list[tuple[Finding, list[str]]]] = {}
        for kind in Kind:
            found = [(f, ids) for f, ids in met.items() if f.kind is kind]
            if found:
                by_kind[kind] = sorted(found, key=lambda pair: -pair[0].severity)
        return by_kind


def checks(document: Document | Path | str | None = None) -> list[Check]:
    """Every check of a document; by default of the one that ships with this version."""
    api = Api(_document(document))
    return all_checks(api, Schemas(api.document))


def select(
    found: Iterable[Check], only: Sequence[str] = (), skip: Sequence[str] = ()
) -> list[Check]:
    """The checks that a pattern of `only` (if any) names, and none of `skip`.

    A pattern is an id, else the beginning of ids, else one as for file names, whose `*` matches
    `/`, too. One that names nothing is a TargetError.
    """
    known = {check.id: check for check in found}
    chosen = _named(known, only) if only else set(known)
    chosen -= _named(known, skip)
    if not chosen:
        raise TargetError("no check is left; --list names them all")
    return [check for check in known.values() if check.id in chosen]


def _named(ids: Collection[str], patterns: Iterable[str]) -> set[str]:
    """The ids that the patterns name. TargetError if one names none."""
    found: set[str] = set()
    for pattern in patterns:
        named = _matching(ids, pattern)
        if not named or not pattern:
            raise TargetError(f"no check matches {pattern!r}; --list names them all")
        found |= named
    return found


def _matching(ids: Collection[str], pattern: str) -> set[str]:
    if pattern in ids:
        return {pattern}
    return {i for i in ids if i.startswith(pattern) or fnmatchcase(i, pattern)}


def run(
    target: Target,
    *,
    document: Document | Path | str | None = None,
    only: Sequence[str] = (),
    skip: Sequence[str] = (),
    require: Sequence[str] = (),
    on_result: Callable[[CheckResult], None] | None = None,
) -> Report:
    """Hold the server of `target` to a document.

    Args:
        target: The server.
        document: The document or its path; by default the one that ships with this version.
        only: Patterns of the checks to make.
        skip: Patterns of the checks to leave out.
        require: Patterns of checks that the server has to support, as for `select`.
        on_result: Called with each result as it comes.

    Raises TargetError (the server cannot be judged), DocumentError.
    """
    source = _document(document)
    started = time.perf_counter()
    with Session(target, source) as session:
        found = all_checks(session.api, session.schemas)
        required = frozenset(_named({check.id for check in found}, require))
        chosen = select(found, only, skip)
        session.open()
        report = Report(session.redact(session.root), session.api.version, required=required)
        report.known = len(found)
        # Without these there is no verdict: the budget is theirs before it is that of others.
        first = {check.id: check.run(session) for check in chosen if check.needed}
        for check in chosen:
            result = first.get(check.id) or check.run(session)
            report.results.append(result)
            if on_result is not None:
                on_result(result)
        report.calls, report.tokens = len(session.records), session.ledger.spent
        report.cut = session.cut
    report.seconds = time.perf_counter() - started
    return report


def _document(document: Document | Path | str | None) -> Document:
    return document if isinstance(document, Document) else load_document(document)
