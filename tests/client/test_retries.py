"""Retries over real sockets, with a clock that takes no time."""

import functools
import logging

import anyio
import anyio.lowlevel
import pytest

from scaleway_genapi import AsyncClient, Client
from scaleway_genapi import _core as core
from scaleway_genapi._core._clock import AsyncClock, Clock
from tests.client.conftest import KEY
from tests.client.fault_server import (
    DONE,
    LAST,
    MODELS,
    RESET,
    chunk,
    completion,
    event,
    refusal,
    response,
    stream_head,
)

GOOD = response(200, completion())
BUSY = {"error": {"message": "busy", "type": "x", "param": None, "code": 429}}


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504, 529])
def test_a_passing_failure_is_tried_again(driver, status):
    driver.server.script(response(status, BUSY), response(status, BUSY), GOOD)
    assert driver.complete().choices[0].message.content == "Hello"
    assert driver.waits == [0.5, 1.0]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 416, 422, 501 - 100])
def test_a_lasting_failure_is_not_tried_again(driver, status):
    driver.server.script(response(status, BUSY), GOOD)
    with pytest.raises(core.APIStatusError):
        driver.complete()
    assert driver.waits == []


def test_a_connection_that_dies_before_the_response_is_tried_again(driver):
    driver.server.script([RESET], [RESET], GOOD)
    assert driver.complete().id == "chatcmpl-1"
    assert len(driver.server.requests) == 3


def test_a_stream_is_tried_again_before_it_begins(driver):
    driver.server.script(response(500, BUSY), [stream_head(), event(chunk("Hello")), DONE, LAST])
    assert driver.stream() == (["Hello"], None)


def test_a_failure_that_stays_is_raised_after_the_last_try(driver):
    driver.server.script(response(500, BUSY))
    with pytest.raises(core.InternalServerError):
        driver.complete(options={"max_retries": 3})
    assert len(driver.server.requests) == 4
    assert driver.waits == [0.5, 1.0, 2.0]


def test_no_retries_are_no_retries(driver):
    driver.server.script(response(500, BUSY))
    with pytest.raises(core.InternalServerError):
        driver.complete(options={"max_retries": 0})
    assert len(driver.server.requests) == 1


def test_retry_after_is_waited_for_and_a_random_share_besides(driver):
    driver.server.script(response(429, BUSY, retry_after="7"), GOOD)
    driver.complete()
    assert driver.waits == [7.5]


def test_the_reset_of_an_exhausted_limit_is_waited_for(driver):
    driver.server.script(
        response(429, BUSY, x_ratelimit_remaining_tokens="0", x_ratelimit_reset_tokens="250ms"),
        GOOD,
    )
    driver.complete()
    assert driver.waits == [0.75]


def test_a_wait_beyond_the_cap_is_raised_at_once_with_the_wait_in_it(driver):
    driver.server.script(response(429, BUSY, retry_after="3600"), GOOD)
    with pytest.raises(core.RateLimitError, match="3600 s") as caught:
        driver.complete()
    assert caught.value.retry_after == 3600
    assert driver.waits == []


def test_without_a_cap_any_wait_is_honoured(driver):
    driver.server.script(response(429, BUSY, retry_after="3600"), GOOD)
    driver.complete(options={"max_retry_wait": None})
    assert driver.waits == [3600.5]


def test_the_total_time_bounds_all_tries(driver):
    driver.server.script(response(429, BUSY, retry_after="30"), GOOD)
    with pytest.raises(core.RateLimitError):
        driver.complete(options={"total_timeout": 20})
    assert driver.waits == []


