"""The options of a client: checked once, shared by its copies, changed by `with_options`.

Pure values; the key is in no repr.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ._config import (
    Address,
    check_api_key,
    check_headers,
    check_max_retries,
    check_project_id,
    check_seconds,
    join_project,
)
from ._errors import ConfigurationError
from ._operation import ApiDescription
from ._redact import Secret, hold
from ._retry import RetryEvent, RetryPolicy
from ._sse import DEFAULT_MAX_EVENT_SIZE
from ._timeouts import DEFAULT_TIMEOUT, timeout_values
from ._types import TimeoutTypes
from ._unset import UNSET, Unset


class Options(NamedTuple):
    """What one client works with.

    Attributes:
        address: Where requests go.
        api_key: The key, a callable that gives it, or None when the supplied HTTP client authenticates.
        timeout: The timeouts of one try, in seconds.
        total_timeout: Bound on a call with all its tries, in seconds.
        retry: The retry policy.
        headers: Headers sent with every request.
        on_retry: Called before every wait.
        max_event_size: Bound on one event of a stream, in bytes.
    """

    address: Address
    api_key: Any
    timeout: dict[str, float | None] = DEFAULT_TIMEOUT
    total_timeout: float | None = None
    retry: RetryPolicy = RetryPolicy()
    headers: Mapping[str, str] = {}
    on_retry: Callable[[RetryEvent], object] | None = None
    max_event_size: int = DEFAULT_MAX_EVENT_SIZE

    def __repr__(self) -> str:
        return f"<Options for {self.address.url}>"


def change(  # noqa: C901 - one line per option
    options: Options,
    api: ApiDescription,
    *,
    api_key: Any = UNSET,
    project_id: object | Unset | None = UNSET,
    timeout: TimeoutTypes | Unset = UNSET,
    total_timeout: float | Unset | None = UNSET,
    max_retries: int | Unset = UNSET,
    max_retry_wait: float | Unset | None = UNSET,
    default_headers: Mapping[str, str] | Unset | None = UNSET,
    on_retry: Callable[[RetryEvent], object] | Unset | None = UNSET,
    max_event_size: int | Unset = UNSET,
) -> Options:
    """`options` with those given replaced; headers are added to those there are, None removes all.

    Raises:
        ConfigurationError: A value is unusable.
    """
    changes: dict[str, Any] = {}
    if not isinstance(api_key, Unset):
        if api_key is None:
            api_key = Secret(None)
        changes["api_key"] = api_key if callable(api_key) else check_api_key(hold(api_key))
    if not isinstance(project_id, Unset):
        project = None if project_id is None else check_project_id(project_id, api)
        root = options.address.root
        changes["address"] = Address(root, project, join_project(api, root, project))
    if not isinstance(timeout, Unset):
        changes["timeout"] = timeout_values(timeout)
    if not isinstance(total_timeout, Unset):
        changes["total_timeout"] = check_seconds(total_timeout, "total_timeout")
    retry = options.retry
    if not isinstance(max_retries, Unset):
        retry = retry._replace(max_retries=check_max_retries(max_retries))
    if not isinstance(max_retry_wait, Unset):
        retry = retry._replace(
            max_wait=check_seconds(max_retry_wait, "max_retry_wait") or float("inf")
        )
    if not isinstance(default_headers, Unset):
        added = check_headers(default_headers)
        changes["headers"] = {} if default_headers is None else {**options.headers, **added}
    if not isinstance(on_retry, Unset):
        if on_retry is not None and not callable(on_retry):
            raise ConfigurationError("on_retry must be callable")
        changes["on_retry"] = on_retry
    if not isinstance(max_event_size, Unset):
        if type(max_event_size) is not int or max_event_size < 1:
            raise ConfigurationError("max_event_size must be a positive number of bytes")
        changes["max_event_size"] = max_event_size
    return options._replace(retry=retry, **changes)
