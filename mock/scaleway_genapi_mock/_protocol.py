"""uvicorn's HTTP protocol, quiet, and with the transport where an application can reach it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from ._transmit import TRANSPORT

if TYPE_CHECKING:
    import asyncio

    from ._server import Application

_SILENT = logging.getLogger("scaleway_genapi_mock.http")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class Protocol(HttpToolsProtocol):
    """One connection. What uvicorn would log about it, the application knows better."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put the transport into the state that every request of the connection gets."""
        super().connection_made(transport)
        self.logger = _SILENT
        self.access_log = False
        self.app_state = {TRANSPORT: transport}


class _Quiet(Config):
    """uvicorn's configuration without its logging, which would be the whole process's."""

    def configure_logging(self) -> None:
        """Leave logging as it is."""


def config_for(app: Application) -> Config:
    """Uvicorn's configuration for `app`."""
    asgi: Any = app
    config = _Quiet(
        asgi,
        lifespan="off",
        ws="none",
        http=Protocol,
        interface="asgi3",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=60,
    )
    config.load()
    return config


__all__ = ["Protocol", "ServerState", "config_for"]
