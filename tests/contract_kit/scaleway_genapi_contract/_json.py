"""JSON as servers send it: strict reading, and the questions asked of parsed values."""

from __future__ import annotations

import json
from typing import Any, TypeGuard

_SHOWN = 80


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether `value` is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[Any]]:
    """Whether `value` is a JSON array."""
    return isinstance(value, list)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")


def loads(data: bytes | str) -> Any:
    """Parse JSON. ValueError: not UTF-8, not JSON, NaN or Infinity, nested too deeply."""
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def dumps(value: Any) -> bytes:
    """`value` as compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def brief(value: Any) -> str:
    """`value` as JSON, cut to what fits in a sentence."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def dig(value: Any, *steps: str | int) -> Any:
    """What stands in `value` at `steps`; None where nothing does."""
    for step in steps:
        if isinstance(step, str):
            value = value.get(step) if is_object(value) else None
        else:
            value = value[step] if is_array(value) and step < len(value) else None
    return value
