"""JSON as it is shown in messages."""

from __future__ import annotations

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi_mock._json import brief

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=200),
    lambda parts: st.lists(parts, max_size=60) | st.dictionaries(st.text(max_size=100), parts),
)


@given(anything)
def test_a_value_is_shown_as_json_and_cut(value):
    whole = json.dumps(value, ensure_ascii=False)
    assert brief(value) == (whole if len(whole) <= 80 else f"{whole[:79]}…")


@pytest.mark.parametrize(
    "value",
    [
        ["x" * 5_000_000],
        {"a": list(range(500_000))},
        [[[["a"] * 100] * 100] * 100] * 100,
        {"y" * 5_000_000: 1},
        {str(number): "z" * 90 for number in range(50_000)},
    ],
    ids=["a text", "a list", "lists of lists", "a name", "an object"],
)
def test_of_a_large_value_only_the_beginning_is_written(value):
    tracemalloc.start()
    try:
        shown = brief(value)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(shown) == 80
    assert peak < 100_000
