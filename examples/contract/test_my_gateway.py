"""Hold a gateway of your own to the document: `pytest examples/contract` with your URL in it.

    GATEWAY_URL=https://gateway.example.com GATEWAY_KEY=... pytest examples/contract

Needs `pip install 'scaleway-genapi[contract]' pytest`. Without a URL the tests are skipped.
"""

from __future__ import annotations

import os

import pytest

from scaleway_genapi_contract import Severity, Target
from scaleway_genapi_contract.pytest_suite import *  # noqa: F403 -- the tests


@pytest.fixture(scope="module")
def genapi_contract_target() -> Target:
    """The server to judge: the one fixture that the suite needs."""
    if "GATEWAY_URL" not in os.environ:
        pytest.skip("set GATEWAY_URL")
    return Target(
        base_url=os.environ["GATEWAY_URL"],
        api_key=os.environ.get("GATEWAY_KEY", ""),
        max_tokens=32,
    )


@pytest.fixture(scope="module")
def genapi_contract_fail_on() -> Severity:
    """Be strict: a deviation fails, too."""
    return Severity.DEVIATION
