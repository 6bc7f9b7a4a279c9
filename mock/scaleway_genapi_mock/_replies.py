"""The answer to a request that passed every check: behaviour, else example, else generated value.

Knows no operation: a document with an operation added a minute ago is answered just the same.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ._answers import Answer, EventStream, Reply, record, text_record
from ._json import dumps, is_object
from .behaviours import Surroundings, find
from .check._errors import Refusal
from .compile._conventions import ID, MODEL, thing
from .compile._headers import header_example, header_text
from .compile._operations import essence_of, is_json
from .generate import Generator, InvalidSchema, Unsatisfiable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ._clock import Clock
    from ._config import Config
    from .behaviours import Behaviour, Script
    from .check._call import Call
    from .compile._compile import Compiled
    from .compile._operations import Media, Operation

_EVENTS = 3
_BETWEEN_RECORDS = re.compile(r"(?:\r\n|\r|\n){2,}")


class Replies:
    """Makes the answers of one server."""

    def __init__(self, compiled: Compiled, config: Config, clock: Clock) -> None:
        self._compiled = compiled
        self._config = config
        self._clock = clock
        self._made: dict[tuple[str, str, str], Reply] = {}
        self._listed = self._listings()
        self._behaviours: Mapping[str, Behaviour] = {
            name: behaviour for name in compiled.operations if (behaviour := find(name)) is not None
        }

    @cached_property
    def _generator(self) -> Generator:
        return Generator(self._compiled.document.data, self._config.seed, document=True)

    def check(self, call: Call, operation: Operation) -> None:
        """What an operation refuses beyond the document. Raises Refusal."""
        behaviour = self._behaviours.get(operation.id)
        if behaviour is not None:
            behaviour.check(call, self._listed)

    def reply(self, call: Call, operation: Operation, script: Script | None = None) -> Reply:
        """The answer to `call`. Raises Refusal where a behaviour refuses."""
        behaviour = self._behaviours.get(operation.id)
        if behaviour is not None:
            around = Surroundings(
                self._config.seed, self._clock.now(), self._listed, self._config.dedicated
            )
            return behaviour.answer(call, around, script)
        failed: Refusal | None = None
        for media in _wanted(call, operation):
            try:
                return self._of(call, operation, media)
            except Refusal as refusal:
                # What the document offers besides is better than nothing.
                failed = failed or refusal
        if failed is not None:
            raise failed
        return self._empty(operation)

    def unanswerable(self) -> Iterator[tuple[Operation, str]]:
        """The operations with an answer, in one of its forms, that cannot be made; and why."""
        for operation in self._compiled.operations.values():
            if operation.id in self._behaviours:
                continue
            for media in operation.success.media.values() or (None,):
                try:
                    if media is None:
                        self._headers(operation)
                    else:
                        make = self._stream if media is operation.stream else self._body
                        make(operation, media, next(iter(media.examples), ""))
                except Refusal as refusal:
                    yield operation, refusal.message or str(refusal)

    def _of(self, call: Call, operation: Operation, media: Media) -> Reply:
        name = _example_name(call, operation, media)
        item = self._item(call, operation, media, name)
        if item is not None:
            return self._answer(operation, media, item)
        key = (operation.id, media.type, name)
        if key not in self._made:
            make = self._stream if media is operation.stream else self._body
            self._made[key] = make(operation, media, name)
        return self._made[key]

    def _empty(self, operation: Operation) -> Reply:
        key = (operation.id, "", "")
        if key not in self._made:
            status, headers = operation.success.status or 200, self._headers(operation)
            self._made[key] = Answer(b"", status, media_type="", headers=headers)
        return self._made[key]

    def _body(self, operation: Operation, media: Media, name: str) -> Answer:
        return self._answer(operation, media, self._override(operation, self._value(media, name)))

    def _answer(self, operation: Operation, media: Media, value: Any) -> Answer:
        if is_json(media.type):
            media_type, content = media.type, dumps(value)
        else:
            # Most documents speak JSON alone.
            from ._written import written  # noqa: PLC0415

            resolve = self._compiled.document.resolve
            media_type, content = written(media.type, value, media.stated, resolve)
        return Answer(
            content, operation.success.status or 200, media_type, self._headers(operation)
        )

    def _value(self, media: Media, name: str) -> Any:
        if name:
            return media.examples[name]
        if not media.schema_pointer:
            return {} if is_json(media.type) else ""
        return self._generated(media.schema_pointer)

    def _generated(self, pointer: str, variant: int = 0) -> Any:
        """A value for the schema at `pointer`. Raises Refusal: there is none that was found."""
        try:
            return self._generator.at(pointer, variant)
        except (Unsatisfiable, InvalidSchema) as error:
            message = f"The document allows no answer that could be made: {error}"
            raise Refusal(500, message) from None

    def _stream(self, operation: Operation, media: Media, name: str) -> EventStream:
        example = media.examples.get(name)
        if isinstance(example, str):
            parts = _BETWEEN_RECORDS.split(example.strip("\r\n"))
            records = [f"{part}\n\n".encode() for part in parts]
        elif media.item_pointer:
            values = (self._generated(media.item_pointer, index) for index in range(_EVENTS))
            records = [record(value) for value in values]
            if media.end is not None:
                records.append(text_record(media.end))
        else:
            records = [] if media.end is None else [text_record(media.end)]
        return EventStream(
            records, operation.success.status or 200, headers=self._headers(operation)
        )

    def _headers(self, operation: Operation) -> dict[str, str]:
        """Headers that the document requires or shows; limits are written elsewhere."""
        rated = {rate.name.decode() for rate in operation.rate_headers}
        found: dict[str, str] = {}
        for name, header in operation.success.headers.items():
            shown = "example" in header or "examples" in header
            if name.lower() in rated or not (shown or header.get("required")):
                continue
            value = header_example(header)
            if value is None:
                value = self._header_value(name, header)
            found[name.lower()] = header_text(header, value)
        return found

    def _header_value(self, name: str, header: Mapping[str, Any]) -> Any:
        content: Mapping[str, Any] = header.get("content", {})
        stated = next(iter(content.values()), header).get("schema", {"type": "string"})
        document = self._compiled.document.data | {"$header": stated}
        try:
            return Generator(document, self._config.seed, document=True).at("/$header")
        except (Unsatisfiable, InvalidSchema) as error:
            message = f"The document allows no header {name} that could be made: {error}"
            raise Refusal(500, message) from None

    def _item(self, call: Call, operation: Operation, media: Media, name: str) -> Any:
        """The item of a list that the path names, where no example is of it and it is the answer."""
        for parameter in operation.parameters:
            if parameter.known is None:
                continue
            asked = call.params[parameter.name]
            example = media.examples.get(name)
            if is_object(example) and example.get(ID) == asked:
                return None
            for listing in self._compiled.listings.values():
                if listing.name == thing(parameter.name) and listing.schema == media.schema:
                    return self._listed[listing.name].get(asked)
        return None

    # lists whose items the configuration names

    def _listings(self) -> dict[str, dict[str, Any]]:
        listed: dict[str, dict[str, Any]] = {}
        for listing in self._compiled.listings.values():
            items = listing.by_id
            if self._config.models is not None and listing.name == MODEL:
                first = listing.items[0]
                items = {name: items.get(name, {**first, ID: name}) for name in self._config.models}
            listed[listing.name] = items
        return listed

    def _override(self, operation: Operation, value: Any) -> Any:
        listing = self._compiled.listings.get(operation.id)
        if listing is None or self._config.models is None or listing.name != MODEL:
            return value
        if not is_object(value):
            return value
        return {**value, listing.iterated: list(self._listed[listing.name].values())}


def streams(call: Call, operation: Operation) -> bool:
    """Whether `call` asks for a stream: by the property that selects it, else by Accept."""
    media = operation.stream
    if media is None:
        return False
    if operation.success.json is None:
        return True
    if media.when is not None:
        return is_object(call.body) and call.body.get(media.when) is True
    return media.type in (call.header("accept") or "")


def _wanted(call: Call, operation: Operation) -> list[Media]:
    """The media types to answer, the most wanted first."""
    if call.streams and operation.stream is not None:
        return [operation.stream]
    offered = operation.success.media.values()
    candidates = [media for media in offered if media is not operation.stream]
    accept = call.header("accept")
    if accept and len(candidates) > 1:
        # The first of equals: the document's order is its preference. What nothing fits is
        # answered all the same, as RFC 9110 (section 12.4.1) allows.
        candidates.sort(key=lambda media: -_weight(media.type, accept))
    return candidates or list(offered)


def _weight(media_type: str, accept: str) -> float:
    """How much an Accept header wants a media type: by its most specific range (RFC 9110, 12.5.1)."""
    essence = essence_of(media_type)
    ranges = {essence: 2, f"{essence.partition('/')[0]}/*": 1, "*/*": 0}
    best, weight = -1, 0.0
    for item in accept.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if ranges.get(name, -1) > best:
            best, weight = ranges[name], _quality(parameters)
    return weight


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0


def _example_name(call: Call, operation: Operation, media: Media) -> str:
    """The example to answer: of what the path names, or called like the request that was sent."""
    if not media.examples:
        return ""
    for name, value in media.examples.items():
        if is_object(value) and value.get(ID) in call.params.values():
            return name
    if operation.body is not None and call.body is not None:
        for sent in operation.body.media.values():
            for name, value in sent.examples.items():
                if name in media.examples and value == call.body:
                    return name
    return next(iter(media.examples))
