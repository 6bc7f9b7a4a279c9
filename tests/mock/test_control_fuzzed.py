"""Whatever is sent to the control interface: it does it, or says what is wrong. Never a 500."""

from __future__ import annotations

import json
import logging
import socket
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaleway_genapi_mock import MockServer
from scaleway_genapi_mock.faults import PROFILES, names

from .conftest import CHAT, MODEL

WORDS = [
    *("name", "when", "reply", "times", "rate", "priority", "operation", "model", "project"),
    *("headers", "body", "last_message", "stream", "regex", "text", "chunks", "error", "function"),
    *("sequence", "fault", "status", "media_type", "latency", "first_token_delay", "token_delay"),
    *("tool_call", "tool_calls", "reasoning", "finish_reason", "arguments", "message", "param"),
    *("retry_after", "kind", "after", "shape", "delay", "end", "seed", "limits", "requests"),
    *("tokens", "concurrent", "strict", "error_shape", "fault_profile", "dedicated"),
    *("accept_any_key", "gateway_errors", "advance", "freeze", "reset", "rules", "keys", "secret"),
    *("models", "max_body", "legacy_models", "cap_status", "cassette", "replay_speed", "hosts"),
    *("journal_size", "permission_sets", "projects", "default_project", "request_timeout", "spec"),
]
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 700),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=8),
    st.sampled_from([*WORDS, *names(), *PROFILES, MODEL, "chat.completions.create", "(", "/a/-1"]),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
        st.dictionaries(st.text(max_size=5), inner, max_size=2),
    ),
    max_leaves=10,
)
small = st.one_of(
    st.integers(-1, 700), st.floats(0, 0.01), st.sampled_from([0, 200, 204, 304, 599])
)
texts = st.text(max_size=8)


def mostly(strategy):
    """Mostly what is asked for, sometimes anything."""
    return st.integers(0, 9).flatmap(lambda n: values if n == 0 else strategy)


faults = st.fixed_dictionaries(
    {"kind": mostly(st.sampled_from(names()))},
    optional={
        "after": mostly(small),
        "shape": mostly(st.sampled_from(["nested", "flat", "legacy", "gateway"])),
        "status": mostly(small),
        "delay": mostly(small),
        "end": mostly(st.booleans()),
    },
)
calls = st.fixed_dictionaries({"name": mostly(texts)}, optional={"arguments": values})
errors = st.fixed_dictionaries(
    {"status": mostly(small)},
    optional={"message": mostly(texts), "param": mostly(texts), "retry_after": mostly(values)},
)
contents = st.sampled_from(
    [
        ("text", texts),
        ("tool_call", calls),
        ("tool_calls", st.lists(calls, max_size=2)),
        ("chunks", st.lists(texts, max_size=3)),
        ("chunks", st.lists(values, max_size=3)),
        ("body", values),
        ("error", st.one_of(small, errors)),
        ("sequence", st.lists(st.builds(dict, text=texts), max_size=2)),
    ]
).flatmap(lambda pair: st.builds(lambda value: {pair[0]: value}, mostly(pair[1])))
times = st.fixed_dictionaries(
    {},
    optional={
        "fault": mostly(st.one_of(st.sampled_from(names()), faults)),
        "status": mostly(small),
        "headers": mostly(st.dictionaries(texts, st.one_of(texts, scalars), max_size=2)),
        "media_type": mostly(texts),
        "latency": mostly(st.floats(0, 0.01)),
        "first_token_delay": mostly(st.floats(0, 0.01)),
        "token_delay": mostly(st.floats(0, 0.01)),
        "reasoning": mostly(texts),
        "finish_reason": mostly(texts),
    },
)
replies = st.builds(
    lambda content, others: content | others, st.one_of(contents, st.just({})), times
)
conditions = st.fixed_dictionaries(
    {},
    optional={
        "operation": mostly(st.just("chat.completions.create")),
        "model": mostly(st.just(MODEL)),
        "last_message": mostly(st.sampled_from(["x", {"regex": "x"}])),
        "headers": mostly(st.dictionaries(texts, values, max_size=1)),
        "body": mostly(st.dictionaries(st.sampled_from(["/messages/-1/role", "n"]), values)),
    },
)
rules = st.fixed_dictionaries(
    {"reply": mostly(replies)},
    optional={
        "when": mostly(conditions),
        "times": mostly(st.integers(1, 3)),
        "rate": mostly(st.floats(0, 1)),
        "priority": mostly(small),
        "name": mostly(texts),
    },
)
fuzz = settings(max_examples=200, deadline=None, derandomize=True)
NEVER = 60


