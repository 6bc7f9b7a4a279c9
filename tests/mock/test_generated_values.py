"""Values made for a schema are valid, whatever the schema, and the same for the same seed."""

from __future__ import annotations

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaleway_genapi_mock.document import load_document
from scaleway_genapi_mock.generate import Generator, InvalidSchema, Unsatisfiable
from tests.mock.schemas_around_values import satisfiable

names = st.sampled_from(["a", "b", "city", "x-y", "größe"])
sizes = st.integers(0, 6)
patterns = st.sampled_from(
    [
        r"^[A-Z]{2}-\d{4}$",
        r"^(\([0-9]{3}\))?[0-9]{3}-[0-9]{4}$",
        r"^https?://",
        r"[a-z]+@[a-z]+\.(com|org)$",
        r"^\w+\s\w+$",
        r"^#[0-9a-fA-F]{6}$",
        r"^(?:red|green|blue)+$",
        r"^[^0-9]{3,5}$",
        r"^\u0041\x42\.$",
        r"^(?!no)[a-z]{2,4}$",
        r"^\p{Lu}\p{L}*$",
        r"^a|b$",
    ]
)
formats = st.sampled_from(
    ["date", "date-time", "time", "email", "uri", "uuid", "ipv4", "ipv6", "hostname", "duration"]
)


def ranged(low_key, high_key):
    return st.tuples(sizes, sizes).map(lambda p: {low_key: min(p), high_key: max(p)})


scalars = st.one_of(
    st.just({}),
    st.just(True),
    st.just({"type": "null"}),
    st.just({"type": "boolean"}),
    ranged("minLength", "maxLength").map(lambda s: {"type": "string", **s}),
    patterns.map(lambda p: {"type": "string", "pattern": p}),
    formats.map(lambda f: {"type": "string", "format": f}),
    ranged("minimum", "maximum").map(lambda s: {"type": "integer", **s}),
    ranged("minimum", "maximum").map(lambda s: {"type": "number", **s}),
    st.tuples(sizes, st.sampled_from([0.5, 1, 2.5])).map(
        lambda p: {"type": "number", "exclusiveMinimum": p[0], "exclusiveMaximum": p[0] + p[1]}
    ),
    st.sampled_from([2, 3, 7, 0.5]).map(
        lambda m: {"type": "number", "multipleOf": m, "minimum": 5}
    ),
    st.lists(st.one_of(st.integers(), st.text(max_size=3), st.none()), min_size=1, max_size=4).map(
        lambda values: {"enum": values}
    ),
    st.one_of(st.integers(), st.text(max_size=3), st.booleans()).map(lambda v: {"const": v}),
    st.sampled_from(["string", "integer"]).map(lambda t: {"not": {"type": t}}),
    st.just({"type": ["integer", "null"], "minimum": 3}),
)


def objects(parts):
    return st.builds(
        lambda properties, required, closed, extra: {
            "type": "object",
            "properties": properties,
            "required": sorted(set(properties) & required),
            **({"additionalProperties": False} if closed else extra),
        },
        st.dictionaries(names, parts, max_size=4),
        st.sets(names),
        st.booleans(),
        st.sampled_from([{}, {"minProperties": 2}, {"additionalProperties": {"type": "integer"}}]),
    )


def arrays(parts):
    return st.builds(
        lambda items, bounds: {"type": "array", "items": items, **bounds},
        parts,
        ranged("minItems", "maxItems"),
    )


def tagged(parts):
    def union(branches):
        return {
            "oneOf": [
                {
                    "type": "object",
                    "properties": {"kind": {"const": index}, "value": part},
                    "required": ["kind", "value"],
                }
                for index, part in enumerate(branches)
            ]
        }

    return st.lists(parts, min_size=1, max_size=3).map(union)


