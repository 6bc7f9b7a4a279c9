"""What a value must be, and where: the words that conditions and assertions share. Pure.

A value is compared as JSON, or an expression is found in it. A place is a property, a path with
dots or a JSON pointer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock._json import brief, is_array, is_object, same
from scaleway_genapi_mock.document import split_pointer

from ._errors import RuleError, only
from ._regex import search

if TYPE_CHECKING:
    from collections.abc import Callable

    Found = Callable[[str], bool]
    Engine = Callable[[Any, str], Found]

MISSING = object()
"""What stands at a place where nothing is."""
_BAD_ESCAPE = re.compile(r"~(?![01])")
_INDEX = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Expression:
    """A regular expression that must be found in a text."""

    pattern: str
    found: Found

    def __str__(self) -> str:
        return f"/{self.pattern}/"


def value(expected: Any, path: str, engine: Engine = search) -> Any:
    """What `fits` takes: JSON, in which compiled patterns may stand, or `{"regex": …}`.

    Raises RuleError: an expression is none, or not for us.
    """
    return _expression(expected, path, engine) or _nested(expected, path, engine)


def texts(expected: Any, path: str, engine: Engine = search) -> tuple[Any, ...]:
    """What a text must be: this, one that an expression is found in, one of these, or null for none.

    Raises RuleError.
    """
    if is_array(expected):
        if not expected:
            raise RuleError(path, "is an empty list, which nothing is in")
        each = (texts(item, f"{path}/{index}", engine) for index, item in enumerate(expected))
        return tuple(option for options in each for option in options)
    found = _expression(expected, path, engine)
    if found is None and expected is not None and not isinstance(expected, str):
        raise RuleError(path, f"{brief(expected)} is neither a text nor a {{regex: …}}")
    return (found or expected,)


def part(expected: Any, path: str, engine: Engine = search) -> str | Expression:
    """What a text must contain. Raises RuleError."""
    if isinstance(expected, str):
        if not expected:
            raise RuleError(path, "is empty, and so in every message")
        return expected
    found = _expression(expected, path, engine)
    if found is None:
        raise RuleError(path, f"{brief(expected)} is neither a text nor a {{regex: …}}")
    return found


def switch(expected: Any, path: str) -> bool:
    """True or false. Raises RuleError."""
    if not isinstance(expected, bool):
        raise RuleError(path, f"{brief(expected)} is neither true nor false")
    return expected


def fits(expected: Any, was: Any) -> bool:
    """Whether `was` is as expected."""
    if isinstance(expected, Expression):
        return isinstance(was, str) and expected.found(was)
    if is_object(expected) and is_object(was):
        return expected.keys() == was.keys() and all(
            fits(each, was[name]) for name, each in expected.items()
        )
    if is_array(expected) and is_array(was):
        return len(expected) == len(was) and all(map(fits, expected, was))
    return same(expected, was)


def contains(expected: str | Expression, text: str) -> bool:
    """Whether `text` contains what is expected."""
    return expected in text if isinstance(expected, str) else expected.found(text)


def inside(holder: Any, step: str) -> Any:
    """The property of an object, or the item of a list, where -1 is the last one."""
    if is_object(holder):
        return holder.get(step, MISSING)
    at = index(step, len(holder)) if is_array(holder) else None
    return MISSING if at is None else holder[at]


def index(step: str, length: int) -> int | None:
    """The index from 0 that a step means in a list of that length; None for nothing in it."""
    if not _INDEX.fullmatch(step):
        return None
    number = int(step)
    at = number + length if number < 0 else number
    return at if 0 <= at < length else None


class Place:
    """A place in a body. Raises RuleError: it is no JSON pointer."""

    __slots__ = ("_name", "steps")

    def __init__(self, name: str, path: str) -> None:
        self._name = name
        if "." in name and "/" not in name:
            self.steps = tuple(name.split("."))
            return
        # A name is what most conditions are about.
        pointer = name if name.startswith("/") or not name else f"/{name}"
        if _BAD_ESCAPE.search(pointer):
            raise RuleError(path, "is no JSON pointer: ~ is written ~0 in it, and / in a name ~1")
        try:
            self.steps = split_pointer(pointer)
        except ValueError as error:
            raise RuleError(path, str(error)) from None

    def of(self, body: Any, enter: Callable[[Any, str], Any] = inside) -> Any:
        """What `body` has there; MISSING if nothing. `enter` makes one step."""
        if is_object(body) and self._name in body:
            return body[self._name]
        for step in self.steps:
            body = enter(body, step)
            if body is MISSING:
                break
        return body


def _expression(expected: Any, path: str, engine: Engine) -> Expression | None:
    if is_object(expected) and "regex" in expected:
        only(expected, ["regex"], path)
        path, expected = f"{path}/regex", expected["regex"]
    elif not isinstance(expected, re.Pattern):
        return None
    given = cast("Any", expected)
    return Expression(getattr(given, "pattern", given), engine(given, path))


def _nested(expected: Any, path: str, engine: Engine) -> Any:
    if isinstance(expected, re.Pattern):
        return _expression(expected, path, engine)
    if is_object(expected):
        return {name: _nested(each, f"{path}/{name}", engine) for name, each in expected.items()}
    if is_array(expected) or isinstance(expected, tuple):
        items = cast("list[Any]", expected)
        return [_nested(each, f"{path}/{at}", engine) for at, each in enumerate(items)]
    return expected
