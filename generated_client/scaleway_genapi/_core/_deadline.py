"""The end of a call's total time, and reading that keeps to it whatever the server sends.

A timeout of the HTTP library bounds one wait: a byte now and then keeps it from ever running out.
An asynchronous wait is ended by cancelling it. A blocking one knows no such thing, so each read of the
socket is given no more than what is left. Knows nothing of HTTP.
"""

import contextlib
import threading
import time
from collections.abc import Awaitable, Callable, Generator, Iterator, Mapping, MutableMapping
from typing import Any, TypeVar

from ._socket import shut_down

T = TypeVar("T")

LEAST = 0.001  # seconds; zero would mean not to wait at all


class Deadline:
    """When a call has to be done."""

    __slots__ = ("_end", "_monotonic", "seconds")

    def __init__(self, seconds: float, monotonic: Callable[[], float]) -> None:
        self.seconds = seconds
        self._monotonic = monotonic
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Seconds until then; none or less when it is over."""
        return self._end - self._monotonic()

    def over(self) -> bool:
        """Whether the time is used up."""
        return self.left() <= 0


class TimeoutsUntil(MutableMapping[str, float | None]):
    """Timeouts of one try, each asked for when its step begins: none longer than what is left by then."""

    __slots__ = ("_deadline", "_values")

    def __init__(self, timeouts: Mapping[str, float | None], deadline: Deadline) -> None:
        self._values = dict(timeouts)
        self._deadline = deadline

    def __getitem__(self, name: str) -> float | None:
        return _shorter(self._values[name], self._deadline.left())

    def __setitem__(self, name: str, value: float | None) -> None:
        self._values[name] = value  # by a hook of a supplied client

    def __delitem__(self, name: str) -> None:
        del self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def copy(self) -> dict[str, float | None]:
        """The timeouts as they are now, as a dict has it."""
        return dict(self)


def no_later(deadline: Deadline | None, seconds: float) -> Deadline:
    """In `seconds` from now, or when `deadline` is, if that is sooner."""
    return Deadline(within(deadline, seconds), time.monotonic)


def within(deadline: Deadline | None, seconds: float) -> float:
    """`seconds`, or what is left when that is less."""
    return seconds if deadline is None else max(min(seconds, deadline.left()), 0.0)


def _shorter(timeout: float | None, left: float) -> float:
    left = max(left, LEAST)
    return left if timeout is None else min(timeout, left)


class _Here(threading.local):
    """The deadline that binds the reads of this thread."""

    deadline: Deadline | None = None


_here = _Here()


@contextlib.contextmanager
def keeping(deadline: Deadline | None) -> Generator[None]:
    """Binds what this thread reads and writes through streams that are bound; an earlier deadline around it stays."""
    before = _here.deadline
    if deadline is None or (before is not None and before.left() < deadline.left()):
        yield
        return
    _here.deadline = deadline
    try:
        yield
    finally:
        _here.deadline = before


def is_bound() -> bool:
    """Whether this thread's call has a deadline."""
    return _here.deadline is not None


def limited(timeout: float | None) -> float | None:
    """`timeout`, or the rest of the time of this thread's call when that is shorter."""
    deadline = _here.deadline
    if deadline is None:
        return timeout
    left = deadline.left()
    if left <= 0:
        # Data that never stops coming needs no wait that could time out.
        raise TimeoutError("the time is used up")
    return _shorter(timeout, left)


class BoundStream:
    """A blocking network stream that keeps to the deadline of whoever uses it."""

    __slots__ = ("_read", "_stream", "_write")

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._read = stream.read
        self._write = stream.write

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        """As the stream inside has it, and so below."""
        return self._read(max_bytes, limited(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all of `buffer`."""
        self._write(buffer, limited(timeout))

    def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> "BoundStream":
        """The stream inside TLS."""
        return BoundStream(self._stream.start_tls(ssl_context, server_hostname, limited(timeout)))

    def close(self) -> None:
        """Closes the connection, and wakes who reads from it in another thread."""
        shut_down(self._stream.get_extra_info("socket"))
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        """What the stream inside knows of the connection."""
        return self._stream.get_extra_info(info)


class _BoundRead:
    """The `read` of somebody else's network stream, keeping to the deadline of whoever calls it."""

    __slots__ = ("_read",)

    def __init__(self, read: Callable[[int, float | None], Any]) -> None:
        self._read = read

    def __call__(self, max_bytes: int, timeout: float | None = None) -> Any:
        return self._read(max_bytes, limited(timeout))


def bind(stream: Any) -> bool:
    """Makes somebody else's blocking stream keep to the deadline of whoever reads it; False where it cannot be.

    Once is enough: where there is no deadline, nothing changes.
    """
    read = getattr(stream, "read", None)
    if read is None:
        return False
    if not isinstance(stream, BoundStream) and not isinstance(read, _BoundRead):
        try:
            stream.read = _BoundRead(read)
        except AttributeError:
            return False
    return True


async def in_time(deadline: Deadline | None, awaitable: Awaitable[T]) -> T:
    """What `awaitable` gives, cancelled when the time is over.

    Raises:
        TimeoutError: It was not done by then.
    """
    if deadline is None:
        return await awaitable
    # anyio comes with httpx; it cancels under asyncio and trio alike.
    import anyio  # noqa: PLC0415 - slow to import

    with anyio.move_on_after(max(deadline.left(), 0.0)):
        return await awaitable
    raise TimeoutError("the time is used up")
