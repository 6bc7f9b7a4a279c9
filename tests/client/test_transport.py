"""Timeouts, keepalive, proxies, cancellation, and many streams at once."""

import gc
import socket
import tracemalloc

import anyio
import httpx
import pytest

from scaleway_genapi import APIConnectionError, APITimeoutError, AsyncClient, Client
from scaleway_genapi._core._deadline import Deadline
from scaleway_genapi._core._timeouts import cap_timeouts, timeout_values
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import (
    DONE,
    LAST,
    MODELS,
    STALL,
    FaultServer,
    chunk,
    completion,
    event,
    response,
    stream_head,
)

PARAMS = {"model": "m", "messages": MESSAGES, "stream": True}


def test_timeouts_are_finite_by_default():
    assert Client(KEY)._options.timeout == {
        "connect": 5.0,
        "read": 600.0,
        "write": 60.0,
        "pool": 60.0,
    }


def test_a_number_bounds_each_and_keeps_connecting_short():
    assert timeout_values(30) == {"connect": 5.0, "read": 30.0, "write": 30.0, "pool": 30.0}
    assert timeout_values(2) == {"connect": 2.0, "read": 2.0, "write": 2.0, "pool": 2.0}
    assert set(timeout_values(None).values()) == {None}


def test_a_timeout_of_httpx_is_taken_as_it_is():
    assert timeout_values(httpx.Timeout(3, read=9))["read"] == 9


def test_the_rest_of_the_total_time_caps_each():
    now = [0.0]
    deadline = Deadline(4.0, lambda: now[0])
    timeouts = cap_timeouts(timeout_values(30), deadline)
    assert timeouts == {"connect": 4.0, "read": 4.0, "write": 4.0, "pool": 4.0}
    assert cap_timeouts(timeout_values(None), deadline)["read"] == 4.0
    now[0] = 1.0
    assert timeouts["read"] == timeouts.get("read") == 3.0
    now[0] = 9.0
    assert 0 < timeouts["read"] < 0.01


def test_a_calls_own_timeout_counts(driver):
    driver.server.script([STALL])
    with pytest.raises(APITimeoutError):
        driver.complete(options={"max_retries": 0}, timeout=0.1)


def test_the_total_time_ends_a_call_that_stalls(driver):
    driver.server.script([STALL])
    with pytest.raises(APITimeoutError):
        driver.complete(options={"max_retries": 0, "total_timeout": 0.1})


def test_connections_are_kept_alive_by_tcp(server):
    server.script([stream_head(), event(chunk("x")), DONE, LAST])
    with (
        Client(KEY, base_url=server.url) as client,
        client.chat.completions.create(**PARAMS) as stream,
    ):
        connection = stream.response.extensions["network_stream"].get_extra_info("socket")
        assert connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_proxies_of_the_environment_are_used(driver, monkeypatch):
    driver.server.script(response(200, MODELS))
    monkeypatch.setenv("http_proxy", driver.server.url)
    driver.models(base_url="http://nowhere.invalid")
    assert driver.server.requests[0].target == "http://nowhere.invalid/v1/models"


def test_connections_through_a_proxy_are_kept_alive_by_tcp(driver, monkeypatch):
    monkeypatch.setenv("http_proxy", driver.server.url)
    driver.server.script([stream_head(), event(chunk("x")), DONE, LAST])

    def kept_alive(stream):
        connection = stream.response.extensions["network_stream"].get_extra_info("socket")
        return connection.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)

    def use(client):
        with client.chat.completions.create(**PARAMS) as stream:
            return kept_alive(stream)

    async def use_async(client):
        async with await client.chat.completions.create(**PARAMS) as stream:
            return kept_alive(stream)

    assert driver.run(
        use if driver.kind == "sync" else use_async, base_url="http://nowhere.invalid"
    )


