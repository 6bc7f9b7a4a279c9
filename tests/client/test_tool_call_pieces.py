"""Tool calls of a stream, put together from the pieces that the servers there are make of them."""

import itertools
import json
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi.helpers._json_end import ObjectEnd
from tests.client.chat_chunks import FIRST, REST, SECOND, call, calls_of


def test_a_tool_call_is_put_together():
    assert calls_of(call(index=0, **FIRST), call(index=0, **REST)) == [("a", "add", '{"x":1}')]


def test_indexes_may_come_in_any_order():
    parts = call(index=1, **SECOND), call(index=0, **FIRST), call(index=0, **REST)
    assert calls_of(*parts) == [("a", "add", '{"x":1}'), ("b", "sub", "{}")]


def test_the_first_index_need_not_be_zero():
    assert calls_of(call(index=3, **FIRST), call(index=3, **REST)) == [("a", "add", '{"x":1}')]


def test_pieces_without_an_index_go_on_with_the_last_call():
    parts = call(**FIRST), call(**REST), call(**SECOND)
    assert calls_of(*parts) == [("a", "add", '{"x":1}'), ("b", "sub", "{}")]


def test_interleaved_pieces_find_their_call():
    parts = (
        call(index=0, **FIRST),
        call(index=1, id="b", function={"name": "sub", "arguments": "{"}),
        call(index=0, **REST),
        call(index=1, function={"arguments": "}"}),
    )
    assert calls_of(*parts) == [("a", "add", '{"x":1}'), ("b", "sub", "{}")]


def test_a_second_id_under_the_same_index_is_a_second_call():
    parts = call(index=0, **FIRST), call(index=0, **REST), call(index=0, **SECOND)
    assert calls_of(*parts) == [("a", "add", '{"x":1}'), ("b", "sub", "{}")]


def test_an_id_repeated_with_every_piece_is_one_call():
    assert calls_of(call(index=0, **FIRST), call(index=0, id="a", **REST)) == [
        ("a", "add", '{"x":1}')
    ]


def test_a_missing_id_is_made_up_and_differs_between_calls():
    parts = [
        call(index=0, function={"name": "add", "arguments": "{}"}),
        call(index=1, function={"name": "add", "arguments": "{}"}),
    ]
    ids = [identity for identity, _, _ in calls_of(*parts)]
    assert all(ids)
    assert len(set(ids)) == 2


def test_a_name_in_a_piece_of_its_own_is_kept():
    parts = (
        call(index=0, id="a", function={"name": "add"}),
        call(index=0, function={"arguments": "{}", "name": ""}),
    )
    assert calls_of(*parts) == [("a", "add", "{}")]


def test_another_name_under_the_same_index_is_another_call_where_there_are_no_ids():
    parts = [
        call(index=0, function={"name": name, "arguments": text})
        for name, text in (("f", "{"), ("f", "}"), ("g", "{}"))
    ]
    assert [found[1:] for found in calls_of(*parts)] == [("f", "{}"), ("g", "{}")]


def test_a_name_that_is_cut_under_one_index_is_one_call():
    parts = (
        call(index=0, id="a", function={"name": "get_", "arguments": ""}),
        call(index=0, function={"name": "weather", "arguments": "{}"}),
    )
    assert calls_of(*parts) == [("a", "get_weather", "{}")]


def test_a_name_that_grows_under_one_index_is_one_call():
    parts = (
        call(index=0, id="a", function={"name": "get_"}),
        call(index=0, id="a", function={"name": "get_weather", "arguments": "{"}),
        call(index=0, id="a", function={"name": "get_weather", "arguments": "}"}),
    )
    assert calls_of(*parts) == [("a", "get_weather", "{}")]


def test_two_whole_calls_of_one_function_under_the_same_index_are_two():
    parts = [
        call(index=0, function={"name": "f", "arguments": text}) for text in ('{"a":1}', '{"a":2}')
    ]
    assert [found[1:] for found in calls_of(*parts)] == [("f", '{"a":1}'), ("f", '{"a":2}')]


