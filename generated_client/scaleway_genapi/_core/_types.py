"""Types of what a user hands over, described by their shape so that no HTTP library is imported.

Both httpx and httpx2 satisfy them.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypedDict

from ._unset import Unset


class TimeoutLike(Protocol):
    """An `httpx.Timeout` (or httpx2's)."""

    def as_dict(self) -> dict[str, float | None]:
        """The four timeouts in seconds: connect, read, write, pool."""
        ...


class SyncHTTPClient(Protocol):
    """An `httpx.Client` (or httpx2's)."""

    def send(self, request: Any, *, stream: bool = False) -> Any:
        """Send a built request."""
        ...

    def close(self) -> None:
        """Release the connections."""
        ...


class AsyncHTTPClient(Protocol):
    """An `httpx.AsyncClient` (or httpx2's)."""

    async def send(self, request: Any, *, stream: bool = False) -> Any:
        """Send a built request."""
        ...

    async def aclose(self) -> None:
        """Release the connections."""
        ...


TimeoutTypes: TypeAlias = float | TimeoutLike | None
"""Seconds without progress before a try is given up; an httpx.Timeout; None for no limit."""

ApiKey: TypeAlias = str | Callable[[], str]
AsyncApiKey: TypeAlias = str | Callable[[], str] | Callable[[], Awaitable[str]]

Headers: TypeAlias = Mapping[str, str]
QueryValue: TypeAlias = str | int | float | bool | None
Query: TypeAlias = Mapping[str, QueryValue | Sequence[QueryValue]]


class RequestOptions(TypedDict, total=False):
    """What one call may say besides its operation.

    Attributes:
        path_params: Values for the path's parameters; percent-encoded here.
        query: The operation's query parameters; None and UNSET are left out, lists repeat the name.
        headers: The operation's header parameters.
        body: The request body by the API's names; UNSET is left out, models may stand anywhere in it.
        extra_headers: The caller's own headers, over all others; None leaves a header out.
        extra_query: The caller's own query parameters.
        extra_body: The caller's own body properties, over those of `body`.
        timeout: Instead of the client's.
    """

    path_params: Mapping[str, object] | None
    query: Mapping[str, object] | None
    headers: Mapping[str, object] | None
    body: Any
    extra_headers: Mapping[str, str | None] | None
    extra_query: Mapping[str, object] | None
    extra_body: Mapping[str, Any] | None
    timeout: TimeoutTypes | Unset
