"""What the document forbids, or says goes wrong, reaches the caller as an error that tells it.

Answers come over a real socket, from the document's examples; names no endpoint.
"""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from scaleway_genapi import APIStatusError, ResponseDecodeError, StreamInterruptedError
from tests.contract.closed_schemas import Schemas
from tests.contract.exchange import WAYS, body_of, flag_of
from tests.contract.loopback import Answer
from tests.contract.operations import (
    DOCUMENT,
    EVENT_STREAM,
    JSON,
    OPERATIONS,
    properties_of,
    required_of,
)
from tests.contract.typed_calls import model_of, raw_method
from tests.contract.values import Values

pytestmark = pytest.mark.contract
SCHEMAS = DOCUMENT.data["components"]["schemas"]
CLASSES = [name for name in SCHEMAS if model_of(name) and SCHEMAS[name].get("required")]
VALUES = Values(Schemas(DOCUMENT), accepted=False)
STREAMING = [operation for operation in OPERATIONS if operation.stream]


@pytest.fixture(
    params=[o for o in STREAMING if "x-stream-end" in o.stream], ids=lambda operation: operation.id
)
def ending(request):
    """An operation whose stream has an end marker."""
    return request.param


def declared_headers(operation, status):
    """The headers of an answer, each with its example; names in lower case."""
    headers = dict(operation.responses())[status].get("headers", {})
    return {name.lower(): DOCUMENT.resolve(h)["example"] for name, h in headers.items()}


@pytest.mark.parametrize("name", CLASSES)
def test_a_missing_required_property_is_an_error_that_names_it(name, examples):
    cls = model_of(name)

    @examples(10)
    def check(data):
        value = data.draw(VALUES.of({"$ref": f"#/components/schemas/{name}"}))
        missing = data.draw(st.sampled_from(SCHEMAS[name]["required"]))
        with pytest.raises(ResponseDecodeError) as caught:
            cls.from_dict({key: item for key, item in value.items() if key != missing})
        assert f"$.{missing}" == caught.value.path

    check()


@pytest.mark.parametrize("operation", [o for o in OPERATIONS if o.answers_json], ids=lambda o: o.id)
def test_an_answer_without_a_required_property_is_no_answer(operation, answered):
    example = operation.example(JSON)
    schema = operation.content(operation.success)[JSON]["schema"]
    for missing in required_of(DOCUMENT, schema):
        body = {key: item for key, item in example.items() if key != missing}
        with pytest.raises(ResponseDecodeError) as caught:
            answered(operation, Answer(operation.success, body_of(body)))
        assert f"$.{missing}" == caught.value.path


def parts(operation):
    """The required arrays of objects of its answer: (key, schema of an item)."""
    if not operation.answers_json:
        return
    schema = operation.content(operation.success)[JSON]["schema"]
    for key in required_of(DOCUMENT, schema):
        part = properties_of(DOCUMENT, schema)[key]
        if part.get("type") == "array" and "$ref" in part.get("items", {}):
            yield key, DOCUMENT.resolve(part["items"])


in_parts = pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if list(parts(o))], ids=lambda o: o.id
)


@in_parts
def test_a_fault_inside_a_part_of_an_answer_is_named_with_its_place(operation, answered):
    example = operation.example(JSON)
    for key, schema in parts(operation):
        good = example[key][0]
        for missing in schema.get("required", []):
            bad = {name: value for name, value in good.items() if name != missing}
            body = example | {key: [good, good, bad]}
            with pytest.raises(ResponseDecodeError) as caught:
                answered(operation, Answer(operation.success, body_of(body)))
            assert f"$.{key}[2].{missing}" == caught.value.path
            assert f"$.{key}[2].{missing} is missing" in caught.value.message


@in_parts
def test_a_required_part_that_is_null_is_named(operation, answered):
    for key, _ in parts(operation):
        body = operation.example(JSON) | {key: None}
        with pytest.raises(ResponseDecodeError) as caught:
            answered(operation, Answer(operation.success, body_of(body)))
        assert f"$.{key}" == caught.value.path
        assert f"$.{key} is null" in caught.value.message


def test_an_error_tells_all_that_its_body_says_and_what_the_document_advises(operation, answered):
    for example in (e for e in operation.examples if e.status >= 400):
        with pytest.raises(APIStatusError) as caught:
            answered(operation, Answer(example.status, body_of(example.value)))
        error, said = caught.value, example.value
        inner = said["error"] if isinstance(said.get("error"), dict) else said
        # The gateway calls the code a status, and the kind an error.
        code = inner.get("code", inner.get("status"))
        kind = inner.get("type", inner.get("error"))
        # After the status; elsewhere it may stand because the whole body is quoted.
        assert error.message.partition(": ")[2].startswith(inner["message"]), example.name
        assert (code, kind, inner.get("param")) == (error.code, error.type, error.param)
        assert inner["message"] == error.detail
        hint = dict(operation.responses())[example.status].get("x-hint")
        assert hint
        assert " ".join(hint.split()) in " ".join(error.message.split())
        assert " ".join(hint.split()) == " ".join((error.hint or "").split())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ["message", "detail"])
def test_an_error_that_the_document_does_not_know_is_told_in_its_own_words(
    operation, way, name, answered
):
    """Whoever stands before the service words errors in shapes of its own."""
    body = {name: "The pool is closed for winter."}
    for status in (404, 418, 503):
        (error,) = answered.each(way, operation, [Answer(status, body_of(body))])
        assert isinstance(error, APIStatusError)
        assert (status, body[name], body) == (error.status_code, error.detail, error.body)
        assert error.message.partition(": ")[2].startswith(body[name])


def test_a_good_answer_tells_the_limits_that_the_document_declares(operation, server, client):
    headers = declared_headers(operation, operation.success)
    if not any("ratelimit" in name for name in headers):
        pytest.skip("it declares none")
    answer = Answer(
        operation.success, operation.sample_answer, operation.answered_type, headers=headers
    )
    server.answer = lambda received: answer
    raw = raw_method(client, operation)(**operation.sample())
    limits = raw.rate_limits
    for kind in ("requests", "tokens"):
        limit = getattr(limits, kind)
        assert int(headers[f"x-ratelimit-limit-{kind}"]) == limit.limit
        assert int(headers[f"x-ratelimit-remaining-{kind}"]) == limit.remaining
        milliseconds = headers[f"x-ratelimit-reset-{kind}"].removesuffix("ms")
        assert int(milliseconds) / 1000 == pytest.approx(limit.reset)


def cuts(operation):
    """A stream's example, ended after each of its events but the last."""
    events = operation.example(EVENT_STREAM).strip().split("\n\n")
    return [events[:number] for number in range(len(events))]


@pytest.mark.parametrize("way", WAYS)
def test_a_stream_that_ends_before_its_marker_raises_after_what_had_come(ending, way, answered):
    answers = [
        Answer(200, "".join(f"{event}\n\n" for event in events).encode(), EVENT_STREAM)
        for events in cuts(ending)
    ]
    came = answered.each(way, ending, answers, **flag_of(ending))
    for events, (*chunks, error) in zip(cuts(ending), came, strict=True):
        assert len(events) == len(chunks)
        assert isinstance(error, StreamInterruptedError)
