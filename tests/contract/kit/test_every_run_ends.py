"""Whatever a server does, a run comes to an end, and claims no more than it saw."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest

from scaleway_genapi_contract import Severity, State
from scaleway_genapi_contract._cli import main
from scaleway_genapi_contract._exchange import NoAnswer
from scaleway_genapi_contract._report import as_json, as_junit, as_markdown
from scaleway_genapi_contract._wire import LARGEST_BODY, Wire
from tests.contract.kit.standin import KEY, StandIn

PLAIN = "chat.completions.create/example/plain"
STREAM = "chat.completions.create/example/stream"


@pytest.fixture
def wire():
    made = Wire(timeout=60)
    yield made
    made.close()


def request(wire, server):
    bearer = {"authorization": f"Bearer {KEY}"}
    return wire.request("GET", f"{server.url}/v1/models", params=None, headers=bearer, content=None)


def endless(where, piece):
    def drift(answer):
        answer.endless = (where, piece)

    return drift


@pytest.mark.parametrize(
    "piece", [b"HTTP/1.1 100 Continue\r\n\r\n", b"H", b""], ids=["continue", "bytes", "silence"]
)
def test_an_answer_that_does_not_begin_is_given_up(wire, piece):
    with (
        StandIn(endless("head", piece)) as server,
        pytest.raises(NoAnswer, match=r"had not begun within 0\.3 s") as caught,
    ):
        wire.receive(request(wire, server), 0.3)
    assert caught.value.late


@pytest.mark.parametrize("piece", [b" ", b""], ids=["bytes", "silence"])
def test_an_answer_that_does_not_end_is_cut_off(wire, piece):
    with StandIn(endless("body", piece)) as server:
        reply = wire.receive(request(wire, server), 2)
    assert 200 == reply.status
    assert "it did not end within 2 s" == reply.broken
    assert reply.endless


def test_a_call_that_was_given_up_leaves_the_next_one_alone(wire):
    slow = [True]

    def drift(answer):
        answer.endless = ("head", b"") if slow.pop() else ("", b"")
        slow.append(False)

    with StandIn(drift) as server:
        with pytest.raises(NoAnswer):
            wire.receive(request(wire, server), 0.3)
        assert wire.receive(request(wire, server), 60).broken is None


def test_a_body_without_bound_is_cut_off(wire):
    with StandIn(endless("body", b" " * 2**20)) as server:
        reply = wire.receive(request(wire, server), 60)
    assert f"it is longer than {LARGEST_BODY // 2**20} MiB" == reply.broken
    assert reply.endless


def on_chats(change):
    def drift(answer):
        if answer.kind in {"chat", "stream"}:
            change(answer)

    return drift


@on_chats
def slow_down(answer):
    answer.kind, answer.status = "error", 429
    answer.json = {"error": {"message": "slow down", "code": 429}}


def test_three_answers_in_a_row_without_an_end_are_enough(report_of):
    @on_chats
    def drift(answer):
        answer.kind, answer.raw = "chat", b" " * (LARGEST_BODY + 1)

    report = report_of(drift, only=["chat.completions.create/example"], timeout=60)
    assert 1 + 3 == report.calls
    assert 3 == report.count(Severity.VIOLATION)
    assert "3 answers in a row did not come to an end" == report.cut


def test_an_example_that_was_not_answered_is_not_asked_again(report_of):
    @on_chats
    def drift(answer):
        answer.endless = ("head", b"no HTTP\r\n\r\n")

    report = report_of(drift, only=[PLAIN, "chat.completions.create/chat/usage"])
    assert 1 + 1 == report.calls
    assert 2 == report.count(State.UNANSWERED)


def test_what_the_deadline_of_a_run_leaves_undone_is_not_held_against_the_server(report_of):
    held = on_chats(endless("head", b""))
    report = report_of(held, only=[PLAIN, STREAM], timeout=60, deadline=3)
    assert [State.SKIPPED] * 2 == [result.state for result in report.results]
    assert "the 3 s of the run are over" == report.cut
    assert [] == report.failed(Severity.NOTE)
    assert 2 == len(report.undecided(Severity.VIOLATION))


def asked(capsys, served, drift, *options):
    with StandIn(drift) as server:
        called = ["--base-url", server.url, "--api-key", KEY, "--document", str(served)]
        return main([*called, *options]), capsys.readouterr().out


def test_a_server_whose_limits_are_used_up_is_not_judged_and_ends_with_2(capsys, served):
    code, printed = asked(capsys, served, slow_down)
    assert 2 == code
    assert "The server was not judged" in printed
    assert f"no verdict without {PLAIN} (the server's limits are used up: 429 slow" in printed
    assert "honours" not in printed


def test_a_server_that_fails_elsewhere_ends_with_1_however_little_was_judged(capsys, served):
    def drift(answer):
        slow_down(answer)
        if answer.kind == "models":
            del answer.json["object"]

    assert 1 == asked(capsys, served, drift)[0]


def test_the_reports_of_an_undecided_run_say_so(report_of):
    report = report_of(slow_down)
    suites = ET.fromstring(as_junit(report, Severity.VIOLATION))
    errors = {
        case.get("name") for case in suites.iter("testcase") if case.find("error") is not None
    }
    assert 2 == len(errors)
    assert "2" in {suite.get("errors") for suite in suites}
    assert [PLAIN, STREAM] == json.loads(as_json(report, Severity.VIOLATION))["undecided"]
    assert "was not judged" in as_markdown(report, Severity.VIOLATION)


def test_the_verdict_counts_and_names_what_was_not_judged(capsys, served):
    code, printed = asked(capsys, served, lambda answer: None)
    assert 0 == code
    *_, verdict = printed.strip().splitlines()
    made, known = (int(word) for word in verdict.split() if word.isdigit())
    assert 0 < made < known
    skipped, after = printed.split("Not judged of chat.completions.create, ")[1:]
    assert "example/tools," in skipped
    assert "chat/tool-required," in after.partition("The server")[0]


def test_a_verdict_on_chosen_checks_speaks_of_them_alone(capsys, served):
    code, printed = asked(capsys, served, lambda answer: None, "--only", PLAIN)
    assert 0 == code
    assert "The server honours the document in the 1 of " in printed


@pytest.mark.parametrize("status", [400, 501])
def test_a_server_without_streams_does_not_honour_a_document_that_has_them(report_of, status):
    def drift(answer):
        if answer.kind == "stream":
            answer.kind, answer.status = "error", status
            answer.json = {"error": {"message": "no streams here", "code": status}}

    report = report_of(drift, only=[STREAM])
    assert Severity.VIOLATION is report.results[0].worst


def test_a_stream_of_nothing_is_a_violation(findings_of):
    def drift(answer):
        answer.events = answer.events[-1:]

    assert {("violation", "STREAM", "the stream that was asked for is empty", None)} == findings_of(
        drift, STREAM
    )
