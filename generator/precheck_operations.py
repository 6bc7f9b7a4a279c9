"""What no operation may have, because the client could not call it so; and how it is called."""

from __future__ import annotations

import keyword
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from scaleway_genapi_mock.document import Document, Problem, escape

from . import names
from .operations import EVENTS, METHODS, is_json

if TYPE_CHECKING:
    from collections.abc import Iterator

_STYLES = {"path": "simple", "query": "form", "header": "simple"}
_OWN_HEADERS = frozenset(("accept", "authorization", "content-type"))


def operation_problems(document: Document) -> Iterator[Problem]:
    """Everything about operations, servers and security that is not supported."""
    yield from _servers(document)
    yield from _security(document)
    found = [
        (f"/paths/{escape(path)}/{method}", cast("dict[str, Any]", item[method]))
        for path, item in document.data["paths"].items()
        for method in item
        if method in METHODS
    ]
    if not found:
        yield document.problem("the document has no operations", "/paths")
    yield from _identifiers(document, found)
    for path, item in document.data["paths"].items():
        yield from _parameters(document, f"/paths/{escape(path)}", item)
    for pointer, operation in found:
        yield from _parameters(document, pointer, operation)
        yield from _request(document, pointer, operation)
        yield from _responses(document, pointer, operation)
        if operation.get("security", document.data.get("security")) != document.data.get(
            "security"
        ):
            yield document.problem(
                "the client sends its key with every request; leave security to the document",
                f"{pointer}/security",
            )


def _servers(document: Document) -> Iterator[Problem]:
    servers: list[dict[str, Any]] = document.data.get("servers", [])
    if not servers:
        yield document.problem("servers: the client needs an absolute URL to call", "/servers")
    plain = [server for server in servers if not server.get("variables")]
    if servers and (not plain or len(servers) > len(plain) + 1):
        yield document.problem(
            "servers: one URL without variables, and at most one with a variable", "/servers"
        )
    for index, server in enumerate(servers):
        parts = urlsplit(str(server["url"]))
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            yield document.problem("the URL is not absolute", f"/servers/{index}/url")
        variables = list(server.get("variables", {}))
        segments = re.findall(r"(?<=/)\{([^{}/]*)\}(?=/|$)", parts.path)
        if segments != variables or len(variables) > 1:
            yield document.problem(
                "a server has at most one variable, a segment of its path", f"/servers/{index}"
            )


def _security(document: Document) -> Iterator[Problem]:
    schemes = document.data.get("components", {}).get("securitySchemes", {})
    required: list[dict[str, Any]] = document.data.get("security", [])
    called = [name for entry in required for name in entry]
    bearer = [
        name for name in called if schemes.get(name, {}).get("scheme", "").lower() == "bearer"
    ]
    if len(required) != 1 or bearer != called or len(called) != 1:
        yield document.problem(
            "the client authenticates with one bearer token: security must name one http bearer "
            "scheme",
            "/security",
        )


def _identifiers(document: Document, found: list[tuple[str, dict[str, Any]]]) -> Iterator[Problem]:
    known: dict[tuple[str, ...], str] = {}
    for pointer, operation in found:
        said = operation.get("operationId")
        place = f"{pointer}/operationId"
        if said is None:
            yield document.problem("an operationId is needed: it is how the client calls", pointer)
            continue
        parts = tuple(str(said).split("."))
        if len(parts) < len(("resource", "method")) or not all(map(names.is_part, parts)):
            yield document.problem(
                f"operationId {said!r} is not resource.method, each part a Python name"
                f"{_advice(parts)}",
                place,
            )
            continue
        known[parts] = place
        if parts[-1] in names.METHOD_NAMES:
            yield document.problem(f"{parts[-1]!r} is a name every resource has already", place)
        if parts[0] in names.CLIENT_NAMES:
            yield document.problem(f"{parts[0]!r} is an attribute every client has already", place)
    resources = {parts[:depth] for parts in known for depth in range(1, len(parts))}
    for parts, place in known.items():
        if parts in resources:
            yield document.problem(
                f"{'.'.join(parts)!r} is an operation and, elsewhere, a resource", place
            )
    for name, count in Counter("_".join(path) for path in resources).items():
        if count > 1:
            same = sorted(".".join(path) for path in resources if "_".join(path) == name)
            yield document.problem(
                f"resources {' and '.join(same)} would share a module; rename one", "/paths"
            )


