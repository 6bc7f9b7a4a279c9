"""The loop that lets the model call functions until it answers."""

import contextvars
import json
import threading
from collections.abc import Awaitable

import anyio
import pytest

from scaleway_genapi import (
    UNSET,
    ConfigurationError,
    FunctionDefinition,
    Tool,
    ToolLoopError,
    function_tool,
)
from tests.client.conftest import MESSAGES
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
