"""A failure stays a failure: looked at again, late, or inside an answer that claims success."""

import pytest

from scaleway_genapi._core import (
    APITimeoutError,
    InternalServerError,
    ResponseDecodeError,
    StreamInterruptedError,
)
from tests.client.conftest import MESSAGES
from tests.client.fault_server import RESET, chunk, event, response, stream_head


def test_a_second_loop_over_a_broken_stream_raises_again(driver):
    driver.server.script([stream_head(), event(chunk("Hel")), RESET])

    def use(client):
        with client.chat.completions.create(model="m", messages=MESSAGES, stream=True) as stream:
            for _ in range(2):
                with pytest.raises(StreamInterruptedError):
                    list(stream)
            with pytest.raises(StreamInterruptedError):
                next(stream)

    async def use_async(client):
        async with await client.chat.completions.create(
            model="m", messages=MESSAGES, stream=True
        ) as stream:
            for _ in range(2):
                with pytest.raises(StreamInterruptedError):
                    async for _ in stream:
                        pass
            with pytest.raises(StreamInterruptedError):
                await anext(stream)

    driver.run(use if driver.kind == "sync" else use_async)


def test_time_that_the_key_took_counts_for_the_total_time(driver, monkeypatch):
    from scaleway_genapi._core._clock import AsyncClock, Clock

    now = [0.0]
    for clock in (Clock, AsyncClock):
        monkeypatch.setattr(clock, "monotonic", lambda self: now[0], raising=False)

    def key():
        now[0] += 10
        return "some-key"

    with pytest.raises(APITimeoutError, match="total_timeout"):
        driver.models(api_key=key, total_timeout=5)
    assert driver.server.requests == []


def test_a_page_instead_of_an_error_is_told_in_an_excerpt(driver):
    driver.server.script(response(500, b"<p>" + b"x" * 60000, content_type="text/html"))
    with pytest.raises(InternalServerError) as caught:
        driver.complete(options={"max_retries": 0})
    assert len(str(caught.value)) < 1000
    assert len(caught.value.body) > 60000


def test_an_error_that_claims_success_is_told_in_the_servers_words(driver):
    driver.server.script(response(200, {"error": {"message": "the model is asleep"}}))
    with pytest.raises(ResponseDecodeError, match="the model is asleep") as caught:
        driver.complete()
    assert caught.value.body == {"error": {"message": "the model is asleep"}}
