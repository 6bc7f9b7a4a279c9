"""Rules: what is matched, what is answered, how often, and which rules are refused."""

from __future__ import annotations

import json
import re

import httpx
import pytest

from scaleway_genapi_mock import RuleError

from .conftest import CHAT, LEGACY, MODEL, THINKER, events


def text(response):
    assert response.status_code == 200, response.text
    return response.json()["choices"][0]["message"]["content"]


def test_a_text_is_said_whole_and_as_a_stream(chat, genapi_mock):
    genapi_mock.when().reply("Forty-two it is.", reasoning="Let me think.")
    message = chat().json()["choices"][0]["message"]
    assert message["content"] == "Forty-two it is."
    assert message["reasoning_content"] == "Let me think."
    *chunks, end = events(chat(stream=True))
    assert end == "[DONE]"
    deltas = [json.loads(chunk)["choices"][0]["delta"] for chunk in chunks]
    assert "".join(d.get("content") or "" for d in deltas) == "Forty-two it is."
    assert genapi_mock.journal[-1].rule == "rule-1"


@pytest.mark.parametrize(
    ("when", "fields", "hit"),
    [
        ({"operation": "chat.completions.create"}, {}, True),
        ({"operation": "models.list"}, {}, False),
        ({"model": MODEL}, {}, True),
        ({"model": [LEGACY, MODEL]}, {}, True),
        ({"model": {"regex": "^mistral"}}, {}, True),
        ({"model": re.compile("MISTRAL", re.IGNORECASE)}, {}, True),
        ({"model": LEGACY}, {}, False),
        ({"last_message": "there"}, {}, True),
        ({"last_message": "There"}, {}, False),
        ({"last_message": {"regex": "^Hello.*there$"}}, {}, True),
        ({"body": {"/temperature": 0.5}}, {"temperature": 0.5}, True),
        ({"body": {"temperature": 0.5}}, {}, False),
        ({"body": {"/seed": 1}}, {"seed": 1}, True),
        ({"body": {"/logprobs": 1}}, {"logprobs": True}, False),
        ({"body": {"/messages/0/content": {"regex": "ello"}}}, {}, True),
        ({"body": {"/messages/-1/role": "user"}}, {}, True),
        ({"body": {"/messages/7/role": "user"}}, {}, False),
        ({"headers": {"X-Trace": "abc"}}, {}, True),
        ({"headers": {"x-trace": {"regex": "^z"}}}, {}, False),
        ({"project": None}, {}, True),
        ({"project": "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"}, {}, False),
        ({"stream": True}, {}, False),
        ({"stream": False}, {}, True),
        ({"model": MODEL, "stream": True}, {}, False),
    ],
)
def test_all_conditions_must_hold(http, genapi_mock, when, fields, hit):
    genapi_mock.rule(when=when, reply={"body": "hit"})
    body = {"model": MODEL, "messages": [{"role": "user", "content": "Hello there"}], **fields}
    response = http.post(CHAT, json=body, headers={"x-trace": "abc"})
    assert response.status_code == 200
    assert (response.json() == "hit") is hit


def test_a_rule_for_a_project_applies_in_that_project(http, genapi_mock):
    project = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
    genapi_mock.when(project=project).reply(body={"mine": True})
    assert http.get(f"/{project}/v1/models").json() == {"mine": True}
    assert "data" in http.get("/v1/models").json()


def test_the_first_rule_that_was_added_answers_unless_another_has_priority(chat, genapi_mock):
    genapi_mock.when().reply("first")
    genapi_mock.when().reply("second")
    assert text(chat()) == "first"
    genapi_mock.when().reply("important", priority=1)
    assert text(chat()) == "important"


def test_a_rule_that_was_used_up_leaves_the_field_to_the_next(chat, genapi_mock):
    rule = genapi_mock.when().reply("twice", times=2)
    genapi_mock.when().reply("fallback", priority=-1)
    assert [text(chat()) for _ in range(3)] == ["twice", "twice", "fallback"]
    assert rule.used == 2


