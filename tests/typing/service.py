"""A small service as people write it, for type checkers: never run. No casts, no ignores, no Any of its own."""

from __future__ import annotations

import asyncio
import functools
import json
import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Literal, Protocol, TypedDict, TypeVar

import attrs
import pydantic

from scaleway_genapi import (
    UNSET,
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AssistantMessage,
    AsyncChatStream,
    AsyncClient,
    ChatCompletion,
    ChatCompletionChunk,
    ChatMessage,
    ChatMessageParam,
    ChatStream,
    Client,
    CompletionError,
    FunctionTool,
    InvalidOutputError,
    LengthFinishReasonError,
    ParsedChatCompletion,
    RateLimitError,
    RefusalError,
    RetryEvent,
    StreamError,
    TextPart,
    ToolLoopError,
    ToolMessage,
    Unset,
    UserMessage,
    function_tool,
    models,
    types,
)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Sequence

    from scaleway_genapi import ChatStreamEvent, RateLimits, ToolRun

log = logging.getLogger(__name__)
T = TypeVar("T")
Conversation = list[ChatMessage | ChatMessageParam]
Effort = Literal["low", "medium", "high"]


class Unit(Enum):
    CELSIUS = "c"
    FAHRENHEIT = "f"


class Step(pydantic.BaseModel):
    explanation: str
    result: float | None = None


@dataclass
class Plan:
    title: str
    steps: list[str] = field(default_factory=list[str])


@attrs.define
class Invoice:
    number: str
    total: float


class Person(TypedDict):
    name: str


class Sink(Protocol):
    def write(self, text: str, /) -> object: ...


@function_tool
def temperature(
    city: str, unit: Unit = Unit.CELSIUS, days: Annotated[int, "How many"] = 1
) -> float:
    """The temperature in a city."""
    return 20.0 + len(city) + days + len(unit.value)


@function_tool(name="look_up", strict=True)
async def look_up(term: str) -> list[str]:
    """Looks a term up."""
    await asyncio.sleep(0)
    return [term]


def convert(rate: float, amount: float) -> float:
    """Converts an amount."""
    return rate * amount


def noticed(event: RetryEvent) -> None:
    log.warning(
        "try %d of %s in %.1f s: %s", event.attempt, event.operation, event.wait, event.error
    )


class Assistant:
    """Holds a conversation."""

    def __init__(self, client: Client, model: str, *, effort: Effort | None = None) -> None:
        self.client = client
        self.model = model
        self.effort: Effort | Unset = UNSET if effort is None else effort
        self.messages: Conversation = [{"role": "system", "content": "Be brief."}]

    def ask(self, text: str, images: Sequence[str] = ()) -> str:
        parts: list[types.ContentPartParam | models.ContentPart] = [TextPart(text=text)]
        parts.extend({"type": "image_url", "image_url": {"url": url}} for url in images)
        self.messages.append(UserMessage(content=parts))
        completion = self.client.chat.completions.create(
            model=self.model,
            messages=self.messages,
            reasoning_effort=self.effort,
            stop=["\n\n"],
            logit_bias={"50256": -100},
        )
        message = completion.choices[0].message
        self.messages.append(message)
        return message.content or message.reasoning or ""

    def call_by_hand(self, question: str) -> Iterator[str]:
        self.messages.append({"role": "user", "content": question})
        while True:
            choice = self.client.chat.completions.create(
                model=self.model, messages=self.messages, tools=[temperature], tool_choice="auto"
            ).choices[0]
            self.messages.append(choice.message)
            if not choice.message.tool_calls:
                yield choice.message.content or ""
                return
            for call in choice.message.tool_calls:
                arguments: dict[str, str] = json.loads(call.function.arguments)
                result = str(temperature(arguments["city"]))
                self.messages.append(ToolMessage(tool_call_id=call.id, content=result))

    def say(self, text: str, sink: Sink) -> ChatCompletion:
        self.messages.append({"role": "user", "content": [{"type": "text", "text": text}]})
        with self.client.chat.completions.stream(
            model=self.model, messages=self.messages
        ) as stream:
            for event in stream:
                show(event, sink)
            completion = stream.get_final_completion()
        self.messages.append(completion.choices[0].message)
        return completion

    def extract(self, kind: type[T], text: str) -> T:
        try:
            parsed = self.client.chat.completions.parse(
                model=self.model, messages=[UserMessage(content=text)], response_format=kind
            )
        except (RefusalError, LengthFinishReasonError) as error:
            log.info("%s: %s", error.message, error.completion.usage)
            raise
        except InvalidOutputError as error:
            raise ValueError(error.text) from error
        return parsed.parsed


