"""Every exception pickles and copies, so do the values beside them; a missing extra says its name."""

import copy
import dataclasses
import inspect
import pickle
import sys

import httpx
import pytest

import scaleway_genapi
from scaleway_genapi import (
    APIConnectionError,
    APITimeoutError,
    ChatCompletion,
    ChatCompletionChunk,
    ConfigurationError,
    RateLimit,
    RateLimitError,
    RateLimits,
    ScalewayGenAPIError,
    function_tool,
)
from scaleway_genapi.helpers import _events, _schemas
from scaleway_genapi.helpers._accumulate import Accumulator
from scaleway_genapi.helpers._schemas import codec_for
from scaleway_genapi.helpers._structured import ParsedChatCompletion
from scaleway_genapi.helpers._tool_loop import ToolLoop
from tests.client.fault_server import chunk, completion

COMPLETION = ChatCompletion.from_dict(completion('{"name": "x"}'))
LIMITS = RateLimits(
    requests=RateLimit(limit=600, remaining=0, reset=0.25),
    tokens=RateLimit(limit=None, remaining=None, reset=None),
)
VALUES = {
    "message": "It went wrong: é",
    "detail": "Wrong.",
    "hint": "Do it right.",
    "completion": COMPLETION,
    "refusal": "No.",
    "text": "no JSON",
    "messages": [{"role": "user", "content": "Hi"}],
    "status_code": 429,
    "code": "rate_limited",
    "type": "TooManyRequests",
    "param": "model",
    "request_id": "req-1",
    "retry_after": 1.5,
    "rate_limits": LIMITS,
    "body": {"error": {"message": "m"}},
    "path": "$.choices[0]",
}


def tree(kind):
    yield kind
    for below in kind.__subclasses__():
        yield from tree(below)


EXPORTED = {
    value
    for name in scaleway_genapi.__all__
    if inspect.isclass(value := getattr(scaleway_genapi, name)) and issubclass(value, Exception)
}
KINDS = sorted({*tree(ScalewayGenAPIError)}, key=lambda kind: kind.__name__)


def make(kind):
    if not inspect.isfunction(kind.__init__):
        return kind(VALUES["message"])
    # Those that are handed up stand in the base class.
    stated = (inspect.signature(k).parameters for k in (kind, scaleway_genapi.APIError))
    own, handed_up = (dict(parameters) for parameters in stated)
    parameters = (own | (handed_up if "values" in own else {})).values()
    positional = [
        VALUES[p.name]
        for p in parameters
        if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.name in VALUES
    ]
    named = {
        p.name: VALUES[p.name] for p in parameters if p.kind is p.KEYWORD_ONLY and p.name in VALUES
    }
    return kind(*(positional or [VALUES["message"]]), **named)


def twins(value):
    yield copy.copy(value)
    yield copy.deepcopy(value)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        yield pickle.loads(pickle.dumps(value, protocol))


def test_the_tree_holds_every_exported_exception():
    assert EXPORTED <= set(KINDS)
    assert len(EXPORTED) > 20


@pytest.mark.parametrize("kind", sorted(EXPORTED, key=lambda kind: kind.__name__))
def test_an_exception_goes_by_the_address_that_it_is_imported_from(kind):
    assert f"{kind.__module__}.{kind.__qualname__}" == f"scaleway_genapi.{kind.__name__}"


def test_an_exception_of_somebody_elses_keeps_its_address():
    class TenantError(ScalewayGenAPIError):
        pass

    assert TenantError.__module__ == __name__


@pytest.mark.parametrize("kind", KINDS)
def test_an_exception_pickles_and_copies_with_all_that_it_tells(kind):
    error = make(kind)
    error.add_note("seen twice")
    told = {n: v for n, v in vars(error).items() if n in VALUES}
    for twin in twins(error):
        assert type(twin) is kind
        assert str(twin) == str(error)
        assert {n: v for n, v in vars(twin).items() if n in VALUES} == told
        assert twin.__notes__ == ["seen twice"]


SLOW_DOWN = httpx.Response(
    429,
    headers={"x-request-id": "req-1", "retry-after": "5", "x-ratelimit-remaining-tokens": "0"},
    request=httpx.Request("POST", "http://h", headers={"authorization": "Bearer hidden-value"}),
)


