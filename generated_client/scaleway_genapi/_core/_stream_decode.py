"""Turns the events of a stream into chunks or typed errors.

Pure: works on events and plain values; reads nothing.
"""

from collections.abc import Callable, Iterable
from typing import Any

from ._deadline import Deadline
from ._error_body import describe, excerpt, is_error, own_words, read_error, status_from_code
from ._errors import (
    APIError,
    APITimeoutError,
    ResponseDecodeError,
    StreamDecodeError,
    StreamError,
    StreamInterruptedError,
    StreamServerError,
)
from ._json import DECODE_ERRORS, loads, loads_again
from ._model import Model
from ._operation import Operation
from ._ratelimit import RateLimitHeaders
from ._raw_response import request_id_of
from ._redact import Secret, redact, safe_cause
from ._shapes import is_object
from ._snapshot import take_snapshot
from ._sse import EventTooLargeError, ServerSentEvent
from ._words import words_of

# What an event that is no chunk makes the parser or the decoder raise; `explain` then finds out why.
FAULTS = (*DECODE_ERRORS, KeyError, TypeError, AttributeError, ResponseDecodeError)


# Events that gateways put into an idle stream to keep it open, whatever their data.
_SIGNS_OF_LIFE = frozenset({"ping", "heartbeat", "keep-alive", "keepalive"})


def quick(decode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """`decode` without the explanation of what is wrong, where there is such a thing."""
    model = getattr(decode, "__self__", None)
    if isinstance(model, type) and issubclass(model, Model) and decode == model.from_dict:
        return model.from_dict_unchecked
    return decode


def look_again(text: str, decode: Callable[[Any], Any]) -> Any:
    """The chunk of an event that the quick parser refused; None where it is none, or an error."""
    try:
        data = loads_again(text)
        return None if is_error(data) else decode(data)
    except FAULTS:
        return None


def until_error(events: Iterable[ServerSentEvent]) -> tuple[list[str], str | None]:
    """The data of the events before the first one of type "error", and the data of that."""
    texts: list[str] = []
    for event in events:
        if event.event in _SIGNS_OF_LIFE:
            continue
        if event.event == "error" and event.data:
            return texts, event.data
        texts.append(event.data)
    return texts, None


class StreamContext:
    """What the errors of one stream tell of it, and `failure`, the one that ended it: each is noted as it is made."""

    __slots__ = ("deadline", "failure", "limits", "operation", "response", "secret")

    def __init__(
        self,
        operation: Operation[Any],
        response: Any,
        secret: Secret | None,
        limits: RateLimitHeaders,
        deadline: Deadline | None,
    ) -> None:
        self.operation = operation
        self.failure: APIError | None = None
        self.response = response
        self.secret = secret
        self.limits = limits
        self.deadline = deadline

    def _facts(self) -> dict[str, Any]:
        headers = self.response.headers
        return {
            "request_id": request_id_of(headers, self.secret),
            "rate_limits": self.limits.read(headers),
            "response": take_snapshot(self.response, self.secret),
        }

    def server_error(self, data: object) -> StreamServerError:
        """The error for an event that reports one, in any of the documented shapes."""
        detail = read_error(data)
        facts = self._facts()
        status = status_from_code(detail.code)
        hint = None if status is None else self.operation.hints.get(status)
        message = describe(
            f"The server reported an error inside the stream of {self.operation.id}",
            detail,
            data,
            request_id=facts["request_id"],
            hint=hint,
        )
        said = own_words(detail, data)
        self.failure = StreamServerError(
            redact(message, self.secret),
            detail=said and redact(said, self.secret),
            hint=hint,
            status_code=status,
            code=detail.code,
            type=detail.type,
            param=detail.param,
            body=data,
            **facts,
        )
        return self.failure

    def decode_error(
        self, fault: str, *, path: str | None = None, body: Any = None
    ) -> StreamDecodeError:
        """The error for an event that is not what the document says."""
        message = redact(f"The stream of {self.operation.id} {fault}", self.secret)
        self.failure = StreamDecodeError(
            message, path=path, body=body, status_code=self.response.status_code, **self._facts()
        )
        return self.failure

    def interrupted(self, fault: str) -> StreamInterruptedError:
        """The error for a stream that nobody can read on."""
        self.failure = StreamInterruptedError(
            f"The stream of {self.operation.id} {redact(fault, self.secret)}",
            status_code=self.response.status_code,
            **self._facts(),
        )
        return self.failure

    def cut(self, fault: str) -> StreamInterruptedError:
        """The error for a stream that ended, or was cut, too early."""
        return self.interrupted(f"{fault}; what had arrived was handed out")

    def left(self) -> None:
        """Notes that reading was cancelled or interrupted, so that nobody takes what came for the whole."""
        self.interrupted("was cancelled or interrupted while it was read")

    def closed(self) -> None:
        """Notes that it was closed before its end, likewise."""
        if self.failure is None:
            self.interrupted("was closed before its end, and cannot be read on")

    def shared(self) -> StreamError:
        """The error for whoever reads while another does; what that one reads is none the worse for it."""
        return StreamError(
            f"The stream of {self.operation.id} is being read elsewhere: two threads or tasks cannot read one"
            " stream at a time; read it in one place, and hand the chunks on from there",
            status_code=self.response.status_code,
            **self._facts(),
        )

    def broken(self, error: Exception, timeouts: tuple[type[Exception], ...]) -> APIError:
        """The error for a stream whose reading raised `error`; `timeouts` are those of the HTTP library."""
        if isinstance(error, EventTooLargeError):
            return self.decode_error(f"cannot be read: {error}")
        if isinstance(error, timeouts):
            return self.timed_out()
        return self.cut(f"broke off ({type(error).__name__}: {words_of(error)})")

    def cause(self, error: BaseException) -> BaseException | None:
        """`error`, unless it would show the key."""
        return safe_cause(error, self.secret)

    def timed_out(self) -> APITimeoutError:
        """The error for a stream that nothing came of for longer than a read, or the whole call, may take."""
        if self.deadline is not None and self.deadline.over():
            fault = f"was not done within total_timeout ({self.deadline.seconds:g} s); what had arrived was handed out"
        else:
            fault = "stalled: nothing came within the read timeout"
        self.failure = APITimeoutError(
            f"The stream of {self.operation.id} {fault}",
            status_code=self.response.status_code,
            **self._facts(),
        )
        return self.failure

    def explain(self, text: str, kind: str) -> APIError:
        """The error that an event of type `kind` reports, or the reason why it is no chunk."""
        text = redact(text, self.secret)
        try:
            data = loads(text)
        except DECODE_ERRORS as error:
            if kind == "error":
                return self.server_error(text)
            return self.decode_error(
                f"has an event that is no JSON ({error}): {excerpt(text)!r}", body=text
            )
        if kind == "error" or (is_object(data) and is_error(data)):
            return self.server_error(data)
        if not is_object(data):
            return self.decode_error(
                f"has an event that is no object: {excerpt(text)!r}", body=data
            )
        stream = self.operation.stream
        try:
            if stream is not None:
                stream.decode(data)
        except ResponseDecodeError as error:
            return self.decode_error(
                f"has an invalid event: {error.message}", path=error.path, body=data
            )
        return self.decode_error(
            f"has an event that cannot be decoded: {excerpt(text)!r}", body=data
        )
