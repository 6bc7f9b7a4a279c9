"""What a JSON schema means as a type: a small tree that annotations and decoders are made from.

Pure values; knows neither the document nor Python's spelling of a type.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

JsonType = Literal["object", "array", "string", "integer", "number", "boolean", "null"]


@dataclass(frozen=True, slots=True)
class AnyJson:
    """Any JSON value."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, an integer, a number, a boolean or null, of any value."""

    type: JsonType


@dataclass(frozen=True, slots=True)
class Literals:
    """An enum or a const: the values, in document order."""

    values: tuple[str | int | float | bool, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """An array of one kind of item."""

    item: Node


@dataclass(frozen=True, slots=True)
class Map:
    """An object whose keys are data: values of one kind by name."""

    value: Node


@dataclass(frozen=True, slots=True)
class ModelRef:
    """An object with properties, by the name of its class."""

    name: str


@dataclass(frozen=True, slots=True)
class AliasRef:
    """A named schema that is no class of its own (a union, an enum, an array ...)."""

    name: str


@dataclass(frozen=True, slots=True)
class Discriminator:
    """What the document says about telling members apart: a property, classes by its values."""

    property: str
    mapping: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Union:
    """One of several types. `pointer` is where, for what must be said about it."""

    members: tuple[Node, ...]
    discriminator: Discriminator | None = None
    pointer: str = field(default="", compare=False)


Node = AnyJson | Scalar | Literals | Array | Map | ModelRef | AliasRef | Union

NULL = Scalar("null")


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a class: its name on the wire, its attribute, its type, its words."""

    name: str
    attribute: str
    required: bool
    node: Node
    pointer: str
    description: str
    default: object | None
    deprecated: bool


@dataclass(frozen=True, slots=True)
class Model:
    """A schema that becomes a class."""

    name: str
    pointer: str
    description: str
    properties: tuple[Property, ...]
    iterate: str | None


@dataclass(frozen=True, slots=True)
class Alias:
    """A named schema that becomes a type alias. `accepts`: classes that requests also take."""

    name: str
    pointer: str
    description: str
    node: Node
    accepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Every named thing that nodes can refer to."""

    models: Mapping[str, Model]
    aliases: Mapping[str, Alias]
    bases: Mapping[frozenset[str], str] = field(default_factory=dict[frozenset[str], str])
    """The base that the classes of a union have in common, by these classes."""

    def json_types(self, node: Node) -> frozenset[JsonType]:
        """The JSON types that a value of `node` can have."""
        match node:
            case AnyJson():
                return frozenset(
                    ("object", "array", "string", "integer", "number", "boolean", "null")
                )
            case Scalar(type="number"):
                return frozenset(("number", "integer"))
            case Scalar(type=name):
                return frozenset((name,))
            case Literals(values=values):
                return frozenset(_json_type(value) for value in values)
            case Array():
                return frozenset(("array",))
            case Map() | ModelRef():
                return frozenset(("object",))
            case AliasRef(name=name):
                return self.json_types(self.aliases[name].node)
            case Union(members=members):
                return frozenset[JsonType]().union(*map(self.json_types, members))

    def nullable(self, node: Node) -> bool:
        """Whether null is among the values that the document names for `node`."""
        return not isinstance(node, AnyJson) and "null" in self.json_types(node)

    def is_plain(self, node: Node) -> bool:
        """Whether a decoded value is the JSON value itself, with nothing to build."""
        match node:
            case AnyJson() | Scalar() | Literals():
                return True
            case Array(item=inner) | Map(value=inner):
                return self.is_plain(inner)
            case ModelRef():
                return False
            case AliasRef(name=name):
                return self.is_plain(self.aliases[name].node)
            case Union(members=members):
                return all(map(self.is_plain, members))

    def is_scalar(self, node: Node) -> bool:
        """Whether a value is never an object or an array: no copy is needed to hand it out."""
        return not self.json_types(node) & {"object", "array"}

    def references(self, node: Node) -> frozenset[str]:
        """The names that `node` itself mentions, not what those mention in turn."""
        match node:
            case ModelRef(name=name) | AliasRef(name=name):
                return frozenset((name,))
            case Array(item=inner) | Map(value=inner):
                return self.references(inner)
            case Union(members=members):
                return frozenset[str]().union(*map(self.references, members))
            case _:
                return frozenset()

    def classes(self, node: Node) -> frozenset[str]:
        """The classes of which one is a value of `node`, those that a union accepts included."""
        found: set[str] = set()
        seen: set[str] = set()
        todo = [node]
        while todo:
            match todo.pop():
                case ModelRef(name=name):
                    found.add(name)
                case Union(members=members):
                    todo += members
                case AliasRef(name=name) if name not in seen:
                    seen.add(name)
                    alias = self.aliases[name]
                    todo += [alias.node, *map(self.reference, alias.accepts)]
                case _:
                    pass
        return frozenset(found)

    def base(self, node: Node) -> str | None:
        """The base that the classes of a union have in common, if it is one that is sent."""
        return self.bases.get(self.classes(node))

    def reference(self, name: str) -> Node:
        """The node that means the definition of `name`."""
        return ModelRef(name) if name in self.models else AliasRef(name)

    def reachable(self, nodes: list[Node]) -> frozenset[str]:
        """Every name that `nodes` lead to."""
        seen: set[str] = set()
        todo = [name for node in nodes for name in self.references(node)]
        while todo:
            name = todo.pop()
            if name in seen:
                continue
            seen.add(name)
            todo.extend(self.mentions(name))
        return frozenset(seen)

    def mentions(self, name: str) -> frozenset[str]:
        """The names that the definition of `name` mentions."""
        if name in self.aliases:
            return self.references(self.aliases[name].node)
        properties = self.models[name].properties
        return frozenset[str]().union(*(self.references(item.node) for item in properties))


def _json_type(value: object) -> JsonType:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    return "integer" if isinstance(value, int) else "number"
