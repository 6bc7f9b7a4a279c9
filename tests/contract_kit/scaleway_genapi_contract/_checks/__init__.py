"""All checks that a document gives rise to, in the order in which they are best read.

A new operation in the document has its checks without a line here; what only chat promises is
in `_chat`, by operation id.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from scaleway_genapi_contract._check import SERVER

from ._answers import answer_checks
from ._chat import chat_checks
from ._keys import key_checks
from ._refusals import refusal_checks
from ._routes import route_checks

if TYPE_CHECKING:
    from scaleway_genapi_contract._api import Api
    from scaleway_genapi_contract._check import Check
    from scaleway_genapi_contract._schemas import Schemas

__all__ = ["all_checks"]


def all_checks(api: Api, schemas: Schemas) -> list[Check]:
    """The checks of `api`, server first, then operation by operation."""
    found = list(route_checks(api))
    order = [SERVER, *(operation.id for operation in api.operations)]
    for operation in api.operations:
        # Refusals cost no tokens: they come first, so that a budget is spent on them last.
        found += chain(
            key_checks(operation),
            refusal_checks(operation, schemas),
            answer_checks(operation),
            chat_checks(operation),
        )
    return sorted(found, key=lambda check: order.index(check.operation))
