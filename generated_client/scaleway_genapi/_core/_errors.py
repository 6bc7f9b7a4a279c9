"""Every exception that leaves the package.

ScalewayGenAPIError
├── ConfigurationError (also a ValueError)      the client was given something unusable
├── RequestEncodeError (also a TypeError)       the request cannot be written as JSON
└── APIError
    ├── APIConnectionError                      no answer, or it broke off
    │   └── APITimeoutError                     no progress for too long
    ├── APIStatusError                          an answer with an error status
    │   ├── BadRequestError                     400
    │   ├── AuthenticationError                 401
    │   ├── PermissionDeniedError               403
    │   ├── NotFoundError                       404
    │   ├── ConflictError                       409
    │   ├── UnprocessableEntityError            422
    │   ├── RateLimitError                      429
    │   └── InternalServerError                 500 to 599
    ├── ResponseDecodeError                     an answer that is not what the document says
    │   └── StreamDecodeError (also StreamError)
    └── StreamError                             a stream broke after it had begun
        ├── StreamInterruptedError              it ended, was cut or closed before its end marker
        └── StreamServerError                   the server reported an error inside it

All of them pickle and copy. None holds the request: the request of an error's response has a method and a URL
without query, and nothing else.
Knows neither httpx nor how a response is read.
"""

from typing import TYPE_CHECKING, Any

from ._snapshot import ResponseSnapshot, take_snapshot

if TYPE_CHECKING:
    from ._httpx import Response
    from ._ratelimit import RateLimits


def _rebuild(
    cls: type[BaseException], args: tuple[Any, ...], state: dict[str, Any]
) -> BaseException:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


_PACKAGE = __name__.partition(".")[0]


class ScalewayGenAPIError(Exception):
    """Everything that this package raises on purpose."""

    # Where callers import it from, as logs and tracebacks shall show it.
    __module__ = _PACKAGE

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.__module__.partition(".")[0] == _PACKAGE:
            cls.__module__ = _PACKAGE

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args, self._state())

    def _state(self) -> dict[str, Any]:
        return dict(self.__dict__)


class ConfigurationError(ScalewayGenAPIError, ValueError):
    """The client was given something it cannot work with: a key, a project id, a URL, an option."""


class RequestEncodeError(ScalewayGenAPIError, TypeError):
    """The request holds a value that cannot be written as JSON."""


class APIError(ScalewayGenAPIError):
    """A call that failed.

    Attributes:
        message: What went wrong and what to do about it, for a log; also `str(error)`.
        detail: The service's own sentence about it and nothing else, which can be shown to a user; None when
            it said nothing, or what it said is no JSON (see `body`).
        hint: What to do about it, as the API's description has it; None when it has nothing to say.
        status_code: The HTTP status, or the one that an error event named; None without either.
        code: The API's own code.
        type: The API's name for the kind of error.
        param: The request parameter at fault.
        request_id: What to quote to the vendor.
        retry_after: Seconds that the server asked to wait.
        rate_limits: The answer's rate-limit headers.
        body: The parsed body of the answer, or its text when it is no JSON.
    """

    message: str
    detail: str | None
    hint: str | None
    status_code: int | None
    code: int | str | None
    type: str | None
    param: str | None
    request_id: str | None
    retry_after: float | None
    rate_limits: "RateLimits | None"
    body: Any

    def __init__(
        self,
        message: str,
        *,
        detail: str | None = None,
        hint: str | None = None,
        status_code: int | None = None,
        code: int | str | None = None,
        type: str | None = None,  # noqa: A002 - the API's own word
        param: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        rate_limits: "RateLimits | None" = None,
        body: Any = None,
        response: Any = None,
        request: object = None,  # noqa: ARG002 - as tests make them that were written for another SDK; never kept
    ) -> None:
        super().__init__(message)
        self.message = message
        self.detail = detail
        self.hint = hint
        self.status_code = status_code
        self.code = code
        self.type = type
        self.param = param
        self.request_id = request_id
        self.retry_after = retry_after
        self.rate_limits = rate_limits
        self.body = body
        self._response: Any = response

    @property
    def response(self) -> "Response | None":
        """The HTTP response, when there was one; of its request only method and URL, without key and query."""
        if isinstance(self._response, ResponseSnapshot):
            from ._httpx import rebuild_response  # noqa: PLC0415 - errors must not pull in an HTTP library

            self._response = rebuild_response(self._response)
        response: Response | None = self._response
        return response

    def _state(self) -> dict[str, Any]:
        state = dict(self.__dict__)
        response = state["_response"]
        if response is not None and not isinstance(response, ResponseSnapshot):
            state["_response"] = take_snapshot(response)
        return state

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.message!r})"


