"""`chat.completions.stream(...)`: events, assembly, and the whole answer at the end."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi._core import UNSET, ScalewayGenAPIError, StreamInterruptedError
from scaleway_genapi._generated.models.chat_completion_chunk import ChatCompletionChunk
from scaleway_genapi.helpers._accumulate import Accumulator
from scaleway_genapi.helpers._merge import Pieces
from tests.client.conftest import MESSAGES
from tests.client.fault_server import DONE, LAST, chunk, event, stream_head

PARAMS = {"model": "some-model", "messages": MESSAGES}
USAGE = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}


def piece(finish_reason=None, index=0, **delta):
    data = chunk()
    data["choices"] = [{"index": index, "delta": delta, "finish_reason": finish_reason}]
    return data


def call(**part):
    return piece(tool_calls=[part])


def accumulate(*chunks):
    accumulator, events = Accumulator(), []
    for data in chunks:
        events.extend(accumulator.add(ChatCompletionChunk.from_dict(data)))
    return accumulator.completion(), events


def calls_of(*chunks):
    completion, _ = accumulate(*chunks)
    return [
        (c.id, c.function.name, c.function.arguments)
        for c in completion.choices[0].message.tool_calls
    ]


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


FIRST = {"id": "a", "type": "function", "function": {"name": "add", "arguments": '{"x":'}}
REST = {"function": {"arguments": "1}"}}
SECOND = {"id": "b", "type": "function", "function": {"name": "sub", "arguments": "{}"}}


def test_a_tool_call_is_put_together():
    assert calls_of(call(index=0, **FIRST), call(index=0, **REST)) == [("a", "add", '{"x":1}')]


def test_indexes_may_come_in_any_order():
    parts = call(index=1, **SECOND), call(index=0, **FIRST), call(index=0, **REST)
    assert calls_of(*parts) == [("a", "add", '{"x":1}'), ("b", "sub", "{}")]


def test_the_first_index_need_not_be_zero():
    assert calls_of(call(index=3, **FIRST), call(index=3, **REST)) == [("a", "add", '{"x":1}')]


def test_pieces_without_an_index_go_on_with_the_last_call():
    parts = call(**FIRST), call(**REST), call(**SECOND)
    assert calls_of(*parts) == [("a", "add", '{"x":1}'), ("b", "sub", "{}")]


def test_interleaved_pieces_find_their_call():
    parts = (
        call(index=0, **FIRST),
        call(index=1, id="b", function={"name": "sub", "arguments": "{"}),
        call(index=0, **REST),
        call(index=1, function={"arguments": "}"}),
    )
    assert calls_of(*parts) == [("a", "add", '{"x":1}'), ("b", "sub", "{}")]


def test_a_second_id_under_the_same_index_is_a_second_call():
    parts = call(index=0, **FIRST), call(index=0, **REST), call(index=0, **SECOND)
    assert calls_of(*parts) == [("a", "add", '{"x":1}'), ("b", "sub", "{}")]


def test_an_id_repeated_with_every_piece_is_one_call():
    assert calls_of(call(index=0, **FIRST), call(index=0, id="a", **REST)) == [
        ("a", "add", '{"x":1}')
    ]


def test_a_missing_id_is_made_up_and_differs_between_calls():
    parts = [
        call(index=0, function={"name": "add", "arguments": "{}"}),
        call(index=1, function={"name": "add", "arguments": "{}"}),
    ]
    ids = [identity for identity, _, _ in calls_of(*parts)]
    assert all(ids)
    assert len(set(ids)) == 2


def test_a_name_in_a_piece_of_its_own_is_kept():
    parts = (
        call(index=0, id="a", function={"name": "add"}),
        call(index=0, function={"arguments": "{}", "name": ""}),
    )
    assert calls_of(*parts) == [("a", "add", "{}")]


def test_another_name_under_the_same_index_is_another_call_where_there_are_no_ids():
    parts = [
        call(index=0, function={"name": name, "arguments": text})
        for name, text in (("f", "{"), ("f", "}"), ("g", "{}"))
    ]
    assert [found[1:] for found in calls_of(*parts)] == [("f", "{}"), ("g", "{}")]


def test_a_name_that_is_cut_under_one_index_is_one_call():
    parts = (
        call(index=0, id="a", function={"name": "get_", "arguments": ""}),
        call(index=0, function={"name": "weather", "arguments": "{}"}),
    )
    assert calls_of(*parts) == [("a", "get_weather", "{}")]


def test_a_name_that_grows_under_one_index_is_one_call():
    parts = (
        call(index=0, id="a", function={"name": "get_"}),
        call(index=0, id="a", function={"name": "get_weather", "arguments": "{"}),
        call(index=0, id="a", function={"name": "get_weather", "arguments": "}"}),
    )
    assert calls_of(*parts) == [("a", "get_weather", "{}")]


def test_two_whole_calls_of_one_function_under_the_same_index_are_two():
    parts = [
        call(index=0, function={"name": "f", "arguments": text}) for text in ('{"a":1}', '{"a":2}')
    ]
    assert [found[1:] for found in calls_of(*parts)] == [("f", '{"a":1}'), ("f", '{"a":2}')]


def test_a_name_repeated_with_pieces_that_look_whole_is_one_call():
    pieces = ('{"a":[', "{}", ",", "{}", "]}", "")
    parts = [call(index=0, id="a", function={"name": "f", "arguments": text}) for text in pieces]
    assert calls_of(*parts) == [("a", "f", '{"a":[{},{}]}')]
    parts = [call(index=0, function={"name": "f", "arguments": text}) for text in pieces]
    assert [found[1:] for found in calls_of(*parts)] == [("f", '{"a":[{},{}]}')]


@pytest.mark.parametrize("index", [0, 1])
def test_an_index_that_begins_in_the_middle_of_a_call_goes_on_with_it(index):
    parts = call(**FIRST), call(index=index, **REST), call(index=index + 1, **SECOND)
    assert calls_of(*parts) == [("a", "add", '{"x":1}'), ("b", "sub", "{}")]


def test_an_index_that_comes_with_the_repeated_id_is_the_calls():
    parts = (
        call(**FIRST),
        call(index=0, id="a", function={"arguments": "1"}),
        call(index=0, function={"arguments": "}"}),
    )
    assert calls_of(*parts) == [("a", "add", '{"x":1}')]


def test_tool_calls_give_events():
    _, events = accumulate(
        call(index=0, **FIRST), call(index=0, **REST), piece(finish_reason="tool_calls")
    )
    told = [e for e in events if e.type.startswith("tool_calls")]
    assert [e.delta for e in told[:2]] == ['{"x":', "1}"]
    assert (told[2].id, told[2].name, told[2].arguments) == ("a", "add", '{"x":1}')


def test_choices_are_kept_apart():
    completion, _ = accumulate(
        piece(index=1, content="B"), piece(index=0, content="A"), piece(index=1, content="b")
    )
    assert [c.message.content for c in completion.choices] == ["A", "Bb"]


def test_both_names_of_the_reasoning_do_not_double_it():
    completion, events = accumulate(piece(reasoning="Hm", reasoning_content="Hm"))
    message = completion.choices[0].message
    assert (message.reasoning, message.reasoning_content) == ("Hm", "Hm")
    assert [e.delta for e in events if e.type == "reasoning.delta"] == ["Hm"]


def test_cumulative_usage_is_not_added_up():
    first, last = {**USAGE, "total_tokens": 4}, USAGE
    completion, _ = accumulate(chunk("a", usage=first), chunk("b", usage=last))
    assert completion.usage.total_tokens == 5


def test_properties_that_the_document_does_not_know_are_kept():
    data = piece(content="a", thought="x")
    data["metrics"] = {"t": 1}
    completion, _ = accumulate(data, piece(thought="y"))
    assert completion.additional_properties == {"metrics": {"t": 1}}
    assert completion.choices[0].message.additional_properties == {"thought": "xy"}


@given(st.lists(st.text(max_size=5), max_size=20))
def test_any_pieces_make_the_whole_text(texts):
    completion, events = accumulate(
        piece(role="assistant"), *(piece(content=text) for text in texts)
    )
    assert (completion.choices[0].message.content or "") == "".join(texts)
    assert "".join(e.delta for e in events if e.type == "content.delta") == "".join(texts)


@given(st.permutations([0, 0, 0, 1, 1, 2, 2, 2]), st.booleans())
def test_pieces_of_calls_in_any_interleaving_are_put_together(order, named_once):
    expected: dict[int, str] = {}
    parts = []
    for number, index in enumerate(order):
        first = index not in expected
        expected[index] = expected.get(index, "") + str(number)
        function = {"arguments": str(number)}
        if first or not named_once:
            function["name"] = f"f{index}"
        parts.append(
            call(index=index, **({"id": f"id{index}"} if first else {}), function=function)
        )
    assert calls_of(*parts) == [
        (f"id{index}", f"f{index}", expected[index]) for index in sorted(expected)
    ]


def test_objects_and_lists_that_the_document_does_not_know_are_put_together():
    completion, _ = accumulate(
        piece(function_call={"name": "f", "arguments": "{"}, steps=[{"n": 1}], score=1),
        piece(function_call={"arguments": "}"}, steps=[{"n": 2}], score=2, audio=None),
        piece(audio={"id": "a", "transcript": "Hel"}),
        piece(audio={"id": "a", "transcript": "lo"}, score=None),
    )
    message = completion.choices[0].message
    assert message.to_dict() == {
        "role": "assistant",
        "function_call": {"name": "f", "arguments": "{}"},
        "audio": {"id": "a", "transcript": "Hello"},
        "steps": [{"n": 1}, {"n": 2}],
        "score": 2,
    }


def test_what_is_put_together_is_not_the_chunks():
    chunks = [ChatCompletionChunk.from_dict(piece(steps=[n], notes={"a": n})) for n in (1, 2)]
    accumulator = Accumulator()
    for one in chunks:
        accumulator.add(one)
    assert chunks[0].choices[0].delta.additional_properties == {"steps": [1], "notes": {"a": 1}}


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ([{"type": "text", "text": "a"}, {"type": "text", "text": "b"}], "ab"),
        ([{"type": "thinking"}], '[{"type":"thinking"}]'),
        (5, "5"),
    ],
)
def test_what_stands_in_place_of_a_text_becomes_one(content, text):
    completion, events = accumulate(
        piece(content=content, refusal=content), piece(reasoning=content, finish_reason="stop")
    )
    message = completion.choices[0].message
    assert (message.content, message.refusal, message.reasoning) == (text, text, text)
    assert [e.delta for e in events if e.type == "content.delta"] == [text]


def test_arguments_that_are_no_text_become_their_json():
    assert calls_of(call(index=0, id="a", function={"name": "f", "arguments": {"x": 1}})) == [
        ("a", "f", '{"x":1}')
    ]


def test_an_answer_of_empty_text_has_one_unless_it_calls_tools():
    said, _ = accumulate(piece(role="assistant", content=""), piece(finish_reason="stop"))
    assert said.choices[0].message.content == ""
    called, _ = accumulate(piece(role="assistant", content=""), call(index=0, **FIRST))
    assert called.choices[0].message.content is None


def test_a_refusal_has_an_end():
    _, events = accumulate(piece(refusal="I "), piece(refusal="won't"), piece(finish_reason="stop"))
    assert [e.refusal for e in events if e.type == "refusal.done"] == ["I won't"]


def test_the_events_of_a_tool_call_have_the_names_of_the_openai_sdk_too():
    _, events = accumulate(call(index=0, **FIRST), call(index=0, **REST))
    told = [e for e in events if e.type == "tool_calls.function.arguments.delta"]
    assert [(e.arguments_delta, e.arguments) for e in told] == [
        ('{"x":', '{"x":'),
        ("1}", '{"x":1}'),
    ]


def steps_of(count, monkeypatch):
    """How many calls, and how many characters copied, it takes to put `count` chunks together."""
    parts = [piece(content="x" * 7), piece(reasoning="y" * 7), call(index=0, **REST)]
    chunks = [ChatCompletionChunk.from_dict(parts[n % 3]) for n in range(count)]
    calls, copied = 0, []
    joined = Pieces.joined

    def counted(self):
        text = joined(self)
        copied.append(len(text))
        return text

    def profile(frame, event, argument):
        nonlocal calls
        calls += event in ("call", "c_call")

    monkeypatch.setattr(Pieces, "joined", counted)
    accumulator = Accumulator()
    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        for one in chunks:
            accumulator.add(one)
        completion = accumulator.completion()
    finally:
        sys.setprofile(before)
    monkeypatch.undo()
    assert len(completion.choices[0].message.content) == 7 * (-(-count // 3))
    return calls, sum(copied)


def test_putting_together_is_linear(monkeypatch):
    small, large = steps_of(2_000, monkeypatch), steps_of(200_000, monkeypatch)
    assert [big / little for little, big in zip(small, large, strict=True)] == [
        pytest.approx(100, rel=0.01),
        pytest.approx(100, rel=0.01),
    ]


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
