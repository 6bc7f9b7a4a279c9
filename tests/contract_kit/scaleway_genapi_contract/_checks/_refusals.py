"""Requests that the document forbids are refused as it says: with which status, in which shape."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from scaleway_genapi_contract._check import Check, Skipped
from scaleway_genapi_contract._findings import Kind
from scaleway_genapi_contract._requests import above_cap, broken_bodies, fill, plainest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scaleway_genapi_contract._api import Body, Field, Operation
    from scaleway_genapi_contract._check import Context
    from scaleway_genapi_contract._exchange import Exchange
    from scaleway_genapi_contract._requests import Broken
    from scaleway_genapi_contract._schemas import Schemas

_BAD = 400
_NO_MODEL = "no-such-model"


def refusal_checks(operation: Operation, schemas: Schemas) -> Iterator[Check]:
    """The checks of an operation with a JSON body."""
    body = operation.body
    name = plainest(body) if body else None
    if body is None or name is None:
        return

    def check(id_: str, title: str, ask: Callable[[Context], None]) -> Check:
        return Check(f"{operation.id}/{id_}", f"{operation.id} {title}", operation.id, ask)

    for field in body.fields.values():
        yield from _named(check, operation, body, field)
    if str(_BAD) not in operation.responses:
        return
    for id_, title, content, headers in (
        ("body/malformed", "a body that is no JSON", b'{"', {}),
        ("body/empty", "an empty body", b"", {}),
        ("body/array", "a body that is no object", b"[]", {}),
        ("body/media-type", "a body labelled text/plain", None, {"content-type": "text/plain"}),
    ):
        if content == b"" and body.optional:
            continue
        ask = partial(_raw, operation, name, content, headers)
        yield check(id_, f"refuses {title} with {_BAD}", ask)
    for broken in broken_bodies(body, schemas):
        ask = partial(_broken, operation, name, broken)
        yield check(f"refuses/{broken.id}", f"refuses {broken.title} with {_BAD}", ask)


def _named(
    check: Callable[[str, str, Callable[[Context], None]], Check],
    operation: Operation,
    body: Body,
    field: Field,
) -> Iterator[Check]:
    """The refusals whose status `x-error-status` names."""
    statuses = field.statuses
    if "missing" in statuses:
        title = f"refuses a body without {field.name!r} with {statuses['missing']}"
        ask = partial(_field_missing, operation, body, field)
        yield check(f"refuses/missing/{field.name}", title, ask)
    if "unknown" in statuses:
        title = f"refuses an unknown {field.name!r} with {statuses['unknown']}"
        ask = partial(_field_unknown, operation, body, field)
        yield check(f"refuses/unknown/{field.name}", title, ask)
    if "cap" in statuses:
        title = f"refuses {field.name!r} above the model's cap with {statuses['cap']}"
        ask = partial(_field_above_cap, operation, body, field)
        yield check(f"refuses/cap/{field.name}", title, ask)


def _plain(context: Context, operation: Operation) -> dict[str, Any]:
    name = plainest(operation.body) if operation.body else None
    if operation.body is None or name is None:
        raise Skipped("the document has no plain example")
    return fill(context.session, operation, operation.body.examples[name])


def _field_missing(operation: Operation, _: Body, field: Field, context: Context) -> None:
    body = _plain(context, operation)
    body.pop(field.name, None)
    _expect(context, context.send(operation, body=body), field.statuses["missing"], strict=True)


def _field_unknown(operation: Operation, _: Body, field: Field, context: Context) -> None:
    body = _plain(context, operation) | {field.name: _NO_MODEL}
    _expect(context, context.send(operation, body=body), field.statuses["unknown"], strict=True)


def _field_above_cap(operation: Operation, body: Body, field: Field, context: Context) -> None:
    content = _plain(context, operation)
    for limit in body.limits:
        content.pop(limit.name, None)
    model = content.get(body.selector.name) if body.selector else None
    content[field.name] = above_cap(field, model)
    _expect(context, context.send(operation, body=content), field.statuses["cap"], strict=False)


def _raw(
    operation: Operation,
    example: str,
    content: bytes | None,
    headers: dict[str, str],
    context: Context,
) -> None:
    body: Any = content
    if body is None and operation.body is not None:
        body = fill(context.session, operation, operation.body.examples[example])
    _expect(context, context.send(operation, body=body, headers=headers), _BAD, strict=False)


def _broken(operation: Operation, _: str, broken: Broken, context: Context) -> None:
    body = broken.apply(_plain(context, operation))
    _expect(context, context.send(operation, body=body), _BAD, strict=False)


def _expect(context: Context, exchange: Exchange, status: int, *, strict: bool) -> None:
    """Compare the status; `strict` where a client raises another exception for another one."""
    if exchange.status == status:
        return
    if exchange.success:
        message = f"the document says {status}, the request was answered with {exchange.status}"
    else:
        said = f"{exchange.status} {exchange.message}".rstrip()
        message = f"the document says {status}, the answer was {said}"
    if strict and not exchange.success:
        context.violation(message, Kind.STATUS)
    else:
        context.deviation(message, Kind.STATUS)
