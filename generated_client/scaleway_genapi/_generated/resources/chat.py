# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""`client.chat`: the operations, synchronous and asynchronous."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from scaleway_genapi._core import (
    AsyncResource,
    Resource,
)

if TYPE_CHECKING:
    from .chat_completions import AsyncChatCompletionsResource, ChatCompletionsResource


class ChatResource(Resource):
    """The operations of `chat`."""

    @cached_property
    def completions(self) -> ChatCompletionsResource:
        """The operations of `chat.completions`."""
        from .chat_completions import ChatCompletionsResource

        return ChatCompletionsResource(self._client)


class AsyncChatResource(AsyncResource):
    """The operations of `chat`."""

    @cached_property
    def completions(self) -> AsyncChatCompletionsResource:
        """The operations of `chat.completions`."""
        from .chat_completions import AsyncChatCompletionsResource

        return AsyncChatCompletionsResource(self._client)
