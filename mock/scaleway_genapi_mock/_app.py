"""The ASGI application: one request through the checks to its answer, and the answer to the wire.

The hot path is here, without a framework. It knows the order of things and nothing of any API.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from typing import TYPE_CHECKING, Any

from ._answers import EventStream
from ._aside import aside
from ._clock import Clock
from ._config import FIXED, ConfigError
from ._replies import Replies, streams
from ._stage import Stage
from .check._call import Call
from .check._checks import Checks
from .check._errors import Envelopes, Refusal
from .check._explain import faults
from .check._keys import redact
from .check._limits import Exceeded, RateLimiter
from .compile._compile import compile_document
from .compile._conventions import Words
from .compile._operations import essence_of
from .compile._routes import sent_path
from .control import PREFIX, answer, control
from .faults import PROFILES
from .journal._journal import Journal
from .pages import PAGES
from .rules import FunctionError, RuleError, RuleSet, parse_reply, parse_rule
from .wire._access import Access
from .wire._transmit import CUT, REFUSED, Disconnected, Line

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping

    from ._answers import Reply
    from ._config import Config
    from .cassette.replay import Replay
    from .compile._compile import Compiled
    from .journal._entry import Entry
    from .rules import Rule

    Scope = MutableMapping[str, Any]
    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Observer = Callable[[Entry], None]

_LOG = logging.getLogger("scaleway_genapi_mock")
_DRAINED = 4
"""So many times the largest body is read and thrown away, so that the client sees the answer."""
_EXCEEDED = {
    "requests": Words.REQUESTS,
    "tokens": Words.TOKENS,
    "concurrent": Words.CONCURRENCY,
}
_CONTROL = PREFIX.rstrip("/")
_GRACE = 0.25
"""Seconds in which a request that is cut off has to end."""
_JSON_HEADER = (b"content-type", b"application/json")


class App:
    """A mock server's application.

    `observer` is called with the journal's entry when an answer is complete.
    """

    def __init__(
        self, compiled: Compiled, config: Config, observer: Observer | None = None
    ) -> None:
        self.compiled = self._base_compiled = compiled
        self.clock = Clock()
        self.journal = Journal(config.journal_size, compiled.operations.keys(), compiled.properties)
        self.requests = 0
        """How many requests came since the start or the last reset."""
        self.observer = observer
        self._running: dict[asyncio.Task[Any], Callable[[], None]] = {}
        """The requests to operations, and how to end the connection of each."""
        self._base = config
        self._envelopes = Envelopes(compiled.document, compiled.operations)
        operations = compiled.operations.values()
        self._rates = next((o.rate_headers for o in operations if o.rate_headers), ())
        self.rules = RuleSet()
        self._base_replay = self._replay = self._recorded(config)
        # What the document has stands above what is only for people.
        self._pages = {path for path in PAGES if compiled.routes.find(path) is None}
        self.config = config
        self.configure(config, fresh=True)
        self._add_rules(config)

    def configure(self, config: Config, *, fresh: bool = False) -> None:
        """Live by `config` from the next request on. `fresh` forgets what limits counted."""
        # Everything is made before anything is changed: what cannot be, leaves all as it was.
        replay = self._replay
        if fresh:
            replay = self._base_replay
            if replay is not None:
                replay.rewind()
        elif config.cassette != self.config.cassette:
            replay = self._recorded(config)
        compiled = self._base_compiled
        if config.models != self._base.models:
            compiled = compile_document(compiled.document, known=config.models)
        access = Access(config.hosts)
        checks = Checks(config, compiled.routes)
        replies = Replies(compiled, config, self.clock)
        limits = None
        if fresh or config.limits != self.config.limits:
            limits = RateLimiter(self.clock, config.limits, shown=compiled.shown_limits)
        self.config = config
        self.compiled = compiled
        self._access = access
        self._replay = replay
        self._checks = checks
        self._stage = Stage(config, replies, self._envelopes, replay)
        self._profile = PROFILES[config.fault_profile] if config.fault_profile else None
        self.journal.resize(config.journal_size)
        self.journal.secrets = frozenset(key.secret for key in config.keys)
        if limits is not None:
            self.limiter = limits

    def _recorded(self, config: Config) -> Replay | None:
        if config.cassette is None:
            return None
        from .cassette.file import read_cassette  # noqa: PLC0415 - only who replays needs it
        from .cassette.replay import Replay  # noqa: PLC0415

        return Replay(read_cassette(config.cassette), self.compiled.routes)

    def reset(self) -> None:
        """Forget every request and every setting made since the start."""
        self.clock.reset()
        self.journal.clear()
        self.requests = 0
        self.rules.clear()
        self.configure(self._base, fresh=True)
        self._add_rules(self._base)

    async def cut_requests(self) -> None:
        """Cut off the requests to operations that still run. Inside the event loop."""
        running = dict(self._running)
        for task, end in running.items():
            end()
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=_GRACE)

    def change(self, **settings: Any) -> None:
        """Change settings of the configuration, until `reset`."""
        for name, instead in FIXED.items():
            if name in settings:
                raise ConfigError(f"{name} cannot be changed while it runs; {instead}")
        self.configure(self.config.changed(settings))

    def _add_rules(self, config: Config) -> None:
        for index, stated in enumerate(config.rules):
            try:
                self.add_rule(stated)
            except RuleError as error:
                parts = [(f"rule {index + 1}: {at}".rstrip(": "), what) for at, what in error.parts]
                raise RuleError(*parts[0], *parts[1:]) from None

    def add_rule(self, stated: Mapping[str, Any]) -> Rule:
        """Add the rule that a mapping states. Raises RuleError."""
        return self.rules.add(parse_rule(stated, self.compiled))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        path = sent_path(scope)
        if scope["path"] in self._pages or path.startswith(PREFIX) or path == _CONTROL:
            await self._beside(scope, receive, send)
            return
        task = asyncio.current_task()
        end = scope["state"].get(CUT) if "state" in scope else None
        if task is not None and end is not None:
            self._running[task] = end
        try:
            await self._operate(scope, path, receive, send)
        finally:
            if task is not None:
                self._running.pop(task, None)

    async def _beside(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is no part of the API, to those who may use it."""
        reason = self._access.refusal(scope)
        if reason is not None:
            await answer(send, 403, {"error": reason})
        elif scope["path"] in self._pages:
            from .pages.serve import page  # noqa: PLC0415 - only a person asks for pages

            await page(self, scope, receive, send)
        else:
            await control(self, scope, receive, send)

    async def _operate(self, scope: Scope, path: str, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        self.requests += 1
        call = Call(
            number=self.requests,
            method=scope["method"],
            path=scope["path"],
            sent_path=path,
            query=scope["query_string"],
            headers=dict(scope["headers"]),
            at=self.clock.now(),
        )
        entry = self.journal.begin(call)
        limiter = self.limiter
        admitted = False
        try:
            try:
                await self._checked(call, receive)
                self._admit(limiter)
                admitted = True
                reply = await self._reply(call, entry)
            except Refusal as refusal:
                entry.error = str(refusal)
                reply = self._stage.error(call, refusal)
            except Disconnected:
                self._identify(call, entry)
                raise
            except Exception as error:  # noqa: BLE001
                # A mock that breaks says so, and goes on: the traceback is for its maintainers.
                _LOG.exception("internal error at %s %s", call.method, call.path)
                entry.error = f"internal error: {error!r}"
                failure = Refusal(500, f"The mock failed: {error!r}")
                reply = self._stage.error(call, failure)
            self._note(call, entry, reply)
            limiter.tokens.take(reply.tokens)
            line = Line(scope, receive, send, started)
            latency = self.config.latency if reply.latency is None else reply.latency
            if latency:
                await line.wait(latency)
            headers = self._headers(call, reply)
            # Once the last byte is out, whoever sent the request may look at the journal. That of
            # a stream is far away yet.
            if not isinstance(reply, EventStream):
                entry.seconds = time.perf_counter() - started
            await line.answer(reply, headers, entry, self.config.token_delay)
        except Disconnected:
            refused = scope["state"].get(REFUSED) if "state" in scope else None
            if refused is None:
                entry.disconnected = True
            else:
                entry.status, reason = refused
                entry.error = f"{entry.status} {reason}"
        finally:
            if admitted:
                limiter.release()
            entry.seconds = time.perf_counter() - started
            if self.observer is not None:
                self.observer(entry)

    async def _reply(self, call: Call, entry: Entry) -> Reply:
        """What a rule answers, else the fault profile, else the server by itself."""
        if len(self.rules):
            rule = self.rules.find(call, self.config.seed)
            if rule is not None:
                entry.rule = rule.name
                spoken = rule.take()
                if spoken.ask is None:
                    return spoken.make(call, self._stage)
                try:
                    return spoken.told(await aside(spoken.ask, call))(call, self._stage)
                except FunctionError as error:
                    told = f"The function of the rule {rule.name!r} {error}"
                    # The test's own code: its traceback belongs into the log of the test.
                    _LOG.error(told, exc_info=error.__cause__)
                    raise Refusal(500, told) from error
        if self._profile is not None:
            stated = self._profile.reply(self.config.seed, call.number, streams=call.streams)
            if stated is not None:
                entry.rule = self.config.fault_profile
                return parse_reply(stated).make(call, self._stage)
        return self._stage.normal(call)

    async def _checked(self, call: Call, receive: Receive) -> None:
        checks = self._checks
        checks.route(call)
        operation = call.operation
        if operation is None:
            raise Refusal(404)
        checks.caller(call, operation)
        call.raw = await self._read(receive)
        checks.request(call, operation)
        self._stage.check(call)
        call.streams = streams(call, operation)

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
            raise Refusal(400, message_, headers={"connection": "close"})
        return body

    def _admit(self, limiter: RateLimiter) -> None:
        exceeded = limiter.admit()
        if exceeded is not None:
            raise _too_many(exceeded)

    def _identify(self, call: Call, entry: Entry) -> None:
        entry.operation = call.operation.id if call.operation else None
        entry.project = call.project
        entry.key = redact(call.key.secret) if call.key else None
        if call.operation is not None:
            # What is refused early may have asked for one all the same.
            entry.stream = call.streams or streams(call, call.operation)

    def _note(self, call: Call, entry: Entry, reply: Reply) -> None:
        operation = call.operation
        self._identify(call, entry)
        entry.status = reply.status if reply.started else 0
        self.journal.keep(entry, call, reply)
        if call.body is not None and operation is not None and operation.body is not None:
            strict = operation.body.content(essence_of(call.header("content-type") or "")).strict()
            if not entry.error and strict is not None and not strict.is_valid(call.body):
                entry.unknown = [fault.path for fault in faults(strict, call.body)]

    def _headers(self, call: Call, reply: Reply) -> list[tuple[bytes, bytes]]:
        # What an answer says itself stands above what is said of every answer, in whatever case.
        own = {name.lower().encode(): text.encode() for name, text in reply.headers.items()}
        headers: list[tuple[bytes, bytes]] = []
        if b"content-type" in own:
            pass
        elif reply.media_type == "application/json":
            headers.append(_JSON_HEADER)
        elif reply.media_type:
            headers.append((b"content-type", reply.media_type.encode()))
        # A path where nothing is belongs to no operation, and counts as little as one.
        rates = self._rates if call.operation is None else call.operation.rate_headers
        if rates:
            shown = {
                "requests": self.limiter.requests.shown(),
                "tokens": self.limiter.tokens.shown(),
            }
            headers += [
                (rate.name, shown[rate.resource][rate.what].encode())
                for rate in rates
                if rate.name.lower() not in own
            ]
        headers += own.items()
        return headers


def _too_many(exceeded: Exceeded) -> Refusal:
    seconds = max(1, math.ceil(exceeded.retry_after))
    words = _EXCEEDED[exceeded.resource]
    return Refusal(429, reason=words, headers={"retry-after": str(seconds)})
