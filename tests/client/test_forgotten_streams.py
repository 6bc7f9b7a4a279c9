"""Streams that nobody closes: they warn, hold nothing up, and are closed with the next call."""

import asyncio
import gc
import os
import subprocess
import sys
import textwrap
import threading
import warnings
from collections.abc import Callable
from typing import Any

import anyio
import httpx
import pytest

from scaleway_genapi import AsyncClient, Client
from tests.client.conftest import BACKENDS, KEY, MESSAGES
from tests.client.fault_server import DONE, LAST, MODELS, STALL, chunk, event, response, stream_head
from tests.client.http2_server import END, HOLD, STREAM, Http2Server, answer
from tests.client.http2_server import event as plain_event

PARAMS = {"model": "m", "messages": MESSAGES, "stream": True}
OPEN = [stream_head(), event(chunk("Hel")), STALL]

PROGRAMS = {
    "of one client": """
        client = Client(KEY, base_url=URL)
        other, lock_of = client, client._pool.client().transport._pool
    """,
    "of two clients with one http_client": """
        http = httpx.Client()
        client, other = [Client(KEY, base_url=URL, http_client=http) for _ in range(2)]
        lock_of = http._transport._pool
    """,
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_a_stream_collected_while_its_pool_is_locked_blocks_nothing(server, program):
    server.script(OPEN, response(200, MODELS))
    head = f"""
        import gc, httpx, os, warnings
        from scaleway_genapi import Client
        warnings.simplefilter("ignore")
        gc.disable()
        KEY, URL, PARAMS = {KEY!r}, {server.url!r}, {PARAMS!r}
    """
    rest = """
        class Collecting:
            def __init__(self, lock):
                self.lock = lock
            def __enter__(self):
                self.lock.__enter__()
                gc.collect()
            def __exit__(self, *error):
                self.lock.__exit__(*error)
        lock_of._optional_thread_lock = Collecting(lock_of._optional_thread_lock)
        def forget(client):
            cycle = [client.chat.completions.create(**PARAMS), client]
            next(cycle[0])
            cycle.append(cycle)
        forget(other)
        del other
        client.models.list()
        client.models.list()
        os.write(1, b"in the end %d" % len(lock_of._requests))
    """
    done = subprocess.run(
        [sys.executable, "-c", "".join(map(textwrap.dedent, (head, program, rest)))],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("in the end 0", "")


@pytest.mark.parametrize("keep", [True, False], ids=["open", "forgotten"])
@pytest.mark.parametrize("supplied", ["None", "httpx.Client()"], ids=["own", "supplied"])
def test_the_end_of_a_program_takes_its_streams_along_quietly(server, keep, supplied):
    server.script(OPEN)
    program = f"""
        import httpx, warnings
        from scaleway_genapi import Client
        warnings.simplefilter("ignore")
        client = Client({KEY!r}, base_url={server.url!r}, http_client={supplied})
        stream = client.chat.completions.create(**{PARAMS!r})
        next(stream)
        if not {keep}:
            del stream
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert server.wait_until_closed(1)


def test_the_next_call_closes_what_was_forgotten(server):
    server.script(OPEN, response(200, MODELS))
    with httpx.Client() as http, pytest.warns(ResourceWarning):  # noqa: PT031
        client = Client(KEY, base_url=server.url, http_client=http)
        next(client.chat.completions.create(**PARAMS))
        gc.collect()
        assert server.wait_until_closed(1)
        client.models.list()
        assert len(http._transport._pool.connections) == 1


def test_the_next_call_resets_what_was_forgotten_over_http2():
    script = [STREAM, plain_event(chunk("Hel")), HOLD, END]
    with Http2Server() as server, httpx.Client(http1=False, http2=True) as http:
        server.script(script, answer(MODELS))
        client = Client(KEY, base_url=server.url, http_client=http)
        with pytest.warns(ResourceWarning):  # noqa: PT031
            next(client.chat.completions.create(**PARAMS))
            gc.collect()
        client.models.list()
        assert server.wait_for_resets(1)
        assert server.connections == 1


async def until_empty(http: httpx.AsyncClient) -> None:
    with anyio.fail_after(10):
        while http._transport._pool.connections:  # noqa: ASYNC110 - nobody would tell
            await anyio.sleep(0.001)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_loop_of_a_stream_closes_what_was_forgotten(server, backend):
    server.script(OPEN)

    async def main():
        async with httpx.AsyncClient() as http:
            client = AsyncClient(KEY, base_url=server.url, http_client=http)
            await client.chat.completions.create(**PARAMS)
            gc.collect()
            await until_empty(http)

    anyio.run(main, **backend)
    assert server.wait_until_closed(1)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("backend", BACKENDS)
def test_the_loop_of_a_stream_resets_what_was_forgotten_over_http2(backend):
    async def main():
        async with httpx.AsyncClient(http1=False, http2=True) as http:
            client = AsyncClient(KEY, base_url=server.url, http_client=http)
            async for _ in await client.chat.completions.create(**PARAMS):
                break
            gc.collect()
            assert await anyio.to_thread.run_sync(server.wait_for_resets, 1)

    with Http2Server() as server:
        server.script([STREAM, plain_event(chunk("Hel")), HOLD, END])
        anyio.run(main, **backend)


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_stream_is_closed_in_its_own_loop_wherever_it_is_collected(server):
    server.script(OPEN)
    opened, collected = threading.Event(), threading.Event()
    found, complaints = [], []

    async def own():
        async with httpx.AsyncClient() as http:
            client = AsyncClient(KEY, base_url=server.url, http_client=http)
            cycle = [await client.chat.completions.create(**PARAMS)]
            cycle.append(cycle)
            del cycle
            opened.set()
            await asyncio.to_thread(collected.wait, 10)
            await until_empty(http)

    async def other():
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: complaints.append(context))
        gc.collect()
        found.extend(task for task in asyncio.all_tasks() if task is not asyncio.current_task())

    gc.disable()
    try:
        thread = threading.Thread(target=asyncio.run, args=(own(),))
        thread.start()
        assert opened.wait(10)
        asyncio.run(other())
    finally:
        gc.enable()
        collected.set()
    thread.join(10)
    assert not thread.is_alive()
    assert (found, complaints) == ([], [])


def drop(held: list[Any]) -> None:
    held.clear()
    gc.collect()


def close(held: list[Any]) -> None:
    held[0].close()


def leave_in_a_child(leave: Callable[[list[Any]], None], held: list[Any]) -> None:
    """Forks, and has the child leave the stream that is held, by nothing else."""
    with warnings.catch_warnings():
        # Other threads are running, which newer Pythons warn of; the child only drops and leaves.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        try:
            leave(held)
        finally:
            os._exit(0)
    os.waitpid(child, 0)


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@needs_fork
@pytest.mark.parametrize("leave", [drop, close])
def test_a_forked_child_that_leaves_a_stream_leaves_it_to_its_parent(server, leave):
    left = threading.Event()
    server.script([stream_head(), event(chunk("Hel")), left, event(chunk("lo")), DONE, LAST])
    with Client(KEY, base_url=server.url) as client:
        held = [client.chat.completions.create(**PARAMS)]
        next(held[0])
        leave_in_a_child(leave, held)
        left.set()
        assert [item.choices[0].delta.content for item in held[0]] == ["lo"]


@needs_fork
@pytest.mark.parametrize("leave", [drop, close])
def test_a_forked_child_that_leaves_a_stream_over_http2_leaves_it_to_its_parent(leave):
    script = [STREAM, plain_event(chunk("Hel")), HOLD, plain_event(b"[DONE]"), END]
    with Http2Server() as server, httpx.Client(http1=False, http2=True) as http:
        server.script(script)
        client = Client(KEY, base_url=server.url, http_client=http)
        held = [client.chat.completions.create(**PARAMS)]
        next(held[0])
        leave_in_a_child(leave, held)
        server.release(0)
        assert list(held[0]) == []
        assert server.resets == 0


@needs_fork
def test_a_forked_child_that_drops_an_asynchronous_stream_leaves_it_to_its_parent(server):
    left = threading.Event()
    server.script([stream_head(), event(chunk("Hel")), left, event(chunk("lo")), DONE, LAST])

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            held = [await client.chat.completions.create(**PARAMS)]
            leave_in_a_child(drop, held)
            left.set()
            return [item.choices[0].delta.content async for item in held[0]]

    assert asyncio.run(main()) == ["Hel", "lo"]
