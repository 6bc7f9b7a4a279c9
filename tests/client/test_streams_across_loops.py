"""Streams of an asynchronous client that are closed, or read on, outside of the event loop they were opened in."""

import asyncio
import gc
import threading
import warnings
from functools import partial

import anyio
import httpx
import pytest

from scaleway_genapi import AsyncClient, StreamInterruptedError
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import STALL, chunk, event, stream_head

PARAMS = {"model": "m", "messages": MESSAGES, "stream": True}
OPEN = [stream_head(), event(chunk("Hel")), STALL]


async def _opened(client, streams):
    streams.append(await client.chat.completions.create(**PARAMS))
    await anext(streams[0])


def _all_closed(http):
    # The pool forgets a closed one with the next request at the latest.
    pool = http._transport._pool
    return not pool._requests and all(item.is_closed() for item in pool.connections)


def _in_a_loop_that_is_just_closed(main):
    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    loop.close()


LOOPS = {
    "just closed": _in_a_loop_that_is_just_closed,
    "asyncio": partial(anyio.run, backend="asyncio"),
    "trio": partial(anyio.run, backend="trio"),
}


@pytest.fixture(params=LOOPS.values(), ids=LOOPS.keys())
def first(request):
    """Runs something in an event loop, and ends the loop."""
    yield request.param
    with warnings.catch_warnings():
        # Python warns of what a loop leaves open that is just closed.
        warnings.simplefilter("ignore", ResourceWarning)
        for _ in range(5):  # a finaliser may leave more
            gc.collect()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_stream_can_be_closed_when_its_loop_is_over(server, first, backend):
    server.script(OPEN)
    streams = []
    first(partial(_opened, AsyncClient(KEY, base_url=server.url), streams))
    anyio.run(streams[0].close, backend=backend)
    assert server.wait_until_closed(1)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_stream_whose_loop_is_over_does_not_just_end(server, first, backend):
    server.script(OPEN)
    streams = []
    first(partial(_opened, AsyncClient(KEY, base_url=server.url), streams))
    with pytest.raises(StreamInterruptedError):
        anyio.run(partial(anext, streams[0]), backend=backend)
    anyio.run(streams[0].close, backend=backend)
    assert server.wait_until_closed(1)


def test_a_chat_stream_can_be_left_when_its_loop_is_over(server, first):
    server.script(OPEN)
    client = AsyncClient(KEY, base_url=server.url)
    manager = client.chat.completions.stream(model="m", messages=MESSAGES)
    first(manager.__aenter__)
    asyncio.run(manager.__aexit__(None, None, None))
    assert server.wait_until_closed(1)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("reading", [False, True], ids=["idle", "being read"])
def test_a_stream_closed_in_another_loop_is_closed_by_its_own(server, backend, reading):
    server.script(OPEN)
    streams, closed = [], threading.Event()

    def close_elsewhere():
        asyncio.run(streams[0].close())
        closed.set()

    async def main():
        async with httpx.AsyncClient() as http:
            await _opened(AsyncClient(KEY, base_url=server.url, http_client=http), streams)
            thread = threading.Thread(target=close_elsewhere)
            thread.start()
            if reading:
                with pytest.raises(StreamInterruptedError):
                    await anext(streams[0])
            with anyio.fail_after(10):
                while not closed.is_set() or not _all_closed(http):  # noqa: ASYNC110 - nobody would tell
                    await anyio.sleep(0.001)
            thread.join()

    anyio.run(main, backend=backend)
    assert server.wait_until_closed(1)
