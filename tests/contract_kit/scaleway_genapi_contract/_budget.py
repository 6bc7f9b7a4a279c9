"""What the calls may cost, in tokens: an estimate before each, no less than a floor after it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._exchange import NotAsked
from ._json import dumps, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable

_BYTES_PER_TOKEN = 2
_USUAL_BYTES_PER_TOKEN = 4
_TEMPLATE = 120
_MEDIA = 2000
_LINK = re.compile(r"https?://|data:")
_ENCODED = re.compile(r"[A-Za-z0-9+/]{40,}={0,2}")


@dataclass(slots=True)
class Ledger:
    """The tokens of a run. `limit` is None for no limit."""

    limit: int | None = None
    spent: int = 0

    def reserve(self, tokens: int) -> None:
        """Book `tokens` before a call. Raises NotAsked, and books nothing, if they are too many."""
        if self.limit is not None and self.spent + tokens > self.limit:
            left = max(0, self.limit - self.spent)
            raise NotAsked(f"it may take {tokens} tokens, and {left} of the budget are left")
        self.spent += tokens

    def settle(self, reserved: int, told: int | None, least: int) -> None:
        """Put what a call took in the place of its estimate.

        `told` is what the server says it took, which is not believed below `least`; None if it
        does not say, and the estimate stands.
        """
        if told is not None:
            self.spent += max(told, least) - reserved


def at_least(body: Any, limits: Iterable[str], default: int) -> int:
    """The tokens of what `body` sends, as texts usually have them, and of the longest answer."""
    if body is None:
        return 0
    data = body if isinstance(body, bytes) else dumps(body)
    return len(data) // _USUAL_BYTES_PER_TOKEN + _written(body, limits, default)


def estimate(body: Any, limits: Iterable[str], default: int) -> int:
    """The most tokens that a request with `body` may take, read and written, on the high side.

    Two bytes a token (text has about four), a template's worth on top, images and recordings at
    a flat rate; `limits` are the properties that bound the answer, `default` holds without them.
    """
    if body is None:
        return 0
    data = body if isinstance(body, bytes) else dumps(body)
    if not is_object(body):
        return len(data) // _BYTES_PER_TOKEN + _TEMPLATE + default
    sent = len(data) // _BYTES_PER_TOKEN + _TEMPLATE + _MEDIA * _media(body)
    return sent + _written(body, limits, default)


def _written(body: Any, limits: Iterable[str], default: int) -> int:
    """The most tokens that come back."""
    if not is_object(body):
        return default
    bounds = [body[name] for name in limits if isinstance(body.get(name), int)]
    answers = body.get("n")
    return max(0, max(bounds, default=default) * (answers if isinstance(answers, int) else 1))


def _media(value: Any) -> int:
    if is_object(value):
        return sum(_media(inner) for inner in value.values())
    if is_array(value):
        return sum(_media(inner) for inner in value)
    if not isinstance(value, str):
        return 0
    return int(bool(_LINK.match(value) or (_ENCODED.fullmatch(value) and not _is_json(value))))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
