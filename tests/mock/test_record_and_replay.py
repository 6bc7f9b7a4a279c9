"""A real server is recorded once, by a proxy, and replayed offline."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaleway_genapi_mock import MockServer, Recorder

from .conftest import CHAT, MODEL, SECRET, events
from .recordings import body, lines, replaying


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
