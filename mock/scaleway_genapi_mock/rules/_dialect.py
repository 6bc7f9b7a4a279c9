r"""Python's regular expressions in the words of an engine whose time grows with the text alone.

What Python's own parser read is translated, and not its text: comments, VERBOSE, `\101`, a literal
`{` and the like are gone by then. Only whether something is found counts, so greed and groups do
not. Pure; knows neither engine: it takes a text and returns another one, or says what is in the way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Item = tuple[Any, Any]

# Private, and the only reader of the dialect that cannot be mistaken about it. Its tree has been
# the same since Python 3.11 made it; the property test beside the rules runs on every version.
_parser: Any = import_module("re._parser")
_DEEPEST = 100
"""The engine refuses what is nested much deeper, and does not say so."""
_SURROGATES = (0xD800, 0xDFFF)
_LAST = 0x10FFFF
_CASES_END = 0x20000
"""No character behind it has an upper and a lower case."""
_TYPES = re.ASCII | re.UNICODE | re.LOCALE
_SPACES = (
    (0x9, 0xD),
    (0x1C, 0x20),
    (0x85, 0x85),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
)
_WORDS = r"\p{L}\p{N}_"
_NO_WORDS = (
    r"\p{M}\p{S}\p{Z}\p{C}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}"
    # What connects, but for the underscore.
    r"\x{203F}\x{2040}\x{2054}\x{FE33}\x{FE34}\x{FE4D}-\x{FE4F}\x{FF3F}"
)
_ASCII = {
    "DIGIT": ((0x30, 0x39),),
    "WORD": ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)),
    "SPACE": ((0x9, 0xD), (0x20, 0x20)),
}
_ANY, _NOTHING = r"[\x{0}-\x{10FFFF}]", r"[^\x{0}-\x{10FFFF}]"
_EDGES = {
    "AT_BEGINNING_STRING": r"\A",
    "AT_END_STRING": r"\z",
    "AT_BOUNDARY": r"\b",
    "AT_NON_BOUNDARY": r"\B",
}
_REFUSED = {
    "ASSERT": "no look-around",
    "ASSERT_NOT": "no look-around",
    "FAILURE": "no look-around",
    "GROUPREF": "no back references",
    "GROUPREF_EXISTS": "no conditions on groups",
    "ATOMIC_GROUP": "no atomic groups",
    "POSSESSIVE_REPEAT": "no possessive repetitions",
}
_MIDST = (
    "has more behind a $, which is the end of the text or the place before its last line break: "
    r"write \Z or \n?\Z"
)


class UntranslatableError(ValueError):
    """The expression means what the engine cannot do; the text says what."""


def translate(pattern: str, flags: int = 0) -> str:
    """The expression of the engine that is found where Python finds `pattern`.

    Raises:
        UntranslatableError: There is none.
        re.error: It is none of Python's. So do OverflowError and RecursionError.
    """
    flags &= re.IGNORECASE | re.MULTILINE | re.DOTALL | re.VERBOSE | re.ASCII
    tree = _parser.parse(pattern, flags)
    return _sequence(tree, tree.state.flags, 0, last=True)


def _sequence(items: Sequence[Item], flags: int, depth: int, *, last: bool) -> str:
    """One after the other. `last`: nothing must follow, so that a `$` may take what it looks at."""
    if depth > _DEEPEST:
        raise UntranslatableError("is nested too deeply")
    parts: list[str] = []
    for code, value in reversed(items):
        parts.append(_item(code.name, value, flags, depth, last=last))
        last = last and _may_be_nothing(code.name, value)
    return "".join(reversed(parts))


def _item(code: str, value: Any, flags: int, depth: int, *, last: bool) -> str:
    if code in _REFUSED:
        raise UntranslatableError(
            f"is too much for an engine that always ends in time: {_REFUSED[code]}"
        )
    if code == "AT":
        return _edge(value.name, flags, last=last)
    if code == "ANY":
        return _ANY if flags & re.DOTALL else r"[^\x{A}]"
    if code in {"LITERAL", "NOT_LITERAL", "IN"}:
        return _set(code, value, flags)
    if code == "BRANCH":
        each = (_sequence(branch, flags, depth + 1, last=last) for branch in value[1])
        return f"(?:{'|'.join(each)})"
    if code == "SUBPATTERN":
        _, added, removed, inside = value
        if added & _TYPES:
            flags &= ~_TYPES
        return f"(?:{_sequence(inside, (flags | added) & ~removed, depth + 1, last=last)})"
    least, most, inside = value  # MAX_REPEAT or MIN_REPEAT: how much it takes is all the same
    # What is asked for once may end there, whatever else could come.
    body = _sequence(inside, flags, depth + 1, last=last and least <= 1)
    return f"(?:{body}){{{int(least)},{'' if most == _parser.MAXREPEAT else int(most)}}}"


def _edge(name: str, flags: int, *, last: bool) -> str:
    if name == "AT_BEGINNING":
        return "(?m:^)" if flags & re.MULTILINE else r"\A"
    if name == "AT_END":
        if flags & re.MULTILINE:
            return "(?m:$)"
        if not last:
            raise UntranslatableError(_MIDST)
        return r"(?:\x{A}?\z)"
    edge = _EDGES[name]
    # The words of ASCII; beyond it those of Unicode, in which an accent belongs to its letter.
    return f"(?-u:{edge})" if flags & re.ASCII and edge in {r"\b", r"\B"} else edge


def _may_be_nothing(code: str, value: Any) -> bool:
    """Whether it can be left out, whatever stands there."""
    if code in {"MAX_REPEAT", "MIN_REPEAT"}:
        return value[0] == 0 or _all_may(value[2])
    if code == "SUBPATTERN":
        return _all_may(value[3])
    if code == "BRANCH":
        return any(map(_all_may, value[1]))
    return code == "AT" and bool(value.name == "AT_END")


def _all_may(items: Iterable[Item]) -> bool:
    return all(_may_be_nothing(code.name, value) for code, value in items)


def _set(code: str, value: Any, flags: int) -> str:
    """One character of a set."""
    members: list[Item] = list(value) if code == "IN" else [(_parser.LITERAL, value)]
    negated = code == "NOT_LITERAL"
    if members[0][0].name == "NEGATE":
        negated, members = True, members[1:]
    held = "".join(_member(kind.name, each, flags) for kind, each in members)
    if flags & re.IGNORECASE:
        asked = "".join(_asked(kind.name, each) for kind, each in members)
        held += _other_cases(asked, int(flags & re.ASCII))
    if not held:
        return _ANY if negated else _NOTHING
    return f"[{'^' if negated else ''}{held}]"


def _member(kind: str, value: Any, flags: int) -> str:
    if kind == "LITERAL":
        return _range(value, value)
    if kind == "RANGE":
        return _range(*value)
    return _category(value.name.removeprefix("CATEGORY_"), bool(flags & re.ASCII))


@lru_cache(maxsize=16)
def _category(name: str, ascii_only: bool) -> str:
    """The members of a category inside brackets, where the engine takes no brackets."""
    kind = name.removeprefix("NOT_")
    if not ascii_only and kind == "WORD":
        return _WORDS if kind == name else _NO_WORDS
    if not ascii_only and kind == "DIGIT":
        return r"\p{Nd}" if kind == name else r"\P{Nd}"
    ranges = _ASCII[kind] if ascii_only else _SPACES
    return "".join(_range(*each) for each in (ranges if kind == name else _others(ranges)))


def _others(ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What lies between."""
    start = 0
    for first, last in ranges:
        if start < first:
            yield start, first - 1
        start = last + 1
    yield start, _LAST


