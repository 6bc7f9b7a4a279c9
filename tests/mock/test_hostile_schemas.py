"""No schema keeps the mock busy: each gets a valid value soon, or a 400 that says why.

The jobs are small for their size and endless for who follows every branch of them.
"""

from __future__ import annotations

import gc
import json
import weakref

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaleway_genapi_mock.generate import Generator, InvalidSchema, Unsatisfiable
from scaleway_genapi_mock.generate._effort import Budget
from scaleway_genapi_mock.generate._errors import OutOfSteps
from scaleway_genapi_mock.generate._product import Product

TEXT = {"type": "string"}


def chained(length, link, last):
    """`length` definitions, each leading to the next one by `link`."""
    parts = {f"d{at}": link({"$ref": f"#/$defs/d{at + 1}"}) for at in range(length)}
    return {"$ref": "#/$defs/d0", "$defs": {**parts, f"d{length}": last}}


def nested(levels, link, schema):
    for _ in range(levels):
        schema = link(schema)
    return schema


def numbered(amount, make):
    return [make(at) for at in range(amount)]


MET = {
    "two large enums": {
        "allOf": [
            {"enum": numbered(30_000, lambda n: f"a{n}")},
            {"enum": numbered(30_000, lambda n: f"a{n + 29_999}")},
        ]
    },
    "two large enums of objects": {
        "allOf": [
            {"enum": numbered(9000, lambda n: {"a": n})},
            {"enum": numbered(9000, lambda n: {"a": n + 8999})},
        ]
    },
    "one value of a large enum": {"enum": list(range(1, 9000)), "multipleOf": 8999},
    "a product of unions": {
        "allOf": numbered(
            30, lambda n: {"anyOf": numbered(10, lambda m: {"required": [f"p{n}-{m}"]})}
        )
    },
    "many conditions": {
        "type": "object",
        "allOf": numbered(
            30,
            lambda n: {
                "if": {"properties": {"a": {"const": n}}, "required": ["a"]},
                "then": {"required": [f"x{n}"]},
                "else": {"required": [f"y{n}"]},
            },
        ),
    },
    "a union of thousands": {
        "oneOf": numbered(
            2000, lambda n: {"properties": {"kind": {"const": n}}, "required": ["kind"]}
        )
    },
    "an expression that doubles": {"type": "string", "pattern": "^(a|a)*b$", "minLength": 3000},
    "expressions that go back": {
        "type": "string",
        "allOf": [{"pattern": "^(a+)+$"}, {"pattern": "^(a|aa)+$"}, {"minLength": 500}],
    },
    "many optional references to itself": {
        "type": "object",
        "properties": {f"p{n}": {"$ref": "#"} for n in range(10)},
    },
    "a number of tiny steps": {"type": "number", "multipleOf": 5e-324},
    "a number of huge steps": {"type": "number", "multipleOf": 1e300, "minimum": 1},
    "a huge integer": {"type": "integer", "minimum": 10**40},
    "all of a small enum": {
        "type": "array",
        "items": {"enum": list(range(50))},
        "uniqueItems": True,
        "minItems": 50,
    },
    "more distinct values than there are words": {
        "type": "array",
        "minItems": 100,
        "uniqueItems": True,
    },
    "more distinct texts than there are words": {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 300,
        "uniqueItems": True,
    },
    "all of a small range": {
        "type": "array",
        "items": {"type": "integer", "minimum": 1, "maximum": 60},
        "uniqueItems": True,
        "minItems": 60,
    },
    "many things to contain": {"allOf": numbered(20, lambda n: {"contains": {"const": n}})}
    | {"type": "array"},
    "an expression of many words": {**TEXT, "pattern": r"^(\w{1,1000}){1,50}$"},
    "negation upon negation": nested(100, lambda schema: {"not": schema}, TEXT),
    "a reference to itself beside a text": {"anyOf": [{"$ref": "#"}, TEXT]},
    "a dynamic reference": {
        "$dynamicAnchor": "node",
        "type": "object",
        "properties": {"next": {"anyOf": [{"$dynamicRef": "#node"}, {"type": "null"}]}},
        "required": ["next"],
    },
    "a date of another century": {**TEXT, "format": "date", "pattern": "^1999-"},
    "the last day of a month": {**TEXT, "format": "date-time", "pattern": "-12-31T"},
    "a day that not every year has": {**TEXT, "format": "date", "pattern": "^2024-02-29$"},
    "a property that brings what is not allowed": {
        "properties": {"a": {"type": "integer"}, "b": TEXT},
        "required": ["a"],
        "dependentRequired": {"b": ["c"]},
        "patternProperties": {"^x-": {"type": "integer"}},
        "unevaluatedProperties": False,
        "minProperties": 2,
        "type": "object",
    },
    "properties that bring each other": {
        "properties": {"a": TEXT, "b": TEXT, "c": TEXT, "d": TEXT},
        "dependentRequired": {"a": ["b"], "b": ["c"], "c": ["a"]},
        "minProperties": 3,
        "maxProperties": 3,
        "type": "object",
    },
    "many properties": {
        "type": "object",
        "properties": {f"p{n}": {**TEXT, "format": "email"} for n in range(3000)},
    },
}


