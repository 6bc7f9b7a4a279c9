"""Two signatures of one function: parameters, results, overloads. Knows no modules and no classes.

griffe compares the parameters of the function itself, by name, place and default; their types,
what is returned, and the overloads are compared here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import griffe

from ._findings import Direction
from ._types import compare_types

if TYPE_CHECKING:
    from collections.abc import Iterator

_REST = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}
WRITTEN, READ = frozenset({Direction.REQUEST}), frozenset({Direction.RESPONSE})


class Found(NamedTuple):
    """A difference at the Python path `path`; `gone` if the old surface is its place."""

    path: str
    message: str
    breaks: bool
    gone: bool = False


def compare_functions(
    old: griffe.Function, new: griffe.Function, written: frozenset[Direction]
) -> Iterator[Found]:
    """What griffe does not look at. `written` is the direction of its arguments, empty for none."""
    path = new.path
    if ("async" in old.labels) != ("async" in new.labels):
        said = "must be awaited now" if "async" in new.labels else "is awaited no more"
        yield Found(path, said, breaks=True)
    before = {_known(parameter): parameter for parameter in old.parameters}
    for parameter in new.parameters:
        was = before.pop(_known(parameter), None)
        place = f"{path}({parameter.name})"
        if was is not None:
            yield from types(place, was.annotation, parameter.annotation, written)
        elif not parameter.required:
            yield Found(place, "parameter added", breaks=False)
    for parameter in before.values():
        # griffe is content if `**` takes it, where it means something else.
        yield Found(f"{path}({parameter.name})", "parameter removed", breaks=True)
    yield from types(f"{path}() ->", old.returns, new.returns, READ)
    if new.overloads:  # a call that the function itself takes needs no overload of its own
        yield from _overloads(old, new, written)


def types(
    path: str, old: griffe.Expr | str | None, new: griffe.Expr | str | None,
    directions: frozenset[Direction],
) -> Iterator[Found]:  # fmt: skip
    """What an annotation permits, before and now, for values that travel in these directions."""
    before, after = (None if one is None else str(one) for one in (old, new))
    if before == after:
        return
    lost, gained = compare_types(before, after)
    breaks = (bool(lost) and Direction.REQUEST in directions) or (
        bool(gained) and Direction.RESPONSE in directions
    )
    said = [
        f"{word} {', '.join(found)}"
        for word, found in (("no longer", lost), ("also", gained))
        if found
    ]
    yield Found(path, f"type: {'; '.join(said) or f'written {after}'}", breaks)


def _overloads(
    old: griffe.Function, new: griffe.Function, written: frozenset[Direction]
) -> Iterator[Found]:
    """Overloads are told apart by what the function itself has not; what is left, by its place."""
    before, after = _named(old), _named(new)
    pairs = [(before.pop(call), after.pop(call)) for call in [*before] if call in after]
    if len(before) == len(after):
        pairs += zip(before.values(), after.values(), strict=True)
        before, after = {}, {}
    for was, now in pairs:
        yield from _call(new.path, was, now, written)
    for call, was in before.items():
        said = f"overload ({call}) -> {was.returns} removed"
        yield Found(new.path, said, breaks=True)
    for call, now in after.items():
        yield Found(new.path, f"overload ({call}) -> {now.returns} added", breaks=False)


def _known(parameter: griffe.Parameter) -> str:
    """What callers know it by: the names of `*` and `**` are nobody's business."""
    return _REST.get(parameter.kind or griffe.ParameterKind.keyword_only, parameter.name)


def _named(function: griffe.Function) -> dict[str, griffe.Function]:
    found: dict[str, griffe.Function] = {}
    for overload in function.overloads or ():
        name = _told_apart(overload, function)
        while name in found:
            name += ", …"
        found[name] = overload
    return found


def _told_apart(overload: griffe.Function, function: griffe.Function) -> str:
    whole = {parameter.name: str(parameter.annotation) for parameter in function.parameters}
    return ", ".join(
        f"{parameter.name}: {parameter.annotation}"
        for parameter in overload.parameters
        if str(parameter.annotation) != whole.get(parameter.name)
    )


def _call(
    path: str, old: griffe.Function, new: griffe.Function, written: frozenset[Direction]
) -> Iterator[Found]:
    before = {_known(parameter): parameter for parameter in old.parameters}
    for parameter in new.parameters:
        was = before.pop(_known(parameter), None)
        place = f"{path}({parameter.name})"
        if was is None:
            said = "required parameter added" if parameter.required else "parameter added"
            yield Found(place, said, breaks=parameter.required)
            continue
        if parameter.required != was.required:
            said = "is required now" if parameter.required else "may be left out now"
            yield Found(place, f"parameter {said}", breaks=parameter.required)
        yield from types(place, was.annotation, parameter.annotation, written)
    for parameter in before.values():
        yield Found(f"{path}({parameter.name})", "parameter removed", breaks=True)
    yield from types(f"{path}() ->", old.returns, new.returns, READ)