def test_an_error_that_is_made_by_hand_tells_what_its_response_and_body_say():
    body = {"error": {"message": "Too fast.", "type": "TooManyRequests", "code": "tokens"}}
    error = RateLimitError("slow down", response=SLOW_DOWN, body=body)
    assert (str(error), error.response) == ("slow down", SLOW_DOWN)
    assert (error.status_code, error.request_id, error.retry_after) == (429, "req-1", 5)
    assert error.rate_limits.tokens.remaining == 0
    assert (error.detail, error.type, error.code) == ("Too fast.", "TooManyRequests", "tokens")


def test_an_error_that_is_made_by_hand_tells_first_what_it_was_given():
    error = RateLimitError(
        "x", response=SLOW_DOWN, body=None, status_code=420, request_id="req-2", retry_after=None
    )
    assert (error.status_code, error.request_id, error.retry_after) == (420, "req-2", None)


def test_a_pickle_of_an_error_that_is_made_by_hand_holds_no_key():
    stored = pickle.dumps(RateLimitError("slow down", response=SLOW_DOWN, body=None))
    assert b"hidden-value" not in stored
    assert pickle.loads(stored).response.headers["retry-after"] == "5"


def test_an_error_with_neither_status_nor_response_says_what_it_needs():
    with pytest.raises(TypeError, match="RateLimitError: give it a status_code or a response"):
        RateLimitError("slow down")


@pytest.mark.parametrize("kind", [APIConnectionError, APITimeoutError])
def test_an_error_about_a_request_can_be_made_with_it_and_does_not_keep_it(kind):
    error = kind(request=SLOW_DOWN.request)
    assert str(error)
    assert SLOW_DOWN.request not in vars(error).values()
    assert str(kind("no", request=SLOW_DOWN.request)) == str(kind(message="no")) == "no"


def events():
    accumulator = Accumulator()
    parts = [
        {"content": "Hel", "reasoning": "Hm", "refusal": "No"},
        {"content": "lo"},
        {"tool_calls": [{"index": 0, "id": "a", "function": {"name": "f", "arguments": "{}"}}]},
    ]
    for part in parts:
        data = chunk()
        last = part is parts[-1]
        data["choices"] = [{"index": 0, "delta": part, "finish_reason": "stop" if last else None}]
        yield from accumulator.add(ChatCompletionChunk.from_dict(data))


def test_every_kind_of_event_is_made_here():
    kinds = {
        k for k in vars(_events).values() if inspect.isclass(k) and k.__name__.endswith("Event")
    }
    assert {type(event) for event in events()} == kinds


@pytest.mark.parametrize("event", list(events()), ids=lambda event: event.type)
def test_an_event_pickles_and_copies(event):
    for twin in twins(event):
        assert twin == event
    for twin in (copy.copy(event), copy.deepcopy(event)):
        assert getattr(twin, "snapshot", None) == getattr(event, "snapshot", None)


@dataclasses.dataclass
class Named:
    name: str


def test_rate_limits_pickle_and_copy():
    for twin in twins(LIMITS):
        assert twin == LIMITS


def test_a_parsed_completion_pickles_and_copies():
    parsed = ParsedChatCompletion.from_dict(COMPLETION.to_dict(), Named)
    for twin in twins(parsed):
        assert twin == parsed
        assert twin.parsed == Named("x")


class PydanticLike:
    """As a class of pydantic looks where pydantic itself cannot be imported."""

    __pydantic_fields__ = ()


def clock() -> str:
    """Tells the time."""
    return "noon"


@pytest.fixture
def nothing_prepared():
    """No codec that an earlier test left."""
    _schemas._codec_of.cache_clear()
    yield
    _schemas._codec_of.cache_clear()


@pytest.mark.parametrize(
    ("extra", "use"),
    [
        ("msgspec", lambda: codec_for(Named)),
        ("msgspec", lambda: function_tool(clock)),
        ("msgspec", lambda: ToolLoop([clock], [], 3, {})),
        ("pydantic", lambda: codec_for(PydanticLike)),
    ],
    ids=["parse", "function_tool", "run_tools", "parse with pydantic"],
)
def test_a_missing_extra_says_how_to_get_it(monkeypatch, extra, use, nothing_prepared):
    for name in {extra, "pydantic"}:  # which is asked where msgspec cannot help
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ConfigurationError, match=rf"pip install 'scaleway-genapi\[{extra}\]'"):
        use()


def test_pydantic_does_what_msgspec_would_where_that_is_missing(monkeypatch, nothing_prepared):
    monkeypatch.setitem(sys.modules, "msgspec", None)
    assert codec_for(Named).decode('{"name": "x"}') == Named("x")
    assert function_tool(clock).decode("{}") == {}
