"""Tools as services hand them on, for type checkers: never run. No casts, no ignores but for what must fail."""

import functools
from collections.abc import Callable, Iterable
from typing import Any, assert_type

from scaleway_genapi import (
    AsyncClient,
    ChatCompletionRequest,
    ChatMessage,
    ChatMessageParam,
    Client,
    FunctionTool,
    ToolLoopError,
    UserMessage,
    function_tool,
)
from scaleway_genapi.types import ChatCompletionRequestParam, ToolParam

MODEL = "mistral-small-3.2-24b-instruct-2506"
DEFINITION: ToolParam = {"type": "function", "function": {"name": "f"}}


def flights(departure: str, destination: str, day: str = "") -> dict[str, str]:
    """Finds flights."""
    return {departure: destination + day}


def now(city: str) -> str:
    """The time in a city."""
    return city


async def look_up(term: str) -> list[str]:
    """Looks a term up."""
    return [term]


@function_tool
def weather(city: str, days: int = 1) -> str:
    """Tells the weather."""
    return city * days


@function_tool(name="search")
async def search(term: str) -> list[str]:
    """Searches."""
    return [term]


class Rounder:
    """Rounds."""

    def __call__(self, amount: float) -> int:
        """Rounds an amount."""
        return round(amount)


class Money:
    def convert(self, amount: float) -> float:
        """Converts an amount."""
        return 2 * amount

    def reset(self) -> None:
        """Starts again."""

    def ask(self, client: Client) -> str | None:
        tools = [self.convert, self.reset]
        return client.chat.completions.run_tools(model=MODEL, messages=[], tools=tools).content


def functions_in_variables(client: Client) -> None:
    chat = client.chat.completions
    several = [flights, now]
    chat.run_tools(model=MODEL, messages=[], tools=several)
    by_name = {"flights": flights, "now": now}
    chat.run_tools(model=MODEL, messages=[], tools=by_name.values())
    chat.run_tools(model=MODEL, messages=[], tools=[weather, flights, lambda: 5, Money().convert])
    chat.run_tools(model=MODEL, messages=[], tools=[functools.partial(now, "Paris"), Rounder()])
    partials = [functools.partial(now, city) for city in ("Paris", "Rome")]
    chat.run_tools(model=MODEL, messages=[], tools=partials)
    typed: list[Callable[..., object]] = [flights, now, Rounder(), weather]
    chat.run_tools(model=MODEL, messages=[], tools=typed)
    numbers = [5, 6]
    chat.run_tools(model=MODEL, messages=[], tools=numbers)  # type: ignore[arg-type]
    chat.run_tools(model=MODEL, messages=[], tools=["flights"])  # type: ignore[list-item]
    chat.run_tools(model=MODEL, messages=[], tools=[DEFINITION])  # type: ignore[list-item]
    chat.run_tools(model=MODEL, messages=[], tools=flights)  # type: ignore[arg-type]


def tools_in_variables(client: Client, more: Iterable[FunctionTool[[str], str]]) -> None:
    pair = (weather, search)
    client.chat.completions.create(model=MODEL, messages=[], tools=pair)
    client.chat.completions.run_tools(model=MODEL, messages=[], tools=pair)
    tools: list[FunctionTool[..., Any]] = [weather, search, *more]
    client.chat.completions.create(model=MODEL, messages=[], tools=tools)
    client.chat.completions.create(model=MODEL, messages=[], tools=[*tools, DEFINITION])
    client.chat.completions.run_tools(model=MODEL, messages=[], tools=tools)
    objects: list[FunctionTool[..., object]] = [weather, search]
    texts: list[FunctionTool[..., str]] = [*objects]  # type: ignore[list-item]
    assert_type(weather("Paris", days=2), str)
    client.chat.completions.run_tools(model=MODEL, messages=[], tools=texts)


async def asynchronously(client: AsyncClient) -> None:
    several = [look_up, now]
    run = await client.chat.completions.run_tools(model=MODEL, messages=[], tools=several)
    assert_type(run.messages, list[ChatMessage | ChatMessageParam])
    run.messages.append({"role": "user", "content": "And tomorrow?"})
    try:
        await client.chat.completions.run_tools(
            model=MODEL, messages=[*run.messages, UserMessage(content="?")], tools=several
        )
    except ToolLoopError as error:
        assert_type(error.messages, list[ChatMessage | ChatMessageParam])
        await client.chat.completions.create(model=MODEL, messages=error.messages)


def whole_requests(client: Client, request: ChatCompletionRequestParam) -> None:
    request["temperature"] = 0.5
    client.chat.completions.create(**request)
    made = ChatCompletionRequest(model=MODEL, messages=[UserMessage(content="Hi")], tools=[weather])
    client.chat.completions.create(**made.to_dict())
