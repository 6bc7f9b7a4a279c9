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
        # What has to be refused costs nothing if it is: it comes before what is answered.
        found += chain(
            key_checks(operation),
            refusal_checks(operation, schemas),
            answer_checks(operation),
            chat_checks(operation),
        )
    # What there is no verdict without comes first: budget and time are there for it.
    return sorted(found, key=lambda check: (order.index(check.operation), not check.needed))
