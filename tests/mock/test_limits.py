"""Rate limits: three of them, six headers, the documented words, a clock that tests move."""

from __future__ import annotations

import re
import threading

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi_mock import Limits
from scaleway_genapi_mock.check._limits import duration

from .conftest import CHAT, MODEL


def test_the_six_headers_stand_on_every_answer(http, chat, genapi_mock):
    names = {
        f"x-ratelimit-{what}-{of}"
        for what in ("limit", "remaining", "reset")
        for of in ("requests", "tokens")
    }
    answers = [
        chat(),
        chat(stream=True),
        chat(temperature=9),
        http.get("/v1/models"),
        http.put(CHAT),
    ]
    answers += [
        httpx.get(f"{genapi_mock.url}/v1/models"),
        http.get("/v1/models", headers={"authorization": "Bearer unknown"}),
        http.get("/v1/nothing"),
        chat(model="no-such"),
        chat(max_tokens=10**6),
    ]
    genapi_mock.rule(reply={"error": 504})
    answers.append(chat())
    assert {200, 400, 401, 403, 404, 405, 416, 422, 504} == {a.status_code for a in answers}
    for response in answers:
        assert names <= set(response.headers), response.status_code


def test_a_document_without_the_headers_has_none_anywhere(serving):
    client = serving("""
        openapi: 3.1.0
        info: {title: T, version: "1"}
        paths:
          /a: {get: {operationId: a, responses: {"204": {description: A}}}}
        """)
    for path in ("/a", "/b"):
        assert not [name for name in client.get(path).headers if "ratelimit" in name]


def test_without_limits_the_headers_show_those_of_the_document_and_nothing_is_refused(chat):
    response = chat()
    assert response.headers["x-ratelimit-limit-requests"] == "600"
    assert response.headers["x-ratelimit-limit-tokens"] == "1000000"


def test_requests_beyond_the_limit_are_refused_until_time_has_passed(chat, genapi_mock):
    genapi_mock.clock.freeze()
    genapi_mock.configure(limits=Limits(requests=2))
    assert [chat().status_code for _ in range(3)] == [200, 200, 429]
    refused = chat()
    assert refused.json()["error"]["message"] == (
        "You are exceeding your current quota of requests per minute for the requested model."
    )
    assert refused.headers["retry-after"] == "30"
    assert refused.headers["x-ratelimit-remaining-requests"] == "0"
    assert refused.headers["x-ratelimit-reset-requests"] == "1m0s"
    genapi_mock.clock.advance(30)
    assert [chat().status_code for _ in range(2)] == [200, 429]


def test_tokens_beyond_the_limit_are_refused_until_time_has_passed(chat, genapi_mock):
    genapi_mock.clock.freeze()
    genapi_mock.configure(limits=Limits(tokens=40))
    first = chat()
    used = first.json()["usage"]["total_tokens"]
    assert first.headers["x-ratelimit-remaining-tokens"] == str(max(0, 40 - used))
    statuses = [chat().status_code for _ in range(3)]
    assert statuses[-1] == 429
    assert "tokens per minute" in chat().json()["error"]["message"]
    genapi_mock.clock.advance(120)
    assert chat().status_code == 200


def test_more_requests_at_once_than_allowed_are_refused(chat, genapi_mock):
    genapi_mock.configure(limits=Limits(concurrent=1), token_delay=30)
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], "stream": True}
    with httpx.stream("POST", genapi_mock.url + CHAT, json=body, headers=headers) as running:
        assert running.status_code == 200
        refused = chat()
    assert refused.status_code == 429
    assert "concurrent requests" in refused.json()["error"]["message"]


def test_an_ended_request_makes_room_for_the_next(chat, genapi_mock):
    genapi_mock.configure(limits=Limits(concurrent=1))
    assert [chat().status_code for _ in range(3)] == [200, 200, 200]
    assert chat(temperature=9).status_code == 400
    assert chat().status_code == 200


