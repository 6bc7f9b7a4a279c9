"""Rules: what is matched, what is answered, how often, and which rules are refused."""

from __future__ import annotations

import json
import re
import threading
import time

import httpx
import pytest

from scaleway_genapi_mock import RuleError, RuleWarning
from scaleway_genapi_mock.__main__ import main

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
        (
            {"reply": {"body": {"a": [float("nan")]}}},
            "reply/body/a/0: is no JSON, which has neither",
        ),
        ({"reply": {"body": 1, "media_type": ""}}, 'reply/media_type: "" is no media type'),
        ({"reply": {"body": 1, "status": True}}, "reply/status: true is no HTTP status"),
        ({"reply": {"body": 1, "token_delay": 1}}, "token_delay: is for streams, and body is none"),
        ({"reply": {"body": 1, "fault": "cut-event"}}, "fault: cut-event needs a stream, and body"),
        (
            {"reply": {"body": 1, "reasoning": "a"}},
            "reply/reasoning: goes with a text, text chunks",
        ),
        ({"reply": {"reasoning": "a"}}, "reply/reasoning: goes with a text"),
        ({"reply": {"text": "a", "media_type": "text/html"}}, "media_type: goes with a body only"),
        ({"reply": {"error": 500, "status": 503}}, "reply/status: stands inside the error"),
        ({"reply": {"error": 200}}, "error/status: 200 is no status of an error; give a body"),
        ({"reply": {"error": {"status": 500, "message": 5}}}, "error/message: 5 is no text"),
        (
            {"reply": {"error": {"status": 500, "retry_after": "a\r\nb: c"}}},
            "retry_after: is no head",
        ),
        ({"reply": {"error": {"status": 500, "retry_after": [1]}}}, "neither seconds nor a text"),
        ({"reply": {"text": "a", "headers": {"x": None}}}, "reply/headers/x: null is no text"),
        (
            {"reply": {"text": "a", "latency": float("nan")}},
            "reply/latency: NaN is no number of sec",
        ),
        ({"reply": {"text": "a", "latency": -1}}, "reply/latency: -1 is no number of seconds"),
        ({"reply": {"chunks": []}}, "reply/chunks: is empty"),
        ({"reply": {"chunks": "abc"}}, 'reply/chunks: "abc" is no list'),
        ({"reply": {"chunks": [{"delay": 1}]}}, "chunks/0: has a delay, and either text or data"),
        ({"reply": {"chunks": [{"delay": -1, "text": "a"}]}}, "chunks/0/delay: -1 is no number"),
        ({"reply": {"chunks": [{"delay": 1, "txt": "a"}]}}, "chunks/0/txt: is not known; did you"),
        ({"reply": {"chunks": [{"delay": 1, "text": 5}]}}, "chunks/0/text: 5 is no text"),
        ({"reply": {"chunks": [{"a": float("inf")}]}}, "reply/chunks/0/a: is no JSON"),
        (
            {"reply": {"chunks": [{"delay": 1, "text": "a"}], "token_delay": 1}},
            "by the chunks them",
        ),
        (
            {"reply": {"chunks": [{"a": 1}]}, "when": {"stream": False}},
            "a list of events needs a str",
        ),
        ({"reply": {"chunks": [{"a": 1}]}, "when": {"operation": "models.list"}}, "never streams"),
        (
            {"reply": {"function": test_a_text_is_said_whole_and_as_a_stream}, "times": 1.5},
            "times: ",
        ),
        ({"reply": {"text": "a"}, "rate": 0}, "rate: 0 never applies"),
        ({"reply": {"text": "a"}, "rate": float("nan")}, "rate: NaN is no number from 0 to 1"),
        ({"reply": {"text": "a"}, "priority": 1.5}, "priority: 1.5 is no whole number"),
        ({"reply": {"text": "a"}, "name": 5}, "name: 5 is no text"),
        ({"reply": {"text": "a"}, "name": "a\nb"}, "name: is one line of at most 200 characters"),
        (
            {"reply": {"sequence": [{"text": "a"}] * 3}, "times": 2},
            "leaves out the end of a sequence",
        ),
        (
            {"reply": {"sequence": [{"sequence": [{"text": "a"}]}]}},
            "sequence/0: a sequence holds no",
        ),
        ({"reply": {"sequence": [{"text": "a"}], "latency": 1}}, "reply/latency: is not known"),
        ({"reply": {"text": "a"}, "when": None}, "when: is empty; leave it out"),
        ({"reply": {"text": "a"}, "when": []}, "when: [] is no mapping"),
        (
            {"reply": {"text": "a"}, "when": {"operation": 5}},
            "when/operation: 5 is no operation id",
        ),
        ({"reply": {"text": "a"}, "when": {"operation": "chat.completion.create"}}, "did you mean"),
        ({"reply": {"text": "a"}, "when": {"model": 5}}, "when/model: 5 is neither a text nor"),
        ({"reply": {"text": "a"}, "when": {"model": []}}, "when/model: is an empty list"),
        ({"reply": {"text": "a"}, "when": {"model": ["a", 5]}}, "when/model/1: 5 is neither"),
        ({"reply": {"text": "a"}, "when": {"project": True}}, "when/project: true is neither"),
        ({"reply": {"text": "a"}, "when": {"headers": {"x": 1}}}, "when/headers/x: 1 is neither"),
        ({"reply": {"text": "a"}, "when": {"headers": []}}, "when/headers: [] is no mapping"),
        (
            {"reply": {"text": "a"}, "when": {"body": {"/a~2": 1}}},
            "is no JSON pointer: ~ is written",
        ),
        (
            {"reply": {"text": "a"}, "when": {"last_message": ""}},
            "is empty, and so in every message",
        ),
        (
            {"reply": {"text": "a"}, "when": {"model": {"regex": 5}}},
            "when/model/regex: is no regular",
        ),
        (
            {"reply": {"text": "a"}, "when": {"model": {"regex": "a", "flags": "i"}}},
            "when/model/flags: is not known",
        ),
        ({"reply": {"text": "a"}, "when": {"model": {"regex": "a" * 1001}}}, "longer than 1000"),
        ({"reply": {"text": "a"}, "when": {"model": {"regex": "(?=a)b"}}}, "no look-around"),
        ({"reply": {"text": "a"}, "when": {"model": re.compile(r"(a)\1")}}, "no back references"),
        (
            {"reply": {"text": "a"}, "when": {"model": {"regex": "a{1000}{1000}{1000}"}}},
            "model/regex",
        ),
        (
            {"reply": {"body": 1}, "when": {"operation": "models.list", "model": "a"}},
            "takes no body",
        ),
        ({"replies": []}, "replies: is not known; did you mean 'reply'?"),
    ],
)
def test_a_bad_rule_is_refused_with_place_and_reason(genapi_mock, rule, says):
    with pytest.raises(RuleError) as caught:
        genapi_mock.app.add_rule(rule)
    assert says in str(caught.value)
    assert len(genapi_mock.app.rules) == 0


