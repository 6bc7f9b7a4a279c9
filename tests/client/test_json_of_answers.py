"""What an answer's JSON means is the same with orjson and without it: calls, streams, errors."""

import codecs
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi import APIStatusError, ResponseDecodeError, StreamDecodeError
from scaleway_genapi._core import StreamServerError, _chunk_reader
from scaleway_genapi._core import _json as core_json
from tests.client.conftest import MESSAGES
from tests.client.fault_server import DONE, LAST, chunk, completion, event, response, stream_head

EMOJI = "\N{GRINNING FACE}"
HIGH, LOW = "\ud83d", "\ude00"


@pytest.fixture(params=["orjson", "standard library"], autouse=True)
def reader(request, monkeypatch):
    if request.param != "orjson":
        monkeypatch.setattr(core_json, "_fast", None)
        monkeypatch.setattr(_chunk_reader, "loads_text", core_json.loads_plain)


def body(content="@", **more):
    return json.dumps(completion(content) | more)


def answer(text, encoding="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    return response(200, data, content_type="application/json")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("half \\ud83d", "half \ufffd"),
        ("\\ude00 half", "\ufffd half"),
        ("\\uD83D\\uDE00", EMOJI),
        ("\\\\ud83d", "\\ud83d"),
        ("\\\\\\ud83d", "\\\ufffd"),
    ],
)
def test_half_an_emoji_in_an_answer_is_a_replacement_character(driver, written, read):
    driver.server.script(answer(body().replace("@", written)))
    found = driver.complete()
    assert found.choices[0].message.content == read
    assert json.loads(json.dumps(found.to_dict())) == found.to_dict()
    driver.complete(messages=[*MESSAGES, found.choices[0].message])
    assert driver.server.requests[-1].json()["messages"][-1]["content"] == read


def test_half_an_emoji_in_utf_8_is_a_replacement_character(driver):
    driver.server.script(answer(body().encode().replace(b"@", b"\xed\xa0\xbd!")))
    assert driver.complete().choices[0].message.content == "\ufffd!"


@pytest.mark.parametrize(
    ("written", "read"),
    [("1e400", math.inf), ("-Infinity", -math.inf), ("Infinity", math.inf), ("1e-400", 0.0)],
)
def test_a_number_that_json_cannot_hold_is_read(driver, written, read):
    driver.server.script(answer(body(metric="@").replace('"metric": "@"', f'"metric": {written}')))
    assert driver.complete().additional_properties == {"metric": read}


