"""Text that several regular expressions match at once, and others do not, of a given length.

Each expression becomes a nondeterministic automaton; their product is walked state by state, those
that are nearest to an end of all of them first, as far as a bound. Every state that is looked at is
spent, and what was walked is kept by no one but the caller.
"""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ._expression import Chars, Choice, Edge, Look, Node, PatternError, Repeat, Sequence, read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

_STATES, _EXPLORED, _KNOWN, _EDGES = 3000, 1500, 3000, 20_000
_STEP = 30
"""So many looks at a part of a state are one step."""
_MOST_LOOKS = 150_000
_PRINTABLE = [chr(code) for code in range(0x20, 0x7F)]
_FINE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_FOREVER = 1 << 60
_LAST = 0x10FFFF

State = tuple[int, ...]
"""Of each automaton the states that it is in: a bit each."""


@dataclass(slots=True)
class _Automaton:
    """States by number: edges with the set of characters they take, edges that take none.

    It finds its expression anywhere in a text. A negated one is met by a text without it.
    """

    negated: bool
    takes: list[list[tuple[Chars | None, int]]] = field(
        default_factory=list[list[tuple["Chars | None", int]]]
    )
    free: list[list[tuple[str, int]]] = field(default_factory=list[list[tuple[str, int]]])
    end: int = 0
    ahead: list[int] = field(default_factory=list[int])
    """How many characters it takes at least from each state to the end."""
    followed: dict[int, list[tuple[int, int]]] = field(
        default_factory=dict[int, list[tuple[int, int]]]
    )
    """Where each set of states leads: disjoint sets of characters, and the states after them."""

    def state(self) -> int:
        if len(self.takes) >= _STATES:
            raise PatternError("a pattern has too many places")
        self.takes.append([])
        self.free.append([])
        return len(self.takes) - 1

    def add(self, node: Node, start: int) -> int:
        """Lay `node` in from the state `start`; the state where it ends."""
        match node:
            case Chars():
                end = self.state()
                self.takes[start].append((node, end))
                return end
            case Edge():
                end = self.state()
                self.free[start].append((node.kind, end))
                return end
            case Look():
                raise PatternError("it looks around")
            case Sequence():
                for part in node.parts:
                    start = self.add(part, start)
                return start
            case Choice():
                ends = [self.add(branch, start) for branch in node.branches]
                end = self.state()
                for each in ends:
                    self.free[each].append(("", end))
                return end
            case Repeat():
                return self._repeat(node, start)

    def _repeat(self, node: Repeat, start: int) -> int:
        for _ in range(node.least):
            start = self.add(node.node, start)
        if node.most is None:
            # A state of its own, so that going round enters nothing that stands before.
            again = self.state()
            self.free[start].append(("", again))
            self.free[self.add(node.node, again)].append(("", again))
            return again
        end = self.state()
        self.free[start].append(("", end))
        for _ in range(node.most - node.least):
            start = self.add(node.node, start)
            self.free[start].append(("", end))
        return end

    def closure(self, states: int, passing: str) -> int:
        """`states` and what they reach without a character; `passing` edges of the text count."""
        found, waiting = states, list(_places(states))
        while waiting:
            for kind, target in self.free[waiting.pop()]:
                if (not kind or kind in passing) and not found >> target & 1:
                    found |= 1 << target
                    waiting.append(target)
        return found

    def after(self, states: int) -> int:
        """`states` and what they reach, without those from which there is no way to the end.

        An expression that was found stays found, whatever else might still begin.
        """
        found = self.closure(states, "")
        if found >> self.end & 1:
            return 1 << self.end
        return sum(1 << at for at in _places(found) if self.ahead[at] < _FOREVER)

    def measure(self) -> None:
        """Fill `ahead`."""
        before: list[list[tuple[int, int]]] = [[] for _ in self.takes]
        for at, edges in enumerate(self.takes):
            for _, target in edges:
                before[target].append((at, 1))
        for at, free in enumerate(self.free):
            for kind, target in free:
                # After the first character its start is behind the text.
                if kind != "^":
                    before[target].append((at, 0))
        self.ahead = [_FOREVER] * len(self.takes)
        self.ahead[self.end] = 0
        waiting = deque([self.end])
        while waiting:
            target = waiting.popleft()
            for at, length in before[target]:
                if self.ahead[target] + length < self.ahead[at]:
                    self.ahead[at] = self.ahead[target] + length
                    # The nearest first, else states would be looked at over and over.
                    waiting.append(at) if length else waiting.appendleft(at)

    def distance(self, states: int) -> int:
        """How many characters the nearest of `states` takes at least to the end."""
        return 0 if self.negated else min((self.ahead[at] for at in _places(states)), default=0)


