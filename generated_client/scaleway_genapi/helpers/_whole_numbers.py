"""JSON text with its whole numbers written as integers: 1.0 is one to JSON Schema, and to no decoder of ints.

Pure; knows nothing of types.
"""

import re

# A text, even one without an end, hides what looks like a number. An integer is found too, though it stays as it is:
# what does not match is tried again from each of its digits.
_TEXT_OR_NUMBER = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?', re.DOTALL
)
_MARKS = re.compile("[.eE]")
_EXACT = 2**53
"""From here on, a float may stand for another integer than the one that was meant."""


def write_whole_numbers(text: str) -> str:
    """`text` with `1.0` and `1e2` as `1` and `100`; the rest, larger ones too, as it is."""
    return _TEXT_OR_NUMBER.sub(_write, text)


def _write(match: re.Match[str]) -> str:
    token = match.group()
    if token.startswith('"') or not _MARKS.search(token):
        return token
    number = float(token)
    return str(int(number)) if number.is_integer() and abs(number) < _EXACT else token
