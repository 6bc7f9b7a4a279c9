"""What goes wrong outside streams: typed errors, never a string or a half-filled object."""

import copy
import json
import pickle
import socket

import pytest

from scaleway_genapi import _core as core
from scaleway_genapi._core import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ResponseDecodeError,
)
from tests.client.conftest import KEY
from tests.client.fault_server import MODELS, RESET, STALL, completion, response

NO_RETRY = {"max_retries": 0}

STATUSES = {
    400: core.BadRequestError,
    401: core.AuthenticationError,
    403: core.PermissionDeniedError,
    404: core.NotFoundError,
    409: core.ConflictError,
    416: core.APIStatusError,
    422: core.UnprocessableEntityError,
    429: core.RateLimitError,
    500: core.InternalServerError,
    503: core.InternalServerError,
    504: core.InternalServerError,
    520: core.InternalServerError,
    599: core.InternalServerError,
    418: core.APIStatusError,
    600: core.APIStatusError,
}

SHAPES = {
    "nested": {
        "error": {"message": "bad thing", "type": "SomeError", "param": "model", "code": 400}
    },
    "flat": {
        "object": "error",
        "message": "bad thing",
        "type": "SomeError",
        "param": "model",
        "code": 400,
    },
    "gateway": {"error": "SomeError", "status": 400, "message": "bad thing", "param": "model"},
}


def failure(driver, *script, **options):
    driver.server.script(script)
    with pytest.raises(core.APIError) as caught:
        driver.complete(options=NO_RETRY | options)
    error = caught.value
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(twin) is type(error)
        assert str(twin) == str(error)
        assert KEY.encode() not in pickle.dumps(twin)
    return error


@pytest.mark.parametrize(("status", "kind"), STATUSES.items())
def test_every_error_status_has_its_class(driver, status, kind):
    error = failure(driver, response(status, SHAPES["nested"], x_request_id="req-1"))
    assert type(error) is kind
    assert error.status_code == status
    assert error.request_id == "req-1"
    assert error.response.status_code == status
    assert str(status) in str(error)


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES.keys())
def test_every_documented_error_shape_is_read(driver, body):
    error = failure(driver, response(400, body))
    assert (error.code, error.type, error.param) == (400, "SomeError", "model")
    assert "bad thing" in str(error)
    assert error.body == body


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<html><h1>504 Gateway Time-out</h1></html>", "Gateway Time-out"),
        (b"", "no explanation"),
        (b"[1, 2]", "[1, 2]"),
        (b'{"error": null}', "error"),
        (b'{"error": {"code": true}}', "code"),
        (b"\xff\xfe", "\ufffd"),
    ],
    ids=["html", "empty", "array", "null", "odd", "no text"],
)
def test_an_error_body_of_no_known_shape_is_quoted(driver, body, expected):
    error = failure(driver, response(504, body))
    assert type(error) is core.InternalServerError
    assert expected in str(error)
    assert error.code is None


def test_hints_of_the_document_are_in_the_message(driver):
    assert "AllProductsFullAccess" in str(failure(driver, response(403, SHAPES["flat"])))
    assert "max_completion_tokens" in str(failure(driver, response(416, SHAPES["flat"])))


def test_an_error_has_the_rate_limits_and_the_wait(driver):
    error = failure(
        driver,
        response(
            429,
            SHAPES["nested"],
            retry_after="12",
            x_ratelimit_limit_requests="600",
            x_ratelimit_remaining_requests="0",
            x_ratelimit_reset_requests="1m30s",
        ),
    )
    assert error.retry_after == 12
    assert "12 s" in str(error)
    assert error.rate_limits.requests == core.RateLimit(600, 0, 90)
    assert error.rate_limits.tokens == core.RateLimit(None, None, None)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (response(200, b"<html>Hello</html>", content_type="text/html"), "text/html"),
        (response(200, b"", content_type="application/json"), "empty"),
        (response(200, b""), "empty"),
        (response(204, b""), "empty"),
        (response(200, b'{"id": "x"}', content_type="text/plain"), "text/plain"),
        (response(200, b'{"id": "chatcmpl', content_type="application/json"), "no JSON"),
        (response(200, b"[" * 200_000, content_type="application/json"), "no JSON"),
        (response(200, b"[]", content_type="application/json"), "expected object"),
        (response(200, b'"text"', content_type="application/json"), "expected object"),
        (response(200, b"null", content_type="application/json"), "expected object"),
        (response(200, {"id": "x"}), "is missing"),
        (
            response(200, completion() | {"choices": [{"index": 0}]}),
            "$.choices[0].message is missing",
        ),
        (response(200, completion() | {"choices": "x"}), "$.choices"),
        (response(200, completion() | {"choices": None}), "$.choices"),
    ],
)
def test_an_unusable_answer_with_a_good_status_is_a_decode_error(driver, answer, expected):
    error = failure(driver, answer)
    assert type(error) is ResponseDecodeError
    assert expected in str(error)
    assert error.status_code in (200, 204)


def test_json_without_a_stated_type_is_accepted(driver):
    body = json.dumps(completion()).encode()
    driver.server.script(response(200, body))
    assert driver.complete().choices[0].message.content == "Hello"


def test_a_short_body_is_a_connection_error_and_not_asked_for_again(driver):
    driver.server.script(
        [
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{",
            RESET,
        ]
    )
    with pytest.raises(APIConnectionError):
        driver.complete()
    assert len(driver.server.requests) == 1


def test_a_short_body_of_an_idempotent_call_is_asked_for_again(driver):
    driver.server.script(
        [
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{",
            RESET,
        ],
        response(200, MODELS),
    )
    assert [model.id for model in driver.models()] == ["some-model"]


def test_a_server_that_does_not_answer_is_a_timeout(driver):
    assert type(failure(driver, STALL, timeout=0.2)) is APITimeoutError


def test_a_server_that_is_not_there_is_a_connection_error(driver):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(APIConnectionError, match="cannot connect") as caught:
        driver.complete(options=NO_RETRY | {"base_url": f"http://127.0.0.1:{port}"})
    assert caught.value.__cause__ is not None
    assert caught.value.response is None


def test_an_answer_that_is_no_http_is_a_connection_error(driver):
    assert type(failure(driver, b"SSH-2.0-OpenSSH_9.6\r\n\r\n")) is APIConnectionError


# httpx leaves its generators half-way here, which trio warns of when they are collected.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_body_that_does_not_decompress_is_a_decode_error(driver):
    answer = response(200, b"no gzip", content_type="application/json", content_encoding="gzip")
    assert type(failure(driver, answer)) is ResponseDecodeError


def test_an_unwritable_request_is_refused_before_it_is_sent(driver):
    for bad in (object(), float("nan"), {1, 2}):
        with pytest.raises(core.RequestEncodeError):
            driver.complete(extra_body={"extra": {"deep": bad}})
    assert driver.server.requests == []


def test_a_redirect_is_an_error_and_carries_nothing_elsewhere(driver):
    driver.server.script(
        response(307, b"", location="http://elsewhere.invalid/v1/chat/completions")
    )
    with pytest.raises(APIStatusError, match=r"elsewhere\.invalid") as caught:
        driver.complete()
    assert caught.value.status_code == 307
    assert len(driver.server.requests) == 1
