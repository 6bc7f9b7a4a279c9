"""What is wrong with a document, and where: values first, one exception that carries them.

Knows nothing of OpenAPI; a problem is a message, a file, a line and a JSON pointer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a document.

    `line` is 1-based; `pointer` is a JSON pointer (RFC 6901) without the leading `#`.
    Either is None where the finding has no such place (a file that cannot be read, say).
    """

    message: str
    path: str
    line: int | None = None
    pointer: str | None = None

    def __str__(self) -> str:
        """`path:line: message (at #/pointer)`: the form that editors and CI logs link."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        where = "" if self.pointer is None else f" (at #{self.pointer})"
        return f"{place}: {self.message}{where}"


class DocumentError(Exception):
    """A document cannot be used; `problems` says why, a line each in `str()`."""

    __module__ = "scaleway_genapi_mock"  # where it is imported from: a traceback shows it

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[DocumentError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)
