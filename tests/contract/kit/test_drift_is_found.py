"""A server that drifts on purpose: each drift is found, named and placed, and nothing else is."""

from __future__ import annotations

import base64
import io
import json

import pytest

from scaleway_genapi_contract import Severity, State
from scaleway_genapi_contract._report import Terminal, as_json, as_junit, as_markdown
from tests.contract.kit.standin import KEY, chunk

PLAIN = "chat.completions.create/example/plain"
STREAM = "chat.completions.create/example/stream"
MODELS = "models.list/example"


def on(kind):
    """Only answers of that kind drift."""

    def wrap(change):
        def drift(answer):
            if answer.kind == kind:
                change(answer)

        return drift

    return wrap


def test_an_honest_server_has_no_violation_and_no_deviation(report_of):
    report = report_of()
    worse = [r.id for r in report.results if r.fails(Severity.DEVIATION)]
    assert [] == worse
    assert report.count(State.UNANSWERED) == 0
    assert report.count(State.CHECKED) > 40


def test_a_capability_that_the_server_lacks_is_not_supported(report_of):
    report = report_of(only=["chat.completions.create/example"])
    states = {r.id.rpartition("/")[2]: r.state for r in report.results}
    assert State.NOT_SUPPORTED is states["tools"]
    assert State.NOT_SUPPORTED is states["image-url"]
    assert State.CHECKED is states["plain"]
    assert [] == report.failed(Severity.NOTE)


def test_a_required_capability_that_the_server_lacks_fails(report_of):
    report = report_of(require=["*/example/tools"])
    assert ["chat.completions.create/example/tools"] == [
        r.id for r in report.failed(Severity.VIOLATION)
    ]


def test_an_unknown_property_is_a_note_with_its_pointer(findings_of):
    @on("chat")
    def drift(answer):
        answer.json["choices"][0]["message"]["mood"] = "sunny"

    expected = (
        "note",
        "UNKNOWN_PROPERTY",
        "the property 'mood' is not in the document",
        "/choices/*/message/mood",
    )
    assert {expected} == findings_of(drift, PLAIN)


def test_an_unknown_property_of_a_list_item_is_one_note(findings_of):
    @on("models")
    def drift(answer):
        answer.json["data"] = [answer.json["data"][0] | {"price": 1}] * 3

    assert {
        (
            "note",
            "UNKNOWN_PROPERTY",
            "the property 'price' is not in the document",
            "/data/*/price",
        )
    } == findings_of(drift, MODELS)


def test_a_missing_required_property_is_a_violation_with_its_pointer(findings_of):
    @on("chat")
    def drift(answer):
        del answer.json["choices"][0]["message"]["role"]

    (found,) = findings_of(drift, PLAIN)
    assert ("violation", "MISSING_PROPERTY") == found[:2]
    assert "/choices/0/message/role" == found[3]


def test_a_wrong_type_is_a_violation_with_its_pointer(findings_of):
    @on("chat")
    def drift(answer):
        answer.json["usage"]["total_tokens"] = "7"

    (found,) = findings_of(drift, PLAIN)
    assert ("violation", "BODY") == found[:2]
    assert "/usage/total_tokens" == found[3]


def test_an_undeclared_status_is_a_violation(findings_of):
    @on("chat")
    def drift(answer):
        answer.status = 418

    kinds = {f[:2] for f in findings_of(drift, PLAIN)}
    assert ("violation", "NEW_STATUS") in kinds


def test_an_undeclared_header_is_a_note_told_once(report_of):
    def drift(answer):
        answer.headers["X-Brand-New"] = "1"

    report = report_of(drift, only=["models.list"])
    messages = [f.message for r in report.results for f in r.findings if "brand" in f.message]
    assert ["the header x-brand-new is not declared"] == messages


def test_an_unknown_property_of_every_answer_is_told_once_an_operation(report_of):
    @on("chat")
    def drift(answer):
        answer.json["mood"] = "sunny"

    report = report_of(drift, only=["chat.completions.create"])
    assert 1 == sum("mood" in f.message for r in report.results for f in r.findings)


def test_a_header_declared_for_another_status_says_so(findings_of):
    @on("error")
    def drift(answer):
        answer.headers["X-RateLimit-Limit-Requests"] = "1"

    found = findings_of(drift, "models.list/key/missing")
    assert {
        (
            "note",
            "NEW_HEADER",
            "the header x-ratelimit-limit-requests is not declared for a 401",
            None,
        )
    } == found


