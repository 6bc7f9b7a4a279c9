"""Large JSON in few words: what is long is cut, and what is cut says that it is. Pure.

What is short stays comparable, whatever stands beside it, and whoever compares what is not can tell
that he does not know. An excerpt is made while the request is served, and so in bounded time; it
is made fit to be shown when somebody looks.
"""

from __future__ import annotations

from itertools import islice
from sys import maxsize
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scaleway_genapi_mock._secrets import Hider

_MOST = 16 * 1024
"""Characters that are kept of one value."""
_LEAST = 64
"""Characters that are worth an item of a list, or a property."""
_BEGINNING = 256
"""Characters that a text must have room for to be worth its beginning."""
_SCALAR = 8
_REACH = 1024
"""Characters of the longest secret that is looked for."""


class Cut(str):
    """A text that ends in `…` because it went on; `…` alone stands for a value of any kind."""

    __slots__ = ()

    @property
    def kept(self) -> str:
        """How it began."""
        return self[:-1]

    def may_be(self, value: Any) -> bool:
        """Whether it may have been `value` before it was cut."""
        return not self.kept or (isinstance(value, str) and value.startswith(self.kept))


class Gone(Cut):
    """Stands for the first `number` items of a list, or for the last properties of an object."""

    __slots__ = ("number",)

    def __new__(cls, text: str = "…", number: int = 1) -> Self:
        made = super().__new__(cls, text)
        made.number = number
        return made

    number: int


GONE = Cut("…")


class _Held(Cut):
    """The beginning of a text, in which secrets still stand; `most` characters are to be shown."""

    __slots__ = ("most", "whole")

    most: int
    whole: bool

    @classmethod
    def of(cls, text: str, most: int) -> _Held:
        made = cls(text[: most + _REACH])
        made.most, made.whole = most, len(text) <= most + _REACH
        return made

    def shown(self, hide: Callable[[str], str]) -> Cut:
        # A secret that is cut in two would not be found: what it may reach into is left out.
        begin = hide(str(self))
        known = len(begin) if self.whole else max(0, len(begin) - _REACH)
        return Cut(f"{begin[: min(self.most - 1, known)]}…")


def excerpt(value: Any) -> tuple[Any, int]:
    """`value` in few words, for `shown`, and how many characters they are.

    What is not cut is a part of `value` itself.
    """
    kept, _ = _cut(value, _MOST)
    return kept, measured(kept)


def measured(kept: Any) -> int:
    """How many characters an excerpt is."""
    return _size(kept, maxsize)


def shown(kept: Any, hider: Hider) -> Any:
    """A copy of an excerpt, without secrets."""
    short = _shown(kept, hider.text)
    hider.pieces([short])
    return short


def gone(value: Any) -> int:
    """How many items or properties of an excerpt's list or object are left out."""
    mark = (
        value.get(GONE) if is_object(value) else next(iter(value), None) if is_array(value) else 0
    )
    return mark.number if isinstance(mark, Gone) else 0


def _size(value: Any, most: int) -> int:
    """Characters of `value`; something above `most` as soon as it is above it."""
    size, left = 0, [value]
    while left and size <= most:
        part = left.pop()
        if isinstance(part, str):
            size += len(part) + 1
        elif is_object(part):
            size += 2 * len(part) + 1
            if size <= most:
                size += sum(map(len, part))
                left += part.values()
        elif is_array(part):
            size += len(part) + 1
            if size <= most:
                left += part
        else:
            size += _SCALAR
    return size


def _cut(value: Any, most: int) -> tuple[Any, int]:
    """`value` in about `most` characters, and in how many."""
    size = _size(value, most)
    if size > most:
        if isinstance(value, str):
            return (_Held.of(value, most), most) if most >= _BEGINNING else (GONE, 1)
        if is_object(value):
            return _object(value, most)
        if is_array(value):
            return _array(value, most)
    return value, size


def _object(value: dict[str, Any], most: int) -> tuple[Any, int]:
    """The first properties: what is short whole, while what is long shares the room that is left."""
    left = most
    names: list[str] = []
    for name in islice(value, max(1, most // _LEAST)):
        cost = len(name) + 2
        if cost <= left // 2 and name != GONE:
            names.append(name)
            left -= cost
    share = left // max(1, len(names))
    kept = dict.fromkeys(names)
    long: list[str] = []
    for name in names:
        size = _size(value[name], share)
        if size <= share:
            kept[name] = value[name]
            left -= size
        else:
            long.append(name)
    for index, name in enumerate(long):
        kept[name], size = _cut(value[name], max(_LEAST, left // (len(long) - index)))
        left -= size
    if len(kept) < len(value):
        kept[str(GONE)] = Gone(number=len(value) - len(kept))
    return kept, most - left


def _array(value: list[Any], most: int) -> tuple[Any, int]:
    """The last items: they are what most questions are about."""
    left = most
    kept: list[Any] = []
    for item in reversed(value):
        if left < _LEAST:
            break
        part, size = _cut(item, max(_LEAST, left // 2))
        kept.append(part)
        left -= size + 1
    if len(kept) < len(value):
        kept.append(Gone(number=len(value) - len(kept)))
    kept.reverse()
    return kept, most - left


def _shown(value: Any, hide: Callable[[str], str]) -> Any:
    if isinstance(value, _Held):
        return value.shown(hide)
    if isinstance(value, str):
        return value if isinstance(value, Cut) else hide(value)
    if is_object(value):
        return {hide(name): _shown(part, hide) for name, part in value.items()}
    if is_array(value):
        return [_shown(part, hide) for part in value]
    return value
