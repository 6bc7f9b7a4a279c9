"""The table on a terminal: a line for each check as it comes, its findings below, a summary."""

from __future__ import annotations

import os
import textwrap
from typing import TYPE_CHECKING, TextIO

from scaleway_genapi_contract._findings import Severity, State

if TYPE_CHECKING:
    from scaleway_genapi_contract._findings import CheckResult
    from scaleway_genapi_contract._run import Report

_COLOURS = {
    "violation": "1;31",
    "deviation": "33",
    "note": "36",
    "ok": "32",
    "not supported": "35",
    "skipped": "2",
    "unanswered": "1;31",
}
_WIDTH = max(map(len, _COLOURS))
# Ids are copied from there: in one piece.
_WRAPPER = textwrap.TextWrapper(
    100, subsequent_indent="  ", break_on_hyphens=False, break_long_words=False
)


class Terminal:
    """Prints to `stream`: in colours if that is a terminal that wants them (NO_COLOR)."""

    def __init__(self, stream: TextIO, *, quiet: bool = False) -> None:
        self._stream = stream
        self._quiet = quiet
        self._colours = stream.isatty() and not os.environ.get("NO_COLOR")
        self._group = ""

    def _paint(self, word: str, text: str) -> str:
        return f"\x1b[{_COLOURS[word]}m{text}\x1b[0m" if self._colours else text

    def _print(self, text: str = "") -> None:
        # A console of another encoding must not turn a report into a traceback.
        encoding = self._stream.encoding or "utf-8"
        self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        self._stream.flush()

    def result(self, result: CheckResult) -> None:
        """Print one result; with `quiet`, only one that has something to say."""
        word = verdict(result)
        if self._quiet and word == "ok":
            return
        if result.operation != self._group:
            self._group = result.operation
            self._print(f"\n{self._group}")
        self._print(f"  {self._paint(word, word.ljust(_WIDTH))}  {result.title}")
        if result.reason and result.state is not State.UNANSWERED:
            self._print(f"  {'':{_WIDTH}}    {result.reason}")
        for finding in result.findings:
            label = finding.severity.label
            said = self._paint(label, f"{label}:") if label != word else "-"
            self._print(f"  {'':{_WIDTH}}    {said} {finding}")

    def summary(self, report: Report, threshold: Severity) -> None:
        """Print what the run came to."""
        words = [verdict(result) for result in report.results]
        counts = [f"{words.count(word)} {word}" for word in counted(words)]
        self._print(
            f"\n{len(words)} checks of {report.server} against {report.document}: "
            f"{report.calls} calls, up to {report.tokens} tokens, {report.seconds:.1f} s"
        )
        self._print(", ".join(counts))
        for line in unmade(report):
            self._print(_WRAPPER.fill(line))
        for result in report.results:
            if report.lacking(result):
                self._print(f"required, and {result.state.value}: {result.id}")
        self._print(conclusion(report, threshold))


def verdict(result: CheckResult) -> str:
    """One word for a result: its worst finding, or why there is none, or `ok`."""
    if result.worst is not None and (result.state is State.CHECKED or result.worst > Severity.NOTE):
        return result.worst.label
    return "ok" if result.state is State.CHECKED else result.state.value


def counted(words: list[str]) -> list[str]:
    """The words that occur, best first."""
    order = ("ok", "note", "deviation", "violation", "not supported", "skipped")
    return [word for word in order if word in words]


def unmade(report: Report) -> list[str]:
    """What says nothing about the server: a line for each operation and way to end so."""
    groups: dict[tuple[str, State], list[str]] = {}
    for result in report.results:
        if result.unmade:
            name = result.id.removeprefix(f"{result.operation}/")
            groups.setdefault((result.operation, result.state), []).append(name)
    return [
        f"Not judged of {operation}, {len(names)} {state.value}: {', '.join(names)}"
        for (operation, state), names in groups.items()
    ]


def conclusion(report: Report, threshold: Severity) -> str:
    """The answer, as a sentence that claims no more than was judged."""
    failed, undecided = report.failed(threshold), report.undecided(threshold)
    made = sum(not result.unmade for result in report.results)
    if failed:
        verb = "checks say" if len(failed) > 1 else "check says"
        return f"The server does not honour the document: {len(failed)} {verb} so."
    if undecided:
        first = next((result for result in undecided if result.needed), undecided[0])
        why = report.cut or f"no verdict without {first.id} ({first.reason})"
        return f"The server was not judged, {made} of {report.known} checks were made: {why}."
    whole = made == report.known
    extent = (
        f"all {made} checks" if whole else f"the {made} of {report.known} checks that were made"
    )
    return f"The server honours the document in {extent}: nothing as bad as a {threshold.label}."
