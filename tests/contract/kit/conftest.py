"""A run against the stand-in server, as one call."""

from __future__ import annotations

import pytest

from scaleway_genapi_contract import Target, run
from tests.contract.kit.standin import KEY, StandIn, write_served


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The document of what the stand-in serves, which is not all that there is."""
    return write_served(tmp_path_factory.mktemp("stand-in"))


@pytest.fixture
def report_of(served):
    """`report_of(drift, only=…, **target)`: the report on a stand-in that drifts like that."""

    def make(drift=lambda answer: None, *, only=(), skip=(), require=(), document=served, **target):
        with StandIn(drift) as server:
            given = {"api_key": KEY, "timeout": 5} | target
            return run(
                Target(base_url=server.url, **given),
                only=only,
                skip=skip,
                require=require,
                document=document,
            )

    return make


@pytest.fixture
def findings_of(report_of):
    """The findings as (severity, kind, message, pointer), all checks together, each once."""

    def make(drift, only, **target):
        report = report_of(drift, only=[only], **target)
        return {
            (f.severity.label, f.kind.name, f.message, f.pointer)
            for result in report.results
            for f in result.findings
        }

    return make
