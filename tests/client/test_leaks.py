"""Nothing is left behind by many calls and streams over real sockets, and many at once take bounded memory."""

import asyncio
import gc
import os
import threading
import weakref
from pathlib import Path
from typing import Self

import pytest

from scaleway_genapi import APIError, AsyncClient, Client
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import (
    RESET,
    chunk,
    completion,
    event,
    refusal,
    response,
    stream_head,
)

CALL = {"model": "m", "messages": MESSAGES}
CALLS = 10_000
STREAMS = 500
STATM = Path("/proc/self/statm")


class QuickServer:
    """Answers calls with a completion and streams with `parts`, in one thread, and keeps nothing of either."""

    def __init__(self, *parts: bytes, hold: bool = False) -> None:
        self.parts, self.hold = parts, hold
        self.waiting: list[asyncio.StreamWriter] = []

    def __enter__(self) -> Self:
        started = threading.Event()

        async def main() -> None:
            self.loop, self.stopped = asyncio.get_running_loop(), asyncio.Event()
            server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1024)
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            started.set()
            await self.stopped.wait()
            server.close()

        self.thread = threading.Thread(target=asyncio.run, args=(main(),))
        self.thread.start()
        assert started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.stopped.set)
        self.thread.join()

    def release(self) -> None:
        """Ends the streams that are held."""
        self.loop.call_soon_threadsafe(
            lambda: [writer.write(END) for writer in self.waiting] and self.waiting.clear()
        )

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
                body = await reader.readexactly(length)
                if b'"stream":true' not in body:
                    writer.write(ANSWER)
                    continue
                writer.write(b"".join(self.parts))
                if self.hold:
                    self.waiting.append(writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


ANSWER = response(200, completion())
START = stream_head() + event(chunk("Hello"))
END = event(b"[DONE]") + b"0\r\n\r\n"


def objects() -> int:
    gc.collect()
    return len(gc.get_objects())


def growth(use, times: int) -> int:
    """Objects that `times` uses leave behind, after some that fill caches."""
    for _ in range(20):
        use()
    before = objects()
    for _ in range(times):
        use()
    return objects() - before


async def growth_async(use, times: int) -> int:
    for _ in range(20):
        await use()
    before = objects()
    for _ in range(times):
        await use()
    return objects() - before


def test_calls_leave_nothing_behind():
    with QuickServer() as server, Client(KEY, base_url=server.url) as client:
        assert growth(lambda: client.chat.completions.create(**CALL), CALLS) < 100


def test_calls_with_a_deadline_leave_nothing_behind():
    with (
        QuickServer() as server,
        Client(KEY, base_url=server.url, total_timeout=60) as client,
    ):
        assert growth(lambda: client.chat.completions.create(**CALL), STREAMS) < 100


def test_asynchronous_calls_leave_nothing_behind():
    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            return await growth_async(lambda: client.chat.completions.create(**CALL), CALLS)

    with QuickServer() as server:
        assert asyncio.run(main()) < 100


@pytest.mark.parametrize("leave", [False, True], ids=["read to the end", "left early"])
def test_streams_leave_nothing_behind(leave):
    def use():
        with client.chat.completions.create(**CALL, stream=True) as stream:
            for _ in stream:
                if leave:
                    break

    with QuickServer(START, END) as server, Client(KEY, base_url=server.url) as client:
        assert growth(use, STREAMS) < 100


@pytest.mark.parametrize("leave", [False, True], ids=["read to the end", "left early"])
@pytest.mark.parametrize("options", [{}, {"total_timeout": 60}], ids=["", "with a deadline"])
def test_asynchronous_streams_leave_nothing_behind(leave, options):
    async def main():
        async with AsyncClient(KEY, base_url=server.url, **options) as client:

            async def use():
                async with await client.chat.completions.create(**CALL, stream=True) as stream:
                    async for _ in stream:
                        if leave:
                            break

            return await growth_async(use, STREAMS)

    with QuickServer(START, END) as server:
        assert asyncio.run(main()) < 100


def resident() -> int:
    """Bytes of memory that this process occupies."""
    gc.collect()
    return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not STATM.exists(), reason="only Linux tells how much memory is occupied")
def test_a_thousand_open_streams_take_bounded_memory():
    count = 1000

    async def main():
        texts, all_open = [], asyncio.Event()

        async def use(client):
            async with await client.chat.completions.create(**CALL, stream=True) as stream:
                async for item in stream:
                    texts.append(item.choices[0].delta.content)
                    if len(texts) == count:
                        all_open.set()

        async with AsyncClient(KEY, base_url=server.url) as client:
            await client.chat.completions.create(**CALL)  # loads what the first call loads
            before = resident()
            async with asyncio.TaskGroup() as group:
                for _ in range(count):
                    group.create_task(use(client))
                await all_open.wait()
                grown = resident() - before
                server.release()
        assert texts == ["Hello"] * count
        return grown

    with QuickServer(START, hold=True) as server:
        # Of these, the server's ends of the connections are a part.
        grown = asyncio.run(main())
        assert grown / count < 90_000


@pytest.mark.parametrize(
    "answer",
    [
        refusal(429),
        response(200, b'{"id":', content_type="application/json"),
        response(200, {"id": "x"}),
        response(200, b"<html>", content_type="text/html"),
        [RESET],
    ],
    ids=["status", "no JSON", "incomplete", "other type", "reset"],
)
def test_the_error_of_a_call_goes_with_the_last_who_holds_it(driver, answer):
    # And with it the request, which may be large: no frame of the call may hold it until the collector comes.
    driver.server.script(answer)

    def use(client):
        try:
            client.chat.completions.create(**CALL)
        except APIError as error:
            return weakref.ref(error)

    async def use_async(client):
        try:
            await client.chat.completions.create(**CALL)
        except APIError as error:
            return weakref.ref(error)

    gc.disable()
    try:
        error = driver.run(use if driver.kind == "sync" else use_async, max_retries=0)
        assert error() is None
    finally:
        gc.enable()