def test_every_mistake_of_a_rule_is_told(genapi_mock):
    rule = {
        "times": 0,
        "when": {"modle": "x", "stream": 1, "body": {"/a~2": 1}},
        "reply": {"txt": "a", "latency": -1, "headers": {"a b": "c", "x": []}},
        "rate": 3,
        "nam": "x",
    }
    with pytest.raises(RuleError) as caught:
        genapi_mock.app.add_rule(rule)
    assert [path for path, _ in caught.value.parts] == [
        "nam",
        "when/modle",
        "when/stream",
        "when/body/~1a~02",
        "reply/txt",
        "reply/latency",
        "reply/headers/a b",
        "reply/headers/x",
        "times",
        "rate",
    ]


def test_a_regular_expression_that_would_take_for_ever_ends(chat, genapi_mock):
    genapi_mock.when(last_message={"regex": "^(a+)+$"}).reply("hit")
    genapi_mock.when(last_message=re.compile("(x*)*y")).reply("hit")
    assert "a" * 100 in text(chat("a" * 5000 + "b"))
    assert "x" * 100 in text(chat("x" * 5000))
    assert text(chat("a" * 5000)) == "hit"


@pytest.mark.parametrize(
    ("regex", "said", "hit"),
    [
        (r"résumé \w+$", "Un résumé été", True),
        (r"^[\w-]+$", "é-é", True),
        (r"^[\w-]+$", "é é", False),
        (r"^\W$", "é", False),
        (r"\d{2}\Z", "im Jahr 42", True),
        (r"^[]a]+$", "]a", True),
        (re.compile("^b.c$", re.MULTILINE | re.DOTALL), "a\nb\nc\nd", True),
        (re.compile("a  b # spaced", re.VERBOSE), "ab", True),
        (r"\bété\b", "l'été", True),
    ],
)
def test_regular_expressions_know_all_letters(chat, genapi_mock, regex, said, hit):
    genapi_mock.when(last_message={"regex": regex}).reply("hit")
    assert (text(chat(said)) == "hit") is hit


