"""Base classes of the generated resources (`client.models`, `client.chat.completions`).

Know only that there is a client to send through.
"""

from collections.abc import Callable
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from ._async_client import AsyncClientBase
    from ._client import SyncClient

F = TypeVar("F", bound=Callable[..., Any])


class Resource:
    """A group of operations of a synchronous client."""

    __slots__ = ("_client",)

    def __init__(self, client: "SyncClient") -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"

    if not TYPE_CHECKING:  # a class with __getattr__ has every name, to a type checker

        def __getattr__(self, name: str) -> Any:
            from ._elsewhere import client_attribute  # noqa: PLC0415 - rarely needed

            return client_attribute(self, name)


class AsyncResource:
    """A group of operations of an asynchronous client."""

    __slots__ = ("_client",)

    def __init__(self, client: "AsyncClientBase") -> None:
        self._client = client

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}>"

    if not TYPE_CHECKING:  # a class with __getattr__ has every name, to a type checker

        def __getattr__(self, name: str) -> Any:
            from ._elsewhere import client_attribute  # noqa: PLC0415 - rarely needed

            return client_attribute(self, name)


def hide_unknown(method: F) -> F:
    """Shows an operation without its `**_unknown` to who asks what it takes: `help`, shells, `create_autospec`."""
    whole = signature(method)
    named = [one for one in whole.parameters.values() if one.kind is not Parameter.VAR_KEYWORD]
    shown: Any = method
    shown.__signature__ = whole.replace(parameters=named)
    return method


def unknown_parameter(method: Callable[..., Any], unknown: dict[str, Any]) -> TypeError:
    """The error for parameters that an operation does not have, of which `unknown` is emptied."""
    from ._elsewhere import no_parameter  # noqa: PLC0415 - rarely needed

    return no_parameter(method, unknown)
