"""`prism proxy --errors` between the client and the embedded mock: an oracle no one here wrote.

Prism judges each request and each answer by the document. A request that it refuses it answers
itself, with a problem document; an answer that it refuses becomes a 500 of its own; an undeclared
status it lets through with a header. All three are violations here, whatever the client makes of
them.

What it cannot see, and who does:
- It holds a stream back until its end, and takes it for a text: `fuzzing` judges the events.
- It lets misspelt properties through: `wire` judges those.
- Without a key it answers 401 itself: refusals come from the mock instead, by `fail_next`.
"""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from scaleway_genapi import AsyncClient, Client
from tests.contract.engines import Engine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scaleway_genapi_mock import MockServer

PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Oracle(Engine):
    """The embedded engine behind Prism; `violations` is what Prism had against the exchanges."""

    mock: MockServer
    violations: list[str] = field(default_factory=list)

    @contextmanager
    def client(self, **options) -> Iterator[Client]:
        def watch(response: httpx.Response) -> None:
            if self._suspicious(response):
                response.read()
                self._keep(response)

        with httpx.Client(event_hooks={"response": [watch]}) as http:
            supplied = self._options() | {"http_client": http} | options
            with Client(**supplied) as client:
                yield client

    @asynccontextmanager
    async def async_client(self, **options) -> AsyncIterator[AsyncClient]:
        async def watch(response: httpx.Response) -> None:
            if self._suspicious(response):
                await response.aread()
                self._keep(response)

        async with httpx.AsyncClient(event_hooks={"response": [watch]}) as http:
            supplied = self._options() | {"http_client": http} | options
            async with AsyncClient(**supplied) as client:
                yield client

    @contextmanager
    def refusing(self, status: int) -> Iterator[tuple[Client, dict]]:
        self.mock.fail_next(status)
        with self.client() as client:
            yield client, {}

    def _suspicious(self, response: httpx.Response) -> bool:
        media_type = response.headers.get("content-type", "")
        return "sl-violations" in response.headers or media_type.startswith(PROBLEM)

    def _keep(self, response: httpx.Response) -> None:
        said = response.headers.get("sl-violations") or response.text
        self.violations.append(f"{response.status_code} {said}")
