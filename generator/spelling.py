"""Nodes as Python: annotations, decoders, and the table that explains a decoding error.

Everything made here is code (`PythonCode`): data of the document enters it as `repr()` of a
value or as an identifier that the parser made, never as text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from openapi_python_client.strings import PythonCode

from scaleway_genapi_mock.document import Document, Problem

from . import names
from .nodes import (
    AliasRef,
    AnyJson,
    Array,
    Definitions,
    Literals,
    Map,
    ModelRef,
    Node,
    Scalar,
    Union,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

# "classes" is "response" without the mapping that an unknown member of a union stays.
Side = Literal["request", "response", "classes"]

_SCALARS = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}
_SHAPES = frozenset(("string", "integer", "number", "boolean"))


def literal(value: object) -> PythonCode:
    """A value of the document as a Python literal, exact to the character."""
    return PythonCode(repr(value))


def code(text: str) -> PythonCode:
    """Text that is code already."""
    return PythonCode(text)


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How members of a union are told apart: a property, and the class of each of its values."""

    name: str
    table: str
    property: PythonCode
    members: tuple[tuple[PythonCode, str], ...]


@dataclass(slots=True)
class Speller:
    """Spells nodes in one place (a module), whose shadowed builtins it works around.

    `dispatches` collects the tables that the place needs, `containers` the builtins that decoders
    ask for; `bases` the classes that annotations name beside those of nodes; `problems` what cannot
    be spelt.
    """

    document: Document
    definitions: Definitions
    shadowed: frozenset[str] = frozenset()
    containers: set[str] = field(default_factory=set[str])
    bases: set[str] = field(default_factory=set[str])
    dispatches: dict[str, Dispatch] = field(default_factory=dict[str, Dispatch])
    problems: list[Problem] = field(default_factory=list[Problem])

    def builtin(self, name: str) -> str:
        """The builtin called `name`, also where a method or an attribute hides it."""
        return f"builtins.{name}" if name in self.shadowed else name

    def annotation(self, node: Node, side: Side, *more: str) -> PythonCode:
        """The annotation of a value that is sent (`request`) or that came (`response`)."""
        return code(" | ".join(_ordered([*self._parts(node, side), *more])))

    def _parts(self, node: Node, side: Side) -> list[str]:
        sent = side == "request"
        match node:
            case AnyJson():
                return ["Any"]
            case Scalar(type="null"):
                return ["None"]
            case Scalar(type=name):
                return [self.builtin(_SCALARS[name])]
            case Literals(values=values):
                return [f"Literal[{', '.join(map(repr, values))}]"]
            case Array(item=inner):
                outer = "Sequence" if sent else self.builtin("list")
                return [f"{outer}[{self._joined(inner, side)}]"]
            case Map(value=inner):
                outer = "Mapping" if sent else self.builtin("dict")
                return [f"{outer}[{self.builtin('str')}, {self._joined(inner, side)}]"]
            case ModelRef(name=name):
                return [name, f"{name}Param"] if sent else [name]
            case AliasRef(name=name):
                target = self.definitions.aliases[name].node
                if not sent or self.definitions.is_scalar(target):
                    return [name]
                if self.definitions.is_plain(target):
                    return [f"{name}Param"]
                return [name, *self._base(node), f"{name}Param"]
            case Union(members=members):
                parts = [part for member in members for part in self._parts(member, side)]
                if side == "response" and len(self._objects(node)) > 1:
                    # What no known tag names stays a mapping.
                    parts.append(f"{self.builtin('dict')}[{self.builtin('str')}, Any]")
                return [*parts, *self._base(node)] if sent else parts

    def _base(self, node: Node) -> list[str]:
        base = self.definitions.base(node)
        if base is None:
            return []
        self.bases.add(base)
        return [base]

    def _joined(self, node: Node, side: Side) -> str:
        return " | ".join(_ordered(self._parts(node, side)))

    def param_parts(self, node: Node) -> PythonCode:
        """The annotation of what may be sent as plain data: TypedDicts where there are classes."""
        match node:
            case ModelRef(name=name):
                return code(f"{name}Param")
            case Union(members=members):
                parts = [self.param_parts(member).as_unembedded_code() for member in members]
                return code(" | ".join(_ordered(parts)))
            case AliasRef(name=name) if not self.definitions.is_scalar(node):
                return code(f"{name}Param")
            case _:
                return self.annotation(node, "request")

    def decoder(self, node: Node, source: str, depth: int = 0) -> str:
        """The expression that makes a value of `node` of the JSON value `source` (a name)."""
        if self.definitions.is_plain(node):
            return source
        item = "item" if depth == 0 else f"item{depth + 1}"
        match node:
            case ModelRef(name=name):
                return f"{name}.from_dict_unchecked({source})"
            case AliasRef(name=name):
                return f"decode_{names.module(name)}({source})"
            case Array(item=inner):
                # Whatever is no array, its items tell; only one without any does not.
                items = f"{source} or an_array({source})"
                return f"[{self.decoder(inner, item, depth + 1)} for {item} in {items}]"
            case Map(value=inner):
                value = self.decoder(inner, item, depth + 1)
                return f"{{key: {value} for key, {item} in {source}.items()}}"
            case Union():
                return self._union_decoder(node, source, depth)
            case _:
                return source

    def _union_decoder(self, node: Union, source: str, depth: int) -> str:
        definitions = self.definitions
        objects = self._objects(node)
        arrays = [m for m in node.members if "array" in definitions.json_types(m)]
        choices: list[tuple[str, str]] = []
        if len(arrays) == 1 and not definitions.is_plain(arrays[0]):
            if arrays[0] in objects:
                return self.decoder(arrays[0], source, depth)
            choices.append(("list", self.decoder(arrays[0], source, depth)))
        elif any(not definitions.is_plain(member) for member in arrays):
            self._say("arrays of several kinds of objects; give them one kind of item", node)
        if len(objects) == 1 and not definitions.is_plain(objects[0]):
            choices.append(("dict", self.decoder(objects[0], source, depth)))
        elif len(objects) > 1 and any(not definitions.is_plain(member) for member in objects):
            choices.append(("dict", f"{self._dispatch(node, objects)}({source})"))
        others = definitions.json_types(node) - {"array"} - {"object"}
        if len(choices) == 1 and not others - {"null"}:
            only = choices[0][1]
            return f"None if {source} is None else {only}" if others else only
        result = source
        for kind, expression in reversed(choices):
            self.containers.add(kind)
            result = f"{expression} if isinstance({source}, _{kind}) else {result}"
        return result

    def _objects(self, node: Union) -> list[Node]:
        """The members that are objects; aliases opened where there are several."""
        objects = [m for m in node.members if "object" in self.definitions.json_types(m)]
        if len(objects) <= 1:
            return objects
        opened: list[Node] = []
        for member in objects:
            if isinstance(member, AliasRef):
                target = self.definitions.aliases[member.name].node
                inner = self._objects(target) if isinstance(target, Union) else [target]
                opened.extend(inner)
            else:
                opened.append(member)
        return opened

    def _dispatch(self, node: Union, objects: list[Node]) -> str:
        models = [member.name for member in objects if isinstance(member, ModelRef)]
        tag = self.tag(node, models) if len(models) == len(objects) else None
        if tag is None:
            self._say(
                "nothing tells the members of this union apart; give it a discriminator, or each "
                "member a required property with a const of its own",
                node,
            )
            return "dict"
        prop, members = tag
        key = "".join(models)
        if key not in self.dispatches:
            suffix = names.identifier(prop)
            if any(known.name == f"_decode_by_{suffix}" for known in self.dispatches.values()):
                suffix = f"{suffix}_{len(self.dispatches) + 1}"
            self.dispatches[key] = Dispatch(
                f"_decode_by_{suffix}",
                f"_CLASSES_BY_{suffix.upper()}",
                literal(prop),
                tuple((literal(value), model) for value, model in members),
            )
        return self.dispatches[key].name

    def tag(
        self, node: Union, models: list[str]
    ) -> tuple[str, list[tuple[str | int | float | bool, str]]] | None:
        """The property that tells `models` apart, and which of its values means which."""
        said = node.discriminator
        if said is not None and said.mapping:
            return said.property, list(said.mapping)
        first = self.definitions.models[models[0]]
        candidates = [said.property] if said is not None else [p.name for p in first.properties]
        for candidate in candidates:
            members = self._constants(candidate, models)
            if members is not None:
                return candidate, members
        if said is not None:
            return said.property, [(model, model) for model in models]
        return None

    def _constants(
        self, name: str, models: list[str]
    ) -> list[tuple[str | int | float | bool, str]] | None:
        found: dict[str | int | float | bool, str] = {}
        for model in models:
            properties = {item.name: item for item in self.definitions.models[model].properties}
            item = properties.get(name)
            if item is None or not item.required or not isinstance(item.node, Literals):
                return None
            for value in item.node.values:
                if value in found:
                    return None
                found[value] = model
        return list(found.items())

    def _say(self, message: str, node: Union) -> None:
        problem = self.document.problem(message, node.pointer)
        if problem not in self.problems:
            self.problems.append(problem)

    def shape(self, node: Node) -> str:
        """The row of the error table: enough to find what is missing or of a wrong type."""
        match node:
            case Scalar(type=name) if name in _SHAPES:
                return repr(name)
            case Array(item=inner):
                return f"('array', {self.shape(inner)})"
            case Map(value=inner):
                return f"('map', {self.shape(inner)})"
            case ModelRef(name=name):
                return name
            case AliasRef(name=name):
                return self.shape(self.definitions.aliases[name].node)
            case Union(members=members):
                return self._union_shape(node, members)
            case _:
                return "None"

    def _union_shape(self, node: Union, members: Iterable[Node]) -> str:
        objects = self._objects(node)
        shapes: list[str] = []
        if len(objects) > 1:
            models = [member.name for member in objects if isinstance(member, ModelRef)]
            tag = self.tag(node, models) if len(models) == len(objects) else None
            if tag is None:
                return "None"
            rows = ", ".join(f"{value!r}: {model}" for value, model in tag[1])
            shapes.append(f"('tag', {tag[0]!r}, {{{rows}}})")
        else:
            shapes += [self.shape(member) for member in objects]
        rest = [m for m in members if "object" not in self.definitions.json_types(m)]
        shapes += [self.shape(member) for member in rest if member != Scalar("null")]
        shapes = list(dict.fromkeys(shapes))
        if "None" in shapes:
            return "None"
        return shapes[0] if len(shapes) == 1 else f"('any', ({', '.join(shapes)},))"


def _ordered(parts: Iterable[str]) -> list[str]:
    """Each part once, `Any` alone, Unset and None last."""
    unique = list(dict.fromkeys(parts))
    if "Any" in unique:
        return ["Any"]
    last = [part for part in ("Unset", "None") if part in unique]
    return [part for part in unique if part not in last] + last