@pytest.mark.parametrize("schema", MET.values(), ids=MET)
def test_what_can_be_met_is_met(schema):
    value = Generator(schema).at()
    assert jsonschema_rs.is_valid(schema, value, validate_formats=True)


NEVER = {"type": "string", "not": {}}
GIVEN_UP = {
    "unions that double": chained(60, lambda part: {"anyOf": [part, part]}, NEVER),
    "demands that double": chained(60, lambda part: {"allOf": [part, part]}, NEVER),
    "alternatives that double": chained(60, lambda part: {"oneOf": [part, part]}, TEXT),
    "unions that double and could be met": chained(
        60, lambda part: {"allOf": [{"not": {"anyOf": [part, part]}}]}, NEVER
    ),
    "conditions that double": chained(60, lambda part: {"if": part, "then": part}, TEXT),
    "unevaluated properties that double": chained(
        60, lambda part: {"allOf": [part], "unevaluatedProperties": False}, {"type": "object"}
    ),
    "dependent schemas that double": {"required": ["a"], "properties": {"a": TEXT}}
    | chained(60, lambda part: {"dependentSchemas": {"a": {"allOf": [part, part]}}}, {}),
    "a tree that doubles with its depth": {
        "$defs": {
            "n": {
                "anyOf": [
                    {
                        "properties": {"a": {"$ref": "#/$defs/n"}, "k": {"const": n}},
                        "required": ["a"],
                    }
                    for n in range(4)
                ],
                "type": "object",
            }
        },
        "$ref": "#/$defs/n",
    },
    "a product of constants": {
        "allOf": numbered(30, lambda n: {"anyOf": numbered(10, lambda m: {"const": [n, m]})})
    },
    "a long chain of references": chained(3000, lambda part: part, TEXT),
    "a reference to itself": {"$ref": "#"},
    "two references to each other": {
        "$ref": "#/$defs/a",
        "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}},
    },
    "nothing but itself negated": {"not": {"$ref": "#"}},
    "arrays of itself": {"type": "array", "items": {"$ref": "#"}, "minItems": 2},
    "too deep": nested(120, lambda part: {"type": "array", "items": part, "minItems": 1}, TEXT),
    "too wide": nested(12, lambda part: {"type": "array", "items": part, "minItems": 5}, TEXT),
    "a remote reference": {"$ref": "https://example.com/schema.json"},
    "a reference to a file": {"properties": {"a": {"$ref": "file:///etc/passwd"}}},
    "a reference to nowhere": {"$ref": "#/nowhere"},
    "two anchors of a name": {"$defs": {n: {"$dynamicAnchor": "x"} for n in "ab"}},
    "an expression squared": {**TEXT, "pattern": "^(a{1,1000}){1,1000}$"},
    "an expression of large classes": {**TEXT, "pattern": r"^\p{L}{900}\p{N}{900}$"},
    "thousands of expressions": {
        "anyOf": numbered(3000, lambda n: {**TEXT, "pattern": rf"^\p{{L}}{{80}}{n}$"})
    },
    "an expression in many brackets": {**TEXT, "pattern": "(" * 5000 + "a" + ")" * 5000},
    "an expression that looks ahead for long": {
        **TEXT,
        "pattern": "(?=.*z)(x+x+)+y",
        "minLength": 3000,
    },
    "names by an expression squared": {
        "patternProperties": {"^(a{1,1000}){1,1000}$": {}},
        "minProperties": 3,
        "type": "object",
    },
    "a billion items": {"type": "array", "minItems": 10**9},
    "a billion to contain": {"type": "array", "contains": {}, "minContains": 10**9},
    "a billion characters": {**TEXT, "minLength": 10**9},
    "a billion properties": {"type": "object", "minProperties": 10**9},
    "large constants, often": {
        "type": "array",
        "minItems": 2000,
        "items": {"enum": ["y" * 100_000], "not": {"const": 1}},
    },
    "more distinct items than there are": {
        "type": "array",
        "items": {"enum": [1, 2]},
        "uniqueItems": True,
        "minItems": 3,
    },
    "more properties than names": {
        "type": "object",
        "minProperties": 4,
        "propertyNames": {"enum": ["a", "b", "c"]},
    },
    "more properties than allowed": {
        "type": "object",
        "minProperties": 3,
        "properties": {"a": {}, "b": {}},
        "additionalProperties": False,
    },
    "a pattern that nothing has, of a length": {
        "minLength": 300,
        "not": {"multipleOf": 7},
        "type": "string",
        "pattern": "$^",
    },
    "an enum of nothing": {"enum": []},
    "a bound beyond numbers": {"type": "number", "minimum": float("inf")},
}


