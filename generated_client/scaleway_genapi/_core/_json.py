"""JSON in and out: orjson where it is installed, the standard library otherwise, with the same results.

The quick way first; whatever it refuses is looked at again in a way that is the same for both.
Imported with the first request, not before.
"""

import json
from collections.abc import Callable
from typing import Any

from ._errors import RequestEncodeError
from ._json_text import join_all_halves, may_hold_halves
from ._plain import Simplifier, to_json_data
from ._shapes import is_mapping, is_sequence

try:
    import orjson
except ImportError:
    orjson = None  # type: ignore[assignment]

# A body nested beyond the parser's depth is malformed like any other.
DECODE_ERRORS = (ValueError, RecursionError)

_fast: Any = orjson

# Not what orjson alone would make of them.
_OPTIONS: int = (
    0 if _fast is None else _fast.OPT_PASSTHROUGH_DATACLASS | _fast.OPT_PASSTHROUGH_DATETIME
)

_raw_decode = json.JSONDecoder().raw_decode


def loads(data: bytes | str) -> Any:
    """The value of a whole JSON text, read as leniently as the standard library does.

    A byte order mark, NaN, infinities and numbers too large for a float (which become infinite) are
    read; half a surrogate pair becomes U+FFFD. One thing stays orjson's own: an integer beyond 64 bits
    is a float to it.
    """
    try:
        if _fast is not None:
            return _fast.loads(data)
        text = data if isinstance(data, str) else data.decode()
        value = json.loads(text)
    except ValueError:
        pass
    else:
        return join_all_halves(value) if may_hold_halves(text) else value
    return join_all_halves(
        json.loads(data.removeprefix("\ufeff") if isinstance(data, str) else data)
    )


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
"""`loads` for many small texts. What it refuses may be fine to `loads_again`."""


def loads_again(text: str) -> Any:
    """The second look at a text that `loads_text` refused: all that the standard library reads.

    Halves of surrogate pairs stay, for the other one may be in the next text.
    """
    return json.loads(text)


def _may_hide_nan(body: bytes, value: Any) -> bool:
    # orjson writes NaN and infinities as null, which would silently mean "the default".
    if b"null" not in body:
        return False
    stack: list[Any] = [value]
    while stack:
        item = stack.pop()
        if item is None or isinstance(item, (str, int)):
            continue
        if is_mapping(item):
            stack.extend(item.values())
        elif is_sequence(item):
            stack.extend(item)
        elif hasattr(item, "to_dict"):
            stack.append(item.to_dict())
        elif not isinstance(item, float) or item - item != 0:
            return True
    return False


def _write(value: Any, default: Callable[[Any], Any] | None = None) -> bytes:
    """`value` by the standard library."""
    return json.dumps(value, default=default, allow_nan=False, separators=(",", ":")).encode(
        "ascii"
    )


def dumps(value: Any) -> bytes:
    """`value` as JSON; models and mappings may be mixed at any depth.

    Raises:
        RequestEncodeError: Something in it is no JSON; the message says where.
    """
    simplify = Simplifier()
    try:
        if _fast is not None:
            body: bytes = _fast.dumps(value, simplify, _OPTIONS)
            if not _may_hide_nan(body, value):
                # A copy, because orjson's own is allocated for the worst case, up to ten times as
                # much, and a request lives as long as its stream.
                return bytes(memoryview(body))
        else:
            body = _write(value, simplify)
            # The standard library writes halves of surrogate pairs, which no server can read.
            if b"\\ud" in body:
                to_json_data(value, simplify)
            return body
    except RequestEncodeError:
        raise
    except Exception:  # noqa: BLE001, S110 - whatever it was, the second look says it in words of its own
        pass
    # Neither what one of them refuses (large integers, keys that are no texts) nor what it lets
    # through may depend on an optional package.
    return _write(to_json_data(value, simplify))
