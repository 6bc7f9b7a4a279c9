"""The conditions of a rule: plain values or regular expressions, all of which must hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief, is_object
from scaleway_genapi_mock.behaviours import last_message
from scaleway_genapi_mock.document import escape

from . import _expected, _values
from ._errors import Findings, RuleError, only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scaleway_genapi_mock.check._call import Call

    Test = Callable[[Any], bool]
    Read = Callable[[Call], Any]

KEYS = ("operation", "model", "project", "headers", "body", "last_message", "stream")


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
        "model": (selected, _one_of),
        "project": (lambda call: call.project, _one_of),
        "stream": (lambda call: call.streams, _switch),
        "last_message": (lambda call: last_message(call.body), _containing),
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
                tests.append((_header(name), _one_of(expected, place)))
    with findings:
        for name, expected in _mapping(given, "body", path):
            place = f"{path}/body/{escape(name)}"
            with findings:
                tests.append((_at(name, place), _fitting(expected, place)))
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


def _at(name: str, path: str) -> Read:
    place = _expected.Place(name, path)
    return lambda call: place.of(call.body)


def _one_of(expected: Any, path: str) -> Test:
    options = _expected.texts(expected, path)
    return lambda value: any(_expected.fits(option, value) for option in options)


def _fitting(expected: Any, path: str) -> Test:
    wanted = _expected.value(expected, path)
    return lambda value: _expected.fits(wanted, value)


def _containing(expected: Any, path: str) -> Test:
    wanted = _expected.part(expected, path)
    return lambda value: _expected.contains(wanted, value)


def _switch(expected: Any, path: str) -> Test:
    wanted = _expected.switch(expected, path)
    return lambda value: value is wanted
