"""Python names for what the document names: attributes, parameters, modules, resources.

openapi-python-client proposes the identifiers; here they lose the underscores that only keep
builtins free (`type_`, `object_`), and gain one where generated code uses the name itself.
"""

from __future__ import annotations

import builtins
import keyword
from typing import TYPE_CHECKING

from openapi_python_client.strings import ClassName, PythonIdentifier, snake_case

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "field_"

# What the body of every generated class uses, so that no property may be called so.
MODEL_NAMES = frozenset(
    (
        "additional_properties",
        "classmethod",
        "from_dict",
        "from_dict_unchecked",
        "overload",
        "self",
        "staticmethod",
        "to_dict",
    )
)

# What the body of every resource uses, so that no operation may be called so.
METHOD_NAMES = frozenset(("cached_property", "overload", "with_raw_response"))

# What every method takes beside the parameters of its operation.
KEYWORD_NAMES = frozenset(
    ("self", "body", "extra_body", "extra_headers", "extra_query", "timeout", "_unknown")
)

# What every client has by hand, so that no resource may be called so. A test compares.
CLIENT_NAMES = frozenset(
    (
        "aclose",
        "api_key",
        "base_url",
        "close",
        "copy",
        "from_profile",
        "is_closed",
        "max_retries",
        "project_id",
        "request",
        "request_raw",
        "timeout",
        "with_options",
    )
)

# What generated modules import or define beside the names of schemas.
CLASS_NAMES = frozenset(
    (
        "Any",
        "ApiDescription",
        "AsyncClient",
        "AsyncClientBase",
        "AsyncResource",
        "AsyncStream",
        "Callable",
        "ClassVar",
        "Client",
        "Final",
        "Iterator",
        "Literal",
        "Mapping",
        "ModelBase",
        "Operation",
        "RawResponse",
        "Required",
        "Resource",
        "Self",
        "Sequence",
        "Stream",
        "StreamFormat",
        "SyncClient",
        "TimeoutTypes",
        "TypeAlias",
        "TypedDict",
        "Unset",
    )
)


def natural(identifier: str) -> str:
    """`identifier` without the underscore that only keeps a builtin free: `type_` -> `type`."""
    bare = identifier.removesuffix("_")
    if bare != identifier and hasattr(builtins, bare) and not keyword.iskeyword(bare):
        return bare
    return identifier


def attribute(identifier: str) -> str:
    """The attribute of a model for what openapi-python-client would call `identifier`."""
    name = natural(identifier)
    return f"{name}_" if name in MODEL_NAMES or name in CLASS_NAMES else name


def identifier(name: str) -> str:
    """A Python identifier for any `name` of the document."""
    return natural(PythonIdentifier(name, PREFIX))


def as_written(name: str) -> str:
    """The identifier in the capitals of `name`: what tells apart two that are spelt alike."""
    return natural(PythonIdentifier(name, PREFIX, skip_snake_case=True))


def class_name(name: str) -> str:
    """The class, or the type alias, for the schema called `name`."""
    return ClassName(name, PREFIX)


def keywords(parameters: Iterable[tuple[str, str, str]]) -> list[str]:
    """What a method calls its parameters, each said as where it goes, its name and its identifier.

    Where it goes stands ahead of an identifier that an earlier one has, or the method.
    """
    taken = set[str](KEYWORD_NAMES)
    found: list[str] = []
    for location, name, python in parameters:
        own = python not in taken or python == name == "body"
        found.append(python if own else f"{location}_{python}")
        taken.add(found[-1])
    return found


def module(class_name: str) -> str:
    """The module of a class."""
    return PythonIdentifier(class_name, PREFIX)


def constant(name: str) -> str:
    """The constant that belongs to `name`."""
    return snake_case(name).upper()


def is_part(name: str) -> bool:
    """Whether `name` can be one part of an operationId: an attribute that a person can type."""
    return name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_")
