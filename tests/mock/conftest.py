"""What tests of the mock share: a plain HTTP client of it, servers of small documents, recorders."""

from __future__ import annotations

import json
import ssl
import textwrap
import time

import httpx
import pytest

from scaleway_genapi_mock import Key, MockServer, Recorder

MODEL = "mistral-small-3.2-24b-instruct-2506"
THINKER = "gpt-oss-120b"
LEGACY = "llama-3.3-70b-instruct"
CHAT = "/v1/chat/completions"
SECRET = "a1b2c3d4-1111-4222-8333-444455556666"
"""The key of the server that is recorded."""
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For clients that speak no TLS: loading the certificates of this machine for each takes 30 ms."""


def eventually(condition, seconds=60.0):
    """Wait for something that another thread brings about."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.005)


@pytest.fixture
def http(genapi_mock):
    """An httpx client of the mock, with the key that may do everything."""
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    with httpx.Client(
        base_url=genapi_mock.url, headers=headers, timeout=10, verify=PLAIN
    ) as client:
        yield client


@pytest.fixture
def chat(http):
    """Sends a chat request; returns the response."""

    def send(content="Hello there", **fields):
        body = {"model": MODEL, "messages": [{"role": "user", "content": content}], **fields}
        return http.post(CHAT, json=body)

    return send


@pytest.fixture
def serving(tmp_path):
    """Serves a document given as YAML text; returns an httpx client of it."""
    closing = []

    def serve(text, **settings):
        path = tmp_path / "openapi.yaml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        server = MockServer(path, **settings).start()
        closing.append(server.stop)
        client = httpx.Client(base_url=server.url, timeout=10, verify=PLAIN)
        closing.append(client.close)
        return client

    yield serve
    for close in reversed(closing):
        close()


@pytest.fixture
def cassette(tmp_path):
    def write(*interactions):
        path = tmp_path / "some.cassette"
        parts = [{"cassette": 1}, *interactions]
        path.write_text("".join(json.dumps(part) + "\n" for part in parts), encoding="utf-8")
        return path

    return write


@pytest.fixture
def upstream():
    """Stands for the real server, which is recorded."""
    with MockServer(keys=(Key(SECRET),), seed=3) as server:
        yield server


@pytest.fixture
def path(tmp_path):
    """Where its recording goes."""
    return tmp_path / "chat.cassette"


@pytest.fixture
def recording(upstream, path):
    """Starts a recorder; returns it with a client of it that has the real key."""
    closing = []

    def record(url=None, **options):
        recorder = Recorder(url or upstream.url, path, **options).start()
        closing.append(recorder.stop)
        headers = {"authorization": f"Bearer {SECRET}"}
        client = httpx.Client(base_url=recorder.url, headers=headers, timeout=10, verify=PLAIN)
        closing.append(client.close)
        return recorder, client

    yield record
    for close in reversed(closing):
        close()


def events(response):
    """The data of each event of a whole SSE answer."""
    return [part.removeprefix("data: ") for part in response.text.strip().split("\n\n")]
