"""What the generated code tells the core about the API: plain immutable data.

Knows nothing of transports, and names no endpoint.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from ._ratelimit import RateLimitHeaders

T = TypeVar("T")
C = TypeVar("C")

_NO_HINTS: Mapping[int, str] = MappingProxyType({})


class _Frozen:
    """Refuses changes after construction: operations are shared by all threads."""

    __slots__ = ()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def _fill(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)


class StreamFormat(_Frozen, Generic[C]):
    """How the events of a streamed answer are decoded.

    Args:
        decode: Turns the parsed JSON of one event into a chunk.
        end: The data of the event that ends the stream, or None when closing the body ends it.
    """

    __slots__ = ("decode", "end")
    decode: Callable[[Any], C]
    end: str | None

    def __init__(self, decode: Callable[[Any], C], end: str | None = None) -> None:
        self._fill(decode=decode, end=end)

    def __repr__(self) -> str:
        return f"StreamFormat(end={self.end!r})"


class Operation(_Frozen, Generic[T]):
    """One operation of the API.

    Args:
        id: The document's operationId.
        method: The HTTP method.
        path: The document's path, with `{parameter}` where one goes.
        decode: Turns the parsed answer into what the caller gets.
        stream: The format of the streamed answer, when there is one.
        hints: Advice by HTTP status, appended to the message of an error.
        request_media_type: The media type of the body sent, or None when there is none.
        response_media_type: The media type of the answer, or None when it has no content.
        idempotent: Whether sending it twice is the same as sending it once: then a body that
            broke while it was read is asked for again.
    """

    __slots__ = (
        "decode",
        "hints",
        "id",
        "idempotent",
        "method",
        "path",
        "request_media_type",
        "response_media_type",
        "stream",
    )
    id: str
    method: str
    path: str
    decode: Callable[[Any], T]
    stream: StreamFormat[Any] | None
    hints: Mapping[int, str]
    request_media_type: str | None
    response_media_type: str | None
    idempotent: bool

    def __init__(
        self,
        id: str,  # noqa: A002 - the document's own word
        method: str,
        path: str,
        *,
        decode: Callable[[Any], T],
        stream: StreamFormat[Any] | None = None,
        hints: Mapping[int, str] = _NO_HINTS,
        request_media_type: str | None = None,
        response_media_type: str | None = "application/json",
        idempotent: bool = False,
    ) -> None:
        self._fill(
            id=id,
            method=method.upper(),
            path=path,
            decode=decode,
            stream=stream,
            hints=MappingProxyType(dict(hints)),
            request_media_type=request_media_type,
            response_media_type=response_media_type,
            idempotent=idempotent,
        )

    def __repr__(self) -> str:
        return f"Operation({self.id!r}, {self.method} {self.path})"


class ApiDescription(_Frozen):
    """What the document says of the API as a whole.

    Args:
        title: The API's title.
        version: The document's version.
        default_base_url: The first server's URL, without a trailing slash.
        project_base_url: The server URL with the project variable in braces, or None.
        project_variable: The name of that variable, or None.
        project_format: The format of that variable's value ("uuid"), or None for any.
        path_prefix: What all paths begin with ("/v1"), or "". A base URL may repeat it.
        rate_limit_headers: Names of the answer's rate-limit headers.

    Attributes:
        rate_limits: What these headers mean.
    """

    __slots__ = (
        "default_base_url",
        "path_prefix",
        "project_base_url",
        "project_format",
        "project_variable",
        "rate_limit_headers",
        "rate_limits",
        "title",
        "version",
    )
    title: str
    version: str
    default_base_url: str
    project_base_url: str | None
    project_variable: str | None
    project_format: str | None
    path_prefix: str
    rate_limit_headers: tuple[str, ...]
    rate_limits: RateLimitHeaders

    def __init__(
        self,
        *,
        title: str,
        version: str,
        default_base_url: str,
        project_base_url: str | None = None,
        project_variable: str | None = None,
        project_format: str | None = None,
        path_prefix: str = "",
        rate_limit_headers: tuple[str, ...] = (),
    ) -> None:
        self._fill(
            title=title,
            version=version,
            default_base_url=default_base_url.rstrip("/"),
            project_base_url=project_base_url,
            project_variable=project_variable,
            project_format=project_format,
            path_prefix=path_prefix.rstrip("/"),
            rate_limit_headers=rate_limit_headers,
            rate_limits=RateLimitHeaders(rate_limit_headers),
        )

    def __repr__(self) -> str:
        return f"ApiDescription({self.title!r}, {self.version!r}, {self.default_base_url!r})"