@pytest.mark.parametrize("schema", GIVEN_UP.values(), ids=GIVEN_UP)
def test_what_cannot_be_met_is_given_up(schema):
    with pytest.raises((Unsatisfiable, InvalidSchema)):
        Generator(schema).at()


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def looking(letters, length):
    """An expression that looks ahead for each of the letters."""
    return "^" + "".join(f"(?=.*{letter})" for letter in letters) + f".{{{length}}}$"


MANY_STATES = {
    "many look-aheads": ((looking(LETTERS, 26),), ()),
    "many refused": (("^.{30}$",), tuple(LETTERS)),
    "many wanted": (tuple(f"{letter}.*{letter}" for letter in LETTERS), ()),
    "places far from the end": (("a.{25}b", "c.{24}d"), ("e.{23}f",)),
    "thousands of classes": (
        ("^" + "".join(f"[{chr(at)}{chr(at + 1)}]" for at in range(0x4E00, 0x5500)), "x$"),
        (),
    ),
}


@pytest.mark.parametrize("expressions", MANY_STATES.values(), ids=MANY_STATES)
def test_every_state_of_many_expressions_at_once_is_spent(expressions):
    spent = 0

    def spend(steps):
        nonlocal spent
        spent += steps

    product = Product(*expressions, spend)

    states = {*product.next, *(state for targets in product.next.values() for state in targets)}
    assert spent >= len(states)
    assert len(states) <= 25_000
    assert spent <= 10_000


@pytest.mark.parametrize("expressions", MANY_STATES.values(), ids=MANY_STATES)
def test_no_state_is_looked_at_once_nothing_is_left_to_spend(expressions):
    budget = Budget()
    budget.left = 20
    with pytest.raises(OutOfSteps):
        Product(*expressions, budget.spend)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": looking("abcdefghijkl", 12)},
        {"type": "string", "allOf": [{"pattern": letter} for letter in LETTERS[:16]]},
        {"type": "string", "allOf": [{"not": {"pattern": letter}} for letter in LETTERS]},
        {
            "type": "string",
            "allOf": [{"pattern": "a.{25}b"}, {"pattern": "c.{24}d"}],
            "not": {"pattern": "e.{23}f"},
        },
        {"type": "string", "pattern": "^[\\u0000-\\uffff]{1,50}x[^\\u0000-\\u00ff]{20}$"},
        {"type": "string", "pattern": r"^\p{L}{1,200}$"},
    ],
    ids=["look-aheads", "wanted", "refused", "places", "beyond Latin", "letters"],
)
def test_a_text_of_many_demands_is_found_by_going_to_where_all_end(schema):
    value = Generator(schema).at()
    assert jsonschema_rs.is_valid(schema, value)


