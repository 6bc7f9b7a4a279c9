"""What every test may ask for."""

from __future__ import annotations

import os
import signal

import pytest

LOOPBACK = "127.0.0.1,localhost,::1"


def pytest_configure(config):
    """Keep a proxy of this machine out of loopback traffic, also that of subprocesses."""
    for name in ("no_proxy", "NO_PROXY"):
        os.environ[name] = ",".join(filter(None, [os.environ.get(name), LOOPBACK]))


def pytest_addoption(parser):
    parser.addoption(
        "--quick", action="store_true", help="fewer examples, and nothing that needs Node.js"
    )


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--quick"):
        return
    needing_node = [item for item in items if item.get_closest_marker("node")]
    config.hook.pytest_deselected(items=needing_node)
    items[:] = [item for item in items if not item.get_closest_marker("node")]


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request):
    """Async tests run under both event loops that the client supports."""
    return request.param


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    """A developer's own key, project or base URL must not decide a test."""
    for name in ("SCW_SECRET_KEY", "SCW_DEFAULT_PROJECT_ID", "SCW_GENAPI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _no_signal_is_ignored():
    """Under nohup or in the background some are, and so they would be in the commands that a test starts."""
    ignored = [
        number
        for number in {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}
        if signal.getsignal(number) == signal.SIG_IGN
    ]
    for number in ignored:
        signal.signal(number, signal.SIG_DFL)
    yield
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)
