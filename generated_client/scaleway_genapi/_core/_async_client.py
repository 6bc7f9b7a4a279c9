"""The asynchronous client, under asyncio and trio: sends, waits and reads; see `_client`.

Knows no endpoint: the generated `AsyncClient` adds them.
"""

from collections.abc import Awaitable, Callable, Mapping
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Never, Self, TypeVar, Unpack, overload

from ._base_client import BaseClient, refuse_unknown
from ._body import read_body_async, read_what_comes_async
from ._callbacks import usable_key
from ._clock import AsyncClock
from ._deadline import in_time
from ._errors import ScalewayGenAPIError
from ._operation import Operation
from ._outcome import decode_response, is_stream
from ._pool import AsyncPool, Pool
from ._raw_response import RawResponse
from ._redact import Secret, hold
from ._retry import RetryEvent
from ._tries import Failed, Tries
from ._types import AsyncApiKey, AsyncHTTPClient, RequestOptions, TimeoutTypes
from ._unset import UNSET, Unset

if TYPE_CHECKING:
    from types import TracebackType

    from ._async_stream import AsyncStream

T = TypeVar("T")


class AsyncClientBase(BaseClient):
    """A client whose calls are awaited, under asyncio or trio.

    Tasks may share it. Each event loop that it is used in has connections of its own, which end with the
    loop, and so has a forked child; a supplied `http_client` must be replaced there by the caller.

    Args:
        api_key: IAM secret key, or a callable, plain or async, that gives one for each try; by default `SCW_SECRET_KEY`.
        project_id: UUID of the project to bill; by default `SCW_DEFAULT_PROJECT_ID` on the vendor's
            own host, and the key's default project elsewhere.
        base_url: Where the API is, with or without `/v1`; by default `SCW_GENAPI_BASE_URL`, then
            the vendor's host.
        timeout: Seconds without progress before a try is given up, or an `httpx.Timeout`, or None for
            no limit; by default the one that `http_client` was given, else 5 to connect, 600 to read.
        max_retries: Tries after the first one.
        http_client: An `httpx.AsyncClient` to send with. Its headers, cookies, parameters and hooks apply,
            ours win; its `auth` replaces the key. It stays the caller's to close.
        default_headers: Headers for every request.
        total_timeout: Bound on a call with all its tries and waits, in seconds: until the answer is read,
            or until the end of its stream.
        max_retry_wait: The longest wait asked for by the server that is honoured, in seconds; beyond
            it the error comes at once, with the wait as its `retry_after`. None for no limit.
        on_retry: Called with a `RetryEvent` before every wait; plain or async.
        max_event_size: Bound on one event of a stream, in bytes.
        clock: Time and chance, for tests.

    Raises:
        ConfigurationError: Something of this is missing or unusable.
        TypeError: An option that there is not.
    """

    _pool_class: ClassVar[type[Pool]] = AsyncPool
    _clock: AsyncClock

    def __init__(
        self,
        api_key: AsyncApiKey | None = None,
        *,
        project_id: str | None = None,
        base_url: str | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        max_retries: int = 2,
        http_client: AsyncHTTPClient | None = None,
        default_headers: Mapping[str, str] | None = None,
        total_timeout: float | None = None,
        max_retry_wait: float | None = 60.0,
        on_retry: Callable[[RetryEvent], object] | None = None,
        max_event_size: int | Unset = UNSET,
        clock: AsyncClock | None = None,
        **unknown: Never,
    ) -> None:
        # Before anything can fail: a traceback may show the local variables of this frame.
        api_key = hold(api_key)
        refuse_unknown(unknown, AsyncClientBase.__init__, type(self).__name__)
        self._clock = clock or AsyncClock()
        super().__init__(
            api_key,
            project_id=project_id,
            base_url=base_url,
            timeout=timeout,
            max_retries=max_retries,
            http_client=http_client,
            default_headers=default_headers,
            total_timeout=total_timeout,
            max_retry_wait=max_retry_wait,
            on_retry=on_retry,
            max_event_size=max_event_size,
        )

    def with_options(
        self,
        *,
        api_key: AsyncApiKey | Unset = UNSET,
        project_id: str | Unset | None = UNSET,
        timeout: TimeoutTypes | Unset = UNSET,
        total_timeout: float | Unset | None = UNSET,
        max_retries: int | Unset = UNSET,
        max_retry_wait: float | Unset | None = UNSET,
        default_headers: Mapping[str, str] | Unset | None = UNSET,
        on_retry: Callable[[RetryEvent], object] | Unset | None = UNSET,
        max_event_size: int | Unset = UNSET,
        **unknown: Never,
    ) -> Self:
        """A client with other options that shares this one's connections.

        Closing it does nothing: the connections belong to the client it was made from.

        Raises:
            ConfigurationError: An option is unusable.
        """
        api_key = hold(api_key)
        refuse_unknown(unknown, AsyncClientBase.with_options, "with_options")
        copy: Self = self._copy(
            api_key=api_key,
            project_id=project_id,
            timeout=timeout,
            total_timeout=total_timeout,
            max_retries=max_retries,
            max_retry_wait=max_retry_wait,
            default_headers=default_headers,
            on_retry=on_retry,
            max_event_size=max_event_size,
        )
        return copy

    copy = with_options

    @overload
    async def request(
        self,
        operation: Operation[T],
        *,
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> T: ...
    @overload
    async def request(
        self, operation: Operation[T], *, stream: Literal[True], **options: Unpack[RequestOptions]
    ) -> "AsyncStream[Any]": ...
    @overload
    async def request(
        self, operation: Operation[T], *, stream: bool, **options: Unpack[RequestOptions]
    ) -> "T | AsyncStream[Any]": ...
    async def request(
        self, operation: Operation[T], *, stream: bool = False, **options: Unpack[RequestOptions]
    ) -> "T | AsyncStream[Any]":
        """Calls an operation: the decoded answer, or with `stream` a stream of chunks.

        Raises:
            APIError: The call failed; its classes say how.
        """
        response, tries = await self._send(operation, stream, options)
        if stream:
            return self._open_stream(response, tries)
        return decode_response(response, operation, tries.key, self._api.rate_limits)

    @overload
    async def request_raw(
        self,
        operation: Operation[T],
        *,
        stream: Literal[False] = False,
        **options: Unpack[RequestOptions],
    ) -> RawResponse[T]: ...
    @overload
    async def request_raw(
        self, operation: Operation[T], *, stream: Literal[True], **options: Unpack[RequestOptions]
    ) -> "RawResponse[AsyncStream[Any]]": ...
    @overload
    async def request_raw(
        self, operation: Operation[T], *, stream: bool, **options: Unpack[RequestOptions]
    ) -> "RawResponse[T] | RawResponse[AsyncStream[Any]]": ...
    async def request_raw(
        self, operation: Operation[T], *, stream: bool = False, **options: Unpack[RequestOptions]
    ) -> "RawResponse[T] | RawResponse[AsyncStream[Any]]":
        """Calls an operation and gives the response with its status and headers; `parse()` decodes it.

        Raises:
            APIError: The call failed; its classes say how.
        """
        response, tries = await self._send(operation, stream, options)
        key, limits = tries.key, self._api.rate_limits
        if stream:
            opened = self._open_stream(response, tries)
            return RawResponse(response, lambda: opened, limits=limits, secret=key)
        return RawResponse(
            response,
            lambda: decode_response(response, operation, key, limits),
            limits=limits,
            secret=key,
        )

    def _open_stream(self, response: Any, tries: Tries) -> "AsyncStream[Any]":
        from ._async_stream import AsyncStream  # noqa: PLC0415 - loads a JSON library

        return AsyncStream(
            self._pool,
            response,
            tries.call.operation,
            secret=tries.key,
            limits=self._api.rate_limits,
            deadline=tries.deadline,
            max_event_size=self._options.max_event_size,
        )

    async def _send(
        self, operation: Operation[Any], stream: bool, options: RequestOptions
    ) -> tuple[Any, Tries]:
        """Sends until there is a good response or no hope; its body is read unless it is a stream."""
        http = self._pool.client()
        tries = self._tries(http, operation, stream, options)
        while True:
            key = self._key(http)
            if isawaitable(key):
                key = Secret(await _in_time(tries, key))
            request = tries.request(http, usable_key(key))
            outcome = await self._try(http, request, tries, stream)
            if not isinstance(outcome, Failed):
                return outcome, tries
            if outcome.wait is None:
                try:
                    raise outcome.error from outcome.cause
                finally:
                    # An error whose frames hold it is freed late, and the request with it.
                    del outcome
            told = tries.announce(outcome)
            if isawaitable(told):
                await _in_time(tries, told)
            await _in_time(tries, self._clock.sleep(outcome.wait))
            http = self._pool.client()  # raises if it was closed meanwhile

    async def _try(self, http: Any, request: Any, tries: Tries, stream: bool) -> Any:
        """The good response to one request, or how it `Failed`."""
        deadline = tries.deadline
        try:
            sending = http.send(request, stream=True)
            response = await (sending if deadline is None else in_time(deadline, sending))
        except ScalewayGenAPIError:
            raise  # of a call inside this one, made by a hook, say
        except Exception as error:  # noqa: BLE001 - a transport or a hook raises what it likes
            return tries.no_answer(error)
        if not tries.arrived(response):
            return tries.refused(response, await read_what_comes_async(response, deadline))
        if stream:
            if is_stream(response):
                return response
            return tries.no_stream(response, await read_what_comes_async(response, deadline))
        try:
            await read_body_async(response, deadline)
        except Exception as error:  # noqa: BLE001 - as above
            return tries.broken_body(error)
        return response

    async def close(self) -> None:
        """Closes the connections; nothing for a supplied `http_client` and for a copy by `with_options`."""
        if self._owner:
            await self._pool.close()

    aclose = close

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        await self.close()


async def _in_time(tries: Tries, awaitable: Awaitable[T]) -> T:
    """What `awaitable`, a callback's or a wait, gives before the call's time is used up."""
    try:
        return await in_time(tries.deadline, awaitable)
    except TimeoutError as error:
        if not tries.late():
            raise  # of the callback's own
        raise tries.out_of_time() from error
