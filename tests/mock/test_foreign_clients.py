"""Clients that no one here wrote, and the generated one, get along with the mock."""

from __future__ import annotations

import json

import openai
import pytest

from .conftest import MODEL, THINKER

QUESTION = [{"role": "user", "content": "What is the weather in Paris?"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}


@pytest.fixture
def sdk(genapi_mock):
    with openai.OpenAI(
        api_key=genapi_mock.api_key, base_url=f"{genapi_mock.url}/v1", max_retries=0
    ) as client:
        yield client


def test_the_openai_sdk_lists_models(sdk):
    assert MODEL in [model.id for model in sdk.models.list()]


def test_the_openai_sdk_chats_and_streams_the_same_text(sdk):
    whole = sdk.chat.completions.create(model=MODEL, messages=QUESTION)
    stream = sdk.chat.completions.create(model=MODEL, messages=QUESTION, stream=True)
    text = "".join(chunk.choices[0].delta.content or "" for chunk in stream)
    assert text == whole.choices[0].message.content
    assert whole.usage.total_tokens > 0


def test_the_openai_sdk_gathers_tool_calls_from_a_stream(sdk):
    with sdk.chat.completions.stream(model=MODEL, messages=QUESTION, tools=[TOOL]) as stream:
        message = stream.get_final_completion().choices[0].message
    (call,) = message.tool_calls
    assert json.loads(call.function.arguments) == {"city": "Paris"}


def test_the_openai_sdk_parses_structured_output(sdk):
    import pydantic

    class Event(pydantic.BaseModel):
        name: str
        day: int

    done = sdk.chat.completions.parse(model=MODEL, messages=QUESTION, response_format=Event)
    assert isinstance(done.choices[0].message.parsed, Event)


def test_the_openai_sdk_raises_its_own_errors(sdk, genapi_mock):
    with pytest.raises(openai.UnprocessableEntityError):
        sdk.chat.completions.create(model="none", messages=QUESTION)
    with pytest.raises(openai.PermissionDeniedError):
        sdk.with_options(api_key="other").models.list()
    genapi_mock.fail_next(429, retry_after=1)
    with pytest.raises(openai.RateLimitError):
        sdk.models.list()


def test_the_generated_client_comes_ready_to_use(genapi_mock):
    client = genapi_mock.client()
    assert MODEL in [model.id for model in client.models.list()]
    done = client.chat.completions.create(model=THINKER, messages=QUESTION)
    assert "Paris" in done.choices[0].message.content
    genapi_mock.assert_called("chat.completions.create", times=1, model=THINKER)


def test_options_of_the_generated_client_win(genapi_mock):
    client = genapi_mock.client(project_id="aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa")
    client.models.list()
    assert genapi_mock.journal[-1].project == "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"


@pytest.mark.anyio
async def test_the_asynchronous_client_works_under_either_event_loop(genapi_mock):
    async with genapi_mock.async_client() as client:
        stream = await client.chat.completions.create(model=MODEL, messages=QUESTION, stream=True)
        pieces = [chunk.choices[0].delta.content async for chunk in stream]
    assert "Paris" in "".join(piece or "" for piece in pieces)
