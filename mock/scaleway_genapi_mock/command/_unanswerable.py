"""What a document states and nobody could answer: said when it is read, not when somebody asks."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

from scaleway_genapi_mock._clock import Clock
from scaleway_genapi_mock._replies import Replies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scaleway_genapi_mock._config import Config
    from scaleway_genapi_mock.compile._compile import Compiled


def notes(compiled: Compiled, config: Config) -> Iterator[str]:
    """One sentence for each answer that cannot be made."""
    for operation, reason in Replies(compiled, config, Clock()).unanswerable():
        yield f"{operation.method} {operation.path} answers 500. {reason}"


def look(compiled: Compiled, config: Config, tell: Callable[[str], None]) -> None:
    """Tell each of the notes, beside what else is going on: a large document takes its time."""

    def told() -> None:
        for note in notes(compiled, config):
            tell(f"note: {note}; give it an example, or a rule")

    Thread(target=told, name="look at the answers", daemon=True).start()
