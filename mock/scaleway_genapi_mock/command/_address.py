"""Why the command cannot listen where it was told to, and where it can."""

from __future__ import annotations

import errno
import ipaddress
import socket

_PRIVILEGED = 1024


def may_be_ours(host: str) -> bool:
    """Whether this machine may have `host`. Of names nothing is known before they are looked up."""
    try:
        version = ipaddress.ip_address(host).version
    except ValueError:
        return True
    family = socket.AF_INET6 if version == 6 else socket.AF_INET  # noqa: PLR2004 - of IP
    try:
        with socket.socket(family, socket.SOCK_STREAM) as sock:
            sock.bind((host, 0))
    except OSError as error:
        return error.errno != errno.EADDRNOTAVAIL
    return True


def not_ours(host: str) -> str:
    """That `host` is another machine's, or nobody's."""
    return (
        f"{host} is no address of this machine; take one that is, 127.0.0.1, "
        "or 0.0.0.0 for all of them"
    )


def reason(error: OSError, host: str) -> str:
    """Why a socket cannot be bound, and what to do."""
    if error.errno == errno.EADDRNOTAVAIL or isinstance(error, socket.gaierror):
        return not_ours(host)
    said = error.strerror or str(error)
    if error.errno == errno.EACCES:
        return f"{said}; choose a port from {_PRIVILEGED}, or 0 for a free one"
    return f"{said}; choose another port, or 0 for a free one"
