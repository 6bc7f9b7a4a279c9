"""Texts that JSON can hold and UTF-8 cannot: halves of surrogate pairs, as of an emoji cut in two.

Pure; knows neither JSON nor requests.
"""

import re
from typing import Any

from ._shapes import is_array, is_object

# Of a pair of `\ud83d\ude00`, either half can stand alone in JSON, and in a Python string.
_HALF = re.compile("[\ud800-\udfff]")
_WRITTEN = re.compile(r"\\u[dD][89a-fA-F]")


def may_hold_halves(text: str) -> bool:
    """Whether JSON text spells surrogates: pairs, as all emoji of some servers, or halves."""
    return "\\" in text and _WRITTEN.search(text) is not None


def holds_half(text: str) -> bool:
    """Whether a text holds a half, be it beside its other one."""
    return not text.isascii() and _HALF.search(text) is not None


def join_halves(text: str, errors: str = "replace") -> str:
    """`text` with halves that meet joined, and those left over replaced by U+FFFD.

    Raises:
        UnicodeDecodeError: One is left over, and `errors` is "strict".
    """
    if not holds_half(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", errors)


class WholeTexts:
    """Texts that follow each other, of which none ends in half an emoji: that waits for the next."""

    __slots__ = ("_held",)

    def __init__(self) -> None:
        self._held = ""

    def add(self, text: str) -> str:
        """`text` without the half that it ends in, after the one that was held back; may be empty."""
        if text.isascii() and not self._held:
            return text
        text = self._held + text
        self._held = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
        return join_halves(text.removesuffix(self._held))

    def rest(self) -> str:
        """What stands for the half that was held back last, if one was."""
        held, self._held = self._held, ""
        return join_halves(held)


def join_all_halves(value: Any) -> Any:
    """Parsed JSON with `join_halves` done to every text in it."""
    if isinstance(value, str):
        return join_halves(value)
    if is_array(value):
        return [join_all_halves(item) for item in value]
    if is_object(value):
        return {join_halves(key): join_all_halves(item) for key, item in value.items()}
    return value
