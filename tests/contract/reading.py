"""Checks of what the client made of an answer: by attributes and classes, as the document has it.

Names no endpoint and no class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import scaleway_genapi
from generator.names import attribute, identifier
from scaleway_genapi import UNSET, APIStatusError, StreamServerError
from tests.contract.operations import DOCUMENT, properties_of
from tests.contract.typed_calls import Surface, model_of

if TYPE_CHECKING:
    from tests.contract.operations import Operation

SURFACE = Surface(DOCUMENT, accepted=False)
ERRORS = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
    500: "InternalServerError",
}


def ref(name: str) -> dict[str, str]:
    """The schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def kept(schema: Any, value: Any) -> Any:
    """`value` as a model gives it back: without nulls that say no more than an absent property."""
    name, schema = SURFACE.meant(schema, value)
    if isinstance(value, list):
        return [kept(schema.get("items", {}), item) for item in value]
    cls = model_of(name)
    if not isinstance(value, dict) or cls is None:
        return value
    properties = properties_of(DOCUMENT, schema)
    silent = {a.name for a in cls.__attrs_attrs__ if a.default is None}
    return {
        key: kept(properties.get(key, {}), item)
        for key, item in value.items()
        if item is not None or key not in properties or attribute(identifier(key)) not in silent
    }


def plain(read: Any) -> Any:
    """What was read, as JSON."""
    if isinstance(read, list):
        return [plain(item) for item in read]
    return read.to_dict() if hasattr(read, "to_dict") else read


def check_typed(schema: Any, value: Any, read: Any) -> None:
    """That `read` shows all of `value`, by attributes and classes as the document names them."""
    name, schema = SURFACE.meant(schema, value)
    cls = model_of(name)
    if isinstance(value, list):
        assert len(value) == len(read)
        for item, item_read in zip(value, read, strict=True):
            check_typed(schema.get("items", {}), item, item_read)
    elif isinstance(value, dict) and cls is not None:
        assert type(read) is cls
        properties = properties_of(DOCUMENT, schema)
        for key, part in properties.items():
            found = getattr(read, attribute(identifier(key)))
            if key in value:
                check_typed(part, value[key], found)
            else:
                assert found in (None, UNSET)
        unknown = {key: item for key, item in value.items() if key not in properties}
        assert unknown == read.additional_properties
    else:
        assert value == read
        assert isinstance(read, bool) == isinstance(value, bool)


def check_round_trip(schema: Any, value: Any, read: Any) -> None:
    """That `read` is all of `value`, and comes back the same when it is written and read again."""
    check_typed(schema, value, read)
    written = plain(read)
    assert kept(schema, value) == written
    if hasattr(read, "to_dict"):
        assert type(read).from_dict(written) == read


def error_of(status: int) -> type[APIStatusError]:
    """The class of the error that an answer with `status` is."""
    name = ERRORS.get(status) or ("InternalServerError" if status >= 500 else "APIStatusError")
    return getattr(scaleway_genapi, name)


def check_error(error: Exception, status: int, body: dict[str, Any]) -> None:
    """That `error` is the one of `status`, and tells all of `body`, whichever shape it has."""
    assert isinstance(error, APIStatusError)
    assert type(error) is error_of(status)
    assert status == error.status_code
    check_told(error, body)


def check_told(error: Any, body: dict[str, Any]) -> None:
    """That `error` tells all of `body`, whichever of the shapes it has."""
    inner = body["error"] if isinstance(body.get("error"), dict) else body
    # The gateway calls the code a status, and the kind an error.
    kind = inner.get("type") or inner.get("error")
    code = inner.get("code") if inner.get("status") is None else inner["status"]
    message = inner.get("message") or inner.get("error")
    assert body == error.body
    assert (kind or None, inner.get("param") or None) == (error.type, error.param)
    assert (code, type(code)) == (error.code, type(error.code))
    assert (message or None) == error.detail
    if message is not None and message.isprintable() and message.strip():
        assert message.split()[0] in error.message


def check_event(error: Exception, body: dict[str, Any]) -> None:
    """That `error` is the one of an event that reports an error, and tells all of it."""
    assert type(error) is StreamServerError
    check_told(error, body)


def chunk_schemas(operation: Operation) -> tuple[Any, list[Any]]:
    """The schema of a chunk, and those of the errors that an event can be instead."""
    assert operation.stream is not None
    item = operation.stream["x-itemSchema"]
    members = item.get("anyOf", item.get("oneOf", [item]))
    names = {member["$ref"].rpartition("/")[2]: member for member in members}
    errors = [m for n, m in names.items() if "error" in DOCUMENT.at(m["$ref"])["properties"]]
    chunks = [m for m in names.values() if m not in errors]
    return chunks[0] if len(chunks) == 1 else {"anyOf": chunks}, errors
