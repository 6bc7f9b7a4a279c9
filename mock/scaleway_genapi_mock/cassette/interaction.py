"""A request and its answer, as values and as JSON data. Knows no file, no network, no document.

Bodies are bytes in memory. In JSON they take the most readable form that gives the same bytes
back: JSON itself (with the text beside it where it is spelt otherwise), else text, else base64.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief, dumps, is_array, is_object, loads

from .errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_LONGEST = 86_400.0
_LEAST_STATUS, _MOST_STATUS = 200, 599


@dataclass(frozen=True, slots=True)
class Sent:
    """A request: what is needed to know it again. Headers are not.

    `query` holds the parameters that the document names.
    """

    method: str
    path: str
    content: bytes = b""
    query: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Event:
    """A record of a stream as it came over the wire, `after` seconds from the headers."""

    after: float
    raw: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer; `after` is the seconds until its headers came.

    A stream has `events` instead of a `content`.
    """

    status: int
    headers: Mapping[str, str]
    after: float
    content: bytes = b""
    events: tuple[Event, ...] | None = None

    @property
    def media_type(self) -> str:
        """The content type as sent, parameters included; empty without one."""
        return self.headers.get("content-type", "")


@dataclass(frozen=True, slots=True)
class Interaction:
    """What was sent to an operation, and what came back."""

    operation: str
    sent: Sent
    recorded: Recorded

    def to_dict(self) -> dict[str, Any]:
        """As JSON data."""
        sent, recorded = self.sent, self.recorded
        request: dict[str, Any] = {"method": sent.method, "path": sent.path}
        if sent.query:
            request["query"] = dict(sent.query)
        request |= _shown(sent.content)
        response: dict[str, Any] = {
            "status": recorded.status,
            "headers": dict(recorded.headers),
            "after": round(recorded.after, 4),
        }
        if recorded.events is None:
            response |= _shown(recorded.content)
        else:
            response["events"] = [
                {"after": round(event.after, 4), **_shown_event(event.raw)}
                for event in recorded.events
            ]
        return {"operation": self.operation, "request": request, "response": response}


def parse_interaction(given: Any) -> Interaction:
    """The interaction that JSON data states. Raises FormatError."""
    data = _object(given, "")
    request = _object(data.get("request"), "/request")
    response = _object(data.get("response"), "/response")
    status = response.get("status")
    if isinstance(status, bool) or not isinstance(status, int):
        raise FormatError(f"/response/status: {brief(status)} is no HTTP status")
    if not _LEAST_STATUS <= status <= _MOST_STATUS:
        raise FormatError(f"/response/status: {status} is no final HTTP status")
    events = None
    if "events" in response:
        if not is_array(response["events"]):
            raise FormatError("/response/events: is no list")
        events = tuple(_events(response["events"]))
    return Interaction(
        operation=_text(data, "operation", ""),
        sent=Sent(
            _text(request, "method", "/request"),
            _text(request, "path", "/request"),
            _content(request, "/request"),
            _texts(request, "query", "/request"),
        ),
        recorded=Recorded(
            status=status,
            headers={
                name.lower(): text
                for name, text in _texts(response, "headers", "/response").items()
            },
            after=_seconds(response, "/response"),
            content=b"" if events is not None else _content(response, "/response"),
            events=events,
        ),
    )


def _shown(content: bytes) -> dict[str, Any]:
    if not content:
        return {}
    try:
        value = loads(content)
        return {"body": value} | _spelling("text", content, dumps(value))
    except ValueError:
        pass
    try:
        return {"text": content.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": b64encode(content).decode("ascii")}


def _spelling(name: str, content: bytes, ours: bytes) -> dict[str, str]:
    """The text itself beside its value, where writing the value again would spell it otherwise.

    The value is for people; spaces, escapes and the form of numbers are what was recorded.
    """
    return {} if content == ours else {name: content.decode("utf-8")}


def _event(value: Any) -> bytes:
    return b"data: " + dumps(value) + b"\n\n"


def _shown_event(raw: bytes) -> dict[str, Any]:
    if raw.startswith(b"data: ") and raw.endswith(b"\n\n") and raw.count(b"\n") == 2:  # noqa: PLR2004
        try:
            value = loads(raw[6:-2])
            return {"data": value} | _spelling("raw", raw, _event(value))
        except ValueError:
            pass
    try:
        return {"raw": raw.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": b64encode(raw).decode("ascii")}


def _content(data: Mapping[str, Any], path: str) -> bytes:
    if "body" not in data:
        return _plain(data, "text", path)
    if "text" not in data:
        return dumps(data["body"])
    return _same(data, "body", "text", path, lambda text: text)


def _same(
    data: Mapping[str, Any], value: str, name: str, path: str, inner: Callable[[bytes], bytes]
) -> bytes:
    """The text under `name`, which must say what stands under `value`: one was edited otherwise."""
    content = _text(data, name, path).encode()
    try:
        agrees = loads(inner(content)) == data[value]
    except ValueError:
        agrees = False
    if not agrees:
        raise FormatError(f"{path}/{name}: does not say what {value} says; leave one of them out")
    return content


def _plain(data: Mapping[str, Any], name: str, path: str) -> bytes:
    if name in data:
        return _text(data, name, path).encode()
    if "base64" in data:
        try:
            return b64decode(_text(data, "base64", path), validate=True)
        except ValueError:
            raise FormatError(f"{path}/base64: is no base64") from None
    return b""


def _events(given: Iterable[Any]) -> Iterable[Event]:
    before = 0.0
    for index, item in enumerate(given):
        path = f"/response/events/{index}"
        data = _object(item, path)
        after = _seconds(data, path)
        if after < before:
            raise FormatError(f"{path}/after: {after} comes before the event ahead of it")
        before = after
        if not data.keys() & {"data", "raw", "base64"}:
            raise FormatError(f"{path}: has no data, raw or base64")
        if "data" not in data:
            raw = _plain(data, "raw", path)
        elif "raw" in data:
            raw = _same(data, "data", "raw", path, lambda text: text[6:-2])
        else:
            raw = _event(data["data"])
        yield Event(after, raw)


def _object(value: Any, path: str) -> dict[str, Any]:
    if not is_object(value):
        raise FormatError(f"{path or '/'}: {brief(value)} is no object")
    return value


def _text(data: Mapping[str, Any], name: str, path: str) -> str:
    value = data.get(name)
    if not isinstance(value, str):
        raise FormatError(f"{path}/{name}: {brief(value)} is no text")
    return value


def _texts(data: Mapping[str, Any], name: str, path: str) -> dict[str, str]:
    found = _object(data.get(name, {}), f"{path}/{name}")
    return {key: _text(found, key, f"{path}/{name}") for key in found}


def _seconds(data: Mapping[str, Any], path: str) -> float:
    value = data.get("after", 0.0)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST:
        raise FormatError(f"{path}/after: {brief(value)} is no number of seconds")
    return float(value)
