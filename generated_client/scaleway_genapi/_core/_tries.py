"""One call on its way: its tries, how each of them went, and what is done about it.

Sends, reads and waits for nothing: the clients do, and tell what came of it.
"""

import contextlib
import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from ._deadline import Deadline
from ._errors import APIError, APITimeoutError
from ._logging import log_response, log_retry, logger
from ._options import Options
from ._outcome import not_a_stream, status_error
from ._ratelimit import RateLimitHeaders
from ._redact import Secret, safe_cause
from ._request import Call
from ._retry import Decision, Failure, RetryEvent, decide
from ._timeouts import cap_timeouts

if TYPE_CHECKING:
    from ._pool import Pool


class Failed(NamedTuple):
    """A try without a good answer.

    Attributes:
        error: What the call raises unless it is tried again.
        cause: What the transport raised, unless it shows the key.
        wait: Seconds until the next try; None to give up.
    """

    error: APIError
    cause: BaseException | None = None
    wait: float | None = None


class Tries:
    """The tries of a call, one after the other.

    Attributes:
        call: What they have in common.
        deadline: When the call has to be done.
        key: What the last one was authorised with, which nothing made of its answer may show.
    """

    __slots__ = (
        "_attempt",
        "_clock",
        "_limits",
        "_options",
        "_pool",
        "_request",
        "_started",
        "call",
        "deadline",
        "key",
    )

    def __init__(
        self, call: Call, *, pool: "Pool", options: Options, clock: Any, limits: RateLimitHeaders
    ) -> None:
        self._pool = pool
        self._options = options
        self._clock = clock
        self._limits = limits
        self._attempt = 0
        self._request: Any = None
        self._started: float = clock.monotonic()
        self.call = call
        total = options.total_timeout
        self.deadline = None if total is None else Deadline(total, clock.monotonic)
        self.key: Secret | None = None

    def request(self, http: Any, key: Secret | None) -> Any:
        """The request of the next try.

        Raises:
            APITimeoutError: There is no time left: getting the key may have taken it.
        """
        if self.late():
            raise self.out_of_time()
        self._attempt += 1
        self.key = key
        self._request = self.call.build(
            self._pool.family,
            http,
            key,
            cap_timeouts(self.call.timeout, self.deadline),
            supplied=self._pool.supplied is not None,
        )
        return self._request

    def late(self) -> bool:
        """Whether the call's time is used up."""
        return self.deadline is not None and self.deadline.over()

    def out_of_time(self, doing: str = "") -> APITimeoutError:
        """The error for a call that is not done by its deadline."""
        seconds = 0.0 if self.deadline is None else self.deadline.seconds
        return APITimeoutError(
            f"{self.call.describe()}{doing}: not done within total_timeout ({seconds:g} s)"
        )

    def arrived(self, response: Any) -> bool:
        """Notes an answer, of which the body is still to be read; whether its status is a good one."""
        self.key = self.call.secret(self._request, self.key)
        status: int = response.status_code
        if logger.isEnabledFor(logging.DEBUG):
            log_response(self.call.describe(), status, self._clock.monotonic() - self._started)
        return 200 <= status < 300  # noqa: PLR2004 - success, by definition

    def no_answer(self, error: Exception) -> Failed:
        """Sending raised `error`."""
        from ._httpx import is_worth_retrying, translate  # noqa: PLC0415 - loaded by now

        self.key = self.call.secret(self._request, self.key)
        cause = safe_cause(error, self.key)
        if self.late():
            return Failed(self.out_of_time(), cause)
        response = self._answer_in(error)
        if response is not None:
            self.arrived(response)
            read = response.is_closed and hasattr(response, "_content")
            return self.refused(response, response.content if read else b"")._replace(cause=cause)
        family = self._pool.family
        problem = translate(family, error, secret=self.key, doing=self.call.describe())
        wait = self._decide(Failure(None)).wait if is_worth_retrying(family, error) else None
        return Failed(problem, cause, wait)

    def broken_body(self, error: Exception) -> Failed:
        """Reading the body raised `error`: only what is idempotent is asked for again."""
        from ._httpx import translate  # noqa: PLC0415 - loaded by now

        cause = safe_cause(error, self.key)
        doing = ", reading the answer"
        if self.late():
            return Failed(self.out_of_time(doing), cause)
        problem = translate(
            self._pool.family, error, secret=self.key, doing=f"{self.call.describe()}{doing}"
        )
        wait = self._decide(Failure(None)).wait if self.call.operation.idempotent else None
        return Failed(problem, cause, wait)

    def refused(self, response: Any, content: bytes) -> Failed:
        """The status is no good one; `content` is what there is of the body."""
        headers = response.headers
        decision = self._decide(Failure(response.status_code, headers, self._limits.read(headers)))
        error = status_error(
            response,
            content,
            self.call.operation,
            secret=self.key,
            limits=self._limits,
            asked=decision.asked,
        )
        return Failed(error, wait=decision.wait)

    def no_stream(self, response: Any, content: bytes) -> Failed:
        """The status is a good one, and what came is no stream, which was asked for."""
        return Failed(not_a_stream(response, content, self.call.operation, self.key, self._limits))

    def announce(self, failed: Failed) -> Any:
        """Tells the log and the callback of a retry; returns what the callback did."""
        wait = failed.wait or 0.0
        log_retry(self.call.describe(), self._attempt, wait, failed.error)
        tell = self._options.on_retry
        event = RetryEvent(self.call.operation.id, self._attempt, wait, failed.error)
        return None if tell is None else tell(event)

    def _answer_in(self, error: Exception) -> Any:
        """The answer to this call, where a response hook's raise_for_status() left it in its error.

        An auth class may have asked somebody else, whose refusal of it is none of the API's.
        """
        if isinstance(error, self._pool.family.module.HTTPStatusError):
            failed: Any = error
            with contextlib.suppress(RuntimeError):  # it is of no request
                if failed.request.url == self._request.url:
                    return failed.response
        return None

    def _decide(self, failure: Failure) -> Decision:
        if self._pool.gone:
            return Decision(None)
        return decide(
            self._options.retry,
            self._attempt,
            failure,
            now=self._clock.time(),
            random=self._clock.random,
            remaining=None if self.deadline is None else self.deadline.left(),
        )
