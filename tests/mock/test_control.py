"""The control interface: what Python can do to the mock, any program can do over HTTP."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from .conftest import CHAT, MODEL


@pytest.fixture
def mock(genapi_mock):
    with httpx.Client(base_url=f"{genapi_mock.url}/__mock__", timeout=10) as client:
        yield client


def test_it_says_what_there_is(mock):
    data = mock.get("/").json()
    assert data["operations"] == ["models.list", "chat.completions.create"]
    assert "reset" in data["faults"]
    assert data["settings"]["seed"] == 0


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


def test_settings_are_changed_and_checked(mock, chat):
    changed = mock.patch("/settings", json={"limits": {"requests": 1}, "strict": True})
    assert changed.json()["limits"] == {"requests": 1, "tokens": None, "concurrent": None}
    assert chat(typo=1).status_code == 400
    assert [chat().status_code for _ in range(2)] == [200, 429]
    for wrong in ({"sed": 1}, {"seed": "x"}, {"latency": -1}, {"limits": {"requests": 0}}, [], 5):
        assert mock.patch("/settings", json=wrong).status_code == 400


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
    mock.post("/reset")
    assert mock.get("/").json()["requests"] == 0
    assert mock.get("/settings").json()["seed"] == 0
    assert chat().status_code == 200


def test_what_is_not_there_is_said_so(mock):
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


def test_paths_that_only_look_like_it_belong_to_the_api(http):
    assert http.get("/__mock__").json()["error"]["code"] == 404
    assert http.post(f"/__mock{CHAT}").status_code == 404


@pytest.mark.parametrize("name", ["a/b", "100%25", "é"])
def test_a_rule_is_deleted_by_its_name_whatever_it_holds(mock, name):
    mock.post("/rules", json={"name": name, "reply": {"error": 500}})
    assert mock.delete(f"/rules/{quote(name, safe='')}").status_code == 200
    assert mock.get("/rules").json()["rules"] == []
