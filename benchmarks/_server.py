"""A loopback server with canned answers, in a process of its own: it costs the client nothing.

`python -m benchmarks._server` prints its URL. A chat request that asks for a stream gets as many
chunks as its `seed` says, one in each HTTP chunk as inference servers send them, or, below
`/packed`, four in each as a proxy does that buffers; `"user": "hold"` opens a stream that sends
one chunk and then waits.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MODEL = "mistral-small-3.2-24b-instruct-2506"
COMPLETION = {
    "id": "chatcmpl-9b1f3a52-7c55-4f0e-9a64-2d0f6b1c8e77",
    "object": "chat.completion",
    "created": 1771840000,
    "model": MODEL,
    "choices": [
        {
            "index": 0,
            "message": {"role": "assistant", "content": "The capital of France is Paris."},
            "logprobs": None,
            "finish_reason": "stop",
            "stop_reason": None,
        }
    ],
    "usage": {"prompt_tokens": 10, "completion_tokens": 8, "total_tokens": 18},
}
CHUNK = {
    "id": "chatcmpl-9b1f3a52-7c55-4f0e-9a64-2d0f6b1c8e77",
    "object": "chat.completion.chunk",
    "created": 1771840000,
    "model": MODEL,
    "choices": [
        {"index": 0, "delta": {"content": " token"}, "logprobs": None, "finish_reason": None}
    ],
}
MODELS = {
    "object": "list",
    "data": [{"id": MODEL, "object": "model", "created": 1750204800, "owned_by": "mistral"}],
}


def _answer(body: object) -> bytes:
    data = json.dumps(body).encode()
    head = (
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: r-1\r\n"
        f"content-length: {len(data)}\r\n\r\n"
    )
    return head.encode() + data


STREAM_HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
)


def _piece(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


EVENT = b"data: " + json.dumps(CHUNK).encode() + b"\n\n"
DONE = b"data: [DONE]\n\n"
CHAT, LIST = _answer(COMPLETION), _answer(MODELS)


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
            body = await reader.readexactly(int(length[1])) if length else b""
            if head.startswith(b"GET"):
                writer.write(LIST)
            elif b'"stream"' in body and json.loads(body).get("stream"):
                asked = json.loads(body)
                if asked.get("user") == "hold":
                    writer.write(STREAM_HEAD + _piece(EVENT))
                    await reader.read()
                    return
                left = asked.get("seed", 4)
                each = 4 if head.startswith(b"POST /packed/") else 1
                writer.write(STREAM_HEAD)
                while left > 0:
                    writer.write(_piece(EVENT * min(left, each)))
                    left -= each
                writer.write(_piece(DONE) + b"0\r\n\r\n")
            else:
                writer.write(CHAT)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def _main() -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", 0, backlog=4096)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


@contextmanager
def running() -> Iterator[str]:
    """The server in a process of its own; its URL."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks._server"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


if __name__ == "__main__":
    asyncio.run(_main())
