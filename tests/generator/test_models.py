"""Models: what they hold, how they are made of JSON and made JSON again."""

import copy
import pickle

import pytest

from scaleway_genapi._core import UNSET, ResponseDecodeError

THING = """
Answer:
  type: object
  description: A thing.
  required: [id, object, created]
  properties:
    id: {type: string, description: Its name.}
    object: {type: string, const: thing}
    created: {type: [integer, 'null']}
    type: {type: string}
    class: {type: string}
    max: {type: [number, 'null']}
    tags: {type: array, items: {type: string}}
    parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
    by_name: {type: object, additionalProperties: {$ref: '#/components/schemas/Part'}}
    part: {anyOf: [{$ref: '#/components/schemas/Part'}, {type: 'null'}]}
    either: {anyOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Part'}}]}
    extra: {type: object}
    anything: {}
Part:
  type: object
  required: [n]
  properties: {n: {type: integer}}
"""
FULL = {
    "id": "t",
    "object": "thing",
    "created": None,
    "type": "a",
    "class": "b",
    "max": 1.5,
    "tags": ["x"],
    "parts": [{"n": 1}, {"n": 2, "new": True}],
    "by_name": {"one": {"n": 1}},
    "part": {"n": 3},
    "either": [{"n": 4}],
    "extra": {"deep": [{"er": 1}]},
    "anything": [1, None],
    "unknown": {"kept": True},
}


@pytest.fixture
def thing(answering):
    return answering(THING).models


def test_decoding_builds_models_at_any_depth(thing):
    answer = thing.Answer.from_dict(FULL)

    assert answer.parts == [
        thing.Part(n=1),
        thing.Part(n=2, additional_properties={"new": True}),
    ]
    assert answer.by_name == {"one": thing.Part(n=1)}
    assert answer.part == thing.Part(n=3)
    assert answer.either == [thing.Part(n=4)]


def test_attributes_have_the_names_of_the_api_and_keywords_an_underscore(thing):
    answer = thing.Answer.from_dict(FULL)

    assert (answer.type, answer.object, answer.max, answer.class_) == ("a", "thing", 1.5, "b")


def test_unknown_properties_are_kept(thing):
    assert thing.Answer.from_dict(FULL).additional_properties == {"unknown": {"kept": True}}


def test_to_dict_gives_back_what_came(thing):
    assert thing.Answer.from_dict(FULL).to_dict() == FULL


def test_a_model_survives_the_round_trip_through_json(thing):
    answer = thing.Answer.from_dict(FULL)

    assert thing.Answer.from_dict(answer.to_dict()) == answer


def test_to_dict_shares_nothing_with_the_model(thing):
    answer = thing.Answer.from_dict(FULL)
    plain = answer.to_dict()
    plain["tags"].append("y")
    plain["extra"]["deep"].append(1)
    plain["unknown"]["kept"] = False

    assert answer == thing.Answer.from_dict(FULL)


def test_absent_optional_properties_are_none_and_stay_absent(thing):
    data = {"id": "t", "object": "thing", "created": 5}
    answer = thing.Answer.from_dict(data)

    assert (answer.type, answer.max, answer.parts) == (None, None, None)
    assert answer.to_dict() == data


def test_required_nullable_properties_stay_null(thing):
    assert thing.Answer.from_dict(FULL).to_dict()["created"] is None


def test_a_const_is_its_own_default(thing):
    assert thing.Answer(id="t", created=1).object == "thing"


def test_models_take_keywords_only(thing):
    with pytest.raises(TypeError):
        thing.Part(1)


def test_a_missing_required_property_is_named_with_its_path(thing):
    with pytest.raises(ResponseDecodeError, match=r"\$\.parts\[1\]\.n is missing"):
        thing.Answer.from_dict(FULL | {"parts": [{"n": 1}, {}]})


@pytest.mark.parametrize("data", [[], "text", None, 5, {"id": 1}])
def test_what_is_no_such_object_is_a_decode_error(thing, data):
    with pytest.raises(ResponseDecodeError):
        thing.Answer.from_dict(data)


@pytest.mark.parametrize("wrong", [{"parts": 5}, {"by_name": [1]}, {"part": "text"}])
def test_a_wrong_container_is_a_decode_error(thing, wrong):
    with pytest.raises(ResponseDecodeError):
        thing.Answer.from_dict(FULL | wrong)


def test_repr_leaves_out_what_is_not_there(thing):
    answer = thing.Answer(id="t", created=1, part=thing.Part(n=1))

    assert repr(answer) == "Answer(id='t', object='thing', created=1, part=Part(n=1))"


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))]
)
def test_copies_and_pickles_are_equal(thing, copied):
    answer = thing.Answer.from_dict(FULL)

    assert copied(answer) == answer


def test_models_have_no_dict(thing):
    with pytest.raises(AttributeError):
        thing.Part(n=1).misspelt = 1


