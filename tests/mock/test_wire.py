"""HTTP/1 on a raw socket: framing, connections, limits of what a client may send, and of how late."""

from __future__ import annotations

import json
import re
import resource
import socket
import threading
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaleway_genapi_mock import MockServer, Recorder

from .conftest import CHAT, MODEL, PLAIN, eventually

BODY = {"model": MODEL, "messages": [{"role": "user", "content": "Hello there"}]}
LIMIT = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
PATIENT = 20
"""Seconds that a test waits for what comes at once."""


@contextmanager
def connected(server):
    """A socket to the server, and a file that reads from it."""
    address = urlsplit(server.url)
    sock = socket.create_connection((address.hostname, address.port), timeout=PATIENT)
    with sock, sock.makefile("rb") as reading:
        yield sock, reading


def head(server, start, *lines, key=True):
    """The head of a request, without the empty line that ends it."""
    given = [start, "Host: mock", *lines]
    if key:
        given.append(f"Authorization: Bearer {server.api_key}")
    return "".join(f"{line}\r\n" for line in given).encode()


def chat_request(server, *lines, stream=False, version="1.1"):
    body = json.dumps({**BODY, "stream": stream}).encode()
    start = f"POST {CHAT} HTTP/{version}"
    types = ("Content-Type: application/json", f"Content-Length: {len(body)}")
    return head(server, start, *types, *lines) + b"\r\n", body


def answer(reading, *, body=True):
    """Status, headers and body of one answer with a content-length."""
    status = int(reading.readline().split()[1])
    headers = {}
    while (line := reading.readline().strip()) != b"":
        name, _, value = line.decode().partition(": ")
        headers[name.lower()] = value
    return status, headers, reading.read(int(headers.get("content-length", 0))) if body else b""


def flood(sock, data):
    for _ in range(2000):
        sock.sendall(data)


def ask(server):
    headers = {"authorization": f"Bearer {server.api_key}"}
    return httpx.get(f"{server.url}/v1/models", headers=headers, verify=PLAIN).status_code


# HTTP/1.0


@pytest.mark.parametrize("connection", [(), ("Connection: keep-alive",)])
def test_http_1_0_gets_a_stream_that_ends_with_the_connection(genapi_mock, connection):
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(b"".join(chat_request(genapi_mock, *connection, stream=True, version="1.0")))
        status, headers, _ = answer(reading, body=False)
        content = reading.read()
    assert status == 200
    assert "transfer-encoding" not in headers
    assert headers["connection"] == "close"
    assert content.startswith(b"data: {")
    assert content.endswith(b"\n\ndata: [DONE]\n\n")


def test_http_1_0_gets_a_body_with_its_length(genapi_mock):
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(head(genapi_mock, "GET /v1/models HTTP/1.0") + b"\r\n")
        status, headers, content = answer(reading)
        assert reading.read() == b""
    assert (status, headers["connection"]) == (200, "close")
    assert json.loads(content)["object"] == "list"


# Connections


def test_a_connection_stays_open_until_the_client_wants_it_closed(genapi_mock):
    with connected(genapi_mock) as (sock, reading):
        for _ in range(3):
            sock.sendall(head(genapi_mock, "GET /v1/models HTTP/1.1") + b"\r\n")
            status, headers, _ = answer(reading)
            assert status == 200
            assert "connection" not in headers
        sock.sendall(head(genapi_mock, "GET /v1/models HTTP/1.1", "Connection: close") + b"\r\n")
        assert answer(reading)[1]["connection"] == "close"
        assert reading.read() == b""


def test_requests_that_come_all_at_once_are_answered_in_their_order(genapi_mock):
    request, body = chat_request(genapi_mock)
    models = head(genapi_mock, "GET /v1/models HTTP/1.1") + b"\r\n"
    nothing = head(genapi_mock, "GET /v1/nothing HTTP/1.1") + b"\r\n"
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(models + request + body + nothing + models)
        assert [answer(reading)[0] for _ in range(4)] == [200, 200, 404, 200]


def test_endless_requests_all_at_once_are_cut_off(genapi_mock):
    genapi_mock.rule(reply={"fault": "stall"}, times=1)
    request, body = chat_request(genapi_mock)
    more = head(genapi_mock, "GET /v1/models HTTP/1.1") + b"\r\n"
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(request + body)
        assert reading.readline().split()[1] == b"200"
        with pytest.raises(ConnectionError):
            flood(sock, more * 100)
    assert ask(genapi_mock) == 200


