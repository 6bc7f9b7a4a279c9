"""Where recorded answers drift from the document, found with their place and told by `check`."""

from __future__ import annotations

import pytest

from scaleway_genapi_mock.__main__ import main
from scaleway_genapi_mock.cassette.drift import drift
from scaleway_genapi_mock.cassette.interaction import parse_interaction
from scaleway_genapi_mock.compile._compile import compile_document
from scaleway_genapi_mock.document import load_document

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
