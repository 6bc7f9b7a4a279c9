"""What the mock knows of an operation once its document was compiled: plain, frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import jsonschema_rs

JSON = "application/json"
EVENT_STREAM = "text/event-stream"


@dataclass(frozen=True, slots=True)
class Media:
    """A media type object, at `pointer`.

    `schema_pointer` is "" without a schema, `stated` is the schema as it stands there, a reference
    as such, and `schema` what that leads to. `item_pointer` leads to the schema of one event,
    `when` names the request property that selects it, `end` is the data of the last event.
    """

    type: str
    schema_pointer: str
    schema: Any
    examples: Mapping[str, Any]
    stated: Any = True
    pointer: str = ""
    item_pointer: str = ""
    when: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A response object, at `pointer`. `status` is None for `default`.

    `headers` are those that OpenAPI leaves to it: the content type is not.
    """

    status: int | None
    media: Mapping[str, Media]
    headers: Mapping[str, Any]
    pointer: str = ""

    @property
    def json(self) -> Media | None:
        """The JSON media type, if the response has one."""
        for name, media in self.media.items():
            if is_json(name):
                return media
        return None

    def content(self, media_type: str) -> Media | None:
        """What is declared of a media type: by its name, else by a range that it is in."""
        essence = essence_of(media_type)
        for wanted in (essence, f"{essence.partition('/')[0]}/*", "*/*"):
            for name, media in self.media.items():
                if essence_of(name) == wanted:
                    return media
        return None


@dataclass(frozen=True, slots=True)
class PropertyRule:
    """Statuses that a request property answers with, from `x-error-status` and `x-model-caps`.

    `known` are the values that exist, None if any may; `caps` maps a value of the operation's
    selecting property (the one with `unknown`) to the largest value of this one.
    """

    name: str
    missing: int | None = None
    unknown: int | None = None
    known: frozenset[str] | None = None
    cap: int | None = None
    caps: Mapping[str, int] | None = None
    legacy: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Content:
    """What JSON of one media type of a request body has to be: its validator, and its rules.

    The strict validator refuses properties without a name in the document. It is compiled when it
    is first asked for: not every server is.
    """

    validator: jsonschema_rs.Validator | None
    strict: Callable[[], jsonschema_rs.Validator | None]
    rules: tuple[PropertyRule, ...]


_ANYTHING = Content(None, lambda: None, ())


@dataclass(frozen=True, slots=True)
class Body:
    """A request body: its media types, what JSON of each has to be, its forms; by type.

    `rules` are those of the first media type that is JSON.
    """

    required: bool
    media: Mapping[str, Media]
    contents: Mapping[str, Content]
    forms: Mapping[str, Form]

    def content(self, media_type: str) -> Content:
        """What JSON of a media type, its essence in small letters, has to be."""
        contents = self.contents
        found = contents.get(media_type)
        if found is None:
            found = contents.get(f"{media_type.partition('/')[0]}/*") or contents.get("*/*")
        return found or _ANYTHING

    @property
    def rules(self) -> tuple[PropertyRule, ...]:
        """The rules."""
        return next(iter(self.contents.values()), _ANYTHING).rules


@dataclass(frozen=True, slots=True)
class Form:
    """How the fields of a form are read, by the types of its schema, and checked."""

    shape: Shape
    validator: jsonschema_rs.Validator


@dataclass(frozen=True, slots=True)
class Shape:
    """The types that a schema allows, and those of what stands in it: enough to read a text by.

    `listed` are the types of the items of properties that are arrays.
    """

    kinds: frozenset[str]
    items: frozenset[str]
    properties: Mapping[str, frozenset[str]]
    listed: Mapping[str, frozenset[str]]
    rest: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path, query, header or cookie parameter.

    `style` and `explode` say how its parts are put together; `json` that it is JSON text instead.
    `unknown` is the status of a value that is none of `known`: `x-error-status` of its schema.
    `empty` says that it may be there without a value (`allowEmptyValue`).
    """

    name: str
    place: str
    required: bool
    style: str
    explode: bool
    json: bool
    shape: Shape
    validator: jsonschema_rs.Validator | None
    unknown: int | None = None
    known: frozenset[str] | None = None
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Credential:
    """Where a key is sent: in the Authorization header by a scheme, or under a name of its own.

    `place` is header, query or cookie for a key with a `name`.
    """

    kind: Literal["bearer", "basic", "key"]
    place: str = "header"
    name: str = "Authorization"


@dataclass(frozen=True, slots=True)
class RateHeader:
    """A declared rate-limit header: what it counts of which resource."""

    name: bytes
    resource: Literal["requests", "tokens"]
    what: Literal["limit", "remaining", "reset"]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document.

    `credentials` are the ways to show who asks: all of one of them are needed.
    """

    id: str
    method: str
    path: str
    pointer: str
    secured: bool
    credentials: tuple[tuple[Credential, ...], ...]
    permission_sets: frozenset[str]
    parameters: tuple[Parameter, ...]
    body: Body | None
    responses: Mapping[int | None, Response]
    success: Response
    stream: Media | None
    rate_headers: tuple[RateHeader, ...]
    retry_after: bool

    def response(self, status: int) -> Response | None:
        """What is declared of a status: its own response, else `default`; None for neither."""
        return self.responses.get(status, self.responses.get(None))

    @property
    def selector(self) -> PropertyRule | None:
        """The request property whose value must exist: the model, in most APIs of this kind."""
        if self.body is not None:
            for rule in self.body.rules:
                if rule.unknown is not None:
                    return rule
        return None


def essence_of(media_type: str) -> str:
    """A media type without its parameters, in small letters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a media type holds JSON."""
    essence = essence_of(media_type)
    return essence == JSON or essence.endswith("+json")
