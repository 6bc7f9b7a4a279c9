"""Each choice that the document leaves to an answer is made once, and the client reads it.

Every property, null, arm and enum value, at any depth; with a property and a value of tomorrow
wherever one may come; with every status; by every way to call. Nothing is left to chance: what
`test_client_reads` draws may miss a place. Names no endpoint.
"""

from __future__ import annotations

import json

import pytest

from tests.contract.choices import NEW_NAME, NEW_PROPERTY, NEW_VALUE, Choices
from tests.contract.closed_schemas import Schemas
from tests.contract.exchange import WAYS, body_of, end_of, flag_of, records
from tests.contract.loopback import Answer
from tests.contract.operations import DOCUMENT, EVENT_STREAM, JSON, properties_of, required_of
from tests.contract.reading import check_error, check_event, check_round_trip, chunk_schemas, ref
from tests.contract.typed_calls import model_of

pytestmark = pytest.mark.contract
SCHEMAS = DOCUMENT.data["components"]["schemas"]
OPEN = Schemas(DOCUMENT)
CLASSES = [name for name in SCHEMAS if model_of(name)]
UNDECLARED = (402, 409, 418, 451, 502, 503, 520, 599)
TODAY, TOMORROW = Choices(DOCUMENT), Choices(DOCUMENT, new=True)


@pytest.fixture(params=[TODAY, TOMORROW], ids=["today", "tomorrow"])
def choices(request):
    return request.param


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_reads_each_choice_of_its_schema_and_gives_it_back(name, choices):
    for value in choices.of(ref(name)):
        read = model_of(name).from_dict(value)
        check_round_trip(ref(name), value, read)
        # Rules between the properties of a request are not for a class to keep.
        assert OPEN.problems(ref(name), read.to_dict()) == OPEN.problems(ref(name), value)


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_of_each_choice_and_status_is_read_whole(readable, way, choices, answered):
    for status in readable.successes:
        schema = readable.content(status)[JSON]["schema"]
        values = choices.of(schema)
        answers = [Answer(status, body_of(value)) for value in values]
        for value, read in zip(values, answered.each(way, readable, answers), strict=True):
            check_round_trip(schema, value, read)


@pytest.mark.parametrize("way", WAYS)
def test_each_choice_of_an_event_is_read_whole(streaming, way, choices, answered):
    schema, _ = chunk_schemas(streaming)
    values = choices.of(schema)
    events = [*map(json.dumps, values), *end_of(streaming)]
    answer = Answer(streaming.success, records(events), EVENT_STREAM)
    (chunks,) = answered.each(way, streaming, [answer], **flag_of(streaming))
    for value, chunk in zip(values, chunks, strict=True):
        check_round_trip(schema, value, chunk)


@pytest.mark.parametrize("way", WAYS)
def test_each_choice_of_an_error_is_told_with_every_status(operation, way, choices, answered, some):
    declared = [status for status, _ in operation.responses() if status >= 400]
    shapes = {status: operation.content(status)[JSON]["schema"] for status in declared}
    shapes |= dict.fromkeys(UNDECLARED, shapes[declared[0]])
    pairs = [(status, body) for status, schema in shapes.items() for body in choices.of(schema)]
    pairs = some(way, pairs)
    answers = [Answer(status, body_of(body)) for status, body in pairs]
    for (status, body), error in zip(pairs, answered.each(way, operation, answers), strict=True):
        check_error(error, status, body)


@pytest.mark.parametrize("way", WAYS)
def test_each_choice_of_an_error_in_a_stream_is_told(streaming, way, choices, answered):
    _, errors = chunk_schemas(streaming)
    bodies = [body for schema in errors for body in choices.of(schema)]
    answers = [
        Answer(streaming.success, records([json.dumps(body), *end_of(streaming)]), EVENT_STREAM)
        for body in bodies
    ]
    came = answered.each(way, streaming, answers, **flag_of(streaming))
    for body, (error,) in zip(bodies, came, strict=True):
        check_event(error, body)


class TestTheChoices:
    """They leave out nothing that the document permits, so none of the tests above is green for nothing."""

    @pytest.mark.parametrize(
        "name", [name for name, schema in SCHEMAS.items() if "dependentSchemas" not in schema]
    )
    def test_they_follow_the_schema(self, name, choices):
        values = choices.of(ref(name))
        assert values
        assert [OPEN.problems(ref(name), value) for value in values] == [[] for _ in values]

    @pytest.mark.parametrize("name", CLASSES)
    def test_each_property_is_there_in_every_arm_and_left_out(self, name):
        values = TODAY.of(ref(name))
        schema = SCHEMAS[name]
        for key, part in properties_of(DOCUMENT, schema).items():
            there = [value[key] for value in values if key in value]
            assert there, key
            for arm in arms(part):
                assert any(OPEN.valid(arm, item) for item in there), (key, arm)
            if key not in required_of(DOCUMENT, schema):
                assert any(key not in value for value in values), key

    @pytest.mark.parametrize("name", CLASSES)
    def test_each_open_enum_has_a_value_of_tomorrow(self, name):
        values = TODAY.of(ref(name))
        for key, part in properties_of(DOCUMENT, SCHEMAS[name]).items():
            if any("enum" in arm for arm in arms(part)) and OPEN.valid(part, NEW_VALUE):
                assert NEW_VALUE in [value.get(key) for value in values], key

    def test_every_object_that_is_open_has_a_property_of_tomorrow(self):
        for name in CLASSES:
            if "additionalProperties" not in SCHEMAS[name]:
                assert all(NEW_PROPERTY == v[NEW_NAME] for v in TOMORROW.of(ref(name))), name


def arms(schema):
    """The choices that a schema leaves at its own place."""
    schema = DOCUMENT.resolve(schema)
    members = schema.get("anyOf", schema.get("oneOf"))
    if members is not None:
        return [arm for member in members for arm in arms(member)]
    if "enum" in schema:
        return [{"const": value, "enum": [value]} for value in schema["enum"]]
    types = schema.get("type")
    return [schema | {"type": name} for name in types] if isinstance(types, list) else [schema]