def test_a_client_that_leaves_is_noticed_though_it_has_asked_for_more(genapi_mock):
    done = threading.Event()
    with MockServer(observer=lambda _entry: done.set()) as server:
        server.rule(reply={"fault": "stall"})
        request, body = chat_request(server)
        with connected(server) as (sock, reading):
            sock.sendall(request + body)
            assert reading.readline().split()[1] == b"200"
            sock.sendall(head(server, "GET /v1/models HTTP/1.1") + b"\r\n")
        assert done.wait(PATIENT)
        assert server.journal[0].disconnected


def test_noise_behind_a_request_does_not_end_up_in_its_answer(genapi_mock):
    genapi_mock.configure(token_delay=0.02)
    request, body = chat_request(genapi_mock, stream=True)
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(request + body)
        assert reading.readline().split()[1] == b"200"
        sock.sendall(b"\x00\x01 noise\r\n\r\n")
        assert b"400" not in reading.read()


def test_an_upgrade_is_not_taken_up_and_the_next_request_is_answered_too(genapi_mock):
    lines = ("Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABk")
    upgrading = head(genapi_mock, "GET /v1/models HTTP/1.1", *lines) + b"\r\n"
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(upgrading)
        status, headers, _ = answer(reading)
        assert status == 200
        if headers.get("connection") != "close":
            sock.sendall(head(genapi_mock, "GET /v1/models HTTP/1.1") + b"\r\n")
            assert answer(reading)[0] == 200


def test_a_body_with_broken_chunks_is_refused_and_the_journal_says_so(genapi_mock):
    lines = ("Content-Type: application/json", "Transfer-Encoding: chunked")
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(head(genapi_mock, f"POST {CHAT} HTTP/1.1", *lines) + b"\r\nzz\r\n")
        status, headers, _ = answer(reading)
        assert (status, headers["connection"]) == (400, "close")
        assert reading.read() == b""
    eventually(lambda: [entry.status for entry in genapi_mock.journal] == [400])
    assert "no valid HTTP" in genapi_mock.journal[-1].error


# Expect


def test_who_waits_to_be_told_to_go_on_is_told(genapi_mock):
    request, body = chat_request(genapi_mock, "Expect: 100-continue")
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(request)
        assert reading.readline().split()[1] == b"100"
        assert reading.readline() == b"\r\n"
        sock.sendall(body)
        assert answer(reading)[0] == 200


def test_who_is_refused_before_the_body_need_not_send_it(genapi_mock):
    """The connection ends, or the next request would be taken for the body (RFC 9110, 10.1.1)."""
    start = head(genapi_mock, f"POST {CHAT} HTTP/1.1", "Content-Length: 100", key=False)
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(start + b"Expect: 100-continue\r\n\r\n")
        status, headers, _ = answer(reading)
        assert (status, headers["connection"]) == (401, "close")
        assert reading.read() == b""


# Methods and targets


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("HEAD", "/v1/models", "GET"), ("HEAD", CHAT, "POST"), ("OPTIONS", CHAT, "POST")],
)
def test_another_method_is_refused_with_those_that_there_are(genapi_mock, method, path, allow):
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(head(genapi_mock, f"{method} {path} HTTP/1.1") + b"\r\n")
        status, headers, _ = answer(reading, body=method != "HEAD")
        assert (status, headers["allow"]) == (405, allow)
        # Nothing is left of the answer: what comes next is the next one.
        sock.sendall(head(genapi_mock, "GET /v1/models HTTP/1.1") + b"\r\n")
        assert answer(reading)[0] == 200


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("http://mock/v1/models", 200),
        ("http://mock:4010/v1/models?a=b", 200),
        ("/v1/models?a=b", 200),
        ("//v1/models", 404),
        ("/v1//models", 404),
        ("/v1/models/", 404),
        ("/v1%2Fmodels", 404),
        ("/v1/models%2F", 404),
        ("/v1/./models", 404),
        ("/v1/x/../models", 404),
        ("/../v1/models", 404),
        ("/v1/models%00", 404),
        ("/V1/models", 404),
        ("/v1/model%73", 200),
        ("/v1/models;a=b", 404),
        ("/", 404),
    ],
)
def test_a_path_is_taken_as_it_was_sent(genapi_mock, target, status):
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(head(genapi_mock, f"GET {target} HTTP/1.1") + b"\r\n")
        assert answer(reading)[0] == status


@pytest.mark.parametrize(
    "start", ["OPTIONS * HTTP/1.1", "CONNECT mock:80 HTTP/1.1", "CONNECT /v1/models HTTP/1.1"]
)
def test_targets_that_are_no_path_are_refused(genapi_mock, start):
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(head(genapi_mock, start) + b"\r\n")
        status, headers, _ = answer(reading)
        assert status in {400, 404, 405}
        if start.startswith("CONNECT"):
            assert headers["connection"] == "close"
            assert reading.read() == b""
    assert ask(genapi_mock) == 200


# Size