def test_a_callback_learns_of_every_retry(driver):
    events = []
    driver.server.script(response(500, BUSY), GOOD)
    driver.complete(options={"on_retry": events.append})
    assert [(e.operation, e.attempt, e.wait, e.error.status_code) for e in events] == [
        ("chat.completions.create", 1, 0.5, 500)
    ]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_async_callback_is_awaited_before_the_wait(server, backend):
    told = []

    async def on_retry(event):
        await anyio.lowlevel.checkpoint()
        told.append(event.attempt)

    async def sleep(seconds):
        told.append(seconds)

    async def main():
        clock = AsyncClock(sleep=sleep, random=lambda: 1.0)
        async with AsyncClient(KEY, base_url=server.url, clock=clock, on_retry=on_retry) as client:
            await client.models.list()
            await client.with_options(on_retry=lambda event: on_retry(event) or None).models.list()

    server.script(
        response(500, BUSY), response(200, MODELS), response(500, BUSY), response(200, MODELS)
    )
    anyio.run(main, backend=backend)
    assert told == [1, 0.5, 1, 0.5]


async def awaited(*_):
    return "some-key"


class Awaited:
    async def __call__(self, *_):
        return "some-key"


@pytest.mark.parametrize(
    "callback",
    [awaited, functools.partial(awaited, 1), Awaited()],
    ids=["function", "partial", "object"],
)
@pytest.mark.parametrize("option", ["on_retry", "api_key"])
def test_a_callback_that_wants_awaiting_is_refused_by_a_blocking_client(option, callback):
    with pytest.raises(core.ConfigurationError, match=f"{option} must be a plain function"):
        Client(**{"api_key": KEY, option: callback})
    with pytest.raises(core.ConfigurationError, match=f"{option} must be a plain function"):
        Client(KEY).with_options(**{option: callback})


def test_a_callback_that_wants_awaiting_after_all_is_refused_when_it_is_called(server):
    server.script(response(500, BUSY))
    clock = Clock(sleep=lambda seconds: None)
    with Client(KEY, base_url=server.url, clock=clock, on_retry=lambda event: awaited()) as client:
        with pytest.raises(core.ConfigurationError, match="on_retry must be a plain function"):
            client.models.list()
        with pytest.raises(core.ConfigurationError, match="api_key must be a plain function"):
            client.with_options(api_key=lambda: awaited(1)).models.list()


def test_the_log_tells_of_requests_and_retries_and_of_no_secret(driver, caplog):
    driver.server.script(refusal(500, f"{KEY} is busy"), GOOD)
    with caplog.at_level(logging.DEBUG, logger="scaleway_genapi"):
        driver.complete(
            extra_headers={"X-Tenant": "hidden-value"}, extra_query={"q": "hidden-value"}
        )
    lines = [record.getMessage() for record in caplog.records if record.name == "scaleway_genapi"]
    assert len(lines) == 3
    assert "POST" in lines[0]
    assert "-> 500" in lines[0]
    assert "try 1 failed (InternalServerError 500), next in 0.500 s" in lines[1]
    assert not any(secret in line for line in lines for secret in (KEY, "hidden-value", "Hi"))


def test_requests_are_logged_for_debugging_and_retries_for_information(driver, caplog):
    driver.server.script(response(500, BUSY), GOOD)
    with caplog.at_level(logging.DEBUG, logger="scaleway_genapi"):
        driver.complete()
    levels = [record.levelname for record in caplog.records if record.name == "scaleway_genapi"]
    assert levels == ["DEBUG", "INFO", "DEBUG"]


def test_a_key_from_a_callable_is_asked_for_with_every_try(driver):
    keys = iter(["first-key", "second-key"])
    driver.server.script(response(500, BUSY), response(200, MODELS))
    driver.models(api_key=lambda: next(keys))
    assert [r.headers["authorization"] for r in driver.server.requests] == [
        "Bearer first-key",
        "Bearer second-key",
    ]


def test_a_callable_that_gives_no_usable_key_is_a_configuration_error(driver):
    driver.server.script(response(200, MODELS))
    with pytest.raises(core.ConfigurationError) as caught:
        driver.models(api_key=lambda: "bad\nkey")
    assert "bad" not in str(caught.value)
