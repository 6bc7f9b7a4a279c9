"""The calibration: seeded changes of a document, breaking and harmless, each with its verdict."""

from __future__ import annotations

import pytest
from compatibility_seeds import SEEDS, apply

from openapi.compatibility import compare_documents


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_a_seeded_change_breaks_whom_it_breaks_and_is_reported_at_its_place(
    seed, released, as_document
):
    changes = compare_documents(released, as_document(apply(seed.edits, released.data)))

    broken = {party for change in changes for party in change.breaks}
    assert set(seed.breaks) == broken

    pointer, gone = seed.at.removeprefix("-"), seed.at.startswith("-")
    there = [
        change
        for change in changes
        if change.where == f"#{pointer}" and (change.path == str(released.path)) == gone
    ]
    assert there, [str(change) for change in changes]
    assert {party for change in there for party in change.breaks} == broken


def test_the_catalogue_has_breaking_and_harmless_changes_of_every_kind():
    breaking = [seed for seed in SEEDS if seed.breaks]
    assert len(breaking) >= 60
    assert len(SEEDS) - len(breaking) >= 30
    assert {("callers",), ("servers",), ("callers", "servers")} == {s.breaks for s in breaking}


def test_texts_are_marked_as_texts_and_nothing_else_is(released, as_document):
    for seed in SEEDS:
        changes = compare_documents(released, as_document(apply(seed.edits, released.data)))
        only_text = bool(changes) and all(change.text for change in changes)
        assert only_text == (seed.name in {"text: description reworded", "text: examples dropped"})
