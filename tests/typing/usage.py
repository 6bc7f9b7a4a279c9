"""How services use the client, for type checkers: never run. No casts, no ignores but for what must fail."""

import dataclasses
from collections.abc import Sequence
from typing import assert_type

import httpx

import scaleway_genapi as genapi
from scaleway_genapi import (
    UNSET,
    APIStatusError,
    AsyncClient,
    AsyncStream,
    ChatCompletion,
    ChatCompletionChunk,
    ChatMessage,
    ChatMessageParam,
    ChatStream,
    Client,
    FunctionCall,
    ParsedChatCompletion,
    ParsedChatStream,
    RateLimits,
    RawResponse,
    Stream,
    SystemMessage,
    ToolRun,
    Unset,
    UserMessage,
    function_tool,
)
from scaleway_genapi.models import Model, ModelList, ToolCall
from scaleway_genapi.types import ToolChoiceParam, ToolParam

MODEL = "mistral-small-3.2-24b-instruct-2506"


@dataclasses.dataclass
class Answer:
    text: str


@function_tool
def weather(city: str, days: int = 1) -> str:
    """Tells the weather."""
    return city * days


def clients() -> None:
    with Client("key", project_id=None, timeout=5) as client:
        assert_type(client, Client)
        assert_type(client.with_options(project_id="x", timeout=httpx.Timeout(5)), Client)
        assert_type(client.copy(max_retries=0, max_retry_wait=None), Client)
    Client(lambda: "key", http_client=httpx.Client(), default_headers={"X-A": "b"})
    AsyncClient("key", http_client=httpx.AsyncClient(), on_retry=lambda event: event.wait)
    AsyncClient("key", max_retry_wait=None).with_options(max_retry_wait=None)
    Client(http_client=httpx.AsyncClient())  # type: ignore[arg-type]
    Client(max_retries="2")  # type: ignore[arg-type]


def calls(client: Client) -> None:
    models = client.models.list()
    assert_type(models, ModelList)
    for model in models:
        assert_type(model, Model)
        assert_type(model in models, bool)
    assert MODEL not in models  # type: ignore[operator]
    completion = client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "Hi"}], temperature=None, seed=1
    )
    assert_type(completion, ChatCompletion)
    assert_type(completion.choices[0].message.content, str | None)
    client.chat.completions.create(model=MODEL)  # type: ignore[call-overload]
    client.chat.completions.create(model=MODEL, messages=[{"role": "user"}], sed=1)  # type: ignore[call-overload]
    client.chat.completions.create(model=MODEL, messages=[], user="u")  # type: ignore[call-overload]


