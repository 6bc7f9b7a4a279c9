"""`python -m tests.contract.mutants [PATTERN…]`: break the contract in one place after the other.

Exit code 0: every mutant was killed; 1: some survived; 2: the run says nothing, because the tests
are red without any mutant or the catalogue does not fit the tree.
"""

from __future__ import annotations

import argparse
import sys
import time
from fnmatch import fnmatch
from pathlib import Path

from . import _report as report
from ._catalogue import CatalogueError, read_catalogue
from ._run import Runner, State, Verdict, Void
from ._suite import FALLBACK

ROOT = Path(__file__).parents[3]
BUILD = ROOT / "build" / "mutants"
README = ROOT / "README.md"


def main(arguments: list[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract.mutants", description=__doc__)
    parser.add_argument("patterns", nargs="*", help="ids such as mock/* (default: all of them)")
    parser.add_argument("--workers", type=int, default=2, help="how many at a time (default: 2)")
    parser.add_argument(
        "--named", action="store_true", help="do not try all tests on what those named let live"
    )
    parser.add_argument("--list", action="store_true", help="list the catalogue and stop")
    options = parser.parse_args(arguments)
    try:
        catalogue = read_catalogue()
        chosen = [m for m in catalogue if _wanted(m.id, options.patterns)]
        if options.list:
            _say("\n".join(f"{mutant.id:40}  {mutant.what}" for mutant in chosen))
            return 0
        if not chosen:
            parser.error(f"no mutant is called {' or '.join(options.patterns)}")
        started = time.monotonic()
        fallback = () if options.named else FALLBACK
        runner = Runner(ROOT, BUILD, workers=options.workers, fallback=fallback)
        verdicts = runner.run(chosen, lambda verdict: _say(report.line(verdict)))
    except (CatalogueError, Void) as error:
        _say(f"The run says nothing: {error}")
        return 2
    _write(verdicts, complete=len(chosen) == len(catalogue))
    _say(
        f"\n{report.summary(verdicts)}, in {time.monotonic() - started:.0f} s; {BUILD / 'report.md'}"
    )
    if any(verdict.state is State.BROKEN for verdict in verdicts):
        return 2
    return 0 if all(verdict.killed for verdict in verdicts) else 1


def _wanted(id_: str, patterns: list[str]) -> bool:
    return not patterns or any(fnmatch(id_, pattern) for pattern in patterns)


def _write(verdicts: list[Verdict], *, complete: bool) -> None:
    (BUILD / "report.md").write_text(report.markdown(verdicts), "utf-8")
    (BUILD / "report.json").write_text(report.as_json(verdicts), "utf-8")
    if not complete:
        return
    before = README.read_text("utf-8")
    after = report.with_score(before, verdicts)
    if after != before:
        README.write_text(after, "utf-8")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