schemas = st.recursive(
    scalars,
    lambda parts: st.one_of(
        objects(parts),
        arrays(parts),
        tagged(parts),
        st.lists(parts, min_size=1, max_size=3).map(lambda p: {"anyOf": p}),
        st.tuples(objects(parts), names).map(
            lambda p: {"allOf": [p[0], {"type": "object"}], "description": p[1]}
        ),
        parts.map(lambda p: {"$defs": {"part": p}, "type": "array", "items": p, "maxItems": 2}),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None)
@given(schemas, st.integers(0, 3))
def test_a_value_is_made_and_valid_for_every_satisfiable_schema(schema, seed):
    value = Generator(schema, seed).at()
    assert jsonschema_rs.is_valid(schema, value, validate_formats=True)


@settings(max_examples=60, deadline=None)
@given(schemas)
def test_another_validator_agrees_on_schemas_without_foreign_regular_expressions(schema):
    if "\\p" in str(schema):  # Python's `re`, which this validator uses, does not know it
        return
    jsonschema.Draft202012Validator(schema).validate(Generator(schema).at())


@settings(max_examples=40, deadline=None)
@given(schemas, st.integers(0, 5))
def test_the_same_seed_makes_the_same_value(schema, seed):
    assert Generator(schema, seed).at() == Generator(schema, seed).at()


@pytest.mark.parametrize(
    "schema",
    [
        {
            "$ref": "#/$defs/node",
            "$defs": {
                "node": {
                    "type": "object",
                    "properties": {
                        "left": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]},
                        "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                    },
                    "required": ["left", "children"],
                }
            },
        },
        {"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": True, "minItems": 3},
        {"type": "array", "contains": {"const": 7}, "items": {"type": "integer"}, "minContains": 2},
        {"type": "array", "prefixItems": [{"type": "string"}, {"const": 1}], "items": False},
        {
            "type": "object",
            "properties": {"kind": {"enum": ["a", "b"]}},
            "required": ["kind"],
            "if": {"properties": {"kind": {"const": "a"}}},
            "then": {"required": ["x"], "properties": {"x": {"type": "integer"}}},
            "else": {"required": ["y"]},
        },
        {
            "type": "object",
            "patternProperties": {"^x-[a-z]+$": {"type": "string"}},
            "minProperties": 2,
        },
        {"type": "object", "propertyNames": {"pattern": "^[A-Z]{3}$"}, "minProperties": 1},
        {"type": "object", "dependentRequired": {"a": ["b"]}, "properties": {"a": {"const": 1}}},
        {
            "allOf": [
                {"type": "object", "properties": {"a": {"enum": [1, 2, 3]}}, "required": ["a"]},
                {"properties": {"a": {"enum": [3, 4]}, "b": {"type": "string"}}, "required": ["b"]},
            ]
        },
        {"$defs": {"n": {"$anchor": "num", "type": "integer"}}, "$ref": "#num", "minimum": 5},
        {"type": "string", "pattern": "^a+$", "minLength": 30},
        {"type": "string", "minLength": 5000},
        {
            "allOf": [{"anyOf": [{"type": "string"}, {"type": "integer"}]}],
            "anyOf": [{"type": "integer", "minimum": 3}, {"type": "null"}],
        },
        {"oneOf": [{"type": "integer", "multipleOf": 3}, {"type": "integer", "multipleOf": 5}]},
        {"contains": False},
        {"not": {"anyOf": [True, {"properties": {"a": True}}], "unevaluatedProperties": False}},
    ],
)
def test_hard_schemas_are_met(schema):
    for seed in range(5):
        value = Generator(schema, seed).at()
        assert jsonschema_rs.is_valid(schema, value, validate_formats=True), value


@pytest.mark.parametrize(
    "schema",
    [
        False,
        {"type": "string", "minLength": 3, "maxLength": 2},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
        {"$ref": "#"},
        {"type": "object", "properties": {"me": {"$ref": "#"}}, "required": ["me"]},
        {"type": "array", "minItems": 10**9},
        {"enum": [1], "not": {"const": 1}},
    ],
)
def test_what_nothing_can_meet_is_said_so_and_not_tried_for_ever(schema):
    with pytest.raises(Unsatisfiable):
        Generator(schema).at()


@pytest.mark.parametrize("schema", [{"type": "strng"}, {"$ref": "#/nowhere"}, {"pattern": "("}])
def test_what_is_no_schema_is_said_so(schema):
    with pytest.raises((InvalidSchema, Unsatisfiable)):
        Generator(schema).at()


def test_every_schema_of_the_bundled_document_gets_a_valid_value():
    document = load_document()
    generator = Generator(document.data, 1, document=True)
    registry = jsonschema_rs.Registry([("urn:d", document.data)])
    for name in document.data["components"]["schemas"]:
        pointer = f"/components/schemas/{name}"
        value = generator.at(pointer)
        validator = jsonschema_rs.validator_for({"$ref": f"urn:d#{pointer}"}, registry=registry)
        assert validator.is_valid(value), name


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "^((a{1000}){1000}){1000}$"},
        {"type": "string", "minLength": 10**7},
        {"type": "array", "minItems": 5000, "items": {"type": "array", "minItems": 5000}},
        {"type": "array", "minItems": 100, "items": {"type": "string", "minLength": 10**6}},
        {"allOf": [{"anyOf": [{"const": [n, k]} for k in range(60)]} for n in range(12)]},
        {"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}] * 9}, "b": {}}}
        | {"not": {}},
    ],
)
def test_what_would_take_for_ever_is_given_up_after_a_bounded_number_of_steps(schema):
    with pytest.raises((Unsatisfiable, InvalidSchema)):
        Generator(schema).at()


def test_long_patterns_with_many_quantifiers_are_written():
    schema = {"type": "string", "pattern": "^" + "[a-z]{50}-" * 8 + "$"}
    assert len(Generator(schema).at()) == 8 * 51


