"""The two engines, each started once."""

from __future__ import annotations

import pytest

from scaleway_genapi_mock import Limits, MockServer
from scaleway_genapi_mock.prism import prism_server
from tests.contract.engines import Engine


@pytest.fixture(scope="session")
def embedded():
    with MockServer() as server, MockServer(limits=Limits(requests=0)) as limited:
        yield Engine("embedded", server.url, limited.url)


@pytest.fixture(scope="session")
def prism():
    with prism_server() as server:
        yield Engine("prism", server.url, server.url)


@pytest.fixture(params=["embedded", pytest.param("prism", marks=pytest.mark.node)])
def engine(request) -> Engine:
    return request.getfixturevalue(request.param)
