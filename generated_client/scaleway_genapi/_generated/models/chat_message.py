# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ChatMessage."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from scaleway_genapi._core import Model as ModelBase

from .assistant_message import AssistantMessage
from .chat_completion_message import ChatCompletionMessage
from .system_message import SystemMessage
from .tool_message import ToolMessage
from .user_message import UserMessage


def _decode_by_role(data: Any) -> Any:
    """The class that the tag of the union names; an unknown tag leaves the mapping as it is."""
    found = _CLASSES_BY_ROLE.get(data.get("role"))
    return data if found is None else found.from_dict_unchecked(data)


ChatMessage: TypeAlias = (
    SystemMessage | UserMessage | AssistantMessage | ToolMessage | ChatCompletionMessage
)
"""One message of a conversation; `role` says which kind. A message of an earlier answer
(`ChatCompletionMessage`) can be sent back as it came.
"""


def decode_chat_message(data: Any) -> Any:
    """A value of `ChatMessage`, from JSON data."""
    return _decode_by_role(data)


_CLASSES_BY_ROLE: Final[dict[Any, type[ModelBase]]] = {
    "system": SystemMessage,
    "user": UserMessage,
    "assistant": AssistantMessage,
    "tool": ToolMessage,
}