def test_a_rate_hits_a_share_of_requests_and_the_same_ones_each_time(chat, genapi_mock):
    def hits():
        genapi_mock.reset()
        genapi_mock.when().reply("hit", rate=0.5, name="half")
        return [text(chat()) == "hit" for _ in range(40)]

    first = hits()
    assert 8 < sum(first) < 32
    assert first == hits()


def test_a_tool_call_is_made_as_said(chat, genapi_mock):
    genapi_mock.when().reply(tool_call={"name": "f", "arguments": {"a": 1}})
    choice = chat().json()["choices"][0]
    assert choice["finish_reason"] == "tool_calls"
    assert choice["message"]["tool_calls"][0]["function"] == {"name": "f", "arguments": '{"a": 1}'}


def test_arguments_may_be_broken_on_purpose(chat, genapi_mock):
    genapi_mock.when().reply(tool_calls=[{"name": "f", "arguments": "{oops"}, {"name": "g"}])
    calls = chat().json()["choices"][0]["message"]["tool_calls"]
    assert [c["function"]["arguments"] for c in calls] == ["{oops", "{}"]


def test_chunks_of_text_are_the_pieces_of_the_stream(chat, genapi_mock):
    genapi_mock.when().reply(chunks=["Hel", "lo ", "world"])
    *chunks, _ = events(chat(stream=True))
    pieces = [json.loads(c)["choices"][0]["delta"].get("content") for c in chunks]
    assert [piece for piece in pieces if piece] == ["Hel", "lo ", "world"]
    assert text(chat()) == "Hello world"


def test_chunks_of_json_go_out_as_they_are(chat, genapi_mock):
    genapi_mock.when(stream=True).reply(chunks=[{"a": 1}, {"b": [2]}])
    assert events(chat(stream=True)) == ['{"a":1}', '{"b":[2]}', "[DONE]"]


def test_a_body_comes_with_status_headers_and_type(http, genapi_mock):
    genapi_mock.when(operation="models.list").reply(
        body="<p>", status=418, headers={"X-Mine": "1"}, media_type="text/html"
    )
    response = http.get("/v1/models")
    assert response.status_code == 418
    assert response.text == "<p>"
    assert response.headers["x-mine"] == "1"
    assert response.headers["content-type"] == "text/html"


def test_an_error_has_the_envelope_and_words_of_the_document(chat, genapi_mock):
    genapi_mock.when().reply(error=504)
    response = chat()
    assert response.status_code == 504
    assert response.json()["error"]["type"] == "GatewayTimeoutError"
    assert chat(model=LEGACY).json()["object"] == "error"


@pytest.mark.parametrize("after", [2, "Wed, 21 Oct 2065 07:28:00 GMT", "soon", -1, 10**12])
def test_retry_after_may_be_seconds_a_date_or_absurd(chat, genapi_mock, after):
    genapi_mock.when().reply(error={"status": 429, "retry_after": after, "message": "Later."})
    response = chat()
    assert response.headers["retry-after"] == str(after)
    assert response.json()["error"]["message"] == "Later."


def test_a_sequence_is_played_once_and_then_over(chat, genapi_mock):
    genapi_mock.when().reply(sequence=[{"error": 500}, {"error": 429}, {"text": "at last"}])
    statuses = [chat().status_code for _ in range(3)]
    assert statuses == [500, 429, 200]
    assert "Hello there" in text(chat())


def test_a_function_may_answer_in_every_form(chat, genapi_mock):
    replies = iter(["a text", {"error": 500}, None])
    seen = []

    def answer(call):
        seen.append(call.body["messages"][-1]["content"])
        return next(replies)

    genapi_mock.when().reply(function=answer)
    assert text(chat("one")) == "a text"
    assert chat("two").status_code == 500
    assert "three" in text(chat("three"))
    assert seen == ["one", "two", "three"]


def test_a_function_that_fails_is_a_500_that_says_so(chat, genapi_mock, caplog):
    genapi_mock.when().reply(function=lambda _: 1 / 0)
    response = chat()
    assert response.status_code == 500
    assert "ZeroDivisionError" in response.json()["error"]["message"]
    assert "internal error" in genapi_mock.journal[-1].error


def test_delays_are_kept(chat, genapi_mock):
    genapi_mock.when().reply("a b c", latency=0.02, first_token_delay=0.03, token_delay=0.01)
    response = chat(stream=True)
    assert response.elapsed.total_seconds() > 0.02 + 0.03 + 0.01 * 4


