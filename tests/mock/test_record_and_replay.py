"""A real server is recorded once, by a proxy, and replayed offline."""

from __future__ import annotations

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaleway_genapi_mock import CassetteError, Key, MockServer, Recorder

from .conftest import CHAT, MODEL, PLAIN, events

SECRET = "a1b2c3d4-1111-4222-8333-444455556666"
PROJECT = "0f0e0d0c-1111-4222-8333-abcdefabcdef"


def body(content="Hello", **fields):
    return {"model": MODEL, "messages": [{"role": "user", "content": content}], **fields}


@pytest.fixture
def upstream():
    with MockServer(keys=(Key(SECRET),), seed=3) as server:
        yield server


@pytest.fixture
def path(tmp_path):
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


@contextmanager
def replaying(path, **settings):
    with MockServer(cassette=path, **{"replay_speed": 0, **settings}) as server:
        headers = {"authorization": f"Bearer {server.api_key}"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=10, verify=PLAIN) as client:
            client.mock = server
            yield client


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


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_was_recorded_is_replayed_without_the_upstream(recording, upstream, path):
    recorder, client = recording()
    answered = [client.post(CHAT, json=body()), client.get("/v1/models")]
    recorder.stop()
    upstream.stop()
    with replaying(path) as replayed:
        again = [replayed.post(CHAT, json=body()), replayed.get("/v1/models")]
    assert [r.json() for r in answered] == [r.json() for r in again]
    assert [r.status_code for r in again] == [200, 200]


def test_a_stream_is_recorded_as_it_came_and_replayed_event_by_event(recording, path):
    _, client = recording()
    with client.stream("POST", CHAT, json=body(stream=True)) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        response.read()
    with replaying(path) as replayed:
        again = replayed.post(CHAT, json=body(stream=True))
        assert replayed.mock.journal[-1].streamed == len(events(response))
    assert events(response) == events(again)
    assert events(again)[-1] == "[DONE]"


def test_a_stream_keeps_its_timing(recording, upstream, path):
    upstream.configure(token_delay=0.02)
    _, client = recording()
    count = len(events(client.post(CHAT, json=body(max_tokens=4, stream=True))))
    recorded = lines(path)[1]["response"]["events"]
    times = [event["after"] for event in recorded]
    assert times == sorted(times)
    assert times[-1] >= 0.01 * (count - 1)
    with replaying(path, replay_speed=1) as replayed:
        answered = replayed.post(CHAT, json=body(max_tokens=4, stream=True))
        assert answered.elapsed.total_seconds() >= times[-1] * 0.8


def test_a_stream_can_be_replayed_without_its_timing(recording, path):
    _, client = recording()
    answered = client.post(CHAT, json=body(stream=True))
    written = lines(path)
    for hours, event in enumerate(written[1]["response"]["events"]):
        event["after"] = hours * 3600
    path.write_text("".join(json.dumps(line) + "\n" for line in written), "utf-8")
    with replaying(path, replay_speed=0) as replayed:
        assert events(replayed.post(CHAT, json=body(stream=True))) == events(answered)


def test_pieces_arrive_at_the_client_while_the_upstream_is_still_sending(recording, upstream):
    upstream.configure(token_delay=60)
    upstream.rule(
        reply={"chunks": ["Hel", "lo"], "first_token_delay": 0.001, "token_delay": 0.001}, times=1
    )
    _, client = recording()
    with client.stream("POST", CHAT, json=body(stream=True)) as response:
        first = next(response.iter_lines())
    assert "role" in first


def test_keys_and_cookies_are_nowhere_in_the_cassette(recording, upstream, path):
    leak = {"error": {"message": f"bad key {SECRET}", "type": "x", "param": None, "code": 500}}
    headers = {"set-cookie": "session=very-secret", "x-request-id": "r-1", "x-account": "acme"}
    upstream.rule(reply={"body": leak, "status": 500, "headers": headers})
    _, client = recording()
    answer = client.post(CHAT, json=body(f"my key is {SECRET}"), headers={"cookie": "a=sweet"})
    assert SECRET in answer.text
    assert answer.headers["set-cookie"] == "session=very-secret"
    text = path.read_text(encoding="utf-8")
    for hidden in (SECRET, "very-secret", "sweet", "acme", "Bearer"):
        assert hidden not in text
    assert "bad key [redacted]" in text
    assert lines(path)[1]["response"]["headers"]["x-request-id"] == "r-1"


def test_a_key_that_comes_back_in_pieces_or_in_another_spelling_is_not_recorded(
    recording, upstream, path
):
    encoded = base64.b64encode(f"Bearer {SECRET}".encode()).decode()
    upstream.rule(when={"stream": True}, reply={"chunks": ["<", SECRET[:9], SECRET[9:], ">"]})
    upstream.rule(when={"stream": False}, reply={"text": f"You sent {encoded}"})
    _, client = recording()
    whole = client.post(CHAT, json=body(stream=True)).text
    escaped = json.dumps(body(f"I am {SECRET}")).replace(SECRET[:2], "\\u0061\\u0031")
    client.post(CHAT, content=escaped, headers={"content-type": "application/json"})
    assert SECRET[:9] in whole
    written = path.read_text(encoding="utf-8")
    for known in (SECRET[:9], SECRET[9:], SECRET[9:18], encoded[12:40]):
        assert known not in written
    assert lines(path)[2]["request"]["body"]["messages"][0]["content"] == "I am [redacted]"


