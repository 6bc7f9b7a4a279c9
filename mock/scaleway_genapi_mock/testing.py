"""What the fixture `genapi_mock` hands out: a mock server with clients that are ready to use."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .server import MockServer

if TYPE_CHECKING:
    from scaleway_genapi import AsyncClient, Client


# All that a start needs is loaded with this module: the first test waits for work, not for files.
for _name in ("._app", "._protocol", "._server", ".behaviours.chat", "uvicorn.lifespan.off"):
    import_module(_name, __package__)
with suppress(ImportError):  # not on every platform
    import_module("uvloop")


class GenapiMock(MockServer):
    """A mock server for tests. Clients made by it are closed at the next reset."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self._clients: list[Client] = []

    def client(self, **options: Any) -> Client:
        """A client of the mock, with the key that may do everything.

        Args:
            **options: Of `scaleway_genapi.Client`; they win over what the mock would set.
        """
        from scaleway_genapi import Client  # noqa: PLC0415 - the mock works without the client

        chosen: dict[str, Any] = {"api_key": self.api_key, "base_url": self.url, **options}
        client = Client(**chosen)
        self._clients.append(client)
        return client

    def async_client(self, **options: Any) -> AsyncClient:
        """An asynchronous client of the mock; use it in `async with`, which closes it."""
        from scaleway_genapi import AsyncClient  # noqa: PLC0415

        chosen: dict[str, Any] = {"api_key": self.api_key, "base_url": self.url, **options}
        return AsyncClient(**chosen)

    def reset(self) -> None:
        """As new: no requests, no settings, no open clients."""
        while self._clients:
            self._clients.pop().close()
        super().reset()
