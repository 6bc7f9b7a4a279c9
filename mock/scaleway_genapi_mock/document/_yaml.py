"""YAML text to JSON data, with the line of every value. Knows no OpenAPI.

It reads the parser's events in one pass and without recursion: a text that is nested deeply, or
that multiplies itself by aliases, is refused before anything has to walk through its data.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml

from ._pointer import join_pointer
from ._problems import DocumentError, Problem
from ._scalars import Ambiguity, kind_of, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Watch = Callable[["_Reading", Any], None]

# A PyYAML without its C parser reads the same, slower.
_PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 128
"""Levels of arrays and objects: what is read here is walked by recursive functions."""
_MOST_REPEATED = 100_000
"""Values that aliases may add: every walk through the data sees them again and again."""
# After an even number of backslashes, the two halves.
_PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_TAGS = {None, "!", "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"}


def parse_yaml(source: bytes, path: str) -> Any:
    """The data of a YAML (or JSON) text in UTF-8, by the rules of YAML 1.2.

    Raises `DocumentError` with the line: bytes that are not UTF-8, a syntax error, more than one
    document, a duplicate key, a key that is no string, an alias inside its own anchor, a tag
    beyond the core schema or with a value that is none, a number longer than 300 characters,
    more than 128 levels, aliases that repeat more than 100 000 values.
    """
    return _Reading(path).read(source)


def lines(source: bytes, path: str) -> dict[str, int]:
    """JSON pointer -> 1-based line, for every value; a mapping's entry stands at its key."""
    found: dict[str, int] = {}

    def watch(reading: _Reading, event: Any) -> None:
        found.setdefault(reading.pointer, event.start_mark.line + 1)

    _Reading(path, watch).read(source)
    return found


def ambiguous(source: bytes, path: str) -> list[Problem]:
    """Plain scalars, keys included, that YAML 1.1 and YAML 1.2 read differently."""
    found: list[Problem] = []
    ambiguity = Ambiguity()

    def watch(reading: _Reading, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent) and ambiguity.of(event):
            message = f"{event.value!r} is read differently by YAML 1.1 and 1.2: quote it"
            found.append(reading.problem(message, event))

    _Reading(path, watch).read(source)
    return found


class _Anchored:
    """A value that aliases can repeat: how many values it holds, how many levels. Open: size 0."""

    __slots__ = ("height", "size", "value")

    def __init__(self, value: Any, size: int = 1, height: int = 0) -> None:
        self.value, self.size, self.height = value, size, height


class _Level(_Anchored):
    """An array or object that is being read; `key` is the name whose value comes next."""

    __slots__ = ("is_array", "key")

    def __init__(self, value: Any, *, is_array: bool) -> None:
        super().__init__(value, size=0, height=1)
        self.is_array = is_array
        self.key: str | None = None

    @property
    def awaits_key(self) -> bool:
        return self.key is None and not self.is_array


