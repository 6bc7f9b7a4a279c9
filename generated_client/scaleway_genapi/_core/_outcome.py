"""Turns a response into what the caller gets: a decoded answer or a typed error.

Duck-typed: works on the responses of both HTTP libraries and imports neither. Reads no body itself.
"""

from typing import Any, TypeVar

from ._error_body import (
    describe,
    excerpt,
    is_error,
    own_words,
    parse_body,
    read_error,
    status_phrase,
)
from ._errors import APIStatusError, ResponseDecodeError, status_error_class
from ._operation import Operation
from ._ratelimit import RateLimitHeaders
from ._raw_response import request_id_of
from ._redact import Secret, redact, shows
from ._shapes import is_object
from ._snapshot import take_snapshot

T = TypeVar("T")


def status_error(
    response: Any,
    content: bytes,
    operation: Operation[Any],
    *,
    secret: Secret | None,
    limits: RateLimitHeaders,
    asked: float | None,
) -> APIStatusError:
    """The error for a response with an error status.

    Args:
        response: The response.
        content: Its body.
        operation: What was called: its hints are appended.
        secret: The key, which nothing may show.
        limits: What its rate-limit headers mean.
        asked: Seconds that the server asked to wait.
    """
    status: int = response.status_code
    text = redact(content.decode("utf-8", "replace"), secret)
    body = parse_body(text)
    detail = read_error(body)
    request_id = request_id_of(response.headers, secret)
    hint = operation.hints.get(status)
    snapshot = take_snapshot(response, secret)
    subject = status_phrase(status)
    if status == 404 and snapshot.url:  # noqa: PLR2004 - what is wrong is the URL, most likely
        subject += f" at {snapshot.method} {snapshot.url}"
    location = response.headers.get("location")
    if 300 <= status < 400 and location:  # noqa: PLR2004 - redirects, by definition
        hint = f"The server redirects to {excerpt(location.partition('?')[0])}; redirects are not followed, so that key and prompt go nowhere else. Check base_url."
    said = own_words(detail, body)
    return status_error_class(status)(
        redact(
            describe(subject, detail, body, request_id=request_id, hint=hint, wait=asked), secret
        ),
        detail=said and redact(said, secret),
        hint=hint and redact(hint, secret),
        status_code=status,
        code=detail.code,
        type=detail.type,
        param=detail.param,
        request_id=request_id,
        retry_after=asked,
        rate_limits=limits.read(response.headers),
        body=body,
        response=snapshot,
    )


def _media_type(response: Any) -> str:
    value: str = response.headers.get("content-type", "")
    return value.partition(";")[0].strip().lower()


def _attach(
    error: ResponseDecodeError,
    response: Any,
    secret: Secret | None,
    limits: RateLimitHeaders,
) -> ResponseDecodeError:
    error.status_code = response.status_code
    error.request_id = request_id_of(response.headers, secret)
    error.rate_limits = limits.read(response.headers)
    # No public setter, which would be part of every error.
    vars(error)["_response"] = take_snapshot(response, secret)
    if error.request_id is not None:
        error.message += f" (request id {error.request_id})"
        error.args = (error.message,)
    return error


def undecodable(
    response: Any,
    content: bytes,
    operation: Operation[Any],
    fault: str,
    *,
    secret: Secret | None,
    limits: RateLimitHeaders,
) -> ResponseDecodeError:
    """The error for an answer that is no JSON, or not of the declared type."""
    text = redact(content.decode("utf-8", "replace"), secret)
    said = f"; it begins {excerpt(text)!r}" if text.strip() else ""
    message = f"The answer to {operation.id} ({status_phrase(response.status_code)}) {fault}{said}"
    return _attach(ResponseDecodeError(message, body=text), response, secret, limits)


def decode_response(
    response: Any, operation: Operation[T], secret: Secret | None, limits: RateLimitHeaders
) -> T:
    """The decoded content of a successful response.

    Raises:
        ResponseDecodeError: It is not what the document says.
    """
    value: T
    value, error = _decoded(response, response.content, operation, secret, limits)
    if error is not None:
        try:
            # Here, where a traceback shows nothing of the body.
            raise error
        finally:
            del error  # an error whose frames hold it is freed late, and the response with it
    return value


def _decoded(
    response: Any,
    content: bytes,
    operation: Operation[T],
    secret: Secret | None,
    limits: RateLimitHeaders,
) -> tuple[Any, ResponseDecodeError | None]:
    expected = operation.response_media_type
    if expected is None:
        return operation.decode(None), None
    got = _media_type(response)
    if got != expected and not (
        expected == "application/json" and (got.endswith("+json") or not got)
    ):
        fault = (
            "is empty" if not content else f"is {got or 'of no stated type'} instead of {expected}"
        )
        return None, undecodable(response, content, operation, fault, secret=secret, limits=limits)
    if expected != "application/json":
        text = content.decode("utf-8", "replace") if expected.startswith("text/") else content
        return operation.decode(text), None
    from ._json import DECODE_ERRORS, loads  # noqa: PLC0415 - loads a JSON library

    try:
        data = loads(content)
    except DECODE_ERRORS as error:
        fault = f"is no JSON ({error})" if content.strip() else "is empty"
        return None, _without_echo(
            undecodable(response, content, operation, fault, secret=secret, limits=limits),
            error,
            content,
            secret,
        )
    try:
        return operation.decode(data), None
    except ResponseDecodeError as error:
        text = redact(content.decode("utf-8", "replace"), secret)
        error.body = parse_body(text)
        # It names properties, which may be anything.
        error.message, error.path = (
            redact(error.message, secret),
            error.path and redact(error.path, secret),
        )
        error.args = (error.message,)
        if is_object(data) and is_error(data):
            said = read_error(error.body).message or text
            error.message += f"; the server reports an error: {excerpt(said)}"
            error.args = (error.message,)
        return None, _without_echo(
            _attach(error, response, secret, limits), error.__cause__, content, secret
        )


def _without_echo(
    error: ResponseDecodeError,
    cause: BaseException | None,
    content: bytes,
    secret: Secret | None,
) -> ResponseDecodeError:
    """`error` with its cause; where the server echoed the key, without it and the frames that decoded the answer."""
    if shows(content, secret):
        error.__traceback__ = error.__context__ = cause = None
    error.__cause__ = cause
    return error


def not_a_stream(
    response: Any,
    content: bytes,
    operation: Operation[Any],
    secret: Secret | None,
    limits: RateLimitHeaders,
) -> ResponseDecodeError:
    """The error for a successful response that should have been an event stream."""
    got = _media_type(response) or "of no stated type"
    return undecodable(
        response,
        content,
        operation,
        f"is {got} instead of text/event-stream",
        secret=secret,
        limits=limits,
    )


def is_stream(response: Any) -> bool:
    """Whether a response is an event stream."""
    return _media_type(response) == "text/event-stream"
