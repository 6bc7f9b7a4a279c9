"""The reply of a rule: from the mapping that states it to a function that makes the answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock._answers import Answer, EventStream, record, text_record
from scaleway_genapi_mock._errors import Refusal
from scaleway_genapi_mock._json import brief, dumps, is_array, is_object
from scaleway_genapi_mock.behaviours import script
from scaleway_genapi_mock.faults import Fault, FaultError, parse_fault

from ._errors import RuleError, only

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scaleway_genapi_mock._answers import Reply
    from scaleway_genapi_mock._call import Call
    from scaleway_genapi_mock.behaviours import Script

    from ._rule import Stage

    Make = Callable[[Call, Stage], Reply]

CONTENTS = (*script.CONTENTS, "body", "chunks", "error", "function", "sequence")
_TIMES = ("latency", "first_token_delay", "token_delay")
KEYS = (
    *CONTENTS,
    "fault",
    "status",
    "headers",
    "media_type",
    *script.OPTIONS,
    *_TIMES,
)
_ERROR_KEYS = ("status", "message", "param", "headers", "retry_after")
_LONGEST = 86_400.0
_FRAMING = {"content-length", "transfer-encoding"}
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A field name (RFC 9110, section 5.6.2)."""
_LEAST_STATUS, _MOST_STATUS = 200, 599


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply that is ready to be made.

    A function is asked first (`ask`), apart from the server, and `told` makes of its answer what
    is ready to be made. `needs_stream` says that only a stream can have its fault, `says` that the operation needs a
    behaviour that follows a script, `sequence` are the replies that it stands for.
    """

    make: Make
    ask: Callable[[Call], Any] | None = None
    told: Callable[[Any], Make] = field(default=lambda _: _unasked)
    needs_stream: bool = False
    says: bool = False
    sequence: tuple[Spoken, ...] = field(default=())


def parse_reply(given: Any, path: str = "reply") -> Spoken:
    """The reply that a mapping states. Raises RuleError."""
    if not is_object(given):
        raise RuleError(path, f"{brief(given)} is no mapping")
    only(given, KEYS, path)
    contents = [key for key in CONTENTS if key in given]
    if len(contents) > 1:
        raise RuleError(path, f"{' and '.join(contents)} exclude each other")
    if not given:
        raise RuleError(path, "is empty; give one of " + ", ".join((*CONTENTS, "fault")))
    content = contents[0] if contents else ""
    if content == "sequence":
        only(given, ["sequence"], path)
        return _sequence(given["sequence"], f"{path}/sequence")
    fault = _fault(given, path)
    if content == "function":
        return Spoken(
            make=_timed(_unasked, given, path, fault),
            ask=_function(given["function"], f"{path}/function"),
            told=lambda said: _timed(_said(said, f"{path}/function"), given, path, fault),
            needs_stream=fault is not None and fault.needs_stream,
        )
    make = _content(content, given, path)
    return Spoken(
        make=_timed(make, given, path, fault),
        needs_stream=fault is not None and fault.needs_stream,
        says=_script_of(content, given),
    )


def _script_of(content: str, given: Mapping[str, Any]) -> bool:
    if content == "chunks":
        return all(isinstance(chunk, str) for chunk in given["chunks"])
    return content in script.CONTENTS


def _sequence(given: Any, path: str) -> Spoken:
    if not is_array(given) or not given:
        raise RuleError(path, "is a list of replies, at least one")
    replies = tuple(parse_reply(item, f"{path}/{index}") for index, item in enumerate(given))
    if any(reply.sequence for reply in replies):
        raise RuleError(path, "a sequence holds no sequence")
    return Spoken(replies[0].make, says=any(reply.says for reply in replies), sequence=replies)


def _fault(given: Mapping[str, Any], path: str) -> Fault | None:
    if "fault" not in given:
        return None
    try:
        return parse_fault(given["fault"])
    except FaultError as error:
        raise RuleError(f"{path}/fault", str(error)) from None


def _content(content: str, given: Mapping[str, Any], path: str) -> Make:
    match content:
        case _ if content in script.CONTENTS:
            return _say(lambda: script.parse_script(content, given), path)
        case "chunks":
            return _chunks(given, path)
        case "body":
            return _body(given, path)
        case "error":
            return _error(given["error"], f"{path}/error")
        case _:
            return lambda call, stage: stage.normal(call)


def _say(parse: Callable[[], Script], path: str) -> Make:
    try:
        said = parse()
    except script.ScriptError as error:
        raise RuleError(f"{path}/{error.path}", error.message) from None
    return lambda call, stage: stage.normal(call, said)


def _chunks(given: Mapping[str, Any], path: str) -> Make:
    chunks = given["chunks"]
    if not is_array(chunks):
        raise RuleError(f"{path}/chunks", f"{brief(chunks)} is no list")
    if all(isinstance(chunk, str) for chunk in chunks):
        return _say(lambda: script.spoken(list(map(str, chunks)), given), path)
    records = [text_record(chunk) if isinstance(chunk, str) else record(chunk) for chunk in chunks]

    def make(call: Call, stage: Stage) -> Reply:
        end = stage.end_marker(call)
        return EventStream([*records, text_record(end)] if end is not None else list(records))

    return make


def _body(given: Mapping[str, Any], path: str) -> Make:
    status = _status(given.get("status", 200), f"{path}/status")
    headers = _headers(given.get("headers", {}), f"{path}/headers")
    body = given["body"]
    content = body if isinstance(body, bytes) else None
    media_type = str(given.get("media_type", "application/json"))
    if not _is_text(media_type):
        raise RuleError(f"{path}/media_type", f"{brief(media_type)} is no media type")
    if isinstance(body, str) and "media_type" in given:
        content = body.encode()
    if content is None:
        try:
            content = dumps(body)
        except TypeError as error:
            raise RuleError(f"{path}/body", f"is no JSON: {error}") from None
    made = content
    return lambda _call, _stage: Answer(made, status, media_type, headers)


def _error(given: Any, path: str) -> Make:
    stated: Mapping[str, Any] = given if is_object(given) else {"status": given}
    only(stated, _ERROR_KEYS, path)
    status = _status(stated.get("status"), f"{path}/status")
    headers = dict(_headers(stated.get("headers", {}), f"{path}/headers"))
    if "retry_after" in stated:
        # Seconds, a date, or nonsense: whatever a client should be able to stand.
        headers["Retry-After"] = str(stated["retry_after"])

    def make(call: Call, stage: Stage) -> Reply:
        answer = stage.error(call, Refusal(status, stated.get("message"), stated.get("param")))
        return replace(answer, headers={**answer.headers, **headers})

    return make


def _function(given: Any, path: str) -> Callable[[Call], Any]:
    if not callable(given):
        raise RuleError(path, "is no function; it can be given in Python only")
    if iscoroutinefunction(given):
        raise RuleError(path, "is a coroutine function; it runs in a thread, so give a plain one")
    return cast("Callable[[Call], Any]", given)


def _unasked(_call: Call, _stage: Stage) -> Reply:
    raise RuntimeError("a function must be asked before its answer can be made")


def _said(said: Any, path: str) -> Make:
    """What a function said, as a reply."""
    if isinstance(said, Answer | EventStream):
        return lambda _call, _stage: said
    if said is None:
        return lambda call, stage: stage.normal(call)
    spoken = parse_reply({"text": said} if isinstance(said, str) else said, path)
    if spoken.sequence or spoken.ask is not None:
        raise RuleError(path, "a function returns neither a sequence nor a function")
    return spoken.make


def _timed(make: Make, given: Mapping[str, Any], path: str, fault: Fault | None) -> Make:
    times = {key: _seconds(given[key], f"{path}/{key}") for key in _TIMES if key in given}
    status = _status(given["status"], f"{path}/status") if "status" in given else None
    headers = _headers(given.get("headers", {}), f"{path}/headers")
    if not times and fault is None and status is None and not headers:
        return make

    def wrapped(call: Call, stage: Stage) -> Reply:
        reply = make(call, stage)
        # Answers may be shared between requests: a changed one is a copy.
        reply = replace(reply, headers={**reply.headers, **headers})
        if status is not None:
            reply.status = status
        reply.latency = times.get("latency", reply.latency)
        if isinstance(reply, EventStream) and len(times.keys() - {"latency"}):
            between = times.get("token_delay", 0.0)
            reply.delays = (times.get("first_token_delay", between), between)
        return reply if fault is None else fault.apply(reply, call, stage)

    return wrapped


def _seconds(value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LONGEST:
        raise RuleError(path, f"{brief(value)} is no number of seconds")
    return float(value)


def _status(value: Any, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise RuleError(path, f"{brief(value)} is no HTTP status")
    if not _LEAST_STATUS <= value <= _MOST_STATUS:
        raise RuleError(path, f"{value} is no final HTTP status")
    return value


def _headers(value: Any, path: str) -> dict[str, str]:
    if not is_object(value):
        raise RuleError(path, f"{brief(value)} is no mapping")
    headers = {str(name): str(text) for name, text in value.items()}
    for name, text in headers.items():
        if not _NAME.fullmatch(name) or not _is_text(text):
            raise RuleError(f"{path}/{name}", "is no header")
        if name.lower() in _FRAMING:
            raise RuleError(f"{path}/{name}", "comes from the server; faults break the framing")
    return headers


def _is_text(text: str) -> bool:
    """Whether it can be the value of a header."""
    return text.isascii() and text.isprintable()
