"""Text that several regular expressions match at once, and others do not, of a given length.

Each expression becomes a nondeterministic automaton; their product is walked state by state, as
far as a bound, so that nothing is multiplied out that no text needs.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from ._expression import Chars, Choice, Edge, Look, Node, PatternError, Repeat, Sequence, read

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_STATES, _EXPLORED = 3000, 1500
_PRINTABLE = [chr(code) for code in range(0x20, 0x7F)]
_FINE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_FOREVER = 1 << 60

State = tuple[frozenset[int], ...]


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

    def closure(self, states: set[int], passing: str) -> frozenset[int]:
        """`states` and what they reach without a character; `passing` edges of the text count."""
        found, waiting = set(states), list(states)
        while waiting:
            for kind, target in self.free[waiting.pop()]:
                if (not kind or kind in passing) and target not in found:
                    found.add(target)
                    waiting.append(target)
        return frozenset(found)


def _automaton(node: Node, *, negated: bool) -> _Automaton:
    made = _Automaton(negated)
    start = made.state()
    made.takes[start].append((None, start))
    made.end = made.add(node, start)
    if made.end == start:
        made.end = made.state()
        made.free[start].append(("", made.end))
    made.takes[made.end].append((None, made.end))
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
    """Several expressions at once."""

    def __init__(self, patterns: tuple[str, ...], refused: tuple[str, ...]) -> None:
        self._automata = [
            _automaton(node, negated=negated)
            for pattern in patterns
            for node, negated in _conditions(pattern)
        ]
        self._automata += [_automaton(read(pattern), negated=True) for pattern in refused]
        self._alphabet = self._characters()
        self._all = (1 << len(self._alphabet)) - 1
        self._masks: dict[Chars | None, int] = {None: self._all}
        self._fine: dict[int, list[str]] = {}
        self._explore()

    def _characters(self) -> list[str]:
        found = dict.fromkeys(_PRINTABLE)
        for automaton in self._automata:
            for edges in automaton.takes:
                for chars, _ in edges:
                    if chars is not None and not chars.negated:
                        found.update(dict.fromkeys(chr(low) for low, _ in chars.ranges[:8]))
        return [char for char in found if not 0xD800 <= ord(char) <= 0xDFFF]  # noqa: PLR2004 - surrogates

    def _mask(self, chars: Chars | None) -> int:
        mask = self._masks.get(chars)
        if mask is None:
            mask = sum(
                1 << at for at, char in enumerate(self._alphabet) if chars and chars.has(char)
            )
            self._masks[chars] = mask
        return mask

    def _explore(self) -> None:
        """The states from the start on, nearest first, and how far each is from an end."""
        first: State = tuple(automaton.closure({0}, "^") for automaton in self._automata)
        self._first = first
        self.next: dict[State, dict[State, int]] = {}
        # At the start both edges of the text are there at once; later only its end is.
        self._ends = {first} if self._accepts(first, "^$") else set[State]()
        waiting: deque[State] = deque([first])
        known = {first}
        while waiting and len(self.next) < _EXPLORED:
            state = waiting.popleft()
            self.next[state] = self._steps(state)
            for target in self.next[state]:
                if target not in known:
                    known.add(target)
                    waiting.append(target)
                    if self._accepts(target, "$"):
                        self._ends.add(target)
        self._distances(known)

    def _accepts(self, state: State, passing: str) -> bool:
        return all(
            (automaton.end in automaton.closure(set(states), passing)) != automaton.negated
            for automaton, states in zip(self._automata, state, strict=True)
        )

    def _steps(self, state: State) -> dict[State, int]:
        edges = [
            [(self._mask(chars), target) for at in states for chars, target in automaton.takes[at]]
            for automaton, states in zip(self._automata, state, strict=True)
        ]
        groups = {self._all}
        for mask in {mask for each in edges for mask, _ in each}:
            groups = {part for group in groups for part in (group & mask, group & ~mask) if part}
        found: dict[State, int] = {}
        for group in groups:
            target = tuple(
                automaton.closure({to for mask, to in each if mask & group}, "")
                for automaton, each in zip(self._automata, edges, strict=True)
            )
            if all(
                states or automaton.negated
                for automaton, states in zip(self._automata, target, strict=True)
            ):
                found[target] = found.get(target, 0) | group
        return found

    def _distances(self, known: set[State]) -> None:
        before: dict[State, list[State]] = {state: [] for state in known}
        for state, targets in self.next.items():
            for target in targets:
                before[target].append(state)
        self.nearest: dict[State, int] = dict.fromkeys(self._ends, 0)
        waiting = deque(self._ends)
        while waiting:
            state = waiting.popleft()
            for origin in before[state]:
                if origin not in self.nearest:
                    self.nearest[origin] = self.nearest[state] + 1
                    waiting.append(origin)
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
            chars = [char for at, char in enumerate(self._alphabet) if mask >> at & 1]
            fine = self._fine[mask] = [char for char in chars if char in _FINE] or chars
        return rng.choice(fine)


@lru_cache(maxsize=64)
def product(patterns: tuple[str, ...], refused: tuple[str, ...] = ()) -> Product:
    """The product of `patterns`, and of `refused` that must not match. Raises PatternError."""
    return Product(patterns, refused)
