"""Time and chance, as values that can be replaced: retries are then tested without waiting.

Knows nothing of HTTP.
"""

import random
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple


class Clock(NamedTuple):
    """What a synchronous client measures time and waits with.

    Attributes:
        sleep: Waits for a number of seconds.
        monotonic: Seconds that only grow.
        time: Seconds since the epoch.
        random: A number in [0, 1).
    """

    sleep: Callable[[float], object] = time.sleep
    monotonic: Callable[[], float] = time.monotonic
    time: Callable[[], float] = time.time
    random: Callable[[], float] = random.random


async def _sleep(seconds: float) -> None:
    # anyio comes with httpx; it sleeps under asyncio and trio alike.
    import anyio  # noqa: PLC0415 - only a retry needs it

    await anyio.sleep(seconds)


class AsyncClock(NamedTuple):
    """What an asynchronous client measures time and waits with; see `Clock`."""

    sleep: Callable[[float], Awaitable[object]] = _sleep
    monotonic: Callable[[], float] = time.monotonic
    time: Callable[[], float] = time.time
    random: Callable[[], float] = random.random