def _places(states: int) -> Iterator[int]:
    while states:
        low = states & -states
        yield low.bit_length() - 1
        states ^= low


def _automaton(node: Node, *, negated: bool) -> _Automaton:
    made = _Automaton(negated)
    start = made.state()
    made.takes[start].append((None, start))
    made.end = made.add(node, start)
    if made.end == start:
        made.end = made.state()
        made.free[start].append(("", made.end))
    made.takes[made.end].append((None, made.end))
    made.measure()
    return made


def _conditions(pattern: str) -> Iterator[tuple[Node, bool]]:
    """`pattern`, and what it looks ahead for at its very start, as expressions of their own."""
    node = read(pattern)
    parts = node.parts if isinstance(node, Sequence) else (node,)
    rest: list[Node] = []
    for index, part in enumerate(parts):
        leading = all(isinstance(p, Edge | Look) for p in parts[:index])
        if isinstance(part, Look) and leading and index and not part.behind:
            yield Sequence((Edge("^"), part.node)), part.negated
        else:
            rest.append(part)
    yield Sequence(tuple(rest)), False


class Product:
    """Several expressions at once: `patterns`, and `refused` that must not match.

    Raises PatternError. `spend` is told the steps that it takes.
    """

    def __init__(
        self, patterns: tuple[str, ...], refused: tuple[str, ...], spend: Callable[[int], None]
    ) -> None:
        self._spend = spend
        self._looks = 0
        self._automata = [
            _automaton(node, negated=negated)
            for pattern in patterns
            for node, negated in _conditions(pattern)
        ]
        self._automata += [_automaton(read(pattern), negated=True) for pattern in refused]
        self._look(sum(len(automaton.takes) for automaton in self._automata) * 10)
        self._alphabet = self._characters()
        self._all = (1 << len(self._alphabet)) - 1
        self._masks: dict[Chars | None, int] = {None: self._all}
        self._fine: dict[int, list[str]] = {}
        self._explore()

    def _look(self, amount: int) -> None:
        """Spend what looking at `amount` parts takes."""
        before = self._looks // _STEP
        self._looks += amount
        self._spend(self._looks // _STEP - before)

    def _characters(self) -> list[str]:
        found = dict.fromkeys(_PRINTABLE)
        for automaton in self._automata:
            for edges in automaton.takes:
                for chars, _ in edges:
                    if chars is None:
                        continue
                    # What a range leaves out begins right after it.
                    codes = [high + 1 if chars.negated else low for low, high in chars.ranges[:8]]
                    found.update(dict.fromkeys(chr(code) for code in codes if code <= _LAST))
        return [char for char in found if not 0xD800 <= ord(char) <= 0xDFFF]  # noqa: PLR2004 - surrogates

    def _mask(self, chars: Chars | None) -> int:
        mask = self._masks.get(chars)
        if mask is None:
            self._look(2 * len(self._alphabet))
            mask = sum(
                1 << at for at, char in enumerate(self._alphabet) if chars and chars.has(char)
            )
            self._masks[chars] = mask
        return mask

    def _explore(self) -> None:
        """The states from the start on, the most promising first, and how far each is from an end."""
        first: State = tuple(automaton.closure(1, "^") for automaton in self._automata)
        self._first = first
        self.next: dict[State, dict[State, int]] = {}
        # At the start both edges of the text are there at once; later only its end is.
        self._ends = {first} if self._accepts(first, "^$") else set[State]()
        waiting: list[tuple[int, int, State]] = [(0, 0, first)]
        known, edges = {first}, 0
        most = self._looks + _MOST_LOOKS
        while waiting and len(self.next) < _EXPLORED and edges < _EDGES and self._looks < most:
            _, _, state = heapq.heappop(waiting)
            self.next[state] = targets = self._steps(state)
            edges += len(targets)
            for target in targets:
                if target in known or len(known) >= _KNOWN:
                    continue
                known.add(target)
                heapq.heappush(waiting, (self._ahead(target), len(known), target))
                if self._accepts(target, "$"):
                    self._ends.add(target)
        self._look(edges)
        self._distances(known)

    def _ahead(self, state: State) -> int:
        return sum(
            automaton.distance(states)
            for automaton, states in zip(self._automata, state, strict=True)
        )

    def _accepts(self, state: State, passing: str) -> bool:
        self._look(2 * (sum(states.bit_count() for states in state) + len(state)))
        return all(
            bool(automaton.closure(states, passing) >> automaton.end & 1) != automaton.negated
            for automaton, states in zip(self._automata, state, strict=True)
        )

    def _steps(self, state: State) -> dict[State, int]:
        """Where `state` leads, and by which characters: what one automaton parts, all do."""
        ways: list[tuple[int, State]] = [(self._all, ())]
        for automaton, states in zip(self._automata, state, strict=True):
            own = automaton.followed.get(states)
            if own is None:
                own = automaton.followed[states] = self._follow(automaton, states)
            self._look(len(ways) * len(own))
            ways = [
                (both, (*target, after))
                for group, target in ways
                for mask, after in own
                if (both := group & mask)
            ]
        found: dict[State, int] = {}
        for group, target in ways:
            found[target] = found.get(target, 0) | group
        return found

    def _follow(self, automaton: _Automaton, states: int) -> list[tuple[int, int]]:
        """The sets of characters that `states` tell apart, and the states after each of them."""
        edges: dict[int, int] = {}
        for at in _places(states):
            for chars, target in automaton.takes[at]:
                mask = self._mask(chars)
                edges[mask] = edges.get(mask, 0) | 1 << target
        groups = {self._all}
        for mask in edges:
            self._look(len(groups))
            groups = {part for group in groups for part in (group & mask, group & ~mask) if part}
        self._look(len(groups) * len(edges) + 2 * states.bit_count())
        found: dict[int, int] = {}
        for group in sorted(groups):
            targets = 0
            for mask, target in edges.items():
                if mask & group:
                    targets |= target
            self._look(2 * targets.bit_count())
            after = automaton.after(targets)
            found[after] = found.get(after, 0) | group
        ended = 1 << automaton.end
        return [
            (group, after)
            for after, group in found.items()
            # What was found must not have been; what can be found no more should have been.
            if (after != ended if automaton.negated else after)
        ]

    def _distances(self, known: set[State]) -> None:
        before: dict[State, list[State]] = {state: [] for state in known}
        for state, targets in self.next.items():
            for target in targets:
                if target in known:
                    before[target].append(state)
        self.nearest: dict[State, int] = dict.fromkeys(self._ends, 0)
        waiting = deque(self._ends)
        while waiting:
            state = waiting.popleft()
            for origin in before[state]:
                if origin not in self.nearest:
                    self.nearest[origin] = self.nearest[state] + 1
                    waiting.append(origin)
        self._longest(before)

    def _longest(self, before: dict[State, list[State]]) -> None:
        # A state from which no way goes round has a longest way; the others have none.
        left = {
            state: sum(target in self.nearest for target in self.next.get(state, ()))
            for state in self.nearest
        }
        self.farthest: dict[State, int] = {}
        done = deque(state for state, amount in left.items() if not amount)
        while done:
            state = done.popleft()
            ways = [self.farthest[t] + 1 for t in self.next.get(state, ()) if t in self.farthest]
            self.farthest[state] = max(ways, default=0)
            for origin in before[state]:
                if origin in left:
                    left[origin] -= 1
                    if not left[origin]:
                        done.append(origin)

    def write(self, rng: Random, least: int, most: int | None) -> str | None:
        """A text of `least` to `most` characters; None if none was found."""
        top = _FOREVER if most is None else most
        wanted = rng.randint(least, min(top, least + 6))
        state, made = self._first, ""
        if state not in self.nearest:
            return None
        parts: list[str] = []
        while True:
            length = len(parts)
            self._look(4 * (1 + len(self.next.get(state, ()))))
            ended = state in self._ends and length >= least
            ways = [
                (target, mask)
                for target, mask in self.next.get(state, {}).items()
                if length + 1 + self.nearest.get(target, _FOREVER) <= top
                and length + 1 + self.farthest.get(target, _FOREVER) >= least
            ]
            if ended and (length >= wanted or not ways):
                return made.join(parts)
            if not ways:
                return None
            if length >= wanted:
                ways = [min(ways, key=lambda way: self.nearest[way[0]])]
            state, mask = rng.choice(ways)
            parts.append(self._one_of(mask, rng))

    def _one_of(self, mask: int, rng: Random) -> str:
        fine = self._fine.get(mask)
        if fine is None:
            self._look(len(self._alphabet))
            chars = [char for at, char in enumerate(self._alphabet) if mask >> at & 1]
            fine = self._fine[mask] = [char for char in chars if char in _FINE] or chars
        return rng.choice(fine)