def arrivals(genapi_mock):
    """The data of a stream's events, and after how many seconds each came."""
    body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], "stream": True}
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    found, started = {}, time.perf_counter()
    with httpx.stream("POST", genapi_mock.url + CHAT, json=body, headers=headers) as response:
        for line in filter(None, response.iter_lines()):
            found[line.removeprefix("data: ")] = time.perf_counter() - started
    return found


def test_chunks_of_text_come_after_their_delays(genapi_mock):
    genapi_mock.when().reply(
        chunks=["Hel", {"delay": 0.1, "text": "lo"}, {"delay": 0.05, "text": ""}, " you"],
        reasoning="Hm.",
    )
    times = {
        json.loads(data)["choices"][0]["delta"].get("content"): at
        for data, at in arrivals(genapi_mock).items()
        if data != "[DONE]"
    }
    assert 0.099 <= times["lo"]
    assert 0.149 <= times[" you"]


def first_event(genapi_mock, wanted):
    """Reads a stream up to an event with `wanted` in it; what comes later is not waited for."""
    body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], "stream": True}
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    with httpx.stream("POST", genapi_mock.url + CHAT, json=body, headers=headers) as response:
        return next(line for line in response.iter_lines() if wanted in line)


def test_a_chunk_may_say_that_it_is_a_text_without_a_delay(chat, genapi_mock):
    genapi_mock.when().reply(chunks=["a", {"text": "b"}, {"text": "c", "delay": 0}])
    assert text(chat()) == "abc"


def test_a_chunk_may_say_that_it_is_data_without_a_delay(chat, genapi_mock):
    sent = [{"data": {"a": 1}}, {"data": {"text": "b"}}, {"text": "b", "data": 1}, {"data": "c"}]
    genapi_mock.when().reply(chunks=sent)
    *found, _ = events(chat(stream=True))
    assert [json.loads(data) for data in found[:3]] == [
        {"a": 1},
        {"text": "b"},
        {"text": "b", "data": 1},
    ]
    assert found[3] == '"c"'


def test_a_chunk_does_not_wait_for_the_delay_of_the_next(genapi_mock):
    genapi_mock.when().reply(chunks=["Hel", {"delay": 600, "text": "lo"}])
    assert first_event(genapi_mock, "Hel")


def test_chunks_without_a_delay_come_after_that_of_the_server(genapi_mock):
    genapi_mock.configure(token_delay=0.1)
    genapi_mock.when().reply(chunks=[{"delay": 0, "data": {"a": 1}}, {"b": 2}])
    times = arrivals(genapi_mock)
    assert list(times) == ['{"a":1}', '{"b":2}', "[DONE]"]
    _, second, last = times.values()
    assert 0.099 <= second
    assert 0.199 <= last


