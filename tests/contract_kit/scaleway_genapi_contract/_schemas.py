"""Values against the document's schemas: by pointer, with errors a person can act on.

The only module that knows jsonschema-rs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import jsonschema_rs

from scaleway_genapi_mock.document import join_pointer, lookup

from ._findings import Finding, Kind, Severity
from ._json import brief, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scaleway_genapi_mock.document import Document

_ROOT = "urn:openapi"


def follows_format(text: str, form: str) -> bool:
    """Whether `text` is what JSON Schema's format `form` says; of an unknown one any text is."""
    schema = {"type": "string", "format": form}
    return jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(text)


class Schemas:
    """The validators of one document, compiled when first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._registry = jsonschema_rs.Registry([(_ROOT, document.data)])
        self._compiled: dict[str, jsonschema_rs.Validator] = {}

    def valid(self, value: Any, pointer: str) -> bool:
        """Whether `value` follows the schema at `pointer`."""
        return self._at(pointer).is_valid(value)

    def findings(self, value: Any, pointer: str, *, what: str = "the body") -> Iterator[Finding]:
        """A violation for each place where `value` breaks the schema at `pointer`."""
        for error in self._at(pointer).iter_errors(value):
            yield _finding(self._innermost(error), what)

    def _innermost(self, error: jsonschema_rs.ValidationError) -> jsonschema_rs.ValidationError:
        """The error inside the branch of a union that was most likely meant.

        That is the one that gets furthest before it fails, knows most of the properties that are
        there, and fails at the fewest places.
        """
        while error.kind.name in {"anyOf", "oneOf", "oneOfNotValid"}:
            branches = [branch for branch in error.kind.as_dict().get("context", ()) if branch]
            if not branches:
                break
            best = max(branches, key=lambda b: (*_plausibility(b), self._common(b), -len(b)))
            error = max(best, key=lambda inner: len(inner.instance_path))
        return error

    def _common(self, branch: Sequence[jsonschema_rs.ValidationError]) -> int:
        """How many properties of the value the schema of a branch names."""
        error = min(branch, key=lambda each: len(each.instance_path))
        try:
            schema: Any = lookup(self._document.data, map(str, error.schema_path[:-1]))
        except LookupError:
            return 0
        named = schema.get("properties") if is_object(schema) else None
        if not is_object(named) or not is_object(error.instance):
            return 0
        return len(named.keys() & error.instance.keys())

    def _at(self, pointer: str) -> jsonschema_rs.Validator:
        if pointer not in self._compiled:
            # A pointer in a URI fragment is percent-encoded; "{" of a templated path is not safe.
            reference = {"$ref": f"{_ROOT}#{quote(pointer, safe='/~')}"}
            self._compiled[pointer] = jsonschema_rs.validator_for(
                reference, registry=self._registry, validate_formats=True
            )
        return self._compiled[pointer]


def _finding(error: jsonschema_rs.ValidationError, what: str) -> Finding:
    details: dict[str, Any] = error.kind.as_dict()
    path: Sequence[Any] = error.instance_path
    match error.kind.name:
        case "required":
            pointer = join_pointer(*path, details["property"])
            message = f"{what} lacks the required property {details['property']!r}"
            return Finding(Severity.VIOLATION, Kind.MISSING_PROPERTY, message, pointer)
        case "type":
            types = " or ".join(details["types"])
            message = f"{what}: {brief(error.instance)} is not of type {types}"
        case "const":
            expected = brief(details["expected_value"])
            message = f"{what}: {brief(error.instance)} is not {expected}"
        case _:
            message = f"{what}: {brief(error.message)}"
    return Finding(Severity.VIOLATION, Kind.BODY, message, join_pointer(*path))


def _plausibility(branch: Sequence[jsonschema_rs.ValidationError]) -> tuple[int, bool]:
    shallowest = min(len(error.instance_path) for error in branch)
    # A branch for another type of value, or with another tag, was not meant.
    foreign = any(error.kind.name in {"type", "const"} for error in branch)
    return shallowest, not foreign
