"""What the embedded engine tells of its limits is what they do: how much is left, when to come back.

Time stands still there but for what a test moves it. Seen through the generated client.
"""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from scaleway_genapi import Client, RateLimitError
from scaleway_genapi_mock import Limits, MockServer
from tests.contract.engines import KEY

pytestmark = pytest.mark.contract
MODEL = "mistral-small-3.2-24b-instruct-2506"
CHAT = {"model": MODEL, "messages": [{"role": "user", "content": "What is the capital of France?"}]}


@contextmanager
def limited(**limits):
    """A server with these limits, whose clock stands still, and a client of it."""
    with MockServer(limits=Limits(**limits)) as server:
        server.clock.freeze()
        with Client(KEY, base_url=server.url, max_retries=0) as client:
            yield server, client


def whole(client):
    """The limits that an answer tells, and the tokens that it counts."""
    raw = client.chat.completions.with_raw_response.create(**CHAT)
    return raw.rate_limits, raw.parse().usage.total_tokens


def streamed(client):
    raw = client.chat.completions.with_raw_response.create(
        **CHAT, stream=True, stream_options={"include_usage": True}
    )
    with raw.parse() as stream:
        chunks = list(stream)
    return raw.rate_limits, chunks[-1].usage.total_tokens


FORMS = pytest.mark.parametrize("form", [whole, streamed])


@FORMS
def test_what_remains_is_what_was_not_used_and_is_whole_again_after_the_reset(form):
    with limited(requests=60, tokens=6000) as (server, client):
        used = 0
        for calls in (1, 2, 3):
            told, spent = form(client)
            used += spent
            assert (60, 60 - calls) == (told.requests.limit, told.requests.remaining)
            assert (6000, 6000 - used) == (told.tokens.limit, told.tokens.remaining)
            # A minute fills it, so a sixtieth of it comes back in a second.
            assert told.requests.reset == pytest.approx(calls, abs=0.002)
            assert told.tokens.reset == pytest.approx(used / 100, abs=0.002)
        server.clock.advance(max(told.requests.reset, told.tokens.reset) + 0.01)
        fresh, spent = form(client)
        assert (59, 6000 - spent) == (fresh.requests.remaining, fresh.tokens.remaining)


@pytest.mark.parametrize(("requests", "wait"), [(1, 60), (4, 15), (60, 1)])
def test_who_waits_as_long_as_a_429_says_is_let_in_and_no_earlier(requests, wait):
    with limited(requests=requests) as (server, client):
        for _ in range(requests):
            client.models.list()
        with pytest.raises(RateLimitError) as caught:
            client.models.list()
        assert wait == caught.value.retry_after
        server.clock.advance(wait - 0.5)
        with pytest.raises(RateLimitError):
            client.models.list()
        server.clock.advance(0.51)
        client.models.list()


def test_the_tokens_of_a_minute_are_used_up_by_streams():
    with limited(tokens=600) as (_, client):
        spent = 0
        while spent < 600:
            told, used = streamed(client)
            spent += used
            assert max(0, 600 - spent) == told.tokens.remaining
        with pytest.raises(RateLimitError, match="tokens per minute"):
            streamed(client)
