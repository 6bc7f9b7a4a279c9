"""Document -> routing table of operations: everything that can be decided before a request comes.

Reads OpenAPI and the `x-` vocabulary. Knows no endpoint, no field and no limit of any API.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from scaleway_genapi_mock._json import is_object
from scaleway_genapi_mock.check._forms import MULTIPART, URLENCODED
from scaleway_genapi_mock.document import (
    METHODS,
    Document,
    DocumentError,
    check_structure,
    check_vocabulary,
    join_pointer,
)

from ._catalogue import Listing, listing
from ._conventions import MODEL, thing
from ._headers import header_example
from ._operations import (
    EVENT_STREAM,
    Body,
    Content,
    Credential,
    Operation,
    PropertyRule,
    RateHeader,
    Response,
    essence_of,
    is_json,
)
from ._read import Reader
from ._routes import Prefix, Routes, Variable
from ._schemas import Schemas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ._operations import Media

Resource = Literal["requests", "tokens"]
_RESOURCES: tuple[Resource, ...] = ("requests", "tokens")
_SHOWN_DEFAULT = 1000


@dataclass(frozen=True, slots=True)
class Compiled:
    """A document, ready to be served.

    `listings` are the lists that operations answer, by operation id; `shown_limits` are requests
    and tokens a minute, as the document's examples of the headers show them.
    """

    document: Document
    schemas: Schemas
    routes: Routes
    operations: Mapping[str, Operation]
    listings: Mapping[str, Listing]
    shown_limits: tuple[int, int]

    def properties(self, operation: str | None) -> set[str]:
        """The properties that a body of the operation may have; of all of them if None."""
        if operation is None:
            return set[str]().union(*map(self.properties, self.operations))
        found: set[str] = set()
        body = self.operations[operation].body
        schemas: list[Any] = [media.schema for media in body.media.values()] if body else []
        while schemas:
            schema = self.document.resolve(schemas.pop())
            if is_object(schema):
                found |= set(schema.get("properties", ()))
                for union in ("allOf", "anyOf", "oneOf"):
                    schemas += schema.get(union, ())
        return found


def compile_document(document: Document, *, known: Iterable[str] | None = None) -> Compiled:
    """Compile `document`. `known` replaces the ids of models that its example of their list names.

    Raises DocumentError, with file, line and pointer of what cannot be served.
    """
    for check in (check_structure, check_vocabulary):
        problems = check(document)
        if problems:
            raise DocumentError(problems)
    schemas = Schemas(document)
    reader = Reader(document, schemas)
    found = list(_operations(document, reader))
    listings = {
        operation.id: listed
        for operation in found
        if (listed := listing(document, operation, found)) is not None and listed.items
    }
    catalogue = {listed.name: listed.ids for listed in listings.values()}
    if known is not None:
        catalogue[MODEL] = frozenset(known)
    operations = {operation.id: _with_catalogue(operation, catalogue) for operation in found}
    routes = Routes()
    for operation in operations.values():
        routes.add(operation, tuple(_prefixes(document, operation)))
    return Compiled(document, schemas, routes, operations, listings, _shown_limits(found))


def _prefixes(document: Document, operation: Operation) -> Iterable[Prefix]:
    """The paths of the servers of `operation`: its own, else those of its path, else of the document."""
    seen: set[Prefix] = set()
    item = document.resolve(document.data["paths"][operation.path])
    owners = (item[operation.method.lower()], item, document.data)
    stated: Iterable[Any] = (owner.get("servers") for owner in owners)
    servers: list[dict[str, Any]] = next(filter(None, stated), [{"url": "/"}])
    for server in servers:
        variables = server.get("variables", {})
        path = urlsplit(str(server["url"])).path.strip("/")
        parts = path.split("/") if path else []
        prefix = Prefix(tuple(_segment(part, variables) for part in parts))
        if prefix not in seen:
            seen.add(prefix)
            yield prefix


def _segment(part: str, variables: Mapping[str, Any]) -> str | Variable:
    if not (part.startswith("{") and part.endswith("}")):
        return part
    name = part[1:-1]
    variable = variables.get(name, {})
    values = frozenset[str](variable.get("enum", ()))
    return Variable(name, values, uuid=variable.get("x-format") == "uuid")


def _operations(document: Document, reader: Reader) -> Iterable[Operation]:
    for path, raw in document.data.get("paths", {}).items():
        item = document.resolve(raw)
        for method in METHODS:
            if method in item:
                yield _operation(document, reader, path, method, item)


def _operation(
    document: Document, reader: Reader, path: str, method: str, item: dict[str, Any]
) -> Operation:
    node = item[method]
    pointer = join_pointer("paths", path, method)
    responses = reader.responses(node["responses"], f"{pointer}/responses")
    success = _success(responses)
    declared = {name.lower() for response in responses.values() for name in response.headers}
    requirements = node.get("security", document.data.get("security", []))
    return Operation(
        id=node.get("operationId") or f"{method} {path}",
        method=method.upper(),
        path=path,
        pointer=pointer,
        secured=bool(requirements) and {} not in requirements,
        credentials=tuple(dict.fromkeys(_credentials(document, requirements))),
        permission_sets=frozenset(_permission_sets(document, requirements)),
        parameters=reader.parameters(path, method, item, node),
        body=_body(document, reader, node.get("requestBody"), f"{pointer}/requestBody"),
        responses=responses,
        success=success,
        stream=success.media.get(EVENT_STREAM),
        rate_headers=tuple(_rate_headers(declared)),
        retry_after="retry-after" in declared,
    )


def _success(responses: Mapping[int | None, Response]) -> Response:
    numbered = sorted(status for status in responses if status is not None)
    for status in numbered:
        if 200 <= status < 300:  # noqa: PLR2004 - what success is
            return responses[status]
    if None in responses:
        return replace(responses[None], status=200)
    # An operation that only ever redirects or refuses still answers with what it declares.
    return responses[numbered[0]]


def _credentials(
    document: Document, requirements: list[dict[str, Any]]
) -> Iterable[tuple[Credential, ...]]:
    """The places of keys, in the document's order; OAuth and OpenID Connect send a bearer too."""
    schemes = document.data.get("components", {}).get("securitySchemes", {})
    for requirement in requirements:
        yield tuple(_credential(document.resolve(schemes.get(name, {}))) for name in requirement)


