"""Calls of the generated client made from plain JSON: as models, as dicts, as mixtures of both.

The document says which class stands for which part; operationId and property names lead to the
method and its keywords. Names no endpoint and no class.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from generator.names import attribute, identifier
from scaleway_genapi import models
from tests.contract.closed_schemas import Schemas
from tests.contract.operations import properties_of, schema_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from scaleway_genapi_mock.document import Document
    from tests.contract.operations import Operation


def method(client: Any, operation: Operation) -> Callable[..., Any]:
    """The method of `client` that an operationId names."""
    return reduce(getattr, operation.id.split("."), client)


def raw_method(client: Any, operation: Operation) -> Callable[..., Any]:
    """The same one of `with_raw_response`."""
    *parts, last = operation.id.split(".")
    return getattr(reduce(getattr, parts, client).with_raw_response, last)


def model_of(name: str | None) -> Any:
    """The class for a named schema; None where it has none (unions, free-form objects)."""
    found = getattr(models, name, None) if name in models.__all__ else None
    return found if isinstance(found, type) and hasattr(found, "__attrs_attrs__") else None


@dataclass(frozen=True)
class Typed:
    """A value for the typed surface, and the JSON that it stands for."""

    value: Any
    json: Any


class Surface:
    """Turns JSON into what a caller could have written.

    `accepted` false leaves out the answers that a request also takes (`x-accepts`): they are
    written, but read as what they stand for.
    """

    def __init__(self, document: Document, *, accepted: bool = True) -> None:
        self._accepted = accepted
        self._document = document
        self._open = Schemas(document)
        self._closed = Schemas(document, closed=True)

    def keywords(self, operation: Operation, body: Any, pick: Callable[[], bool]) -> Typed:
        """The keywords that make the client send `body`; `pick` says where to use a model."""
        properties = operation.properties
        if not isinstance(body, dict) or not properties:
            made = self.typed(operation.body, body, pick)
            return Typed({"body": made.value}, made.json)
        parts = {name: self.typed(properties[name], value, pick) for name, value in body.items()}
        return Typed(
            operation.named_body({name: part.value for name, part in parts.items()}),
            operation.sent({name: part.json for name, part in parts.items()}),
        )

    def typed(self, schema: Any, value: Any, pick: Callable[[], bool]) -> Typed:
        """`value`, which `schema` permits, with models in it."""
        name, schema = self.meant(schema, value)
        if isinstance(value, list):
            parts = [self.typed(schema.get("items", {}), item, pick) for item in value]
            return Typed([part.value for part in parts], [part.json for part in parts])
        if not isinstance(value, dict):
            return Typed(value, value)
        properties = properties_of(self._document, schema)
        parts = {key: self.typed(properties.get(key, {}), v, pick) for key, v in value.items()}
        json = {key: part.json for key, part in parts.items()}
        cls = model_of(name)
        if cls is None or not pick():
            return Typed({key: part.value for key, part in parts.items()}, json)
        names = {key: attribute(identifier(key)) for key in parts if key in properties}
        named = {names[key]: part.value for key, part in parts.items() if key in names}
        unknown = {key: part.value for key, part in parts.items() if key not in names}
        made = cls(**named, **({"additional_properties": unknown} if unknown else {}))
        # Where a class does not tell null from absent, it leaves out both.
        silent = {a.name for a in cls.__attrs_attrs__ if a.default is None}
        sent = {k: v for k, v in json.items() if v is not None or names.get(k) not in silent}
        return Typed(made, sent)

    def meant(self, schema: Any, value: Any) -> tuple[str | None, Any]:
        """The name and the content of the schema that `value` is written by."""
        name = schema_name(schema)
        if name is not None:
            inner, target = self.meant(self._document.at(schema["$ref"]), value)
            return inner or name, target
        members = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
        if not members:
            return None, schema
        members += schema.get("x-accepts", []) if self._accepted else []
        for judge in (self._closed, self._open):
            for member in members:
                if judge.valid(member, value):
                    return self.meant(member, value)
        return None, {}
