"""Views of resources: methods, their signatures and words, and the constants behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import DocumentError

from . import names
from .method_words import method_words
from .model_views import importable, imports
from .nodes import ModelRef, Node
from .operations import Operation, Parameter, is_json
from .signatures import is_extensible, keywords, parameter, positional
from .spelling import Speller, code, literal
from .views import (
    Child,
    DecoderView,
    Entry,
    MethodView,
    Mixin,
    OperationView,
    Overload,
    ResourceModule,
)
from .words import paragraphs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openapi_python_client.strings import PythonCode

    from .api import Api

# Hands a JSON value, a text or bytes out as they came.
_IDENTITY = code("_as_it_is")
_BUILTINS = frozenset(("bool", "bytes", "dict", "float", "int", "list", "str", "property"))


def resource_modules(api: Api, mixins: Mapping[str, str]) -> list[ResourceModule]:
    """The modules of `resources/`, in document order."""
    resources = api.resources()
    return [
        _Builder(api, path, operations, mixins.get(".".join(path))).build(
            [child for child in resources if child[:-1] == path]
        )
        for path, operations in resources.items()
    ]


def child(path: tuple[str, ...]) -> Child:
    """The resource at `path`, as its parent holds it."""
    return Child(path[-1], "_".join(path), _class_name(path))


def _class_name(path: tuple[str, ...]) -> str:
    return f"{names.class_name('_'.join(path))}Resource"


class _Builder:
    def __init__(
        self, api: Api, path: tuple[str, ...], operations: list[Operation], mixin: str | None
    ) -> None:
        self._api = api
        self._path = path
        self._operations = operations
        self._mixin = mixin
        shadowed = _BUILTINS & {operation.name for operation in operations}
        self._speller = Speller(api.document, api.definitions, shadowed)
        self._plain_speller = Speller(api.document, api.definitions)
        self._decoders: dict[str, DecoderView] = {}
        self._needed: dict[str, None] = {}

    def build(self, children: list[tuple[str, ...]]) -> ResourceModule:
        operations = [self._operation(operation) for operation in self._operations]
        methods = [self._method(operation) for operation in self._operations]
        problems = [*self._speller.problems, *self._plain_speller.problems]
        if problems:
            raise DocumentError(problems)
        api = self._api
        names_of_aliases = {
            name: f"decode_{names.module(name)}"
            for name, alias in api.definitions.aliases.items()
            if not api.definitions.is_plain(alias.node)
        }
        for dispatch in self._plain_speller.dispatches.values():
            self._needed.update(dict.fromkeys(name for _, name in dispatch.members))
        runtime = [
            (module, [inner for n in found for inner in filter(None, (n, names_of_aliases.get(n)))])
            for module, found in imports(api, self._needed, 2, "models.")
        ]
        everything = [name for name in importable(api) if name not in self._needed]
        params = [f"{name}Param" for name in sorted(api.requested)]
        return ResourceModule(
            module="_".join(self._path),
            class_name=_class_name(self._path),
            path=".".join(self._path),
            words=self._words(),
            mixin=self._mixin_view(),
            children=[child(path) for path in children],
            methods=methods,
            operations=operations,
            decoders=list(self._decoders.values()),
            uses_identity=any(
                _IDENTITY in (item.decoder, item.stream_decoder) for item in operations
            ),
            uses_optional_body=any(item.optional_body and item.body for item in methods),
            containers=sorted(self._plain_speller.containers),
            dispatches=list(self._plain_speller.dispatches.values()),
            imports=runtime,
            typing_imports=[*imports(api, everything, 2, "models."), ("..types", params)],
        )

    def _mixin_view(self) -> Mixin | None:
        if self._mixin is None:
            return None
        module, _, name = self._mixin.partition(":")
        return Mixin(f"scaleway_genapi.{module}", name)

    def _words(self) -> list[str]:
        tags = {tag["name"]: tag for tag in self._api.document.data.get("tags", ())}
        for operation in self._operations:
            raw = self._api.document.at(operation.pointer)
            for tag in raw.get("tags", ()):
                if tags.get(tag, {}).get("description"):
                    return paragraphs(tags[tag]["description"], 4)
        return [f"The operations of `{'.'.join(self._path)}`."]

    # -- constants -------------------------------------------------------------------------------

    def _operation(self, operation: Operation) -> OperationView:
        answer, events = operation.answer, operation.events
        node = answer.node if answer is not None else None
        media_type = answer.media_type if answer is not None else None
        result = self._result(operation, self._plain_speller)
        if node is not None:
            decoder = self._decoder(node, f"{operation.name}_answer")
        else:
            decoder = _IDENTITY.as_unembedded_code()
        return OperationView(
            constant=f"_{names.constant(operation.name)}",
            id=literal(operation.id),
            type=code(result),
            method=literal(operation.method.upper()),
            path=literal(operation.path),
            decoder=code(decoder),
            stream_decoder=None
            if events is None
            else code(self._decoder(events.node, f"{operation.name}_event")),
            stream_end=literal(None if events is None else events.end),
            hints=[Entry(literal(status), literal(text)) for status, text in operation.hints],
            request_media_type=literal(
                None if operation.body is None else operation.body.media_type
            ),
            response_media_type=literal(media_type),
            idempotent=operation.idempotent,
        )

    def _decoder(self, node: Node, name: str) -> str:
        self._needed.update(dict.fromkeys(sorted(self._api.definitions.references(node))))
        if isinstance(node, ModelRef):
            return f"{node.name}.from_dict"
        if self._api.definitions.is_plain(node):
            return _IDENTITY.as_unembedded_code()
        speller = self._plain_speller
        function = f"_decode_{name}"
        self._decoders[function] = DecoderView(
            function, speller.annotation(node, "response"), code(speller.decoder(node, "data"))
        )
        return function

    def _result(self, operation: Operation, speller: Speller) -> str:
        answer = operation.answer
        if answer is None or answer.media_type is None:
            return "None"
        if answer.node is not None:
            return speller.annotation(answer.node, "response").as_unembedded_code()
        if is_json(answer.media_type):
            return "Any"
        text = answer.media_type.startswith("text/")
        return speller.builtin("str" if text else "bytes")

    # -- methods ---------------------------------------------------------------------------------

    def _method(self, operation: Operation) -> MethodView:
        selector = self._selector(operation)
        result = self._result(operation, self._speller)
        event = None
        if operation.events is not None:
            event = self._speller.annotation(operation.events.node, "response").as_unembedded_code()
        overloads: list[Overload] = []
        stream: PythonCode | None = None
        sync, asynchronous = [result], [result]
        if event is not None and selector is None:
            sync, asynchronous = [f"Stream[{event}]"], [f"AsyncStream[{event}]"]
            stream = code("True")
        elif event is not None and selector is not None:
            overloads = self._overloads(selector, result, event)
            sync, asynchronous = [result, f"Stream[{event}]"], [result, f"AsyncStream[{event}]"]
            stream = code(f"bool({selector.python})")
        extensible = is_extensible(self._api, operation)
        whole = operation.body is not None and operation.body.model is None
        return MethodView(
            name=operation.name,
            constant=f"_{names.constant(operation.name)}",
            words=method_words(operation, result, event, extensible=extensible),
            positional=positional(self._speller, operation),
            keywords=keywords(self._speller, self._api, operation),
            selector=selector.python if selector is not None else None,
            overloads=overloads,
            sync=[code(part) for part in sync],
            asynchronous=[code(part) for part in asynchronous],
            path_params=self._entries(operation, "path"),
            query=self._entries(operation, "query"),
            headers=self._entries(operation, "header"),
            body=[] if whole else self._entries(operation, "body"),
            whole_body=code("body") if whole else None,
            optional_body=operation.body is not None and not operation.body.required,
            extensible=extensible,
            stream=stream,
        )

    def _selector(self, operation: Operation) -> Parameter | None:
        if operation.events is None:
            return None
        return next(
            (
                item
                for item in operation.parameters
                if item.location == "body" and item.name == operation.events.when
            ),
            None,
        )

    def _overloads(self, selector: Parameter, result: str, event: str) -> list[Overload]:
        boolean = self._speller.builtin("bool")
        view = parameter(self._speller, selector)
        more = "".join(
            f" | {name}"
            for name in ("Unset", "None")
            if name in view.annotation.as_unembedded_code().split(" | ")
        )
        whole = code(result)
        sync, asynchronous = code(f"Stream[{event}]"), code(f"AsyncStream[{event}]")
        return [
            Overload(code(f"Literal[False]{more}"), view.default, [whole], [whole]),
            Overload(code("Literal[True]"), None, [sync], [asynchronous]),
            Overload(
                code(f"{boolean}{more.replace(' | Unset', '')}"),
                None,
                [whole, sync],
                [whole, asynchronous],
            ),
        ]

    def _entries(self, operation: Operation, location: str) -> list[Entry]:
        return [
            Entry(literal(item.name), self._value(item))
            for item in operation.parameters
            if item.location == location
        ]

    def _value(self, item: Parameter) -> PythonCode:
        if item.required or self._api.definitions.nullable(item.node):
            return code(item.python)
        return code(f"UNSET if {item.python} is None else {item.python}")
