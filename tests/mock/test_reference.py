"""The reference of the mock names what there is, and nothing else: held to the code's own tables."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from pathlib import Path

import pytest

import scaleway_genapi_mock
from scaleway_genapi_mock import Config, Entry, GenapiMock, Journal, Key, Limits, Request
from scaleway_genapi_mock._clock import Clock
from scaleway_genapi_mock.check import _keys
from scaleway_genapi_mock.faults import PROFILES, names, options_of, parse_fault
from scaleway_genapi_mock.rules import _match, _read, _reply

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/mock.md").read_text("utf-8")
KEYS = {value for name, value in vars(_keys).items() if name.endswith("_KEY")}
INSIDE = {"begin", "keep", "resize"}
"""Methods of the journal that the server calls."""


def tables():
    """The rows of each table, by the head of its first column and the section that it stands in."""
    found, section, head = {}, "", None
    for line in PAGE.splitlines():
        if line.startswith("#"):
            section = line.lstrip("# ")
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if not cells:
            head = None
        elif head is None:
            head = found.setdefault((section, cells[0]), [])
        elif not set(line) <= set("| -"):
            head.append(cells)
    return found


def public(kind):
    return {name for name, _ in inspect.getmembers(kind) if not name.startswith("_")}


def fields_of(kind):
    return {each.name for each in fields(kind)}


EXPECTED = {
    ("The fixture", "member"): public(GenapiMock),
    ("Rules", "word"): set(_read.KEYS),
    ("When", "key"): set(_match.KEYS),
    ("Reply", "content"): set(_reply.CONTENTS),
    ("Reply", "beside it"): set(_reply.KEYS) - set(_reply.CONTENTS),
    ("Errors", "part"): set(_reply.ERROR_KEYS),
    ("Functions", "attribute"): public(Request),
    ("Faults", "kind"): set(names()),
    ("Faults", "option"): {option for name in names() for option in options_of(name)},
    ("Faults", "profile"): set(PROFILES),
    ("Settings", "setting"): fields_of(Config),
    ("Settings", "of `Limits`"): fields_of(Limits),
    ("Settings", "of `Key`"): fields_of(Key),
    ("Settings", "key"): KEYS,
    ("The clock", "member"): public(Clock),
    ("The journal", "method"): public(Journal) - INSIDE,
    ("The journal", "of an `Entry`"): set(Entry.NAMES),
}


@pytest.mark.parametrize("table", EXPECTED, ids=" ".join)
def test_a_table_of_the_reference_names_what_there_is(table):
    rows = tables()[table]
    named = [re.fullmatch(r"`([^`]+)`", cells[0])[1] for cells in rows]
    assert sorted(named) == sorted(EXPECTED[table])


def test_the_reference_gives_each_fault_its_options():
    rows = tables()["Faults", "kind"]
    stated = {cells[0].strip("`"): tuple(re.findall(r"`(\w+)`", cells[2])) for cells in rows}
    assert stated == {name: options_of(name) for name in names()}


def test_the_reference_says_which_faults_are_for_streams():
    rows = tables()["Faults", "kind"]
    stated = {cells[0].strip("`") for cells in rows if cells[1] == "streams"}
    assert stated == {name for name in names() if parse_fault(name).needs_stream}


def test_an_exception_goes_by_the_address_that_it_is_imported_from():
    exported = {name: getattr(scaleway_genapi_mock, name) for name in scaleway_genapi_mock.__all__}
    addresses = {
        name: f"{kind.__module__}.{kind.__qualname__}"
        for name, kind in exported.items()
        if inspect.isclass(kind) and issubclass(kind, Exception)
    }
    assert addresses == {name: f"scaleway_genapi_mock.{name}" for name in addresses}
    assert "RuleError" in addresses


@pytest.mark.parametrize("page", ["README.md", "mock/README.md"])
def test_the_readmes_lead_to_the_reference(page):
    assert "docs/mock.md)" in (ROOT / page).read_text("utf-8")
