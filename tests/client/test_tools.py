"""The loop that lets the model call functions until it answers."""

import asyncio
import contextvars
import json
import threading
from collections.abc import Awaitable

import anyio
import pytest

from scaleway_genapi import (
    UNSET,
    AsyncClient,
    Client,
    ConfigurationError,
    FunctionDefinition,
    Tool,
    ToolLoopError,
    function_tool,
)
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import completion, response
from tests.client.tool_runs import ANSWER, asks, results, run_tools, weather


def test_the_loop_calls_and_hands_results_back(driver):
    driver.server.script(asks(("weather", {"city": "Paris"})), ANSWER)
    run = run_tools(driver, [weather])
    assert run.content == "It is warm."
    assert run.turns == 2
    first, second = (r.json() for r in driver.server.requests)
    assert [t["function"]["name"] for t in first["tools"]] == ["weather"]
    assert [m["role"] for m in second["messages"]] == ["user", "assistant", "tool"]
    assert second["messages"][1]["tool_calls"][0]["id"] == "call-0"
    assert second["messages"][2] == {
        "role": "tool",
        "tool_call_id": "call-0",
        "content": "Paris: 20 c for 1",
    }
    assert len(run.messages) == 4
    assert MESSAGES == [{"role": "user", "content": "Hi"}]


def test_plain_functions_are_made_tools(driver):
    def double(x: int) -> int:
        """Doubles."""
        return 2 * x

    driver.server.script(asks(("double", {"x": 4})), ANSWER)
    run_tools(driver, [double])
    assert results(driver) == ["8"]


def test_calls_of_one_turn_run_at_the_same_time_and_keep_their_order(driver):
    barrier = threading.Barrier(3, timeout=5)

    @function_tool
    def meet(name: str) -> dict[str, str]:
        """Waits for the others."""
        barrier.wait()
        return {"name": name}

    driver.server.script(asks(*(("meet", {"name": n}) for n in "abc")), ANSWER)
    run_tools(driver, [meet])
    assert [json.loads(r) for r in results(driver)] == [{"name": n} for n in "abc"]


def test_so_many_calls_run_at_the_same_time_and_no_more(driver):
    barrier, lock = threading.Barrier(16, timeout=5), threading.Lock()
    running, most = 0, 0

    @function_tool
    def meet() -> str:
        """Waits for fifteen others."""
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        barrier.wait()
        with lock:
            running -= 1
        return "met"

    driver.server.script(asks(*[("meet", {})] * 32), ANSWER)
    run_tools(driver, [meet])
    assert results(driver) == ["met"] * 32
    assert most == 16


def test_so_many_async_calls_run_at_the_same_time_and_no_more(driver):
    running, most = 0, 0

    @function_tool
    async def nap() -> str:
        """Lets others go first."""
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(40):
            await anyio.lowlevel.checkpoint()
        running -= 1
        return "rested"

    if driver.kind != "sync":
        driver.server.script(asks(*[("nap", {})] * 40), ANSWER)
        run_tools(driver, [nap])
        assert results(driver) == ["rested"] * 40
        assert most == 16


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


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"max_turns": "3"}, "max_turns must be an integer"),
        ({"max_turns": True}, "max_turns must be an integer"),
        ({"tools": None}, "takes a list of tools"),
        ({"tools": 5}, "takes a list of tools"),
        ({"on_tool_error": "ignore"}, "on_tool_error must be callable"),
        ({"messages": None}, "takes a list of messages"),
        ({"messages": "Hi"}, "takes a list of messages"),
    ],
    ids=str,
)
def test_what_a_run_cannot_begin_with_is_refused(driver, given, fault):
    params = {"model": "m", "messages": MESSAGES, "tools": [weather]} | given
    with pytest.raises(ConfigurationError, match=fault):
        driver.run(lambda client: client.chat.completions.run_tools(**params))


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


def test_the_turns_are_bounded(driver):
    driver.server.script(asks(("weather", {"city": "Paris"})))
    with pytest.raises(ToolLoopError, match="3 turns;") as caught:
        run_tools(driver, [weather], max_turns=3)
    assert len(driver.server.requests) == 3
    assert caught.value.completion.choices[0].message.tool_calls
    assert len(caught.value.messages) == 6