def test_other_credentials_than_the_key_are_not_recorded_either(recording, upstream, path):
    upstream.when().reply("It was cookie-value, api-key-value and query-value.")
    _, client = recording()
    headers = {"x-api-key": "api-key-value", "cookie": "session=cookie-value"}
    client.post(f"{CHAT}?token=query-value", json=body(), headers=headers)
    written = path.read_text(encoding="utf-8")
    assert "It was [redacted], [redacted] and [redacted]." in written


def test_a_key_in_the_path_is_in_no_log(recording):
    recorder, client = recording()
    client.get(f"/v1/other/{SECRET}")
    recorder.stop()
    assert recorder.passages[0].path == "/v1/other/[redacted]"


def test_a_request_that_holds_the_key_is_found_again_with_another_key(recording, path):
    _, client = recording()
    client.post(CHAT, json=body(f"my key is {SECRET}"))
    with replaying(path) as replayed:
        mine = replayed.post(CHAT, json=body(f"my key is {replayed.mock.api_key}"))
        assert mine.status_code == 200


def test_a_short_key_hides_nothing(recording, path):
    _, client = recording()
    client.post(CHAT, json=body("a cat"))
    with replaying(path, accept_any_key=True) as replayed:
        headers = {"authorization": "Bearer a"}
        assert replayed.post(CHAT, json=body("a cat"), headers=headers).status_code == 200


def test_project_ids_are_hidden_when_asked(recording, path):
    _, client = recording(redact_project=True)
    assert client.post(f"/{PROJECT}{CHAT}", json=body(f"in {PROJECT}")).status_code == 200
    assert PROJECT not in path.read_text(encoding="utf-8")
    with replaying(path) as replayed:
        other = "11111111-2222-4333-8444-555555555555"
        sent = body("in 00000000-0000-0000-0000-000000000000")
        assert replayed.post(f"/{other}{CHAT}", json=sent).status_code == 200


def test_the_key_may_come_from_the_recorder(upstream, path):
    with Recorder(upstream.url, path, key=SECRET) as recorder:
        answer = httpx.get(f"{recorder.url}/v1/models", headers={"authorization": "Bearer none"})
    assert answer.status_code == 200
    assert SECRET not in path.read_text(encoding="utf-8")


def test_the_same_request_gets_its_answers_in_their_order_and_the_last_one_for_ever(
    recording, upstream, path
):
    upstream.fail_next(429, retry_after=7)
    _, client = recording()
    assert [client.post(CHAT, json=body()).status_code for _ in range(2)] == [429, 200]
    with replaying(path) as replayed:
        again = [replayed.post(CHAT, json=body()) for _ in range(3)]
        assert [r.status_code for r in again] == [429, 200, 200]
        assert again[0].headers["retry-after"] == "7"
        replayed.mock.reset()
        assert replayed.post(CHAT, json=body()).status_code == 429


def test_rate_limit_headers_are_the_recorded_ones_and_come_once(recording, path):
    _, client = recording()
    answer = client.post(CHAT, json=body())
    name = "x-ratelimit-remaining-requests"
    with replaying(path) as replayed:
        replayed.post(CHAT, json=body())
        again = replayed.post(CHAT, json=body())
    assert again.headers.get_list(name) == [answer.headers[name]]


def test_requests_are_known_by_their_meaning_not_their_spelling(recording, path):
    _, client = recording()
    client.post(CHAT, json=body(temperature=1, top_p=0.5))
    spelt = json.dumps({"top_p": 0.50, "temperature": 1.0, **body()}, indent=4)
    with replaying(path) as replayed:
        kind = {"content-type": "application/json; charset=utf-8"}
        assert replayed.post(CHAT, content=spelt, headers=kind).status_code == 200


def test_a_request_that_was_not_recorded_is_told_the_nearest_that_was(recording, path):
    _, client = recording()
    client.post(CHAT, json=body("Something else entirely", temperature=0.3, seed=4))
    client.post(CHAT, json=body("Hello"))
    with replaying(path) as replayed:
        answer = replayed.post(CHAT, json=body("Hullo"))
        assert answer.status_code == 404
        message = answer.json()["error"]["message"]
        assert "nearest is line 3" in message
        assert '/messages/0/content: "Hello" was recorded, "Hullo" sent' in message
        other = replayed.get("/v1/models").json()["error"]["message"]
        assert "no recorded answer of models.list; it has chat.completions.create" in other
        assert "nearest" in replayed.mock.journal[0].error


