"""Keys: what comes without one, with a wrong one, with no bearer token at all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scaleway_genapi_contract._check import Check, Skipped
from scaleway_genapi_contract._findings import Kind
from scaleway_genapi_contract._requests import fill, plainest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scaleway_genapi_contract._api import Operation
    from scaleway_genapi_contract._check import Context

_MISSING = 401
_WRONG = 403
_NOBODYS = "00000000-0000-4000-8000-000000000000"


def key_checks(operation: Operation) -> Iterator[Check]:
    """The checks of an operation that asks for a key, as far as the document declares them."""
    if not operation.secured:
        return
    cases: list[tuple[str, str, str | None, Mapping[str, str], int]] = [
        ("missing", "without a key", None, {}, _MISSING),
        ("scheme", "with no bearer token", None, {"authorization": "Basic Og=="}, _MISSING),
        ("unknown", "with a key that does not exist", _NOBODYS, {}, _WRONG),
    ]
    for name, words, key, headers, status in cases:
        if str(status) in operation.responses:
            title = f"{operation.id} refuses a call {words} with {status}"
            ask = partial(_refused, operation, key, headers, status)
            yield Check(f"{operation.id}/key/{name}", title, operation.id, ask)


def _refused(
    operation: Operation, key: str | None, headers: Mapping[str, str], status: int, context: Context
) -> None:
    if not context.session.target.api_key:
        raise Skipped("no API key was given: the server is taken to ask for none")
    body = None
    if operation.body is not None:
        name = plainest(operation.body)
        if name is None:
            raise Skipped("the document has no plain example")
        body = fill(context.session, operation, operation.body.examples[name])
    exchange = context.send(operation, body=body, key=key, headers=headers)
    if exchange.success:
        context.violation(f"the call was answered with {exchange.status}", Kind.STATUS)
    elif exchange.status != status:
        said = f"{exchange.status} {exchange.message}".rstrip()
        context.deviation(f"the document says {status}, the answer was {said}", Kind.STATUS)
