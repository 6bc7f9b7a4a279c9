"""Chats: deterministic, honouring what was asked, valid against the document."""

from __future__ import annotations

import json
from itertools import chain

import jsonschema_rs
import pytest

from scaleway_genapi_mock.document import load_document

from .conftest import CHAT, LEGACY, MODEL, THINKER, events

WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Weather of a place",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string"},
                "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]},
                "days": {"type": "integer", "minimum": 1, "maximum": 3},
            },
            "required": ["city", "unit"],
            "additionalProperties": False,
        },
    },
}
STOCK = {"type": "function", "function": {"name": "stock_price", "description": "Price of a share"}}


@pytest.fixture(scope="module")
def valid():
    """Whether a value is valid against a schema of the document."""
    document = load_document()
    registry = jsonschema_rs.Registry([("urn:d", document.data)])

    def check(name, value):
        reference = {"$ref": f"urn:d#/components/schemas/{name}"}
        jsonschema_rs.validator_for(reference, registry=registry).validate(value)
        return True

    return check


def choice(response, index=0):
    assert response.status_code == 200, response.text
    return response.json()["choices"][index]


def text(response):
    return choice(response)["message"]["content"]


def streamed(response):
    """The chunks of a stream, parsed; the end marker is checked."""
    assert response.status_code == 200, response.text
    *chunks, end = events(response)
    assert end == "[DONE]"
    return [json.loads(chunk) for chunk in chunks]


def deltas(chunks, field, index=0):
    return [
        c["delta"][field]
        for chunk in chunks
        for c in chunk["choices"]
        if c["index"] == index and field in c["delta"]
    ]


REQUESTS = [
    {},
    {"max_tokens": 3},
    {"stop": "there"},
    {"seed": 4},
    {"n": 2},
    {"logprobs": True, "top_logprobs": 2},
    {"model": THINKER},
    {"model": THINKER, "max_completion_tokens": 5},
    {"response_format": {"type": "json_object"}},
    {"tools": [WEATHER], "tool_choice": "required"},
    {"tools": [WEATHER, STOCK], "content": "weather and price of shares in Paris?"},
    {"tools": [WEATHER], "tool_choice": "required", "max_tokens": 9},
]


@pytest.mark.parametrize("fields", REQUESTS)
def test_every_answer_is_valid_against_the_document(chat, valid, fields):
    assert valid("ChatCompletion", chat(**fields).json())
    for chunk in streamed(chat(stream=True, **fields)):
        assert valid("ChatCompletionChunk", chunk)


@pytest.mark.parametrize("fields", REQUESTS)
def test_a_stream_says_the_same_as_the_whole_answer(chat, fields):
    whole = chat(**fields).json()
    chunks = streamed(chat(stream=True, stream_options={"include_usage": True}, **fields))
    for index, expected in enumerate(whole["choices"]):
        message = expected["message"]
        content = "".join(part or "" for part in deltas(chunks, "content", index))
        assert content == (message["content"] or "")
        reasoning = "".join(deltas(chunks, "reasoning_content", index))
        assert reasoning == (message["reasoning_content"] or "")
        calls = {}
        for part in chain(*deltas(chunks, "tool_calls", index)):
            call = calls.setdefault(part["index"], {"arguments": ""})
            call["name"] = call.get("name") or part["function"].get("name")
            call["arguments"] += part["function"]["arguments"]
            call.setdefault("id", part.get("id"))
        assert list(calls.values()) == [
            {**call["function"], "id": call["id"]} for call in message["tool_calls"]
        ]
        ends = [c for chunk in chunks for c in chunk["choices"] if c["finish_reason"]]
        assert [e["finish_reason"] for e in ends if e["index"] == index] == [
            expected["finish_reason"]
        ]
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"] == whole["usage"]


