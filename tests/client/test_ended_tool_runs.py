"""Runs of tools that end before the model has answered, and calls that do: cancelled, interrupted, by no `Exception`."""

import asyncio
import threading

import anyio
import pytest

from scaleway_genapi import (
    AsyncClient,
    Client,
    function_tool,
)
from tests.client.conftest import KEY, MESSAGES
from tests.client.tool_runs import ANSWER, asks, run_tools


def test_an_interrupt_does_not_wait_for_the_other_calls(server):
    inside, release = threading.Event(), threading.Event()

    def slow() -> None:
        """Takes as long as it likes."""
        inside.set()
        assert release.wait(5)

    def interrupted() -> None:
        """Is interrupted."""
        assert inside.wait(5)
        raise KeyboardInterrupt

    server.script(asks(("interrupted", {}), ("slow", {})))
    try:
        with Client(KEY, base_url=server.url) as client, pytest.raises(KeyboardInterrupt):
            client.chat.completions.run_tools(
                model="m", messages=MESSAGES, tools=[slow, interrupted]
            )
        assert not release.is_set()
    finally:
        release.set()


def test_a_run_that_is_cancelled_itself_ends(server):
    async def main():
        started = asyncio.Event()

        async def waits() -> str:
            started.set()
            await asyncio.Event().wait()
            return "never"

        async with AsyncClient(KEY, base_url=server.url) as client:
            running = asyncio.ensure_future(
                client.chat.completions.run_tools(model="m", messages=MESSAGES, tools=[waits])
            )
            await started.wait()
            running.cancel()
            await running

    server.script(asks(("waits", {})), ANSWER)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(main())
    assert len(server.requests) == 1


@pytest.mark.parametrize("waits", [True, False])
def test_a_tool_that_cancels_its_own_task_is_told_to_the_model_as_a_failure(server, caplog, waits):
    async def gives_up() -> str:
        asyncio.current_task().cancel()
        if waits:
            await asyncio.Event().wait()
        return "never"

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            return await client.chat.completions.run_tools(
                model="m", messages=MESSAGES, tools=[gives_up]
            )

    server.script(asks(("gives_up", {})), ANSWER)
    run = asyncio.run(main())
    assert run.content == "It is warm."
    expected = "Error: RuntimeError: what the tool waited for was cancelled" if waits else "never"
    assert run.messages[-2]["content"] == expected
    assert ("the tool 'gives_up' failed" in caplog.text) is waits


def test_a_tool_that_cancels_its_own_task_leaves_the_other_calls_alone(server):
    async def gives_up() -> str:
        asyncio.current_task().cancel()
        await asyncio.Event().wait()
        return "never"

    async def works() -> str:
        for _ in range(20):
            await anyio.lowlevel.checkpoint()
        return "done"

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            return await client.chat.completions.run_tools(
                model="m", messages=MESSAGES, tools=[gives_up, works]
            )

    server.script(asks(("works", {}), ("gives_up", {}), ("works", {})), ANSWER)
    run = asyncio.run(main())
    told = [m["content"] for m in run.messages[2:-1]]
    assert told[::2] == ["done", "done"]
    assert "cancelled" in told[1]


def test_a_call_that_ended_without_an_outcome_does_not_pass_for_one_with_an_empty_text(
    server, caplog
):
    async def spoils() -> str:
        # Ends its task as cancelled after all, and anyio the others with it.
        asyncio.current_task().cancel()
        return "done"

    async def waits() -> str:
        await asyncio.Event().wait()
        return "never"

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            return await client.chat.completions.run_tools(
                model="m", messages=MESSAGES, tools=[waits, spoils]
            )

    server.script(asks(("waits", {}), ("spoils", {})), ANSWER)
    run = asyncio.run(main())
    told = [m["content"] for m in run.messages[2:-1]]
    assert "cancelled" in told[0]
    assert told[1] == "done"
    assert "the tool 'waits' failed" in caplog.text


class Stop(BaseException):
    """As pytest.fail raises one."""


@pytest.mark.parametrize("kind", [Stop, GeneratorExit, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("calls", [1, 2])
def test_what_is_no_exception_ends_the_run_as_it_is(driver, kind, calls):
    @function_tool
    def stops() -> None:
        """Stops."""
        raise kind("now")

    driver.server.script(asks(*[("stops", {})] * calls), ANSWER)
    with pytest.raises(kind) as caught:
        run_tools(driver, [stops])
    assert type(caught.value) is kind
    assert caught.value.args == ("now",)
    assert len(driver.server.requests) == 1


@pytest.mark.parametrize("kind", [Stop, GeneratorExit])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_what_is_no_exception_ends_the_other_calls(server, backend, kind):
    ended = []

    async def stops() -> None:
        await anyio.lowlevel.checkpoint()
        raise kind("now")

    async def waits() -> None:
        try:
            await anyio.sleep_forever()
        finally:
            ended.append(True)

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            await client.chat.completions.run_tools(
                model="m", messages=MESSAGES, tools=[stops, waits]
            )

    server.script(asks(("waits", {}), ("stops", {})), ANSWER)
    with pytest.raises(kind, match="now"):
        anyio.run(main, backend=backend)
    assert ended == [True]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("minds", [False, True])
def test_a_tool_that_cancels_the_run_ends_it(server, backend, minds):
    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            with anyio.CancelScope() as scope:

                async def cancels() -> None:
                    scope.cancel()
                    try:
                        await anyio.sleep_forever()
                    finally:
                        if minds:
                            raise Stop("in the middle of a cancellation")

                await client.chat.completions.run_tools(
                    model="m", messages=MESSAGES, tools=[cancels]
                )
            return scope.cancelled_caught

    server.script(asks(("cancels", {})), ANSWER)
    if minds:
        # As it would be without a loop around it.
        with pytest.raises(Stop, match="in the middle"):
            anyio.run(main, backend=backend)
    else:
        assert anyio.run(main, backend=backend) is True
    assert len(server.requests) == 1


def test_a_loop_that_shuts_down_with_a_run_in_it_is_no_failure_of_a_tool(server, caplog):
    async def main():
        started = asyncio.Barrier(17)

        async def waits() -> None:
            await started.wait()
            await asyncio.Event().wait()

        async def ask():
            async with AsyncClient(KEY, base_url=server.url) as client:
                await client.chat.completions.run_tools(model="m", messages=MESSAGES, tools=[waits])

        task = asyncio.ensure_future(ask())
        await started.wait()
        return task

    # So many, since tasks are cancelled in no particular order.
    server.script(asks(*[("waits", {})] * 16), ANSWER)
    assert asyncio.run(main()).cancelled()
    assert "failed" not in caplog.text


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_cancelled_run_does_not_wait_for_a_function_in_a_thread(server, backend):
    started, release = threading.Event(), threading.Event()

    def slow() -> None:
        started.set()
        assert release.wait(10)

    async def main():
        async with (
            AsyncClient(KEY, base_url=server.url) as client,
            anyio.create_task_group() as group,
        ):

            async def cancel():
                await anyio.to_thread.run_sync(started.wait)
                group.cancel_scope.cancel()

            group.start_soon(cancel)
            await client.chat.completions.run_tools(model="m", messages=MESSAGES, tools=[slow])
        return release.is_set()

    server.script(asks(("slow", {})), ANSWER)
    try:
        assert anyio.run(main, backend=backend) is False
    finally:
        release.set()
    assert len(server.requests) == 1
