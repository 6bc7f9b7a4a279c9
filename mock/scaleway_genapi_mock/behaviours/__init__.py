"""What single operations do beyond the document: by operationId, and only here.

An operation without a behaviour works as well: it answers an example, or a generated value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from scaleway_genapi_mock._answers import Reply
    from scaleway_genapi_mock._call import Call

    Behaviour = Callable[[Call, "Surroundings"], Reply]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a behaviour may know: the seed, the time in seconds, what is listed under which name.

    `listed` maps the name of a kind of thing ("model") to its items by id; `dedicated` says to
    answer as a dedicated deployment does.
    """

    seed: int
    now: float
    listed: Mapping[str, Mapping[str, Any]]
    dedicated: bool = False


def find(operation_id: str) -> Behaviour | None:
    """The behaviour of an operation; None if it has none."""
    if operation_id == "chat.completions.create":
        from .chat import complete  # noqa: PLC0415 - a document without chat needs none of it

        return complete
    return None
