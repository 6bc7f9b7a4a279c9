"""What the embedded engine makes of a chat: whatever the request may ask for, it is answered so.

Seen through the generated client, as a service sees it.
"""

from __future__ import annotations

import json
import time

import jsonschema_rs
import pytest

from scaleway_genapi import APIStatusError, BadRequestError
from tests.contract.operations import DOCUMENT

pytestmark = pytest.mark.contract
MODEL = "mistral-small-3.2-24b-instruct-2506"
CHAT = {"model": MODEL, "messages": [{"role": "user", "content": "What is the capital of France?"}]}
REQUEST = DOCUMENT.at("#/components/schemas/ChatCompletionRequest/properties")


def text_of(completion):
    return completion.choices[0].message.content


TOOLS = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": f"The {name} in a city.",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
                "required": ["city", "days"],
            },
        },
    }
    for name in ("weather", "traffic")
]
ASKING = {"messages": [{"role": "user", "content": "The weather and the traffic in Lille?"}]}


def called(completion):
    return [call.function.name for call in completion.choices[0].message.tool_calls]


def test_an_answer_is_dated_now_and_names_the_model_that_was_asked(embedded):
    with embedded.client() as client:
        before = int(time.time())
        whole = client.chat.completions.create(**CHAT)
        chunks = list(client.chat.completions.create(**CHAT, stream=True))
        after = time.time()
    assert {MODEL} == {answer.model for answer in (whole, *chunks)}
    assert all(before <= answer.created <= after for answer in (whole, *chunks))
    assert 1 == len({(chunk.id, chunk.created) for chunk in chunks})


def test_several_choices_are_numbered_whole_and_streamed(embedded):
    with embedded.client() as client:
        whole = client.chat.completions.create(**CHAT, n=3)
        chunks = list(client.chat.completions.create(**CHAT, n=3, stream=True))
    assert [0, 1, 2] == [choice.index for choice in whole.choices]
    assert {0, 1, 2} == {choice.index for chunk in chunks for choice in chunk.choices}


@pytest.mark.parametrize("amount", [0, 1, 4])
def test_as_many_likely_tokens_come_as_were_asked_for(embedded, amount):
    asked = CHAT | {"logprobs": True, "top_logprobs": amount}
    with embedded.client() as client:
        whole = client.chat.completions.create(**asked)
        chunks = list(client.chat.completions.create(**asked, stream=True))
    streamed = [choice for chunk in chunks for choice in chunk.choices]
    for choices in (whole.choices, streamed):
        found = [c.logprobs.content for c in choices if c.logprobs is not None]
        tokens = [token for content in found for token in content]
        assert tokens
        assert {amount} == {len(token.top_logprobs) for token in tokens}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, ["weather", "traffic"]),
        ({"tool_choice": "none"}, []),
        ({"parallel_tool_calls": False}, ["weather"]),
        ({"tool_choice": {"type": "function", "function": {"name": "traffic"}}}, ["traffic"]),
    ],
    ids=["auto", "none", "one at a time", "named"],
)
def test_tools_are_called_as_the_request_permits(embedded, more, expected):
    with embedded.client() as client:
        answer = client.chat.completions.create(**CHAT | ASKING, tools=TOOLS, **more)
        chunks = client.chat.completions.create(**CHAT | ASKING, tools=TOOLS, **more, stream=True)
        pieces = [
            piece
            for chunk in chunks
            for choice in chunk.choices
            for piece in choice.delta.tool_calls or ()
        ]
    assert expected == called(answer)
    opened = [(piece.index, piece.function.name) for piece in pieces if piece.id]
    assert list(enumerate(expected)) == opened
    for call in answer.choices[0].message.tool_calls:
        arguments = json.loads(call.function.arguments)
        assert jsonschema_rs.is_valid(TOOLS[0]["function"]["parameters"], arguments)


def test_running_usage_grows_to_the_usage_at_the_end(embedded):
    options = {"include_usage": True, "continuous_usage_stats": True}
    with embedded.client() as client:
        chunks = list(client.chat.completions.create(**CHAT, stream=True, stream_options=options))
    written = [chunk.usage.completion_tokens for chunk in chunks]
    assert sorted(written) == written
    assert 0 == written[0]
    assert written[-1] == written[-2] > 0


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
def test_the_cap_of_a_model_may_be_asked_for_and_no_token_more(embedded, name):
    cap = REQUEST[name]["x-model-caps"][MODEL]
    with embedded.client() as client:
        assert text_of(client.chat.completions.create(**CHAT, **{name: cap}))
        with pytest.raises(APIStatusError) as caught:
            client.chat.completions.create(**CHAT, **{name: cap + 1})
    assert REQUEST[name]["x-error-status"]["cap"] == caught.value.status_code


def test_only_mistral_models_want_roles_to_alternate(embedded):
    twice = {"messages": [{"role": "user", "content": "Hello"}] * 2}
    with embedded.client() as client:
        assert text_of(client.chat.completions.create(**CHAT | twice | {"model": "gpt-oss-120b"}))
        with pytest.raises(BadRequestError, match="alternate"):
            client.chat.completions.create(**CHAT | twice)


def test_twelve_images_are_taken_and_thirteen_are_not_wherever_they_stand(embedded):
    image = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}

    def chat(*amounts):
        messages = [{"role": "user", "content": [image] * amount} for amount in amounts]
        return {"model": "gemma-3-27b-it", "messages": messages}

    with embedded.client() as client:
        for accepted in ((12,), (6, 6)):
            assert text_of(client.chat.completions.create(**chat(*accepted)))
        for refused in ((13,), (6, 7)):
            with pytest.raises(BadRequestError):
                client.chat.completions.create(**chat(*refused))


def test_a_conversation_beyond_the_context_window_is_refused(embedded):
    with embedded.client() as client:
        window = next(m.max_model_len for m in client.models.list() if m.id == MODEL)
        long = [{"role": "user", "content": "word " * (window + 10)}]
        with pytest.raises(BadRequestError, match="maximum context length"):
            client.chat.completions.create(model=MODEL, messages=long)


def test_the_same_seed_gives_the_same_answer_and_another_one_another(embedded):
    with embedded.client() as client:
        texts = [text_of(client.chat.completions.create(**CHAT, seed=n)) for n in (7, 7, 8, 9, 10)]
    assert texts[0] == texts[1]
    assert len(set(texts)) > 1


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
def test_an_answer_is_cut_at_its_limit_of_tokens(embedded, name):
    with embedded.client() as client:
        whole = client.chat.completions.create(**CHAT)
        cut = client.chat.completions.create(**CHAT, **{name: 5})
    assert whole.usage.completion_tokens > 5
    assert 5 == cut.usage.completion_tokens
    assert "length" == cut.choices[0].finish_reason
    assert text_of(whole).startswith(text_of(cut))


def test_an_answer_ends_before_a_stop_text(embedded):
    with embedded.client() as client:
        whole = text_of(client.chat.completions.create(**CHAT))
        stop = whole.split()[3]
        short = client.chat.completions.create(**CHAT, stop=[stop])
        chunks = list(client.chat.completions.create(**CHAT, stop=stop, stream=True))
    expected = whole[: whole.index(stop)]
    streamed = "".join(choice.delta.content or "" for c in chunks for choice in c.choices)
    assert (expected, "stop", stop) == (
        text_of(short),
        short.choices[0].finish_reason,
        short.choices[0].stop_reason,
    )
    assert expected == streamed