def test_nothing_that_was_found_out_outlives_its_generator():
    schema = {"type": "string", "pattern": looking("abcdefgh", 8)}
    generator = Generator(schema)
    generator.at()
    finders = weakref.ref(generator.finders)
    gc.disable()
    try:
        del generator
        assert finders() is None
    finally:
        gc.enable()


def test_several_hard_schemas_of_a_request_are_refused_together(chat):
    hard = {"type": "string", "pattern": looking(LETTERS[:16], 16)}
    tools = [
        {"type": "function", "function": {"name": f"f{at}", "parameters": parameters}}
        for at in range(4)
        for parameters in [{"properties": {"a": {**hard, "minLength": at}}, "required": ["a"]}]
    ]

    one = chat("f0", tools=tools[:1], tool_choice="required")
    four = chat("f0 f1 f2 f3", tools=tools, tool_choice="required", n=4)

    assert one.status_code == 200
    assert four.status_code == 400
    assert "too many choices of this size" in four.json()["error"]["message"]


@pytest.mark.parametrize("place", ["response_format", "tools"])
@pytest.mark.parametrize("kind", ["unions that double", "a billion items", "a remote reference"])
def test_the_answer_is_a_400_that_says_why(chat, place, kind):
    schema = {"type": "object", "properties": {"a": GIVEN_UP[kind]}, "required": ["a"]}
    if "$defs" in GIVEN_UP[kind]:
        schema["$defs"] = GIVEN_UP[kind]["$defs"]
    fields = {
        "response_format": {
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "x", "schema": schema},
            }
        },
        "tools": {
            "tools": [{"type": "function", "function": {"name": "f", "parameters": schema}}],
            "tool_choice": "required",
        },
    }
    answer = chat(**fields[place])

    assert answer.status_code == 400
    error = answer.json()["error"]
    where = {
        "response_format": "response_format/json_schema/schema",
        "tools": "tools/0/function/parameters",
    }
    assert error["param"] == where[place]
    assert error["message"].startswith(where[place])
    says = {"unions": "take too long", "a bill": "too large", "a remo": "leads out of the schema"}
    assert says[kind[:6]] in error["message"]


def test_a_tool_whose_arguments_are_no_object_is_refused_when_it_is_called(chat):
    tool = {"type": "function", "function": {"name": "f", "parameters": {"type": "array"}}}

    refused = chat(tools=[tool], tool_choice="required")
    unused = chat("Hello", tools=[tool], tool_choice="none")

    assert refused.status_code == 400
    assert "tools/0/function/parameters" in refused.json()["error"]["message"]
    assert unused.status_code == 200


def test_arguments_are_an_object_though_the_schema_does_not_say_so(chat):
    parameters = {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}
    tool = {"type": "function", "function": {"name": "f", "parameters": parameters}}

    answer = chat(tools=[tool], tool_choice="required").json()

    call = answer["choices"][0]["message"]["tool_calls"][0]
    made = json.loads(call["function"]["arguments"])
    assert isinstance(made, dict)
    assert jsonschema_rs.is_valid(parameters, made)


