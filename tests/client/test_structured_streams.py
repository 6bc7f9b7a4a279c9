"""`chat.completions.stream(response_format=T)`: the final completion, and the event of a whole text."""

import pytest

from scaleway_genapi.helpers.errors import (
    InvalidOutputError,
    LengthFinishReasonError,
    RefusalError,
)
from tests.client.conftest import MESSAGES
from tests.client.fault_server import DONE, LAST, chunk, event, stream_head
from tests.client.output_types import KINDS, Pydantic, Typed, final


def streamed(driver, kind, *deltas, finish_reason="stop"):
    """The final completion of a stream that asks for a type."""
    last = chunk(choices=[{"index": 0, "delta": {}, "finish_reason": finish_reason}])
    events = [event(chunk(choices=[{"index": 0, "delta": d}])) for d in deltas]
    driver.server.script([stream_head(), *events, event(last), DONE, LAST])
    return final(driver, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stream_is_parsed_too(driver, kind):
    found = streamed(driver, kind, {"content": '{"name": "x", '}, {"content": '"tags": []}'})
    assert found.parsed == ({"name": "x", "tags": []} if kind is Typed else kind(name="x", tags=[]))
    sent = driver.server.requests[0].json()
    assert sent["response_format"]["json_schema"]["name"] == kind.__name__
    assert sent["stream"] is True


def whole_texts(driver, kind, *deltas, finish_reason="stop"):
    """The events that tell a whole text, of a stream that asks for a type."""
    last = chunk(choices=[{"index": 0, "delta": {}, "finish_reason": finish_reason}])
    events = [event(chunk(choices=[{"index": 0, "delta": d}])) for d in deltas]
    driver.server.script([stream_head(), *events, event(last), DONE, LAST])
    params = {"model": "m", "messages": MESSAGES, "response_format": kind}

    def use(client):
        with client.chat.completions.stream(**params) as stream:
            return [event for event in stream if event.type == "content.done"]

    async def use_async(client):
        async with client.chat.completions.stream(**params) as stream:
            return [event async for event in stream if event.type == "content.done"]

    return driver.run(use if driver.kind == "sync" else use_async)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("finish_reason", ["stop", None])
def test_the_event_of_a_whole_text_has_what_it_means(driver, kind, finish_reason):
    deltas = {"content": '{"name": "x", '}, {"content": '"tags": []}'}
    (whole,) = whole_texts(driver, kind, *deltas, finish_reason=finish_reason)
    assert whole.content == '{"name": "x", "tags": []}'
    expected = {"name": "x", "tags": []} if kind is Typed else kind(name="x", tags=[])
    assert whole.parsed == expected


def test_the_event_of_a_text_that_does_not_fit_means_nothing_and_the_stream_goes_on(driver):
    (whole,) = whole_texts(driver, Pydantic, {"content": '{"name"'}, finish_reason="length")
    assert whole.content == '{"name"'
    assert whole.parsed is None


@pytest.mark.parametrize(
    ("more", "finish_reason"),
    [
        ({"content": "  "}, "length"),  # of white space without end, as some models write it
        ({"refusal": "No"}, "stop"),
    ],
)
def test_the_event_of_a_text_that_is_no_answer_means_nothing_though_it_fits(
    driver, more, finish_reason
):
    deltas = {"content": '{"name": "x", "tags": []}'}, more
    (whole,) = whole_texts(driver, Pydantic, *deltas, finish_reason=finish_reason)
    assert whole.parsed is None


@pytest.mark.parametrize(
    ("delta", "reason", "error"),
    [
        ({"content": '{"name"'}, "length", LengthFinishReasonError),
        ({"content": '{"name"'}, "stop", InvalidOutputError),
        ({"refusal": "No"}, "stop", RefusalError),
    ],
)
def test_a_stream_that_does_not_fit_keeps_the_completion(driver, delta, reason, error):
    with pytest.raises(error) as caught:
        streamed(driver, Pydantic, delta, finish_reason=reason)
    assert caught.value.completion.choices[0].finish_reason == reason


def test_a_stream_without_choices_keeps_the_completion(driver):
    usage = {"prompt_tokens": 1, "completion_tokens": 0, "total_tokens": 1}
    driver.server.script([stream_head(), event(chunk(choices=[]) | {"usage": usage}), DONE, LAST])
    with pytest.raises(InvalidOutputError, match="no choices") as caught:
        final(driver, Pydantic)
    assert caught.value.completion.usage.total_tokens == 1
