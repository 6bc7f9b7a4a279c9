"""`chat.completions.stream(...)` over a connection: opening, reading, its end, and what breaks it."""

import pickle
import traceback

import pytest

from scaleway_genapi import ChatStreamEvent, ContentDoneEvent
from scaleway_genapi._core import (
    UNSET,
    ScalewayGenAPIError,
    StreamDecodeError,
    StreamInterruptedError,
)
from tests.client.chat_chunks import FIRST, REST, piece
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import DONE, LAST, chunk, event, stream_head

PARAMS = {"model": "some-model", "messages": MESSAGES}
USAGE = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
TEXT = [
    stream_head(x_request_id="req-1"),
    event(piece(role="assistant", content="")),
    event(piece(reasoning="Hm")),
    event(piece(content="Hel")),
    event(piece(content="lo")),
    event(piece(finish_reason="stop")),
    event(chunk(choices=[], usage=USAGE)),
]


def use_stream(driver, use, use_async):
    def sync(client):
        with client.chat.completions.stream(**PARAMS) as stream:
            return use(stream)

    async def asynchronous(client):
        async with client.chat.completions.stream(**PARAMS) as stream:
            return await use_async(stream)

    return driver.run(sync if driver.kind == "sync" else asynchronous)


def test_events_tell_what_is_new(driver):
    driver.server.script([*TEXT, DONE, LAST])

    def use(stream):
        return [e for e in stream if e.type != "chunk"]

    async def use_async(stream):
        return [e async for e in stream if e.type != "chunk"]

    events = use_stream(driver, use, use_async)
    assert [e.type for e in events] == [
        "reasoning.delta",
        "content.delta",
        "content.delta",
        "content.done",
    ]
    assert [e.delta for e in events[:3]] == ["Hm", "Hel", "lo"]
    assert [e.snapshot for e in events[1:3]] == ["Hel", "Hello"]
    assert events[3].content == "Hello"


def test_text_deltas_are_the_text_alone(driver):
    driver.server.script([*TEXT, DONE, LAST])

    async def use_async(stream):
        return [text async for text in stream.text_deltas()]

    assert use_stream(driver, lambda stream: list(stream.text_deltas()), use_async) == ["Hel", "lo"]


def test_the_final_completion_is_whole_wherever_reading_stopped(driver):
    driver.server.script([*TEXT, DONE, LAST])

    def use(stream):
        next(iter(stream))
        return stream.get_final_completion()

    async def use_async(stream):
        await anext(aiter(stream))
        return await stream.get_final_completion()

    completion = use_stream(driver, use, use_async)
    assert completion.object == "chat.completion"
    assert completion.choices[0].message.content == "Hello"
    assert completion.choices[0].message.reasoning == "Hm"
    assert completion.choices[0].finish_reason == "stop"
    assert completion.usage.total_tokens == 5
    assert driver.server.requests[0].json()["stream_options"] == {"include_usage": True}
    assert driver.server.requests[0].json()["stream"] is True


def test_the_usage_is_asked_for_unless_the_stream_is_said_to_have_something(driver):
    sent = []
    for options in (UNSET, None, {"include_usage": False}):
        driver.server.script([*TEXT, DONE, LAST])
        params = PARAMS | {"stream_options": options, "temperature": UNSET}

        def use(client, params=params):
            with client.chat.completions.stream(**params) as stream:
                stream.until_done()

        async def use_async(client, params=params):
            async with client.chat.completions.stream(**params) as stream:
                await stream.until_done()

        driver.run(use if driver.kind == "sync" else use_async)
        assert "temperature" not in driver.server.requests[-1].json()
        sent.append(driver.server.requests[-1].json()["stream_options"])
    assert sent == [{"include_usage": True}, None, {"include_usage": False}]


