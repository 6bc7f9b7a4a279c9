"""What the chunks of a stream make: events, and a completion."""

import copy
import pickle
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi._core import ScalewayGenAPIError
from scaleway_genapi._generated.models.chat_completion_chunk import ChatCompletionChunk
from scaleway_genapi.helpers._accumulate import Accumulator
from scaleway_genapi.helpers._merge import Pieces
from tests.client.chat_chunks import FIRST, REST, accumulate, call, piece
from tests.client.fault_server import chunk

USAGE = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}


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


def test_what_the_document_does_not_know_of_calls_and_logprobs_is_kept():
    first = call(
        index=0, id="a", x_call=1, function={"name": "f", "arguments": "{", "thought": "a", "n": 1}
    )
    first["choices"][0]["logprobs"] = {"content": [], "refusal": [{"token": "n"}]}
    last = call(index=0, x_call=2, function={"arguments": "}", "thought": "b", "n": 2})
    last["choices"][0]["logprobs"] = {"refusal": [{"token": "o"}]}
    completion, _ = accumulate(first, last, piece(finish_reason="tool_calls"))
    choice = completion.choices[0].to_dict()
    assert choice["message"]["tool_calls"] == [
        {
            "id": "a",
            "type": "function",
            "function": {"name": "f", "arguments": "{}", "thought": "ab", "n": 2},
            "x_call": 2,
        }
    ]
    assert choice["logprobs"] == {"refusal": [{"token": "n"}, {"token": "o"}]}


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


def text_events(count):
    _, events = accumulate(*(piece(content=f"word{n} ") for n in range(count)))
    return [e for e in events if e.type == "content.delta"]


def test_a_pickled_event_has_its_own_piece_alone():
    events = text_events(200)
    sizes = [len(pickle.dumps(e)) for e in events]
    assert max(sizes) < min(sizes) + 10
    again = pickle.loads(pickle.dumps(events[0]))
    assert again == events[0]
    with pytest.raises(ScalewayGenAPIError, match="take its `snapshot` along"):
        _ = again.snapshot


def test_a_pickled_event_of_a_call_is_whole_but_for_what_came_before():
    _, events = accumulate(call(index=0, **FIRST), call(index=0, **REST))
    [_, last] = [e for e in events if e.type == "tool_calls.function.arguments.delta"]
    again = pickle.loads(pickle.dumps(last))
    assert (again, again.index, again.name, again.arguments_delta) == (last, 0, "add", "1}")


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copied_event_keeps_the_text_so_far_and_copies_none_of_it(copied):
    first, second, _ = text_events(3)
    again = copied(second)
    assert again == second
    assert again.snapshot == "word0 word1 "
    assert again._pieces is first._pieces


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
