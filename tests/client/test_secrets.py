"""The key is in no repr, message, log, traceback or pickle, even when the server echoes it."""

import copy
import json
import logging
import pickle
import re
import traceback

import httpx
import pytest

from scaleway_genapi import Client
from scaleway_genapi import _core as core
from scaleway_genapi._core._redact import Secret, redact, redact_bytes, safe_cause
from tests.client.conftest import KEY
from tests.client.fault_server import (
    DONE,
    LAST,
    RESET,
    chunk,
    event,
    refusal,
    response,
    stream_head,
)

ECHO = {"error": {"message": f"the key {KEY} is unknown", "type": KEY, "param": KEY, "code": 403}}

FAULTS = {
    "status": response(403, ECHO, x_request_id=KEY),
    "no json": response(403, f"<p>{KEY}</p>".encode(), content_type="text/html"),
    "html with 200": response(200, f"<p>{KEY}</p>".encode(), content_type="text/html"),
    "missing field": response(200, {"id": KEY}),
    "header": refusal(403, x_debug=f"Bearer {KEY}"),
    "reset": [RESET],
    "no http": f"{KEY}\r\n\r\n".encode(),
}


def assert_hidden(error, key=KEY):
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert key not in shown
    for text in (error.code, error.type, error.param, error.request_id, error.body):
        assert key not in str(text)
    for twin in (error, copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert key.encode() not in pickle.dumps(twin)
    rebuilt = pickle.loads(pickle.dumps(error)).response
    if rebuilt is not None:
        assert key not in rebuilt.text
        assert "authorization" not in rebuilt.request.headers


@pytest.mark.parametrize("answer", FAULTS.values(), ids=FAULTS.keys())
def test_an_error_shows_no_key(driver, answer, caplog):
    driver.server.script(answer)
    with caplog.at_level(logging.DEBUG), pytest.raises(core.APIError) as caught:
        driver.complete(options={"max_retries": 1})
    assert_hidden(caught.value)
    assert KEY not in "".join(r.getMessage() for r in caplog.records if r.name == "scaleway_genapi")


@pytest.mark.parametrize(
    "step",
    [event(ECHO), event(f'{{"id": "{KEY}"}}'.encode()), event(KEY.encode()), event([KEY]), RESET],
    ids=["error event", "missing field", "no json", "no object", "reset"],
)
def test_an_error_inside_a_stream_shows_no_key(driver, step):
    driver.server.script([stream_head(x_debug=KEY), event(chunk("Hello")), step, DONE, LAST])
    texts, error = driver.stream()
    assert texts == ["Hello"]
    assert_hidden(error)


SPELLINGS = {
    "hyphens": KEY.replace("-", "\\u002d"),
    "all of it": "".join(f"\\u{ord(letter):04X}" for letter in KEY),
    "twice": KEY.replace("-", "\\\\u002D"),
    "some of it": KEY.replace("1", "\\u0031", 3),
}


@pytest.mark.parametrize("echo", SPELLINGS.values(), ids=SPELLINGS.keys())
@pytest.mark.parametrize(
    "body",
    [
        '{"error": {"message": "m KEY", "type": "KEY", "param": "KEY", "code": "KEY"}}',
        '{"error": "KEY", "message": "KEY"}',
        '{"KEY": ["KEY", {"KEY": "KEY"}]}',
        '{"message": "cut at KEY',
    ],
    ids=["nested", "gateway", "unknown", "cut"],
)
@pytest.mark.parametrize("status", [200, 400, 500])
def test_no_error_shows_a_key_that_the_server_echoes_as_json_writes_it(server, echo, body, status):
    text = body.replace("KEY", echo).encode()
    server.script(response(status, text, content_type="application/json"))
    with (
        core_client(server) as client,
        pytest.raises(core.APIError) as caught,
    ):
        client.models.list()
    assert_hidden(caught.value)
    assert hidden_in(caught.value.body)
    assert hidden_in(caught.value.response.text)


@pytest.mark.parametrize("echo", SPELLINGS.values(), ids=SPELLINGS.keys())
@pytest.mark.parametrize(
    "body",
    ['{"error": {"message": "m KEY", "code": "KEY"}}', '{"KEY": "KEY"}', '["KEY"]', '{"cut KEY'],
    ids=["error", "no chunk", "no object", "no json"],
)
def test_no_error_of_a_stream_shows_a_key_that_the_server_echoes_as_json_writes_it(
    driver, echo, body
):
    driver.server.script([stream_head(), event(body.replace("KEY", echo).encode()), LAST])
    _, error = driver.stream()
    assert_hidden(error)
    assert hidden_in(error.body)


def core_client(server):
    return Client(KEY, base_url=server.url, max_retries=0)


def hidden_in(value) -> bool:
    """Whether no number of unescapings shows the key."""
    text = value if isinstance(value, str) else json.dumps(value)
    for _ in range(4):
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
        text = text.replace("\\\\", "\\")
    return KEY not in text


@pytest.mark.parametrize(
    ("key", "echo"),
    [
        ("SECRET/KEY/0123", "SECRET\\/KEY\\/0123"),
        ("SECRET/KEY/0123", "SECRET\\\\/KEY\\u002f0123"),
        ('SECRET"KEY', 'SECRET\\"KEY'),
        ("SECRET\\KEY", "SECRET\\\\KEY"),
        ("SECRET\\KEY", "SECRET\\u005cKEY"),
    ],
)
def test_redaction_knows_every_spelling_of_json(key, echo):
    assert redact(f"a {echo} b", Secret(key)) == "a [redacted] b"
    assert redact_bytes(b"\xff " + echo.encode(), Secret(key)) == b"\xff [redacted]"


def test_redaction_of_a_text_of_escapes_comes_to_an_end():
    text = "\\" * 300_000 + "u002" * 10_000
    assert redact(text, Secret(KEY)) == text


OTHER = "a-key-of-somebody-else"


def echo_of_what_was_sent(server):
    for word in (OTHER, "message"):
        server.script(refusal(403, f"{word} {OTHER}", x_debug=OTHER))


@pytest.mark.parametrize("scheme", ["Bearer ", "Basic ", ""], ids=["bearer", "basic", "bare"])
def test_a_key_that_default_headers_give_is_not_shown(driver, scheme):
    echo_of_what_was_sent(driver.server)
    with pytest.raises(core.PermissionDeniedError) as caught:
        driver.complete(options={"default_headers": {"Authorization": scheme + OTHER}})
    assert driver.server.requests[-1].headers["authorization"] == scheme + OTHER
    assert_hidden(caught.value, OTHER)


def test_a_key_that_one_call_gives_is_not_shown(driver):
    echo_of_what_was_sent(driver.server)
    with pytest.raises(core.PermissionDeniedError) as caught:
        driver.complete(extra_headers={"authorization": f"Bearer {OTHER}"})
    assert_hidden(caught.value, OTHER)


def test_a_key_that_one_call_gives_is_not_shown_by_its_stream(driver):
    echo = {"error": {"message": f"the key {OTHER} is unknown"}}
    driver.server.script([stream_head(x_debug=OTHER), event(echo), LAST])
    _, error = driver.stream(extra_headers={"Authorization": f"Bearer {OTHER}"})
    assert_hidden(error, OTHER)


def test_a_key_that_a_supplied_client_adds_is_not_shown(driver):
    echo_of_what_was_sent(driver.server)

    class OwnAuth(httpx.Auth):
        def auth_flow(self, request):
            request.headers["Authorization"] = f"Bearer {OTHER}"
            yield request

    with pytest.raises(core.PermissionDeniedError) as caught:
        driver.complete(options={"supplied": {"auth": OwnAuth()}, "max_retries": 0})
    assert_hidden(caught.value, OTHER)


@pytest.mark.parametrize("supplied", [None, {}], ids=["own", "supplied"])
def test_the_response_of_an_error_tells_of_its_request_no_more_than_where_it_went(driver, supplied):
    driver.server.script(refusal(403, x_debug="yes"))
    with pytest.raises(core.PermissionDeniedError) as caught:
        driver.complete(options={"supplied": supplied}, extra_query={"token": OTHER})
    answer = caught.value.response
    assert answer.headers["x-debug"] == "yes"
    assert (answer.request.method, answer.request.url.path) == ("POST", "/v1/chat/completions")
    assert "authorization" not in answer.request.headers
    assert (answer.request.content, answer.request.url.query) == (b"", b"")


def test_the_response_of_an_error_inside_a_stream_has_no_key(driver):
    driver.server.script([stream_head(), event(ECHO), LAST])
    _, error = driver.stream()
    assert "authorization" not in error.response.request.headers


def group(error: Exception) -> Exception:
    return ExceptionGroup("several", [error])


def noted(error: Exception) -> Exception:
    calm = httpx.ConnectError("no")
    calm.add_note(str(error))
    return calm


def below(error: Exception) -> Exception:
    calm = httpx.ConnectError("no")
    calm.__cause__, calm.__context__ = ValueError("nothing"), error
    return calm


@pytest.mark.parametrize("hide", [group, noted, below])
def test_no_cause_is_kept_that_would_show_the_key_somewhere(hide):
    secret = Secret(KEY)
    assert safe_cause(hide(ValueError("nothing")), secret) is not None
    assert safe_cause(hide(ValueError(f"Bearer {KEY}")), secret) is None


def test_an_error_that_is_its_own_cause_comes_to_an_end():
    error = ValueError("nothing")
    error.__cause__ = error
    assert safe_cause(error, Secret(KEY)) is error


def test_cookies_of_a_response_are_not_pickled(driver):
    driver.server.script(refusal(403, set_cookie="session=hidden-value"))
    with pytest.raises(core.PermissionDeniedError) as caught:
        driver.complete()
    assert b"hidden-value" not in pickle.dumps(caught.value)


def test_redaction_replaces_every_occurrence():
    assert redact("a secret-key b secret-key", Secret("secret-key")) == "a [redacted] b [redacted]"
    assert redact_bytes(b"a secret-key", Secret("secret-key")) == b"a [redacted]"


def test_redaction_leaves_text_without_the_secret_alone():
    assert redact("abc", None) == "abc"
    assert redact("abcabc", Secret("abc")) == "abcabc", "too short to be a key"
