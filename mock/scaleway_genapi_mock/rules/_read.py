"""Rules from mappings: each part looked at by itself, then what they mean together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock import behaviours
from scaleway_genapi_mock._json import brief, is_array, is_object

from ._errors import Findings, RuleError, hint, only
from ._match import Conditions, parse_conditions
from ._regex import spelt
from ._reply import Spoken, parse_reply
from ._rule import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaleway_genapi_mock.compile._compile import Compiled
    from scaleway_genapi_mock.compile._operations import Operation

KEYS = ("name", "when", "reply", "times", "rate", "priority")
_LONGEST = 200
_LEAST, _MOST = -1_000_000, 1_000_000
_OF_BODIES = ("model", "body", "last_message", "stream")


def parse_rule(given: Any, compiled: Compiled | None = None) -> Rule:
    """The rule that a mapping states.

    Args:
        given: `when`, `reply`, `times`, `rate`, `priority`, `name`.
        compiled: The document that it is for; without it, only the rule itself is looked at.

    Raises:
        RuleError: With the place and the reason of each mistake.
    """
    if not is_object(given):
        raise RuleError("", f"{brief(given)} is no rule: a mapping with when and reply")
    findings = Findings()
    when: Conditions | None = None
    reply: Spoken | None = None
    times, rate, priority, name = None, 1.0, 0, ""
    with findings:
        only(given, KEYS, "")
    with findings:
        when = _conditions(given)
    with findings:
        if "reply" not in given:
            raise RuleError("reply", "is required")
        reply = parse_reply(given["reply"])
    with findings:
        times = _times(given, () if reply is None else reply.sequence)
    with findings:
        rate = _rate(given.get("rate", 1.0))
    with findings:
        priority = _priority(given.get("priority", 0))
    with findings:
        name = _name(given.get("name", ""))
    with findings:
        # One part can be held against the document although the other one is wrong.
        stated: Mapping[str, Any] = given["when"] if when is not None and "when" in given else {}
        when = _together(stated, when or Conditions(None, ()), reply, compiled)
    findings.settle()
    if when is None or reply is None:
        raise RuleError("", "is no rule")
    return Rule(
        name=name,
        when=when,
        reply=reply,
        times=times,
        rate=rate,
        priority=priority,
        stated=_stated(given),
        document=compiled,
    )


def _conditions(given: Mapping[str, Any]) -> Conditions:
    stated = given.get("when", {})
    if stated is None:
        raise RuleError("when", "is empty; leave it out for a rule that always applies")
    if not is_object(stated):
        raise RuleError("when", f"{brief(stated)} is no mapping")
    return parse_conditions(stated)


def _together(
    stated: Mapping[str, Any], when: Conditions, reply: Spoken | None, compiled: Compiled | None
) -> Conditions:
    """The conditions, where a reply narrows them; RuleError if they cannot hold with it."""
    findings = Findings()
    needs = reply.needs_stream if reply is not None else ""
    if needs and stated.get("stream") is False:
        findings.add("when/stream", f"is false, and {needs} needs a stream")
    operations: Mapping[str, Operation] = compiled.operations if compiled is not None else {}
    if not operations:
        findings.settle()
        return when
    speaking = [name for name in operations if behaviours.find(name) is not None]
    target = when.operation
    if target is not None and target not in operations:
        findings.add("when/operation", f"there is no {target!r}; {hint(target, operations)}")
    elif target is not None:
        with findings:
            _of_operation(operations[target], stated, needs)
    if reply is not None and reply.says:
        if target is None and len(speaking) != len(operations):
            # Only a chat can say something: a rule for it need not name it.
            when = Conditions(next(iter(speaking), None), when.tests)
        elif target in operations and target not in speaking:
            findings.add("reply", f"{target} says no text and calls no tool; give a body")
    findings.settle()
    return when


def _of_operation(operation: Operation, stated: Mapping[str, Any], needs: str) -> None:
    findings = Findings()
    for key in _OF_BODIES:
        if key in stated and operation.body is None and stated[key] is not False:
            findings.add(f"when/{key}", f"{operation.id} takes no body, so this never holds")
    if needs and operation.stream is None:
        findings.add("reply", f"{operation.id} never streams, and {needs} needs a stream")
    findings.settle()


def _times(given: Mapping[str, Any], replies: tuple[Spoken, ...]) -> int | None:
    times = given.get("times")
    if times is None:
        # A sequence that is over leaves the field to the rules after it.
        return len(replies) or None
    if isinstance(times, bool) or not isinstance(times, int) or times < 1:
        raise RuleError("times", f"{brief(times)} is no number from 1")
    if times < len(replies):
        raise RuleError("times", f"{times} leaves out the end of a sequence of {len(replies)}")
    return times


def _rate(rate: Any) -> float:
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= 1:
        raise RuleError("rate", f"{brief(rate)} is no number from 0 to 1")
    if not rate:
        raise RuleError("rate", "0 never applies; leave the rule out")
    return float(rate)


def _priority(priority: Any) -> int:
    whole = isinstance(priority, int) and not isinstance(priority, bool)
    if not whole or not _LEAST <= priority <= _MOST:
        raise RuleError(
            "priority", f"{brief(priority)} is no whole number from {_LEAST} to {_MOST}"
        )
    return int(priority)


def _name(name: Any) -> str:
    if not isinstance(name, str):
        raise RuleError("name", f"{brief(name)} is no text")
    if not name.isprintable() or len(name) > _LONGEST:
        raise RuleError("name", f"is one line of at most {_LONGEST} characters")
    return name


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
    return spelt(cast("re.Pattern[str]", value)) if isinstance(value, re.Pattern) else repr(value)
