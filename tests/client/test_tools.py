"""Functions as tools, and the loop that lets the model call them."""

import asyncio
import contextvars
import dataclasses
import datetime as dt
import enum
import functools
import json
import sys
import threading
from typing import Annotated, Literal

import anyio
import msgspec
import pydantic
import pytest

from scaleway_genapi import UNSET, ChatCompletion, FunctionDefinition, Tool
from scaleway_genapi._core import ConfigurationError
from scaleway_genapi._generated.client import AsyncClient
from scaleway_genapi.helpers._function_tool import function_tool
from scaleway_genapi.helpers._run_tools import ToolLoop, run
from scaleway_genapi.helpers.errors import ToolLoopError
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import completion, response


class Place(pydantic.BaseModel):
    city: str


@function_tool
def weather(city: str, unit: Literal["c", "f"] = "c", days: int = 1) -> str:
    """Tells the weather.

    For a few days.

    Args:
        city: Which city,
            in words.
        unit: Celsius or Fahrenheit.

    Returns:
        A sentence.
    """
    return f"{city}: 20 {unit} for {days}"


def test_a_function_becomes_a_definition():
    assert weather.to_dict() == {
        "type": "function",
        "function": {
            "name": "weather",
            "description": "Tells the weather.\n\nFor a few days.",
            "parameters": {
                "type": "object",
                "properties": {
                    "city": {"type": "string", "description": "Which city, in words."},
                    "unit": {
                        "enum": ["c", "f"],
                        "default": "c",
                        "description": "Celsius or Fahrenheit.",
                    },
                    "days": {"type": "integer", "default": 1},
                },
                "required": ["city"],
                "additionalProperties": False,
            },
        },
    }


def test_a_tool_is_still_the_function():
    assert weather("Paris", days=2) == "Paris: 20 c for 2"
    assert repr(weather) == "FunctionTool('weather')"


def test_name_description_and_strictness_can_be_given():
    @function_tool(name="other", description="Does.", strict=True)
    def tool() -> None:
        """Documented otherwise."""

    function = tool.to_dict()["function"]
    assert (function["name"], function["description"], function["strict"]) == (
        "other",
        "Does.",
        True,
    )


def test_models_of_pydantic_are_understood():
    @function_tool
    def visit(place: Place, others: list[Place] | None = None) -> str:
        """Goes there."""
        return place.city

    assert visit.run(**visit.decode('{"place": {"city": "Paris"}}')) == "Paris"


def test_annotated_descriptions_are_kept():
    @function_tool
    def tool(count: Annotated[int, msgspec.Meta(description="How many", ge=1)]) -> None:
        """Counts."""

    schema = tool.to_dict()["function"]["parameters"]["properties"]["count"]
    assert schema == {"type": "integer", "description": "How many", "minimum": 1}


def test_bounds_and_descriptions_of_pydantic_are_kept():
    @function_tool
    def tool(count: Annotated[int, pydantic.Field(ge=0, description="How many")] = 1) -> None:
        """Counts."""

    schema = tool.to_dict()["function"]["parameters"]
    shown = schema["properties"]["count"]
    assert (shown["minimum"], shown["description"], shown["default"]) == (0, "How many", 1)
    assert tool.decode("{}") == {"count": 1}
    with pytest.raises(pydantic.ValidationError):
        tool.decode('{"count": -1}')


def test_names_that_pydantic_keeps_to_itself_are_parameters_like_others():
    @function_tool
    def tool(place: Place, _x: int, model_config: str = "a", schema: int = 2) -> None:
        """Does."""

    assert list(tool.to_dict()["function"]["parameters"]["properties"]) == [
        "place",
        "_x",
        "model_config",
        "schema",
    ]
    assert tool.decode('{"place": {"city": "Paris"}, "_x": 1}') == {
        "place": Place(city="Paris"),
        "_x": 1,
        "model_config": "a",
        "schema": 2,
    }
    with pytest.raises(pydantic.ValidationError):
        tool.decode('{"place": {"city": "Paris"}, "_x": 1, "field_0": {}}')


def test_a_strict_tool_requires_every_parameter():
    @function_tool(strict=True)
    def tool(x: int, y: int = 1) -> None:
        """Does."""

    assert tool.to_dict()["function"]["parameters"]["required"] == ["x", "y"]


def unusable_beside_pydantic(place: Place, x: threading.Lock):
    """No JSON."""


def untyped(x):
    """No annotation."""


def starred(*args: int):
    """Not by name."""


def positional(x: int, /):
    """Not by name."""


def unknown(x: "Nowhere"):  # noqa: F821
    """A name that is not there."""


def unusable(x: threading.Lock):
    """No JSON."""


@pytest.mark.parametrize(
    "function",
    [untyped, starred, positional, unknown, unusable, unusable_beside_pydantic],
)
def test_a_function_that_cannot_be_a_tool_is_refused(function):
    with pytest.raises(ConfigurationError, match=f"tool {function.__name__}"):
        function_tool(function)


