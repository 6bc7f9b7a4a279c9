"""What the fixture `genapi_mock` hands out: a mock server with clients that are ready to use."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

# All that a start needs is loaded with this module: the first test waits for work, not for files.
from . import _app, _protocol  # noqa: F401
from .behaviours import chat  # noqa: F401
from .server import MockServer

with suppress(ImportError):
    import uvloop  # noqa: F401 - not on every platform

if TYPE_CHECKING:
    from scaleway_genapi import AsyncClient, Client


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
