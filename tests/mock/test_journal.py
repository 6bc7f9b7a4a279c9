"""The journal: what came, what was answered, and assertions that explain themselves."""

from __future__ import annotations

import base64
import json
import pickle
import re
from random import Random

import httpx
import pytest

from scaleway_genapi_mock import ONE_PROJECT_KEY, RESTRICTED_PROJECT, MockServer
from scaleway_genapi_mock._secrets import Hider
from scaleway_genapi_mock.journal import _expect
from scaleway_genapi_mock.journal._cut import excerpt, gone, shown

from .conftest import CHAT, MODEL, events

CALL = "chat.completions.create"


def test_a_request_is_remembered_with_its_answer(chat, genapi_mock):
    chat("Hi", temperature=1)
    (entry,) = genapi_mock.journal
    assert entry.operation == "chat.completions.create"
    assert entry.body["temperature"] == 1
    assert entry.status == 200
    assert b"Hi" in entry.answer
    assert entry.seconds > 0
    assert entry.number == 1


def test_a_stream_is_remembered_by_its_events(chat, genapi_mock):
    chat(stream=True, max_tokens=2)
    assert genapi_mock.journal[-1].streamed == 5


def test_an_event_may_hold_separators_that_end_no_line_of_a_stream(chat, genapi_mock):
    genapi_mock.rule(reply={"chunks": ["one\u2028two\x85\x0cthree"]})
    chat(stream=True)
    said = [json.loads(data) for data in genapi_mock.journal[-1].events if data != "[DONE]"]
    assert "one\u2028two\x85\x0cthree" in [
        each["choices"][0]["delta"].get("content") for each in said if each["choices"]
    ]


def test_a_refusal_is_remembered_with_its_reason(chat, genapi_mock):
    chat(temperature=9)
    entry = genapi_mock.journal[-1]
    assert entry.status == 400
    assert "temperature" in entry.error


def test_no_key_is_remembered(chat, genapi_mock):
    chat()
    assert genapi_mock.api_key not in str(genapi_mock.journal[-1].to_dict())
    assert genapi_mock.journal[-1].headers["authorization"] == "Bearer 1111…"


def test_the_key_of_a_request_is_shown_shortened(genapi_mock):
    genapi_mock.client().models.list()
    assert genapi_mock.journal[-1].key == "1111…"
    shown = httpx.get(f"{genapi_mock.url}/__mock__/journal").json()["entries"]
    assert shown[-1]["key"] == "1111…"


def test_assert_called_hands_out_what_it_found(chat, genapi_mock):
    chat("a")
    chat("b", temperature=0)
    found = genapi_mock.assert_called("chat.completions.create", times=1, temperature=0)
    assert found[0].body["messages"][0]["content"] == "b"
    assert len(genapi_mock.assert_called("chat.completions.create", times=2, model=MODEL)) == 2


def refused(genapi_mock, *arguments, **wanted):
    with pytest.raises(AssertionError) as caught:
        genapi_mock.assert_called(*arguments, **wanted)
    return str(caught.value)


def test_assert_called_prints_the_nearest_misses(chat, http, genapi_mock):
    http.get("/v1/models")
    chat("a", temperature=1)
    message = refused(genapi_mock, CALL, times=2, temperature=0, seed=3)
    assert message.splitlines() == [
        "expected 2 calls of chat.completions.create with temperature=0, seed=3, got 0 of 2 requests",
        "nearest misses:",
        f'  #2 chat.completions.create -> 200 {{"model": "{MODEL}", "messages": [{{"role": "user", …',
        "      temperature: expected 0, was 1",
        "      seed: expected 3, was not sent",
        "  #1 models.list -> 200",
        "      operation: expected chat.completions.create, was models.list",
        "      temperature: expected 0, was not sent",
        "      seed: expected 3, was not sent",
    ]


def test_the_latest_of_equal_misses_comes_first_and_the_rest_is_counted(chat, genapi_mock):
    for number in range(5):
        chat(seed=number)
    message = refused(genapi_mock, CALL, seed=9)
    assert [line[2:4] for line in message.splitlines() if "-> 200" in line] == ["#5", "#4", "#3"]
    assert message.endswith("and 2 more")