class Colour(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Item:
    name: str
    place: Place | None = None


@dataclasses.dataclass
class Other:
    number: int


def test_enums_dates_and_lists_of_dataclasses_are_understood():
    @function_tool
    def order(items: list[Other], colour: Colour = Colour.RED, when: dt.date | None = None) -> None:
        """Orders."""

    properties = order.to_dict()["function"]["parameters"]["properties"]
    assert properties["colour"]["default"] == "red"
    assert order.decode('{"items": [{"number": 1}], "when": "2026-01-02"}') == {
        "items": [Other(1)],
        "colour": Colour.RED,
        "when": dt.date(2026, 1, 2),
    }


def test_what_msgspec_does_not_know_pydantic_may():
    @function_tool
    def tool(one: Item | Other, other: object = None) -> None:
        """Does."""

    assert tool.decode('{"one": {"name": "x", "place": {"city": "y"}}}') == {
        "one": Item("x", Place(city="y")),
        "other": None,
    }
    assert tool.decode('{"one": {"number": 1}}')["one"] == Other(1)


def test_a_text_in_the_annotation_describes_the_parameter():
    @function_tool
    def tool(count: Annotated[int, "How many"]) -> None:
        """Counts."""

    assert tool.to_dict()["function"]["parameters"]["properties"]["count"] == {
        "type": "integer",
        "description": "How many",
    }


class Service:
    """Holds things."""

    def __init__(self, factor):
        self.factor = factor

    def method(self, x: int) -> int:
        """Multiplies."""
        return self.factor * x

    def __call__(self, x: int) -> int:
        return self.factor * x


def times(secret: int, x: int, y: int = 1) -> "NotImported":  # noqa: F821
    """Multiplies."""
    return secret * x * y


@pytest.mark.parametrize(
    ("function", "name", "description"),
    [
        (Service(3).method, "method", "Multiplies."),
        (Service(3), "Service", "Holds things."),
        (functools.partial(times, 3), "times", "Multiplies."),
        (functools.partial(times, secret=3), "times", "Multiplies."),
        (functools.partial(functools.partial(times, secret=3), y=1), "times", "Multiplies."),
    ],
)
def test_methods_partials_and_objects_that_can_be_called_are_tools(function, name, description):
    tool = function_tool(function)
    definition = tool.to_dict()["function"]
    assert (definition["name"], definition["description"]) == (name, description)
    assert definition["parameters"]["required"] == ["x"]
    assert "secret" not in str(definition)
    assert tool.run(**tool.decode('{"x": 2}')) == 6


def test_a_class_is_a_tool_with_its_own_docstring():
    @dataclasses.dataclass
    class Undocumented:
        x: int

    assert "description" not in function_tool(Place).to_dict()["function"]
    tool = function_tool(Undocumented)
    assert "description" not in tool.to_dict()["function"]
    assert tool.run(**tool.decode('{"x": 2}')) == Undocumented(2)


@pytest.mark.parametrize(
    ("thing", "fault"),
    [
        ({"type": "function", "function": {"name": "f"}}, "not of a dict; definitions"),
        (Service.method, "self needs a type annotation; of a method, make a tool of the bound one"),
        (lambda: 1, r"its name must be of letters.*function_tool\(name=...\)"),
        (print, r"\*args cannot be given by name"),
    ],
    ids=["dict", "unbound", "lambda", "builtin"],
)
def test_what_cannot_be_a_tool_is_refused_with_advice(thing, fault):
    with pytest.raises(ConfigurationError, match=fault):
        function_tool(thing)


def asks(*calls):
    body = completion(None)
    body["choices"][0]["finish_reason"] = "tool_calls"
    body["choices"][0]["message"]["tool_calls"] = [
        {
            "id": f"call-{n}",
            "type": "function",
            "function": {
                "name": name,
                "arguments": arguments if isinstance(arguments, str) else json.dumps(arguments),
            },
        }
        for n, (name, arguments) in enumerate(calls)
    ]
    return response(200, body)


ANSWER = response(200, completion("It is warm."))


def run_tools(driver, tools, **params):
    params = {"model": "m", "messages": MESSAGES, "tools": tools} | params
    return driver.run(lambda client: client.chat.completions.run_tools(**params))


def results(driver, request=-1):
    return [
        m["content"]
        for m in driver.server.requests[request].json()["messages"]
        if m["role"] == "tool"
    ]


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


def test_an_interrupt_does_not_wait_for_the_other_calls():
    inside, release = threading.Event(), threading.Event()

    def slow() -> None:
        """Takes as long as it likes."""
        inside.set()
        assert release.wait(5)

    def interrupted() -> None:
        """Is interrupted."""
        assert inside.wait(5)
        raise KeyboardInterrupt

    body = json.loads(asks(("interrupted", {}), ("slow", {})).partition(b"\r\n\r\n")[2])
    loop = ToolLoop([slow, interrupted], MESSAGES, 3, {})
    try:
        with pytest.raises(KeyboardInterrupt):
            run(lambda **params: ChatCompletion.from_dict(body), loop)
        assert not release.is_set()
    finally:
        release.set()


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("fails", {}, "Error: ZeroDivisionError: oh no"),
        ("nothing", {}, "there is no tool 'nothing'; there are fails, weather"),
        ("weather", "{not json", "Error: DecodeError"),
        ("weather", {"city": 5}, "Expected `str`, got `int`"),
        ("weather", {"city": "x", "typo": 1}, "typo"),
        ("weather", {}, "city"),
    ],
)
def test_a_failing_call_is_told_to_the_model(driver, name, arguments, expected):
    @function_tool
    def fails() -> None:
        """Fails."""
        raise ZeroDivisionError("oh no")

    driver.server.script(asks((name, arguments)), ANSWER)
    assert run_tools(driver, [fails, weather]).content == "It is warm."
    assert expected in results(driver)[0]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"max_turns": "3"}, "max_turns must be an integer"),
        ({"max_turns": True}, "max_turns must be an integer"),
        ({"tools": None}, "takes a list of tools"),
        ({"tools": 5}, "takes a list of tools"),
        ({"messages": None}, "takes a list of messages"),
        ({"messages": "Hi"}, "takes a list of messages"),
    ],
    ids=str,
)
def test_what_a_run_cannot_begin_with_is_refused(driver, given, fault):
    params = {"model": "m", "messages": MESSAGES, "tools": [weather]} | given
    with pytest.raises(ConfigurationError, match=fault):
        driver.run(lambda client: client.chat.completions.run_tools(**params))


