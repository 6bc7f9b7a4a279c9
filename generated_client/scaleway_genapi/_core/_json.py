"""JSON in and out: orjson where it is installed, the standard library otherwise, with the same results.

Imported with the first request, not before.
"""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from types import GeneratorType
from typing import Any
from uuid import UUID

from ._errors import RequestEncodeError
from ._shapes import is_mapping, is_sequence
from ._unset import UNSET

try:
    import orjson
except ImportError:
    orjson = None  # type: ignore[assignment]

# A body nested beyond the parser's depth is malformed like any other.
DECODE_ERRORS = (ValueError, RecursionError)

_fast: Any = orjson
loads: Callable[[bytes | str], Any] = json.loads if _fast is None else _fast.loads

_raw_decode = json.JSONDecoder().raw_decode


def loads_plain(text: str) -> Any:
    """`json.loads` of a small text, in about half the time."""
    # What json.loads does around its scanner takes nearly as long as scanning a chunk of a stream.
    try:
        value, end = _raw_decode(text)
    except ValueError:
        return json.loads(text)
    # Space around it, or more than JSON: the long way knows.
    return value if end == len(text) else json.loads(text)


loads_text: Callable[[str], Any] = loads_plain if _fast is None else _fast.loads
"""`loads` for many small texts."""


def _default(value: Any) -> Any:  # noqa: PLR0911 - one per kind of value
    name = type(value).__name__
    to_dict = getattr(value, "to_dict", None)
    if to_dict is not None:
        return to_dict()
    if hasattr(value, "keys"):
        return dict[str, Any](value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")  # pydantic's
    # orjson writes the rest of these by itself: the same has to come out without it.
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if value is UNSET:
        raise TypeError("UNSET stands where nothing can be left out")
    # Not whatever can be iterated: an open file or somebody's model would be sent as something else.
    if isinstance(value, (Sequence, GeneratorType, map, filter)) and not isinstance(
        value, (bytes, bytearray, memoryview)
    ):
        return list[Any](value)  # pyright: ignore[reportUnknownArgumentType] - whatever is in it
    raise TypeError(f"a value of type {name} is no JSON")


def _without_unset(value: Any) -> Any:
    if is_mapping(value):
        return {key: _without_unset(item) for key, item in value.items() if item is not UNSET}
    if is_sequence(value):
        return [_without_unset(item) for item in value if item is not UNSET]
    return value


def _holds_unset(value: Any) -> bool:
    if is_mapping(value):
        return any(item is UNSET or _holds_unset(item) for item in value.values())
    return is_sequence(value) and any(item is UNSET or _holds_unset(item) for item in value)


def _has_nan(body: bytes, value: Any) -> bool:
    # orjson writes NaN and infinities as null, which would silently mean "the default".
    if b"null" not in body:
        return False
    stack: list[Any] = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, float):
            if item - item != 0:
                return True
        elif is_mapping(item):
            stack.extend(item.values())
        elif is_sequence(item):
            stack.extend(item)
        elif hasattr(item, "to_dict"):
            stack.append(item.to_dict())
    return False


def dumps(value: Any) -> bytes:
    """`value` as JSON; models and mappings may be mixed at any depth.

    Raises:
        RequestEncodeError: Something in it is no JSON.
    """
    if _fast is not None:
        try:
            body: bytes = _fast.dumps(value, _default)
        except TypeError:
            # What orjson alone refuses (large integers, lone surrogates, keys that are no strings)
            # must not depend on an optional package.
            pass
        else:
            if not _has_nan(body, value):
                # A copy, because orjson's own is allocated for the worst case, up to ten times as
                # much, and a request lives as long as its stream.
                return bytes(memoryview(body))
    try:
        return json.dumps(value, default=_default, allow_nan=False, separators=(",", ":")).encode(
            "ascii"
        )
    except (TypeError, ValueError, RecursionError) as error:
        # Only now, because looking costs time and hardly anybody nests UNSET.
        if not isinstance(error, RecursionError) and _holds_unset(value):
            return dumps(_without_unset(value))
        raise RequestEncodeError(f"The request cannot be written as JSON: {error}") from error