def test_the_parts_of_a_value_that_differ_are_told_by_their_path(chat, genapi_mock):
    chat("Hullo", stop=["a", "b"])
    messages = [{"role": "user", "content": "Hello"}]
    message = refused(genapi_mock, CALL, messages=messages, stop=["a"])
    assert 'messages.0.content: expected "Hello", was "Hullo"' in message
    assert 'stop: expected 1 items, was 2: ["a", "b"]' in message


def test_what_lies_deeper_is_named_by_its_path(chat, genapi_mock):
    chat("Hello", temperature=0)
    for path in ("messages.0.content", "messages.-1.content", "/messages/0/content"):
        assert genapi_mock.assert_called(CALL, **{path: "Hello"})
        assert f'{path}: expected "x", was "Hello"' in refused(genapi_mock, CALL, **{path: "x"})
    message = refused(genapi_mock, CALL, **{"messages.7.content": "Hello", "seed.x": 1})
    assert 'messages.7.content: expected "Hello", was not sent' in message
    assert "seed.x: expected 1, was not sent" in message


def test_the_last_message_and_headers_can_be_asserted(http, chat, genapi_mock):
    http.headers["x-trace"] = "abc"
    chat("Hello there")
    genapi_mock.assert_called(CALL, last_message="there", headers={"X-Trace": "abc"})
    genapi_mock.assert_called(CALL, last_message=re.compile("^Hel+o"), model=re.compile("small"))
    message = refused(genapi_mock, CALL, last_message="bye", headers={"x-trace": "b", "x-y": "z"})
    assert 'last_message: expected to contain "bye", was "Hello there"' in message
    assert 'header x-trace: expected "b", was "abc"' in message
    assert 'header x-y: expected "z", was not sent' in message
    message = refused(genapi_mock, CALL, model=re.compile("^gpt"))
    assert 'model: expected to match /^gpt/, was "mistral-small' in message


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ({}, None),
        ({"times": 2}, None),
        ({"at_least": 2}, None),
        ({"at_most": 2}, None),
        ({"at_least": 1, "at_most": 3}, None),
        ({"times": 1}, "expected 1 call of"),
        ({"times": 0}, "expected no call of"),
        ({"at_least": 3}, "expected at least 3 calls of"),
        ({"at_most": 1}, "expected at most 1 call of"),
        ({"at_least": 3, "at_most": 4}, "expected 3 to 4 calls of"),
    ],
)
def test_how_many_there_must_be(chat, genapi_mock, numbers, said):
    chat()
    chat()
    if said is None:
        assert len(genapi_mock.assert_called(CALL, **numbers)) == 2
    else:
        message = refused(genapi_mock, CALL, **numbers)
        assert f"{said} chat.completions.create, got 2 of 2 requests" in message
        assert "these are as expected:\n  #1 " in message


@pytest.mark.parametrize(
    "numbers",
    [{"times": 1, "at_most": 1}, {"at_least": 2, "at_most": 1}, {"times": -1}, {"at_most": -1}],
)
def test_numbers_that_make_no_sense_are_refused(genapi_mock, numbers):
    with pytest.raises(ValueError, match=r"leave out|nothing is|is no number"):
        genapi_mock.assert_called(CALL, **numbers)


def test_never_called_can_be_asserted(genapi_mock, chat):
    genapi_mock.assert_not_called(CALL)
    genapi_mock.assert_called(CALL, times=0)
    chat("Hello")
    genapi_mock.assert_not_called(CALL, last_message="bye")
    with pytest.raises(AssertionError, match=r"expected no call of .* got 1 of 1 request\nthese"):
        genapi_mock.assert_not_called(CALL)


def test_an_operation_that_does_not_exist_is_no_miss_but_a_mistake(genapi_mock):
    for ask in (
        genapi_mock.assert_called,
        genapi_mock.assert_not_called,
        genapi_mock.journal.find,
    ):
        with pytest.raises(ValueError, match=r"did you mean 'chat\.completions\.create'\?"):
            ask("chat.completion.create")


