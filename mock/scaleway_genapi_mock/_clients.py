"""Clients of a mock server that are ready to use, whatever engine serves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scaleway_genapi import AsyncClient, Client


class Clients:
    """Hands out clients; those that can be closed from outside are, by `close_clients`."""

    @property
    def url(self) -> str:
        """The base URL, without `/v1`."""
        raise NotImplementedError

    @property
    def api_key(self) -> str:
        """The key that may do everything."""
        raise NotImplementedError

    def __init__(self) -> None:
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

    def close_clients(self) -> None:
        """Close those that were handed out."""
        while self._clients:
            self._clients.pop().close()