def test_a_name_repeated_with_pieces_that_look_whole_is_one_call():
    pieces = ('{"a":[', "{}", ",", "{}", "]}", "")
    parts = [call(index=0, id="a", function={"name": "f", "arguments": text}) for text in pieces]
    assert calls_of(*parts) == [("a", "f", '{"a":[{},{}]}')]
    parts = [call(index=0, function={"name": "f", "arguments": text}) for text in pieces]
    assert [found[1:] for found in calls_of(*parts)] == [("f", '{"a":[{},{}]}')]


@pytest.mark.parametrize("index", [0, 1])
def test_an_index_that_begins_in_the_middle_of_a_call_goes_on_with_it(index):
    parts = call(**FIRST), call(index=index, **REST), call(index=index + 1, **SECOND)
    assert calls_of(*parts) == [("a", "add", '{"x":1}'), ("b", "sub", "{}")]


def test_an_index_that_comes_with_the_repeated_id_is_the_calls():
    parts = (
        call(**FIRST),
        call(index=0, id="a", function={"arguments": "1"}),
        call(index=0, function={"arguments": "}"}),
    )
    assert calls_of(*parts) == [("a", "add", '{"x":1}')]


@given(st.permutations([0, 0, 0, 1, 1, 2, 2, 2]), st.booleans())
def test_pieces_of_calls_in_any_interleaving_are_put_together(order, named_once):
    expected: dict[int, str] = {}
    parts = []
    for number, index in enumerate(order):
        first = index not in expected
        expected[index] = expected.get(index, "") + str(number)
        function = {"arguments": str(number)}
        if first or not named_once:
            function["name"] = f"f{index}"
        parts.append(
            call(index=index, **({"id": f"id{index}"} if first else {}), function=function)
        )
    assert calls_of(*parts) == [
        (f"id{index}", f"f{index}", expected[index]) for index in sorted(expected)
    ]


def test_arguments_that_are_no_text_become_their_json():
    assert calls_of(call(index=0, id="a", function={"name": "f", "arguments": {"x": 1}})) == [
        ("a", "f", '{"x":1}')
    ]


class Dialect(NamedTuple):
    """How a server says which call a piece belongs to."""

    index: str  # "own" for each call, "zero" for all, "null" or "absent"
    id: str  # with the "first" piece, with "every" one, "fresh" with each, the function's "name", "never"
    name: (
        str  # with the "first" piece, with "every" one, or "apart", in a piece before the arguments
    )

    @property
    def interleaves(self):
        return self.index == "own" or self.id == "every"

    @property
    def tells_apart(self):
        """Whether there is one way to understand it."""
        if self.name == "every":
            # A fresh id and a name is what a call begins with, and so is a name alone.
            return self.id != "fresh" and (self.index in ("own", "zero") or self.id == "every")
        if self.name == "late":
            return self.index == "own" and self.id in ("first", "every", "name")
        return self.name != "apart" or self.index == "own" or self.id in ("first", "every")

    @property
    def by_arguments(self):
        """Whether a call shows only by its arguments that it is not the one before it."""
        return self.index != "own" and self.id in ("name", "never")


DIALECTS = [
    dialect
    for index in ("own", "zero", "null", "absent")
    for identity in ("first", "every", "fresh", "name", "never")
    for name in ("first", "every", "apart", "late")
    if (dialect := Dialect(index, identity, name)).tells_apart
]
NAMES = st.sampled_from(["get", "get_all", "f"])
VALUES = st.dictionaries(
    st.sampled_from(["a", '"', "\\", "{"]),
    st.recursive(
        st.sampled_from([1, "", "}", '"}', "\\", '\\"{']),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.just("b"), inner),
        max_leaves=4,
    ),
    max_size=3,
)


def spell(dialect, number, place, name, texts):
    """The pieces of one call, the `number`th of its answer, of index `place`."""
    identity = name if dialect.id == "name" else f"id{number}"
    functions = [{"arguments": text} for text in texts]
    if dialect.name in ("apart", "late"):
        functions.insert(0, {})
    functions[0]["name"] = name
    if dialect.name == "late":
        functions.insert(0, {})
    if dialect.name == "every":
        functions = [{"name": name} | function for function in functions]
    for count, function in enumerate(functions):
        part = {"function": function} if function else {}
        if dialect.index != "absent":
            part["index"] = {"own": place, "zero": 0, "null": None}[dialect.index]
        if dialect.id == "fresh":
            part["id"] = f"{identity}-{count}"
        elif dialect.id != "never" and (count == 0 or dialect.id != "first"):
            part["id"] = identity
        elif dialect.index == "null":
            part["id"] = None
        yield part


