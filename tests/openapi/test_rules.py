"""What a chat request may and may not be: ranges, and rules between properties."""

import copy

import pytest

pytestmark = pytest.mark.facts
REQUEST = {"$ref": "#/components/schemas/ChatCompletionRequest"}
PLAIN = {"model": "some-model", "messages": [{"role": "user", "content": "Hello"}]}
TOOL = {"type": "function", "function": {"name": "now"}}
IMAGE = {"type": "image_url", "image_url": {"url": "https://example.org/cat.png"}}
FORMAT = {"type": "json_schema", "json_schema": {"name": "x", "schema": {"type": "object"}}}


def message(**properties):
    return {"messages": [properties]}


@pytest.mark.parametrize(
    "change",
    [
        {"temperature": 0},
        {"temperature": 2},
        {"temperature": None},
        {"top_p": 0.01},
        {"top_p": 1},
        {"max_tokens": 1},
        {"max_completion_tokens": None},
        {"presence_penalty": -2},
        {"frequency_penalty": 2},
        {"n": 1},
        {"seed": -(2**63)},
        {"stop": "end"},
        {"stop": ["a", "b"]},
        {"stop": None},
        {"logit_bias": {"42": -100}},
        {"reasoning_effort": "none"},
        {"reasoning_effort": "a value of tomorrow"},
        {"stream": True, "stream_options": {"include_usage": True}},
        {"stream_options": None},
        {"logprobs": True, "top_logprobs": 0},
        {"top_logprobs": None},
        {"tool_choice": "none"},
        {"tools": [TOOL], "tool_choice": "auto"},
        {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": "now"}}},
        {"response_format": FORMAT},
        {"response_format": None},
        {"a property of tomorrow": 1},
        message(role="user", content=[IMAGE] * 12),
        message(role="user", content="Hello", name="lea"),
        message(role="assistant"),
        message(role="assistant", content=None, tool_calls=[]),
        message(role="tool", tool_call_id="1", content="18", name="now"),
        message(role="system", content=[{"type": "text", "text": "Be brief"}]),
    ],
    ids=str,
)
def test_accepts(change, problems):
    assert problems(REQUEST, {**PLAIN, **change}) == []


@pytest.mark.parametrize(
    "change",
    [
        {"model": 1},
        {"messages": []},
        {"messages": "Hello"},
        {"temperature": -0.1},
        {"temperature": 2.1},
        {"top_p": 0},
        {"top_p": 1.1},
        {"max_tokens": 0},
        {"max_completion_tokens": 0},
        {"max_completion_tokens": 1.5},
        {"presence_penalty": -2.1},
        {"presence_penalty": 2.1},
        {"frequency_penalty": 2.1},
        {"n": 0},
        {"top_logprobs": -1, "logprobs": True},
        {"logit_bias": {"42": 101}},
        {"stop": [1]},
        {"stream": "yes"},
        {"stream_options": {}},
        {"stream_options": {}, "stream": False},
        {"stream_options": {}, "stream": None},
        {"top_logprobs": 1},
        {"top_logprobs": 1, "logprobs": False},
        {"tool_choice": "auto"},
        {"tool_choice": "required"},
        {"tool_choice": {"type": "function", "function": {"name": "now"}}},
        {"tools": [TOOL], "tool_choice": "sometimes"},
        {"tools": []},
        {"tools": [{"type": "function"}]},
        {"tools": [{"type": "function", "function": {}}]},
        {"response_format": {"type": "json_schema"}},
        {"response_format": {"type": "xml"}},
        {"response_format": {"type": "json_schema", "json_schema": {"name": "x"}}},
        message(role="user", content=[IMAGE] * 13),
        message(role="user", content=[]),
        message(role="user"),
        message(role="user", content=[{"type": "video"}]),
        message(role="user", content=[{"type": "image_url", "image_url": {"url": "cat.png"}}]),
        message(role="user", content=[{"type": "input_audio", "input_audio": {"data": "AA=="}}]),
        message(role="robot", content="Hello"),
        message(role="tool", content="18"),
        message(role="tool", tool_call_id="1"),
        message(role="system", content=[IMAGE]),
        message(role="assistant", tool_calls=[{"id": "1", "type": "function"}]),
        message(
            role="assistant",
            tool_calls=[
                {"id": "1", "type": "function", "function": {"name": "f", "arguments": {}}}
            ],
        ),
        message(content="Hello"),
    ],
    ids=str,
)
def test_refuses(change, problems):
    assert problems(REQUEST, {**PLAIN, **change}) != []


@pytest.mark.parametrize("missing", ["model", "messages"])
def test_requires(missing, problems):
    request = {key: value for key, value in PLAIN.items() if key != missing}
    assert problems(REQUEST, request) != []


def test_a_message_of_an_answer_can_be_sent_back(problems, all_examples):
    messages = [
        choice["message"]
        for e in all_examples
        if e.operation == "chat.completions.create"
        and e.status == "200"
        and e.media_type == "application/json"
        for choice in e.value["choices"]
    ]
    assert messages
    for sent_back in messages:
        assert problems(REQUEST, {**PLAIN, "messages": [*PLAIN["messages"], sent_back]}) == []


def test_an_answer_may_hold_what_nobody_has_described(all_examples, problems):
    answers = [e for e in all_examples if e.status == "200" and e.media_type == "application/json"]
    assert answers
    for example in answers:
        value = _with_unknown_properties(copy.deepcopy(example.value))
        assert problems(example.media["schema"], value) == []


def _with_unknown_properties(value):
    if isinstance(value, dict):
        return {k: _with_unknown_properties(v) for k, v in value.items()} | {"tomorrow": [1]}
    if isinstance(value, list):
        return [_with_unknown_properties(part) for part in value]
    return value