class APIConnectionError(APIError):
    """No answer could be had, or it broke off; `__cause__` is the HTTP library's own error."""

    def __init__(self, message: str = "Connection error.", **values: Any) -> None:
        super().__init__(message, **values)


class APITimeoutError(APIConnectionError):
    """Nothing moved for longer than the timeout, or the total time was used up."""

    def __init__(self, message: str = "Request timed out.", **values: Any) -> None:
        super().__init__(message, **values)


class APIStatusError(APIError):
    """The server answered with an error status, `status_code`; `response` is its answer.

    One that is made by hand, in a test say, needs one of the two, and tells by itself what `response` and
    `body` say: `RateLimitError("slow down", response=httpx.Response(429), body=None)`.
    """

    status_code: int  # pyright: ignore[reportIncompatibleVariableOverride] - there is always one

    def __init__(
        self,
        message: str,
        *,
        status_code: int | None = None,
        response: Any = None,
        **values: Any,
    ) -> None:
        if response is not None and not isinstance(response, ResponseSnapshot):
            from ._by_hand import told_by  # noqa: PLC0415 - our own errors come with a snapshot

            values = told_by(response, values.get("body")) | values
            status_code = response.status_code if status_code is None else status_code
        if status_code is None:
            raise TypeError(f"{type(self).__name__}: give it a status_code or a response")
        if response is None:
            response = ResponseSnapshot(status_code, (), b"", "GET", "")
        super().__init__(message, status_code=status_code, response=response, **values)

    @property
    def response(self) -> "Response":
        """The HTTP response; of its request only method and URL, without key and query."""
        found: Any = super().response
        response: Response = found
        return response


class BadRequestError(APIStatusError):
    """400: the request is malformed, too large, or beyond what the model takes."""


class AuthenticationError(APIStatusError):
    """401: the request carried no key."""


class PermissionDeniedError(APIStatusError):
    """403: the key is unknown, lacks a permission, or the project URL is wrong."""


class NotFoundError(APIStatusError):
    """404: there is nothing at this URL."""


class ConflictError(APIStatusError):
    """409: the request collides with another."""


class UnprocessableEntityError(APIStatusError):
    """422: the model is missing or unknown."""


class RateLimitError(APIStatusError):
    """429: too many requests, tokens or concurrent requests."""


class InternalServerError(APIStatusError):
    """Any 5xx: the failure is the server's."""


class ResponseDecodeError(APIError):
    """The answer is not what the document says.

    Attributes:
        path: Where in the JSON, such as `$.choices[0].message`; None when it is no JSON at all.
    """

    path: str | None

    def __init__(self, message: str, *, path: str | None = None, **values: Any) -> None:
        super().__init__(message, **values)
        self.path = path


class StreamError(APIError):
    """A stream broke after it had begun, what had arrived being handed out before; or two read it at a time."""


class StreamInterruptedError(StreamError):
    """The stream ended, was closed, or its connection broke, before its end marker."""


class StreamServerError(StreamError):
    """The server reported an error inside the stream; `status_code` is the code it named, if it is one."""


class StreamDecodeError(ResponseDecodeError, StreamError):
    """An event of the stream is not what the document says."""


_BY_STATUS: dict[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_error_class(status: int) -> type[APIStatusError]:
    """The class of the error for an HTTP status; those without their own are plain `APIStatusError`."""
    if 500 <= status <= 599:  # noqa: PLR2004 - the class of statuses, by definition
        return InternalServerError
    return _BY_STATUS.get(status, APIStatusError)
