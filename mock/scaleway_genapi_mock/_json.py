"""JSON in and out, by orjson where it is installed; and the two questions asked of parsed JSON.

`loads` refuses what JSON does not know (NaN, Infinity, lone surrogates) with either reader, so
that the mock answers the same with and without orjson.
"""

from __future__ import annotations

import json
from itertools import takewhile
from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 128
_SHOWN = 80


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether `value` is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether `value` is a JSON array."""
    return isinstance(value, list)


def same(one: object, other: object) -> bool:
    """Whether two values are one in JSON, in which true is not 1."""
    if is_object(one) and is_object(other):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if is_array(one) and is_array(other):
        return len(one) == len(other) and all(map(same, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def _plain_loads(data: bytes) -> Any:
    try:
        value = json.loads(data.decode("utf-8"), parse_constant=_refuse)
        # A lone surrogate passes json.loads, but no encoder and no validator.
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return value


def _plain_dumps(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _fastest() -> tuple[Callable[[bytes], Any], Callable[[Any], bytes]]:
    try:
        import orjson  # noqa: PLC0415 - an extra
    except ImportError:
        return _plain_loads, _plain_dumps
    fast = orjson.dumps

    def exact_dumps(value: Any) -> bytes:
        try:
            return fast(value)
        except TypeError:
            # It writes no integer of more than 64 bits; what is no JSON, neither of them writes.
            return _plain_dumps(value)

    return orjson.loads, exact_dumps


loads, dumps = _fastest()


def parse(data: bytes) -> Any:
    """The value of a JSON text from outside. ValueError: it is none, or nested too deeply."""
    value = loads(data)
    # Counting brackets costs next to nothing; only who has many is looked at.
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and depth(value) > MAX_DEPTH:
        raise ValueError(f"nested more than {MAX_DEPTH} levels deep")
    return value


def as_sent(data: bytes, value: Any) -> Any:
    """`value`, which `parse` made of `data`, with all digits of its integers: to be shown.

    A fast reader makes a float of an integer of more than 64 bits.
    """
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return value


def depth(value: Any) -> int:
    """How many levels of arrays and objects `value` has."""
    level: list[Any] = [value]
    levels = 0
    while True:
        level = [item for item in level if is_object(item) or is_array(item)]
        if not level:
            return levels
        levels += 1
        level = [part for item in level for part in _parts(item)]


def _parts(value: Any) -> list[Any]:
    if is_object(value):
        return list(value.values())
    return value if is_array(value) else []


def brief(value: Any) -> str:
    """`value` as JSON, cut to what fits in a sentence."""
    text = json.dumps(_head(value, [_SHOWN + 1]), ensure_ascii=False, default=str)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _head(value: Any, left: list[int]) -> Any:
    """The beginning of `value`, so many parts of it: each is a character of JSON, or more."""
    left[0] -= 1
    if isinstance(value, str):
        return value[:_SHOWN]
    if is_array(value):
        return [_head(item, left) for item in takewhile(lambda _: left[0] > 0, value)]
    if is_object(value):
        parts = takewhile(lambda _: left[0] > 0, value.items())
        return {_head(name, [1]): _head(part, left) for name, part in parts}
    return value
