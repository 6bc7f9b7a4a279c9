"""What the embedded engine tells of a chat holds in both forms: one body, and a stream's pieces.

Each promise is put to the same request twice, through the generated client. Knows how to put the
pieces together by itself, so that the client's own way of doing so can hide nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

import pytest

pytestmark = pytest.mark.contract
MODEL = "mistral-small-3.2-24b-instruct-2506"
THINKING = "gpt-oss-120b"
CHAT = {"model": MODEL, "messages": [{"role": "user", "content": "What is the capital of France?"}]}
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": f"The {name} in a city.",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"],
            },
        },
    }
    for name in ("weather", "traffic")
]
ASKING = CHAT | {
    "messages": [{"role": "user", "content": "The weather and the traffic in Lille?"}],
    "tools": TOOLS,
}
FORMS = pytest.mark.parametrize("form", ["whole", "streamed"])
COUNTED = {"include_usage": True}


@dataclass
class Said:
    """One choice of an answer, in whichever form it came."""

    content: str = ""
    reasoning: str = ""
    reasoning_content: str = ""
    calls: list[list[str]] = field(default_factory=list)  # id, name, arguments
    finish_reason: str | None = None
    stop_reason: int | str | None = None
    tokens: list = field(default_factory=list)


@dataclass
class Told:
    """An answer, in whichever form it came."""

    id: str
    choices: dict[int, Said]
    usage: dict


def whole(client, asked):
    answer = client.chat.completions.create(**asked)
    choices = {}
    for choice in answer.choices:
        message = choice.message
        choices[choice.index] = Said(
            message.content or "",
            message.reasoning or "",
            message.reasoning_content or "",
            [[c.id, c.function.name, c.function.arguments] for c in message.tool_calls or ()],
            choice.finish_reason,
            choice.stop_reason or None,
            list(choice.logprobs.content or ()) if choice.logprobs else [],
        )
    return Told(answer.id, choices, answer.usage.to_dict())


def streamed(client, asked):
    chunks = list(client.chat.completions.create(**asked, stream=True, stream_options=COUNTED))
    choices = defaultdict(Said)
    for choice in (choice for chunk in chunks for choice in chunk.choices):
        said, delta = choices[choice.index], choice.delta
        said.content += delta.content or ""
        said.reasoning += delta.reasoning or ""
        said.reasoning_content += delta.reasoning_content or ""
        for piece in delta.tool_calls or ():
            if piece.id:
                assert piece.index == len(said.calls)
                said.calls.append([piece.id, piece.function.name, ""])
            said.calls[piece.index][2] += piece.function.arguments or ""
        said.finish_reason = choice.finish_reason or said.finish_reason
        said.stop_reason = choice.stop_reason or said.stop_reason
        said.tokens += (choice.logprobs.content or ()) if choice.logprobs else ()
    (named,) = {chunk.id for chunk in chunks}
    return Told(named, dict(choices), chunks[-1].usage.to_dict())


@pytest.fixture
def tell(embedded, form):
    """`tell(asked)`: what is answered to it, in that form."""
    with embedded.client() as client:
        yield lambda asked: {"whole": whole, "streamed": streamed}[form](client, asked)


@pytest.mark.parametrize(
    "asked",
    [
        CHAT,
        CHAT | {"n": 3},
        CHAT | {"model": THINKING},
        CHAT | {"logprobs": True, "top_logprobs": 2},
        CHAT | {"stop": ["capital", " "]},
        CHAT | {"max_completion_tokens": 4},
        CHAT | {"response_format": {"type": "json_object"}},
        ASKING,
        ASKING | {"n": 2, "model": THINKING},
    ],
    ids=["text", "choices", "thoughts", "logprobs", "stop", "cut", "json", "calls", "all"],
)
def test_a_stream_says_what_one_body_says(embedded, asked):
    with embedded.client() as client:
        body, stream = whole(client, asked), streamed(client, asked)
    assert body.choices == stream.choices
    assert body.usage == stream.usage


@FORMS
def test_usage_counts_what_was_read_and_what_was_written(tell):
    short = tell(CHAT).usage
    long = tell(CHAT | {"messages": [{"role": "user", "content": "Which city? " * 40}]}).usage
    assert 0 < short["prompt_tokens"] < long["prompt_tokens"]
    for usage in (short, long):
        assert usage["completion_tokens"] > 0
        assert usage["prompt_tokens"] + usage["completion_tokens"] == usage["total_tokens"]


@FORMS
def test_usage_counts_every_choice(tell):
    written = [tell(CHAT | {"n": n, "max_completion_tokens": 3}).usage for n in (1, 2, 4)]
    assert [3, 6, 12] == [usage["completion_tokens"] for usage in written]
    assert 1 == len({usage["prompt_tokens"] for usage in written})


@FORMS
def test_thoughts_are_told_under_both_names_and_counted_among_what_was_written(tell):
    told = tell(CHAT | {"model": THINKING})
    said = told.choices[0]
    assert said.reasoning
    assert said.reasoning == said.reasoning_content
    thought = told.usage["completion_tokens_details"]["reasoning_tokens"]
    unthinking = tell(CHAT | {"model": THINKING, "reasoning_effort": "none"})
    assert ("", "") == (unthinking.choices[0].reasoning, unthinking.choices[0].reasoning_content)
    assert 0 < thought < told.usage["completion_tokens"]
    cut = tell(CHAT | {"model": THINKING, "max_completion_tokens": thought + 2})
    assert thought == cut.usage["completion_tokens_details"]["reasoning_tokens"]
    assert thought + 2 == cut.usage["completion_tokens"]


@pytest.mark.parametrize("options", [None, {}, {"include_usage": False}], ids=str)
def test_a_stream_tells_no_usage_unasked(embedded, options):
    more = {} if options is None else {"stream_options": options}
    with embedded.client() as client:
        chunks = list(client.chat.completions.create(**CHAT, stream=True, **more))
    assert all(chunk.choices for chunk in chunks)
    assert [] == [chunk for chunk in chunks if chunk.usage]


def test_a_stream_that_was_asked_tells_its_usage_once_and_last(embedded):
    with embedded.client() as client:
        chunks = list(client.chat.completions.create(**CHAT, stream=True, stream_options=COUNTED))
    assert [chunks[-1]] == [chunk for chunk in chunks if chunk.usage]
    assert [chunks[-1]] == [chunk for chunk in chunks if not chunk.choices]


@FORMS
@pytest.mark.parametrize("model", [MODEL, THINKING])
def test_calls_end_an_answer_and_each_has_an_id_of_its_own(tell, model):
    said = tell(ASKING | {"model": model}).choices[0]
    assert "tool_calls" == said.finish_reason
    named = [call[0] for call in said.calls]
    assert 2 == len(set(named)) == len(named)
    for each in named:
        assert re.fullmatch(r"chatcmpl-tool-[0-9a-f]+", each)


@FORMS
def test_an_answer_without_calls_ends_with_stop(tell):
    for asked in (CHAT, ASKING | {"tool_choice": "none"}):
        said = tell(asked).choices[0]
        assert ("stop", None) == (said.finish_reason, said.stop_reason)


@FORMS
def test_a_json_object_is_one(tell):
    said = tell(CHAT | {"response_format": {"type": "json_object"}}).choices[0]
    assert isinstance(json.loads(said.content), dict)


@FORMS
def test_the_text_that_stopped_an_answer_is_named(tell):
    word = tell(CHAT).choices[0].content.split()[3]
    said = tell(CHAT | {"stop": ["never said", word]}).choices[0]
    assert ("stop", word) == (said.finish_reason, said.stop_reason)
    assert word not in said.content


@FORMS
def test_likely_tokens_have_their_bytes_and_a_logarithm_of_a_probability(tell):
    asked = CHAT | {"logprobs": True, "top_logprobs": 3}
    said = tell(asked).choices[0]
    assert said.content == "".join(token.token for token in said.tokens)
    for token in said.tokens:
        best = token.top_logprobs[0]
        assert (best.token, best.logprob) == (token.token, token.logprob)
        for each in (token, *token.top_logprobs):
            assert list(each.token.encode()) == each.bytes
            assert 0 < math.exp(each.logprob) <= 1
        # They are alternatives: together they are no more than certain.
        ranked = [each.logprob for each in token.top_logprobs]
        assert sorted(ranked, reverse=True) == ranked
        assert len({each.token for each in token.top_logprobs}) == len(ranked)


@FORMS
def test_every_answer_has_a_name_of_its_own_after_its_kind(tell):
    names = [tell(CHAT).id for _ in range(3)]
    assert 3 == len(set(names))
    for name in names:
        kind, _, number = name.partition("-")
        assert ("chatcmpl", number) == (kind, str(UUID(number)))
