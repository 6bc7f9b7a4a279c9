"""The operations of a document, as the contract tests need them.

Reads OpenAPI and the `x-` vocabulary; names no endpoint, and knows neither client nor mock. What
the client's keywords are called, the generator says.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from generator.names import attribute, identifier, keywords
from scaleway_genapi_mock.document import METHODS, load_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_mock.document import Document

JSON = "application/json"
EVENT_STREAM = "text/event-stream"
# In the order in which the generator names what goes there.
_PLACES = ("path", "query", "header")


@dataclass(frozen=True)
class Example:
    """An example of an answer."""

    status: int
    media_type: str
    name: str
    value: Any


@dataclass(frozen=True)
class Operation:
    """One operation; `node` is what the document says of it."""

    document: Document = field(repr=False)
    id: str
    method: str
    path: str
    node: dict[str, Any] = field(repr=False)
    parameters: tuple[dict[str, Any], ...] = field(repr=False)

    @property
    def label(self) -> str:
        """How schemathesis calls it."""
        return f"{self.method} {self.path}"

    @property
    def body(self) -> dict[str, Any] | None:
        """The schema of its JSON request body."""
        request = self.document.resolve(self.node.get("requestBody", {}))
        media = request.get("content", {}).get(JSON)
        return None if media is None else media["schema"]

    @property
    def body_required(self) -> bool:
        """Whether it cannot be called without a body."""
        request = self.document.resolve(self.node.get("requestBody", {}))
        return bool(request.get("required", False))

    def sent(self, body: Any) -> Any:
        """What arrives of `body`: none at all where none is required and no property is said."""
        return None if body == {} and self.properties and not self.body_required else body

    def responses(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Each status that is a number, with its answer."""
        for status, response in self.node["responses"].items():
            if str(status).isdigit():
                yield int(status), self.document.resolve(response)

    def content(self, status: int) -> dict[str, Any]:
        """The media types of the answer with `status`."""
        return dict(self.responses()).get(status, {}).get("content", {})

    @property
    def success(self) -> int:
        """The status of its answer when all is well."""
        return self.successes[0]

    @property
    def successes(self) -> list[int]:
        """Every status of its answers when all is well."""
        return [status for status, _ in self.responses() if status < 300]

    @property
    def stream(self) -> dict[str, Any] | None:
        """The media type object of its event stream."""
        return self.content(self.success).get(EVENT_STREAM)

    @property
    def examples(self) -> list[Example]:
        """The examples of its answers."""
        return [
            Example(status, media_type, name, self.document.resolve(example)["value"])
            for status, response in self.responses()
            for media_type, media in response.get("content", {}).items()
            for name, example in media.get("examples", {}).items()
        ]

    def example(self, media_type: str) -> Any:
        """The first example of its successful answer in `media_type`."""
        wanted = (self.success, media_type)
        for example in self.examples:
            if (example.status, example.media_type) == wanted:
                return example.value
        raise AssertionError(
            f"{self.id} has no example of its {self.success} in {media_type}: see `uv run nox -s lint`"
        )

    @property
    def request_examples(self) -> dict[str, Any]:
        """The examples of its request body, by name."""
        request = self.document.resolve(self.node.get("requestBody", {}))
        examples = request.get("content", {}).get(JSON, {}).get("examples", {})
        return {name: self.document.resolve(e)["value"] for name, e in examples.items()}

    @property
    def selectors(self) -> dict[str, Any]:
        """The properties of its body whose value must exist."""
        return {
            n: p for n, p in self.properties.items() if "unknown" in p.get("x-error-status", {})
        }

    @property
    def iterated(self) -> str | None:
        """The property in which it answers a list."""
        media = self.content(self.success).get(JSON, {})
        return self.document.resolve(media.get("schema", {})).get("x-iterate")

    @property
    def listed(self) -> str | None:
        """What the items of its list are called: the name of their schema, in lower case."""
        if self.iterated is None:
            return None
        schema = self.document.resolve(self.content(self.success)[JSON]["schema"])
        array = self.document.resolve(schema["properties"][self.iterated])
        return (schema_name(array["items"]) or "").lower()

    def serves(self, method: str, path: str) -> bool:
        """Whether a request of `path`, on any server, is a call of it."""
        pattern = re.sub(r"\\\{[^/]+\\\}", "[^/]+", re.escape(self.path))
        return method == self.method and re.search(f"{pattern}$", path) is not None

    @property
    def answers_json(self) -> bool:
        """Whether it answers JSON when all is well."""
        return JSON in self.content(self.success)

    @property
    def sample_answer(self) -> bytes:
        """A body of its answer when all is well: JSON from its examples, a byte of another type."""
        if self.answers_json:
            return json.dumps(self.example(JSON)).encode()
        return b"\0" if self.content(self.success) else b""

    @property
    def answered_type(self) -> str:
        """The media type of `sample_answer`; JSON where it has none."""
        return next(iter({JSON: None} if self.answers_json else self.content(self.success)), JSON)

    def given_parameters(self) -> dict[str, Any]:
        """Its required parameters, from their examples."""
        return {p["name"]: p["example"] for p in self.parameters if p.get("required")}

    @property
    def properties(self) -> dict[str, Any]:
        """The properties of its body, each a keyword; none where the body is one keyword."""
        return {} if self.body is None else properties_of(self.document, self.body)

    def named(self, given: dict[str, Any]) -> dict[str, Any]:
        """Parameters as keywords."""
        places = {parameter["name"]: parameter["in"] for parameter in self.parameters}
        return {self._keywords[places[name], name]: value for name, value in given.items()}

    def named_body(self, body: dict[str, Any]) -> dict[str, Any]:
        """Properties of the body as keywords."""
        return {self._keywords["body", name]: value for name, value in body.items()}

    @cached_property
    def _keywords(self) -> dict[tuple[str, str], str]:
        """What the method calls its parameters, by where they go and their name there."""
        places = sorted(
            {(parameter["in"], parameter["name"]) for parameter in self.parameters},
            key=lambda place: _PLACES.index(place[0]),
        )
        places += [("body", name) for name in self.properties]
        called = keywords(
            (place, name, (attribute if place == "body" else str)(identifier(name)))
            for place, name in places
        )
        return dict(zip(places, called, strict=True))

    def sample_parameters(self) -> dict[str, Any]:
        """Its required parameters as keywords."""
        return self.named(self.given_parameters())

    def keywords(self, body: Any = None) -> dict[str, Any]:
        """What to call it with to send `body`: parameters and the properties of the body."""
        if not isinstance(body, dict) or not self.properties:
            return self.sample_parameters() | ({} if body is None else {"body": body})
        return self.sample_parameters() | self.named_body(body)

    @property
    def sample_body(self) -> Any:
        """The first example of its body that asks for no stream, where one can do without."""
        bodies = list(self.request_examples.values())
        whole = [body for body in bodies if not self.streams(body)]
        return next(iter(whole or bodies), None)

    def sample(self) -> dict[str, Any]:
        """What to call it with, from its examples."""
        return self.keywords(self.sample_body)

    def streams(self, body: Any) -> bool:
        """Whether `body` asks for the stream; of an operation that does nothing else, any does."""
        if self.stream is None:
            return False
        flag = self.stream.get("x-stream-when")
        return flag is None or (isinstance(body, dict) and body.get(flag) is True)


