"""Regular expressions of rules, in an engine whose time grows with the text and nothing else.

Python's own engine backtracks: one expression can stop the whole process for hours. That of
jsonschema-rs, the regex crate, cannot. What an expression means is Python's all the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief

from ._errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 1000
_LARGEST = 32 * 2**20
"""Bytes of a compiled one: enough for `\\w{1,255}`, which knows all letters 255 times."""
_FLAGS = {
    re.ASCII: "a",
    re.IGNORECASE: "i",
    re.MULTILINE: "m",
    re.DOTALL: "s",
    re.VERBOSE: "x",
}


def search(expected: str | re.Pattern[str], path: str) -> Callable[[str], bool]:
    """Whether the expression is found in a text. Raises RuleError: it is none, or not for us."""
    import jsonschema_rs  # noqa: PLC0415 - it is there when a server is

    from ._dialect import UntranslatableError, translate  # noqa: PLC0415 - few rules have any

    pattern, flags = expected, 0
    if isinstance(expected, re.Pattern):
        pattern, flags = expected.pattern, expected.flags
    if not isinstance(pattern, str):
        raise RuleError(path, f"is no regular expression: {brief(pattern)} is no text")
    if len(pattern) > _LONGEST:
        raise RuleError(path, f"is longer than {_LONGEST} characters")
    try:
        ours = translate(pattern, flags)
    except UntranslatableError as error:
        raise RuleError(path, str(error)) from None
    except RecursionError:
        raise RuleError(path, "is nested too deeply") from None
    except (re.error, OverflowError) as error:
        raise RuleError(path, f"is no regular expression: {error}") from None
    except Warning as warning:  # by a filter that makes errors of them
        raise RuleError(path, f"may mean something else: {warning}") from None
    options: Any = jsonschema_rs.RegexOptions(size_limit=_LARGEST)
    try:
        validator = jsonschema_rs.validator_for({"pattern": ours}, pattern_options=options)
    except (jsonschema_rs.ValidationError, ValueError):
        # Whatever the translation says the engine knows; only the size is left.
        raise RuleError(
            path,
            "is too much for an engine that always ends in time: what it repeats, it repeats "
            "too often",
        ) from None
    return validator.is_valid


def spelt(expected: re.Pattern[str]) -> dict[str, str]:
    """What says the same as a compiled expression in JSON."""
    letters = "".join(letter for flag, letter in _FLAGS.items() if expected.flags & flag)
    return {"regex": (f"(?{letters})" if letters else "") + expected.pattern}
