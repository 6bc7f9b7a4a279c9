"""What type an answer may be read as, the schema that is made of it, and how it is decoded."""

import dataclasses
import decimal
import json
from typing import Annotated, Literal

import attrs
import msgspec
import pydantic
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi import function_tool
from scaleway_genapi._core import ConfigurationError
from scaleway_genapi._generated.client import Client
from scaleway_genapi.helpers._schemas import closed, codec_for
from scaleway_genapi.helpers._whole_numbers import write_whole_numbers
from tests.client.conftest import KEY, MESSAGES
from tests.client.output_types import KINDS, Dataclass, Pydantic, Typed


def test_a_mapping_is_sent_to_create():
    with pytest.raises(ConfigurationError, match=r"create\(\)"):
        codec_for({"type": "json_object"})


@pydantic.dataclasses.dataclass
class PydanticDataclass:
    name: Annotated[str, pydantic.Field(min_length=2, description="Whose")]


def test_a_dataclass_of_pydantic_is_pydantics():
    codec = codec_for(PydanticDataclass)
    assert codec.schema["properties"]["name"]["minLength"] == 2
    assert codec.schema["properties"]["name"]["description"] == "Whose"
    assert codec.decode('{"name": "xy"}') == PydanticDataclass(name="xy")
    with pytest.raises(pydantic.ValidationError):
        codec.decode('{"name": "x"}')


@dataclasses.dataclass
class Cat:
    lives: int


@dataclasses.dataclass
class Dog:
    good: bool


@dataclasses.dataclass
class Pets:
    pet: Cat | Dog
    owner: Pydantic


def test_what_msgspec_does_not_know_pydantic_may():
    codec = codec_for(Pets)
    assert codec.schema["required"] == ["pet", "owner"]
    assert codec.decode('{"pet": {"good": true}, "owner": {"name": "x"}}') == Pets(
        Dog(good=True), Pydantic(name="x")
    )


def test_what_neither_knows_is_refused_in_the_first_ones_words():
    @attrs.define
    class Odd:
        x: object

    with pytest.raises(ConfigurationError, match="type <class 'object'> is not supported"):
        codec_for(Odd)


class Tree(pydantic.BaseModel):
    children: list["Tree"] = []


class Wrapped(pydantic.RootModel[Pydantic]):
    pass


class Names(pydantic.RootModel[list[str]]):
    pass


@pytest.mark.parametrize("kind", [Tree, Wrapped])
def test_the_root_of_a_schema_is_an_object(kind):
    schema = codec_for(kind).schema
    assert schema["type"] == "object"
    assert "$ref" not in schema


def test_a_type_whose_json_is_no_object_is_refused():
    with pytest.raises(ConfigurationError, match="Names: its JSON is of type array"):
        codec_for(Names)


@pytest.mark.parametrize("kind", KINDS)
def test_a_strict_schema_requires_every_property_and_the_type_still_has_its_defaults(kind):
    codec = codec_for(kind)
    assert codec.schema["required"] == ["name", "tags"]
    if kind is not Typed:
        assert codec.decode('{"name": "x"}') == kind(name="x", tags=[])


@pytest.mark.parametrize("kind", [int, str, dict, object, "Pydantic", list[int], lambda: None])
def test_a_type_without_a_schema_is_refused(kind):
    with pytest.raises(ConfigurationError, match="response_format"):
        codec_for(kind)


@pytest.mark.parametrize("kind", [list[int], int | None, dict[str, int]], ids=str)
def test_what_is_no_class_is_refused_alike_by_parse_and_stream(kind):
    with Client(KEY, base_url="http://127.0.0.1:9") as client:
        for method in (client.chat.completions.parse, client.chat.completions.stream):
            with pytest.raises(ConfigurationError, match=r"must be a class, not .*: put it into"):
                method(model="m", messages=MESSAGES, response_format=kind)


def test_a_type_is_prepared_once():
    @dataclasses.dataclass
    class Known:
        a: int

    assert codec_for(Known) is codec_for(Known)


def test_a_type_of_which_no_key_can_be_made_is_a_type_like_others():
    class Comparing(type):
        def __eq__(cls, other):
            return cls is other

        __hash__ = None

    @dataclasses.dataclass
    class Odd(metaclass=Comparing):
        a: int

    assert codec_for(Odd).decode('{"a": 1}').a == 1


def test_a_type_that_refers_to_itself_has_its_definition():
    @dataclasses.dataclass
    class Node:
        children: "list[Node]"

    Node.__annotations__["children"] = list[Dataclass]
    schema = codec_for(Node).schema
    assert schema["$defs"]["Dataclass"]["additionalProperties"] is False


@attrs.define
class Defaults:
    """Has properties that are called like keywords."""

    default: Dataclass
    enum: list[Dataclass]
    const: Dataclass | None = None
    properties: dict[str, Dataclass] = attrs.field(factory=dict)


