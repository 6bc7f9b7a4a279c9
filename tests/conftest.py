"""What every test may ask for."""

from __future__ import annotations

import pytest


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request):
    """Async tests run under both event loops that the client supports."""
    return request.param


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch):
    """A developer's own key, project or base URL must not decide a test."""
    for name in ("SCW_SECRET_KEY", "SCW_DEFAULT_PROJECT_ID", "SCW_GENAPI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
