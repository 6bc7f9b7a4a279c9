"""The key is in no repr, message, log, traceback or pickle, even when the server echoes it."""

import copy
import logging
import pickle
import traceback

import pytest

from scaleway_genapi import _core as core
from scaleway_genapi._core._redact import Secret, redact, redact_bytes
from tests.client.conftest import KEY
from tests.client.fault_server import DONE, LAST, RESET, chunk, event, response, stream_head

ECHO = {"error": {"message": f"the key {KEY} is unknown", "type": KEY, "param": KEY, "code": 403}}

FAULTS = {
    "status": response(403, ECHO, x_request_id=KEY),
    "no json": response(403, f"<p>{KEY}</p>".encode(), content_type="text/html"),
    "html with 200": response(200, f"<p>{KEY}</p>".encode(), content_type="text/html"),
    "missing field": response(200, {"id": KEY}),
    "header": response(403, {}, x_debug=f"Bearer {KEY}"),
    "reset": [RESET],
    "no http": f"{KEY}\r\n\r\n".encode(),
}


def assert_hidden(error):
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert KEY not in shown
    for text in (error.code, error.type, error.param, error.request_id, error.body):
        assert KEY not in str(text)
    for twin in (error, copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert KEY.encode() not in pickle.dumps(twin)
    rebuilt = pickle.loads(pickle.dumps(error)).response
    if rebuilt is not None:
        assert KEY not in rebuilt.text
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


def test_cookies_of_a_response_are_not_pickled(driver):
    driver.server.script(response(403, {}, set_cookie="session=hidden-value"))
    with pytest.raises(core.PermissionDeniedError) as caught:
        driver.complete()
    assert b"hidden-value" not in pickle.dumps(caught.value)


def test_redaction_replaces_every_occurrence():
    assert redact("a secret-key b secret-key", Secret("secret-key")) == "a [redacted] b [redacted]"
    assert redact_bytes(b"a secret-key", Secret("secret-key")) == b"a [redacted]"


def test_redaction_leaves_text_without_the_secret_alone():
    assert redact("abc", None) == "abc"
    assert redact("abcabc", Secret("abc")) == "abcabc", "too short to be a key"
