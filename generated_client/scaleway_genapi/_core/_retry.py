"""The one retry policy: what happened goes in, whether and when to try again comes out.

Pure: no clock, no randomness and no sleep of its own.
Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ._ratelimit import RateLimits

_RETRIED = frozenset({408, 409, 429})
_TOO_MANY_REQUESTS = 429
_LONGEST = 1e9  # seconds; no clock waits for what a header may say


class RetryPolicy(NamedTuple):
    """How often and how patiently a call is tried again.

    Attributes:
        max_retries: Tries after the first one.
        base: Upper bound of the first wait, in seconds; it doubles with every try.
        cap: Upper bound of any wait of our own choosing, in seconds.
        max_wait: The longest wait asked for by the server that is honoured, in seconds;
            beyond it the error comes at once, with the wait in it.
    """

    max_retries: int = 2
    base: float = 0.5
    cap: float = 8.0
    max_wait: float = 60.0


class Failure(NamedTuple):
    """What went wrong with a try.

    Attributes:
        status: The HTTP status, or None when no response came.
        headers: The response's headers, looked up in lower case.
        limits: The rate limits that these state.
    """

    status: int | None
    headers: Mapping[str, str] | None = None
    limits: RateLimits | None = None


class Decision(NamedTuple):
    """What to do about a failure.

    Attributes:
        wait: Seconds to wait before the next try, or None to give up.
        asked: Seconds that the server asked to wait, if it did.
    """

    wait: float | None
    asked: float | None = None


class RetryEvent(NamedTuple):
    """What a retry callback is told.

    Attributes:
        operation: The operation's id.
        attempt: Number of the try that failed, from 1.
        wait: Seconds until the next one.
        error: What the call would have raised.
    """

    operation: str
    attempt: int
    wait: float
    error: Exception


def parse_retry_after(value: str, now: float) -> float | None:
    """Seconds in a Retry-After header, given as a number or as an HTTP date; None when it is neither.

    Args:
        value: The header.
        now: Seconds since the epoch.
    """
    value = value.strip()
    if value.replace(".", "", 1).isdigit() and value.isascii():
        return min(float(value), _LONGEST)
    from email.utils import parsedate_to_datetime  # noqa: PLC0415 - slow to import, rarely needed

    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if date.tzinfo is None:
        # An HTTP date is always GMT; "-0000" parses as naive.
        from datetime import UTC  # noqa: PLC0415

        date = date.replace(tzinfo=UTC)
    return min(max(0.0, date.timestamp() - now), _LONGEST)


def server_wait(failure: Failure, now: float) -> float | None:
    """Seconds that the server asks to wait: Retry-After, or on 429 the reset of a limit that may be exhausted."""
    if failure.headers is None:
        return None
    retry_after = failure.headers.get("retry-after")
    if retry_after is not None and (wait := parse_retry_after(retry_after, now)) is not None:
        return wait
    if failure.limits is None or failure.status != _TOO_MANY_REQUESTS:
        return None
    # With allowance left on both, it is the number of concurrent requests, which has no reset. A limit that
    # states a reset and not what remains may be the one: better to wait for it than to be refused again.
    resets = [
        limit.reset
        for limit in failure.limits
        if limit.reset is not None and limit.remaining in {None, 0}
    ]
    return max(resets, default=None)


def is_retried(status: int | None) -> bool:
    """Whether a try that ended so may be repeated; None stands for no response at all."""
    return status is None or status in _RETRIED or 500 <= status <= 599  # noqa: PLR2004


def decide(
    policy: RetryPolicy,
    attempt: int,
    failure: Failure,
    *,
    now: float,
    random: Callable[[], float],
    remaining: float | None = None,
) -> Decision:
    """What to do after try number `attempt`, from 1, failed.

    Args:
        policy: The policy.
        attempt: Number of the try that failed, from 1.
        failure: How it failed.
        now: Seconds since the epoch, for waits given as a date.
        random: Gives a number in [0, 1).
        remaining: Seconds left of the call's total time, or None when it has no bound.
    """
    asked = server_wait(failure, now)
    if attempt > policy.max_retries or not is_retried(failure.status):
        return Decision(None, asked)
    # Beyond 2**30 the cap has long taken over; a float would overflow.
    wait = random() * min(policy.cap, policy.base * 2 ** min(attempt - 1, 30))
    if asked:
        if asked > policy.max_wait:
            return Decision(None, asked)
        # Never earlier than asked, and not all at once: many may have been refused in the same moment.
        wait = min(asked + wait, policy.max_wait)
    if remaining is not None and wait >= remaining:
        return Decision(None, asked)
    return Decision(wait, asked)
