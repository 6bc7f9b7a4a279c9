"""What an operation takes and answers, against what it took and answered at the last release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._findings import Direction, Effect, Finding, Place, leftover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._changes import Party
    from ._schemas import Comparison

# A finding, and whom it breaks.
Judged = tuple[Finding, "frozenset[Party]"]
_EMPTY: dict[str, Place] = {}


def _fields(of: dict[str, Place], name: str) -> dict[str, Place]:
    return of[name].fields() if name in of else _EMPTY


def _true(of: dict[str, Place], name: str) -> bool:
    return name in of and of[name].value is True


class Operations:
    """Compares what stands on one operation. Directions are decided here and nowhere else."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison

    def compare(self, old: Place, new: Place, above: tuple[Place, Place]) -> Iterator[Judged]:
        """Differences of one operation; `above` are the path items, whose parameters it shares."""
        was, now = old.fields(), new.fields()
        yield from self._parameters(_parameters(above[0], was), _parameters(above[1], now))
        yield from self._body(was.get("requestBody"), now.get("requestBody"))
        yield from self._responses(_fields(was, "responses"), _fields(now, "responses"))
        if "operationId" in was and was["operationId"].value != _value(now, "operationId"):
            message = f"operation {was['operationId'].value} is now {_value(now, 'operationId')}"
            place = now.get("operationId", new)
            yield judged(Finding(place, message, Effect.CALLERS))
        known = ("parameters", "requestBody", "responses", "operationId", "security", "servers")
        yield from _plain(was, now, known)

    def _schema(self, old: dict[str, Place], new: dict[str, Place], name: str,
                direction: Direction) -> Iterator[Judged]:  # fmt: skip
        was, now = old.get(name), new.get(name)
        if was is not None and now is not None:
            for finding in self._comparison.schemas(was, now):
                yield finding, direction.breaks(finding.effect)
        elif now is not None:
            yield judged(Finding(now, f"{name} added", Effect.NARROWS), direction)
        elif was is not None:
            yield judged(Finding(was, f"{name} removed", Effect.WIDENS), direction)

    def _parameters(self, old: dict[Any, Place], new: dict[Any, Place]) -> Iterator[Judged]:
        for key, place in old.items():
            if key not in new:
                said = f"{key[0]} parameter {key[1]!r} removed"
                yield judged(Finding(place, said, Effect.CALLERS))
                continue
            was, now = place.fields(), new[key].fields()
            if _true(was, "required") != _true(now, "required"):
                tighter = _true(now, "required")
                at = now.get("required", new[key])
                said = f"{key[1]!r} is {'required now' if tighter else 'optional now'}"
                yield judged(Finding(at, said, Effect.CALLERS if tighter else Effect.NONE))
            yield from self._schema(was, now, "schema", Direction.REQUEST)
            yield from self._content(was, now, Direction.REQUEST)
            yield from _plain(was, now, ("name", "in", "required", "schema", "content"))
        for key, place in new.items():
            if key not in old:
                needed = _true(place.fields(), "required")
                said = f"{key[0]} parameter {key[1]!r} added{', required' if needed else ''}"
                yield judged(Finding(place, said, Effect.CALLERS if needed else Effect.NONE))

    def _body(self, old: Place | None, new: Place | None) -> Iterator[Judged]:
        if old is None and new is not None:
            needed = _true(new.fields(), "required")
            effect = Effect.CALLERS if needed else Effect.NONE
            yield judged(Finding(new, "request body added", effect))
        elif new is None and old is not None:
            yield judged(Finding(old, "request body removed", Effect.CALLERS))
        elif old is not None and new is not None:
            was, now = old.fields(), new.fields()
            if _true(was, "required") != _true(now, "required"):
                tighter = _true(now, "required")
                at = now.get("required", new)
                said = f"the body is {'required' if tighter else 'optional'} now"
                yield judged(Finding(at, said, Effect.CALLERS if tighter else Effect.NONE))
            yield from self._content(was, now, Direction.REQUEST)
            yield from _plain(was, now, ("required", "content"))

    def _responses(self, old: dict[str, Place], new: dict[str, Place]) -> Iterator[Judged]:
        for status, place in old.items():
            if status in new:
                yield from self._response(place.fields(), new[status].fields())
            else:
                effect = Effect.BOTH if _success(status) else Effect.SERVERS
                yield judged(Finding(place, f"status {status} removed", effect))
        for status, place in new.items():
            if status not in old:
                # Callers must be ready for errors that no document foresees; not for a new success.
                effect = Effect.CALLERS if _success(status) else Effect.NONE
                yield judged(Finding(place, f"status {status} added", effect))

    def _response(self, old: dict[str, Place], new: dict[str, Place]) -> Iterator[Judged]:
        yield from self._headers(_fields(old, "headers"), _fields(new, "headers"))
        yield from self._content(old, new, Direction.RESPONSE)
        if _value(old, "x-hint") != _value(new, "x-hint"):
            place = new.get("x-hint") or old["x-hint"]
            yield judged(Finding(place, "the advice that errors carry changed"))
        yield from _plain(old, new, ("headers", "content", "x-hint"))

    def _headers(self, old: dict[str, Place], new: dict[str, Place]) -> Iterator[Judged]:
        before = {name.lower(): place for name, place in old.items()}
        after = {name.lower(): place for name, place in new.items()}
        for name, place in before.items():
            if name not in after:
                yield judged(Finding(place, f"header {name} removed", Effect.CALLERS))
                continue
            was, now = place.fields(), after[name].fields()
            if _true(was, "required") != _true(now, "required"):
                tighter = _true(now, "required")
                at = now.get("required", after[name])
                said = f"header {name} is {'always' if tighter else 'not always'} sent"
                yield judged(Finding(at, said, Effect.SERVERS if tighter else Effect.CALLERS))
            yield from self._schema(was, now, "schema", Direction.RESPONSE)
            yield from self._content(was, now, Direction.RESPONSE)
            yield from _plain(was, now, ("required", "schema", "content"))
        for name, place in after.items():
            if name not in before:
                promised = _true(place.fields(), "required")
                effect = Effect.SERVERS if promised else Effect.NONE
                yield judged(Finding(place, f"header {name} added", effect))

    def _content(self, old: dict[str, Place], new: dict[str, Place],
                 direction: Direction) -> Iterator[Judged]:  # fmt: skip
        before, after = _fields(old, "content"), _fields(new, "content")
        answered = direction is Direction.RESPONSE
        for media_type, place in before.items():
            if media_type in after:
                yield from self._media_type(place, after[media_type], direction)
            else:
                effect = Effect.BOTH if answered else Effect.CALLERS
                yield judged(Finding(place, f"{media_type} removed", effect))
        for media_type, place in after.items():
            if media_type not in before:
                # A stream that only a property of the request selects surprises nobody.
                surprising = answered and "x-stream-when" not in place.fields()
                effect = Effect.CALLERS if surprising else Effect.NONE
                yield judged(Finding(place, f"{media_type} added", effect))

    def _media_type(self, old: Place, new: Place, direction: Direction) -> Iterator[Judged]:
        was, now = old.fields(), new.fields()
        for name in ("schema", "x-itemSchema"):
            yield from self._schema(was, now, name, direction)
        streams = {"x-stream-when": "is selected by", "x-stream-end": "ends with"}
        for name, said in streams.items():
            before, after = _value(was, name), _value(now, name)
            if before != after:
                at = now.get(name) or was.get(name) or new
                message = f"the stream {said} {after or 'nothing'}, not {before or 'nothing'}"
                yield judged(Finding(at, message, Effect.BOTH))
        yield from _plain(was, now, ("schema", "x-itemSchema", *streams))


def _value(of: dict[str, Place], name: str) -> Any:
    return of[name].value if name in of else None


def _success(status: str) -> bool:
    return status[0] in "123"


def _parameters(item: Place, operation: dict[str, Place]) -> dict[Any, Place]:
    shared = item.fields().get("parameters")
    own = operation.get("parameters")
    found: dict[Any, Place] = {}
    for place in (*(shared.items() if shared else ()), *(own.items() if own else ())):
        fields = place.fields()
        where, name = str(_value(fields, "in")), str(_value(fields, "name"))
        found[where, name.lower() if where == "header" else name] = place
    return found


def judged(finding: Finding, direction: Direction = Direction.RESPONSE) -> Judged:
    return finding, direction.breaks(finding.effect)


def _plain(
    old: dict[str, Place], new: dict[str, Place], known: tuple[str, ...]
) -> Iterator[Judged]:
    for finding in leftover(old, new, known):
        yield judged(finding)
