"""A property may have any format that validators check: there are texts for each."""

from __future__ import annotations

import jsonschema_rs
import pytest

from tests.contract.formats import TEXTS

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("name", TEXTS)
def test_a_format_is_checked_and_its_texts_follow_it(name):
    judge = jsonschema_rs.validator_for({"format": name}, validate_formats=True)

    assert not judge.is_valid("no {such ^ thing ://[(")
    assert [text for text in TEXTS[name] if not judge.is_valid(text)] == []
