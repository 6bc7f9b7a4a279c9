"""The pytest plugin: one mock server for the session, as new for every test.

pytest loads this module in every run of every project that has the package installed, so it
imports nothing until a test asks for the fixture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from ._address import MockAddress
    from .testing import GenapiMock

_EXTRA = "the fixture genapi_mock needs the extra: pip install 'scaleway-genapi[mock]'"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--genapi-mock-engine`."""
    parser.getgroup("scaleway-genapi").addoption(
        "--genapi-mock-engine",
        choices=["embedded", "prism"],
        default="embedded",
        help="what serves the fixture genapi_mock; Prism cannot be scripted",
    )


@pytest.fixture(scope="session")
def _genapi_mock_server(pytestconfig: pytest.Config) -> Iterator[Any]:
    if pytestconfig.getoption("--genapi-mock-engine") == "prism":
        yield from _prism()
        return
    try:
        from .testing import GenapiMock  # noqa: PLC0415 - costs nothing until it is used

        server = GenapiMock().start()
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("scaleway_genapi"):
            raise
        pytest.fail(f"{_EXTRA} ({error.name} is missing)", pytrace=False)
    yield server
    server.stop()


def _prism() -> Iterator[Any]:
    from .prism import PrismError  # noqa: PLC0415 - the second engine only on request
    from .prism.testing import PrismMock  # noqa: PLC0415

    try:
        server = PrismMock().start()
    except PrismError as error:
        pytest.fail(str(error), pytrace=False)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def genapi_mock_server(_genapi_mock_server: GenapiMock) -> MockAddress:
    """For fixtures that live longer than a test: `.url` and `.api_key` of the mock server.

    What the tests script and assert is `genapi_mock`, the same server.
    """
    from ._address import MockAddress  # noqa: PLC0415 - costs nothing until it is used

    return MockAddress(_genapi_mock_server.url, _genapi_mock_server.api_key)


@pytest.fixture
def genapi_mock(_genapi_mock_server: GenapiMock) -> Iterator[GenapiMock]:
    """The mock server: `.url`, `.api_key`, `.client()`, `.journal`. It is reset for each test."""
    _genapi_mock_server.reset()
    # A test may have stopped it.
    _genapi_mock_server.start()
    yield _genapi_mock_server
    _genapi_mock_server.reset()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, Any, None]:
    """Tell a failed test what came to the mock."""
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    used: dict[str, Any] = getattr(item, "funcargs", None) or {}
    mock = used.get("_genapi_mock_server")
    embedded = item.config.getoption("--genapi-mock-engine") == "embedded"
    if mock is None or not embedded or call.when != "call" or not report.failed:
        return
    from ._told import told  # noqa: PLC0415 - costs nothing until it is used

    report.sections.append(("genapi_mock", told(mock)))
