"""The client beside httpx alone, beside the OpenAI SDK, and beside stock openapi-python-client."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import openai

from benchmarks import _clean, _server
from benchmarks._measure import Row, async_cpu, at_least, at_most, cpu, reported
from scaleway_genapi import AsyncClient, Client
from scaleway_genapi import models as ours

KEY = "11111111-1111-1111-1111-111111111111"
HEADERS = {"authorization": f"Bearer {KEY}"}
MESSAGES = [{"role": "user", "content": "What is the capital of France?"}]
BODY = {"model": _server.MODEL, "messages": MESSAGES}
CHUNKS = 2000
STREAM = {**BODY, "stream": True, "seed": CHUNKS}
DOCUMENT = Path(__file__).resolve().parents[1] / "openapi" / "openapi.yaml"


def calls(url: str) -> list[Row]:
    """One typed chat call."""
    path = f"{url}/v1/chat/completions"
    with httpx.Client() as bare, Client(KEY, base_url=url) as client:
        peer = openai.OpenAI(api_key=KEY, base_url=f"{url}/v1")

        def of_a_tenant() -> None:
            tenant = client.with_options(default_headers={"X-Tenant": "a"})
            tenant.chat.completions.create(**BODY)

        taken = cpu(
            {
                "httpx": lambda: bare.post(path, json=BODY, headers=HEADERS).json(),
                "ours": lambda: client.chat.completions.create(**BODY),
                "openai": lambda: peer.chat.completions.create(**BODY),
                "tenant": of_a_tenant,
            },
            calls=200,
        )
        peer.close()
    return [
        at_most("typed call / httpx post().json()", taken["ours"], taken["httpx"], 0.9),
        at_least("OpenAI SDK / typed call", taken["ours"], taken["openai"], 2),
        reported(
            at_most("call of a tenant by with_options / call", taken["tenant"], taken["ours"], 1.5)
        ),
    ]


# As inference servers send, and as a proxy does that buffers.
SHAPES = {"": "one event a piece", "/packed": "four events a piece"}


def streams(url: str) -> list[Row]:
    """A typed stream of 2 000 chunks, sync, in both shapes."""
    return [row for shape in SHAPES for row in _streams(url + shape, SHAPES[shape])]


def _streams(url: str, shape: str) -> list[Row]:
    path = f"{url}/v1/chat/completions"

    def bare_stream() -> None:
        with bare.stream("POST", path, json=STREAM, headers=HEADERS) as response:
            for line in response.iter_lines():
                if line.startswith("data: ") and line != "data: [DONE]":
                    json.loads(line[6:])

    def drained(stream) -> None:
        count = sum(1 for _ in stream)
        assert count == CHUNKS, count

    with httpx.Client() as bare, Client(KEY, base_url=url) as client:
        peer = openai.OpenAI(api_key=KEY, base_url=f"{url}/v1")
        taken = cpu(
            {
                "httpx": bare_stream,
                "ours": lambda: drained(client.chat.completions.create(**STREAM)),
                "openai": lambda: drained(peer.chat.completions.create(**STREAM)),
            },
            calls=1,
            rounds=25,
        )
        peer.close()
    return _stream_rows(f"stream, {shape},", taken)


def async_streams(url: str) -> list[Row]:
    """The same, async."""
    return [row for shape in SHAPES for row in _async_streams(url + shape, SHAPES[shape])]


def _async_streams(url: str, shape: str) -> list[Row]:
    path = f"{url}/v1/chat/completions"

    async def measure() -> dict[str, float]:
        async def bare_stream() -> None:
            async with bare.stream("POST", path, json=STREAM, headers=HEADERS) as response:
                async for line in response.aiter_lines():
                    if line.startswith("data: ") and line != "data: [DONE]":
                        json.loads(line[6:])

        async def drained(opened) -> None:
            count = 0
            async for _ in await opened:
                count += 1
            assert count == CHUNKS, count

        async with httpx.AsyncClient() as bare, AsyncClient(KEY, base_url=url) as client:
            peer = openai.AsyncOpenAI(api_key=KEY, base_url=f"{url}/v1")
            taken = await async_cpu(
                {
                    "httpx": bare_stream,
                    "ours": lambda: drained(client.chat.completions.create(**STREAM)),
                    "openai": lambda: drained(peer.chat.completions.create(**STREAM)),
                },
                calls=1,
                rounds=25,
            )
            await peer.close()
            return taken

    return _stream_rows(f"async stream, {shape},", asyncio.run(measure()))


def _stream_rows(name: str, taken: dict[str, float]) -> list[Row]:
    orjson = sys.modules.get("orjson") is not None
    label = f"{name} of {CHUNKS} chunks{', orjson' if orjson else ''}"
    return [
        at_most(
            f"{label} / httpx iter_lines + json.loads",
            taken["ours"],
            taken["httpx"],
            1.0 if orjson else 1.15,
        ),
        at_least(f"OpenAI SDK / {label}", taken["ours"], taken["openai"], 5),
    ]


WITHOUT_ORJSON = """
import sys
sys.modules["orjson"] = None
import json
from dataclasses import asdict
from benchmarks import client
print(json.dumps([asdict(row) for row in client.{area}({url!r})]))
"""


def without_orjson(url: str) -> list[Row]:
    """The streams again, in an interpreter that has no orjson."""
    found = []
    for area in ("streams", "async_streams"):
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_ORJSON.format(area=area, url=url)],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        found += [Row(**row) for row in json.loads(done.stdout)]
    return found


def decoding() -> list[Row]:
    """One chunk from a dict, beside what openapi-python-client generates by itself."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "stock"
        subprocess.run(
            [sys.executable, "-m", "openapi_python_client", "generate", "--path", DOCUMENT,
             "--output-path", target, "--meta", "none"],
            check=True, capture_output=True,
        )  # fmt: skip
        sys.path.insert(0, folder)
        stock = importlib.import_module("stock.models.chat_completion_chunk")
        from_stock, from_ours = (
            stock.ChatCompletionChunk.from_dict,
            ours.ChatCompletionChunk.from_dict,
        )
        taken = cpu(
            {
                "stock": lambda: from_stock(_server.CHUNK),
                "ours": lambda: from_ours(_server.CHUNK),
            },
            calls=5000,
        )
        sys.path.remove(folder)
    return [at_most("decode a chunk / stock generator", taken["ours"], taken["stock"], 0.4)]


