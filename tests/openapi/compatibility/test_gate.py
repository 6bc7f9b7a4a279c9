"""The gate: which version and which words a change needs, before, at and after a release."""

from __future__ import annotations

from pathlib import Path

import pytest

from openapi.compatibility import Change, Party, State, Version, demands
from openapi.compatibility._changelog import sections

ROOT = Path(__file__).parents[3]
BREAK = Change("gone", "#/a", "new.yaml", 1, frozenset({Party.CALLERS}))
SERVERS = Change("more", "#/a", "new.yaml", 1, frozenset({Party.SERVERS}))
HARMLESS = Change("added", "#/b", "new.yaml", 2)
TEXT = Change("description changed", "#/c", "new.yaml", 3, text=True)

ADDED = (
    "# Changelog\n\n## Unreleased\n\n### Added\n\n- More.\n\n## 0.1.0 - 2026-01-01\n\n- First.\n"
)
BROKE = ADDED.replace("### Added", "### Removed")
NOTHING = "# Changelog\n\n## Unreleased\n\n## 0.1.0 - 2026-01-01\n\n### Removed\n\n- First.\n"


def _state(version, released, changes=(), changelog=NOTHING, document=None):
    return State(
        Version.parse(version),
        document or version,
        None if released is None else Version.parse(released),
        changes,
        sections(changelog),
    )


def _asked(*arguments, releasing=False, **more):
    return [demand.name for demand in demands(_state(*arguments, **more), releasing=releasing)]


def test_before_the_first_release_nothing_is_demanded():
    assert _asked("0.1.0", None, changelog=ADDED.replace("## 0.1.0 - 2026-01-01", "")) == []


def test_right_after_a_release_the_gate_is_open():
    assert _asked("0.1.0", "0.1.0") == []


def test_texts_may_change_without_a_version():
    assert _asked("0.1.0", "0.1.0", [TEXT]) == []


def test_the_first_change_after_a_release_needs_version_and_entry_at_once():
    assert _asked("0.1.0", "0.1.0", [HARMLESS]) == ["version", "changelog"]


@pytest.mark.parametrize("change", [BREAK, SERVERS])
@pytest.mark.parametrize(
    ("released", "too_low", "enough"),
    [
        ("0.1.0", ["0.1.0", "0.1.1"], ["0.2.0", "0.3.0", "1.0.0", "0.2.0rc1"]),
        ("0.1.4", ["0.1.5"], ["0.2.0"]),
        ("1.2.3", ["1.2.4", "1.3.0"], ["2.0.0", "2.0.0.dev1"]),
    ],
)
def test_a_break_needs_a_minor_version_while_major_is_0_and_a_major_one_after(
    change, released, too_low, enough
):
    for version in too_low:
        assert _asked(version, released, [change, HARMLESS], BROKE) == ["version"]
    for version in enough:
        assert _asked(version, released, [change, HARMLESS], BROKE) == []


@pytest.mark.parametrize("version", ["0.1.1", "0.2.0", "1.0.0"])
def test_a_compatible_change_needs_any_higher_version(version):
    assert _asked(version, "0.1.0", [HARMLESS], ADDED) == []


def test_the_demand_names_the_lowest_version_that_will_do():
    (demand,) = demands(_state("0.1.0", "0.1.0", [BREAK], BROKE))
    assert "needs 0.2.0 or later" in demand.message
    assert demand.file == "pyproject.toml"


def test_the_demand_for_a_version_has_every_step_to_it():
    (demand,) = demands(_state("0.1.0", "0.1.0", [HARMLESS], ADDED))
    assert demand.message == (
        "version 0.1.0 is released, and there are changes since: this needs 0.1.1 or later; run "
        "`uv version 0.1.1`, set info.version of openapi/openapi.yaml, `uv run nox -s generate`"
    )


def test_contributing_shows_what_a_maintainer_will_read():
    shown = " ".join((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    for demand in demands(_state("0.1.0", "0.1.0", [HARMLESS])):
        assert str(demand) in shown


def test_the_demand_for_a_higher_version_says_that_the_one_there_is_too_low():
    (demand,) = demands(_state("0.1.1", "0.1.0", [BREAK], BROKE))
    assert demand.message.startswith(
        "version 0.1.1 will not do: there are breaking changes since 0.1.0, which need 0.2.0 or later"
    )


def test_entries_and_versions_without_a_change_of_the_surface_are_nobodys_business():
    assert _asked("0.1.0", "0.1.0", changelog=ADDED) == []
    assert _asked("0.1.1", "0.1.0", changelog=NOTHING) == []


def test_the_section_of_the_coming_version_is_as_good_as_unreleased():
    changelog = ADDED.replace("## Unreleased", "## [0.2.0]")
    assert _asked("0.2.0", "0.1.0", [HARMLESS], changelog) == []


def test_what_was_written_for_the_last_release_does_not_count():
    assert _asked("0.2.0", "0.1.0", [HARMLESS], NOTHING) == ["changelog"]


def test_a_break_must_be_told_as_one():
    assert _asked("0.2.0", "0.1.0", [BREAK], ADDED) == ["changelog"]
    assert _asked("0.2.0", "0.1.0", [BREAK], ADDED.replace("More.", "Breaking: more.")) == []


def test_the_version_cannot_go_back():
    assert _asked("0.0.9", "0.1.0") == ["version"]


def test_the_document_carries_the_version_of_the_distribution():
    (demand,) = demands(_state("0.1.0", None, changelog="", document="0.9.0"))
    assert "info.version is 0.9.0; the distribution is 0.1.0" in demand.message


def test_a_version_with_a_date_and_no_copy_was_released_without_its_snapshot():
    state = _state("0.2.0", "0.1.0", [HARMLESS], ADDED.replace("Unreleased", "0.2.0 - 2026-02-02"))

    (demand,) = demands(state)

    assert demand.file == "CHANGELOG.md:3"
    assert "nox -s compat -- snapshot" in demand.message
    assert demands(state, releasing=True) == ()


@pytest.mark.parametrize("released", [None, "0.1.0"])
def test_what_is_released_has_a_section_with_its_version_and_date(released):
    state = _state("0.2.0", released, [HARMLESS] if released else (), ADDED)

    (demand,) = demands(state, releasing=True)

    assert str(demand) == (
        "CHANGELOG.md:3: rename this to '## 0.2.0 - <date>' and begin a new '## Unreleased' above"
    )
    undated = ADDED.replace("Unreleased", "0.2.0")
    assert _asked("0.2.0", released, changelog=undated, releasing=True) == ["changelog"]


@pytest.mark.parametrize("text", ["1.2", "v1.2.3", "1.2.3-", "", "1.2.x"])
def test_what_is_no_version_is_refused_with_an_example(text):
    with pytest.raises(ValueError, match=r"no version like 1\.2\.3"):
        Version.parse(text)


def test_versions_are_ordered_by_number_and_a_pre_release_stands_before_its_release():
    texts = ["0.9.0", "0.10.0rc1", "0.10.0", "1.0.0.dev1", "1.0.0"]
    assert texts == [str(v) for v in sorted(map(Version.parse, texts[::-1]), key=lambda v: v.order)]
