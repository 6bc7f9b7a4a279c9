"""From schemas to nodes: what stands in the document, joined with the classes that the parser made.

The parser decides which schemas are classes, what they are called and which properties they have
(`allOf` merged); the document says what each property means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock.document import Document, Problem, escape, split_pointer

from . import names
from .keywords import COMBINERS, is_rule, without_rules
from .nodes import (
    Alias,
    AliasRef,
    AnyJson,
    Array,
    Definitions,
    Discriminator,
    Literals,
    Map,
    Model,
    ModelRef,
    Node,
    Property,
    Scalar,
    Union,
)
from .parsing import pointer_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openapi_python_client.parser.openapi import GeneratorData
    from openapi_python_client.parser.properties import ModelProperty

_SCHEMAS = "/components/schemas"
_SCALARS = frozenset(("string", "integer", "number", "boolean", "null"))


class Resolver:
    """Answers what the schema at a pointer is. `problems` collects what it cannot answer."""

    def __init__(self, document: Document, parsed: GeneratorData) -> None:
        self._document = document
        self._parsed: dict[str, ModelProperty] = {}
        for model in parsed.models:
            pointer = pointer_of(model.data)
            if pointer is not None:
                self._parsed[pointer] = model
        self.models: dict[str, Model] = {}
        self.aliases: dict[str, Alias] = {}
        self.problems: list[Problem] = []

    @property
    def definitions(self) -> Definitions:
        """The named things that were met until now."""
        return Definitions(self.models, self.aliases)

    def node(self, pointer: str) -> Node:
        """The type of the schema at `pointer`; what it refers to is defined on the way."""
        schema = self._document.at(pointer)
        if not isinstance(schema, dict):
            return AnyJson()
        schema = without_rules(cast("dict[str, Any]", schema))
        if "$ref" in schema:
            return self._named(schema["$ref"].removeprefix("#"))
        if pointer.rpartition("/")[0] == _SCHEMAS:
            return self._named(pointer)
        return self._inline(schema, pointer)

    def _named(self, pointer: str) -> Node:
        schema = without_rules(self._document.at(pointer))
        if pointer in self._parsed and _is_class(schema):
            return ModelRef(self._model(pointer))
        alias = names.class_name(split_pointer(pointer)[-1])
        if alias not in self.aliases:
            # Known before it is looked into: it may lead to itself.
            self.aliases[alias] = Alias(alias, pointer, _text(schema), AnyJson(), ())
            self.aliases[alias] = Alias(
                alias, pointer, _text(schema), self._inline(schema, pointer), self._accepts(schema)
            )
        return AliasRef(alias)

    def _accepts(self, schema: dict[str, Any]) -> tuple[str, ...]:
        nodes = [
            self._named(entry["$ref"].removeprefix("#")) for entry in schema.get("x-accepts", ())
        ]
        return tuple(node.name for node in nodes if isinstance(node, ModelRef | AliasRef))

    def _inline(self, schema: dict[str, Any], pointer: str) -> Node:
        if "const" in schema:
            return Literals((schema["const"],))
        if "enum" in schema:
            return self._enum(schema)
        for keyword in COMBINERS:
            whole = self._document.at(pointer).get(keyword, ())
            places = [
                f"{pointer}/{keyword}/{index}"
                for index, member in enumerate(whole)
                if not is_rule(member)
            ]
            if keyword == "allOf" and len(places) != 1:
                continue
            if len(places) == 1 and (keyword != "allOf" or "properties" not in schema):
                return self.node(places[0])
            if places:
                return self._union([self.node(place) for place in places], pointer)
        types = schema.get("type")
        if isinstance(types, list):
            members = [self._of_type(name, schema, pointer) for name in cast("list[str]", types)]
            return self._union(members, pointer)
        return self._of_type(types, schema, pointer)

    def _enum(self, schema: dict[str, Any]) -> Node:
        values = tuple(value for value in schema["enum"] if value is not None)
        members: list[Node] = [Literals(values)] if values else []
        if len(values) < len(schema["enum"]):
            members.append(Scalar("null"))
        return members[0] if len(members) == 1 else Union(tuple(members))

    def _of_type(self, name: str | None, schema: dict[str, Any], pointer: str) -> Node:
        if name in _SCALARS:
            return Scalar(name)  # type: ignore[arg-type] # the set holds exactly these
        if name == "array":
            return Array(self.node(f"{pointer}/items")) if "items" in schema else Array(AnyJson())
        if name == "object" or _is_class(schema):
            if _is_class(schema):
                return ModelRef(self._model(pointer))
            extra = schema.get("additionalProperties", True)
            inner = f"{pointer}/additionalProperties"
            return Map(self.node(inner) if isinstance(extra, dict) else AnyJson())
        return AnyJson()

    def _model(self, pointer: str) -> str:
        parsed = self._parsed.get(pointer)
        if parsed is None:
            self.problems.append(
                self._document.problem(
                    "no class is made for this object; move it to components/schemas", pointer
                )
            )
            return "Any"
        name = str(parsed.class_info.name)
        if name not in self.models:
            schema = self._document.at(pointer)
            model = Model(name, pointer, _text(schema), (), schema.get("x-iterate"))
            self.models[name] = model
            properties = tuple(self._properties(parsed, pointer))
            self.models[name] = Model(name, pointer, model.description, properties, model.iterate)
        return name

    def _properties(self, parsed: ModelProperty, pointer: str) -> Iterator[Property]:
        found = {
            item.name.get_untrusted_value(): item
            for item in [*(parsed.required_properties or ()), *(parsed.optional_properties or ())]
        }
        places = self._property_pointers(pointer)
        for name, place in places.items():
            item = found.pop(name)
            schema = self._document.at(place)
            schema = cast("dict[str, Any]", schema) if isinstance(schema, dict) else {}
            yield Property(
                name=name,
                attribute=names.attribute(str(item.python_name)),
                required=item.required,
                node=self.node(place),
                pointer=place,
                description=_text(schema) or self._target_text(schema),
                default=schema.get("default"),
                deprecated=bool(schema.get("deprecated", False)),
            )

    def _target_text(self, schema: dict[str, Any]) -> str:
        return _text(self._document.resolve(schema)) if "$ref" in schema else ""

    def _property_pointers(self, pointer: str) -> dict[str, str]:
        """Where each property stands: here or in a member of `allOf`, the last one winning."""
        schema = self._document.at(pointer)
        if "$ref" in schema:
            return self._property_pointers(schema["$ref"].removeprefix("#"))
        places: list[dict[str, str]] = [
            self._property_pointers(f"{pointer}/allOf/{index}")
            for index, member in enumerate(schema.get("allOf", ()))
            if not is_rule(member)
        ]
        own = {
            name: f"{pointer}/properties/{escape(name)}" for name in schema.get("properties", ())
        }
        merged: dict[str, str] = {}
        for found in [*places, own]:
            merged |= found
        return merged

    def _union(self, members: Sequence[Node], pointer: str) -> Node:
        flat: list[Node] = []
        for member in members:
            for inner in member.members if isinstance(member, Union) else (member,):
                if inner not in flat:
                    flat.append(inner)
        if len(flat) == 1:
            return flat[0]
        if AnyJson() in flat:
            return AnyJson()
        return Union(tuple(flat), self._discriminator(pointer), pointer)

    def _discriminator(self, pointer: str) -> Discriminator | None:
        said = self._document.at(pointer).get("discriminator")
        if said is None:
            return None
        mapping: list[tuple[str, str]] = []
        for value, target in said.get("mapping", {}).items():
            place = target.removeprefix("#") if "/" in target else f"{_SCHEMAS}/{escape(target)}"
            node = self._named(place)
            if isinstance(node, ModelRef):
                mapping.append((value, node.name))
        return Discriminator(said["propertyName"], tuple(mapping))


def _is_class(schema: dict[str, Any]) -> bool:
    return bool(schema.get("properties")) or bool(schema.get("allOf"))


def _text(schema: dict[str, Any]) -> str:
    return str(schema.get("description") or schema.get("title") or "").strip()