def test_tunnels_through_a_proxy_are_kept_alive_by_tcp(driver, monkeypatch):
    monkeypatch.setenv("https_proxy", driver.server.url)
    driver.server.script(response(502, b""))
    options = []

    def note(self, *option):
        options.append(option)
        return set_option(self, *option)

    set_option = socket.socket.setsockopt
    monkeypatch.setattr(socket.socket, "setsockopt", note)
    with pytest.raises(APIConnectionError, match="502"):
        driver.models(base_url="https://nowhere.invalid", max_retries=0)
    assert driver.server.requests[0].method == "CONNECT"
    assert (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1) in options


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_stream_closes_its_connection(server, backend):
    server.script([stream_head(), event(chunk("Hel")), STALL])

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            texts = []
            with anyio.CancelScope() as scope:
                async with await client.chat.completions.create(**PARAMS) as stream:
                    async for item in stream:
                        texts.append(item.choices[0].delta.content)
                        scope.deadline = (
                            anyio.current_time() + 0.05
                        )  # cancelled while it waits for more
            assert scope.cancelled_caught
            assert texts == ["Hel"]
            assert await anyio.to_thread.run_sync(server.wait_until_closed, 1)

    anyio.run(main, backend=backend)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_call_closes_its_connection(server, backend):
    server.script([STALL], response(200, MODELS))

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            async with anyio.create_task_group() as group:
                group.start_soon(client.models.list)
                assert await anyio.to_thread.run_sync(server.wait_until_asked, 1)
                group.cancel_scope.cancel()
            assert await anyio.to_thread.run_sync(server.wait_until_closed, 1)
            assert len(await client.models.list()) == 1

    anyio.run(main, backend=backend)


def test_a_thousand_streams_at_once_take_bounded_memory():
    count, opened = 1000, []

    class Endless(httpx.AsyncByteStream):
        """Says a word, then waits to be told to end."""

        def __init__(self, end):
            self.end = end

        async def __aiter__(self):
            yield event(chunk("Hello")).split(b"\r\n")[1]
            await self.end.wait()
            yield b"data: [DONE]\n\n"

    async def main():
        end, texts = anyio.Event(), []

        def answer(request):
            return httpx.Response(
                200, headers={"content-type": "text/event-stream"}, stream=Endless(end)
            )

        async def use(client):
            async with await client.chat.completions.create(**PARAMS) as stream:
                async for item in stream:
                    texts.append(item.choices[0].delta.content)
                    opened.append(1)
                    if len(opened) == count:
                        memory.append(tracemalloc.get_traced_memory()[0])
                        end.set()

        memory = []
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http:
            client = AsyncClient(KEY, http_client=http)
            tracemalloc.start()
            try:
                async with anyio.create_task_group() as group:
                    for _ in range(count):
                        group.start_soon(use, client)
            finally:
                tracemalloc.stop()
        assert texts == ["Hello"] * count
        return memory[0]

    assert anyio.run(main) / count < 40_000


def test_ten_thousand_calls_leave_nothing_behind():
    body = httpx.Response(200, json=completion()).content
    headers = {"content-type": "application/json"}
    transport = httpx.MockTransport(
        lambda request: httpx.Response(200, headers=headers, content=body)
    )
    with httpx.Client(transport=transport) as http:
        client = Client(KEY, http_client=http)

        def call(times):
            for _ in range(times):
                client.chat.completions.create(model="m", messages=MESSAGES)
            gc.collect()
            return len(gc.get_objects())

        before = call(100)
        assert call(10_000) - before < 100


def test_two_event_loops_may_use_clients_of_their_own(server):
    server.script(response(200, MODELS))

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            return len(await client.models.list())

    assert [anyio.run(main, backend=backend) for backend in ("asyncio", "trio", "asyncio")] == [
        1,
        1,
        1,
    ]


def test_servers_do_not_see_each_others_clients():
    with FaultServer() as one, FaultServer() as other:
        one.script(response(200, MODELS))
        other.script(response(200, MODELS))
        with Client(KEY, base_url=one.url) as first, Client(KEY, base_url=other.url) as second:
            first.models.list()
            second.models.list()
        assert len(one.requests) == len(other.requests) == 1
