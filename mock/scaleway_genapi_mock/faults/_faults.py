"""Each fault by name: a function from an answer to the answer that goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Literal, cast

from scaleway_genapi_mock._answers import Answer, EventStream, Reply, record
from scaleway_genapi_mock._config import MOST
from scaleway_genapi_mock._json import brief, is_object, loads
from scaleway_genapi_mock.check._errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaleway_genapi_mock._answers import Ending
    from scaleway_genapi_mock._config import ErrorShape
    from scaleway_genapi_mock.check._call import Call
    from scaleway_genapi_mock.rules import Stage

Scope = Literal["any", "stream"]
_HTML = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n"
    "<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n"
)
_MULTIBYTE = 0x80
_SHAPES = ("nested", "flat", "gateway", "legacy")


class FaultError(ValueError):
    """There is no such fault, or it has no such option."""


@dataclass(frozen=True, slots=True)
class Options:
    """What can be said about a fault.

    Attributes:
        after: So many events, or bytes of a body, go out before it.
        shape: The envelope of an error event; "legacy" is the flat one inside `error`.
        status: The status inside an error event (500), or of a gateway's page (502).
        delay: Seconds between the bytes of a slow answer.
        end: Whether the end marker follows an error event.
    """

    after: int | None = None
    shape: str = "nested"
    status: int | None = None
    delay: float = 0.05
    end: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault with its options; `needs_stream`: only a stream can have it."""

    name: str
    options: Options
    needs_stream: bool
    change: Callable[[Reply, Options, Call, Stage], Reply]

    def apply(self, reply: Reply, call: Call, stage: Stage) -> Reply:
        """`reply`, gone wrong."""
        return self.change(reply, self.options, call, stage)


Change = Callable[[Reply, Options, "Call", "Stage"], Reply]
_FAULTS: dict[str, tuple[Scope, tuple[str, ...], Change]] = {}


def _fault(name: str, *options: str, scope: Scope = "any") -> Callable[[Change], Change]:
    def register(change: Change) -> Change:
        _FAULTS[name] = (scope, options, change)
        return change

    return register


def names() -> list[str]:
    """The names of the faults."""
    return sorted(_FAULTS)


def options_of(name: str) -> tuple[str, ...]:
    """What can be said about the fault of that name, besides the name."""
    return _FAULTS[name][1]


def parse_fault(given: Any) -> Fault:
    """The fault that a name, or a mapping with `kind` and options, states. Raises FaultError."""
    stated: Mapping[str, Any] = given if is_object(given) else {"kind": given}
    name = stated.get("kind")
    if not isinstance(name, str) or name not in _FAULTS:
        near = get_close_matches(str(name), names(), n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names())}"
        raise FaultError(f"there is no fault {brief(name)}; {hint}")
    scope, known, change = _FAULTS[name]
    options = {key: value for key, value in stated.items() if key != "kind"}
    for key, value in options.items():
        _check_option(name, known, key, value)
    return Fault(name, Options(**options), scope == "stream", change)


_OPTIONS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "after": ("a number from 0", lambda v: isinstance(v, int) and 0 <= v <= MOST),
    "shape": ("one of " + ", ".join(_SHAPES), lambda v: isinstance(v, str) and v in _SHAPES),
    "status": ("a status from 200 to 599", lambda v: isinstance(v, int) and 200 <= v <= 599),  # noqa: PLR2004
    "delay": ("a number of seconds", lambda v: isinstance(v, int | float) and 0 <= v < 1e6),  # noqa: PLR2004
    "end": ("true or false", lambda v: isinstance(v, bool)),
}


def _check_option(name: str, known: tuple[str, ...], key: str, value: Any) -> None:
    if key not in known:
        raise FaultError(f"{name} has no {brief(key)}; it has {', '.join(known) or 'no options'}")
    wanted, fits = _OPTIONS[key]
    # In Python true is 1.
    if isinstance(value, bool) is not (key == "end") or not fits(value):
        raise FaultError(f"{key}: {brief(value)} is not {wanted}")


