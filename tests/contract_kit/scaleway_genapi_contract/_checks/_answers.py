"""Requests that the document permits are answered as it says: one check for each example."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from scaleway_genapi_contract._api import EVENT_STREAM
from scaleway_genapi_contract._check import Check, NotSupported, Skipped
from scaleway_genapi_contract._findings import Kind, Severity
from scaleway_genapi_contract._requests import fill, plainest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_contract._api import Operation
    from scaleway_genapi_contract._check import Context
    from scaleway_genapi_contract._exchange import Exchange

_KEY = (401, 403)
_NOT_IMPLEMENTED = 501
_SERVER_ERRORS = 500
# No example: a call without a body.
BARE = ""


def answer_checks(operation: Operation) -> Iterator[Check]:
    """The checks of an operation's answers."""
    if operation.body is None or operation.body.optional:
        way = "" if operation.body is None else " a call without a body"
        title = f"{operation.id} answers{way} by the document"
        ask = partial(_example, operation, BARE, needed=True)
        yield Check(f"{operation.id}/example", title, operation.id, ask, needed=True)
    if operation.body is not None:
        plain = plainest(operation.body)
        when = operation.stream.when if operation.stream else None
        stream = plainest(operation.body, when) if when else None
        for name in operation.body.examples:
            title = f"{operation.id} answers the example {name!r} by the document"
            needed = name in (plain, stream)
            ask = partial(_example, operation, name, needed=needed)
            yield Check(f"{operation.id}/example/{name}", title, operation.id, ask, needed=needed)
        if plain is not None:
            title = f"{operation.id} ignores a property that it does not know"
            ask = partial(_unknown_property, operation, plain)
            yield Check(f"{operation.id}/unknown-property", title, operation.id, ask)
    response = operation.response(200)
    if response is not None and any(not required for required, _ in response.headers.values()):
        title = f"{operation.id} sends the headers that the document declares"
        ask = partial(_optional_headers, operation)
        yield Check(f"{operation.id}/headers", title, operation.id, ask)


def permitted(context: Context, operation: Operation, example: str) -> Exchange:
    """The good answer to an example, for a check that looks at one side of it.

    Raises Skipped: what is wrong with a bad answer is the finding of the example's own check.
    """
    exchange = context.session.answer(operation, example)
    if not exchange.success:
        raise Skipped(f"the example {example!r} was not answered: {exchange.status}")
    return exchange


def _example(operation: Operation, example: str, context: Context, *, needed: bool) -> None:
    if any(value is None for value in operation.parameters.values()):
        raise Skipped("the document has no example of a required parameter")
    exchange = context.session.answer(operation, example)
    said = f"{exchange.status} {exchange.message}".rstrip()
    if exchange.success:
        context.judge(operation, exchange)
        _media_type(context, operation, exchange)
    elif exchange.status == _NOT_IMPLEMENTED and not needed:
        raise NotSupported(said)
    else:
        context.judge(operation, exchange)
        if exchange.status in _KEY or needed:
            context.violation(f"a request that the document permits was refused: {said}")
        elif exchange.status >= _SERVER_ERRORS:
            context.deviation(f"a request that the document permits failed: {said}")
        else:
            raise NotSupported(said)


def _media_type(context: Context, operation: Operation, exchange: Exchange) -> None:
    """Whether a stream came exactly if one was asked for."""
    stream = operation.stream
    if stream is None or stream.when is None:
        return
    asked = exchange.request is not None and exchange.request.get(stream.when) is True
    if asked != (exchange.media_type == EVENT_STREAM):
        request = f"{stream.when}: {'true' if asked else 'false or absent'}"
        message = f"a request with {request} was answered with {exchange.media_type or 'nothing'}"
        context.violation(message, Kind.MEDIA_TYPE)


def _unknown_property(operation: Operation, example: str, context: Context) -> None:
    if operation.body is None:
        return
    body = fill(context.session, operation, operation.body.examples[example])
    exchange = context.send(operation, body=body | {"x_unknown_property": True})
    if not exchange.success:
        said = f"{exchange.status} {exchange.message}".rstrip()
        context.deviation(f"a request with an unknown property was refused: {said}")


def _optional_headers(operation: Operation, context: Context) -> None:
    example = BARE if operation.body is None else plainest(operation.body)
    if example is None:
        raise Skipped("the document has no plain example")
    exchange = permitted(context, operation, example)
    response = operation.response(exchange.status)
    for name in response.headers if response else ():
        if name not in exchange.headers:
            context.add(
                Severity.NOTE,
                f"the declared, optional header {name} did not come",
                Kind.ABSENT_HEADER,
            )