def _advice(parts: tuple[str, ...]) -> str:
    """What to write in place of parts that are none."""
    if len(parts) == 1 and names.is_part(parts[0]):
        return f"; {parts[0]}.list, for instance"
    for part in parts:
        if keyword.iskeyword(part):
            return f": {part!r} is a word of the language; write {part}_"
        if part and not names.is_part(part):
            return f", which {part!r} is not: letters, digits and _, a letter first"
    return ""


def _parameters(document: Document, pointer: str, owner: dict[str, Any]) -> Iterator[Problem]:
    for index, node in enumerate(owner.get("parameters", ())):
        place = f"{pointer}/parameters/{index}"
        said = document.resolve(node)
        location = said["in"]
        if location == "cookie":
            yield document.problem("cookie parameters are not supported", place)
            continue
        if "schema" not in said:
            yield document.problem("the parameter has no schema", place)
        style = said.get("style", _STYLES[location])
        if style != _STYLES[location]:
            yield document.problem(
                f"style {style!r} is not supported in {location}; leave it out", f"{place}/style"
            )
        if said.get("explode", location == "query") != (location == "query"):
            yield document.problem(
                "explode other than the default is not supported; leave it out: the items of an "
                "array are sent as parameters of the same name",
                f"{place}/explode",
            )
        if location == "header" and said["name"].lower() in _OWN_HEADERS:
            yield document.problem(f"the client sets {said['name']} itself", place)


def _request(document: Document, pointer: str, operation: dict[str, Any]) -> Iterator[Problem]:
    if "requestBody" not in operation:
        return
    place = f"{pointer}/requestBody"
    if pointer.endswith("/get"):
        yield document.problem("a GET has no body", place)
    content = document.resolve(operation["requestBody"])["content"]
    if len(content) != 1:
        yield document.problem("a request body has one media type", f"{place}/content")
    for media_type, said in content.items():
        inner = f"{place}/content/{escape(media_type)}"
        if not is_json(media_type):
            yield document.problem(f"request bodies are JSON; {media_type} is not supported", inner)
        elif "schema" not in said:
            yield document.problem("the body has no schema", inner)


def _responses(document: Document, pointer: str, operation: dict[str, Any]) -> Iterator[Problem]:
    answers = {
        f"{pointer}/responses/{status}": document.resolve(response)
        for status, response in operation["responses"].items()
        if str(status).startswith("2")
    }
    if not answers:
        yield document.problem("no 2xx answer is declared", f"{pointer}/responses")
    for place, response in answers.items():
        content: dict[str, Any] = response.get("content", {})
        plain = [media_type for media_type in content if media_type != EVENTS]
        if len(plain) > 1:
            yield document.problem(
                f"an answer has one media type besides {EVENTS}, not {' and '.join(plain)}",
                f"{place}/content",
            )
        for media_type in plain:
            if "*" in media_type:
                yield document.problem(f"{media_type} is no media type of one kind", place)
        if EVENTS in content:
            inner = f"{place}/content/{escape(EVENTS)}"
            yield from _events(document, inner, content[EVENTS], plain)


def _events(
    document: Document, pointer: str, said: dict[str, Any], plain: list[str]
) -> Iterator[Problem]:
    if "x-itemSchema" not in said:
        yield document.problem("x-itemSchema says what an event's data is", pointer)
    if "schema" in said:
        yield document.problem("a stream has x-itemSchema in place of schema", f"{pointer}/schema")
    if plain and "x-stream-when" not in said:
        yield document.problem(
            f"x-stream-when is needed: what selects the stream rather than {plain[0]}?", pointer
        )
    if not plain and "x-stream-when" in said:
        yield document.problem("x-stream-when: there is nothing else to select", pointer)
