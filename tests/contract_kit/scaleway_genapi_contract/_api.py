"""The document as the checks need it: operations with their bodies, answers and rules.

Reads OpenAPI and the `x-` vocabulary; knows no operation of any API.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scaleway_genapi_mock.document import (
    METHODS,
    Document,
    DocumentError,
    check_structure,
    join_pointer,
)

from ._json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EVENT_STREAM = "text/event-stream"


def is_json(media_type: str) -> bool:
    """Whether a media type holds JSON."""
    return media_type == "application/json" or media_type.endswith("+json")


@dataclass(frozen=True, slots=True)
class Media:
    """A media type of a body; `schema` and `item` (one event) are pointers into the document."""

    type: str
    schema: str | None
    item: str | None
    when: str | None
    end: str | None
    examples: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Response:
    """A declared answer; `status` as the document spells it (`404`, `4XX`, `default`)."""

    status: str
    media: tuple[Media, ...]
    headers: Mapping[str, tuple[bool, str | None]]


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a request body, with what the vocabulary says about it."""

    name: str
    schema: Mapping[str, Any]
    statuses: Mapping[str, int]
    caps: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Body:
    """A JSON request body; `optional`: a request may come without one."""

    type: str
    schema: str
    required: tuple[str, ...]
    fields: Mapping[str, Field]
    dependent: tuple[str, ...]
    examples: Mapping[str, dict[str, Any]]
    optional: bool

    @property
    def selector(self) -> Field | None:
        """The property whose value must exist: the model, in most APIs of this kind."""
        return next((f for f in self.fields.values() if "unknown" in f.statuses), None)

    @property
    def limits(self) -> tuple[Field, ...]:
        """The properties that bound the length of the answer, deprecated ones last."""
        found = [f for f in self.fields.values() if "cap" in f.statuses]
        return tuple(sorted(found, key=lambda f: bool(f.schema.get("deprecated"))))


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation; `parameters` are the values of those that it requires, by (place, name).

    `listed` is what the items of the list that it answers are called: their schema, in lower case.
    """

    id: str
    method: str
    path: str
    secured: bool
    parameters: Mapping[tuple[str, str], Any]
    body: Body | None
    responses: Mapping[str, Response]
    listed: str | None = None

    def response(self, status: int) -> Response | None:
        """What the document declares for `status`."""
        for key in (str(status), f"{status // 100}XX", "default"):
            if key in self.responses:
                return self.responses[key]
        return None

    @property
    def stream(self) -> Media | None:
        """The event stream among its answers, if it has one."""
        media = (m for r in self.responses.values() for m in r.media if m.item and m.when)
        return next(media, None)


@dataclass(slots=True)
class Api:
    """A document with the views that checks ask for."""

    document: Document
    operations: list[Operation] = field(default_factory=list[Operation])

    def __post_init__(self) -> None:
        problems = check_structure(self.document)
        if problems:
            raise DocumentError(problems)
        self.operations = list(_Reader(self.document).operations())

    @property
    def prefix(self) -> str:
        """The common beginning of all paths, in whole segments: `/v1`."""
        common: list[str] = []
        for segments in zip(*(o.path.split("/")[:-1] for o in self.operations), strict=False):
            if len(set(segments)) > 1 or "{" in segments[0]:
                break
            common.append(segments[0])
        return "/".join(common)

    @property
    def version(self) -> str:
        """Title and version of the document."""
        info = self.document.data.get("info", {})
        return f"{info.get('title', 'API')} {info.get('version', '')}".strip()

    @property
    def project_segment(self) -> tuple[str, str | None] | None:
        """The server path with a variable (`/{project_id}`), and the variable's format."""
        for server in self.document.data.get("servers", []):
            path = urlsplit(str(server.get("url", ""))).path.rstrip("/")
            for name, variable in server.get("variables", {}).items():
                if f"{{{name}}}" in path:
                    return path.replace(f"{{{name}}}", "{}"), variable.get("x-format")
        return None


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _security(self) -> Any:
        return self._document.data.get("security", [])

    def _follow(self, node: Any, pointer: str) -> tuple[Any, str]:
        target = pointer
        if is_object(node) and isinstance(node.get("$ref"), str):
            target = node["$ref"].removeprefix("#")
        return self._document.resolve(node), target

    def operations(self) -> Iterator[Operation]:
        for path, raw in self._document.data.get("paths", {}).items():
            item, place = self._follow(raw, join_pointer("paths", path))
            for method in METHODS:
                if method in item:
                    yield self._operation(path, method, item, f"{place}/{method}")

    def _operation(
        self, path: str, method: str, item: Mapping[str, Any], pointer: str
    ) -> Operation:
        node = item[method]
        security = node.get("security", self._security)
        parameters: dict[tuple[str, str], Any] = {}
        for raw in [*item.get("parameters", []), *node.get("parameters", [])]:
            parameter = self._document.resolve(raw)
            if parameter.get("required"):
                key = (parameter["in"], parameter["name"])
                parameters[key] = self._example(parameter)
        responses: dict[str, Response] = {}
        for status, raw in node.get("responses", {}).items():
            answer, place = self._follow(raw, f"{pointer}/responses/{status}")
            responses[str(status).upper().replace("DEFAULT", "default")] = Response(
                str(status), tuple(self._media(answer, place)), self._headers(answer, place)
            )
        return Operation(
            id=node.get("operationId") or f"{method} {path}",
            method=method.upper(),
            path=path,
            secured=bool(security) and {} not in security,
            parameters=parameters,
            body=self._body(node.get("requestBody"), f"{pointer}/requestBody"),
            responses=responses,
            listed=self._listed(responses),
        )

    def _listed(self, responses: Mapping[str, Response]) -> str | None:
        for status, answer in responses.items():
            for media in answer.media if status.startswith("2") else ():
                schema = self._document.resolve(self._document.at(media.schema or ""))
                iterated = schema.get("x-iterate") if is_object(schema) else None
                if isinstance(iterated, str):
                    array = self._document.resolve(schema.get("properties", {}).get(iterated))
                    items = array.get("items") if is_object(array) else None
                    name = items.get("$ref", "") if is_object(items) else ""
                    return str(name).rpartition("/")[2].lower()
        return None

    def _headers(self, answer: Any, pointer: str) -> dict[str, tuple[bool, str | None]]:
        found: dict[str, tuple[bool, str | None]] = {}
        for name, raw in answer.get("headers", {}).items():
            header, place = self._follow(raw, f"{pointer}/headers{join_pointer(name)}")
            schema = f"{place}/schema" if "schema" in header else None
            found[name.lower()] = (bool(header.get("required")), schema)
        return found

    def _media(self, node: Any, pointer: str) -> Iterator[Media]:
        for name, raw in node.get("content", {}).items():
            media, place = self._follow(raw, f"{pointer}/content{join_pointer(name)}")
            yield Media(
                type=name.partition(";")[0].strip().lower(),
                schema=f"{place}/schema" if "schema" in media else None,
                item=f"{place}/x-itemSchema" if "x-itemSchema" in media else None,
                when=media.get("x-stream-when"),
                end=media.get("x-stream-end"),
                examples=self._examples(media),
            )

    def _examples(self, node: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"example": node["example"]} if "example" in node else {}
        for name, raw in node.get("examples", {}).items():
            example = self._document.resolve(raw)
            if "value" in example:
                found[name] = example["value"]
        return found

    def _example(self, parameter: Mapping[str, Any]) -> Any:
        schema = self._document.resolve(parameter.get("schema", {}))
        candidates = [*self._examples(parameter).values(), *schema.get("examples", [])]
        candidates += [schema[k] for k in ("example", "default", "const") if k in schema]
        return next(iter([*candidates, *schema.get("enum", [])]), None)

    def _body(self, raw: Any, pointer: str) -> Body | None:
        if raw is None:
            return None
        node, place = self._follow(raw, pointer)
        media = next((m for m in self._media(node, place) if is_json(m.type) and m.schema), None)
        if media is None or media.schema is None:
            return None
        required: list[str] = []
        fields: dict[str, Field] = {}
        dependent: list[str] = []
        for part in self._parts(self._document.at(media.schema)):
            required += part.get("required", [])
            dependent += part.get("dependentSchemas", {})
            for name, value in part.get("properties", {}).items():
                schema = self._document.resolve(value)
                if is_object(schema):
                    statuses = schema.get("x-error-status", {})
                    fields[name] = Field(name, schema, statuses, schema.get("x-model-caps", {}))
        examples = {n: e for n, e in media.examples.items() if is_object(e)}
        return Body(
            type=media.type,
            schema=media.schema,
            required=tuple(required),
            fields=fields,
            dependent=tuple(dependent),
            examples=examples,
            optional=not node.get("required", False),
        )

    def _parts(self, schema: Any) -> Iterator[Mapping[str, Any]]:
        schema = self._document.resolve(schema)
        if not is_object(schema):
            return
        yield schema
        parts = schema.get("allOf")
        for part in parts if is_array(parts) else ():
            yield from self._parts(part)
