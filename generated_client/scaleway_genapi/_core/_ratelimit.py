"""The rate-limit headers as typed values, and the durations written in them.

Pure: a mapping of headers in, values out.
Source: https://www.scaleway.com/en/docs/generative-apis/reference-content/rate-limits/
"""

import re
from collections.abc import Mapping
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
    """The six rate-limit headers of an answer; what it did not send is None.

    Attributes:
        requests: The limit on requests.
        tokens: The limit on tokens.
    """

    requests: RateLimit
    tokens: RateLimit


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and _COUNT.fullmatch(text) else None


def _limit(headers: Mapping[str, str], kind: str) -> RateLimit:
    reset = headers.get(f"x-ratelimit-reset-{kind}")
    return RateLimit(
        _count(headers.get(f"x-ratelimit-limit-{kind}")),
        _count(headers.get(f"x-ratelimit-remaining-{kind}")),
        None if reset is None else parse_duration(reset),
    )


def parse_rate_limits(headers: Mapping[str, str]) -> RateLimits | None:
    """The rate limits that `headers` (looked up in lower case) state, or None when they state none."""
    limits = RateLimits(_limit(headers, "requests"), _limit(headers, "tokens"))
    return limits if any(value is not None for limit in limits for value in limit) else None
