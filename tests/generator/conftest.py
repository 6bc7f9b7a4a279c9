"""Generates from a document written inline, imports what came out, and calls it."""

from __future__ import annotations

import importlib
import itertools
import json
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from generator.config import GeneratorConfig
from generator.generate import generate
from scaleway_genapi_mock.document import Document, load_document
from tests.generator.inline_documents import HEAD, PING, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

_numbers = itertools.count()


@dataclass
class Sent:
    """What the client sent, as the server saw it."""

    requests: list[httpx.Request] = field(default_factory=list)

    @property
    def last(self) -> httpx.Request:
        return self.requests[-1]

    @property
    def body(self) -> Any:
        return json.loads(self.last.content)


def _fresh(response: httpx.Response) -> httpx.Response:
    """A response that nobody has read yet."""
    return httpx.Response(
        response.status_code, headers=response.headers.raw, content=response.content
    )


@dataclass
class Generated:
    """A generated package that can be imported."""

    folder: Path
    package: str

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self.package}.{name}")

    @property
    def models(self) -> Any:
        return self.module("models")

    @property
    def types(self) -> Any:
        return self.module("types")

    def source(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def client(self, answer: httpx.Response | Callable[[httpx.Request], httpx.Response]) -> Any:
        """A client whose every request gets `answer`, and a record of what it sent."""
        sent = Sent()

        def handle(request: httpx.Request) -> httpx.Response:
            sent.requests.append(request)
            return _fresh(answer if isinstance(answer, httpx.Response) else answer(request))

        http_client = httpx.Client(transport=httpx.MockTransport(handle))
        client = self.module("client").Client("key", http_client=http_client, max_retries=0)
        return client, sent

    def async_client(self, answer: httpx.Response) -> Any:
        """The asynchronous twin of `client`."""
        sent = Sent()

        def handle(request: httpx.Request) -> httpx.Response:
            sent.requests.append(request)
            return _fresh(answer)

        http_client = httpx.AsyncClient(transport=httpx.MockTransport(handle))
        client = self.module("client").AsyncClient("key", http_client=http_client, max_retries=0)
        return client, sent


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Document]:
    """Read a document from its text, under the name inline.yaml."""

    def read_text(text: str) -> Document:
        path = tmp_path / "inline.yaml"
        path.write_text(text, "utf-8")
        return load_document(path)

    return read_text


@pytest.fixture
def make(
    tmp_path: Path, read: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Generated]]:
    """Generate a package from paths and schemas."""
    made: list[str] = []
    monkeypatch.syspath_prepend(str(tmp_path))

    def generate_inline(
        paths: str = PING,
        schemas: str = "",
        head: str = HEAD,
        params: dict[str, dict[str, list[str]]] | None = None,
    ) -> Generated:
        package = f"inline_client_{next(_numbers)}"
        made.append(package)
        document = read(text_of(paths, schemas, head))
        config = GeneratorConfig({}, params or {})
        generate(document, config, "inline.yaml", tmp_path / package)
        importlib.invalidate_caches()
        return Generated(tmp_path / package, package)

    yield generate_inline
    for name in [name for name in sys.modules if name.split(".")[0] in made]:
        del sys.modules[name]


@pytest.fixture
def answering(make: Callable[..., Generated]) -> Callable[..., Generated]:
    """Generate a package whose one operation answers the schema called Answer."""

    def generate_answer(schemas: str) -> Generated:
        return make(
            """
            /v1/things:
              get:
                operationId: things.get
                responses:
                  '200':
                    description: a thing
                    content:
                      application/json:
                        schema: {$ref: '#/components/schemas/Answer'}
            """,
            schemas,
        )

    return generate_answer


@pytest.fixture
def asking(make: Callable[..., Generated]) -> Callable[..., Generated]:
    """Generate a package whose one operation, `things.make`, takes the schema called Question."""

    def generate_question(schemas: str) -> Generated:
        return make(
            """
            /v1/things:
              post:
                operationId: things.make
                requestBody:
                  required: true
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Question'}
                responses: {'204': {description: made}}
            """,
            schemas,
        )

    return generate_question
