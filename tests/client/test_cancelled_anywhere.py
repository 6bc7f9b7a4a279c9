"""A task that is cancelled, at any of its steps, leaves no connection behind that nobody can use.

By `task.cancel()`, as asyncio does it: no shield of the HTTP library's holds that off.
"""

import asyncio
import contextlib
import itertools
import types

import anyio
import httpx
import httpx2
import pytest

from scaleway_genapi import APIError, APIStatusError, AsyncClient
from scaleway_genapi._core._httpx import transports_of
from tests.client import http2_server as http2
from tests.client.conftest import BACKENDS, KEY, MESSAGES
from tests.client.fault_server import (
    DONE,
    LAST,
    MODELS,
    chunk,
    completion,
    event,
    refusal,
    response,
    stream_head,
)
from tests.client.http2_server import END, HOLD


async def completed(client):
    await client.chat.completions.create(model="m", messages=MESSAGES)


async def stream(client):
    async for _ in await client.chat.completions.create(model="m", messages=MESSAGES, stream=True):
        pass


async def stream_in_with(client):
    async with client.chat.completions.stream(model="m", messages=MESSAGES) as opened:
        await opened.get_final_completion()


async def left_early(client):
    opened = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
    async with opened:
        await anext(opened)


STREAMED = [stream_head(), event(chunk("Hel")), event(chunk("lo")), DONE, LAST]
CALLS = {
    "a call": (completed, response(200, completion())),
    "a refusal": (completed, refusal(400, "no")),
    "a stream": (stream, STREAMED),
    "a stream in with": (stream_in_with, STREAMED),
    "a stream that is left early": (left_early, STREAMED),
}


@types.coroutine
def cancelled_at(step, times, work):
    """Awaits `work`, in a task that cancels itself at a step, or at that one and the next; whether it came to that."""
    running = work.__await__()
    error = None
    came = False
    for here in itertools.count():
        try:
            waited_for = running.send(None) if error is None else running.throw(error)
        except StopIteration:
            return came
        if step <= here < step + times:
            came = True
            asyncio.current_task().cancel()
        error = None
        try:
            yield waited_for
        except BaseException as thrown:  # noqa: BLE001 - it is for the work
            error = thrown


async def read(response):
    await response.aread()


class Wrapping(httpx.AsyncBaseTransport):
    """As transports that retry, log or sign are made."""

    def __init__(self):
        self.inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request):
        return await self.inner.handle_async_request(request)

    async def aclose(self):
        await self.inner.aclose()


OWN = {
    "our own": None,
    "httpx": httpx.AsyncClient,
    "httpx2": httpx2.AsyncClient,
    "a hook that reads": lambda: httpx.AsyncClient(event_hooks={"response": [read]}),
    "a transport around another": lambda: httpx.AsyncClient(transport=Wrapping()),
}


@pytest.mark.parametrize("backend", BACKENDS[:-1])
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
@pytest.mark.parametrize("supplied", OWN.values(), ids=OWN.keys())
def test_the_connection_is_given_back_or_closed_whichever_step_is_cancelled(
    server, supplied, call, times, backend
):
    work, answer = call
    server.script(answer)

    async def main():
        http = supplied and supplied()
        async with AsyncClient(KEY, base_url=server.url, max_retries=0, http_client=http) as client:
            with contextlib.suppress(APIError):
                await work(client)  # opens a connection
            pool = pool_of(client)
            for step in itertools.count():
                came = await asyncio.create_task(outcome(cancelled_at(step, times, work(client))))
                await asyncio.sleep(0)
                assert [item for item in pool.connections if not item.is_idle()] == [], step
                assert pool._requests == [], step
                if not came:
                    break
        if http is not None:
            await http.aclose()

    anyio.run(main, **backend)
    assert server.wait_until_closed(server.connections)


async def outcome(work):
    """Whether `work` came to be cancelled."""
    try:
        return await work
    except asyncio.CancelledError:
        return True
    except APIError as error:
        return not isinstance(error, APIStatusError)