@pytest.mark.parametrize("operation", [CALL, None])
def test_a_mistyped_property_is_no_miss_but_a_mistake(genapi_mock, chat, operation):
    chat()
    for ask in (
        genapi_mock.assert_called,
        genapi_mock.assert_not_called,
        genapi_mock.journal.find,
    ):
        with pytest.raises(ValueError, match=r"no property 'modle', .* did you mean 'model'\?"):
            ask(operation, modle=MODEL)
    with pytest.raises(ValueError, match="did you mean 'last_message'"):
        genapi_mock.assert_not_called(operation, last_mesage="Hello")


@pytest.mark.parametrize("name", ["shoe_size", "modle.x", "/modle"])
def test_a_path_or_a_name_unlike_all_others_may_be_meant(genapi_mock, chat, name):
    chat()
    genapi_mock.assert_not_called(CALL, **{name: 1})


def test_a_name_that_was_sent_is_no_mistake(genapi_mock, chat):
    chat(modle="x")
    genapi_mock.assert_called(CALL, modle="x")
    genapi_mock.assert_not_called(CALL, modle="y")


def test_without_any_request_the_base_url_is_suspected(genapi_mock):
    assert "is the client's base URL that of the mock?" in refused(genapi_mock, CALL)


def test_a_failed_assertion_shows_no_key(http, genapi_mock):
    http.get(f"/v1/{genapi_mock.api_key}")
    key = genapi_mock.api_key
    message = refused(genapi_mock, CALL, user=key, headers={"authorization": f"Bearer {key}"})
    assert key not in message
    assert "GET /v1/[redacted]" in message


def everything(entry):
    """All that an entry tells, to whom it may be told."""
    copied = pickle.loads(pickle.dumps(entry))
    kept = [getattr(copied, name) for name in type(copied).__slots__]
    return f"{entry!r} {entry} {entry.to_dict()} {copied!r} {copied.to_dict()} {kept}"


SECRET = "9f8e7d6c-1111-4222-8333-444455556666"


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": f"Bearer {SECRET}"},
        {"authorization": SECRET},
        {"x-api-key": SECRET},
        {"api-key": SECRET},
        {"cookie": f"session={SECRET}"},
        {"proxy-authorization": "Basic " + base64.b64encode(f"u:{SECRET}".encode()).decode()},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_what_a_request_authenticates_with_is_nowhere_in_its_entry(genapi_mock, headers):
    """In the path, the query, another header, the body, what is unknown, the answer, the error."""
    genapi_mock.configure(accept_any_key=True)
    escaped = "".join(f"\\\\u{ord(char):04x}" for char in SECRET)
    body = {
        "model": MODEL,
        "messages": [{"role": "user", "content": f"{SECRET} {escaped}"}],
        SECRET: 1,
    }
    with httpx.Client(base_url=genapi_mock.url, headers=headers) as client:
        client.get(f"/v1/{SECRET}?a={SECRET}", headers={"x-other": f"<{SECRET}>"})
        client.post(CHAT, json=body)
        client.post(CHAT, json={**body, "stream": True})
        client.post(CHAT, json={**body, "temperature": SECRET})
        client.post(f"/{SECRET}{CHAT}", json=body)
    assert len(genapi_mock.journal) == 5
    for entry in genapi_mock.journal:
        assert SECRET not in everything(entry)
        assert SECRET[9:18] not in everything(entry)
        assert escaped[:24] not in everything(entry)


def test_a_key_of_the_server_is_hidden_whoever_sends_it(chat, genapi_mock):
    chat(f"My other key is {ONE_PROJECT_KEY}.", stream=True)
    (entry,) = genapi_mock.journal
    assert entry.body["messages"][0]["content"] == "My other key is [redacted]."
    assert ONE_PROJECT_KEY[:9] not in everything(entry)


