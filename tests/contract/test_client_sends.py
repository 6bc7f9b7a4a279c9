"""Whatever the public surface lets a caller say, the client sends it as the document has it.

Every operation of the document, with values drawn from it, over a real socket; openapi-core and
the closed schemas judge what arrives.
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest
from hypothesis import strategies as st

from scaleway_genapi import UNSET, AsyncClient, Client, models
from scaleway_genapi._core import AsyncResource, Resource
from scaleway_genapi._generated import resources
from tests.contract.choices import Choices
from tests.contract.closed_schemas import Schemas
from tests.contract.engines import KEY, PROJECT
from tests.contract.exchange import WAYS
from tests.contract.loopback import Answer, Loopback
from tests.contract.operations import (
    DOCUMENT,
    EVENT_STREAM,
    OPERATIONS,
    properties_of,
    required_of,
    schema_name,
)
from tests.contract.typed_calls import Surface, method, raw_method
from tests.contract.values import Values
from tests.contract.wire import Wire

pytestmark = pytest.mark.contract
CLOSED = Schemas(DOCUMENT, closed=True)
VALUES = Values(CLOSED)
CHOICES = Choices(DOCUMENT, accepted=True)
SURFACE = Surface(DOCUMENT)
PREFIXES = {
    urlsplit(server["url"]).path.rstrip("/"): list(server.get("variables", {}))
    for server in DOCUMENT.data["servers"]
}
# A server takes them for steps in the path (RFC 3986, 5.2.4): the client sends none of them.
STEPS = ("", ".", "..")
FORMS = {
    "dicts": lambda data: lambda: False,
    "models": lambda data: lambda: True,
    "mixtures": lambda data: lambda: data.draw(st.booleans(), "a model"),
}


@pytest.fixture(scope="module", params=PREFIXES, ids=lambda prefix: prefix or "default")
def prefix(request):
    return request.param


@pytest.fixture(scope="module")
def server():
    def answer(received):
        # The call itself is judged by the test; here any answer of the operation will do.
        called = (o for o in OPERATIONS if o.serves(received.method, received.path))
        operation = next(called, OPERATIONS[0])
        if operation.streams(received.json):
            return Answer(200, operation.example(EVENT_STREAM).encode(), EVENT_STREAM)
        return Answer(operation.success, operation.sample_answer, operation.answered_type)

    with Loopback(answer) as loopback:
        yield loopback


@pytest.fixture(scope="module")
def wire(server):
    return Wire(DOCUMENT, server.url)


@dataclass(frozen=True)
class Call:
    """What to call an operation with, and what must arrive: its parameters and its body."""

    keywords: dict[str, Any]
    given: dict[str, Any]
    body: Any


def drawn(data, operation, pick):
    keywords, given, body = {}, {}, None
    if operation.body is not None:
        made = SURFACE.keywords(operation, data.draw(VALUES.of(operation.body), "body"), pick)
        keywords, body = dict(made.value), made.json
    for parameter in operation.parameters:
        if parameter.get("required") or data.draw(st.booleans(), parameter["name"]):
            values = VALUES.of(parameter["schema"])
            if parameter["in"] == "path":
                values = values.filter(lambda value: value not in STEPS)
            given[parameter["name"]] = data.draw(values, parameter["name"])
    return Call(keywords | operation.named(given), given, body)


def chosen(operation, pick):
    """A call for each choice that a request leaves, one at a time."""
    least = operation.given_parameters()
    sample = operation.sample_body
    for parameter in operation.parameters:
        for value in CHOICES.of(parameter["schema"]):
            given = least | {parameter["name"]: value}
            yield Call(
                operation.keywords(sample) | operation.named(given), given, operation.sent(sample)
            )
    for body in () if operation.body is None else CHOICES.one_at_a_time(operation.body, sample):
        assert CLOSED.problems(operation.body, body) == []
        made = SURFACE.keywords(operation, body, pick)
        yield Call(operation.sample_parameters() | made.value, least, made.json)


def exactly(value):
    """JSON of which 1, 1.0 and true are three different values."""
    return json.dumps(value, sort_keys=True)


def read(answer):
    if hasattr(answer, "close"):
        with answer:
            list(answer)


async def call_async(server, project, operation, calls):
    """What arrives of each call."""
    received = []
    async with AsyncClient(
        KEY, base_url=server.url, project_id=project, max_retries=0, timeout=10
    ) as client:
        for call in calls:
            answer = await method(client, operation)(**call.keywords)
            if hasattr(answer, "aclose") or hasattr(answer, "__aiter__"):
                async with answer:
                    async for _ in answer:
                        pass
            received.append(server.last)
    return received


@dataclass(frozen=True)
class Rig:
    """Calls an operation at one of the document's servers, and judges what arrives there."""

    server: Loopback
    client: Client
    wire: Wire
    prefix: str

    @property
    def project(self):
        return PROJECT if PREFIXES[self.prefix] else None

    def send(self, way, operation, calls):
        """What arrives of each call."""
        if way != "sync":
            return anyio.run(call_async, self.server, self.project, operation, calls, backend=way)
        received = []
        scoped = self.client.with_options(project_id=self.project)
        for call in calls:
            read(method(scoped, operation)(**call.keywords))
            received.append(self.server.last)
        return received

    def judge(self, operation, call, received):
        path = self.prefix.format(**dict.fromkeys(PREFIXES[self.prefix], PROJECT))
        assert [] == self.wire.problems(received, operation, key=KEY, prefix=path, given=call.given)
        assert exactly(call.body) == exactly(received.json)


