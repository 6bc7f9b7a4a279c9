"""Ends a connection at its socket: below TLS and all locks, so that it can be done from anywhere."""

import contextlib
from typing import Any


def shut_down(raw: Any) -> None:
    """Ends a connection for both sides, which wakes who waits for it in another thread; closing it would not.

    Args:
        raw: What an HTTP library calls the socket of its stream; None does nothing.
    """
    import socket  # noqa: PLC0415 - loaded by now, but not with the package

    with contextlib.suppress(OSError):
        if isinstance(raw, socket.socket):
            # TLS has a method of its own, which would take from another thread what it is using.
            socket.socket.shutdown(raw, socket.SHUT_RDWR)
        elif raw is not None:
            raw.shutdown(socket.SHUT_RDWR)
