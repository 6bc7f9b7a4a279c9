"""The conditions of a rule: plain values or regular expressions, all of which must hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock._json import brief, is_array, is_object, same
from scaleway_genapi_mock.behaviours import last_message
from scaleway_genapi_mock.document import escape, lookup, split_pointer

from . import _values
from ._errors import Findings, RuleError, only
from ._regex import search

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scaleway_genapi_mock.check._call import Call

    Test = Callable[[Any], bool]
    Read = Callable[[Call], Any]

KEYS = ("operation", "model", "project", "headers", "body", "last_message", "stream")
_MISSING = object()
_BAD_ESCAPE = re.compile(r"~(?![01])")


@dataclass(frozen=True, slots=True)
class Conditions:
    """When a rule applies. Without any, always."""

    operation: str | None
    tests: tuple[tuple[Read, Test], ...]

    def hold(self, call: Call) -> bool:
        """Whether they hold for `call`."""
        operation = call.operation
        if self.operation is not None and (operation is None or operation.id != self.operation):
            return False
        return all(test(read(call)) for read, test in self.tests)


def parse_conditions(given: Mapping[str, Any], path: str = "when") -> Conditions:
    """The conditions that a mapping states. Raises RuleError with all that is wrong."""
    findings = Findings()
    tests: list[tuple[Read, Test]] = []
    operation = given.get("operation")
    with findings:
        only(given, KEYS, path)
    if "operation" in given and not isinstance(operation, str):
        findings.add(f"{path}/operation", f"{brief(operation)} is no operation id")
    simple: dict[str, tuple[Read, Callable[[Any, str], Test]]] = {
        "model": (selected, _text_or_any),
        "project": (lambda call: call.project, _text_or_any),
        "stream": (lambda call: call.streams, _switch),
        "last_message": (lambda call: last_message(call.body), _contains),
    }
    for name, (read, parse) in simple.items():
        if name in given:
            with findings:
                tests.append((read, parse(given[name], f"{path}/{name}")))
    with findings:
        for name, expected in _mapping(given, "headers", path):
            place = f"{path}/headers/{escape(name)}"
            with findings:
                if not _values.is_header_name(name):
                    raise RuleError(f"{path}/headers/{brief(name)}", "is no header")
                tests.append((_header(name), _text_or_any(expected, place)))
    with findings:
        for pointer, expected in _mapping(given, "body", path):
            place = f"{path}/body/{escape(pointer)}"
            with findings:
                tests.append((_at(pointer, place), _test(expected, place)))
    findings.settle()
    return Conditions(operation, tuple(tests))


def _mapping(given: Mapping[str, Any], key: str, path: str) -> list[tuple[str, Any]]:
    value = given.get(key, {})
    if not is_object(value) or (key in given and not value):
        raise RuleError(f"{path}/{key}", f"{brief(value)} is no mapping of names to values")
    return [(str(name), expected) for name, expected in value.items()]


def selected(call: Call) -> Any:
    """The value of the property that the operation selects by: the model."""
    selector = call.operation.selector if call.operation else None
    if selector is None or not is_object(call.body):
        return None
    return call.body.get(selector.name)


def _header(name: str) -> Read:
    return lambda call: call.header(name)


def steps_of(pointer: str, path: str) -> tuple[str, ...]:
    """The steps of a pointer; a bare name is the property of that name. Raises RuleError."""
    # A name is what most conditions are about.
    text = pointer if pointer.startswith("/") or not pointer else f"/{pointer}"
    if _BAD_ESCAPE.search(text):
        raise RuleError(path, "is no JSON pointer: ~ is written ~0 in it, and / in a name ~1")
    try:
        return split_pointer(text)
    except ValueError as error:
        raise RuleError(path, str(error)) from None


def _at(pointer: str, path: str) -> Read:
    steps = steps_of(pointer, path)

    def read(call: Call) -> Any:
        try:
            return lookup(call.body, _from_end(call.body, steps))
        except LookupError:
            return _MISSING

    return read


def _from_end(body: Any, steps: tuple[str, ...]) -> tuple[str, ...]:
    """`steps` with `-1` meaning the last item of an array, which RFC 6901 has no word for."""
    if "-1" not in steps:
        return steps
    found: list[str] = []
    for step in steps:
        value = lookup(body, found)
        found.append(str(len(value) - 1) if step == "-1" and is_array(value) else step)
    return tuple(found)


def _test(expected: Any, path: str) -> Test:
    """Equality, or a regular expression: `{"regex": …}` or a compiled one."""
    return _regex(expected, path) or _equals(expected)


def _text_or_any(expected: Any, path: str) -> Test:
    """A text, null for none, a regular expression, or a list of these."""
    if is_array(expected):
        if not expected:
            raise RuleError(path, "is an empty list, which nothing is in")
        tests = [_text_or_any(item, f"{path}/{index}") for index, item in enumerate(expected)]
        return lambda value: any(test(value) for test in tests)
    found = _regex(expected, path)
    if found is None and expected is not None and not isinstance(expected, str):
        raise RuleError(path, f"{brief(expected)} is neither a text nor a {{regex: …}}")
    return found or _equals(expected)


def _switch(expected: Any, path: str) -> Test:
    if not isinstance(expected, bool):
        raise RuleError(path, f"{brief(expected)} is neither true nor false")
    return _equals(expected)


def _contains(expected: Any, path: str) -> Test:
    if isinstance(expected, str):
        if not expected:
            raise RuleError(path, "is empty, and so in every message")
        return lambda value: expected in value
    found = _regex(expected, path)
    if found is None:
        raise RuleError(path, f"{brief(expected)} is neither a text nor a {{regex: …}}")
    return found


def _equals(expected: Any) -> Test:
    return lambda value: same(value, expected)


def _regex(expected: Any, path: str) -> Test | None:
    if is_object(expected) and "regex" in expected:
        only(expected, ["regex"], path)
        path, expected = f"{path}/regex", expected["regex"]
    elif not isinstance(expected, re.Pattern):
        return None
    found = search(cast("re.Pattern[str]", expected), path)
    return lambda value: isinstance(value, str) and found(value)
