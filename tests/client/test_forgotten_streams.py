"""Streams that nobody closes: they warn, hold nothing up, and are closed with the next call."""

import gc
import os
import subprocess
import sys
import textwrap
import threading
import warnings

import httpx
import pytest

from scaleway_genapi import Client
from tests.client.conftest import KEY, MESSAGES
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


def fork() -> int:
    with warnings.catch_warnings():
        # Other threads are running, which newer Pythons warn of; the child only drops and leaves.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def drop(stream: list[object]) -> None:
    stream.clear()


def close(stream: list[object]) -> None:
    stream[0].close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("leave", [drop, close])
def test_a_forked_child_that_leaves_a_stream_leaves_it_to_its_parent(server, leave):
    left = threading.Event()
    server.script([stream_head(), event(chunk("Hel")), left, event(chunk("lo")), DONE, LAST])
    with Client(KEY, base_url=server.url) as client:
        held = [client.chat.completions.create(**PARAMS)]
        next(held[0])
        child = fork()
        if child == 0:
            try:
                leave(held)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        left.set()
        assert [item.choices[0].delta.content for item in held[0]] == ["lo"]
