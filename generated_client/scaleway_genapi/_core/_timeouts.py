"""The timeouts of one try, and what is left of the time of a whole call."""

from collections.abc import MutableMapping

from ._config import check_seconds
from ._deadline import Deadline, TimeoutsUntil
from ._errors import ConfigurationError
from ._types import TimeoutTypes

CONNECT = 5.0
READ = 600.0
WRITE = 60.0
POOL = 60.0

DEFAULT_TIMEOUT: dict[str, float | None] = {
    "connect": CONNECT,
    "read": READ,
    "write": WRITE,
    "pool": POOL,
}


def timeout_values(timeout: TimeoutTypes) -> dict[str, float | None]:
    """The four timeouts in seconds, as httpx names them.

    A number bounds each; connecting keeps its shorter default.
    """
    if timeout is None:
        return {"connect": None, "read": None, "write": None, "pool": None}
    if isinstance(timeout, (int, float)):
        seconds = check_seconds(timeout, "timeout")
        connect = CONNECT if seconds is None else min(CONNECT, seconds)
        return {"connect": connect, "read": seconds, "write": seconds, "pool": seconds}
    if hasattr(timeout, "as_dict"):
        return timeout.as_dict()
    raise ConfigurationError("timeout must be a number of seconds, an httpx.Timeout or None")


def cap_timeouts(
    values: dict[str, float | None], deadline: Deadline | None
) -> MutableMapping[str, float | None]:
    """`values`, none of them longer than what is left of the call's total time."""
    return values if deadline is None else TimeoutsUntil(values, deadline)
