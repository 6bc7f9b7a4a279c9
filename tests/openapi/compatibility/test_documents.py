"""What the seeds do not reach: recursion, combinations, places, completeness on the real document."""

from __future__ import annotations

import copy
import re
from pathlib import Path

import pytest

from openapi.compatibility import Party, compare_documents
from scaleway_genapi_mock.document import Document, load_document, lookup, split_pointer

CALLERS, SERVERS = frozenset({Party.CALLERS}), frozenset({Party.SERVERS})
BOTH = CALLERS | SERVERS
NOBODY = frozenset()


def _with(as_document, request, response=True, **schemas):
    def content(schema):
        return {"content": {"application/json": {"schema": schema}}}

    return as_document(
        {
            "openapi": "3.1.1",
            "info": {"title": "t", "version": "1.0.0"},
            "paths": {
                "/a": {
                    "post": {
                        "operationId": "a.post",
                        "requestBody": content(request),
                        "responses": {"200": {"description": "d", **content(response)}},
                    }
                }
            },
            "components": {"schemas": schemas},
        }
    )


def _broken(old, new):
    return frozenset(party for change in compare_documents(old, new) for party in change.breaks)


@pytest.mark.parametrize(
    ("old", "new", "breaks"),
    [
        # allOf
        ({"allOf": [{"minLength": 1}]}, {"allOf": [{"minLength": 1}, {"maxLength": 3}]}, CALLERS),
        ({"allOf": [{"minLength": 1}, {"maxLength": 3}]}, {"allOf": [{"minLength": 1}]}, NOBODY),
        ({"allOf": [{"minLength": 1}]}, {"allOf": [{"minLength": 2}]}, CALLERS),
        # a union beside other keywords
        ({"type": "object", "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
         {"type": "object", "anyOf": [{"required": ["a"]}]}, CALLERS),
        ({"type": "object"}, {"type": "object", "anyOf": [{"required": ["a"]}]}, CALLERS),
        ({"type": "object", "anyOf": [{"required": ["a"]}]}, {"type": "object"}, NOBODY),
        # oneOf permits less than anyOf only where members overlap
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]},
         {"oneOf": [{"type": "string"}, {"type": "integer"}]}, NOBODY),
        ({"anyOf": [{"type": "string", "minLength": 1}, {"type": "string", "pattern": "a"}]},
         {"oneOf": [{"type": "string", "minLength": 1}, {"type": "string", "pattern": "a"}]}, CALLERS),
        # not turns it round
        ({"not": {"type": "string", "maxLength": 3}}, {"not": {"type": "string", "maxLength": 5}}, CALLERS),
        ({"not": {"type": "string", "maxLength": 5}}, {"not": {"type": "string", "maxLength": 3}}, NOBODY),
        ({}, {"not": {"type": "string"}}, CALLERS),
        # conditions
        ({}, {"if": {"type": "string"}, "then": {"minLength": 1}}, CALLERS),
        ({"if": {"type": "string"}, "then": {"minLength": 1}},
         {"if": {"type": ["string", "null"]}, "then": {"minLength": 1}}, CALLERS),
        ({"if": {"type": "string"}, "then": {"minLength": 2}},
         {"if": {"type": "string"}, "then": {"minLength": 1}}, NOBODY),
        # arrays
        ({"type": "array", "prefixItems": [{"type": "string"}]},
         {"type": "array", "prefixItems": [{"type": "integer"}]}, CALLERS),
        ({"type": "array"}, {"type": "array", "uniqueItems": True}, CALLERS),
        ({"type": "array"}, {"type": "array", "contains": {"type": "string"}}, CALLERS),
        ({"type": "array", "contains": {"type": "string"}, "maxContains": 3},
         {"type": "array", "contains": {"type": "string"}, "maxContains": 4}, NOBODY),
        # objects
        ({"type": "object"}, {"type": "object", "propertyNames": {"pattern": "^a"}}, CALLERS),
        ({"type": "object"}, {"type": "object", "dependentRequired": {"a": ["b"]}}, CALLERS),
        ({"type": "object", "dependentRequired": {"a": ["b"]}}, {"type": "object"}, NOBODY),
        ({"type": "object", "patternProperties": {"^a": {"type": "integer"}}},
         {"type": "object", "patternProperties": {"^a": {"type": "number"}}}, NOBODY),
        ({"type": "object", "additionalProperties": False},
         {"type": "object", "additionalProperties": True}, NOBODY),
        ({"type": "object", "additionalProperties": {"type": "string"}},
         {"type": "object", "additionalProperties": {"type": "string"},
          "properties": {"a": {"type": "integer"}}}, CALLERS),
        # numbers and formats
        ({"type": "integer", "multipleOf": 2}, {"type": "integer", "multipleOf": 4}, CALLERS),
        ({"type": "integer", "multipleOf": 4}, {"type": "integer", "multipleOf": 2}, NOBODY),
        ({"type": "integer", "format": "int32"}, {"type": "integer", "format": "int64"}, NOBODY),
        ({"type": "integer", "format": "int64"}, {"type": "integer", "format": "int32"}, CALLERS),
        ({"type": "string", "minLength": 0}, {"type": "string"}, NOBODY),
        # everything and nothing
        (True, {"type": "string"}, CALLERS),
        ({"type": "string"}, True, NOBODY),
        ({"type": "string"}, False, CALLERS),
        # one type in two ways of writing
        ({"type": ["string", "null"]}, {"oneOf": [{"type": "null"}, {"type": "string"}]}, NOBODY),
        ({"enum": [1]}, {"enum": [True]}, CALLERS),
    ],
)  # fmt: skip
def test_a_request_breaks_callers_if_it_takes_less(as_document, old, new, breaks):
    assert _broken(_with(as_document, old), _with(as_document, new)) == breaks


