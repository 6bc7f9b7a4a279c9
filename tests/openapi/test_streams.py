"""The examples of streams, event by event: no linter reads them."""

import json

import pytest

RECORD = "data: "


CHAT = "chat.completions.create"


def events(example):
    """The data of each event, the end marker, if there is one, among them."""
    assert example.value.endswith("\n\n"), "the last event would never be dispatched"
    records = example.value.removesuffix("\n\n").split("\n\n")
    assert all(record.startswith(RECORD) and "\n" not in record for record in records)
    return [record.removeprefix(RECORD) for record in records]


def chunks(example):
    end = example.media.get("x-stream-end")
    return [json.loads(data) for data in events(example) if data != end]


@pytest.fixture
def chat_stream(stream_example):
    if stream_example.operation != CHAT:
        pytest.skip("what its events hold, its schema alone says")
    return stream_example


@pytest.fixture(scope="module")
def streams(all_examples):
    """The examples of streams of the operation that chats."""
    return [e for e in all_examples if (e.operation, e.media_type) == (CHAT, "text/event-stream")]


def test_every_event_follows_the_schema_of_an_event(stream_example, strict_problems):
    schema = stream_example.media["x-itemSchema"]
    assert [strict_problems(schema, chunk) for chunk in chunks(stream_example)] == [
        [] for _ in chunks(stream_example)
    ]


def test_the_last_event_is_the_end_marker_and_no_other_is(stream_example):
    end = stream_example.media.get("x-stream-end")
    if end is not None:
        assert events(stream_example).index(end) == len(events(stream_example)) - 1


def test_all_chunks_of_a_stream_name_the_same_answer(chat_stream):
    parts = [chunk for chunk in chunks(chat_stream) if "error" not in chunk]
    assert len({(part["id"], part["model"], part["created"]) for part in parts}) == 1


def test_the_role_comes_in_the_first_chunk_alone(chat_stream):
    roles = [
        choice["delta"].get("role")
        for chunk in chunks(chat_stream)
        for choice in chunk.get("choices", [])
    ]
    assert roles == ["assistant", *[None] * (len(roles) - 1)]


def test_a_stream_ends_with_a_reason_or_with_an_error(chat_stream):
    *_, last = [chunk for chunk in chunks(chat_stream) if chunk.get("choices") != []]
    assert "error" in last or last["choices"][0]["finish_reason"]


def test_what_selects_a_stream_is_in_an_example_and_leads_to_json_otherwise(operation, document):
    answers = [document.resolve(answer) for answer in operation["responses"].values()]
    streaming = [a["content"] for a in answers if "text/event-stream" in a.get("content", {})]
    flags = [content["text/event-stream"].get("x-stream-when") for content in streaming]
    if not any(flags):
        return
    ((content, flag),) = zip(streaming, flags, strict=True)
    request = operation["requestBody"]["content"]["application/json"]
    assert "application/json" in content
    assert any(e["value"].get(flag) is True for e in request["examples"].values())


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("text", lambda delta, _: bool(delta.get("content"))),
        ("reasoning", lambda delta, _: bool(delta.get("reasoning"))),
        ("an older name of reasoning", lambda delta, _: bool(delta.get("reasoning_content"))),
        ("tool calls", lambda delta, _: bool(delta.get("tool_calls"))),
        ("a finish that brings text", lambda d, c: bool(d.get("content") and c["finish_reason"])),
    ],
)
def test_some_stream_shows(what, found, streams):
    assert any(
        found(choice["delta"], choice)
        for stream in streams
        for chunk in chunks(stream)
        for choice in chunk.get("choices", [])
    ), what


def test_some_stream_ends_with_the_token_counts(streams):
    lasts = [chunks(stream)[-1] for stream in streams]
    assert any(last.get("choices") == [] and last["usage"]["total_tokens"] for last in lasts)


def test_some_stream_breaks_with_an_error(streams):
    assert any("error" in chunk for stream in streams for chunk in chunks(stream))


def test_pieces_of_tool_calls_join_to_json(streams):
    [stream] = [e for e in streams if e.name == "tool-calls"]
    joined: dict[int, str] = {}
    for chunk in chunks(stream):
        for part in chunk["choices"][0]["delta"].get("tool_calls", []):
            joined[part["index"]] = joined.get(part["index"], "") + part["function"]["arguments"]
    assert [json.loads(joined[i]) for i in sorted(joined)] == [{"city": "Paris"}, {"city": "Lille"}]
