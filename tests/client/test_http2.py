"""HTTP/2, through a supplied httpx client: many calls and streams on one connection, none disturbing another."""

import anyio
import httpx
import pytest

from scaleway_genapi import (
    APITimeoutError,
    AsyncClient,
    Client,
    InternalServerError,
    StreamInterruptedError,
)
from scaleway_genapi._core import _body
from scaleway_genapi._core._body import MOST
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import MODELS, chunk, completion
from tests.client.http2_server import END, HOLD, RESET, STREAM, Http2Server, answer, event

PARAMS = {"model": "m", "messages": MESSAGES, "stream": True}
ONE, TWO, DONE = event(chunk("Hel")), event(chunk("lo")), event(b"[DONE]")
WHOLE = [STREAM, ONE, TWO, DONE, END]
ONLY_HTTP2 = {"http1": False, "http2": True}


@pytest.fixture
def server():
    with Http2Server() as running:
        yield running


@pytest.fixture(params=["sync", "asyncio", "trio"])
def play(request, server):
    """Plays a coroutine function to an AsyncClient, or one that never waits to a Client wrapped to look like it."""

    def run(use, **options):
        options = {"api_key": KEY, "base_url": server.url, "max_retries": 0} | options
        if request.param == "sync":
            with httpx.Client(**ONLY_HTTP2) as http:
                at_once(use(Looking(Client(http_client=http, **options))))
            return

        async def main():
            async with httpx.AsyncClient(**ONLY_HTTP2) as http:
                await use(Looking(AsyncClient(http_client=http, **options)))

        anyio.run(main, backend=request.param)

    return run


class Looking:
    """One client for both kinds of test: what a Client returns can be awaited, too."""

    def __init__(self, client):
        self.client = client

    @property
    def blocking(self):
        return isinstance(self.client, Client)

    async def models(self):
        return await now(self.client.models.list())

    async def complete(self):
        return await now(self.client.chat.completions.create(model="m", messages=MESSAGES))

    async def stream(self, **options):
        client = self.client.with_options(**options) if options else self.client
        return Texts(await now(client.chat.completions.create(**PARAMS)))


class Texts:
    def __init__(self, stream):
        self.stream = stream

    async def one(self):
        step = next if hasattr(self.stream, "__next__") else anext
        return (await now(step(self.stream))).choices[0].delta.content

    async def rest(self):
        if hasattr(self.stream, "__next__"):
            return [item.choices[0].delta.content for item in self.stream]
        return [item.choices[0].delta.content async for item in self.stream]

    async def close(self):
        await now(self.stream.close())


async def now(value):
    return await value if hasattr(value, "__await__") else value