def _credential(scheme: Mapping[str, Any]) -> Credential:
    if scheme.get("type") == "apiKey":
        return Credential("key", str(scheme.get("in")), str(scheme.get("name")))
    return Credential("basic" if str(scheme.get("scheme")).lower() == "basic" else "bearer")


def _permission_sets(document: Document, requirements: list[dict[str, Any]]) -> Iterable[str]:
    schemes = document.data.get("components", {}).get("securitySchemes", {})
    for requirement in requirements:
        for name in requirement:
            scheme = document.resolve(schemes.get(name, {}))
            yield from scheme.get("x-permission-sets", ())


def _body(document: Document, reader: Reader, raw: Any, pointer: str) -> Body | None:
    if raw is None:
        return None
    node = document.resolve(raw)
    media = reader.media(node.get("content", {}), f"{reader.target(raw, pointer)}/content")
    return Body(
        required=bool(node.get("required")),
        media=media,
        contents={
            essence_of(name): _content(document, reader, media[name])
            for name in media
            if is_json(name) or name.endswith("/*")
        },
        forms={
            name.lower(): reader.form(media[name])
            for name in media
            if name.lower() in {URLENCODED, MULTIPART} and media[name].schema_pointer
        },
    )


def _content(document: Document, reader: Reader, media: Media) -> Content:
    place = media.schema_pointer
    return Content(
        validator=reader.validator(place) if place else None,
        strict=lambda: reader.validator(place, strict=True) if place else None,
        rules=tuple(_rules(document, media.schema)),
    )


def _rules(document: Document, schema: Any) -> Iterable[PropertyRule]:
    if not is_object(schema):
        return
    for part in schema.get("allOf", ()):
        yield from _rules(document, document.resolve(part))
    for name, raw in schema.get("properties", {}).items():
        property_ = document.resolve(raw)
        if not is_object(property_) or "x-error-status" not in property_:
            continue
        statuses = property_["x-error-status"]
        yield PropertyRule(
            name=name,
            missing=statuses.get("missing"),
            unknown=statuses.get("unknown"),
            cap=statuses.get("cap"),
            caps=property_.get("x-model-caps", {}),
            legacy=frozenset(property_.get("x-legacy-errors", ())),
        )


def _with_catalogue(operation: Operation, catalogue: Mapping[str, frozenset[str]]) -> Operation:
    parameters = tuple(
        replace(
            parameter, known=catalogue.get(thing(parameter.name)) if parameter.unknown else None
        )
        for parameter in operation.parameters
    )
    operation = replace(operation, parameters=parameters)
    if operation.body is None:
        return operation
    contents = {
        name: replace(
            content,
            rules=tuple(
                replace(rule, known=catalogue.get(thing(rule.name)) if rule.unknown else None)
                for rule in content.rules
            ),
        )
        for name, content in operation.body.contents.items()
    }
    return replace(operation, body=replace(operation.body, contents=contents))


def _rate_headers(declared: Iterable[str]) -> Iterable[RateHeader]:
    for name in sorted(declared):
        words = name.split("-")
        resource: Resource | None = next((r for r in _RESOURCES if r in words), None)
        if "ratelimit" not in words or resource is None:
            continue
        if "limit" in words:
            yield RateHeader(name.encode(), resource, "limit")
        elif "remaining" in words:
            yield RateHeader(name.encode(), resource, "remaining")
        elif "reset" in words:
            yield RateHeader(name.encode(), resource, "reset")


def _shown_limits(operations: Iterable[Operation]) -> tuple[int, int]:
    shown: dict[str, int] = {}
    for operation in operations:
        for response in operation.responses.values():
            for name, header in response.headers.items():
                for rate in _rate_headers([name.lower()]):
                    example = str(header_example(header))
                    if rate.what == "limit" and example.isdigit():
                        shown.setdefault(rate.resource, int(example))
    return shown.get("requests", _SHOWN_DEFAULT), shown.get("tokens", _SHOWN_DEFAULT)
