"""A request holds its key once and nowhere else, and is the same by every way to say it.

Every operation of the document over a real socket; names no endpoint.
"""

from __future__ import annotations

import inspect
from functools import partial

import anyio
import pytest

from generator.names import attribute, identifier
from scaleway_genapi import AsyncClient, Client
from tests.contract.closed_schemas import Schemas
from tests.contract.engines import KEY, PROJECT
from tests.contract.loopback import Answer, Loopback
from tests.contract.operations import DOCUMENT, EVENT_STREAM, OPERATIONS
from tests.contract.typed_calls import method, model_of, raw_method
from tests.contract.values import Values

pytestmark = pytest.mark.contract
SCHEMAS = DOCUMENT.data["components"]["schemas"]


def constants(schema):
    """What `schema` requires to have one value; what it lets be absent is not said unasked."""
    properties = schema.get("properties", {})
    required = [key for key in schema.get("required", ()) if "const" in properties.get(key, {})]
    return {key: properties[key]["const"] for key in required}


CONSTANTS = {name: constants(schema) for name, schema in SCHEMAS.items() if model_of(name)}
VALUES = Values(Schemas(DOCUMENT), accepted=False)
PREFIX = "/" + OPERATIONS[0].path.split("/")[1]


@pytest.fixture(scope="module")
def server():
    def answer(received):
        called = (o for o in OPERATIONS if o.serves(received.method, received.path))
        operation = next(called, OPERATIONS[0])
        if operation.streams(received.json):
            return Answer(200, operation.example(EVENT_STREAM).encode(), EVENT_STREAM)
        return Answer(operation.success, operation.sample_answer, operation.answered_type)

    with Loopback(answer) as loopback:
        yield loopback


async def asynchronously(server, operation, calls, *, raw):
    received = []
    async with AsyncClient(KEY, base_url=server.url, max_retries=0, timeout=10) as client:
        call = raw_method(client, operation) if raw else method(client, operation)
        for keywords in calls:
            answer = await call(**keywords)
            answer = answer.parse() if raw else answer
            if hasattr(answer, "aclose"):
                await answer.aclose()
            received.append(server.last)
    return received


def synchronously(server, operation, calls, *, raw):
    received = []
    with Client(KEY, base_url=server.url, max_retries=0, timeout=10) as client:
        call = raw_method(client, operation) if raw else method(client, operation)
        for keywords in calls:
            answer = call(**keywords)
            answer = answer.parse() if raw else answer
            if hasattr(answer, "close"):
                answer.close()
            received.append(server.last)
    return received


def in_every_way(server, operation, calls):
    """What arrives of each call, in each of the four ways to make it."""
    ways = []
    for raw in (False, True):
        ways.append(synchronously(server, operation, calls, raw=raw))
        ways.append(anyio.run(partial(asynchronously, server, operation, calls, raw=raw)))
    return list(zip(*ways, strict=True))


def test_the_key_is_sent_once(operation, server):
    (ways,) = in_every_way(server, operation, [operation.sample()])
    for received in ways:
        sent = [received.target, received.body.decode()]
        sent += [value for _, value in received.headers]
        assert [f"Bearer {KEY}"] == [text for text in sent if KEY in text]


def test_every_example_is_the_same_request_in_every_way_to_make_it(operation, server):
    bodies = list(operation.request_examples.values()) or [None]
    calls = [operation.keywords(body) for body in bodies]
    arrived = in_every_way(server, operation, calls)
    for body, (first, *others) in zip(bodies, arrived, strict=True):
        assert operation.sent(body) == first.json
        assert 3 == len(others)
        for other in others:
            assert first == other


def test_an_async_method_is_a_coroutine_function_and_no_other_is(operation, server):
    with Client(KEY, base_url=server.url) as client:
        assert not inspect.iscoroutinefunction(method(client, operation))
        assert not inspect.iscoroutinefunction(raw_method(client, operation))
    client = AsyncClient(KEY, base_url=server.url)
    assert inspect.iscoroutinefunction(method(client, operation))
    assert inspect.iscoroutinefunction(raw_method(client, operation))


@pytest.mark.parametrize("project", [None, PROJECT], ids=["default", "project"])
@pytest.mark.parametrize("written", ["", "/", PREFIX, f"{PREFIX}/"])
def test_a_base_url_means_the_same_with_and_without_the_prefix(operation, server, written, project):
    url = f"{server.url}{written}"
    with Client(KEY, base_url=url, project_id=project, max_retries=0) as client:
        answer = method(client, operation)(**operation.sample())
        if hasattr(answer, "close"):
            answer.close()
    prefix = f"/{project}/" if project else "/"
    assert operation.serves(server.last.method, server.last.path)
    assert server.last.path.startswith(prefix + operation.path.split("/")[1])
    assert server.last.path.count("/") == prefix.count("/") - 1 + operation.path.count("/")


@pytest.mark.parametrize("name", [name for name, constants in CONSTANTS.items() if constants])
def test_what_has_one_permitted_value_need_not_be_said(name, examples):
    @examples(5)
    def check(data):
        value = data.draw(VALUES.of({"$ref": f"#/components/schemas/{name}"}))
        said = {key: item for key, item in value.items() if key not in CONSTANTS[name]}
        made = model_of(name)(**{attribute(identifier(k)): v for k, v in said.items()})
        written = made.to_dict()
        assert CONSTANTS[name] == {key: written[key] for key in CONSTANTS[name]}
        assert said.keys() | CONSTANTS[name].keys() >= written.keys()

    check()
