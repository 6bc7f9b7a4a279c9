"""The total time ends a call whatever its server does: it counts tries, waits, head, body and stream."""

import time

import pytest

from scaleway_genapi._core import (
    APITimeoutError,
    InternalServerError,
    RateLimitError,
    ResponseDecodeError,
)
from tests.client.conftest import MESSAGES
from tests.client.fault_server import (
    DONE,
    LAST,
    STALL,
    Drip,
    chunk,
    chunked,
    completion,
    event,
    response,
    stream_head,
)

TOTAL = 0.3
SOON = 5.0  # what a trickle would exceed without end, and a busy machine does not
ENDLESS = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n"


def ends_soon(driver, call, expected=APITimeoutError):
    started = time.monotonic()
    with pytest.raises(expected) as caught:
        call()
    assert time.monotonic() - started < SOON
    assert driver.server.wait_until_closed(1)
    return caught.value


@pytest.fixture(params=["own", "supplied"])
def options(request, driver):
    """The options of a client with a transport of its own, and of one that was handed an httpx client."""
    options = {"total_timeout": TOTAL, "max_retries": 0}
    if request.param == "supplied":
        options["supplied"] = {"timeout": 60}
    return options


def test_a_body_that_trickles_is_given_up_in_time(driver, options):
    driver.server.script([ENDLESS, Drip(b" ")])
    error = ends_soon(driver, lambda: driver.complete(options=options))
    assert "total_timeout" in str(error)


def test_a_body_that_pours_without_end_is_given_up_in_time(driver, options):
    driver.server.script([stream_head(content_type="application/json"), Drip(chunked(b" "), 0)])
    error = ends_soon(driver, lambda: driver.complete(options=options))
    assert "total_timeout" in str(error)


def test_a_head_that_trickles_is_given_up_in_time(driver):
    driver.server.script([b"HTTP/1.1 200 OK\r\nx-long: ", Drip(b"x")])
    error = ends_soon(driver, lambda: driver.complete(options={"total_timeout": TOTAL}))
    assert "total_timeout" in str(error)


def test_an_error_body_that_trickles_leaves_the_status(driver, options):
    head = b"HTTP/1.1 500 Oops\r\ncontent-type: text/plain\r\ncontent-length: 1000000\r\n\r\n"
    driver.server.script([head + b"it burns ", Drip(b"!")])
    error = ends_soon(driver, lambda: driver.complete(options=options), InternalServerError)
    assert error.body.startswith("it burns !")
    assert error.response.text == error.body


def test_what_should_have_been_a_stream_is_given_up_in_time(driver, options):
    driver.server.script([ENDLESS, Drip(b" ")])
    call = lambda: raise_last(driver.stream(options=options))  # noqa: E731
    ends_soon(driver, call, ResponseDecodeError)


def test_a_stream_that_trickles_ends_in_time_after_what_came(driver, options):
    driver.server.script([stream_head(), event(chunk("Hel")), Drip(chunked(b": still here\n\n"))])
    texts = []
    error = ends_soon(driver, lambda: raise_last(driver.stream(options=options), texts))
    assert texts == ["Hel"]
    assert "total_timeout" in str(error)


def test_a_stream_of_endless_chunks_ends_in_time(driver, options):
    driver.server.script([stream_head(), Drip(event(chunk("Hel")))])
    texts = []
    ends_soon(driver, lambda: raise_last(driver.stream(options=options), texts))
    assert set(texts) == {"Hel"}


def test_a_stream_that_stalls_ends_in_time(driver, options):
    driver.server.script([stream_head(), event(chunk("Hel")), STALL])
    error = ends_soon(driver, lambda: raise_last(driver.stream(options=options)))
    assert "total_timeout" in str(error)


def test_a_stream_within_its_time_leaves_its_connection_to_the_next(driver, options):
    driver.server.script([stream_head(), event(chunk("Hello")), DONE, LAST])
    assert driver.stream(times=3, options=options | {"total_timeout": 60}) == (["Hello"] * 3, None)
    assert driver.server.connections == 1


def test_a_call_on_a_connection_whose_last_call_had_a_deadline_has_none(driver):
    driver.server.script(response(200, completion()))

    def use(client):
        client.with_options(total_timeout=0.2).chat.completions.create(model="m", messages=MESSAGES)
        while time.monotonic() < late:
            pass
        return client.chat.completions.create(model="m", messages=MESSAGES)

    async def use_async(client):
        hasty = client.with_options(total_timeout=0.2)
        await hasty.chat.completions.create(model="m", messages=MESSAGES)
        while time.monotonic() < late:
            pass
        return await client.chat.completions.create(model="m", messages=MESSAGES)

    late = time.monotonic() + 0.25
    assert driver.run(use if driver.kind == "sync" else use_async).id == "chatcmpl-1"
    assert driver.server.connections == 1


def test_a_retry_has_the_rest_of_the_time(driver):
    driver.server.script(response(429, {}), [ENDLESS, Drip(b" ")])
    driver.random = 0.0
    error = ends_soon(driver, lambda: driver.complete(options={"total_timeout": TOTAL}))
    assert "total_timeout" in str(error)
    assert driver.waits == [0.0]


def test_a_wait_beyond_the_total_time_is_not_begun(driver):
    driver.server.script(response(429, {}, retry_after="30"))
    with pytest.raises(RateLimitError):
        driver.complete(options={"total_timeout": 20})
    assert driver.waits == []


def raise_last(outcome, texts=None):
    if texts is not None:
        texts.extend(outcome[0])
    if outcome[1] is not None:
        raise outcome[1]
