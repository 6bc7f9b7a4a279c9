"""Status, headers, request id and rate limits: on raw responses, streams and errors alike."""

import copy
import pickle

import pytest

from scaleway_genapi import RateLimit, RateLimits, ResponseDecodeError
from tests.client.conftest import MESSAGES
from tests.client.fault_server import DONE, LAST, chunk, completion, event, response, stream_head

HEADERS = {
    "x_request_id": "req-1",
    "x_ratelimit_limit_requests": "600",
    "x_ratelimit_remaining_requests": "599",
    "x_ratelimit_reset_requests": "250ms",
    "x_ratelimit_limit_tokens": "1000000",
    "x_ratelimit_remaining_tokens": "999976",
    "x_ratelimit_reset_tokens": "1m30s",
}
LIMITS = RateLimits(RateLimit(600, 599, 0.25), RateLimit(1000000, 999976, 90.0))


def test_a_raw_response_has_status_headers_and_content(driver):
    driver.server.script(response(200, completion(), **HEADERS))
    raw = driver.raw()
    assert raw.status_code == 200
    assert raw.headers["X-Request-Id"] == raw.request_id == "req-1"
    assert raw.rate_limits == LIMITS
    assert raw.parse().choices[0].message.content == "Hello"
    assert raw.parse() is raw.parse()
    assert raw.http_response.json()["id"] == "chatcmpl-1"


def test_a_raw_response_without_these_headers_has_none(driver):
    driver.server.script(response(200, completion()))
    raw = driver.raw()
    assert raw.request_id is None
    assert raw.rate_limits is None


def test_an_unusable_answer_is_told_when_parsed(driver):
    driver.server.script(response(200, b"<html>", content_type="text/html", **HEADERS))
    raw = driver.raw()
    assert raw.status_code == 200
    with pytest.raises(ResponseDecodeError) as caught:
        raw.parse()
    assert caught.value.request_id == "req-1"
    assert caught.value.rate_limits == LIMITS


def test_a_raw_response_of_a_stream_gives_the_stream(driver):
    driver.server.script([stream_head(**HEADERS), event(chunk("Hello")), DONE, LAST])
    params = {"model": "m", "messages": MESSAGES, "stream": True}

    def use(client):
        raw = client.chat.completions.with_raw_response.create(**params)
        with raw.parse() as stream:
            texts = [c.choices[0].delta.content for c in stream]
        return raw, stream, texts

    async def use_async(client):
        raw = await client.chat.completions.with_raw_response.create(**params)
        async with raw.parse() as stream:
            texts = [c.choices[0].delta.content async for c in stream]
        return raw, stream, texts

    raw, stream, texts = driver.run(use if driver.kind == "sync" else use_async)
    assert texts == ["Hello"]
    assert raw.request_id == stream.request_id == "req-1"
    assert raw.rate_limits == stream.rate_limits == LIMITS
    assert stream.response.status_code == 200
    assert "closed" in repr(stream)


def test_an_error_inside_a_stream_has_them_too(driver):
    driver.server.script(
        [stream_head(**HEADERS), event({"error": {"message": "no", "code": 503}}), LAST]
    )
    _, error = driver.stream()
    assert error.request_id == "req-1"
    assert error.rate_limits == LIMITS
    assert error.status_code == 503


@pytest.mark.parametrize("read_before", [False, True])
def test_a_copy_of_a_raw_response_that_does_not_decode_does_not_decode_either(driver, read_before):
    driver.server.script(response(200, b"<html>", content_type="text/html", **HEADERS))
    raw = driver.raw()
    if read_before:
        with pytest.raises(ResponseDecodeError):
            raw.parse()
    for twin in (pickle.loads(pickle.dumps(raw)), copy.copy(raw), copy.deepcopy(raw)):
        assert (twin.status_code, twin.request_id, twin.http_response.text) == (
            200,
            "req-1",
            "<html>",
        )
        for again in (twin, pickle.loads(pickle.dumps(twin))):
            with pytest.raises(ResponseDecodeError, match="text/html"):
                again.parse()


@pytest.mark.parametrize("use", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_stream_is_neither_copied_nor_pickled_and_says_what_it_is(driver, use):
    driver.server.script([stream_head(), DONE, LAST])

    def refused(stream):
        with pytest.raises(TypeError, match=f"this {name} can be neither pickled nor copied"):
            use(stream)
        return repr(stream)

    def look(client):
        with client.chat.completions.create(model="m", messages=MESSAGES, stream=True) as stream:
            shown = refused(stream)
        return shown, repr(stream)

    async def look_async(client):
        async with await client.chat.completions.create(
            model="m", messages=MESSAGES, stream=True
        ) as stream:
            shown = refused(stream)
        return shown, repr(stream)

    name = "Stream" if driver.kind == "sync" else "AsyncStream"
    shown = driver.run(look if driver.kind == "sync" else look_async)
    assert shown == (f"<{name} open, status 200>", f"<{name} closed, status 200>")
