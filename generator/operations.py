"""An operation as a value: what is called how, with what, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .nodes import Node

METHODS = ("get", "put", "post", "delete", "patch")
EVENTS = "text/event-stream"
_IDEMPOTENT = frozenset(("get", "put", "delete"))

Location = Literal["path", "query", "header", "body"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of the method: where its value goes, under which name."""

    name: str
    python: str
    location: Location
    required: bool
    node: Node
    description: str
    default: object | None
    deprecated: bool


@dataclass(frozen=True, slots=True)
class Body:
    """The request body. `model`: its properties are keywords; None: it is one keyword."""

    media_type: str
    required: bool
    node: Node
    model: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a 2xx carries: JSON of a type, text, bytes, or nothing (no media type)."""

    media_type: str | None
    node: Node | None


@dataclass(frozen=True, slots=True)
class Events:
    """A stream of server-sent events: the type of one, the end marker, the selecting property."""

    node: Node
    end: str | None
    when: str | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document."""

    id: str
    pointer: str
    method: str
    path: str
    summary: str
    description: str
    link: str | None
    deprecated: bool
    parameters: tuple[Parameter, ...]
    body: Body | None
    answer: Answer | None
    events: Events | None
    hints: tuple[tuple[int, str], ...]
    errors: tuple[tuple[str, str], ...]

    @property
    def resource(self) -> tuple[str, ...]:
        """The path of the resource: `a.b.make` is in `("a", "b")`."""
        return tuple(self.id.split(".")[:-1])

    @property
    def name(self) -> str:
        """The name of the method."""
        return self.id.rpartition(".")[2]

    @property
    def signature(self) -> list[Parameter]:
        """The parameters as the method has them: those of the path in its order, the required."""
        return sorted(
            self.parameters,
            key=lambda item: (
                (self.path.find(f"{{{item.name}}}"), False)
                if item.location == "path"
                else (len(self.path), not item.required)
            ),
        )

    @property
    def idempotent(self) -> bool:
        """Whether sending it twice does what sending it once does (RFC 9110, 9.2.2)."""
        return self.method in _IDEMPOTENT


def is_json(media_type: str) -> bool:
    """Whether a body of `media_type` is JSON."""
    return media_type == "application/json" or media_type.endswith("+json")
