"""What is wrong with a rule, and where in it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class RuleError(ValueError):
    """A rule cannot be used; the text says where and why."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


def only(given: Mapping[str, Any], known: Iterable[str], path: str) -> None:
    """Refuse keys that are not known, with the nearest that is."""
    names = list(known)
    for key in given:
        if key not in names:
            near = get_close_matches(str(key), names, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(names)}"
            raise RuleError(f"{path}/{key}".strip("/"), f"is not known; {hint}")
