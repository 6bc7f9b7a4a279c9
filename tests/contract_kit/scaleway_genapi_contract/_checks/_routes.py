"""Addresses: routes and methods that the document does not have, and the project's segment."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scaleway_genapi_contract._check import SERVER, Check
from scaleway_genapi_contract._findings import Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_contract._api import Api, Operation
    from scaleway_genapi_contract._check import Context
    from scaleway_genapi_contract._exchange import Exchange

_NOT_FOUND = 404
_NOT_ALLOWED = 405
_STRANGE_METHOD = "PATCH"


def route_checks(api: Api) -> Iterator[Check]:
    """The checks of addresses, as far as the document declares a 404."""
    first = next((o for o in api.operations if str(_NOT_FOUND) in o.responses), None)
    if first is None:
        return
    title = "An unknown route is answered with 404, in a declared shape"
    yield Check("server/unknown-route", title, SERVER, partial(_unknown_route, first))
    segment = api.project_segment
    if segment is not None and segment[1] == "uuid":
        title = "A project segment that is no UUID is answered with 404"
        ask = partial(_strange_project, first, segment[0])
        yield Check("server/project-segment", title, SERVER, ask)
    for operation in api.operations:
        if any(o.path == operation.path and o.method == _STRANGE_METHOD for o in api.operations):
            continue
        title = f"{operation.id} refuses another method with 405 or 404"
        ask = partial(_strange_method, operation)
        yield Check(f"{operation.id}/method", title, operation.id, ask)


def _unknown_route(operation: Operation, context: Context) -> None:
    path = f"{context.session.api.prefix}/no-such-route"
    exchange = context.send(operation, body=None, path=path, method="GET")
    _expect_not_found(context, exchange)


def _strange_project(operation: Operation, template: str, context: Context) -> None:
    root = context.session.base + template.format("not-a-uuid")
    exchange = context.send(operation, body=None, root=root)
    _expect_not_found(context, exchange)


def _expect_not_found(context: Context, exchange: Exchange) -> None:
    if exchange.status != _NOT_FOUND:
        said = f"{exchange.status} {exchange.message}".rstrip()
        message = f"the document says {_NOT_FOUND}, the answer was {said}"
        context.deviation(message, Kind.STATUS)


def _strange_method(operation: Operation, context: Context) -> None:
    exchange = context.session.send(operation, method=_STRANGE_METHOD)
    if exchange.status == _NOT_ALLOWED:
        # The document leaves 405 to HTTP: RFC 9110, 15.5.6 asks for Allow.
        if "allow" not in exchange.headers:
            context.deviation("a 405 without the header Allow")
    else:
        context.judge(operation, exchange)
        if exchange.status != _NOT_FOUND:
            said = f"{exchange.status} {exchange.message}".rstrip()
            context.deviation(f"the document says 404, the answer was {said}", Kind.STATUS)
        return
    declared = operation.response(_NOT_FOUND)
    media = next((m for m in declared.media if m.schema), None) if declared else None
    if media is None or media.schema is None:
        return
    try:
        valid = context.session.schemas.valid(exchange.json, media.schema)
    except ValueError:
        valid = False
    if not valid:
        message = "the body of the 405 has none of the declared shapes of errors"
        context.add(Severity.DEVIATION, message, Kind.BODY, "")