def at_once(coroutine):
    """Runs what never waits."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise AssertionError("a blocking client waited for a loop")


def test_calls_share_a_connection(play, server):
    server.script(answer(completion()), answer(MODELS), answer({}, status=503), answer(MODELS))

    async def use(client):
        assert (await client.complete()).id == "chatcmpl-1"
        assert len(await client.models()) == 1
        with pytest.raises(InternalServerError):
            await client.models()
        assert len(await client.models()) == 1

    play(use)
    assert server.connections == 1


def test_five_streams_one_after_another_share_a_connection(play, server):
    server.script(WHOLE)

    async def use(client):
        for _ in range(5):
            assert await (await client.stream()).rest() == ["Hel", "lo"]

    play(use)
    assert server.connections == 1


def test_five_streams_at_once_share_a_connection(play, server):
    server.script([STREAM, ONE, HOLD, TWO, DONE, END])

    async def use(client):
        streams = [await client.stream() for _ in range(5)]
        for stream in streams:
            assert await stream.one() == "Hel"
        for number in (3, 1, 4, 0, 2):
            server.release(number)
            assert await streams[number].rest() == ["lo"]

    play(use)
    assert server.connections == 1


def test_a_stream_left_early_leaves_the_others_alone(play, server):
    server.script([STREAM, ONE, HOLD, TWO, DONE, END])

    async def use(client):
        left, kept = await client.stream(), await client.stream()
        assert [await left.one(), await kept.one()] == ["Hel", "Hel"]
        await left.close()
        with pytest.raises(StreamInterruptedError):
            await left.rest()
        server.release(0)
        server.release(1)
        assert await kept.rest() == ["lo"]
        server.release(2)
        assert await (await client.stream()).rest() == ["Hel", "lo"]

    play(use)
    assert server.connections == 1


def test_a_stream_whose_end_never_comes_leaves_the_others_alone(play, server):
    server.script([STREAM, ONE, DONE, HOLD], [STREAM, ONE, HOLD, TWO, DONE, END])

    async def use(client):
        endless, kept = await client.stream(), await client.stream()
        assert await endless.rest() == ["Hel"]
        server.release(1)
        assert await kept.rest() == ["Hel", "lo"]

    play(use)
    assert server.connections == 1


def test_a_stream_that_the_server_resets_is_interrupted_and_leaves_the_others_alone(play, server):
    server.script([STREAM, ONE, HOLD, RESET], [STREAM, ONE, HOLD, TWO, DONE, END])

    async def use(client):
        broken, kept = await client.stream(), await client.stream()
        assert await broken.one() == "Hel"
        server.release(0)
        with pytest.raises(StreamInterruptedError):
            await broken.rest()
        server.release(1)
        assert await kept.rest() == ["Hel", "lo"]

    play(use)
    assert server.connections == 1


def test_streams_left_early_do_not_use_up_the_window_of_their_connection(play, server):
    rest = event(chunk("x" * 1_000_000))
    server.script(*[[STREAM, ONE, rest, rest, DONE, END] for _ in range(12)], answer(MODELS))

    async def use(client):
        for _ in range(12):
            stream = await client.stream()
            assert await stream.one() == "Hel"
            await stream.close()
        assert len(await client.models()) == 1

    play(use, timeout=10)
    assert server.connections == 1


def test_the_total_time_ends_a_stream(play, server):
    server.script([STREAM, ONE, HOLD])

    async def use(client):
        stream = await client.stream(total_timeout=0.3)
        assert await stream.one() == "Hel"
        with pytest.raises(APITimeoutError, match="total_timeout"):
            await stream.rest()

    play(use)


def test_the_server_is_told_of_a_stream_that_is_left_early(play, server):
    server.script([STREAM, ONE, HOLD])

    async def use(client):
        stream = await client.stream()
        assert await stream.one() == "Hel"
        await stream.close()

    play(use)
    assert server.wait_for_resets(1)


def test_the_server_is_told_of_a_stream_whose_time_is_over(play, server):
    server.script([STREAM, ONE, HOLD], answer(MODELS))

    async def use(client):
        stream = await client.stream(total_timeout=0.3)
        with pytest.raises(APITimeoutError):
            await stream.rest()
        if not client.blocking:
            # A blocking read that times out leaves httpx no connection to tell it on.
            assert await anyio.to_thread.run_sync(server.wait_for_resets, 1)
        assert len(await client.models()) == 1

    play(use)


def test_the_server_is_told_of_a_body_whose_time_is_over(play, server):
    head = {":status": "200", "content-type": "application/json"}
    server.script([head, b"[", HOLD, END], answer(MODELS))

    async def use(client):
        slow = Looking(client.client.with_options(total_timeout=0.3))
        with pytest.raises(APITimeoutError):
            await slow.models()
        if not client.blocking:
            # As above.
            assert await anyio.to_thread.run_sync(server.wait_for_resets, 1)
        assert len(await client.models()) == 1

    play(use)


def test_a_stream_read_to_its_end_is_not_reset(play, server):
    server.script(WHOLE)

    async def use(client):
        for _ in range(3):
            assert await (await client.stream()).rest() == ["Hel", "lo"]

    play(use)
    assert server.resets == 0


def test_a_large_error_is_cut_and_leaves_the_connection_usable(play, server):
    head = {":status": "500", "content-type": "text/html"}
    server.script([head, b"x" * 3_000_000, END], answer(MODELS))

    async def use(client):
        with pytest.raises(InternalServerError) as caught:
            await client.models()
        assert len(caught.value.body) == MOST
        assert len(await client.models()) == 1

    play(use)
    assert server.connections == 1


def test_an_error_body_that_does_not_come_is_not_waited_for(play, server, monkeypatch):
    monkeypatch.setattr(_body, "PATIENCE", 0.1)
    head = {":status": "503", "content-type": "text/html"}
    server.script([head, b"it burns", HOLD, END], answer(MODELS))

    async def use(client):
        with pytest.raises(InternalServerError) as caught:
            await client.models()
        assert caught.value.body == "it burns"
        assert len(await client.models()) == 1

    play(use)
