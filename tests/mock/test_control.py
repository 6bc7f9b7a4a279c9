"""The control interface: what Python can do to the mock, any program can do over HTTP."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlsplit

import httpx
import pytest

from scaleway_genapi_mock import FULL_ACCESS_KEY, RESTRICTED_PROJECT

from .conftest import CHAT, MODEL, PLAIN, eventually


@pytest.fixture
def mock(genapi_mock):
    with httpx.Client(base_url=f"{genapi_mock.url}/__mock__", timeout=10, verify=PLAIN) as client:
        yield client


def test_it_says_what_there_is(mock):
    data = mock.get("/").json()
    assert {"models.list", "chat.completions.create"} <= set(data["operations"])
    assert "reset" in data["faults"]
    assert data["settings"]["seed"] == 0


def test_it_says_so_without_the_slash_at_its_end_too(mock, http, genapi_mock):
    assert http.get("/__mock__").json() == mock.get("/").json()
    assert http.get("/__mock__", headers={"host": "evil.example"}).status_code == 403
    assert genapi_mock.app.requests == 0


def test_its_own_requests_are_not_remembered(mock, genapi_mock):
    mock.get("/")
    assert len(genapi_mock.journal) == 0


def test_rules_are_added_listed_and_removed(mock, chat):
    rule = {"name": "r", "when": {"model": MODEL}, "reply": {"text": "Hi"}, "times": 5}
    assert mock.post("/rules", json=rule).json() == {"names": ["r"]}
    assert chat().json()["choices"][0]["message"]["content"] == "Hi"
    (listed,) = mock.get("/rules").json()["rules"]
    assert listed["used"] == 1
    assert listed["reply"] == {"text": "Hi"}
    assert mock.delete("/rules/r").status_code == 200
    assert mock.delete("/rules/r").status_code == 404
    assert mock.get("/rules").json() == {"rules": []}


def test_a_rule_that_a_key_decides_is_shown_without_it(mock, http):
    keys = [f"Bearer {FULL_ACCESS_KEY}", "Bearer another-secret"]
    when = {"headers": {"Authorization": keys, "x-api-key": "my-secret", "x-tenant": "my-tenant"}}
    mock.post("/rules", json={"name": "r", "when": when, "reply": {"error": 500}})
    shown = {
        "Authorization": ["Bearer 1111…", "Bearer anot…"],
        "x-api-key": "my-s…",
        "x-tenant": "my-tenant",
    }
    for listed in (mock.get("/rules/r").json(), mock.get("/rules").json()["rules"][0]):
        assert listed["when"]["headers"] == shown
    sent = {"x-api-key": "my-secret", "x-tenant": "my-tenant"}
    assert http.get("/v1/models", headers=sent).status_code == 500


def test_of_several_rules_all_are_added_or_none(mock):
    good, bad = {"reply": {"text": "a"}}, {"reply": {"txt": "b"}}
    response = mock.post("/rules", json=[good, bad])
    assert response.status_code == 400
    assert "did you mean 'text'" in response.json()["error"]
    assert mock.get("/rules").json() == {"rules": []}
    assert mock.post("/rules", json=[good, good]).status_code == 201


def test_the_journal_is_asked(mock, http, chat, genapi_mock):
    http.get("/v1/models")
    chat(temperature=9)
    entries = mock.get("/journal").json()["entries"]
    assert [entry["status"] for entry in entries] == [200, 400]
    assert genapi_mock.api_key not in str(entries)
    only = mock.get("/journal", params={"operation": "models.list", "status": 200}).json()
    assert len(only["entries"]) == 1
    assert mock.get("/journal", params={"limit": 1}).json()["entries"][0]["status"] == 400
    assert mock.get("/journal", params={"limit": "x"}).status_code == 400
    mock.delete("/journal")
    assert mock.get("/journal").json() == {"entries": []}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"model": MODEL}, [1, 2]),
        ({"model": "nope"}, []),
        ({"last_message": "See"}, [2]),
        ({"last_message": "zzz"}, []),
        ({"model": MODEL, "last_message": "ell"}, [1]),
        ({"project": RESTRICTED_PROJECT}, [3]),
        ({"project": "nope"}, []),
    ],
)
def test_the_journal_is_asked_in_the_words_of_conditions(mock, http, chat, query, numbers):
    chat("Hello")
    chat("See you")
    http.get(f"/{RESTRICTED_PROJECT}/v1/models")
    found = mock.get("/journal", params=query).json()["entries"]
    assert [entry["number"] for entry in found] == numbers


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("modle=x", "\"modle\" is not known; did you mean 'model'?"),
        ("bogus=1", '"bogus" is not known; known are operation, model, project'),
        ("bogus", '"bogus" is not known'),
        ("limit=", "limit: "),
    ],
)
def test_a_word_that_the_journal_does_not_know_is_refused(mock, query, says):
    response = mock.get(f"/journal?{query}")
    assert response.status_code == 400
    assert says in response.json()["error"]


def test_settings_are_changed(mock, chat):
    changed = mock.patch("/settings", json={"limits": {"requests": 1}, "strict": True})
    assert changed.json()["limits"] == {"requests": 1, "tokens": None, "concurrent": None}
    assert chat(typo=1).status_code == 400
    assert [chat().status_code for _ in range(2)] == [200, 429]


def test_the_clock_is_moved(mock, chat):
    mock.post("/clock", json={"freeze": 1000})
    mock.patch("/settings", json={"limits": {"requests": 1}})
    assert [chat().status_code for _ in range(2)] == [200, 429]
    assert mock.post("/clock", json={"advance": 60}).json() == {"now": 1060}
    assert chat().status_code == 200
    assert mock.post("/clock", json={"reset": True}).json()["now"] > 1e9
    assert mock.post("/clock", json={"advance": -1}).status_code == 400
    assert mock.post("/clock", json={}).status_code == 400


def test_a_reset_makes_it_new(mock, chat):
    mock.post("/rules", json={"reply": {"error": 500}})
    mock.patch("/settings", json={"seed": 5})
    assert chat().status_code == 500
    mock.post("/reset", json={})
    assert mock.get("/").json()["requests"] == 0
    assert mock.get("/settings").json()["seed"] == 0
    assert chat().status_code == 200


def test_a_reset_cuts_off_what_still_runs_and_is_answered_itself(mock, genapi_mock):
    mock.patch("/settings", json={"token_delay": 600})
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    sent = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], "stream": True}
    url = genapi_mock.url + CHAT
    with httpx.stream("POST", url, json=sent, headers=headers, timeout=30) as response:
        assert mock.post("/reset", json={}).status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            response.read()
    assert mock.get("/").json()["requests"] == 0
    assert mock.get("/journal").json() == {"entries": []}


def test_a_request_that_waits_is_cut_off_by_a_reset_without_an_answer(mock, genapi_mock):
    mock.patch("/settings", json={"latency": 600})
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(httpx.get, genapi_mock.url + "/v1/models", headers=headers, timeout=30)
        eventually(lambda: len(genapi_mock.journal))
        assert mock.post("/reset", json={}).status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            asked.result(60)


def test_what_is_not_there_is_said_so_with_what_there_is(mock):
    said = mock.get("/nothing").json()["error"]
    assert "/__mock__/journal" in said
    assert said.endswith("/__mock__/ui is a page for people")
    assert mock.get("/nothing").status_code == 404
    assert mock.put("/rules", json={}).status_code == 405
    assert (
        mock.post("/rules", content=b"{", headers={"content-type": "application/json"}).status_code
        == 400
    )


def test_a_page_in_a_browser_cannot_command_it_unasked(mock, genapi_mock):
    """Without the JSON type a browser sends it across origins without a preflight."""
    response = mock.post(
        "/rules", content=b'{"reply": {"text": "a"}}', headers={"content-type": "text/plain"}
    )
    assert response.status_code == 400
    assert len(genapi_mock.app.rules) == 0


@pytest.mark.parametrize("path", ["/reset/now", "/settings/seed", "/clock/now", "/nothing/x"])
def test_what_stands_below_nothing_is_not_there(mock, genapi_mock, path):
    genapi_mock.rule(reply={"error": 500})
    assert mock.post(path, json={}).status_code == 404
    assert len(genapi_mock.app.rules) == 1


def test_one_request_of_the_journal_is_not_deleted_and_takes_no_other_with_it(mock, http):
    http.get("/v1/models")
    refused = mock.delete("/journal/1")
    assert refused.status_code == 405
    assert refused.headers["allow"] == "GET, HEAD"
    assert mock.get("/journal/1").status_code == 200


def test_one_rule_is_asked_for_by_its_name(mock):
    mock.post("/rules", json=[{"name": "a", "reply": {"error": 500}}, {"reply": {"error": 504}}])
    assert mock.get("/rules/a").json()["reply"] == {"error": 500}
    assert mock.get("/rules/b").status_code == 404


def test_the_methods_that_there_are_stand_in_the_answer_to_another_one(mock):
    for method in ("PUT", "OPTIONS"):
        refused = mock.request(method, "/rules")
        assert refused.status_code == 405
        assert refused.headers["allow"] == "GET, POST, DELETE, HEAD"
    assert mock.get("/reset").headers["allow"] == "POST"


@pytest.mark.parametrize(
    "path", ["/", "/journal", "/rules", "/settings", "/clock", "/live", "/operations", "/ui"]
)
def test_head_is_answered_wherever_get_is(mock, path):
    response = mock.head(path)
    assert response.status_code == 200
    assert response.content == b""
    kind = {"/ui": "text/html; charset=utf-8", "/live": "text/event-stream"}
    assert response.headers["content-type"] == kind.get(path, "application/json")


@pytest.mark.parametrize(
    ("method", "path", "body", "says"),
    [
        ("POST", "/rules", {"reply": {"fault": ["a"]}}, "reply/fault: there is no fault"),
        ("POST", "/rules", {"reply": {"fault": {"kind": {}}}}, "reply/fault: there is no fault"),
        ("POST", "/rules", {"reply": {"fault": {"kind": "close", "after": True}}}, "after: true"),
        ("POST", "/rules", {"reply": {"fault": {"kind": "slow", "delay": True}}}, "delay: true"),
        ("POST", "/rules", {"reply": {"fault": {"kind": "html", "status": 100}}}, "status: 100"),
        ("POST", "/rules", {"reply": {"fault": {"kind": "error-event", "shape": []}}}, "shape: []"),
        ("POST", "/rules", [{"reply": {"error": 500}}, {"reply": 5}], "rule 2: reply: 5"),
        ("POST", "/rules", 5, "5 is no rule"),
        ("POST", "/clock", {"freeze": 1e300}, "freeze: "),
        ("POST", "/clock", {"freeze": -1}, "freeze: "),
        ("POST", "/clock", {"advance": 1e300}, "advance: "),
        ("POST", "/clock", {"advance": True}, "advance: true"),
        ("POST", "/clock", {"reset": False}, "reset: false"),
        ("POST", "/clock", [], "give advance"),
        ("GET", "/journal?limit=" + "9" * 5000, None, "limit: "),
        ("GET", "/journal?status=%D9%A3", None, "status: "),
        ("GET", "/journal?limit=-1", None, "limit: "),
    ],
)
def test_what_is_wrong_is_refused_with_its_place_and_reason(mock, method, path, body, says):
    response = mock.request(method, path, json=body)
    assert response.status_code == 400, response.text
    assert says in response.json()["error"]


def test_what_python_sets_is_shown_even_if_json_readers_balk(mock, genapi_mock):
    genapi_mock.when(body={"seed": 10**30}).reply("x")
    (rule,) = mock.get("/rules").json()["rules"]
    assert rule["when"] == {"body": {"seed": 10**30}}


def test_a_client_that_leaves_inside_its_request_has_done_nothing(mock, genapi_mock):
    genapi_mock.rule(reply={"error": 500})
    address = urlsplit(genapi_mock.url)
    head = (
        "POST /__mock__/reset HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port), timeout=10) as sock:
        sock.sendall(head.encode())
        sock.shutdown(socket.SHUT_WR)
        assert sock.recv(100) == b""
    assert len(mock.get("/rules").json()["rules"]) == 1


def test_paths_that_only_look_like_it_belong_to_the_api(http):
    assert http.get("/__mocks__/").json()["error"]["code"] == 404
    assert http.get("/__mock__x").json()["error"]["code"] == 404
    assert http.post(f"/__mock{CHAT}").status_code == 404


@pytest.mark.parametrize("name", ["a/b", "100%25", "é"])
def test_a_rule_is_deleted_by_its_name_whatever_it_holds(mock, name):
    mock.post("/rules", json={"name": name, "reply": {"error": 500}})
    assert mock.delete(f"/rules/{quote(name, safe='')}").status_code == 200
    assert mock.get("/rules").json()["rules"] == []