@pytest.fixture(scope="module")
def rig(server, client, wire, prefix):
    return Rig(server, client, wire, prefix)


@pytest.mark.parametrize("form", FORMS)
def test_what_a_caller_may_say_arrives_as_the_document_has_it(operation, form, rig, examples):
    @examples(25)
    def check(data):
        call = drawn(data, operation, FORMS[form](data))
        (received,) = rig.send("sync", operation, [call])
        rig.judge(operation, call, received)

    check()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("way", WAYS[1:])
def test_the_async_client_sends_the_same(operation, form, way, rig, examples):
    @examples(8)
    def check(data):
        call = drawn(data, operation, FORMS[form](data))
        (by_sync,) = rig.send("sync", operation, [call])
        (by_async,) = rig.send(way, operation, [call])
        assert by_async is not by_sync
        assert by_async == by_sync
        rig.judge(operation, call, by_async)

    check()


@pytest.mark.parametrize("form", ["dicts", "models"])
@pytest.mark.parametrize("way", WAYS)
def test_each_choice_of_a_request_arrives_as_the_document_has_it(operation, form, way, rig, some):
    calls = some(way, list(chosen(operation, FORMS[form](None))))
    for call, received in zip(calls, rig.send(way, operation, calls), strict=True):
        rig.judge(operation, call, received)


def test_with_raw_response_sends_the_same(operation, server, client, examples):
    @examples(10)
    def check(data):
        keywords = drawn(data, operation, FORMS["mixtures"](data)).keywords
        read(method(client, operation)(**keywords))
        plain = server.last
        read(raw_method(client, operation)(**keywords).parse())
        assert server.last == plain

    check()


def test_every_example_of_a_request_arrives_as_it_is(operation, server, client, wire):
    more = operation.sample_parameters()
    for name, example in operation.request_examples.items():
        for pick in (lambda: False, lambda: True):
            made = SURFACE.keywords(operation, example, pick)
            read(method(client, operation)(**more, **made.value))
            assert wire.problems(server.last, operation, key=KEY) == [], name
            assert server.last.json == operation.sent(example), name


def test_what_is_unset_is_not_sent(operation, server, client, wire):
    if not operation.properties:
        return
    sample = operation.sample_body
    required = required_of(DOCUMENT, operation.body)
    optional = set(operation.properties) - set(required)
    given = {name: UNSET if name in optional else value for name, value in sample.items()}
    said = operation.keywords(dict.fromkeys(optional, UNSET) | given)
    read(method(client, operation)(**said))
    assert server.last.json == operation.sent({name: sample[name] for name in required})
    assert wire.problems(server.last, operation, key=KEY) == []


def held(value):
    """The classes of all models in a value."""
    if isinstance(value, dict):
        return {cls for part in value.values() for cls in held(part)}
    if isinstance(value, list):
        return {cls for part in value for cls in held(part)}
    if not hasattr(value, "__attrs_attrs__"):
        return set()
    parts = [getattr(value, a.name) for a in value.__attrs_attrs__]
    return {type(value).__name__} | {cls for part in parts for cls in held(part)}


