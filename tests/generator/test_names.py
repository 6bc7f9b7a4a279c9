"""Names that two things would share are kept apart, or refused."""

import pytest

from generator import names
from scaleway_genapi._core import AsyncClientBase, SyncClient
from scaleway_genapi_mock.document import DocumentError


def test_no_resource_can_hide_what_a_client_has_by_hand():
    by_hand = {name for name in {*dir(SyncClient), *dir(AsyncClientBase)} if name[0] != "_"}

    assert by_hand <= names.CLIENT_NAMES


@pytest.mark.parametrize(
    ("proposed", "name"),
    [("type_", "type"), ("object_", "object"), ("id", "id"), ("class_", "class_"), ("a_", "a_")],
)
def test_only_keywords_keep_their_underscore(proposed, name):
    assert names.natural(proposed) == name


def test_properties_that_differ_in_spelling_only_are_both_there(answering):
    models = answering("""
    Answer: {type: object, properties: {maxTokens: {type: string}, max_tokens: {type: string}}}
    """).models
    data = {"maxTokens": "a", "max_tokens": "b"}

    assert models.Answer.from_dict(data).to_dict() == data


@pytest.mark.parametrize(
    ("schemas", "message"),
    [
        (
            """
            Answer: {type: object, properties: {a: {$ref: '#/components/schemas/Fooparam'}}}
            Fooparam: {type: string, enum: [a]}
            """,
            None,
        ),
        (
            """
            Answer: {type: object, properties: {a: {$ref: '#/components/schemas/AnswerParam'}}}
            AnswerParam: {type: string, enum: [a]}
            """,
            "AnswerParam is the TypedDict of Answer",
        ),
        (
            """
            Answer:
              type: object
              properties:
                a: {$ref: '#/components/schemas/Kind'}
                b: {$ref: '#/components/schemas/kind'}
            Kind: {type: string, enum: [a]}
            kind: {type: object, properties: {b: {type: string}}}
            """,
            r'duplicate models with name "Kind" \(at #/components/schemas/kind\)',
        ),
        ("""
            Answer: {type: object, properties: {a: {$ref: '#/components/schemas/Sequence'}}}
            Sequence: {type: string, enum: [a]}
            """, "Sequence is a name that the generated code"),
    ],
)  # fmt: skip
def test_schemas_whose_names_collide_are_refused(answering, schemas, message):
    if message is None:
        assert answering(schemas).models.Answer.from_dict({"a": "a"}).a == "a"
    else:
        with pytest.raises(DocumentError, match=message):
            answering(schemas)
