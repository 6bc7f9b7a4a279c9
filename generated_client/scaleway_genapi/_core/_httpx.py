"""The one module that imports an HTTP library: httpx, or httpx2, its API-compatible successor.

Objects of the two do not mix, so all are taken from the module of the client in use.
Everything here is imported with the first request, never with the package.
"""

import sys
from collections.abc import Iterator
from functools import cache
from inspect import signature
from types import ModuleType
from typing import TYPE_CHECKING, Any, Self

from ._errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    ConfigurationError,
    ResponseDecodeError,
)
from ._network import extend
from ._redact import Secret, redact
from ._snapshot import ResponseSnapshot
from ._words import words_of

if TYPE_CHECKING:
    from httpx import Headers, Response  # noqa: TC004 - re-exported as types only

__all__ = [
    "Family",
    "Headers",
    "Response",
    "build_client",
    "default_family",
    "family_of",
    "is_worth_retrying",
    "rebuild_response",
    "translate",
]

MAX_CONNECTIONS = 1000
MAX_IDLE_CONNECTIONS = 100
IDLE_SECONDS = 15.0


class Family:
    """The classes of one HTTP library that the clients need."""

    __slots__ = (
        "Body",
        "Headers",
        "Request",
        "Response",
        "Url",
        "default_timeout",
        "module",
        "timeouts",
    )

    def __init__(self, module: ModuleType) -> None:
        self.module: Any = module
        self.Request: Any = module.Request
        self.Response: Any = module.Response
        self.Headers: Any = module.Headers
        self.Url: Any = module.URL
        # The library asks what kinds of stream it is.
        kinds = (_Body, module.SyncByteStream, module.AsyncByteStream)
        self.Body: Any = type("Body", kinds, {})
        # What a client of the library has that was told of no timeout.
        self.default_timeout: Any = signature(module.Client).parameters["timeout"].default
        self.timeouts: tuple[type[Exception], ...] = (module.TimeoutException, TimeoutError)

    def __repr__(self) -> str:
        return f"Family({self.module.__name__})"


class _Once:
    """Gives its content once, then ends; no generator, so nothing is left half-way by a cancelled call."""

    __slots__ = ("content",)

    def __init__(self, content: bytes | None) -> None:
        self.content = content

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        content, self.content = self.content, None
        if content is None:
            raise StopAsyncIteration
        return content


class _Body:
    """The body of a request. The library's own is an async generator, of which trio warns when it is left."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __iter__(self) -> Iterator[bytes]:
        yield self.content

    def __aiter__(self) -> _Once:
        return _Once(self.content)


def _family_named(name: str) -> Family | None:
    """The library of a module's name, if it is one and loaded."""
    module = sys.modules.get(name)
    known = hasattr(module, "HTTPError") and hasattr(module, "USE_CLIENT_DEFAULT")
    return _family(sys.modules[name].__name__) if known else None


@cache
def _family(name: str) -> Family:
    return Family(sys.modules[name])


def default_family() -> Family:
    """The library that the package depends on."""
    import httpx  # noqa: PLC0415 - slow to import, and a supplied client may come from elsewhere

    return _family(httpx.__name__)


def family_of(client: object, *, asynchronous: bool) -> Family:
    """The library that a supplied client belongs to.

    Raises:
        ConfigurationError: It is no client of a known library, or of the wrong kind.
    """
    wanted, other = ("AsyncClient", "Client") if asynchronous else ("Client", "AsyncClient")
    for base in type(client).__mro__:
        name = base.__module__.partition(".")[0]
        family = _family_named(name)
        if family is None:
            continue
        if getattr(family.module, wanted, None) is base:
            return family
        if getattr(family.module, other, None) is base:
            raise ConfigurationError(
                f"http_client must be an httpx.{wanted} here, not an httpx.{other}"
            )
    raise ConfigurationError(f"http_client must be an httpx.{wanted}, not {type(client).__name__}")


def transports_of(client: Any) -> list[Any]:
    """The transports of one of our own clients."""
    if isinstance(client, _Direct):
        return [client.transport]
    # Private, but there is no other way to them.
    found = (client._transport, *client._mounts.values())  # noqa: SLF001
    return [transport for transport in found if transport is not None]


class _Direct:
    """Sends through a transport: all that a client of httpx adds (redirects, cookies, auth) is not wanted here.

    That is a tenth of the CPU of a call, and a generator less for each chunk of a stream.
    """

    __slots__ = ("__weakref__", "transport")
    auth = None

    def __init__(self, transport: Any) -> None:
        self.transport = transport


class _DirectSync(_Direct):
    __slots__ = ()

    def send(self, request: Any, *, stream: bool) -> Any:  # noqa: ARG002 - as httpx.Client has it
        response = self.transport.handle_request(request)
        response.request = request
        return response

    def close(self) -> None:
        self.transport.close()