@pytest.mark.parametrize(
    "lines",
    [
        [f"X-{n}: b" for n in range(10_000)],
        [f"X-{n}: b" for n in range(300)],
        ["X: " + "b" * 1_000_000],
        ["X" * 1_000_000 + ": b"],
        ["X: " + "b" * 70_000],
    ],
)
@pytest.mark.parametrize("at_once", [True, False])
def test_a_head_that_is_too_large_is_refused(genapi_mock, lines, at_once):
    data = head(genapi_mock, "GET /v1/models HTTP/1.1", *lines) + b"\r\n"
    with connected(genapi_mock) as (sock, reading):
        if at_once:
            sock.sendall(data)
        else:
            for at in range(0, len(data), 5000):
                sock.sendall(data[at : at + 5000])
        status, headers, content = answer(reading)
        assert (status, headers["connection"]) == (431, "close")
        assert b"65536 bytes" in content
        assert reading.read() == b""
    assert len(genapi_mock.journal) == 0


def test_a_path_that_is_too_long_is_refused(genapi_mock):
    with connected(genapi_mock) as (sock, reading):
        sock.sendall(head(genapi_mock, f"GET /{'x' * 1_000_000} HTTP/1.1") + b"\r\n")
        assert answer(reading)[0] == 431


def test_a_head_without_end_is_cut_off(genapi_mock):
    """Whoever goes on after the refusal is not listened to for long."""
    with connected(genapi_mock) as (sock, _reading):
        sock.sendall(head(genapi_mock, "GET /v1/models HTTP/1.1") + b"X: ")
        with pytest.raises(ConnectionError):
            flood(sock, b"b" * 1_000_000)
    assert ask(genapi_mock) == 200


def test_a_head_of_a_common_size_passes_after_others_on_the_same_connection(genapi_mock):
    lines = ["X: " + "b" * 30_000, "Cookie: " + "c" * 20_000]
    data = head(genapi_mock, "GET /v1/models HTTP/1.1", *lines) + b"\r\n"
    with connected(genapi_mock) as (sock, reading):
        for _ in range(5):
            sock.sendall(data)
            assert answer(reading)[0] == 200
        sock.sendall(data * 5)
        assert [answer(reading)[0] for _ in range(5)] == [200] * 5


@contextmanager
def at_once(server):
    """The server reads what is sent in the block when that is over, in one go."""
    sent = threading.Event()
    server._thread._loop.call_soon_threadsafe(sent.wait, PATIENT)
    try:
        yield
    finally:
        sent.set()


def test_a_head_is_measured_from_its_beginning_and_not_from_what_came_with_it(genapi_mock):
    data = head(genapi_mock, "GET /v1/models HTTP/1.1", "X: " + "b" * 30_000) + b"\r\n"
    with connected(genapi_mock) as (sock, reading):
        with at_once(genapi_mock):
            sock.sendall(data * 3 + data[:100])
        assert [answer(reading)[0] for _ in range(3)] == [200] * 3
        sock.sendall(data[100:])
        assert answer(reading)[0] == 200


# Time


@pytest.fixture
def hasty():
    with MockServer(request_timeout=0.4) as server:
        yield server


@pytest.mark.parametrize("sent", ["GET", "GET /v1/models HTTP/1.1\r\nHost: mock\r\nX"])
def test_a_head_that_never_ends_is_given_up(hasty, sent):
    with connected(hasty) as (sock, reading):
        sock.sendall(sent.encode())
        status, headers, content = answer(reading)
        assert (status, headers["connection"]) == (408, "close")
        assert b"0.4 seconds" in content
        assert reading.read() == b""


def test_a_head_that_comes_byte_by_byte_is_given_up(hasty):
    with connected(hasty) as (sock, reading):
        stop = threading.Event()

        def drip():
            for byte in head(hasty, "GET /v1/models HTTP/1.1") * 50:
                if stop.wait(0.02):
                    return
                try:
                    sock.sendall(bytes([byte]))
                except OSError:
                    return

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            assert answer(reading)[0] == 408
        finally:
            stop.set()
            dripping.join()


def test_a_body_that_never_ends_is_given_up_and_the_journal_says_so(hasty):
    request, body = chat_request(hasty)
    with connected(hasty) as (sock, reading):
        sock.sendall(request + body[:10])
        assert answer(reading)[0] == 408
        assert reading.read() == b""
    (entry,) = hasty.journal
    # The connection refuses by itself, and tells those behind it then.
    eventually(lambda: entry.status == 408)
    assert "0.4 seconds" in entry.error
    assert not entry.disconnected


