"""What is odd about a rule although it can be used: it contradicts the document, or never applies.

A mock must be able to send what the service never would; so this is said, and not refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief, is_array, is_object, loads
from scaleway_genapi_mock.behaviours import script
from scaleway_genapi_mock.check._explain import faults
from scaleway_genapi_mock.compile._operations import JSON, is_json

from ._chunks import is_named
from ._errors import hint
from ._expected import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scaleway_genapi_mock.compile._compile import Compiled
    from scaleway_genapi_mock.compile._operations import Operation

    Note = tuple[str, str]

_SOME = 3
"""So many contradictions of one value are told."""


def notes(stated: Mapping[str, Any], compiled: Compiled) -> list[Note]:
    """The oddities of a valid rule, each with its place."""
    found = of_conditions(stated, compiled)
    reply = stated.get("reply")
    if is_object(reply):
        found += _reply(reply, "reply", _operation(stated, compiled), compiled)
    return found


def of_conditions(stated: Mapping[str, Any], compiled: Compiled) -> list[Note]:
    """Those of its conditions alone, which nobody means; a reply may be wrong on purpose."""
    return list(_conditions(_when(stated), _operation(stated, compiled), compiled))


def _when(stated: Mapping[str, Any]) -> Mapping[str, Any]:
    return stated.get("when") or {}


def _operation(stated: Mapping[str, Any], compiled: Compiled) -> Operation | None:
    name = _when(stated).get("operation")
    return compiled.operations.get(name) if isinstance(name, str) else None


def _conditions(
    when: Mapping[str, Any], operation: Operation | None, compiled: Compiled
) -> Iterator[Note]:
    among = [operation] if operation is not None else list(compiled.operations.values())
    known = {
        value
        for each in among
        if each.selector is not None and each.selector.known is not None
        for value in each.selector.known
    }
    models = when.get("model")
    for model in models if is_array(models) else [models]:
        if isinstance(model, str) and known and model not in known:
            yield (
                "when/model",
                f"{brief(model)} does not exist, so that is a 422; {hint(model, known)}",
            )
    sent = compiled.properties(operation.id if operation is not None else None)
    for name in when.get("body", {}):
        first = next(iter(Place(name, "").steps), "")
        if sent and first and first not in sent and name not in sent:
            what = f"the document knows no property {first!r}; {hint(first, sent)}"
            yield f"when/body/{name}", what


def _reply(
    reply: Mapping[str, Any], path: str, operation: Operation | None, compiled: Compiled
) -> Iterator[Note]:
    for index, item in enumerate(reply.get("sequence", ())):
        yield from _reply(item, f"{path}/sequence/{index}", operation, compiled)
    for place, arguments in script.arguments_of(reply):
        yield from _arguments(arguments, f"{path}/{place}")
    if operation is None:
        return
    if "body" in reply and not _is_plain(reply):
        yield from _body(reply, path, operation, compiled)
    if "chunks" in reply and operation.stream is not None and operation.stream.item_pointer:
        for index, chunk in enumerate(reply["chunks"]):
            place, data = f"{path}/chunks/{index}", chunk
            if is_named(chunk):
                if "data" not in chunk:
                    continue
                place, data = f"{place}/data", chunk["data"]
            if not isinstance(data, str):
                yield from _value(data, place, operation.stream.item_pointer, compiled)


def _arguments(arguments: Any, path: str) -> Iterator[Note]:
    if isinstance(arguments, str):
        try:
            arguments = loads(arguments.encode())
        except ValueError:
            yield path, "is no JSON, and sent as it is"
            return
    if not is_object(arguments):
        yield path, f"{brief(arguments)} is no object, and sent as it is"


def _body(
    reply: Mapping[str, Any], path: str, operation: Operation, compiled: Compiled
) -> Iterator[Note]:
    status = reply.get("status", 200)
    response = operation.response(status)
    if response is None:
        place = f"{path}/status" if "status" in reply else f"{path}/body"
        yield place, f"the document declares no status {status} of {operation.id}"
        return
    kind = reply.get("media_type", JSON)
    media = response.content(kind)
    if media is not None and media.schema_pointer and is_json(kind):
        yield from _value(reply["body"], f"{path}/body", media.schema_pointer, compiled)
    elif media is None and response.media:
        place = f"{path}/media_type" if "media_type" in reply else f"{path}/body"
        declared = " or ".join(response.media)
        yield place, f"{kind} is sent, and the document declares {declared} of {status}"


def _is_plain(reply: Mapping[str, Any]) -> bool:
    """Whether a body goes out as it is, whatever it is."""
    body = reply["body"]
    return isinstance(body, bytes) or (isinstance(body, str) and "media_type" in reply)


def _value(value: Any, path: str, pointer: str, compiled: Compiled) -> Iterator[Note]:
    for fault in faults(compiled.schemas.at(pointer), value)[:_SOME]:
        at = f"{path}/{fault.path}" if fault.path else path
        yield at, f"{fault.reason}, says the document (#{pointer})"