def _range(first: int, last: int) -> str:
    """Characters from one to another; halves of pairs are in no text."""
    low, high = _SURROGATES
    first = high + 1 if low <= first <= high else first
    last = low - 1 if low <= last <= high else last
    if first > last:
        return ""
    return _char(first) if first == last else f"{_char(first)}-{_char(last)}"


def _char(code: int) -> str:
    return chr(code) if chr(code).isascii() and chr(code).isalnum() else f"\\x{{{code:X}}}"


def _asked(kind: str, value: Any) -> str:
    """A member of a set as Python writes it."""
    if kind == "LITERAL":
        return f"\\U{value:08x}"
    if kind == "RANGE":
        return "-".join(f"\\U{each:08x}" for each in value)
    name = str(value.name).removeprefix("CATEGORY_")
    letter = name.removeprefix("NOT_")[0]
    return "\\" + (letter if name.startswith("NOT_") else letter.lower())


@lru_cache(maxsize=256)
def _other_cases(members: str, ascii_only: int) -> str:
    """What else a set holds without regard to case: Python is asked, whose rules are its own."""
    plain = set(re.findall(f"[{members}]", _cased(), ascii_only))
    other = set(re.findall(f"[{members}]", _cased(), ascii_only | re.IGNORECASE)) - plain
    return "".join(_range(first, last) for first, last in _runs(sorted(map(ord, other))))


@lru_cache(maxsize=1)
def _cased() -> str:
    every = map(chr, range(_CASES_END))
    return "".join(char for char in every if not char == char.lower() == char.upper())


def _runs(codes: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbours together."""
    if not codes:
        return
    first = codes[0]
    for code, following in pairwise([*codes, _LAST + 2]):
        if following != code + 1:
            yield first, code
            first = following
