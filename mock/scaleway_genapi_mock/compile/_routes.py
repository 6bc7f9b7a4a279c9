"""From a request's path to the operations there, by dictionary first, by template where needed.

Paths are as they were sent: percent-encoded. Each segment is decoded once, after the split, so that
an encoded slash belongs to the value that it stands in (RFC 3986, section 2.4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping

    from ._operations import Operation

Methods = dict[str, "Operation"]
_UUID_LENGTH = 36
_PARAMETER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Match:
    """The operations at a path, its parameters, and the project that its prefix named."""

    methods: Methods
    params: Mapping[str, str]
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Prefix:
    """The path of a server: literal segments, and variables as `(name, allowed values)`.

    The first variable without an enum names the project.
    """

    segments: tuple[str | Variable, ...]

    def match(self, segments: list[str]) -> tuple[bool, str | None]:
        """Whether `segments` begin with this prefix, and the project they name."""
        project = None
        if len(segments) < len(self.segments):
            return False, None
        for expected, actual in zip(self.segments, segments, strict=False):
            if isinstance(expected, str):
                if expected != actual:
                    return False, None
            elif not expected.accepts(actual):
                return False, None
            elif not expected.enum and project is None:
                project = actual
        return True, project


@dataclass(frozen=True, slots=True)
class Variable:
    """A server variable that is a path segment.

    With an enum it accepts those values, with `uuid` (`x-format: uuid`) UUIDs, else anything.
    """

    name: str
    enum: frozenset[str]
    uuid: bool

    def accepts(self, segment: str) -> bool:
        """Whether `segment` can be its value."""
        if self.enum:
            return segment in self.enum
        return is_uuid(segment) if self.uuid else bool(segment)


@dataclass(slots=True)
class _Table:
    """The operations of the paths that the same servers serve."""

    static: dict[str, Methods] = field(default_factory=dict[str, Methods])
    templates: list[tuple[tuple[str, ...], Methods]] = field(
        default_factory=list[tuple[tuple[str, ...], Methods]]
    )

    def add(self, operation: Operation) -> None:
        segments = tuple(operation.path.split("/")[1:])
        if not any("{" in segment for segment in segments):
            self.static.setdefault(operation.path, {})[operation.method] = operation
            return
        for known, methods in self.templates:
            if known == segments:
                methods[operation.method] = operation
                return
        self.templates.append((segments, {operation.method: operation}))
        self.templates.sort(key=lambda item: [_openness(segment) for segment in item[0]])

    def find(self, segments: list[str]) -> Match | None:
        # A slash inside a segment was encoded: it separates nothing.
        if not any("/" in segment for segment in segments):
            methods = self.static.get("/" + "/".join(segments))
            if methods is not None:
                return Match(methods, {})
        for template, candidate in self.templates:
            params = _params(template, segments)
            if params is not None:
                return Match(candidate, params)
        return None


@dataclass(slots=True)
class Routes:
    """The routing table: a part of it for each set of servers."""

    tables: dict[tuple[Prefix, ...], _Table] = field(
        default_factory=dict[tuple[Prefix, ...], _Table]
    )

    def add(self, operation: Operation, prefixes: tuple[Prefix, ...]) -> None:
        """Put `operation` into the table, behind each of the prefixes."""
        self.tables.setdefault(prefixes, _Table()).add(operation)

    def find(self, path: str) -> Match | None:
        """What stands at `path`, percent-encoded; None is a 404."""
        for prefixes, table in self.tables.items():
            methods = table.static.get(path)
            if methods is not None and any(not prefix.segments for prefix in prefixes):
                return Match(methods, {})
        segments = [unquote(segment) for segment in path.split("/")[1:]]
        for prefixes, table in self.tables.items():
            for prefix in prefixes:
                fits, project = prefix.match(segments)
                if fits and (found := table.find(segments[len(prefix.segments) :])):
                    return Match(found.methods, found.params, project)
        return None

    def operations(self) -> Iterable[Operation]:
        """Every operation, by path."""
        for table in self.tables.values():
            for methods in (*table.static.values(), *(found for _, found in table.templates)):
                yield from methods.values()


def _openness(segment: str) -> tuple[bool, int]:
    """What is more specific is less: a literal before a parameter, `{id}.json` before `{id}`."""
    if "{" not in segment:
        return False, 0
    return True, -sum(map(len, _PARAMETER.split(segment)[::2]))


def _params(template: tuple[str, ...], segments: list[str]) -> dict[str, str] | None:
    if len(template) != len(segments):
        return None
    params: dict[str, str] = {}
    for expected, actual in zip(template, segments, strict=True):
        if "{" not in expected:
            if expected != actual:
                return None
            continue
        found = _in_segment(expected, actual)
        if found is None:
            return None
        params.update(found)
    return params


def _in_segment(expected: str, actual: str) -> dict[str, str] | None:
    """The parameters of one segment, `{base}...{head}` say: each as short as it may be."""
    first, *rest = _PARAMETER.split(expected)
    if not actual.startswith(first):
        return None
    params: dict[str, str] = {}
    start = len(first)
    for name, after in zip(rest[::2], rest[1::2], strict=True):
        last = len(params) == len(rest) // 2 - 1
        if not last:
            end = actual.find(after, start + 1)
        else:
            end = len(actual) - len(after) if actual.endswith(after) else -1
        if end <= start:
            return None
        params[name] = actual[start:end]
        start = end + len(after)
    return params


def sent_path(scope: MutableMapping[str, Any]) -> str:
    """The path of an ASGI request as it was sent: percent-encoded, without the query."""
    raw: bytes | None = scope.get("raw_path")
    if raw is None:  # ASGI leaves it to the server
        return quote(scope["path"])
    return raw.partition(b"?")[0].decode("latin-1")


def is_uuid(text: str) -> bool:
    """Whether `text` is a UUID in its usual form: 36 characters, with hyphens."""
    if len(text) != _UUID_LENGTH:
        return False
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
