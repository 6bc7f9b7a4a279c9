"""A pytest plugin that runs everything on httpx2: `pytest -p tests.client.alias_httpx2 tests/client`.

Loaded before any import of httpx, as the alias demands.
"""

import httpx2

httpx2.alias_httpx()


def pytest_report_header():
    return "httpx is httpx2"


def pytest_configure(config):
    # Importing httpx2 this early imports anyio before pytest can rewrite its asserts.
    config.addinivalue_line("filterwarnings", "ignore::pytest.PytestAssertRewriteWarning")
