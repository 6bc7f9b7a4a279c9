"""Rules from mappings and from YAML files, each mistake with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief, is_array, is_object
from scaleway_genapi_mock.document import DocumentError, parse_yaml

from ._errors import RuleError, only
from ._match import parse_conditions
from ._reply import parse_reply
from ._rule import Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

KEYS = ("name", "when", "reply", "times", "rate", "priority")


def parse_rule(
    given: Any, *, operations: Collection[str] = (), speaking: Collection[str] = ()
) -> Rule:
    """The rule that a mapping states.

    Args:
        given: `when`, `reply`, `times`, `rate`, `priority`, `name`.
        operations: The operation ids there are; others are refused. None given: any.
        speaking: Those of them that can say a text or call a tool.

    Raises:
        RuleError: With the place and the reason.
    """
    if not is_object(given):
        raise RuleError("", f"{brief(given)} is no rule: a mapping with when and reply")
    only(given, KEYS, "")
    if "reply" not in given:
        raise RuleError("reply", "is required")
    conditions: Any = given.get("when") or {}
    if not is_object(conditions):
        raise RuleError("when", f"{brief(conditions)} is no mapping")
    when = parse_conditions(conditions)
    if operations and when.operation is not None and when.operation not in operations:
        known = ", ".join(operations)
        raise RuleError("when/operation", f"there is no {when.operation!r}; there are {known}")
    reply = parse_reply(given["reply"])
    if reply.says and operations:
        target = when.operation
        if target is None and len(speaking) != len(operations):
            # Only a chat can say something: a rule for it need not name it.
            when = type(when)(next(iter(speaking), None), when.tests)
        elif target is not None and target not in speaking:
            raise RuleError("reply", f"{target} says no text and calls no tool; give a body")
    times = _times(given, len(reply.sequence))
    return Rule(
        name=str(given.get("name", "")),
        when=when,
        reply=reply,
        times=times,
        rate=_number(given, "rate", 0, 1, 1.0),
        priority=int(_number(given, "priority", -1_000_000, 1_000_000, 0)),
        stated=_stated(given),
    )


def _times(given: Mapping[str, Any], replies: int) -> int | None:
    times = given.get("times")
    if times is None:
        # A sequence that is over leaves the field to the rules after it.
        return replies or None
    if isinstance(times, bool) or not isinstance(times, int) or times < 1:
        raise RuleError("times", f"{brief(times)} is no number from 1")
    return times


def _number(given: Mapping[str, Any], key: str, low: float, high: float, default: float) -> float:
    value = given.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise RuleError(key, f"{brief(value)} is no number from {low} to {high}")
    return value


def _stated(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, as JSON data: what a function is, is said by its name."""
    return {key: _plain(value) for key, value in given.items()}


def _plain(value: Any) -> Any:
    if is_object(value):
        return {str(key): _plain(part) for key, part in value.items()}
    if is_array(value):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | int | float):
        return value
    return repr(value)


def load_rules(path: Path) -> list[Mapping[str, Any]]:
    """The rules of a YAML or JSON file, each checked: a list, or a mapping with `rules`.

    Raises:
        RuleError: The file cannot be read or a rule is wrong; says which one.
    """
    try:
        data: Any = parse_yaml(path.read_bytes(), str(path))
    except OSError as error:
        raise RuleError(str(path), f"cannot be read: {error.strerror}") from None
    except DocumentError as error:
        raise RuleError("", str(error)) from None
    if is_object(data):
        only(data, ["rules"], str(path))
        data = data.get("rules")
    if not is_array(data):
        raise RuleError(str(path), "is a list of rules, or a mapping with rules")
    for index, given in enumerate(data):
        try:
            parse_rule(given)
        except RuleError as error:
            raise RuleError(f"{path}: rule {index + 1}", str(error)) from None
    return data
