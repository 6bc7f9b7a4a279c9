"""Text that a regular expression of JSON Schema (ECMA-262) matches.

A recursive-descent parser that writes while it reads: every piece of the expression becomes a
function from a random source to text. Assertions that look around are left out: the caller checks
the text and tries again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Writer = Callable[[Random], str]

_LOWER, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
_LETTERS = _LOWER + _LOWER.upper()
_WORD = _LETTERS + _DIGITS + "_"
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
_ESCAPED_SETS = {
    "d": _DIGITS,
    "D": _LETTERS,
    "w": _WORD,
    "W": " -.,:",
    "s": " ",
    "S": _LETTERS + _DIGITS,
}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
_PROPERTIES = {"L": _LETTERS, "Lu": _LOWER.upper(), "Ll": _LOWER, "N": _DIGITS, "Nd": _DIGITS}
_LONGEST = 1_000_000
_MORE = 3
"""How many more than its minimum an open quantifier writes, at most."""


class PatternError(ValueError):
    """The expression is none, or uses what is not read here."""


@lru_cache(maxsize=512)
def writer(pattern: str) -> Writer:
    """A function that writes text for `pattern`. Raises PatternError."""
    parser = _Parser(pattern)
    piece = parser.alternatives()
    if parser.at < len(pattern):
        raise PatternError(f"unbalanced {pattern[parser.at]!r} in {pattern!r}")
    return piece.write


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an expression: what writes text for it, and how long that is at most."""

    write: Writer
    size: int


class _Parser:
    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.at = 0

    def peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def take(self) -> str:
        char = self.peek()
        if not char:
            raise PatternError(f"{self.text!r} ends too early")
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
            raise PatternError(f"{end!r} is missing in {self.text!r}")
        taken, self.at = self.text[self.at : found], found + len(end)
        return taken

    def alternatives(self) -> Piece:
        branches = [self.sequence()]
        while self.accept("|"):
            branches.append(self.sequence())
        if len(branches) == 1:
            return branches[0]
        return Piece(
            lambda rng: rng.choice(branches).write(rng), max(branch.size for branch in branches)
        )

    def sequence(self) -> Piece:
        parts: list[Piece] = []
        while self.peek() not in {"", "|", ")"}:
            parts.append(self.quantified(self.atom()))
        return Piece(
            lambda rng: "".join(part.write(rng) for part in parts), sum(part.size for part in parts)
        )

    def quantified(self, piece: Piece) -> Piece:
        least, most = 1, 1
        if self.accept("*"):
            least, most = 0, _MORE
        elif self.accept("+"):
            least, most = 1, 1 + _MORE
        elif self.accept("?"):
            least, most = 0, 1
        elif self.peek() == "{" and self._counts():
            low, comma, high = self.until("}")[1:].partition(",")
            least = int(low or 0)
            most = int(high) if high else (least + _MORE if comma else least)
        else:
            return piece
        if not self.accept("?"):
            self.accept("+")
        if most < least:
            raise PatternError(f"{self.text!r} has a quantifier that is none")
        if piece.size * most > _LONGEST:
            raise PatternError(f"{self.text!r} matches nothing of a usable length")
        write = piece.write
        return Piece(
            lambda rng: "".join(write(rng) for _ in range(rng.randint(least, most))),
            piece.size * most,
        )

    def _counts(self) -> bool:
        body = self.text[self.at + 1 : self.text.find("}", self.at)]
        return bool(body) and all(part.isdigit() or not part for part in body.split(",", 1))

    def atom(self) -> Piece:
        char = self.take()
        match char:
            case "^" | "$":
                return _NOTHING
            case ".":
                return _one_of(_LETTERS)
            case "(":
                return self.group()
            case "[":
                return _one_of(self.character_class())
            case "\\":
                return self.escape()
            case _:
                return Piece(lambda _: char, 1)

    def group(self) -> Piece:
        self.accept("?:")
        ignored = False
        for look in ("?=", "?!", "?<=", "?<!"):
            ignored = ignored or self.accept(look)
        if not ignored and self.accept("?<"):
            self.until(">")
        elif self.peek() == "?":
            raise PatternError(f"{self.text!r} uses a group that is not read here")
        piece = self.alternatives()
        if not self.accept(")"):
            raise PatternError(f"')' is missing in {self.text!r}")
        return _NOTHING if ignored else piece

    def escape(self) -> Piece:
        if self.peek() in {"b", "B"}:
            self.take()
            return _NOTHING
        if self.peek().isdigit() and self.peek() != "0":
            raise PatternError(f"{self.text!r} refers back, which is not read here")
        return _one_of(self.escaped())

    def escaped(self) -> str:  # noqa: PLR0911 - one return a kind of escape
        """The characters that the escape after a backslash stands for."""
        char = self.take()
        if char in _ESCAPED_SETS:
            return _ESCAPED_SETS[char]
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char in {"p", "P"} and self.accept("{"):
            name = self.until("}").rpartition("=")[2]
            return _PROPERTIES.get(name, _LETTERS)
        if char == "u" and self.accept("{"):
            return chr(int(self.until("}"), 16))
        for letter, length in (("u", 4), ("x", 2)):
            if char == letter:
                digits = self.text[self.at : self.at + length]
                self.at += length
                return chr(int(digits, 16))
        if char == "c":
            return chr(ord(self.take()) % 32)
        return char

    def character_class(self) -> str:
        negated = self.accept("^")
        chars: list[str] = []
        first = True
        while first or self.peek() != "]":
            first = False
            if self.peek() == "]":
                break
            low = self.class_atom()
            if len(low) == 1 and self.peek() == "-" and self.text[self.at + 1 : self.at + 2] != "]":
                self.take()
                high = self.class_atom()
                last = min(ord(high[-1]), ord(low) + 255)
                chars.extend(map(chr, range(ord(low), last + 1)))
            else:
                chars.extend(low)
        self.take()
        if not negated:
            return _preferred(chars)
        return _preferred([char for char in _PRINTABLE if char not in chars])

    def class_atom(self) -> str:
        char = self.take()
        if char != "\\":
            return char
        if self.accept("b"):
            return "\b"
        return self.escaped()


def _preferred(chars: list[str]) -> str:
    """The letters and digits among `chars`, if there are any: they read best."""
    return "".join(char for char in chars if char in _WORD) or "".join(chars)


def _one_of(chars: str) -> Piece:
    if not chars:
        raise PatternError("an empty character class matches nothing")
    return Piece(lambda rng: rng.choice(chars), 1)


_NOTHING = Piece(lambda _: "", 0)
