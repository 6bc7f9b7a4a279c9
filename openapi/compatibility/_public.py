"""Which names of a package are public: by `__all__`, or by what type checkers take as re-exported."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import griffe

if TYPE_CHECKING:
    from collections.abc import Iterator


def public_modules(module: griffe.Module) -> Iterator[griffe.Module]:
    """The module, and all below it to which no underscore leads."""
    yield module
    for name, member in module.members.items():
        if isinstance(member, griffe.Module) and not name.startswith("_"):
            yield from public_modules(member)


def public_members(module: griffe.Module) -> dict[str, griffe.Object]:
    """Names in `__all__`; without one, what is defined or re-exported under a public name.

    Re-exported is what type checkers take as such: `import name as name`, and `import *`. Stars
    are followed here, since griffe does not follow those that stand under `TYPE_CHECKING`.
    """
    exported = None if module.exports is None else {str(name) for name in module.exports}
    again, stars = _re_exports(module)
    found: dict[str, griffe.Object] = {}
    for star in stars:
        try:
            source = module.modules_collection[star]
        except KeyError:
            continue
        if isinstance(source, griffe.Module):
            found |= public_members(source)
    for name, member in module.members.items():
        if isinstance(member, griffe.Module) or name in {"__all__", "__getattr__", "__dir__"}:
            continue
        defined = not name.startswith("_") and (not member.is_alias or name in again)
        if name in exported if exported is not None else defined:
            target = resolved(member)
            if target is not None:
                found[name] = target
    kept = found if exported is None else {n: t for n, t in found.items() if n in exported}
    return dict(sorted(kept.items()))


def _re_exports(module: griffe.Module) -> tuple[set[str], list[str]]:
    """Names that are imported as themselves, and the modules of which all names are."""
    file = module.filepath
    if not isinstance(file, Path):
        return set(), []
    names: set[str] = set()
    stars: list[str] = []
    above = module.path.split(".")
    package = above if module.is_init_module else above[:-1]
    for node in ast.walk(ast.parse(file.read_bytes())):
        if not isinstance(node, ast.ImportFrom):
            continue
        start = package[: len(package) - node.level + 1] if node.level else []
        for alias in node.names:
            if alias.name == "*":
                stars.append(".".join([*start, node.module or ""]).rstrip("."))
            elif alias.name == alias.asname:
                names.add(alias.name)
    return names, stars


def resolved(member: griffe.Object | griffe.Alias) -> griffe.Object | None:
    """What a name stands for in the end; None for a module, or what was not read."""
    if isinstance(member, griffe.Object):
        return member
    try:
        target = member.final_target
    except (griffe.AliasResolutionError, griffe.CyclicAliasError):
        return None
    return None if target.is_module else target
