"""An expression as a nondeterministic automaton, which reads a text character by character.

A state is the set of places that it may be in. Characters are known by sets of them: bit masks
over an alphabet that only the caller knows. What looks around is in `_looking`.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from ._expression import (
    Back,
    Chars,
    Choice,
    Edge,
    Group,
    Look,
    Node,
    PatternError,
    Repeat,
    Sequence,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Mask = Callable[[Chars | None], int]
    Spend = Callable[[int], None]

_PLACES = 3000
FOREVER = 1 << 60


class Automaton(Protocol):
    """What a product of several asks of each. A negated one is met by a text without its expression.

    `spend` is told how many parts of a state were looked at.
    """

    negated: bool
    start: Any
    places: int
    followed: dict[Any, list[tuple[int, Any]]]
    """Where each state leads, as far as someone asked: what `follow` answered."""

    def sets(self) -> Iterable[Chars]:
        """The sets of characters that it tells apart."""
        ...

    def accepts(self, state: Any, passing: str, spend: Spend) -> bool:
        """Whether its expression is found when the text ends here; `passing` edges are here."""
        ...

    def distance(self, state: Any) -> int:
        """How many characters it takes at least from here until it is met."""
        ...

    def follow(
        self, state: Any, mask: Mask, everything: int, spend: Spend
    ) -> list[tuple[int, Any]]:
        """Disjoint sets of characters, and the state after each; without those that are in vain."""
        ...


class Graph:
    """Places by number: edges with the set of characters they take, edges that take none.

    Its expression is found anywhere behind `before`, and whatever comes `after` it, if these are set.
    """

    def __init__(self, node: Node, *, before: bool = True, after: bool = True) -> None:
        self.takes: list[list[tuple[Chars | None, int]]] = []
        self.free: list[list[tuple[str, int]]] = []
        self.looking: list[list[tuple[int, int]]] = []
        """Edges that are passed where a look, by its number, sees what it should."""
        self.looks: list[Look] = []
        start = self._place()
        if before:
            self.takes[start].append((None, start))
        self.end = self._add(node, start)
        if self.end == start:
            self.end = self._place()
            self.free[start].append(("", self.end))
        if after:
            self.takes[self.end].append((None, self.end))
        self.ahead = self._measure()
        """How many characters it takes at least from each place to the end."""

    def _place(self) -> int:
        if len(self.takes) >= _PLACES:
            raise PatternError("a pattern has too many places")
        self.takes.append([])
        self.free.append([])
        self.looking.append([])
        return len(self.takes) - 1

    def _add(self, node: Node, start: int) -> int:  # noqa: C901, PLR0911 - one for each kind of node
        """Lay `node` in from the place `start`; the place where it ends."""
        match node:
            case Chars():
                end = self._place()
                self.takes[start].append((node, end))
                return end
            case Edge():
                end = self._place()
                self.free[start].append((node.kind, end))
                return end
            case Look():
                end = self._place()
                self.looking[start].append((len(self.looks), end))
                self.looks.append(node)
                return end
            case Group():
                return self._add(node.node, start)
            case Back():
                raise PatternError("it refers back, and none of the texts that were tried is right")
            case Sequence():
                for part in node.parts:
                    start = self._add(part, start)
                return start
            case Choice():
                ends = [self._add(branch, start) for branch in node.branches]
                end = self._place()
                for each in ends:
                    self.free[each].append(("", end))
                return end
            case Repeat():
                return self._repeat(node, start)

    def _repeat(self, node: Repeat, start: int) -> int:
        for _ in range(node.least):
            start = self._add(node.node, start)
        if node.most is None:
            # A place of its own, so that going round enters nothing that stands before.
            again = self._place()
            self.free[start].append(("", again))
            self.free[self._add(node.node, again)].append(("", again))
            return again
        end = self._place()
        self.free[start].append(("", end))
        for _ in range(node.most - node.least):
            start = self._add(node.node, start)
            self.free[start].append(("", end))
        return end

    def _measure(self) -> list[int]:
        before = self._before()
        ahead = [FOREVER] * len(self.takes)
        ahead[self.end] = 0
        waiting = deque([self.end])
        while waiting:
            target = waiting.popleft()
            for at, length in before[target]:
                if ahead[target] + length < ahead[at]:
                    ahead[at] = ahead[target] + length
                    # The nearest first, else places would be looked at over and over.
                    waiting.append(at) if length else waiting.appendleft(at)
        return ahead

    def _before(self) -> list[list[tuple[int, int]]]:
        """From where each place is reached, and how many characters that takes."""
        before: list[list[tuple[int, int]]] = [[] for _ in self.takes]
        for at, edges in enumerate(self.takes):
            for _, target in edges:
                before[target].append((at, 1))
            # After the first character its start is behind the text.
            free = [target for kind, target in self.free[at] if kind != "^"]
            for target in (*free, *(target for _, target in self.looking[at])):
                before[target].append((at, 0))
        return before

    def closure(self, states: int, passing: str) -> int:
        """`states` and what they reach without a character; `passing` edges of the text count."""
        found, waiting = states, list(bits(states))
        while waiting:
            for kind, target in self.free[waiting.pop()]:
                if (not kind or kind in passing) and not found >> target & 1:
                    found |= 1 << target
                    waiting.append(target)
        return found

    def distance(self, states: int) -> int:
        """How many characters the nearest of `states` takes at least to the end."""
        return min((self.ahead[at] for at in bits(states)), default=FOREVER)

    def sets(self) -> Iterator[Chars]:
        """The sets of characters on its edges."""
        for edges in self.takes:
            for chars, _ in edges:
                if chars is not None:
                    yield chars


class Plain:
    """An automaton of an expression that does not look around: states are bits, one for each place."""

    def __init__(self, graph: Graph, *, negated: bool) -> None:
        self._graph = graph
        self.negated = negated
        self.start = graph.closure(1, "^")
        self.places = len(graph.takes)
        self.followed: dict[Any, list[tuple[int, Any]]] = {}
        self.sets = graph.sets

    def accepts(self, state: int, passing: str, spend: Spend) -> bool:
        """See `Automaton`."""
        spend(2 * (state.bit_count() + 1))
        return bool(self._graph.closure(state, passing) >> self._graph.end & 1)

    def distance(self, state: int) -> int:
        """See `Automaton`."""
        return 0 if self.negated else self._graph.distance(state)

    def follow(
        self, state: int, mask: Mask, everything: int, spend: Spend
    ) -> list[tuple[int, int]]:
        """See `Automaton`."""
        edges: dict[int, int] = {}
        for at in bits(state):
            for chars, target in self._graph.takes[at]:
                taken = mask(chars)
                edges[taken] = edges.get(taken, 0) | 1 << target
        groups = parted(everything, edges, spend)
        spend(len(groups) * len(edges) + 2 * state.bit_count())
        found: dict[int, int] = {}
        for group in groups:
            targets = 0
            for taken, target in edges.items():
                if taken & group:
                    targets |= target
            spend(2 * targets.bit_count())
            after = self._after(targets)
            found[after] = found.get(after, 0) | group
        ended = 1 << self._graph.end
        return [
            (group, after)
            for after, group in found.items()
            # What was found must not have been; what can be found no more should have been.
            if (after != ended if self.negated else after)
        ]

    def _after(self, states: int) -> int:
        """`states` and what they reach, without those from which there is no way to the end.

        An expression that was found stays found, whatever else might still begin.
        """
        graph = self._graph
        found = graph.closure(states, "")
        if found >> graph.end & 1:
            return 1 << graph.end
        return sum(1 << at for at in bits(found) if graph.ahead[at] < FOREVER)


def bits(states: int) -> Iterator[int]:
    """The numbers of the bits that are set."""
    while states:
        low = states & -states
        yield low.bit_length() - 1
        states ^= low


def parted(everything: int, masks: Iterable[int], spend: Spend) -> list[int]:
    """The largest sets of characters of which each mask has all or none."""
    groups = {everything}
    for mask in masks:
        spend(len(groups))
        groups = {part for group in groups for part in (group & mask, group & ~mask) if part}
    return sorted(groups)
