"""UNSET, operations, the models' base, JSON: small things that all the rest stands on."""

import copy
import json
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi import (
    UNSET,
    ChatCompletion,
    ModelList,
    RequestEncodeError,
    ResponseDecodeError,
    Unset,
)
from scaleway_genapi._core import ApiDescription, Operation, StreamFormat, to_plain
from scaleway_genapi._core import _json as fast
from scaleway_genapi._core._json import dumps
from tests.client.fault_server import MODELS, completion, response


def test_unset_is_one_object_after_copying_and_pickling():
    for twin in (
        Unset(),
        copy.copy(UNSET),
        copy.deepcopy(UNSET),
        pickle.loads(pickle.dumps(UNSET)),
    ):
        assert twin is UNSET
    assert copy.deepcopy({"a": [UNSET]})["a"][0] is UNSET
    assert not UNSET
    assert repr(UNSET) == "UNSET"


def test_descriptions_do_not_change():
    operation = Operation("a.b", "get", "/v1/a", decode=str, stream=StreamFormat(str))
    assert repr(operation) == "Operation('a.b', GET /v1/a)"
    for frozen in (
        operation,
        operation.stream,
        ApiDescription(title="A", version="1", default_base_url="http://a/"),
    ):
        with pytest.raises(AttributeError, match="immutable"):
            frozen.id = "x"
        with pytest.raises(AttributeError, match="immutable"):
            del frozen.id
    with pytest.raises(TypeError):
        operation.hints[400] = "x"


def test_a_models_repr_shows_what_is_there():
    shown = repr(ChatCompletion.from_dict(completion()))
    assert shown.startswith("ChatCompletion(id='chatcmpl-1'")
    assert "None" not in shown
    assert "additional_properties" not in shown


def test_a_property_that_the_document_does_not_know_is_an_attribute():
    odd = {"new": 1, "to_dict": 2, "id": "x", "_hidden": 3, "additional_properties": 4, "": 5}
    model = ChatCompletion.from_dict(completion() | odd)
    assert model.new == 1
    assert getattr(model, "newer", None) is None
    assert callable(model.to_dict)
    assert not hasattr(model, "_hidden")
    assert model.additional_properties == {k: v for k, v in odd.items() if k != "id"}
    for twin in (
        ChatCompletion.from_dict(model.to_dict()),
        copy.copy(model),
        copy.deepcopy(model),
        *(pickle.loads(pickle.dumps(model, n)) for n in range(pickle.HIGHEST_PROTOCOL + 1)),
    ):
        assert twin == model
        assert twin.new == 1


def test_a_model_says_what_there_is_instead_of_what_pydantic_has():
    model = ChatCompletion.from_dict(completion())
    with pytest.raises(AttributeError, match=r"no attribute 'model_dump'; use to_dict\(\)"):
        _ = model.model_dump
    with pytest.raises(AttributeError, match=r"'ChatCompletion' object has no attribute 'idd'$"):
        _ = model.idd
    with pytest.raises(AttributeError, match="has no attribute 'choices'"):
        _ = object.__new__(ChatCompletion).choices


def test_models_are_equal_by_value_and_have_no_hash_as_lists_have_none():
    one, other = (ChatCompletion.from_dict(completion()) for _ in range(2))
    assert one == other
    assert one != completion()
    other.choices[0].message.content = "else"
    assert one != other
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_the_list_of_models_is_a_sequence():
    models = ModelList.from_dict(MODELS | {"data": MODELS["data"] * 2})
    assert [model.id for model in models] == ["some-model"] * 2
    assert (len(models), models[-1].id, len(models[1:])) == (2, "some-model", 1)
    assert models.data[0] in models
    assert attrs.evolve(models.data[0], id="another") not in models
    assert not ModelList(data=[])


def test_the_id_of_a_model_is_not_looked_for_among_models():
    # It would quietly be none of them.
    with pytest.raises(TypeError, match=r"must be of class Model, not str; .* any\(item.id == "):
        _ = "some-model" in ModelList.from_dict(MODELS)