KEYWORDS = st.sampled_from(
    [
        "type",
        "enum",
        "const",
        "pattern",
        "format",
        "minLength",
        "maximum",
        "multipleOf",
        "items",
        "prefixItems",
        "contains",
        "minContains",
        "uniqueItems",
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "propertyNames",
        "minProperties",
        "dependentRequired",
        "dependentSchemas",
        "allOf",
        "anyOf",
        "oneOf",
        "not",
        "if",
        "then",
        "else",
        "$ref",
        "$defs",
        "$anchor",
        "$id",
        "$dynamicRef",
        "$dynamicAnchor",
        "unevaluatedProperties",
        "dependencies",
        "additionalItems",
        "exclusiveMinimum",
        "nullable",
        "$schema",
    ]
)
SCRAPS = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -1,
        2.5,
        10**9,
        "",
        "a",
        "^a$",
        "(",
        "#",
        "#/$defs/a",
        "#/properties/a",
        "string",
        "object",
        "array",
        [],
        {},
        ["a"],
        ["string", "null"],
        [1, 2],
        [{}],
        {"a": True},
    ]
)
NONSENSE = st.recursive(
    SCRAPS,
    lambda parts: st.one_of(
        st.dictionaries(KEYWORDS, parts, max_size=4),
        st.lists(parts, max_size=3),
        st.dictionaries(st.sampled_from("abc"), parts, max_size=3),
    ),
    max_leaves=12,
)


@settings(max_examples=500, deadline=None)
@given(st.dictionaries(KEYWORDS, NONSENSE, max_size=5))
def test_nonsense_is_met_or_refused_and_breaks_nothing(schema):
    try:
        value = Generator(schema).at()
    except (Unsatisfiable, InvalidSchema):
        return
    json.dumps(value)


@pytest.mark.parametrize(
    "schema",
    [
        {"dependencies": {"a": {}}, "dependentSchemas": [{}]},
        {"allOf": 5, "$ref": "#/x", "$dynamicRef": "#/x", "x": {}},
        {"$ref": "#/x", "x": {"minLength": "long"}},
        {"$ref": "#/x", "x": {"properties": 5}},
    ],
    ids=str,
)
def test_malformed_parts_are_no_schema(schema):
    with pytest.raises(InvalidSchema):
        Generator(schema).at()


@pytest.mark.parametrize("key", ["if", "then", "else"])
def test_a_reference_of_a_lone_condition_that_leads_nowhere_is_named(key):
    schema = {"type": "object", key: {"$ref": "#/$defs/missing"}}
    with pytest.raises(InvalidSchema, match=r"'#/\$defs/missing' leads nowhere"):
        Generator(schema).at()


def test_branches_with_several_types_are_weighed_like_any_other():
    branches = [{"type": ["object", "null"]}, {"type": "null"}]
    schema = {"type": "object", "properties": {"a": {"$ref": "#", "anyOf": branches}}}
    value = Generator(schema).at()
    assert jsonschema_rs.is_valid(schema, value)
    assert value["a"]


def test_what_has_no_value_is_named_by_where_it_would_stand():
    inner = {"type": "integer", "minimum": 5, "maximum": 4}
    outer = {"type": "object", "properties": {"b": inner}, "required": ["b"]}
    schema = {"type": "object", "properties": {"a": outer}, "required": ["a"]}
    with pytest.raises(Unsatisfiable, match=r"at #: at /a/b: no number from 5 to 4$"):
        Generator(schema).at()


def test_a_reference_that_leads_to_no_schema_is_shown_as_it_was_written():
    schema = {"$ref": "#/$defs/a", "$defs": {"a": True}, "const": 5, "allOf": [{"$ref": "#/const"}]}
    with pytest.raises(InvalidSchema, match=r"'#/const' leads to no schema"):
        Generator(schema).at()


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ({"type": "strin"}, 'at #/properties/a~1b/type: "strin" is no type; there are object, arr'),
        ({"pattern": "("}, 'at #/properties/a~1b/pattern: "(" is not a "regex"'),
        ({"required": "a"}, 'at #/properties/a~1b/required: "a" is not of type "array"'),
        ({"minLength": -1}, "at #/properties/a~1b/minLength: -1 is less than the minimum of 0"),
        ({"$ref": "#/$defs/Nope"}, "the reference '#/$defs/Nope' leads nowhere"),
    ],
)
def test_what_is_no_schema_is_named_by_where_it_stands(part, says):
    with pytest.raises(InvalidSchema) as refused:
        Generator({"type": "object", "properties": {"a/b": part}, "required": ["a/b"]}).at()
    assert says in str(refused.value)
