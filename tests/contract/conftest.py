"""The two engines, each started once; and how many examples a property test tries."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaleway_genapi import Client
from scaleway_genapi_mock import Limits, MockServer
from scaleway_genapi_mock.prism import prism_server
from tests.contract import draws
from tests.contract.engines import KEY, Engine
from tests.contract.oracle import Oracle


@pytest.fixture(scope="session")
def embedded():
    with MockServer() as server, MockServer(limits=Limits(requests=1)) as limited:
        # Time stands still there, and the one request is used up: it refuses for ever.
        limited.clock.freeze()
        with Client(KEY, base_url=limited.url) as client:
            client.models.list()
        yield Engine("embedded", server.url, limited.url)


@pytest.fixture(scope="session")
def prism():
    with prism_server() as server:
        yield Engine("prism", server.url, server.url)


@pytest.fixture(scope="session")
def watched_by_prism():
    with MockServer() as mock, prism_server(upstream=mock.url) as server:
        yield Oracle("oracle", server.url, server.url, mock)


@pytest.fixture
def oracle(watched_by_prism):
    """The embedded engine behind Prism: whatever Prism has against an exchange fails the test."""
    watched_by_prism.violations.clear()
    watched_by_prism.mock.reset()
    yield watched_by_prism
    assert watched_by_prism.violations == []


NODE = [pytest.param(name, marks=pytest.mark.node) for name in ("prism", "oracle")]


@pytest.fixture(params=["embedded", *NODE])
def engine(request) -> Engine:
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["embedded", NODE[1]])
def streaming_engine(request) -> Engine:
    """Prism alone streams only when the Accept header asks for it."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def quick(pytestconfig) -> bool:
    return pytestconfig.getoption("--quick")


@pytest.fixture(scope="session")
def examples(quick):
    """`@examples(25)`: try a function of `data` on that many examples, a fifth with `--quick`.

    The same ones each time: what fails here fails everywhere, and a run is as long as the last.
    """
    draws.hold()

    def decorate(count):
        chosen = settings(
            max_examples=max(3, count // 5) if quick else count,
            derandomize=True,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        return lambda check: chosen(given(data=st.data())(check))

    return decorate
