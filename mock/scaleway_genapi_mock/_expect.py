"""What a test expects of the journal, in which way requests differ from it, and how that is said.

Pure; knows entries by their attributes alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

from ._json import brief, is_array, is_object
from .behaviours import last_message
from .document import split_pointer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ._journal import Entry

    Missed = tuple[Entry, list[str]]

_NEAREST = 3
_PLACES = 3
"""So many places of one value are told apart."""
_FAR = 100
"""Another operation is further away than any number of other values."""
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request must be."""

    operation: str | None
    status: int | None
    headers: Mapping[str, Any]
    last_message: Any
    body: Mapping[str, Any]

    def __str__(self) -> str:
        parts = [f"{name}={_shown(value)}" for name, value in self.body.items()]
        if self.last_message is not None:
            parts.append(f"last_message={_shown(self.last_message)}")
        parts += [f"header {name}={_shown(value)}" for name, value in self.headers.items()]
        if self.status is not None:
            parts.append(f"status {self.status}")
        what = self.operation or "any operation"
        return f"{what} with {', '.join(parts)}" if parts else what


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there must be."""

    least: int
    most: int | None

    def hold(self, number: int) -> bool:
        """Whether `number` is right."""
        return self.least <= number and (self.most is None or number <= self.most)

    def __str__(self) -> str:
        if self.least == self.most:
            return "no call" if self.most == 0 else _calls(self.least)
        if self.most is None:
            return f"at least {_calls(self.least)}"
        return (
            f"at most {_calls(self.most)}"
            if not self.least
            else f"{self.least} to {_calls(self.most)}"
        )


def _calls(number: int) -> str:
    return f"{number} call" if number == 1 else f"{number} calls"


def counts(times: int | None, at_least: int | None, at_most: int | None) -> Counts:
    """What the three say together. Raises ValueError: nothing can be that."""
    if times is not None and (at_least is not None or at_most is not None):
        raise ValueError("times says how many exactly: leave out at_least and at_most")
    for name, value in (("times", times), ("at_least", at_least), ("at_most", at_most)):
        if value is not None and value < 0:
            raise ValueError(f"{name}: {value!r} is no number from 0")
    if times is not None:
        return Counts(times, times)
    if at_least is None and at_most is None:
        return Counts(1, None)
    if at_least is not None and at_most is not None and at_least > at_most:
        raise ValueError(f"nothing is at least {at_least} and at most {at_most}")
    return Counts(at_least or 0, at_most)


def check_operation(operation: str | None, known: Collection[str]) -> None:
    """ValueError if the document has no such operation: nothing would ever be found."""
    if operation is None or not known or operation in known:
        return
    near = get_close_matches(str(operation), known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    raise ValueError(f"the document has no operation {operation!r}; {hint}")


def differences(entry: Entry, wanted: Wanted) -> list[str]:
    """In which way `entry` is not as wanted; nothing if it is."""
    found: list[str] = []
    if wanted.operation is not None and entry.operation != wanted.operation:
        was = entry.operation or f"none ({entry.method} {entry.path})"
        found.append(f"operation: expected {wanted.operation}, was {was}")
    if wanted.status is not None and entry.status != wanted.status:
        found.append(f"status: expected {wanted.status}, was {entry.status or 'no answer'}")
    if wanted.headers:
        sent = {name.lower(): value for name, value in entry.headers.items()}
        for name, value in wanted.headers.items():
            found += _compare(f"header {name}", value, sent.get(name.lower(), _MISSING))
    if wanted.body or wanted.last_message is not None:
        body = entry.body
        for name, value in wanted.body.items():
            found += _compare(name, value, _at(body, name))
        if wanted.last_message is not None:
            found += _contained(wanted.last_message, last_message(body))
    return found


def _at(body: Any, name: str) -> Any:
    """What a body has under a name, a path with dots, or a JSON pointer; -1 is the last item."""
    if is_object(body) and name in body:
        return body[name]
    steps = split_pointer(name) if name.startswith("/") else tuple(name.split("."))
    for step in steps:
        if is_object(body) and step in body:
            body = body[step]
        elif (
            is_array(body) and re.fullmatch(r"-?\d+", step) and -len(body) <= int(step) < len(body)
        ):
            body = body[int(step)]
        else:
            return _MISSING
    return body


def _contained(expected: Any, text: str) -> list[str]:
    if isinstance(expected, str):
        same = expected in text
        return (
            []
            if same
            else [f"last_message: expected to contain {brief(expected)}, was {brief(text)}"]
        )
    return list(_compare("last_message", expected, text))


def _compare(name: str, expected: Any, was: Any) -> Iterator[str]:
    pattern = _pattern(expected)
    if pattern is not None:
        if not isinstance(was, str) or pattern.search(was) is None:
            yield f"{name}: expected to match {_shown(expected)}, was {_shown(was)}"
        return
    if expected == was:
        return
    places = list(_places(name, expected, was))
    yield from places[:_PLACES]
    if len(places) > _PLACES:
        yield f"{name}: differs in {len(places) - _PLACES} further places"


def _places(at: str, expected: Any, was: Any) -> Iterator[str]:
    """The smallest parts that differ, each with its path."""
    if is_object(expected) and is_object(was):
        for name in {**expected, **was}:
            if name not in expected:
                yield f"{at}.{name}: expected none, was {_shown(was[name])}"
            elif name not in was or expected[name] != was[name]:
                yield from _places(f"{at}.{name}", expected[name], was.get(name, _MISSING))
    elif is_array(expected) and is_array(was) and len(expected) == len(was):
        for index, (one, other) in enumerate(zip(expected, was, strict=True)):
            if one != other:
                yield from _places(f"{at}.{index}", one, other)
    elif is_array(expected) and is_array(was):
        yield f"{at}: expected {len(expected)} items, was {len(was)}: {_shown(was)}"
    else:
        yield f"{at}: expected {_shown(expected)}, was {_shown(was)}"


def _shown(value: Any) -> str:
    if value is _MISSING:
        return "not sent"
    pattern = _pattern(value)
    return brief(value) if pattern is None else f"/{pattern.pattern}/"


def _pattern(value: Any) -> re.Pattern[str] | None:
    return cast("re.Pattern[str]", value) if isinstance(value, re.Pattern) else None


def explain(wanted: Wanted, expected: Counts, missed: Sequence[Missed]) -> str:
    """Why the requests are not as expected, for the one who reads a failed test."""
    found = [entry for entry, differing in missed if not differing]
    misses = [(entry, differing) for entry, differing in missed if differing]
    of = f"{len(missed)} request" + ("" if len(missed) == 1 else "s")
    lines = [f"expected {expected} of {wanted}, got {len(found)} of {of}"]
    if not missed:
        return f"{lines[0]}: nothing has come in at all; is the client's base URL that of the mock?"
    if found:
        lines += ["these are as expected:", *(f"  {entry}" for entry in found[-_NEAREST:])]
        if len(found) > _NEAREST:
            lines[-_NEAREST - 1] = f"these are as expected, the last {_NEAREST} of {len(found)}:"
    if misses and len(found) < expected.least:
        lines.append("nearest misses:")
        # The latest of equals: it is likeliest to be the one that was meant.
        misses.sort(key=lambda miss: (_distance(miss[1]), -miss[0].number))
        for entry, differing in misses[:_NEAREST]:
            lines += [f"  {entry}", *(f"      {each}" for each in differing)]
        if len(misses) > _NEAREST:
            lines.append(f"  and {len(misses) - _NEAREST} more")
    return "\n".join(lines)


def _distance(differing: Sequence[str]) -> int:
    return len(differing) + (_FAR if differing[0].startswith("operation: ") else 0)
