"""The recorder stands between a client and a server of any manners: passes all on, keeps what is whole."""

from __future__ import annotations

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest

from scaleway_genapi_mock import CassetteError, Recorder

from .conftest import CHAT, SECRET
from .recordings import body, lines, replaying


@contextmanager
def raw_server(*answers):
    """Sends prepared bytes to one connection after the other, then closes it."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        for answer in answers:
            sock, _ = listening.accept()
            with sock:
                while b"\r\n\r\n" not in sock.recv(65536):
                    pass
                sock.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()
        thread.join(5)


def http_answer(content, *, status="200 OK", kind="application/json", headers=""):
    head = f"HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {len(content)}\r\n"
    return f"{head}{headers}connection: close\r\n\r\n".encode() + content


def test_pieces_arrive_at_the_client_while_the_upstream_is_still_sending(recording, upstream):
    upstream.configure(token_delay=60)
    upstream.rule(
        reply={"chunks": ["Hel", "lo"], "first_token_delay": 0.001, "token_delay": 0.001}, times=1
    )
    _, client = recording()
    with client.stream("POST", CHAT, json=body(stream=True)) as response:
        first = next(response.iter_lines())
    assert "role" in first


def test_an_upstream_that_is_away_is_a_502_and_is_not_recorded(recording, path):
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    recorder, client = recording(address)
    answer = client.post(CHAT, json=body())
    assert answer.status_code == 502
    assert f"Recorder: {address} cannot be reached" in answer.json()["error"]["message"]
    recorder.stop()
    assert not path.exists()
    assert not recorder.passages[0].recorded


def test_an_upstream_that_is_silent_is_a_504(recording, upstream):
    upstream.rule(reply={"fault": "stall"})
    _, client = recording(timeout=0.2)
    answer = client.post(CHAT, json=body())
    assert answer.status_code == 504
    assert "did not answer in time" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "fault", [{"kind": "reset", "after": 3}, {"kind": "close", "after": 3}, "bad-chunking"]
)
def test_a_stream_that_breaks_off_breaks_off_for_the_client_and_is_not_recorded(
    recording, upstream, path, fault
):
    upstream.rule(reply={"fault": fault})
    recorder, client = recording()
    with pytest.raises(httpx.TransportError):
        client.post(CHAT, json=body(stream=True))
    recorder.stop()
    assert not path.exists()
    assert recorder.passages[0].problem


def test_a_body_that_breaks_off_is_a_502_and_is_not_recorded(recording, path):
    half = http_answer(b'{"object": "list", "data": []}')[:-5]
    with raw_server(half) as address:
        recorder, client = recording(address)
        answer = client.get("/v1/models")
        recorder.stop()
    assert answer.status_code == 502
    assert "broke off its answer" in answer.json()["error"]["message"]
    assert not path.exists()


def test_a_client_that_leaves_early_is_not_recorded_and_the_upstream_is_left_too(
    recording, upstream, path
):
    upstream.configure(token_delay=60)
    upstream.rule(reply={"text": "a b c", "first_token_delay": 0, "token_delay": 60}, times=1)
    recorder, client = recording()
    with client.stream("POST", CHAT, json=body(stream=True)) as response:
        next(response.iter_lines())
    recorder.stop()
    assert "client left" in recorder.passages[0].problem
    assert not path.exists()
    upstream.stop()
    assert upstream.journal[0].disconnected


def test_a_client_that_leaves_after_the_end_marker_has_the_whole_answer_recorded(recording, path):
    records = b'data: {"a": 1}\n\ndata: [DONE]\n\n'
    head = (
        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    )
    left = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        sock, _ = listening.accept()
        with sock:
            sock.recv(65536)
            sock.sendall(head + b"%x\r\n%s\r\n" % (len(records), records))
            left.wait(5)
            sock.sendall(b"0\r\n\r\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    recorded = threading.Event()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    recorder, client = recording(address, observer=lambda _: recorded.set())
    with client.stream("POST", CHAT, json=body(stream=True)) as response:
        for line in response.iter_lines():
            if line == "data: [DONE]":
                break
    left.set()
    assert recorded.wait(5)
    listening.close()
    thread.join(5)
    assert recorder.passages[0].recorded
    assert lines(path)[1]["response"]["events"][0]["data"] == {"a": 1}


def test_who_watches_is_told_how_long_it_took(recording):
    told = []
    _, client = recording(observer=lambda passage: told.append(passage.seconds))
    client.get("/v1/models")
    client.post(CHAT, json=body(stream=True))
    assert len(told) == 2
    assert all(seconds > 0 for seconds in told)


def test_what_is_no_json_is_recorded_byte_for_byte(recording, path):
    page = b"<html>\xff\xfe 502 </html>"
    with raw_server(http_answer(page, status="502 Bad Gateway", kind="text/html")) as address:
        _, client = recording(address)
        assert client.get("/v1/models").content == page
    with replaying(path) as replayed:
        again = replayed.get("/v1/models")
    assert (again.status_code, again.content) == (502, page)
    assert again.headers["content-type"] == "text/html"


def test_compressed_answers_are_recorded_readably(recording, path):
    import gzip

    packed = gzip.compress(b'{"object": "list", "data": []}')
    answer = http_answer(packed, headers="content-encoding: gzip\r\n")
    with raw_server(answer) as address:
        _, client = recording(address)
        assert client.get("/v1/models").json() == {"object": "list", "data": []}
    assert lines(path)[1]["response"]["body"] == {"object": "list", "data": []}


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, odd"])
def test_what_cannot_be_decoded_is_passed_on_as_it_is_and_not_recorded(recording, path, coding):
    packed = http_answer(b"packed bytes", headers=f"content-encoding: {coding}\r\n")
    with raw_server(packed) as address:
        recorder, client = recording(address)
        with client.stream("GET", "/v1/models") as response:
            assert b"".join(response.iter_raw()) == b"packed bytes"
            assert response.headers["content-encoding"] == coding
        recorder.stop()
    assert f"it is encoded as {coding}" in recorder.passages[0].problem
    assert not path.exists()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"HELLO\r\n\r\n", "gave no answer in HTTP"),
        (b"", "gave no answer in HTTP"),
        (http_answer(b"x", status="600 Odd"), "answered 600, which is no status"),
        (http_answer(b"nonsense", headers="content-encoding: gzip\r\n"), "broke off its answer"),
    ],
)
def test_an_answer_that_is_none_is_a_502_that_says_so(recording, path, answer, said):
    with raw_server(answer) as address:
        recorder, client = recording(address)
        refused = client.get("/v1/models")
        recorder.stop()
    assert refused.status_code == 502
    assert said in refused.json()["error"]["message"]
    assert not path.exists()


@pytest.mark.parametrize("status", ["204 No Content", "302 Found", "304 Not Modified"])
def test_an_answer_without_content_is_recorded(recording, path, status):
    head = f"HTTP/1.1 {status}\r\nlocation: http://127.0.0.1:1/\r\n"
    with raw_server(f"{head}connection: close\r\ncontent-length: 0\r\n\r\n".encode()) as address:
        _, client = recording(address)
        assert client.get("/v1/models").status_code == int(status[:3])
    with replaying(path) as replayed:
        assert replayed.get("/v1/models").status_code == int(status[:3])


def test_headers_of_any_bytes_are_passed_on(recording):
    odd = "x-request-id: é\r\nx-odd: €\r\n"
    with raw_server(http_answer(b'{"object": "list", "data": []}', headers=odd)) as address:
        _, client = recording(address)
        passed = dict(client.get("/v1/models").headers.raw)
    assert passed[b"x-request-id"] == "é".encode()
    assert passed[b"x-odd"] == "€".encode()


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
def test_an_answer_that_is_too_large_is_passed_on_and_not_recorded(
    recording, path, kind, monkeypatch
):
    monkeypatch.setattr("scaleway_genapi_mock.cassette.proxy.LARGEST", 100_000)
    large = b'data: {"a": "' + b"x" * 300_000 + b'"}\n\n'
    with raw_server(http_answer(large, kind=kind)) as address:
        recorder, client = recording(address)
        assert client.get("/v1/models").content == large
        recorder.stop()
    assert "the answer is larger than" in recorder.passages[0].problem
    assert not path.exists()


def test_many_at_once_are_recorded_each_on_a_line(recording, path):
    recorder, client = recording()

    def ask(number):
        return client.post(CHAT, json=body(f"Question {number}", stream=True)).status_code

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(ask, range(60))) == {200}
    recorder.stop()
    asked = {line["request"]["body"]["messages"][0]["content"] for line in lines(path)[1:]}
    assert asked == {f"Question {number}" for number in range(60)}


def test_a_route_that_the_document_lacks_is_passed_on_and_not_recorded(recording, path):
    with raw_server(http_answer(b'{"ok": true}')) as address:
        recorder, client = recording(address)
        assert client.get("/v1/other").json() == {"ok": True}
        recorder.stop()
    assert "no such operation" in recorder.passages[0].problem
    assert not path.exists()


def test_drift_is_said_while_recording(recording):
    listed = {"object": "list", "data": [{"id": "a", "object": "model", "created": "now"}]}
    with raw_server(http_answer(json.dumps(listed).encode())) as address:
        recorder, client = recording(address)
        client.get("/v1/models")
        recorder.stop()
    found = {drift.pointer: drift.message for drift in recorder.passages[0].drifts}
    assert found["/response/body/data/0/created"] == '"now" is not an integer'
    assert found["/response/body/data/0/owned_by"] == "is required"


def test_an_existing_cassette_is_not_spoilt(recording, upstream, path):
    path.write_text("precious\n", encoding="utf-8")
    with pytest.raises(CassetteError, match="exists; add --append"):
        Recorder(upstream.url, path)
    with pytest.raises(CassetteError, match="is no JSON"):
        Recorder(upstream.url, path, append=True)
    recorder, client = recording(overwrite=True)
    assert path.read_text(encoding="utf-8") == "precious\n"
    client.get("/v1/models")
    recorder.stop()
    assert len(lines(path)) == 2
    with Recorder(upstream.url, path, append=True) as more:
        headers = {"authorization": f"Bearer {SECRET}"}
        httpx.get(f"{more.url}/v1/models", headers=headers)
    assert len(lines(path)) == 3
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(
    "address", ["api.scaleway.ai", "ftp://a", "https://u:p@a", "https://a/?b=1", "https:///v1"]
)
def test_an_upstream_is_a_base_url(path, address):
    with pytest.raises(CassetteError):
        Recorder(address, path)


def test_an_upstream_may_be_given_with_its_version(upstream, path):
    with Recorder(f"{upstream.url}/v1/", path) as recorder:
        headers = {"authorization": f"Bearer {SECRET}"}
        assert httpx.get(f"{recorder.url}/v1/models", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "noise",
    [
        b"\x00\xff\r\n\r\n",
        b"GET //evil.example/v1/models HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://evil.example/v1/models HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET /v1/models?\xff%zz=#a HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/\xff\xfe HTTP/1.1\r\nHost: x\r\nX-A: \xff\r\n\r\n",
        b"GET /v1/models HTTP/1.1\r\nHost: x\r\nConnection: X-A\r\nTE: trailers\r\n\r\n",
    ],
)
def test_noise_on_the_wire_reaches_the_upstream_or_is_refused(recording, upstream, noise):
    recorder, client = recording()
    address = httpx.URL(recorder.url)
    with socket.create_connection((address.host, address.port), timeout=5) as sock:
        sock.sendall(noise)
        sock.shutdown(socket.SHUT_WR)
        answer = sock.recv(100)
    assert b" 500 " not in answer
    assert client.get("/v1/models").status_code == 200
    assert all("evil" not in entry.headers["host"] for entry in upstream.journal)


def test_a_passage_is_known_when_its_answer_is_here(tmp_path, genapi_mock):
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    with (
        Recorder(genapi_mock.url, tmp_path / "x.cassette") as recorder,
        httpx.Client(base_url=recorder.url, headers=headers) as client,
    ):
        for number in range(1, 21):
            client.get("/v1/models")
            assert len(recorder.passages) == number
