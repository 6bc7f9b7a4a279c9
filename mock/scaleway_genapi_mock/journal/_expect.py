"""What a test expects of the journal, and in which way requests differ from it.

Pure; knows entries by their attributes alone. What the words mean, rules and this share
(`rules._expected`); how a difference is said stands in `_verdict`.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, NamedTuple

from scaleway_genapi_mock._credentials import is_credential
from scaleway_genapi_mock._json import brief, is_array, is_object
from scaleway_genapi_mock.behaviours import last_message
from scaleway_genapi_mock.check._keys import masked
from scaleway_genapi_mock.rules import _expected
from scaleway_genapi_mock.rules._expected import MISSING, Expression, Place, fits
from scaleway_genapi_mock.rules._regex import search

from ._cut import GONE, Cut, gone

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from ._entry import Entry

_PLACES = 3
"""So many places of one value are told apart."""
_OWN = ("status", "headers", "last_message", "project", "stream")
"""Words beside the properties of a body."""
_NEAR = 0.75


class _Any:
    """What is not asked about, where None has a meaning."""

    def __repr__(self) -> str:
        return "ANY"


ANY: Any = _Any()


class Difference(NamedTuple):
    """A line about a value that is another one, or, if not `sure`, that may be another one."""

    text: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request must be; made by `wanted`."""

    operation: str | None
    status: int | None
    project: tuple[Any, ...]
    stream: bool | None
    headers: Mapping[str, tuple[Any, ...]]
    last_message: str | Expression | None
    body: Mapping[str, tuple[Place, Any]]

    def __str__(self) -> str:
        parts = [f"{name}={_shown(value)}" for name, (_, value) in self.body.items()]
        if self.last_message is not None:
            parts.append(f"last_message={_shown(self.last_message)}")
        if self.stream is not None:
            parts.append(f"stream={_shown(self.stream)}")
        if self.project:
            parts.append(f"project={_either(self.project)}")
        parts += [
            f"header {name}={_either(_masked(name, options))}"
            for name, options in self.headers.items()
        ]
        if self.status is not None:
            parts.append(f"status {self.status}")
        what = self.operation or "any operation"
        return f"{what} with {', '.join(parts)}" if parts else what


def wanted(
    operation: str | None,
    body: Mapping[str, Any],
    *,
    status: Any = None,
    project: Any = ANY,
    stream: bool | None = None,
    headers: Mapping[str, Any] | None = None,
    last_message: Any = None,
) -> Wanted:
    """What the words of an assertion mean. ValueError: they mean nothing, as they do in a rule."""
    if status is not None and (isinstance(status, bool) or not isinstance(status, int)):
        raise ValueError(f"status: {brief(status)} is no number")
    return Wanted(
        operation,
        status,
        () if project is ANY else _expected.texts(project, "project", _engine),
        None if stream is None else _expected.switch(stream, "stream"),
        {
            name: _expected.texts(value, f"headers/{name}", _engine)
            for name, value in (headers or {}).items()
        },
        None if last_message is None else _expected.part(last_message, "last_message", _engine),
        {
            name: (Place(name, name), _expected.value(value, name, _engine))
            for name, value in body.items()
        },
    )


def _engine(expression: Any, path: str) -> Callable[[str], bool]:
    """A test may wait for an expression of its own as long as it likes: Python's engine searches."""
    pattern = getattr(expression, "pattern", None)
    if not isinstance(pattern, str):
        return search(expression, path)
    return lambda text: expression.search(text) is not None


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
    for name, (place, _) in wanted.body.items():
        if name in known or "." in name or name.startswith("/"):
            continue
        near = get_close_matches(name, {*known, *_OWN}, n=1, cutoff=_NEAR)
        if near and all(place.of(entry.body, _inside) is MISSING for entry in entries):
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
    if wanted.project:
        found += _one_of("project", wanted.project, entry.project)
    if wanted.stream is not None and entry.stream is not wanted.stream:
        found.append(
            Difference(f"stream: expected {_shown(wanted.stream)}, was {_shown(entry.stream)}")
        )
    for name, options in wanted.headers.items():
        found += _one_of(f"header {name}", options, entry.sent(name), credential=name)
    if wanted.body or wanted.last_message is not None:
        body = entry.body
        for name, (place, value) in wanted.body.items():
            found += _compare(name, value, place.of(body, _inside))
        if wanted.last_message is not None:
            found += _contained(wanted.last_message, _last_message(body))
    return found


def _inside(holder: Any, step: str) -> Any:
    """As `_expected.inside`, of an excerpt: what was cut off is somewhere, and unknown."""
    missing = gone(holder)
    if isinstance(holder, Cut) and not holder.kept:
        return GONE
    if is_array(holder) and missing:
        at = _expected.index(step, missing + len(holder) - 1)
        if at is None:
            return MISSING
        return GONE if at < missing else holder[at - missing + 1]
    found = _expected.inside(holder, step)
    return GONE if found is MISSING and missing else found


