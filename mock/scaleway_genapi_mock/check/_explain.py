"""What is wrong with a body, in one sentence: the path of the field, its value, what it may be.

A failed anyOf or oneOf is explained by the branch that was meant: the one whose tag (a property
with a const in every branch) or whose type the value has.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import jsonschema_rs

Branches = "Sequence[Sequence[jsonschema_rs.ValidationError]]"
_UNIONS = ("anyOf", "oneOf")
_UNKNOWN = {"additionalProperties", "unevaluatedProperties"}
_ITEMS, _PROPERTIES = 32, 1000
_SENTENCE, _STEP = 300, 60


@dataclass(frozen=True, slots=True)
class Fault:
    """The field at `path` ("" is the whole body) and what is wrong with it.

    `crowded`: more of its items are of one kind than may be.
    """

    path: str
    reason: str
    crowded: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


def explain(validator: jsonschema_rs.Validator, value: Any) -> Fault:
    """The first fault of `value`, which `validator` refuses."""
    short = shortest(validator, value)
    return _fault(_first(validator.iter_errors(short)), _Whole(validator, short))


def faults(validator: jsonschema_rs.Validator, value: Any) -> list[Fault]:
    """The faults of `value`, as far as its first items; none if it is valid."""
    short, _ = _cut_to(value, _ITEMS)
    whole = _Whole(validator, short)
    return [fault for error in validator.iter_errors(short) for fault in _each(error, whole)]


def shortest(validator: jsonschema_rs.Validator, value: Any) -> Any:
    """`value` with its arrays cut as short as it stays invalid.

    A validator makes an object of each error, which takes a minute for an array of some hundred
    thousand wrong items; to know whether there is an error takes no time.
    """
    size, cut = _ITEMS, True
    while cut:
        short, cut = _cut_to(value, size)
        if not validator.is_valid(short):
            break
        size *= 2
    else:
        return value
    low = size // 2
    while size - low > 1 and size > _ITEMS:
        middle = (low + size) // 2
        if validator.is_valid(_cut_to(value, middle)[0]):
            low = middle
        else:
            size = middle
    return _cut_to(value, size)[0]


def _cut_to(value: Any, size: int) -> tuple[Any, bool]:
    """A copy of `value` with so many items in each array, and whether any had more."""
    if is_array(value):
        parts = [_cut_to(item, size) for item in value[:size]]
        return [part for part, _ in parts], len(value) > size or any(cut for _, cut in parts)
    if is_object(value):
        # Properties are not cut lightly: one that is missing would be a fault of its own.
        names = list(value)[: max(size, _PROPERTIES)]
        made = {name: _cut_to(value[name], size) for name in names}
        cut = len(value) > len(names) or any(cut for _, cut in made.values())
        return {name: part for name, (part, _) in made.items()}, cut
    return value, False


def _first(errors: Iterable[jsonschema_rs.ValidationError]) -> jsonschema_rs.ValidationError:
    # The order of properties in the schema is no order for a reader; the depth is: what is
    # missing on top is said before what is wrong inside.
    return min(errors, key=lambda error: len(error.instance_path))


@dataclass(frozen=True, slots=True)
class _Whole:
    """The whole value, and who refuses it."""

    validator: jsonschema_rs.Validator
    value: Any

    def common(self, error: jsonschema_rs.ValidationError) -> list[int]:
        """Of how many properties of the value there each branch of the union says something.

        Found out by asking once more with other values in all of them.
        """
        path = list(error.instance_path)
        other = _replaced(self.value, path)
        for union in _inside(self.validator.iter_errors(other)):
            if union.schema_path == error.schema_path and list(union.instance_path) == path:
                context: Any = union.kind.as_dict().get("context", ())
                return [
                    len({e.instance_path[len(path)] for e in b if len(e.instance_path) > len(path)})
                    for b in context
                ]
        return []


def _inside(
    errors: Iterable[jsonschema_rs.ValidationError],
) -> Iterator[jsonschema_rs.ValidationError]:
    """The unions that failed, those inside others too."""
    for error in errors:
        if error.kind.name in _UNIONS:
            yield error
            for branch in error.kind.as_dict().get("context", ()):
                yield from _inside(branch)


def _replaced(value: Any, path: Sequence[Any]) -> Any:
    """A copy of `value` in which each property of the object at `path` has another type."""
    if path:
        copy = list(value) if is_array(value) else dict(value)
        copy[path[0]] = _replaced(value[path[0]], path[1:])
        return copy
    return {
        name: 0.5 if is_object(part) or is_array(part) else [{"": None}]
        for name, part in value.items()
    }


def _each(error: jsonschema_rs.ValidationError, whole: _Whole) -> list[Fault]:
    """One fault for each property that is not known; of any other error there is one."""
    if error.kind.name not in _UNKNOWN:
        return [_fault(error, whole)]
    path = list(error.instance_path)
    unexpected = sorted(error.kind.as_dict()["unexpected"])
    return [Fault(pointer([*path, name]), "is not a known property") for name in unexpected]


def _fault(error: jsonschema_rs.ValidationError, whole: _Whole) -> Fault:
    kind = error.kind
    details = kind.as_dict()
    path = list(error.instance_path)
    if kind.name in _UNIONS:
        return _union(error, details.get("context", ()), whole)
    if kind.name == "required":
        return Fault(pointer([*path, details["property"]]), "is required")
    if kind.name in _UNKNOWN:
        return _each(error, whole)[0]
    crowded = kind.name == "contains" and error.schema_path[-1] == "maxContains"
    return Fault(pointer(path), _reason(error, details, at(whole.value, path)), crowded)


def _reason(error: jsonschema_rs.ValidationError, details: Mapping[str, Any], value: Any) -> str:
    shown = brief(value)
    match error.kind.name:
        case "enum":
            reason = f"{shown} is not {_list(details['options'])}"
        case "const":
            reason = f"{shown} is not {brief(details['expected_value'])}"
        case "type":
            reason = f"{shown} is not {_types(details['types'])}"
        case "contains":
            reason = _contained(str(error.schema_path[-1]), value)
        case "propertyNames":
            reason = f"a name of a property is not allowed: {_message(error.message, None)}"
        case "not" | "falseSchema":
            reason = f"{shown} is not allowed here"
        case _:
            reason = _message(error.message, value)
    return reason


def _contained(keyword: str, value: Any) -> str:
    if keyword == "maxContains":
        return f"more of its {len(value)} items are of one kind than may be"
    return f"{brief(value)} lacks an item that it must contain"


def _message(message: str, value: Any) -> str:
    """The library's own words, with a long value cut."""
    shown = brief(value)
    if message.startswith(('"', "[", "{")) and len(message) > 4 * len(shown):
        # It begins with the whole value; what matters follows the last bracket or quote of it.
        for closing in ('" ', "] ", "} "):
            _, found, rest = message.rpartition(closing)
            if found and len(rest) < len(message) // 2:
                return f"{shown} {rest}"
    return message if len(message) <= _SENTENCE else f"{message[: _SENTENCE - 1]}…"


