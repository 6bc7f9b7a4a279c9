"""What a failed test is told of the mock: the last requests, who answered them, the rules that met none.

Knows nothing of pytest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .testing import GenapiMock

_LAST = 10


def told(mock: GenapiMock) -> str:
    """A few lines for a person who wonders why the test failed."""
    return "\n".join(_lines(mock))


def _lines(mock: GenapiMock) -> Iterator[str]:
    entries = list(mock.journal)
    if not entries:
        yield f"no request came to {mock!r}"
    earlier = len(entries) - _LAST
    if earlier > 0:
        yield f"… {earlier} earlier requests"
    for entry in entries[-_LAST:]:
        by = f", answered by {entry.rule!r}" if entry.rule else ""
        yield f"{entry}{by}"
    for rule in mock.app.rules:
        if not rule.used:
            yield f"no request met {rule.name!r}"
