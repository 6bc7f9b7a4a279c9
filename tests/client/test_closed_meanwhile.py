"""Closing a stream or a client ends what another thread or task is waiting for."""

import threading

import anyio
import httpx
import pytest

from scaleway_genapi import APIConnectionError, AsyncClient, Client, StreamInterruptedError
from scaleway_genapi._core._clock import AsyncClock, Clock
from tests.client.conftest import BACKENDS, KEY, MESSAGES
from tests.client.fault_server import MODELS, STALL, chunk, event, refusal, response, stream_head

PARAMS = {"model": "m", "messages": MESSAGES, "stream": True}
HALF = [stream_head(), event(chunk("Hel")), STALL]


def until(condition) -> None:
    for _ in range(10_000):
        if condition():
            return
        threading.Event().wait(0.001)
    raise AssertionError("it never came to that")


class Waiting:
    """A thread that waits in `work`, and the error that it ends with."""

    def __init__(self, work) -> None:
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 - what it is, is the test's to say
            self.error = error

    def outcome(self) -> Exception | None:
        self._thread.join(10)
        assert not self._thread.is_alive()
        return self.error


@pytest.mark.parametrize("make", [lambda: None, httpx.Client], ids=["own", "supplied"])
def test_closing_a_stream_ends_a_read_of_another_thread(server, make):
    server.script(HALF)
    http = make()
    client = Client(KEY, base_url=server.url, timeout=60, http_client=http)
    stream = client.chat.completions.create(**PARAMS)
    next(stream)
    reader = Waiting(lambda: list(stream))
    until(lambda: stream._iterator.gi_running)
    stream.close()
    assert isinstance(reader.outcome(), StreamInterruptedError)
    client.close()
    if http is not None:
        http.close()


def test_closing_a_client_ends_a_stream_of_another_thread(server):
    server.script(HALF)
    client = Client(KEY, base_url=server.url, timeout=60)
    stream = client.chat.completions.create(**PARAMS)
    next(stream)
    reader = Waiting(lambda: list(stream))
    until(lambda: stream._iterator.gi_running)
    client.close()
    assert isinstance(reader.outcome(), StreamInterruptedError)


def test_closing_a_client_ends_a_call_of_another_thread_for_good(server):
    server.script([STALL])
    client = Client(KEY, base_url=server.url, timeout=60)
    caller = Waiting(client.models.list)
    until(lambda: server.requests)
    client.close()
    assert isinstance(caller.outcome(), APIConnectionError)
    assert server.connections == 1


@pytest.mark.parametrize("backend", BACKENDS)
def test_closing_a_client_ends_a_call_of_another_task_for_good(server, backend):
    server.script([STALL])

    async def main():
        client = AsyncClient(KEY, base_url=server.url, timeout=60)

        async def close():
            await anyio.to_thread.run_sync(until, lambda: server.requests)
            await client.close()

        async with anyio.create_task_group() as group:
            group.start_soon(close)
            with pytest.raises(APIConnectionError):
                await client.models.list()

    anyio.run(main, **backend)
    assert server.connections == 1


def test_a_client_closed_during_a_wait_tries_no_more(server):
    server.script(refusal(500), response(200, MODELS))
    client = Client(KEY, base_url=server.url, clock=Clock(sleep=lambda _: client.close()))
    with pytest.raises(APIConnectionError, match="closed"):
        client.models.list()
    assert len(server.requests) == 1


@pytest.mark.parametrize("backend", BACKENDS)
def test_an_asynchronous_client_closed_during_a_wait_tries_no_more(server, backend):
    server.script(refusal(500), response(200, MODELS))

    async def main():
        async def sleep(_: float) -> None:
            await client.close()

        client = AsyncClient(KEY, base_url=server.url, clock=AsyncClock(sleep=sleep))
        with pytest.raises(APIConnectionError, match="closed"):
            await client.models.list()

    anyio.run(main, **backend)
    assert len(server.requests) == 1
