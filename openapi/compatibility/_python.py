"""Two Python surfaces: what griffe finds broken, what it does not look at, and what is new.

griffe sees what is gone, and parameters that moved, became required or changed their default. It
does not look at annotations, overloads, keys of a TypedDict, `async`, or which exceptions an
exception is; the rules for these are here.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import griffe

from ._changes import Change, Party, merged
from ._findings import Direction
from ._types import compare_types

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ._surface import Surface

    Member = griffe.Object | griffe.Alias

_CALLERS = frozenset({Party.CALLERS})
_BOTH_WAYS = frozenset(Direction)
_WRITTEN, _READ = frozenset({Direction.REQUEST}), frozenset({Direction.RESPONSE})


class _Found(NamedTuple):
    path: str
    message: str
    breaks: bool
    gone: bool = False


def compare_surfaces(
    old: Surface, new: Surface, uses: Mapping[str, frozenset[Direction]] | None = None
) -> tuple[Change, ...]:
    """Every difference between the released surface of a package and the new one.

    `uses` says of the document's schemas in which directions they travel: what a caller only
    reads may be given less, what it only writes may be given more. All else counts as both.
    """
    with tempfile.TemporaryDirectory() as folder:
        before, after = _load(old, Path(folder, "old")), _load(new, Path(folder, "new"))
        found = [*_broken(before, after), *_Rules(uses or {}).members(before, after)]
    changes = merged(_change(one, old if one.gone else new) for one in found)
    return tuple(sorted(changes, key=lambda change: (not change.breaks, change.where)))


def _load(surface: Surface, folder: Path) -> griffe.Module:
    (folder / surface.package).mkdir(parents=True)
    (folder / surface.package / "__init__.pyi").touch()
    for name, text in surface.stubs.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    module = griffe.load(
        surface.package, search_paths=[folder], try_relative_path=False,
        allow_inspection=False, resolve_aliases=True, resolve_external=False,
    )  # fmt: skip
    return cast("griffe.Module", module)


def _change(found: _Found, surface: Surface) -> Change:
    path = found.path.partition("(")[0]
    while path not in surface.origins and "." in path:
        path = path.rpartition(".")[0]
    file, line = surface.origins.get(path, (surface.package, None))
    breaks = _CALLERS if found.breaks else frozenset[Party]()
    return Change(found.message, found.path.replace(".__init__(", "("), file, line, breaks)


def _broken(old: griffe.Module, new: griffe.Module) -> Iterator[_Found]:
    said = {
        griffe.BreakageKind.OBJECT_REMOVED: "removed",
        griffe.BreakageKind.OBJECT_CHANGED_KIND: "is another kind of object",
        griffe.BreakageKind.PARAMETER_REMOVED: "parameter removed",
        griffe.BreakageKind.PARAMETER_MOVED: "positional parameter moved",
        griffe.BreakageKind.PARAMETER_CHANGED_KIND: "parameter is passed another way",
        griffe.BreakageKind.PARAMETER_CHANGED_REQUIRED: "parameter is required now",
        griffe.BreakageKind.PARAMETER_ADDED_REQUIRED: "required parameter added",
    }
    for breakage in griffe.find_breaking_changes(old, new):
        path = breakage.obj.path
        if isinstance(breakage, griffe.ParameterChangedDefaultBreakage):
            before, after = breakage.old_value.default, breakage.new_value.default
            message = f"default {before} becomes {after}"
            yield _Found(f"{path}({breakage.new_value.name})", message, breaks=True)
        elif breakage.kind in said:
            parameter = breakage.new_value or breakage.old_value
            if isinstance(parameter, griffe.Parameter):
                path = f"{path}({parameter.name})"
            gone = breakage.kind is griffe.BreakageKind.OBJECT_REMOVED
            yield _Found(path, said[breakage.kind], breaks=True, gone=gone)


class _Rules:
    """What griffe does not look at."""

    def __init__(self, uses: Mapping[str, frozenset[Direction]]) -> None:
        self._uses = uses

    def members(self, old: Member, new: Member) -> Iterator[_Found]:
        """Differences below two modules or classes."""
        for name, member in new.members.items():
            if name not in old.all_members and (not member.is_alias or member.is_public):
                yield _added(member)
        for name, was in old.members.items():
            now = new.all_members.get(name)
            if now is None or was.is_alias or now.is_alias or was.kind is not now.kind:
                continue
            if name == "__all__":
                continue
            if isinstance(was, griffe.Function) and isinstance(now, griffe.Function):
                yield from self._function(was, now)
            elif isinstance(was, griffe.Attribute) and isinstance(now, griffe.Attribute):
                yield from self._attribute(was, now)
            elif isinstance(was, griffe.Class):
                yield from _bases(was, cast("griffe.Class", now))
                yield from self.members(was, now)
            else:
                yield from self.members(was, now)

    def _function(self, old: griffe.Function, new: griffe.Function) -> Iterator[_Found]:
        path = new.path
        if ("async" in old.labels) != ("async" in new.labels):
            said = "must be awaited now" if "async" in new.labels else "is awaited no more"
            yield _Found(path, said, breaks=True)
        written = _WRITTEN
        if new.name == "__init__" and isinstance(new.parent, griffe.Class):
            # What a model of answers may be made of is the server's business.
            written &= self._directions(new.parent.name)
        before = {parameter.name: parameter for parameter in old.parameters}
        for parameter in new.parameters:
            if parameter.name not in before:
                if not parameter.required:
                    yield _Found(f"{path}({parameter.name})", "parameter added", breaks=False)
                continue
            was = before[parameter.name].annotation
            yield from _types(f"{path}({parameter.name})", was, parameter.annotation, written)
        yield from _types(f"{path}() ->", old.returns, new.returns, _READ)
        first = [_call(overload) for overload in old.overloads or ()]
        second = [_call(overload) for overload in new.overloads or ()]
        for call in first:
            # A call that the function itself still takes needs no overload of its own.
            if call not in second and second:
                yield _Found(
                    path, f"overload {call} changed or removed", breaks=not _grown(call, second)
                )
        for call in second:
            if call not in first:
                yield _Found(path, f"overload {call}", breaks=False)

    def _attribute(self, old: griffe.Attribute, new: griffe.Attribute) -> Iterator[_Found]:
        path = new.path
        was, now = str(old.annotation or ""), str(new.annotation or "")
        if was.startswith("NotRequired") and now.startswith("Required"):
            yield _Found(path, "key is required now", breaks=True)
        elif was.startswith("Required") and now.startswith("NotRequired"):
            yield _Found(path, "key may be missing now", breaks=False)
        if "property" in new.labels and "property" not in old.labels:
            yield _Found(path, "can no longer be set", breaks=True)
        parent = new.parent.name if isinstance(new.parent, griffe.Class) else new.name
        only_read = "property" in new.labels and "property" in old.labels
        directions = _READ if only_read else self._directions(parent)
        yield from _types(path, old.annotation, new.annotation, directions)
        if str(old.value) != str(new.value) and was in {"", "TypeAlias"}:
            yield from _types(path, old.value, new.value, self._directions(new.name))

    def _directions(self, name: str) -> frozenset[Direction]:
        schema = name.removesuffix("Param")
        if schema != name and schema in self._uses:
            return _WRITTEN
        return self._uses.get(name, _BOTH_WAYS)


def _added(member: Member) -> _Found:
    needed = isinstance(member, griffe.Attribute) and str(member.annotation).startswith("Required")
    return _Found(member.path, "required key added" if needed else "added", breaks=needed)


def _bases(old: griffe.Class, new: griffe.Class) -> Iterator[_Found]:
    """Stubs name every ancestor, so one that is missing is caught by no `except` any more."""
    for base in (str(base) for base in old.bases):
        if base not in {str(other) for other in new.bases}:
            yield _Found(new.path, f"is no {base} any more", breaks=True)


def _types(
    path: str, old: griffe.Expr | str | None, new: griffe.Expr | str | None,
    directions: frozenset[Direction],
) -> Iterator[_Found]:  # fmt: skip
    before, after = (None if one is None else str(one) for one in (old, new))
    if before == after:
        return
    lost, gained = compare_types(before, after)
    breaks = (bool(lost) and Direction.REQUEST in directions) or (
        bool(gained) and Direction.RESPONSE in directions
    )
    said = [
        f"{word} {', '.join(types)}"
        for word, types in (("no longer", lost), ("also", gained))
        if types
    ]
    yield _Found(path, f"type: {'; '.join(said) or f'written {after}'}", breaks)


def _call(function: griffe.Function) -> str:
    shown = [f"{p.name}: {p.annotation}{'' if p.required else ' = …'}" for p in function.parameters]
    return f"({', '.join(shown)}) -> {function.returns}"


def _grown(call: str, others: list[str]) -> bool:
    """Whether one of the others is the same call with more that may be left out."""
    head, _, returns = call.rpartition(") -> ")
    wanted = set(head[1:].split(", "))
    for other in others:
        start, _, end = other.rpartition(") -> ")
        more = set(start[1:].split(", ")) - wanted
        if (
            end == returns
            and wanted <= set(start[1:].split(", "))
            and all("= …" in m for m in more)
        ):
            return True
    return False
