"""What `chat.completions.stream(...)` yields. Plain values; `type` tells them apart.

Texts so far (`snapshot`) are joined when asked for, so that a stream costs what its length does; that holds
for pickling all of its events, too.
"""

from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeAlias, TypeVar

from attrs import define, evolve, field, fields

from scaleway_genapi._core import ScalewayGenAPIError
from scaleway_genapi._generated.models.chat_completion_chunk import ChatCompletionChunk

from ._merge import Pieces

T = TypeVar("T")


@define(kw_only=True)
class ChunkEvent:
    """A chunk as it came, before the events made of it."""

    chunk: ChatCompletionChunk
    type: Literal["chunk"] = "chunk"


@define(kw_only=True)
class _Delta:
    delta: str
    """What is new, as it came: a server may cut an emoji in two."""
    choice: int = 0
    """Index of the answer that it belongs to."""
    # The pieces of the whole text, which all of its events share, and how many of them this one knows.
    _pieces: Pieces | None = field(repr=False, eq=False, alias="pieces", default=None)
    _count: int = field(repr=False, eq=False, alias="count", default=0)

    @property
    def snapshot(self) -> str:
        """The text up to and with this piece.

        Raises:
            ScalewayGenAPIError: The event was pickled, which keeps its own piece alone.
        """
        if self._pieces is None:
            raise ScalewayGenAPIError(
                "an event that was pickled has its own piece alone, `delta`; take its `snapshot` along"
            )
        return Pieces(self._pieces[: self._count]).joined()

    def __copy__(self) -> Self:
        return evolve(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        # What the copy shares is only ever added to.
        return evolve(self)

    def __reduce__(self) -> tuple[Any, ...]:
        kind = type(self)
        own = {
            known.name: getattr(self, known.name) for known in fields(kind) if known.eq is not False
        }
        return _unpickled, (kind, own)


def _unpickled(kind: type[_Delta], own: dict[str, Any]) -> _Delta:
    return kind(**own)


@define(kw_only=True)
class ContentDeltaEvent(_Delta):
    """The next piece of the text."""

    type: Literal["content.delta"] = "content.delta"


@define(kw_only=True)
class ReasoningDeltaEvent(_Delta):
    """The next piece of the reasoning."""

    type: Literal["reasoning.delta"] = "reasoning.delta"


@define(kw_only=True)
class RefusalDeltaEvent(_Delta):
    """The next piece of a refusal."""

    type: Literal["refusal.delta"] = "refusal.delta"


@define(kw_only=True)
class ToolCallDeltaEvent(_Delta):
    """The next piece of a tool call's arguments."""

    index: int
    """The call's place in the message."""
    name: str
    """The function's name, as far as it is known."""
    type: Literal["tool_calls.function.arguments.delta"] = "tool_calls.function.arguments.delta"

    @property
    def arguments_delta(self) -> str:
        """`delta`, by the OpenAI SDK's name."""
        return self.delta

    @property
    def arguments(self) -> str:
        """`snapshot`, by the OpenAI SDK's name."""
        return self.snapshot


@define(kw_only=True)
class ContentDoneEvent(Generic[T]):
    """The whole text, at the end of an answer that has one."""

    content: str
    parsed: T | None = None
    """What the text means, where `response_format` is a type; None where it does not fit, or was cut:
    `get_final_completion()` says why."""
    choice: int = 0
    type: Literal["content.done"] = "content.done"


@define(kw_only=True)
class RefusalDoneEvent:
    """The whole refusal, at the end of an answer that is one."""

    refusal: str
    choice: int = 0
    type: Literal["refusal.done"] = "refusal.done"


@define(kw_only=True)
class ToolCallDoneEvent:
    """A whole tool call, at the end of its answer."""

    index: int
    """The call's place in the message."""
    id: str
    name: str
    arguments: str
    """JSON text, as the model wrote it."""
    choice: int = 0
    type: Literal["tool_calls.function.arguments.done"] = "tool_calls.function.arguments.done"


_Others: TypeAlias = (
    ChunkEvent
    | ContentDeltaEvent
    | ReasoningDeltaEvent
    | RefusalDeltaEvent
    | ToolCallDeltaEvent
    | RefusalDoneEvent
    | ToolCallDoneEvent
)

ParsedStreamEvent: TypeAlias = _Others | ContentDoneEvent[T]

if TYPE_CHECKING:
    ChatStreamEvent: TypeAlias = ParsedStreamEvent[Any]
else:  # of classes alone, so that `isinstance` takes it
    ChatStreamEvent = _Others | ContentDoneEvent
