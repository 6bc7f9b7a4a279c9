"""Faults on real sockets: what goes wrong, goes wrong as a network would do it."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from urllib.parse import urlsplit

import httpx
import pytest

from scaleway_genapi_mock import MockServer, RuleWarning
from scaleway_genapi_mock._answers import EventStream
from scaleway_genapi_mock.faults import PROFILES, names, parse_fault

from .conftest import CHAT, MODEL, events

BODY = {"model": MODEL, "messages": [{"role": "user", "content": "Hello there"}]}


@pytest.fixture
def wire(genapi_mock):
    """Sends a chat request; returns the bytes that came and how the connection ended."""

    def exchange(*, stream=True, wait=5.0):
        address = urlsplit(genapi_mock.url)
        body = json.dumps({**BODY, "stream": stream}).encode()
        head = (
            f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {genapi_mock.api_key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            "Connection: close\r\n\r\n"
        )
        received = b""
        with socket.create_connection((address.hostname, address.port), timeout=wait) as sock:
            sock.sendall(head.encode() + body)
            while True:
                try:
                    data = sock.recv(65536)
                except ConnectionResetError:
                    return received, "reset"
                except TimeoutError:
                    return received, "open"
                if not data:
                    return received, "closed"
                received += data

    return exchange


def test_a_disconnect_comes_before_the_first_byte(wire, genapi_mock):
    genapi_mock.when().reply(fault="disconnect")
    assert wire() == (b"", "closed")
    assert wire(stream=False) == (b"", "closed")
    assert genapi_mock.journal[-1].status == 0


def test_a_reset_breaks_the_stream_after_the_events_that_were_asked_for(wire, genapi_mock):
    genapi_mock.when().reply(fault={"kind": "reset", "after": 3})
    received, end = wire()
    assert end == "reset"
    assert received.count(b"data: ") == 3


def test_a_reset_breaks_a_body(wire, genapi_mock):
    genapi_mock.when().reply(fault="reset")
    received, end = wire(stream=False)
    assert end == "reset"
    assert b"200 OK" in received


def test_a_stall_sends_no_more_and_stays_open(wire, genapi_mock):
    genapi_mock.when().reply(fault={"kind": "stall", "after": 1})
    received, end = wire(wait=0.2)
    assert end == "open"
    assert received.count(b"data: ") == 1


def test_a_close_ends_the_connection_without_the_last_chunk(wire, genapi_mock):
    genapi_mock.when().reply(fault={"kind": "close", "after": 2})
    received, end = wire()
    assert end == "closed"
    assert received.count(b"data: ") == 2
    assert not received.endswith(b"0\r\n\r\n")


def test_a_truncated_body_is_noticed_by_its_length(http, genapi_mock):
    genapi_mock.when().reply(fault="close")
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(CHAT, json=BODY)


def test_bad_chunking_is_a_protocol_error(http, genapi_mock):
    genapi_mock.when().reply(fault="bad-chunking")
    with pytest.raises(httpx.RemoteProtocolError):
        http.post(CHAT, json={**BODY, "stream": True})


def stream(http):
    return http.post(CHAT, json={**BODY, "stream": True})


def test_a_cut_event_ends_properly_for_http_and_not_for_sse(http, genapi_mock):
    genapi_mock.when().reply(fault={"kind": "cut-event", "after": 1})
    content = stream(http).content
    assert content.count(b"data: ") == 2
    assert not content.endswith(b"\n\n")


@pytest.mark.parametrize("text", ["plain", "grüße"])
def test_a_cut_character_is_no_utf8(http, genapi_mock, text):
    genapi_mock.when().reply(text, fault="cut-utf8")
    with pytest.raises(UnicodeDecodeError):
        stream(http).content.decode()


def test_no_end_means_no_end_marker(http, genapi_mock):
    genapi_mock.when().reply(fault="no-end")
    assert "[DONE]" not in stream(http).text


def test_malformed_json_is_none(http, genapi_mock):
    genapi_mock.when().reply(fault={"kind": "malformed-json", "after": 0})
    with pytest.raises(json.JSONDecodeError):
        http.post(CHAT, json=BODY).json()
    with pytest.raises(json.JSONDecodeError):
        json.loads(events(stream(http))[0])


def test_a_wrong_content_type_holds_the_right_content(http, genapi_mock):
    genapi_mock.when().reply(fault="wrong-content-type")
    response = stream(http)
    assert response.headers["content-type"].startswith("text/plain")
    assert events(response)[-1] == "[DONE]"


def test_html_comes_from_a_gateway(http, genapi_mock):
    genapi_mock.when().reply(fault={"kind": "html", "status": 502})
    response = http.post(CHAT, json=BODY)
    assert response.status_code == 502
    assert "<html>" in response.text


@pytest.mark.parametrize(
    ("options", "status", "says"),
    [
        ({}, 502, "502 Bad Gateway"),
        ({"status": 504}, 504, "504 Gateway Timeout"),
        ({"status": 200}, 200, "502 Bad Gateway"),
        ({"status": 520}, 520, "520"),
    ],
)
def test_the_page_of_a_gateway_tells_its_status(http, genapi_mock, options, status, says):
    genapi_mock.when().reply(fault={"kind": "html", **options})
    for streaming in (True, False):
        response = http.post(CHAT, json={**BODY, "stream": streaming})
        assert response.status_code == status
        assert response.headers["content-type"] == "text/html"
        assert f"<title>{says}</title>" in response.text


EMPTY_STREAM = """
    openapi: 3.1.0
    info: {title: T, version: "1"}
    paths:
      /a:
        get:
          operationId: a
          responses:
            "200": {description: A, content: {text/event-stream: {}}}
    """


@pytest.mark.parametrize("kind", names())
def test_every_fault_befalls_a_stream_without_events(serving, kind):
    rule = {"reply": {"fault": kind}}
    client = serving(EMPTY_STREAM, rules=(rule,))
    with contextlib.suppress(httpx.TransportError):
        response = client.get("/a", timeout=0.3)
        assert response.status_code == (502 if kind == "html" else 200), response.text


@pytest.mark.parametrize(
    ("reply", "streaming"),
    [
        ({"fault": "stall"}, True),
        ({"fault": "stall"}, False),
        ({"fault": {"kind": "stall", "after": 0}}, True),
        ({"fault": {"kind": "stall", "after": 0}}, False),
        ({"fault": {"kind": "slow", "delay": 60}}, True),
        ({"fault": {"kind": "slow", "delay": 60}}, False),
        ({"text": "x", "latency": 600}, True),
        ({"text": "x", "latency": 600}, False),
        ({"text": "x", "first_token_delay": 600}, True),
        ({"text": "a b c", "token_delay": 600}, True),
    ],
)
def test_whatever_holds_an_answer_back_ends_when_the_client_leaves(reply, streaming):
    done = threading.Event()
    with MockServer(observer=lambda _entry: done.set(), rules=({"reply": reply},)) as server:
        address = urlsplit(server.url)
        body = json.dumps({**BODY, "stream": streaming}).encode()
        head = (
            f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.api_key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection((address.hostname, address.port), timeout=20) as sock:
            sock.sendall(head.encode() + body)
            if "latency" not in reply:
                assert sock.recv(100).startswith(b"HTTP/1.1 200 ")
            assert not done.is_set()
        assert done.wait(20)
        assert server.app.limiter.open == 0
        assert server.journal[0].disconnected


@pytest.mark.parametrize("kind", ["disconnect", "reset", "close", "malformed-json", "html"])
@pytest.mark.parametrize("streaming", [True, False])
@pytest.mark.parametrize(
    ("often", "broken"), [({"times": 1}, 1), ({"times": 3}, 3), ({"rate": 0.5}, range(2, 9))]
)
def test_a_fault_comes_once_or_n_times_or_at_a_rate(  # noqa: PLR0917
    http, genapi_mock, kind, streaming, often, broken
):
    genapi_mock.rule(reply={"fault": kind}, **often)
    for _ in range(10):
        with contextlib.suppress(httpx.TransportError):
            http.post(CHAT, json={**BODY, "stream": streaming})
    count = sum(entry.rule is not None for entry in genapi_mock.journal)
    assert count in (broken if isinstance(broken, range) else {broken})


@pytest.mark.parametrize(
    ("shape", "has"),
    [
        ("nested", lambda data: data["error"]["message"]),
        ("legacy", lambda data: data["error"]["object"] == "error" and data["error"]["message"]),
        ("flat", lambda data: data["object"] == "error" and data["message"]),
        ("gateway", lambda data: isinstance(data["error"], str) and data["message"]),
    ],
)
def test_an_error_event_comes_in_each_documented_shape(http, genapi_mock, shape, has):
    genapi_mock.when().reply(fault={"kind": "error-event", "after": 2, "shape": shape})
    data = events(stream(http))
    assert data[-1] == "[DONE]"
    assert len(data) == 4
    assert has(json.loads(data[2]))


def test_an_error_event_may_be_the_last_word(http, genapi_mock):
    genapi_mock.when().reply(fault={"kind": "error-event", "end": False})
    assert "error" in json.loads(events(stream(http))[-1])


@pytest.mark.parametrize(
    ("delays", "expected"),
    [
        ([0.3, 0.2, None], [0.3, 0.0, 0.2, 0.0, None]),
        ((0.3, 0.2), [0.3, 0.0, 0.2, 0.0, 0.2]),
        ((), ()),
    ],
)
def test_duplicates_keep_the_delays_of_the_events(delays, expected):
    class Stage:
        def end_marker(self, _call):
            return "[DONE]"

    events_sent = [b'data: "aa"\n\n', b'data: "bb"\n\n', b"data: [DONE]\n\n"]
    reply = parse_fault("duplicate").apply(EventStream(events_sent, delays=delays), None, Stage())
    aa, bb, end = events_sent
    assert reply.records == [aa, aa, bb, bb, end]
    assert reply.delays == expected


def test_duplicates_and_disorder_keep_every_event(http, genapi_mock):
    plain = events(stream(http))
    count = len(plain)
    genapi_mock.when().reply(fault="duplicate", times=1)
    assert len(events(stream(http))) == 2 * (count - 1) + 1
    genapi_mock.when().reply("one two three", fault={"kind": "reorder", "after": 1})
    deltas = [json.loads(e)["choices"][0]["delta"] for e in events(stream(http))[:-1]]
    assert "".join(d.get("content", "") for d in deltas) == " twoone three"


def test_comments_and_crlf_are_legal(http, genapi_mock):
    genapi_mock.when().reply(fault="comments", times=1)
    assert stream(http).text.startswith(": keep-alive\n\ndata: ")
    genapi_mock.when().reply(fault="crlf")
    assert stream(http).text.endswith("data: [DONE]\r\n\r\n")


def test_a_slow_answer_comes_byte_by_byte(http, genapi_mock):
    genapi_mock.when().reply(body={"a": 1}, fault={"kind": "slow", "delay": 0.005})
    with http.stream("POST", CHAT, json=BODY) as response:
        pieces = list(response.iter_raw())
    assert pieces == [bytes([b]) for b in b'{"a":1}']


def test_faults_of_streams_leave_other_answers_alone(http, genapi_mock):
    genapi_mock.when().reply(fault="crlf")
    assert http.post(CHAT, json=BODY).json()["object"] == "chat.completion"
    assert genapi_mock.journal[-1].rule is None
    with pytest.warns(RuleWarning, match="the fault crlf needs a stream"):
        genapi_mock.reset()


def test_every_fault_leaves_the_server_sound(http, genapi_mock):
    genapi_mock.when(operation="chat.completions.create", body={"stop": "x"}).reply("sound")
    for name in names():
        fault = {"kind": name, **({"delay": 0} if name == "slow" else {})}
        genapi_mock.rule(reply={"fault": fault}, times=1, priority=1, name=name)
        for streaming in (True, False):
            with contextlib.suppress(httpx.TransportError):
                http.post(CHAT, json={**BODY, "stream": streaming}, timeout=0.3)
        genapi_mock.app.rules.remove(name)
        response = http.post(CHAT, json={**BODY, "stop": "x"})
        assert response.status_code == 200, name


@pytest.mark.parametrize("profile", list(PROFILES))
def test_a_profile_is_the_same_weather_for_the_same_seed(genapi_mock, profile):
    def weather():
        genapi_mock.reset()
        genapi_mock.configure(fault_profile=profile)
        app = genapi_mock.app
        replies = (app._profile.reply(7, number, streams=True) for number in range(200))
        return [json.dumps(reply) for reply in replies]

    first = weather()
    assert first == weather()
    assert len(set(first)) == len(PROFILES[profile].shares) + 1


def test_a_profile_breaks_some_requests_and_answers_the_others(http, genapi_mock):
    genapi_mock.configure(fault_profile="flaky")
    seen = set()
    for _ in range(60):
        try:
            seen.add(http.post(CHAT, json=BODY).status_code)
        except httpx.TransportError:
            seen.add("broken")
    assert {200, 500} <= seen
    assert "broken" in seen
    assert {entry.rule for entry in genapi_mock.journal} == {None, "flaky"}


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"kind": "duplicate", "after": 3}, 'duplicate has no "after"; it has no options'),
        ({"kind": "html", "delay": 1}, 'html has no "delay"; it has status'),
        ({"kind": "reset", "aftr": 1}, 'reset has no "aftr"; it has after'),
    ],
)
def test_an_option_that_would_have_no_effect_is_refused(genapi_mock, fault, says):
    with pytest.raises(ValueError, match=re.escape(says)):
        genapi_mock.rule(reply={"fault": fault})
