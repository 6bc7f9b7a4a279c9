"""What a program that is told to stop does: it unwinds, so that clean-ups run, and says so.

Knows signals and exit codes; knows nothing of what the program was doing.
"""

from __future__ import annotations

import contextlib
import signal
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Generator
    from types import FrameType

INTERRUPTED = 128 + signal.SIGINT
INTERNAL = 70  # EX_SOFTWARE of sysexits.h


class Terminated(BaseException):
    """The system asked the program to end; like KeyboardInterrupt, nothing recovers from it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


@contextlib.contextmanager
def signals_unwind() -> Generator[None]:
    """Make SIGTERM, and SIGHUP where there is one, an exception instead of a sudden end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    # What is ignored (by nohup, say) stays ignored.
    before = {
        number: signal.signal(number, _unwind)
        for number in numbers
        if signal.getsignal(number) == signal.SIG_DFL
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _unwind(number: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated(number)


def describe(error: Exception) -> str:
    """An error that nobody foresaw, in one line: what, and where in the code."""
    what = " ".join(traceback.format_exception_only(error)[-1].split())
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"internal error: {what}{where}"
