"""Places of the document that must agree: a contradiction is told where it stands."""

import pytest

from openapi.coherence import check_coherence
from scaleway_genapi_mock.document import load_document
from tests.new_endpoint.tree import DOCUMENT

SCHEMAS = "/components/schemas"
STREAM = "/paths/~1v1~1chat~1completions/post/responses/200/content/text~1event-stream"
# With the line above: another list may stand before it.
OF_MODELS = "Iterating over it gives the models.\n      x-iterate: "
FAULTS = {
    "a stream selected by nothing": (
        "x-stream-when: stream\n",
        "x-stream-when: straem\n",
        f"{STREAM}/x-stream-when",
        "the request (application/json) has no property 'straem'",
    ),
    "a stream selected by a number": (
        "x-stream-when: stream\n",
        "x-stream-when: seed\n",
        f"{STREAM}/x-stream-when",
        "the request's property 'seed' is no boolean",
    ),
    "a list of nothing": (
        f"{OF_MODELS}data\n",
        f"{OF_MODELS}items\n",
        f"{SCHEMAS}/ModelList/x-iterate",
        "no property 'items' to iterate",
    ),
    "a list of a text": (
        f"{OF_MODELS}data\n",
        f"{OF_MODELS}object\n",
        f"{SCHEMAS}/ModelList/x-iterate",
        "'object' to iterate is no array",
    ),
    "a schema that only itself leads to": (
        "    JsonObject:\n",
        (
            "    Island:\n      type: object\n      properties:\n        next:\n"
            "          $ref: '#/components/schemas/Island'\n\n    JsonObject:\n"
        ),
        f"{SCHEMAS}/Island",
        "no operation leads to 'Island'",
    ),
    "a header that no answer has": (
        "    RetryAfter:\n",
        "    Forgotten:\n      schema:\n        type: string\n\n    RetryAfter:\n",
        "/components/headers/Forgotten",
        "no operation leads to 'Forgotten'",
    ),
    "an answer that no operation gives": (
        "    BadRequest:\n",
        "    Teapot:\n      description: Nobody answers so.\n\n    BadRequest:\n",
        "/components/responses/Teapot",
        "no operation leads to 'Teapot'",
    ),
    "a way to send keys that nothing asks for": (
        "    bearerAuth:\n",
        "    basicAuth:\n      type: http\n      scheme: basic\n\n    bearerAuth:\n",
        "/components/securitySchemes/basicAuth",
        "no operation leads to 'basicAuth'",
    ),
    "a default of another format": (
        "default: 22222222-2222-4222-8222-222222222222\n",
        "default: a-project\n",
        "/servers/1/variables/project_id/default",
        "the default 'a-project' is no uuid",
    ),
}


def test_the_document_agrees_with_itself():
    assert check_coherence(load_document(DOCUMENT)) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_contradiction_is_told_with_its_place(tmp_path, fault):
    before, after, pointer, words = FAULTS[fault]
    source = DOCUMENT.read_text(encoding="utf-8")
    assert before in source
    bad = tmp_path / "bad.yaml"
    bad.write_text(source.replace(before, after, 1), encoding="utf-8")
    (problem,) = check_coherence(load_document(bad))
    assert pointer == problem.pointer
    assert words in problem.message


REQUEST = f"{SCHEMAS}/ChatCompletionRequest/properties"
RANGES = {
    "upside down": (f"{REQUEST}/temperature", "minimum", 1, "maximum"),
    "without its only value": (f"{REQUEST}/top_p", "exclusiveMinimum", 0, "maximum"),
}


@pytest.mark.parametrize("fault", RANGES)
def test_a_range_that_leaves_no_value_is_told_with_its_place(tmp_path, fault):
    schema, low, beyond, high = RANGES[fault]
    document = load_document(DOCUMENT)
    most = document.at(schema)[high]
    lines = document.source.decode().splitlines(keepends=True)
    at = document.line(f"{schema}/{low}") - 1
    lines[at] = f"{lines[at].partition(':')[0]}: {most + beyond}\n"
    bad = tmp_path / "bad.yaml"
    bad.write_text("".join(lines), encoding="utf-8")

    (problem,) = check_coherence(load_document(bad))

    assert f"{schema}/{low}" == problem.pointer
    assert f"{low} {most + beyond} and {high} {most} leave no value" in problem.message
