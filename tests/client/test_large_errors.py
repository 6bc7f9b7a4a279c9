"""What explains a failure is read as far as that is worth it, and no further."""

import gzip

import pytest

from scaleway_genapi._core import InternalServerError, ResponseDecodeError, _body
from scaleway_genapi._core._body import MOST
from tests.client.conftest import MESSAGES
from tests.client.fault_server import (
    MODELS,
    RESET,
    STALL,
    Drip,
    chunked,
    response,
    stream_head,
)

ONCE = {"max_retries": 0}
PAGE = b"HTTP/1.1 500 Oops\r\ncontent-type: text/html\r\n"
TWO_GIGABYTES = PAGE + b"content-length: 2147483648\r\n\r\n"


def failure(driver, expected=InternalServerError):
    with pytest.raises(expected) as caught:
        driver.complete(options=ONCE)
    return caught.value


def test_an_error_body_without_end_is_cut_and_its_connection_closed(driver):
    driver.server.script([TWO_GIGABYTES, Drip(b"x" * 65536, every=0)])
    error = failure(driver)
    assert error.body == "x" * MOST
    assert error.response.text == error.body
    assert driver.server.wait_until_closed(1)


def test_an_error_body_that_unpacks_to_much_more_is_cut(driver):
    bomb = gzip.compress(b"x" * (8 * MOST))
    assert len(bomb) < 65536
    driver.server.script(response(500, bomb, content_type="text/html", content_encoding="gzip"))
    assert failure(driver).body == "x" * MOST


def test_an_error_body_below_the_limit_is_whole_and_its_connection_used_again(driver):
    driver.server.script(
        response(500, b"x" * MOST, content_type="text/html"), response(200, MODELS)
    )

    def use(client):
        with pytest.raises(InternalServerError) as caught:
            client.models.list()
        return caught.value, client.models.list()

    async def use_async(client):
        with pytest.raises(InternalServerError) as caught:
            await client.models.list()
        return caught.value, await client.models.list()

    error, models = driver.run(use if driver.kind == "sync" else use_async, **ONCE)
    assert error.body == "x" * MOST
    assert len(models) == 1
    assert driver.server.connections == 1


def test_an_error_body_that_breaks_off_is_told_as_far_as_it_came(driver):
    driver.server.script([TWO_GIGABYTES + b"it burns", RESET])
    error = failure(driver)
    assert error.body in {"it burns", None}  # a reset may overtake what was sent before it
    assert error.status_code == 500


def test_an_error_body_whose_connection_ends_is_told_as_far_as_it_came(driver):
    driver.server.script(
        [b"connection: close".join([PAGE, b"\r\ncontent-length: 99\r\n\r\nit burns"])]
    )
    assert failure(driver).body == "it burns"


def test_an_endless_page_in_place_of_a_stream_is_cut(driver):
    driver.server.script([stream_head(content_type="text/html"), Drip(chunked(b"x" * 65536), 0)])
    texts, error = driver.stream(options=ONCE)
    assert texts == []
    assert type(error) is ResponseDecodeError
    assert len(error.body) == MOST
    assert driver.server.wait_until_closed(1)


def test_leaving_a_large_error_behind_is_quiet_under_trio_and_asyncio(driver):
    driver.server.script([TWO_GIGABYTES, Drip(b"x" * 65536, every=0)])

    def use(client):
        with pytest.raises(InternalServerError):
            client.chat.completions.create(model="m", messages=MESSAGES)

    async def use_async(client):
        import gc

        with pytest.raises(InternalServerError):
            await client.chat.completions.create(model="m", messages=MESSAGES)
        gc.collect()  # a generator left half-way would warn, which is an error here

    driver.run(use if driver.kind == "sync" else use_async, **ONCE)


@pytest.fixture
def hasty(monkeypatch):
    monkeypatch.setattr(_body, "PATIENCE", 0.1)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("rest", [STALL, Drip(b"!")], ids=["stalls", "trickles"])
@pytest.mark.parametrize("supplied", [None, {"timeout": 600}], ids=["own", "supplied"])
def test_an_error_body_that_does_not_come_does_not_hold_up_the_next_try(driver, rest, supplied):
    driver.server.script([TWO_GIGABYTES + b"it burns", rest], response(200, MODELS))
    assert len(driver.models(supplied=supplied)) == 1
    assert len(driver.waits) == 1


@pytest.mark.usefixtures("hasty")
def test_an_error_tells_what_came_of_a_body_that_stalls(driver):
    driver.server.script([TWO_GIGABYTES + b"it burns", STALL])
    assert failure(driver).body == "it burns"
    assert driver.server.wait_until_closed(1)