def test_a_subclass_decodes_to_itself(thing):
    class Mine(thing.Part):
        pass

    assert type(Mine.from_dict({"n": 1})) is Mine


def test_models_that_lead_to_each_other_decode(answering):
    models = answering("""
    Answer:
      type: object
      properties:
        children: {type: array, items: {$ref: '#/components/schemas/Branch'}}
    Branch:
      type: object
      required: [of]
      properties:
        of: {$ref: '#/components/schemas/Answer'}
    """).models
    data = {"children": [{"of": {"children": []}}]}

    answer = models.Answer.from_dict(data)

    assert answer == models.Answer(children=[models.Branch(of=models.Answer(children=[]))])
    assert answer.to_dict() == data


def test_all_of_merges_the_properties_of_its_members(answering):
    models = answering("""
    Answer:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          required: [size]
          properties: {size: {type: integer}}
    Base:
      type: object
      required: [id]
      properties: {id: {type: string}}
    """).models

    assert models.Answer.from_dict({"id": "a", "size": 1}) == models.Answer(id="a", size=1)


def test_an_object_written_where_it_is_used_gets_a_class(answering):
    models = answering("""
    Answer:
      type: object
      properties:
        owner: {type: [object, 'null'], properties: {name: {type: string}}}
    """).models

    owner = models.Answer.from_dict({"owner": {"name": "a"}}).owner

    assert owner.name == "a"
    assert models.Answer.from_dict({"owner": None}).owner is None


def test_list_objects_iterate(answering):
    models = answering("""
    Answer:
      type: object
      x-iterate: data
      required: [data]
      properties:
        data: {type: array, items: {$ref: '#/components/schemas/Item'}}
    Item: {type: object, required: [id], properties: {id: {type: string}}}
    """).models
    page = models.Answer.from_dict({"data": [{"id": "a"}, {"id": "b"}]})

    assert [item.id for item in page] == ["a", "b"]
    assert (len(page), page[1].id, page[-1:]) == (2, "b", [models.Item(id="b")])
    assert models.Item(id="a") in page
    assert models.Item(id="c") not in page


def test_what_cannot_be_in_a_list_object_is_not_looked_for(answering):
    models = answering("""
    Answer:
      type: object
      x-iterate: data
      required: [data]
      properties:
        data: {type: array, items: {$ref: '#/components/schemas/Item'}}
    Item: {type: object, required: [size, id], properties: {size: {type: integer}, id: {type: string}}}
    """).models
    page = models.Answer.from_dict({"data": [{"size": 1, "id": "a"}]})

    said = r"must be of class Item, not str; compare a property of each: any\(item.id == "
    with pytest.raises(TypeError, match=said):
        _ = "a" in page


def test_a_list_object_of_texts_is_looked_through(answering):
    models = answering("""
    Answer:
      type: object
      x-iterate: data
      required: [data]
      properties:
        data: {type: array, items: {type: string}}
    """).models
    page = models.Answer.from_dict({"data": ["a"]})

    assert "a" in page
    assert "b" not in page


def test_a_property_called_like_a_builtin_does_not_break_its_class(answering):
    models = answering("""
    Answer:
      type: object
      properties:
        list: {type: array, items: {type: string}}
        str: {type: string}
        dict: {type: object, additionalProperties: {type: string}}
        int: {type: integer}
        classmethod: {type: string}
        staticmethod: {type: string}
        field: {type: string}
        self: {type: string}
        to_dict: {type: string}
        additional_properties: {type: string}
        data: {type: string}
        get: {type: string}
        value: {type: string}
    """).models
    data = {
        "list": ["a"], "str": "b", "dict": {"c": "d"}, "int": 1, "classmethod": "e", "self": "f",
        "staticmethod": "g", "field": "h", "to_dict": "i", "additional_properties": "j",
        "data": "k", "get": "l", "value": "m",
    }  # fmt: skip

    assert models.Answer.from_dict(data).to_dict() == data


def test_null_and_absent_differ_in_requests(asking):
    models = asking("""
    Question:
      type: object
      properties:
        limit: {type: [integer, 'null']}
        name: {type: string}
    """).models

    assert models.Question().limit is UNSET
    assert models.Question(limit=None, name=None).to_dict() == {"limit": None}
    assert models.Question.from_dict({"limit": None}) == models.Question(limit=None)
    assert models.Question.from_dict({}) == models.Question()


def test_a_request_model_holds_dicts_and_models_alike(asking):
    models = asking("""
    Question:
      type: object
      required: [parts]
      properties:
        parts: {type: array, items: {$ref: '#/components/schemas/Part'}}
    Part: {type: object, required: [n], properties: {n: {type: integer}}}
    """).models

    question = models.Question(parts=[models.Part(n=1), {"n": 2}])

    assert question.to_dict() == {"parts": [{"n": 1}, {"n": 2}]}
