"""Types that the signatures of the chat helpers name and the document cannot say. For type checkers only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol, Required

from scaleway_genapi._generated.params import CompletionParams

if TYPE_CHECKING:
    from types import CodeType


class CallableObject(Protocol):
    """Whatever can be called. Not `Callable`, which mypy would take for a `PlainFunction` as well and forget."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any: ...


class PlainFunction(Protocol):
    """A function or a method of which mypy has forgotten how it is called: what `[f, g]` is a list of."""

    @property
    def __code__(self) -> CodeType: ...


class StreamedParams(CompletionParams, total=False):
    """What `stream` asks of `create`."""

    stream: Required[Literal[True]]