def test_after_an_error_what_arrived_is_still_there(driver):
    driver.server.script([*TEXT[:4], LAST])

    def use(stream):
        with pytest.raises(StreamInterruptedError):
            stream.get_final_completion()
        return stream.current_completion()

    async def use_async(stream):
        with pytest.raises(StreamInterruptedError):
            await stream.get_final_completion()
        return stream.current_completion()

    completion = use_stream(driver, use, use_async)
    assert completion.choices[0].message.content == "Hel"
    assert completion.choices[0].finish_reason is None


def test_an_error_is_raised_every_time_the_whole_answer_is_asked_for(driver):
    driver.server.script([*TEXT[:4], LAST])

    def use(stream):
        for _ in range(3):
            with pytest.raises(StreamInterruptedError):
                stream.get_final_completion()
        with pytest.raises(StreamInterruptedError):
            next(stream)

    async def use_async(stream):
        for _ in range(3):
            with pytest.raises(StreamInterruptedError):
                await stream.get_final_completion()
        with pytest.raises(StreamInterruptedError):
            await anext(stream)

    use_stream(driver, use, use_async)


def test_a_stream_is_opened_once(driver):
    driver.server.script([*TEXT, DONE, LAST])

    def use(client):
        with client.chat.completions.stream(**PARAMS) as stream:
            with pytest.raises(ScalewayGenAPIError, match="opened once"):
                stream.__enter__()
            return stream.get_final_completion()

    async def use_async(client):
        async with client.chat.completions.stream(**PARAMS) as stream:
            with pytest.raises(ScalewayGenAPIError, match="opened once"):
                await stream.__aenter__()
            return await stream.get_final_completion()

    completion = driver.run(use if driver.kind == "sync" else use_async)
    assert completion.choices[0].message.content == "Hello"
    assert len(driver.server.requests) == 1


def test_a_stream_left_early_has_no_final_completion(driver):
    driver.server.script([*TEXT, DONE, LAST])

    def use(client):
        with client.chat.completions.stream(**PARAMS) as stream:
            for _ in stream.text_deltas():
                break
        with pytest.raises(StreamInterruptedError, match="left before its end"):
            stream.get_final_completion()
        return stream

    async def use_async(client):
        async with client.chat.completions.stream(**PARAMS) as stream:
            async for _ in stream.text_deltas():
                break
        with pytest.raises(StreamInterruptedError, match="left before its end"):
            await stream.get_final_completion()
        return stream

    stream = driver.run(use if driver.kind == "sync" else use_async)
    assert stream.current_completion().choices[0].message.content == "Hel"


def test_a_stream_read_to_its_end_keeps_its_completion_once_closed(driver):
    driver.server.script([*TEXT, DONE, LAST])

    def use(client):
        with client.chat.completions.stream(**PARAMS) as stream:
            list(stream)
        return stream.get_final_completion()

    async def use_async(client):
        async with client.chat.completions.stream(**PARAMS) as stream:
            [event async for event in stream]
        return await stream.get_final_completion()

    completion = driver.run(use if driver.kind == "sync" else use_async)
    assert completion.choices[0].message.content == "Hello"


def test_a_stream_without_a_chunk_has_no_completion(driver):
    driver.server.script([stream_head(), DONE, LAST])

    async def use_async(stream):
        return await stream.get_final_completion()

    with pytest.raises(ScalewayGenAPIError, match="No chunk"):
        use_stream(driver, lambda stream: stream.get_final_completion(), use_async)


def test_a_stream_must_be_opened(driver):
    driver.server.script(TEXT)

    def use(client):
        return client.chat.completions.stream(**PARAMS).get_final_completion()

    async def use_async(client):
        return await client.chat.completions.stream(**PARAMS).get_final_completion()

    with pytest.raises(ScalewayGenAPIError, match="with client"):
        driver.run(use if driver.kind == "sync" else use_async)