def test_every_class_of_a_request_is_tried():
    """The schemas that a request can hold all have a class, or are free-form, or are unions; and
    some call above is made with it.
    """
    seen = set()
    todo = [o.body for o in OPERATIONS if o.body is not None]
    whole = [schema_name(body) for body in todo]
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
    objects = {n for n in seen if properties_of(DOCUMENT, DOCUMENT.at(f"#/components/schemas/{n}"))}
    calls = [call for o in OPERATIONS for call in chosen(o, lambda: True)]
    tried = {cls for call in calls for cls in held(call.keywords)}
    assert objects
    # A whole body is given as keywords.
    assert objects - set(whole) == tried


@pytest.mark.parametrize("cls", [Client, AsyncClient])
def test_every_generated_method_is_that_of_an_operation(cls):
    client = cls(KEY)
    reached = {
        of(client, operation).__func__.__qualname__
        for operation in OPERATIONS
        for of in (method, raw_method)
    }
    kind = Resource if cls is Client else AsyncResource
    generated = {
        function.__qualname__
        for module in pkgutil.iter_modules(resources.__path__)
        for _, found in inspect.getmembers(
            importlib.import_module(f"{resources.__name__}.{module.name}"), inspect.isclass
        )
        if issubclass(found, kind) and found.__module__.startswith(resources.__name__)
        for name, function in vars(found).items()
        if inspect.isfunction(function) and not name.startswith("_")
    }
    assert generated == reached


class TestTheJudges:
    """Each judge refuses a seeded fault, so none of the tests above is green for nothing."""

    @pytest.fixture
    def chat(self):
        return next(o for o in OPERATIONS if o.id == "chat.completions.create")

    @pytest.fixture
    def problems(self, chat, server, client, wire):
        def of(change=None, prefix="", key=KEY, **extra):
            body = chat.sample_body
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

    @pytest.mark.parametrize("required", [True, False])
    def test_a_body_that_is_missing_is_found_where_it_is_required(
        self, chat, server, client, wire, required
    ):
        method(client, chat)(**chat.sample_body)
        bare = replace(server.last, body=b"")
        node = chat.node | {"requestBody": chat.node["requestBody"] | {"required": required}}
        found = wire.problems(bare, replace(chat, node=node), key=KEY)
        assert required == ("no body" in found)

    def test_a_wrong_key_is_found(self, problems):
        assert "key was not sent" in problems(key="another")

    def test_the_wrong_project_is_found(self, problems):
        assert "instead of" in problems(prefix="/22222222-2222-4222-8222-222222222222")

    def test_an_unknown_query_parameter_is_found(self, problems):
        assert "unknown query parameter" in problems(extra_query={"page": 2})

    @pytest.mark.parametrize("given", [3, [2, 3], None, True])
    def test_a_parameter_that_arrives_as_another_is_found(self, chat, server, client, wire, given):
        paged = replace(chat, parameters=({"name": "page", "in": "query", "schema": {}},))
        body = chat.sample_body
        method(client, chat)(**body, extra_query={"page": 2})
        found = " ".join(wire.problems(server.last, paged, key=KEY, given={"page": given}))
        assert "query parameter page: ['2'] instead of" in found

    def test_another_content_type_is_found(self, problems):
        assert "content-type" in problems(extra_headers={"content-type": "text/plain"})

    def test_another_media_type_wanted_is_found(self, operation, server, client, wire):
        header = {"accept": "text/html"}
        read(raw_method(client, operation)(**operation.sample(), extra_headers=header).parse())
        (found,) = wire.problems(server.last, operation, key=KEY)
        assert "accept text/html instead of" in found

    @pytest.mark.parametrize("name", ["OpenAI-Beta", "Cookie", "x-request-id"])
    def test_a_header_that_nothing_declares_is_found(self, operation, server, client, wire, name):
        extra = {name: "x"}
        read(raw_method(client, operation)(**operation.sample(), extra_headers=extra).parse())
        found = wire.problems(server.last, operation, key=KEY)
        assert [f"unknown header {name.lower()}"] == found

    def test_a_model_that_forgets_a_property_is_found(self, server, client, chat, monkeypatch):
        forgetful = models.UserMessage.to_dict
        monkeypatch.setattr(
            models.UserMessage, "to_dict", lambda self: forgetful(self) | {"content": ""}
        )
        body = chat.sample_body
        made = SURFACE.keywords(chat, body, lambda: True)
        method(client, chat)(**made.value)
        assert json.loads(server.last.body) != made.json
