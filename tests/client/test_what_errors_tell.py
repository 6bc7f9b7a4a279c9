"""An error's parts: the whole for a log, the service's own sentence for a user, the advice, the response."""

import copy
import inspect

import pytest

from scaleway_genapi import (
    APIError,
    APIStatusError,
    NotFoundError,
    RateLimitError,
    StreamServerError,
)
from tests.client.conftest import KEY
from tests.client.fault_server import LAST, chunk, event, response, stream_head

SENTENCE = "The API key does not exist."
NESTED = {"error": {"message": SENTENCE, "type": "t", "param": None, "code": 403}}
FLAT = {"object": "error", "message": SENTENCE, "type": "t", "param": None, "code": 403}
GATEWAY = {"error": "forbidden", "status": 403, "message": SENTENCE}


def failure(driver, status, body, **headers):
    driver.server.script(response(status, body, **headers))
    with pytest.raises(APIStatusError) as caught:
        driver.complete(options={"max_retries": 0})
    return caught.value


@pytest.mark.parametrize("body", [NESTED, FLAT, GATEWAY], ids=["nested", "flat", "gateway"])
def test_the_services_own_sentence_is_the_detail_in_every_shape(driver, body):
    assert failure(driver, 403, body).detail == SENTENCE


def test_the_message_is_what_str_gives_and_holds_detail_and_hint(driver):
    error = failure(driver, 403, NESTED)
    assert error.message == str(error)
    assert error.message.startswith("403 Forbidden: " + SENTENCE)
    assert error.hint is not None
    assert error.message.endswith(error.hint)


def test_where_nothing_is_the_message_tells_where_it_looked(driver):
    # A base URL that goes on too far, say: the service's own page seldom tells.
    url = f"{driver.server.url}/v1/chat/completions"
    driver.server.script(response(404, b"<html>nginx</html>", content_type="text/html"))
    with pytest.raises(NotFoundError) as caught:
        driver.complete(options={"max_retries": 0, "base_url": url})
    assert str(caught.value).startswith(f"404 Not Found at POST {url}/v1/chat/completions: ")


@pytest.mark.parametrize("body", [b"<html>Bad gateway</html>", b"upstream error", b"", {"x": 1}])
def test_what_is_no_sentence_of_the_service_is_no_detail(driver, body):
    assert failure(driver, 502, body).detail is None


def test_a_long_sentence_is_cut_in_the_message_and_whole_in_the_detail(driver):
    long = "x" * 900_000
    error = failure(
        driver, 400, {"error": {"message": long, "type": long[:9000], "param": long[:9000]}}
    )
    assert error.detail == long
    assert error.body["error"]["message"] == long
    assert str(error).startswith("400 Bad Request: " + "x" * 1000)
    assert len(str(error)) < 4000


def test_a_long_sentence_inside_a_stream_is_cut_in_the_message(driver):
    driver.server.script([stream_head(), event({"error": {"message": "x" * 900_000}}), LAST])
    _, error = driver.stream()
    assert len(str(error)) < 4000
    assert len(error.detail) == 900_000


def test_a_key_that_the_service_echoes_is_in_no_part(driver):
    body = {"error": {"message": f"{KEY} is unknown", "type": "t", "param": None, "code": 403}}
    error = failure(driver, 403, body)
    assert error.detail == "[redacted] is unknown"
    error = failure(driver, 307, b"", location=f"http://other.example/{KEY}")
    assert error.hint is not None
    assert KEY not in error.hint


def test_an_error_inside_a_stream_tells_its_detail_and_hint(driver):
    busy = {"error": {"message": "Slow down.", "type": "t", "param": None, "code": 429}}
    driver.server.script([stream_head(), event(chunk()), event(busy), LAST])
    _, error = driver.stream()
    assert isinstance(error, StreamServerError)
    assert error.detail == "Slow down."
    assert error.hint is not None
    assert error.hint in str(error)


def test_a_status_error_always_has_a_response(driver):
    error = failure(driver, 429, NESTED, x_tenant="a")
    assert error.response.headers["x-tenant"] == "a"
    assert copy.deepcopy(error).response.headers["x-tenant"] == "a"


def test_a_status_error_made_by_hand_has_a_response_of_its_status():
    error = RateLimitError("slow down", status_code=429)
    assert error.response.status_code == 429
    assert "retry-after" not in error.response.headers


def test_an_error_shows_what_it_tells_and_nothing_else():
    shown = {name for name in dir(APIError("x")) if not name.startswith("_")}
    # The request is taken and dropped.
    told = set(inspect.signature(APIError).parameters) - {"request"}
    assert told == shown - set(dir(Exception("x")))
