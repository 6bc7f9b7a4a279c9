"""The first command of the README, as a newcomer runs it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from scaleway_genapi_mock import MockServer

ROOT = Path(__file__).resolve().parents[1]
DEMO = [sys.executable, str(ROOT / "examples" / "demo.py")]


def demo(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*DEMO, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def tour():
    return demo()


def test_the_demo_ends_well(tour):
    assert (0, "") == (tour.returncode, tour.stderr)


def test_a_misspelt_option_is_refused_before_anything_is_called():
    refused = demo("--liv")
    assert (2, "") == (refused.returncode, refused.stdout)
    assert "unrecognized arguments: --liv" in refused.stderr


def test_the_demo_shows_models_a_project_and_both_refusals_as_typed_errors(tour):
    for words in (
        "mistral-small",
        "billed to project",
        "PermissionDeniedError: 403",
        "UnprocessableEntityError: 422",
        "Done: 6 steps",
    ):
        assert words in tour.stdout


def test_the_demo_indents_every_line_below_a_step(tour):
    steps = tour.stdout.split("\nDone:")[0].split("\n1. ")[1]
    below = [line for line in steps.splitlines()[1:] if line and not line[0].isdigit()]
    assert [] == [line for line in below if not line.startswith("   ")]


def test_the_demo_says_the_same_with_and_without_a_project(tour):
    answers = [line for line in tour.stdout.splitlines() if "No model was asked" in line]
    assert 4 == len(answers)
    assert 1 == len(set(answers))


def test_the_demo_has_no_colours_in_a_file(tour):
    assert "\x1b" not in tour.stdout


def test_the_demo_has_colours_on_a_terminal():
    ours, theirs = pty.openpty()
    with subprocess.Popen(DEMO, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # how Linux says that the other end of a terminal is closed
            pass
    os.close(ours)
    assert 0 == process.returncode
    assert b"\x1b[36m" in shown


def test_the_live_demo_makes_the_same_calls_to_the_server_that_it_is_told():
    with MockServer() as server:
        done = demo("--live", SCW_SECRET_KEY=server.api_key, SCW_GENAPI_BASE_URL=server.url)
        assert f"Real calls to {server.url}" in done.stdout
    assert (0, "") == (done.returncode, done.stderr)
    assert "SCW_DEFAULT_PROJECT_ID is not set" in done.stdout


def test_a_reader_that_has_seen_enough_ends_the_demo_in_silence():
    command = f"{' '.join(DEMO)} | head -n 3"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )
    assert "" == done.stderr


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"SCW_SECRET_KEY": ""}, "No API key"),
        ({"SCW_SECRET_KEY": "a\x01b"}, "control character"),
        ({"SCW_SECRET_KEY": "clé"}, "outside ASCII"),
        ({"SCW_SECRET_KEY": "k", "SCW_DEFAULT_PROJECT_ID": "../v1"}, "UUID"),
        ({"SCW_SECRET_KEY": "k", "SCW_GENAPI_BASE_URL": "http://127.0.0.1:1"}, "cannot connect"),
        ({"SCW_SECRET_KEY": "k", "SCW_GENAPI_BASE_URL": "ftp://x"}, "http"),
    ],
)
def test_bad_settings_end_in_one_clear_error(environment, words):
    done = demo("--live", **environment)
    assert 1 == done.returncode
    assert words in done.stderr
    assert "Traceback" not in done.stderr
