"""What the synchronous and the asynchronous client share: configuration, and what a call is made of.

Knows neither endpoints nor how bytes travel; what becomes of a call is `_tries`'s.
"""

import os
from collections.abc import Callable, Mapping
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from ._callbacks import refuse_async, refuse_awaitable
from ._config import (
    BASE_URL_VARIABLE,
    KEY_VARIABLE,
    PROJECT_VARIABLE,
    check_api_key,
    check_headers,
    check_mapping,
    find_address,
    find_api_key,
    is_loopback,
)
from ._copies import take_along
from ._errors import ConfigurationError
from ._operation import ApiDescription, Operation
from ._options import Options, change
from ._pool import Pool
from ._redact import Secret, hold
from ._request import (
    Call,
    Template,
    build_template,
    call_headers,
    expand_path,
    make_url,
    with_query,
)
from ._request_body import encode
from ._retry import RetryEvent, RetryPolicy
from ._timeouts import timeout_values
from ._tries import Tries
from ._types import RequestOptions, TimeoutTypes
from ._unset import UNSET, Unset

_MAX_TEMPLATES = 256


class BaseClient:
    """Configuration, and what a call is made of."""

    _api: ClassVar[ApiDescription]
    _pool_class: ClassVar[type[Pool]]

    def __init__(
        self,
        api_key: Any,
        *,
        project_id: object | None,
        base_url: object | None,
        timeout: TimeoutTypes | Unset,
        max_retries: int,
        http_client: Any,
        default_headers: Mapping[str, str] | None,
        total_timeout: float | None,
        max_retry_wait: float | None,
        on_retry: Callable[[RetryEvent], object] | None,
        max_event_size: int | Unset,
    ) -> None:
        if not hasattr(type(self), "_api"):
            raise ConfigurationError(
                f"{type(self).__name__} describes no API: use the generated Client"
            )
        pool = self._pool_class(http_client)
        authenticates = http_client is not None and http_client.auth is not None
        if api_key is None:
            # A supplied client that authenticates by itself needs no key of ours.
            api_key = None if authenticates else find_api_key(hold(os.environ.get(KEY_VARIABLE)))
        elif not callable(api_key):
            api_key = check_api_key(hold(api_key))
        supplied_url = None if http_client is None else str(http_client.base_url)
        # Not os.environ itself, which holds the key.
        environment = {
            name: os.environ.get(name, "") for name in (BASE_URL_VARIABLE, PROJECT_VARIABLE)
        }
        if isinstance(timeout, Unset) and http_client is not None:
            timeout = pool.timeout_of_supplied()
        options = Options(
            address=find_address(self._api, base_url, project_id, supplied_url, environment),
            api_key=api_key,
            retry=RetryPolicy(),
            headers=check_headers(default_headers),
        )
        options = change(
            options,
            self._api,
            timeout=timeout,
            total_timeout=total_timeout,
            max_retries=max_retries,
            max_retry_wait=max_retry_wait,
            on_retry=on_retry,
            max_event_size=max_event_size,
        )
        pool.loopback = is_loopback(options.address.root)
        self._shared = {}
        self._set_up(options, pool, owner=True)

    @classmethod
    def from_profile(
        cls, name: str | None = None, *, path: str | os.PathLike[str] | None = None, **options: Any
    ) -> Self:
        """A client with key and project of a profile of the Scaleway CLI.

        Needs the extra `profile` (the vendor's scaleway-core, which reads the file). The environment's
        SCW_SECRET_KEY and SCW_DEFAULT_PROJECT_ID win over the file; the project counts on the vendor's
        own host only, as it does in the environment.

        Args:
            name: The profile; by default `SCW_PROFILE`, then the file's active one.
            path: The configuration file; by default `SCW_CONFIG_PATH`, then `~/.config/scw/config.yaml`.
            **options: As for the class itself; they win over the profile.

        Raises:
            ConfigurationError: There is no such file or profile, or it has no key.
        """
        from ._profile import read_profile  # noqa: PLC0415 - needs an extra

        profile = read_profile(name, path)
        if "api_key" not in options:
            if not profile.secret_key:
                raise ConfigurationError(f"The profile {name or 'in use'} has no secret_key")
            options["api_key"] = profile.secret_key
        options["api_key"] = hold(options["api_key"])
        elsewhere = (
            options.get("base_url")
            or os.environ.get(BASE_URL_VARIABLE)
            or str(getattr(options.get("http_client"), "base_url", ""))
        )
        if not elsewhere:
            options.setdefault("project_id", profile.project_id)
        return cls(**options)

    def _set_up(self, options: Options, pool: Any, *, owner: bool) -> None:
        if not pool.asynchronous:
            refuse_async(options.api_key, "api_key")
            refuse_async(options.on_retry, "on_retry")
        self._options = options
        self._pool = pool
        self._owner = owner
        place = (options.address.url, *options.headers.items())
        if place not in self._shared and len(self._shared) >= _MAX_TEMPLATES:
            self._shared.clear()
        self._templates = self._shared.setdefault(place, {})

    def _copy(self, **changes: Any) -> Any:
        copy = object.__new__(type(self))
        copy._clock = self._clock
        copy._shared = self._shared
        copy._set_up(change(self._options, self._api, **changes), self._pool, owner=False)
        # Last, for what a subclass has may be the mark from which on it refuses changes.
        take_along(self, copy)
        return copy

    def __copy__(self) -> Self:
        copy: Self = self._copy()
        return copy

    def __deepcopy__(self, memo: object) -> Self:
        # Of a service that holds a client, say: connections are shared, not copied.
        return self.__copy__()

    # Templates by where they go and what headers they have besides: a client that is made for one call,
    # for a tenant say, finds those of the client before it.
    _shared: dict[tuple[Any, ...], dict[tuple[Operation[Any], bool], Template]]
    _pool: Any  # a SyncPool or an AsyncPool
    _clock: Any  # a Clock or an AsyncClock: the classes below say which

    @property
    def base_url(self) -> str:
        """Where requests go, project included; an operation's path is appended to it."""
        return self._options.address.url

    @property
    def project_id(self) -> str | None:
        """The project that requests are for; None for the key's default one, or one inside the base URL."""
        return self._options.address.project_id

    @property
    def max_retries(self) -> int:
        """Tries after the first one."""
        return self._options.retry.max_retries

    def __repr__(self) -> str:
        # A traceback of the constructor shows a client that has no options yet.
        options: Options | None = getattr(self, "_options", None)
        url = None if options is None else options.address.url
        return f"{type(self).__name__}(base_url={url!r})"

    if not TYPE_CHECKING:  # a class with __getattr__ has every name, to a type checker

        def __getattr__(self, name: str) -> Any:
            from ._elsewhere import client_attribute  # noqa: PLC0415 - rarely needed

            return client_attribute(self, name)

    def __reduce__(self) -> NoReturn:
        # A pickle would hold the key.
        raise TypeError(f"a {type(self).__name__} cannot be pickled; make one in each process")

    def _call(
        self, http: Any, operation: Operation[Any], stream: bool, options: RequestOptions
    ) -> Call:
        if stream and operation.stream is None:
            raise ConfigurationError(f"{operation.id} has no streamed answer")
        template = self._template(http, operation, stream)
        url = template.url
        if path_params := options.get("path_params"):
            url = make_url(
                self._pool.family, self.base_url + expand_path(operation.path, path_params)
            )
        if self._pool.supplied is not None and http.params:
            url = url.copy_merge_params(http.params)
        query, extra_query = (
            options.get("query"),
            check_mapping(options.get("extra_query"), "extra_query"),
        )
        if query:
            own = {name: value for name, value in query.items() if name not in extra_query}
            url = with_query(url, own, "query")
        if extra_query:
            url = with_query(url, extra_query, "extra_query")
        timeout = options.get("timeout", UNSET)
        return Call(
            operation,
            template,
            url=url,
            headers=call_headers(options.get("headers"), options.get("extra_headers")),
            content=encode(
                options.get("body"), check_mapping(options.get("extra_body"), "extra_body")
            ),
            timeout=self._options.timeout
            if isinstance(timeout, Unset)
            else timeout_values(timeout),
        )

    def _template(self, http: Any, operation: Operation[Any], stream: bool) -> Template:
        key = (operation, stream)
        template = self._templates.get(key)
        supplied = self._pool.supplied is not None
        if template is None or (supplied and template.merged != http.headers.raw):
            template = build_template(
                self._pool.family,
                operation,
                base=self.base_url,
                defaults=self._options.headers,
                client_headers=http.headers if supplied else None,
                streaming=stream,
            )
            if len(self._templates) >= _MAX_TEMPLATES:
                # Operations are constants, so this bounds only callers that make them as they go.
                self._templates.clear()
            self._templates[key] = template
        return template

    def _key(self, http: Any) -> Any:
        """The key for one try; whatever the callable gives when it is one."""
        if self._pool.supplied is not None and http.auth is not None:
            return None
        key = self._options.api_key
        if not callable(key):
            return key
        given: Any = key()
        if isawaitable(given):
            if not self._pool.asynchronous:
                refuse_awaitable(given, "api_key")
            return given
        return Secret(given)

    def _tries(
        self, http: Any, operation: Operation[Any], stream: bool, options: RequestOptions
    ) -> Tries:
        return Tries(
            self._call(http, operation, stream, options),
            pool=self._pool,
            options=self._options,
            clock=self._clock,
            limits=self._api.rate_limits,
        )


def refuse_unknown(unknown: dict[str, Any], method: Any, name: str) -> None:
    """Raises for options that a method does not have.

    Raises:
        TypeError: There are some; the message says which there are.
    """
    if unknown:
        from ._elsewhere import unknown_option  # noqa: PLC0415 - rarely needed

        raise unknown_option(f"{name}()", unknown, {"api_key", *method.__kwdefaults__})
