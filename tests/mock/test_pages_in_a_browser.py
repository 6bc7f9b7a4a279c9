"""The pages as a person sees them, in a headless Chromium."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest

from scaleway_genapi_mock import MockServer

from . import browser
from .conftest import CHAT, MODEL

pytestmark = pytest.mark.skipif(browser.find() is None, reason=browser.HOW)

CHOOSE_CHAT = """(() => {
  const list = document.querySelector('#operation');
  const ids = [...list.options].map((option) => option.textContent.split(' ')[0]);
  list.selectedIndex = ids.indexOf('chat.completions.create');
  list.dispatchEvent(new Event('change'));
})()"""
MARKUP = "<img src=x onerror=\"document.title='pwned'\"><script>document.title='pwned'</script>"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    running = browser.Browser(tmp_path_factory.mktemp("chromium"))
    yield running
    running.close()


@pytest.fixture
def page(chromium):
    made = chromium.page()
    yield made
    made.close()
    assert made.problems == []


@pytest.fixture
def ui(page, genapi_mock):
    page.open(f"{genapi_mock.url}/__mock__/ui")
    page.until("document.querySelector('#connection').dataset.state === 'live'")
    page.until("document.querySelector('#key').value")
    page.run(CHOOSE_CHAT)
    return page


def shot(page, name):
    """Keep a picture where GENAPI_SCREENSHOTS says, for whoever wants to look."""
    folder = os.environ.get("GENAPI_SCREENSHOTS")
    if folder:
        page.screenshot(Path(folder) / f"{name}.png")


def rows(page):
    return page.run(
        "[...document.querySelectorAll('#entries tr')]"
        ".map((row) => [...row.cells].map((cell) => cell.textContent))"
    )


def answered(page):
    page.until("document.querySelector('#answer-line').textContent.includes('done after')")
    return page.text("#answer-line")


def test_the_document_is_drawn_and_nothing_but_this_server_is_asked(page, genapi_mock):
    page.open(f"{genapi_mock.url}/docs")
    page.until("document.querySelector('h1')?.textContent.includes('Scaleway Generative APIs')")
    page.until("document.body.textContent.includes('Chat')")
    loaded = "performance.getEntriesByType('resource').filter((r) => r.responseStatus).map((r) => r.name)"
    assert all(name.startswith(genapi_mock.url) for name in page.run(loaded))
    assert not [url for url in page.requests if "otel" in url or "telemetry" in url]
    shot(page, "docs")


def test_requests_appear_as_they_come(ui, chat):
    assert ui.run("!document.querySelector('#empty').hidden")
    chat()
    chat(temperature=9)
    ui.until("document.querySelectorAll('#entries tr').length === 2")
    newest, oldest = rows(ui)
    assert (oldest[0], oldest[2], oldest[3]) == ("1", f"POST {CHAT}", "200")
    assert newest[3] == "400"
    assert "temperature" in newest[6]


def test_a_request_is_sent_and_its_answer_shown(ui, genapi_mock):
    ui.click("#submit")
    line = answered(ui)
    assert line.startswith("200 OK · headers after")
    assert '"object": "chat.completion"' in ui.text("#answer-body")
    assert "content-type: application/json" in ui.text("#answer-headers")
    ui.until("document.querySelectorAll('#entries tr').length === 1")
    genapi_mock.assert_called("chat.completions.create", times=1, status=200)
    shot(ui, "ui")


def test_an_example_that_is_null_is_shown(page, tmp_path):
    path = tmp_path / "openapi.yaml"
    path.write_text("""
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a:
    post:
      operationId: a
      requestBody:
        content:
          application/json:
            schema:
              type: [object, "null"]
              properties: {stream: {type: boolean}}
            examples: {nothing: {value: null}}
      responses:
        "200":
          description: A
          content:
            application/json: {schema: {type: string}}
            text/event-stream: {x-stream-when: stream, schema: {type: string}}
