"""The reply of a rule: from the mapping that states it to a function that makes the answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock import behaviours
from scaleway_genapi_mock._answers import Answer, EventStream
from scaleway_genapi_mock._json import brief, is_array, is_object
from scaleway_genapi_mock.behaviours import script
from scaleway_genapi_mock.check._errors import Refusal
from scaleway_genapi_mock.faults import Fault, FaultError, parse_fault

from . import _chunks, _values
from ._errors import Findings, RuleError, only
from ._function import FunctionError, asking

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scaleway_genapi_mock._answers import Reply
    from scaleway_genapi_mock.behaviours import Script
    from scaleway_genapi_mock.check._call import Call

    from ._function import Request
    from ._rule import Stage

    Make = Callable[[Call, Stage], Reply]

CONTENTS = (*script.CONTENTS, "body", "chunks", "error", "function", "sequence")
_BETWEEN = ("first_token_delay", "token_delay")
_TIMES = ("latency", *_BETWEEN)
KEYS = (*CONTENTS, "fault", "status", "headers", "media_type", *script.OPTIONS, *_TIMES)
ERROR_KEYS = ("status", "message", "param", "headers", "retry_after")
_NO_STREAM = {"body", "error"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply that is ready to be made.

    A function is asked first (`ask`), apart from the server, and `told` makes of its answer what
    is ready to be made. `needs_stream` says why only a stream can have it, `says` that the
    operation needs a behaviour that follows a script, `sequence` are the replies that it stands for.
    """

    make: Make
    ask: Callable[[Call], Any] | None = None
    told: Callable[[Any], Make] = field(default=lambda _: _unasked)
    needs_stream: str = ""
    says: bool = False
    sequence: tuple[Spoken, ...] = field(default=())


def parse_reply(given: Any, path: str = "reply") -> Spoken:
    """The reply that a mapping states. Raises RuleError with all that is wrong."""
    if not is_object(given):
        raise RuleError(path, f"{brief(given)} is no mapping")
    if not given:
        raise RuleError(path, "is empty; give one of " + ", ".join((*CONTENTS, "fault")))
    findings = Findings()
    spoken, changes = Spoken(_unasked), _Changes({}, path)
    with findings:
        only(given, KEYS, path)
    contents = [key for key in CONTENTS if key in given]
    if len(contents) > 1:
        findings.add(path, f"{' and '.join(contents)} exclude each other")
        findings.settle()
    content = contents[0] if contents else ""
    if content == "sequence":
        with findings:
            only(given, ["sequence", *(key for key in given if key not in KEYS)], path)
        with findings:
            spoken = _sequence(given["sequence"], f"{path}/sequence")
        findings.settle()
        return spoken
    with findings:
        spoken = _content(content, given, path)
    with findings:
        changes = _Changes(given, path)
    findings.settle()
    _fitting(content, given, path, spoken, changes)
    fault = changes.fault
    faulty = fault is not None and fault.needs_stream

    def told(said: Any) -> Make:
        return changes.over(spoken.told(said))

    return replace(
        spoken,
        make=changes.over(spoken.make),
        told=told,
        needs_stream=f"the fault {fault.name}" if fault and faulty else spoken.needs_stream,
    )


def _fitting(
    content: str, given: Mapping[str, Any], path: str, spoken: Spoken, changes: _Changes
) -> None:
    """Refuse what would have no effect beside the rest: it was meant to have one."""
    findings = Findings()
    for key in script.OPTIONS:
        if key in given and not spoken.says:
            findings.add(f"{path}/{key}", "goes with a text, text chunks or a tool call only")
    if "media_type" in given and content != "body":
        findings.add(f"{path}/media_type", "goes with a body only")
    if "status" in given and content == "error":
        findings.add(f"{path}/status", "stands inside the error: {status: …, message: …}")
    for key in _BETWEEN:
        if key in given and content in _NO_STREAM:
            findings.add(
                f"{path}/{key}", f"is for streams, and {content} is none; there is latency"
            )
        elif key in given and content == "chunks" and _timed_chunks(given["chunks"]):
            findings.add(f"{path}/{key}", "is said by the chunks themselves")
    if changes.fault is not None and changes.fault.needs_stream and content in _NO_STREAM:
        findings.add(f"{path}/fault", f"{changes.fault.name} needs a stream, and {content} is none")
    findings.settle()


