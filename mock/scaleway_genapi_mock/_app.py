"""The ASGI application: one request through the checks to its answer, and the answer to the wire.

The hot path is here, without a framework. It knows the order of things and nothing of any API.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ._answers import Answer, EventStream
from ._call import Call
from ._checks import Checks
from ._clock import Clock
from ._errors import Envelopes, Refusal
from ._explain import faults
from ._journal import Journal, kept
from ._json import dumps, is_object
from ._limits import Exceeded, RateLimiter
from ._replies import Replies, streams

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping, Sequence

    from ._answers import Reply
    from ._compile import Compiled
    from ._config import Config, ErrorShape
    from ._journal import Entry
    from ._operations import Operation

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Observer = Callable[[Entry], None]

_LOG = logging.getLogger("scaleway_genapi_mock")
_BREATHE = 32
"""After so many events without a delay, other requests get their turn."""
_DRAINED = 4
"""So many times the largest body is read and thrown away, so that the client sees the answer."""
_JSON_HEADER = (b"content-type", b"application/json")
_NO_BUFFERING = [(b"cache-control", b"no-cache"), (b"x-accel-buffering", b"no")]


class Disconnected(Exception):  # noqa: N818 - what the client did
    """The client is gone."""


class App:
    """A mock server's application.

    `observer` is called with the journal's entry when an answer is complete.
    """

    def __init__(
        self, compiled: Compiled, config: Config, observer: Observer | None = None
    ) -> None:
        self.compiled = compiled
        self.clock = Clock()
        self.journal = Journal(config.journal_size)
        self.requests = 0
        """How many requests came since the start or the last reset."""
        self.observer = observer
        self._base = config
        self._envelopes = Envelopes(compiled.document, compiled.operations)
        self.configure(config)

    def configure(self, config: Config) -> None:
        """Live by `config` from the next request on."""
        self.config = config
        self._checks = Checks(config, self.compiled.routes)
        self._replies = Replies(self.compiled, config, self.clock)
        self.limiter = RateLimiter(self.clock, config.limits, shown=self.compiled.shown_limits)

    def reset(self) -> None:
        """Forget every request and every setting made since the start."""
        self.clock.reset()
        self.journal.clear()
        self.requests = 0
        self.configure(self._base)

    def change(self, **settings: Any) -> None:
        """Change settings of the configuration, until `reset`."""
        self.configure(replace(self.config, **settings))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        started = time.perf_counter()
        self.requests += 1
        call = Call(
            number=self.requests,
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"],
            headers=dict(scope["headers"]),
            at=self.clock.now(),
        )
        entry = self.journal.begin(call)
        limiter = self.limiter
        admitted = False
        try:
            try:
                operation = await self._checked(call, receive)
                self._admit(limiter)
                admitted = True
                reply = self._replies.reply(call, operation)
            except Refusal as refusal:
                entry.error = str(refusal)
                reply = self._refused(call, refusal)
            except Exception as error:  # noqa: BLE001
                # A mock that breaks says so, and goes on: the traceback is for its maintainers.
                _LOG.exception("internal error at %s %s", call.method, call.path)
                entry.error = f"internal error: {error!r}"
                reply = self._refused(call, Refusal(500, f"The mock failed: {error!r}"))
            self._note(call, entry, reply)
            limiter.tokens.take(reply.tokens)
            if self.config.latency:
                await self._pause(self.config.latency, receive)
            await self._send(call, reply, entry, receive, send)
        except Disconnected:
            entry.disconnected = True
        finally:
            if admitted:
                limiter.release()
            entry.seconds = time.perf_counter() - started
            if self.observer is not None:
                self.observer(entry)

    async def _checked(self, call: Call, receive: Receive) -> Operation:
        checks = self._checks
        checks.route(call)
        operation = call.operation
        if operation is None:
            raise Refusal(404)
        checks.caller(call, operation)
        call.raw = await self._read(receive)
        checks.request(call, operation)
        call.streams = streams(call, operation)
        return operation

    async def _read(self, receive: Receive) -> bytes:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        body: bytes = message.get("body", b"")
        if message.get("more_body"):
            parts, size = [body], len(body)
            most = self.config.max_body
            while message.get("more_body") and size <= most * _DRAINED:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Disconnected
                size += len(message.get("body", b""))
                if size <= most:
                    parts.append(message.get("body", b""))
            body = b"".join(parts) if size <= most else bytes(most + 1)
        if len(body) > self.config.max_body:
            message_ = f"The body is larger than {self.config.max_body} bytes."
            raise Refusal(400, message_, reason="body-size", headers={"connection": "close"})
        return body

    def _admit(self, limiter: RateLimiter) -> None:
        exceeded = limiter.admit()
        if exceeded is not None:
            raise _too_many(exceeded)

    def _refused(self, call: Call, refusal: Refusal) -> Answer:
        operation = call.operation
        headers = dict(refusal.headers)
        after = headers.pop("retry-after", None)
        if after is not None and operation is not None and operation.retry_after:
            headers["retry-after"] = after
        body = self._envelopes.body(
            operation.id if operation else "", refusal, self._shape(call, refusal)
        )
        return Answer(dumps(body), refusal.status, headers=headers)

    def _shape(self, call: Call, refusal: Refusal) -> ErrorShape:
        if self.config.gateway_errors and refusal.status in {401, 403}:
            return "gateway"
        selector = call.operation.selector if call.operation else None
        if selector is not None and is_object(call.body):
            value = call.body.get(selector.name)
            if isinstance(value, str) and value in selector.legacy:
                return "flat"
        return self.config.error_shape

    def _note(self, call: Call, entry: Entry, reply: Reply) -> None:
        operation = call.operation
        entry.operation = operation.id if operation else None
        entry.project = call.project
        entry.key = repr(call.key) if call.key else None
        entry.status = reply.status
        entry.body = kept(call.body, len(call.raw))
        if isinstance(reply, Answer):
            entry.answer = kept(reply.content, len(reply.content))
        if call.body is not None and operation is not None and operation.body is not None:
            strict = operation.body.strict_validator
            if not entry.error and strict is not None and not strict.is_valid(call.body):
                entry.unknown = [fault.path for fault in faults(strict, call.body)]

    async def _send(
        self, call: Call, reply: Reply, entry: Entry, receive: Receive, send: Send
    ) -> None:
        headers = self._headers(call, reply)
        if isinstance(reply, Answer):
            headers.append((b"content-length", str(len(reply.content)).encode()))
            await send({"type": "http.response.start", "status": reply.status, "headers": headers})
            await send({"type": "http.response.body", "body": reply.content})
            return
        headers += _NO_BUFFERING
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await self._stream(reply, entry, receive, send)

    def _headers(self, call: Call, reply: Reply) -> list[tuple[bytes, bytes]]:
        headers: list[tuple[bytes, bytes]] = []
        if reply.media_type == "application/json":
            headers.append(_JSON_HEADER)
        elif reply.media_type:
            headers.append((b"content-type", reply.media_type.encode()))
        operation = call.operation
        if operation is not None and operation.rate_headers:
            shown = {
                "requests": self.limiter.requests.shown(),
                "tokens": self.limiter.tokens.shown(),
            }
            headers += [
                (rate.name, shown[rate.resource][rate.what].encode())
                for rate in operation.rate_headers
            ]
        for name, text in reply.headers.items():
            headers.append((name.encode(), text.encode()))
        return headers

    async def _stream(self, reply: EventStream, entry: Entry, receive: Receive, send: Send) -> None:
        delays: Sequence[float] = reply.delays or (self.config.token_delay,)
        last = len(delays) - 1
        gone = _Gone(receive)
        try:
            for index, data in enumerate(reply.records):
                delay = delays[min(index, last)]
                if delay:
                    await gone.wait(delay)
                elif index % _BREATHE == _BREATHE - 1:
                    await gone.wait(0)
                await send({"type": "http.response.body", "body": data, "more_body": True})
                entry.streamed = index + 1
            await send({"type": "http.response.body", "body": b""})
        finally:
            gone.stop()

    async def _pause(self, seconds: float, receive: Receive) -> None:
        gone = _Gone(receive)
        try:
            await gone.wait(seconds)
        finally:
            gone.stop()


class _Gone:
    """Waits, and notices when the client leaves meanwhile. Listens only once it is needed."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._task: asyncio.Task[None] | None = None

    async def _listen(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def wait(self, seconds: float) -> None:
        """Wait for `seconds`; Disconnected if the client leaves."""
        if self._task is None:
            self._task = asyncio.create_task(self._listen())
        done, _ = await asyncio.wait([self._task], timeout=seconds)
        if done:
            raise Disconnected

    def stop(self) -> None:
        """Listen no longer."""
        if self._task is not None:
            with suppress(RuntimeError):
                self._task.cancel()


def _too_many(exceeded: Exceeded) -> Refusal:
    seconds = max(1, math.ceil(exceeded.retry_after))
    # The document's examples are named after what was exceeded; "concurren" fits both forms.
    reason = exceeded.resource[:9]
    return Refusal(429, reason=reason, headers={"retry-after": str(seconds)})
