"""Views of the aliases of `types.py`: what may be sent as plain data in place of a union."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .nodes import AliasRef, ModelRef, Node, Union
from .spelling import literal
from .views import AliasView
from .words import paragraphs

if TYPE_CHECKING:
    from .api import Api
    from .spelling import Speller


def param_aliases(api: Api, speller: Speller) -> list[AliasView]:
    """The aliases of `types.py`, those that can be evaluated there ahead of those that cannot.

    A name stays in quotes if it is a model's, which `types.py` does not import at run time, or if
    it leads back to the alias; and so does an alias that leads to one in quotes.
    """
    waiting = {
        name: alias
        for name, alias in api.definitions.aliases.items()
        if name in api.requested and not api.definitions.is_scalar(alias.node)
    }
    known = {name for name in api.definitions.models if name in api.requested}
    views: list[AliasView] = []
    while waiting:
        ready = [name for name in waiting if _can_be_evaluated(api, waiting[name].node, known)]
        for name in ready or [*waiting]:
            alias = waiting.pop(name)
            target = speller.param_parts(alias.node)
            views.append(
                AliasView(
                    f"{name}Param",
                    paragraphs(alias.description),
                    target if ready else literal(target.as_unembedded_code()),
                    None,
                    None,
                )
            )
        known.update(ready)
    return views


def _can_be_evaluated(api: Api, node: Node, known: set[str]) -> bool:
    match node:
        case Union(members=members):
            return all(_can_be_evaluated(api, member, known) for member in members)
        case ModelRef(name=name):
            return name in known
        case AliasRef(name=name) if not api.definitions.is_scalar(node):
            return name in known
        case _:
            # Any name in what is left is spelt with the model's beside it.
            return not api.definitions.references(node)