def _timed_chunks(chunks: Any) -> bool:
    return any(is_object(chunk) and "delay" in chunk for chunk in chunks)


def _sequence(given: Any, path: str) -> Spoken:
    if not is_array(given) or not given:
        raise RuleError(path, "is a list of replies, at least one")
    findings = Findings()
    replies: list[Spoken] = []
    for index, item in enumerate(given):
        with findings:
            reply = parse_reply(item, f"{path}/{index}")
            if reply.sequence:
                raise RuleError(f"{path}/{index}", "a sequence holds no sequence")
            replies.append(reply)
    findings.settle()
    says = any(reply.says for reply in replies)
    needs = next((reply.needs_stream for reply in replies if reply.needs_stream), "")
    return Spoken(replies[0].make, needs_stream=needs, says=says, sequence=tuple(replies))


def _content(content: str, given: Mapping[str, Any], path: str) -> Spoken:
    match content:
        case _ if content in script.CONTENTS:
            return _say(lambda: script.parse_script(content, given), path)
        case "chunks":
            return _pieces(given, path)
        case "body":
            return Spoken(_body(given, path))
        case "error":
            return Spoken(_error(given["error"], f"{path}/error"))
        case "function":
            place = f"{path}/function"
            ask = _function(given["function"], place)
            return Spoken(_unasked, ask=ask, told=lambda said: _said(said, place))
        case _:
            return Spoken(lambda call, stage: stage.normal(call))


def _say(parse: Callable[[], Script], path: str) -> Spoken:
    try:
        said = parse()
    except script.ScriptError as error:
        raise RuleError(f"{path}/{error.path}", error.message) from None
    return Spoken(lambda call, stage: stage.normal(call, said), says=True)


def _pieces(given: Mapping[str, Any], path: str) -> Spoken:
    chunks = _chunks.parse_chunks(given["chunks"], f"{path}/chunks")
    if _chunks.are_said(chunks):
        return _say(lambda: _chunks.said(chunks, given), path)
    return Spoken(
        lambda call, stage: _chunks.sent(chunks, call, stage), needs_stream="a list of events"
    )


def _body(given: Mapping[str, Any], path: str) -> Make:
    status = _values.status(given.get("status", 200), f"{path}/status")
    media_type = _values.text(given.get("media_type", "application/json"), f"{path}/media_type")
    if not _values.is_header_text(media_type) or not media_type:
        raise RuleError(f"{path}/media_type", f"{brief(media_type)} is no media type")
    body = given["body"]
    if isinstance(body, bytes):
        content = body
    elif isinstance(body, str) and "media_type" in given:
        content = body.encode()
    else:
        content = _values.json(body, f"{path}/body")
    return lambda _call, _stage: Answer(content, status, media_type)


def _error(given: Any, path: str) -> Make:
    stated: Mapping[str, Any] = given if is_object(given) else {"status": given}
    findings = Findings()
    status = 0
    with findings:
        only(stated, ERROR_KEYS, path)
    with findings:
        status = _values.error_status(stated.get("status"), f"{path}/status")
    headers: dict[str, str] = {}
    with findings:
        headers = _values.headers(stated.get("headers", {}), f"{path}/headers")
    for key in ("message", "param"):
        with findings:
            if stated.get(key) is not None:
                _values.text(stated[key], f"{path}/{key}")
    with findings:
        if "retry_after" in stated:
            place = f"{path}/retry_after"
            headers["Retry-After"] = _values.retry_after(stated["retry_after"], place)
    findings.settle()

    def make(call: Call, stage: Stage) -> Reply:
        answer = stage.error(call, Refusal(status, stated.get("message"), stated.get("param")))
        return replace(answer, headers={**answer.headers, **headers})

    return make