def test_fail_next_fails_the_next_requests_and_no_more(http, chat, genapi_mock):
    genapi_mock.when().reply("usual")
    genapi_mock.fail_next(429, times=2, retry_after=1)
    assert http.get("/v1/models").status_code == 429
    assert chat().headers["retry-after"] == "1"
    assert text(chat()) == "usual"


def test_checks_come_before_rules(genapi_mock):
    genapi_mock.when().reply("never")
    assert httpx.get(f"{genapi_mock.url}/v1/models").status_code == 401


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ({}, "reply: is required"),
        ({"reply": {}}, "reply: is empty"),
        ({"reply": "hello"}, 'reply: "hello" is no mapping'),
        ({"reply": {"txt": "a"}}, "reply/txt: is not known; did you mean 'text'?"),
        ({"reply": {"text": "a", "error": 500}}, "text and error exclude each other"),
        ({"reply": {"text": 5}}, "reply/text: 5 is no text"),
        ({"reply": {"text": "a", "finish_reason": 3}}, "reply/finish_reason: 3 is no text"),
        ({"reply": {"chunks": ["a"], "reasoning": ["b"]}}, "reply/reasoning: "),
        ({"reply": {"tool_call": {"name": "f", "argumets": {}}}}, "reply/tool_call/argumets: is"),
        ({"reply": {"error": 99}}, "reply/error/status: 99 is no final HTTP status"),
        ({"reply": {"error": {"stats": 500}}}, "did you mean 'status'"),
        ({"reply": {"fault": "restet"}}, "did you mean 'reset'"),
        ({"reply": {"fault": {"kind": "reset", "after": -1}}}, "after: -1 is not a number from 0"),
        ({"reply": {"sequence": []}}, "reply/sequence: is a list"),
        ({"reply": {"sequence": [{"text": 1}]}}, "reply/sequence/0/text"),
        ({"reply": {"function": 5}}, "is no function"),
        ({"reply": {"text": "a", "latency": "1s"}}, "reply/latency"),
        ({"reply": {"text": "a", "headers": {"x": "a\r\nb: c"}}}, "reply/headers/x: is no header"),
        ({"reply": {"text": "a"}, "times": 0}, "times: 0 is no number from 1"),
        ({"reply": {"text": "a"}, "rate": 2}, "rate: 2 is no number from 0 to 1"),
        ({"reply": {"text": "a"}, "when": {"modle": "x"}}, "when/modle"),
        ({"reply": {"text": "a"}, "when": {"operation": "chat"}}, "there is no 'chat'"),
        ({"reply": {"text": "a"}, "when": {"operation": "models.list"}}, "says no text"),
        ({"reply": {"text": "a"}, "when": {"model": {"regex": "("}}}, "no regular expression"),
        ({"reply": {"text": "a"}, "when": {"stream": "yes"}}, "when/stream"),
        ({"reply": {"body": {1, 2}}}, "reply/body: is no JSON"),
        ({"replies": []}, "replies: is not known; did you mean 'reply'?"),
    ],
)
def test_a_bad_rule_is_refused_with_place_and_reason(genapi_mock, rule, says):
    with pytest.raises(RuleError) as caught:
        genapi_mock.app.add_rule(rule)
    assert says in str(caught.value)
    assert len(genapi_mock.app.rules) == 0


def test_two_rules_cannot_have_one_name(genapi_mock):
    genapi_mock.when().reply("a", name="mine")
    with pytest.raises(RuleError, match="already"):
        genapi_mock.when().reply("b", name="mine")


def test_a_reset_removes_rules(chat, genapi_mock):
    genapi_mock.when().reply("rule")
    genapi_mock.reset()
    assert "Hello there" in text(chat())


def test_a_text_without_a_named_operation_means_those_that_speak(http, genapi_mock):
    genapi_mock.when().reply("only chats")
    assert "data" in http.get("/v1/models").json()


def test_other_settings_leave_rules_alone(chat, genapi_mock):
    genapi_mock.when().reply("rule")
    genapi_mock.configure(seed=3)
    assert text(chat(model=THINKER)) == "rule"
