"""The retry policy as a function: what happened goes in, what to do comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi._core._ratelimit import (
    RateLimit,
    RateLimitHeaders,
    RateLimits,
    parse_duration,
)
from scaleway_genapi._core._retry import Decision, Failure, RetryPolicy, decide, parse_retry_after

NOW = 1_700_000_000.0
HEADERS = RateLimitHeaders(
    f"x-ratelimit-{what}-{of}"
    for of in ("requests", "tokens")
    for what in ("limit", "remaining", "reset")
)


def decision(attempt=1, status=503, headers=None, random=1.0, remaining=None, **policy):
    return decide(
        RetryPolicy(**policy),
        attempt,
        Failure(status, headers, HEADERS.read(headers or {})),
        now=NOW,
        random=lambda: random,
        remaining=remaining,
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("250ms", 0.25),
        ("35ms", 0.035),
        ("1m30s", 90),
        ("6m0s", 360),
        ("1h2m3.5s", 3723.5),
        ("12", 12),
        ("1.5", 1.5),
        (" 2s ", 2),
        ("7us", 7e-6),
        ("1d", 86400),
    ],
)
def test_durations_are_read(text, seconds):
    assert parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text", ["", "soon", "-1s", "1x", "s", "1s1", "1e5", "nan", "٣s", "9" * 20]
)
def test_what_is_no_duration_is_none(text):
    assert parse_duration(text) is None


@given(st.text(max_size=20))
def test_any_text_is_a_duration_or_none(text):
    seconds = parse_duration(text)
    assert seconds is None or seconds >= 0


def test_the_six_headers_become_a_typed_value():
    headers = {
        "x-ratelimit-limit-requests": "600",
        "x-ratelimit-remaining-requests": "599",
        "x-ratelimit-reset-requests": "250ms",
        "x-ratelimit-limit-tokens": "1000000",
        "x-ratelimit-remaining-tokens": "999976",
        "x-ratelimit-reset-tokens": "35ms",
    }
    expected = RateLimits(
        RateLimit(600, 599, 0.25), RateLimit(1000000, 999976, pytest.approx(0.035))
    )
    assert HEADERS.read(headers) == expected


def test_headers_of_other_names_are_told_by_their_words():
    found = RateLimitHeaders(["acme-tokens-limit", "reset-of-tokens", "acme-ratelimit"])
    headers = {"acme-tokens-limit": "7", "reset-of-tokens": "2s", "acme-ratelimit": "1"}
    assert found.read(headers) == RateLimits(RateLimit(None, None, None), RateLimit(7, None, 2.0))
    assert found.read({"x-ratelimit-limit-requests": "600"}) is None


def test_no_rate_limit_headers_are_no_rate_limits():
    assert HEADERS.read({"content-type": "x"}) is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("3", 3),
        ("0", 0),
        ("1.5", 1.5),
        ("Tue, 14 Nov 2023 22:13:50 GMT", 30),
        ("Tue, 14 Nov 2023 22:13:50 -0000", 30),
        ("Tue, 14 Nov 2000 22:13:50 GMT", 0),
        ("tomorrow", None),
        ("-5", None),
        ("", None),
        ("Tue, 99 Nov 2023 22:13:50 GMT", None),
        ("Tue, 14 Nov 9999 22:13:50 GMT", 1e9),
        ("9" * 400, 1e9),
        ("1e400", None),
        ("inf", None),
        ("Tue, 14 Nov 99999 22:13:50 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert parse_retry_after(value, NOW) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_a_wait_or_none(value):
    seconds = parse_retry_after(value, NOW)
    assert seconds is None or seconds >= 0


def test_waits_double_up_to_the_cap():
    waits = [decision(attempt=n, max_retries=9).wait for n in range(1, 8)]
    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


@given(st.integers(1, 10**6), st.floats(0, 1, exclude_max=True))
def test_jitter_is_full(attempt, random):
    wait = decision(attempt=attempt, random=random, max_retries=10**7).wait
    assert 0 <= wait <= 8.0
    assert wait == pytest.approx(random * decision(attempt=attempt, max_retries=10**7).wait)


def test_no_response_is_tried_again():
    assert decision(status=None).wait == 0.5


def test_retry_after_wins_over_the_resets():
    headers = {
        "retry-after": "2",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "9s",
    }
    assert decision(status=429, headers=headers, random=0) == Decision(2, 2)


def test_the_longer_reset_of_two_exhausted_limits_counts():
    headers = {
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": "2s",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": "1m1s",
    }
    assert decision(status=429, headers=headers, max_wait=100, random=0) == Decision(61, 61)


def test_resets_of_limits_that_are_not_exhausted_do_not_count():
    headers = {"x-ratelimit-remaining-requests": "5", "x-ratelimit-reset-requests": "30s"}
    assert decision(status=429, headers=headers) == Decision(0.5, None)


def test_a_reset_counts_where_nobody_says_what_remains():
    headers = {"x-ratelimit-reset-requests": "2s", "x-ratelimit-reset-tokens": "3s"}
    assert decision(status=429, headers=headers, random=0) == Decision(3, 3)


def test_a_reset_counts_less_where_something_remains():
    headers = {
        "x-ratelimit-reset-requests": "2s",
        "x-ratelimit-remaining-tokens": "1",
        "x-ratelimit-reset-tokens": "30s",
    }
    assert decision(status=429, headers=headers, random=0) == Decision(2, 2)


@given(st.integers(1, 3), st.floats(0.001, 60), st.floats(0, 1, exclude_max=True))
def test_a_wait_that_was_asked_for_is_lengthened_by_chance_up_to_the_cap(attempt, asked, random):
    headers = {"retry-after": f"{asked:.6f}"}
    found = decision(attempt, status=429, headers=headers, random=random, max_retries=9)
    own = decision(attempt, random=random, max_retries=9).wait
    assert found.asked <= found.wait <= 60
    assert found.wait == pytest.approx(min(found.asked + own, 60))


def test_clients_that_were_refused_at_once_do_not_come_back_at_once():
    headers = {"retry-after": "3"}
    waits = {decision(status=429, headers=headers, random=n / 50).wait for n in range(50)}
    assert len(waits) == 50


def test_resets_do_not_count_for_other_failures():
    headers = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "30s"}
    assert decision(status=503, headers=headers) == Decision(0.5, None)


def test_a_wait_beyond_the_cap_gives_up_and_tells_it():
    assert decision(status=429, headers={"retry-after": "61"}) == Decision(None, 61)


def test_the_last_failure_tells_the_wait_too():
    assert decision(attempt=3, status=429, headers={"retry-after": "5"}) == Decision(None, 5)


def test_a_wait_beyond_the_remaining_time_gives_up():
    assert decision(remaining=0.4).wait is None
    assert decision(remaining=0.6).wait == 0.5