def _last_message(body: Any) -> str:
    """The text of the last message, as far as it is known."""
    messages = _inside(body, "messages") if is_object(body) else body
    last = messages[-1] if is_array(messages) and messages else messages
    content = _inside(last, "content") if is_object(last) else last
    if isinstance(content, Cut):
        return content
    parts = content if is_array(content) else []
    if any(isinstance(part, Cut) for part in parts):
        return GONE
    text = last_message(body)
    if any(isinstance(part.get("text"), Cut) for part in parts if is_object(part)):
        return Cut(f"{text.partition('…')[0]}…")
    return text


def _contained(expected: str | Expression, text: str) -> list[Difference]:
    cut = isinstance(text, Cut)
    known = text.kept if isinstance(text, Cut) else text
    if isinstance(expected, str):
        if expected in known:
            return []
        line = f"last_message: expected to contain {brief(expected)}, was {brief(text)}"
    else:
        # What is not known may end what an expression has found.
        if not cut and expected.found(known):
            return []
        line = f"last_message: expected to match {expected}, was {brief(text)}"
    return [Difference(line, sure=not cut)]


def _one_of(
    name: str, options: tuple[Any, ...], was: str | None, *, credential: str = ""
) -> Iterator[Difference]:
    if isinstance(was, Cut):
        sure = not any(isinstance(option, Expression) or was.may_be(option) for option in options)
    elif any(fits(option, was) for option in options):
        return
    else:
        sure = True
    shown = MISSING if was is None else was
    if credential and was is not None and is_credential(credential):
        options, shown = _masked(credential, options), masked(was)
    verb = "to match " if isinstance(options[0], Expression) else ""
    yield Difference(f"{name}: expected {verb}{_either(options)}, was {_shown(shown)}", sure)


def _masked(header: str, options: tuple[Any, ...]) -> tuple[Any, ...]:
    if not is_credential(header):
        return options
    return tuple(masked(option) if isinstance(option, str) else option for option in options)


def _either(options: tuple[Any, ...]) -> str:
    return " or ".join("none" if option is None else _shown(option) for option in options)


def _compare(name: str, expected: Any, was: Any) -> Iterator[Difference]:
    places = list(_places(name, expected, was))
    # What is sure decides.
    places.sort(key=lambda difference: not difference.sure)
    yield from places[:_PLACES]
    more = places[_PLACES:]
    if more:
        yield Difference(f"{name}: differs in {len(more)} further places", more[0].sure)


def _places(at: str, expected: Any, was: Any) -> Iterator[Difference]:
    """The smallest parts that differ, each with its path."""
    if isinstance(expected, Expression):
        cut = isinstance(was, Cut)
        if cut or not fits(expected, was):
            yield Difference(f"{at}: expected to match {expected}, was {_shown(was)}", not cut)
    elif is_object(expected) and is_object(was):
        yield from _in_object(at, expected, was)
    elif is_array(expected) and is_array(was):
        yield from _in_array(at, expected, was)
    elif isinstance(was, Cut) or not fits(expected, was):
        sure = not (isinstance(was, Cut) and was.may_be(expected))
        yield Difference(f"{at}: expected {_shown(expected)}, was {_shown(was)}", sure)


def _in_object(at: str, expected: dict[str, Any], was: dict[str, Any]) -> Iterator[Difference]:
    missing = gone(was)
    for name, value in expected.items():
        yield from _places(f"{at}.{name}", value, _inside(was, name))
    for name, value in was.items():
        if name not in expected and not (missing and name == GONE):
            yield Difference(f"{at}.{name}: expected none, was {_shown(value)}")
    if missing and len(expected) != missing + len(was) - 1:
        number = missing + len(was) - 1
        yield Difference(f"{at}: expected {len(expected)} properties, was {number}")


def _in_array(at: str, expected: list[Any], was: list[Any]) -> Iterator[Difference]:
    missing = gone(was)
    length = missing + len(was) - 1 if missing else len(was)
    if len(expected) != length:
        yield Difference(f"{at}: expected {len(expected)} items, was {length}: {_shown(was)}")
        return
    if missing:
        yield Difference(f"{at}: expected {_shown(expected)}, was {_shown(was)}", sure=False)
    for index in range(missing, length):
        item = was[index - missing + 1] if missing else was[index]
        yield from _places(f"{at}.{index}", expected[index], item)


def _shown(value: Any) -> str:
    if value is MISSING:
        return "not sent"
    return str(value) if isinstance(value, Expression) else brief(value)
