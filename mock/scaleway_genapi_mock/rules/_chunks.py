"""`chunks`: the pieces of a stream as they shall be sent, each with its delay if it has one.

A text is a piece of what is said; JSON is the data of one event. Either may be named, `{text: …}`
or `{data: …}`, and has to be where a delay in seconds stands beside it: `{delay: 0.5, text: …}`.
An event that is itself such a mapping is sent as `{data: {text: …}}`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._answers import EventStream, text_record
from scaleway_genapi_mock._json import brief, is_array, is_object
from scaleway_genapi_mock.behaviours import script

from . import _values
from ._errors import Findings, RuleError, only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaleway_genapi_mock._answers import Reply
    from scaleway_genapi_mock.behaviours import Script
    from scaleway_genapi_mock.check._call import Call

    from ._rule import Stage


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece; `delay` None is the server's own. `text` None: `record` goes out as it is."""

    text: str | None
    record: bytes
    delay: float | None
    data: Any = None


def parse_chunks(given: Any, path: str) -> list[Chunk]:
    """The chunks that a list states. Raises RuleError with all that is wrong."""
    if not is_array(given):
        raise RuleError(path, f"{brief(given)} is no list")
    if not given:
        raise RuleError(path, "is empty; a text of '' says nothing")
    findings = Findings()
    found: list[Chunk] = []
    for index, item in enumerate(given):
        with findings:
            found.append(_chunk(item, f"{path}/{index}"))
    findings.settle()
    return found


def is_named(item: Any) -> bool:
    """Whether a chunk says what it is, by `text` or `data`, or has a delay and ought to."""
    return is_object(item) and ("delay" in item or set(item) in ({"text"}, {"data"}))


def _chunk(item: Any, path: str) -> Chunk:
    delay = None
    if is_named(item):
        only(item, ["delay", "text", "data"], path)
        if "delay" in item:
            delay = _values.seconds(item["delay"], f"{path}/delay")
        if ("text" in item) == ("data" in item):
            raise RuleError(path, "has a delay, and either text or data")
        if "text" in item:
            item = _values.text(item["text"], f"{path}/text")
        else:
            path, item = f"{path}/data", item["data"]
            return Chunk(None, _record(item, path), delay, item)
    if isinstance(item, str):
        return Chunk(item, text_record(item), delay)
    return Chunk(None, _record(item, path), delay, item)


def _record(value: Any, path: str) -> bytes:
    return b"data: " + _values.json(value, path) + b"\n\n"


def are_said(chunks: list[Chunk]) -> bool:
    """Whether they are a text in pieces, for an operation that says it."""
    return all(chunk.text is not None for chunk in chunks)


def said(chunks: list[Chunk], given: Mapping[str, Any]) -> Script:
    """The script of a text in pieces. Raises ScriptError."""
    pieces: list[str] = []
    delays: list[float | None] = []
    waited: float | None = None
    for chunk in chunks:
        if chunk.delay is not None:
            waited = chunk.delay + (waited or 0.0)
        # A piece of nothing is not sent: what comes next waits for both.
        if chunk.text:
            pieces.append(chunk.text)
            delays.append(waited)
            waited = None
    made = script.spoken(pieces, given)
    return made if all(delay is None for delay in delays) else replace(made, delays=tuple(delays))


def sent(chunks: list[Chunk], call: Call, stage: Stage) -> Reply:
    """The events as they are, and the end marker of the operation."""
    records = [chunk.record for chunk in chunks]
    delays = [chunk.delay for chunk in chunks]
    end = stage.end_marker(call)
    if end is not None:
        records.append(text_record(end))
        delays.append(None)
    timed = any(delay is not None for delay in delays)
    return EventStream(records, delays=delays if timed else ())
