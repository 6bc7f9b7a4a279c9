"""Status, request id and rate limits of answers that a helper asked for: its raw responses, runs and errors."""

import copy
import pickle

import pytest

from scaleway_genapi import (
    CompletionError,
    ConfigurationError,
    InvalidOutputError,
    LengthFinishReasonError,
    ParsedChatCompletion,
    RateLimitError,
    RefusalError,
    ToolLoopError,
)
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import (
    DONE,
    LAST,
    chunk,
    completion,
    event,
    refusal,
    response,
    stream_head,
)
from tests.client.output_types import KINDS, Pydantic, final
from tests.client.test_raw_response import HEADERS, LIMITS
from tests.client.tool_runs import asks, run_tools, weather

GOOD = '{"name": "x", "tags": []}'


def answer(content=GOOD, finish_reason="stop", headers=HEADERS, **message):
    body = completion(content)
    body["choices"][0]["message"] |= message
    body["choices"][0]["finish_reason"] = finish_reason
    return response(200, body, **headers)


FAULTS = {
    "length": (answer('{"na', "length"), LengthFinishReasonError),
    "refusal": (answer(None, refusal="No"), RefusalError),
    "no json": (answer("no json"), InvalidOutputError),
    "no choices": (response(200, completion("") | {"choices": []}, **HEADERS), InvalidOutputError),
}
each_fault = pytest.mark.parametrize(("sent", "kind"), FAULTS.values(), ids=FAULTS)


def raw_parse(driver, kind=Pydantic, **params):
    params = {"model": "m", "messages": MESSAGES, "response_format": kind} | params
    return driver.run(lambda client: client.chat.completions.with_raw_response.parse(**params))


def parse(driver, kind=Pydantic):
    params = {"model": "m", "messages": MESSAGES, "response_format": kind}
    return driver.run(lambda client: client.chat.completions.parse(**params))


@pytest.mark.parametrize("kind", KINDS)
def test_a_raw_parsed_answer_has_status_headers_and_the_value(driver, kind):
    driver.server.script(answer())
    raw = raw_parse(driver, kind)
    assert raw.status_code == 200
    assert raw.headers["X-Request-Id"] == raw.request_id == "req-1"
    assert raw.rate_limits == LIMITS
    parsed = raw.parse()
    assert isinstance(parsed, ParsedChatCompletion)
    assert (parsed.parsed["name"] if kind is KINDS[-1] else parsed.parsed.name) == "x"
    assert raw.parse() is parsed


def test_a_raw_parsed_answer_is_asked_for_as_a_parsed_one_is(driver):
    driver.server.script(answer())
    raw = raw_parse(driver, temperature=0.5)
    driver.run(
        lambda client: client.chat.completions.parse(
            model="m", messages=MESSAGES, response_format=Pydantic, temperature=0.5
        )
    )
    first, second = (request.json() for request in driver.server.requests)
    assert first == second
    assert raw.parse().parsed == Pydantic(name="x")


@each_fault
def test_a_raw_answer_that_is_not_what_was_asked_for_says_so_when_it_is_parsed(driver, sent, kind):
    driver.server.script(sent)
    raw = raw_parse(driver)
    assert (raw.status_code, raw.request_id) == (200, "req-1")
    for _ in range(2):
        with pytest.raises(kind) as caught:
            raw.parse()
        assert caught.value.request_id == "req-1"
        assert caught.value.rate_limits == LIMITS


def test_a_raw_parsed_answer_pickles(driver):
    driver.server.script(answer())
    raw = raw_parse(driver)
    for twin in (pickle.loads(pickle.dumps(raw)), copy.deepcopy(raw)):
        assert twin.parse() == raw.parse()
        assert (twin.request_id, twin.rate_limits) == ("req-1", LIMITS)


@each_fault
def test_a_copy_of_a_raw_answer_that_is_not_what_was_asked_for_says_so_too(driver, sent, kind):
    driver.server.script(sent)
    raw = raw_parse(driver)
    for twin in (pickle.loads(pickle.dumps(raw)), copy.deepcopy(raw)):
        assert twin.request_id == "req-1"
        with pytest.raises(kind):
            twin.parse()


