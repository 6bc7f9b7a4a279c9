"""What must not be in a cassette: credentials always, project ids when asked. Pure functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scaleway_genapi_mock._redaction import without, without_in_records
from scaleway_genapi_mock._secrets import HIDDEN, Hider

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
    """What hides the `secrets`, what looks like one, and the id of `project` unless it is None."""
    words = dict.fromkeys(secrets, HIDDEN)
    if project is not None:
        words[project] = NO_PROJECT
    return Hider(words, looks=True)


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


def _events(events: tuple[Event, ...], hider: Hider) -> tuple[Event, ...]:
    raw = without_in_records([event.raw for event in events], hider)
    return tuple(Event(event.after, record) for event, record in zip(events, raw, strict=True))