def _function(given: Any, path: str) -> Callable[[Call], Any]:
    if not callable(given):
        raise RuleError(path, "is no function; it can be given in Python only")
    if iscoroutinefunction(given):
        raise RuleError(path, "is a coroutine function; it runs in a thread, so give a plain one")
    return asking(cast("Callable[[Request], Any]", given))


def _unasked(_call: Call, _stage: Stage) -> Reply:
    raise RuntimeError("a function must be asked before its answer can be made")


def _said(said: Any, path: str) -> Make:
    """What a function said, as a reply."""
    if isinstance(said, Answer | EventStream):
        return lambda _call, _stage: said
    if said is None:
        return lambda call, stage: stage.normal(call)
    try:
        return _returned({"text": said} if isinstance(said, str) else said, path)
    except RuleError as error:
        raise FunctionError(f"returned what is no reply: {error}") from error


def _returned(said: Any, path: str) -> Make:
    spoken = parse_reply(said, path)
    if spoken.sequence or spoken.ask is not None:
        raise RuleError(path, "a function returns neither a sequence nor a function")
    return _held_to(spoken, path)


def _held_to(spoken: Spoken, path: str) -> Make:
    """What makes the reply, for a request that can have it: what a rule is held to beforehand."""

    def make(call: Call, stage: Stage) -> Reply:
        name = call.operation.id if call.operation is not None else ""
        wrong = ""
        if spoken.needs_stream and not call.streams:
            wrong = f"{spoken.needs_stream} needs a stream, and none was asked for"
        elif spoken.says and behaviours.find(name) is None:
            wrong = f"{name} says no text and calls no tool; give a body"
        if wrong:
            raise FunctionError(f"returned what is no reply to this request: {path}: {wrong}")
        return spoken.make(call, stage)

    return make


class _Changes:
    """What a reply changes of the answer that its content makes. Raises RuleError."""

    def __init__(self, given: Mapping[str, Any], path: str) -> None:
        findings = Findings()
        self._times: dict[str, float] = {}
        self._status: int | None = None
        self._headers: dict[str, str] = {}
        self.fault: Fault | None = None
        for key in _TIMES:
            with findings:
                if key in given:
                    self._times[key] = _values.seconds(given[key], f"{path}/{key}")
        with findings:
            if "status" in given and "body" not in given:
                self._status = _values.status(given["status"], f"{path}/status")
        with findings:
            self._headers = _values.headers(given.get("headers", {}), f"{path}/headers")
        with findings:
            self.fault = _fault(given, path)
        findings.settle()

    def over(self, make: Make) -> Make:
        """`make`, changed."""
        times, status, headers, fault = self._times, self._status, self._headers, self.fault
        if not times and fault is None and status is None and not headers:
            return make

        def changed(call: Call, stage: Stage) -> Reply:
            reply = make(call, stage)
            # Answers may be shared between requests: a changed one is a copy.
            reply = replace(reply, headers={**reply.headers, **headers})
            if status is not None:
                reply.status = status
            reply.latency = times.get("latency", reply.latency)
            if isinstance(reply, EventStream) and len(times.keys() - {"latency"}):
                # What is not said stays what it was: the answer's own, else the server's.
                first, *further = reply.delays or (None,)
                first = times.get("first_token_delay", first)
                if "token_delay" in times or not further:
                    further = [times.get("token_delay", (reply.delays or (None,))[-1])]
                reply.delays = (first, *further)
            return reply if fault is None else fault.apply(reply, call, stage)

        return changed


def _fault(given: Mapping[str, Any], path: str) -> Fault | None:
    if "fault" not in given:
        return None
    try:
        return parse_fault(given["fault"])
    except FaultError as error:
        raise RuleError(f"{path}/fault", str(error)) from None