@st.composite
def streams(draw):
    """Calls, and the pieces that a server sends of them."""
    dialect = draw(st.sampled_from(DIALECTS))
    # Under one index and one id there is nothing left that could part two calls of one function.
    alike = (dialect.index, dialect.id) != ("zero", "name")
    calls = draw(
        st.lists(
            st.tuples(NAMES, VALUES),
            min_size=1,
            max_size=4,
            unique_by=None if alike else lambda made: made[0],
        )
    )
    places = draw(st.permutations(range(3, 3 + len(calls))))
    spelt, expected = [], []
    for number, (name, value) in enumerate(calls):
        text = json.dumps(value)
        cuts = draw(st.lists(st.integers(0, len(text)), max_size=5).map(sorted))
        if dialect.by_arguments:
            cuts = [cut for cut in cuts if 0 < cut < len(text)]
        texts = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        spelt.append(list(spell(dialect, number, places[number], name, texts)))
        identity = {"fresh": f"id{number}-0", "name": name}.get(dialect.id, f"id{number}")
        order = places[number] if dialect.index == "own" else number
        expected.append((order, identity, name, text))
    turns = [number for number, parts in enumerate(spelt) for _ in parts]
    if dialect.interleaves:
        turns = draw(st.permutations(turns))
    if dialect.interleaves and dialect.index != "own":
        began = list(dict.fromkeys(turns))
        expected = [(began.index(number), *rest) for number, *rest in expected]
    return dialect, [spelt[number].pop(0) for number in turns], sorted(expected)


@given(streams())
def test_calls_cut_into_the_pieces_of_any_dialect_come_out_as_they_were(stream):
    dialect, parts, expected = stream
    found = calls_of(*(call(**part) for part in parts))
    assert [rest for _, *rest in found] == [rest for _, _, *rest in expected]
    if dialect.id != "never":
        assert [identity for identity, *_ in found] == [identity for _, identity, *_ in expected]


@given(VALUES, st.lists(st.integers(0, 40)))
def test_an_object_has_come_to_its_end_with_its_last_bracket(value, cuts):
    text = json.dumps(value)
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    end, pieces = ObjectEnd(), []
    for start, stop in itertools.pairwise(places):
        assert not end.reached(pieces)
        pieces.append(text[start:stop])
    assert end.reached([*pieces, " "])


def test_calls_of_one_id_under_their_own_indexes_are_two():
    texts = ['{"n":0}', '{"n":1}']
    parts = [
        call(index=n, id="f", function={"name": "f", "arguments": text})
        for n, text in enumerate(texts)
    ]
    assert calls_of(*parts) == [("f", "f", text) for text in texts]


def test_pieces_with_an_id_of_their_own_each_are_one_call():
    parts = [
        call(index=0, id="a", function={"name": "f", "arguments": ""}),
        call(index=0, id="b", function={"arguments": '{"x"'}),
        call(index=0, id="c", function={"name": "f", "arguments": ":1"}),
        call(index=0, id="d", function={"arguments": "}"}),
        call(index=0, id="e"),
    ]
    assert calls_of(*parts) == [("a", "f", '{"x":1}')]


def test_calls_without_arguments_under_one_index_are_told_apart_by_their_ids():
    parts = [call(index=0, id=identity, function={"name": "f"}) for identity in "ab"]
    assert calls_of(*parts) == [("a", "f", ""), ("b", "f", "")]


def test_an_index_that_counts_pieces_does_not_part_those_of_one_id():
    parts = [
        call(
            index=n,
            id="a",
            function={"name": "f"} | {"arguments": text} if n == 0 else {"arguments": text},
        )
        for n, text in enumerate(['{"x"', ":1", "}"])
    ]
    assert calls_of(*parts) == [("a", "f", '{"x":1}')]
