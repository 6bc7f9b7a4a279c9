"""TypedDicts of what a method takes, for helpers that hand keywords on with `**params`.

`config.toml` says of which operations, and what the helper sets itself. A TypedDict loses no key:
what all helpers of an operation take stands in one, and each has another with what it takes besides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import DocumentError

from . import names
from .config import ConfigError, GeneratorConfig
from .method_words import argument_texts
from .model_views import importable, imports
from .signatures import is_extensible, keywords, positional
from .spelling import Speller, code, literal
from .views import Key, ParamsModule, TypedDictView
from .words import paragraphs

if TYPE_CHECKING:
    from .api import Api
    from .operations import Operation

_BUILTINS = frozenset(("bool", "float", "int", "str"))


def params_module(api: Api, config: GeneratorConfig) -> ParamsModule | None:
    """`params.py`; None where no helper asks for one.

    Raises `ConfigError` for what the document does not have, or calls so itself.
    """
    operations = {operation.id: operation for operation in api.operations}
    taken = {*importable(api), *(f"{name}Param" for name in api.requested), *names.CLASS_NAMES}
    dicts: list[TypedDictView] = []
    for called, wanted in config.params.items():
        if called not in operations:
            raise ConfigError(
                f"{config.path}: params.{called}: the document has no such operation; it has "
                + ", ".join(sorted(operations))
            )
        made: list[TypedDictView] = []
        for name, without in wanted.items():
            place = f"{config.path}: params.{called}.{name}"
            if name in taken:
                raise ConfigError(f"{place}: the name is taken; choose another")
            taken.add(name)
            made.append(_params(api, operations[called], name, without, place))
        dicts += _shared(called, made)
    if not dicts:
        return None
    params = [f"{name}Param" for name in sorted(api.requested)]
    return ParamsModule(dicts, [*imports(api, importable(api), 1, "models."), (".types", params)])


def _params(
    api: Api, operation: Operation, name: str, without: list[str], place: str
) -> TypedDictView:
    speller = Speller(api.document, api.definitions)
    texts = dict(argument_texts(operation, extensible=is_extensible(api, operation)))
    unknown = [key for key in without if key not in texts]
    if unknown:
        raise ConfigError(
            f"{place}: {operation.id} takes no {unknown[0]!r}; it takes {', '.join(texts)}"
        )
    speller.shadowed = _BUILTINS & (texts.keys() - {*without})
    keys = [
        Key(
            literal(item.python),
            item.python,
            item.annotation
            if item.default is not None
            else code(f"Required[{item.annotation.as_unembedded_code()}]"),
            paragraphs(texts[item.python], 4),
        )
        for item in (*positional(speller, operation), *keywords(speller, api, operation))
        if item.python not in without
    ]
    if speller.problems:
        raise DocumentError(speller.problems)
    rest = f", without {_listed(without)}" if without else ""
    words = paragraphs(f"What `{operation.id}` takes{rest}.", 4)
    return TypedDictView(name, words, keys, functional=False)


def _shared(called: str, dicts: list[TypedDictView]) -> list[TypedDictView]:
    """The TypedDicts of an operation, what they have in common in a base before them."""
    first, *others = dicts
    common = [key for key in first.keys if all(key in other.keys for other in others)]
    if not others or not common:
        return dicts
    words = paragraphs(f"What every helper hands on to `{called}`.", 4)
    base = TypedDictView(f"_{names.class_name(called)}Params", words, common, functional=False)
    own = [[key for key in each.keys if key not in common] for each in dicts]
    return [base, *(replace(d, keys=k, base=base.name) for d, k in zip(dicts, own, strict=True))]


def _listed(without: list[str]) -> str:
    *first, last = [f"`{name}`" for name in without]
    return f"{', '.join(first)} and {last}" if first else last