def _ended(reply: Reply, options: Options, ending: Ending, *, start: bool = True) -> Reply:
    """`reply`, which ends in `ending` after so many events or bytes."""
    if isinstance(reply, Answer):
        return replace(reply, ending=ending, started=start, sent=options.after)
    after = 2 if options.after is None else options.after
    return replace(reply, records=reply.records[:after], ending=ending, started=start)


@_fault("disconnect")
def _disconnect(reply: Reply, options: Options, _call: Call, _stage: Stage) -> Reply:
    """The connection is closed before the first byte of the answer."""
    return _ended(reply, options, "close", start=False)


@_fault("reset", "after")
def _reset(reply: Reply, options: Options, _call: Call, _stage: Stage) -> Reply:
    """TCP reset in the middle of the answer, `after` events."""
    return _ended(reply, options, "reset")


@_fault("stall", "after")
def _stall(reply: Reply, options: Options, _call: Call, _stage: Stage) -> Reply:
    """Nothing more comes, and the connection stays open."""
    return _ended(reply, options, "stall")


@_fault("close", "after")
def _close(reply: Reply, options: Options, _call: Call, _stage: Stage) -> Reply:
    """The connection is closed in the middle of the answer, between two events."""
    return _ended(reply, options, "close")


@_fault("bad-chunking", "after", scope="stream")
def _bad_chunking(reply: Reply, options: Options, _call: Call, _stage: Stage) -> Reply:
    """The framing of HTTP's chunks breaks."""
    return _ended(reply, options, "bad-chunk")


