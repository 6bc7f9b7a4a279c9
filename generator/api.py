"""The document as the generator understands it: definitions and operations, sides and modules.

The result of reading; the views are made from it. Raises `DocumentError` for what cannot be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import Document, DocumentError, Problem

from . import names
from .bases import common_bases
from .nodes import AliasRef, Union
from .reading import Operations
from .resolve import Resolver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openapi_python_client.parser.openapi import GeneratorData

    from .nodes import Alias, Definitions, Model, Node
    from .operations import Operation


@dataclass(frozen=True, slots=True)
class Api:
    """What is generated: the definitions that operations lead to, and the operations.

    `requested` is what can be sent as plain data, `accepted` the classes of answers that can be
    sent beside them, as they came.
    """

    document: Document
    definitions: Definitions
    operations: tuple[Operation, ...]
    requested: frozenset[str]
    accepted: frozenset[str]
    answered: frozenset[str]
    modules: dict[str, str]

    def resources(self) -> dict[tuple[str, ...], list[Operation]]:
        """The operations by resource, resources without operations of their own included."""
        found: dict[tuple[str, ...], list[Operation]] = {}
        for operation in self.operations:
            path = operation.resource
            for depth in range(1, len(path) + 1):
                found.setdefault(path[:depth], [])
            found[path].append(operation)
        return found


def understand(document: Document, parsed: GeneratorData) -> Api:
    """Join the parsed objects with the document."""
    resolver = Resolver(document, parsed)
    reader = Operations(document, parsed, resolver)
    operations = tuple(reader.read())
    problems = [*resolver.problems, *reader.problems]
    if problems:
        raise DocumentError(problems)
    definitions = resolver.definitions
    sent: list[Node] = []
    came: list[Node] = []
    for operation in operations:
        sent += [parameter.node for parameter in operation.parameters]
        if operation.body is not None:
            sent.append(operation.body.node)
        if operation.answer is not None and operation.answer.node is not None:
            came.append(operation.answer.node)
        if operation.events is not None:
            came.append(operation.events.node)
    requested, accepted = _sent(definitions, sent)
    api = Api(
        document,
        replace(
            definitions, bases=common_bases(definitions, _places(definitions, sent, requested))
        ),
        operations,
        requested,
        accepted,
        definitions.reachable(came),
        _modules(definitions),
    )
    problems = list(_name_problems(api))
    if problems:
        raise DocumentError(problems)
    return api


def _sent(definitions: Definitions, sent: list[Node]) -> tuple[frozenset[str], frozenset[str]]:
    """What can be sent as plain data, and the classes that are accepted beside it."""
    requested = definitions.reachable(sent)
    accepted: frozenset[str] = frozenset()
    while True:
        known = requested, accepted
        for name in requested & definitions.aliases.keys():
            also = map(definitions.reference, definitions.aliases[name].accepts)
            accepted |= frozenset[str]().union(*map(definitions.classes, also))
        # What stands inside them can be plain data again, as everywhere.
        inner = [
            item.node
            for name in accepted
            for item in definitions.models[name].properties
            if not definitions.is_plain(item.node)
        ]
        requested |= definitions.reachable(inner)
        if (requested, accepted) == known:
            return known


def _places(definitions: Definitions, sent: list[Node], requested: frozenset[str]) -> list[Node]:
    """Every node that is sent: those of parameters, of properties, and inside of aliases."""
    nodes = [*sent]
    for name, alias in definitions.aliases.items():
        if name in requested:
            inside = alias.node.members if isinstance(alias.node, Union) else (alias.node,)
            nodes += [AliasRef(name), *inside]
    for name, model in definitions.models.items():
        if name in requested:
            nodes += [item.node for item in model.properties]
    return nodes


def _modules(definitions: Definitions) -> dict[str, str]:
    """The module of each definition: its own, or one with those that lead back to it."""
    order = [*definitions.models, *definitions.aliases]
    reach = {name: _reach(definitions, name) for name in order}
    modules: dict[str, str] = {}
    for name in order:
        circle = [other for other in order if other in reach[name] and name in reach[other]]
        modules[name] = names.module(min([name, *circle], key=order.index))
    return modules


def _reach(definitions: Definitions, name: str) -> set[str]:
    seen: set[str] = set()
    todo = list(definitions.mentions(name))
    while todo:
        other = todo.pop()
        if other not in seen:
            seen.add(other)
            todo.extend(definitions.mentions(other))
    return seen


def _name_problems(api: Api) -> Iterator[Problem]:
    definitions = api.definitions
    everything: dict[str, Model | Alias] = {**definitions.models, **definitions.aliases}
    for name in definitions.models.keys() & definitions.aliases.keys():
        yield api.document.problem(
            f"two schemas are both called {name} in Python", definitions.aliases[name].pointer
        )
    bases = [*definitions.bases.values()]
    by_module = {names.module(name): name for name in bases}
    for name, definition in everything.items():
        if name in names.CLASS_NAMES:
            yield api.document.problem(
                f"{name} is a name that the generated code uses itself; call the schema otherwise",
                definition.pointer,
            )
        if name in bases:
            yield api.document.problem(
                f"{name} is the class that several kinds of what is sent have in common; "
                "call it otherwise",
                definition.pointer,
            )
        if name.endswith("Param") and name.removesuffix("Param") in everything:
            yield api.document.problem(
                f"{name} is the TypedDict of {name.removesuffix('Param')}; call it otherwise",
                definition.pointer,
            )
        other = by_module.setdefault(names.module(name), name)
        if other != name:
            yield api.document.problem(
                f"{name} and {other} would share the module {names.module(name)}.py; rename one",
                definition.pointer,
            )
    for model in definitions.models.values():
        seen: dict[str, str] = {}
        for item in model.properties:
            other = seen.setdefault(item.attribute, item.name)
            if other != item.name:
                yield api.document.problem(
                    f"{item.name!r} and {other!r} are both {item.attribute} in Python", item.pointer
                )
        iterated = {item.name: item for item in model.properties}.get(model.iterate or "")
        if model.iterate is not None and (
            iterated is None
            or not iterated.required
            or definitions.json_types(iterated.node) != frozenset(("array",))
        ):
            yield api.document.problem(
                f"x-iterate names {model.iterate!r}, which is no required array", model.pointer
            )
