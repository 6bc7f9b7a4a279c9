"""The base class that the members of a union have in common, for every union that is sent.

A type checker that joins the items of a list to one class finds it there, and not the base of all
models: `[A(), B()]` can be sent wherever their union can, and nothing else can. Knows nodes alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .nodes import AliasRef, Array, Definitions, Map, Node, Union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Members = frozenset[str]


def common_bases(definitions: Definitions, nodes: Iterable[Node]) -> dict[Members, str]:
    """The name of the base by the classes that have it, for the unions among `nodes`.

    What two unions share has a base of its own, below those of both, so that there is one class
    that any two members meet in.
    """
    found: dict[Members, str | None] = {}
    for node in nodes:
        for union, alias in _unions(node):
            members = definitions.classes(union)
            if len(members) > 1 and found.get(members) is None:
                found[members] = alias
    todo = [*found]
    while todo:
        one = todo.pop()
        for shared in [one & other for other in found]:
            if len(shared) > 1 and shared not in found:
                found[shared] = None
                todo.append(shared)
    order = [*definitions.models]
    named: dict[Members, str] = {}
    for members in sorted(found, key=lambda each: (len(each), sorted(map(order.index, each)))):
        name = f"Any{found[members] or 'Or'.join(sorted(members, key=order.index))}"
        named[members] = f"{name}{len(named)}" if name in named.values() else name
    return named


def parents(bases: Mapping[Members, str], members: Members) -> list[str]:
    """The bases right above `members`: those of a base, or of a class alone.

    In the one order that all of them have in `bases`, the narrower first, which Python's order of
    method resolution can therefore always follow.
    """
    above = [other for other in bases if members <= other and members != other]
    return [bases[other] for other in above if not any(lower < other for lower in above)]


def _unions(node: Node) -> Iterator[tuple[Node, str | None]]:
    match node:
        case AliasRef(name=name):
            yield node, name
        case Union(members=members):
            yield node, None
            for member in members:
                yield from _unions(member)
        case Array(item=inner) | Map(value=inner):
            yield from _unions(inner)
        case _:
            pass
