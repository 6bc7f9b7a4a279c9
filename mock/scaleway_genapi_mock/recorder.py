"""Recording a real server through a proxy: in a thread for programs, in front as a command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .cassette.exchange import base_url
from .cassette.file import Writer
from .cassette.proxy import Proxy
from .compile._compile import compile_document
from .document import load_document
from .wire._thread import ServingThread

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType
    from typing import Self

    from .cassette.exchange import Passage


class Recorder:
    """A proxy on a loopback port that records what an upstream answers.

    A context manager; or `start` and `stop`. Point the client's base URL to `url`.

    Args:
        upstream: The base URL of the server that answers: `https://api.scaleway.ai`.
        cassette: The file that the answers go to.
        spec: The document that they are held against; the bundled one if None.
        key: The key to send upstream; that of the caller if None. It is not recorded.
        redact_project: Hide project ids, too.
        append: Add to an existing cassette.
        overwrite: Replace an existing cassette, when the first answer is there.
        host: The address to listen on.
        port: The port; 0 takes a free one.
        hosts: Names by which it may be reached, besides localhost, IP addresses and names
            without a dot.
        timeout: Seconds to wait for a byte from the upstream.
        request_timeout: Seconds in which a request must have arrived.
        observer: Called with a `Passage` when a request went through.

    Raises:
        CassetteError: The cassette exists, or cannot be made; the upstream is no base URL.
        DocumentError: The document cannot be read.
    """

    def __init__(
        self,
        upstream: str,
        cassette: Path | str,
        *,
        spec: Path | str | None = None,
        key: str | None = None,
        redact_project: bool = False,
        append: bool = False,
        overwrite: bool = False,
        host: str = "127.0.0.1",
        port: int = 0,
        hosts: Sequence[str] = (),
        timeout: float = 300.0,
        request_timeout: float = 60.0,
        observer: Callable[[Passage], None] | None = None,
    ) -> None:
        self._observer = observer
        self.passages: list[Passage] = []
        """What went through, in the order in which it ended."""
        compiled = compile_document(load_document(spec))
        info = compiled.document.data.get("info", {})
        about = {
            "document": f"{info.get('title', '')} {info.get('version', '')}".strip(),
            "upstream": base_url(upstream) if not redact_project else _origin(upstream),
        }
        self.proxy = Proxy(
            upstream,
            compiled,
            Writer(Path(cassette), about, append=append, overwrite=overwrite),
            key=key,
            redact_project=redact_project,
            hosts=hosts,
            timeout=timeout,
            observer=self._note,
        )
        self._thread = ServingThread(
            self.proxy, host, port, patience=request_timeout, closing=self.proxy.close
        )

    @property
    def url(self) -> str:
        """The base URL for clients, without `/v1`. RuntimeError while it is not serving."""
        return self._thread.url

    def _note(self, passage: Passage) -> None:
        self.passages.append(passage)
        if self._observer is not None:
            self._observer(passage)

    def start(self) -> Self:
        """Listen. Raises OSError if the port is in use."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening; what is not whole by now is not recorded."""
        self._thread.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def _origin(upstream: str) -> str:
    """Scheme and host of an upstream: its path may hold the project."""
    scheme, _, rest = base_url(upstream).partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"
