"""Text that several regular expressions match at once, and others do not, of a given length.

The product of their automata is walked state by state, those that are nearest to an end of all of
them first, as far as a bound. Every state that is looked at is spent, and what was walked is kept
by no one but the caller.
"""

from __future__ import annotations

import heapq
from collections import deque
from typing import TYPE_CHECKING, Any

from ._automaton import FOREVER
from ._expression import Chars, Edge, Group, Look, Node, Sequence
from ._looking import automaton
from ._reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

_EXPLORED, _KNOWN, _EDGES = 1500, 3000, 20_000
_STEP = 30
"""So many looks at a part of a state are one step."""
_MOST_LOOKS = 150_000
_PRINTABLE = [chr(code) for code in range(0x20, 0x7F)]
_FINE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")

State = tuple[Any, ...]
"""Of each automaton the state that it is in."""


def _conditions(pattern: str) -> Iterator[tuple[Node, bool]]:
    """`pattern`, and what it looks ahead for at its very start, as expressions of their own."""
    node = read(pattern)
    while isinstance(node, Group):
        node = node.node
    parts = node.parts if isinstance(node, Sequence) else (node,)
    if isinstance(parts[0] if parts else None, Look) and not _is_behind(parts[0]):
        # It is found at the start of a text as well as anywhere else.
        parts = (Edge("^"), *parts)
    rest: list[Node] = []
    for index, part in enumerate(parts):
        leading = all(isinstance(p, Edge | Look) for p in parts[:index])
        if isinstance(part, Look) and leading and index and not part.behind:
            yield Sequence((Edge("^"), part.node)), part.negated
        else:
            rest.append(part)
    yield Sequence(tuple(rest)), False


def _is_behind(node: Node) -> bool:
    return isinstance(node, Look) and node.behind


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
            automaton(node, negated=negated)
            for pattern in patterns
            for node, negated in _conditions(pattern)
        ]
        self._automata += [automaton(read(pattern), negated=True) for pattern in refused]
        self._look(sum(made.places for made in self._automata) * 10)
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
        for made in self._automata:
            for chars in made.sets():
                found.update(dict.fromkeys(chars.telling()))
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
        first: State = tuple(automaton.start for automaton in self._automata)
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
            made.distance(states) for made, states in zip(self._automata, state, strict=True)
        )

    def _accepts(self, state: State, passing: str) -> bool:
        return all(
            made.accepts(states, passing, self._look) != made.negated
            for made, states in zip(self._automata, state, strict=True)
        )

    def _steps(self, state: State) -> dict[State, int]:
        """Where `state` leads, and by which characters: what one automaton parts, all do."""
        ways: list[tuple[int, State]] = [(self._all, ())]
        for made, states in zip(self._automata, state, strict=True):
            own = made.followed.get(states)
            if own is None:
                own = made.followed[states] = made.follow(states, self._mask, self._all, self._look)
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
        top = FOREVER if most is None else most
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
                if length + 1 + self.nearest.get(target, FOREVER) <= top
                and length + 1 + self.farthest.get(target, FOREVER) >= least
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
