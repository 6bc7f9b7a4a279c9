"""What the model is told of the calls that it asked for: results, and errors."""

import asyncio
import datetime as dt
import decimal
import json
import logging
import threading
import uuid

import anyio
import attrs
import pydantic
import pytest

from scaleway_genapi import AsyncClient, ConfigurationError, function_tool
from tests.client.conftest import KEY, MESSAGES
from tests.client.tool_runs import ANSWER, asks, results, run_tools, weather


class Person(pydantic.BaseModel):
    name: str


@attrs.define
class Point:
    x: object


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


def test_results_and_errors_are_told_as_text_that_can_be_sent(driver, caplog):
    # Half an emoji in a captured log stops pytest-xdist, which sends reports as UTF-8.
    caplog.set_level(logging.CRITICAL, "scaleway_genapi")

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
        return [{1}, Point(1), None, dt.date(2026, 1, 2)]

    driver.server.script(asks(("cut", {}), ("fails", {}), ("several", {})), ANSWER)
    run_tools(driver, [cut, fails, several])
    assert results(driver) == [
        "\ufffd",
        "Error: ValueError: \ufffd",
        '[[1],{"x":1},null,"2026-01-02"]',
    ]


def test_a_result_may_mix_what_several_libraries_write(driver):
    def report() -> object:
        return {
            "once": (n for n in range(2)),
            uuid.UUID(int=1): [decimal.Decimal("1.5"), dt.date(2026, 1, 2), Person(name="Ada")],
            "set": {Person(name="Bob").name},
            "attrs": Point(Point(Person(name="Eve"))),
        }

    driver.server.script(asks(("report", {})), ANSWER)
    run_tools(driver, [report])
    assert json.loads(results(driver)[0]) == {
        "00000000-0000-0000-0000-000000000001": ["1.5", "2026-01-02", {"name": "Ada"}],
        "set": ["Bob"],
        "attrs": {"x": {"x": {"name": "Eve"}}},
        "once": [0, 1],
    }


def pay(amount: int) -> str:
    """Pays."""
    raise ConnectionError(f"no route to 10.0.0.3 for {amount}")


def test_a_function_that_fails_is_logged_with_its_traceback(driver, caplog):
    caplog.set_level(logging.INFO, "scaleway_genapi")
    driver.server.script(asks(("pay", {"amount": 5})), ANSWER)
    run_tools(driver, [pay])
    [record] = [r for r in caplog.records if "run_tools" in r.message]
    assert (record.levelname, record.message) == ("WARNING", "run_tools: the tool 'pay' failed")
    assert "in pay" in caplog.text
    assert "no route to 10.0.0.3" in caplog.text


def test_a_call_that_does_not_fit_is_logged_without_its_arguments(driver, caplog):
    caplog.set_level(logging.INFO, "scaleway_genapi")
    driver.server.script(asks(("pay", {"amount": "a secret"}), ("none", {})), ANSWER)
    run_tools(driver, [pay])
    logged = sorted((r.levelname, r.message) for r in caplog.records if "run_tools" in r.message)
    assert logged == [
        ("INFO", "run_tools: a bad call of 'none' (LookupError)"),
        ("INFO", "run_tools: a bad call of 'pay' (ValidationError)"),
    ]
    assert "a secret" not in caplog.text


def test_what_the_model_is_told_of_an_error_can_be_chosen(driver):
    seen = []

    def choose(error, call):
        seen.append((type(error).__name__, call.function.name))
        return {"ConnectionError": "Try later.", "LookupError": ["no", "such"]}.get(seen[-1][0])

    calls = (
        ("pay", {"amount": 5}),
        ("none", {}),
        ("pay", {"amount": None}),
        ("weather", {"city": "x"}),
    )
    driver.server.script(asks(*calls), ANSWER)
    run_tools(driver, [pay, weather], on_tool_error=choose)
    told = results(driver)
    assert told[:2] == ["Try later.", '["no","such"]']
    assert told[2].startswith("Error: ValidationError: Expected `int`")
    assert told[3] == "x: 20 c for 1"
    assert seen == [("ConnectionError", "pay"), ("LookupError", "none"), ("ValidationError", "pay")]


class WeirdError(Exception):
    def __str__(self):
        return self.args[0]


@pytest.mark.parametrize("error", [WeirdError(), WeirdError(5)], ids=["raises", "no text"])
def test_an_error_that_cannot_say_what_it_is_is_told_to_the_model_by_its_name(driver, error):
    def fails() -> None:
        raise error

    driver.server.script(asks(("fails", {})), ANSWER)
    assert run_tools(driver, [fails]).content == "It is warm."
    assert results(driver) == ["Error: WeirdError"]


def test_an_error_without_a_text_is_told_by_its_name(driver):
    def fails() -> None:
        raise TimeoutError

    driver.server.script(asks(("fails", {})), ANSWER)
    run_tools(driver, [fails])
    assert results(driver) == ["Error: TimeoutError"]


def test_what_a_handler_gives_must_be_a_text_or_json(driver):
    driver.server.script(asks(("pay", {"amount": 5})), ANSWER)
    with pytest.raises(ConfigurationError, match=r"on_tool_error must give .*: Event is not JSON"):
        run_tools(driver, [pay], on_tool_error=lambda *given: threading.Event() if given else None)
    assert len(driver.server.requests) == 1


def test_an_async_handler_is_waited_for_by_the_async_client(driver):
    async def choose(error, call):
        await anyio.lowlevel.checkpoint()
        return "Try later."

    driver.server.script(asks(("pay", {"amount": 5})), ANSWER)
    if driver.kind == "sync":
        with pytest.raises(ConfigurationError, match=r"on_tool_error must be a plain function"):
            run_tools(driver, [pay], on_tool_error=choose)
        # What only turns out to be one when it is called is found out then.
        with pytest.raises(TypeError, match="on_tool_error is asynchronous: use AsyncClient"):
            run_tools(driver, [pay], on_tool_error=lambda *given: choose(*given) if given else None)
    else:
        run_tools(driver, [pay], on_tool_error=choose)
        assert results(driver) == ["Try later."]


def test_what_a_handler_raises_ends_the_run(driver):
    def stop(error, call):
        raise PermissionError("not again") from error

    driver.server.script(asks(("pay", {"amount": 5}), ("pay", {"amount": 6})), ANSWER)
    with pytest.raises(PermissionError, match="not again") as caught:
        run_tools(driver, [pay], on_tool_error=stop)
    assert isinstance(caught.value.__cause__, ConnectionError)
    assert len(driver.server.requests) == 1
