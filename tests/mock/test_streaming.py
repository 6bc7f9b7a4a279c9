"""Streams over real sockets: event by event as they are made, and an eye on who still listens."""

from __future__ import annotations

import json
import socket
import time
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest

from scaleway_genapi_mock._answers import LongRecords, record
from scaleway_genapi_mock.behaviours import chat as behaviour

from .conftest import CHAT, MODEL, PLAIN, eventually

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


LONG = ("word " * 100_000).strip()


def test_others_are_answered_before_the_last_chunk_of_a_long_stream_is_made(
    http, genapi_mock, monkeypatch
):
    made = 0

    def counted(data):
        nonlocal made
        made += 1
        return record(data)

    monkeypatch.setattr(behaviour, "record", counted)
    genapi_mock.when(model=MODEL).reply(LONG)
    with http.stream("POST", CHAT, json=BODY) as response:
        lines = response.iter_lines()
        assert next(lines).startswith("data: ")
        # What is not read is not sent, and what is not sent is not made.
        assert httpx.get(f"{genapi_mock.url}/__mock__/", verify=PLAIN).status_code == 200
        assert made < 100_000
        assert sum(line.startswith("data: ") for line in lines) == 100_002
    # The journal remembers the beginning of it, which it made for itself.
    assert 100_002 < made < 110_000


@pytest.mark.parametrize("fields", [{}, {"stream_options": {"include_usage": True}}])
def test_a_long_stream_says_what_the_body_says(http, genapi_mock, fields):
    genapi_mock.when(model=MODEL).reply(LONG[:20_000], reasoning="Let me think.")
    whole = http.post(CHAT, json={**BODY, "stream": False, "n": 2}).json()
    with http.stream("POST", CHAT, json={**BODY, "n": 2, **fields}) as response:
        chunks = [
            json.loads(line[6:]) for line in response.iter_lines() if line.startswith("data: {")
        ]
    assert [len(chunk["choices"]) for chunk in chunks].count(0) == len(fields)
    for index, choice in enumerate(whole["choices"]):
        deltas = [
            c["choices"][0]["delta"]
            for c in chunks
            if [index] == [x["index"] for x in c["choices"]]
        ]
        assert "".join(d.get("content") or "" for d in deltas) == choice["message"]["content"]
    [entry] = [entry for entry in genapi_mock.journal if entry.stream]
    assert entry.streamed == len(chunks) + 1


def test_calls_of_a_long_stream_are_counted(http, genapi_mock):
    arguments = {"texts": ["amber"] * 2000}
    calls = [{"name": "save", "arguments": arguments}] * 2
    genapi_mock.when(model=MODEL).reply(tool_calls=calls)
    with http.stream("POST", CHAT, json=BODY) as response:
        lines = [line for line in response.iter_lines() if line]
    assert lines[-1] == "data: [DONE]"
    eventually(lambda: genapi_mock.journal[-1].streamed == len(lines))


@pytest.mark.parametrize(
    ("fault", "sent"),
    [
        ({"kind": "close", "after": 3}, 3),
        ({"kind": "cut-event", "after": 800}, 801),
        ({"kind": "no-end"}, 2002),
        ({"kind": "error-event", "after": 700}, 702),
        ({"kind": "duplicate"}, 4005),
        ({"kind": "comments"}, 2003),
    ],
)
def test_a_long_stream_breaks_as_any_other(http, genapi_mock, fault, sent):
    genapi_mock.when(model=MODEL).reply(text=LONG[:9999], fault=fault)
    with suppress(httpx.RemoteProtocolError), http.stream("POST", CHAT, json=BODY) as response:
        response.read()
    eventually(lambda: genapi_mock.journal[-1].streamed == sent)


def test_records_of_a_long_stream_are_a_sequence():
    records = LongRecords(lambda: (b"%d" % n for n in range(10)), 10)
    everything = list(records)
    assert len(records) == len(everything) == 10
    for at in (0, 3, -1, slice(4), slice(2, 5), slice(None, None, 3), slice(-3, None), slice(99)):
        part = records[at]
        assert (part if isinstance(at, int) else list(part)) == everything[at]
    with pytest.raises(IndexError):
        records[10]


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