@settings(max_examples=400, deadline=None)
@given(satisfiable, st.integers(0, 3))
def test_whatever_keywords_meet_a_satisfiable_schema_gets_a_value(schema, seed):
    value = Generator(schema, seed).at()
    jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(value)


_WHOLE, _TEXT = {"type": "integer"}, {"type": "string"}
_OWNER = {"properties": {"role": {"const": "owner"}}, "required": ["role"]}
_GUEST = {"properties": {"role": {"const": "guest"}}, "required": ["role"]}


@pytest.mark.parametrize(
    "schema",
    [
        {"prefixItems": [_TEXT, _WHOLE], "contains": _WHOLE, "maxContains": 1, "minItems": 4},
        {
            "prefixItems": [_TEXT, _TEXT],
            "items": {"type": ["integer", "string"]},
            "contains": _WHOLE,
            "minContains": 2,
            "maxContains": 2,
            "minItems": 5,
        },
        {
            "prefixItems": [{"enum": [1, "a"]}, {"enum": [2]}],
            "items": False,
            "contains": _WHOLE,
            "maxContains": 1,
            "minItems": 2,
        },
        {
            "items": {"type": "integer", "minimum": 0, "maximum": 10},
            "contains": {"minimum": 5},
            "minContains": 2,
            "maxContains": 3,
            "minItems": 6,
            "uniqueItems": True,
        },
        {
            "items": {"enum": ["a", "b"]},
            "contains": {"const": "a"},
            "minContains": 0,
            "maxContains": 0,
            "minItems": 2,
        },
        {
            "allOf": [
                {"contains": _WHOLE, "maxContains": 1},
                {"contains": _TEXT, "minContains": 2, "maxContains": 2},
            ],
            "minItems": 4,
            "maxItems": 4,
        },
        {"prefixItems": [_WHOLE, _WHOLE, _WHOLE], "contains": _WHOLE, "maxContains": 2},
        {"contains": _WHOLE, "minContains": 500, "maxContains": 600, "minItems": 1000},
        {"items": {"anyOf": [_OWNER, _GUEST]}, "contains": _OWNER, "maxContains": 1, "minItems": 3},
        {"contains": _TEXT, "unevaluatedItems": _WHOLE, "minItems": 3, "maxContains": 1},
        {"prefixItems": [_TEXT], "contains": _WHOLE, "unevaluatedItems": False, "minItems": 2},
        {
            "allOf": [
                {"contains": _WHOLE, "maxContains": 1},
                {"prefixItems": [_WHOLE, _TEXT], "unevaluatedItems": False},
            ]
        },
    ],
)
def test_what_has_to_be_contained_is_as_often_as_it_may(schema):
    schema = {"type": "array", **schema}
    for seed in range(5):
        value = Generator(schema, seed).at()
        jsonschema.Draft202012Validator(schema).validate(value)


def test_what_cannot_be_contained_as_often_is_said_so():
    schema = {"prefixItems": [_WHOLE, _WHOLE], "contains": _WHOLE, "maxContains": 1, "minItems": 2}
    outer = {"type": "object", "properties": {"a/b": {"type": "array", **schema}}}
    with pytest.raises(Unsatisfiable, match=r"at /a~1b: no items are as often contained"):
        Generator({**outer, "required": ["a/b"]}).at()


@pytest.mark.parametrize(
    ("schema", "made"),
    [
        ({"items": [{"const": 1}, {"$ref": "#/items/0"}], "type": "array"}, [1, 1]),
        (
            {
                "type": "object",
                "properties": {
                    "a": {
                        "items": [{"const": 1}],
                        "additionalItems": {"const": 2},
                        "type": "array",
                    },
                    "b": {"$ref": "#/properties/a/additionalItems"},
                    "c": {"$ref": "#/properties/a/items/0"},
                },
                "required": ["b", "c"],
            },
            {"a": [1, 2], "b": 2, "c": 1},
        ),
        (
            {
                "dependencies": {"x": {"const": 3}, "y": ["x"]},
                "properties": {"z": {"$ref": "#/dependencies/x"}},
                "required": ["z"],
                "type": "object",
            },
            {"z": 3},
        ),
        ({"$ref": "#here", "definitions": {"a": {"$id": "#here", "const": 4}}}, 4),
    ],
)
def test_a_reference_into_an_older_form_is_followed(schema, made):
    assert Generator(schema).at() == made


def test_the_last_try_says_what_no_value_meets():
    schema = {"type": "object", "properties": {"a": {"type": "array", "items": {"type": "string"}}}}
    schema["properties"]["a"]["items"]["not"] = {"minLength": 0}
    schema["properties"]["a"]["minItems"] = 1
    with pytest.raises(
        Unsatisfiable, match=r"at /a/0: none of what was tried is valid, .*: not by"
    ):
        Generator({**schema, "required": ["a"]}).at()
