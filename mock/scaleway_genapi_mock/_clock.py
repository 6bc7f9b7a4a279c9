"""The time that a server lives by: the real one, or one that a test moves by hand."""

from __future__ import annotations

import time

_LAST = 253_402_300_799.0
"""The last second of the year 9999: no calendar goes on."""


class Clock:
    """Seconds since the epoch, real until `freeze` or `advance` is called."""

    def __init__(self) -> None:
        self._frozen: float | None = None

    def __repr__(self) -> str:
        return "<Clock>" if self._frozen is None else f"<Clock, frozen at {self._frozen}>"

    def now(self) -> float:
        """The time, in seconds since the epoch."""
        return time.time() if self._frozen is None else self._frozen

    def freeze(self, at: float | None = None) -> None:
        """Stop at `at`, or at the present moment. ValueError: it is none of 1970 to 9999."""
        if at is not None and not _is_number(at):
            raise ValueError(f"freeze: {at!r} is no number of seconds since 1970")
        self._frozen = _moment(self.now() if at is None else at)

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`, and stand still there. ValueError: back, or beyond 9999."""
        if not _is_number(seconds):
            raise ValueError(f"advance: {seconds!r} is no number of seconds")
        if seconds < 0:
            raise ValueError(f"time does not go back: {seconds}")
        self._frozen = _moment(self.now() + min(seconds, 2 * _LAST))

    def reset(self) -> None:
        """Back to the real time."""
        self._frozen = None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _moment(at: float) -> float:
    # An integer may be too large to be a float at all; NaN is in no order.
    if not 0 <= at <= _LAST:
        raise ValueError("seconds since 1970, up to the year 9999, are expected")
    return float(at)
