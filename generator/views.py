"""What the templates are given: every decision made, only layout left.

Code is `PythonCode`; text of the document is `str`, which the templates escape.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openapi_python_client.strings import PythonCode

    from .spelling import Dispatch


@dataclass(frozen=True, slots=True)
class Field:
    """An attribute of a model: how it is declared, decoded and encoded.

    `given` is what the constructor takes for it, `function` what decodes dicts among that.
    """

    name: PythonCode
    attribute: str
    annotation: PythonCode
    default: PythonCode | None
    words: list[str]
    decoder: PythonCode | None
    required: bool
    nullable: bool
    unset: bool
    plain: bool
    row: PythonCode
    given: PythonCode
    function: str | None


@dataclass(frozen=True, slots=True)
class Iteration:
    """The array that iterating a model iterates; `model` is the class of its items, if it is one."""

    attribute: str
    item: PythonCode
    whole: PythonCode
    model: str | None


@dataclass(frozen=True, slots=True)
class ModelView:
    """A class. `converts`: its constructor makes models of the dicts that it is given."""

    name: str
    bases: list[str]
    converts: bool
    words: list[str]
    fields: list[Field]
    known: str
    shadowed: frozenset[str]
    iteration: Iteration | None
    required: int


@dataclass(frozen=True, slots=True)
class BaseView:
    """The base class that the classes of a union have in common."""

    name: str
    words: list[str]
    parents: list[str]
    imports: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class AliasView:
    """A type alias, and the function that decodes its values, if they need one."""

    name: str
    words: list[str]
    target: PythonCode
    function: str | None
    decoder: PythonCode | None


@dataclass(frozen=True, slots=True)
class ModelsModule:
    """A module of `models/`: one definition, or those that lead to each other."""

    name: str
    title: str
    models: list[ModelView]
    aliases: list[AliasView]
    containers: list[str]
    dispatches: list[Dispatch]
    imports: list[tuple[str, list[str]]]
    typing_imports: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Export:
    """A public name and the module that defines it, relative to the generated package."""

    name: str
    module: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a TypedDict."""

    name: PythonCode
    attribute: str
    annotation: PythonCode
    words: list[str]


@dataclass(frozen=True, slots=True)
class TypedDictView:
    """A TypedDict; `functional` where a key is no identifier. Without `base` it stands alone."""

    name: str
    words: list[str]
    keys: list[Key]
    functional: bool
    base: str = "TypedDict"


@dataclass(frozen=True, slots=True)
class TypesModule:
    """`types.py`."""

    dicts: list[TypedDictView]
    aliases: list[AliasView]
    public: list[str]
    imports: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class ParamsModule:
    """`params.py`."""

    dicts: list[TypedDictView]
    imports: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter of a method."""

    python: str
    annotation: PythonCode
    default: PythonCode | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that is sent: its name on the wire, the expression for it."""

    name: PythonCode
    value: PythonCode


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature: the annotation and default of the selecting keyword, and what it gives.

    What it gives is a union, of which `with_raw_response` wraps each member.
    """

    annotation: PythonCode
    default: PythonCode | None
    sync: list[PythonCode]
    asynchronous: list[PythonCode]


@dataclass(frozen=True, slots=True)
class MethodView:
    """A method. `positional` are those of its parameters that need no keyword."""

    name: str
    constant: str
    words: list[str]
    positional: list[ParameterView]
    keywords: list[ParameterView]
    selector: str | None
    overloads: list[Overload]
    sync: list[PythonCode]
    asynchronous: list[PythonCode]
    path_params: list[Entry]
    query: list[Entry]
    headers: list[Entry]
    body: list[Entry]
    whole_body: PythonCode | None
    optional_body: bool
    extensible: bool
    stream: PythonCode | None


@dataclass(frozen=True, slots=True)
class OperationView:
    """The constant that tells the core what a method calls."""

    constant: str
    id: PythonCode
    type: PythonCode
    method: PythonCode
    path: PythonCode
    decoder: PythonCode
    stream_decoder: PythonCode | None
    stream_end: PythonCode
    hints: list[Entry]
    request_media_type: PythonCode
    response_media_type: PythonCode
    idempotent: bool


@dataclass(frozen=True, slots=True)
class Child:
    """A resource below another one, or below the client."""

    name: str
    module: str
    class_name: str


@dataclass(frozen=True, slots=True)
class Mixin:
    """The hand-written part of a resource."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class DecoderView:
    """A function that decodes an answer which is no class."""

    name: str
    annotation: PythonCode
    decoder: PythonCode


@dataclass(frozen=True, slots=True)
class ResourceModule:
    """A module of `resources/`: a resource and its twins."""

    module: str
    class_name: str
    path: str
    words: list[str]
    mixin: Mixin | None
    children: list[Child]
    methods: list[MethodView]
    operations: list[OperationView]
    decoders: list[DecoderView]
    uses_identity: bool
    uses_optional_body: bool
    containers: list[str]
    dispatches: list[Dispatch]
    imports: list[tuple[str, list[str]]]
    typing_imports: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class ApiView:
    """`api.py`: what the document says of the API as a whole."""

    arguments: list[Entry]


@dataclass(frozen=True, slots=True)
class ClientView:
    """`client.py`."""

    title: str
    children: list[Child]