def test_another_setting_does_not_forget_what_was_used(chat, genapi_mock):
    genapi_mock.clock.freeze()
    genapi_mock.configure(limits=Limits(requests=1))
    assert chat().status_code == 200
    genapi_mock.configure(seed=3)
    assert chat().status_code == 429


def test_what_is_refused_earlier_costs_nothing(chat, genapi_mock):
    genapi_mock.clock.freeze()
    genapi_mock.configure(limits=Limits(requests=1))
    assert chat(temperature=9).status_code == 400
    assert chat().status_code == 200


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0ms"),
        (0.25, "250ms"),
        (0.0351, "36ms"),
        (0.9999, "1s"),
        (1, "1s"),
        (1.5, "1.5s"),
        (8.5714285, "8.572s"),
        (59.9999, "1m0s"),
        (60, "1m0s"),
        (90.2, "1m31s"),
        (3600, "1h0m0s"),
        (3725, "1h2m5s"),
    ],
)
def test_a_duration_is_written_as_the_service_writes_it_and_rounded_up(seconds, shown):
    assert duration(seconds) == shown


@given(st.floats(0, 100_000))
def test_who_waits_as_long_as_a_header_says_has_waited_long_enough(seconds):
    units = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
    parts = re.findall(r"([\d.]+)(ms|h|m|s)", duration(seconds))
    told = sum(float(number) * units[unit] for number, unit in parts)
    assert seconds - 1e-6 <= told <= seconds + (1.001 if seconds >= 59.999 else 0.002)


@pytest.mark.parametrize("limit", [1, 3, 7, 13, 600])
def test_after_the_time_of_the_reset_header_the_limit_is_whole_again(http, genapi_mock, limit):
    genapi_mock.clock.freeze()
    genapi_mock.configure(limits=Limits(requests=limit))
    for _ in range(min(limit, 20)):
        http.get("/v1/models")
    shown = http.put("/v1/models").headers["x-ratelimit-reset-requests"]
    number, unit = re.fullmatch(r"([\d.]+)(ms|s)|1m0s", shown).groups()
    genapi_mock.clock.advance(float(number or 60) * (0.001 if unit == "ms" else 1))
    again = http.put("/v1/models").headers
    assert again["x-ratelimit-remaining-requests"] == str(limit)
    assert again["x-ratelimit-reset-requests"] == "0ms"


def test_the_reset_shrinks_as_time_passes_and_grows_with_each_request(http, genapi_mock):
    genapi_mock.clock.freeze()
    genapi_mock.configure(limits=Limits(requests=60))
    resets = []
    for seconds in (0, 0, 1, 1):
        genapi_mock.clock.advance(seconds)
        resets.append(http.get("/v1/models").headers["x-ratelimit-reset-requests"])
    assert resets == ["1s", "2s", "2s", "2s"]
    genapi_mock.clock.advance(1.5)
    assert http.put("/v1/models").headers["x-ratelimit-reset-requests"] == "500ms"


@pytest.mark.parametrize("wrong", ["60", None, True, [60]])
def test_the_clock_says_what_it_takes(genapi_mock, wrong):
    with pytest.raises(ValueError, match=r"^advance: .* is no number of seconds"):
        genapi_mock.clock.advance(wrong)


def test_the_clock_stops_at_a_number_alone(genapi_mock):
    with pytest.raises(ValueError, match=r"^freeze: 'now' is no number of seconds since 1970"):
        genapi_mock.clock.freeze("now")


def test_time_does_not_go_back(genapi_mock):
    with pytest.raises(ValueError, match="back"):
        genapi_mock.clock.advance(-1)


def test_many_threads_share_one_limit(genapi_mock):
    genapi_mock.clock.freeze()
    genapi_mock.configure(limits=Limits(requests=10))
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    statuses = []

    def call():
        with httpx.Client(base_url=genapi_mock.url, headers=headers) as client:
            statuses.extend(client.get("/v1/models").status_code for _ in range(5))

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 10 + [429] * 10
