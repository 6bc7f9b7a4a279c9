"""What pydantic and msgspec make of the models of a service is met: by their own judgement."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum
from ipaddress import IPv4Address, IPv4Network  # noqa: TC003 - pydantic looks at it
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypeVar
from uuid import UUID

import jsonschema
import msgspec
import pytest
from pydantic import (
    AnyUrl,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    Json,
    NonNegativeInt,
    PositiveFloat,
    RootModel,
    SecretStr,
    StringConstraints,
    TypeAdapter,
    conint,
    conlist,
    constr,
)
from typing_extensions import TypedDict

from scaleway_genapi_mock.generate import Generator


class Color(Enum):
    RED = "red"
    GREEN = "green"


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Address(BaseModel):
    street: str = Field(min_length=3, max_length=40)
    zip: str = Field(pattern=r"^\d{5}(-\d{4})?$")
    country: str = Field(pattern=r"^[A-Z]{2}$", min_length=2, max_length=2)


class Person(BaseModel):
    """A person, as most services have one."""

    model_config = ConfigDict(extra="forbid")
    name: str
    age: int | None = Field(default=None, ge=0, lt=150)
    address: Address
    tags: list[Annotated[str, StringConstraints(pattern="^[a-z]+$", min_length=4, max_length=6)]]
    favourite: Color = Color.RED


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int = Field(ge=1, le=9)


class Dog(BaseModel):
    kind: Literal["dog"]
    breed: str | None = None


class Owner(BaseModel):
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]
    others: list[Annotated[Cat | Dog, Field(discriminator="kind")]] = Field(max_length=3)


class Tree(BaseModel):
    value: int
    children: list[Tree] = []


class Linked(BaseModel):
    value: str
    next: Linked | None


class Number(BaseModel):
    op: Literal["number"]
    value: float


class Binary(BaseModel):
    op: Literal["add", "multiply"]
    left: Expression
    right: Expression


class Negated(BaseModel):
    op: Literal["negate"]
    of: Expression


class Expression(RootModel[Annotated[Number | Binary | Negated, Field(discriminator="op")]]):
    pass


class Booking(BaseModel):
    id: UUID
    on: date
    at: time
    created: datetime
    takes: timedelta
    price: Decimal = Field(gt=0, max_digits=6, decimal_places=2)
    site: HttpUrl
    host: IPv4Address


class Point(NamedTuple):
    x: float
    y: float


class Movie(TypedDict, total=False):
    title: str
    year: Annotated[int, Field(ge=1888, le=2030)]


class Step(BaseModel):
    explanation: str
    output: str


class Reasoning(BaseModel):
    steps: conlist(Step, min_length=2, max_length=5)
    final_answer: str


class Everything(BaseModel):
    model_config = ConfigDict(extra="allow", populate_by_name=True)
    given: str = Field(alias="givenName", pattern=r"^[A-Z][a-z]+(?: [A-Z][a-z]+)*$", max_length=12)
    ratio: PositiveFloat
    share: float = Field(gt=0, lt=1)
    step: float = Field(multiple_of=0.1, ge=0.25, le=0.35)
    even: conint(multiple_of=2, gt=10, lt=14)
    code: constr(pattern=r"^[A-Z]{3}-\d{3}$", min_length=7, max_length=7)
    anything: Any
    extra: dict[str, Annotated[int, Field(ge=0)]]
    scores: dict[Literal["a", "b"], float]
    by_word: dict[Annotated[str, StringConstraints(pattern="^[a-z]{3}$")], bool]
    levels: set[Level]
    pair: tuple[int, str]
    many: tuple[int, ...]
    either: int | str | bool | None
    secret: SecretStr


MODELS = [
    Address,
    Person,
    Owner,
    Tree,
    Linked,
    Expression,
    Booking,
    Point,
    Movie,
    Reasoning,
    Everything,
    list[Person],
    dict[str, Owner],
    Color,
    Level,
    Literal["a", 1, True] | None,
    tuple[int, str, Color],
    tuple[Literal[1], ...],
    set[Color],
    frozenset[Literal["x", "y", "z"]],
    Annotated[list[int], Field(min_length=3, max_length=3)],
    Annotated[set[int], Field(min_length=4)],
    Annotated[str, Field(pattern=r"^\+[1-9]\d{7,14}$")],
    Annotated[str, Field(pattern=r"^(?:\d{4}-\d{2}|Q[1-4] \d{4})$", max_length=7)],
    Annotated[str, Field(pattern=r"[aeiou]", min_length=20, max_length=20)],
    Annotated[float, Field(multiple_of=0.01, gt=19.98, lt=20.0)],
    Annotated[dict[str, int], Field(min_length=3, max_length=3)],
    NonNegativeInt | None,
    AnyUrl,
    Json[list[int]] | None,
    int | list[int] | dict[str, int],
    list[list[list[Cat]]],
    Cat | Dog | Tree,
    Any,
]


def exactly_multiple(_, step, value, __):
    """What jsonschema asks of binary fractions: it says that 0.3 is no multiple of 0.1."""
    if isinstance(value, int | float) and Decimal(str(value)) % Decimal(str(step)):
        yield jsonschema.ValidationError(f"{value} is no multiple of {step}")


def checked(schema, value, draft=jsonschema.Draft202012Validator):
    exact = jsonschema.validators.extend(draft, {"multipleOf": exactly_multiple})
    exact(schema, format_checker=draft.FORMAT_CHECKER).validate(value)
    return value


def met(schema):
    return checked(schema, Generator(schema, 3).at())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: re.sub(r"\W+", "-", str(model))[:60])
@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_schema_of_a_pydantic_type_is_met(model, mode):
    adapter = TypeAdapter(model)
    value = met(adapter.json_schema(mode=mode))
    if mode == "validation" and model is not Json[list[int]] | None:
        adapter.validate_python(value)


Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    items: list[Item]
    next: Page[Item] | None = None
    total: NonNegativeInt


class Sum(BaseModel):
    """Ends in numbers alone, and looks as if it went on for ever."""

    op: Literal["+", "-"]
    of: list[Sum | Amount] = Field(min_length=2, max_length=3)


class Amount(BaseModel):
    amount: Decimal = Field(max_digits=6, decimal_places=2, gt=0)


class Invoice(BaseModel):
    model_config = ConfigDict(extra="forbid")
    total: Decimal = Field(decimal_places=2, max_digits=8, ge=0)
    iban: str = Field(pattern=r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$")
    phone: str = Field(pattern=r"^\+?[1-9]\d{6,14}$", min_length=10)
    isbn: str = Field(pattern=r"^97[89]-\d{1,5}-\d{1,7}-\d{1,7}-\d$", min_length=17, max_length=17)
    key: str = Field(pattern=r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==)?$", min_length=8)
    lines: conlist(tuple[str, int, float], min_length=1)
    by_color: dict[Color, int]
    colors: frozenset[Color]
    days: set[date] = Field(min_length=10)
    pairs: set[tuple[int, str]] = Field(min_length=3)
    coded: set[constr(pattern="^[ab]{2}$")] = Field(min_length=4)
    by_word: dict[constr(pattern="^[a-z]{3}$"), int] = Field(min_length=3)
    network: IPv4Network
    parts: dict[str, dict[str, list[Page[Amount]]]]
    large: int = Field(ge=2**63, le=2**64)
    tiny: float = Field(gt=0, lt=1e-300)


@pytest.mark.parametrize(
    "model",
    [Sum, Amount, Invoice, Page[Page[Invoice]], dict[str, Sum], list[Page[Sum | Amount]]],
    ids=lambda model: re.sub(r"\W+", "-", str(model))[:60],
)
@pytest.mark.parametrize("seed", range(6))
def test_what_is_made_of_a_pydantic_type_is_one(model, seed):
    adapter = TypeAdapter(model)
    schema = adapter.json_schema()
    adapter.validate_json(json.dumps(checked(schema, Generator(schema, seed).at())))


class Header(msgspec.Struct, tag="header", forbid_unknown_fields=True):
    title: Annotated[str, msgspec.Meta(min_length=2, max_length=9, pattern="^[A-Z]")]


class Paragraph(msgspec.Struct, tag="paragraph"):
    words: Annotated[list[str], msgspec.Meta(min_length=1)]
    size: Annotated[int, msgspec.Meta(ge=8, le=72, multiple_of=4)] = 12


class Page(msgspec.Struct, rename="camel"):
    page_number: Annotated[int, msgspec.Meta(gt=0)]
    parts: list[Header | Paragraph]
    sub_pages: list[Page] = []
    printed: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    meta_data: dict[str, str | int] = {}


class Coordinates(msgspec.Struct, array_like=True):
    x: float
    y: float
    label: str = ""


@pytest.mark.parametrize(
    "type_",
    [
        Header,
        Paragraph,
        Page,
        Coordinates,
        Header | Paragraph,
        list[Coordinates],
        dict[str, Page],
        Annotated[float, msgspec.Meta(gt=0, lt=0.001)],
        Literal["a", "b"] | None,
        tuple[int, str],
        UUID,
        Decimal,
        date,
    ],
    ids=str,
)
def test_the_schema_of_a_msgspec_type_is_met(type_):
    value = met(msgspec.json.schema(type_))
    msgspec.convert(value, type_)


NODE = {"type": "object", "properties": {"next": {"$ref": "#"}}, "additionalProperties": False}
OLD = [
    {"definitions": {"a": {"type": "string"}}, "properties": {"x": {"$ref": "#/definitions/a"}}},
    {"type": "array", "items": [{"type": "string"}, {"const": 1}], "additionalItems": False},
    {"type": "array", "items": [{"type": "string"}], "additionalItems": {"type": "integer"}}
    | {"minItems": 3},
    {"type": "array", "items": [], "minItems": 1},
    {"required": ["a"], "dependencies": {"a": ["b"], "b": {"required": ["c"]}}},
    {
        "type": "object",
        "properties": {"dependencies": {"type": "integer"}},
        "required": ["dependencies"],
    },
    {"$id": "https://e.com/s", "$ref": "#/definitions/a", "definitions": {"a": NODE}},
    {"$id": "https://e.com/s", "$ref": "t", "definitions": {"a": {"$id": "t", "type": "null"}}},
]
NEW = [
    {"enum": [1, "a", None, True], "type": ["integer", "null"]},
    {"const": "2024-01-01", "format": "date"},
    {"oneOf": [{"type": "number"}, {"type": "integer"}]},
    {"allOf": [{"pattern": "^a"}, {"pattern": "z$"}, {"minLength": 9}, {"maxLength": 9}]}
    | {"type": "string"},
    {"allOf": [{"pattern": "^.{4}-"}, {"pattern": "-[0-9]{4}$"}, {"maxLength": 9}]}
    | {"type": "string"},
    {"type": "string", "pattern": r"^(?=.*[A-Z])(?=.*\d)(?!.*q).{8,12}$"},
    {"type": "string", "format": "email", "pattern": "@acme\\.com$", "maxLength": 14},
    {"type": "string", "format": "date-time", "pattern": r"T\d\d:00:00Z$"},
    {"type": "string", "format": "uri", "pattern": "^https://", "minLength": 80},
    {"type": "string", "format": "uuid", "pattern": "^0{8}-"},
    {"type": "string", "format": "ipv4", "pattern": r"^10\."},
    {"type": "string", "not": {"pattern": "[a-y]"}, "minLength": 3},
    {"type": "integer", "allOf": [{"multipleOf": 4}, {"multipleOf": 6}], "minimum": 1},
]


@pytest.mark.parametrize(
    ("draft", "schema"),
    [(jsonschema.Draft7Validator, schema) for schema in OLD]
    + [(jsonschema.Draft202012Validator, schema) for schema in NEW],
    ids=str,
)
def test_old_forms_and_several_demands_at_once_are_met(draft, schema):
    for seed in range(4):
        checked(schema, Generator(schema, seed).at(), draft)
