"""A typed client for Scaleway Generative APIs: `Client`, `AsyncClient`, models, errors.

    from scaleway_genapi import Client

    client = Client()  # the key comes from SCW_SECRET_KEY
    client.chat.completions.create(model=..., messages=[...])

Every name here loads when it is first used (PEP 562); type checkers see all of them. Documented at
https://www.scaleway.com/en/docs/generative-apis/
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import models as models
    from . import types as types
    from ._core import UNSET as UNSET
    from ._core import APIConnectionError as APIConnectionError
    from ._core import APIError as APIError
    from ._core import APIStatusError as APIStatusError
    from ._core import APITimeoutError as APITimeoutError
    from ._core import AsyncStream as AsyncStream
    from ._core import AuthenticationError as AuthenticationError
    from ._core import BadRequestError as BadRequestError
    from ._core import ConfigurationError as ConfigurationError
    from ._core import ConflictError as ConflictError
    from ._core import InternalServerError as InternalServerError
    from ._core import NotFoundError as NotFoundError
    from ._core import PermissionDeniedError as PermissionDeniedError
    from ._core import RateLimit as RateLimit
    from ._core import RateLimitError as RateLimitError
    from ._core import RateLimits as RateLimits
    from ._core import RawResponse as RawResponse
    from ._core import RequestEncodeError as RequestEncodeError
    from ._core import ResponseDecodeError as ResponseDecodeError
    from ._core import RetryEvent as RetryEvent
    from ._core import ScalewayGenAPIError as ScalewayGenAPIError
    from ._core import Stream as Stream
    from ._core import StreamDecodeError as StreamDecodeError
    from ._core import StreamError as StreamError
    from ._core import StreamInterruptedError as StreamInterruptedError
    from ._core import StreamServerError as StreamServerError
    from ._core import UnprocessableEntityError as UnprocessableEntityError
    from ._core import Unset as Unset
    from ._generated.client import AsyncClient as AsyncClient
    from ._generated.client import Client as Client
    from ._generated.models import *  # noqa: F403 -- the names are generated
    from ._generated.types import *  # noqa: F403 -- the names are generated
    from .helpers._chat_stream import AsyncChatStream as AsyncChatStream
    from .helpers._chat_stream import ChatStream as ChatStream
    from .helpers._events import ChatStreamEvent as ChatStreamEvent
    from .helpers._events import ChunkEvent as ChunkEvent
    from .helpers._events import ContentDeltaEvent as ContentDeltaEvent
    from .helpers._events import ContentDoneEvent as ContentDoneEvent
    from .helpers._events import ReasoningDeltaEvent as ReasoningDeltaEvent
    from .helpers._events import RefusalDeltaEvent as RefusalDeltaEvent
    from .helpers._events import RefusalDoneEvent as RefusalDoneEvent
    from .helpers._events import ToolCallDeltaEvent as ToolCallDeltaEvent
    from .helpers._events import ToolCallDoneEvent as ToolCallDoneEvent
    from .helpers._function_tool import FunctionTool as FunctionTool
    from .helpers._function_tool import function_tool as function_tool
    from .helpers._parsed_stream import AsyncParsedChatStream as AsyncParsedChatStream
    from .helpers._parsed_stream import ParsedChatStream as ParsedChatStream
    from .helpers._structured import ParsedChatCompletion as ParsedChatCompletion
    from .helpers._tool_loop import ToolRun as ToolRun
    from .helpers.errors import CompletionError as CompletionError
    from .helpers.errors import InvalidOutputError as InvalidOutputError
    from .helpers.errors import LengthFinishReasonError as LengthFinishReasonError
    from .helpers.errors import RefusalError as RefusalError
    from .helpers.errors import ToolLoopError as ToolLoopError

    __version__: str

_CORE = frozenset(
    (
        "APIConnectionError",
        "APIError",
        "APIStatusError",
        "APITimeoutError",
        "AsyncStream",
        "AuthenticationError",
        "BadRequestError",
        "ConfigurationError",
        "ConflictError",
        "InternalServerError",
        "NotFoundError",
        "PermissionDeniedError",
        "RateLimit",
        "RateLimitError",
        "RateLimits",
        "RawResponse",
        "RequestEncodeError",
        "ResponseDecodeError",
        "RetryEvent",
        "ScalewayGenAPIError",
        "Stream",
        "StreamDecodeError",
        "StreamError",
        "StreamInterruptedError",
        "StreamServerError",
        "UNSET",
        "UnprocessableEntityError",
        "Unset",
    )
)
_HELPERS = {
    "AsyncChatStream": "_chat_stream",
    "AsyncParsedChatStream": "_parsed_stream",
    "ChatStream": "_chat_stream",
    "ChatStreamEvent": "_events",
    "ChunkEvent": "_events",
    "CompletionError": "errors",
    "ContentDeltaEvent": "_events",
    "ContentDoneEvent": "_events",
    "function_tool": "_function_tool",
    "FunctionTool": "_function_tool",
    "InvalidOutputError": "errors",
    "LengthFinishReasonError": "errors",
    "ParsedChatCompletion": "_structured",
    "ParsedChatStream": "_parsed_stream",
    "ReasoningDeltaEvent": "_events",
    "RefusalDeltaEvent": "_events",
    "RefusalDoneEvent": "_events",
    "RefusalError": "errors",
    "ToolCallDeltaEvent": "_events",
    "ToolCallDoneEvent": "_events",
    "ToolLoopError": "errors",
    "ToolRun": "_tool_loop",
}
"""Name and module of `helpers`."""

_SUBMODULES = ("models", "types")


if not TYPE_CHECKING:  # a module with __getattr__ has every name, to a type checker

    def __getattr__(name: str) -> Any:
        from ._generated import EXPORTS  # noqa: PLC0415 -- importing the package must cost nothing

        if name in _CORE:
            module = "._core"
        elif name in EXPORTS:
            module = f"._generated.{EXPORTS[name]}"
        elif name in _HELPERS:
            module = f".helpers.{_HELPERS[name]}"
        elif name in _SUBMODULES:
            return import_module(f".{name}", __name__)  # which binds it here
        elif name == "__all__":
            return sorted({*_CORE, *EXPORTS, *_HELPERS})
        elif name == "__version__":
            from importlib.metadata import version  # noqa: PLC0415 -- slow to import, rarely asked

            return version("scaleway-genapi")
        else:
            from ._core._elsewhere import package_advice  # noqa: PLC0415 -- rarely needed

            raise AttributeError(
                f"module {__name__!r} has no attribute {name!r}{package_advice(name)}"
            )
        value = getattr(import_module(module, __name__), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    from ._generated import EXPORTS  # noqa: PLC0415 -- see above

    return sorted({*_CORE, *EXPORTS, *_HELPERS, *_SUBMODULES, "__version__"})
