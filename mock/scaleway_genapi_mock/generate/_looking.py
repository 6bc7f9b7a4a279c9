"""An automaton of an expression that looks around, wherever it does.

What is looked ahead for is owed from there on: each place knows what is still to come, or must not.
What is looked behind for is followed all along. Looks inside of looks are not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._automaton import FOREVER, Graph, Plain, bits, parted
from ._expression import PatternError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ._automaton import Automaton, Mask, Spend
    from ._expression import Chars, Node

    Owed = frozenset[tuple[int, int]]
    """Looks by number, and the places that each of them is in."""
    Place = tuple[int, Owed]
    State = tuple[tuple[int, ...], frozenset[Place]]
    """Where each look behind is; and the places that the expression may be in."""

_MOST = 60
"""So many places at once; more are no expression that someone wrote."""
_NOTHING: Owed = frozenset()


def automaton(node: Node, *, negated: bool) -> Automaton:
    """The automaton of an expression. Raises PatternError."""
    graph = Graph(node)
    return Looking(graph, negated=negated) if graph.looks else Plain(graph, negated=negated)


class Looking:
    """See `Automaton`, of which this is one."""

    def __init__(self, graph: Graph, *, negated: bool) -> None:
        self._graph = graph
        self.negated = negated
        self._looks = [Graph(look.node, before=look.behind, after=False) for look in graph.looks]
        if any(look.looks for look in self._looks):
            raise PatternError("it looks around where it already does")
        self._refuses = [look.negated for look in graph.looks]
        self._behind = [at for at, look in enumerate(graph.looks) if look.behind]
        self.places = len(graph.takes) + sum(len(look.takes) for look in self._looks)
        self.followed: dict[Any, list[tuple[int, Any]]] = {}
        seen = tuple(self._looks[at].closure(1, "^") for at in self._behind)
        self.start: State = (seen, self._closure([(0, _NOTHING)], seen, "^"))

    def sets(self) -> Iterator[Chars]:
        """See `Automaton`."""
        for graph in (self._graph, *self._looks):
            yield from graph.sets()

    def accepts(self, state: State, passing: str, spend: Spend) -> bool:
        """See `Automaton`."""
        seen, places = state
        spend(4 * (len(places) + 1))
        return any(
            at == self._graph.end
            and all(self._is_paid(look, where, passing) for look, where in owed)
            for at, owed in self._closure(places, seen, passing)
        )

    def _is_paid(self, look: int, where: int, passing: str) -> bool:
        graph = self._looks[look]
        return bool(graph.closure(where, passing) >> graph.end & 1) != self._refuses[look]

    def distance(self, state: State) -> int:
        """See `Automaton`."""
        if self.negated:
            return 0
        return min((self._ahead(place) for place in state[1]), default=FOREVER)

    def _ahead(self, place: Place) -> int:
        at, owed = place
        due = [self._looks[n].distance(where) for n, where in owed if not self._refuses[n]]
        return max([self._graph.ahead[at], *due])

    def follow(
        self, state: State, mask: Mask, everything: int, spend: Spend
    ) -> list[tuple[int, State]]:
        """See `Automaton`."""
        masks = {mask(chars) for chars in self._told_apart(state)}
        groups = parted(everything, masks, spend)
        found: dict[State, int] = {}
        for group in groups:
            after = self._after(state, group, mask)
            spend(4 * (1 + len(state[1]) + len(after[1])))
            found[after] = found.get(after, 0) | group
        ended = frozenset([(self._graph.end, _NOTHING)])
        return [
            (group, after)
            for after, group in found.items()
            if (after[1] != ended if self.negated else after[1])
        ]

    def _told_apart(self, state: State) -> Iterator[Chars | None]:
        seen, places = state
        for number, where in zip(self._behind, seen, strict=True):
            for at in bits(where):
                yield from (chars for chars, _ in self._looks[number].takes[at])
        for at, owed in places:
            yield from (chars for chars, _ in self._graph.takes[at])
            for number, where in owed:
                for part in bits(where):
                    yield from (chars for chars, _ in self._looks[number].takes[part])

    def _after(self, state: State, group: int, mask: Mask) -> State:
        seen = tuple(
            _step(self._looks[number], where, group, mask)
            for number, where in zip(self._behind, state[0], strict=True)
        )
        places: list[Place] = []
        for at, owed in state[1]:
            steps = [(n, _step(self._looks[n], where, group, mask)) for n, where in owed]
            left = self._left(steps)
            if left is not None:
                places += [
                    (target, left) for chars, target in self._graph.takes[at] if mask(chars) & group
                ]
        return seen, self._closure(places, seen, "")

    def _left(self, owed: Iterable[tuple[int, int]]) -> Owed | None:
        """What is still owed; None if it cannot be met any more."""
        left: list[tuple[int, int]] = []
        for number, where in owed:
            graph = self._looks[number]
            found = bool(where >> graph.end & 1)
            if not found and graph.distance(where) < FOREVER:
                left.append((number, where))
            elif found == self._refuses[number]:
                return None
        return frozenset(left)

    def _closure(
        self, places: Iterable[Place], seen: tuple[int, ...], passing: str
    ) -> frozenset[Place]:
        """`places` and what they reach without a character, without those that are in vain."""
        waiting = list(places)
        found = set(waiting)
        while waiting:
            at, owed = waiting.pop()
            reached = [(t, owed) for kind, t in self._graph.free[at] if not kind or kind in passing]
            for number, target in self._graph.looking[at]:
                left = self._looked(number, owed, seen, passing)
                if left is not None:
                    reached.append((target, left))
            for place in reached:
                if place not in found:
                    found.add(place)
                    waiting.append(place)
            if len(found) > _MOST * 10:
                raise PatternError("it looks around at too many places at once")
        ended = (self._graph.end, _NOTHING)
        if ended in found:
            # An expression that was found stays found.
            return frozenset([ended])
        kept = [
            (at, owed)
            for at, owed in found
            # What owes more at the same place is of no more use.
            if self._graph.ahead[at] < FOREVER and (not owed or (at, _NOTHING) not in found)
        ]
        if len(kept) > _MOST:
            raise PatternError("it looks around at too many places at once")
        return frozenset(kept)

    def _looked(self, number: int, owed: Owed, seen: tuple[int, ...], passing: str) -> Owed | None:
        """What is owed behind a look; None if what it sees is already not as it should be."""
        graph = self._looks[number]
        if number in self._behind:
            where = seen[self._behind.index(number)]
            return owed if bool(where >> graph.end & 1) != self._refuses[number] else None
        left = self._left([(number, graph.closure(1, passing))])
        return None if left is None else owed | left


def _step(graph: Graph, states: int, group: int, mask: Mask) -> int:
    """The places after a character of `group`."""
    targets = 0
    for at in bits(states):
        for chars, target in graph.takes[at]:
            if mask(chars) & group:
                targets |= 1 << target
    return graph.closure(targets, "")
