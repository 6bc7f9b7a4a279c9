"""The two engines, each started once; a server that answers what a test says; how many examples
a property test tries.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaleway_genapi import Client
from scaleway_genapi_mock import Limits, MockServer
from scaleway_genapi_mock.prism import prism_server
from tests.contract import draws
from tests.contract.engines import KEY, Engine
from tests.contract.exchange import Exchange
from tests.contract.loopback import Answer, Loopback
from tests.contract.operations import OPERATIONS
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


def _of_each(chosen):
    return pytest.fixture(params=chosen, ids=lambda operation: operation.id)


@_of_each(OPERATIONS)
def operation(request):
    return request.param


@_of_each([operation for operation in OPERATIONS if operation.answers_json])
def readable(request):
    """An operation that answers JSON."""
    return request.param


@_of_each([operation for operation in OPERATIONS if operation.stream])
def streaming(request):
    """An operation that answers with events."""
    return request.param


@pytest.fixture(scope="module")
def server():
    """Answers what the test says: `server.answer`."""
    with Loopback(lambda received: Answer()) as loopback:
        yield loopback


@pytest.fixture(scope="module")
def client(server):
    with Client(KEY, base_url=server.url, max_retries=0, timeout=10) as client:
        yield client


@pytest.fixture(scope="module")
def answered(server, client):
    """`answered(operation, answer)`: what the client makes of that answer."""
    return Exchange(server, client)


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


@pytest.fixture(scope="session")
def some(quick):
    """`some(way, items)`: all, but with `--quick` a fifth for an asynchronous client."""
    return lambda way, items: items[::5] if quick and way != "sync" else items
