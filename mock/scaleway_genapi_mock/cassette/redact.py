"""What must not be in a cassette: credentials always, project ids when asked. Pure functions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .interaction import Event, Interaction, Recorded, Sent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HIDDEN = b"[redacted]"
NO_PROJECT = "00000000-0000-0000-0000-000000000000"
_SHORTEST = 8
"""A shorter text is no secret, and would be found everywhere."""
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


def redacted(
    interaction: Interaction, *, secrets: Iterable[str], project: str | None
) -> Interaction:
    """`interaction` without the `secrets`, and without the id of `project`, wherever they stand."""
    words = _hidden(secrets)
    if project is not None:
        words |= {form.encode(): NO_PROJECT.encode() for form in (project, project.lower())}
    if not words:
        return interaction
    sent, recorded = interaction.sent, interaction.recorded
    return replace(
        interaction,
        sent=Sent(
            sent.method,
            _text(sent.path, words),
            _bytes(sent.content, words),
            _all(sent.query, words),
        ),
        recorded=Recorded(
            recorded.status,
            _all(recorded.headers, words),
            recorded.after,
            _bytes(recorded.content, words),
            None
            if recorded.events is None
            else tuple(Event(event.after, _bytes(event.raw, words)) for event in recorded.events),
        ),
    )


def without(content: bytes, secret: str) -> bytes:
    """`content` as it would be recorded from a caller with this key."""
    return _bytes(content, _hidden([secret]))


def _hidden(secrets: Iterable[str]) -> dict[bytes, bytes]:
    return {
        secret.encode("utf-8", "surrogateescape"): HIDDEN
        for secret in secrets
        if len(secret) >= _SHORTEST
    }


def _bytes(content: bytes, words: Mapping[bytes, bytes]) -> bytes:
    for word, instead in words.items():
        content = content.replace(word, instead)
    return content


def _text(text: str, words: Mapping[bytes, bytes]) -> str:
    raw = _bytes(text.encode("utf-8", "surrogateescape"), words)
    return raw.decode("utf-8", "surrogateescape")


def _all(texts: Mapping[str, str], words: Mapping[bytes, bytes]) -> dict[str, str]:
    return {name: _text(text, words) for name, text in texts.items()}
