"""Fixtures: the fault server, and a driver that plays one test to the sync and the async client."""

import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from importlib.util import find_spec
from typing import Any

import anyio
import httpx
import pytest

from scaleway_genapi._core._clock import AsyncClock, Clock
from scaleway_genapi._generated.client import AsyncClient, Client
from tests.client.fault_server import FaultServer

KEY = "11111111-1111-1111-1111-111111111111"
MESSAGES = [{"role": "user", "content": "Hi"}]

BACKENDS = [
    pytest.param({"backend": "asyncio"}, id="asyncio"),
    pytest.param(
        {"backend": "asyncio", "backend_options": {"use_uvloop": True}},
        id="uvloop",
        marks=pytest.mark.skipif(find_spec("uvloop") is None, reason="uvloop has no Windows"),
    ),
    pytest.param({"backend": "trio"}, id="trio"),
]
"""The event loops that asynchronous clients run in: keywords of `anyio.run`."""


@pytest.fixture(autouse=True)
def no_configuration_from_outside(monkeypatch):
    for name in (
        "SCW_SECRET_KEY",
        "SCW_DEFAULT_PROJECT_ID",
        "SCW_GENAPI_BASE_URL",
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
    ):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as running:
        yield running


class Driver:
    """Calls the client that a test is parametrised with; time passes only in `waits`."""

    def __init__(self, kind: str, server: FaultServer) -> None:
        self.kind = kind
        self.server = server
        self.waits: list[float] = []
        self.random = 1.0
        self.monotonic = time.monotonic

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"api_key": KEY, "base_url": self.server.url} | options

    def run(self, use, **options):
        """`use(client)` for the sync client, `await use(client)` for the async one.

        `supplied`: options of an httpx client to hand over.
        """
        options = self._options(options)
        supplied = options.pop("supplied", None)
        if self.kind == "sync":
            clock = Clock(
                sleep=self.waits.append, monotonic=self.monotonic, random=lambda: self.random
            )
            with ExitStack() as stack:
                if supplied is not None:
                    options["http_client"] = stack.enter_context(httpx.Client(**supplied))
                return use(stack.enter_context(Client(clock=clock, **options)))

        async def sleep(seconds: float) -> None:
            self.waits.append(seconds)

        async def main():
            clock = AsyncClock(sleep=sleep, monotonic=self.monotonic, random=lambda: self.random)
            async with AsyncExitStack() as stack:
                if supplied is not None:
                    http = httpx.AsyncClient(**supplied)
                    options["http_client"] = await stack.enter_async_context(http)
                return await use(
                    await stack.enter_async_context(AsyncClient(clock=clock, **options))
                )

        return anyio.run(main, backend=self.kind)

    def complete(self, options=None, **params):
        params = {"model": "some-model", "messages": MESSAGES} | params
        return self.run(lambda client: client.chat.completions.create(**params), **(options or {}))

    def raw(self, options=None, **params):
        params = {"model": "some-model", "messages": MESSAGES} | params
        return self.run(
            lambda client: client.chat.completions.with_raw_response.create(**params),
            **(options or {}),
        )

    def models(self, **options):
        return self.run(lambda client: client.models.list(), **options)

    def stream(self, times: int = 1, options=None, **params):
        """The texts of one or more whole streams, one after another, and the error that ended them."""
        params = {"model": "some-model", "messages": MESSAGES, "stream": True} | params
        texts: list[Any] = []

        def use(client):
            for _ in range(times):
                with client.chat.completions.create(**params) as stream:
                    texts.extend(text_of(chunk) for chunk in stream)

        async def use_async(client):
            for _ in range(times):
                async with await client.chat.completions.create(**params) as stream:
                    async for chunk in stream:
                        texts.append(text_of(chunk))  # noqa: PERF401 - what came before an error counts

        error = None
        try:
            self.run(use if self.kind == "sync" else use_async, **(options or {}))
        except Exception as caught:  # noqa: BLE001 - what it is, is the test's to say
            error = caught
        return texts, error


def text_of(chunk):
    return chunk.choices[0].delta.content if chunk.choices else None


@pytest.fixture(params=["sync", "asyncio", "trio"])
def driver(request, server) -> Driver:
    return Driver(request.param, server)
