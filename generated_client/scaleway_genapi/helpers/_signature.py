"""The parameters of a callable that a model may give: functions, methods, partials, objects with `__call__`.

Knows neither schemas nor tools.
"""

import functools
import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple, get_type_hints

from scaleway_genapi._core import ConfigurationError


class Parameter(NamedTuple):
    """One parameter.

    Attributes:
        name: Its name.
        kind: Its type.
        default: Its default, or `inspect.Parameter.empty`.
        description: What its annotation says of it.
    """

    name: str
    kind: Any
    default: Any
    description: str | None


def _target(function: Callable[..., Any]) -> Any:
    """What the annotations, the name and the docstring of a callable are those of."""
    while isinstance(function, functools.partial):
        function = function.func
    return function


def name_of(function: Callable[..., Any]) -> str:
    """What a callable is called."""
    target = _target(function)
    name: str = getattr(target, "__name__", type(target).__name__)
    return name


def docstring_of(function: Callable[..., Any]) -> str:
    """The docstring of a callable; of a class its own, not what it inherits or was made for it."""
    target: Any = _target(function)
    if isinstance(target, type):
        own = vars(target).get("__doc__") or ""
        return "" if own.startswith(f"{target.__name__}(") else inspect.cleandoc(own)
    if hasattr(target, "__name__"):
        return inspect.getdoc(target) or ""
    # Not by getdoc, to which every __call__ has a docstring.
    return inspect.cleandoc(target.__call__.__doc__ or "") or inspect.getdoc(target) or ""


def parameters_of(function: Callable[..., Any], name: str) -> list[Parameter]:
    """The parameters that are to be given; those that a partial gives are not among them.

    Raises:
        ConfigurationError: One has no annotation, or cannot be given by name.
    """
    try:
        signature = inspect.signature(function)
        hints = _hints(function)
    except (NameError, TypeError, ValueError) as error:
        raise ConfigurationError(f"tool {name}: its annotations cannot be read: {error}") from error
    given: set[str] = set()
    while isinstance(function, functools.partial):
        given.update(function.keywords)
        function = function.func
    found: list[Parameter] = []
    for parameter in signature.parameters.values():
        own = parameter.name
        if own in given:
            continue
        if parameter.kind not in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            raise ConfigurationError(f"tool {name}: {parameter} cannot be given by name")
        if own not in hints:
            unbound = "; of a method, make a tool of the bound one" if own == "self" else ""
            raise ConfigurationError(
                f"tool {name}: parameter {own} needs a type annotation{unbound}"
            )
        found.append(Parameter(own, hints[own], parameter.default, _description(hints[own])))
    return found


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    target = _target(function)
    if isinstance(target, type):
        return get_type_hints(target, include_extras=True)
    if not hasattr(target, "__annotations__"):
        target = target.__call__
    # Not that of what is returned: it is often imported for type checkers alone.
    annotations: dict[str, Any] = {**getattr(target, "__annotations__", {})}
    annotations.pop("return", None)
    return get_type_hints(
        SimpleNamespace(__annotations__=annotations),
        globalns=getattr(inspect.unwrap(target), "__globals__", {}),
        include_extras=True,
    )


def _description(kind: Any) -> str | None:
    """The text in `Annotated[int, "text"]` or `Annotated[int, Doc("text")]`."""
    for item in getattr(kind, "__metadata__", ()):
        text = getattr(item, "documentation", item)
        if isinstance(text, str):
            return text
    return None
