"""Bodies and event streams without their secrets, spelt as they were where nothing is hidden. Pure."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

from ._credentials import is_surely_one
from ._json import dumps, loads
from ._secrets import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._secrets import Hider


def without(content: bytes, hider: Hider) -> bytes:
    """A body as it is recorded: spelt as it was, unless a secret stands in pieces in it."""
    hidden = hider.content(content)
    try:
        value = loads(hidden)
    except ValueError:
        return hidden
    return dumps(value) if hider.pieces([value]) else hidden


def without_in_query(query: str, hider: Hider) -> str:
    """A query as sent, without what stands in it, and without what is a credential by its name."""
    pairs = (pair.partition("=") for pair in query.split("&"))
    return hider.text(
        "&".join(
            f"{name}={HIDDEN}"
            if value and is_surely_one(unquote_plus(name))
            else name + sep + value
            for name, sep, value in pairs
        )
    )


def without_in_records(records: Sequence[bytes], hider: Hider) -> list[bytes]:
    """The records of a stream without what stands in them, one by one or from one to the next."""
    hidden = [hider.content(record) for record in records]
    values = [_value(record) for record in hidden]
    before = deepcopy(values)
    if hider.pieces(values):
        hidden = [
            record if value == old else _with_data(record, value)
            for record, old, value in zip(hidden, before, values, strict=True)
        ]
    return hidden


def event_data(raw: bytes) -> str | None:
    """The data of one record; None if it has none (a comment, a retry time)."""
    # Of bytes, and not of text: only CR and LF end a line of a stream, which may hold other separators.
    lines = [line for line in raw.splitlines() if line.startswith(b"data:")]
    if not lines:
        return None
    data = b"\n".join(line[5:].removeprefix(b" ") for line in lines)
    return data.decode("utf-8", "replace")


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
