"""The table in the kit's README, written from the kit's JSON reports. Pure text."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

VERDICTS = ("ok", "note", "deviation", "violation")
_PLACE = re.compile(r"(?<=<!-- foreign -->\n).*?(?=<!-- /foreign -->)", re.DOTALL)


def verdict(check: Mapping[str, Any]) -> str:
    """The severity of its worst finding; without any `ok`, or why it was not checked."""
    found = {finding["severity"] for finding in check["findings"]}
    worst = next((word for word in reversed(VERDICTS) if word in found), None)
    return worst or ("ok" if check["state"] == "checked" else check["state"])


def table(reports: Mapping[str, Mapping[str, Any]]) -> str:
    """How many checks of each server ended how, by the server's name."""
    lines = [f"| | {' | '.join(VERDICTS)} |", "|---|" + "--:|" * len(VERDICTS)]
    for name, report in reports.items():
        counts = Counter(verdict(check) for check in report["checks"])
        lines.append(f"| {name} | {' | '.join(str(counts[word]) for word in VERDICTS)} |")
    return "".join(f"{line}\n" for line in lines)


def with_table(readme: str, reports: Mapping[str, Mapping[str, Any]]) -> str:
    """A README whose table, between its two marks, is that of `reports`."""
    written, count = _PLACE.subn(lambda _: table(reports), readme)
    if count != 1:
        raise ValueError("the README has no place for the table: <!-- foreign -->")
    return written
