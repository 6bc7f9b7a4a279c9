"""One drift for each check that no other test makes fail: a check that is deaf is found here.

A row is a server that drifts in one thing, the check that has to hear it, and what that says.
Beside each row the same check, asked of a server that does as the document says, is silent.
"""

from __future__ import annotations

import json

import pytest

from scaleway_genapi_contract import State
from tests.contract.kit.standin import MODEL, chunk, write_served

CHAT = "chat.completions.create/"
USAGE = {"prompt_tokens": 5, "completion_tokens": 2, "total_tokens": 7}
LIMITS = [f"{w}-{u}" for w in ("limit", "remaining", "reset") for u in ("requests", "tokens")]
REGION = {"X-Region": "fr-par"}


def on(kind, change):
    """Only answers of that kind (or of that status) drift."""

    def drift(answer):
        if kind in (answer.kind, answer.status):
            change(answer)

    return drift


def become(status, body=None):
    """An answer in JSON of that status takes the place of the right one."""

    def change(answer):
        answer.kind, answer.status = "error", status
        answer.json = answer.json if body is None else body

    return change


def send(*events):
    return on("stream", lambda answer: setattr(answer, "events", [*events, "[DONE]"]))


def headers(sent):
    return on("models", lambda answer: answer.headers.update(sent))


def named_events(answer):
    answer.raw = b"event: delta\n" + answer.body()


def latin(answer):
    answer.raw = answer.body().replace(b"Hel", b"H\xe9l")


def any_scheme(answer):
    if answer.asked.get("authorization", "").startswith("Basic "):
        become(200, {"object": "list", "data": []})(answer)


def picky(answer):
    if "x_unknown_property" in (answer.request or {}):
        become(400, {"error": {"message": "what is that?"}})(answer)


def calls(*pieces):
    """A server that calls a tool, in one answer, or in these pieces if a stream is asked for."""
    function = {"name": "book_table", "arguments": '{"guests": 2}'}
    call = {"id": "c1", "type": "function", "function": function}
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
    body = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": MODEL}

    def drift(answer):
        if answer.status != 400:
            return
        answer.kind, answer.status, answer.json = "chat", 200, body | {"choices": [choice]}
        if answer.request.get("stream"):
            start, *rest = [chunk({"tool_calls": [piece]}) for piece in pieces]
            answer.kind = "stream"
            answer.events = [start, *rest, chunk({}, "tool_calls"), "[DONE]"]

    return drift


def piece(arguments, **more):
    name = more.pop("name", None)
    return {"index": 0, "function": {"name": name, "arguments": arguments}} | more


NAMED = piece('{"guests"', name="book_table", id="c1")
ROLE, TEXT = chunk({"role": "assistant", "content": "Hel"}), chunk({"content": "lo"}, "stop")
FAILED = json.dumps({"error": {"message": "boom", "type": "E", "param": None, "code": 500}})
WHOLE = json.dumps(json.loads(chunk({})) | {"choices": [], "usage": USAGE})


def honest(answer):
    """What the document says."""