def show(event: ChatStreamEvent, sink: Sink) -> None:
    match event.type:
        case "content.delta" | "reasoning.delta" | "refusal.delta":
            sink.write(event.delta)
        case "tool_calls.function.arguments.done":
            sink.write(f"{event.name}({event.arguments})")
        case "chunk":
            for choice in event.chunk.choices:
                sink.write(choice.finish_reason or "")
        case _:
            pass


def parsed_stream(client: Client) -> Step:
    with client.chat.completions.stream(
        model="m", messages=[{"role": "user", "content": "1 + 1"}], response_format=Step
    ) as stream:
        whole: ParsedChatCompletion[Step] = stream.get_final_completion()
    return whole.parsed


def several(assistant: Assistant) -> tuple[Step, Plan, Invoice, Person]:
    return (
        assistant.extract(Step, "1 + 1"),
        assistant.extract(Plan, "A picnic"),
        assistant.extract(Invoice, "Invoice 5: 3 euros"),
        assistant.extract(Person, "Alice"),
    )


def limits(client: Client) -> RateLimits | None:
    raw = client.with_options(timeout=3.5, max_retries=0).chat.completions.with_raw_response.create(
        model="m", messages=[AssistantMessage(content="Hi"), {"role": "user", "content": "Go on"}]
    )
    log.info("%s %s %s", raw.status_code, raw.request_id, raw.headers.get("date"))
    return raw.rate_limits


def with_tools(client: Client, tools: Iterable[FunctionTool[..., object]]) -> ToolRun:
    return client.chat.completions.run_tools(
        model="m",
        messages=[{"role": "user", "content": "Convert 3"}],
        tools=[*tools, functools.partial(convert, 1.1)],
        max_turns=4,
        parallel_tool_calls=False,
    )


async def collect(chunks: AsyncIterator[ChatCompletionChunk]) -> str:
    texts: list[str] = []
    async for chunk in chunks:
        texts += [choice.delta.content for choice in chunk.choices if choice.delta.content]
    return "".join(texts)


async def print_texts(stream: AsyncChatStream) -> None:
    async for text in stream.text_deltas():
        log.info("%s", text)


def print_stream(stream: ChatStream) -> None:
    for text in stream.text_deltas():
        log.info("%s", text)


@asynccontextmanager
async def connected(project: str) -> AsyncGenerator[AsyncClient]:
    async with AsyncClient(project_id=project, on_retry=noticed, timeout=30) as client:
        yield client


async def ask_all(questions: Iterable[str]) -> list[str]:
    async with connected("78e655b5-feb0-417c-bb3f-8c448bd0e8da") as client:

        async def ask(question: str) -> str:
            stream = await client.chat.completions.create(
                model="m", messages=[{"role": "user", "content": question}], stream=True
            )
            async with stream:
                return await collect(aiter(stream))

        run = await client.chat.completions.run_tools(
            model="m", messages=[UserMessage(content="?")], tools=[look_up, temperature]
        )
        answers = await asyncio.gather(*(ask(question) for question in questions))
        async with client.chat.completions.stream(
            model="m", messages=[UserMessage(content="?")], response_format=Plan
        ) as stream:
            await print_texts(stream)
            plan = (await stream.get_final_completion()).parsed
        return [*answers, run.content or "", plan.title]


def careful(assistant: Assistant) -> str:  # noqa: PLR0911 - one per kind of failure
    try:
        return assistant.ask("Hi")
    except RateLimitError as error:
        return f"wait {error.retry_after or 0:.0f} s, {error.rate_limits}"
    except APIStatusError as error:
        return f"{error.status_code} {error.code} {error.param} {error.request_id}"
    except APITimeoutError:
        return "too slow"
    except APIConnectionError as error:
        return str(error.__cause__)
    except StreamError as error:
        return error.message
    except ToolLoopError as error:
        return f"{len(error.messages)} messages"
    except (CompletionError, APIError) as error:
        return str(error)
