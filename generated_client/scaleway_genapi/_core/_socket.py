"""Ends a connection at its socket: below TLS and all locks, so that it can be done from anywhere."""

import contextlib
import os
import sys
from typing import Any


def shut_down(raw: Any) -> None:
    """Ends a connection for both sides, which wakes who waits for it in another thread; closing it would not.

    Args:
        raw: What an HTTP library calls the socket of its stream; None does nothing.
    """
    # No import that the end of the program could forbid: finalisers come here. Loaded by now, if there is a socket.
    socket: Any = sys.modules.get("socket")
    if socket is None:
        return
    with contextlib.suppress(OSError):
        if isinstance(raw, socket.socket):
            # TLS has a method of its own, which would take from another thread what it is using.
            socket.socket.shutdown(raw, socket.SHUT_RDWR)
        elif raw is not None:
            try:
                raw.shutdown(socket.SHUT_RDWR)
            except TypeError:  # uvloop's can do nothing; another one of the same connection can
                with socket.socket(fileno=os.dup(raw.fileno())) as own:
                    own.shutdown(socket.SHUT_RDWR)
