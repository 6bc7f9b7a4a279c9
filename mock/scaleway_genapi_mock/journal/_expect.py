"""What a test expects of the journal, and in which way requests differ from it.

Pure; knows entries by their attributes alone. How that is said stands in `_verdict`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from scaleway_genapi_mock._json import brief, is_array, is_object, same
from scaleway_genapi_mock.behaviours import last_message
from scaleway_genapi_mock.document import split_pointer

from ._cut import GONE, Cut

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ._entry import Entry

_PLACES = 3
"""So many places of one value are told apart."""
_OWN = ("status", "headers", "last_message")
"""Words beside the properties of a body."""
_NEAR = 0.75
_MISSING = object()


class Difference(NamedTuple):
    """A line about a value that is another one, or, if not `sure`, that may be another one."""

    text: str
    sure: bool = True


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


def check_operation(operation: str | None, known: Collection[str]) -> None:
    """ValueError if the document has no such operation: nothing would ever be found."""
    if operation is None or not known or operation in known:
        return
    near = get_close_matches(str(operation), known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}"
    raise ValueError(f"the document has no operation {operation!r}; {hint}")


def check_names(wanted: Wanted, known: Collection[str], entries: Iterable[Entry]) -> None:
    """ValueError if a name is nearly one of the document's, and no request ever had it.

    What is known to nobody may be meant all the same, and so may a path.
    """
    for name in wanted.body:
        if name in known or "." in name or name.startswith("/"):
            continue
        near = get_close_matches(name, {*known, *_OWN}, n=1, cutoff=_NEAR)
        if near and all(_at(entry.body, name) is _MISSING for entry in entries):
            raise ValueError(
                f"the document has no property {name!r}, and no request had it; "
                f"did you mean {near[0]!r}?"
            )


def differences(entry: Entry, wanted: Wanted) -> list[Difference]:
    """In which way `entry` is not as wanted, or may not be; nothing if it is."""
    found: list[Difference] = []
    if wanted.operation is not None and entry.operation != wanted.operation:
        was = entry.operation or f"none ({entry.method} {entry.path})"
        found.append(Difference(f"operation: expected {wanted.operation}, was {was}"))
    if wanted.status is not None and entry.status != wanted.status:
        answered = entry.status or "no answer"
        found.append(Difference(f"status: expected {wanted.status}, was {answered}"))
    if wanted.headers:
        sent = {name.lower(): value for name, value in entry.headers.items()}
        for name, value in wanted.headers.items():
            found += _compare(f"header {name}", value, sent.get(name.lower(), _MISSING))
    if wanted.body or wanted.last_message is not None:
        body = entry.body
        for name, value in wanted.body.items():
            found += _compare(name, value, _at(body, name))
        if wanted.last_message is not None:
            found += _contained(wanted.last_message, _last_message(body))
    return found


def _at(body: Any, name: str) -> Any:
    """What a body has under a name, a path with dots, or a JSON pointer; -1 is the last item."""
    if is_object(body) and name in body:
        return body[name]
    steps = split_pointer(name) if name.startswith("/") else tuple(name.split("."))
    for step in steps:
        if isinstance(body, Cut) and body.may_be({}):
            return body
        if is_object(body) and step in body:
            body = body[step]
        elif (
            is_array(body) and re.fullmatch(r"-?\d+", step) and -len(body) <= int(step) < len(body)
        ):
            body = body[int(step)]
        else:
            return _MISSING
    return body


def _last_message(body: Any) -> str:
    """The text of the last message, as far as it is known."""
    if isinstance(body, Cut):
        return GONE
    messages = body.get("messages") if is_object(body) else None
    last = messages[-1] if is_array(messages) and messages else messages
    content = last.get("content") if is_object(last) else last
    if isinstance(content, Cut):
        return content
    parts = content if is_array(content) else []
    if any(isinstance(part, Cut) for part in parts):
        return GONE
    text = last_message(body)
    if any(isinstance(part.get("text"), Cut) for part in parts if is_object(part)):
        return Cut(f"{text.partition('…')[0]}…")
    return text


def _contained(expected: Any, text: str) -> list[Difference]:
    if not isinstance(expected, str):
        return list(_compare("last_message", expected, text))
    known = text.kept if isinstance(text, Cut) else text
    if expected in known:
        return []
    line = f"last_message: expected to contain {brief(expected)}, was {brief(text)}"
    return [Difference(line, sure=known is text)]


def _compare(name: str, expected: Any, was: Any) -> Iterator[Difference]:
    pattern = _pattern(expected)
    if pattern is not None:
        if isinstance(was, Cut) or not isinstance(was, str) or pattern.search(was) is None:
            line = f"{name}: expected to match {_shown(expected)}, was {_shown(was)}"
            yield Difference(line, sure=not isinstance(was, Cut))
        return
    places = list(_places(name, expected, was))
    # What is sure decides.
    places.sort(key=lambda difference: not difference.sure)
    yield from places[:_PLACES]
    if len(places) > _PLACES:
        yield Difference(f"{name}: differs in {len(places) - _PLACES} further places")


def _places(at: str, expected: Any, was: Any) -> Iterator[Difference]:
    """The smallest parts that differ, each with its path."""
    if is_object(expected) and is_object(was):
        for name in {**expected, **was}:
            if name not in expected:
                yield Difference(f"{at}.{name}: expected none, was {_shown(was[name])}")
            else:
                yield from _places(f"{at}.{name}", expected[name], was.get(name, _MISSING))
    elif is_array(expected) and is_array(was) and len(expected) == len(was):
        for index, (one, other) in enumerate(zip(expected, was, strict=True)):
            yield from _places(f"{at}.{index}", one, other)
    elif is_array(expected) and is_array(was):
        yield Difference(f"{at}: expected {len(expected)} items, was {len(was)}: {_shown(was)}")
    elif isinstance(was, Cut) or not same(expected, was):
        sure = not (isinstance(was, Cut) and was.may_be(expected))
        yield Difference(f"{at}: expected {_shown(expected)}, was {_shown(was)}", sure)


def _shown(value: Any) -> str:
    if value is _MISSING:
        return "not sent"
    pattern = _pattern(value)
    return brief(value) if pattern is None else f"/{pattern.pattern}/"


def _pattern(value: Any) -> re.Pattern[str] | None:
    return cast("re.Pattern[str]", value) if isinstance(value, re.Pattern) else None