def test_a_chunk_with_a_delay_does_not_wait_for_that_of_the_server(genapi_mock):
    genapi_mock.configure(token_delay=600)
    genapi_mock.when().reply(chunks=[{"delay": 0, "data": {"a": 1}}, {"b": 2}])
    assert first_event(genapi_mock, '{"a":1}')


def test_chunks_of_json_are_for_streams_only(chat, genapi_mock):
    genapi_mock.when().reply(chunks=[{"a": 1}])
    assert "Hello there" in text(chat())
    assert events(chat(stream=True)) == ['{"a":1}', "[DONE]"]


def test_a_function_does_not_hold_up_the_server(chat, genapi_mock):
    asked, answered = threading.Event(), threading.Event()

    def answer(call):
        asked.set()
        assert answered.wait(10)
        return "late"

    genapi_mock.when(last_message="slow").reply(function=answer)
    found = []
    thread = threading.Thread(target=lambda: found.append(text(chat("slow"))))
    thread.start()
    assert asked.wait(10)
    assert "quick" in text(chat("quick"))
    answered.set()
    thread.join(10)
    assert found == ["late"]


def test_a_function_may_ask_the_server_itself(chat, genapi_mock):
    genapi_mock.when(last_message="outer").reply(function=lambda call: text(chat("inner")))
    assert "inner" in text(chat("outer"))


def test_a_coroutine_function_is_refused(genapi_mock):
    async def answer(call):
        return "a"

    with pytest.raises(RuleError, match="coroutine function"):
        genapi_mock.when().reply(function=answer)


@pytest.mark.parametrize(
    ("rule", "noted"),
    [
        ({"reply": {"text": "a"}, "when": {"model": "gpt-oss-120"}}, "did you mean 'gpt-oss-120b'"),
        ({"reply": {"text": "a"}, "when": {"body": {"temprature": 1}}}, "did you mean 'temperatur"),
        ({"reply": {"tool_call": {"name": "f", "arguments": "{"}}}, "tool_call/arguments: is no J"),
        ({"reply": {"tool_calls": [{"name": "f", "arguments": [1]}]}}, "calls/0/arguments: [1] is"),
        (
            {"reply": {"body": {"object": "list"}}, "when": {"operation": "models.list"}},
            "reply/body/data: is required, says the document (#/paths/~1v1~1models/get/responses/",
        ),
        (
            {"reply": {"body": 1, "status": 418}, "when": {"operation": "models.list"}},
            "reply/status: the document declares no status 418 of models.list",
        ),
        (
            {"reply": {"chunks": [{"a": 1}]}, "when": {"operation": "chat.completions.create"}},
            "reply/chunks/0/",
        ),
        (
            {
                "reply": {"chunks": [{"data": {"a": 1}}]},
                "when": {"operation": "chat.completions.create"},
            },
            "reply/chunks/0/data/",
        ),
        (
            {
                "reply": {"chunks": [{"delay": 1, "data": {}}]},
                "when": {"operation": "chat.completions.create"},
            },
            "reply/chunks/0/data/",
        ),
        (
            {"reply": {"sequence": [{"text": "a"}, {"tool_call": {"name": "f", "arguments": ""}}]}},
            "reply/sequence/1/tool_call/arguments: is no JSON",
        ),
    ],
)
def test_what_is_odd_about_a_rule_is_noted_and_not_refused(http, genapi_mock, rule, noted):
    answer = http.post("/__mock__/rules", json=rule)
    assert answer.status_code == 201
    assert noted in "\n".join(answer.json()["notes"])
    assert noted in "\n".join(http.get("/__mock__/rules").json()["rules"][0]["notes"])


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ({"model": "gpt-oss-12b"}, "when/model: .*did you mean 'gpt-oss-120b'"),
        ({"body": {"temprature": 1}}, "when/body/temprature: .*did you mean 'temperature'"),
    ],
)
def test_a_test_is_warned_at_its_line_of_conditions_that_the_document_contradicts(
    genapi_mock, when, said
):
    with pytest.warns(RuleWarning, match=f"^mine: {said}") as through_when:
        genapi_mock.when(**when).reply("x", name="mine")
    with pytest.warns(RuleWarning, match=f"^other: {said}") as through_rule:
        genapi_mock.rule(when=when, reply={"text": "x"}, name="other")
    assert [warning.filename for warning in (*through_when, *through_rule)] == [__file__] * 2


