"""One answer against the document: status, media type, headers, body or events, drift. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._api import EVENT_STREAM, is_json
from ._drift import drift
from ._findings import Finding, Kind, Severity
from ._json import brief, loads
from ._status_again import status_again

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._api import Media, Operation, Response
    from ._exchange import Exchange
    from ._session import Session

_SERVER_ERRORS = 500
_NO_BODY = {204, 205, 304}

# Of HTTP itself, its caches, proxies and browsers: a document need not name them (RFC 9110, 9111).
COMMON_HEADERS = frozenset(
    {
        "accept-ranges",
        "age",
        "allow",
        "alt-svc",
        "cache-control",
        "connection",
        "content-encoding",
        "content-language",
        "content-length",
        "content-security-policy",
        "content-type",
        "date",
        "etag",
        "expires",
        "keep-alive",
        "last-modified",
        "location",
        "permissions-policy",
        "pragma",
        "referrer-policy",
        "retry-after",
        "server",
        "set-cookie",
        "strict-transport-security",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "vary",
        "via",
        "www-authenticate",
        "x-accel-buffering",
        "x-content-type-options",
        "x-frame-options",
        "x-xss-protection",
    }
)


def judge(session: Session, operation: Operation, exchange: Exchange) -> list[Finding]:
    """Everything in which `exchange` is not as the document says, or more than it says."""
    findings = list(_secrets(exchange))
    if exchange.broken is not None:
        message = f"the answer broke off: {exchange.broken}"
        findings.append(Finding(Severity.VIOLATION, Kind.TRANSPORT, message))
    response = operation.response(exchange.status)
    if response is None:
        declared = ", ".join(operation.responses)
        message = f"status {exchange.status} is not declared (declared: {declared})"
        findings.append(Finding(Severity.VIOLATION, Kind.NEW_STATUS, message))
        return findings
    findings += _headers(session, operation, response, exchange)
    findings += _content(session, response, exchange)
    return findings


def _secrets(exchange: Exchange) -> Iterator[Finding]:
    if exchange.repeats_key:
        message = "the answer repeats the API key, or a part of it"
        yield Finding(Severity.DEVIATION, Kind.SECRET, message)


def _headers(
    session: Session, operation: Operation, response: Response, exchange: Exchange
) -> Iterator[Finding]:
    for name, (required, schema) in response.headers.items():
        value = exchange.headers.get(name)
        if value is None:
            if required:
                message = f"the required header {name} is missing"
                yield Finding(Severity.VIOLATION, Kind.ABSENT_HEADER, message)
        elif schema is not None and not any(
            session.schemas.valid(reading, schema) for reading in _readings(value)
        ):
            message = f"the header {name} does not follow its schema"
            yield Finding(Severity.VIOLATION, Kind.BODY, message)
    new = [n for n in exchange.headers if n not in response.headers and n not in COMMON_HEADERS]
    known = {name for other in operation.responses.values() for name in other.headers}
    elsewhere = [name for name in new if name in known]
    said = [f"the header {name} is not declared" for name in new if name not in known]
    if elsewhere:
        # They come together, as those of limits do, and are one thing to look at.
        verb = "headers {} are" if len(elsewhere) > 1 else "header {} is"
        named = verb.format(", ".join(elsewhere))
        said.append(f"the {named} not declared for a {exchange.status}")
    for message in said:
        yield Finding(Severity.NOTE, Kind.NEW_HEADER, message)


def _readings(value: str) -> Iterator[Any]:
    """A header's text, and what it may stand for: schemas of headers may say `integer`."""
    yield value
    try:
        yield loads(value)
    except ValueError:
        return


def _content(session: Session, response: Response, exchange: Exchange) -> Iterator[Finding]:
    if not response.media or exchange.status in _NO_BODY:
        return
    media = next((m for m in response.media if m.type == exchange.media_type), None)
    # A proxy in front may answer a 5xx in its own words; clients are told to expect that.
    proxy = exchange.status >= _SERVER_ERRORS
    if media is None:
        declared = " or ".join(m.type for m in response.media)
        found = exchange.media_type or "no media type"
        message = f"a {exchange.status} came as {found}; declared is {declared}"
        severity = Severity.DEVIATION if proxy else Severity.VIOLATION
        yield Finding(severity, Kind.MEDIA_TYPE, message)
        # Most often only the label is wrong: what the body says is still worth knowing.
        media = next((m for m in response.media if is_json(m.type)), None)
        if media is None or exchange.media_type == EVENT_STREAM:
            return
    if media.item is not None:
        yield from _events(session, media, exchange)
    elif media.schema is not None and is_json(media.type):
        # Of another type, a file say, the schema tells that there are bytes, and no more.
        try:
            value = exchange.json
        except ValueError as error:
            severity = Severity.DEVIATION if proxy else Severity.VIOLATION
            yield Finding(severity, Kind.BODY, f"the body is no JSON: {brief(str(error))}", "")
            return
        yield from _value(session, media.schema, value, "the body")
        yield from status_again(response, media, exchange.status, value)


def _value(session: Session, schema: str, value: Any, what: str) -> Iterator[Finding]:
    yield from session.schemas.findings(value, schema, what=what)
    yield from drift(value, schema, session.api.document, session.schemas)


def _events(session: Session, media: Media, exchange: Exchange) -> Iterator[Finding]:
    try:
        events = exchange.events
    except ValueError:
        yield Finding(Severity.VIOLATION, Kind.STREAM, "the stream is not UTF-8")
        return
    if media.when is not None and all(event.data == media.end for event in events.events):
        yield Finding(Severity.VIOLATION, Kind.STREAM, "the stream that was asked for is empty")
    ended = False
    for number, event in enumerate(events.events, 1):
        if ended:
            message = f"event {number} comes after the end, {media.end}"
            yield Finding(Severity.VIOLATION, Kind.STREAM, message)
            break
        if media.end is not None and event.data == media.end:
            ended = True
            continue
        if event.name != "message":
            message = f"events are named {event.name!r}; the document names none"
            yield Finding(Severity.NOTE, Kind.STREAM, message)
        try:
            value = loads(event.data)
        except ValueError:
            message = f"event {number} is no JSON: {brief(event.data)}"
            yield Finding(Severity.VIOLATION, Kind.STREAM, message)
            continue
        yield from _value(session, media.item or "", value, f"event {number}")
    if media.end is not None and not ended:
        if events.cut.strip() == media.end:
            message = f"no blank line follows {media.end}: a strict reader never sees it"
            yield Finding(Severity.DEVIATION, Kind.STREAM, message)
        else:
            message = f"the stream does not end with {media.end}"
            yield Finding(Severity.VIOLATION, Kind.STREAM, message)
