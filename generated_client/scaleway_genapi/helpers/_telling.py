"""What the helpers' errors tell of the answer that they are about: what its headers say.

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
