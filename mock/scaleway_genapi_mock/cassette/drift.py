"""Where a recorded answer contradicts the document: the contract as it is against as it is written.

An answer is judged by the response of its status: media type, body, each event of a stream.
What the document does not name but allows is a note, not a contradiction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import loads
from scaleway_genapi_mock._redaction import event_data
from scaleway_genapi_mock.check._explain import faults
from scaleway_genapi_mock.compile._operations import EVENT_STREAM, essence_of, is_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_mock.compile._compile import Compiled
    from scaleway_genapi_mock.compile._operations import Media, Operation, Response

    from .interaction import Interaction, Recorded


@dataclass(frozen=True, slots=True)
class Drift:
    """A contradiction, or with `note` something new.

    `pointer` leads to the place inside the recorded line, `schema` to what the document says.
    """

    operation: str
    pointer: str
    message: str
    schema: str = ""
    note: bool = False

    def __str__(self) -> str:
        document = f" (document: #{self.schema})" if self.schema else ""
        return f"{self.operation}: {self.pointer}: {self.message}{document}"


def drift(compiled: Compiled, interaction: Interaction) -> list[Drift]:
    """Everything in which `interaction` is not as the document says; nothing if it is."""
    operation = compiled.operations.get(interaction.operation)
    if operation is None:
        message = "the document has no such operation"
        return [Drift(interaction.operation, "/operation", message)]
    match = compiled.routes.find(interaction.sent.path)
    found: list[Drift] = []
    if match is None or match.methods.get(interaction.sent.method) is not operation:
        what = f"{interaction.sent.method} {interaction.sent.path}"
        found.append(Drift(operation.id, "/request/path", f"{what} is not this operation"))
    found += _request(operation, interaction)
    recorded = interaction.recorded
    response = operation.response(recorded.status)
    if response is None:
        pointer = f"{operation.pointer}/responses"
        message = f"status {recorded.status} is not declared"
        return [*found, Drift(operation.id, "/response/status", message, pointer)]
    return [*found, *_answer(compiled, operation, response, recorded)]


def _request(operation: Operation, interaction: Interaction) -> Iterator[Drift]:
    """What was sent and accepted although the document refuses it, or knows nothing of it."""
    body = operation.body
    if body is None or not body.contents or not interaction.recorded.status < 300:  # noqa: PLR2004
        return
    try:
        value = loads(interaction.sent.content)
    except ValueError:
        return
    # Its content type is not recorded: it is right if one of those that are JSON takes it.
    contents = list(body.contents.values())
    taken = [each for each in contents if each.validator is None or each.validator.is_valid(value)]
    if not taken and contents[0].validator is not None:
        for fault in faults(contents[0].validator, value):
            message = f"{fault.reason}, and was accepted"
            yield Drift(operation.id, _at("/request/body", fault.path), message)
    stricts = [strict for each in taken if (strict := each.strict()) is not None]
    if stricts and len(stricts) == len(taken):
        for fault in min((faults(strict, value) for strict in stricts), key=len):
            yield Drift(operation.id, _at("/request/body", fault.path), fault.reason, note=True)


def _answer(
    compiled: Compiled, operation: Operation, response: Response, recorded: Recorded
) -> Iterator[Drift]:
    essence = essence_of(recorded.media_type)
    media = response.content(essence)
    if media is None:
        if response.media:
            wanted = " or ".join(response.media)
            message = f"{essence or 'no content type'} is not {wanted}"
            pointer = f"{operation.pointer}/responses/{recorded.status}/content"
            yield Drift(operation.id, "/response/headers/content-type", message, pointer)
        return
    if recorded.events is not None:
        yield from _events(compiled, operation, media, recorded)
    elif is_json(essence):
        try:
            value = loads(recorded.content)
        except ValueError:
            yield Drift(operation.id, "/response/text", "is no JSON", media.schema_pointer)
            return
        yield from _value(compiled, operation, media.schema_pointer, value, "/response/body")
    elif essence == EVENT_STREAM:
        yield Drift(operation.id, "/response", "is a stream without events", media.item_pointer)


def _events(
    compiled: Compiled, operation: Operation, media: Media, recorded: Recorded
) -> Iterator[Drift]:
    ended = media.end is None
    for index, event in enumerate(recorded.events or ()):
        place = f"/response/events/{index}"
        data = event_data(event.raw)
        if data is None:
            continue
        if ended and media.end is not None:
            yield Drift(operation.id, place, "comes after the end of the stream")
        if data == media.end:
            ended = True
            continue
        try:
            value = loads(data.encode())
        except ValueError:
            yield Drift(operation.id, f"{place}/raw", "is no JSON", media.item_pointer)
            continue
        yield from _value(compiled, operation, media.item_pointer, value, f"{place}/data")
    if not ended:
        message = f"the stream ends without {media.end}"
        yield Drift(operation.id, "/response/events", message)


def _value(
    compiled: Compiled, operation: Operation, pointer: str, value: Any, place: str
) -> Iterator[Drift]:
    if not pointer:
        return
    wrong = faults(compiled.schemas.at(pointer), value)
    for fault in wrong:
        yield Drift(operation.id, _at(place, fault.path), fault.reason, pointer)
    if not wrong:
        for fault in faults(compiled.schemas.at(pointer, strict=True), value):
            yield Drift(operation.id, _at(place, fault.path), fault.reason, pointer, note=True)


def _at(place: str, path: str) -> str:
    return f"{place}/{path}" if path else place