# Name: check, drift, what does not drift, severity, kind, words of the finding.
DEAF = {
    "choices that are numbered from one": (
        CHAT + "chat/choices",
        on("chat", lambda a: a.json["choices"][0].update(index=1)),
        honest,
        ("deviation", "BEHAVIOUR", "the indices of the choices are [1]"),
    ),
    "an error inside a stream that had ended well": (
        CHAT + "stream/finish",
        send(ROLE, TEXT, FAILED),
        honest,
        ("violation", "STREAM", "the stream failed: boom"),
    ),
    "a usage chunk with choices": (
        CHAT + "stream/usage",
        send(ROLE, chunk({"content": "lo"}, "stop", usage=USAGE)),
        send(ROLE, TEXT, WHOLE),
        ("deviation", "STREAM", "the chunk with the usage has choices, too"),
    ),
    "a first piece of a tool call without an id": (
        CHAT + "stream/tool-call",
        calls(NAMED | {"id": None}, piece(": 2}", id="c1")),
        calls(NAMED, piece(": 2}")),
        ("deviation", "STREAM", "the first piece of a call lacks its id or its name"),
    ),
    "a first piece of a tool call without a name": (
        CHAT + "stream/tool-call",
        calls(piece('{"guests"', id="c1"), piece(": 2}", name="book_table")),
        calls(NAMED, piece(": 2}")),
        ("deviation", "STREAM", "the first piece of a call lacks its id or its name"),
    ),
    "events with a name": (
        CHAT + "example/stream",
        on("stream", named_events),
        honest,
        ("note", "STREAM", "events are named 'delta'; the document names none"),
    ),
    "a stream in another encoding": (
        CHAT + "example/stream",
        on("stream", latin),
        honest,
        ("violation", "STREAM", "the stream is not UTF-8"),
    ),
    "a 405 without Allow": (
        "models.list/method",
        on(405, lambda a: a.headers.pop("Allow")),
        honest,
        ("deviation", "BEHAVIOUR", "a 405 without the header Allow"),
    ),
    "a 405 in no declared shape": (
        "models.list/method",
        on(405, become(405, {"detail": "Method Not Allowed"})),
        honest,
        ("deviation", "BODY", "the body of the 405 has none of the declared shapes of errors"),
    ),
    "an error that says another status than it has": (
        CHAT + "refuses/missing/model",
        on(422, lambda a: a.json["error"].update(code=400)),
        on(422, lambda a: a.json["error"].update(code="400 in words")),
        ("deviation", "STATUS", "error.code says 400, the status is 422"),
    ),
    "an error of the gateway that says another status than it has": (
        CHAT + "refuses/missing/model",
        on(422, become(422, {"error": "BAD", "status": 400, "message": "no"})),
        on(422, become(422, {"error": "BAD", "status": 422, "message": "no"})),
        ("deviation", "STATUS", "status says 400, the status is 422"),
    ),
    "a declared header that never comes": (
        "models.list/headers",
        headers({f"x-ratelimit-{name}": "1" for name in LIMITS[1:]}),
        headers({f"x-ratelimit-{name}": "1" for name in LIMITS}),
        (
            "note",
            "ABSENT_HEADER",
            "the declared, optional header x-ratelimit-limit-requests did not come",
        ),
    ),
    "an unknown property that is refused": (
        CHAT + "unknown-property",
        picky,
        honest,
        (
            "deviation",
            "BEHAVIOUR",
            "a request with an unknown property was refused: 400 what is that?",
        ),
    ),
    "a 500 to an example that a server may decline": (
        CHAT + "example/tools",
        on(400, become(500, {"error": {"message": "oops"}})),
        calls(NAMED),
        ("deviation", "BEHAVIOUR", "a request that the document permits failed: 500 oops"),
    ),
    "a key in another scheme that is as good": (
        "models.list/key/scheme",
        any_scheme,
        honest,
        ("violation", "STATUS", "the call was answered with 200"),
    ),
    "a project that is no UUID and is found": (
        "server/project-segment",
        on(404, become(200, {"object": "list", "data": []})),
        honest,
        ("deviation", "STATUS", "the document says 404, the answer was 200"),
    ),
}


@pytest.mark.parametrize(("check", "drift", "right", "found"), DEAF.values(), ids=DEAF)
def test_a_drift_is_heard_by_its_check(findings_of, check, drift, right, found):
    assert {found} == {finding[:3] for finding in findings_of(drift, check)}


@pytest.mark.parametrize(("check", "drift", "right", "found"), DEAF.values(), ids=DEAF)
def test_the_same_check_is_silent_about_a_server_without_the_drift(
    report_of, check, drift, right, found
):
    (result,) = report_of(right, only=[check]).results
    assert (State.CHECKED, []) == (result.state, result.findings)


@pytest.fixture
def with_region(tmp_path):
    """A document that promises the region in a header; the real one requires no header yet."""
    schema = {"type": "string", "enum": ["fr-par", "nl-ams"]}

    def change(paths):
        declared = paths["/v1/models"]["get"]["responses"]["200"]
        declared["headers"] = {"X-Region": {"required": True, "schema": schema}}

    return write_served(tmp_path, change)


@pytest.mark.parametrize(
    ("sent", "found"),
    [
        (REGION, []),
        ({}, [("violation", "ABSENT_HEADER", "the required header x-region is missing")]),
        (
            {"X-Region": "mars"},
            [("violation", "BODY", "the header x-region does not follow its schema")],
        ),
    ],
    ids=["as declared", "missing", "against its schema"],
)
def test_a_header_is_held_to_its_declaration(report_of, with_region, sent, found):
    report = report_of(headers(sent), only=["models.list/example"], document=with_region)
    (result,) = report.results
    assert found == [(f.severity.label, f.kind.name, f.message) for f in result.findings]