""")
    with MockServer(path) as server:
        page.open(f"{server.url}/__mock__/ui")
        page.until("document.querySelector('#body').value === 'null'")
        page.until("document.querySelector('#connection').dataset.state === 'live'")
        assert page.run("document.querySelector('#stream-label').hidden") is False


def test_a_stream_is_shown_event_by_event_with_its_times(ui, genapi_mock):
    ui.click("#stream")
    assert '"stream": true' in ui.run("document.querySelector('#body').value")
    ui.click("#submit")
    line = answered(ui)
    (entry,) = genapi_mock.journal
    assert f"{entry.streamed} events" in line
    assert "data: [DONE]" in ui.text("#answer-body")
    assert " ms  data: " in ui.text("#answer-body")
    assert ui.text("#answer-text")


def test_a_running_stream_is_seen_while_it_runs_and_can_be_stopped(ui, genapi_mock):
    genapi_mock.rule(reply={"text": "one two three", "first_token_delay": 0, "token_delay": 60})
    ui.click("#stream")
    ui.click("#submit")
    ui.until("document.querySelector('#answer-body').textContent.includes('data: ')")
    assert not ui.run("document.querySelector('#stop').disabled")
    ui.until("document.querySelector('#entries .events')?.textContent === '1'")
    assert "running" in ui.text("#entries")
    ui.click("#stop")
    ui.until("document.querySelector('#answer-line').textContent.includes('stopped after')")
    ui.until("document.querySelector('#entries').textContent.includes('client left')")


def test_what_is_no_json_is_said_and_sent_all_the_same(ui):
    ui.fill("#body", "{")
    assert "No JSON" in ui.text("#body-problem")
    ui.click("#submit")
    assert answered(ui).startswith("400")


def test_details_show_the_request_without_its_key(ui, chat, genapi_mock):
    chat("Look at me")
    ui.until("document.querySelector('#entries button')")
    ui.click("#entries button")
    ui.until("!document.querySelector('#detail').hidden")
    assert "Look at me" in ui.text("#detail-body")
    assert "authorization: Bearer 1111…" in ui.text("#detail-headers")
    assert "chat.completion" in ui.text("#detail-answer")
    assert genapi_mock.api_key not in ui.run("document.documentElement.outerHTML")
    ui.click("#close")
    assert ui.run("document.querySelector('#detail').hidden")


def test_the_journal_is_filtered_cleared_and_reset(ui, chat, http, genapi_mock):
    chat()
    http.get("/v1/models")
    ui.until("document.querySelectorAll('#entries tr').length === 2")
    ui.fill("#filter", "models.list")
    assert [row[2] for row in rows(ui)] == ["GET /v1/models"]
    assert ui.text("#count") == "1 of 2"
    ui.fill("#filter", "")
    ui.click("#clear")
    ui.until("document.querySelectorAll('#entries tr').length === 0")
    genapi_mock.configure(seed=9)
    ui.click("#reset")
    settings = "fetch('settings').then((answer) => answer.json()).then((all) => all.seed)"
    ui.run(
        f"new Promise((r) => {{ const ask = () => {settings}.then((seed) => seed ? setTimeout(ask, 10) : r()); ask(); }})"
    )
    chat()
    ui.until("document.querySelectorAll('#entries tr').length === 1")


def test_markup_in_a_request_stays_text(ui, http, genapi_mock):
    """In its path, header, body, model, error, rule and answer."""
    genapi_mock.rule(name=MARKUP, when={"last_message": "rule"}, reply={"text": MARKUP})
    messages = [{"role": "user", "content": f"rule {MARKUP}"}]
    headers = {"x-markup": MARKUP}
    http.post(CHAT, json={"model": MODEL, "messages": messages, MARKUP: 1}, headers=headers)
    http.post(CHAT, json={"model": MARKUP, "messages": messages})
    http.get(f"/{MARKUP}")
    ui.until("document.querySelectorAll('#entries tr').length === 3")
    for index in range(1, 4):
        ui.click(f"#entries tr:nth-child({index}) button")
        ui.until(
            f"document.querySelector('#entries tr:nth-child({index})').classList.contains('chosen')"
        )
        ui.until(
            f"document.querySelector('#detail-heading').textContent.startsWith('#{4 - index} ')"
        )
    assert "<script>" in ui.text("#detail-answer") + ui.text("#detail-body")
    assert "<img" in ui.text("#entries")
    ui.fill("#body", '{"model": "m", "messages": [{"role": "user", "content": "<b>x</b>"}]}')
    ui.click("#submit")
    answered(ui)
    assert ui.run("document.querySelectorAll('img, b, main script').length") == 0
    assert ui.run("document.title") != "pwned"


def test_a_lost_server_is_said_and_a_new_one_found(ui, genapi_mock):
    port = int(genapi_mock.url.rpartition(":")[2])
    genapi_mock._thread._port = port
    genapi_mock.stop()
    ui.until("document.querySelector('#connection').dataset.state === 'lost'")
    genapi_mock.start()
    ui.until("document.querySelector('#connection').dataset.state === 'live'")
    httpx.get(f"{genapi_mock.url}/v1/models")
    ui.until("document.querySelectorAll('#entries tr').length === 1")


def test_details_follow_a_request_that_still_runs(ui, genapi_mock):
    reply = {"text": "one two", "first_token_delay": 0, "token_delay": 0.5}
    genapi_mock.rule(reply=reply)
    ui.click("#stream")
    ui.click("#submit")
    ui.until("document.querySelector('#entries button')")
    ui.click("#entries button")
    ui.until("!document.querySelector('#detail').hidden")
    ui.until("!document.querySelector('#entries').textContent.includes('running')")
    ui.until("document.querySelector('#detail-answer').textContent.includes('[DONE]')")
    assert not ui.run("document.querySelector('#detail').hidden")


def test_a_long_path_takes_no_more_than_two_lines(ui, http):
    http.get("/v1/" + "very-long-path-" * 20)
    ui.until("document.querySelectorAll('#entries tr').length === 1")
    assert ui.run("document.querySelector('#entries tr').offsetHeight") < 80
    ui.click("#entries button")
    ui.until("!document.querySelector('#detail').hidden")
    assert "No route" in ui.text("#detail-notes")
    shot(ui, "ui-long")


@pytest.mark.parametrize("dark", [False, True])
def test_text_is_readable_in_light_and_dark(page, genapi_mock, chat, dark):
    """At least 4.5 to 1, as WCAG 2.2 asks for (AA, 1.4.3)."""
    chat()
    chat(temperature=9)
    page.open(f"{genapi_mock.url}/__mock__/ui", dark=dark)
    page.until("document.querySelectorAll('#entries tr').length === 2")
    script = """(() => {
        const parse = (text) => text.match(/[\\d.]+/g).map(Number);
        const light = (rgb) => {
            const [r, g, b] = rgb.slice(0, 3).map((value) => {
                const part = value / 255;
                return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (node) => {
            for (let at = node; at; at = at.parentElement) {
                const colour = parse(getComputedStyle(at).backgroundColor);
                if (colour.length < 4 || colour[3] > 0) return colour;
            }
            return [255, 255, 255];
        };
        const poor = [];
        for (const node of document.querySelectorAll('body *')) {
            const own = [...node.childNodes].some((c) => c.nodeType === 3 && c.data.trim());
            if (!own || node.disabled || !node.getClientRects().length) continue;
            const [a, b] = [light(parse(getComputedStyle(node).color)), light(ground(node))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) poor.push([node.tagName, node.textContent.slice(0, 30), ratio]);
        }
        return poor;
    })()"""
    assert page.run(script) == []
    shot(page, f"ui-{'dark' if dark else 'light'}")


def test_a_narrow_window_needs_no_sideways_scrolling(page, genapi_mock, http, chat):
    chat()
    http.get("/v1/" + "very-long-path-" * 20)
    page.open(f"{genapi_mock.url}/__mock__/ui", size=(390, 800))
    page.until("document.querySelectorAll('#entries tr').length === 2")
    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    table = "document.querySelector('.table')"
    assert page.run(f"{table}.scrollWidth <= {table}.clientWidth")
