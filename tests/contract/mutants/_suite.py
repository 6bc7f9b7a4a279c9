"""Runs tests in a tree, and says what came of it: green, red, never ending, or not run at all."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from ._catalogue import CHECK

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ._tree import Tree

PLUGINS = (
    "anyio.pytest_plugin",
    "scaleway_genapi_mock.pytest_plugin",
    "tests.contract.mutants.brief",
)
FALLBACK = ("tests/openapi", "tests/contract", "--ignore=tests/contract/mutants")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
_SUMMARY = "short test summary info"
_GREEN, _RED = 0, 1


class Ending(Enum):
    """How a run of tests ended."""

    GREEN = "green"
    RED = "red"
    HUNG = "hung"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Outcome:
    """What came of a run: `by` is the first test that failed, or what was said instead."""

    ending: Ending
    by: str
    seconds: float


@dataclass(frozen=True)
class Suite:
    """How tests are run: the plugins they need, and further arguments for pytest."""

    plugins: Sequence[str] = PLUGINS
    arguments: Sequence[str] = ("--quick",)

    def pytest(
        self, tree: Tree, selection: Sequence[str], *, log: Path, timeout: float, first: bool = True
    ) -> Outcome:
        """Run tests; `first` stops at the first that fails."""
        options = ["-q", "-rfE", "--tb=short", "--no-header", "-p", "no:cacheprovider"]
        options += [part for plugin in self.plugins for part in ("-p", plugin)]
        options += [*(["-x"] if first else []), *self.arguments, *selection]
        outcome, code = _run(tree, ["-m", "pytest", *options], log, timeout)
        if code in {_GREEN, None}:
            return outcome
        # Above the summary, what was logged begins with the same words.
        summary = log.read_text("utf-8", "replace").rpartition(_SUMMARY)[2]
        found = _FAILED.findall(summary)
        if code == _RED and found:
            return Outcome(Ending.RED, found[0], outcome.seconds)
        # Nothing was collected, or not all of it could be: that says nothing about any test.
        said = f"pytest ended with {code}: {', '.join(found) or _last_line(log)}"
        return Outcome(Ending.NOT_RUN, said, outcome.seconds)

    def generate(self, tree: Tree, *, log: Path, check: bool = False) -> Outcome:
        """Generate the client of a tree, or only look whether it is as generated."""
        arguments = ["-m", "generator", *(["--check"] if check else [])]
        outcome, code = _run(tree, arguments, log, 120)
        if code in {_GREEN, None}:
            return outcome
        ending = Ending.RED if code == _RED else Ending.NOT_RUN
        return Outcome(
            ending, f"{CHECK if check else 'generator'}: {_last_line(log)}", outcome.seconds
        )


def _run(
    tree: Tree, arguments: Sequence[str], log: Path, timeout: float
) -> tuple[Outcome, int | None]:
    """Run Python; the exit code, None for a process that had to be stopped."""
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=tree.root,
            env=tree.environment(),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            # Whatever it started goes with it.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    seconds = time.monotonic() - started
    if code is None:
        return Outcome(Ending.HUNG, f"no end after {timeout:.0f} s", seconds), None
    return Outcome(Ending.GREEN, "", seconds), code


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "nothing was said")
