"""What is wrong with a request that reached a server: judged by openapi-core and jsonschema-rs.

openapi-core reads the document as it is; the closed schemas refuse what it does not name. Knows
neither the client nor how the request came to be.
"""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from tests.contract.closed_schemas import Schemas
from tests.contract.operations import EVENT_STREAM, JSON

if TYPE_CHECKING:
    from scaleway_genapi_mock.document import Document
    from tests.contract.loopback import Received
    from tests.contract.operations import Operation

# Those of HTTP itself, and the key; all else the document has to name.
_OF_HTTP = {
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "host",
    "user-agent",
}
_OF_STREAMS = {"cache-control"}


class _Request:
    """`Received` as openapi-core wants it."""

    def __init__(self, received: Received, host_url: str) -> None:
        self.host_url = host_url
        self.path = received.path
        self.method = received.method.lower()
        self.body = received.body or None
        self.content_type = received.header("content-type") or ""
        query = ImmutableMultiDict(received.query)
        self.parameters = RequestParameters(query=query, header=Headers(received.headers))


class Wire:
    """The judge of what reaches the server at `url`, which stands in for the document's host."""

    def __init__(self, document: Document, url: str) -> None:
        data = copy.deepcopy(document.data)
        for server in data["servers"]:
            host = "{0.scheme}://{0.netloc}".format(urlsplit(server["url"]))
            server["url"] = url + server["url"].removeprefix(host)
        self._url = url
        self._openapi = OpenAPI.from_dict(data)
        self._closed = Schemas(document, closed=True)

    def problems(
        self,
        received: Received,
        operation: Operation,
        *,
        key: str,
        prefix: str = "",
        given: dict[str, Any] | None = None,
    ) -> list[str]:
        """What is wrong with `received` as a call of `operation`.

        `prefix` is the path of the server that was meant, with the project in it; `given` are the
        values of parameters, by their names.
        """
        return [
            *self._address(received, operation, prefix),
            *_parameters(received, operation, prefix, given or operation.given_parameters()),
            *self._headers(received, operation, key),
            *self._by_openapi_core(received),
            *self._body(received, operation),
        ]

    def _address(self, received: Received, operation: Operation, prefix: str) -> list[str]:
        found = []
        if operation.method != received.method:
            found.append(f"method {received.method} instead of {operation.method}")
        wanted = (prefix + operation.path).split("/")
        got = received.path.split("/")
        if len(wanted) != len(got) or any(
            w != g for w, g in zip(wanted, got, strict=True) if not w.startswith("{")
        ):
            found.append(f"path {received.path} instead of {prefix + operation.path}")
        declared = {p["name"] for p in operation.parameters if p["in"] == "query"}
        found += [f"unknown query parameter {n}" for n, _ in received.query if n not in declared]
        return found

    def _headers(self, received: Received, operation: Operation, key: str) -> list[str]:
        found = []
        if received.header("authorization") != f"Bearer {key}":
            found.append("the key was not sent as a bearer token")
        sends_json = operation.body is not None and bool(received.body)
        if sends_json and received.header("content-type") != JSON:
            found.append(f"content-type {received.header('content-type')}")
        streams = operation.streams(json.loads(received.body) if sends_json else None)
        wanted = [EVENT_STREAM] if streams else _answered(operation)
        if received.header("accept") not in wanted:
            found.append(f"accept {received.header('accept')} instead of {' or '.join(wanted)}")
        declared = {p["name"].lower() for p in operation.parameters if p["in"] == "header"}
        permitted = _OF_HTTP | declared | (_OF_STREAMS if streams else set())
        permitted |= {"content-type"} if "requestBody" in operation.node else set()
        names = [name.lower() for name, _ in received.headers]
        found += [f"unknown header {name}" for name in names if name not in permitted]
        found += [f"header {name} twice" for name in set(names) if names.count(name) > 1]
        return found

    def _by_openapi_core(self, received: Received) -> list[str]:
        try:
            self._openapi.validate_request(_Request(received, self._url))
        except OpenAPIError as error:
            causes = getattr(error.__cause__, "schema_errors", ())
            return [f"openapi-core: {error!r} {[str(c.message) for c in causes]}"]
        return []

    def _body(self, received: Received, operation: Operation) -> list[str]:
        if operation.body is None:
            return [f"a body nobody asked for: {received.body[:80]!r}"] if received.body else []
        if not received.body:
            return ["no body"] if operation.body_required else []
        value = json.loads(received.body, object_pairs_hook=_without_duplicates)
        return self._closed.problems(operation.body, value)


def _answered(operation: Operation) -> list[str]:
    """The media types of its answer when all is well, but for the stream's; any if it has none."""
    declared = [name for status in operation.successes for name in operation.content(status)]
    return [name for name in declared if name != EVENT_STREAM] or ["*/*"]


def _parameters(
    received: Received, operation: Operation, prefix: str, given: dict[str, Any]
) -> list[str]:
    """Which parameters did not arrive as they were given, in OpenAPI's default styles."""
    template = prefix + operation.path
    pattern = re.sub(r"\\\{.+?\\\}", "([^/]*)", re.escape(template))
    match = re.fullmatch(pattern, received.path)
    names = re.findall(r"\{(.+?)\}", template)
    segments = dict(zip(names, match.groups(), strict=True)) if match else {}
    found = []
    for parameter in operation.parameters:
        name, place = parameter["name"], parameter["in"]
        if place == "query":
            got = [value for key, value in received.query if key == name]
        elif place == "path":
            got = [unquote(segments[name])] if name in segments else []
        else:
            header = received.header(name.lower())
            got = [] if header is None else [header]
        wanted = _texts(given.get(name))
        if got != wanted:
            found.append(f"{place} parameter {name}: {got} instead of {wanted}")
    return found


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value if isinstance(value, str) else json.dumps(value)]


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    assert len(made) == len(pairs), f"a property twice: {[name for name, _ in pairs]}"
    return made
