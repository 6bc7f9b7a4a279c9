"""The calls of a run: over httpx, within the budget, each example's answer asked for once."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from ._api import Api
from ._budget import Ledger, at_least, estimate
from ._exchange import Exchange, NoAnswer, NotAsked
from ._findings import CallRecord
from ._json import dig, dumps, is_array, is_object
from ._redact import unescaped
from ._requests import fill
from ._schemas import Schemas, follows_format
from ._target import TargetError
from ._wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import TracebackType
    from typing import Self

    from scaleway_genapi_mock.document import Document

    from ._api import Field, Operation
    from ._findings import Finding
    from ._target import Target
    from ._wire import Reply

_WHOLE = 2
_ENOUGH = 3
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
        self._answers: dict[tuple[str, str], Exchange | NoAnswer] = {}
        self.base = target.base_url.rstrip("/").removesuffix(self.api.prefix)
        self.cut = ""
        self._wire = Wire(target.timeout)
        self._end = time.monotonic() + target.deadline
        self._endless = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._wire.close()

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
            except (NoAnswer, NotAsked) as error:
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
        """The answer to a request example of the document, asked for once a run.

        Without the name of one it is a request without a body.
        """
        key = (operation.id, example)
        if key not in self._answers:
            asked = operation.body
            body = fill(self, operation, asked.examples[example]) if asked and example else None
            try:
                self._answers[key] = self.send(operation, body=body)
            except NoAnswer as reason:
                self._answers[key] = reason
        answer = self._answers[key]
        if isinstance(answer, NoAnswer):
            raise NoAnswer(str(answer)) from answer
        return answer

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

        Raises NoAnswer, NotAsked.
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
        seconds = self._seconds()
        tokens = estimate(body, limits, self.target.max_tokens)
        self.ledger.reserve(tokens)
        query = {n: v for (p, n), v in operation.parameters.items() if p == "query"}
        verb = method or operation.method
        request = self._wire.request(
            verb,
            (self.root if root is None else root) + place,
            params=query or None,
            headers=sent,
            content=content,
        )
        started = time.perf_counter()
        try:
            reply = self._wire.receive(request, seconds)
        except NoAnswer as error:
            self.records.append(CallRecord(verb, place, None, time.perf_counter() - started))
            self._note(endless=error.late)
            raise
        took = time.perf_counter() - started
        self.records.append(CallRecord(verb, place, reply.status, took))
        self._note(endless=reply.endless)
        exchange = self._exchange(verb, place, body, reply, took)
        least = at_least(body, limits, self.target.max_tokens)
        self.ledger.settle(tokens, exchange.tokens, least if exchange.success else 0)
        return exchange

    def _seconds(self) -> float:
        """How long a call may take. Raises NotAsked if there is no time left, or no sense in it."""
        left = self._end - time.monotonic()
        if left <= 0:
            self.cut = f"the {self.target.deadline:g} s of the run are over"
        elif self._endless >= _ENOUGH:
            self.cut = f"{_ENOUGH} answers in a row did not come to an end"
        if self.cut:
            raise NotAsked(self.cut)
        return min(left, self.target.timeout * _WHOLE)

    def _note(self, *, endless: bool) -> None:
        self._endless = self._endless + 1 if endless else 0
        if endless and time.monotonic() >= self._end:
            # The run's time was up, not the server's.
            self._seconds()

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

    def _exchange(self, verb: str, path: str, body: Any, reply: Reply, seconds: float) -> Exchange:
        # From here on no part of the kit sees a secret that the server sent back.
        hide = self.redact.long.hide
        text = reply.body.decode("utf-8", "surrogateescape")
        # A string of JSON may write any sign as an escape: undone where that shows a secret.
        plain, held = hide(unescaped(text))
        if held:
            text = plain
        else:
            text, held = hide(text)
        headers: dict[str, str] = {}
        for name, value in reply.headers.items():
            headers[name], more = hide(value)
            held |= more
        return Exchange(
            method=verb,
            path=path,
            request=body,
            status=reply.status,
            headers=headers,
            body=text.encode("utf-8", "surrogateescape"),
            seconds=seconds,
            broken=reply.broken,
            repeats_key=self.target.api_key in held,
        )


def _ids(answer: Exchange) -> tuple[str, ...]:
    """The ids of the items of a list object: of its first array of objects that have one."""
    body = answer.parsed
    arrays = [value for value in body.values() if is_array(value)] if is_object(body) else []
    for items in arrays:
        ids = tuple(i for item in items if isinstance(i := dig(item, "id"), str))
        if ids:
            return ids
    return ()
