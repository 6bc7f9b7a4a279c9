"""Large JSON in few words: long texts and lists are cut, and what is cut says that it is. Pure.

What is short stays comparable, and whoever compares what is not can tell that he does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable

    from scaleway_genapi_mock._secrets import Hider

_MOST = 16 * 1024
"""Characters that are kept of one value."""
_SCALAR = 8
_REACH = 1024
"""Characters of the longest secret that is looked for."""
_STEPS = ((2048, 1000), (256, 20), (64, 4))
"""Characters of a text and items at the end of a list, ever fewer of both until it fits."""


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


GONE = Cut("…")


def cut(value: Any, hider: Hider) -> tuple[Any, int]:
    """`value` in few words and without secrets, and in how many characters."""
    for longest, items in _STEPS:
        size = _size(_cut(value, longest, items, _as_it_is))
        if size <= _MOST:
            return _hidden(value, longest, items, hider), size
    if is_object(value):
        nested = {name for name, part in value.items() if is_object(part) or is_array(part)}
        flat = {name: GONE if name in nested else part for name, part in value.items()}
        longest, items = _STEPS[-1]
        size = _size(_cut(flat, longest, items, _as_it_is))
        if size <= _MOST:
            return _hidden(flat, longest, items, hider), size
    return GONE, 1


def _hidden(value: Any, longest: int, items: int, hider: Hider) -> Any:
    short = _cut(value, longest, items, hider.text)
    hider.pieces([short])
    return short


def _as_it_is(text: str) -> str:
    return text


def _cut(value: Any, longest: int, items: int, hide: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        if len(value) <= longest:
            return value if isinstance(value, Cut) else hide(value)
        # A secret that is cut in two would not be found: what it may reach into is left out.
        begin = hide(value[: longest + _REACH])
        return Cut(f"{begin[: min(longest, len(begin) - _REACH) - 1]}…")
    if is_object(value):
        return {hide(name): _cut(part, longest, items, hide) for name, part in value.items()}
    if is_array(value):
        # How many there were is known; the last ones are what most questions are about.
        gone = max(0, len(value) - items)
        return [GONE] * gone + [_cut(part, longest, items, hide) for part in value[gone:]]
    return value if value is None or isinstance(value, bool | int | float) else GONE


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value) + 1
    if is_object(value):
        return sum(len(name) + 1 + _size(part) for name, part in value.items())
    return sum(map(_size, value)) if is_array(value) else _SCALAR