@pytest.fixture(scope="module")
def client():
    with MockServer() as server, httpx.Client(base_url=server.url, timeout=NEVER) as client:
        client.headers["authorization"] = f"Bearer {server.api_key}"
        client.server = server
        yield client


def sent(client, method, path, value):
    content = json.dumps(value).encode("utf-8", "surrogatepass")
    headers = {"content-type": "application/json"}
    response = client.request(method, f"/__mock__{path}", content=content, headers=headers)
    assert response.status_code in {200, 201, 400}, response.text
    if response.status_code == 400:
        assert len(response.json()["error"]) > 10
    return response


def stop(client):
    """Whatever was set goes, and whatever still runs: a rule may have asked for a stall."""
    client.server.reset()


@pytest.fixture(scope="module")
def failures():
    """What uvicorn would have said of an application that broke."""
    found = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: found.append(str(record.exc_info or record.msg))
    logger = logging.getLogger("scaleway_genapi_mock.http")
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)


def everything_is_shown(client):
    for path in ("/", "/rules", "/settings", "/clock", "/journal"):
        assert client.get(f"/__mock__{path}").status_code == 200


@fuzz
@given(rules)
def test_a_rule_is_taken_or_refused(client, failures, rule):
    response = sent(client, "POST", "/rules", rule)
    everything_is_shown(client)
    if response.status_code == 201:
        for streaming in (True, False):
            body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}]}
            try:
                answer = client.post(CHAT, json={**body, "stream": streaming}, timeout=0.3)
            except (httpx.TransportError, httpx.DecodingError):
                pass
            else:
                assert "The mock failed" not in answer.text
        everything_is_shown(client)
    broken, failures[:] = list(failures), []
    assert not broken
    stop(client)


@fuzz
@given(st.dictionaries(st.sampled_from(WORDS), values, max_size=4))
def test_settings_are_taken_or_refused(client, settings):
    sent(client, "PATCH", "/settings", settings)
    everything_is_shown(client)
    stop(client)


@fuzz
@given(st.dictionaries(st.sampled_from(["advance", "freeze", "reset"]), values, max_size=1))
def test_the_clock_is_moved_or_stays(client, move):
    sent(client, "POST", "/clock", move)
    everything_is_shown(client)
    assert client.get("/v1/models").status_code == 200
    stop(client)


@fuzz
@given(st.sampled_from(["/rules", "/settings", "/clock", "/reset"]), values)
def test_any_json_is_taken_or_refused(client, path, value):
    sent(client, "PATCH" if path == "/settings" else "POST", path, value)
    everything_is_shown(client)
    stop(client)


@fuzz
@given(st.sampled_from(["/rules", "/clock", "/reset"]), st.binary(max_size=100))
def test_any_bytes_are_refused_unless_they_are_json(client, path, data):
    headers = {"content-type": "application/json"}
    response = client.post(f"/__mock__{path}", content=data, headers=headers)
    assert response.status_code in {200, 201, 400}
    stop(client)


@fuzz
@given(
    st.sampled_from([b"GET", b"HEAD", b"DELETE", b"POST", b"PATCH", b"OPTIONS"]),
    st.sampled_from([b"", b"journal/", b"rules/", b"journal?limit=", b"clock/", b"li"]),
    st.text("%fe0/.?=&;é\\_\x7f~u", max_size=12).map(lambda text: text.encode("latin-1")),
)
def test_any_path_is_answered(client, method, start, rest):
    address = urlsplit(str(client.base_url))
    request = b"%s /__mock__/%s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    if method in {b"POST", b"PATCH"}:
        request += b"Content-Type: application/json\r\nContent-Length: 0\r\n"
    with socket.create_connection((address.hostname, address.port), timeout=NEVER) as sock:
        sock.sendall(request % (method, start, rest) + b"\r\n")
        status = int(sock.makefile("rb").readline().split()[1])
    assert status in {200, 400, 404, 405}


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"reply":' * 5000 + b"1" + b"}" * 5000,
        b'{"reply": {"text": "%s"}}' % (b"x" * 5_000_000),
        b'{"seed": ' + b"9" * 5000 + b"}",
        b'{"freeze": 1e999}',
        b'{"freeze": -1e-999}',
        b"\xff",
    ],
)
@pytest.mark.parametrize("path", ["/rules", "/clock"])
def test_monsters_are_refused(client, path, content):
    headers = {"content-type": "application/json"}
    response = client.post(f"/__mock__{path}", content=content, headers=headers)
    assert response.status_code in {200, 400}
    if response.status_code == 200:
        assert content == b'{"freeze": -1e-999}'
    stop(client)
