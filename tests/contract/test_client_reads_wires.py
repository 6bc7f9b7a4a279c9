"""However an answer is put on the wire, if the standards permit it, the client reads the same.

Server-sent events in every framing (WHATWG HTML, 9.2), media types with parameters, bodies that
break off. Over a real socket, from the document's examples; names no endpoint.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import strategies as st

from scaleway_genapi import (
    APIConnectionError,
    APIStatusError,
    Client,
    StreamServerError,
)
from tests.contract.engines import KEY
from tests.contract.exchange import WAYS, body_of, flag_of, records
from tests.contract.loopback import Answer
from tests.contract.operations import DOCUMENT, EVENT_STREAM, JSON, OPERATIONS
from tests.contract.typed_calls import method

pytestmark = pytest.mark.contract
IDEMPOTENT = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"}  # RFC 9110, section 9.2.2
RATE_LIMITS = DOCUMENT.at("#/components/responses/TooManyRequests/headers")


@pytest.fixture(params=[o for o in OPERATIONS if 429 in dict(o.responses())], ids=lambda o: o.id)
def limited(request):
    """An operation that declares limits."""
    return request.param


def events_of(operation):
    """The events of a stream's example, the end marker last."""
    lines = operation.example(EVENT_STREAM).splitlines()
    return [line.removeprefix("data: ") for line in lines if line]


def without_nulls(value):
    """`value` without properties that are null: a model may leave them out."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


@st.composite
def framed(draw, events):
    """The bytes of some events, as no server of ours sends them."""
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    blank = draw(st.sampled_from(["", " "]))
    noise = st.lists(
        st.sampled_from([": still here", ":", "id: 7", "retry: 9", "x: y"]), max_size=2
    )
    lines = []
    for event in events:
        # JSON may be written over several lines; each is a line of data of its own.
        spread = event.startswith("{") and draw(st.booleans())
        text = json.dumps(json.loads(event), indent=1) if spread else event
        lines += draw(noise)
        lines += [f"data:{blank}{line}" for line in text.split("\n")]
        lines += [*draw(noise), ""]
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + "".join(f"{line}{end}" for line in lines).encode()


def test_a_stream_is_read_in_every_framing(streaming, answered, examples):
    events = events_of(streaming)
    expected = [json.loads(event) for event in events if event.startswith("{")]

    @examples(40)
    def check(data):
        answer = Answer(200, data.draw(framed(events)), f"{EVENT_STREAM}; charset=utf-8")
        first, *others = [
            answered.each(way, streaming, [answer], **flag_of(streaming)) for way in WAYS
        ]
        assert without_nulls(expected) == without_nulls([chunk.to_dict() for chunk in first[0]])
        assert [first] * len(others) == others

    check()


def test_a_byte_order_mark_is_no_part_of_the_first_event(streaming, answered):
    """Said apart: among all framings, few of those drawn begin with a mark and an event."""
    events = events_of(streaming)
    body = b"\xef\xbb\xbf" + "".join(f"data: {event}\n\n" for event in events).encode()
    answer = Answer(200, body, EVENT_STREAM)
    for way in WAYS:
        (chunks,) = answered.each(way, streaming, [answer], **flag_of(streaming))
        assert len(chunks) == sum(event.startswith("{") for event in events)


@pytest.mark.parametrize("suffix", ["", "; charset=utf-8", ";charset=UTF-8", " ; a=b"])
def test_a_media_type_may_have_parameters(readable, answered, suffix):
    answer = Answer(readable.success, readable.sample_answer, f"{JSON}{suffix}")
    assert answered(readable, answer)


SHAPES = {
    "recent": lambda code: {"error": {"message": "boom", "type": "t", "param": "p", "code": code}},
    "legacy": lambda code: {
        "object": "error",
        "message": "boom",
        "type": "t",
        "param": "p",
        "code": code,
    },
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("named", [(500, 500), ("503", 503), ("overloaded", None)], ids=str)
def test_an_error_inside_a_stream_tells_its_code(streaming, answered, shape, named):
    code, status = named
    answer = Answer(200, records([json.dumps(SHAPES[shape](code))]), EVENT_STREAM)
    with (
        answered(streaming, answer, **flag_of(streaming)) as stream,
        pytest.raises(StreamServerError) as caught,
    ):
        next(stream)
    error = caught.value
    assert (code, "t", "p", status) == (error.code, error.type, error.param, error.status_code)
    assert "boom" in error.message


@pytest.mark.parametrize("page", [b"<html>Bad gateway</html>", b"", b"\xff\xfe"])
def test_an_error_without_json_is_still_the_error_of_its_status(operation, answered, page):
    for status, _ in operation.responses():
        if status < 400:
            continue
        with pytest.raises(APIStatusError) as caught:
            answered(operation, Answer(status, page, "text/html"))
        assert status == caught.value.status_code
        assert page.decode("utf-8", "replace") in caught.value.message


@pytest.mark.parametrize(
    ("text", "seconds"), [("250ms", 0.25), ("1s", 1), ("1.5s", 1.5), ("1m30s", 90), ("2h", 7200)]
)
def test_the_time_until_a_limit_is_whole_is_read_in_every_unit(limited, answered, text, seconds):
    headers = {
        name: text if "-reset-" in name else DOCUMENT.resolve(header)["example"]
        for name, header in RATE_LIMITS.items()
    }
    body = next(body_of(e.value) for e in limited.examples if e.status == 429)
    with pytest.raises(APIStatusError) as caught:
        answered(limited, Answer(429, body, headers=headers))
    limits = caught.value.rate_limits
    assert (seconds, seconds) == (limits.requests.reset, limits.tokens.reset)
    sizes = [int(headers[f"x-ratelimit-limit-{kind}"]) for kind in ("requests", "tokens")]
    assert sizes == [limits.requests.limit, limits.tokens.limit]


def test_what_breaks_off_is_asked_for_again_only_where_that_does_nothing_twice(readable, server):
    """RFC 9110, section 9.2.2: a POST that was answered may not be repeated by itself."""
    before = len(server.received)
    body = readable.sample_answer
    server.answer = lambda received: Answer(readable.success, body, cut=len(body) // 2)
    with (
        Client(KEY, base_url=server.url, max_retries=1, timeout=10) as client,
        pytest.raises(APIConnectionError),
    ):
        method(client, readable)(**readable.sample())
    expected = 2 if readable.method in IDEMPOTENT else 1
    assert expected == len(server.received) - before
