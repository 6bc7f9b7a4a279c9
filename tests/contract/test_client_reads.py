"""Whatever the document permits as an answer, the client reads, and loses nothing of it.

Values are drawn from the schemas, unknown properties and new enum values among them; over a real
socket where a status, a header or a stream is part of it.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import strategies as st

import scaleway_genapi
from scaleway_genapi import UNSET, APIStatusError, models
from tests.contract.closed_schemas import Schemas
from tests.contract.exchange import WAYS, body_of, end_of, flag_of, records
from tests.contract.loopback import Answer
from tests.contract.operations import DOCUMENT, EVENT_STREAM, JSON, OPERATIONS
from tests.contract.reading import (
    check_error,
    check_event,
    check_round_trip,
    check_typed,
    chunk_schemas,
    kept,
    ref,
)
from tests.contract.typed_calls import model_of
from tests.contract.values import Values

pytestmark = pytest.mark.contract
OPEN = Schemas(DOCUMENT)
VALUES = Values(OPEN, unknown=True, accepted=False)
CLASSES = [name for name in DOCUMENT.data["components"]["schemas"] if model_of(name)]
STREAMING = [operation for operation in OPERATIONS if operation.stream]
CHAT = "chat.completions.create"
UNKNOWN = {"new": ["a"], "newer": {"b": None}}


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_reads_what_its_schema_permits_and_gives_it_back(name, examples):
    cls = model_of(name)

    @examples(60)
    def check(data):
        value = data.draw(VALUES.of(ref(name)))
        read = cls.from_dict(value)
        check_round_trip(ref(name), value, read)
        written = read.to_dict()
        assert written == json.loads(json.dumps(written))
        assert OPEN.problems(ref(name), written) == []

    check()


def test_the_answer_of_a_call_is_read_whole(readable, answered, examples):
    schema = readable.content(readable.success)[JSON]["schema"]

    @examples(40)
    def check(data):
        value = data.draw(VALUES.of(schema))
        read = answered(readable, Answer(readable.success, body_of(value)))
        check_typed(schema, value, read)

    check()


@pytest.mark.parametrize("way", WAYS)
def test_every_example_of_an_answer_is_read_whole(readable, way, answered):
    for status in readable.successes:
        schema = readable.content(status)[JSON]["schema"]
        examples = [e for e in readable.examples if (e.status, e.media_type) == (status, JSON)]
        assert examples
        answers = [Answer(status, body_of(example.value)) for example in examples]
        for example, read in zip(examples, answered.each(way, readable, answers), strict=True):
            check_round_trip(schema, example.value, read)


@pytest.mark.parametrize("way", WAYS[1:])
def test_the_async_client_reads_the_same(readable, way, answered, examples):
    schema = readable.content(readable.success)[JSON]["schema"]

    @examples(10)
    def check(data):
        answer = Answer(readable.success, body_of(data.draw(VALUES.of(schema))))
        assert answered.each(way, readable, [answer]) == [answered(readable, answer)]

    check()


@pytest.mark.parametrize("way", WAYS)
def test_every_example_of_an_error_is_an_exception_that_tells_it(operation, way, answered):
    examples = [e for e in operation.examples if e.status >= 400]
    assert examples
    answers = [Answer(example.status, body_of(example.value)) for example in examples]
    for example, error in zip(examples, answered.each(way, operation, answers), strict=True):
        check_error(error, example.status, example.value)


def test_an_error_of_any_permitted_body_is_read(operation, answered, examples):
    schemas = {
        status: operation.content(status)[JSON]["schema"]
        for status, _ in operation.responses()
        if status >= 400
    }

    @examples(60)
    def check(data):
        status, schema = data.draw(st.sampled_from(list(schemas.items())))
        body = data.draw(VALUES.of(schema))
        with pytest.raises(APIStatusError) as caught:
            answered(operation, Answer(status, body_of(body)))
        check_error(caught.value, status, body)

    check()


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if 429 in dict(o.responses())], ids=lambda o: o.id
)
def test_rate_limit_headers_are_read_as_they_are_declared(operation, answered):
    response = dict(operation.responses())[429]
    headers = {n: DOCUMENT.resolve(h)["example"] for n, h in response["headers"].items()}
    body = next(e.value for e in operation.examples if e.status == 429)
    with pytest.raises(scaleway_genapi.RateLimitError) as caught:
        answered(operation, Answer(429, body_of(body), headers=headers))
    error = caught.value
    assert float(headers["Retry-After"]) == error.retry_after
    assert int(headers["x-ratelimit-limit-requests"]) == error.rate_limits.requests.limit
    assert int(headers["x-ratelimit-remaining-tokens"]) == error.rate_limits.tokens.remaining
    assert 0.25 == error.rate_limits.requests.reset


@pytest.mark.parametrize("way", WAYS)
def test_every_example_of_a_stream_is_read_event_by_event(streaming, way, answered):
    schema, _ = chunk_schemas(streaming)
    end = end_of(streaming)
    examples = [e for e in streaming.examples if e.media_type == EVENT_STREAM]
    assert examples
    answers = [Answer(example.status, example.value.encode(), EVENT_STREAM) for example in examples]
    came = answered.each(way, streaming, answers, **flag_of(streaming))
    for example, read in zip(examples, came, strict=True):
        events = [line.removeprefix("data: ") for line in example.value.split("\n") if line]
        values = [json.loads(event) for event in events if event not in end]
        assert len(values) == len(read), example.name
        for value, chunk in zip(values, read, strict=True):
            if "error" in value:
                check_event(chunk, value)
            else:
                check_round_trip(schema, value, chunk)


def test_events_of_any_permitted_shape_are_read(streaming, answered, examples):
    schema, _ = chunk_schemas(streaming)

    @examples(40)
    def check(data):
        values = data.draw(st.lists(VALUES.of(schema), min_size=1, max_size=4))
        # An event with an error is one whatever else is in it; null is none.
        none = st.sampled_from([{}, {"error": None}])
        values = [
            {k: v for k, v in value.items() if k != "error"} | data.draw(none) for value in values
        ]
        events = [*map(json.dumps, values), *end_of(streaming)]
        answer = Answer(200, records(events), EVENT_STREAM)
        with answered(streaming, answer, **flag_of(streaming)) as stream:
            read = list(stream)
        assert len(values) == len(read)
        for value, chunk in zip(values, read, strict=True):
            check_round_trip(schema, value, chunk)

    check()


@pytest.mark.parametrize("way", WAYS)
def test_an_error_that_is_null_is_no_error_and_is_kept(readable, way, answered):
    nothing = {"error": None}
    (read,) = answered.each(
        way, readable, [Answer(readable.success, body_of(readable.example(JSON) | nothing))]
    )
    assert nothing == read.additional_properties


@pytest.mark.parametrize("way", WAYS)
def test_an_error_that_is_null_is_none_in_a_stream_either(streaming, way, answered):
    first = streaming.example(EVENT_STREAM).split("\n\n")[0].removeprefix("data: ")
    nothing = {"error": None}
    # Beside another property that nothing names, too: what is read fast and what is read whole.
    chunks = [json.dumps(json.loads(first) | more) for more in (nothing, nothing | UNKNOWN)]
    answer = Answer(200, records([*chunks, *end_of(streaming)]), EVENT_STREAM)
    (read,) = answered.each(way, streaming, [answer], **flag_of(streaming))
    assert [nothing, nothing | UNKNOWN] == [chunk.additional_properties for chunk in read]


def test_an_error_in_a_stream_ends_it_after_what_had_come(streaming, answered, examples):
    schema, errors = chunk_schemas(streaming)
    if not errors:
        pytest.skip("the document declares no event that is an error")
    example = next(
        e.value
        for e in streaming.examples
        if e.media_type == EVENT_STREAM and '{"error"' not in e.value
    )
    first = example.split("\n\n")[0].encode() + b"\n\n"

    @examples(30)
    def check(data):
        error = data.draw(VALUES.of(data.draw(st.sampled_from(errors))))
        end = data.draw(st.sampled_from([[], end_of(streaming)]))
        answer = Answer(200, first + records([json.dumps(error), *end]), EVENT_STREAM)
        ((chunk, caught),) = answered.each("sync", streaming, [answer], **flag_of(streaming))
        check_typed(schema, json.loads(first.removeprefix(b"data: ")), chunk)
        check_event(caught, error)

    check()


class TestTheChecks:
    """Each refuses a seeded fault, so none of the tests above is green for nothing."""

    @pytest.fixture
    def value(self):
        chat = next(o for o in STREAMING if o.answers_json and o.id == CHAT)
        return chat.content(200)[JSON]["schema"], dict(chat.example(JSON))

    def test_a_lost_unknown_property_is_found(self, value):
        schema, example = value
        read = model_of(schema["$ref"].rpartition("/")[2]).from_dict(example | UNKNOWN)
        check_typed(schema, example | UNKNOWN, read)
        read.additional_properties.pop("new")
        with pytest.raises(AssertionError):
            check_typed(schema, example | UNKNOWN, read)

    def test_a_changed_value_deep_inside_is_found(self, value):
        schema, example = value
        read = models.ChatCompletion.from_dict(example)
        read.choices[0].message.content = "something else"
        with pytest.raises(AssertionError):
            check_typed(schema, example, read)
        assert kept(schema, example) != read.to_dict()

    def test_a_part_that_stayed_a_mapping_is_found(self, value):
        schema, example = value
        read = models.ChatCompletion.from_dict(example)
        read.choices[0].message = read.choices[0].message.to_dict()
        with pytest.raises(AssertionError):
            check_typed(schema, example, read)

    def test_a_lost_null_that_a_request_needs_is_found(self):
        value = {"role": "assistant", "content": None}
        read = models.AssistantMessage.from_dict(value)
        read.content = UNSET
        assert kept(ref("AssistantMessage"), value) != read.to_dict()

    def test_an_error_of_another_class_is_found(self, answered):
        body = next(e.value for e in OPERATIONS[0].examples if e.status == 401)
        with pytest.raises(APIStatusError) as caught:
            answered(OPERATIONS[0], Answer(401, body_of(body)))
        with pytest.raises(AssertionError):
            check_error(caught.value, 403, body)
