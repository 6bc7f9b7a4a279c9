"""Refusals, and the bodies they are answered with: in the envelopes that the document states.

An envelope is taken from the document's examples of the status, or made from its schema; what is
filled in are the slots that error envelopes have everywhere (message, type, code, param…).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from scaleway_genapi_mock._config import ErrorShape
    from scaleway_genapi_mock.compile._operations import Operation
    from scaleway_genapi_mock.document import Document

_UNIONS = ("anyOf", "oneOf")
_SLOTS = ("message", "detail")
"""Where the reason stands; RFC 9457 calls it detail."""


@dataclass(slots=True, eq=False)
class Refusal(Exception):  # noqa: N818 - an answer, not a fault of the program
    """A request that is refused.

    Attributes:
        status: The HTTP status.
        message: What is wrong; None for the words of the document.
        param: The path of the field that is wrong.
        reason: The name of the document's example that has the words, where there is one.
        headers: Further headers of the answer.
    """

    status: int
    message: str | None = None
    param: str | None = None
    reason: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    def __str__(self) -> str:
        return f"{self.status} {self.message or self.reason or _phrase(self.status)}"


class Envelopes:
    """The error bodies of one document."""

    def __init__(self, document: Document, operations: Mapping[str, Operation]) -> None:
        self._document = document
        self._operations = operations
        self._declared: dict[int, tuple[str, ...]] = {}
        self._template = lru_cache(maxsize=1024)(self._find_template)
        self._words = lru_cache(maxsize=1024)(self._find_words)

    def body(self, operation_id: str, refusal: Refusal, shape: ErrorShape) -> dict[str, Any]:
        """The JSON body that answers `refusal`."""
        status = refusal.status
        words = refusal.message or self._words(operation_id, status, refusal.reason)
        template = self._template(operation_id, status, shape)
        return _filled(template, words, refusal.param)

    def _examples(self, operation_id: str, status: int) -> Iterable[tuple[str, dict[str, Any]]]:
        """Examples of the status, by name: of this operation, then of the others."""
        operation = self._operations.get(operation_id)
        others = [o for o in self._operations.values() if o is not operation]
        for candidate in ([operation] if operation else []) + others:
            response = candidate.responses.get(status)
            media = response.json if response else None
            examples: Mapping[str, Any] = media.examples if media else {}
            for name, example in examples.items():
                if is_object(example):
                    yield name, example

    def _find_words(self, operation_id: str, status: int, reason: str) -> str:
        examples = list(self._examples(operation_id, status))
        named = [example for name, example in examples if name == reason]
        for example in (*named, *(example for _, example in examples)):
            message = _message(example)
            if message is not None:
                return message
        return _phrase(status)

    def _find_template(self, operation_id: str, status: int, shape: ErrorShape) -> dict[str, Any]:
        examples = [example for _, example in self._examples(operation_id, status)]
        for example in examples:
            if shape_of(example) == shape:
                return example
        other = self._other_status(operation_id, status, shape)
        if other is not None:
            return other
        if examples:
            return examples[0]
        schemas = list(self._schemas(operation_id, status))
        bodies = (_from_schema(self._document, schema, status) for schema in schemas)
        # What has no place for a reason is no envelope: `default` may be the answer itself.
        made = [body for body in bodies if _has_slot(body)]
        of_shape = [body for body in made if shape_of(body) == shape]
        return (of_shape or made or [_builtin(status)])[0]

    def _other_status(
        self, operation_id: str, status: int, shape: ErrorShape
    ) -> dict[str, Any] | None:
        """The envelope of a status that is not declared (405, say): that of one which is."""
        operation = self._operations.get(operation_id)
        statuses = {
            known
            for candidate in ([operation] if operation else self._operations.values())
            for known in candidate.responses
            if known is not None and known >= HTTPStatus.BAD_REQUEST and known != status
        }
        for known in sorted(statuses):
            for _, example in self._examples(operation_id, known):
                if shape_of(example) == shape:
                    return _restated(example, known, status)
        return None

    def _schemas(self, operation_id: str, status: int) -> Iterable[Any]:
        operation = self._operations.get(operation_id)
        if operation is None:
            return
        # What is not declared looks like the first error that is.
        errors = sorted(
            s for s in operation.responses if s is not None and s >= HTTPStatus.BAD_REQUEST
        )
        for known in (status, None, *errors[:1]):
            response = operation.responses.get(known)
            media = response.json if response else None
            if media is not None:
                yield from _branches(self._document, media.schema)


def shape_of(body: Any) -> ErrorShape | None:
    """Which envelope a body is: the message inside an object, beside a text, or on its own."""
    if not is_object(body):
        return None
    if any(is_object(value) and "message" in value for value in body.values()):
        return "nested"
    if "message" not in body:
        return None
    return "gateway" if isinstance(body.get("error"), str) else "flat"


def _message(example: Mapping[str, Any]) -> str | None:
    for holder in (example, *(value for value in example.values() if is_object(value))):
        if isinstance(holder.get("message"), str):
            return str(holder["message"])
    return None


def _has_slot(body: Mapping[str, Any]) -> bool:
    return any(
        name in _SLOTS or (is_object(value) and _has_slot(value)) for name, value in body.items()
    )


def _filled(template: Mapping[str, Any], message: str, param: str | None) -> dict[str, Any]:
    body = dict(template)
    for name, value in template.items():
        if is_object(value):
            body[name] = _filled(value, message, param)
    slot = next((slot for slot in _SLOTS if slot in body), None)
    if slot is not None:
        body[slot] = message
    if "param" in body and param is not None:
        body["param"] = param
    return body


def _restated(example: Mapping[str, Any], was: int, status: int) -> dict[str, Any]:
    """An envelope of the status `was`, for another one."""
    body: dict[str, Any] = {}
    for name, value in example.items():
        if is_object(value):
            body[name] = _restated(value, was, status)
        elif value == was and not isinstance(value, bool):
            body[name] = status
        elif name == "type" and isinstance(value, str):
            body[name] = _type(status)
        elif name == "error" and isinstance(value, str):
            body[name] = _phrase(status).upper().replace(" ", "_")
        else:
            body[name] = value
    return body


def _branches(document: Document, schema: Any) -> Iterable[dict[str, Any]]:
    schema = document.resolve(schema)
    if not is_object(schema):
        return
    parts = [part for union in _UNIONS for part in schema.get(union, ())]
    if not parts:
        yield schema
    for part in parts:
        yield from _branches(document, part)


def _from_schema(document: Document, schema: dict[str, Any], status: int) -> dict[str, Any]:
    """An envelope made from its schema: constants as they are, known slots by their name."""
    slots = {"message": "", "type": _type(status), "title": _phrase(status), "detail": ""}
    numbers = {"code": status, "status": status}
    body: dict[str, Any] = {}
    for name, raw in schema.get("properties", {}).items():
        part = document.resolve(raw)
        types: Any = part.get("type", []) if is_object(part) else []
        types = types if is_array(types) else [types]
        if not is_object(part):
            continue
        if "const" in part:
            body[name] = part["const"]
        elif "object" in types or "properties" in part:
            body[name] = _from_schema(document, part, status)
        elif name in numbers:
            body[name] = numbers[name] if "integer" in types or not types else str(numbers[name])
        elif name in slots:
            body[name] = slots[name]
        elif "null" in types:
            body[name] = None
        elif name in schema.get("required", ()):
            body[name] = _phrase(status)
    return body


def _builtin(status: int) -> dict[str, Any]:
    detail = {"message": "", "type": _type(status), "param": None, "code": status}
    return {"error": detail}


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"


def _type(status: int) -> str:
    words = "".join(word.capitalize() for word in _phrase(status).replace("-", " ").split())
    return words if words.endswith("Error") else f"{words}Error"
