"""Rules beside what the server says by itself: headers, steps, functions, resets."""

from __future__ import annotations

import pytest

from scaleway_genapi_mock import RuleError
from scaleway_genapi_mock._answers import EventStream
from scaleway_genapi_mock.command import _serve
from scaleway_genapi_mock.rules import _reply

RATES = "x-ratelimit-"


def rates(response):
    return sorted(name for name, _ in response.headers.raw if name.lower().startswith(b"x-rate"))


@pytest.mark.parametrize("name", [f"{RATES}remaining-requests", "X-RateLimit-Remaining-Requests"])
def test_a_header_of_a_rule_takes_the_place_of_that_one_header(chat, genapi_mock, name):
    usual = rates(chat())
    genapi_mock.when().reply("Hi", headers={name: "0", "Content-Type": "text/odd"})
    response = chat()
    assert rates(response) == usual
    assert response.headers.get_list(f"{RATES}remaining-requests") == ["0"]
    assert response.headers.get_list("content-type") == ["text/odd"]


def test_retry_after_is_sent_once(chat, genapi_mock):
    error = {"status": 429, "retry_after": 3, "headers": {"retry-after": "9"}}
    genapi_mock.when().reply(error=error)
    assert chat().headers.get_list("retry-after") == ["3"]


@pytest.mark.parametrize(
    "reply", [{"chunks": [{"a": 1}]}, {"fault": "no-end"}], ids=["chunks", "fault"]
)
def test_a_function_is_refused_a_stream_where_none_is_asked_for(chat, genapi_mock, reply):
    genapi_mock.when().reply(function=lambda _request: reply)
    response = chat()
    assert response.status_code == 500
    assert "needs a stream, and none was asked for" in response.text
    assert "needs a stream" in genapi_mock.journal[-1].error
    assert chat(stream=True).status_code == 200


def test_a_function_can_say_a_text_in_chats_only(http, genapi_mock):
    genapi_mock.when().reply(function=lambda _request: "Hello")
    response = http.get("/v1/models")
    assert response.status_code == 500
    assert "models.list says no text" in response.text


def test_a_step_that_needs_a_stream_waits_for_one_and_the_others_do_not(chat, genapi_mock):
    steps = [{"error": 500}, {"fault": "no-end"}, {"error": 504}]
    rule = genapi_mock.when().reply(sequence=steps)
    assert [chat().status_code, chat().status_code] == [500, 200]
    assert rule.used == 1
    assert "[DONE]" not in chat(stream=True).text
    assert chat().status_code == 504


def test_a_page_of_a_gateway_comes_late_and_with_headers(chat, genapi_mock):
    genapi_mock.when().reply(fault="html", latency=0.05, headers={"x-gateway": "edge"})
    response = chat()
    assert response.status_code == 502
    assert response.headers["x-gateway"] == "edge"
    assert response.headers["content-type"] == "text/html"
    assert genapi_mock.journal[-1].seconds >= 0.05


@pytest.mark.parametrize(
    ("when", "reply", "said"),
    [
        ({}, {"text": "\ud800"}, "reply/text: has half of a surrogate pair"),
        ({}, {"tool_call": {"name": "f", "arguments": {1: set()}}}, "arguments: is no JSON"),
        ({"headers": {"x y": "1"}}, {"text": "a"}, "is no header"),
    ],
)
def test_what_could_never_be_sent_is_refused(genapi_mock, when, reply, said):
    with pytest.raises(RuleError, match=said):
        genapi_mock.rule(when=when, reply=reply)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), None])
def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch, error):
    class Full:
        def write(self, _text):
            raise error

    for name in ("stdout", "stderr"):
        monkeypatch.setattr("sys." + name, None if error is None else Full())
    assert _serve.say("http://127.0.0.1:1", "serving") is None
    assert _serve.tell("a line") is None


@pytest.mark.parametrize(
    ("stated", "own", "delays"),
    [
        ({"token_delay": 0.3}, (), (None, 0.3)),
        ({"first_token_delay": 0.5}, (), (0.5, None)),
        ({"token_delay": 0.0}, (), (None, 0.0)),
        ({"first_token_delay": 0.5}, (0.1, 0.2, 0.3), (0.5, 0.2, 0.3)),
        ({"token_delay": 0.4}, (0.1, 0.2), (0.1, 0.4)),
        ({"first_token_delay": 0.5}, (0.1,), (0.5, 0.1)),
    ],
)
def test_a_delay_that_is_not_stated_stays_what_it_was(stated, own, delays):
    changes = _reply._Changes({"latency": 0, **stated}, "reply")
    made = changes.over(lambda _call, _stage: EventStream([b"x"], delays=own))(None, None)
    assert made.delays == delays
    assert made.latency == 0


def test_a_rule_can_undo_the_latency_of_the_server(chat, genapi_mock):
    genapi_mock.configure(latency=60)
    genapi_mock.rule(reply={"text": "Now.", "latency": 0})
    assert chat().status_code == 200