def test_headers_declared_for_another_status_are_one_note(findings_of):
    @on("error")
    def drift(answer):
        answer.headers["X-RateLimit-Limit-Requests"] = "1"
        answer.headers["X-RateLimit-Limit-Tokens"] = "1"

    ((_, _, message, _),) = findings_of(drift, "models.list/key/missing")
    named = "x-ratelimit-limit-requests, x-ratelimit-limit-tokens"
    assert f"the headers {named} are not declared for a 401" == message


def test_a_new_value_of_an_open_enum_is_a_note(findings_of):
    @on("chat")
    def drift(answer):
        answer.json["choices"][0]["finish_reason"] = "content_filter"

    (found,) = findings_of(drift, PLAIN)
    assert ("note", "NEW_VALUE") == found[:2]
    assert "content_filter" in found[2]
    assert "/choices/*/finish_reason" == found[3]


def test_an_event_that_breaks_the_schema_is_a_violation_with_its_number(findings_of):
    @on("stream")
    def drift(answer):
        answer.events.insert(1, json.dumps({"id": "x"}))

    kinds = {f[:2] for f in findings_of(drift, STREAM)}
    messages = [f[2] for f in findings_of(drift, STREAM)]
    assert {("violation", "MISSING_PROPERTY")} == kinds
    assert all("event 2" in message for message in messages)


def test_an_event_that_is_no_json_is_a_violation(findings_of):
    @on("stream")
    def drift(answer):
        answer.events.insert(1, "{oops")

    assert {("violation", "STREAM", "event 2 is no JSON: {oops", None)} == findings_of(
        drift, STREAM
    )


def test_a_stream_without_its_end_is_a_violation(findings_of):
    @on("stream")
    def drift(answer):
        answer.events.remove("[DONE]")

    assert {("violation", "STREAM", "the stream does not end with [DONE]", None)} == findings_of(
        drift, STREAM
    )


def test_an_end_without_its_blank_line_is_a_deviation(findings_of):
    @on("stream")
    def drift(answer):
        answer.raw = answer.body().removesuffix(b"\n\n")

    ((severity, kind, message, _),) = findings_of(drift, STREAM)
    assert ("deviation", "STREAM") == (severity, kind)
    assert "blank line" in message


def test_an_event_after_the_end_is_a_violation(findings_of):
    @on("stream")
    def drift(answer):
        answer.events.append(chunk({"content": "more"}))

    assert {("violation", "STREAM", "event 4 comes after the end, [DONE]", None)} == findings_of(
        drift, STREAM
    )


def test_a_stream_that_breaks_off_is_a_violation(findings_of):
    @on("stream")
    def drift(answer):
        answer.cut = 40

    kinds = {f[:2] for f in findings_of(drift, STREAM)}
    assert ("violation", "TRANSPORT") in kinds


def test_a_stream_in_place_of_an_object_is_a_violation(findings_of):
    @on("chat")
    def drift(answer):
        answer.kind, answer.events = "stream", [chunk({"role": "assistant"}, "stop"), "[DONE]"]

    kinds = {f[:2] for f in findings_of(drift, PLAIN)}
    assert {("violation", "MEDIA_TYPE")} == kinds


def test_html_in_place_of_json_is_a_violation(findings_of):
    @on("chat")
    def drift(answer):
        answer.raw, answer.headers["Content-Type"] = b"<html></html>", "text/html"

    kinds = {f[:2] for f in findings_of(drift, PLAIN)}
    assert {("violation", "MEDIA_TYPE"), ("violation", "BODY")} == kinds


def test_nan_is_no_json(findings_of):
    @on("chat")
    def drift(answer):
        answer.raw = answer.body().replace(b'"total_tokens": 7', b'"total_tokens": NaN')

    ((severity, kind, message, _),) = findings_of(drift, PLAIN)
    assert ("violation", "BODY") == (severity, kind)
    assert "NaN" in message


def test_an_error_in_no_declared_shape_is_a_violation(findings_of):
    @on("error")
    def drift(answer):
        answer.json = {"detail": "Not Found"}

    (found,) = findings_of(drift, "server/unknown-route")
    assert ("violation", "MISSING_PROPERTY", "/error") == (*found[:2], found[3])


@pytest.mark.parametrize(
    "shape",
    [
        {"error": {"message": "no", "code": "not_found"}},
        {"object": "error", "message": "no", "code": 404},
        {"error": "NOT_FOUND", "status": 404, "message": "no"},
    ],
    ids=["nested", "flat", "gateway"],
)
def test_each_declared_shape_of_errors_passes(findings_of, shape):
    @on("error")
    def drift(answer):
        answer.json = shape

    assert set() == findings_of(drift, "server/unknown-route")


