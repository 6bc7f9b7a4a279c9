"""Rate limits of one organisation: requests and tokens a minute, and requests at once.

Two token buckets that refill steadily, as the documented headers suggest (a few used, a few
hundred milliseconds to full), and no window that slides. A request is let in while one token is
left and pays for what it used when it is answered, so that the level may fall below zero. Knows no HTTP; `compile._compile` says which headers the document declares.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from scaleway_genapi_mock._clock import Clock
    from scaleway_genapi_mock._config import Limits

Resource = Literal["requests", "tokens", "concurrent"]
_MINUTE = 60.0
_SECOND = 1000
"""Milliseconds."""


class Bucket:
    """So many units a minute. Without a limit it counts down from `shown`, and never refuses."""

    def __init__(self, clock: Clock, limit: int | None, shown: int) -> None:
        self._clock = clock
        self.enforced = limit is not None
        self.size = shown if limit is None else limit
        self._level = float(self.size)
        self._at = clock.now()

    def _refill(self) -> float:
        now = self._clock.now()
        gained = (now - self._at) * self.size / _MINUTE
        self._at = now
        self._level = min(float(self.size), self._level + max(0.0, gained))
        return self._level

    def has(self, units: float) -> bool:
        """Whether `units` are left, or the bucket is not enforced."""
        return not self.enforced or self._refill() >= units

    def take(self, units: float) -> None:
        """Use `units`; what was used cannot be refused any more, so the level may go below 0."""
        level = self._refill() - units
        self._level = level if self.enforced else max(0.0, level)

    @property
    def remaining(self) -> int:
        """Whole units left."""
        return max(0, math.floor(self._refill()))

    def shown(self) -> dict[str, str]:
        """The limit, what remains of it and when it is whole again, as headers say it."""
        level = self._refill()
        return {
            "limit": str(self.size),
            "remaining": str(max(0, math.floor(level))),
            "reset": duration((self.size - level) * _MINUTE / self.size if self.size else _MINUTE),
        }

    def seconds_until(self, units: float) -> float:
        """How long until `units` are there."""
        missing = units - self._refill()
        return max(0.0, missing * _MINUTE / self.size) if self.size else _MINUTE


@dataclass(frozen=True, slots=True)
class Exceeded:
    """Which limit a request ran into, and after how many seconds it would not."""

    resource: Resource
    retry_after: float


class RateLimiter:
    """The state of the three limits. `shown` sizes stand in headers where no limit is set."""

    def __init__(self, clock: Clock, limits: Limits, *, shown: tuple[int, int]) -> None:
        self.requests = Bucket(clock, limits.requests, shown[0])
        self.tokens = Bucket(clock, limits.tokens, shown[1])
        self.concurrent = limits.concurrent
        self.open = 0

    def admit(self) -> Exceeded | None:
        """Count a request in, or say which limit refuses it. Balance with `release`."""
        if self.concurrent is not None and self.open >= self.concurrent:
            return Exceeded("concurrent", 1.0)
        if not self.requests.has(1):
            return Exceeded("requests", self.requests.seconds_until(1))
        if not self.tokens.has(1):
            return Exceeded("tokens", self.tokens.seconds_until(1))
        self.requests.take(1)
        self.open += 1
        return None

    def release(self) -> None:
        """A request that was admitted has ended."""
        self.open -= 1


def duration(seconds: float) -> str:
    """Seconds as the service writes them in its headers: `0ms`, `250ms`, `1.5s`, `1m30s`, `1h0m0s`.

    Rounded up: who waits as long as it says has waited long enough.
    """
    milliseconds = math.ceil(round(seconds * 1000, 6))
    if milliseconds < _SECOND:
        return f"{milliseconds}ms"
    if milliseconds < _MINUTE * _SECOND:
        return f"{milliseconds / _SECOND:.3f}".rstrip("0").rstrip(".") + "s"
    minutes, rest = divmod(math.ceil(milliseconds / _SECOND), 60)
    hours, minutes = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + f"{minutes}m{rest}s"