def test_an_answer_without_choices_ends_the_run_without_a_text(driver):
    driver.server.script(
        asks(("weather", {"city": "x"})), response(200, completion("") | {"choices": []})
    )
    run = run_tools(driver, [weather])
    assert run.content is None
    assert run.completion.choices == []
    assert [m["role"] for m in run.messages[2:]] == ["tool"]


def test_a_choice_that_was_left_to_the_model_stays_so(driver):
    driver.server.script(asks(("weather", {"city": "Paris"})), ANSWER)
    run_tools(driver, [weather], tool_choice=UNSET)
    assert ["tool_choice" in r.json() for r in driver.server.requests] == [False, False]


def test_a_demanded_call_is_demanded_once(driver):
    driver.server.script(asks(("weather", {"city": "Paris"})), ANSWER)
    run_tools(driver, [weather], tool_choice="required")
    assert [r.json()["tool_choice"] for r in driver.server.requests] == ["required", "auto"]


def test_tools_see_the_callers_context(driver):
    tenant = contextvars.ContextVar("tenant")
    tenant.set("t-1")

    @function_tool
    def who() -> str:
        """Says for whom."""
        return tenant.get()

    driver.server.script(asks(("who", {}), ("who", {})), ANSWER)
    run_tools(driver, [who])
    assert results(driver) == ["t-1", "t-1"]


@pytest.mark.parametrize("calls", [1, 2])
def test_what_a_tool_sets_in_its_context_stays_there(driver, calls):
    tenant = contextvars.ContextVar("tenant", default="none")

    def serve() -> str:
        before = tenant.get()
        tenant.set("t-1")
        return before

    driver.server.script(asks(*[("serve", {})] * calls), asks(("serve", {})), ANSWER)
    run_tools(driver, [serve])
    assert results(driver) == ["none"] * (calls + 1)
    assert tenant.get() == "none"


def test_async_tools_run_in_the_async_client(driver):
    @function_tool
    async def nap(name: str) -> str:
        """Lets others go first."""
        await anyio.lowlevel.checkpoint()
        return name

    driver.server.script(asks(("nap", {"name": "a"}), ("nap", {"name": "b"})), ANSWER)
    if driver.kind == "sync":
        told = "the tool 'nap' must be a plain function here.*AsyncClient"
        with pytest.raises(ConfigurationError, match=told):
            run_tools(driver, [weather, nap])
        assert driver.server.requests == []
    else:
        run_tools(driver, [nap])
        assert results(driver) == ["a", "b"]


def test_an_async_tool_that_looks_plain_runs_in_the_async_client(driver):
    async def nap() -> str:
        await anyio.lowlevel.checkpoint()
        return "rested"

    @function_tool
    def wrapped() -> Awaitable[str]:
        """Lets others go first."""
        return nap()

    driver.server.script(asks(("wrapped", {})), ANSWER)
    run_tools(driver, [wrapped])
    (told,) = results(driver)
    assert ("use AsyncClient" in told) if driver.kind == "sync" else (told == "rested")


@pytest.mark.parametrize(
    "params",
    [
        {"tools": []},
        {"tools": [weather, weather]},
        {"max_turns": 0},
        {"tools": weather},
        {"stream": True},
    ],
    ids=str,
)
def test_an_unusable_loop_is_refused(driver, params):
    with pytest.raises(ConfigurationError):
        run_tools(driver, **({"tools": [weather]} | params))
    assert driver.server.requests == []


@pytest.mark.parametrize(
    "definition",
    [
        {"type": "function", "function": {"name": "f"}},
        Tool(function=FunctionDefinition(name="f")),
    ],
    ids=["dict", "model"],
)
def test_a_definition_without_a_function_is_refused_with_what_run_tools_takes(driver, definition):
    with pytest.raises(ConfigurationError, match=r"takes functions: .* goes to create\(\)"):
        run_tools(driver, [definition])
    with pytest.raises(ConfigurationError, match="takes a list"):
        run_tools(driver, {"f": weather})
