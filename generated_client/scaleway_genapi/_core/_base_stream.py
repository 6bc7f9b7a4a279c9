"""What the synchronous and the asynchronous stream tell of the answer that they are of.

Knows nothing of how it is read.
"""

from typing import TYPE_CHECKING, Any, NoReturn

from ._raw_response import request_id_of

if TYPE_CHECKING:
    from ._httpx import Response
    from ._ratelimit import RateLimits
    from ._stream_decode import StreamContext


class BaseStream:
    """A streamed answer, whose head has arrived."""

    __slots__ = ("_body", "_context", "_iterator")

    _body: Any  # an OpenResponse or an AsyncOpenResponse: the classes below say which
    _context: "StreamContext"

    @property
    def response(self) -> "Response":
        """The HTTP response; its body is this stream's to read."""
        response: Response = self._body.response
        return response

    @property
    def request_id(self) -> str | None:
        """The id to quote to the vendor."""
        return request_id_of(self.response.headers, self._context.secret)

    @property
    def rate_limits(self) -> "RateLimits | None":
        """The answer's rate-limit headers, or None when there are none."""
        return self._context.limits.read(self.response.headers)

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            f"this {type(self).__name__} can be neither pickled nor copied: it owns a connection"
        )

    def __repr__(self) -> str:
        state = "closed" if self._body.closed else "open"
        return f"<{type(self).__name__} {state}, status {self.response.status_code}>"
