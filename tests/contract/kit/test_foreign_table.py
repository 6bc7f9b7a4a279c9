"""The table of a server that we did not write, in the kit's README."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

KIT = Path(__file__).parents[2] / "contract_kit"
SPEC = importlib.util.spec_from_file_location("foreign_table", KIT / "foreign" / "table.py")
TABLE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(TABLE)


def check(*severities, state="checked"):
    return {"state": state, "findings": [{"severity": severity} for severity in severities]}


REPORTS = {
    "ours": {"checks": [check(), check(), check("note", "note")]},
    "theirs": {"checks": [check("note", "violation", "deviation"), check(state="skipped")]},
}
ROWS = "| ours | 2 | 1 | 0 | 0 |\n| theirs | 0 | 0 | 0 | 1 |\n"


def test_a_run_writes_its_numbers_into_the_readme_in_place_of_the_last_ones():
    readme = (KIT / "README.md").read_text("utf-8")
    written = TABLE.with_table(readme, REPORTS)
    assert ROWS in written
    assert "| LiteLLM alone |" not in written
    assert TABLE.with_table(written, REPORTS) == written
    assert written.partition("<!-- foreign -->")[0] == readme.partition("<!-- foreign -->")[0]
    assert written.partition("<!-- /foreign -->")[2] == readme.partition("<!-- /foreign -->")[2]


def test_a_readme_without_a_place_for_the_table_is_refused():
    with pytest.raises(ValueError, match="no place for the table"):
        TABLE.with_table("# Kit\n", REPORTS)


def test_the_readmes_numbers_say_that_the_embedded_mock_honours_the_document():
    readme = (KIT / "README.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| ([^|]+) \| ([\d |]+) \|$", readme, re.MULTILINE))
    ok, _, *worse = map(int, rows["the embedded mock"].split(" | "))
    assert ok > 50
    assert [0, 0] == worse
