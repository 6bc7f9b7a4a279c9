"""What a client is given to call, a key or a retry callback: plain functions for a blocking client, any for the other.

Knows nothing of what they are called for.
"""

from inspect import isawaitable, iscoroutine, iscoroutinefunction
from typing import Any

from ._config import check_api_key
from ._errors import ConfigurationError
from ._redact import Secret


def refuse_async(callback: object, source: str) -> None:
    """Refuses a callback that a blocking client would have to await."""
    called = getattr(type(callback), "__call__", None)  # noqa: B004 - the method itself
    if iscoroutinefunction(callback) or iscoroutinefunction(called):
        raise _not_awaited(source)


def refuse_awaitable(value: object, source: str) -> None:
    """As `refuse_async`, of one that looked plain."""
    if isawaitable(value):
        if iscoroutine(value):
            value.close()  # so that it does not complain, too
        raise _not_awaited(source)


def _not_awaited(source: str) -> ConfigurationError:
    return ConfigurationError(
        f"{source} must be a plain function here, which a Client can call without awaiting;"
        " give an AsyncClient the asynchronous one"
    )


def usable_key(key: Any) -> Secret | None:
    """The key for one try, checked; None where a supplied client authenticates."""
    return None if key is None else check_api_key(key, "What the api_key callable returned")
