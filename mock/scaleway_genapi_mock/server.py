"""A mock server in a thread: for tests, and for programs that want one beside them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._config import Config
from ._said import Said
from ._scripting import Scriptable
from .check._keys import FULL_ACCESS_KEY
from .compile._compile import compile_document
from .document import bundled_path, load_document
from .journal._journal import requests
from .wire._thread import ServingThread

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from ._app import App, Observer
    from ._clock import Clock
    from .compile._compile import Compiled
    from .document import Document
    from .journal._journal import Journal


def build_app(
    config: Config | None = None,
    *,
    document: Document | None = None,
    observer: Observer | None = None,
) -> App:
    """The application for `config`; `document` instead of the one that it names.

    Raises DocumentError: the document cannot be read or cannot be served.
    """
    from ._app import App  # noqa: PLC0415

    config = config or Config()
    if document is not None:
        return App(compile_document(document, known=config.models), config, observer)
    return App(compiled_for(config), config, observer)


def compiled_for(config: Config) -> Compiled:
    """The document of `config`, compiled. Raises DocumentError."""
    path = config.spec or bundled_path()
    try:
        read = sha256(path.read_bytes()).digest()
    except OSError:
        read = b""  # the reader says what is wrong with it
    models = config.models
    return _compiled(path, read, None if models is None else tuple(models))


@lru_cache(maxsize=8)
def _compiled(path: Path, _read: bytes, known: tuple[str, ...] | None) -> Compiled:
    """What was compiled from these bytes before: a server in each test costs next to nothing."""
    return compile_document(load_document(path), known=known)


class MockServer(Scriptable):
    """The mock on a loopback port, served from a thread of its own.

    A context manager; or `start` and `stop`. `url` is known once it was started.

    Args:
        spec: The document to serve, as a path; the bundled one if None.
        document: A document that was read already, instead of `spec`.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        config: The settings; single ones can be given as keywords (`seed=1`, `strict=True`).
        observer: Called with the journal's entry of each request when it was answered.

    Raises:
        DocumentError: The document cannot be read or served.

    Warns:
        RuleWarning: The conditions of a rule contradict the document.
    """

    def __init__(
        self,
        spec: Path | str | None = None,
        *,
        document: Document | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        config: Config | None = None,
        observer: Observer | None = None,
        **settings: Any,
    ) -> None:
        config = (config or Config()).changed(settings)
        if spec is not None:
            config = replace(config, spec=Path(spec))
        self.app = build_app(config, document=document, observer=observer)
        self._said = Said()
        for rule in self.app.rules:
            self._said.rule(rule)
        self._thread = ServingThread(self.app, host, port, patience=config.request_timeout)

    @property
    def url(self) -> str:
        """The base URL, without `/v1`. RuntimeError while it is not serving."""
        return self._thread.url

    @property
    def api_key(self) -> str:
        """The key that may do everything."""
        return FULL_ACCESS_KEY

    @property
    def journal(self) -> Journal:
        """The requests since the start, or since the last reset."""
        return self.app.journal

    @property
    def clock(self) -> Clock:
        """The server's clock: `advance` it instead of waiting."""
        return self.app.clock

    def start(self) -> Self:
        """Listen. Raises OSError if the port is in use."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening, cut off what runs, end the thread."""
        self._thread.stop()

    def reset(self) -> None:
        """Forget requests, settings, limits and the clock; cut off requests that still run.

        Warns:
            RuleWarning: What was said since the last reset came to nothing, and why.
        """
        try:
            self._thread.cut_requests()
        except TimeoutError:
            # Somebody's code holds the event loop: a new one takes over.
            self.stop()
            self.start()
        self.app.reset()
        self._said.settle()

    def configure(self, **settings: Any) -> None:
        """Change settings (see `Config`) until the next reset: `configure(token_delay=0.01)`."""
        self.app.change(**settings)

    def __repr__(self) -> str:
        try:
            where = self.url
        except RuntimeError:
            where = "not serving"
        sep = " " if "//" in where else ", "
        return f"<{type(self).__name__}{sep}{where}, {requests(len(self.journal))}>"

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if error is None:
            self._said.settle()


def serve_in_thread(spec: Path | str | None = None, **settings: Any) -> MockServer:
    """A started `MockServer`; a context manager that stops it."""
    return MockServer(spec, **settings).start()