def test_a_body_that_nobody_waits_for_is_given_up_as_well(hasty):
    """The answer was out before the body: the connection must not be held by the rest."""
    start = head(hasty, f"POST {CHAT} HTTP/1.1", "Content-Length: 1000", key=False)
    with connected(hasty) as (sock, reading):
        sock.sendall(start + b"\r\n{")
        assert answer(reading)[0] == 401
        assert reading.read() == b""


@pytest.mark.parametrize("sent", [b"", b"\r\n"])
def test_a_connection_without_a_request_is_closed_without_a_word(hasty, sent):
    with connected(hasty) as (sock, reading):
        sock.sendall(sent)
        assert reading.read() == b""


def test_empty_lines_keep_no_connection_open(hasty):
    with connected(hasty) as (sock, reading):
        sock.sendall(head(hasty, "GET /v1/models HTTP/1.1") + b"\r\n")
        assert answer(reading)[0] == 200
        sock.sendall(b"\r\n")
        assert reading.read() == b""


def test_the_answer_may_take_longer_than_the_request(hasty):
    hasty.configure(latency=1.5)
    with connected(hasty) as (sock, reading):
        sock.sendall(b"".join(chat_request(hasty)))
        assert answer(reading)[0] == 200


def test_a_recorder_gives_up_as_well(tmp_path, genapi_mock):
    path = tmp_path / "chats.cassette"
    hasty = Recorder(genapi_mock.url, path, request_timeout=0.4)
    with hasty, connected(hasty) as (sock, reading):
        sock.sendall(b"POST /v1/models HTTP/1.1\r\nHost: mock\r\nContent-Length: 5\r\n\r\n")
        assert answer(reading)[0] == 408


# Strength


def test_two_thousand_streams_are_open_at_once():
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, LIMIT), LIMIT))
    rule = {"reply": {"text": "one two", "first_token_delay": 0, "token_delay": 600}}
    with MockServer(rules=(rule,)) as server, ExitStack() as stack:
        data = b"".join(chat_request(server, stream=True))
        address = urlsplit(server.url)
        socks = []
        for _ in range(2000):
            sock = socket.create_connection((address.hostname, address.port), timeout=60)
            socks.append(stack.enter_context(sock))
            sock.sendall(data)
        for sock in socks:
            assert sock.recv(15) == b"HTTP/1.1 200 OK"
        assert server.app.limiter.open == 2000
        assert ask(server) == 200


noise = settings(max_examples=150, deadline=None, derandomize=True)


@pytest.fixture(scope="module")
def heard():
    """Sends bytes and a request; returns the statuses that come back. Others are answered still."""
    with MockServer(request_timeout=0.3) as server, httpx.Client(base_url=server.url) as other:
        other.headers["authorization"] = f"Bearer {server.api_key}"
        last = head(server, "GET /v1/models HTTP/1.1", "Connection: close") + b"\r\n"

        def hear(data):
            with connected(server) as (sock, reading):
                try:
                    sock.sendall(data + last)
                    content = reading.read()
                except ConnectionError:
                    content = b""
            assert other.get("/v1/models").status_code == 200
            return set(re.findall(rb"HTTP/1\.1 (\d+) ", content))

        yield hear


@noise
@given(st.binary(max_size=400))
def test_random_bytes_are_no_request(heard, data):
    assert heard(data) <= {b"200", b"400", b"404"}


names = st.sampled_from(
    [
        *("content-length", "transfer-encoding", "connection", "expect", "upgrade", "host"),
        *("content-type", "authorization", "accept", "origin", "cookie", "x"),
    ]
)
lines = st.lists(
    st.tuples(
        st.one_of(names, st.text(max_size=5)),
        st.one_of(
            st.sampled_from(["chunked", "5", "-1", "0", "close", "keep-alive", "upgrade", "h2c"]),
            st.sampled_from(["100-continue", "application/json", "Bearer x", "mock", "9" * 30]),
            st.text(max_size=10),
        ),
    ),
    max_size=6,
)


@noise
@given(
    st.sampled_from(["GET", "POST", "HEAD", "OPTIONS", "PUT", "CONNECT", "get", ""]),
    st.one_of(
        st.sampled_from(["/v1/models", CHAT, "/__mock__/", "*", "http://[", "/%", "//", "/?%"]),
        st.text(max_size=10),
    ),
    st.sampled_from(["1.1", "1.0", "2.0", "0.9", "1.1 "]),
    st.tuples(lines, st.binary(max_size=30)),
)
def test_requests_that_are_a_little_wrong_are_never_a_500(heard, method, target, version, more):
    given, rest = more
    start = f"{method} {target} HTTP/{version}\r\n" + "".join(f"{n}: {v}\r\n" for n, v in given)
    statuses = heard(start.encode("utf-8", "surrogatepass") + b"\r\n" + rest)
    assert statuses <= {b"100", b"200", b"400", b"401", b"403", b"404", b"405", b"408"}
