"""Two Python surfaces: what griffe finds broken, what it does not look at, and what is new.

griffe sees what is gone, and parameters that moved, became required or changed their default. It
does not look at annotations, keys of a TypedDict, or which exceptions an exception is; the rules
for these are here, those for overloads, results and parameters that are gone in `_functions`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

import griffe

from ._changes import Change, Party, merged
from ._findings import Direction
from ._functions import READ, WRITTEN, Found, compare_functions, types

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ._surface import Surface

    Member = griffe.Object | griffe.Alias

_CALLERS = frozenset({Party.CALLERS})
_BOTH_WAYS = frozenset(Direction)


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
    packages = {Path(surface.package)}
    for name in surface.stubs:
        packages.update(Path(name).parents[:-1])
    for package in packages:  # griffe skips a folder without it, and all the modules there
        (folder / package).mkdir(parents=True, exist_ok=True)
        (folder / package / "__init__.pyi").touch()
    for name, text in surface.stubs.items():
        (folder / name).write_text(text, encoding="utf-8")
    module = griffe.load(
        surface.package, search_paths=[folder], try_relative_path=False,
        allow_inspection=False, resolve_aliases=True, resolve_external=False,
    )  # fmt: skip
    _open(cast("griffe.Module", module))
    return cast("griffe.Module", module)


def _open(module: griffe.Module) -> None:
    """Says of every module that it is public: griffe asks `__all__`, which need not name modules."""
    for member in module.members.values():
        if isinstance(member, griffe.Module):
            member.public = True
            _open(member)


def _change(found: Found, surface: Surface) -> Change:
    path = found.path.partition("(")[0]
    while path not in surface.origins and "." in path:
        path = path.rpartition(".")[0]
    file, line = surface.origins.get(path, (surface.package, None))
    breaks = _CALLERS if found.breaks else frozenset[Party]()
    return Change(found.message, found.path.replace(".__init__(", "("), file, line, breaks)


def _broken(old: griffe.Module, new: griffe.Module) -> Iterator[Found]:
    said = {
        griffe.BreakageKind.OBJECT_REMOVED: "removed",
        griffe.BreakageKind.OBJECT_CHANGED_KIND: "is another kind of object",
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
            yield Found(f"{path}({breakage.new_value.name})", message, breaks=True)
        elif breakage.kind in said:
            parameter = breakage.new_value or breakage.old_value
            if isinstance(parameter, griffe.Parameter):
                path = f"{path}({parameter.name})"
            gone = breakage.kind is griffe.BreakageKind.OBJECT_REMOVED
            yield Found(path, said[breakage.kind], breaks=True, gone=gone)


class _Rules:
    """What griffe does not look at."""

    def __init__(self, uses: Mapping[str, frozenset[Direction]]) -> None:
        self._uses = uses

    def members(self, old: Member, new: Member) -> Iterator[Found]:
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

    def _function(self, old: griffe.Function, new: griffe.Function) -> Iterator[Found]:
        written = WRITTEN
        if new.name == "__init__" and isinstance(new.parent, griffe.Class):
            # What a model of answers may be made of is the server's business.
            written &= self._directions(new.parent.name)
        yield from compare_functions(old, new, written)

    def _attribute(self, old: griffe.Attribute, new: griffe.Attribute) -> Iterator[Found]:
        path = new.path
        was, now = str(old.annotation or ""), str(new.annotation or "")
        if was.startswith("NotRequired") and now.startswith("Required"):
            yield Found(path, "key is required now", breaks=True)
        elif was.startswith("Required") and now.startswith("NotRequired"):
            yield Found(path, "key may be missing now", breaks=False)
        if "property" in new.labels and "property" not in old.labels:
            yield Found(path, "can no longer be set", breaks=True)
        parent = new.parent.name if isinstance(new.parent, griffe.Class) else new.name
        only_read = "property" in new.labels and "property" in old.labels
        directions = READ if only_read else self._directions(parent)
        yield from types(path, old.annotation, new.annotation, directions)
        if str(old.value) != str(new.value) and was in {"", "TypeAlias"}:
            yield from types(path, old.value, new.value, self._directions(new.name))

    def _directions(self, name: str) -> frozenset[Direction]:
        schema = name.removesuffix("Param")
        if schema != name and schema in self._uses:
            return WRITTEN
        return self._uses.get(name, _BOTH_WAYS)


def _added(member: Member) -> Found:
    needed = isinstance(member, griffe.Attribute) and str(member.annotation).startswith("Required")
    return Found(member.path, "required key added" if needed else "added", breaks=needed)


def _bases(old: griffe.Class, new: griffe.Class) -> Iterator[Found]:
    """Stubs name every ancestor, so one that is missing is caught by no `except` any more."""
    for base in (str(base) for base in old.bases):
        if base not in {str(other) for other in new.bases}:
            yield Found(new.path, f"is no {base} any more", breaks=True)
