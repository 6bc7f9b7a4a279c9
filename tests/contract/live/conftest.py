"""The real service, called only by whoever says so twice: `--live`, and a key in SCW_SECRET_KEY.

Without both nothing here is collected, wherever pytest is started.
"""

from __future__ import annotations

import os

import pytest

from scaleway_genapi_contract._redact import Redactor

# Before the fixture of all tests takes them out of the environment.
SETTINGS = {
    name: os.environ[name]
    for name in ("SCW_SECRET_KEY", "SCW_DEFAULT_PROJECT_ID", "SCW_GENAPI_BASE_URL")
    if os.environ.get(name)
}


def pytest_addoption(parser):
    parser.addoption("--live", action="store_true", help="call the real service (costs tokens)")


def pytest_ignore_collect(config):
    asked = config.getoption("--live", default=False)
    return None if asked and "SCW_SECRET_KEY" in SETTINGS else True


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    """Whatever of a failure is shown or written may hold what the service said, our key included."""
    report = yield
    words = {"SCW_SECRET_KEY": "<api key>", "SCW_DEFAULT_PROJECT_ID": "<project id>"}
    hide = Redactor({SETTINGS[name]: word for name, word in words.items() if name in SETTINGS})
    if report.longrepr is not None:
        report.longrepr = hide(str(report.longrepr))
    report.sections = [(name, hide(text)) for name, text in report.sections]
    return report


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine():
    """These tests alone are about this machine's key and project."""


@pytest.fixture
def base_url():
    """No more than that: pytest shows the arguments of a test that fails."""
    return SETTINGS.get("SCW_GENAPI_BASE_URL")


@pytest.fixture
def client():
    from scaleway_genapi import Client

    with Client(max_retries=1, timeout=60) as made:
        yield made
