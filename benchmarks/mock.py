"""The embedded mock beside Prism, both driven by the same load generator on loopback."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from benchmarks._load import load, request_bytes
from benchmarks._measure import Row
from scaleway_genapi_mock.prism import prism_server

if TYPE_CHECKING:
    from collections.abc import Iterator

MODEL = "mistral-small-3.2-24b-instruct-2506"
CHAT = {"model": MODEL, "messages": [{"role": "user", "content": "What is the capital of France?"}]}
# Four chunks: the role, two tokens and the finish.
STREAM = {**CHAT, "stream": True, "max_completion_tokens": 2}


@contextmanager
def serving(*flags: str) -> Iterator[tuple[str, int, float]]:
    """The mock as a command: its URL, its process id, and the seconds until it answered."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "scaleway_genapi_mock", "serve", "--port", "0", "--quiet", *flags],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        url = ""
        while not url:
            found = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            url = found.group() if found else ""
        address = urlsplit(url)
        socket.create_connection((address.hostname, address.port), timeout=5).close()
        yield url, process.pid, time.perf_counter() - started
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def resident(pid: int) -> float:
    """Resident memory of a process, in MB (Linux)."""
    pages = Path(f"/proc/{pid}/statm").read_text().split()[1]
    return int(pages) * 4096 / 1e6


def speed() -> list[Row]:
    """Chats and streams a second on one worker, and how that compares with Prism."""
    with serving() as (url, _, start), prism_server() as prism:
        load(url, CHAT, count=2000, connections=32)
        ours = load(url, CHAT, count=20000, connections=32)["per_second"]
        streams = load(url, STREAM, count=6000, connections=32)["per_second"]
        load(prism.url, CHAT, count=100, connections=8)
        peer = load(prism.url, CHAT, count=1000, connections=8)["per_second"]
        steady = load(url, CHAT, count=10000, connections=64, rate=1000)
    return [
        _row("chats a second", ours, 4000, "/s", at_least=True),
        _row("streams of 4 chunks a second", streams, 1500, "/s", at_least=True),
        Row(
            "chats a second, embedded / Prism",
            f"{ours:.0f} /s",
            f"{peer:.0f} /s",
            ours / peer,
            "≥ 3 x",
            ours / peer >= 3,
        ),
        _row("p99 at 1 000 requests a second", steady["p99_ms"], 10, "ms"),
        _row("start as a command", start, 0.6, "s"),
    ]


def growth() -> list[Row]:
    """Memory after 20 000 and after 220 000 requests: the journal is bounded."""
    with serving() as (url, pid, _):
        load(url, CHAT, count=20000, connections=32)
        early = resident(pid)
        load(url, CHAT, count=200000, connections=32)
        late = resident(pid)
    return [
        Row(
            "memory after 220 000 requests / after 20 000",
            f"{late:.1f} MB",
            f"{early:.1f} MB",
            late / early,
            "≤ 1.05 x",
            late / early <= 1.05,
        )
    ]


def open_streams(count: int = 2000) -> list[Row]:
    """Streams that are open at once, each with its first event received."""
    with serving("--token-delay", "30s") as (url, _, _):
        address = urlsplit(url)
        request = request_bytes(url, STREAM)
        sockets = [
            socket.create_connection((address.hostname, address.port), timeout=20)
            for _ in range(count)
        ]
        for connection in sockets:
            connection.sendall(request)
        answered = sum(connection.recv(64).startswith(b"HTTP/1.1 200") for connection in sockets)
        for connection in sockets:
            connection.close()
    return [_row("streams open at once", answered, count, "", at_least=True)]


def _row(name: str, value: float, bound: float, unit: str, *, at_least: bool = False) -> Row:
    met = value >= bound if at_least else value <= bound
    sign = "≥" if at_least else "≤"
    return Row(name, f"{value:.4g} {unit}", "", value / bound, f"{sign} {bound} {unit}", met)


def rows() -> list[Row]:
    """Every figure of the mock."""
    return [*speed(), *growth(), *open_streams()]