IMPORTS = {
    "httpx": "import httpx; client = httpx.Client()",
    "ours": f"from scaleway_genapi import Client; client = Client('{KEY}', base_url='{{url}}')",
    "openai": f"from openai import OpenAI; client = OpenAI(api_key='{KEY}', base_url='{{url}}/v1')",
}
FIRST_CALLS = {
    "httpx": f"client.post('{{url}}/v1/chat/completions', json={BODY}, headers={HEADERS}).json()",
    "ours": f"client.chat.completions.create(**{BODY})",
    "openai": f"client.chat.completions.create(**{BODY})",
}


def imports(url: str) -> list[Row]:
    """Import and construct in a clean environment, and the same with a first call.

    The call tells what loading later than at the import hides.
    """
    python = _clean.python()
    alone = _fresh(python, {name: code.replace("{url}", url) for name, code in IMPORTS.items()})
    called = _fresh(
        python,
        {
            name: f"{code}; {FIRST_CALLS[name]}".replace("{url}", url)
            for name, code in IMPORTS.items()
        },
    )
    label = "import, construct and call once"
    return [
        at_most("import and construct / httpx", alone["ours"], alone["httpx"], 1.15, "ms"),
        at_least("OpenAI SDK / import and construct", alone["ours"], alone["openai"], 3, "ms"),
        reported(at_most(f"{label} / httpx", called["ours"], called["httpx"], 1, "ms")),
        at_least(f"OpenAI SDK / {label}", called["ours"], called["openai"], 3, "ms"),
    ]


def _fresh(python: Path, codes: dict[str, str]) -> dict[str, float]:
    """CPU of each in a new interpreter, in ms: the best of interleaved runs."""
    best = dict.fromkeys(codes, float("inf"))
    script = "import time; t = time.process_time(); {}; print(time.process_time() - t)"
    for _ in range(9):
        for name, code in codes.items():
            done = subprocess.run(
                [python, "-c", script.format(code)],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
            best[name] = min(best[name], float(done.stdout) * 1e3)
    return best


MEMORY = """
import asyncio, sys, tracemalloc
from {module} import {name} as Client
async def main():
    client = Client(api_key="{key}", base_url="{url}", timeout=600{more})
    body = dict(model="m", messages=[dict(role="user", content="x")], stream=True)
    held = []
    async def one():
        stream = await client.chat.completions.create(**body, extra_body=dict(user="hold"))
        held.append((stream, await stream.__anext__()))
    await one()
    tracemalloc.start()
    await asyncio.gather(*(one() for _ in range(999)))
    print(tracemalloc.get_traced_memory()[0])
    import os; os._exit(0)
asyncio.run(main())
"""


def memory(url: str) -> list[Row]:
    """Python memory that 1 000 open async streams hold."""
    held = {}
    for name, values in {
        "ours": ("scaleway_genapi", "AsyncClient", url, ""),
        "openai": ("openai", "AsyncOpenAI", f"{url}/v1", ""),
    }.items():
        module, client, base, more = values
        code = MEMORY.format(module=module, name=client, url=base, more=more, key=KEY)
        done = subprocess.run(
            [sys.executable, "-c", code], check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        held[name] = int(done.stdout) / 1e6
    return [at_most("1 000 open streams / OpenAI SDK", held["ours"], held["openai"], 0.6, "MB")]


def rows() -> list[Row]:
    """Every figure of the client."""
    with _server.running() as url:
        return [
            *calls(url),
            *streams(url),
            *async_streams(url),
            *without_orjson(url),
            *decoding(),
            *imports(url),
            *memory(url),
        ]
