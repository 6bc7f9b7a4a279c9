"""The client against the real service: a handful of calls, a few hundred tokens in all.

What the service answers is judged by the contract kit; here the client reads it, and loses nothing.
"""

from __future__ import annotations

import pytest

from scaleway_genapi import (
    ChatCompletion,
    ChatCompletionChunk,
    Client,
    ModelList,
    PermissionDeniedError,
    UnprocessableEntityError,
)

MODEL = "mistral-small-3.2-24b-instruct-2506"
NOBODYS = "00000000-0000-4000-8000-000000000000"
SHORT = {"messages": [{"role": "user", "content": "Say hello."}], "max_completion_tokens": 16}
TOOL = {"type": "function", "function": {"name": "now", "description": "The time in UTC."}}


@pytest.fixture
def model(client):
    names = [model.id for model in client.models.list()]
    return MODEL if MODEL in names else names[0]


def without_nulls(value):
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def test_the_models_are_read_and_nothing_is_lost(client):
    answer = client.models.with_raw_response.list()
    models = answer.parse()
    assert isinstance(models, ModelList)
    assert models.data
    assert without_nulls(answer.http_response.json()) == without_nulls(models.to_dict())


def test_a_chat_is_read_and_nothing_is_lost(client, model):
    answer = client.chat.completions.with_raw_response.create(model=model, **SHORT)
    chat = answer.parse()
    assert isinstance(chat, ChatCompletion)
    assert chat.choices[0].message.content
    assert without_nulls(answer.http_response.json()) == without_nulls(chat.to_dict())


def test_a_stream_is_read_to_its_end(client, model):
    options = {"include_usage": True}
    with client.chat.completions.create(
        model=model, stream=True, stream_options=options, **SHORT
    ) as stream:
        chunks = list(stream)
    assert all(isinstance(chunk, ChatCompletionChunk) for chunk in chunks)
    assert "".join(c.delta.content or "" for chunk in chunks for c in chunk.choices)
    assert any(c.finish_reason for chunk in chunks for c in chunk.choices)
    assert chunks[-1].usage is not None


def test_a_tool_is_called(client, model):
    chat = client.chat.completions.create(
        model=model, tools=[TOOL], tool_choice="required", **SHORT | {"max_completion_tokens": 48}
    )
    calls = chat.choices[0].message.tool_calls
    assert calls
    assert "now" == calls[0].function.name


def test_an_unknown_model_is_its_own_error(client):
    with pytest.raises(UnprocessableEntityError):
        client.chat.completions.create(model="no-such-model", **SHORT)


def test_a_key_that_nobody_owns_is_forbidden(base_url):
    with (
        Client(NOBODYS, base_url=base_url) as stranger,
        pytest.raises(PermissionDeniedError),
    ):
        stranger.models.list()