def test_what_is_no_number_is_read(driver):
    driver.server.script(answer(body(metric=math.nan)))
    assert math.isnan(driver.complete().additional_properties["metric"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32-le"])
def test_a_byte_order_mark_or_another_encoding_is_understood(driver, encoding):
    driver.server.script(answer(body(EMOJI), encoding))
    assert driver.complete().choices[0].message.content == EMOJI


@pytest.mark.parametrize("text", ["[1", "01", "[1] x", "nan", "'a'", "\xa0[1]", "[1]\0", '"\n"'])
def test_an_answer_that_is_no_json_fails_in_the_same_words(driver, text):
    driver.server.script(answer(text))
    with pytest.raises(ResponseDecodeError) as caught:
        driver.complete()
    with pytest.raises(json.JSONDecodeError) as expected:
        json.loads(text)
    assert f"is no JSON ({expected.value})" in str(caught.value)


def events(*texts):
    return [
        stream_head(),
        *(event(text if isinstance(text, bytes) else text.encode()) for text in texts),
        DONE,
        LAST,
    ]


def spelt(content, **more):
    return json.dumps(chunk("@") | more).replace("@", content)


def test_half_an_emoji_in_a_chunk_does_not_end_the_stream(driver):
    driver.server.script(events(spelt("a\\ud83d"), spelt("\\ude00"), spelt("b")))
    texts, error = driver.stream()
    assert (texts, error) == (["a" + HIGH, LOW, "b"], None)


def test_numbers_that_json_cannot_hold_do_not_end_the_stream(driver):
    odd = spelt("a", metric=[math.nan, math.inf]).replace("Infinity", "1e400")
    driver.server.script(events(odd, spelt("b")))
    assert driver.stream() == (["a", "b"], None)


def test_an_event_that_is_no_json_ends_the_stream_in_the_same_words(driver):
    driver.server.script(events(spelt("a"), '{"id": nan}'))
    texts, error = driver.stream()
    assert texts == ["a"]
    assert isinstance(error, StreamDecodeError)
    assert "is no JSON (Expecting value: line 1 column 8 (char 7))" in str(error)


def test_an_event_that_lacks_a_property_beside_half_an_emoji_is_named(driver):
    driver.server.script(events('{"id": "\\ud83d"}'))
    _, error = driver.stream()
    assert isinstance(error, StreamDecodeError)
    assert error.path == "$.object"


def test_an_error_event_with_half_an_emoji_is_that_error(driver):
    driver.server.script(events('{"error": {"message": "no \\ud83d", "code": 500}}'))
    _, error = driver.stream()
    assert isinstance(error, StreamServerError)
    assert error.status_code == 500
    assert "no \ufffd" in str(error)


def test_an_error_body_with_half_an_emoji_or_a_mark_is_read(driver):
    text = '{"error": {"message": "no \\ud83d", "code": 1e400}}'
    driver.server.script(
        response(400, codecs.BOM_UTF8 + text.encode(), content_type="application/json")
    )
    with pytest.raises(APIStatusError, match="400 Bad Request: no \ufffd") as caught:
        driver.complete()
    assert caught.value.body == {"error": {"message": "no \ufffd", "code": math.inf}}


def collect(driver):
    params = {"model": "m", "messages": MESSAGES}

    def use(client):
        with client.chat.completions.stream(**params) as stream:
            return list(stream.text_deltas()), stream.get_final_completion()

    async def use_async(client):
        async with client.chat.completions.stream(**params) as stream:
            return [
                text async for text in stream.text_deltas()
            ], await stream.get_final_completion()

    return driver.run(use if driver.kind == "sync" else use_async)


def test_an_emoji_that_was_cut_in_two_is_whole_in_a_stream_that_is_put_together(driver):
    driver.server.script(events(spelt("a\\ud83d"), spelt("\\ude00"), spelt("b\\ud83d")))
    texts, found = collect(driver)
    assert texts == ["a", EMOJI, "b", "\ufffd"]
    assert found.choices[0].message.content == f"a{EMOJI}b\ufffd"


def test_an_emoji_that_was_cut_in_two_is_whole_in_arguments(driver):
    delta = {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "f", "arguments": "@"}}]}
    written = json.dumps(chunk() | {"choices": [{"index": 0, "delta": delta}]})
    pieces = [written.replace("@", half) for half in ('{\\"x\\": \\"\\ud83d', '\\ude00\\"}')]
    driver.server.script(events(*pieces))
    call = collect(driver)[1].choices[0].message.tool_calls[0]
    assert json.loads(call.function.arguments) == {"x": EMOJI}


NUMBERS = st.integers(-(2**63), 2**64 - 1) | st.floats()
TREES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec=None)), inner),
    max_leaves=8,
)


@given(TREES, st.booleans(), st.integers(-3, 0))
def test_any_json_reads_the_same_with_and_without_orjson(value, ascii_only, cut):
    text = json.dumps(value, ensure_ascii=ascii_only)
    data = text.encode("utf-8", "surrogatepass")[: cut or None]
    found = []
    for library in (core_json.orjson, None):
        original, core_json._fast = core_json._fast, library
        try:
            found.append(repr(core_json.loads(data)))
        except ValueError as error:
            found.append(str(error))
        finally:
            core_json._fast = original
    assert found[0] == found[1]
