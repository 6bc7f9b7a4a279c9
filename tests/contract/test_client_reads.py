"""Whatever the document permits as an answer, the client reads, and loses nothing of it.

Values are drawn from the schemas, unknown properties and new enum values among them; over a real
socket where a status, a header or a stream is part of it.
"""

from __future__ import annotations

import json

import anyio
import pytest
from hypothesis import strategies as st

import scaleway_genapi
from generator.names import attribute, identifier
from scaleway_genapi import UNSET, APIStatusError, AsyncClient, Client, StreamServerError, models
from tests.contract.closed_schemas import Schemas
from tests.contract.engines import KEY
from tests.contract.loopback import Answer, Loopback
from tests.contract.operations import DOCUMENT, EVENT_STREAM, JSON, OPERATIONS
from tests.contract.typed_calls import Surface, method, model_of
from tests.contract.values import Values

pytestmark = pytest.mark.contract
OPEN = Schemas(DOCUMENT)
VALUES = Values(OPEN, unknown=True, accepted=False)
SURFACE = Surface(DOCUMENT, accepted=False)
CLASSES = [name for name in DOCUMENT.data["components"]["schemas"] if model_of(name)]
STREAMING = [operation for operation in OPERATIONS if operation.stream]
ERRORS = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
    500: "InternalServerError",
}
CHAT = "chat.completions.create"
UNKNOWN = {"new": ["a"], "newer": {"b": None}}


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def kept(schema, value):
    """`value` as a model gives it back: without nulls that say no more than an absent property."""
    name, schema = SURFACE.meant(schema, value)
    if isinstance(value, list):
        return [kept(schema.get("items", {}), item) for item in value]
    cls = model_of(name)
    if not isinstance(value, dict) or cls is None:
        return value
    properties = schema["properties"]
    silent = {a.name for a in cls.__attrs_attrs__ if a.default is None}
    return {
        key: kept(properties.get(key, {}), item)
        for key, item in value.items()
        if item is not None or key not in properties or attribute(identifier(key)) not in silent
    }


def plain(read):
    """What was read, as JSON."""
    if isinstance(read, list):
        return [plain(item) for item in read]
    return read.to_dict() if hasattr(read, "to_dict") else read


def check_typed(schema, value, read):
    """That `read` shows all of `value`, by attributes and classes as the document names them."""
    name, schema = SURFACE.meant(schema, value)
    cls = model_of(name)
    if isinstance(value, list):
        assert len(value) == len(read)
        for item, item_read in zip(value, read, strict=True):
            check_typed(schema.get("items", {}), item, item_read)
    elif isinstance(value, dict) and cls is not None:
        assert type(read) is cls
        properties = schema["properties"]
        for key, part in properties.items():
            found = getattr(read, attribute(identifier(key)))
            if key in value:
                check_typed(part, value[key], found)
            else:
                assert found in (None, UNSET)
        unknown = {key: item for key, item in value.items() if key not in properties}
        assert unknown == read.additional_properties
    else:
        assert value == read
        assert isinstance(read, bool) == isinstance(value, bool)


@pytest.fixture(params=OPERATIONS, ids=lambda operation: operation.id)
def operation(request):
    return request.param


@pytest.fixture(params=[o for o in OPERATIONS if o.answers_json], ids=lambda o: o.id)
def readable(request):
    """An operation that answers JSON."""
    return request.param


@pytest.fixture(params=STREAMING, ids=lambda operation: operation.id)
def streaming(request):
    return request.param


@pytest.fixture(scope="module")
def server():
    with Loopback(lambda received: Answer()) as loopback:
        yield loopback


@pytest.fixture(scope="module")
def client(server):
    with Client(KEY, base_url=server.url, max_retries=0, timeout=10) as client:
        yield client


@pytest.fixture
def answered(server, client):
    """`answered(operation, answer)`: what the client makes of that answer."""

    def call(operation, answer, **more):
        server.answer = lambda received: answer
        return method(client, operation)(**operation.sample(), **more)

    return call


def body_of(value):
    return json.dumps(value).encode()


def records(events):
    return "".join(f"data: {event}\n\n" for event in events).encode()


def read_all(stream):
    """The chunks of a stream, and the server's error if that ended it."""
    read = []
    try:
        for chunk in stream:
            read.append(chunk)  # noqa: PERF402 - what came before an error counts
    except StreamServerError as error:
        return read, error
    return read, None


def flag_of(operation):
    return {operation.stream["x-stream-when"]: True} if "x-stream-when" in operation.stream else {}


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_reads_what_its_schema_permits_and_gives_it_back(name, examples):
    cls = model_of(name)

    @examples(60)
    def check(data):
        value = data.draw(VALUES.of(ref(name)))
        read = cls.from_dict(value)
        written = read.to_dict()
        check_typed(ref(name), value, read)
        assert kept(ref(name), value) == written
        assert cls.from_dict(written) == read
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


