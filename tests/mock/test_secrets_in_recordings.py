"""Keys, cookies and projects that pass through the recorder are not in the cassette, nor missed in a replay."""

from __future__ import annotations

import base64
import json

import httpx

from scaleway_genapi_mock import Recorder

from .conftest import CHAT, SECRET
from .recordings import body, lines, replaying

PROJECT = "0f0e0d0c-1111-4222-8333-abcdefabcdef"


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
