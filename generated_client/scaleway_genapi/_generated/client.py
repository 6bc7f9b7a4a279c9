# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""The clients. Importing them imports no resource, no model and no attrs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from scaleway_genapi._core import AsyncClientBase, SyncClient

from .api import API

if TYPE_CHECKING:
    from .resources.chat import AsyncChatResource, ChatResource
    from .resources.models import AsyncModelsResource, ModelsResource


class Client(SyncClient):
    __doc__ = SyncClient.__doc__

    _api = API

    @cached_property
    def models(self) -> ModelsResource:
        """The operations of `models`."""
        from .resources.models import ModelsResource

        return ModelsResource(self)

    @cached_property
    def chat(self) -> ChatResource:
        """The operations of `chat`."""
        from .resources.chat import ChatResource

        return ChatResource(self)


class AsyncClient(AsyncClientBase):
    __doc__ = AsyncClientBase.__doc__

    _api = API

    @cached_property
    def models(self) -> AsyncModelsResource:
        """The operations of `models`."""
        from .resources.models import AsyncModelsResource

        return AsyncModelsResource(self)

    @cached_property
    def chat(self) -> AsyncChatResource:
        """The operations of `chat`."""
        from .resources.chat import AsyncChatResource

        return AsyncChatResource(self)
