"""The generated client against both servers that are made from the document.

And, as `oracle`, against the embedded one while Prism stands between and judges each exchange.
"""

from __future__ import annotations

import re

import pytest

import scaleway_genapi
from scaleway_genapi import ChatCompletion, ChatCompletionChunk, ModelList
from tests.contract.engines import KEY, PROJECT

pytestmark = pytest.mark.contract
MODEL = "mistral-small-3.2-24b-instruct-2506"
CHAT = {"model": MODEL, "messages": [{"role": "user", "content": "What is the capital of France?"}]}


@pytest.fixture(params=[None, PROJECT], ids=["default", "project"])
def project(request):
    return request.param


def test_the_models_are_listed(engine, project):
    with engine.client(project_id=project) as client:
        models = client.models.list()
    assert isinstance(models, ModelList)
    assert MODEL in [model.id for model in models]


def test_a_chat_is_answered(engine, project):
    with engine.client(project_id=project) as client:
        completion = client.chat.completions.create(**CHAT)
    assert isinstance(completion, ChatCompletion)
    assert completion.choices[0].message.role == "assistant"
    assert completion.choices[0].message.content


@pytest.mark.anyio
async def test_the_async_client_lists_and_chats(engine, project):
    async with engine.async_client(project_id=project) as client:
        models = await client.models.list()
        completion = await client.chat.completions.create(**CHAT)
    assert MODEL in [model.id for model in models]
    assert completion.choices[0].message.content


def test_a_stream_says_what_the_chat_says(streaming_engine, project):
    with streaming_engine.client(project_id=project) as client:
        completion = client.chat.completions.create(**CHAT)
        chunks = list(client.chat.completions.create(**CHAT, stream=True))
    assert {ChatCompletionChunk} == {type(chunk) for chunk in chunks}
    text = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
    assert completion.choices[0].message.content == text


@pytest.mark.anyio
async def test_an_async_stream_says_what_the_chat_says(streaming_engine, project):
    async with streaming_engine.async_client(project_id=project) as client:
        completion = await client.chat.completions.create(**CHAT)
        text = ""
        async with await client.chat.completions.create(**CHAT, stream=True) as chunks:
            async for chunk in chunks:
                text += "".join(choice.delta.content or "" for choice in chunk.choices)
    assert completion.choices[0].message.content == text


@pytest.mark.node
def test_prism_answers_a_stream_as_one_body_and_the_client_reads_it(prism, project):
    with prism.client(project_id=project) as client:
        chunks = list(
            client.chat.completions.create(
                **CHAT, stream=True, extra_headers={"accept": "text/event-stream"}
            )
        )
    assert any(choice.delta.content for chunk in chunks for choice in chunk.choices)


NO_MODEL = ("models.list", 422)  # the document declares none: the call names no model
REFUSALS = {
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}


CALLS = {
    "models.list": lambda client, extra: client.models.list(**extra),
    "chat.completions.create": lambda client, extra: client.chat.completions.create(**CHAT | extra),
}


@pytest.mark.parametrize(
    ("operation", "status"),
    [(name, status) for name in CALLS for status in REFUSALS if (name, status) != NO_MODEL],
)
def test_a_refusal_arrives_as_its_own_error(engine, project, operation, status):
    with engine.refusing(status) as (client, extra):
        scoped = client.with_options(project_id=project)
        with pytest.raises(getattr(scaleway_genapi, REFUSALS[status])) as caught:
            CALLS[operation](scoped, extra)
    assert status == caught.value.status_code
    assert caught.value.message
    assert KEY not in str(caught.value) + repr(caught.value)


@pytest.mark.parametrize(
    "engine", ["embedded", pytest.param("prism", marks=pytest.mark.node)], indirect=True
)
@pytest.mark.parametrize("operation", CALLS)
def test_a_rate_limit_says_how_many_seconds_to_wait(engine, operation):
    with (
        engine.refusing(429) as (client, extra),
        pytest.raises(scaleway_genapi.RateLimitError) as caught,
    ):
        CALLS[operation](client, extra)
    assert caught.value.retry_after > 0
    assert re.search(r"\b\d[\d.]* ?s", str(caught.value))
