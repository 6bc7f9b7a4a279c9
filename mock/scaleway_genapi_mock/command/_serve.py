"""`serve`: the mock in front, a line for each request, an orderly end on Ctrl-C and SIGTERM."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from scaleway_genapi_mock.check._keys import FULL_ACCESS_KEY
from scaleway_genapi_mock.server import build_app
from scaleway_genapi_mock.wire._server import Service, address, bind, new_loop

from ._address import reason
from ._unanswerable import look

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from scaleway_genapi_mock._config import Config
    from scaleway_genapi_mock.journal._entry import Entry
    from scaleway_genapi_mock.wire._server import Application

_LONG = 10
_COLOURS = {2: "32", 3: "36", 4: "33", 5: "31"}


def serve(config: Config, host: str, port: int, *, quiet: bool = False) -> int:
    """Serve until a signal; returns the exit code. Raises DocumentError."""
    app = build_app(config, observer=None if quiet else _log)

    def announce(url: str) -> None:
        names = ", ".join(app.compiled.operations)
        say(url, f"serving {names}; key {FULL_ACCESS_KEY}; Ctrl-C stops")
        tell(f"to look at: {url}/__mock__/ui (the journal, live), {url}/docs")
        for line in delays(config):
            tell(line)
        look(app.compiled, config, tell)

    service = run(app, host, port, announce, patience=config.request_timeout)
    if service is None:
        return 1
    cut = f", {service.cut} of them cut off" if service.cut else ""
    what = "1 request" if app.requests == 1 else f"{app.requests} requests"
    tell(f"stopped after {what}{cut}")
    return 0


def delays(config: Config) -> Iterator[str]:
    """What it waits for, with the unit: who wrote 200 may have meant milliseconds."""
    for name, seconds, what in (
        ("--latency", config.latency, "answer"),
        ("--token-delay", config.token_delay, "event of a stream"),
    ):
        if seconds:
            meant = f"; milliseconds are {name} {seconds:g}ms" if seconds >= _LONG else ""
            yield f"before each {what} it waits {seconds:g} s{meant}"


def run(
    app: Application,
    host: str,
    port: int,
    announce: Callable[[str], None],
    *,
    patience: float,
    closing: Callable[[], Awaitable[None]] | None = None,
) -> Service | None:
    """Serve `app` until a signal; None, with the reason on stderr, if it cannot listen.

    `announce` is called with the address when a client may come; `closing` is awaited last;
    `patience` is how many seconds a request may take to arrive.
    """
    try:
        sock = bind(host, port)
    except OSError as error:
        sys.stderr.write(f"error: cannot listen on {host}, port {port}: {reason(error, host)}\n")
        return None
    service = Service(app, sock, patience)
    url = address(sock)
    with asyncio.Runner(loop_factory=new_loop) as runner:
        try:
            runner.run(_until_signal(service, lambda: announce(url)))
        except OSError as error:
            sys.stderr.write(f"error: cannot serve at {url}: {error.strerror or error}\n")
            return None
        if closing is not None:
            runner.run(_awaited(closing))
    return service


async def _until_signal(service: Service, announce: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, service.stop)
        except NotImplementedError:  # Windows
            signal.signal(number, _in_loop(loop, service.stop))
    ready = asyncio.Event()
    serving = asyncio.ensure_future(service.run(ready))
    waiting = asyncio.ensure_future(ready.wait())
    await asyncio.wait([serving, waiting], return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    # Who reads the address comes at once; and one that leads nowhere is not told.
    if ready.is_set():
        announce()
    await serving


async def _awaited(closing: Callable[[], Awaitable[None]]) -> None:
    await closing()


def say(url: str, what: str) -> None:
    """The address alone on stdout: a script reads it. The rest is for people."""
    with suppress(OSError, AttributeError):  # None where it is closed
        sys.stdout.write(f"{url}\n")
        sys.stdout.flush()
    tell(what)


def tell(text: str) -> None:
    """A line on stderr. It goes on serving where that cannot be written."""
    with suppress(OSError, AttributeError):  # None where it is closed
        sys.stderr.write(f"{text}\n")


def _in_loop(
    loop: asyncio.AbstractEventLoop, act: Callable[[], None]
) -> Callable[[int, object], None]:
    def handle(_number: int, _frame: object) -> None:
        loop.call_soon_threadsafe(act)

    return handle


def _log(entry: Entry) -> None:
    tell(line(entry, colour=sys.stderr is not None and sys.stderr.isatty()))


def line(entry: Entry, *, colour: bool = False) -> str:
    """One line about a request: status, method, path, time, and what was special."""
    status = str(entry.status or "---")
    if colour:
        status = f"\x1b[{_COLOURS.get(entry.status // 100, '0')}m{status}\x1b[0m"
    parts = [status, entry.method, printable(entry.path), f"{entry.seconds * 1000:.1f}ms"]
    if entry.streamed:
        parts.append(f"{entry.streamed} events")
    if entry.rule:
        parts.append(f"rule {entry.rule}")
    if entry.error:
        parts.append(printable(entry.error))
    if entry.unknown:
        parts.append(f"unknown: {printable(', '.join(entry.unknown))}")
    if entry.disconnected:
        parts.append("client left")
    return "  ".join(parts)


def printable(text: str) -> str:
    """No control characters: what a client sends must not move the cursor of a terminal."""
    short = text if len(text) <= 200 else f"{text[:199]}…"  # noqa: PLR2004 - a line is a line
    return "".join(char if char.isprintable() else "�" for char in short)
