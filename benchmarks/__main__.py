"""Run the measurements and print the table: `uv run python -m benchmarks [client] [mock]`."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks._measure import Row

AREAS = ("client", "mock")


def main(areas: list[str]) -> int:
    """Print one Markdown table; 1 if a target was missed, for whoever wants to know."""
    if unknown := set(areas) - set(AREAS):
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(AREAS)}", file=sys.stderr)
        return 2
    print("| measured | ours | peer | ratio | target | |\n| --- | --- | --- | --- | --- | --- |")
    missed = 0
    for area in areas or AREAS:
        for row in importlib.import_module(f"benchmarks.{area}").rows():
            missed += not row.met
            print(
                f"| {row.name} | {row.ours} | {row.peer} | {row.ratio:.2f} x | {row.target} "
                f"| {_verdict(row)} |",
                flush=True,
            )
    return int(missed > 0)


def _verdict(row: Row) -> str:
    if not row.target:
        return "reported"
    return "met" if row.met else "missed"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
