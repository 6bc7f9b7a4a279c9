"""Answers from a cassette: the recorded ones of a request in their order, the last one for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaleway_genapi_mock._answers import Answer, EventStream
from scaleway_genapi_mock._credentials import credentials
from scaleway_genapi_mock._redaction import without
from scaleway_genapi_mock.check._errors import Refusal

from .match import declared_query, differences, key, summary
from .redact import hider_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scaleway_genapi_mock._answers import Reply
    from scaleway_genapi_mock._secrets import Hider
    from scaleway_genapi_mock.check._call import Call
    from scaleway_genapi_mock.compile._operations import Operation
    from scaleway_genapi_mock.compile._routes import Routes

    from .file import Cassette
    from .interaction import Interaction, Recorded

_NOT_THERE = 404


class Replay:
    """Replays `cassette` for the operations that `routes` lead to."""

    def __init__(self, cassette: Cassette, routes: Routes) -> None:
        self._cassette = cassette
        self._known: dict[tuple[str, ...], list[Interaction]] = {}
        self._used: dict[tuple[str, ...], int] = {}
        for interaction in cassette.interactions.values():
            sent = interaction.sent
            match = routes.find(sent.path)
            params: Mapping[str, str] = match.params if match else {}
            # A cassette that somebody wrote may hold what a recorded one does not.
            place = _place(
                interaction.operation, params, sent.query, sent.content, hider_of((), None)
            )
            self._known.setdefault(place, []).append(interaction)

    def rewind(self) -> None:
        """Begin anew."""
        self._used.clear()

    def reply(self, call: Call, operation: Operation, speed: float) -> Reply:
        """The answer to `call`; delays are divided by `speed`, 0 is without any.

        Raises Refusal that names the nearest recorded request: nothing was recorded for it.
        """
        hider = hider_of(credentials(call.headers.items(), call.query), None)
        query = declared_query(operation, call.query)
        place = _place(operation.id, call.params, query, call.raw, hider)
        recorded = self._known.get(place)
        if recorded is None:
            message = self._nearest(operation, without(call.raw, hider))
            raise Refusal(_NOT_THERE, message)
        used = self._used.get(place, 0)
        self._used[place] = used + 1
        return _reply(recorded[min(used, len(recorded) - 1)].recorded, speed)

    def _nearest(self, operation: Operation, content: bytes) -> str:
        interactions = self._cassette.interactions
        near = [
            (len(found), line, found)
            for line, interaction in interactions.items()
            if interaction.operation == operation.id
            for found in [differences(interaction.sent.content, content)]
        ]
        name = self._cassette.path.name
        if not near:
            there = ", ".join(sorted({each.operation for each in interactions.values()}))
            return f"{name} has no recorded answer of {operation.id}; it has {there or 'none'}."
        _, line, found = min(near, key=lambda each: each[:2])
        what = summary(found) or "the parameters are others"
        return f"{name} has no recorded answer to this request; nearest is line {line}: {what}."


def _place(
    operation: str,
    params: Mapping[str, str],
    query: Mapping[str, str],
    content: bytes,
    hider: Hider,
) -> tuple[str, ...]:
    """What tells requests apart, as it is in a cassette: without secrets."""
    return key(operation, _shown(params, hider), _shown(query, hider), without(content, hider))


def _shown(texts: Mapping[str, str], hider: Hider) -> dict[str, str]:
    return {name: hider.text(text) for name, text in texts.items()}


def _reply(recorded: Recorded, speed: float) -> Reply:
    factor = 1 / speed if speed else 0.0
    headers = {n: text for n, text in recorded.headers.items() if n != "content-type"}
    latency = recorded.after * factor
    media_type = recorded.media_type
    if recorded.events is None:
        return Answer(
            recorded.content, recorded.status, media_type, headers, latency=latency or None
        )
    return EventStream(
        [event.raw for event in recorded.events],
        recorded.status,
        media_type,
        headers,
        delays=list(_between((event.after for event in recorded.events), factor)),
        latency=latency or None,
    )


def _between(times: Iterable[float], factor: float) -> Iterator[float]:
    before = 0.0
    for time in times:
        yield (time - before) * factor
        before = time
