"""A call that is cancelled or interrupted, wherever it is by then, closes its connection."""

import asyncio
import gc
import signal
import socket
import threading

import anyio
import anyio.lowlevel
import pytest

from scaleway_genapi import AsyncClient, Client, StreamInterruptedError
from scaleway_genapi._core import _httpx, _network
from tests.client.conftest import BACKENDS, KEY, MESSAGES
from tests.client.fault_server import (
    DONE,
    MODELS,
    RESET,
    STALL,
    chunk,
    chunked,
    event,
    refusal,
    response,
    stream_head,
)

PART = b"content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"

# How far the server gets, and whether a stream was asked for.
PLACES = {
    "before the head": ([STALL], False),
    "inside the head": ([b"HTTP/1.1 200 OK\r\ncontent-", STALL], False),
    "inside the body": ([b"HTTP/1.1 200 OK\r\n" + PART, STALL], False),
    "inside an error's body": ([b"HTTP/1.1 500 Oops\r\n" + PART, STALL], False),
    "before a stream": ([STALL], True),
    "inside a stream": ([stream_head(), event(chunk("Hel")), STALL], True),
    "after the end marker": ([stream_head(), event(chunk("Hel")), DONE, STALL], True),
    "inside a page in place of a stream": (
        [stream_head(content_type="text/html"), chunked(b"<p>"), STALL],
        True,
    ),
}


@pytest.fixture(params=PLACES.values(), ids=PLACES.keys())
def place(request):
    return request.param


def busy(client) -> list[object]:
    """The connections that are still in use."""
    [(http, _)] = client._pool._own.values()
    return [item for item in http.transport._pool.connections if not item.is_idle()]


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("options", [{}, {"total_timeout": 60}], ids=["", "with a deadline"])
def test_a_cancelled_call_closes_its_connection(server, place, backend, options):
    steps, stream = place
    server.script(response(200, MODELS), steps)

    async def main():
        async with AsyncClient(KEY, base_url=server.url, **options) as client:
            await client.models.list()  # opens the connection
            with anyio.move_on_after(0.05):
                if stream:
                    async with await client.chat.completions.create(
                        model="m", messages=MESSAGES, stream=True
                    ) as opened:
                        async for _ in opened:
                            pass
                else:
                    await client.chat.completions.create(model="m", messages=MESSAGES)
            assert busy(client) == []

    anyio.run(main, **backend)
    assert server.wait_until_closed(server.connections)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_call_that_is_cancelled_as_it_gets_connected_leaves_no_connection(
    server, backend, monkeypatch
):
    server.script(response(200, MODELS))
    scopes, connect = [], _network._AsyncBackend.connect_tcp

    async def cancel_when_connected(*args, **options):
        stream = await connect(*args, **options)
        scopes[-1].cancel()
        return stream

    monkeypatch.setattr(_network._AsyncBackend, "connect_tcp", cancel_when_connected)

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            for count in range(1, 4):
                with anyio.CancelScope() as scope:
                    scopes.append(scope)
                    await client.models.list()
                assert scope.cancelled_caught
                assert busy(client) == []
                assert await anyio.to_thread.run_sync(server.wait_until_closed, count)

    anyio.run(main, **backend)
    assert server.requests == []


@pytest.mark.parametrize("backend", BACKENDS)
def test_who_waits_for_a_connection_gets_the_place_of_a_call_that_is_cancelled_as_it_gets_connected(
    server, backend, monkeypatch
):
    server.script(response(200, MODELS))
    monkeypatch.setattr(_httpx, "MAX_CONNECTIONS", 1)
    connect = _network._AsyncBackend.connect_tcp

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            scope, connecting = anyio.CancelScope(), anyio.Event()

            async def cancel_when_another_waits(*args, **options):
                stream = await connect(*args, **options)
                connecting.set()
                [(http, _)] = client._pool._own.values()
                while not scope.cancel_called and len(http.transport._pool._requests) < 2:
                    await anyio.lowlevel.checkpoint()
                scope.cancel()
                return stream

            async def be_cancelled():
                with scope:
                    await client.models.list()

            monkeypatch.setattr(_network._AsyncBackend, "connect_tcp", cancel_when_another_waits)
            async with anyio.create_task_group() as group:
                group.start_soon(be_cancelled)
                await connecting.wait()
                assert len(await client.models.list()) == 1

    anyio.run(main, **backend)
    assert len(server.requests) == 1
    assert server.wait_until_closed(2)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs an alarm")