@_fault("cut-event", "after", scope="stream")
def _cut_event(reply: Reply, options: Options, _call: Call, _stage: Stage) -> Reply:
    """The stream ends, properly for HTTP, inside an event."""
    stream = _stream(reply)
    if not stream.records:
        return stream
    after = min(2 if options.after is None else options.after, len(stream.records) - 1)
    cut = stream.records[after]
    return replace(stream, records=[*stream.records[:after], cut[: len(cut) // 2]])


@_fault("cut-utf8", scope="stream")
def _cut_utf8(reply: Reply, _options: Options, _call: Call, _stage: Stage) -> Reply:
    """The stream ends inside a character of several bytes."""
    stream = _stream(reply)
    for index, data in enumerate(stream.records):
        for place, byte in enumerate(data):
            if byte >= _MULTIBYTE:
                return replace(stream, records=[*stream.records[:index], data[: place + 1]])
    # There is none in this answer: one is put in.
    return replace(stream, records=[*stream.records[:1], 'data: {"x": "é'.encode()[:-1]])


@_fault("no-end", scope="stream")
def _no_end(reply: Reply, _options: Options, call: Call, stage: Stage) -> Reply:
    """The stream ends without its end marker."""
    stream = _stream(reply)
    return replace(stream, records=_without_end(stream, call, stage)[0])


@_fault("malformed-json", "after")
def _malformed(reply: Reply, options: Options, _call: Call, _stage: Stage) -> Reply:
    """The body, or one event, is no JSON."""
    if isinstance(reply, Answer):
        return replace(reply, content=reply.content[: max(1, len(reply.content) // 2)])
    if not reply.records:
        return reply
    after = min(2 if options.after is None else options.after, len(reply.records) - 1)
    broken = reply.records[after].rstrip(b"\n")
    records = list(reply.records)
    records[after] = broken[: len(broken) // 2] + b"\n\n"
    return replace(reply, records=records)


@_fault("wrong-content-type")
def _wrong_type(reply: Reply, _options: Options, _call: Call, _stage: Stage) -> Reply:
    """The content is right and its type is not."""
    return replace(reply, media_type="text/plain; charset=utf-8")


@_fault("html", "status")
def _html(reply: Reply, options: Options, _call: Call, _stage: Stage) -> Reply:
    """A gateway answers, in its own way; `status` 200 is the meanest of it."""
    status = 502 if options.status is None else options.status
    # A page that comes as a success is one that should not have: it tells of the error all the same.
    told = status if status >= HTTPStatus.BAD_REQUEST else 502
    words = f"{told} {HTTPStatus(told).phrase}" if told in set(HTTPStatus) else str(told)
    page = _HTML.format(words).encode()
    return Answer(page, status, "text/html", reply.headers, latency=reply.latency)


@_fault("error-event", "after", "shape", "status", "end", scope="stream")
def _error_event(reply: Reply, options: Options, call: Call, stage: Stage) -> Reply:
    """An event with an error, `after` events, then the end marker, or not."""
    stream = _stream(reply)
    shape = "flat" if options.shape == "legacy" else options.shape
    refusal = Refusal(options.status or 500)
    body = loads(stage.error(call, refusal, cast("ErrorShape", shape)).content)
    after = 2 if options.after is None else options.after
    sent, end = _without_end(stream, call, stage)
    event = record({"error": body} if options.shape == "legacy" else body)
    return replace(stream, records=[*sent[:after], event, *(end if options.end else [])])


@_fault("duplicate", scope="stream")
def _duplicate(reply: Reply, _options: Options, call: Call, stage: Stage) -> Reply:
    """Every event comes twice."""
    stream = _stream(reply)
    sent, end = _without_end(stream, call, stage)
    records = [*(data for data in sent for _ in range(2)), *end]
    if not stream.delays:
        return replace(stream, records=records)
    # Delays go by position, and the last one stands for all that follow. A copy comes at once.
    delays, last = stream.delays, len(stream.delays) - 1
    own = [delays[min(index, last)] for index in range(len(stream.records))]
    twice = [each for delay in own[: len(sent)] for each in (delay, 0.0)]
    return replace(stream, records=records, delays=[*twice, *own[len(sent) :]])


@_fault("reorder", "after", scope="stream")
def _reorder(reply: Reply, options: Options, call: Call, stage: Stage) -> Reply:
    """Two events after `after` come in the wrong order."""
    stream = _stream(reply)
    sent, end = _without_end(stream, call, stage)
    at = min(1 if options.after is None else options.after, max(0, len(sent) - 2))
    sent[at : at + 2] = reversed(sent[at : at + 2])
    return replace(stream, records=[*sent, *end])


@_fault("comments", scope="stream")
def _comments(reply: Reply, _options: Options, _call: Call, _stage: Stage) -> Reply:
    """Keep-alive comments between the events."""
    stream = _stream(reply)
    return replace(stream, records=[b": keep-alive\n\n" + data for data in stream.records])


@_fault("crlf", scope="stream")
def _crlf(reply: Reply, _options: Options, _call: Call, _stage: Stage) -> Reply:
    """Lines end in CR LF, which the standard allows."""
    stream = _stream(reply)
    return replace(stream, records=[data.replace(b"\n", b"\r\n") for data in stream.records])


@_fault("slow", "delay")
def _slow(reply: Reply, options: Options, _call: Call, _stage: Stage) -> Reply:
    """The answer comes byte by byte, `delay` seconds apart."""
    if isinstance(reply, Answer):
        return replace(reply, piece=1, delay=options.delay)
    pieces = [bytes([byte]) for byte in b"".join(reply.records)]
    return replace(reply, records=pieces, delays=(options.delay,))


def _stream(reply: Reply) -> EventStream:
    """`reply`, which is a stream: a rule with a stream's fault applies to nothing else."""
    if isinstance(reply, Answer):
        return EventStream([reply.content], reply.status, reply.media_type, reply.headers)
    return reply


def _without_end(stream: EventStream, call: Call, stage: Stage) -> tuple[list[bytes], list[bytes]]:
    """The events, and the end marker apart from them."""
    records = list(stream.records)
    end = stage.end_marker(call)
    if end is not None and records and records[-1].strip() == f"data: {end}".encode():
        return records[:-1], records[-1:]
    return records, []