@pytest.mark.parametrize(
    ("check", "status", "severity"),
    [
        ("chat.completions.create/refuses/unknown/model", 404, "violation"),
        ("chat.completions.create/refuses/missing/messages", 422, "deviation"),
        ("chat.completions.create/refuses/cap/max_tokens", 400, "deviation"),
        ("models.list/key/unknown", 401, "deviation"),
        ("models.list/key/missing", 403, "deviation"),
    ],
)
def test_another_declared_status_than_the_document_names_is_told(
    findings_of, check, status, severity
):
    @on("error")
    def drift(answer):
        answer.status = answer.json["error"]["code"] = status

    ((found, kind, message, _),) = findings_of(drift, check)
    assert (severity, "STATUS") == (found, kind)
    assert str(status) in message


def test_an_answer_without_a_key_is_a_violation(findings_of):
    def drift(answer):
        if answer.status == 401:
            answer.kind, answer.status = "models", 200
            answer.json = {"object": "list", "data": []}

    kinds = {f[:2] for f in findings_of(drift, "models.list/key/missing")}
    assert {("violation", "STATUS")} == kinds


def test_a_plain_request_that_is_refused_is_a_violation(findings_of):
    @on("chat")
    def drift(answer):
        answer.kind, answer.status = "error", 400
        answer.json = {"error": {"message": "cannot"}}

    messages = [f[2] for f in findings_of(drift, PLAIN) if f[0] == "violation"]
    assert ["a request that the document permits was refused: 400 cannot"] == messages


def test_used_up_limits_skip_a_check_and_say_so(report_of):
    @on("chat")
    def drift(answer):
        answer.kind, answer.status = "error", 429
        answer.json = {"error": {"message": "slow down"}}

    (result,) = report_of(drift, only=[PLAIN]).results
    assert State.SKIPPED is result.state
    assert "429 slow down" in result.reason


def _escaped(text):
    return "".join(f"\\u{ord(sign):04X}" for sign in text)


FORMS = {
    "as it is": KEY,
    "in part": f"{KEY[:9]}…",
    "in capitals": KEY.upper(),
    "in base64": base64.b64encode(KEY.encode()).decode(),
    "in the base64 of a header": base64.b64encode(f"Bearer {KEY}".encode()).decode(),
    "escaped as JSON may": _escaped(KEY),
    "partly escaped": f"{KEY[:5]}{_escaped(KEY[5:7])}{KEY[7:]}",
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["models", "chat", "stream", "error"])
def test_a_key_that_is_repeated_is_told_and_written_nowhere(report_of, form, kind):
    @on(kind)
    def drift(answer):
        # As a name, since the report names what it does not know, and as a value.
        extra = f'"{FORMS[form]}": "{FORMS[form]}", '
        if kind == "stream":
            answer.events[0] = answer.events[0].replace("{", "{" + extra, 1)
        else:
            answer.raw = answer.body().replace(b"{", b"{" + extra.encode(), 1)

    report = report_of(
        drift, only=[PLAIN, STREAM, MODELS, "chat.completions.create/refuses/missing"]
    )

    told = {f.kind.name for r in report.results for f in r.findings}
    assert "SECRET" in told
    for written in everything_written(report):
        assert KEY[:8] not in written.lower()
        for hidden in FORMS.values():
            assert hidden.rstrip("=") not in written
            assert json.loads(f'"{hidden}"') not in written


@pytest.mark.parametrize("form", ["as it is", "in part", "in base64", "in the base64 of a header"])
def test_a_key_in_a_header_is_told_and_written_nowhere(report_of, form):
    def drift(answer):
        answer.headers["X-Echo"] = FORMS[form].replace("…", "...")
        answer.headers[f"X-{KEY}"] = "1"

    report = report_of(drift, only=[PLAIN, MODELS])

    assert "SECRET" in {f.kind.name for r in report.results for f in r.findings}
    for written in everything_written(report):
        assert KEY[:8] not in written.lower()
        assert FORMS[form].strip("=…") not in written


def everything_written(report):
    """The reports in every form, and the objects that they are made of."""
    page = io.StringIO()
    terminal = Terminal(page)
    for result in report.results:
        terminal.result(result)
    terminal.summary(report, Severity.NOTE)
    files = (form(report, Severity.NOTE) for form in (as_junit, as_json, as_markdown))
    return [repr(report), page.getvalue(), *files]


def test_the_key_in_an_answer_is_told_and_shown_nowhere(report_of):
    @on("error")
    def drift(answer):
        answer.json["error"]["message"] = f"Key {KEY} (also {KEY[:12]}…) cannot do that"
        answer.json["error"][KEY] = 1
        answer.headers["X-Echo"] = KEY

    report = report_of(drift)
    assert any(f.kind.name == "SECRET" for r in report.results for f in r.findings)
    assert KEY not in repr(report)
    assert KEY[:8] not in repr(report)
    assert "<api key>" in repr(report)
