"""Annotations of models can be resolved at run time; null can be sent wherever it is allowed."""

import importlib
import subprocess
import sys
import typing

import attrs
import httpx
import pytest

from scaleway_genapi import _generated, models, types
from scaleway_genapi._core import UNSET, Model, Unset
from tests.generator.inline_documents import operation

CLASSES = [
    value
    for name in sorted(models.__all__)
    if isinstance(value := getattr(models, name), type)
    and issubclass(value, Model)
    and attrs.has(value)
]


@pytest.mark.parametrize("model", CLASSES, ids=lambda model: model.__name__)
def test_the_hints_of_a_model_can_be_resolved(model):
    hints = typing.get_type_hints(model)

    assert hints.keys() >= {field.name for field in attrs.fields(model)}
    assert not any(isinstance(hint, str | typing.ForwardRef) for hint in hints.values())


def test_a_hint_leads_to_the_class_and_to_its_typed_dict():
    hint = typing.get_type_hints(models.Tool)["function"]

    assert set(typing.get_args(hint)) == {models.FunctionDefinition, types.FunctionDefinitionParam}


def test_the_hints_can_be_resolved_whichever_model_is_imported_first():
    module = _generated.EXPORTS["ChatCompletionRequest"]
    program = (
        "import importlib, typing\n"
        f"module = importlib.import_module('scaleway_genapi._generated.{module}')\n"
        "print(typing.get_type_hints(module.ChatCompletionRequest)['model'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout == "<class 'str'>\n"


def test_the_hints_can_be_resolved_where_unions_lead_to_unions(asking):
    generated = asking(
        """
        Question:
          type: object
          required: [outer]
          properties:
            outer: {$ref: '#/components/schemas/Outer'}
            more: {type: array, items: {$ref: '#/components/schemas/Inner'}}
        Outer: {anyOf: [{$ref: '#/components/schemas/Inner'}, {type: string}, {type: 'null'}]}
        Inner: {oneOf: [{$ref: '#/components/schemas/A'}, {type: integer}]}
        A: {type: object, required: [t], properties: {t: {const: a}}}
        """
    )

    hints = typing.get_type_hints(generated.models.Question)

    assert generated.types.AParam in typing.get_args(hints["outer"])


@pytest.mark.parametrize(
    "schemas",
    [
        # A union that leads to itself, and a list that has classes in it, stay names.
        """
        Question:
          type: object
          properties: {tree: {$ref: '#/components/schemas/Tree'}}
        Tree: {anyOf: [{type: string}, {$ref: '#/components/schemas/Node'}]}
        Node:
          type: object
          required: [inner]
          properties: {inner: {$ref: '#/components/schemas/Tree'}}
        """,
        """
        Question:
          type: object
          properties: {parts: {$ref: '#/components/schemas/Parts'}}
        Parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
        Part: {type: object, properties: {a: {type: string}}}
        """,
    ],
)
def test_aliases_of_any_shape_can_be_imported(asking, schemas):
    generated = asking(schemas)

    assert generated.types.__all__
    assert generated.models.Question().to_dict() == {}


def nullable():
    """Every optional property of something that is sent which the document lets be null."""
    return [
        (model, row[0])
        for model in CLASSES
        if f"{model.__name__}Param" in _generated.EXPORTS
        for row in model.__fields_table__()
        if not row[1] and row[2]
    ]


def test_some_properties_can_be_null_or_absent():
    assert (models.ChatCompletionRequest, "stop") in nullable()


@pytest.mark.parametrize(
    ("model", "name"), nullable(), ids=lambda each: getattr(each, "__name__", each)
)
def test_an_optional_property_that_may_be_null_can_be_sent_as_null_and_left_out(model, name):
    required = {field.name: "" for field in attrs.fields(model) if field.default is attrs.NOTHING}
    hint = typing.get_args(typing.get_type_hints(model)[name])

    assert {type(None), Unset} <= set(hint)
    assert model(**required, **{name: None}).to_dict()[name] is None
    assert name not in model(**required, **{name: UNSET}).to_dict()
    assert "None" in _annotation(f"{model.__name__}Param", name)


def _annotation(typed_dict, name):
    module = importlib.import_module("scaleway_genapi._generated.types")
    annotation = getattr(module, typed_dict).__annotations__[name]
    return annotation.__forward_arg__.split(" | ")


def test_null_can_be_sent_through_a_schema_that_answers_have_too(make):
    thing = "{application/json: {schema: {$ref: '#/components/schemas/Thing'}}}"
    generated = make(
        operation(
            "/v1/things",
            "post",
            "things.make",
            f"""
            requestBody:
              required: true
              content:
                application/json:
                  schema:
                    type: object
                    required: [thing]
                    properties: {{thing: {{$ref: '#/components/schemas/Thing'}}}}
            responses: {{'200': {{description: made, content: {thing}}}}}
            """,
        ),
        "Thing: {type: object, properties: {note: {type: [string, 'null']}}}",
    )
    client, sent = generated.client(httpx.Response(200, json={"note": None}))

    answer = client.things.make(thing={"note": None})

    assert sent.body == {"thing": {"note": None}}
    client.things.make(thing=answer)
    assert sent.body == {"thing": {}}
    assert "None" in generated.types.ThingParam.__annotations__["note"].__forward_arg__