def test_a_stream_shows_whether_it_is_open(driver):
    driver.server.script([*TEXT, DONE, LAST])
    held = []

    async def use_async(stream):
        held.append(stream)
        return repr(stream)

    opened = use_stream(driver, lambda stream: held.append(stream) or repr(stream), use_async)
    name = "ChatStream" if driver.kind == "sync" else "AsyncChatStream"
    assert opened == f"<{name} of <{name.replace('Chat', '')} open, status 200>>"
    assert repr(held[0]) == opened.replace("open", "closed")
    assert repr(type(held[0])(None)) == f"<{name} not open>"


def calling(**part):
    call = {"index": 0, "id": "a", "function": {"name": "f"}} | part
    return {"delta": {"tool_calls": [call]}}


@pytest.mark.parametrize(
    ("choice", "path"),
    [
        ({"index": "0"}, "$.choices[0].index"),
        ({"index": []}, "$.choices[0].index"),
        ({"token_ids": 5}, "$.choices[0].token_ids"),
        (calling(index="1"), "$.choices[0].delta.tool_calls[0].index"),
        (calling(id=["a"]), "$.choices[0].delta.tool_calls[0].id"),
        (calling(function={"name": 5}), "$.choices[0].delta.tool_calls[0].function.name"),
    ],
    ids=str,
)
def test_a_chunk_that_cannot_be_put_together_is_a_typed_error_that_lasts(driver, choice, path):
    choice = {"index": 0, "delta": {}} | choice
    data = chunk(choices=[choice], note=KEY)
    driver.server.script([*TEXT[:4], event(data), *TEXT[4:], DONE, LAST])

    def use(stream):
        for _ in range(2):
            with pytest.raises(StreamDecodeError) as caught:
                stream.get_final_completion()
        return caught.value, stream.current_completion()

    async def use_async(stream):
        for _ in range(2):
            with pytest.raises(StreamDecodeError) as caught:
                await stream.get_final_completion()
        return caught.value, stream.current_completion()

    error, completion = use_stream(driver, use, use_async)
    assert (error.path, error.status_code, error.request_id) == (path, 200, "req-1")
    assert path in error.message
    assert (error.body["note"], error.body["choices"]) == ("[redacted]", [choice])
    assert KEY.encode() not in pickle.dumps(error)
    assert KEY not in "".join(
        str(found.locals)
        for found in traceback.TracebackException.from_exception(error, capture_locals=True).stack
        if "/scaleway_genapi/" in found.filename
    )
    assert error.__context__ is None
    assert completion.choices[0].message.content == "Hel"


def test_what_is_whole_is_told_at_the_end_where_no_reason_for_it_came(driver):
    first = piece(content="a", tool_calls=[FIRST, REST])
    driver.server.script(
        [stream_head(), event(first), event(piece(index=1, refusal="b")), DONE, LAST]
    )

    def use(stream):
        return [e for e in stream if e.type.endswith(".done")], stream.get_final_completion()

    async def use_async(stream):
        told = [e async for e in stream if e.type.endswith(".done")]
        return told, await stream.get_final_completion()

    told, completion = use_stream(driver, use, use_async)
    assert [(e.type, e.choice) for e in told] == [
        ("content.done", 0),
        ("tool_calls.function.arguments.done", 0),
        ("refusal.done", 1),
    ]
    assert (told[1].name, told[1].arguments) == ("add", '{"x":1}')
    assert [choice.finish_reason for choice in completion.choices] == [None, None]


def test_an_answer_that_is_cut_is_not_told_to_be_whole(driver):
    driver.server.script([*TEXT[:4], LAST])

    told = []

    def use(stream):
        for e in stream:
            told.append(e.type)  # noqa: PERF401 - what came before an error counts

    async def use_async(stream):
        async for e in stream:
            told.append(e.type)  # noqa: PERF401 - what came before an error counts

    with pytest.raises(StreamInterruptedError):
        use_stream(driver, use, use_async)
    assert told[-1] == "content.delta"


def test_an_event_is_recognised_by_isinstance():
    assert isinstance(ContentDoneEvent(content="x"), ChatStreamEvent)