def pool_of(client):
    """The connection pool of the HTTP library."""
    http = client._pool.client()
    transport = transports_of(http)[0]
    return getattr(transport, "inner", transport)._pool


@pytest.mark.parametrize("backend", BACKENDS[:-1])
def test_a_client_closes_all_its_connections_whichever_step_is_cancelled(server, backend):
    server.script(response(200, MODELS))

    async def main(step):
        client = AsyncClient(KEY, base_url=server.url)
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(client.models.list)
        pool = pool_of(client)
        connections = pool.connections
        came = await asyncio.create_task(outcome(cancelled_at(step, 1, client.close())))
        assert pool.connections == []
        assert all(item.is_closed() for item in connections)
        return came

    step = 0
    while anyio.run(main, step, **backend):
        step += 1
    assert step
    assert server.wait_until_closed(server.connections)


async def asked_for(server, requests):
    """Returns once that many requests have arrived."""
    while len(server.paths) < requests:  # noqa: ASYNC110 - in another thread
        await anyio.sleep(0.001)


HTTP2_CALLS = {
    "a call": (completed, http2.answer(completion())),
    "a stream": (stream, [http2.STREAM, http2.event(chunk("Hel")), http2.event(b"[DONE]"), END]),
    "a stream that is left early": (left_early, [http2.STREAM, http2.event(chunk("Hel")), HOLD]),
}


@pytest.mark.parametrize("backend", BACKENDS[:-1])
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
@pytest.mark.parametrize("call", HTTP2_CALLS.values(), ids=HTTP2_CALLS.keys())
@pytest.mark.parametrize("library", [httpx, httpx2], ids=["httpx", "httpx2"])
def test_no_stream_of_an_http2_connection_stays_open_whichever_step_is_cancelled(
    library, call, times, backend
):
    work, answer = call

    async def main(url):
        async with library.AsyncClient(http1=False, http2=True) as http:
            client = AsyncClient(KEY, base_url=url, max_retries=0, http_client=http)
            await work(client)  # opens a connection
            pool = pool_of(client)
            for step in itertools.count():
                came = await asyncio.create_task(outcome(cancelled_at(step, times, work(client))))
                await asyncio.sleep(0)
                assert pool._requests == [], step
                for connection in pool.connections:
                    assert connection.is_idle() or connection.is_closed(), step
                    assert connection._connection._h2_state.open_outbound_streams == 0, step
                if not came:
                    break

    with http2.Http2Server() as server:
        server.script(answer)
        anyio.run(main, server.url, **backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_calls_that_are_cancelled_use_up_no_streams_of_an_http2_connection(backend):
    async def main(server):
        async with httpx.AsyncClient(http1=False, http2=True) as http:
            client = AsyncClient(KEY, base_url=server.url, max_retries=0, http_client=http)
            for asked in range(1, 102):  # more than a connection has
                async with anyio.create_task_group() as group:
                    group.start_soon(client.models.list)
                    await asked_for(server, asked)
                    group.cancel_scope.cancel()
            assert len(await client.models.list(timeout=30)) == 1

    with http2.Http2Server() as server:
        held = [HOLD, *http2.answer(MODELS)]
        server.script(*[held] * 101, http2.answer(MODELS))
        anyio.run(main, server, **backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_cancelled_call_ends_no_other_of_its_http2_connection(backend):
    async def main(server):
        async with httpx.AsyncClient(http1=False, http2=True) as http:
            client = AsyncClient(KEY, base_url=server.url, max_retries=0, http_client=http)
            stream = await client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
            async with anyio.create_task_group() as group:
                group.start_soon(client.models.list)
                await asked_for(server, 2)
                group.cancel_scope.cancel()
            server.release(0)
            texts = [item.choices[0].delta.content async for item in stream]
            assert pool_of(client).connections == []
            return texts

    with http2.Http2Server() as server:
        whole = [http2.STREAM, HOLD, http2.event(chunk("Hel")), http2.event(b"[DONE]"), END]
        server.script(whole, [HOLD])
        assert anyio.run(main, server, **backend) == ["Hel"]
