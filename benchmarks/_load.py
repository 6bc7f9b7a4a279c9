"""A load generator on raw sockets, in a process of its own: cheaper than any server it drives.

`python -m benchmarks._load '<json>'` prints one JSON line. It sends the same bytes over and over
on keep-alive connections and reads each answer to its end: by Content-Length, or to the last
chunk. It aims at loopback addresses only, and every run is bounded in count.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from typing import Any
from urllib.parse import urlsplit

KEY = "11111111-1111-1111-1111-111111111111"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


def request_bytes(url: str, body: dict[str, Any]) -> bytes:
    """A POST of `body` to the chat path below `url`."""
    data = json.dumps(body).encode()
    host = urlsplit(url).netloc
    head = (
        f"POST /v1/chat/completions HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {KEY}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


class _Connection(asyncio.Protocol):
    """One keep-alive connection: `ask()` sends the request and waits for the whole answer."""

    def __init__(self, request: bytes) -> None:
        self.request = request
        self.buffer = bytearray()
        self.answered: asyncio.Future[bool] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def ask(self) -> asyncio.Future[bool]:
        self.buffer.clear()
        self.answered = asyncio.get_running_loop().create_future()
        self.transport.write(self.request)  # type: ignore[attr-defined]
        return self.answered

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0 or self.answered is None or self.answered.done():
            return
        length = _LENGTH.search(self.buffer, 0, head)
        if length:
            done = len(self.buffer) >= head + 4 + int(length[1])
        else:
            done = self.buffer.endswith(b"\r\n0\r\n\r\n")
        if done:
            self.answered.set_result(self.buffer.startswith(b"HTTP/1.1 200"))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- the name is asyncio's
        if self.answered and not self.answered.done():
            self.answered.set_result(False)


async def _run(plan: dict[str, Any]) -> dict[str, float]:
    address = urlsplit(plan["url"])
    if address.hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise SystemExit("the load generator aims at loopback only")
    request = request_bytes(plan["url"], plan["body"])
    loop = asyncio.get_running_loop()
    connections = [
        (
            await loop.create_connection(
                lambda: _Connection(request), address.hostname, address.port
            )
        )[1]
        for _ in range(plan["connections"])
    ]
    left, rate, failed = plan["count"], plan.get("rate"), 0
    latencies: list[float] = []
    free: asyncio.Queue[_Connection] = asyncio.Queue()
    for connection in connections:
        free.put_nowait(connection)

    async def one(due: float) -> None:
        nonlocal failed
        connection = await free.get()
        failed += not await connection.ask()
        latencies.append(time.perf_counter() - due)
        free.put_nowait(connection)

    async def worker(connection: _Connection) -> None:
        nonlocal left, failed
        while left > 0:
            left -= 1
            started = time.perf_counter()
            failed += not await connection.ask()
            latencies.append(time.perf_counter() - started)

    started = time.perf_counter()
    if rate:
        # Open loop: a request is due when it is due, however slow the last ones were.
        tasks = []
        for index in range(plan["count"]):
            due = started + index / rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            tasks.append(asyncio.create_task(one(due)))
        await asyncio.gather(*tasks)
    else:
        await asyncio.gather(*map(worker, connections))
    took = time.perf_counter() - started
    for connection in connections:
        connection.transport.close()
    latencies.sort()
    return {
        "per_second": len(latencies) / took,
        "p99_ms": latencies[int(len(latencies) * 0.99)] * 1e3,
        "failed": failed,
    }


def load(url: str, body: dict[str, Any], **plan: Any) -> dict[str, float]:
    """Run the generator in its own process: `count` requests over `connections`, at `rate` a second."""
    text = json.dumps({"url": url, "body": body, **plan})
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks._load", text],
        check=False, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    result: dict[str, float] = json.loads(done.stdout)
    if result["failed"]:
        raise SystemExit(f"{result['failed']:.0f} of the requests to {url} failed")
    return result


if __name__ == "__main__":
    import uvloop

    print(json.dumps(uvloop.run(_run(json.loads(sys.argv[1])))))