def test_an_id_that_looks_like_a_key_is_kept(http, chat, genapi_mock):
    project = "0f0e0d0c-1111-4222-8333-abcdefabcdef"
    http.get(f"/{project}/v1/models", headers={"idempotency-key": "retry-of-mine"})
    (entry,) = genapi_mock.journal
    assert (entry.project, entry.path) == (project, f"/{project}/v1/models")
    assert entry.headers["idempotency-key"] == "retry-of-mine"


def test_the_events_of_a_stream_are_remembered(chat, genapi_mock):
    answered = chat(stream=True, max_tokens=2)
    (entry,) = genapi_mock.journal
    assert entry.answer is None
    assert entry.events == events(answered)
    assert entry.to_dict()["events"][-1] == "[DONE]"


def test_of_a_stream_that_broke_off_what_was_sent_is_remembered(chat, genapi_mock):
    genapi_mock.rule(reply={"fault": {"kind": "cut-event", "after": 1}})
    chat(stream=True)
    first, cut = genapi_mock.journal[0].events
    assert json.loads(first)
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(cut)


def test_the_query_is_remembered(http, genapi_mock):
    http.get("/v1/models?limit=3&order=a%20b")
    (entry,) = genapi_mock.journal
    assert (entry.path, entry.query) == ("/v1/models", "limit=3&order=a%20b")
    assert entry.to_dict()["query"] == entry.query


def test_everything_that_is_remembered_is_bounded(http, chat, genapi_mock):
    long = "x" * 50_000
    http.get(f"/v1/{long[:6_000]}?{long[:6_000]}", headers={"x-long": long[:6_000]})
    chat(**{f"unknown-{n}": 1 for n in range(5000)})
    chat(temperature=long)
    genapi_mock.when(stream=True).reply(chunks=[long] * 20)
    assert len(chat(stream=True).content) > 1_000_000
    for entry in genapi_mock.journal:
        shown = entry.to_dict()
        del shown["body"], shown["answer"], shown["events"]
        assert len(json.dumps(shown)) < 15_000
        assert entry.size <= 512 * 1024
    first, second, third, fourth = genapi_mock.journal
    assert len(str(first)) < 200
    assert len(second.unknown) == 50
    assert len(third.error) < 3000
    assert 0 < len(fourth.events) < 20


def test_a_key_is_hidden_where_a_long_text_is_cut(http, genapi_mock):
    path = f"/v1/{'x' * 2030}{genapi_mock.api_key}"
    http.get(path)
    (entry,) = genapi_mock.journal
    assert entry.path == f"/v1/{'x' * 2030}[redacted]"
    assert genapi_mock.api_key[:8] not in entry.error


def test_every_property_that_the_document_does_not_know_is_noted(chat, genapi_mock):
    chat(tempreature=1, sed=2)
    assert genapi_mock.journal[0].unknown == ["sed", "tempreature"]


def test_many_header_lines_are_not_all_remembered(http, genapi_mock):
    http.get("/v1/models", headers=[(f"x-{n}", "a" * 20) for n in range(90)])
    assert len(genapi_mock.journal[0].headers) == 64


def test_all_bodies_together_are_bounded_and_the_oldest_are_let_go_of(chat, genapi_mock):
    large = "word " * 50_000
    for _ in range(4):
        chat(large, model="qwen3.5-397b-a17b")
    journal = genapi_mock.journal
    journal._most = 3 * 250_000
    chat("small")
    sent = [entry.body["messages"][0]["content"] for entry in journal]
    assert [len(text) > 240_000 for text in sent] == [False, False, True, True, False]
    assert [entry.answer is None for entry in journal] == [True, True, False, False, False]
    assert journal._held == sum(entry.size for entry in journal)
    journal.assert_called(CALL, times=5, model=re.compile("."))
    genapi_mock.configure(journal_size=2)
    chat("small")
    assert len(journal) == 2
    assert journal._held == sum(entry.size for entry in journal)


def test_the_journal_is_bounded(genapi_mock):
    import httpx

    with MockServer(journal_size=5) as server:
        for _ in range(8):
            httpx.get(f"{server.url}/nothing")
        assert [entry.number for entry in server.journal] == [4, 5, 6, 7, 8]


