"""The public surface of a package as stubs: what users can name, with its signatures, and no more.

Read statically with griffe, so nothing is imported. What a public object hands out counts too,
wherever its class is kept: `client.chat.completions.create` is written as classes nested in
`Client`, the way a caller reaches it. So code may move between private modules unnoticed.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import griffe

from ._public import public_members, public_modules, resolved
from ._signatures import attribute_text, constructor, function_text, owner_of, shown_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_DUNDERS = frozenset((
    "__aenter__", "__aexit__", "__aiter__", "__anext__", "__await__", "__bool__", "__call__",
    "__contains__", "__delitem__", "__enter__", "__exit__", "__getitem__", "__init__", "__iter__",
    "__len__", "__next__", "__setitem__",
))  # fmt: skip
_HEADER = (
    "# The public surface of {module} at the release, for `python -m openapi.compatibility`.\n"
    "# Never edited. Classes within a class are what its attributes hand out.\n"
)
_IMPORTS = "from typing import Any, Literal, NotRequired, Required, TypeAlias, overload\n"


class SurfaceError(Exception):
    """A package whose surface cannot be read; the text says which file and why."""


@dataclass(slots=True)
class Surface:
    """`stubs`: file (`package/module.pyi`) -> text. `origins`: Python path -> (file, line)."""

    package: str
    stubs: dict[str, str] = field(default_factory=dict[str, str])
    origins: dict[str, tuple[str, int | None]] = field(
        default_factory=dict[str, tuple[str, int | None]]
    )

    def located(self, folder: Path) -> Surface:
        """This surface with its own stubs, kept in `folder`, as the places of its objects."""
        for file, text in self.stubs.items():
            module = file.removesuffix(".pyi").removesuffix("/__init__").replace("/", ".")
            for path, line in _lines(ast.parse(text), module):
                self.origins[path] = (str(folder / file), line)
        return self


def _lines(node: ast.AST, path: str) -> Iterator[tuple[str, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path}.{child.name}", child.lineno
            yield from _lines(child, f"{path}.{child.name}")
        elif isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name):
            yield f"{path}.{child.target.id}", child.lineno


def read_surface(package: str, folder: Path, modules: tuple[str, ...] | None = None) -> Surface:
    """The surface of the package `package` in `folder`.

    Without `modules` every module counts whose path has no leading underscore; with it the
    package itself and the named ones. Raises `SurfaceError`.
    """
    for file in sorted((folder / package).rglob("*.py")):
        try:  # griffe would leave the module out, and all that is in it would look removed
            ast.parse(file.read_bytes())
        except SyntaxError as error:
            raise SurfaceError(f"{file}:{error.lineno}: not Python: {error.msg}") from error
    try:
        root = griffe.load(
            package, search_paths=[folder], try_relative_path=False, allow_inspection=False,
            resolve_aliases=True, resolve_implicit=True, resolve_external=False,
        )  # fmt: skip
    except (ImportError, griffe.GriffeError) as error:
        raise SurfaceError(f"{folder / package}: cannot be read: {error}") from error
    return _Writer(cast("griffe.Module", root), modules).write()


class _Writer:
    """Writes the stubs of one package."""

    def __init__(self, root: griffe.Module, modules: tuple[str, ...] | None) -> None:
        self._root = root
        self._modules = modules
        self._surface = Surface(root.name)
        self._homes: dict[str, str] = {}

    def write(self) -> Surface:
        modules = list(public_modules(self._root))
        if self._modules is not None:
            wanted = {self._root.path, *(f"{self._root.path}.{name}" for name in self._modules)}
            modules = [module for module in modules if module.path in wanted]
        named = [(module, public_members(module)) for module in modules]
        # The deepest public path is an object's home; shallower ones only import it.
        for module, members in sorted(named, key=lambda pair: pair[0].path.count(".")):
            for name, target in members.items():
                self._homes[target.path] = f"{module.path}.{name}"
        for module, members in named:
            lines: list[str] = []
            for name, target in members.items():
                lines += self._member(module.path, name, target)
            if lines:
                names = "".join(f"    {name!r},\n" for name in members)
                text = _HEADER.format(module=module.path) + _IMPORTS
                text += f"\n__all__ = [\n{names}]\n\n" + "\n".join(lines) + "\n"
                self._surface.stubs[_file(module)] = text
        return self._surface

    def _member(self, above: str, name: str, target: griffe.Object) -> list[str]:
        home = self._homes[target.path]
        if home != f"{above}.{name}":
            module, _, original = home.rpartition(".")
            return [f"from {module} import {original} as {name}"]
        return self._object(above, name, target, ())

    def _object(
        self, above: str, name: str, target: griffe.Object, within: tuple[str, ...]
    ) -> list[str]:
        path = f"{above}.{name}"
        self._surface.origins[path] = (str(target.filepath), target.lineno)
        if isinstance(target, griffe.Class):
            return self._class(path, name, target, (*within, target.path))
        if isinstance(target, griffe.Function):
            return function_text(name, target)
        if isinstance(target, griffe.Attribute):
            handed_out = self._handed_out(target) if within else None
            if handed_out is not None and handed_out.path not in within:
                return self._class(path, name, handed_out, (*within, handed_out.path))
            return attribute_text(name, target)
        return []

    def _class(
        self, path: str, name: str, target: griffe.Class, within: tuple[str, ...]
    ) -> list[str]:
        # One that was read is among the ancestors, by the name that it has at home.
        bases = [shown_type(str(base)) for base in target.bases if not _is_read(base, target)]
        ancestors = [base.name for base in target.mro()] if _resolvable(target) else []
        everything = dict.fromkeys((*ancestors, *bases))
        shown = [base for base in everything if not base.startswith("_") and base != "object"]
        lines = [f"class {name}{'(' + ', '.join(shown) + ')' if shown else ''}:"]
        members = {
            member: inner
            for member, inner in _class_members(target).items()
            if inner.parent is target or inner.parent is None
            or inner.parent.path not in self._homes
        }  # fmt: skip
        if len(within) > 1:
            members.pop("__init__", None)  # handed out ready made: nobody calls it
        elif "__init__" not in members:
            lines += [f"    {line}" for line in constructor(target)]
        for member, inner in members.items():
            lines += [f"    {line}" for line in self._object(path, member, inner, within)]
        return lines if len(lines) > 1 else [f"{lines[0]} ..."]

    def _handed_out(self, attribute: griffe.Attribute) -> griffe.Class | None:
        """The class of an attribute, if it is ours and has no public name of its own."""
        owner = owner_of(attribute)
        if owner is None or owner.path in self._homes or owner.package.name != self._root.name:
            return None
        return owner


def _is_read(base: griffe.Expr | str, target: griffe.Class) -> bool:
    path = base if isinstance(base, str) else base.canonical_path
    try:
        found = target.modules_collection[path]
        return (found.final_target if found.is_alias else found).is_class and _resolvable(target)
    except (KeyError, griffe.AliasResolutionError, griffe.CyclicAliasError):
        return False


def _resolvable(target: griffe.Class) -> bool:
    try:
        target.mro()
    except ValueError:
        return False
    return True


def _class_members(target: griffe.Class) -> Mapping[str, griffe.Object]:
    """Public members, inherited ones of our own classes included, in the order of definition."""
    found: dict[str, griffe.Object] = {}
    for name, member in target.all_members.items():
        public = not name.startswith("_") or name in _DUNDERS
        inner = resolved(member)
        if public and inner is not None and not _only_stored(inner):
            found[name] = inner
    return dict(sorted(found.items()))


def _only_stored(member: griffe.Object) -> bool:
    """Set on `self` without a word on its type: no part of the surface that we vouch for."""
    return (
        isinstance(member, griffe.Attribute)
        and member.annotation is None
        and "instance-attribute" in member.labels
        and "class-attribute" not in member.labels
    )


def _file(module: griffe.Module) -> str:
    path = module.path.replace(".", "/")
    inner = any(isinstance(member, griffe.Module) for member in module.members.values())
    return f"{path}/__init__.pyi" if module.is_init_module or inner else re.sub(r"$", ".pyi", path)
