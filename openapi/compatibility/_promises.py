"""The rules for what a schema promises beside its values: defaults, and our own extensions.

They are compared once for each schema, whatever its values are, and bind callers and servers in
every direction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._findings import Effect, Finding
from ._values import either, shown, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ._values import Fields


def default(old: Fields, new: Fields) -> Iterator[Finding]:
    """What a missing property means is a promise to callers that servers keep."""
    was, now = old.get("default"), new.get("default")
    if was is None and now is not None:
        yield Finding(now, f"default {shown(now.value)} is promised now", Effect.SERVERS)
    elif now is None and was is not None:
        yield Finding(was, f"default {shown(was.value)} is promised no more", Effect.CALLERS)
    elif was is not None and now is not None and was.value != now.value:
        said = f"default {shown(was.value)} becomes {shown(now.value)}"
        yield Finding(now, said, Effect.BOTH)


def iterate(old: Fields, new: Fields) -> Iterator[Finding]:
    """`x-iterate`: what iterating the object gives."""
    was, now = old.get("x-iterate"), new.get("x-iterate")
    if value_of(was) != value_of(now):
        effect = Effect.NONE if was is None else Effect.CALLERS
        said = f"iterating gives {value_of(now) or 'nothing'}, not {value_of(was) or 'nothing'}"
        yield Finding(either(was, now), said, effect)


def error_status(old: Fields, new: Fields) -> Iterator[Finding]:
    """`x-error-status`: callers catch the status, servers send it."""
    was, now = old.get("x-error-status"), new.get("x-error-status")
    before, after = was.fields() if was else {}, now.fields() if now else {}
    for name in dict.fromkeys((*before, *after)):
        if value_of(before.get(name)) == value_of(after.get(name)):
            continue
        effect = Effect.SERVERS if name not in before else Effect.BOTH
        said = (
            f"status for {name!r}: {value_of(before.get(name))} becomes {value_of(after.get(name))}"
        )
        yield Finding(either(before.get(name), after.get(name)), said, effect)


def model_caps(old: Fields, new: Fields) -> Iterator[Finding]:
    """`x-model-caps`: a lower cap refuses what was taken; a model of its own breaks nobody."""
    was, now = old.get("x-model-caps"), new.get("x-model-caps")
    before, after = was.fields() if was else {}, now.fields() if now else {}
    for name in dict.fromkeys((*before, *after)):
        first, second = value_of(before.get(name)), value_of(after.get(name))
        if first == second:
            continue
        lowered = first is not None and second is not None and second < first
        said = f"cap of {name}: {first or 'none'} becomes {second or 'none'}"
        effect = Effect.CALLERS if lowered else Effect.NONE
        yield Finding(either(before.get(name), after.get(name)), said, effect)


def legacy_errors(old: Fields, new: Fields) -> Iterator[Finding]:
    """`x-legacy-errors`: every error shape is permitted with every model, so nobody breaks."""
    was, now = old.get("x-legacy-errors"), new.get("x-legacy-errors")
    if value_of(was) != value_of(now):
        yield Finding(either(was, now), "models with errors in the flat shape changed")


PROMISES: dict[str, Callable[[Fields, Fields], Iterator[Finding]]] = {
    "default": default,
    "x-iterate": iterate,
    "x-error-status": error_status,
    "x-model-caps": model_caps,
    "x-legacy-errors": legacy_errors,
}