VISION = "pixtral-12b-2409"


def picture(chat, said="What is this?", **fields):
    """A request with a large picture."""
    image = {"url": "data:image/png;base64," + "A" * 330_000}
    parts = [{"type": "text", "text": said}, {"type": "image_url", "image_url": image}]
    response = chat(parts, model=VISION, **fields)
    assert response.status_code == 200, response.text


def test_of_a_large_body_all_that_is_short_can_be_asserted(chat, genapi_mock):
    picture(chat, temperature=0)
    genapi_mock.assert_called(CALL, times=1, model=VISION, temperature=0, last_message="is this")
    genapi_mock.assert_called(CALL, **{"messages.0.content.1.type": "image_url"})
    genapi_mock.assert_not_called(CALL, model=MODEL)
    genapi_mock.assert_not_called(CALL, **{"messages.0.content": "What is this?"})
    with pytest.raises(AssertionError, match="got 1 of 1 request"):
        genapi_mock.assert_not_called(model=VISION)
    assert genapi_mock.journal[0].size < 20_000


def test_what_was_cut_of_a_large_body_is_not_held_against_it(chat, genapi_mock):
    picture(chat)
    url = {"messages.0.content.1.image_url.url": "data:image/png;base64," + "A" * 330_000}
    for ask in (genapi_mock.assert_called, genapi_mock.assert_not_called):
        with pytest.raises(AssertionError, match="nobody can tell") as caught:
            ask(CALL, **url)
        assert "the body was too large to keep whole" in str(caught.value)
    url = {"messages.0.content.1.image_url.url": "data:image/jpeg;base64,AAAA"}
    genapi_mock.assert_not_called(CALL, **url)
    assert 'url: expected "data:image/jpeg' in refused(genapi_mock, CALL, **url)


@pytest.mark.parametrize(
    ("wanted", "known"),
    [
        ("the beginning", True),
        ("the end", False),
        (re.compile("beginning"), False),
    ],
)
def test_a_long_message_is_known_by_how_it_begins(chat, genapi_mock, wanted, known):
    chat("the beginning " + "x" * 300_000 + " the end", model="qwen3.5-397b-a17b")
    if known:
        genapi_mock.assert_called(last_message=wanted)
    else:
        assert "nobody can tell" in refused(genapi_mock, last_message=wanted)


def test_of_a_long_conversation_the_last_message_is_known(http, genapi_mock):
    messages = [{"role": "user", "content": "word " * 60}] * 1500
    last = {"role": "user", "content": "And now?"}
    body = {"model": "qwen3.5-397b-a17b", "messages": [*messages, last]}
    assert http.post(CHAT, json=body).status_code == 200
    genapi_mock.assert_called(times=1, last_message="And now", **{"messages.-1": last})
    genapi_mock.assert_not_called(messages=[last])
    assert "nobody can tell" in refused(genapi_mock, **{"messages.0.content": "word"})


def test_what_is_no_more_than_a_heap_of_values_is_unknown(http, genapi_mock):
    heap = {f"value-{number}": "x" * 60 for number in range(6000)}
    http.post(CHAT, json={"model": MODEL, "messages": [], **heap})
    for wanted in ({"value-5999": "x" * 60}, {"temperature": 1}):
        assert "nobody can tell" in refused(genapi_mock, CALL, **wanted)
    genapi_mock.assert_called(CALL, status=400, model=MODEL, messages=[])
    genapi_mock.assert_not_called(CALL, model=re.compile("x"))


def test_what_is_short_is_known_beside_a_large_object(chat, genapi_mock):
    chat("Hi", logit_bias={str(token): 1 for token in range(60_000)}, temperature=0)
    genapi_mock.assert_called(CALL, times=1, last_message="Hi", temperature=0)
    genapi_mock.assert_called(CALL, messages=[{"role": "user", "content": "Hi"}])
    genapi_mock.assert_not_called(CALL, logit_bias={"0": 1})
    genapi_mock.assert_called(CALL, **{"logit_bias.0": 1})
    assert "nobody can tell" in refused(genapi_mock, CALL, **{"logit_bias.59999": 1})
    bias = genapi_mock.journal[0].body["logit_bias"]
    assert list(bias.items())[-1] == ("…", "…")
    assert len(bias) < 300
    told = refused(genapi_mock, CALL, logit_bias={str(token): 1 for token in range(60_000)})
    assert "nobody can tell" in told


