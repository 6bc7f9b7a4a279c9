"""`--live`: what it costs, what it needs, and that every kind of drift is in every report."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest

from scaleway_genapi_contract._cli import LIVE_BUDGET, main
from scaleway_genapi_mock import MockServer
from tests.contract.kit.standin import KEY, StandIn
from tests.contract.kit.test_live_is_opt_in import LIVE, pytest_run
from tests.contract.operations import DOCUMENT, OPERATIONS

PROJECT = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9"
CENT = 0.01  # EUR
GOOD = range(200, 300)
# EUR for a token. The vendor's FAQ prints 0.90 for a million, read or written, as its dearest.
READ, WRITTEN = 2 / 1_000_000, 4 / 1_000_000
BYTES_PER_TOKEN = 2  # text has about four
TEMPLATE = 20  # tokens that a model's template puts around a conversation
WHAT_IS_READ = ("messages", "tools", "response_format")  # of a chat; else all of the body
BOUND = re.compile("max_.*tokens")


@pytest.fixture
def live(monkeypatch, capsys, tmp_path, served):
    """Runs `--live` against a stand-in; code, what was printed, the two reports."""

    def ask(drift=lambda answer: None, *, project=None, key=KEY):
        monkeypatch.setenv("SCW_SECRET_KEY", key)
        if project:
            monkeypatch.setenv("SCW_DEFAULT_PROJECT_ID", project)
        page, suite = tmp_path / "report.md", tmp_path / "report.xml"
        with StandIn(drift, project=project) as server:
            options = ["--live", "--base-url", server.url, "--document", str(served)]
            code = main([*options, "--markdown", str(page), "--junit", str(suite)])
        printed = capsys.readouterr()
        texts = [path.read_text("utf-8") if path.exists() else "" for path in (page, suite)]
        return code, printed.out + printed.err, *texts

    return ask


def unknown_field(answer):
    if answer.kind == "chat":
        answer.json["choices"][0]["mood"] = "sunny"


def unknown_field_of_a_list(answer):
    if answer.kind == "models":
        answer.json["data"][0]["price"] = 1


def unknown_field_of_an_event(answer):
    if answer.kind == "stream":
        answer.events[0] = answer.events[0].replace("{", '{"mood": 1, ', 1)


def missing_field(answer):
    if answer.kind == "chat":
        del answer.json["id"]


def new_status(answer):
    if answer.status == 400:
        answer.status = 409


def new_header(answer):
    answer.headers["X-Organization"] = "1"


def new_value(answer):
    if answer.kind == "chat":
        answer.json["choices"][0]["finish_reason"] = "tired"


@pytest.mark.parametrize(
    ("drift", "code", "heading", "told", "where"),
    [
        (unknown_field, 0, "Unknown properties", "the property 'mood' is not in the document", "/choices/*/mood"),
        (unknown_field_of_a_list, 0, "Unknown properties", "the property 'price' is not in the document", "/data/*/price"),
        (unknown_field_of_an_event, 0, "Unknown properties", "the property 'mood' is not in the document", "/mood"),
        (missing_field, 1, "Missing properties", "the body lacks the required property 'id'", "/id"),
        (new_status, 1, "Undeclared statuses", "status 409 is not declared", ""),
        (new_header, 0, "Undeclared headers", "the header x-organization is not declared", ""),
        (new_value, 0, "New values", "the value 'tired' is new", "/choices/*/finish_reason"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)  # fmt: skip
def test_drift_is_told_on_the_page_and_in_the_suite(  # noqa: PLR0917 -- a table
    live, drift, code, heading, told, where
):
    ended, printed, page, suite = live(drift)

    assert code == ended
    (row,) = _rows(page.replace("\\", ""), f"### {heading}", told)
    assert f"| {where} |" in row
    said = [text for case in ET.fromstring(suite).iter("testcase") for text in case.itertext()]
    assert any(told in text and where in text for text in said)
    assert bool(ET.fromstring(suite).findall(".//failure")) == bool(code)
    assert told in printed


def _rows(page, heading, told):
    section = page.partition(heading)[2].partition("\n#")[0]
    return [line for line in section.splitlines() if told in line]


def test_a_service_that_has_not_drifted_has_a_report_that_says_so(live):
    code, _, page, suite = live()

    assert code == 0
    for kind in ("Unknown", "Missing", "Undeclared", "New"):
        assert f"### {kind}" not in page
    assert ET.fromstring(suite).findall(".//failure") == []


def test_drift_is_reported_without_secrets(live):
    def drift(answer):
        if answer.kind == "chat":
            answer.json["choices"][0]["mood"] = KEY
            answer.headers["X-Organization"] = PROJECT

    code, printed, page, suite = live(drift, project=PROJECT)

    assert code == 0
    for written in (printed, page, suite):
        assert "mood" in written
        assert KEY[:8] not in written
        assert PROJECT[:8] not in written


def test_a_key_that_the_service_refuses_ends_it_with_the_reason(live):
    code, printed, page, suite = live(key="another-key-entirely")

    assert code == 2
    assert "the API key is refused: 403 unknown key" in printed
    assert "another-key" not in printed + page + suite


def test_it_has_a_budget_that_is_kept(live):
    sent = []

    code, printed, _, _ = live(lambda answer: sent.append(answer.request))

    assert code == 0
    used = int(printed.split(" up to ")[1].split(" tokens")[0])
    assert 0 < used <= LIVE_BUDGET
    limits = [body.get("max_completion_tokens", 0) for body in sent if isinstance(body, dict)]
    assert 0 < max(limits) <= 32
    assert "above the model's cap" in printed
    assert "not asked" in printed


def test_the_budget_is_kept_whatever_the_server_says_it_took(live):
    answered = []

    def drift(answer):
        if answer.kind == "chat":
            answer.json["usage"] = dict.fromkeys(answer.json["usage"], 0)
        if answer.kind in {"chat", "stream"}:
            answered.append(answer.request)

    live(drift)

    could_be = sum(
        len(json.dumps(body)) // 5 + body.get("max_completion_tokens", body.get("max_tokens"))
        for body in answered
    )
    assert 0 < could_be <= LIVE_BUDGET


def test_all_that_is_sent_costs_less_than_a_cent(monkeypatch, capsys):
    """By what reached a server that can do all, and refuses nothing that it should not."""
    with MockServer(journal_size=100_000) as server:
        settings = {"SCW_SECRET_KEY": server.api_key, "SCW_GENAPI_BASE_URL": server.url}
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        assert main(["--live"]) == 0, capsys.readouterr().out
        kit = len(server.journal)
        client = pytest_run(LIVE, "--live", **settings)
        assert client.returncode == 0, client.stdout
        paid = [entry for entry in server.journal if entry.status in GOOD and entry.body]
        assert len(server.journal) > kit

    assert len(paid) > 5
    bodies = [str(entry.body) for entry in paid]
    assert not [body for body in bodies if "image_url" in body or "input_audio" in body]
    assert 0.0005 < sum(map(_most_that_it_costs, paid)) < CENT


def _most_that_it_costs(entry):
    said = entry.body if isinstance(entry.body, dict) else {"body": entry.body}
    what = [said[name] for name in WHAT_IS_READ if name in said] or [said]
    read = sum(len(json.dumps(part)) for part in what) / BYTES_PER_TOKEN + TEMPLATE
    return read * READ + said.get("n", 1) * _most_that_is_written(entry, said) * WRITTEN


def _most_that_is_written(entry, said):
    """The least generous bound of the request; where its operation knows none, the answer."""
    operation = next(operation for operation in OPERATIONS if operation.id == entry.operation)
    properties = DOCUMENT.resolve(operation.body).get("properties", {})
    bounds = [name for name in properties if BOUND.fullmatch(name)]
    if not bounds:
        return sum(map(len, [entry.answer or b"", *(entry.events or ())])) / BYTES_PER_TOKEN
    limit = max(said.get(name) or 0 for name in bounds)
    assert limit, f"nothing bounds the answer to {said}: send one of {', '.join(bounds)}"
    return limit


def test_a_failing_test_shows_no_key_among_its_arguments_and_locals(tmp_path):
    def drift(answer):
        if answer.status == 403:
            answer.status = 401

    suite = tmp_path / "client.xml"
    with StandIn(drift) as server:
        settings = {"SCW_SECRET_KEY": KEY, "SCW_GENAPI_BASE_URL": server.url}
        asked = (LIVE, "--live", "--showlocals", f"--junit-xml={suite}", "-k", "forbidden")
        done = pytest_run(*asked, **settings)

    assert done.returncode == 1
    for written in (done.stdout + done.stderr, suite.read_text("utf-8")):
        assert "AuthenticationError" in written
        assert KEY[:8] not in written


def test_a_test_of_the_client_that_fails_shows_no_secret_that_the_service_repeats(tmp_path):
    def drift(answer):
        if answer.kind == "chat":
            answer.json["choices"][0]["message"] |= {"content": "", "mood": KEY, PROJECT: 1}

    suite = tmp_path / "client.xml"
    with StandIn(drift, project=PROJECT) as server:
        settings = {"SCW_SECRET_KEY": KEY, "SCW_DEFAULT_PROJECT_ID": PROJECT}
        url = f"{server.url}/{PROJECT}"
        done = pytest_run(
            *(LIVE, "--live", f"--junit-xml={suite}"),
            **settings,
            SCW_GENAPI_BASE_URL=url,
        )

    assert "test_a_chat_is_read_and_nothing_is_lost" in done.stdout
    assert done.returncode == 1
    for written in (done.stdout + done.stderr, suite.read_text("utf-8")):
        assert "mood" in written
        assert KEY[:8] not in written
        assert PROJECT[:8] not in written
