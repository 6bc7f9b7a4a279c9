# The public surface of scaleway_genapi_contract.pytest_suite at the release, for `python -m openapi.compatibility`.
# Never edited. Classes within a class are what its attributes hand out.
from typing import Any, Literal, NotRequired, Required, TypeAlias, overload

__all__ = [
    'genapi_contract_fail_on',
    'genapi_contract_session',
    'genapi_contract_target',
    'test_contract',
]

def genapi_contract_fail_on() -> Severity: ...
def genapi_contract_session(genapi_contract_target: Target) -> Iterator[Session]: ...
def genapi_contract_target() -> Target: ...
def test_contract(
    check: Check,
    genapi_contract_session: Session,
    genapi_contract_fail_on: Severity,
) -> None: ...
