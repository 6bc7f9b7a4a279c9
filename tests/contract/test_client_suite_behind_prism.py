"""The client's own tests once more, each exchange judged by Prism: see `behind_prism`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.contract, pytest.mark.node]
ROOT = Path(__file__).parents[2]
# What these try is in the messages, not in how they travel.
SUITE = [
    "tests/client/test_chat_stream.py",
    "tests/client/test_configuration.py",
    "tests/client/test_how_to_programs.py",
    "tests/client/test_raw_response.py",
    "tests/client/test_structured_output.py",
    "tests/client/test_tools.py",
    "tests/client/test_what_errors_tell.py",
    *(
        f"tests/test_docs.py::test_every_python_block_of_a_page_runs_in_order[{page}]"
        # docs/mock.md shows faults and refusals: they are against the document on purpose.
        for page in ("README.md", "docs/client.md")
    ),
]
OFFENDER = """
from tests.client.conftest import *
from tests.client.fault_server import MODELS, completion, response

def test_an_answer_lacks_a_property(driver):
    driver.server.script(response(200, {"object": "list"}))
    try:
        driver.models()
    except Exception:
        pass

def test_a_request_breaks_the_schema(driver):
    driver.server.script(response(200, completion()))
    try:
        driver.complete(temperature=5)
    except Exception:
        pass

def test_a_status_is_not_declared(driver):
    driver.server.script(response(418, MODELS))
    try:
        driver.models()
    except Exception:
        pass

def test_all_is_well(driver):
    driver.server.script(response(200, MODELS))
    driver.models()

def test_no_server_is_called():
    pass
"""


def run(*arguments):
    command = [sys.executable, "-m", "pytest", "-p", "tests.contract.behind_prism", "-q", "-rfE"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", "--tb=short", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    judged = re.search(r"^Prism judged (\d+) exchanges$", done.stdout, re.MULTILINE)
    return done.returncode, done.stdout, int(judged[1]) if judged else 0


def test_prism_has_nothing_against_what_the_clients_suite_exchanges():
    code, said, judged = run(*SUITE)
    assert code == 0, said
    assert judged > 200, said


def test_an_offence_fails_the_test_that_commits_it(tmp_path):
    offender = tmp_path / "test_offender.py"
    offender.write_text(OFFENDER, encoding="utf-8")
    code, said, judged = run(offender, "--rootdir", ROOT, "-c", ROOT / "pyproject.toml")
    assert code == 1
    failed = set(re.findall(r"^FAILED .*?::(\w+)\[(\w+)\]", said, re.MULTILINE))
    offences = (
        "test_an_answer_lacks_a_property",
        "test_a_request_breaks_the_schema",
        "test_a_status_is_not_declared",
    )
    assert failed == {(name, kind) for name in offences for kind in ("sync", "asyncio")}, said
    assert "must have required property 'data'" in said
    assert "temperature must be <= 2" in said
    assert "2 passed" in said
    assert judged == 8
