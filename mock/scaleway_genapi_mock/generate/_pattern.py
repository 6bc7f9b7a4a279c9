"""Text that one regular expression matches, written straight from its tree.

Assertions that look around are left out: the caller checks the text and tries again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaleway_genapi_mock._kept import kept

from ._expression import (
    MORE,
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
from ._reading import read

if TYPE_CHECKING:
    from random import Random

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FINE = _LETTERS + "0123456789_"
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
_LONGER = 12


def write(pattern: str, rng: Random, more: int = MORE) -> str:
    """A text for `pattern`, in which what has no end is up to `more` longer. Raises PatternError."""
    writer = _Writer(rng, more)
    writer.write(read(pattern))
    return "".join(writer.parts)


class _Writer:
    def __init__(self, rng: Random, more: int) -> None:
        self._rng = rng
        self._more = more
        self.parts: list[str] = []
        self._groups: dict[int | str, str] = {}

    def write(self, node: Node) -> None:
        match node:
            case Chars():
                self.parts.append(self._rng.choice(_characters(node)))
            case Edge() | Look():
                pass
            case Group():
                start = len(self.parts)
                self.write(node.node)
                self._groups[node.number] = self._groups[node.name] = "".join(self.parts[start:])
            case Back():
                # A group that was not passed stands for nothing.
                self.parts.append(self._groups.get(node.group, ""))
            case Sequence():
                for part in node.parts:
                    self.write(part)
            case Choice():
                self.write(self._rng.choice(node.branches))
            case Repeat():
                most = self._most(node)
                for _ in range(self._rng.randint(node.least, most)):
                    self.write(node.node)

    def _most(self, node: Repeat) -> int:
        """What may be very long is not: no one wants to read it, and it would take long to check."""
        longer = node.least + (self._more if node.most is None else max(self._more, _LONGER))
        return longer if node.most is None else min(node.most, longer)


def _weight(chars: Chars, found: str) -> int:
    return len(chars.ranges) + len(chars.parts) + len(found)


@kept(20_000, _weight)
def _characters(chars: Chars) -> str:
    """Some characters of a set: letters and digits if there are any, they read best."""
    fine = [char for char in _FINE if chars.has(char)]
    # What a negated set leaves is written as a word is.
    letters = [char for char in fine if char in _LETTERS] if chars.negated else []
    found = letters or fine or [char for char in _PRINTABLE if chars.has(char)]
    if not found:
        starts = [
            chr(low + step) for low, high in chars.ranges for step in range(min(64, high - low + 1))
        ]
        found = [char for char in (*starts, *chars.telling()) if _is_of(chars, char)]
    if not found:
        raise PatternError("an empty character class matches nothing")
    return "".join(found)


def _is_of(chars: Chars, char: str) -> bool:
    return chars.has(char) and not 0xD800 <= ord(char) <= 0xDFFF  # noqa: PLR2004 - surrogates
