"""Reads the operations out of the document. Names no operation.

Parameters come from the parser's endpoints (which of them count, their order in the path); media
types, streams, hints and documentation links from the document, by (path, method).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock.document import Document, Problem, escape

from . import names
from .nodes import Model, ModelRef, Node, Union
from .operations import (
    EVENTS,
    METHODS,
    Answer,
    Body,
    Events,
    Location,
    Operation,
    Parameter,
    is_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openapi_python_client.parser.openapi import Endpoint, GeneratorData

    from .resolve import Resolver


class Operations:
    """Reads operations out of the document; `problems` collects what cannot be read."""

    def __init__(self, document: Document, parsed: GeneratorData, resolver: Resolver) -> None:
        self._document = document
        self._resolver = resolver
        self.problems: list[Problem] = []
        self._endpoints = {
            (_shape(endpoint.path.get_untrusted_value()), endpoint.method): endpoint
            for group in parsed.endpoint_collections_by_tag.values()
            for endpoint in group.endpoints
        }

    def read(self) -> list[Operation]:
        """Every operation, in document order."""
        return [
            self._operation(path, method, item)
            for path, item in self._document.data.get("paths", {}).items()
            for method in item
            if method in METHODS
        ]

    def _operation(self, path: str, method: str, item: dict[str, Any]) -> Operation:
        pointer = f"/paths/{escape(path)}/{method}"
        raw: dict[str, Any] = item[method]
        endpoint = self._endpoints[_shape(path), method]
        body = self._body(raw, pointer)
        answer, events = self._answers(raw, pointer)
        parameters = list(self._parameters(endpoint, raw, item, pointer))
        if body is not None and body.model is not None:
            parameters += self._body_parameters(self._resolver.models[body.model])
        elif body is not None:
            schema = self._document.resolve(raw["requestBody"])
            description = _text(schema)
            parameters.append(
                Parameter(
                    "body", "body", "body", body.required, body.node, description, None, False
                )
            )
        parameters = _distinct(parameters)
        if len({parameter.python for parameter in parameters}) < len(parameters):
            self._say("parameters would have the same Python name; rename one of them", pointer)
        if events is not None and events.when is not None:
            known = {parameter.name for parameter in parameters if parameter.location == "body"}
            if events.when not in known:
                self._say(
                    f"x-stream-when names {events.when!r}, no property of the request", pointer
                )
        return Operation(
            id=raw["operationId"],
            pointer=pointer,
            method=method,
            path=path,
            summary=str(raw.get("summary", "")).strip(),
            description=str(raw.get("description", "")).strip(),
            link=self._link(raw),
            deprecated=bool(raw.get("deprecated", False)),
            parameters=tuple(parameters),
            body=body,
            answer=answer,
            events=events,
            hints=tuple(self._hints(raw)),
            errors=tuple(self._errors(raw)),
        )

    def _say(self, message: str, pointer: str) -> None:
        self.problems.append(self._document.problem(message, pointer))

    def _link(self, raw: dict[str, Any]) -> str | None:
        if "externalDocs" in raw:
            return str(raw["externalDocs"]["url"])
        tags = {tag["name"]: tag for tag in self._document.data.get("tags", ())}
        for name in raw.get("tags", ()):
            if "externalDocs" in tags.get(name, {}):
                return str(tags[name]["externalDocs"]["url"])
        return None

    def _parameters(
        self, endpoint: Endpoint, raw: dict[str, Any], item: dict[str, Any], pointer: str
    ) -> Iterator[Parameter]:
        places: dict[tuple[str, str], str] = {}
        for base, nodes in (
            (pointer, raw.get("parameters", ())),
            (pointer.rpartition("/")[0], item.get("parameters", ())),
        ):
            for index, node in enumerate(nodes):
                place = f"{base}/parameters/{index}"
                while "$ref" in node:
                    place = node["$ref"].removeprefix("#")
                    node = self._document.at(place)  # noqa: PLW2901 -- follows the reference
                places.setdefault((node["in"], node["name"]), place)
        for location, parsed in endpoint.iter_all_parameters():
            name = parsed.name.get_untrusted_value()
            place = places[str(location.value), name]
            node = self._document.at(place)
            schema: Any = self._document.resolve(node["schema"])
            value = self._resolver.node(f"{place}/schema")
            types = self._resolver.definitions.json_types(value)
            if "object" in types or ("array" in types and location.value != "query"):
                self._say(
                    f"the {location.value} parameter {name!r} may be an object or an array of "
                    "values that has no place in a URL or a header; give it another type",
                    place,
                )
            yield Parameter(
                name=name,
                python=names.identifier(name),
                location=cast("Location", location.value),
                required=parsed.required,
                node=value,
                description=_text(node) or _text(schema),
                default=None if isinstance(schema, bool) else schema.get("default"),
                deprecated=bool(node.get("deprecated", False)),
            )

    def _body_parameters(self, model: Model) -> Iterator[Parameter]:
        for item in model.properties:
            yield Parameter(
                name=item.name,
                python=item.attribute,
                location="body",
                required=item.required,
                node=item.node,
                description=item.description,
                default=item.default,
                deprecated=item.deprecated,
            )

    def _body(self, raw: dict[str, Any], pointer: str) -> Body | None:
        if "requestBody" not in raw:
            return None
        place = f"{pointer}/requestBody"
        said = raw["requestBody"]
        while "$ref" in said:
            place = said["$ref"].removeprefix("#")
            said = self._document.at(place)
        [media_type] = said["content"]
        node = self._resolver.node(f"{place}/content/{escape(media_type)}/schema")
        model = node.name if isinstance(node, ModelRef) else None
        return Body(media_type, bool(said.get("required", False)), node, model)

    def _answers(self, raw: dict[str, Any], pointer: str) -> tuple[Answer | None, Events | None]:
        answer: Answer | None = None
        events: Events | None = None
        for place, response in self._successes(raw, pointer):
            content = response.get("content", {})
            here: Answer | None = None
            for media_type, said in content.items():
                inner = f"{place}/content/{escape(media_type)}"
                if media_type == EVENTS:
                    node = self._event(f"{inner}/x-itemSchema")
                    events = Events(node, said.get("x-stream-end"), said.get("x-stream-when"))
                elif "schema" in said and is_json(media_type):
                    here = Answer(media_type, self._resolver.node(f"{inner}/schema"))
                else:
                    here = Answer(media_type, None)
            if not content:
                here = Answer(None, None)
            if answer is not None and here is not None and here != answer:
                self._say("2xx answers of several types; declare one", place)
            answer = answer or here
        return answer, events

    def _successes(self, raw: dict[str, Any], pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for status, response in raw["responses"].items():
            if str(status).startswith("2"):
                place = f"{pointer}/responses/{status}"
                while "$ref" in response:
                    place = response["$ref"].removeprefix("#")
                    response = self._document.at(place)  # noqa: PLW2901 -- follows the reference
                yield place, response

    def _event(self, pointer: str) -> Node:
        """The type of an event that is handed out: error bodies are raised instead."""
        schema = self._document.at(pointer)
        if isinstance(schema, bool):
            return self._resolver.node(pointer)
        if "$ref" in schema:
            target = self._document.at(schema["$ref"])
            if "anyOf" in target or "oneOf" in target:
                return self._event(schema["$ref"].removeprefix("#"))
        members = [
            f"{pointer}/{keyword}/{index}"
            for keyword in ("anyOf", "oneOf")
            for index, member in enumerate(schema.get(keyword, ()))
            if isinstance(member, bool) or member.get("$ref") not in self._error_schemas()
        ]
        if not members:
            return self._resolver.node(pointer)
        nodes = tuple(self._resolver.node(member) for member in members)
        return nodes[0] if len(nodes) == 1 else Union(nodes, None, pointer)

    def _error_schemas(self) -> set[str]:
        """The references to schemas that some answer other than 2xx has as its body."""
        found: set[str] = set()
        for item in self._document.data["paths"].values():
            for method in METHODS:
                for status, response in item.get(method, {}).get("responses", {}).items():
                    if str(status).startswith("2"):
                        continue
                    content = self._document.resolve(response).get("content", {})
                    todo = [media.get("schema") for media in content.values()]
                    while todo:
                        schema = todo.pop()
                        if not isinstance(schema, dict):
                            continue
                        schema = cast("dict[str, Any]", schema)
                        if "$ref" in schema and schema["$ref"] not in found:
                            found.add(schema["$ref"])
                            todo.append(self._document.at(schema["$ref"]))
                        todo += [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        return found

    def _hints(self, raw: dict[str, Any]) -> Iterator[tuple[int, str]]:
        for status, response in raw["responses"].items():
            hint = self._document.resolve(response).get("x-hint")
            if hint is not None and str(status).isdigit():
                yield int(status), str(hint)

    def _errors(self, raw: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for status, response in raw["responses"].items():
            if str(status)[0] in "45":
                text = str(self._document.resolve(response).get("description", ""))
                yield str(status), text.strip()


def _distinct(parameters: list[Parameter]) -> list[Parameter]:
    """The parameters, each with a keyword of its own."""
    keywords = names.keywords((item.location, item.name, item.python) for item in parameters)
    return [
        replace(item, python=keyword) for item, keyword in zip(parameters, keywords, strict=True)
    ]


def _shape(path: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", path)


def _text(node: object) -> str:
    if not isinstance(node, dict):
        return ""
    mapping = cast("dict[str, Any]", node)
    return str(mapping.get("description") or mapping.get("title") or "").strip()
