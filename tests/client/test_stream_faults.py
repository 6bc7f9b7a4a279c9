"""What breaks in the middle of a stream: the text so far, then a typed error that pickles."""

import copy
import gzip
import json
import pickle

import pytest

from scaleway_genapi._core import (
    APITimeoutError,
    ResponseDecodeError,
    StreamDecodeError,
    StreamError,
    StreamInterruptedError,
    StreamServerError,
)
from tests.client.fault_server import (
    DONE,
    LAST,
    RESET,
    STALL,
    chunk,
    chunked,
    event,
    response,
    stream_head,
)

HELLO = [stream_head(x_request_id="req-1"), event(chunk("Hel")), event(chunk("lo"))]


def same_after_copying(error):
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error), copy.copy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert twin.status_code == error.status_code
        assert twin.request_id == error.request_id
        assert twin.response is None or "authorization" not in twin.response.request.headers
    return True


def play(driver, *steps, options=None):
    driver.server.script([*HELLO, *steps])
    texts, error = driver.stream(options=options)
    assert texts == ["Hel", "lo"]
    assert error is not None
    assert error.request_id == "req-1"
    assert same_after_copying(error)
    assert len(driver.server.requests) == 1, "nothing is sent twice once the stream has begun"
    return error


ERROR_EVENTS = {
    "nested": {
        "error": {
            "message": "engine died",
            "type": "InternalServerError",
            "param": None,
            "code": 500,
        }
    },
    "nested, older": {
        "error": {
            "object": "error",
            "message": "engine died",
            "type": "InternalServerError",
            "param": None,
            "code": 500,
        }
    },
    "flat": {
        "object": "error",
        "message": "engine died",
        "type": "InternalServerError",
        "param": None,
        "code": 500,
    },
    "gateway": {"error": "InternalServerError", "status": 500, "message": "engine died"},
}


@pytest.mark.parametrize("data", ERROR_EVENTS.values(), ids=ERROR_EVENTS.keys())
@pytest.mark.parametrize("end", [[LAST], [DONE, LAST]], ids=["no end marker", "end marker"])
def test_an_error_event_of_any_shape_is_raised_with_its_status(driver, data, end):
    error = play(driver, event(data), *end)
    assert type(error) is StreamServerError
    assert error.status_code == 500
    assert error.code == 500
    assert error.type == "InternalServerError"
    assert "engine died" in str(error)


def test_an_event_named_error_is_an_error_even_without_json(driver):
    error = play(driver, chunked(b"event: error\ndata: overloaded\n\n"), LAST)
    assert type(error) is StreamServerError
    assert "overloaded" in str(error)


def test_an_end_without_the_end_marker_is_an_interruption(driver):
    error = play(driver, LAST)
    assert type(error) is StreamInterruptedError
    assert "[DONE]" in str(error)


def test_an_end_inside_an_event_is_an_interruption(driver):
    error = play(driver, chunked(b'data: {"id": "x"'), LAST)
    assert type(error) is StreamInterruptedError
    assert "inside an event" in str(error)


def test_a_reset_is_an_interruption(driver):
    error = play(driver, RESET)
    assert type(error) is StreamInterruptedError
    assert error.__cause__ is not None


def test_a_connection_closed_inside_the_framing_is_an_interruption(driver):
    error = play(driver, b"40\r\nda", RESET)
    assert type(error) is StreamInterruptedError


def test_broken_chunked_framing_is_an_interruption(driver):
    error = play(driver, b"this is no chunk size\r\n")
    assert type(error) is StreamInterruptedError


def test_a_stall_is_a_timeout(driver):
    error = play(driver, STALL, options={"timeout": 0.2})
    assert type(error) is APITimeoutError
    assert "stalled" in str(error)


def test_json_that_does_not_parse_is_a_decode_error(driver):
    error = play(driver, event(b'{"id": oops}'), DONE, LAST)
    assert type(error) is StreamDecodeError
    assert isinstance(error, StreamError)
    assert isinstance(error, ResponseDecodeError)
    assert "oops" in str(error)


@pytest.mark.parametrize("data", [[1], "text", 5, None, True])
def test_an_event_that_is_no_object_is_a_decode_error(driver, data):
    error = play(driver, event(json.dumps(data).encode()), DONE, LAST)
    assert type(error) is StreamDecodeError
    assert "no object" in str(error)


def test_a_missing_required_field_is_named_with_its_path(driver):
    data = chunk("x")
    del data["choices"][0]["delta"]
    error = play(driver, event(data), DONE, LAST)
    assert type(error) is StreamDecodeError
    assert error.path == "$.choices[0].delta"
    assert "$.choices[0].delta is missing" in str(error)


def test_null_for_a_required_field_is_named_with_its_path(driver):
    error = play(driver, event(chunk("x") | {"id": None}), DONE, LAST)
    assert type(error) is StreamDecodeError
    assert error.path == "$.id"
    assert "$.id is null" in str(error)


def test_an_event_larger_than_the_bound_is_a_decode_error(driver):
    error = play(driver, event(chunk("x" * 5000)), DONE, LAST, options={"max_event_size": 4000})
    assert type(error) is StreamDecodeError
    assert "4000 bytes" in str(error)


def test_events_before_a_bad_one_in_the_same_packet_are_handed_out(driver):
    good, bad = (json.dumps(data).encode() for data in (chunk("Hello"), [1]))
    driver.server.script(
        [stream_head(), chunked(b"data: " + good + b"\n\ndata: " + bad + b"\n\n"), LAST]
    )
    texts, error = driver.stream()
    assert texts == ["Hello"]
    assert type(error) is StreamDecodeError


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content_type": "text/html"}, b"<html>Welcome</html>"),
        ({}, b""),
        ({"content_type": "application/json"}, b"{}"),
    ],
    ids=["html", "empty", "json"],
)
def test_a_success_that_is_no_event_stream_is_a_decode_error(driver, headers, body):
    driver.server.script(response(200, body, **headers))
    texts, error = driver.stream()
    assert texts == []
    assert type(error) is ResponseDecodeError
    assert "text/event-stream" in str(error)
    assert same_after_copying(error)


def test_records_without_data_are_skipped(driver):
    good = json.dumps(chunk("Hello")).encode()
    noise = b"\xef\xbb\xbf: comment\n\nretry: 10\n\nid: 7\n\ndata:\n\nevent: ping\n\n"
    driver.server.script(
        [stream_head(), chunked(noise + b"data:" + good + b"\r\n\r\n"), DONE, LAST]
    )
    assert driver.stream() == (["Hello"], None)


def test_a_stream_that_is_compressed_anyway_is_decoded(driver):
    plain = b"".join(
        b"data: " + json.dumps(data).encode() + b"\n\n" for data in (chunk("Hel"), chunk("lo"))
    )
    body = gzip.compress(plain + b"data: [DONE]\n\n")
    driver.server.script([stream_head(content_encoding="gzip"), chunked(body), LAST])
    assert driver.stream() == (["Hel", "lo"], None)


def test_a_stream_asks_for_no_compression(driver):
    driver.server.script([stream_head(), DONE, LAST])
    assert driver.stream() == ([], None)
    assert driver.server.requests[0].headers["accept-encoding"] == "identity"
    assert driver.server.requests[0].headers["accept"] == "text/event-stream"
