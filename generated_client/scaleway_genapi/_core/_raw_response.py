"""An answer with its status and headers, before or besides its content.

Knows how to hand out the decoded content, not how it is decoded.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._errors import ScalewayGenAPIError
from ._ratelimit import RateLimitHeaders, RateLimits
from ._redact import Secret, redact
from ._snapshot import ResponseSnapshot, take_snapshot

if TYPE_CHECKING:
    from ._httpx import Headers, Response

T = TypeVar("T")
U = TypeVar("U")

REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-correlation-id")


def request_id_of(headers: Any, secret: Secret | None = None) -> str | None:
    """The id that the server gave the request; the vendor documents no header, so the usual ones are tried."""
    for name in REQUEST_ID_HEADERS:
        value: str | None = headers.get(name)
        if value:
            return redact(value, secret)
    return None


class RawResponse(Generic[T]):
    """The HTTP side of an answer; `parse()` gives the content."""

    __slots__ = ("_limits", "_parse", "_parsed", "_secret", "http_response")

    def __init__(
        self,
        http_response: "Response",
        parse: Callable[[], T],
        *,
        limits: RateLimitHeaders,
        secret: Secret | None = None,
    ) -> None:
        self.http_response = http_response
        self._parse: Callable[[], T] | None = parse
        self._parsed: T
        self._secret = secret
        self._limits = limits

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.http_response.status_code

    @property
    def headers(self) -> "Headers":
        """The answer's headers; names in any case."""
        return self.http_response.headers

    @property
    def request_id(self) -> str | None:
        """The id to quote to the vendor."""
        return request_id_of(self.headers, self._secret)

    @property
    def rate_limits(self) -> RateLimits | None:
        """The rate-limit headers, or None when there are none."""
        return self._limits.read(self.headers)

    def parse(self) -> T:
        """The decoded content: a model, or the stream. Twice gives the same object.

        Raises:
            ResponseDecodeError: The content is not what the document says.
        """
        if self._parse is not None:
            self._parsed = self._parse()
            self._parse = None
        return self._parsed

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy holds the answer, not what was asked with: no request headers, no connection. One that
        # holds a stream refuses, as the stream does.
        parsed, failure = None, None
        try:
            parsed = self.parse()
        except ScalewayGenAPIError as error:
            failure = error  # which the copy's parse() raises as well
        snapshot = take_snapshot(self.http_response, self._secret)
        return _rebuild, (snapshot, parsed, failure, self._limits)

    def __repr__(self) -> str:
        return f"<RawResponse {self.status_code}>"


def read_further(raw: RawResponse[T], read: Callable[[T], U]) -> RawResponse[U]:
    """`raw` with a content that `read` makes of its own, when it is asked for."""
    inside: Any = raw  # of the same class, which is more than the type checkers see
    return RawResponse(
        raw.http_response,
        lambda: read(raw.parse()),
        limits=inside._limits,  # noqa: SLF001
        secret=inside._secret,  # noqa: SLF001
    )


def _rebuild(
    snapshot: ResponseSnapshot,
    parsed: Any,
    failure: ScalewayGenAPIError | None,
    limits: RateLimitHeaders,
) -> RawResponse[Any]:
    from ._httpx import rebuild_response  # noqa: PLC0415 - loads the HTTP library

    def parse() -> Any:
        if failure is not None:
            raise failure
        return parsed

    raw = RawResponse(rebuild_response(snapshot), parse, limits=limits)
    if failure is None:
        raw.parse()  # so that this closure is not kept
    return raw
