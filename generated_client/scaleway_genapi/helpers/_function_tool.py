"""A typed Python function as a tool: its definition for the request, and calling it with the model's JSON.

Annotations become the schema through msgspec, or through pydantic where they name its models.
"""

import contextlib
import copy
import importlib
import inspect
import operator
import re
from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, Generic, ParamSpec, Self, TypeVar, overload

from attrs import define, evolve, field

from scaleway_genapi._core import ConfigurationError
from scaleway_genapi._generated.models.function_definition import FunctionDefinition
from scaleway_genapi._generated.models.tool import Tool

from ._docstrings import read_docstring
from ._schemas import closed, import_msgspec, import_pydantic, inline_root, msgspec_decoder
from ._signature import Parameter, docstring_of, name_of, parameters_of

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)

_NAME = re.compile(r"[\w-]+")


@define(kw_only=True, repr=False, eq=False)
class FunctionTool(Tool, Generic[P, R_co]):
    """A function that the model may call; it goes into `tools` and is still called as before."""

    run: Callable[P, R_co] = field()
    """The function."""
    decode: Callable[[str], dict[str, Any]] = field()
    """Makes keyword arguments of the model's JSON text."""

    @property
    def name(self) -> str:
        """The name that the model calls it by."""
        function = self.function
        return function.name if isinstance(function, FunctionDefinition) else function["name"]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R_co:
        return self.run(*args, **kwargs)

    def __repr__(self) -> str:
        return f"FunctionTool({self.name!r})"

    def __copy__(self) -> Self:
        return evolve(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        definition = copy.deepcopy((self.function, self.additional_properties), memo)
        return evolve(self, function=definition[0], additional_properties=definition[1])

    def __reduce__(self) -> tuple[Any, ...]:
        # As functions pickle, by name; where it is the function that has the name, by what made the tool.
        place = tuple(str(getattr(self.run, key, "")) for key in ("__module__", "__qualname__"))
        with contextlib.suppress(ImportError, AttributeError, ValueError):
            if _named(*place) is self:
                return _named, place
        return _remade, (self.run, self.to_dict())


def _named(module: str, name: str) -> Any:
    """What a module calls `name`."""
    return operator.attrgetter(name)(importlib.import_module(module))


@overload
def function_tool(function: Callable[P, R_co], /) -> FunctionTool[P, R_co]: ...
@overload
def function_tool(
    *, name: str | None = None, description: str | None = None, strict: bool | None = None
) -> Callable[[Callable[P, R_co]], FunctionTool[P, R_co]]: ...
def function_tool(
    function: Callable[..., Any] | None = None,
    /,
    *,
    name: str | None = None,
    description: str | None = None,
    strict: bool | None = None,
) -> Any:
    """Makes a tool of a typed function, as a decorator or as a call.

    The description is the docstring's beginning; parameters are described by its `Args:` section
    (or in the styles of NumPy and Sphinx), or by `Annotated[int, "How many"]`. A sync or an async
    function will do, a bound method, a `functools.partial` (what it gives, the model neither sees nor
    gives), or an object with `__call__`.

    Args:
        function: The function.
        name: What the model calls it by, instead of its own name.
        description: What the model is told, instead of the docstring.
        strict: Whether the model must follow the schema exactly.

    Raises:
        ConfigurationError: A parameter is not annotated, or cannot be given by name or as JSON.
    """

    def make(function: Callable[..., Any]) -> FunctionTool[..., Any]:
        if not callable(function):
            raise ConfigurationError(
                f"a tool is made of a function, not of a {type(function).__name__}; definitions"
                " without one go to create()"
            )
        return _make(function, name or name_of(function), description, strict)

    return make if function is None else make(function)


def _make(
    function: Callable[..., Any], name: str, description: str | None, strict: bool | None
) -> FunctionTool[..., Any]:
    if _NAME.fullmatch(name) is None:
        raise ConfigurationError(
            f"tool {name}: its name must be of letters, digits, underscores and dashes: function_tool(name=...)"
        )
    parameters = parameters_of(function, name)
    summary, described = read_docstring(docstring_of(function))
    described |= {p.name: p.description for p in parameters if p.description is not None}
    schema, decode = _codec(name, parameters)
    for parameter, text in described.items():
        if parameter in schema.get("properties", {}):
            schema["properties"][parameter].setdefault("description", text)
    if strict:
        schema = closed(schema, strict=True)
    definition = FunctionDefinition.from_dict(
        {"name": name, "parameters": schema}
        | ({"description": description or summary} if description or summary else {})
        | ({"strict": strict} if strict is not None else {})
    )
    return FunctionTool(function=definition, run=function, decode=decode)


def _remade(function: Callable[..., Any], definition: dict[str, Any]) -> FunctionTool[..., Any]:
    """The tool of a function and of a definition that was made of it before."""
    tool = FunctionTool[..., Any].from_dict_unchecked(definition)
    tool.run = function
    tool.decode = _codec(tool.name, parameters_of(function, tool.name))[1]
    return tool


def _codec(
    name: str, parameters: list[Parameter]
) -> tuple[dict[str, Any], Callable[[str], dict[str, Any]]]:
    if any("pydantic" in _modules(parameter.kind) for parameter in parameters):
        return _pydantic_codec(name, parameters)
    try:
        return _msgspec_codec(name, parameters)
    except ConfigurationError:
        # What msgspec does not know: unions of dataclasses, models of pydantic in a dataclass.
        with contextlib.suppress(ConfigurationError):
            return _pydantic_codec(name, parameters)
        raise


def _modules(kind: Any) -> set[str]:
    """The top-level modules that an annotation's classes, bases and metadata come from."""
    bases = getattr(kind, "__mro__", ())
    found = {base.__module__.partition(".")[0] for base in bases}
    if hasattr(kind, "__pydantic_fields__"):  # a dataclass of pydantic has no base of it
        found.add("pydantic")
    for argument in getattr(kind, "__args__", ()):
        found |= _modules(argument)
    for item in getattr(kind, "__metadata__", ()):
        found |= _modules(type(item))
    return found


def _msgspec_codec(
    name: str, parameters: list[Parameter]
) -> tuple[dict[str, Any], Callable[[str], dict[str, Any]]]:
    msgspec = import_msgspec()
    fields = [
        (parameter, kind)
        if default is inspect.Parameter.empty
        else (parameter, kind, msgspec.field(default_factory=lambda default=default: default))
        for parameter, kind, default, _ in parameters
    ]
    try:
        struct = msgspec.defstruct(name, fields, kw_only=True, forbid_unknown_fields=True)
        schema = closed(inline_root(msgspec.json.schema(struct)))
        decode_struct = msgspec_decoder(struct)
    except (
        TypeError,
        RuntimeError,
    ) as error:  # the latter for a name that classes mangle, such as __x
        raise ConfigurationError(f"tool {name}: {error}") from error

    def decode(text: str) -> dict[str, Any]:
        value = decode_struct(text or "{}")
        return {parameter: getattr(value, parameter) for parameter, *_ in parameters}

    for parameter, _, default, _ in parameters:
        if isinstance(default, Enum):
            default = default.value  # noqa: PLW2901 - as the model would write it
        if isinstance(default, (str, int, float, bool)):
            schema["properties"][parameter]["default"] = default
    schema.pop("title", None)
    return schema, decode


def _pydantic_codec(
    name: str, parameters: list[Parameter]
) -> tuple[dict[str, Any], Callable[[str], dict[str, Any]]]:
    pydantic = import_pydantic()
    # Fields have names of our own, for pydantic keeps some to itself: `_x`, `model_config`.
    fields: dict[str, Any] = {
        f"field_{place}": (
            Annotated[kind, pydantic.Field(alias=parameter)],
            ... if default is inspect.Parameter.empty else default,
        )
        for place, (parameter, kind, default, _) in enumerate(parameters)
    }
    try:
        model = pydantic.create_model(
            name, __config__=pydantic.ConfigDict(extra="forbid"), **fields
        )
        schema = closed(inline_root(model.model_json_schema()))
    except (pydantic.errors.PydanticUserError, TypeError, NameError) as error:
        raise ConfigurationError(f"tool {name}: {error}") from error
    schema.pop("title", None)

    def decode(text: str) -> dict[str, Any]:
        value = model.model_validate_json(text or "{}")
        return {
            parameter: getattr(value, f"field_{place}")
            for place, (parameter, *_) in enumerate(parameters)
        }

    return schema, decode
