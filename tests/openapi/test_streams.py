"""The examples of streams, event by event: no linter reads them."""

import json

import pytest

RECORD = "data: "


def events(example):
    """The data of each event, the end marker among them."""
    assert example.value.endswith("\n\n"), "the last event would never be dispatched"
    records = example.value.removesuffix("\n\n").split("\n\n")
    assert all(record.startswith(RECORD) and "\n" not in record for record in records)
    return [record.removeprefix(RECORD) for record in records]


def chunks(example):
    return [json.loads(data) for data in events(example)[:-1]]


def test_every_event_follows_the_schema_of_an_event(stream_example, strict_problems):
    schema = stream_example.media["x-itemSchema"]
    assert [strict_problems(schema, chunk) for chunk in chunks(stream_example)] == [
        [] for _ in chunks(stream_example)
    ]


def test_the_last_event_is_the_end_marker_and_no_other_is(stream_example):
    end = stream_example.media["x-stream-end"]
    assert events(stream_example).index(end) == len(events(stream_example)) - 1


def test_all_chunks_of_a_stream_name_the_same_answer(stream_example):
    parts = [chunk for chunk in chunks(stream_example) if "error" not in chunk]
    assert len({(part["id"], part["model"], part["created"]) for part in parts}) == 1


def test_the_role_comes_in_the_first_chunk_alone(stream_example):
    roles = [
        choice["delta"].get("role")
        for chunk in chunks(stream_example)
        for choice in chunk.get("choices", [])
    ]
    assert roles == ["assistant", *[None] * (len(roles) - 1)]


def test_a_stream_ends_with_a_reason_or_with_an_error(stream_example):
    *_, last = [chunk for chunk in chunks(stream_example) if chunk.get("choices") != []]
    assert "error" in last or last["choices"][0]["finish_reason"]


def test_a_stream_stands_where_json_stands_too(operation):
    content = operation["responses"]["200"]["content"]
    if "text/event-stream" not in content:
        return
    flag = content["text/event-stream"]["x-stream-when"]
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
def test_some_stream_shows(what, found, all_examples):
    streams = [e for e in all_examples if e.media_type == "text/event-stream"]
    assert any(
        found(choice["delta"], choice)
        for stream in streams
        for chunk in chunks(stream)
        for choice in chunk.get("choices", [])
    ), what


def test_some_stream_ends_with_the_token_counts(all_examples):
    streams = [e for e in all_examples if e.media_type == "text/event-stream"]
    lasts = [chunks(stream)[-1] for stream in streams]
    assert any(last.get("choices") == [] and last["usage"]["total_tokens"] for last in lasts)


def test_some_stream_breaks_with_an_error(all_examples):
    streams = [e for e in all_examples if e.media_type == "text/event-stream"]
    assert any("error" in chunk for stream in streams for chunk in chunks(stream))


def test_pieces_of_tool_calls_join_to_json(all_examples):
    [stream] = [
        e for e in all_examples if e.name == "tool-calls" and e.media_type != "application/json"
    ]
    joined: dict[int, str] = {}
    for chunk in chunks(stream):
        for part in chunk["choices"][0]["delta"].get("tool_calls", []):
            joined[part["index"]] = joined.get(part["index"], "") + part["function"]["arguments"]
    assert [json.loads(joined[i]) for i in sorted(joined)] == [{"city": "Paris"}, {"city": "Lille"}]
