"""A pytest plugin that runs tests with `prism proxy --errors` between client and server.

`pytest -p tests.contract.behind_prism tests/client/test_tools.py`: a test fails by what Prism has
against one of its exchanges, in whatever phase and whoever had it, and by one that Prism has not
seen. A new test is behind Prism by itself, one that calls no server is not counted. Which cannot
be, and which offend on purpose, says `behind.exceptions`.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from scaleway_genapi_mock.prism import prism_server
from tests.contract.behind.detour import Detour
from tests.contract.behind.exceptions import LEFT_OUT, LIMITS, OFFENDING, reason_for, unused

TESTS = Path(__file__).parents[1]
DETOUR = pytest.StashKey[Detour]()
OFFENDS = pytest.StashKey[str | None]()
UNUSED = pytest.StashKey[list[str]]()
HINT = "what a proxy takes the point of is listed with the reason in behind/exceptions.py"
JUDGED = "exchanges that Prism judged"
WITNESSES = {"server": lambda it: len(it.requests), "genapi_mock": lambda it: len(it.journal)}
"""Fixtures that know how many requests they had: the detour's word alone is not taken."""


class Offence(pytest.fail.Exception):
    """What Prism has against the exchanges of a test."""


class NoOffence(pytest.fail.Exception):
    """A test that is to offend does not, or Prism does not see it."""


class NotJudged(pytest.fail.Exception):
    """There were exchanges of which Prism said nothing."""


def pytest_configure(config):
    config.stash[DETOUR] = Detour()
    # The mock's faster event loop accepts connections where no detour sees it.
    sys.modules["uvloop"] = None  # type: ignore[assignment]


def pytest_collection_modifyitems(config, items):
    names = {item: item.nodeid.removeprefix("tests/") for item in items}
    config.stash[UNUSED] = unused(list(names.values())) if _whole(config) else []
    left_out = {item for item in items if reason_for(names[item], LEFT_OUT)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]
    for item in items:
        item.stash[OFFENDS] = reason_for(names[item], OFFENDING)
        if reason := reason_for(names[item], LIMITS):
            raises = (pytest.fail.Exception, AssertionError)
            item.add_marker(pytest.mark.xfail(reason=reason, raises=raises, strict=True))


def _whole(config):
    """Whether all of the client's suite was collected."""
    chosen = {Path(config.invocation_params.dir, argument) for argument in config.args}
    return TESTS / "client" in chosen and not (config.option.keyword or config.option.markexpr)


@pytest.fixture(scope="session", autouse=True)
def _behind_prism(pytestconfig):
    preload = Path(__file__).with_name("behind") / "no_pool.cjs"
    options = f'{os.environ.get("NODE_OPTIONS", "")} --require "{preload.as_posix()}"'
    with pytestconfig.stash[DETOUR] as detour, pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("NODE_OPTIONS", options)
        with prism_server(upstream=detour.upstream, engine="node") as prism:
            monkeypatch.undo()
            detour.install(prism.port, monkeypatch)
            yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item):
    with _judged(item):
        prepared = yield
    if patterns := item.config.stash[UNUSED]:
        # Once: a worker of pytest-xdist cannot refuse to begin.
        item.config.stash[UNUSED] = []
        pytest.fail(f"no test is what behind/exceptions.py lists: {patterns}", pytrace=False)
    return prepared


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item):
    try:
        with _judged(item, WITNESSES):
            yield
    except Offence:
        if item.stash[OFFENDS] is None:
            raise
    except (Exception, pytest.fail.Exception):
        item.add_report_section("call", "prism", HINT)
        raise
    else:
        if reason := item.stash[OFFENDS]:
            raise NoOffence(f"listed with {reason!r}, and Prism has nothing against it")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item):
    with _judged(item):
        try:
            return (yield)
        finally:
            item.config.stash[DETOUR].forget()


@contextmanager
def _judged(item, witnesses=()):
    try:
        yield
    finally:
        # Also in place of the failure that a violation led to.
        judged, violations, missed = item.config.stash[DETOUR].verdicts.take()
        item.user_properties.append((JUDGED, judged))
        if violations:
            raise Offence("Prism: " + "\n".join(violations), pytrace=False)
        for name in item.funcargs.keys() & witnesses:
            if (seen := witnesses[name](item.funcargs[name])) > judged:
                missed.append(f"the server has had {seen} requests, Prism {judged}")
        if missed:
            raise NotJudged("not judged by Prism: " + "\n".join(missed), pytrace=False)


def pytest_terminal_summary(terminalreporter):
    counts = [
        sum(count for name, count in report.user_properties if name == JUDGED)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "teardown"
    ]
    terminalreporter.write_line(
        f"Prism judged {sum(counts)} exchanges of {sum(map(bool, counts))} tests"
    )
