"""Regular expressions of JSON Schema (ECMA-262) as trees. Reads, writes and matches nothing."""

from __future__ import annotations

from dataclasses import dataclass

from . import _unicode

LONGEST = 200_000
"""What a pattern may cost: a place for one character of ASCII is 1, half a microsecond to compile."""
MORE = 3
"""How many more than its minimum an open quantifier counts for."""
_ASCII, _LAST = 0x7F, 0x10FFFF

Ranges = tuple[tuple[int, int], ...]


class PatternError(ValueError):
    """The expression is none, or uses what is not read here."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of a set: ranges, Unicode properties, other sets; or all but those."""

    ranges: Ranges = ()
    properties: tuple[str, ...] = ()
    parts: tuple[Chars, ...] = ()
    negated: bool = False

    def has(self, char: str) -> bool:
        """Whether `char` is in the set."""
        code = ord(char)
        inside = False
        for low, high in self.ranges:
            if low <= code <= high:
                inside = True
                break
        if self.properties and not inside:
            inside = any(_unicode.has(name, char) for name in self.properties)
        if self.parts and not inside:
            inside = any(part.has(char) for part in self.parts)
        return inside != self.negated

    def telling(self) -> list[str]:
        """Characters that show what the set is about: of each range, behind it, of each property."""
        found: list[str] = []
        for low, high in self.ranges[:8]:
            # What a range leaves out begins right after it.
            code = high + 1 if self.negated else low
            found += [chr(code)] if code <= _LAST else []
        for name in self.properties:
            found += _unicode.examples(name)
        for part in self.parts:
            found += part.telling()
        return found


@dataclass(frozen=True, slots=True)
class Edge:
    """The start ("^") or the end ("$") of the text."""

    kind: str


@dataclass(frozen=True, slots=True)
class Look:
    """What has to follow here, or must not."""

    node: Node
    negated: bool
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What is remembered for a reference back: by number, and by name if it has one."""

    node: Node
    number: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """The text of a group once more, which a number or a name refers to."""

    group: int | str


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other; nothing at all if empty."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`least` to `most` times; `most` is None for any number."""

    node: Node
    least: int
    most: int | None


Node = Chars | Edge | Look | Group | Back | Sequence | Choice | Repeat


def size(node: Node) -> int:
    """How many places of single characters `node` has, written out. Raises PatternError."""
    match node:
        case Chars():
            # A property is a thousand ranges where others are one; what is not of ASCII has
            # several bytes.
            made = sum(map(_unicode.places, node.properties))
            made += sum(map(size, node.parts))
            made += 10 if node.negated or any(high > _ASCII for _, high in node.ranges) else 1
        case Edge():
            made = 0
        case Look() | Group():
            made = size(node.node)
        case Back():
            made = 1
        case Sequence():
            made = sum(map(size, node.parts))
        case Choice():
            made = sum(map(size, node.branches))
        case Repeat():
            most = node.least + MORE if node.most is None else node.most
            made = size(node.node) * max(1, most)
    if made > LONGEST:
        raise PatternError("a pattern stands for too many characters")
    return made
