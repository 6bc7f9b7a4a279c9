"""The rate-limit headers as typed values, and the durations written in them.

Pure: a mapping of headers in, values out. Which headers there are, the document says.
Source: https://www.scaleway.com/en/docs/generative-apis/reference-content/rate-limits/
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_UNITS = {
    "ns": 1e-9,
    "us": 1e-6,
    "µs": 1e-6,
    "ms": 1e-3,
    "s": 1.0,
    "m": 60.0,
    "h": 3600.0,
    "d": 86400.0,
}
_PART = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)(ns|us|µs|ms|s|m|h|d)")
_COUNT = re.compile(r"[0-9]{1,18}")
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,9})?")


def parse_duration(text: str) -> float | None:
    """Seconds in a duration such as "250ms", "1m30s", "6m0s" or "12"; None when it is not one."""
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    seconds, position = 0.0, 0
    for part in _PART.finditer(text):
        if part.start() != position:
            return None
        seconds += float(part[1]) * _UNITS[part[2]]
        position = part.end()
    return seconds if text and position == len(text) else None


class RateLimit(NamedTuple):
    """One limit: how much there is, how much is left, and when it is full again.

    Attributes:
        limit: Size of the allowance, in requests or tokens.
        remaining: What is left of it.
        reset: Seconds until it is full again.
    """

    limit: int | None
    remaining: int | None
    reset: float | None


class RateLimits(NamedTuple):
    """The rate-limit headers of an answer; what it did not send is None.

    Attributes:
        requests: The limit on requests.
        tokens: The limit on tokens.
    """

    requests: RateLimit
    tokens: RateLimit


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and _COUNT.fullmatch(text) else None


def _named(names: Iterable[str], what: str, of: str) -> str | None:
    """The header among `names` whose words, joined by hyphens, are these two among others."""
    return next((name for name in names if {what, of} <= set(name.split("-"))), None)


class _LimitHeaders(NamedTuple):
    """The names of the headers that state one limit; None where the API has none."""

    limit: str | None
    remaining: str | None
    reset: str | None

    def read(self, headers: Mapping[str, str]) -> RateLimit:
        """The limit as `headers` state it."""
        reset = self._value(headers, self.reset)
        return RateLimit(
            _count(self._value(headers, self.limit)),
            _count(self._value(headers, self.remaining)),
            None if reset is None else parse_duration(reset),
        )

    @staticmethod
    def _value(headers: Mapping[str, str], name: str | None) -> str | None:
        return None if name is None else headers.get(name)


class RateLimitHeaders:
    """What the rate-limit headers of an API mean, told by the words in their names.

    Args:
        names: The headers that the document declares, in lower case.
    """

    __slots__ = ("_requests", "_tokens")

    def __init__(self, names: Iterable[str]) -> None:
        names = tuple(names)
        self._requests, self._tokens = (
            _LimitHeaders(
                _named(names, "limit", of),
                _named(names, "remaining", of),
                _named(names, "reset", of),
            )
            for of in RateLimits._fields
        )

    def read(self, headers: Mapping[str, str]) -> RateLimits | None:
        """The rate limits that `headers` (looked up in lower case) state, or None when they state none."""
        limits = RateLimits(self._requests.read(headers), self._tokens.read(headers))
        return limits if any(value is not None for limit in limits for value in limit) else None
