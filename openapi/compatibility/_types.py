"""What two annotations permit, compared as unions. Knows neither griffe nor where they stand."""

from __future__ import annotations

import ast
from typing import NamedTuple

_WRAPPERS = frozenset({"Required", "NotRequired", "ReadOnly", "Final", "ClassVar", "Annotated"})
# Whose type argument, the last one, may be anything that is above: what fits the old fits the new.
_COVARIANT = frozenset({"Collection", "Iterable", "Iterator", "Mapping", "Sequence"})
_EVERYTHING = frozenset({"Any", "object"})


class Types(NamedTuple):
    """The members of a union that one annotation has and the other does not permit."""

    lost: tuple[str, ...]
    gained: tuple[str, ...]


def compare_types(old: str | None, new: str | None) -> Types:
    """What the new annotation no longer permits, and what it permits besides.

    A missing annotation permits everything, and so do `Any` and `object`.
    """
    before, after = _members(old), _members(new)
    lost = tuple(m for m in before if not _covered(m, after))
    gained = tuple(m for m in after if not _covered(m, before))
    return Types(lost, gained)


def _members(text: str | None) -> list[str]:
    if text is None:
        return ["Any"]
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError:
        return [text]
    return list(dict.fromkeys(_flatten(tree)))


def _flatten(node: ast.expr) -> list[str]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _flatten(node.left) + _flatten(node.right)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        name = node.value.id
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if name == "Union":
            return [member for part in parts for member in _flatten(part)]
        if name == "Optional":
            return [*_flatten(parts[0]), "None"]
        if name == "Literal":
            return [f"Literal[{ast.unparse(part)}]" for part in parts]
        if name in _WRAPPERS:
            return _flatten(parts[0])
    return [ast.unparse(node)]


def _covered(member: str, by: list[str]) -> bool:
    if member in by or _EVERYTHING & set(by):
        return True
    if member.startswith("Literal["):
        value: object = ast.literal_eval(member[len("Literal[") : -1])
        return type(value).__name__.replace("NoneType", "None") in by
    if any(_is_wider(other, member) for other in by):
        return True
    above = {"bool": {"int", "float"}, "int": {"float"}}  # subclass; numeric tower of PEP 484
    return bool(above.get(member, set[str]()) & set(by))


def _is_wider(other: str, member: str) -> bool:
    """Whether `other` is the same read-only collection of more: `Sequence[A | B]`, `Sequence[A]`."""
    one, two = _arguments(other), _arguments(member)
    if one is None or two is None or one[:-1] != two[:-1]:
        return False
    return not compare_types(two[-1], one[-1]).lost


def _arguments(text: str) -> list[str] | None:
    """The name and the type arguments of a collection that nothing is put into."""
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return None
    if not isinstance(node, ast.Subscript) or ast.unparse(node.value) not in _COVARIANT:
        return None
    parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return [ast.unparse(node.value), *map(ast.unparse, parts)]
