"""Regular expressions of JSON Schema (ECMA-262), read into a tree. Writes and matches nothing.

What cannot be read (a reference back) is a PatternError; so is what stands for more characters
than anyone can use.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category

from scaleway_genapi_mock._kept import kept

LONGEST = 200_000
"""What a pattern may cost: a place for one character of ASCII is 1, half a microsecond to compile."""
MOST_CHARACTERS = 20_000
"""As long as all patterns of a schema may be together."""
_COMPILED = 10
"""So much of what patterns cost is one step."""
MORE = 3
"""How many more than its minimum an open quantifier counts for."""
_ASCII, _CATEGORIES = 0x7F, {"L": 300, "Lu": 200, "Ll": 200}
_DIGITS, _LINES = ((48, 57),), ((10, 10), (13, 13), (0x2028, 0x2029))
_WORD = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACES = ((9, 13), (32, 32), (160, 160), (0x1680, 0x1680), (0x2000, 0x200A), *_LINES[2:])
_SETS = {"d": _DIGITS, "w": _WORD, "s": _SPACES}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_LONG_NAMES = {
    "Letter": "L",
    "Alphabetic": "L",
    "Uppercase_Letter": "Lu",
    "Uppercase": "Lu",
    "Lowercase_Letter": "Ll",
    "Lowercase": "Ll",
    "Number": "N",
    "Punctuation": "P",
}

Ranges = tuple[tuple[int, int], ...]


class PatternError(ValueError):
    """The expression is none, or uses what is not read here."""


@dataclass(frozen=True, slots=True)
class Chars:
    """One character out of a set: ranges, Unicode categories, other sets; or all but those."""

    ranges: Ranges = ()
    categories: tuple[str, ...] = ()
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
        if self.categories and not inside:
            inside = any(category(char).startswith(name) for name in self.categories)
        if self.parts and not inside:
            inside = any(part.has(char) for part in self.parts)
        return inside != self.negated


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


Node = Chars | Edge | Look | Sequence | Choice | Repeat


def _weight(pattern: str, _: Node) -> int:
    return 20 + len(pattern)


def read(pattern: str) -> Node:
    """The tree of `pattern`. Raises PatternError."""
    if len(pattern) > MOST_CHARACTERS:
        raise PatternError(f"a pattern of {len(pattern)} characters is too long")
    return _read(pattern)


@kept(MOST_CHARACTERS, _weight)
def _read(pattern: str) -> Node:
    parser = _Parser(pattern)
    try:
        node = parser.alternatives()
    except (RecursionError, ValueError, OverflowError) as error:
        raise PatternError(f"{pattern[:80]!r} cannot be read: {error}") from None
    if parser.at < len(pattern):
        raise PatternError(f"unbalanced {pattern[parser.at]!r} in {pattern[:80]!r}")
    size(node)
    return node


def size(node: Node) -> int:
    """How many places of single characters `node` has, written out. Raises PatternError."""
    match node:
        case Chars():
            # A category is a thousand ranges where others are one; what is not of ASCII has
            # several bytes.
            made = sum(_CATEGORIES.get(name, 100) for name in node.categories)
            made += sum(map(size, node.parts))
            made += 10 if node.negated or any(high > _ASCII for _, high in node.ranges) else 1
        case Edge():
            made = 0
        case Look():
            made = size(node.node)
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


def cost(pattern: str) -> int:
    """What compiling `pattern` costs; what cannot be read is as dear as it may be."""
    return _cost(pattern) if len(pattern) <= MOST_CHARACTERS else LONGEST


def _length(pattern: str, _: int) -> int:
    return 20 + len(pattern)


@kept(2 * MOST_CHARACTERS, _length)
def _cost(pattern: str) -> int:
    try:
        return size(read(pattern)) + len(pattern)
    except PatternError:
        return LONGEST if "{" in pattern else 10 * len(pattern)


def compiling(pattern: str) -> int:
    """The steps of compiling `pattern`."""
    return 1 + cost(pattern) // _COMPILED


def looks_around(pattern: str) -> bool:
    """Whether a match of `pattern` may have to go back: time grows by the square of the text."""
    return any(
        look in pattern for look in ("(?=", "(?!", "(?<", *(f"\\{digit}" for digit in range(1, 10)))
    )


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise PatternError("it ends too early")
        self.at += 1
        return char

    def accept(self, prefix: str) -> bool:
        if self.text.startswith(prefix, self.at):
            self.at += len(prefix)
            return True
        return False

    def until(self, end: str) -> str:
        found = self.text.find(end, self.at)
        if found < 0:
            raise PatternError(f"{end!r} is missing")
        taken, self.at = self.text[self.at : found], found + len(end)
        return taken

    def alternatives(self) -> Node:
        branches = [self.sequence()]
        while self.accept("|"):
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.peek() not in {"", "|", ")"}:
            parts.append(self.quantified(self.atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def quantified(self, node: Node) -> Node:
        least: int
        most: int | None
        if self.accept("*"):
            least, most = 0, None
        elif self.accept("+"):
            least, most = 1, None
        elif self.accept("?"):
            least, most = 0, 1
        elif self.peek() == "{" and self._counts():
            low, comma, high = self.until("}")[1:].partition(",")
            least = int(low or 0)
            most = int(high) if high else (None if comma else least)
        else:
            return node
        if not self.accept("?"):
            self.accept("+")
        if most is not None and most < least:
            raise PatternError("a quantifier is none")
        return Repeat(node, least, most)

    def _counts(self) -> bool:
        body = self.text[self.at + 1 : self.text.find("}", self.at)]
        return bool(body) and all(part.isdigit() or not part for part in body.split(",", 1))

    def atom(self) -> Node:
        char = self.take()
        match char:
            case "^" | "$":
                return Edge(char)
            case ".":
                return Chars(_LINES, negated=True)
            case "(":
                return self.group()
            case "[":
                return self.character_class()
            case "\\":
                return self.escape()
            case _:
                return _literal(char)

    def group(self) -> Node:
        look: tuple[bool, bool] | None = None
        for opening, negated, behind in (
            ("?=", False, False),
            ("?!", True, False),
            ("?<=", False, True),
            ("?<!", True, True),
        ):
            if look is None and self.accept(opening):
                look = negated, behind
        if look is None and not self.accept("?:"):
            if self.accept("?<") or self.accept("?P<"):
                self.until(">")
            elif self.peek() == "?":
                raise PatternError("it uses a group that is not read here")
        node = self.alternatives()
        if not self.accept(")"):
            raise PatternError("')' is missing")
        return node if look is None else Look(node, *look)

    def escape(self) -> Node:
        char = self.peek()
        if char in {"b", "B"}:
            self.take()
            return Sequence()
        if (char.isdigit() and char != "0") or char == "k":
            raise PatternError("it refers back, which is not read here")
        return self.escaped()

    def escaped(self) -> Chars:
        """The characters that the escape after a backslash stands for."""
        char = self.take()
        if char.lower() in _SETS:
            return Chars(_SETS[char.lower()], negated=char.isupper())
        if char in {"p", "P"} and self.accept("{"):
            name = self.until("}").rpartition("=")[2]
            return Chars(categories=(_LONG_NAMES.get(name, name),), negated=char == "P")
        return _literal(self._character(char))

    def _character(self, char: str) -> str:
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char == "u" and self.accept("{"):
            return chr(int(self.until("}"), 16))
        for letter, length in (("u", 4), ("x", 2)):
            if char == letter:
                digits = self.text[self.at : self.at + length]
                self.at += length
                return chr(int(digits, 16))
        return chr(ord(self.take()) % 32) if char == "c" else char

    def character_class(self) -> Chars:
        negated = self.accept("^")
        ranges: list[tuple[int, int]] = []
        parts: list[Chars] = []
        while self.peek() != "]":
            low = self.class_atom()
            if not isinstance(low, str):
                parts.append(low)
                continue
            if self.peek() != "-" or self.text[self.at + 1 : self.at + 2] == "]":
                ranges.append((ord(low), ord(low)))
                continue
            self.take()
            high = self.class_atom()
            if not isinstance(high, str):
                ranges += [(ord(low), ord(low)), (45, 45)]
                parts.append(high)
            elif high < low:
                raise PatternError("a range of characters is none")
            else:
                ranges.append((ord(low), ord(high)))
        self.take()
        return Chars(tuple(ranges), (), tuple(parts), negated)

    def class_atom(self) -> str | Chars:
        char = self.take()
        if char != "\\":
            return char
        if self.accept("b"):
            return "\b"
        if self.peek() in {*"dDwWsS", "p", "P"}:
            return self.escaped()
        return self._character(self.take())


@lru_cache(maxsize=256)
def _literal(char: str) -> Chars:
    return Chars(((ord(char), ord(char)),))
