# The public surface of scaleway_genapi_mock.pytest_plugin at the release, for `python -m openapi.compatibility`.
# Never edited. Classes within a class are what its attributes hand out.
from typing import Any, Literal, NotRequired, Required, TypeAlias, overload

__all__ = [
    'genapi_mock',
    'genapi_mock_server',
    'pytest_addoption',
    'pytest_runtest_makereport',
]

def genapi_mock(_genapi_mock_server: GenapiMock) -> Iterator[GenapiMock]: ...
def genapi_mock_server(_genapi_mock_server: GenapiMock) -> MockAddress: ...
def pytest_addoption(parser: Parser) -> None: ...
def pytest_runtest_makereport(
    item: Item,
    call: CallInfo[None],
) -> Generator[None, Any, None]: ...