def test_a_compiled_pattern_is_told_as_what_says_the_same_in_json(genapi_mock):
    rule = genapi_mock.when(model=re.compile("MISTRAL", re.IGNORECASE)).reply("x")
    assert rule.notes() == []
    assert rule.to_dict()["when"] == {"model": {"regex": "(?i)MISTRAL"}}


def test_a_reply_that_is_wrong_on_purpose_is_no_warning(genapi_mock):
    genapi_mock.when(operation="models.list").reply(body={"object": "list"}, status=418)
    genapi_mock.when().reply(tool_call={"name": "f", "arguments": "{"})


@pytest.mark.parametrize(
    "rule",
    [
        {"reply": {"text": "a"}, "when": {"model": MODEL, "body": {"/messages/-1/role": "user"}}},
        {"reply": {"body": {"object": "list", "data": []}}, "when": {"operation": "models.list"}},
        {"reply": {"body": "anything"}},
        {"reply": {"error": 429}},
    ],
)
def test_a_rule_with_nothing_odd_has_no_notes(genapi_mock, rule):
    assert genapi_mock.app.add_rule(rule).notes() == []


def test_of_several_bad_rules_over_http_each_is_told(http):
    rules = [{"reply": {"txt": "a"}}, {"reply": {"text": "a"}}, {"reply": {"error": 1}, "times": 0}]
    answer = http.post("/__mock__/rules", json=rules)
    assert answer.json()["error"].splitlines() == [
        "rule 1: reply/txt: is not known; did you mean 'text'?",
        "rule 3: reply/error/status: 1 is no final HTTP status",
        "rule 3: times: 0 is no number from 1",
    ]
    assert http.get("/__mock__/rules").json() == {"rules": []}


def test_check_tells_every_mistake_of_a_file_with_its_line(tmp_path, capfd):
    path = tmp_path / "rules.yaml"
    path.write_text(
        "rules:\n"
        "- name: one\n"
        "  when:\n"
        "    operation: chat.completion.create\n"
        "    model: 5\n"
        "  reply:\n"
        "    txt: a\n"
        "- name: one\n"
        "  reply: {text: a}\n"
        "- reply:\n"
        "    chunks:\n"
        "    - a\n"
        "    - {delay: .nan, text: b}\n"
        "  times: -1\n"
    )
    assert main(["check", str(path)]) == 1
    assert capfd.readouterr().err.splitlines() == [
        f"error: {path}:5: rule 1: when/model: 5 is neither a text nor a {{regex: …}}",
        f"error: {path}:7: rule 1: reply/txt: is not known; did you mean 'text'?",
        f"error: {path}:8: rule 2: name: rule 1 is called 'one' already",
        f"error: {path}:13: rule 3: reply/chunks/1/delay: NaN is no number of seconds from 0 to 86400",
        f"error: {path}:14: rule 3: times: -1 is no number from 1",
    ]


def test_check_notes_what_is_odd(tmp_path, capfd):
    path = tmp_path / "rules.yaml"
    path.write_text("- when: {model: gpt-oss-120}\n  reply: {text: a}\n")
    assert main(["check", str(path)]) == 0
    first, last = capfd.readouterr().out.splitlines()
    assert first.startswith(f"{path}:1: rule 1: note: when/model: ")
    assert last == f"{path}: 1 rule, all valid"


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
