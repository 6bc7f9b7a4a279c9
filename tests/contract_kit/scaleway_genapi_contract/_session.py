"""The calls of a run: over httpx, within the budget, each example's answer asked for once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

import httpx

from ._api import Api
from ._budget import Ledger, estimate
from ._exchange import Exchange, NoAnswer
from ._findings import CallRecord
from ._json import dig, dumps, is_array, is_object
from ._redact import Redactor, unescaped
from ._requests import fill
from ._schemas import Schemas, follows_format
from ._target import TargetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType
    from typing import Self

    from scaleway_genapi_mock.document import Document

    from ._api import Field, Operation
    from ._findings import Finding
    from ._target import Target

_LARGEST_BODY = 16 * 1024 * 1024
_DEADLINES = 10
_REFUSALS = (401, 403)
OWN_KEY: Final = "<the target's own>"


class Session:
    """Everything that the checks of one run share. A context manager."""

    def __init__(self, target: Target, document: Document) -> None:
        self.target = target
        self.api = Api(document)
        self.schemas = Schemas(document)
        self.redact = target.redactor
        self.ledger = Ledger(target.budget)
        self.records: list[CallRecord] = []
        self.models: tuple[str, ...] = ()
        self._told: set[tuple[str, Finding]] = set()
        self._answers: dict[tuple[str, str], Exchange] = {}
        self.base = target.base_url.rstrip("/").removesuffix(self.api.prefix)
        self._http = httpx.Client(timeout=target.timeout, headers={"accept": "*/*"})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    @property
    def root(self) -> str:
        """What the document's paths are appended to: base URL, and project if there is one."""
        if self.target.project_id is None:
            return self.base
        segment = self.api.project_segment
        if segment is None:
            raise TargetError("the document knows no URL of a project; leave --project-id out")
        path, form = segment
        if form is not None and not follows_format(self.target.project_id, form):
            # Not shown: it may be a key in the wrong place.
            raise TargetError(f"the project id is no {form}, which the document wants it to be")
        return self.base + path.format(quote(self.target.project_id, safe=""))

    def open(self) -> None:
        """Find the server and its models. Raises TargetError if it cannot be judged."""
        listing = self._listing()
        if listing is not None:
            try:
                answer = self.send(listing)
            except NoAnswer as error:
                where = urlsplit(self.base)
                raise TargetError(
                    f"no answer from {where.scheme}://{where.netloc}: {error}"
                ) from None
            if answer.status in _REFUSALS and listing.secured:
                said = self.redact(answer.message)
                hint = "is refused" if self.target.api_key else "is missing, and the server asks"
                raise TargetError(f"the API key {hint}: {answer.status} {said}".rstrip())
            self.models = _ids(answer)
            if not self.models and self._in_want_of_a_model():
                raise TargetError(self._no_models(listing, answer))
        if not self.models and self._in_want_of_a_model():
            raise TargetError("the document lists no models: name one (--model)")

    def _listing(self) -> Operation | None:
        """What lists the models, else whatever costs nothing to ask for."""
        cheap = [o for o in self.api.operations if o.method == "GET" and not o.parameters]
        wanted = {selector.name.lower() for selector in self._selectors()}
        return next((o for o in cheap if o.listed in wanted), next(iter(cheap), None))

    def _selectors(self) -> Iterator[Field]:
        for operation in self.api.operations:
            if operation.body is not None and operation.body.selector is not None:
                yield operation.body.selector

    def _in_want_of_a_model(self) -> bool:
        return self.target.model is None and any(self._selectors())

    def _no_models(self, listing: Operation, answer: Exchange) -> str:
        """Why there is none to name: an empty list, or an answer that is no list at all."""
        called = f"{listing.method} {listing.path}"
        if answer.success and is_object(answer.parsed):
            return f"{called} lists no models: name one (--model)"
        kind = answer.media_type or "without a content-type"
        said = self.redact(answer.message)
        told = f"{called} was answered with {answer.status} {kind} {said}".rstrip()
        return f"{told}: no list of models. Is it the base URL? Else name a model (--model)"

    def model_for(self, named: str | None, operation: Operation) -> str | None:
        """The model to put where an example of `operation` names `named`."""
        if self.target.model is not None:
            return self.target.model
        if named in self.models:
            return named
        return self._favourite(operation) or named

    def _favourite(self, asked: Operation) -> str | None:
        # The first model of the document's examples that this server has, those of the same
        # operation first: a list may begin with a model that cannot do what is asked for.
        for operation in (asked, *self.api.operations):
            selector = operation.body.selector if operation.body else None
            if operation.body is not None and selector is not None:
                for example in operation.body.examples.values():
                    if example.get(selector.name) in self.models:
                        return str(example[selector.name])
        return next(iter(self.models), None)

    def answer(self, operation: Operation, example: str) -> Exchange:
        """The answer to a request example of the document, asked for once a run."""
        key = (operation.id, example)
        if key not in self._answers:
            if operation.body is None:
                self._answers[key] = self.send(operation)
            else:
                body = operation.body.examples[example]
                self._answers[key] = self.send(operation, body=fill(self, operation, body))
        return self._answers[key]

    def is_news(self, operation: Operation, finding: Finding) -> bool:
        """Whether this is the first time that `operation` meets `finding`."""
        key = (operation.id, finding)
        told = key in self._told
        self._told.add(key)
        return not told

    def send(
        self,
        operation: Operation,
        *,
        body: Any = None,
        key: str | None = OWN_KEY,
        headers: Mapping[str, str] | None = None,
        method: str | None = None,
        path: str | None = None,
        root: str | None = None,
    ) -> Exchange:
        """Call `operation`.

        Args:
            body: A value to send as JSON, or bytes to send as they are.
            key: The bearer token; None for no Authorization header.

        Raises NoAnswer, OverBudget.
        """
        place = self._path(operation) if path is None else path
        sent = dict(headers or {})
        token = self.target.api_key if key is OWN_KEY else key
        if token:
            sent.setdefault("authorization", f"Bearer {token}")
        content = body if isinstance(body, bytes) or body is None else dumps(body)
        if content is not None and operation.body is not None:
            sent.setdefault("content-type", operation.body.type)
        sent |= {n: str(v) for (p, n), v in operation.parameters.items() if p == "header"}
        limits = [f.name for f in operation.body.limits] if operation.body else []
        tokens = estimate(body, limits, self.target.max_tokens)
        self.ledger.reserve(tokens)
        query = {n: v for (p, n), v in operation.parameters.items() if p == "query"}
        verb = method or operation.method
        request = self._http.build_request(
            verb,
            (self.root if root is None else root) + place,
            params=query or None,
            headers=sent,
            content=content,
        )
        started = time.perf_counter()
        try:
            exchange = self._receive(request, place, body, started)
        except NoAnswer:
            self.records.append(CallRecord(verb, place, None, time.perf_counter() - started))
            raise
        self.records.append(CallRecord(verb, place, exchange.status, exchange.seconds))
        self.ledger.settle(tokens, exchange.tokens)
        return exchange

    def _path(self, operation: Operation) -> str:
        path = operation.path
        for (place, name), value in operation.parameters.items():
            if place == "path":
                selects = any(
                    # `model_id` names a model, too.
                    selector.name in (name, name.removesuffix("_id"))
                    for selector in self._selectors()
                )
                filled = self.model_for(str(value), operation) if selects else value
                path = path.replace(f"{{{name}}}", quote(str(filled), safe=""))
        return path

    def _receive(self, request: httpx.Request, path: str, body: Any, started: float) -> Exchange:
        try:
            response = self._http.send(request, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NoAnswer(_reason(error, self.target.timeout)) from error
        pieces, size, broken = bytearray(), 0, None
        deadline = started + self.target.timeout * _DEADLINES
        try:
            for piece in response.iter_bytes():
                pieces += piece
                size += len(piece)
                if size > _LARGEST_BODY:
                    broken = f"it is longer than {_LARGEST_BODY // 2**20} MiB"
                    break
                if time.perf_counter() > deadline:
                    broken = f"it did not end within {self.target.timeout * _DEADLINES:g} s"
                    break
        except httpx.HTTPError as error:
            broken = _reason(error, self.target.timeout)
        finally:
            response.close()
        headers = {name.lower(): value for name, value in response.headers.items()}
        # From here on no part of the kit sees a secret that the server sent back.
        text = pieces.decode("utf-8", "surrogateescape")
        own_key, hide = Redactor({self.target.api_key: ""}).long, self.redact.long
        # A string of JSON may write any sign as an escape: undone where that shows a secret.
        text = plain if hide.repeats(plain := unescaped(text)) else text
        return Exchange(
            method=request.method,
            path=path,
            request=body,
            status=response.status_code,
            headers={name: hide(value) for name, value in headers.items()},
            body=hide(text).encode("utf-8", "surrogateescape"),
            seconds=time.perf_counter() - started,
            broken=broken,
            repeats_key=any(own_key.repeats(t) for t in (text, *headers.values())),
        )


def _reason(error: Exception, timeout: float) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"nothing came within {timeout:g} s"
    text = str(error).strip()
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _ids(answer: Exchange) -> tuple[str, ...]:
    """The ids of the items of a list object: of its first array of objects that have one."""
    body = answer.parsed
    arrays = [value for value in body.values() if is_array(value)] if is_object(body) else []
    for items in arrays:
        ids = tuple(i for item in items if isinstance(i := dig(item, "id"), str))
        if ids:
            return ids
    return ()
