"""The checks as pytest tests: `from scaleway_genapi_contract.pytest_suite import *`.

Say which server is judged by a fixture of your own of the name `genapi_contract_target`, in the
same module or in a conftest below it; without one, the environment says it (SCW_GENAPI_BASE_URL,
SCW_SECRET_KEY, SCW_DEFAULT_PROJECT_ID).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scaleway_genapi_mock.document import load_document

from ._findings import Severity, State
from ._run import checks
from ._session import Session
from ._target import Target, TargetError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._check import Check

__all__ = [
    "genapi_contract_fail_on",
    "genapi_contract_session",
    "genapi_contract_target",
    "test_contract",
]

_CHECKS = checks()


@pytest.fixture(scope="module")
def genapi_contract_target() -> Target:
    """The server to judge. Override it."""
    try:
        return Target.from_environment()
    except TargetError as error:
        # Not skipped: a fixture of a misspelt name would look like a server that passes.
        pytest.fail(f"{error}, or override the fixture genapi_contract_target", pytrace=False)


@pytest.fixture(scope="module")
def genapi_contract_fail_on() -> Severity:
    """From which severity a test fails. Override it to be stricter."""
    return Severity.VIOLATION


@pytest.fixture(scope="module")
def genapi_contract_session(genapi_contract_target: Target) -> Iterator[Session]:
    """The connection that all tests of a module share."""
    with Session(genapi_contract_target, load_document()) as session:
        session.open()
        yield session


@pytest.mark.parametrize("check", _CHECKS, ids=[check.id for check in _CHECKS])
def test_contract(
    check: Check, genapi_contract_session: Session, genapi_contract_fail_on: Severity
) -> None:
    """The server honours the document."""
    result = check.run(genapi_contract_session)
    findings = "\n".join(f"  {f.severity.label}: {f}" for f in result.findings)
    if result.fails(genapi_contract_fail_on):
        pytest.fail(f"{check.title}: it does not\n{findings}", pytrace=False)
    if result.unmade and (result.needed or genapi_contract_session.cut):
        pytest.fail(f"{check.title}: not judged, {result.reason}", pytrace=False)
    if result.state in {State.NOT_SUPPORTED, State.SKIPPED}:
        pytest.skip(f"{result.state.value}: {result.reason}")
