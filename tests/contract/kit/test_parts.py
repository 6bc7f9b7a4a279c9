"""The pure parts: redaction, budget, events, targets, drift through unions."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi_contract import Target, TargetError
from scaleway_genapi_contract._api import Body
from scaleway_genapi_contract._budget import Ledger, at_least, estimate
from scaleway_genapi_contract._events import Event, parse_events
from scaleway_genapi_contract._exchange import NotAsked
from scaleway_genapi_contract._redact import Redactor
from scaleway_genapi_contract._requests import plainest

KEY = "5f3a9c1e-77d2-4b8e-9a41-c0ffee123456"
hide = Redactor({KEY: "<api key>"})


@pytest.mark.parametrize(
    "said",
    [KEY, KEY[:8], KEY[-10:], KEY[5:20], base64.b64encode(KEY.encode()).decode(), KEY.upper()],
    ids=["whole", "beginning", "end", "middle", "base64", "capitals"],
)
def test_a_secret_is_hidden_whole_in_part_and_encoded(said):
    hidden = hide(f"key={said}.")
    assert said not in hidden
    assert hidden.startswith("key=<api key>")
    assert hide.repeats(said)


@pytest.mark.parametrize("before", ["Bearer ", "user:", "x", ""])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_secret_is_hidden_in_the_base64_of_what_stands_around_it(before, encode):
    secret = "?>~?>~" + KEY  # signs that the two alphabets of base64 write differently
    hidden = Redactor({secret: "<x>"})(encode(f"{before}{secret} and so on".encode()).decode())
    known = re.fullmatch(r"([\w+/-]*)<x>([\w+/-]*=*)", hidden)
    assert known
    # What is left are the neighbours, and at most a sign of the secret at either end.
    assert len(before) <= len(base64.b64decode(known[1] + "A" * (-len(known[1]) % 4))) + 1
    assert len(known[1]) <= len(before) * 4 // 3 + 2
    assert len(known[2]) <= len(" and so on") * 4 // 3 + 6


def test_a_secret_with_signs_that_urls_escape_is_hidden_escaped():
    secret = "p@ss/wörd+1"
    assert "<x>" == Redactor({secret: "<x>"})(quote(secret, safe=""))


def test_a_secret_in_capitals_is_hidden_beside_letters_that_have_no_small_one():
    assert "İ<api key>ß" == hide(f"İ{KEY.upper()}ß")


@given(st.text(), st.text())
def test_no_text_around_a_secret_lets_it_through(before, after):
    assert KEY not in hide(before + KEY + after)


@given(st.text(alphabet="xyz <>&", max_size=60))
def test_a_text_without_the_secret_stays_as_it_is(text):
    assert text == hide(text)


def test_a_placeholder_for_a_key_is_hidden_as_a_word_and_leaves_bodies_alone():
    placeholder = Redactor({"none": "<api key>"})
    assert "key <api key>, nonesuch" == placeholder("key none, nonesuch")
    assert '{"tool_choice": "none"}' == placeholder.long('{"tool_choice": "none"}')
    assert not placeholder.long.repeats("none")


def test_a_target_shows_no_secret():
    target = Target(base_url="https://host", api_key=KEY, project_id="p" * 36)
    assert KEY not in repr(target)
    assert "pppp" not in repr(target)


@pytest.mark.parametrize("url", ["host", "ftp://host", "https://", "http://host:99999", "http://["])
def test_a_base_url_that_is_none_is_refused(url):
    with pytest.raises(TargetError):
        Target(base_url=url)


def test_a_budget_refuses_before_it_is_exceeded_and_books_what_was_taken():
    ledger = Ledger(100)
    ledger.reserve(90)
    ledger.settle(90, 20, 10)
    assert 20 == ledger.spent
    with pytest.raises(NotAsked, match="81 tokens, and 80"):
        ledger.reserve(81)
    ledger.reserve(80)
    ledger.settle(80, None, 10)
    assert 100 == ledger.spent


@pytest.mark.parametrize("told", [0, 9, -10_000], ids=["nothing", "too few", "a gift"])
def test_a_server_is_not_believed_below_what_was_sent_and_could_come_back(told):
    ledger = Ledger(1000)
    ledger.reserve(300)
    ledger.settle(300, told, 70)
    assert 70 == ledger.spent


LIMITS = ["max_completion_tokens", "max_tokens"]


def test_an_estimate_counts_the_answers_the_text_and_the_media():
    plain = {"messages": [{"content": "Hello"}], "max_completion_tokens": 10}
    image = {"messages": [{"content": [{"url": "https://host/a.png"}]}], "max_tokens": 10}
    base = estimate(plain, LIMITS, 64)
    assert 130 < base < 200
    assert base + 10 <= estimate(plain | {"n": 2}, LIMITS, 64)
    assert estimate(image, LIMITS, 64) > 2000
    assert estimate({"messages": []}, LIMITS, 64) > 64
    assert estimate(plain | {"max_tokens": 10**6}, LIMITS, 64) > 10**6
    assert 0 == estimate(None, LIMITS, 64)


@pytest.mark.parametrize(
    ("body", "answers"),
    [
        ({"messages": [{"content": "Hello"}], "max_tokens": 10}, 10),
        ({"messages": [{"content": "Hello"}], "max_tokens": 10, "n": 3}, 30),
        ({"messages": []}, 64),
        (b"[]", 64),
    ],
    ids=["bounded", "several", "unbounded", "no object"],
)
def test_the_floor_of_a_calls_cost_is_below_its_estimate_and_above_its_answers(body, answers):
    assert answers <= at_least(body, LIMITS, 64) < estimate(body, LIMITS, 64)


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_events_are_read_with_every_line_end(end):
    body = end.join(["\ufeff: hi", "data: a", "data:b", "", "event: x", "data: c", "", ""])
    events = parse_events(body.encode())
    assert (Event("a\nb"), Event("c", "x")) == events.events
    assert not events.cut


def test_an_event_without_its_blank_line_is_cut():
    assert "b" == parse_events(b"data: a\n\ndata: b").cut
    assert "b" == parse_events(b"data: a\n\ndata: b\n").cut


@pytest.mark.parametrize(
    ("examples", "stream", "name"),
    [
        ({"long": {"text": "xyz"}, "short": {"text": "x"}}, None, "short"),
        ({"more": {"text": "x", "a": 1}, "least": {"text": "xxxxxxxxxx"}}, None, "least"),
        ({"two": {"text": "x", "a": 1, "b": 2}, "one": {"text": "xxxxxxxxxx", "a": 1}}, None, "one"),
        ({"whole": {"text": "x"}, "live": {"text": "x", "live": True}}, "live", "live"),
        ({"more": {"text": "x", "a": 1, "live": True}}, "live", "more"),
        ({"whole": {"text": "x", "live": False}}, "live", None),
        ({}, None, None),
    ],
    ids=["shortest", "required only", "fewest", "stream", "stream with more", "no stream", "none"],
)  # fmt: skip
def test_the_plainest_example_has_the_fewest_optional_properties(examples, stream, name):
    body = Body(
        type="application/json",
        schema="",
        required=("text",),
        fields={},
        dependent=(),
        examples=examples,
        optional=False,
    )
    assert name == plainest(body, stream)
