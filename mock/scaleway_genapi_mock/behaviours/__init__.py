"""What single operations do beyond the document: by operationId, and only here.

An operation without a behaviour works as well: it answers an example, or a generated value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scaleway_genapi_mock._answers import Reply
    from scaleway_genapi_mock.check._call import Call

    Listed = Mapping[str, Mapping[str, Any]]
    Check = Callable[[Call, Listed], None]
    Answer = Callable[[Call, "Surroundings", "Script | None"], Reply]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What an operation does: `check` refuses (raises Refusal) what `answer` could not answer.

    Limits and rules come between the two. `check` keeps what it counted in `Call.measured`.
    `crowded` names the document's example that refuses too many items of a kind.
    """

    check: Check
    answer: Answer
    crowded: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a behaviour may know: the seed, the time in seconds, what is listed under which name.

    `listed` maps the name of a kind of thing ("model") to its items by id; `dedicated` says to
    answer as a dedicated deployment does.
    """

    seed: int
    now: float
    listed: Listed
    dedicated: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """What a behaviour shall say instead of what it would think of.

    Attributes:
        pieces: The text, in the pieces in which a stream sends it; None for no text.
        reasoning: What is thought before.
        calls: Tools to call: name and arguments as JSON text.
        finish_reason: Why the answer ends; None for what fits.
        delays: Seconds before each of the pieces, None for the server's own; empty for all its own.
    """

    pieces: tuple[str, ...] | None = None
    reasoning: str = ""
    calls: tuple[tuple[str, str], ...] = ()
    finish_reason: str | None = None
    delays: tuple[float | None, ...] = ()


def last_message(body: Any) -> str:
    """The text of the last message of a request body; empty where it has no messages."""
    from .wording import text_of  # noqa: PLC0415

    messages = body.get("messages") if is_object(body) else None
    last = messages[-1] if is_array(messages) and messages else None
    return text_of(last.get("content")) if is_object(last) else ""


def find(operation_id: str) -> Behaviour | None:
    """The behaviour of an operation; None if it has none."""
    if operation_id == "chat.completions.create":
        # A document without chat needs no such.
        from .chat import TOO_MANY_IMAGES, check, complete  # noqa: PLC0415

        return Behaviour(check, complete, TOO_MANY_IMAGES)
    return None