@pytest.mark.parametrize(
    ("change", "path", "fault"),
    [
        ({"id": UNSET}, "$.id", "is missing"),
        ({"id": None}, "$.id", "is null"),
        ({"object": None}, "$.object", "is null"),
        (
            {"choices": [completion()["choices"][0] | {"index": None}]},
            "$.choices[0].index",
            "is null",
        ),
        ({"choices": UNSET}, "$.choices", "is missing"),
        ({"choices": {}, "usage": 5}, "$.choices", "expected array"),
        ({"choices": {}}, "$.choices", "is object, expected array"),
        ({"choices": ""}, "$.choices", "is string, expected array"),
        ({"choices": None}, "$.choices", "is null"),
        (
            {
                "choices": [
                    completion()["choices"][0]
                    | {"message": {"role": "assistant", "tool_calls": {}}}
                ]
            },
            "$.choices[0].message.tool_calls",
            "is object, expected array",
        ),
        ({"choices": [5]}, "$.choices[0]", "is integer, expected object"),
        (
            {"choices": [{"index": 0, "message": []}]},
            "$.choices[0].message",
            "is array, expected object",
        ),
        ({"usage": {"prompt_tokens": 1}}, "$.usage.total_tokens", "is missing"),
        ({"usage": "many"}, "$.usage", "is string, expected object"),
    ],
)
def test_a_decode_error_names_the_place(change, path, fault):
    data = {name: value for name, value in (completion() | change).items() if value is not UNSET}
    with pytest.raises(ResponseDecodeError) as caught:
        ChatCompletion.from_dict(data)
    assert caught.value.path == path
    assert fault in str(caught.value)


def test_models_and_mappings_mix_at_any_depth():
    model = ChatCompletion.from_dict(completion())
    assert json.loads(dumps({"a": [{"b": model}, (model,)]}))["a"][1][0]["id"] == "chatcmpl-1"
    assert to_plain({"a": model, "b": UNSET, "c": (1, "x")})["c"] == [1, "x"]


ODD = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.integers(2**64, 2**70),
        st.floats(),
        st.text(st.characters(codec=None)),
        st.text("\ud83d\ude00null"),
        st.binary(max_size=2),
        st.sets(st.integers(), max_size=1),
    ),
    lambda inner: st.one_of(
        st.lists(inner),
        st.dictionaries(st.text(st.characters(codec=None)), inner),
        st.dictionaries(st.integers() | st.none() | st.booleans() | st.floats(), inner),
    ),
    max_leaves=8,
)


def outcome(value):
    try:
        return json.loads(dumps(value))
    except RequestEncodeError as error:
        return str(error)


@given(ODD)
def test_json_is_the_same_with_and_without_orjson(value):
    written = outcome(value)
    original, fast._fast = fast._fast, None
    try:
        assert outcome(value) == written
    finally:
        fast._fast = original


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), object(), b"x", {1}])
@pytest.mark.parametrize("quick", [True, False])
def test_what_is_no_json_is_refused_with_and_without_orjson(value, quick, monkeypatch):
    if not quick:
        monkeypatch.setattr(fast, "_fast", None)
    with pytest.raises(RequestEncodeError):
        dumps({"a": [value]})


def test_a_null_beside_numbers_is_no_nan():
    assert dumps({"a": None, "b": [1.5, None]}) == b'{"a":null,"b":[1.5,null]}'


@pytest.mark.parametrize("text", [" [1]", "[1] ", "\n[1]\n", '"\\u00e9"', "NaN", "1.5"])
def test_a_text_means_what_the_standard_library_reads_in_it(text):
    assert repr(fast.loads_plain(text)) == repr(json.loads(text))


@pytest.mark.parametrize("text", ["", " ", "[1", "[1]x", "\ufeff[1]", "[DONE]"])
def test_a_text_that_is_no_json_fails_as_it_does_in_the_standard_library(text):
    with pytest.raises(json.JSONDecodeError) as ours:
        fast.loads_plain(text)
    with pytest.raises(json.JSONDecodeError) as theirs:
        json.loads(text)
    assert str(ours.value) == str(theirs.value)


@pytest.mark.parametrize("nothing", [UNSET, None])
def test_what_the_api_takes_no_null_for_is_left_out_by_unset_and_by_none(driver, nothing):
    driver.server.script(response(200, completion()))
    driver.complete(tools=nothing, tool_choice=nothing)
    assert {"model", "messages"} == set(driver.server.requests[0].json())
