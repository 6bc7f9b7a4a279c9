"""Recording a mock as if it were the real server: what is asked, what is replayed, what was written."""

from __future__ import annotations

import json
from contextlib import contextmanager

import httpx

from scaleway_genapi_mock import MockServer

from .conftest import MODEL, PLAIN


def body(content="Hello", **fields):
    return {"model": MODEL, "messages": [{"role": "user", "content": content}], **fields}


@contextmanager
def replaying(path, **settings):
    with MockServer(cassette=path, **{"replay_speed": 0, **settings}) as server:
        headers = {"authorization": f"Bearer {server.api_key}"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=10, verify=PLAIN) as client:
            client.mock = server
            yield client


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
