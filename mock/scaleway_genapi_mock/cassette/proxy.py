"""The proxy that records: every request goes to the upstream, every whole answer to the cassette.

What did not arrive whole is passed on as it is and never recorded. Knows HTTP and the document,
and nothing of any operation.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock._credentials import credentials
from scaleway_genapi_mock._redaction import event_data
from scaleway_genapi_mock.compile._operations import EVENT_STREAM
from scaleway_genapi_mock.compile._routes import sent_path
from scaleway_genapi_mock.wire._access import Access
from scaleway_genapi_mock.wire._transmit import TRANSPORT, until_gone

from .drift import drift
from .errors import CassetteError
from .exchange import LARGEST, Exchange, Passage, base_url, read_body, refuse
from .interaction import Event, Interaction, Recorded, Sent
from .match import declared_query
from .records import Records
from .redact import hider_of, kept_headers, redacted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping

    import httpx

    from scaleway_genapi_mock.compile._compile import Compiled
    from scaleway_genapi_mock.compile._operations import Operation
    from scaleway_genapi_mock.compile._routes import Match

    from .file import Writer

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

_HOP_BY_HOP = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
"""RFC 9110, section 7.6.1: they are about one connection, not about the message."""
_NOT_FORWARDED = _HOP_BY_HOP | {"host", "content-length", "accept-encoding", "expect"}
_NOT_RETURNED = _HOP_BY_HOP | {"content-length", "content-encoding", "date"}
_READABLE = {"gzip", "x-gzip", "deflate", "identity"}
"""What every httpx decodes; the rest needs packages that may not be here."""
_TOO_LARGE = f"the answer is larger than {LARGEST} bytes"
_LEAST_STATUS, _MOST_STATUS = 200, 599
_BAD_REQUEST, _FORBIDDEN, _BAD_GATEWAY, _GATEWAY_TIMEOUT = 400, 403, 502, 504


class Proxy:
    """The application that records.

    Args:
        upstream: The base URL of the server that answers, with or without `/v1`.
        compiled: The document.
        writer: Takes the interactions.
        key: Sent upstream instead of the key of the caller.
        redact_project: Hide project ids, too.
        hosts: Names by which it may be reached, as in `Config`.
        timeout: Seconds without a byte from the upstream.
        observer: Called when a request went through.
    """

    def __init__(
        self,
        upstream: str,
        compiled: Compiled,
        writer: Writer,
        *,
        key: str | None = None,
        redact_project: bool = False,
        hosts: Iterable[str] = (),
        timeout: float = 300.0,
        observer: Callable[[Passage], None] | None = None,
    ) -> None:
        self._base = base_url(upstream)
        self._compiled = compiled
        self._writer = writer
        self._key = key
        self._redact_project = redact_project
        self._access = Access(hosts)
        self._timeout = timeout
        self._observer = observer
        self._client: httpx.AsyncClient | None = None
        self.requests = 0

    async def close(self) -> None:
        """Close the connections to the upstream."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass on one request."""
        if scope["type"] != "http":
            return
        self.requests += 1
        passage = Passage(scope["method"], scope["path"])
        exchange = self._exchange(scope, passage)
        try:
            foreign = self._access.refusal(scope)
            if foreign is not None:
                # It may hold the key itself: what it passes on has its price.
                passage.problem = foreign
                await refuse(send, passage, _FORBIDDEN, foreign)
                return
            content = await read_body(receive)
            if content is None:
                passage.problem = "the client left"
                return
            if len(content) > LARGEST:
                passage.problem = "the body is too large"
                await refuse(send, passage, _BAD_REQUEST, f"larger than {LARGEST} bytes")
                return
            exchange.sent = replace(exchange.sent, content=content)
            await self._watched(exchange, scope, receive, send)
        finally:
            self._tell(exchange)

    def _tell(self, exchange: Exchange) -> None:
        """Tell the observer, once: before the last byte, so that who has that finds it told."""
        passage = exchange.passage
        passage.seconds = time.perf_counter() - exchange.started
        passage.hide(exchange.hider)
        if self._observer is not None and not exchange.told:
            exchange.told = True
            self._observer(passage)

    def _exchange(self, scope: Message, passage: Passage) -> Exchange:
        path = sent_path(scope)
        match: Match | None = self._compiled.routes.find(path)
        operation = match.methods.get(scope["method"]) if match else None
        query = declared_query(operation, scope["query_string"]) if operation else {}
        secrets = credentials(scope["headers"], scope["query_string"])
        end = operation.stream.end if operation and operation.stream else None
        project = match.project if match else None
        return Exchange(
            passage=passage,
            sent=Sent(scope["method"], path, b"", query),
            operation=operation,
            hider=hider_of(
                secrets if self._key is None else {*secrets, self._key},
                project if self._redact_project else None,
            ),
            end=None if end is None else end.encode(),
        )

    async def _watched(
        self, exchange: Exchange, scope: Message, receive: Receive, send: Send
    ) -> None:
        """Forward until the answer is passed on, or the client has left it."""
        work = asyncio.ensure_future(self._forward(exchange, scope, send))
        left = asyncio.ensure_future(until_gone(receive))
        try:
            await asyncio.wait([work, left], return_when=asyncio.FIRST_COMPLETED)
            if not work.done() and not exchange.ended:
                exchange.passage.problem = "the client left before the end"
                return
            await work
        finally:
            left.cancel()
            if not work.done():
                work.cancel()
            await asyncio.wait([work, left])

    async def _forward(self, exchange: Exchange, scope: Message, send: Send) -> None:
        import httpx  # noqa: PLC0415 - only who records needs a client

        passage = exchange.passage
        started = time.perf_counter()
        response: httpx.Response | None = None
        try:
            request = self._request(httpx, exchange, scope)
            response = await self._ready(httpx).send(request, stream=True)
            after = time.perf_counter() - started
            if not _LEAST_STATUS <= response.status_code <= _MOST_STATUS:
                passage.problem = (
                    f"{self._base} answered {response.status_code}, which is no status"
                )
                await refuse(send, passage, _BAD_GATEWAY, passage.problem)
                return
            await self._pass_on(exchange, response, after, send)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            reason = str(error) or type(error).__name__
            if exchange.begun:
                # The client has to see it, too: its answer ends as this one did.
                passage.problem = f"the answer broke off: {reason}"
                scope["state"][TRANSPORT].close()
            elif isinstance(error, httpx.TimeoutException):
                passage.problem = f"{self._base} did not answer in time ({type(error).__name__})"
                await refuse(send, passage, _GATEWAY_TIMEOUT, passage.problem)
            else:
                what = "cannot be reached" if response is None else "broke off its answer"
                if response is None and isinstance(error, httpx.RemoteProtocolError):
                    what = "gave no answer in HTTP"
                passage.problem = f"{self._base} {what}: {reason}"
                await refuse(send, passage, _BAD_GATEWAY, passage.problem)
        finally:
            if response is not None:
                await response.aclose()

    def _request(self, httpx_: Any, exchange: Exchange, scope: Message) -> httpx.Request:
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in scope["headers"]
            if name.decode("latin-1").lower() not in _NOT_FORWARDED
        ]
        if self._key is not None:
            headers = [pair for pair in headers if pair[0].lower() != "authorization"]
            headers.append(("authorization", f"Bearer {self._key}"))
        # A cassette is to be read by people; nothing in it is compressed.
        headers.append(("accept-encoding", "identity"))
        query = scope["query_string"].decode("latin-1")
        url = f"{self._base}{exchange.sent.path}" + (f"?{query}" if query else "")
        built: httpx.Request = httpx_.Request(
            exchange.sent.method, url, headers=headers, content=exchange.sent.content or None
        )
        return built

    def _ready(self, httpx_: Any) -> httpx.AsyncClient:
        client = self._client
        if client is None:
            client = self._client = cast(
                "httpx.AsyncClient",
                httpx_.AsyncClient(
                    timeout=self._timeout, limits=httpx_.Limits(max_connections=None)
                ),
            )
        return client

    async def _pass_on(
        self, exchange: Exchange, response: httpx.Response, after: float, send: Send
    ) -> None:
        exchange.passage.status = response.status_code
        headers = [
            (name.lower(), value)
            for name, value in response.headers.multi_items()
            if name.lower() not in _NOT_RETURNED
        ]
        declared = _declared(exchange.operation, response.status_code)
        kept = kept_headers(headers, declared)
        raw = [
            (name.lower(), value)
            for name, value in response.headers.raw
            if name.decode("latin-1").lower() not in _NOT_RETURNED
        ]
        begin = {"type": "http.response.start", "status": response.status_code, "headers": raw}
        coding = response.headers.get("content-encoding", "")
        if not _READABLE.issuperset(filter(None, re.split(r"[\s,]+", coding.lower()))):
            exchange.passage.problem = f"it is encoded as {coding}, although identity was asked for"
            raw.append((b"content-encoding", coding.encode("latin-1")))
            await self._untouched(exchange, response.aiter_raw(), begin, send)
        elif kept.get("content-type", "").lower().startswith(EVENT_STREAM):
            exchange.begun = True
            await send(begin)
            events = await self._stream(exchange, response, send)
            if events is not None:
                self._record(exchange, Recorded(response.status_code, kept, after, events=events))
            self._tell(exchange)
            await send({"type": "http.response.body", "body": b""})
        else:
            parts: list[bytes] = []
            size = 0
            pieces = response.aiter_bytes()
            async for piece in pieces:
                parts.append(piece)
                size += len(piece)
                if size > LARGEST:
                    break
            content = b"".join(parts)
            if size > LARGEST:
                exchange.passage.problem = _TOO_LARGE
                await self._untouched(exchange, pieces, begin, send, content)
                return
            self._record(exchange, Recorded(response.status_code, kept, after, content))
            raw.append((b"content-length", str(len(content)).encode()))
            self._tell(exchange)
            await send(begin)
            await send({"type": "http.response.body", "body": content})

    async def _untouched(
        self,
        exchange: Exchange,
        pieces: AsyncIterator[bytes],
        begin: Message,
        send: Send,
        first: bytes = b"",
    ) -> None:
        """Pass on what is not recorded, piece by piece."""
        exchange.begun = True
        await send(begin)
        await send({"type": "http.response.body", "body": first, "more_body": True})
        async for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _stream(
        self, exchange: Exchange, response: httpx.Response, send: Send
    ) -> tuple[Event, ...] | None:
        """Pass on a stream; its events, or None if there were too many of them."""
        started = time.perf_counter()
        records = Records()
        events: list[Event] = []
        size = 0
        async for piece in response.aiter_bytes():
            size += len(piece)
            if size > LARGEST:
                exchange.passage.problem = _TOO_LARGE
                events, records = [], Records()
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                continue
            after = time.perf_counter() - started
            whole = records.feed(piece)
            events += [Event(after, raw) for raw in whole]
            exchange.passage.events = len(events)
            if exchange.end is not None and any(exchange.end in raw for raw in whole):
                exchange.ended = any(event_data(raw) == exchange.end.decode() for raw in whole)
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if size > LARGEST:
            return None
        if records.rest():
            events.append(Event(time.perf_counter() - started, records.rest()))
        return tuple(events)

    def _record(self, exchange: Exchange, recorded: Recorded) -> None:
        """Record a whole answer, before its last byte: who has that may look at the cassette."""
        exchange.ended = True
        passage = exchange.passage
        if exchange.operation is None:
            passage.problem = "the document has no such operation"
            return
        interaction = redacted(
            Interaction(exchange.operation.id, exchange.sent, recorded), exchange.hider
        )
        passage.drifts = drift(self._compiled, interaction)
        try:
            self._writer.add(interaction)
        except CassetteError as error:
            passage.problem = str(error)
        else:
            passage.recorded = True


def _declared(operation: Operation | None, status: int) -> list[str]:
    response = operation.response(status) if operation is not None else None
    return list(response.headers) if response is not None else []
