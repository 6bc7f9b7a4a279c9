"""What the helpers' errors tell of what is not theirs: an exception's words, and the headers of an answer.

Knows neither completions nor how they are decoded.
"""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from .errors import CompletionError

if TYPE_CHECKING:
    from scaleway_genapi._core import RateLimits


class Answer(Protocol):
    """What has the headers: a raw response, or a stream."""

    @property
    def request_id(self) -> str | None: ...

    @property
    def rate_limits(self) -> "RateLimits | None": ...


@contextmanager
def telling(answer: Answer) -> Generator[None]:
    """A `CompletionError` that is raised inside tells what the headers of its answer say."""
    try:
        yield
    except CompletionError as error:
        error.request_id = answer.request_id
        error.rate_limits = answer.rate_limits
        raise


def words_of(error: Exception) -> str:
    """What an exception of somebody else's code says; empty where it says nothing, or fails to."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - `__str__` is theirs, too
        return ""
