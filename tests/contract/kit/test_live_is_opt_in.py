"""The live tests run only when asked for twice; what they do is tried on the embedded mock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scaleway_genapi_mock import MockServer

ROOT = Path(__file__).resolve().parents[3]
LIVE = "tests/contract/live"
NEIGHBOURS = ("--ignore-glob=*/contract/test_*", "--ignore=tests/contract/kit")


def pytest_run(*arguments, **settings):
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("SCW_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=ROOT,
        # Loading every installed plugin costs seconds, and none is needed here.
        env=bare | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "settings"),
    [
        ([LIVE], {"SCW_SECRET_KEY": "a-key"}),
        ([LIVE, "--live"], {}),
        (["tests/contract", *NEIGHBOURS], {"SCW_SECRET_KEY": "a-key"}),
    ],
    ids=["key alone", "option alone", "the whole folder"],
)
def test_half_of_the_asking_collects_nothing(arguments, settings):
    done = pytest_run(*arguments, "--collect-only", **settings)
    assert "live/" not in done.stdout
    assert done.returncode in {0, 5}, done.stdout


def test_asked_for_twice_the_client_makes_its_calls():
    with MockServer() as server:
        settings = {"SCW_SECRET_KEY": server.api_key, "SCW_GENAPI_BASE_URL": server.url}
        done = pytest_run(LIVE, "--live", **settings)
    assert done.returncode == 0, done.stdout
    assert "6 passed" in done.stdout
    assert server.api_key not in done.stdout
