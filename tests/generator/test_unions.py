"""Unions: told apart by what the document says, never by trying."""

import typing

import pytest

from scaleway_genapi._core import ResponseDecodeError
from scaleway_genapi_mock.document import DocumentError

SHAPES = """
Circle:
  type: object
  required: [kind, r]
  properties: {kind: {type: string, const: circle}, r: {type: number}}
Square:
  type: object
  required: [kind, a]
  properties: {kind: {type: string, const: square}, a: {type: number}}
"""
BY_CONST = f"""
Answer:
  type: object
  required: [shape]
  properties:
    shape: {{$ref: '#/components/schemas/Shape'}}
    shapes: {{type: array, items: {{$ref: '#/components/schemas/Shape'}}}}
    maybe: {{anyOf: [{{$ref: '#/components/schemas/Shape'}}, {{type: 'null'}}]}}
    mixed:
      anyOf:
        - type: string
        - $ref: '#/components/schemas/Circle'
        - $ref: '#/components/schemas/Square'
        - type: array
          items: {{$ref: '#/components/schemas/Shape'}}
Shape:
  oneOf:
    - $ref: '#/components/schemas/Circle'
    - $ref: '#/components/schemas/Square'
{SHAPES}
"""
CIRCLE, SQUARE = {"kind": "circle", "r": 1.0}, {"kind": "square", "a": 2.0}


def test_the_const_that_all_members_have_tells_them_apart(answering):
    models = answering(BY_CONST).models
    answer = models.Answer.from_dict({"shape": CIRCLE, "shapes": [SQUARE, CIRCLE]})

    assert answer.shape == models.Circle(r=1.0)
    assert answer.shapes == [models.Square(a=2.0), models.Circle(r=1.0)]


def test_an_unknown_tag_stays_a_mapping(answering):
    models = answering(BY_CONST).models
    new = {"kind": "hexagon", "sides": 6}
    answer = models.Answer.from_dict({"shape": new, "shapes": [{}]})

    assert (answer.shape, answer.shapes) == (new, [{}])
    assert models.Answer.from_dict(answer.to_dict()) == answer


def test_null_beside_a_union_is_none(answering):
    models = answering(BY_CONST).models

    assert models.Answer.from_dict({"shape": CIRCLE, "maybe": None}).maybe is None
    assert models.Answer.from_dict({"shape": CIRCLE, "maybe": SQUARE}).maybe == models.Square(a=2.0)


@pytest.mark.parametrize("value", ["text", 5, True])
def test_members_of_other_json_types_come_as_they_are(answering, value):
    models = answering(BY_CONST).models

    assert models.Answer.from_dict({"shape": CIRCLE, "mixed": value}).mixed == value


def test_objects_and_arrays_are_told_apart_by_their_json_type(answering):
    models = answering(BY_CONST).models
    both = [
        models.Answer.from_dict({"shape": CIRCLE, "mixed": value}).mixed
        for value in (SQUARE, [CIRCLE])
    ]

    assert both == [models.Square(a=2.0), [models.Circle(r=1.0)]]


def test_a_fault_inside_a_member_is_no_reason_to_try_another(answering):
    models = answering(BY_CONST).models

    with pytest.raises(ResponseDecodeError, match=r"\$\.shape\.r is missing"):
        models.Answer.from_dict({"shape": {"kind": "circle"}})


def test_the_discriminator_of_the_document_counts(answering):
    models = answering("""
    Answer:
      oneOf:
        - $ref: '#/components/schemas/Cat'
        - $ref: '#/components/schemas/Dog'
      discriminator:
        propertyName: pet
        mapping: {meow: '#/components/schemas/Cat', woof: Dog}
    Cat: {type: object, required: [pet], properties: {pet: {type: string}}}
    Dog: {type: object, required: [pet], properties: {pet: {type: string}}}
    """)
    decode = models.module("models.answer").decode_answer

    assert decode({"pet": "meow"}) == models.models.Cat(pet="meow")
    assert decode({"pet": "woof"}) == models.models.Dog(pet="woof")


def test_a_discriminator_without_a_mapping_means_the_names_of_the_schemas(answering):
    generated = answering("""
    Answer:
      oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
      discriminator: {propertyName: pet}
    Cat: {type: object, required: [pet], properties: {pet: {type: string}}}
    Dog: {type: object, required: [pet], properties: {pet: {type: string}}}
    """)

    assert generated.module("models.answer").decode_answer({"pet": "Dog"}) == generated.models.Dog(
        pet="Dog"
    )


def test_members_that_nothing_tells_apart_are_refused(answering):
    with pytest.raises(DocumentError, match=r"tells the members of this union apart.*Answer"):
        answering("""
        Answer:
          oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
        Cat: {type: object, required: [name], properties: {name: {type: string}}}
        Dog: {type: object, required: [name], properties: {name: {type: string}}}
        """)


def test_arrays_of_several_kinds_of_objects_are_refused(answering):
    with pytest.raises(DocumentError, match="arrays of several kinds"):
        answering("""
        Answer:
          type: object
          properties:
            pets:
              anyOf:
                - {type: array, items: {$ref: '#/components/schemas/Cat'}}
                - {type: array, items: {$ref: '#/components/schemas/Dog'}}
        Cat: {type: object, properties: {name: {type: string}}}
        Dog: {type: object, properties: {name: {type: string}}}
        """)


def test_a_value_that_an_enum_does_not_know_decodes(answering):
    models = answering("""
    Answer:
      type: object
      required: [closed, open]
      properties:
        closed: {type: string, enum: [a, b]}
        open: {anyOf: [{type: string, enum: [a, b]}, {type: string}]}
    """)

    answer = models.models.Answer.from_dict({"closed": "new", "open": "newer"})

    assert (answer.closed, answer.open) == ("new", "newer")
    source = models.source("models/answer.py")
    assert 'open: Literal["a", "b"] | str' in source
    assert 'closed: Literal["a", "b"]\n' in source


def test_unions_are_exported_by_name(answering):
    models = answering(BY_CONST).models

    assert {models.Circle, models.Square} < set(typing.get_args(models.Shape))
    assert "Shape" in models.__all__


def test_a_member_that_allows_anything_makes_the_union_anything(answering):
    generated = answering("""
    Answer:
      type: object
      properties: {a: {anyOf: [{type: string}, {description: Whatever else.}]}}
    """)

    assert "a: Any = None" in generated.source("models/answer.py")
    assert generated.models.Answer.from_dict({"a": {"b": 1}}).a == {"b": 1}
