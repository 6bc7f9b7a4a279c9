"""What hypothesis draws is the same in every selection of tests, and after every edit of one."""

from __future__ import annotations

import importlib.util
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract import draws

# Many, for it takes a few constants among hundreds of values, but not more than it keeps.
CONSTANTS = "NUMBERS = {" + ", ".join(str(10**9 + 7 * n) for n in range(1000)) + "}"


def drawn():
    values = []

    @settings(derandomize=True, database=None, max_examples=300)
    @given(st.lists(st.integers(), max_size=9))
    def keep(some):
        values.append(some)

    keep()
    return values


@pytest.fixture
def imported(tmp_path, monkeypatch):
    def of(name):
        path = tmp_path / f"{name}.py"
        path.write_text(CONSTANTS, "utf-8")
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)

    return of


def test_the_constants_of_a_module_do_not_change_what_is_drawn(imported):
    draws.hold()
    before = drawn()
    imported("full_of_constants")
    assert before == drawn()