def test_what_is_called_like_a_keyword_is_a_schema_all_the_same():
    schema = codec_for(Defaults).schema
    assert schema["required"] == ["default", "enum", "const", "properties"]
    assert schema["$defs"]["Dataclass"]["additionalProperties"] is False
    assert schema["properties"]["default"] == {"$ref": "#/$defs/Dataclass"}


DATA = {"type": "object", "properties": {"a": {"type": "object", "properties": {}}}}


@pytest.mark.parametrize(
    "schema",
    [
        {"default": DATA},
        {"const": DATA},
        {"enum": [DATA]},
        {"examples": [DATA]},
        {"x-anything": DATA},
        {"properties": {"a": {"default": DATA}}},
        {"items": {"enum": [DATA]}},
    ],
    ids=str,
)
def test_data_in_a_schema_stays_as_it_is(schema):
    assert closed(schema, strict=True) == schema


@pytest.mark.parametrize(
    "around",
    [
        lambda inner: {"properties": {"default": inner}},
        lambda inner: {"$defs": {"enum": inner}},
        lambda inner: {"definitions": {"const": inner}},
        lambda inner: {"patternProperties": {"^x": inner}},
        lambda inner: {"dependentSchemas": {"examples": inner}},
        lambda inner: {"items": inner},
        lambda inner: {"items": [inner]},
        lambda inner: {"additionalProperties": inner},
        lambda inner: {"prefixItems": [inner, inner]},
        lambda inner: {"anyOf": [inner, {"type": "null"}]},
        lambda inner: {"allOf": [{"oneOf": [inner]}]},
        lambda inner: {"not": inner},
        lambda inner: {"if": inner, "then": inner, "else": inner},
    ],
)
def test_a_schema_in_a_schema_is_closed(around):
    open_one = {"type": "object", "properties": {"a": {}}}
    closed_one = {**open_one, "additionalProperties": False, "required": ["a"]}
    assert closed(around(open_one), strict=True) == around(closed_one)


def test_a_default_that_looks_like_a_schema_is_sent_as_it_is():
    class Form(pydantic.BaseModel):
        known: dict[str, object] = DATA

    assert codec_for(Form).schema["properties"]["known"]["default"] == DATA


@dataclasses.dataclass
class Numbers:
    whole: int
    literal: Literal[1, 2] = 1
    ratio: float = 0.5
    exact: decimal.Decimal = decimal.Decimal(0)
    text: str = ""
    deep: "list[Numbers]" = dataclasses.field(default_factory=list)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"whole": 1.0}', Numbers(1)),
        ('{"whole": -2E+1}', Numbers(-20)),
        ('{"whole": 1, "literal": 2.0}', Numbers(1, literal=2)),
        (
            '{"whole": 1, "deep": [{"whole": 3.00, "ratio": 1.5}]}',
            Numbers(1, deep=[Numbers(3, ratio=1.5)]),
        ),
        (r'{"whole": 1.0, "text": "1.0 \" 2.0"}', Numbers(1, text='1.0 " 2.0')),
        (
            '{"whole": 1e0, "exact": 0.1000000000000000000001}',
            Numbers(1, exact=decimal.Decimal("0.1000000000000000000001")),
        ),
    ],
)
def test_a_whole_number_is_an_integer_however_it_is_written(text, expected):
    # To JSON Schema 1.0 is an integer, and it is a schema that the model was sent.
    assert codec_for(Numbers).decode(text) == expected
    assert isinstance(codec_for(Numbers).decode(text).whole, int)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"whole": 1.5}', r"`\$.whole`"),
        ('{"whole": 9007199254740992.0}', r"`\$.whole`"),
        ('{"whole": 1e400}', r"\$.whole"),
        ('{"whole": "1.0"}', "got `str`"),
        ('{"whole": 1.0, "ratio": "x"}', r"Expected `int`, got `float` - at `\$.whole`"),
        ('{"whole": 1.0, "text": "no end', r"Expected `int`, got `float` - at `\$.whole`"),
    ],
)
def test_what_is_no_integer_still_does_not_fit_in_the_words_of_the_first_try(text, fault):
    with pytest.raises(msgspec.ValidationError, match=fault):
        codec_for(Numbers).decode(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON)
def test_whole_numbers_change_how_a_json_text_is_written_and_not_what_it_says(value):
    text = json.dumps(value)
    assert json.loads(write_whole_numbers(text)) == value


@pytest.mark.parametrize("start", ["1", "-1", "1.5", "1e1"])
def test_a_number_of_many_digits_is_gone_through_once(start):
    # What a model that repeats itself writes: gone through from each digit anew, it would take minutes.
    with pytest.raises(msgspec.ValidationError, match=r"\$.whole"):
        codec_for(Numbers).decode(f'{{"whole": {start + "1" * 200_000}}}')


def test_a_tool_takes_a_whole_number_for_an_integer():
    def double(amount: int) -> int:
        return 2 * amount

    assert function_tool(double).decode('{"amount": 4.0}') == {"amount": 4}
