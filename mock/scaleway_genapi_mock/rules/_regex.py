"""Regular expressions of rules, in an engine whose time grows with the text and nothing else.

Python's own engine backtracks: one expression can stop the whole process for hours. That of
jsonschema-rs, the regex crate, cannot; it has no look-around and no back references.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief

from ._errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 1000
_PARTS = re.compile(r"\\.|[\[\]]|.", re.DOTALL)
_WORD = r"\p{L}\p{M}\p{N}_"
_OUTSIDE = {r"\w": f"[{_WORD}]", r"\W": f"[^{_WORD}]", r"\d": r"\p{Nd}", r"\D": r"\P{Nd}"}
_INSIDE = {r"\w": _WORD, r"\d": r"\p{Nd}", r"\D": r"\P{Nd}"}
_FLAGS = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s", re.VERBOSE: "x"}


def search(expected: str | re.Pattern[str], path: str) -> Callable[[str], bool]:
    """Whether the expression is found in a text. Raises RuleError: it is none, or not for us."""
    import jsonschema_rs  # noqa: PLC0415 - it is there when a server is

    pattern, flags = expected, ""
    if isinstance(expected, re.Pattern):
        pattern, flags = expected.pattern, _flags(expected)
    if not isinstance(pattern, str):
        raise RuleError(path, f"is no regular expression: {brief(pattern)} is no text")
    if len(pattern) > _LONGEST:
        raise RuleError(path, f"is longer than {_LONGEST} characters")
    ours = flags + _unicode(pattern)
    options: Any = jsonschema_rs.RegexOptions()
    try:
        validator = jsonschema_rs.validator_for({"pattern": ours}, pattern_options=options)
    except (jsonschema_rs.ValidationError, ValueError):
        raise RuleError(path, _reason(pattern)) from None
    return validator.is_valid


def spelt(expected: re.Pattern[str]) -> dict[str, str]:
    """What says the same as a compiled expression in JSON."""
    return {"regex": _flags(expected) + expected.pattern}


def _flags(expected: re.Pattern[str]) -> str:
    letters = "".join(letter for flag, letter in _FLAGS.items() if expected.flags & flag)
    return f"(?{letters})" if letters else ""


def _reason(pattern: str) -> str:
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    return (
        "is too much for an engine that always ends in time: no look-around, no back references, "
        "no huge repetitions"
    )


def _unicode(pattern: str) -> str:
    r"""The pattern in the engine's dialect: `\w` and `\d` know all letters and digits, as here."""
    found: list[str] = []
    inside = False
    for part in _PARTS.findall(pattern):
        if part == "[":
            inside = True
        elif part == "]":
            # Right after the opening bracket it is a character like others.
            inside = inside and found[-1] in {"[", "^"} and found[-2:] != ["[", "]"]
        if part == r"\Z":
            found.append(r"\z")
        else:
            found.append((_INSIDE if inside else _OUTSIDE).get(part, part))
    return "".join(found)
