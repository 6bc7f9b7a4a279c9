"""The findings as text, Markdown and JUnit. Decides nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ._changes import Change
    from ._gate import Demand, State


def _kind(change: Change) -> str:
    return "text only" if change.text else change.verdict


def _grouped(changes: Iterable[Change]) -> dict[str, list[Change]]:
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(_kind(change), []).append(change)
    order = ["compatible", "text only"]
    return dict(sorted(groups.items(), key=lambda g: (g[0] in order, g[0] == order[-1], g[0])))


def _summary(state: State) -> str:
    if state.released is None:
        return "Nothing is released yet, so nothing can break."
    if not state.changes:
        return f"Nothing differs from {state.released}."
    counts = Counter(map(_kind, state.changes))
    said = ", ".join(f"{counts[kind]} {kind}" for kind in _grouped(state.changes))
    return f"Since {state.released}: {said}."


def as_text(state: State, demands: Sequence[Demand]) -> str:
    """For a terminal: `file:line: message (at pointer)`, grouped by verdict."""
    lines = [_summary(state)]
    for kind, changes in _grouped(state.changes).items():
        lines += ["", kind]
        for change in changes:
            lines.append(f"  {change}")
            if change.used_by:
                lines.append(f"      in {', '.join(change.used_by)}")
    if demands:
        lines += ["", "The gate refuses:", *(f"  {demand}" for demand in demands)]
    return "\n".join(lines) + "\n"


def as_markdown(state: State, demands: Sequence[Demand]) -> str:
    """For a pull request."""
    lines = ["# Compatibility", "", _summary(state), ""]
    if demands:
        lines += ["**The gate refuses:**", "", *(f"- `{d.file}`: {d.message}" for d in demands), ""]
    for kind, changes in _grouped(state.changes).items():
        lines += [
            f"## {kind[0].upper()}{kind[1:]}",
            "",
            "| change | at | file |",
            "| --- | --- | --- |",
        ]
        for change in changes:
            message = change.message.replace("|", "\\|")
            lines.append(f"| {message} | `{change.where}` | `{change.file_and_line}` |")
        lines.append("")
    return "\n".join(lines)


def as_junit(state: State, demands: Sequence[Demand]) -> str:
    """For CI: a test case for each change; what the gate demands are the failures."""
    total = len(state.changes) + max(1, len(demands))
    suite = ET.Element(
        "testsuite", name="compatibility", tests=str(total), failures=str(len(demands))
    )
    for change in state.changes:
        case = ET.SubElement(suite, "testcase", classname=_kind(change), name=change.where)
        ET.SubElement(case, "system-out").text = str(change)
    for demand in demands:
        case = ET.SubElement(suite, "testcase", classname="gate", name=demand.name)
        ET.SubElement(case, "failure", message=demand.message).text = str(demand)
    if not demands:
        ET.SubElement(suite, "testcase", classname="gate", name="open")
    return ET.tostring(suite, encoding="unicode", xml_declaration=True)
