"""What stands around the operations: servers, security. Whoever calls is the only one it binds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._findings import Effect, Finding, leftover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._findings import Place


def servers(old: Place | None, new: Place | None) -> Iterator[Finding]:
    """The addresses; the first one is where a client goes that was told nothing."""
    before = {place.fields()["url"].value: place for place in old.items()} if old else {}
    after = {place.fields()["url"].value: place for place in new.items()} if new else {}
    for url, place in before.items():
        if url in after:
            yield from _server(place.fields(), after[url].fields())
        else:
            yield Finding(place, f"server {url} removed", Effect.CALLERS)
    for url, place in after.items():
        if url not in before:
            yield Finding(place, f"server {url} added")
    if before and after and next(iter(before)) != next(iter(after)):
        url, place = next(iter(after.items()))
        yield Finding(place, f"the default server is {url} now", Effect.CALLERS)


def _server(old: dict[str, Place], new: dict[str, Place]) -> Iterator[Finding]:
    before = old["variables"].fields() if "variables" in old else {}
    after = new["variables"].fields() if "variables" in new else {}
    for name, place in before.items():
        if name not in after:
            yield Finding(place, f"variable {name} removed", Effect.CALLERS)
            continue
        was, now = place.fields(), after[name].fields()
        values = [item.value for item in now["enum"].items()] if "enum" in now else None
        if values is not None and "enum" in was:
            for item in was["enum"].items():
                if item.value not in values:
                    yield Finding(item, f"{name} can no longer be {item.value}", Effect.CALLERS)
        elif values is not None:
            yield Finding(now["enum"], f"values of {name} are listed now", Effect.CALLERS)
        if "x-format" in was and "x-format" not in now:
            yield Finding(was["x-format"], f"{name} may have any form now")
        known = ("enum", "x-format") if "x-format" not in now else ("enum",)
        yield from leftover(was, now, known, Effect.CALLERS)
    for name, place in after.items():
        if name not in before:
            yield Finding(place, f"variable {name} added", Effect.CALLERS)
    yield from leftover(old, new, ("url", "variables"))


def security(old: Place | None, new: Place | None, whole: Place) -> Iterator[Finding]:
    """The ways to be let in: each old one must still do. `whole` is the place if none is said."""
    was, now = _ways(old), _ways(new)
    for way in was:
        if not any(_enough(way, other) for other in now):
            said = f"{_shown(way)} is no longer enough"
            yield Finding(new or whole, said, Effect.CALLERS)
    if new is None and old is not None and was != now:
        yield Finding(old, "no key is needed any more")
    if new is not None:
        for index, way in enumerate(now):
            if way not in was:
                place = new.items()[index] if new.items() else new
                yield Finding(place, f"{_shown(way)} is enough")


def _ways(place: Place | None) -> list[dict[str, Any]]:
    return [item.value for item in place.items()] or [{}] if place is not None else [{}]


def _enough(has: dict[str, list[str]], needs: dict[str, list[str]]) -> bool:
    return all(name in has and set(scopes) <= set(has[name]) for name, scopes in needs.items())


def _shown(way: dict[str, Any]) -> str:
    return " with ".join(way) or "no key"


def security_schemes(old: dict[str, Place], new: dict[str, Place]) -> Iterator[Finding]:
    """The schemes of both documents; one that comes or goes is found where it is asked for."""
    for name in old.keys() & new.keys():
        was, now = old[name].fields(), new[name].fields()
        before, after = was.get("x-permission-sets"), now.get("x-permission-sets")
        if before is not None and after is not None:
            for item in before.items():
                if item.value not in after.value:
                    said = f"permission set {item.value} is no longer enough"
                    yield Finding(item, said, Effect.CALLERS)
            for item in after.items():
                if item.value not in before.value:
                    yield Finding(item, f"permission set {item.value} is enough too")
        elif after is not None:
            yield Finding(after, "keys need permission sets now", Effect.CALLERS)
        elif before is not None:
            yield Finding(before, "keys need no permission sets any more")
        yield from leftover(was, now, ("x-permission-sets",))
