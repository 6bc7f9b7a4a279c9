"""What must not be in a cassette: credentials always, project ids when asked. Pure functions."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import dumps, loads
from scaleway_genapi_mock._secrets import HIDDEN, Hider

from .drift import event_data
from .interaction import Event, Interaction, Recorded, Sent

if TYPE_CHECKING:
    from collections.abc import Iterable

NO_PROJECT = "00000000-0000-0000-0000-000000000000"
_HARMLESS = {"allow", "content-type", "retry-after"}


def kept_headers(headers: Iterable[tuple[str, str]], declared: Iterable[str]) -> dict[str, str]:
    """The headers of an answer that go into a cassette.

    Those that the document declares, ids of requests, and a few that say nothing about the
    caller. Cookies are never among them.
    """
    known = {name.lower() for name in declared} - {"set-cookie"}
    return {
        name.lower(): value
        for name, value in headers
        if name.lower() in known | _HARMLESS or name.lower().endswith("request-id")
    }


def hider_of(secrets: Iterable[str], project: str | None) -> Hider:
    """What hides the `secrets`, and the id of `project` unless it is None."""
    words = dict.fromkeys(secrets, HIDDEN)
    if project is not None:
        words[project] = NO_PROJECT
    return Hider(words)


def redacted(interaction: Interaction, hider: Hider) -> Interaction:
    """`interaction` without what `hider` hides, wherever and however it is written there."""
    if not hider:
        return interaction
    sent, recorded = interaction.sent, interaction.recorded
    return replace(
        interaction,
        sent=Sent(
            sent.method,
            hider.text(sent.path),
            without(sent.content, hider),
            {name: hider.text(text) for name, text in sent.query.items()},
        ),
        recorded=Recorded(
            recorded.status,
            {name: hider.text(text) for name, text in recorded.headers.items()},
            recorded.after,
            without(recorded.content, hider),
            None if recorded.events is None else _events(recorded.events, hider),
        ),
    )


def without(content: bytes, hider: Hider) -> bytes:
    """A body as it is recorded: spelt as it was, unless a secret stands in pieces in it."""
    hidden = hider.content(content)
    try:
        value = loads(hidden)
    except ValueError:
        return hidden
    return dumps(value) if hider.pieces([value]) else hidden


def _events(events: tuple[Event, ...], hider: Hider) -> tuple[Event, ...]:
    raw = [hider.content(event.raw) for event in events]
    values = [_value(record) for record in raw]
    before = deepcopy(values)
    if hider.pieces(values):
        raw = [
            record if value == old else _with_data(record, value)
            for record, old, value in zip(raw, before, values, strict=True)
        ]
    return tuple(Event(event.after, record) for event, record in zip(events, raw, strict=True))


def _value(record: bytes) -> Any:
    """The JSON that a record says; None if it says something else."""
    data = event_data(record)
    try:
        return None if data is None else loads(data.encode())
    except ValueError:
        return None


def _with_data(record: bytes, value: Any) -> bytes:
    """A record with other data; its further fields and its line ends as they were."""
    lines = record.splitlines(keepends=True)
    first = next(index for index, line in enumerate(lines) if line.startswith(b"data:"))
    end = lines[first][len(lines[first].rstrip(b"\r\n")) :]
    kept = [line for line in lines if not line.startswith(b"data:")]
    return b"".join([*kept[:first], b"data: ", dumps(value), end, *kept[first:]])
