"""Says of a folder that a living process uses it; the system forgets that when the process ends."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


@contextlib.contextmanager
def locked(folder: Path) -> Generator[None]:
    """Hold `folder`. Raises `OSError` if another process does, or if it cannot be told."""
    if sys.platform == "win32":
        raise OSError(f"{folder}: cannot be locked on this platform")
    import fcntl  # noqa: PLC0415 -- only where it exists

    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
