"""Schemas that are satisfiable because they were made around a value, which they all allow.

Every keyword that a service may send is used, in the forms of draft 2020-12 and of older ones.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

NAMES = ["a", "b", "city", "x-y", "größe"]
keys = st.sampled_from(NAMES)
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**6), 10**6),
        st.integers(-400, 400).map(lambda n: n / 4),
        st.sampled_from(
            ["", "amber", "AB-1234", "2024-02-29", "a@acme.com", "red", "https://x.example.com/a"]
        ),
    ),
    lambda parts: st.one_of(st.lists(parts, max_size=3), st.dictionaries(keys, parts, max_size=3)),
    max_leaves=6,
)


def _type(value):
    if value is None:
        return "null"
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array"}
    return kinds.get(type(value), "object")


def _text(draw, value):
    found = [
        {"minLength": draw(st.integers(0, len(value)))},
        {"maxLength": len(value) + draw(st.integers(0, 3))},
        {"minLength": len(value), "maxLength": len(value)},
        {"pattern": f"^{re.escape(value[:2])}"},
        {"pattern": f"{re.escape(value[-2:])}$"},
        {"pattern": "^.*$"},
        {"pattern": rf"^[\x20-\x7e]{{{len(value) // 2},{len(value) + 2}}}$"},
        {"not": {"const": f"{value}x"}},
        {"not": {"pattern": "zz"}},
        {"pattern": "^(?!zz).*$"},
    ]
    if "@" in value:
        found += [{"format": "email"}, {"format": "email", "pattern": "@acme\\.com$"}]
    if value.startswith("https:"):
        found += [{"format": "uri"}, {"format": "uri", "minLength": 30, "pattern": "^https://"}]
        found[-1]["minLength"] = len(value)
    if value.startswith("2024-"):
        found += [{"format": "date"}, {"format": "date", "pattern": "^2024-"}]
    return found


def _number(draw, value):
    gap = draw(st.sampled_from([0, 1, 2.5, 40]))
    return [
        {"minimum": value - gap},
        {"maximum": value + gap},
        {"exclusiveMinimum": value - gap - 1},
        {"exclusiveMaximum": value + gap + 0.5},
        {"minimum": value, "maximum": value},
        {"multipleOf": 0.25},
        {"multipleOf": 0.25, "minimum": value - 1, "maximum": value + 1},
        {"type": ["number", "string"]},
        {"not": {"type": "string"}},
    ]


def _array(draw, value):
    parts = [draw(around(item)) for item in value]
    found = [
        {"minItems": len(value)},
        {"maxItems": len(value)},
        {"items": {"anyOf": [*parts, {"type": "null"}]}},
    ]
    if value:
        found += [
            {"prefixItems": parts},
            {"prefixItems": parts, "items": False, "minItems": len(value)},
            {"prefixItems": parts, "unevaluatedItems": False},
            {"contains": parts[-1]},
            {"contains": parts[-1], "minContains": 1, "maxContains": len(value)},
        ]
    if all(isinstance(item, str) for item in value) and len(set(value)) == len(value):
        found.append({"uniqueItems": True, "items": {"enum": [*value, "one more"]}})
    return found


def _object(draw, value):
    parts = {name: draw(around(item)) for name, item in value.items()}
    present = list(value)
    absent = [name for name in NAMES if name not in value]
    found = [
        {"properties": parts},
        {"properties": parts, "required": present, "additionalProperties": False},
        {"properties": parts, "unevaluatedProperties": False},
        {"minProperties": len(value), "properties": parts},
        {"maxProperties": len(value), "properties": parts, "required": present},
        {"propertyNames": {"enum": [*present, "more"]}},
        {"propertyNames": {"maxLength": 5}, "minProperties": len(value)},
        {"additionalProperties": {"anyOf": [*parts.values(), {"type": "integer"}]}},
        {"patternProperties": {"^zz": {"type": "integer"}}},
        {"required": present},
    ]
    if present:
        first = present[0]
        found += [
            {"anyOf": [{"required": [first]}, {"required": absent[:1]}]},
            {"oneOf": [{"required": [first]}, {"not": {"required": [first]}}]},
            {"dependentRequired": {first: present}},
            {"dependentSchemas": {first: {"required": present}, absent[0]: {"required": [first]}}},
            {
                "if": {"required": [first]},
                "then": {"properties": parts},
                "else": {"required": [first]},
            },
            {"not": {"required": [first, absent[0]]}},
            {"patternProperties": {f"^{re.escape(first)}$": parts[first]}, "required": [first]},
        ]
    return found


@st.composite
def around(draw, value):
    """A schema that allows `value`."""
    kind = _type(value)
    own = {"integer": _number, "number": _number, "string": _text, "array": _array}
    made = [
        {"type": kind},
        {"type": sorted({kind, "null"})},
        {"enum": [value, "other"]},
        {"const": value},
    ]
    if kind == "object" or kind in own:
        choices = (_object if kind == "object" else own[kind])(draw, value)
        made += [
            {"type": kind, **part} if "type" not in part else part
            for part in draw(st.lists(st.sampled_from(choices), min_size=1, max_size=3))
        ] * 2
    picked = draw(st.lists(st.sampled_from(made), min_size=1, max_size=3))
    schema = picked[0] if len(picked) == 1 else {"allOf": picked}
    match draw(st.integers(0, 7)):
        case 0:
            return {"anyOf": [schema, {"type": "string", "maxLength": 0, "minLength": 1}]}
        case 1:
            return {"description": "a part", **schema}
        case 2:
            return {"oneOf": [schema, {"allOf": [schema, {"type": "boolean"}, {"not": {}}]}]}
        case _:
            return schema


satisfiable = values.flatmap(around)
