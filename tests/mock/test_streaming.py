"""Streams over real sockets: event by event as they are made, and an eye on who still listens."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest

from .conftest import CHAT, MODEL, eventually

BODY = {"model": MODEL, "messages": [{"role": "user", "content": "Hello"}], "stream": True}


def test_the_first_event_arrives_before_the_last_is_due(http, genapi_mock):
    genapi_mock.configure(token_delay=0.02)
    with http.stream("POST", CHAT, json=BODY) as response:
        arrivals = [time.monotonic() for line in response.iter_lines() if line]
    assert len(arrivals) > 5
    assert arrivals[-1] - arrivals[0] >= 0.02 * (len(arrivals) - 1) * 0.9


def test_each_event_is_a_chunk_of_its_own(genapi_mock):
    address = urlsplit(genapi_mock.url)
    genapi_mock.configure(token_delay=0.005)
    body = httpx.Request("POST", "http://x", json=BODY).content
    head = (
        f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {genapi_mock.api_key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port), timeout=5) as sock:
        sock.sendall(head.encode() + body)
        received = b""
        while not received.endswith(b"0\r\n\r\n"):
            received += sock.recv(65536)
    _, _, payload = received.partition(b"\r\n\r\n")
    chunks = []
    while payload:
        size, _, payload = payload.partition(b"\r\n")
        chunks.append(payload[: int(size, 16)])
        payload = payload[int(size, 16) + 2 :]
    assert chunks.pop() == b""
    assert all(chunk.startswith(b"data: ") and chunk.endswith(b"\n\n") for chunk in chunks)


def test_no_proxy_is_invited_to_buffer(http):
    with http.stream("POST", CHAT, json=BODY) as response:
        assert response.headers["cache-control"] == "no-cache"
        assert response.headers["content-type"] == "text/event-stream"
        response.read()


def test_a_client_that_leaves_is_noticed_between_events(http, genapi_mock):
    genapi_mock.configure(token_delay=60)
    with http.stream("POST", CHAT, json=BODY):
        pass
    eventually(lambda: [entry.disconnected for entry in genapi_mock.journal] == [True])
    assert genapi_mock.app.limiter.open == 0


def test_a_client_that_leaves_before_the_answer_is_noticed(genapi_mock):
    genapi_mock.configure(latency=60)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(
            f"{genapi_mock.url}/v1/models",
            headers={"authorization": f"Bearer {genapi_mock.api_key}"},
            timeout=httpx.Timeout(5, read=0.05),
        )
    eventually(lambda: [entry.disconnected for entry in genapi_mock.journal] == [True])


def test_latency_delays_the_answer(http, genapi_mock):
    genapi_mock.configure(latency=0.05)
    started = time.monotonic()
    assert http.get("/v1/models").status_code == 200
    assert time.monotonic() - started >= 0.05


def test_the_connection_is_kept_after_a_stream(http):
    for _ in range(3):
        with http.stream("POST", CHAT, json=BODY) as response:
            response.read()
    pool = http._transport._pool
    assert len(pool.connections) == 1


def test_many_streams_are_open_at_once(genapi_mock):
    genapi_mock.configure(token_delay=0.01)
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    with httpx.Client(base_url=genapi_mock.url, headers=headers, timeout=20) as client:
        requests = [client.build_request("POST", CHAT, json=BODY) for _ in range(50)]
        responses = [client.send(request, stream=True) for request in requests]
        eventually(lambda: genapi_mock.app.limiter.open <= 50)
        texts = [response.read() for response in responses]
    assert all(text.endswith(b"data: [DONE]\n\n") for text in texts)
