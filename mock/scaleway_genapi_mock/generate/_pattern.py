"""Text that one regular expression matches, written straight from its tree.

Assertions that look around are left out: the caller checks the text and tries again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaleway_genapi_mock._kept import kept

from ._expression import MORE, Chars, Choice, Edge, Look, Node, PatternError, Repeat, Sequence, read

if TYPE_CHECKING:
    from random import Random

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FINE = _LETTERS + "0123456789_"
_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
_LOWER = range(97, 123)


def write(pattern: str, rng: Random) -> str:
    """A text for `pattern`. Raises PatternError."""
    parts: list[str] = []
    _write(read(pattern), rng, parts)
    return "".join(parts)


def _write(node: Node, rng: Random, parts: list[str]) -> None:
    match node:
        case Chars():
            parts.append(rng.choice(_characters(node)))
        case Edge() | Look():
            pass
        case Sequence():
            for part in node.parts:
                _write(part, rng, parts)
        case Choice():
            _write(rng.choice(node.branches), rng, parts)
        case Repeat():
            most = node.least + MORE if node.most is None else node.most
            for _ in range(rng.randint(node.least, most)):
                _write(node.node, rng, parts)


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
        starts = (
            chr(low + step) for low, high in chars.ranges for step in range(min(64, high - low + 1))
        )
        found = [char for char in starts if chars.has(char) and not 0xD800 <= ord(char) <= 0xDFFF]  # noqa: PLR2004 - surrogates
    if not found:
        raise PatternError("an empty character class matches nothing")
    return "".join(found)
