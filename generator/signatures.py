"""What a method takes: each parameter, how it is annotated, what it is when it is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .spelling import Speller, code
from .views import ParameterView

if TYPE_CHECKING:
    from openapi_python_client.strings import PythonCode

    from .api import Api
    from .operations import Operation, Parameter


def positional(speller: Speller, operation: Operation) -> list[ParameterView]:
    """The parameters that need no keyword: those of the path."""
    return [parameter(speller, item) for item in operation.signature if item.location == "path"]


def keywords(speller: Speller, api: Api, operation: Operation) -> list[ParameterView]:
    """The parameters that need a keyword: those of the document, then those of every call."""
    own = [parameter(speller, item) for item in operation.signature if item.location != "path"]
    text, none, unset = speller.builtin("str"), code("None"), code("UNSET")
    anything = code(f"Mapping[{text}, Any] | None")
    return [
        *own,
        ParameterView("extra_headers", code(f"Mapping[{text}, {text} | None] | None"), none),
        ParameterView("extra_query", anything, none),
        *([ParameterView("extra_body", anything, none)] if is_extensible(api, operation) else []),
        ParameterView("timeout", code("TimeoutTypes | Unset"), unset),
    ]


def parameter(speller: Speller, item: Parameter) -> ParameterView:
    """A parameter of the document."""
    more: list[str] = []
    default: PythonCode | None = None
    if not item.required:
        # Where the API takes no null, None is left out too: programs hand on what they may not have.
        more, default = ["Unset", "None"], code("UNSET")
    annotation = speller.annotation(item.node, "request", *more)
    return ParameterView(item.python, annotation, default)


def is_extensible(api: Api, operation: Operation) -> bool:
    """Whether the body is an object, to which properties can be added."""
    body = operation.body
    return body is not None and "object" in api.definitions.json_types(body.node)
