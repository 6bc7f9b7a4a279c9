"""Who reads on from a stream that was closed, or that another is reading, does not take it for the end."""

import threading

import anyio
import pytest

from scaleway_genapi import AsyncClient, Client, StreamError, StreamInterruptedError
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import DONE, LAST, chunk, event, stream_head

PARAMS = {"model": "m", "messages": MESSAGES, "stream": True}
WHOLE = [stream_head(), *(event(chunk(text)) for text in "abc"), DONE, LAST]


def opened(driver, use, use_async):
    """`use(stream)`, or `await use_async(stream)`, of a stream of three chunks."""

    def run(client):
        use(client.chat.completions.create(**PARAMS))

    async def run_async(client):
        await use_async(await client.chat.completions.create(**PARAMS))

    driver.server.script(WHOLE)
    driver.run(run if driver.kind == "sync" else run_async)


def test_a_stream_that_was_closed_before_its_end_cannot_be_read_on(driver):
    def use(stream):
        with stream:
            next(stream)
            stream.close()
        for _ in range(2):
            with pytest.raises(StreamInterruptedError, match="closed before its end"):
                list(stream)

    async def use_async(stream):
        async with stream:
            await anext(stream)
            await stream.close()
        for _ in range(2):
            with pytest.raises(StreamInterruptedError, match="closed before its end"):
                [item async for item in stream]

    opened(driver, use, use_async)


def test_nor_can_an_iterator_of_it_that_was_kept(driver):
    def use(stream):
        with stream:
            iterator = iter(stream)
        with pytest.raises(StreamInterruptedError, match="closed before its end"):
            list(iterator)

    async def use_async(stream):
        async with stream:
            iterator = aiter(stream)
        with pytest.raises(StreamInterruptedError, match="closed before its end"):
            [item async for item in iterator]

    opened(driver, use, use_async)


def test_a_stream_that_was_closed_at_its_end_has_no_more(driver):
    def use(stream):
        with stream:
            assert len(list(stream)) == 3
        assert list(stream) == []

    async def use_async(stream):
        async with stream:
            assert len([item async for item in stream]) == 3
        assert [item async for item in stream] == []

    opened(driver, use, use_async)


def test_closing_a_stream_that_failed_keeps_what_it_failed_of(driver):
    driver.server.script([stream_head(), event(chunk("a")), LAST])

    def use(client):
        stream = client.chat.completions.create(**PARAMS)
        for _ in range(2):
            with pytest.raises(StreamInterruptedError, match="ended without"):
                list(stream)
            stream.close()

    async def use_async(client):
        stream = await client.chat.completions.create(**PARAMS)
        for _ in range(2):
            with pytest.raises(StreamInterruptedError, match="ended without"):
                [item async for item in stream]
            await stream.close()

    driver.run(use if driver.kind == "sync" else use_async)


def test_an_iterator_of_a_stream_that_failed_does_not_just_end(driver):
    driver.server.script([stream_head(), event(chunk("a")), LAST])

    def use(client):
        iterator = iter(client.chat.completions.create(**PARAMS))
        for _ in range(2):
            with pytest.raises(StreamInterruptedError, match="ended without"):
                list(iterator)

    async def use_async(client):
        iterator = aiter(await client.chat.completions.create(**PARAMS))
        for _ in range(2):
            with pytest.raises(StreamInterruptedError, match="ended without"):
                [item async for item in iterator]

    driver.run(use if driver.kind == "sync" else use_async)


def test_nor_do_the_texts_of_one(driver):
    driver.server.script([stream_head(), event(chunk("a")), LAST])
    params = {"model": "m", "messages": MESSAGES}

    def use(client):
        with client.chat.completions.stream(**params) as stream:
            texts = stream.text_deltas()
            for _ in range(2):
                with pytest.raises(StreamInterruptedError, match="ended without"):
                    list(texts)

    async def use_async(client):
        async with client.chat.completions.stream(**params) as stream:
            texts = stream.text_deltas()
            for _ in range(2):
                with pytest.raises(StreamInterruptedError, match="ended without"):
                    [text async for text in texts]

    driver.run(use if driver.kind == "sync" else use_async)


def test_a_second_thread_is_told_that_a_stream_is_being_read(server):
    more = threading.Event()
    server.script([*WHOLE[:2], more, *WHOLE[2:]])
    with (
        Client(KEY, base_url=server.url) as client,
        client.chat.completions.create(**PARAMS) as stream,
    ):
        next(stream)
        rest = []
        reader = threading.Thread(target=lambda: rest.extend(stream))
        reader.start()
        while not stream._iterator.gi_running:
            more.wait(0.001)
        with pytest.raises(StreamError, match="being read elsewhere"):
            next(stream)
        more.set()
        reader.join(10)
    assert [item.choices[0].delta.content for item in rest] == ["b", "c"]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_second_task_is_told_that_a_stream_is_being_read(server, backend):
    more = threading.Event()
    server.script([*WHOLE[:2], more, *WHOLE[2:]])
    rest = []

    async def main():
        async with (
            AsyncClient(KEY, base_url=server.url) as client,
            await client.chat.completions.create(**PARAMS) as stream,
        ):
            await anext(stream)

            async def read():
                rest.extend([item async for item in stream])

            async with anyio.create_task_group() as group:
                group.start_soon(read)
                await anyio.wait_all_tasks_blocked()
                with pytest.raises(StreamError, match="being read elsewhere"):
                    await anext(stream)
                more.set()

    anyio.run(main, backend=backend)
    assert [item.choices[0].delta.content for item in rest] == ["b", "c"]