def _union(error: jsonschema_rs.ValidationError, branches: Any, whole: _Whole) -> Fault:
    path = error.instance_path
    value = at(whole.value, path)
    if not branches or any(not branch for branch in branches):
        return Fault(pointer(path), f"{brief(value)} matches more than one of the allowed forms")
    meant = [branch for branch in branches if not _wrong_type(branch, path, value)]
    if not meant:
        types = [name for branch in branches for name in _expected_types(branch, path)]
        return Fault(pointer(path), f"{brief(value)} is not {_types(types)}")
    tag = _tag(meant, path) if is_object(value) else None
    if tag is not None and tag not in value:
        common = whole.common(error)
        most = [
            branch
            for branch, amount in zip(branches, common, strict=False)
            if amount == max(common)
        ]
        if len(most) == 1 and most[0] in meant:
            # What is missing tells no branches apart; what is there does.
            meant, tag = most, None
    if tag is not None:
        chosen = [branch for branch in meant if not _tag_errors(branch, path, tag)]
        if not chosen and tag not in value:
            return Fault(pointer([*path, tag]), "is required")
        if not chosen:
            options = [option for branch in meant for option in _tag_options(branch, path, tag)]
            reason = f"{brief(value[tag])} is not {_list(options)}"
            return Fault(pointer([*path, tag]), reason)
        meant = chosen
    if len(meant) > 1 and all(_constants(branch, path) for branch in meant):
        options = [option for branch in meant for option in _constants(branch, path)]
        return Fault(pointer(path), f"{brief(value)} is not {_list(options)}")
    # The branch that comes furthest before it fails is the likeliest to have been meant.
    best = max(meant, key=lambda branch: (min(_depth(e) for e in branch), -len(branch)))
    return _fault(_first(best), whole)


