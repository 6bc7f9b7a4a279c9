"""Where recorded answers, and rules, part from the document: found with their place, told by `check`."""

from __future__ import annotations

import textwrap

import pytest

from scaleway_genapi_mock.__main__ import main
from scaleway_genapi_mock.cassette.drift import drift
from scaleway_genapi_mock.cassette.interaction import parse_interaction
from scaleway_genapi_mock.compile._compile import compile_document
from scaleway_genapi_mock.document import load_document
from scaleway_genapi_mock.rules import parse_rule

from .interactions import CHUNK, LISTED, STREAMED, changed


@pytest.fixture(scope="module")
def compiled():
    return compile_document(load_document())


@pytest.mark.parametrize("interaction", [LISTED, STREAMED])
def test_an_answer_as_the_document_says_does_not_drift(compiled, interaction):
    assert drift(compiled, parse_interaction(interaction)) == []


@pytest.mark.parametrize(
    ("interaction", "pointer", "value", "found"),
    [
        (LISTED, "response/status", 418, ("/response/status", "status 418 is not declared")),
        (LISTED, "operation", "models.get", ("/operation", "the document has no such operation")),
        (LISTED, "request/path", "/v1/other", ("/request/path", "is not this operation")),
        (LISTED, "response/body/data/0/id", 5, ("/response/body/data/0/id", "5 is not a string")),
        (LISTED, "response/body/data/0/id", ..., ("/response/body/data/0/id", "is required")),
        (
            LISTED,
            "response/headers/content-type",
            "text/html",
            ("/response/headers/content-type", "text/html is not application/json"),
        ),
        (
            STREAMED,
            "response/events/1",
            {"after": 1, "data": CHUNK},
            ("/response/events", "[DONE]"),
        ),
        (
            STREAMED,
            "response/events/0/data/created",
            "now",
            ("/response/events/0/data/created", '"now" is not an integer'),
        ),
        (
            STREAMED,
            "response/events/0",
            {"after": 0, "raw": "data: {\n\n"},
            ("/response/events/0/raw", "is no JSON"),
        ),
        (
            STREAMED,
            "request/body/temperature",
            "hot",
            ("/request/body/temperature", "and was accepted"),
        ),
    ],
)
def test_drift_is_found_with_its_place(compiled, interaction, pointer, value, found):
    place, message = found
    drifts = drift(compiled, parse_interaction(changed(interaction, pointer, value)))
    assert any(d.pointer == place and message in d.message and not d.note for d in drifts), drifts


def test_what_comes_after_the_end_is_drift(compiled):
    done = {"after": 1, "raw": "data: [DONE]\n\n"}
    late = changed(STREAMED, "response/events", [done, {"after": 1, "data": CHUNK}])
    (found,) = drift(compiled, parse_interaction(late))
    assert (found.pointer, found.message) == (
        "/response/events/1",
        "comes after the end of the stream",
    )


def test_what_is_new_but_allowed_is_a_note(compiled):
    (found,) = drift(compiled, parse_interaction(changed(LISTED, "response/body/data/0/new", 1)))
    assert found.note
    assert found.pointer == "/response/body/data/0/new"
    assert found.message == "is not a known property"


def test_check_names_line_place_and_schema(cassette, capfd):
    path = cassette(LISTED, changed(LISTED, "response/body/data/0/created", "now"))
    assert main(["check", str(path)]) == 1
    out, err = capfd.readouterr()
    assert f"{path}:3: drift: models.list: /response/body/data/0/created: " in out
    assert '"now" is not an integer (document: #/' in out
    assert "2 recorded answers, 1 contradiction\n" in err


def test_check_is_content_with_a_good_cassette(cassette, capfd):
    assert main(["check", str(cassette(LISTED, STREAMED))]) == 0
    assert "2 recorded answers, all as the document says" in capfd.readouterr().out


OTHER = """
    openapi: 3.1.0
    info: {title: Things, version: "1"}
    paths:
      /things:
        post:
          operationId: things.create
          requestBody:
            required: true
            content:
              application/json: {schema: {type: object, required: [full]}}
              application/merge-patch+json:
                schema: {type: object, required: [part], properties: {part: {type: integer}}}
          responses:
            "200":
              description: Done
              content:
                application/json: {schema: {type: object, required: [id]}}
                application/problem+json: {schema: {type: object, required: [title]}}
            "400": {description: Wrong, content: {application/json: {schema: {type: object, required: [error]}}}}
            "5XX": {description: Broken, content: {"application/*": {schema: {type: object, required: [cause]}}}}
"""
CREATED = {
    "operation": "things.create",
    "request": {"method": "POST", "path": "/things", "body": {"full": 1}},
    "response": {
        "status": 200,
        "headers": {"content-type": "application/json"},
        "after": 0.1,
        "body": {"id": 1},
    },
}
PROBLEM = {"content-type": "application/problem+json"}


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    path = tmp_path_factory.mktemp("document") / "openapi.yaml"
    path.write_text(textwrap.dedent(OTHER), encoding="utf-8")
    return compile_document(load_document(path))


@pytest.mark.parametrize(
    ("request_body", "response", "found"),
    [
        ({"full": 1}, {}, []),
        ({"part": 1}, {}, []),
        ({"part": "x"}, {}, ["/request/body/full"]),
        ({"full": 1}, {"headers": PROBLEM, "body": {"title": "x"}}, []),
        ({"full": 1}, {"headers": PROBLEM}, ["/response/body/title"]),
        ({"full": 1}, {"status": 418}, ["/response/status"]),
        ({"full": 1}, {"status": 400}, ["/response/body/error"]),
        ({"full": 1}, {"status": 503, "body": {"cause": "x"}}, []),
        ({"full": 1}, {"status": 503}, ["/response/body/cause"]),
        (
            {"full": 1},
            {"status": 500, "headers": {"content-type": "text/html"}},
            ["/response/headers/content-type"],
        ),
    ],
    ids=str,
)
def test_each_status_and_media_type_is_held_against_its_own(other, request_body, response, found):
    recorded = {**CREATED["response"], **response}
    sent = {**CREATED["request"], "body": request_body}
    interaction = {**CREATED, "request": sent, "response": recorded}
    drifts = drift(other, parse_interaction(interaction))
    assert [each.pointer for each in drifts if not each.note] == found


@pytest.mark.parametrize(
    ("reply", "noted"),
    [
        ({"body": {"id": 1}}, []),
        ({"body": {"title": "x"}}, ["reply/body/id"]),
        ({"body": {"title": "x"}, "media_type": "application/problem+json"}, []),
        ({"body": {"id": 1}, "media_type": "application/problem+json"}, ["reply/body/title"]),
        ({"body": "text", "media_type": "text/plain"}, []),
        ({"body": {"id": 1}, "media_type": "application/hal+json"}, ["reply/media_type"]),
        ({"body": {"error": 1}, "status": 418}, ["reply/status"]),
        ({"body": {"error": 1}, "status": 400}, []),
        ({"body": {"error": 1}, "status": 503}, ["reply/body/cause"]),
    ],
    ids=str,
)
def test_a_rule_is_held_against_the_same(other, reply, noted):
    rule = parse_rule({"when": {"operation": "things.create"}, "reply": reply}, other)
    assert [place for place, _ in rule.notes()] == noted