@pytest.mark.skipif(
    threading.current_thread() is not threading.main_thread(),
    reason="signals go to the main thread",
)
def test_an_interrupted_call_closes_its_connection(server, place):
    steps, stream = place
    server.script(response(200, MODELS), steps)

    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with Client(KEY, base_url=server.url) as client:
            client.models.list()  # opens the connection
            try:
                # Well before the tenth of a second that is waited after an end marker.
                signal.setitimer(signal.ITIMER_REAL, 0.05)
                if stream:
                    with client.chat.completions.create(
                        model="m", messages=MESSAGES, stream=True
                    ) as opened:
                        for _ in opened:
                            pass
                else:
                    client.chat.completions.create(model="m", messages=MESSAGES)
            except KeyboardInterrupt:
                pass
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            assert busy(client) == []
    finally:
        signal.signal(signal.SIGALRM, before)
    assert server.wait_until_closed(server.connections)


HALF = [stream_head(), event(chunk("Hel")), STALL]
PARAMS = {"model": "m", "messages": MESSAGES, "stream": True}


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_stream_whose_reading_was_cancelled_does_not_end_like_a_whole_one(server, backend):
    server.script(HALF)

    async def main():
        async with (
            AsyncClient(KEY, base_url=server.url) as client,
            await client.chat.completions.create(**PARAMS) as stream,
        ):
            await anext(stream)
            with anyio.move_on_after(0.05):
                await anext(stream)
            for _ in range(2):
                with pytest.raises(StreamInterruptedError, match="cancelled or interrupted"):
                    await anext(stream)
                with pytest.raises(StreamInterruptedError):
                    [item async for item in stream]

    anyio.run(main, **backend)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs an alarm")
def test_a_stream_whose_reading_was_interrupted_does_not_end_like_a_whole_one(server):
    server.script(HALF)

    def interrupt(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with (
            Client(KEY, base_url=server.url) as client,
            client.chat.completions.create(**PARAMS) as stream,
        ):
            next(stream)
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            with pytest.raises(KeyboardInterrupt):
                next(stream)
            for _ in range(2):
                with pytest.raises(StreamInterruptedError, match="cancelled or interrupted"):
                    next(stream)
                with pytest.raises(StreamInterruptedError):
                    list(stream)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_kept_iterator_of_a_stream_that_failed_does_not_end_like_that_of_a_whole_one(server):
    server.script([*HALF[:2], RESET])
    with Client(KEY, base_url=server.url) as client:
        iterator = iter(client.chat.completions.create(**PARAMS))
        assert next(iterator).choices[0].delta.content == "Hel"
        for _ in range(3):
            with pytest.raises(StreamInterruptedError):
                next(iterator)


def test_a_cancelled_wait_for_the_next_try_sends_no_more(server):
    server.script(refusal(500, retry_after="30"))

    async def main():
        waiting = asyncio.Event()
        async with AsyncClient(
            KEY, base_url=server.url, on_retry=lambda event: waiting.set()
        ) as client:
            task = asyncio.create_task(client.models.list())
            await waiting.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert busy(client) == []

    asyncio.run(main())
    assert len(server.requests) == 1


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_call_that_is_cancelled_while_its_body_is_sent_leaves_nothing_half_way(backend):
    messages = [{"role": "user", "content": "x" * 30_000_000}]  # more than sockets hold

    async def main(url):
        async with AsyncClient(KEY, base_url=url) as client:
            with anyio.move_on_after(0.5) as scope:
                await client.chat.completions.create(model="m", messages=messages)
            return scope.cancelled_caught

    with socket.create_server(("127.0.0.1", 0)) as deaf:
        assert anyio.run(main, f"http://127.0.0.1:{deaf.getsockname()[1]}", **backend)
    gc.collect()  # what was left half-way warns now