def _depth(error: jsonschema_rs.ValidationError) -> int:
    return len(error.instance_path)


def _wrong_type(branch: Any, path: Sequence[Any], value: Any) -> bool:
    if any(error.kind.name == "type" and error.instance_path == path for error in branch):
        return True
    options = _constants(branch, path)
    return bool(options) and not any(_type(option) == _type(value) for option in options)


def _expected_types(branch: Any, path: Sequence[Any]) -> list[str]:
    for error in branch:
        if error.kind.name == "type" and error.instance_path == path:
            return list(error.kind.as_dict()["types"])
    return [_type(option) for option in _constants(branch, path)]


def _type(value: Any) -> str:
    if value is None:
        return "null"
    if is_object(value):
        return "object"
    names = {"bool": "boolean", "int": "number", "float": "number", "str": "string"}
    return names.get(type(value).__name__, "array")


def _constants(branch: Any, path: Sequence[Any]) -> list[Any]:
    for error in branch:
        if error.instance_path == path:
            details = error.kind.as_dict()
            if error.kind.name == "const":
                return [details["expected_value"]]
            if error.kind.name == "enum":
                return list(details["options"])
    return []


def _tag(branches: Any, path: Sequence[Any]) -> str | None:
    """The property by which the branches differ: all but one fail at it, or all do.

    One that has a wrong value comes before one that is missing: what every branch requires is
    not what tells them apart.
    """
    counts: dict[str, int] = {}
    wrong: set[str] = set()
    for branch in branches:
        names: dict[str, None] = {}
        for error in branch:
            name = _tag_of(error, path)
            if name is not None:
                names[name] = None
                if error.kind.name != "required":
                    wrong.add(name)
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    enough = max(1, len(branches) - 1)
    found = [name for name, count in counts.items() if count >= enough]
    return next((name for name in found if name in wrong), found[0] if found else None)


def _tag_of(error: jsonschema_rs.ValidationError, path: Sequence[Any]) -> str | None:
    kind = error.kind.name
    if kind in {"const", "enum"} and error.instance_path[:-1] == list(path) and error.instance_path:
        return str(error.instance_path[-1])
    if kind == "required" and error.instance_path == list(path):
        return str(error.kind.as_dict()["property"])
    return None


def _tag_errors(branch: Any, path: Sequence[Any], tag: str) -> bool:
    return any(_tag_of(error, path) == tag for error in branch)


def _tag_options(branch: Any, path: Sequence[Any], tag: str) -> list[Any]:
    return [
        option
        for error in branch
        if _tag_of(error, path) == tag
        for option in _constants([error], error.instance_path)
    ]


def _list(options: Iterable[Any]) -> str:
    seen = list(dict.fromkeys(brief(option) for option in options))
    return seen[0] if len(seen) == 1 else f"one of {', '.join(seen)}"


def _types(names: Iterable[str]) -> str:
    seen = list(dict.fromkeys(names))
    if len(seen) == 1:
        article = "an" if seen[0][0] in "aeiou" else "a"
        return "null" if seen[0] == "null" else f"{article} {seen[0]}"
    return f"one of the types {', '.join(seen)}"


def pointer(path: Iterable[Any]) -> str:
    """A path as it stands in a message: `messages/0/role`."""
    return "/".join(_shown(str(step)) for step in path)


def _shown(step: str) -> str:
    """A step of a path: a name is whatever a client sends, and may be as long."""
    step = step if len(step) <= _STEP else f"{step[: _STEP - 1]}…"
    return step.replace("~", "~0").replace("/", "~1")


def at(value: Any, path: Iterable[Any]) -> Any:
    """What stands in `value` at `path`."""
    for step in path:
        # A validator gives a property named "0" as the number.
        if is_object(value):
            value = value[str(step)]
        elif is_array(value):
            value = value[int(step)]
    return value
