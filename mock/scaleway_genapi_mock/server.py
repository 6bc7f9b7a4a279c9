"""A mock server in a thread: for tests, and for programs that want one beside them."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._compile import compile_document
from ._config import Config
from ._keys import FULL_ACCESS_KEY
from ._thread import ServingThread
from .document import bundled_path, load_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Self

    from ._app import App, Observer
    from ._clock import Clock
    from ._compile import Compiled
    from ._journal import Entry, Journal
    from .document import Document
    from .rules import Rule

_FIRST = 1000
"""The priority of what must happen next, whatever else was said."""


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
    path = config.spec or bundled_path()
    try:
        read = sha256(path.read_bytes()).digest()
    except OSError:
        read = b""  # the reader says what is wrong with it
    return App(_compiled(path, read, config.models), config, observer)


@lru_cache(maxsize=8)
def _compiled(path: Path, _read: bytes, known: tuple[str, ...] | None) -> Compiled:
    """What was compiled from these bytes before: a server in each test costs next to nothing."""
    return compile_document(load_document(path), known=known)


class MockServer:
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
        config = replace(config or Config(), **settings)
        if spec is not None:
            config = replace(config, spec=Path(spec))
        self.app = build_app(config, document=document, observer=observer)
        self._thread = ServingThread(self.app, host, port)

    @property
    def url(self) -> str:
        """The base URL, without `/v1`. RuntimeError before `start`."""
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
        """Forget requests, settings, limits and the clock; cut off requests that still run."""
        self._thread.cut_requests()
        self.app.reset()

    def configure(self, **settings: Any) -> None:
        """Change settings (see `Config`) until the next reset: `configure(token_delay=0.01)`."""
        self.app.change(**settings)

    def rule(
        self,
        *,
        reply: Mapping[str, Any],
        when: Mapping[str, Any] | None = None,
        times: int | None = None,
        rate: float = 1.0,
        priority: int = 0,
        name: str = "",
    ) -> Rule:
        """Answer matching requests with `reply`, until the next reset.

        Args:
            reply: One of text, body, chunks, tool_call, tool_calls, error, function, sequence,
                fault; beside it status, headers, latency, first_token_delay, token_delay (seconds).
            when: operation, model, project, headers, body (by JSON pointer), last_message,
                stream; a value, or `{"regex": …}`. Everything if None.
            times: How often at most; for ever if None.
            rate: The share of matching requests, from 0 to 1, chosen by the seed.
            priority: The higher one is asked first; among equals the one that was added first.
            name: Names it in the journal.

        Returns:
            The rule; its `used` counts its answers.

        Raises:
            RuleError: With the place and the reason.
        """
        return self.app.add_rule(
            {
                "when": when or {},
                "reply": reply,
                "times": times,
                "rate": rate,
                "priority": priority,
                "name": name,
            }
        )

    def when(self, **conditions: Any) -> When:
        """The first half of a rule: `when(model="m").reply(text="Hello", times=2)`."""
        return When(self, conditions)

    def fail_next(
        self, status: int = 500, *, times: int = 1, message: str | None = None, **error: Any
    ) -> Rule:
        """Answer the next requests with an error, whatever they ask for.

        Args:
            status: The HTTP status.
            times: How many requests.
            message: What the error says; the document's words if None.
            **error: headers, retry_after, param.
        """
        stated = {"status": status, **error, **({"message": message} if message else {})}
        return self.rule(reply={"error": stated}, times=times, priority=_FIRST)

    def assert_called(
        self,
        operation: str | None = None,
        *,
        times: int | None = None,
        status: int | None = None,
        **body: Any,
    ) -> list[Entry]:
        """The journal's matching entries; see `Journal.assert_called`."""
        __tracebackhide__ = True
        return self.journal.assert_called(operation, times=times, status=status, **body)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


class When:
    """Conditions that wait for their reply."""

    def __init__(self, server: MockServer, conditions: Mapping[str, Any]) -> None:
        self._server = server
        self._conditions = conditions

    def reply(
        self,
        text: str | None = None,
        *,
        times: int | None = None,
        rate: float = 1.0,
        priority: int = 0,
        name: str = "",
        **reply: Any,
    ) -> Rule:
        """The second half: what to answer. See `MockServer.rule`."""
        stated = reply if text is None else {"text": text, **reply}
        return self._server.rule(
            when=self._conditions,
            reply=stated,
            times=times,
            rate=rate,
            priority=priority,
            name=name,
        )


def serve_in_thread(spec: Path | str | None = None, **settings: Any) -> MockServer:
    """A started `MockServer`; a context manager that stops it."""
    return MockServer(spec, **settings).start()