@pytest.mark.parametrize("fields", REQUESTS)
def test_the_counts_add_up(chat, fields):
    usage = chat(**fields).json()["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["prompt_tokens"] > 0


def test_the_answer_repeats_what_was_said_and_names_the_model(chat):
    response = chat("What is the capital of France?")
    assert "What is the capital of France?" in text(response)
    assert response.json()["model"] == MODEL


def test_the_same_request_gets_the_same_text_under_another_id(chat):
    first, second = chat(), chat()
    assert text(first) == text(second)
    assert first.json()["id"] != second.json()["id"]


def test_the_seed_of_the_request_and_of_the_server_vary_the_text(chat, genapi_mock):
    texts = {text(chat(seed=seed)) for seed in range(12)}
    assert len(texts) > 2
    before = text(chat(seed=1))
    genapi_mock.configure(seed=99)
    assert text(chat(seed=1)) == before


def test_max_tokens_cuts_and_says_so(chat):
    response = chat(max_tokens=3)
    assert choice(response)["finish_reason"] == "length"
    assert response.json()["usage"]["completion_tokens"] == 3
    assert text(chat()).startswith(text(response))


def test_enough_room_is_no_cut(chat):
    assert choice(chat(max_tokens=4000))["finish_reason"] == "stop"


def test_a_stop_text_ends_the_answer_before_it(chat):
    response = choice(chat("one two three", stop=["three", "two"]))
    assert response["message"]["content"].endswith("one ")
    assert response["finish_reason"] == "stop"
    assert response["stop_reason"] == "two"


def test_logprobs_cover_every_token_of_the_content(chat):
    made = choice(chat(logprobs=True, top_logprobs=2))
    content = made["logprobs"]["content"]
    assert "".join(entry["token"] for entry in content) == made["message"]["content"]
    for entry in content:
        assert bytes(entry["bytes"]).decode() == entry["token"]
        assert entry["top_logprobs"][0]["token"] == entry["token"]
        assert len(entry["top_logprobs"]) == 2
        assert entry["logprob"] <= 0


def test_several_choices_are_numbered(chat):
    assert [c["index"] for c in chat(n=3).json()["choices"]] == [0, 1, 2]
    assert len(chat(n=200).json()["choices"]) == 200


def test_more_choices_than_one_answer_holds_are_refused_and_not_cut(chat):
    response = chat(n=10**6)
    assert response.status_code == 400
    assert response.json()["error"]["param"] == "n"
    assert "n: 1000000 is too many" in response.json()["error"]["message"]


LARGE = {"type": "array", "minItems": 300, "items": {"type": "string"}}
ENDLESS = {"type": "string", "minLength": 1_900_000}
TOOLS = [
    {"type": "function", "function": {"name": f"f{at}", "description": "words " * 60}}
    for at in range(100)
]
RIVALS = {"logprobs": True, "top_logprobs": 20}


def structured(schema):
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    return {"response_format": wanted}


@pytest.mark.parametrize(
    "fields",
    [
        structured(LARGE),
        {
            "tools": [
                {
                    "type": "function",
                    "function": {"name": "f", "parameters": {"properties": {"a": LARGE}}},
                }
            ],
            "tool_choice": "required",
        },
        {"content": "hello world " * 1250, **RIVALS},
        {"content": "hello world " * 1250, "stream": True, **RIVALS},
        {"tools": TOOLS},
    ],
    ids=["schema", "arguments", "logprobs", "streamed logprobs", "tools"],
)
def test_choices_that_are_too_much_together_are_refused(chat, fields):
    few, many = chat(n=8, **fields), chat(n=1024, **fields)
    assert few.status_code == 200
    assert many.status_code == 400
    assert many.json()["error"]["param"] == "n"
    assert "n: 1024 is too many choices of this size" in many.json()["error"]["message"]


@pytest.mark.parametrize("fields", [RIVALS, {"stream": True}])
def test_one_choice_may_take_no_more_than_many(chat, fields):
    assert chat(**structured(ENDLESS)).status_code == 200
    response = chat(**structured(ENDLESS), **fields)
    assert response.status_code == 400
    assert "too much for one answer" in response.json()["error"]["message"]


def test_what_is_too_much_once_is_too_much_again(chat):
    fields = {"n": 180, **structured(LARGE)}
    assert [400, 400] == [chat(**fields).status_code for _ in range(2)]


def test_a_number_of_choices_may_be_written_with_a_fraction_of_nothing(chat):
    made = chat(n=2.0, logprobs=True, top_logprobs=3.0, stream=False).json()["choices"]
    assert [0, 1] == [one["index"] for one in made]
    assert len(made[0]["logprobs"]["content"][0]["top_logprobs"]) == 3


def test_a_json_object_is_one(chat):
    assert isinstance(json.loads(text(chat(response_format={"type": "json_object"}))), dict)


@pytest.mark.parametrize(
    "schema",
    [
        WEATHER["function"]["parameters"],
        {"type": "array", "items": {"type": "string", "format": "date"}, "minItems": 2},
        {
            "$defs": {"n": {"type": "object", "properties": {"next": {"$ref": "#/$defs/n"}}}},
            "$ref": "#/$defs/n",
        },
        {"type": "object", "properties": {"id": {"pattern": "^[a-f]{8}$", "type": "string"}}},
    ],
)
def test_structured_output_is_valid_for_the_schema(chat, schema):
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    value = json.loads(text(chat(response_format=wanted)))
    assert jsonschema_rs.is_valid(schema, value, validate_formats=True)


BEYOND_64_BITS = [
    {"type": "integer", "minimum": 10**25},
    {"type": "integer", "maximum": -(10**19)},
    {"type": "integer", "minimum": 1, "multipleOf": 10**20},
    {"type": "integer", "exclusiveMinimum": 2**64 - 1},
    {"type": "number", "minimum": 1e308},
]


@pytest.mark.parametrize("place", ["response_format", "tools"])
@pytest.mark.parametrize("number", BEYOND_64_BITS)
def test_a_number_of_more_than_64_bits_is_made_like_any_other(chat, number, place):
    schema = {"type": "object", "properties": {"a": number}, "required": ["a"]}
    if place == "tools":
        tool = {"type": "function", "function": {"name": "f", "parameters": schema}}
        message = choice(chat(tools=[tool], tool_choice="required"))["message"]
        written = message["tool_calls"][0]["function"]["arguments"]
    else:
        wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
        written = text(chat(response_format=wanted))
    value = json.loads(written)
    assert isinstance(value["a"], int)
    assert jsonschema_rs.is_valid(schema, value)


@pytest.mark.parametrize(
    "schema", [{"type": "strng"}, {"allOf": [{"type": "string"}, {"type": "null"}]}]
)
def test_a_schema_that_nothing_fits_is_a_400(chat, schema):
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    response = chat(response_format=wanted)
    assert response.status_code == 400
    assert "response_format" in response.json()["error"]["message"]


def calls(response):
    return choice(response)["message"]["tool_calls"]


def test_a_required_tool_is_called_with_valid_arguments(chat):
    response = chat(tools=[WEATHER], tool_choice="required")
    (call,) = calls(response)
    arguments = json.loads(call["function"]["arguments"])
    assert jsonschema_rs.is_valid(WEATHER["function"]["parameters"], arguments)
    assert choice(response)["finish_reason"] == "tool_calls"
    assert choice(response)["message"]["content"] is None
    assert call["id"].startswith("chatcmpl-tool-")


def test_a_named_tool_is_the_one_that_is_called(chat):
    named = {"type": "function", "function": {"name": "stock_price"}}
    (call,) = calls(chat("weather", tools=[WEATHER, STOCK], tool_choice=named))
    assert call["function"] == {"name": "stock_price", "arguments": "{}"}


def test_auto_calls_the_tool_that_the_user_speaks_of(chat):
    (call,) = calls(chat("What is the weather in Paris?", tools=[WEATHER, STOCK]))
    assert call["function"]["name"] == "get_weather"
    assert json.loads(call["function"]["arguments"])["city"] == "Paris"
    assert calls(chat("Tell me a joke", tools=[WEATHER, STOCK])) == []


def test_none_calls_no_tool(chat):
    assert calls(chat("weather", tools=[WEATHER], tool_choice="none")) == []


def test_parallel_calls_come_when_asked_for(chat):
    made = calls(
        chat("The weather in Paris and in Lille?", tools=[WEATHER], parallel_tool_calls=True)
    )
    cities = [json.loads(call["function"]["arguments"])["city"] for call in made]
    assert cities == ["Paris", "Lille"]
    assert len({call["id"] for call in made}) == 2


def test_one_call_at_a_time_when_asked_for_or_when_the_model_cannot(chat):
    content = "The weather in Paris and the share price?"
    assert len(calls(chat(content, tools=[WEATHER, STOCK]))) == 2
    assert len(calls(chat(content, tools=[WEATHER, STOCK], parallel_tool_calls=False))) == 1
    assert len(calls(chat(content, tools=[WEATHER, STOCK], model=LEGACY))) == 1


def test_the_result_of_a_tool_leads_to_a_final_text(chat):
    question = {"role": "user", "content": "The weather in Paris?"}
    message = choice(chat(messages=[question], tools=[WEATHER]))["message"]
    result = {
        "role": "tool",
        "tool_call_id": message["tool_calls"][0]["id"],
        "content": '{"sky": "clear"}',
    }
    response = chat(messages=[question, message, result], tools=[WEATHER])
    assert choice(response)["finish_reason"] == "stop"
    assert 'get_weather returned {"sky": "clear"}' in text(response)


@pytest.mark.parametrize(
    "choosing",
    ["required", {"type": "function", "function": {"name": WEATHER["function"]["name"]}}],
)
def test_who_demands_a_call_gets_one_after_a_result_as_well(chat, choosing):
    question = {"role": "user", "content": "The weather in Paris?"}
    message = choice(chat(messages=[question], tools=[WEATHER]))["message"]
    result = {"role": "tool", "tool_call_id": message["tool_calls"][0]["id"], "content": "clear"}
    again = chat(messages=[question, message, result], tools=[WEATHER], tool_choice=choosing)
    assert choice(again)["finish_reason"] == "tool_calls"
    assert calls(again)


def test_a_tool_choice_must_be_one_of_the_tools(chat):
    named = {"type": "function", "function": {"name": "other"}}
    response = chat(tools=[WEATHER], tool_choice=named)
    assert response.status_code == 400
    assert "`other`" in response.json()["error"]["message"]


def test_a_reasoning_model_thinks_before_it_answers(chat):
    chunks = streamed(chat(model=THINKER, stream=True))
    kinds = [
        "reasoning" if delta.get("reasoning_content") else "content"
        for chunk in chunks
        for delta in [chunk["choices"][0]["delta"]]
        if delta.get("reasoning_content") or delta.get("content")
    ]
    assert kinds == sorted(kinds, reverse=True)
    assert {"reasoning", "content"} == set(kinds)


def test_reasoning_effort_decides_how_much_is_thought(chat):
    def thought(**fields):
        usage = chat(**fields).json()["usage"]
        return usage.get("completion_tokens_details", {}).get("reasoning_tokens", 0)

    assert thought() == 0
    assert thought(model=THINKER, reasoning_effort="none") == 0
    low = thought(model=THINKER, reasoning_effort="low")
    assert 0 < low < thought(model=THINKER, reasoning_effort="high")


def test_the_chunks_come_in_the_documented_order(chat):
    chunks = streamed(chat(stream=True))
    assert chunks[0]["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert [c["choices"][0]["finish_reason"] for c in chunks[:-1]] == [None] * (len(chunks) - 1)
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert len({c["id"] for c in chunks}) == 1
    assert all("usage" not in chunk for chunk in chunks)


def test_continuous_usage_counts_up_to_the_whole(chat):
    options = {"include_usage": True, "continuous_usage_stats": True}
    chunks = streamed(chat(stream=True, stream_options=options))
    counts = [chunk["usage"]["completion_tokens"] for chunk in chunks]
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[-1] == chat().json()["usage"]["completion_tokens"]


def test_a_dedicated_deployment_counts_in_every_chunk_unasked(chat, genapi_mock):
    genapi_mock.configure(dedicated=True)
    assert all("usage" in chunk for chunk in streamed(chat(stream=True)))


@pytest.mark.parametrize("n", [1, 2])
def test_the_last_count_of_a_dedicated_deployment_is_that_of_the_body(chat, genapi_mock, n):
    genapi_mock.configure(dedicated=True)
    fields = {"model": THINKER, "seed": 5, "n": n}
    whole = chat(**fields).json()["usage"]
    assert whole["completion_tokens_details"]["reasoning_tokens"]
    assert streamed(chat(stream=True, **fields))[-1]["usage"] == whole


def test_more_images_than_allowed_are_a_400(chat):
    image = {"type": "image_url", "image_url": {"url": "https://x.example/a.png"}}
    answer = {"role": "assistant", "content": "ok"}
    six, seven = ({"role": "user", "content": [image] * n} for n in (6, 7))
    response = chat(messages=[seven, answer, six])
    assert response.status_code == 400
    assert "12 image" in response.json()["error"]["message"]
    assert chat(messages=[six, answer, six]).status_code == 200


def test_a_prompt_that_fills_the_context_window_is_a_400(chat):
    response = chat("word " * 30_000, model="holo2-30b-a3b")
    assert response.status_code == 400
    assert "maximum context length is 22528" in response.json()["error"]["message"]


def test_models_that_want_roles_to_alternate_refuse_others(chat):
    twice = [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]
    response = chat(messages=twice)
    assert response.status_code == 400
    assert "alternate" in response.json()["error"]["message"]
    assert chat(messages=twice, model="qwen3-coder-30b-a3b-instruct").status_code == 200


def test_the_examples_of_the_document_are_understood(http):
    operation = load_document().at("/paths/~1v1~1chat~1completions/post")
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    assert examples
    for name, example in examples.items():
        response = http.post("/v1/chat/completions", json=example["value"])
        assert response.status_code == 200, (name, response.text)


def test_an_assistant_does_not_begin_where_roles_alternate(http):
    said = [{"role": "assistant", "content": "Hi"}, {"role": "user", "content": "Hello"}]
    refused, taken = (
        http.post(CHAT, json={"model": model, "messages": said}) for model in (MODEL, THINKER)
    )
    assert (refused.status_code, taken.status_code) == (400, 200)
