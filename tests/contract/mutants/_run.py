"""The run: an unmutated tree must be green, then every mutant must turn its tests red.

Knows trees and suites; neither prints nor writes a report.
"""

from __future__ import annotations

import shutil
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from queue import SimpleQueue
from typing import TYPE_CHECKING

from ._catalogue import CHECK, GENERATOR, CatalogueError
from ._suite import FALLBACK, Ending, Outcome, Suite
from ._tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ._catalogue import Mutant

_SLACK, _TIMES = 60.0, 5.0
"""A mutant may take so many seconds more, and times as long, as the tests took without it."""
_LONGEST = 1200.0


class Void(Exception):  # noqa: N818 - a result of the run
    """The run says nothing: the tests are red without any mutant."""


class State(Enum):
    """What became of a mutant."""

    KILLED = "killed"
    HUNG = "hung"
    SURVIVED = "survived"
    BROKEN = "broken"


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant. `named` false: not what ought to kill it did, but another test."""

    mutant: Mutant
    state: State
    by: str
    seconds: float
    named: bool = True

    @property
    def killed(self) -> bool:
        """Whether something noticed it."""
        return self.state in {State.KILLED, State.HUNG}


@dataclass
class Runner:
    """One run over copies of `checkout` in `build`."""

    checkout: Path
    build: Path
    workers: int = 2
    suite: Suite = field(default_factory=Suite)
    fallback: Sequence[str] = FALLBACK
    own: Sequence[str] = ("scaleway_genapi", "scaleway_genapi_mock", "scaleway_genapi_contract")

    def __post_init__(self) -> None:
        self._trees: SimpleQueue[Tree] = SimpleQueue()
        self._seconds: dict[str, float] = {}
        self._fallback: Outcome | None = None
        self._lock = threading.Lock()

    def run(
        self, mutants: Sequence[Mutant], say: Callable[[Verdict], None] = lambda _: None
    ) -> list[Verdict]:
        """The verdict on each mutant. Raises Void, and CatalogueError before anything is run."""
        for mutant in mutants:
            mutant.applied(self.checkout)
        self._copy()
        with ThreadPoolExecutor(self.workers) as pool:
            list(pool.map(self._baseline, self._selections(mutants)))
            if any(CHECK in m.killed_by or m.generate for m in mutants):
                self._generated()

            def judged(mutant: Mutant) -> Verdict:
                verdict = self._judge(mutant)
                say(verdict)
                return verdict

            return list(pool.map(judged, mutants))

    def _copy(self) -> None:
        shutil.rmtree(self.build, ignore_errors=True)
        first = Tree.copy(self.checkout, self.build / "worker-1")
        for package in self.own:
            found = first.imported(package)
            if not found.is_relative_to(first.root):
                raise Void(f"{package} is imported from {found}, not from the copy")
        self._trees.put(first)
        for number in range(2, self.workers + 1):
            self._trees.put(first.again(self.build / f"worker-{number}"))

    @contextmanager
    def _tree(self) -> Iterator[Tree]:
        tree = self._trees.get()
        try:
            yield tree
        finally:
            self._trees.put(tree)

    # without mutants

    @staticmethod
    def _selections(mutants: Sequence[Mutant]) -> list[tuple[str, ...]]:
        """What the mutants ask for, file by file: all of it if one of them asks for all."""
        wanted: dict[str, set[str]] = defaultdict(set)
        for argument in (argument for mutant in mutants for argument in mutant.tests):
            wanted[_file(argument)].add(argument)
        return [
            (file,) if file in items else tuple(sorted(items)) for file, items in wanted.items()
        ]

    def _baseline(self, selection: tuple[str, ...]) -> None:
        name = _file(selection[0]).replace("/", ".")
        with self._tree() as tree:
            outcome = self.suite.pytest(
                tree, selection, log=self.build / "logs" / f"without.{name}.log", timeout=_LONGEST
            )
        if outcome.ending is not Ending.GREEN:
            raise Void(
                f"without any mutant, {' '.join(selection)} is {outcome.ending.value}: {outcome.by}"
            )
        self._seconds[_file(selection[0])] = outcome.seconds

    def _generated(self) -> None:
        with self._tree() as tree:
            outcome = self.suite.generate(
                tree, log=self.build / "logs" / "without.generator.log", check=True
            )
        if outcome.ending is not Ending.GREEN:
            raise Void(f"without any mutant, {outcome.by}")

    def _whole(self, tree: Tree) -> Outcome:
        """All there is, without a mutant: run once, and only if some mutant needs it."""
        with self._lock:
            if self._fallback is None:
                self._fallback = self.suite.pytest(
                    tree,
                    self.fallback,
                    log=self.build / "logs" / "without.all.log",
                    timeout=_LONGEST,
                )
            return self._fallback

    # with one

    def _judge(self, mutant: Mutant) -> Verdict:
        with self._tree() as tree:
            outcome = self._outcome(tree, mutant)
            if outcome.ending is not Ending.GREEN or not self.fallback:
                return _verdict(mutant, outcome)
            whole = self._whole(tree)
            if whole.ending is not Ending.GREEN:
                said = f"not by what ought to; all tests are {whole.ending.value} without it: {whole.by}"
                return Verdict(mutant, State.SURVIVED, said, outcome.seconds)
            timeout = _SLACK + _TIMES * whole.seconds
            outcome = self._outcome(tree, mutant, self.fallback, timeout)
            return _verdict(mutant, outcome, named=False)

    def _outcome(
        self,
        tree: Tree,
        mutant: Mutant,
        selection: Sequence[str] = (),
        timeout: float | None = None,
    ) -> Outcome:
        log = self.build / "logs" / f"{mutant.id.replace('/', '.')}.log"
        suite, tests = self.suite, selection or mutant.tests
        with tree.mutated(mutant):
            if mutant.generate:
                made = suite.generate(tree, log=log)
                if made.ending is not Ending.GREEN:
                    expected = GENERATOR in mutant.killed_by
                    return made if expected else _not_run(made)
            if CHECK in mutant.killed_by:
                checked = suite.generate(tree, log=log, check=True)
                if checked.ending is not Ending.GREEN:
                    return checked
            if not tests:
                return Outcome(Ending.GREEN, "", 0.0)
            limit = timeout or _SLACK + _TIMES * sum(
                self._seconds.get(file, 0.0) for file in {_file(test) for test in tests}
            )
            return suite.pytest(tree, tests, log=log, timeout=limit)


def _file(argument: str) -> str:
    return argument.partition("::")[0]


def _not_run(outcome: Outcome) -> Outcome:
    return Outcome(Ending.NOT_RUN, outcome.by, outcome.seconds)


def _verdict(mutant: Mutant, outcome: Outcome, *, named: bool = True) -> Verdict:
    state = {
        Ending.GREEN: State.SURVIVED,
        Ending.RED: State.KILLED,
        Ending.HUNG: State.HUNG,
        Ending.NOT_RUN: State.BROKEN,
    }[outcome.ending]
    return Verdict(mutant, state, outcome.by, outcome.seconds, named)


__all__ = ["CatalogueError", "Runner", "State", "Verdict", "Void"]
