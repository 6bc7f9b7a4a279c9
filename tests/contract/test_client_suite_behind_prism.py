"""The client's own tests once more, each exchange judged by Prism: see `behind_prism`."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.contract.behind.exceptions import fits

pytestmark = [pytest.mark.contract, pytest.mark.node]
ROOT = Path(__file__).parents[2]
SUITE = [
    "tests/client",
    *(
        f"tests/test_docs.py::test_every_python_block_of_a_page_runs_in_order[{page}]"
        # docs/mock.md shows faults and refusals: they are against the document on purpose.
        for page in ("README.md", "docs/client.md")
    ),
]


def run(*arguments, path=ROOT):
    command = [sys.executable, "-m", "pytest", "-p", "tests.contract.behind_prism", "-q", "-rfE"]
    # Not a part of the run that runs this.
    outside = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--tb=short", *arguments],
        cwd=ROOT,
        env=outside | {"PYTHONPATH": str(path)},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    said = re.search(r"^Prism judged (\d+) exchanges of (\d+) tests$", done.stdout, re.MULTILINE)
    counts = (int(said[1]), int(said[2])) if said else (0, 0)
    return done.returncode, done.stdout + done.stderr, counts


def test_prism_has_nothing_against_what_the_clients_suite_exchanges():
    # That none of its exchanges is missing here, each test sees to itself.
    code, said, (exchanges, tests) = run(*SUITE)
    assert code == 0, said
    assert exchanges >= tests > 0, said


OFFENCES = {
    "an_answer_lacks_a_property": "Offence: Prism: .* must have required property 'data'",
    "a_request_breaks_the_schema": "Offence: Prism: .*temperature must be <= 2",
    "a_status_is_not_declared": "Offence: Prism: .*Unable to match the returned status code",
    "the_try_that_the_client_hides_offends": "Offence: .* must have required property 'error'",
    "a_server_breaks_off": "Offence: Prism: .*FetchError",
    "an_async_test_offends": "Offence: Prism: .* must have required property 'data'",
    "the_mock_offends": "Offence: Prism: .*Unable to match the returned status code",
    "a_server_of_the_tests_own_offends": "Offence: Prism: .* must have required property 'data'",
    "a_fixture_offends_when_it_begins": "failed on setup with .*Offence: Prism: ",
    "a_fixture_offends_when_it_ends": "failed on teardown with .*Offence: Prism: ",
    "another_process_calls_around_prism": "NotJudged: .*reached around Prism",
    "the_client_does_not_wait_for_the_answer": "NotJudged: .*1 requests are not answered",
    "what_only_the_server_knows_of": "NotJudged: .*server has had 1 requests, Prism 0",
    "listed_as_an_offender_and_it_does_not_offend": "NoOffence: .*Prism has nothing against it",
    "listed_as_a_limit_and_it_passes": r"XPASS\(strict\)",
}
RIGHT = {
    "listed_as_an_offender_and_it_offends",
    "two_servers_are_told_apart",
    "all_is_well",
    "no_server_is_called",
}


@pytest.fixture(scope="module")
def offences(tmp_path_factory):
    """What each test of the offender failed with, by name and parameters; and the counts."""
    report = tmp_path_factory.mktemp("offender") / "junit.xml"
    code, said, counts = run("tests/contract/behind/offender.py", f"--junit-xml={report}")
    assert code == 1, said
    found = defaultdict(dict)
    for case in ET.parse(report).getroot().iter("testcase"):
        name, _, parameters = case.attrib["name"].removeprefix("test_").partition("[")
        faults = [fault for fault in case if fault.tag in {"failure", "error"}]
        # One that fails in two phases is there twice.
        found[name].setdefault(parameters, []).extend(fault.attrib["message"] for fault in faults)
    return found, counts


@pytest.mark.parametrize(("test", "expected"), OFFENCES.items(), ids=OFFENCES)
def test_an_offence_fails_the_test_that_commits_it(offences, test, expected):
    found, _ = offences
    assert found[test]
    for why in found[test].values():
        assert re.search(expected, "\n".join(why), re.DOTALL), found[test]


def test_nothing_else_fails(offences):
    found, (_, tests) = offences
    assert found.keys() == OFFENCES.keys() | RIGHT
    assert [why for name in RIGHT for why in found[name].values() if why] == []
    # Among those of the sync and the async client: not the one that calls no server.
    assert tests == sum(map(len, found.values())) - 3


def test_an_entry_that_is_for_no_test_is_refused(tmp_path):
    (tmp_path / "one_more.py").write_text(
        "from tests.contract.behind import exceptions\n"
        "exceptions.LEFT_OUT['a reason'] = ['client/test_gone.py::*']\n",
        encoding="utf-8",
    )
    code, said, _ = run("-p", "one_more", "--maxfail=1", "tests/client", path=tmp_path)
    assert code == pytest.ExitCode.TESTS_FAILED
    assert "no test is what behind/exceptions.py lists: ['client/test_gone.py::*']" in said


@pytest.mark.parametrize(
    ("pattern", "test", "expected"),
    [
        ("a.py::test_x", "a.py::test_x", True),
        ("a.py::test_x", "a.py::test_x[1]", True),
        ("a.py::test_x", "a.py::test_x_and_more", False),
        ("a.py::test_x*", "a.py::test_x_and_more[1]", True),
        ("a.py::*[*-500]", "a.py::test_x[sync-500]", True),
        ("a.py::*[*-500]", "a.py::test_x[sync-5001]", False),
        ("a.py::*[*-500]", "b.py::test_x[sync-500]", False),
    ],
)
def test_an_entry_is_for_a_test_with_all_its_parameters(pattern, test, expected):
    assert fits(pattern, test) is expected