def mixtures(client: Client) -> None:
    answer = client.chat.completions.create(model=MODEL, messages=[UserMessage(content="Hi")])
    messages: list[ChatMessage | ChatMessageParam] = [
        {"role": "system", "content": [{"type": "text", "text": "Be brief."}]},
        UserMessage(
            content=[
                {"type": "text", "text": "What is this?"},
                {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
            ]
        ),
        answer.choices[0].message,
    ]
    kinds: list[ChatMessage | ChatMessageParam] = [
        SystemMessage(content="Be brief."),
        UserMessage(content="Hi"),
    ]
    client.chat.completions.create(model=MODEL, messages=[*kinds, *messages])
    made = ToolCall(id="a", function=FunctionCall(name="f", arguments="{}"))
    messages.append(
        {
            "role": "assistant",
            "tool_calls": [
                made,
                {"id": "b", "type": "function", "function": {"name": "f", "arguments": "{}"}},
                {"id": "c", "type": "function", "function": made.function},
            ],
        }
    )
    for call in answer.choices[0].message.tool_calls or []:
        assert_type(call, ToolCall)
        messages.append({"role": "tool", "tool_call_id": call.id, "content": "42"})
    tool: ToolParam = {
        "type": "function",
        "function": {"name": "f", "parameters": {"type": "object"}},
    }
    tool = {"type": "function", "function": {}}  # type: ignore[typeddict-item]
    client.chat.completions.create(
        model=MODEL,
        messages=messages,
        tools=[tool, weather],
        tool_choice={"type": "function", "function": {"name": "f"}},
        response_format={"type": "json_schema", "json_schema": {"name": "a", "schema": {}}},
        extra_headers={"X-A": "b", "X-C": None},
        extra_query={"q": 1},
        extra_body={"user": "u"},
        timeout=3,
    )


def handed_on(
    client: Client,
    tools: Sequence[ToolParam] | Unset | None = UNSET,
    choice: ToolChoiceParam | Unset = UNSET,
    seed: int | Unset = UNSET,
) -> ChatCompletion:
    return client.chat.completions.create(
        model=MODEL, messages=[], tools=tools, tool_choice=choice, seed=seed
    )


def mistakes(client: Client) -> None:
    UserMessage(contnet="Hi")  # type: ignore[call-arg]
    UserMessage(content=5)  # type: ignore[arg-type]
    question: ChatMessageParam = {"role": "user", "contnet": "Hi"}  # type: ignore[assignment]
    client.chat.completions.create(model=MODEL, messages=[question], temperature="hot")  # type: ignore[call-overload]
    client.chat.completions.parse(
        model=MODEL,
        messages=[question],
        response_format={"type": "json_object"},  # type: ignore[arg-type]
    )
    chat = client.chat.completions
    chat.run_tools(model=MODEL, messages=[], tools=[{"type": "function"}])  # type: ignore[list-item]
    chat.run_tools(model=MODEL, messages=[], tools=[weather], stream=True)  # type: ignore[call-arg]
    chat.run_tools(model=MODEL, messages=[], tools=[weather], seed="1")  # type: ignore[arg-type]
    chat.run_tools(
        model=MODEL,
        messages=[],
        tools=[weather],
        on_tool_error=lambda error, call: 5,  # type: ignore[arg-type,return-value]
    )


def streams(client: Client, flag: bool) -> None:
    stream = client.chat.completions.create(model=MODEL, messages=[], stream=True)
    assert_type(stream, Stream[ChatCompletionChunk])
    with stream:
        for chunk in stream:
            assert_type(chunk, ChatCompletionChunk)
            assert_type(chunk.choices[0].delta.content, str | None)
    either = client.chat.completions.create(model=MODEL, messages=[], stream=flag)
    assert_type(either, ChatCompletion | Stream[ChatCompletionChunk])
    with client.chat.completions.stream(model=MODEL, messages=[], temperature=0) as events:
        for event in events:
            if event.type == "content.delta":
                assert_type(event.delta, str)
            elif event.type == "tool_calls.function.arguments.done":
                assert_type(event.arguments, str)
        assert_type(events.get_final_completion(), ChatCompletion)
    client.chat.completions.stream(model=MODEL, messages=[], stream=True)  # type: ignore[call-overload]
    client.chat.completions.stream(model=MODEL, messages=[], response_format=5)  # type: ignore[call-overload]
    loose = client.chat.completions.stream(
        model=MODEL, messages=[], response_format={"type": "json_object"}
    )
    assert_type(loose, ChatStream)
    with client.chat.completions.stream(model=MODEL, messages=[], response_format=Answer) as typed:
        assert_type(typed, ParsedChatStream[Answer])
        for event in typed:
            if event.type == "content.done":
                assert_type(event.parsed, Answer | None)
        assert_type(typed.get_final_completion().parsed, Answer)


def raw(client: Client) -> None:
    response = client.chat.completions.with_raw_response.create(model=MODEL, messages=[])
    assert_type(response, RawResponse[ChatCompletion])
    assert_type(response.parse(), ChatCompletion)
    assert_type(response.rate_limits, RateLimits | None)
    assert_type(response.headers, httpx.Headers)
    typed = client.chat.completions.with_raw_response.parse(
        model=MODEL, messages=[], response_format=Answer, temperature=0.5
    )
    assert_type(typed, RawResponse[ParsedChatCompletion[Answer]])
    assert_type(typed.parse().parsed, Answer)
    client.chat.completions.with_raw_response.parse(
        model=MODEL,
        messages=[],
        response_format=Answer,
        stream=True,  # type: ignore[call-arg]
    )


def structured(client: Client) -> None:
    parsed = client.chat.completions.parse(model=MODEL, messages=[], response_format=Answer)
    assert_type(parsed.choices[0].message.parsed, Answer | None)
    assert_type(parsed.parsed, Answer)


def tools(client: Client) -> None:
    assert_type(weather("Paris", days=2), str)
    weather(5)  # type: ignore[arg-type]

    @function_tool(name="other")
    def other(x: int) -> int:
        """Doubles."""
        return 2 * x

    run = client.chat.completions.run_tools(
        model=MODEL, messages=[], tools=[weather, other], max_turns=3
    )
    assert_type(run, ToolRun)
    assert_type(run.content, str | None)
    assert_type(run.request_id, str | None)
    assert_type(run.rate_limits, RateLimits | None)


async def asynchronously(client: AsyncClient) -> None:
    assert_type(await client.models.list(), ModelList)
    assert_type(await client.chat.completions.create(model=MODEL, messages=[]), ChatCompletion)
    stream = await client.chat.completions.create(model=MODEL, messages=[], stream=True)
    assert_type(stream, AsyncStream[ChatCompletionChunk])
    async with stream:
        async for chunk in stream:
            assert_type(chunk, ChatCompletionChunk)
    async with client.chat.completions.stream(model=MODEL, messages=[]) as events:
        async for text in events.text_deltas():
            assert_type(text, str)
        assert_type(await events.get_final_completion(), ChatCompletion)
    parsed = await client.chat.completions.parse(model=MODEL, messages=[], response_format=Answer)
    assert_type(parsed.parsed, Answer)
    raw = await client.chat.completions.with_raw_response.parse(
        model=MODEL, messages=[], response_format=Answer
    )
    assert_type(raw, RawResponse[ParsedChatCompletion[Answer]])
    assert_type(
        await client.chat.completions.run_tools(model=MODEL, messages=[], tools=[weather]), ToolRun
    )


def errors(client: Client) -> None:
    try:
        client.models.list()
    except genapi.RateLimitError as error:
        assert_type(error.retry_after, float | None)
    except APIStatusError as error:
        assert_type(error.status_code, int)
        assert_type(error.response, httpx.Response)
        assert_type(error.detail, str | None)
        assert_type(error.hint, str | None)
    except genapi.CompletionError as error:
        assert_type(error.request_id, str | None)
        assert_type(error.rate_limits, RateLimits | None)
        assert_type(error.completion, ChatCompletion)
    except genapi.APIError as error:
        assert_type(error.status_code, int | None)
        assert_type(error.response, httpx.Response | None)