def test_what_stands_in_an_excerpt_is_bounded_whatever_is_cut():
    class Counted(list):
        seen = 0

        def __reversed__(self):
            for item in super().__reversed__():
                Counted.seen += 1
                yield item

        def __iter__(self):
            raise AssertionError("all of a long list is looked at")

    items = {"a": Counted([1]) * 1, "long": Counted([{"b": "x"}] * 1_000_000), "short": "y"}
    kept, size = excerpt({"items": items, "more": {str(n): [n] for n in range(100_000)}, "z": 1})
    assert size < 20_000
    assert Counted.seen < 2_000
    assert kept["z"] == 1
    assert kept["items"]["short"] == "y"
    assert kept["items"]["long"][-1] == {"b": "x"}
    assert gone(kept["items"]["long"]) == 1_000_001 - len(kept["items"]["long"])


def any_json(random: Random, depth: int = 0):
    kinds = ["null", "number", "short", "long"] + ["list", "object", "repeated"] * (depth < 4)
    match random.choice(kinds):
        case "list":
            return [any_json(random, depth + 1) for _ in range(random.randrange(6))]
        case "object":
            names = random.sample(
                ["a", "b", "c", "…", "n" * 300, "n" * 20_000], random.randrange(7)
            )
            return {name: any_json(random, depth + 1) for name in names}
        case "repeated":
            return [any_json(random, 4)] * random.randrange(2000)
        case kind:
            return {"null": None, "number": 17, "short": "x", "long": "yz" * 9000}[kind]


@pytest.mark.parametrize("seed", range(60))
def test_nothing_that_an_excerpt_shows_was_otherwise(seed):
    random = Random(seed)
    value = {name: any_json(random) for name in "abcdef"}
    kept, size = excerpt(value)
    assert size < 100_000
    places = list(_expect._places("it", value, shown(kept, Hider({}))))
    assert not any(place.sure for place in places)
    assert bool(places) is (kept != value)


@pytest.mark.parametrize(
    "words",
    [
        {"headers": {"Authorization": "KEY"}},
        {"headers": {"authorization": re.compile("^Bearer 1111")}},
        {"headers": {"X-Team": None, "x-own": ["red", "blue"]}},
        {"headers": {"X-Own": {"regex": "^bl"}}},
        {"project": None},
        {"stream": False},
        {"last_message": {"regex": "^H"}},
        {"body": {"messages.-1.role": "user"}},
        {"body": {"/messages/-1/role": "user", "messages/0/role": "user"}},
        {"body": {"model": {"regex": "small"}}},
        {"body": {"messages": [{"role": "user", "content": re.compile("^Hi$")}]}},
    ],
)
def test_a_rule_and_an_assertion_mean_the_same_by_the_same_words(chat, http, genapi_mock, words):
    key = f"Bearer {genapi_mock.api_key}"
    if words.get("headers", {}).get("Authorization") == "KEY":
        words = {"headers": {"Authorization": key}}
    rule = genapi_mock.rule(when=words, reply={"status": 299})
    http.headers["X-Own"] = "blue"
    chat("Hi")
    assert rule.used == 1
    asked = {**words, **words.get("body", {})}
    asked.pop("body", None)
    genapi_mock.assert_called(CALL, times=1, **asked)


def test_another_key_is_told_apart_without_being_shown(chat, genapi_mock):
    chat()
    told = refused(genapi_mock, CALL, headers={"Authorization": "Bearer sk-other-very-secret"})
    assert 'expected "Bearer sk-o…", was "Bearer 1111…"' in told
    assert "very-secret" not in told


