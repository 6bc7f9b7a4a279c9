"""The time that a server lives by: the real one, or one that a test moves by hand."""

from __future__ import annotations

import time


class Clock:
    """Seconds since the epoch, real until `freeze` or `advance` is called."""

    def __init__(self) -> None:
        self._frozen: float | None = None

    def now(self) -> float:
        """The time, in seconds since the epoch."""
        return time.time() if self._frozen is None else self._frozen

    def freeze(self, at: float | None = None) -> None:
        """Stop at `at`, or at the present moment."""
        self._frozen = self.now() if at is None else at

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`, and stand still there."""
        if seconds < 0:
            raise ValueError(f"time does not go back: {seconds}")
        self._frozen = self.now() + seconds

    def reset(self) -> None:
        """Back to the real time."""
        self._frozen = None
