"""Reads regular expressions of JSON Schema (ECMA-262) into trees.

What cannot be read is a PatternError; so is what stands for more characters than anyone can use.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from scaleway_genapi_mock._kept import kept

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
    size,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CHARACTERS = 20_000
"""As long as all patterns of a schema may be together."""
_DIGITS, _LINES = ((48, 57),), ((10, 10), (13, 13), (0x2028, 0x2029))
_WORD = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACES = ((9, 13), (32, 32), (160, 160), (0x1680, 0x1680), (0x2000, 0x200A), *_LINES[2:])
_SETS = {"d": _DIGITS, "w": _WORD, "s": _SPACES}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_NUMBER = re.compile(r"[1-9][0-9]*")
_FLAGS = re.compile(r"\?[ims]*(?:-[ims]+)?([:)])")


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


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.at = 0
        self.groups = 0

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
        for opening, negated, behind in (
            ("?=", False, False),
            ("?!", True, False),
            ("?<=", False, True),
            ("?<!", True, True),
        ):
            if self.accept(opening):
                return Look(self._closed(), negated, behind)
        flags = _FLAGS.match(self.text, self.at)
        if flags is not None:
            # Whatever the case may be, what is written here has it.
            self.at = flags.end()
            return self._closed() if flags[1] == ":" else Sequence()
        name = ""
        if self.accept("?<") or self.accept("?P<"):
            name = self.until(">")
        elif self.peek() == "?":
            raise PatternError("it uses a group that is not read here")
        self.groups += 1
        number = self.groups
        return Group(self._closed(), number, name)

    def _closed(self) -> Node:
        node = self.alternatives()
        if not self.accept(")"):
            raise PatternError("')' is missing")
        return node

    def escape(self) -> Node:
        if self.accept("b"):
            return Choice((_EDGES_OF_WORDS[0], _EDGES_OF_WORDS[1]))
        if self.accept("B"):
            return Choice((_EDGES_OF_WORDS[2], _EDGES_OF_WORDS[3]))
        for kind in ("A", "z"):
            # Not of ECMA-262, and known to those who check the texts.
            if self.accept(kind):
                return Edge("^" if kind == "A" else "$")
        if self.accept("k<"):
            return Back(self.until(">"))
        digits = _NUMBER.match(self.text, self.at)
        if digits is not None:
            self.at = digits.end()
            return Back(int(digits[0]))
        return self.escaped()

    def escaped(self) -> Chars:
        """The characters that the escape after a backslash stands for."""
        char = self.take()
        if char.lower() in _SETS:
            return Chars(_SETS[char.lower()], negated=char.isupper())
        if char in {"p", "P"} and self.accept("{"):
            name = self.until("}").removeprefix("General_Category=").removeprefix("gc=")
            return Chars(properties=(name,), negated=char == "P")
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


def _edges_of_words() -> Iterator[Node]:
    """A word begins, a word ends; inside of one, and between them."""
    word = Chars(_WORD)
    for before, after in ((False, True), (True, False), (True, True), (False, False)):
        yield Sequence((Look(word, not before, behind=True), Look(word, not after)))


_EDGES_OF_WORDS = tuple(_edges_of_words())
