"""The hand-written core of the client: transport, retries, streams, errors, configuration.

Knows no endpoint and no model. What the generated code needs of it is named here; streams load with
the first one that is opened.
"""

from typing import TYPE_CHECKING, Any

from ._async_client import AsyncClientBase
from ._client import SyncClient
from ._errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RequestEncodeError,
    ResponseDecodeError,
    ScalewayGenAPIError,
    StreamDecodeError,
    StreamError,
    StreamInterruptedError,
    StreamServerError,
    UnprocessableEntityError,
)
from ._model import Model, an_array, decode_error, from_given, is_among, to_plain
from ._operation import ApiDescription, Operation, StreamFormat
from ._ratelimit import RateLimit, RateLimits
from ._raw_response import RawResponse
from ._resource import AsyncResource, Resource, hide_unknown, unknown_parameter
from ._retry import RetryEvent
from ._types import TimeoutTypes
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from ._async_stream import AsyncStream
    from ._stream import Stream

__all__ = [
    "UNSET",
    "APIConnectionError",
    "APIError",
    "APIStatusError",
    "APITimeoutError",
    "ApiDescription",
    "AsyncClientBase",
    "AsyncResource",
    "AsyncStream",
    "AuthenticationError",
    "BadRequestError",
    "ConfigurationError",
    "ConflictError",
    "InternalServerError",
    "Model",
    "NotFoundError",
    "Operation",
    "PermissionDeniedError",
    "RateLimit",
    "RateLimitError",
    "RateLimits",
    "RawResponse",
    "RequestEncodeError",
    "Resource",
    "ResponseDecodeError",
    "RetryEvent",
    "ScalewayGenAPIError",
    "Stream",
    "StreamDecodeError",
    "StreamError",
    "StreamFormat",
    "StreamInterruptedError",
    "StreamServerError",
    "SyncClient",
    "TimeoutTypes",
    "UnprocessableEntityError",
    "Unset",
    "an_array",
    "decode_error",
    "from_given",
    "hide_unknown",
    "is_among",
    "to_plain",
    "unknown_parameter",
]


if not TYPE_CHECKING:  # a module with __getattr__ has every name, to a type checker

    def __getattr__(name: str) -> Any:
        if name == "Stream":
            from ._stream import Stream  # noqa: PLC0415

            return Stream
        if name == "AsyncStream":
            from ._async_stream import AsyncStream  # noqa: PLC0415

            return AsyncStream
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
