"""What people bring along from the OpenAI SDK and pydantic, and what there is instead.

Loads when a name is not found. Knows no endpoint.
"""

from difflib import get_close_matches
from inspect import signature
from typing import Any

_ALIKE = 0.8
"""From where on a name is a misspelt one: `store` is not `stop`."""
_OPTIONS = {
    "base_url": "it stays where the client is; give project_id for another project, or make another client",
    "default_query": "give extra_query with each call",
    "organization": "Scaleway bills projects, give project_id",
    "project": "give project_id",
}
_PACKAGE = {
    "APIResponse": "RawResponse",
    "APIResponseValidationError": "ResponseDecodeError",
    "AsyncAPIResponse": "RawResponse",
    "AsyncOpenAI": "AsyncClient",
    "DefaultAsyncHttpxClient": "httpx.AsyncClient",
    "DefaultHttpxClient": "httpx.Client",
    "NOT_GIVEN": "UNSET",
    "NotGiven": "Unset",
    "Omit": "Unset",
    "OpenAI": "Client",
    "OpenAIError": "ScalewayGenAPIError",
    "Timeout": "httpx.Timeout",
    "not_given": "UNSET",
    "omit": "UNSET",
    "pydantic_function_tool": "function_tool",
}
_CLIENT = {
    "api_key": "a key is never shown",
    "beta": "nothing is beta here, leave it out",
    "organization": "Scaleway bills projects, see project_id",
    "with_raw_response": "it is an attribute of what has the methods",
    "with_streaming_response": "stream=True in the call reads as the answer arrives, with_raw_response of what"
    " has the methods gives status and headers",
}
_MODEL = {
    "_request_id": "with_raw_response has the request_id of an answer",
    "dict": "use to_dict()",
    "json": "use json.dumps(x.to_dict())",
    "model_copy": "use copy.copy(x) or attrs.evolve(x)",
    "model_dump": "use to_dict()",
    "model_dump_json": "use json.dumps(x.to_dict())",
    "model_extra": "use additional_properties",
    "to_json": "use json.dumps(x.to_dict())",
}


def package_advice(name: str) -> str:
    """What to use instead of a name that the package does not have; empty for others."""
    return f"; use {_PACKAGE[name]}" if name in _PACKAGE else ""


def model_attribute(model: object, name: str) -> Any:
    """What Python did not find in a model.

    Raises:
        AttributeError: It is not there, or a property of that name failed.
    """
    if hasattr(type(model), name):
        return _once_more(model, name)
    raise _no_attribute(model, name, f"; {_MODEL[name]}" if name in _MODEL else "")


def client_attribute(value: object, name: str) -> Any:
    """What Python did not find in a client or a resource.

    Raises:
        AttributeError: It is not there, or a property of that name failed.
    """
    if hasattr(type(value), name):
        return _once_more(value, name)
    if name.startswith("_"):  # shells and debuggers ask for many
        raise _no_attribute(value, name, "")
    shown = ", ".join(known for known in dir(type(value)) if not known.startswith("_"))
    raise _no_attribute(
        value, name, f": {_CLIENT[name]}" if name in _CLIENT else f"; it has {shown}"
    )


def _once_more(value: object, name: str) -> Any:
    # A property, in somebody's subclass, that missed something else: Python forgets that error before it calls
    # __getattr__, and only running the property again, as pydantic's models do, tells what was missing.
    return object.__getattribute__(value, name)


def _no_attribute(value: object, name: str, advice: str) -> AttributeError:
    return AttributeError(
        f"{type(value).__name__!r} object has no attribute {name!r}{advice}", name=name, obj=value
    )


def unknown_option(call: str, unknown: dict[str, object], known: set[str]) -> TypeError:
    """The error for options that a client does not have.

    Args:
        call: What they were given to, such as `Client()`.
        unknown: The options. Emptied: a traceback with local variables would show what may be a key.
        known: Those that there are.
    """
    name = min(unknown)
    unknown.clear()
    return TypeError(
        f"{call} has no option {name!r}: "
        + _OPTIONS.get(name, f"there are {', '.join(sorted(known))}")
    )


def no_parameter(method: Any, unknown: dict[str, object]) -> TypeError:
    """The error for parameters that an operation does not have.

    Args:
        method: The operation.
        unknown: The parameters. Emptied, as above.
    """
    from ._client import SyncClient  # noqa: PLC0415 - which needs this module for its own options

    name = min(unknown)
    unknown.clear()
    known = signature(method).parameters
    if name in (SyncClient.with_options.__kwdefaults__ or {}):
        advice = f"it is an option of the client, with_options({name}=...)"
    elif alike := get_close_matches(name, known, 1, _ALIKE):
        advice = f"did you mean {alike[0]!r}?"
    else:
        advice = (
            f"the API is not known to take it; extra_body={{{name!r}: ...}} sends it all the same"
        )
    return TypeError(f"{method.__name__}() has no parameter {name!r}: {advice}")