def test_every_example_of_an_answer_is_read_whole(readable, answered):
    schema = readable.content(readable.success)[JSON]["schema"]
    wanted = (readable.success, JSON)
    examples = [e for e in readable.examples if (e.status, e.media_type) == wanted]
    assert examples
    for example in examples:
        read = answered(readable, Answer(readable.success, body_of(example.value)))
        check_typed(schema, example.value, read)
        assert kept(schema, example.value) == plain(read), example.name


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_async_client_reads_the_same(readable, backend, server, answered, examples):
    schema = readable.content(readable.success)[JSON]["schema"]

    async def call():
        async with AsyncClient(KEY, base_url=server.url, max_retries=0, timeout=10) as client:
            return await method(client, readable)(**readable.sample())

    @examples(10)
    def check(data):
        value = data.draw(VALUES.of(schema))
        read = answered(readable, Answer(readable.success, body_of(value)))
        assert anyio.run(call, backend=backend) == read

    check()


def error_of(status):
    name = ERRORS.get(status) or ("InternalServerError" if status >= 500 else "APIStatusError")
    return getattr(scaleway_genapi, name)


def check_error(caught, status, body):
    error = caught.value
    inner = body["error"] if isinstance(body.get("error"), dict) else body
    assert type(error) is error_of(status)
    assert status == error.status_code
    assert body == error.body
    assert isinstance(error, APIStatusError)
    for name in ("code", "type", "param"):
        told = inner.get(name)
        if isinstance(told, str) and told.isprintable() and told.strip():
            assert told == getattr(error, name)
    message = inner.get("message")
    if message is not None and message.isprintable() and message.strip():
        assert message.split()[0] in error.message


def test_every_example_of_an_error_is_an_exception_that_tells_it(operation, answered):
    examples = [e for e in operation.examples if e.status >= 400]
    assert examples
    for example in examples:
        with pytest.raises(APIStatusError) as caught:
            answered(operation, Answer(example.status, body_of(example.value)))
        check_error(caught, example.status, example.value)


def test_every_shape_of_an_error_is_read_with_every_status(operation, answered, examples):
    declared = [s for s, r in operation.responses() if s >= 400]
    schema = operation.content(declared[0])[JSON]["schema"]

    @examples(60)
    def check(data):
        status = data.draw(st.sampled_from([*declared, 402, 409, 418, 451, 502, 503, 520, 599]))
        body = data.draw(VALUES.of(schema))
        with pytest.raises(APIStatusError) as caught:
            answered(operation, Answer(status, body_of(body)))
        check_error(caught, status, body)

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


def chunk_schemas(operation):
    """The schema of a chunk, and those of the errors that an event can be instead."""
    item = operation.stream["x-itemSchema"]
    members = item.get("anyOf", item.get("oneOf", [item]))
    names = {member["$ref"].rpartition("/")[2]: member for member in members}
    errors = [m for n, m in names.items() if "error" in DOCUMENT.at(m["$ref"])["properties"]]
    chunks = [m for m in names.values() if m not in errors]
    return chunks[0] if len(chunks) == 1 else {"anyOf": chunks}, errors


def end_of(operation):
    """The last event of a stream, if it has one that says so."""
    return [operation.stream["x-stream-end"]] if "x-stream-end" in operation.stream else []


def test_every_example_of_a_stream_is_read_event_by_event(streaming, answered):
    schema, _ = chunk_schemas(streaming)
    end = end_of(streaming)
    examples = [e for e in streaming.examples if e.media_type == EVENT_STREAM]
    assert examples
    for example in examples:
        events = [line.removeprefix("data: ") for line in example.value.splitlines() if line]
        values = [json.loads(event) for event in events if event not in end]
        chunks = [value for value in values if "error" not in value]
        answer = Answer(200, example.value.encode(), EVENT_STREAM)
        with answered(streaming, answer, **flag_of(streaming)) as stream:
            read, error = read_all(stream)
        assert len(chunks) == len(read), example.name
        assert values[len(chunks) :] == ([] if error is None else [error.body]), example.name
        for value, chunk in zip(chunks, read, strict=True):
            check_typed(schema, value, chunk)


def test_events_of_any_permitted_shape_are_read(streaming, answered, examples):
    schema, _ = chunk_schemas(streaming)

    @examples(40)
    def check(data):
        values = data.draw(st.lists(VALUES.of(schema), min_size=1, max_size=4))
        # An event with an error is one whatever else is in it.
        values = [{k: v for k, v in value.items() if k != "error"} for value in values]
        events = [*map(json.dumps, values), *end_of(streaming)]
        answer = Answer(200, records(events), EVENT_STREAM)
        with answered(streaming, answer, **flag_of(streaming)) as stream:
            read = list(stream)
        assert len(values) == len(read)
        for value, chunk in zip(values, read, strict=True):
            check_typed(schema, value, chunk)
            assert kept(schema, value) == chunk.to_dict()

    check()


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
        with answered(streaming, answer, **flag_of(streaming)) as stream:
            read, caught = read_all(stream)
        assert len(read) == 1
        assert error == caught.body
        check_typed(schema, json.loads(first.removeprefix(b"data: ")), read[0])

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
            check_error(caught, 403, body)