class _Reading:
    """One text on its way to data. `watch` is called at each key, then at each value."""

    def __init__(self, path: str, watch: Watch | None = None) -> None:
        self._path = path
        self._watch = watch
        self._levels: list[_Level] = []
        self._sizes: list[int] = []
        self._anchors: dict[str, _Anchored] = {}
        self._repeated = 0
        self._root: Any = None

    @property
    def pointer(self) -> str:
        """The place of the value that comes next; that of the object where a key comes next."""
        steps = (len(at.value) if at.is_array else at.key for at in self._levels)
        return join_pointer(*(step for step in steps if step is not None))

    def problem(self, message: str, event: Any) -> Problem:
        return Problem(message, self._path, event.start_mark.line + 1, self.pointer)

    def _error(self, message: str, event: Any) -> DocumentError:
        return DocumentError(self.problem(message, event))

    def read(self, source: bytes) -> Any:
        documents = 0
        for event in _events(source, self._path):
            kind: Any = event.__class__
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.MappingStartEvent:
                self._open(event, {}, is_array=False)
            elif kind is yaml.SequenceStartEvent:
                self._open(event, [], is_array=True)
            elif kind in {yaml.MappingEndEvent, yaml.SequenceEndEvent}:
                self._close()
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise self._error("not YAML: a second document begins here", event)
        return self._root

    def _scalar(self, event: Any) -> None:
        level = self._levels[-1] if self._levels else None
        if level is not None and level.awaits_key:
            self._key(level, event)
            return
        if self._watch is not None:
            self._watch(self, event)
        try:
            value = value_of(event)
        except ValueError as error:
            raise self._error(str(error), event) from None
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(value)
        self._put(level, value)

    def _key(self, level: _Level, event: Any) -> None:
        # Status codes are written as integers in every OpenAPI document; JSON knows only strings.
        name: str = event.value
        if kind_of(event) not in {"str", "int"}:
            raise self._error(f"the key {name!r} must be quoted", event)
        if name in level.value:
            raise self._error(f"the key {name!r} stands here twice", event)
        level.key = name
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(name)
        if self._watch is not None:
            self._watch(self, event)

    def _put(self, level: _Level | None, value: Any, size: int = 1, height: int = 0) -> None:
        if level is None:
            self._root = value
            return
        if level.is_array:
            level.value.append(value)
        else:
            level.value[level.key] = value
            level.key = None
        self._sizes[-1] += size
        level.height = max(level.height, height + 1)

    def _place(self, event: Any) -> _Level | None:
        """The level that takes the value of `event`."""
        level = self._levels[-1] if self._levels else None
        if level is not None and level.awaits_key:
            raise self._error("a key must be a string", event)
        if self._watch is not None:
            self._watch(self, event)
        return level

    def _alias(self, event: Any) -> None:
        level = self._place(event)
        target = self._anchors.get(event.anchor)
        if target is None:
            raise self._error(f"not YAML: there is no anchor {event.anchor!r} above", event)
        if not target.size:
            raise self._error("an alias stands inside its own anchor", event)
        self._repeated += target.size
        if self._repeated > _MOST_REPEATED:
            message = f"aliases repeat more than {_MOST_REPEATED} values up to here"
            raise self._error(message, event)
        if len(self._levels) + target.height > _DEEPEST:
            raise self._error(f"nested more than {_DEEPEST} levels deep", event)
        self._put(level, target.value, target.size, target.height)

    def _open(self, event: Any, value: Any, *, is_array: bool) -> None:
        self._place(event)
        if event.tag not in _TAGS:
            tag = event.tag.removeprefix("tag:yaml.org,2002:")
            raise self._error(f"the tag {tag!r} is not of YAML's core schema", event)
        if len(self._levels) >= _DEEPEST:
            raise self._error(f"nested more than {_DEEPEST} levels deep", event)
        level = _Level(value, is_array=is_array)
        if event.anchor is not None:
            self._anchors[event.anchor] = level
        self._levels.append(level)
        self._sizes.append(1)

    def _close(self) -> None:
        level = self._levels.pop()
        level.size = self._sizes.pop()
        above = self._levels[-1] if self._levels else None
        self._put(above, level.value, level.size, level.height)


def _events(source: bytes, path: str) -> Iterator[Any]:
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise DocumentError(Problem("not UTF-8 text", path, line)) from error
    try:
        yield from yaml.parse(_without_pairs(text), Loader=_PARSER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "syntax error"
        raise DocumentError(
            Problem(f"not YAML: {what}", path, None if mark is None else mark.line + 1)
        ) from error
    except yaml.YAMLError as error:
        raise DocumentError(Problem(f"not YAML: {error}", path)) from error


def _without_pairs(text: str) -> str:
    """`text`; if it is JSON, with one character where JSON writes two escapes for it.

    Beyond the first 65536 characters JSON escapes halves, a surrogate pair, which is no YAML.
    """
    if "\\ud" not in text and "\\uD" not in text:
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _PAIR.sub(lambda found: found[1] + json.loads(f'"{found[2]}"'), text)
