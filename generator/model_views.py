"""Views of models, type aliases and TypedDicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import DocumentError

from . import names
from .alias_views import param_aliases
from .bases import parents
from .nodes import Alias, Array, Literals, Model, ModelRef, Property
from .spelling import Speller, code, literal
from .views import (
    AliasView,
    BaseView,
    Export,
    Field,
    Iteration,
    Key,
    ModelsModule,
    ModelView,
    TypedDictView,
    TypesModule,
)
from .words import paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .api import Api
    from .spelling import Side

_BUILTINS = frozenset(("bool", "dict", "float", "int", "list", "slice", "str", "tuple"))


def models_modules(api: Api) -> list[ModelsModule]:
    """The modules of `models/`, in document order."""
    order = [*api.definitions.models, *api.definitions.aliases]
    modules = [
        _models_module(api, module, [name for name in order if api.modules[name] == module])
        for module in dict.fromkeys(api.modules[name] for name in order)
    ]
    return [module for module in modules if module.models or module.aliases]


def base_views(api: Api) -> list[BaseView]:
    """The base classes of `models/`, each a module of its own."""
    bases = api.definitions.bases
    return [
        BaseView(
            name,
            paragraphs(
                f"What {_listed(sorted(members))} have in common, and nothing else: where one of "
                "them can be sent, type checkers take the items of a list of several for it. "
                "There is none that is not one of them.",
                4,
            ),
            parents(bases, members),
            [(f".{names.module(parent)}", [parent]) for parent in parents(bases, members)],
        )
        for members, name in bases.items()
    ]


def _listed(members: list[str]) -> str:
    *first, last = [f"`{member}`" for member in members]
    return f"{', '.join(first)} and {last}"


def types_module(api: Api) -> TypesModule:
    """`types.py`: a TypedDict for every class that is sent, an alias for every union of them."""
    speller = Speller(api.document, api.definitions)
    dicts = [
        _typed_dict(speller, model)
        for name, model in api.definitions.models.items()
        if name in api.requested
    ]
    speller.shadowed = frozenset()
    aliases = param_aliases(api, speller)
    lines = _by_module(api, _importable(api), "models.", 1)
    public = sorted([*(item.name for item in dicts), *(item.name for item in aliases)])
    return TypesModule(dicts, aliases, public, lines)


def model_exports(api: Api) -> list[Export]:
    """The names of `models/`, each with its module."""
    return [Export(name, f"models.{_module(api, name)}") for name in sorted(_importable(api))]


def type_exports(types: TypesModule) -> list[Export]:
    """The names of `types.py`."""
    return [Export(name, "types") for name in types.public]


def imports(
    api: Api, found: Iterable[str], level: int, prefix: str = ""
) -> list[tuple[str, list[str]]]:
    """Import lines, relative: (module, names)."""
    return _by_module(api, found, prefix, level)


def importable(api: Api) -> list[str]:
    """What `models/` defines: classes, aliases, the bases of classes."""
    return _importable(api)


def _importable(api: Api) -> list[str]:
    definitions = api.definitions
    return [*definitions.models, *_public_aliases(api), *definitions.bases.values()]


def _module(api: Api, name: str) -> str:
    return api.modules.get(name) or names.module(name)


def _models_module(api: Api, module: str, members: list[str]) -> ModelsModule:
    speller = Speller(api.document, api.definitions)
    models: list[ModelView] = []
    for name in members:
        if name in api.definitions.models:
            model = api.definitions.models[name]
            speller.shadowed = _BUILTINS & {item.attribute for item in model.properties}
            models.append(_model(api, speller, model))
    speller.shadowed = frozenset()
    circular = len(members) > 1
    public = _public_aliases(api)
    aliases = [
        _alias(api, speller, api.definitions.aliases[name], quoted=circular)
        for name in members
        if name in api.definitions.aliases and name in public
    ]
    if speller.problems:
        raise DocumentError(speller.problems)
    needed: dict[str, None] = {}
    for name in members:
        needed.update(dict.fromkeys(sorted(api.definitions.mentions(name))))
        if name in api.definitions.aliases:
            needed.update(dict.fromkeys(api.definitions.aliases[name].accepts))
    needed.update(dict.fromkeys(speller.bases))
    for name in members:
        needed.update(dict.fromkeys(parents(api.definitions.bases, frozenset((name,)))))
    for dispatch in speller.dispatches.values():
        needed.update(dict.fromkeys(member for _, member in dispatch.members))
    # The error table opens aliases.
    for name in [*needed]:
        needed.update(dict.fromkeys(_opened(api, name)))
    outside = [name for name in needed if api.modules.get(name) != module]
    return ModelsModule(
        name=module,
        title=", ".join(members),
        models=models,
        aliases=aliases,
        containers=sorted(speller.containers),
        dispatches=list(speller.dispatches.values()),
        imports=_with_decoders(api, outside),
        typing_imports=[("..types", sorted(_params(api)))],
    )


def _opened(api: Api, name: str) -> list[str]:
    alias = api.definitions.aliases.get(name)
    if alias is None:
        return []
    inner = sorted(api.definitions.references(alias.node))
    return [*inner, *(deeper for other in inner for deeper in _opened(api, other))]


def _params(api: Api) -> list[str]:
    return [f"{name}Param" for name in api.requested]


def _public_aliases(api: Api) -> list[str]:
    """Aliases that mean something beside their TypedDict: unions of classes, enums, answers."""
    definitions = api.definitions
    return [
        name
        for name, alias in definitions.aliases.items()
        if name in api.answered
        or definitions.is_scalar(alias.node)
        or not definitions.is_plain(alias.node)
    ]


def _with_decoders(api: Api, found: Iterable[str]) -> list[tuple[str, list[str]]]:
    lines = _by_module(api, found, "", 1)
    aliases = api.definitions.aliases
    return [
        (
            module,
            [
                inner
                for name in members
                for inner in (
                    (name, f"decode_{names.module(name)}")
                    if name in aliases and not api.definitions.is_plain(aliases[name].node)
                    else (name,)
                )
            ],
        )
        for module, members in lines
    ]


def _by_module(
    api: Api, found: Iterable[str], prefix: str, level: int
) -> list[tuple[str, list[str]]]:
    public = {*_importable(api)}
    grouped: dict[str, list[str]] = {}
    for name in found:
        if name in public:
            grouped.setdefault(_module(api, name), []).append(name)
    return [
        (f"{'.' * level}{prefix}{module}", members) for module, members in sorted(grouped.items())
    ]


def _side(api: Api, name: str) -> Side:
    return "response" if name in api.answered else "request"


def _model(api: Api, speller: Speller, model: Model) -> ModelView:
    side = _side(api, model.name)
    taken = model.name in api.requested | api.accepted
    fields = [
        _field(
            api,
            speller,
            item,
            side,
            # What is read has models inside; what is sent may have dicts in their place.
            f"_{names.module(model.name)}__{item.attribute}"
            if side == "response" and taken and not api.definitions.is_plain(item.node)
            else None,
        )
        for item in model.properties
    ]
    iteration = None
    for item in model.properties:
        if item.name == model.iterate and isinstance(item.node, Array):
            iteration = Iteration(
                item.attribute,
                speller.annotation(item.node.item, side),
                speller.annotation(item.node, side),
                item.node.item.name if isinstance(item.node.item, ModelRef) else None,
            )
    return ModelView(
        name=model.name,
        bases=parents(api.definitions.bases, frozenset((model.name,))) or ["ModelBase"],
        converts=any(field.function for field in fields),
        words=paragraphs(model.description, 4) or [f"The schema {model.name} of the document."],
        fields=fields,
        shadowed=speller.shadowed,
        known=f"_{names.constant(model.name)}_KEYS",
        iteration=iteration,
        required=sum(item.required for item in model.properties),
    )


def _field(api: Api, speller: Speller, item: Property, side: Side, function: str | None) -> Field:
    definitions = api.definitions
    nullable = definitions.nullable(item.node)
    unset = not item.required and nullable and side == "request"
    more: list[str] = []
    default = None
    if item.required:
        if isinstance(item.node, Literals) and len(item.node.values) == 1:
            default = literal(item.node.values[0])
    elif unset:
        more, default = ["Unset"], code("UNSET")
    else:
        more, default = ["None"], code("None")
    decoder = None
    if not definitions.is_plain(item.node):
        expression = speller.decoder(item.node, "value")
        if unset:
            expression = f"value if value is None or value is UNSET else {expression}"
        elif not item.required and not expression.startswith("None if value is None"):
            expression = f"None if value is None else {expression}"
        decoder = code(expression)
    name = literal(item.name)
    row = f"({name.as_unembedded_code()}, {item.required}, {nullable}, {speller.shape(item.node)})"
    return Field(
        name=name,
        attribute=item.attribute,
        annotation=speller.annotation(item.node, side, *more),
        default=default,
        words=_field_words(item),
        decoder=decoder,
        required=item.required,
        nullable=nullable,
        unset=unset,
        plain=definitions.is_scalar(item.node),
        row=code(row),
        given=speller.annotation(item.node, "request" if function else side, *more),
        function=function,
    )


def _field_words(item: Property) -> list[str]:
    text = f"Deprecated. {item.description}" if item.deprecated else item.description
    return paragraphs(text, 4)


def _alias(api: Api, speller: Speller, alias: Alias, *, quoted: bool) -> AliasView:
    plain = api.definitions.is_plain(alias.node)
    # What may be sent as plain data has an alias of its own, in types.py.
    side: Side = "response" if plain or alias.name in api.answered else "classes"
    annotation = speller.annotation(alias.node, side, *alias.accepts)
    target = literal(annotation.as_unembedded_code()) if quoted else annotation
    return AliasView(
        name=alias.name,
        words=paragraphs(alias.description),
        target=target,
        function=None if plain else f"decode_{names.module(alias.name)}",
        decoder=None if plain else code(speller.decoder(alias.node, "data")),
    )


def _typed_dict(speller: Speller, model: Model) -> TypedDictView:
    speller.shadowed = _BUILTINS & {item.name for item in model.properties}
    keys = [
        Key(
            literal(item.name),
            item.name,
            code(f"Required[{annotation}]" if item.required else annotation),
            _field_words(item),
        )
        for item in model.properties
        for annotation in [speller.annotation(item.node, "request").as_unembedded_code()]
    ]
    return TypedDictView(
        name=f"{model.name}Param",
        words=paragraphs(f"`{model.name}` as a dict. {model.description}".strip(), 4),
        keys=keys,
        functional=not all(names.is_part(item.name) for item in model.properties),
    )
