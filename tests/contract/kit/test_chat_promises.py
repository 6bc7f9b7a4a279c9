"""What chats promise beyond their schema: each broken promise is found by the check of its name."""

from __future__ import annotations

import json

import pytest

from scaleway_genapi_contract import State
from tests.contract.kit.standin import MODEL, chunk

CHAT = "chat.completions.create/chat/"
STREAM = "chat.completions.create/stream/"


def chat(change):
    def drift(answer):
        if answer.kind == "chat":
            change(answer.json)

    return drift


def stream(change):
    def drift(answer):
        if answer.kind == "stream":
            answer.events = change(answer.events)

    return drift


def say(text):
    return chat(lambda body: body["choices"][0]["message"].update(content=text))


def another_id(events):
    return [events[0].replace("chatcmpl-1", "chatcmpl-2"), *events[1:]]


def think(event, tokens):
    counted = json.loads(event)
    counted["usage"]["completion_tokens_details"] = {"reasoning_tokens": tokens}
    return json.dumps(counted)


USAGE = {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}
BROKEN = {
    "choices": (CHAT + "choices", chat(lambda b: b.update(choices=[])), "violation"),
    "empty": (CHAT + "choices", say(""), "deviation"),
    "no reason": (
        CHAT + "finish-reason",
        chat(lambda b: b["choices"][0].update(finish_reason=None)),
        "deviation",
    ),
    "sum": (CHAT + "usage", chat(lambda b: b["usage"].update(total_tokens=99)), "violation"),
    "sum of a stream": (
        STREAM + "usage",
        stream(lambda e: [*e[:2], e[2].replace('"total_tokens": 7', '"total_tokens": 99'), *e[3:]]),
        "violation",
    ),
    "more reasoning than answer": (
        CHAT + "usage",
        chat(lambda b: b["usage"].update(completion_tokens_details={"reasoning_tokens": 3})),
        "deviation",
    ),
    "more reasoning than answer in a stream": (
        STREAM + "usage",
        stream(lambda e: [*e[:2], think(e[2], 3), *e[3:]]),
        "deviation",
    ),
    "limit": (
        CHAT + "usage",
        chat(lambda b: b["usage"].update(completion_tokens=900, total_tokens=905)),
        "deviation",
    ),
    "no usage": (CHAT + "usage", chat(lambda b: b.pop("usage")), "note"),
    "stop": (CHAT + "stop", say("three four five six"), "deviation"),
    "role": (STREAM + "role", stream(lambda e: e[1:]), "deviation"),
    "ids": (STREAM + "one-answer", stream(another_id), "deviation"),
    "unfinished": (STREAM + "finish", stream(lambda e: [e[0], "[DONE]"]), "violation"),
    "twice": (STREAM + "finish", stream(lambda e: [e[0], e[1], e[1], "[DONE]"]), "deviation"),
    "failed": (
        STREAM + "finish",
        stream(lambda e: [e[0], json.dumps({"error": {"message": "boom"}}), "[DONE]"]),
        "violation",
    ),
    "mute": (STREAM + "text", stream(lambda e: [chunk({}, "stop"), "[DONE]"]), "deviation"),
    "uncounted": (STREAM + "usage", stream(lambda e: [*e[:2], "[DONE]"]), "violation"),
    "counted at the end alone": (STREAM + "running-usage", lambda answer: None, "note"),
    "another text": (STREAM + "same-text", say("Something else"), "note"),
}


@pytest.mark.parametrize(("check", "drift", "severity"), BROKEN.values(), ids=BROKEN)
def test_a_broken_promise_is_found(report_of, check, drift, severity):
    (result,) = report_of(drift, only=[check]).results
    assert severity == result.worst.label


def count_always(events):
    *chunks, end = events
    return [*(json.dumps(json.loads(c) | {"usage": USAGE}) for c in chunks), end]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in BROKEN.values()}))
def test_a_kept_promise_is_passed(report_of, check):
    drift = stream(count_always) if check.endswith("running-usage") else lambda answer: None
    (result,) = report_of(drift, only=[check]).results
    assert (State.CHECKED, []) == (result.state, result.findings)


@pytest.mark.parametrize("details", [None, {}, {"reasoning_tokens": None}, {"reasoning_tokens": 2}])
def test_an_answer_may_be_all_reasoning_or_not_say_how_much_is(report_of, details):
    drift = chat(lambda body: body["usage"].update(completion_tokens_details=details))
    (result,) = report_of(drift, only=[CHAT + "usage"]).results
    assert (State.CHECKED, []) == (result.state, result.findings)


def special(message, finish="stop", logprobs=None, choices=1):
    """A server that can do what the stand-in declines, and answers so."""

    def drift(answer):
        asked = answer.request or {}
        if answer.status == 400 and isinstance(asked, dict) and asked.get("model") == MODEL:
            answer.kind, answer.status = "chat", 200
            choice = {"message": {"role": "assistant"} | message, "finish_reason": finish}
            answer.json = {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": MODEL,
                "choices": [choice | {"index": i, "logprobs": logprobs} for i in range(choices)],
            }

    return drift


def call(name, arguments, times=1):
    function = {"name": name, "arguments": arguments}
    calls = [{"id": f"c{n}", "type": "function", "function": function} for n in range(times)]
    return {"content": None, "tool_calls": calls}


EVENT = '{"name": "Fair", "day": "Friday", "participants": ["Alice"]}'
TOKEN = {"content": [{"token": "a", "logprob": -0.1}]}


@pytest.mark.parametrize(
    ("check", "answer", "found"),
    [
        ("tool-named", special(call("book_table", '{"guests": 2}'), "tool_calls"), False),
        ("tool-named", special(call("other_tool", "{}"), "tool_calls"), True),
        ("tool-named", special(call("book_table", "{oops"), "tool_calls"), True),
        ("tool-named", special({"content": "I will not."}), True),
        ("tool-required", special(call("get_current_time", ""), "tool_calls"), False),
        ("tool-none", special({"content": "The time."}), False),
        ("tool-none", special(call("get_current_time", "{}"), "tool_calls"), True),
        ("tool-single", special(call("get_current_time", "{}"), "tool_calls"), False),
        ("tool-single", special(call("get_current_time", "{}", 2), "tool_calls"), True),
        ("json-schema", special({"content": EVENT}), False),
        ("json-schema", special({"content": '{"name": 1}'}), True),
        ("json-schema", special({"content": "Sure! {}"}), True),
        ("json-object", special({"content": "{}"}), False),
        ("json-object", special({"content": "[]"}), True),
        ("logprobs", special({"content": "a"}, logprobs=TOKEN), False),
        ("logprobs", special({"content": "a"}), True),
        ("n", special({"content": "a"}, choices=2), False),
        ("n", special({"content": "a"}), True),
    ],
)
def test_a_special_request_is_judged_by_what_comes(report_of, check, answer, found):
    (result,) = report_of(answer, only=[CHAT + check]).results
    assert State.CHECKED is result.state
    assert found is bool(result.findings)


def test_an_answer_cut_at_its_limit_is_not_held_against_the_server(report_of):
    cut = special({"content": '{"name": "Fa'}, finish="length")
    (result,) = report_of(cut, only=[CHAT + "json-schema"]).results
    assert State.SKIPPED is result.state
    assert "--max-tokens" in result.reason


def test_what_the_server_cannot_do_leaves_its_promise_unasked(report_of):
    (result,) = report_of(only=[CHAT + "json-schema"]).results
    assert State.SKIPPED is result.state
    assert [] == result.findings
