"""Which recorded request is the one that was sent: by operation, parameters and canonical body."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from scaleway_genapi_mock._json import brief, is_array, is_object, loads
from scaleway_genapi_mock.document import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scaleway_genapi_mock.compile._operations import Operation

_SHOWN = 3


def declared_query(operation: Operation, query: bytes) -> dict[str, str]:
    """The query parameters that the document names: another one may be a credential."""
    names = {parameter.name for parameter in operation.parameters if parameter.place == "query"}
    pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    return {name: value for name, value in pairs if name in names}


def key(
    operation: str, params: Mapping[str, str], query: Mapping[str, str], content: bytes
) -> tuple[str, ...]:
    """Equal for requests that mean the same.

    The project is no part of it, nor are the order of properties, spacing, or `1` against `1.0`.
    """
    return (operation, _flat(params), _flat(query), canonical(content))


def _flat(texts: Mapping[str, str]) -> str:
    return json.dumps(sorted(texts.items()))


def canonical(content: bytes) -> str:
    """One text for all spellings of a JSON value; other content stands for itself."""
    try:
        value = loads(content)
    except ValueError:
        return content.decode("latin-1")
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if is_object(value):
        return {name: _plain(part) for name, part in value.items()}
    if is_array(value):
        return [_plain(part) for part in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def differences(recorded: bytes, sent: bytes) -> list[str]:
    """What is not the same in two bodies, each with its JSON pointer."""
    try:
        old, new = loads(recorded) if recorded else None, loads(sent) if sent else None
    except ValueError:
        return [] if recorded == sent else ["the body is another one"]
    return list(_differences(_plain(old), _plain(new), ""))


def _differences(old: Any, new: Any, at: str) -> Iterator[str]:
    if is_object(old) and is_object(new):
        for name in {**old, **new}:
            place = f"{at}/{escape(name)}"
            if name not in new:
                yield f"{place} was recorded and not sent"
            elif name not in old:
                yield f"{place} was sent and not recorded"
            else:
                yield from _differences(old[name], new[name], place)
    elif is_array(old) and is_array(new) and len(old) == len(new):
        for index, (before, now) in enumerate(zip(old, new, strict=True)):
            yield from _differences(before, now, f"{at}/{index}")
    elif is_array(old) and is_array(new):
        yield f"{at or 'the body'}: {len(old)} items were recorded, {len(new)} sent"
    elif old != new or isinstance(old, bool) != isinstance(new, bool):
        yield f"{at or 'the body'}: {brief(old)} was recorded, {brief(new)} sent"


def summary(found: list[str]) -> str:
    """The first differences, and how many more there are."""
    more = len(found) - _SHOWN
    return "; ".join(found[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
