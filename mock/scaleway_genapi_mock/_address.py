"""What outlives a test of the mock that a session shares: where it is, and what opens it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MockAddress:
    """Where the server of the fixture `genapi_mock` is: what `genapi_mock_server` hands out.

    It takes no rules: they would be lost at the next test, before which the server is reset.

    Attributes:
        url: The base URL, without `/v1`.
        api_key: The key that may do everything.
    """

    url: str
    api_key: str = field(repr=False)
