"""Words for verdicts: lines, a table, Markdown, JSON, and the score in the README. Pure text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ._catalogue import AREAS
from ._run import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._run import Verdict

_SCORE = re.compile(r"(?<=<!-- mutants -->)[^<]*(?=<!-- /mutants -->)")


def line(verdict: Verdict) -> str:
    """What became of one mutant."""
    return (
        f"{verdict.state.value:9}{verdict.seconds:6.1f} s  {verdict.mutant.id:40}  {_by(verdict)}"
    )


def _by(verdict: Verdict) -> str:
    if verdict.state is State.SURVIVED:
        return verdict.by or verdict.mutant.what
    return verdict.by if verdict.named else f"{verdict.by} (not by what ought to)"


def score(verdicts: Sequence[Verdict]) -> str:
    """The score, the same for the same verdicts."""
    killed = sum(verdict.killed for verdict in verdicts)
    return f"Contract mutants: {killed} of {len(verdicts)} killed"


def summary(verdicts: Sequence[Verdict]) -> str:
    """The score by area, and whatever needs a look."""
    rows = []
    for area, words in AREAS.items():
        of_area = [verdict for verdict in verdicts if verdict.mutant.area == area]
        if of_area:
            killed = sum(verdict.killed for verdict in of_area)
            rows.append(f"{area:10}{killed:3} of {len(of_area):3} killed   {words}")
    for state in (State.SURVIVED, State.BROKEN, State.HUNG):
        for verdict in verdicts:
            if verdict.state is state:
                rows.append(f"{state.value}: {verdict.mutant.id}: {verdict.mutant.what}")
                rows += [f"    {verdict.by}"] if verdict.by else []
    return "\n".join([*rows, score(verdicts)])


def markdown(verdicts: Sequence[Verdict]) -> str:
    """The report."""
    parts = ["# Mutation of the contract", "", f"{score(verdicts)}.", ""]
    for area, words in AREAS.items():
        of_area = [verdict for verdict in verdicts if verdict.mutant.area == area]
        if not of_area:
            continue
        parts += [f"## {words[0].upper()}{words[1:]}", ""]
        parts += ["| mutant | fault | | by | s |", "| --- | --- | --- | --- | ---: |"]
        for verdict in of_area:
            cells = (
                verdict.mutant.id,
                verdict.mutant.what,
                verdict.state.value,
                _by(verdict),
                f"{verdict.seconds:.1f}",
            )
            parts.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
        parts.append("")
    return "\n".join(parts)


def as_json(verdicts: Sequence[Verdict]) -> str:
    """The report for programs."""
    rows = [
        {
            "id": verdict.mutant.id,
            "what": verdict.mutant.what,
            "file": verdict.mutant.file,
            "state": verdict.state.value,
            "by": verdict.by,
            "named": verdict.named,
            "seconds": round(verdict.seconds, 1),
        }
        for verdict in verdicts
    ]
    killed = sum(verdict.killed for verdict in verdicts)
    return json.dumps({"killed": killed, "total": len(rows), "mutants": rows}, indent=1) + "\n"


def with_score(readme: str, verdicts: Sequence[Verdict]) -> str:
    """A README whose score, between its two marks, is that of `verdicts`."""
    return _SCORE.sub(score(verdicts), readme)


def read_score(readme: str) -> str | None:
    """The score in a README; None if it has no place for one."""
    found = _SCORE.search(readme)
    return found[0] if found else None
