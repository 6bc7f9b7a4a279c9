"""Tracebacks that show local variables, as error trackers and test runners make them, show no key."""

import copy
import pickle
import traceback

import pytest

from scaleway_genapi import ConfigurationError
from scaleway_genapi import _core as core
from scaleway_genapi._core._redact import Secret
from scaleway_genapi._generated.client import AsyncClient, Client
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import (
    DONE,
    LAST,
    RESET,
    chunk,
    chunked,
    completion,
    event,
    refusal,
    response,
    stream_head,
)


def frames_of_the_package(error) -> str:
    """Local variables of the package's own frames, through all causes."""
    shown = []
    link = error
    while link is not None:
        found = traceback.TracebackException.from_exception(link, capture_locals=True)
        shown += [
            repr(frame.locals) for frame in found.stack if "/scaleway_genapi/" in frame.filename
        ]
        link = link.__cause__ or link.__context__
    assert shown
    return "".join(shown)


@pytest.mark.parametrize(
    "answer",
    [[RESET], refusal(403), response(200, {}), b"nonsense\r\n\r\n"],
    ids=["reset", "status", "missing field", "no http"],
)
def test_the_frames_of_a_failed_call_show_no_key(driver, answer):
    driver.server.script(answer)
    with pytest.raises(core.APIError) as caught:
        driver.complete(options={"max_retries": 0})
    assert KEY not in frames_of_the_package(caught.value)


ESCAPED = b'{"error": {"message": "%s"}}' % KEY.replace("-", "\\u002d").encode()
ECHO = {"error": {"message": f"the key {KEY} is unknown", "code": 403}}


@pytest.mark.parametrize(
    "answer",
    [
        refusal(403, f"the key {KEY} is unknown"),
        response(403, f"<p>{KEY}</p>".encode(), content_type="text/html"),
        refusal(403, x_debug=KEY),
        response(200, {"id": KEY}),
        response(200, f'{{"id": "{KEY}"'.encode(), content_type="application/json"),
        response(200, f"<p>{KEY}</p>".encode(), content_type="text/html"),
        response(200, ESCAPED, content_type="application/json"),
        response(403, ESCAPED, content_type="application/json"),
    ],
    ids=[
        "status",
        "page",
        "header",
        "missing field",
        "no json",
        "page with 200",
        "escaped with 200",
        "escaped",
    ],
)
@pytest.mark.parametrize("raw", [False, True], ids=["parsed", "raw"])
def test_the_frames_of_a_failed_call_show_no_key_that_the_server_echoes(driver, answer, raw):
    driver.server.script(answer)
    once = {"max_retries": 0}
    with pytest.raises(core.APIError) as caught:
        _ = driver.raw(once).parse() if raw else driver.complete(once)
    assert KEY not in frames_of_the_package(caught.value)


@pytest.mark.parametrize(
    "steps",
    [
        [event(ECHO), LAST],
        [chunked(b"event: error\ndata: " + KEY.encode() + b"\n\n"), LAST],
        [event({"id": KEY}), LAST],
        [event(KEY.encode()), LAST],
        [event([KEY]), LAST],
        [event(chunk(KEY)), RESET],
        [event(chunk(KEY)), LAST],
        [event(chunk(KEY)), chunked(b"data: half"), LAST],
    ],
    ids=[
        "error",
        "typed error",
        "missing field",
        "no json",
        "no object",
        "reset",
        "no end marker",
        "half an event",
    ],
)
def test_the_frames_of_a_failed_stream_show_no_key_that_the_server_echoes(driver, steps):
    driver.server.script([stream_head(x_debug=KEY), *steps])
    _, error = driver.stream(options={"max_retries": 0})
    assert isinstance(error, core.APIError)
    # The loop of whoever reads has what it was given, which is not for the package to take away.
    assert KEY not in frames_of_the_package(error)


def test_the_frames_of_a_page_in_place_of_a_stream_show_no_key_that_it_echoes(driver):
    driver.server.script(response(200, f"<p>{KEY}</p>".encode(), content_type="text/html"))
    _, error = driver.stream(options={"max_retries": 0})
    assert isinstance(error, core.ResponseDecodeError)
    assert KEY not in frames_of_the_package(error)


@pytest.mark.parametrize("make", [Client, AsyncClient])
def test_the_frames_of_a_refused_base_url_show_no_key(make):
    with pytest.raises(ConfigurationError) as caught:
        make(api_key=KEY, base_url="ftp://nowhere")
    assert KEY not in frames_of_the_package(caught.value)


@pytest.mark.parametrize("make", [Client, AsyncClient])
def test_the_frames_of_a_refused_base_url_show_no_key_of_the_environment(make, monkeypatch):
    monkeypatch.setenv("SCW_SECRET_KEY", KEY)
    with pytest.raises(ConfigurationError) as caught:
        make(base_url="ftp://nowhere")
    assert KEY not in frames_of_the_package(caught.value)


@pytest.mark.parametrize("make", [Client, AsyncClient])
def test_the_frames_of_a_refused_key_do_not_show_it(make):
    with pytest.raises(ConfigurationError) as caught:
        make(api_key=KEY + "\n")
    assert KEY not in frames_of_the_package(caught.value)


def test_a_secret_is_neither_shown_nor_copied():
    secret = Secret(KEY)
    assert KEY not in f"{secret!r} {secret}"
    for duplicate in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="secret"):
            duplicate(secret)


@pytest.mark.parametrize("first", [True, False], ids=["parsed", "not parsed"])
def test_a_pickled_raw_response_holds_the_answer_and_no_key(driver, first):
    driver.server.script(response(200, completion(), x_request_id="req-1"))
    raw = driver.raw()
    if first:
        raw.parse()
    data = pickle.dumps(raw)
    assert KEY.encode() not in data
    twin = pickle.loads(data)
    assert (twin.status_code, twin.request_id) == (200, "req-1")
    assert twin.parse() == raw.parse()


def test_a_copied_raw_response_has_no_request_headers(driver):
    driver.server.script(response(200, completion()))
    twin = copy.deepcopy(driver.raw())
    assert "authorization" not in twin.http_response.request.headers


def test_a_raw_response_with_a_stream_is_not_pickled(server):
    server.script([stream_head(), DONE, LAST])
    with Client(KEY, base_url=server.url) as client:
        raw = client.chat.completions.with_raw_response.create(
            model="m", messages=MESSAGES, stream=True
        )
        with raw.parse(), pytest.raises(TypeError, match="connection"):
            pickle.dumps(raw)


@pytest.mark.parametrize("given", [None, 5, b"key", ""], ids=repr)
def test_an_api_key_callable_that_gives_no_key_is_refused(driver, given):
    with pytest.raises(ConfigurationError, match="callable"):
        driver.models(api_key=lambda: given)


@pytest.mark.parametrize("given", [None, 5], ids=repr)
def test_an_awaited_api_key_that_is_no_key_is_refused(driver, given):
    if driver.kind == "sync":
        pytest.skip("only an asynchronous client awaits")

    async def key():
        return given

    with pytest.raises(ConfigurationError, match="callable"):
        driver.models(api_key=key)
