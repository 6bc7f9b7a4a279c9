"""The report as Markdown: the table, and drift by kind with JSON pointers.

Whatever a server said is escaped: a report is opened in browsers and pasted into issues.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scaleway_genapi_contract._findings import Severity, State

from ._terminal import conclusion, counted, unmade, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_contract._run import Report

_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|~>-])")
_SHOWN = 3


def as_markdown(report: Report, threshold: Severity) -> str:
    """`report` as a Markdown page."""
    return "\n".join([*_head(report, threshold), *_drift(report), *_table(report)]) + "\n"


def escape(text: str) -> str:
    """`text` so that Markdown and HTML show it as it is, on one line."""
    text = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return _MARKS.sub(r"\\\1", text)


def _head(report: Report, threshold: Severity) -> Iterator[str]:
    words = [verdict(result) for result in report.results]
    when = datetime.fromtimestamp(report.started, UTC).strftime("%Y-%m-%d %H:%M UTC")
    yield f"# {escape(report.server)} against {escape(report.document)}"
    yield ""
    yield f"**{escape(conclusion(report, threshold))}**"
    yield ""
    counts = ", ".join(f"{words.count(word)} {word}" for word in counted(words))
    yield f"{len(words)} checks: {counts}. {report.calls} calls, up to {report.tokens} tokens, "
    yield f"{report.seconds:.1f} s, {when}."
    for line in unmade(report):
        yield ""
        yield f"{escape(line)}."
    lacking = [result.id for result in report.results if report.lacking(result)]
    if lacking:
        yield ""
        yield "Required, and not supported: " + ", ".join(f"`{name}`" for name in lacking)


def _drift(report: Report) -> Iterator[str]:
    yield ""
    yield "## Where the server and the document part"
    by_kind = report.drift()
    if not by_kind:
        yield ""
        yield "Nowhere."
    for kind, found in by_kind.items():
        yield ""
        yield f"### {kind.value.capitalize()}"
        yield ""
        yield "| severity | what | where | first seen by |"
        yield "|---|---|---|---|"
        for finding, ids in found:
            more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
            seen = ", ".join(f"`{name}`" for name in ids[:_SHOWN]) + more
            pointer = "" if finding.pointer is None else escape(finding.pointer or "/")
            message = escape(finding.message)
            yield f"| {finding.severity.label} | {message} | {pointer} | {seen} |"


def _table(report: Report) -> Iterator[str]:
    yield ""
    yield "## Every check"
    yield ""
    yield "| result | check | id |"
    yield "|---|---|---|"
    for result in report.results:
        reason = "" if result.state is State.CHECKED else f": {escape(result.reason)}"
        yield f"| {verdict(result)} | {escape(result.title)}{reason} | `{result.id}` |"
