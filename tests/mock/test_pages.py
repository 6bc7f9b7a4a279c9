"""The pages for people, as files and events: what they say, and what they never load or show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import httpx
import pytest

import scaleway_genapi_mock
from scaleway_genapi_mock import Key, MockServer
from scaleway_genapi_mock.document import bundled_path, load_document
from scaleway_genapi_mock.journal._entry import Entry
from scaleway_genapi_mock.journal._journal import Journal
from scaleway_genapi_mock.pages import PAGES
from scaleway_genapi_mock.pages.live import SHOWN, Watch

from .conftest import CHAT, MODEL, PLAIN

FILES = Path(scaleway_genapi_mock.__file__).parent / "pages"


@pytest.fixture
def plain(genapi_mock):
    """A client without a key: pages are for people with a browser."""
    with httpx.Client(base_url=genapi_mock.url, timeout=10, verify=PLAIN) as client:
        yield client


@pytest.mark.parametrize("path", sorted(PAGES - {"/__mock__/live"}))
def test_every_page_is_served_without_a_key_and_is_not_remembered(plain, genapi_mock, path):
    response = plain.get(path)
    assert response.status_code == 200
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.content
    assert plain.head(path).headers["content-length"] == str(len(response.content))
    assert len(genapi_mock.journal) == 0


def test_the_document_is_served_as_it_is(plain):
    raw = plain.get("/openapi.yaml")
    assert raw.content == bundled_path().read_bytes()
    assert raw.headers["content-type"] == "application/yaml"
    assert plain.get("/openapi.json").json() == load_document().data


def test_pages_are_only_to_be_read(plain):
    answer = plain.post("/docs", json={})
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/docs", "/__mock__/ui"])
def test_pages_may_load_nothing_from_elsewhere(plain, path):
    response = plain.get(path)
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; connect-src 'self'")
    assert "http" not in policy
    assert not re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", response.text)


def test_the_live_page_builds_no_markup_from_text():
    script = (FILES / "ui.js").read_text(encoding="utf-8")
    for dangerous in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert dangerous not in script
    page = (FILES / "ui.html").read_text(encoding="utf-8")
    assert not re.search(r"\son\w+=|style=|<style|<script(?! src)", page)


def test_every_field_of_the_live_page_has_a_label():
    page = (FILES / "ui.html").read_text(encoding="utf-8")
    labelled = re.findall(r"<label[^>]*>(.*?)</label>", page, re.DOTALL)
    fields = re.findall(r'<(?:input|select|textarea)[^>]*id="(\w+)"', page)
    assert fields
    assert all(any(f'id="{field}"' in label for label in labelled) for field in fields)


def test_the_title_of_a_document_is_escaped(serving):
    client = serving("""
        openapi: 3.1.0
        info: {title: "</title><script>alert(1)</script>", version: "1"}
        paths: {}
        """)
    assert "<script>alert" not in client.get("/docs").text


def test_a_document_that_has_such_a_path_keeps_it(serving):
    client = serving("""
        openapi: 3.1.0
        info: {title: T, version: "1"}
        paths:
          /docs:
            get:
              responses:
                "200":
                  description: d
                  content: {application/json: {example: mine}}
        """)
    assert client.get("/docs").json() == "mine"
    assert client.get("/openapi.json").status_code == 200


def test_without_the_bundle_the_page_says_what_to_install(plain, monkeypatch):
    from scaleway_genapi_mock.pages import serve

    monkeypatch.setattr(serve, "_BUNDLE", "no_such_package")
    page = plain.get("/docs").text
    assert "pip install &#x27;" in page or "pip install 'scaleway-genapi[mock]'" in page
    assert 'href="openapi.yaml"' in page
    assert plain.get("/docs/redoc.js").status_code == 404


def test_only_the_key_that_everybody_knows_is_shown(plain, genapi_mock):
    assert plain.get("/__mock__/operations").json()["key"] == genapi_mock.api_key
    with MockServer(keys=(Key("a-key-of-somebody"),)) as server:
        shown = httpx.get(f"{server.url}/__mock__/operations")
        assert shown.json()["key"] == ""
        assert "a-key-of-somebody" not in shown.text


def test_the_sender_learns_operations_and_examples_from_the_document(plain):
    listed = {each["id"]: each for each in plain.get("/__mock__/operations").json()["operations"]}
    assert listed["models.list"]["media_type"] is None
    chat = listed["chat.completions.create"]
    assert (chat["method"], chat["path"], chat["stream"]) == ("POST", CHAT, "stream")
    assert all("messages" in example for example in chat["examples"].values())


def test_one_request_of_the_journal_is_shown_whole(plain, chat, genapi_mock):
    chat()
    entry = plain.get("/__mock__/journal/1").json()
    assert entry["body"]["model"] == MODEL
    assert genapi_mock.api_key not in json.dumps(entry)
    assert plain.get("/__mock__/journal/2").status_code == 404


def live(response):
    for line in response.iter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


def test_the_journal_is_told_as_it_grows(plain, chat, genapi_mock):
    chat()
    with plain.stream("GET", "/__mock__/live") as response:
        told = live(response)
        first = next(told)
        assert first["fresh"]
        assert [entry["number"] for entry in first["entries"]] == [1]
        chat(stream=True)
        entry = next(told)["entries"][-1]
        assert (entry["number"], entry["operation"]) == (2, "chat.completions.create")
        genapi_mock.app.reset()
        assert next(told) == {"fresh": True, "entries": []}
    assert len(genapi_mock.journal) == 0


def test_a_server_with_a_watcher_stops_at_once():
    server = MockServer().start()
    with httpx.stream("GET", f"{server.url}/__mock__/live", timeout=10) as response:
        told = live(response)
        next(told)
        server.stop()
        with pytest.raises(httpx.TransportError):
            next(told)


def filled(*numbers):
    journal = Journal(1000)
    journal._entries.extend(Entry(number, 0.0, "GET", "/") for number in numbers)
    return journal


def test_nothing_new_is_not_told():
    journal, watch = filled(1, 2), Watch()
    assert len(watch.news(journal)["entries"]) == 2
    assert watch.news(journal) is None


def test_what_has_changed_is_told_again():
    journal, watch = filled(1, 2), Watch()
    watch.news(journal)
    journal[1].streamed = 5
    news = watch.news(journal)
    assert not news["fresh"]
    assert [(e["number"], e["streamed"]) for e in news["entries"]] == [(2, 5)]


def test_a_cleared_journal_begins_anew_even_if_as_many_requests_came_since():
    journal, watch = filled(1, 2), Watch()
    watch.news(journal)
    journal.clear()
    journal._entries.extend(filled(1, 2))
    assert watch.news(journal)["fresh"]


def test_a_full_journal_is_told_to_its_last_requests_and_goes_on():
    journal, watch = filled(*range(1, 501)), Watch()
    assert len(watch.news(journal)["entries"]) == SHOWN
    journal._entries.append(Entry(501, 0.0, "GET", "/"))
    news = watch.news(journal)
    assert not news["fresh"]
    assert [entry["number"] for entry in news["entries"]] == [501]