def test_what_parse_refuses_a_raw_one_refuses(driver):
    with pytest.raises(ConfigurationError, match="leave `stream` out"):
        raw_parse(driver, stream=True)
    with pytest.raises(ConfigurationError, match="must be a class"):
        raw_parse(driver, list[int])
    with pytest.raises(TypeError, match="no parameter 'store'"):
        raw_parse(driver, store=True)
    assert driver.server.requests == []


def test_what_goes_wrong_with_a_raw_call_is_raised_at_once(driver):
    driver.server.script(refusal(429, **HEADERS))
    with pytest.raises(RateLimitError) as caught:
        raw_parse(driver)
    assert caught.value.request_id == "req-1"


@each_fault
def test_an_error_of_parse_tells_the_request_id_and_the_limits(driver, sent, kind):
    driver.server.script(sent)
    with pytest.raises(kind) as caught:
        parse(driver)
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
        assert error.request_id == "req-1"
        assert error.rate_limits == LIMITS


@pytest.mark.parametrize(
    ("delta", "reason", "kind"),
    [
        ({"content": '{"name"'}, "length", LengthFinishReasonError),
        ({"content": '{"name"'}, "stop", InvalidOutputError),
        ({"refusal": "No"}, "stop", RefusalError),
    ],
)
def test_an_error_of_a_parsed_stream_tells_them_too(driver, delta, reason, kind):
    choice = {"index": 0, "delta": delta, "finish_reason": reason}
    driver.server.script([stream_head(**HEADERS), event(chunk(choices=[choice])), DONE, LAST])
    with pytest.raises(kind) as caught:
        final(driver)
    assert caught.value.request_id == "req-1"
    assert caught.value.rate_limits == LIMITS


def asks_for_weather(**headers):
    head, _, body = asks(("weather", {"city": "Paris"})).partition(b"\r\n\r\n")
    lines = "".join(f"\r\n{name.replace('_', '-')}: {value}" for name, value in headers.items())
    return head + lines.encode() + b"\r\n\r\n" + body


def test_a_run_that_does_not_end_tells_those_of_the_last_answer(driver):
    driver.server.script(asks_for_weather(x_request_id="req-0"), asks_for_weather(**HEADERS))
    with pytest.raises(ToolLoopError) as caught:
        run_tools(driver, [weather], max_turns=2)
    assert caught.value.request_id == "req-1"
    assert caught.value.rate_limits == LIMITS


def test_a_run_tells_those_of_the_last_answer(driver):
    driver.server.script(asks_for_weather(x_request_id="req-0"), answer("It is warm."))
    run = run_tools(driver, [weather])
    assert run.request_id == "req-1"
    assert run.rate_limits == LIMITS


def test_where_an_answer_tells_none_there_is_none(driver):
    driver.server.script(answer("no json", headers={}))
    with pytest.raises(InvalidOutputError) as caught:
        parse(driver)
    assert caught.value.request_id is None
    assert caught.value.rate_limits is None


def test_an_error_that_was_made_by_hand_has_none():
    error = CompletionError("odd", None)
    assert error.request_id is None
    assert error.rate_limits is None


def test_a_server_that_echoes_the_key_as_its_request_id_shows_it_nowhere(driver):
    headers = {"x_request_id": f"req-{KEY}"}
    driver.server.script(answer("no json", headers=headers))
    with pytest.raises(InvalidOutputError) as caught:
        parse(driver)
    assert KEY not in caught.value.request_id
    assert KEY not in raw_parse(driver).request_id
    choice = {"index": 0, "delta": {"content": "no json"}, "finish_reason": "stop"}
    driver.server.script([stream_head(**headers), event(chunk(choices=[choice])), DONE, LAST])
    with pytest.raises(InvalidOutputError) as caught:
        final(driver)
    assert KEY not in caught.value.request_id
