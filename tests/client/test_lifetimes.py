"""Clients that nobody closes, and clients that outlive an event loop: quiet, and nothing leaks."""

import asyncio
import gc
import os
import subprocess
import sys
import textwrap
import threading

import anyio
import pytest

from scaleway_genapi import APIConnectionError, AsyncClient, Client
from tests.client.conftest import BACKENDS, KEY, MESSAGES
from tests.client.fault_server import (
    DONE,
    LAST,
    MODELS,
    STALL,
    chunk,
    event,
    response,
    stream_head,
)

PARAMS = {"model": "m", "messages": MESSAGES, "stream": True}
WHOLE = [stream_head(), event(chunk("Hel")), event(chunk("lo")), DONE, LAST]

PROGRAMS = {
    "sync": """
        client = Client(KEY, base_url=URL)
        client.models.list()
    """,
    "sync, through a proxy": """
        os.environ["http_proxy"] = URL
        client = Client(KEY, base_url="http://nowhere.invalid")
        client.models.list()
    """,
    "asyncio": """
        client = AsyncClient(KEY, base_url=URL)
        async def main():
            await client.models.list()
        asyncio.run(main())
        asyncio.run(main())
    """,
    "asyncio, through a proxy": """
        os.environ["http_proxy"] = URL
        client = AsyncClient(KEY, base_url="http://nowhere.invalid")
        async def main():
            await client.models.list()
        asyncio.run(main())
        asyncio.run(main())
    """,
    "asyncio, forgotten at once": """
        async def main():
            await AsyncClient(KEY, base_url=URL).models.list()
        asyncio.run(main())
    """,
    "trio": """
        client = AsyncClient(KEY, base_url=URL)
        trio.run(client.models.list)
        trio.run(client.models.list)
    """,
    "both, in turn": """
        client = AsyncClient(KEY, base_url=URL)
        asyncio.run(client.models.list())
        trio.run(client.models.list)
        asyncio.run(client.models.list())
    """,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_client_that_is_never_closed_is_quiet_where_warnings_are_errors(server, program):
    server.script(response(200, MODELS))
    head = f"""
        import asyncio, os, trio
        from scaleway_genapi import AsyncClient, Client
        KEY, URL = {KEY!r}, {server.url!r}
    """
    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            textwrap.dedent(head) + textwrap.dedent(program),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert server.wait_until_closed(server.connections)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_client_works_in_one_event_loop_after_another(server, backend):
    server.script(response(200, MODELS))
    client = AsyncClient(KEY, base_url=server.url)
    for _ in range(3):
        assert len(anyio.run(client.models.list, **backend)) == 1
    assert server.connections == 3
    assert server.wait_until_closed(3)


def test_a_client_works_in_two_event_loops_at_once(server):
    server.script(response(200, MODELS))
    client = AsyncClient(KEY, base_url=server.url)
    together = threading.Barrier(2)
    found = []

    async def main():
        for _ in range(3):
            found.append(len(await client.models.list()))
            await asyncio.to_thread(together.wait, 10)

    threads = [threading.Thread(target=asyncio.run, args=(main(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1] * 6
    assert server.connections == 2
    assert server.wait_until_closed(2)


def test_a_client_works_after_a_loop_that_was_closed_without_ceremony(server):
    server.script(response(200, MODELS))
    client = AsyncClient(KEY, base_url=server.url)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(client.models.list())
    loop.run_until_complete(client.close())
    loop.close()
    again = AsyncClient(KEY, base_url=server.url)
    for _ in range(2):
        loop = asyncio.new_event_loop()
        assert len(loop.run_until_complete(again.models.list())) == 1
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
    assert server.wait_until_closed(3)


def test_a_closed_client_is_closed_in_every_event_loop(server):
    server.script(response(200, MODELS))
    client = AsyncClient(KEY, base_url=server.url)

    async def use():
        await client.models.list()
        await client.close()

    asyncio.run(use())
    with pytest.raises(APIConnectionError, match="closed"):
        asyncio.run(client.models.list())


def test_closing_in_one_event_loop_closes_in_the_others(server):
    server.script(response(200, MODELS))
    client = AsyncClient(KEY, base_url=server.url)
    used, closed = threading.Event(), threading.Event()

    async def use():
        await client.models.list()
        used.set()
        await asyncio.to_thread(closed.wait, 10)
        assert await asyncio.to_thread(server.wait_until_closed, 1)
        with pytest.raises(APIConnectionError, match="closed"):
            await client.models.list()

    failures = []

    def run():
        try:
            asyncio.run(use())
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test fails with it
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    assert used.wait(10)
    asyncio.run(client.close())
    closed.set()
    thread.join()
    assert failures == []


def test_a_client_that_is_forgotten_closes_its_connections(server):
    server.script(response(200, MODELS))
    client = Client(KEY, base_url=server.url)
    client.models.list()
    del client
    gc.collect()
    assert server.wait_until_closed(1)


def test_an_asynchronous_client_that_is_forgotten_closes_its_connections(server):
    server.script(response(200, MODELS))

    async def main():
        client = AsyncClient(KEY, base_url=server.url)
        await client.models.list()
        del client
        gc.collect()
        assert await asyncio.to_thread(server.wait_until_closed, 1)

    asyncio.run(main())


def test_a_stream_outlives_its_client(server):
    server.script(WHOLE)
    stream = Client(KEY, base_url=server.url).chat.completions.create(**PARAMS)
    gc.collect()
    assert [item.choices[0].delta.content for item in stream] == ["Hel", "lo"]


def test_an_asynchronous_stream_outlives_its_client(server):
    server.script(WHOLE)

    async def main():
        stream = await AsyncClient(KEY, base_url=server.url).chat.completions.create(**PARAMS)
        gc.collect()
        return [item.choices[0].delta.content async for item in stream]

    assert asyncio.run(main()) == ["Hel", "lo"]


def test_copies_keep_the_connections_of_a_client_that_is_forgotten(server):
    server.script(response(200, MODELS))
    client = Client(KEY, base_url=server.url)
    client.models.list()
    copy = client.with_options(timeout=5)
    del client
    gc.collect()
    copy.models.list()
    assert server.connections == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_that_ends_leaves_the_connections_of_its_parent(server):
    server.script(response(200, MODELS))
    program = f"""
        import os
        from scaleway_genapi import Client
        client = Client({KEY!r}, base_url={server.url!r})
        client.models.list()
        child = os.fork()
        if child:
            assert os.waitpid(child, 0)[1] == 0
            client.models.list()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert server.connections == 1


def test_a_loop_that_ends_inside_a_stream_closes_its_connection(server):
    server.script([*WHOLE[:2], STALL])
    client = AsyncClient(KEY, base_url=server.url)
    streams = []

    async def main():
        streams.append(await client.chat.completions.create(**PARAMS))
        await anext(streams[0])

    asyncio.run(main())
    assert server.wait_until_closed(1)
    with pytest.warns(ResourceWarning, match="neither read to its end nor closed"):  # noqa: PT031
        streams.clear()
        gc.collect()