def mangled(__x: int = 1) -> str:  # noqa: PYI063 - the name is the point
    return str(__x)


def test_a_name_that_classes_mangle_is_a_parameter_or_refused(monkeypatch):
    assert function_tool(mangled).decode('{"__x": 2}') == {"__x": 2}
    monkeypatch.setitem(sys.modules, "pydantic", None)
    with pytest.raises(ConfigurationError, match=r"tool mangled: .*__x"):
        function_tool(mangled)


@pytest.mark.parametrize(
    "value", [float("nan"), [float("inf")], {"a": {float("nan")}}], ids=["nan", "list", "set"]
)
def test_a_result_that_is_no_json_is_told_to_the_model_and_not_made_null(driver, value):
    def measure() -> float:
        return value

    driver.server.script(asks(("measure", {})), ANSWER)
    run_tools(driver, [measure])
    assert "is not JSON" in results(driver)[0]


def test_sets_and_keys_of_numbers_are_json_to_the_model(driver):
    def measure() -> dict[int, set[int]]:
        return {1: {2}}

    driver.server.script(asks(("measure", {})), ANSWER)
    run_tools(driver, [measure])
    assert results(driver) == ['{"1":[2]}']


def test_a_tool_that_awaits_what_was_cancelled_is_told_to_the_model(server):
    async def gone() -> str:
        task = asyncio.ensure_future(asyncio.sleep(60))
        task.cancel()
        await task
        return "never"

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            return await client.chat.completions.run_tools(
                model="m", messages=MESSAGES, tools=[gone]
            )

    server.script(asks(("gone", {})), ANSWER)
    run = asyncio.run(main())
    assert "cancelled" in run.messages[-2]["content"]


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


def test_the_turns_are_bounded(driver):
    driver.server.script(asks(("weather", {"city": "Paris"})))
    with pytest.raises(ToolLoopError, match="3 turns;") as caught:
        run_tools(driver, [weather], max_turns=3)
    assert len(driver.server.requests) == 3
    assert caught.value.completion.choices[0].message.tool_calls
    assert len(caught.value.messages) == 6


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


def test_async_tools_run_in_the_async_client(driver):
    @function_tool
    async def nap(name: str) -> str:
        """Lets others go first."""
        await anyio.lowlevel.checkpoint()
        return name

    driver.server.script(asks(("nap", {"name": "a"}), ("nap", {"name": "b"})), ANSWER)
    run_tools(driver, [nap])
    if driver.kind == "sync":
        assert all("use AsyncClient" in r for r in results(driver))
    else:
        assert results(driver) == ["a", "b"]


def test_results_and_errors_are_told_as_text_that_can_be_sent(driver):
    @function_tool
    def cut() -> str:
        """Cuts an emoji in two."""
        return "\ud83d"

    @function_tool
    def fails() -> str:
        """Fails."""
        raise ValueError("\ud83d")

    def several() -> object:
        """Gives what only msgspec writes."""
        return [{1}, Other(1), None, dt.date(2026, 1, 2)]

    driver.server.script(asks(("cut", {}), ("fails", {}), ("several", {})), ANSWER)
    run_tools(driver, [cut, fails, several])
    assert results(driver) == [
        "\ufffd",
        "Error: ValueError: \ufffd",
        '[[1],{"number":1},null,"2026-01-02"]',
    ]


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