def test_what_the_document_does_not_know_is_replayed_all_the_same(recording, upstream, path):
    """A model of tomorrow, a field of tomorrow: the recorded server took them."""
    upstream.rule(when={"model": MODEL}, reply={"text": "Hi"})
    upstream.configure(models=("model-of-tomorrow",))
    _, client = recording()
    client.post(CHAT, json=body(model="model-of-tomorrow"))
    line = path.read_text(encoding="utf-8").replace(MODEL, "model-of-tomorrow")
    path.write_text(line, encoding="utf-8")
    with replaying(path) as replayed:
        sent = {**body(), "model": "model-of-tomorrow"}
        assert replayed.post(CHAT, json=sent).status_code in {200, 422}
        assert replayed.mock.journal[0].error is None


def test_rules_and_faults_lie_over_a_recording(recording, path):
    _, client = recording()
    client.post(CHAT, json=body(stream=True))
    with replaying(path) as replayed:
        replayed.mock.rule(reply={"fault": {"kind": "reset", "after": 2}}, times=1)
        with pytest.raises(httpx.TransportError):
            replayed.post(CHAT, json=body(stream=True))
        assert replayed.post(CHAT, json=body(stream=True)).status_code == 200
        replayed.mock.rule(reply={"text": "Not recorded"})
        said = replayed.post(CHAT, json=body()).json()["choices"][0]["message"]["content"]
        assert said == "Not recorded"


def test_a_recording_can_be_laid_into_a_running_server(recording, path, genapi_mock, http):
    _, client = recording()
    recorded = client.post(CHAT, json=body()).json()
    genapi_mock.configure(cassette=path, replay_speed=0)
    assert http.post(CHAT, json=body()).json() == recorded
    assert http.get("/v1/models").status_code == 404
    genapi_mock.reset()
    assert http.get("/v1/models").status_code == 200


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


def test_the_official_sdk_records_and_replays(upstream, path):
    from openai import OpenAI

    def ask(url, key):
        with OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0) as client:
            stream = client.chat.completions.create(
                model=MODEL, messages=[{"role": "user", "content": "Hi"}], stream=True
            )
            return "".join(c.choices[0].delta.content or "" for c in stream if c.choices)

    with Recorder(upstream.url, path) as recorder:
        said = ask(recorder.url, SECRET)
    with MockServer(cassette=path, replay_speed=0) as server:
        assert ask(server.url, server.api_key) == said
    assert said


def command(*arguments, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "scaleway_genapi_mock", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_the_command_records_checks_and_replays(upstream, path):
    arguments = ["--upstream", upstream.url, "--cassette", path, "--port", 0]
    env = {**os.environ, "REAL_KEY": SECRET}
    with command("record", *arguments, "--upstream-key-env", "REAL_KEY", env=env) as process:
        url = process.stdout.readline().strip()
        headers = {"authorization": "Bearer whatever"}
        asked = httpx.post(url + CHAT, json=body(), headers=headers)
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=10)
    assert process.returncode == 0, log
    assert "recorded 1 of 1 requests" in log
    assert "200  POST  /v1/chat/completions" in log
    with command("check", path) as process:
        out, _ = process.communicate(timeout=10)
    assert process.returncode == 0
    assert "1 recorded answer, all as the document says" in out
    with command("serve", "--cassette", path, "--replay-speed", 0, "--port", 0) as process:
        url = process.stdout.readline().strip()
        with MockServer() as any_server:
            headers = {"authorization": f"Bearer {any_server.api_key}"}
        again = httpx.post(url + CHAT, json=body(), headers=headers)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=10)
    assert asked.json() == again.json()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["record", "--upstream", "x", "--cassette", "c"], "is no upstream"),
        (["record", "--upstream", "http://a", "--cassette", "no/such/c"], "there is no folder"),
        (
            ["record", "--upstream", "http://a", "--cassette", "c", "--host", "0.0.0.0"],
            "add --allow-remote",
        ),
        (
            ["record", "--upstream", "http://a", "--cassette", "c", "--upstream-key-env", "NONE_"],
            "NONE_ is not set",
        ),
        (["serve", "--cassette", "missing"], "cannot be read"),
        (["serve", "--replay-speed", "-1"], "is no factor"),
    ],
)
def test_bad_arguments_say_what_is_wrong(tmp_path, monkeypatch, capfd, arguments, reason):
    from scaleway_genapi_mock.__main__ import main

    monkeypatch.chdir(tmp_path)
    try:
        code = main(arguments)
    except SystemExit as exit_:
        code = exit_.code
    assert code in {1, 2}
    assert reason in capfd.readouterr().err


@pytest.fixture(scope="module")
def replay_of_one(tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / "one.cassette"
    with MockServer() as server, Recorder(server.url, path, key=server.api_key) as recorder:
        httpx.post(recorder.url + CHAT, json=body())
    with replaying(path) as client:
        yield client


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=100),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=10), inner),
            max_leaves=8,
        ).map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass")),
    )
)
def test_whatever_is_sent_a_replay_answers(replay_of_one, content):
    kind = {"content-type": "application/json"}
    answer = replay_of_one.post(CHAT, content=content, headers=kind)
    assert answer.status_code in {400, 404}


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
