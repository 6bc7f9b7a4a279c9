"""Server-sent events out of a body, by the rules of the WHATWG; pure, and strict about the end."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Event:
    """One dispatched event."""

    data: str
    name: str = "message"


@dataclass(frozen=True, slots=True)
class Events:
    """The events of a body; `cut` is what stood after the last blank line, which a client drops."""

    events: tuple[Event, ...]
    cut: str = ""


def parse_events(body: bytes) -> Events:
    """The events of `body`. ValueError if it is not UTF-8."""
    text = body.decode("utf-8").removeprefix("\ufeff")
    lines = _LINE_END.split(text)
    # What follows the last line end is an unfinished line.
    unfinished = lines.pop()
    events: list[Event] = []
    data: list[str] = []
    name = ""
    for line in lines:
        if not line:
            if data:
                events.append(Event("\n".join(data), name or "message"))
            data, name = [], ""
            continue
        label, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if label == "data":
            data.append(value)
        elif label == "event":
            name = value
    if unfinished.startswith("data:"):
        data.append(unfinished.removeprefix("data:").removeprefix(" "))
    elif unfinished:
        data.append(unfinished)
    return Events(tuple(events), "\n".join(data))
