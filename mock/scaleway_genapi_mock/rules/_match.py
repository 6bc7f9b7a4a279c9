"""The conditions of a rule: plain values or regular expressions, all of which must hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock._json import brief, is_array, is_object
from scaleway_genapi_mock.behaviours import last_message
from scaleway_genapi_mock.document import lookup, split_pointer

from ._errors import RuleError, only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scaleway_genapi_mock._call import Call

    Test = Callable[[Any], bool]

KEYS = ("operation", "model", "project", "headers", "body", "last_message", "stream")
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Conditions:
    """When a rule applies. Without any, always."""

    operation: str | None
    tests: tuple[tuple[Callable[[Call], Any], Test], ...]

    def hold(self, call: Call) -> bool:
        """Whether they hold for `call`."""
        operation = call.operation
        if self.operation is not None and (operation is None or operation.id != self.operation):
            return False
        return all(test(read(call)) for read, test in self.tests)


def parse_conditions(given: Mapping[str, Any], path: str = "when") -> Conditions:
    """The conditions that a mapping states. Raises RuleError."""
    only(given, KEYS, path)
    operation = given.get("operation")
    if operation is not None and not isinstance(operation, str):
        raise RuleError(f"{path}/operation", f"{brief(operation)} is no operation id")
    tests: list[tuple[Callable[[Call], Any], Test]] = []
    if "model" in given:
        tests.append((_selected, _any_of(given["model"], f"{path}/model")))
    if "project" in given:
        tests.append((lambda call: call.project, _any_of(given["project"], f"{path}/project")))
    if "stream" in given:
        if not isinstance(given["stream"], bool):
            raise RuleError(f"{path}/stream", "is true or false")
        tests.append((lambda call: call.streams, _equals(given["stream"])))
    if "last_message" in given:
        place = f"{path}/last_message"
        tests.append(
            (lambda call: last_message(call.body), _contains(given["last_message"], place))
        )
    for name, expected in _mapping(given, "headers", path):
        if not name.isascii() or not name.isprintable():
            raise RuleError(f"{path}/headers/{brief(name)}", "is no header")
        tests.append((_header(name), _test(expected, f"{path}/headers/{name}")))
    for pointer, expected in _mapping(given, "body", path):
        place = f"{path}/body/{pointer}"
        tests.append((_at(pointer, place), _test(expected, place)))
    return Conditions(operation, tuple(tests))


def _mapping(given: Mapping[str, Any], key: str, path: str) -> list[tuple[str, Any]]:
    value = given.get(key, {})
    if not is_object(value):
        raise RuleError(f"{path}/{key}", f"{brief(value)} is no mapping")
    return list(value.items())


def _selected(call: Call) -> Any:
    """The value of the property that the operation selects by: the model."""
    selector = call.operation.selector if call.operation else None
    if selector is None or not is_object(call.body):
        return None
    return call.body.get(selector.name)


def _header(name: str) -> Callable[[Call], Any]:
    return lambda call: call.header(name)


def _at(pointer: str, path: str) -> Callable[[Call], Any]:
    # A bare name is the property of that name: what most conditions are about.
    text = pointer if pointer.startswith("/") or not pointer else f"/{pointer}"
    try:
        steps = split_pointer(text)
    except ValueError as error:
        raise RuleError(path, str(error)) from None

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
    pattern = _regex(expected, path)
    if pattern is None:
        return _equals(expected)
    return lambda value: isinstance(value, str) and pattern.search(value) is not None


def _any_of(expected: Any, path: str) -> Test:
    if is_array(expected):
        tests = [_test(item, path) for item in expected]
        return lambda value: any(test(value) for test in tests)
    return _test(expected, path)


def _contains(expected: Any, path: str) -> Test:
    if isinstance(expected, str):
        return lambda value: expected in value
    if _regex(expected, path) is None:
        raise RuleError(path, f"{brief(expected)} is neither a text nor a {{regex: …}}")
    return _test(expected, path)


def _equals(expected: Any) -> Test:
    # In JSON true is not 1.
    kind = isinstance(expected, bool)
    return lambda value: isinstance(value, bool) is kind and bool(value == expected)


def _regex(expected: Any, path: str) -> re.Pattern[str] | None:
    if isinstance(expected, re.Pattern):
        return cast("re.Pattern[str]", expected)
    if not is_object(expected) or set(expected) != {"regex"}:
        return None
    try:
        return re.compile(expected["regex"])
    except (re.error, TypeError) as error:
        raise RuleError(f"{path}/regex", f"is no regular expression: {error}") from None
