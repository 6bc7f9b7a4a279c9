"""What the document leaves open stays open in the models: tags of tomorrow, parts put in by hand.

And what a call may say besides its body. Names no endpoint and no model.
"""

from __future__ import annotations

import json
import threading

import anyio
import pytest

from scaleway_genapi import UNSET, APITimeoutError, AsyncClient, Client
from tests.contract.closed_schemas import Schemas
from tests.contract.engines import KEY
from tests.contract.loopback import Answer, Loopback
from tests.contract.operations import DOCUMENT, JSON, OPERATIONS, properties_of
from tests.contract.typed_calls import method, model_of, raw_method
from tests.contract.values import Values

pytestmark = pytest.mark.contract
SCHEMAS = DOCUMENT.data["components"]["schemas"]
CLASSES = [name for name in SCHEMAS if model_of(name)]
UNIONS = {
    name: s["discriminator"]["propertyName"] for name, s in SCHEMAS.items() if "discriminator" in s
}
VALUES = Values(Schemas(DOCUMENT), accepted=False)
LISTS = [operation for operation in OPERATIONS if operation.iterated]


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def held(schema):
    """The unions that a property may hold: (union, whether a list of them)."""
    for member in [schema, *schema.get("anyOf", [])]:
        for part, many in ((member, False), (member.get("items", {}), True)):
            name = part.get("$ref", "").rpartition("/")[2] if isinstance(part, dict) else ""
            if name in UNIONS:
                yield name, many


HOLDERS = [
    pytest.param(name, key, union, many, id=f"{name}.{key}")
    for name in CLASSES
    for key, part in properties_of(DOCUMENT, SCHEMAS[name]).items()
    for union, many in held(part)
]


def test_every_union_with_a_tag_is_held_by_some_class():
    assert set(UNIONS) == {param.values[2] for param in HOLDERS}


@pytest.mark.parametrize(("name", "key", "union", "many"), HOLDERS)
def test_a_tag_of_tomorrow_is_kept_as_it_came(name, key, union, many, examples):
    @examples(5)
    def check(data):
        new = {UNIONS[union]: "of-tomorrow", "more": [1]}
        value = data.draw(VALUES.of(ref(name))) | {key: [new] if many else new}
        read = model_of(name).from_dict(value)
        assert value[key] == getattr(read, key)
        assert value[key] == read.to_dict()[key]

    check()


@pytest.mark.parametrize("name", CLASSES)
def test_models_among_what_nobody_has_described_are_written_plainly(name, examples):
    @examples(3)
    def check(data):
        value = data.draw(VALUES.of(ref(name)))
        read, inner = model_of(name).from_dict(value), model_of(name).from_dict(value)
        read.additional_properties["x_inner"] = [inner]
        assert [inner.to_dict()] == json.loads(json.dumps(read.to_dict()))["x_inner"]

    check()


@pytest.mark.parametrize("listing", LISTS, ids=lambda operation: operation.id)
def test_a_list_object_is_a_sequence_of_what_it_lists(listing):
    schema = DOCUMENT.resolve(listing.content(listing.success)[JSON]["schema"])
    name = next(n for n, s in SCHEMAS.items() if s is schema)
    example = listing.example(JSON)
    # An example need not be long.
    several = {listing.iterated: example[listing.iterated] * 3}
    read = model_of(name).from_dict(example | several)
    items = getattr(read, listing.iterated)
    assert len(items) > 2
    assert (len(items), items, items[1:]) == (len(read), list(read), read[1:])
    assert (items[1], items[-1]) == (read[1], read[-1])


def without_optionals(schema, value):
    """`value` as a caller writes it who says UNSET for every optional property that is absent."""
    name = schema.get("$ref", "").rpartition("/")[2]
    node = SCHEMAS.get(name, schema)
    if "discriminator" in node:
        tag = node["discriminator"]
        return without_optionals({"$ref": tag["mapping"][value[tag["propertyName"]]]}, value)
    if isinstance(value, list):
        return [without_optionals(node.get("items", {}), item) for item in value]
    properties = properties_of(DOCUMENT, node)
    if not isinstance(value, dict) or not properties:
        return value
    absent = {key: UNSET for key in properties if key not in value}
    return absent | {
        key: without_optionals(properties.get(key, {}), item) for key, item in value.items()
    }


def test_what_is_unset_deep_inside_is_not_sent(operation):
    if operation.body is None:
        pytest.skip("it has no body")
    answer = Answer(operation.success, operation.sample_answer, operation.answered_type)
    with (
        Loopback(lambda received: answer) as server,
        Client(KEY, base_url=server.url, max_retries=0) as client,
    ):
        for example in operation.request_examples.values():
            if operation.streams(example):
                continue
            method(client, operation)(
                **operation.keywords(without_optionals(operation.body, example))
            )
            assert operation.sent(example) == server.last.json


@pytest.mark.parametrize("raw", [False, True], ids=["plain", "raw"])
def test_a_call_may_have_a_timeout_of_its_own(operation, raw):
    late = threading.Event()

    def answer(received):
        late.wait(10)
        return Answer()

    async def asynchronously(url):
        async with AsyncClient(KEY, base_url=url, max_retries=0, timeout=30) as client:
            with pytest.raises(APITimeoutError):
                await (raw_method if raw else method)(client, operation)(
                    **operation.sample(), timeout=0.05
                )

    with Loopback(answer) as server:
        with (
            Client(KEY, base_url=server.url, max_retries=0, timeout=30) as client,
            pytest.raises(APITimeoutError),
        ):
            (raw_method if raw else method)(client, operation)(**operation.sample(), timeout=0.05)
        anyio.run(asynchronously, server.url)
        late.set()
