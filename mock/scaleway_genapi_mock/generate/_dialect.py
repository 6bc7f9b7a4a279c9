r"""Expressions as ECMA-262 means them, for an engine that means more.

Where it looks around or refers back, the engine takes `\w` and `\d` for those of all of Unicode: not
what JSON Schema says, and a thousand times as dear to make ready.
"""

from __future__ import annotations

import re

from ._costs import goes_back

_ESCAPED = re.compile(r"\\.|\[|\]", re.DOTALL)
_WORD, _DIGIT = "A-Za-z0-9_", "0-9"
_ALONE = {r"\w": f"[{_WORD}]", r"\W": f"[^{_WORD}]", r"\d": f"[{_DIGIT}]", r"\D": f"[^{_DIGIT}]"}
_INSIDE = {r"\w": _WORD, r"\d": _DIGIT}
"""Inside of a class; what is not in another one cannot be written there."""


def plain(pattern: str) -> str:
    """`pattern` with those of its classes written out that the engine would take for larger ones."""
    if not goes_back(pattern):
        return pattern
    parts: list[str] = []
    inside, start = False, 0
    for found in _ESCAPED.finditer(pattern):
        part = found[0]
        if part in {"[", "]"}:
            inside = part == "["
            continue
        written = (_INSIDE if inside else _ALONE).get(part)
        # Beside a hyphen it could become the end of a range.
        if written is None or (inside and "-" in _around(pattern, found)):
            continue
        parts += [pattern[start : found.start()], written]
        start = found.end()
    return "".join([*parts, pattern[start:]])


def _around(pattern: str, found: re.Match[str]) -> str:
    before = pattern[found.start() - 1 : found.start()]
    return before + pattern[found.end() : found.end() + 1]