def test_a_header_that_was_sent_is_not_taken_for_none(http, genapi_mock):
    http.get("/v1/models", headers={"X-Team": "red"})
    assert 'header X-Team: expected none, was "red"' in refused(
        genapi_mock, headers={"X-Team": None}
    )
    assert 'expected "red" or "blue", was not sent' in refused(
        genapi_mock, headers={"X-Other": ["red", "blue"]}
    )


def test_a_project_can_be_asserted(http, genapi_mock):
    http.get(f"/{RESTRICTED_PROJECT}/v1/models")
    genapi_mock.assert_called("models.list", project=RESTRICTED_PROJECT)
    genapi_mock.assert_not_called("models.list", project=None)
    assert f'project: expected none, was "{RESTRICTED_PROJECT}"' in refused(
        genapi_mock, "models.list", project=None
    )


@pytest.mark.parametrize(
    "wanted",
    [
        {"status": "200"},
        {"status": True},
        {"stream": 1},
        {"last_message": ["Hi"]},
        {"headers": {"x": 1}},
        {"project": []},
        {"model": {"regex": "("}},
        {"/a~b": 1},
    ],
)
def test_an_expectation_that_means_nothing_is_refused(chat, genapi_mock, wanted):
    chat()
    with pytest.raises(ValueError, match=next(iter(wanted))):
        genapi_mock.assert_called(CALL, **wanted)


def test_an_expression_of_a_test_may_look_around(chat, genapi_mock):
    chat("Hi")
    genapi_mock.assert_called(last_message=re.compile("H(?=i)"), model=re.compile("(?<=-)small"))


def test_a_refused_stream_was_asked_for_all_the_same(chat, genapi_mock):
    chat(stream=True, temperature=9)
    genapi_mock.assert_called(CALL, status=400, stream=True)


@pytest.fixture
def forgetful(chat, genapi_mock):
    """A journal that holds two of three requests."""
    genapi_mock.configure(journal_size=2)
    for text in ("the first", "the second", "the third"):
        chat(text)
    return genapi_mock


@pytest.mark.parametrize(
    "wanted",
    [
        {"times": 2},
        {"times": 3},
        {"at_least": 3},
        {"at_most": 2},
        {"last_message": "the first"},
        {"last_message": "the first", "times": 0},
    ],
)
def test_where_requests_are_forgotten_nothing_is_concluded_from_the_rest(forgetful, wanted):
    message = refused(forgetful, **wanted)
    assert "of 3 requests, and nobody can tell whether there were more" in message
    assert "1 request is forgotten; raise journal_size" in message


def test_what_is_certain_all_the_same_is_concluded(forgetful, chat):
    forgetful.assert_called(at_least=2)
    forgetful.assert_called(at_most=3)
    forgetful.assert_called(last_message="third")
    assert "got 2 of 3 requests\nthese" in refused(forgetful, times=1)
    assert "expected 4 calls" in refused(forgetful, times=4)
    forgetful.reset()
    chat("the fourth")
    forgetful.assert_called(times=1)


def test_a_journal_that_is_made_smaller_forgets(chat, genapi_mock):
    for _ in range(3):
        chat()
    genapi_mock.configure(journal_size=1)
    assert "2 requests are forgotten" in refused(genapi_mock, times=1)


def test_values_are_compared_as_json(chat, genapi_mock):
    chat(stream=True, seed=1, metadata=None, logit_bias={"1": 1})
    genapi_mock.assert_not_called(**{"/stream": 1})
    genapi_mock.assert_not_called(seed=True)
    genapi_mock.assert_not_called(logit_bias={"1": True})
    genapi_mock.assert_called(seed=1.0, stream=True, logit_bias={"1": 1})


def test_a_request_that_runs_while_the_journal_is_cleared_does_not_count_for_ever(
    chat, genapi_mock
):
    def clear(request):
        genapi_mock.journal.clear()
        return "late"

    genapi_mock.rule(reply={"function": clear}, times=1)
    chat("Hello")
    assert (len(genapi_mock.journal), genapi_mock.journal._held) == (0, 0)
    chat("Hello")
    assert genapi_mock.journal._held == genapi_mock.journal[0].size