@pytest.mark.parametrize(
    ("old", "new", "breaks"),
    [
        ({"type": "object", "additionalProperties": False},
         {"type": "object", "additionalProperties": False, "properties": {"a": True}}, CALLERS),
        ({"type": "object", "properties": {"a": True}},
         {"type": "object", "additionalProperties": False}, BOTH),
        ({"type": "array", "items": {"type": "string"}}, {"type": "array"}, CALLERS),
        ({"type": "array"}, {"type": "array", "items": {"type": "string"}}, SERVERS),
        ({"type": "object", "additionalProperties": False, "properties": {"a": True}},
         {"type": "object", "additionalProperties": False}, BOTH),
        ({"type": "string"},
         {"anyOf": [{"type": "string"}, {"type": "string", "enum": ["a"]}]}, NOBODY),
        ({"type": "string", "default": "a"}, {"type": "string"}, CALLERS),
        ({"type": "string"}, {"type": "string", "default": "a"}, SERVERS),
    ],
)  # fmt: skip
def test_an_answer_breaks_callers_if_it_says_more_and_servers_if_it_may_say_less(
    as_document, old, new, breaks
):
    assert _broken(_with(as_document, True, old), _with(as_document, True, new)) == breaks


def test_a_schema_of_another_type_is_one_change_whatever_else_it_says(as_document):
    old = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
    new = {"type": "array", "items": old, "minItems": 1}

    (change,) = compare_documents(_with(as_document, True, old), _with(as_document, True, new))

    assert change.message == "type object becomes array"


def test_a_schema_that_refers_to_itself_is_compared_to_its_end(as_document):
    def tree(value):
        below = {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
        return {"type": "object", "properties": {"value": value, "below": below}}

    reference = {"$ref": "#/components/schemas/Tree"}
    old = _with(as_document, reference, Tree=tree({"type": "number"}))
    new = _with(as_document, reference, Tree=tree({"type": "integer"}))

    assert [c.where for c in compare_documents(old, new)] == [
        "#/components/schemas/Tree/properties/value/type"
    ]


def test_one_place_that_many_operations_use_is_one_change_that_names_them(released, as_document):
    data = copy.deepcopy(released.data)
    data["components"]["schemas"]["Model"]["properties"]["id"]["type"] = "integer"

    (change,) = compare_documents(released, as_document(data))

    assert change.used_by == ("models.list", "models.get")


def test_a_change_in_both_directions_adds_up_what_it_breaks(released, as_document):
    data = copy.deepcopy(released.data)
    data["components"]["schemas"]["Answer"]["properties"]["score"]["type"] = "integer"

    (change,) = compare_documents(released, as_document(data))

    # As an answer it is narrower (servers); as a message that is sent back too (callers).
    assert change.breaks == BOTH


def test_a_change_names_file_and_line_in_the_new_document_and_in_the_old_for_what_is_gone(tmp_path):
    text = Path(__file__).with_name("released.yaml").read_text(encoding="utf-8")
    old = tmp_path / "old.yaml"
    new = tmp_path / "new.yaml"
    old.write_text(text, encoding="utf-8")
    without = text.replace("        tone: {type: string, enum: [plain, formal]}\n", "")
    new.write_text(without.replace("minItems: 1", "minItems: 2"), encoding="utf-8")

    gone, more = compare_documents(load_document(old), load_document(new))[::-1]

    line = text[: text.index("tone: {")].count("\n") + 1
    assert str(gone).startswith(f"{old}:{line}: property 'tone' removed (at #/components/")
    line = without[: without.index("minItems")].count("\n") + 1
    assert more.file_and_line == f"{new}:{line}"


def test_a_document_does_not_differ_from_itself():
    document = load_document()
    assert compare_documents(document, document) == ()


def _leaves(node, pointer=""):
    if isinstance(node, dict) and node:
        for name, value in node.items():
            step = name.replace("~", "~0").replace("/", "~1")
            yield from _leaves(value, f"{pointer}/{step}")
    elif isinstance(node, list) and node:
        for index, value in enumerate(node):
            yield from _leaves(value, f"{pointer}/{index}")
    else:
        yield pointer


def _places(data):
    """The pointers of leaves, one of each kind in each component: siblings go the same way."""
    kinds = {}
    for pointer in _leaves(data):
        kind = re.sub(r"/(properties|headers|x-model-caps)/[^/]+|/\d+(?=/|$)", r"/\1", pointer)
        if "/properties" in kind:  # alike in every component, unlike what they say of themselves
            kind = re.sub(r"^/components/schemas/[^/]+", "", kind)
        example = "/examples/" in pointer  # reported as a whole
        needed = pointer.endswith(("/$ref", "/url", "/in", "/name", "/openapi"))  # or it is none
        unsaid = pointer.endswith("/required") and lookup(data, split_pointer(pointer)) is False
        if not (example or needed or unsaid):
            kinds.setdefault(kind, pointer)
    return list(kinds.values())


def test_no_part_of_the_real_document_can_change_unseen():
    """Each kind of part is dropped in turn, and always reported."""
    document = load_document()
    changed = Document(Path("new.yaml"), b"", copy.deepcopy(document.data))
    places = _places(document.data)
    assert len(places) > 200

    unseen = []
    for pointer in places:
        *above, last = split_pointer(pointer)
        parent = lookup(changed.data, above)
        whole = copy.copy(parent)
        del parent[int(last) if isinstance(parent, list) else last]
        if not compare_documents(document, changed):
            unseen.append(pointer)
        parent.clear()
        parent.extend(whole) if isinstance(parent, list) else parent.update(whole)

    assert unseen == []
