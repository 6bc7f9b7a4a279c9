"""Whatever the public surface lets a caller say, the client sends it as the document has it.

Every operation of the document, with values drawn from it, over a real socket; openapi-core and
the closed schemas judge what arrives.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import anyio
import pytest
from hypothesis import strategies as st

from generator.names import identifier
from scaleway_genapi import UNSET, AsyncClient, Client, models
from tests.contract.closed_schemas import Schemas
from tests.contract.engines import KEY, PROJECT
from tests.contract.loopback import Answer, Loopback
from tests.contract.operations import DOCUMENT, EVENT_STREAM, OPERATIONS
from tests.contract.typed_calls import Surface, method, model_of
from tests.contract.values import Values
from tests.contract.wire import Wire

pytestmark = pytest.mark.contract
CLOSED = Schemas(DOCUMENT, closed=True)
VALUES = Values(CLOSED)
SURFACE = Surface(DOCUMENT)
PREFIXES = {
    urlsplit(server["url"]).path.rstrip("/"): list(server.get("variables", {}))
    for server in DOCUMENT.data["servers"]
}
FORMS = {
    "dicts": lambda data: lambda: False,
    "models": lambda data: lambda: True,
    "mixtures": lambda data: lambda: data.draw(st.booleans(), "a model"),
}


@pytest.fixture(params=OPERATIONS, ids=lambda operation: operation.id)
def operation(request):
    return request.param


@pytest.fixture(params=PREFIXES, ids=lambda prefix: prefix or "default")
def prefix(request):
    return request.param


@pytest.fixture(scope="module")
def server():
    def answer(received):
        # The call itself is judged by the test; here any answer of the operation will do.
        called = (o for o in OPERATIONS if o.serves(received.method, received.path))
        operation = next(called, OPERATIONS[0])
        body = json.loads(received.body) if received.body else None
        if operation.streams(body):
            return Answer(200, operation.example(EVENT_STREAM).encode(), EVENT_STREAM)
        return Answer(operation.success, operation.sample_answer)

    with Loopback(answer) as loopback:
        yield loopback


@pytest.fixture(scope="module")
def wire(server):
    return Wire(DOCUMENT, server.url)


@pytest.fixture(scope="module")
def client(server):
    with Client(KEY, base_url=server.url, max_retries=0, timeout=10) as client:
        yield client


def drawn(data, operation, pick):
    """Keywords for a call of `operation`, and the body that must arrive."""
    keywords, body = {}, None
    if operation.body is not None:
        made = SURFACE.keywords(operation, data.draw(VALUES.of(operation.body), "body"), pick)
        keywords, body = dict(made.value), made.json
    for parameter in operation.parameters:
        if parameter.get("required") or data.draw(st.booleans(), parameter["name"]):
            value = data.draw(VALUES.of(parameter["schema"]), parameter["name"])
            keywords[identifier(parameter["name"])] = value
    return keywords, body


def read(answer):
    if hasattr(answer, "close"):
        with answer:
            list(answer)


async def call_async(server, project, operation, keywords):
    async with AsyncClient(
        KEY, base_url=server.url, project_id=project, max_retries=0, timeout=10
    ) as client:
        answer = await method(client, operation)(**keywords)
        if hasattr(answer, "aclose") or hasattr(answer, "__aiter__"):
            async with answer:
                async for _ in answer:
                    pass


@pytest.fixture(scope="module")
def rig(server, client, wire):
    return server, client, wire


@pytest.mark.parametrize("form", FORMS)
def test_what_a_caller_may_say_arrives_as_the_document_has_it(
    operation, prefix, form, rig, examples
):
    server, client, wire = rig
    project = PROJECT if PREFIXES[prefix] else None
    scoped = client.with_options(project_id=project)
    path = prefix.format(**dict.fromkeys(PREFIXES[prefix], PROJECT))

    @examples(25)
    def check(data):
        keywords, body = drawn(data, operation, FORMS[form](data))
        read(method(scoped, operation)(**keywords))
        received = server.last
        assert wire.problems(received, operation, key=KEY, prefix=path) == []
        assert (json.loads(received.body) if received.body else None) == body

    check()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_the_async_client_sends_the_same(operation, prefix, backend, rig, examples):
    server, client, _ = rig
    project = PROJECT if PREFIXES[prefix] else None
    scoped = client.with_options(project_id=project)

    @examples(10)
    def check(data):
        keywords, _ = drawn(data, operation, FORMS["mixtures"](data))
        read(method(scoped, operation)(**keywords))
        by_sync = server.last
        anyio.run(call_async, server, project, operation, keywords, backend=backend)
        by_async = server.last
        assert by_async is not by_sync
        assert by_async == by_sync

    check()


def test_with_raw_response_sends_the_same(operation, server, client, examples):
    *parts, last = operation.id.split(".")
    resource = client
    for part in parts:
        resource = getattr(resource, part)

    @examples(10)
    def check(data):
        keywords, _ = drawn(data, operation, FORMS["mixtures"](data))
        read(getattr(resource, last)(**keywords))
        plain = server.last
        read(getattr(resource.with_raw_response, last)(**keywords).parse())
        assert server.last == plain

    check()


def test_every_example_of_a_request_arrives_as_it_is(operation, server, client, wire):
    more = operation.sample_parameters()
    for name, example in operation.request_examples.items():
        for pick in (lambda: False, lambda: True):
            made = SURFACE.keywords(operation, example, pick)
            read(method(client, operation)(**more, **made.value))
            assert wire.problems(server.last, operation, key=KEY) == [], name
            assert json.loads(server.last.body) == example, name


def test_what_is_unset_is_not_sent(operation, server, client, wire):
    if operation.body is None:
        return
    schema = DOCUMENT.resolve(operation.body)
    if "properties" not in schema:
        return
    sample = next(iter(operation.request_examples.values()))
    required = schema.get("required", [])
    optional = set(schema["properties"]) - set(required)
    given = {name: UNSET if name in optional else value for name, value in sample.items()}
    said = operation.keywords(dict.fromkeys(optional, UNSET) | given)
    read(method(client, operation)(**said))
    assert json.loads(server.last.body) == {name: sample[name] for name in required}
    assert wire.problems(server.last, operation, key=KEY) == []


def test_every_class_of_a_request_is_tried():
    """The schemas that a request can hold all have a class, or are free-form, or are unions."""
    seen = set()
    todo = [o.body for o in OPERATIONS if o.body is not None]
    while todo:
        node = todo.pop()
        if isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in seen:
                seen.add(name)
                todo.append(DOCUMENT.at(node["$ref"]))
            todo += node.values()
        elif isinstance(node, list):
            todo += node
    objects = [n for n in seen if "properties" in DOCUMENT.at(f"#/components/schemas/{n}")]
    assert objects
    assert [name for name in objects if model_of(name) is None] == []


class TestTheJudges:
    """Each judge refuses a seeded fault, so none of the tests above is green for nothing."""

    @pytest.fixture
    def chat(self):
        return next(o for o in OPERATIONS if o.id == "chat.completions.create")

    @pytest.fixture
    def problems(self, chat, server, client, wire):
        def of(change=None, prefix="", key=KEY, **extra):
            body = next(iter(chat.request_examples.values()))
            method(client, chat)(**body | (change or {}), **extra)
            return " ".join(wire.problems(server.last, chat, key=key, prefix=prefix))

        return of

    def test_a_good_request_is_passed(self, problems):
        assert problems() == ""

    def test_a_misspelt_property_is_found(self, problems):
        found = problems(extra_body={"temprature": 1})
        assert "'temprature' was unexpected" in found
        assert "openapi-core" not in found  # which is why there are two judges

    def test_a_misspelt_property_inside_a_union_is_found(self, problems):
        assert problems({"messages": [{"role": "user", "content": "x", "nam": "y"}]})

    def test_a_value_out_of_range_is_found_by_both(self, problems):
        found = problems({"temperature": 2.5})
        assert "openapi-core" in found
        assert "greater than the maximum" in found

    def test_a_rule_between_properties_is_found(self, problems):
        assert problems({"top_logprobs": 2})

    def test_a_missing_property_is_found(self, problems):
        assert "messages" in problems({"messages": UNSET})

    def test_a_wrong_key_is_found(self, problems):
        assert "key was not sent" in problems(key="another")

    def test_the_wrong_project_is_found(self, problems):
        assert "instead of" in problems(prefix="/22222222-2222-4222-8222-222222222222")

    def test_an_unknown_query_parameter_is_found(self, problems):
        assert "unknown query parameter" in problems(extra_query={"page": 2})

    def test_another_content_type_is_found(self, problems):
        assert "content-type" in problems(extra_headers={"content-type": "text/plain"})

    def test_a_model_that_forgets_a_property_is_found(self, server, client, chat, monkeypatch):
        forgetful = models.UserMessage.to_dict
        monkeypatch.setattr(
            models.UserMessage, "to_dict", lambda self: forgetful(self) | {"content": ""}
        )
        body = next(iter(chat.request_examples.values()))
        made = SURFACE.keywords(chat, body, lambda: True)
        method(client, chat)(**made.value)
        assert json.loads(server.last.body) != made.json
