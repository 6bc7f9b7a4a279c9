"""A pytest plugin that runs the client's tests with `prism proxy --errors` before their servers.

`pytest -p tests.contract.behind_prism tests/client/test_tools.py`: the tests' own server and the
embedded mock give Prism's URL for their own, and a test fails by what Prism has against one of its
exchanges, whoever had it. Knows the two servers, and no test but those that offend on purpose.

Tests that call no server are left out. So are those with trio: they send what asyncio sends. What
is lost in any proxy cannot be tried here: connections, faults of framing, when a chunk arrives.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from scaleway_genapi_mock.prism import prism_server
from scaleway_genapi_mock.testing import GenapiMock
from tests.client.fault_server import FaultServer
from tests.contract.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Callable

SERVERS = {"server", "driver", "genapi_mock"}
ON_PURPOSE = {
    "test_an_unusable_answer_is_told_when_parsed*": "HTML is in place of JSON",
    "test_extra_body_is_sent_over_the_body*": "the error has no shape of the document's",
    "test_what_is_no_sentence_of_the_service_is_no_detail*": "502 is not declared",
    "test_a_key_that_the_service_echoes_is_in_no_part*": "307 is not declared",
}
"""Tests whose exchanges are against the document, and why. One that fails no more fails here."""

_ANSWER = re.compile(rb"^(?=HTTP/1\.1 \d{3} )", re.MULTILINE)
_SAID = re.compile(rb"^sl-violations: (.*)\r$", re.IGNORECASE | re.MULTILINE)
_PROBLEM = re.compile(rb"^content-type: application/problem\+json", re.IGNORECASE | re.MULTILINE)


class Verdicts:
    """What Prism says of the exchanges of a test, read from its answers as they were sent."""

    def __init__(self) -> None:
        self.exchanges = 0
        self._connections: list[bytearray] = []

    def begin(self) -> None:
        """From here on it is another test."""
        self._connections.clear()

    def watch(self) -> Callable[[bytes], None]:
        """What takes the answers of one connection."""
        answers = bytearray()
        self._connections.append(answers)
        return answers.extend

    def end(self) -> list[str]:
        """The violations since the beginning."""
        found = []
        for answers in self._connections:
            for answer in _ANSWER.split(bytes(answers))[1:]:
                self.exchanges += 1
                said = _SAID.search(answer)
                if said is not None:
                    found.append(said[1].decode("latin-1"))
                elif _PROBLEM.search(answer):
                    found.append(answer.decode("latin-1"))
        return found


VERDICTS = pytest.StashKey[Verdicts]()


def pytest_configure(config):
    config.stash[VERDICTS] = Verdicts()


def pytest_collection_modifyitems(config, items):
    chosen = [item for item in items if SERVERS & set(item.fixturenames) and not _with_trio(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen
    for item in items:
        for pattern, reason in ON_PURPOSE.items():
            if fnmatchcase(item.name, pattern):
                item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


def _with_trio(item):
    return hasattr(item, "callspec") and "trio" in item.callspec.params.values()


@pytest.fixture(scope="session")
def _prism(pytestconfig):
    """The relay that leads from Prism to the server of a test, and the URL to reach Prism at."""
    verdicts = pytestconfig.stash[VERDICTS]
    with (
        Relay() as far,
        prism_server(upstream=f"http://127.0.0.1:{far.port}") as prism,
        Relay(prism.port, verdicts.watch) as near,
    ):
        yield far, f"http://127.0.0.1:{near.port}"


@pytest.fixture(autouse=True)
def _behind_prism(_prism, monkeypatch):
    far, url = _prism

    def behind(own):
        def lead_there(server):
            far.lead_to(urlsplit(own.fget(server)).port)
            return url

        return property(lead_there)

    for kind in (FaultServer, GenapiMock):
        monkeypatch.setattr(kind, "url", behind(kind.url))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    verdicts = pyfuncitem.config.stash[VERDICTS]
    verdicts.begin()
    try:
        return (yield)
    finally:
        # Also in place of the failure that one led to.
        if violations := verdicts.end():
            pytest.fail("Prism: " + "\n".join(violations), pytrace=False)


def pytest_terminal_summary(terminalreporter, config):
    count = config.stash[VERDICTS].exchanges
    terminalreporter.write_line(f"Prism judged {count} exchanges")
