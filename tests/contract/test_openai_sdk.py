"""The SDK that no one here wrote, against the mock: what it reads, services will read."""

from __future__ import annotations

import openai
import pytest

from tests.contract.engines import KEY, PROJECT, UNKNOWN_KEY

pytestmark = pytest.mark.contract
MODEL = "mistral-small-3.2-24b-instruct-2506"
CHAT = {"model": MODEL, "messages": [{"role": "user", "content": "What is the capital of France?"}]}


@pytest.fixture(params=["", f"/{PROJECT}"], ids=["default", "project"])
def sdk(embedded, request):
    url = f"{embedded.url}{request.param}/v1"
    with openai.OpenAI(api_key=KEY, base_url=url, max_retries=0) as client:
        yield client


def test_the_openai_sdk_lists_the_models(sdk):
    assert MODEL in [model.id for model in sdk.models.list()]


def test_the_openai_sdk_chats(sdk):
    completion = sdk.chat.completions.create(**CHAT)
    usage = completion.usage
    assert completion.choices[0].message.content
    assert usage.prompt_tokens + usage.completion_tokens == usage.total_tokens


def test_the_openai_sdk_streams_what_it_chats(sdk):
    text = sdk.chat.completions.create(**CHAT).choices[0].message.content
    with sdk.chat.completions.create(
        **CHAT, stream=True, stream_options={"include_usage": True}
    ) as stream:
        chunks = list(stream)
    assert text == "".join(c.delta.content or "" for chunk in chunks for c in chunk.choices)
    assert chunks[-1].usage.total_tokens > 0


def test_the_openai_sdk_reads_a_403_as_its_own_error(sdk):
    with pytest.raises(openai.PermissionDeniedError):
        sdk.with_options(api_key=UNKNOWN_KEY).models.list()


def test_the_openai_sdk_reads_a_422_as_its_own_error(sdk):
    with pytest.raises(openai.UnprocessableEntityError) as caught:
        sdk.chat.completions.create(**CHAT | {"model": "no-such-model"})
    assert "no-such-model" in caught.value.message