def operations(document: Document) -> list[Operation]:
    """Every operation of `document`."""
    return [
        Operation(
            document,
            node["operationId"],
            method.upper(),
            path,
            node,
            tuple(
                document.resolve(parameter)
                for parameter in [*item.get("parameters", []), *node.get("parameters", [])]
            ),
        )
        for path, item in document.data["paths"].items()
        for method in METHODS
        if (node := item.get(method)) is not None
    ]


def listed_ids(described: list[Operation], name: str) -> list[str]:
    """What exists of the things that a property `name` names: the ids in the example of a list."""
    return [
        item["id"]
        for operation in described
        if operation.listed == name.lower()
        for item in operation.example(JSON)[operation.iterated]
    ]


# Read once for the parameters of tests, which pytest wants before fixtures exist.
DOCUMENT = load_document()
OPERATIONS = operations(DOCUMENT)


def properties_of(document: Document, schema: dict[str, Any]) -> dict[str, Any]:
    """The properties of an object, those of the members of its `allOf` first."""
    resolved = document.resolve(schema)
    found: dict[str, Any] = {}
    for member in resolved.get("allOf", ()):
        found |= properties_of(document, member)
    return found | resolved.get("properties", {})


def required_of(document: Document, schema: dict[str, Any]) -> list[str]:
    """The properties that an object must have, those of the members of its `allOf` first."""
    resolved = document.resolve(schema)
    members = [required_of(document, member) for member in resolved.get("allOf", ())]
    return [*chain(*members), *resolved.get("required", ())]


def schema_name(schema: Any) -> str | None:
    """The name of the component that `schema` refers to."""
    reference = schema.get("$ref") if isinstance(schema, dict) else None
    return None if reference is None else reference.rpartition("/")[2]
