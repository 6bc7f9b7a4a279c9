"""The one error of this package: its text says what was wrong and what to do next."""

from __future__ import annotations


class PrismError(RuntimeError):
    """Prism, or what it needs, cannot be started."""


def tail(text: str, lines: int = 15) -> str:
    """The last lines of a program's output, indented, for the end of a message."""
    kept = [line.rstrip() for line in text.splitlines() if line.strip()][-lines:]
    return "".join(f"\n    {line}" for line in kept)