class _DirectAsync(_Direct):
    __slots__ = ()

    async def send(self, request: Any, *, stream: bool) -> Any:  # noqa: ARG002 - as httpx.AsyncClient has it
        response = await self.transport.handle_async_request(request)
        response.request = request
        return response

    async def aclose(self) -> None:
        await self.transport.aclose()


def build_client(*, asynchronous: bool, loopback: bool = False) -> Any:
    """What `_build_client` builds, its many errors about the environment told as one.

    Raises:
        ConfigurationError: A proxy or certificate variable cannot be used.
    """
    httpx = default_family().module
    try:
        return _build_client(asynchronous=asynchronous, loopback=loopback)
    except ImportError as error:
        raise ConfigurationError(
            "A proxy variable (such as ALL_PROXY) names a SOCKS proxy: pip install 'httpx[socks]',"
            " or unset it"
        ) from error
    except (OSError, UnicodeError) as error:
        raise ConfigurationError(
            f"The certificates cannot be loaded ({type(error).__name__}): check SSL_CERT_FILE and SSL_CERT_DIR"
        ) from error
    except (ValueError, httpx.InvalidURL) as error:
        # Not the variable's value: a proxy's URL may hold a password.
        raise ConfigurationError(
            "A proxy variable (HTTP_PROXY, HTTPS_PROXY, ALL_PROXY) holds no usable URL"
        ) from error


def _build_client(*, asynchronous: bool, loopback: bool) -> Any:
    """What our own requests are sent with: finite limits, TCP keepalive, proxies from the environment, no redirects."""
    from urllib.request import getproxies  # noqa: PLC0415 - httpx imports it as well

    httpx = default_family().module
    limits = httpx.Limits(
        max_connections=MAX_CONNECTIONS,
        max_keepalive_connections=MAX_IDLE_CONNECTIONS,
        keepalive_expiry=IDLE_SECONDS,
    )
    # `no_proxy` alone is a proxy for nothing; the others are those that httpx reads.
    if not loopback and getproxies().keys() & {"http", "https", "all"}:
        # Which proxy is for which host, httpx knows.
        build = httpx.AsyncClient if asynchronous else httpx.Client
        client = build(limits=limits, follow_redirects=False)
        for transport in transports_of(client):
            extend(transport, asynchronous=asynchronous)
        return client
    transport = (httpx.AsyncHTTPTransport if asynchronous else httpx.HTTPTransport)(limits=limits)
    extend(transport, asynchronous=asynchronous)
    return (_DirectAsync if asynchronous else _DirectSync)(transport)


def rebuild_response(snapshot: ResponseSnapshot) -> Any:
    """The response that a snapshot was taken of, its request without headers and body."""
    family = _family_named(snapshot.library) or default_family()
    return family.Response(
        snapshot.status_code,
        # As bytes: httpx takes text for ASCII.
        headers=[(name.encode(), value.encode()) for name, value in snapshot.headers],
        content=snapshot.content,
        request=family.Request(snapshot.method, snapshot.url) if snapshot.url else None,
    )


def translate(family: Family, error: Exception, *, secret: Secret | None, doing: str) -> APIError:
    """Our error for one of the HTTP library's.

    Args:
        family: The library.
        error: Its error, which becomes the cause of ours.
        secret: The key, which no message may show.
        doing: What was being done, such as `POST https://host/path`.
    """
    httpx = family.module
    text = redact(words_of(error), secret) or type(error).__name__
    if isinstance(error, httpx.ConnectTimeout):
        return APITimeoutError(f"{doing}: no connection within the connect timeout")
    if isinstance(error, httpx.PoolTimeout):
        return APITimeoutError(
            f"{doing}: no free connection within the pool timeout; are streams left open?"
        )
    if isinstance(error, family.timeouts):
        return APITimeoutError(
            f"{doing}: timed out ({type(error).__name__}); raise timeout=... if this may take longer"
        )
    if isinstance(error, httpx.ConnectError):
        return APIConnectionError(
            f"{doing}: cannot connect ({text}); check base_url, the network and proxy settings"
        )
    if isinstance(error, httpx.DecodingError):
        return ResponseDecodeError(f"{doing}: the body cannot be decompressed ({text})")
    return APIConnectionError(f"{doing}: the connection failed ({type(error).__name__}: {text})")


def is_worth_retrying(family: Family, error: Exception) -> bool:
    """Whether trying again may help: failures of the network, not of the request or the configuration."""
    httpx = family.module
    return isinstance(error, (httpx.TransportError, OSError)) and not isinstance(
        error, (httpx.UnsupportedProtocol, httpx.LocalProtocolError)
    )
