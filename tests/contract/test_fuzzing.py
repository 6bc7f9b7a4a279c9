"""schemathesis as it is used here notices a document or a server that says otherwise.

Each seeds a fault and names the check that must find it: without them `test_mocks_answer` could be
green for nothing.
"""

from __future__ import annotations

import copy
from types import SimpleNamespace

import pytest

from scaleway_genapi_mock import FULL_ACCESS_KEY, MockServer
from scaleway_genapi_mock.document import Document
from tests.contract.deviations import CHAT, MODELS
from tests.contract.fuzzing import NAMES, STREAMS, Failure, run
from tests.contract.operations import DOCUMENT

pytestmark = pytest.mark.contract


def changed(change):
    """The document as somebody might have got it wrong."""
    data = copy.deepcopy(DOCUMENT.data)
    # And so are fewer operations.
    data["paths"] = {path: data["paths"][path] for path in ("/v1/models", "/v1/chat/completions")}
    chat, models = data["paths"]["/v1/chat/completions"]["post"], data["paths"]["/v1/models"]["get"]
    schemas = data["components"]["schemas"]
    request = schemas["ChatCompletionRequest"]
    # Fewer properties are fewer requests to try.
    for name in set(request["properties"]) - {"model", "messages", "stream", "temperature"}:
        del request["properties"][name]
    del request["dependentSchemas"]
    media = chat["requestBody"]["content"]["application/json"]
    kept = {"plain", "stream"}
    media["examples"] = {n: e for n, e in media["examples"].items() if n in kept}
    change(SimpleNamespace(data=data, chat=chat, models=models, schemas=schemas, media=media))
    return Document(DOCUMENT.path, DOCUMENT.source, data)


def answers(operation, media_type="application/json"):
    return operation["responses"]["200"]["content"][media_type]


def rename(mapping, old, new):
    mapping[new] = mapping.pop(old)


def a_shared_answer(wrong):
    """It is a reference, as those of errors are."""
    answers(wrong.chat, "text/event-stream").update({"x-stream-end": "[END]"})
    wrong.data["components"]["responses"]["Chat"] = wrong.chat["responses"]["200"]
    wrong.chat["responses"]["200"] = {"$ref": "#/components/responses/Chat"}


def a_wider_range(wrong):
    wrong.schemas["ChatCompletionRequest"]["properties"]["temperature"]["maximum"] = 3
    wrong.media["examples"]["plain"]["value"]["temperature"] = 2.5


def a_required_header(wrong):
    wrong.chat["responses"]["200"]["headers"]["x-cost"] = {
        "required": True,
        "schema": {"type": "string"},
    }


def a_property_less(wrong):
    del wrong.schemas["Choice"]["properties"]["finish_reason"]


def a_property_of_chunks_less(wrong):
    del wrong.schemas["ChunkChoice"]["properties"]["finish_reason"]


# What is wrong, where it is looked for, and which check must notice.
FAULTS = {
    "a header that never comes": (
        a_required_header,
        "examples",
        Failure(CHAT, "response_headers_conformance", 200),
    ),
    "a property that never comes": (
        lambda wrong: wrong.schemas["ChatCompletion"]["required"].append("cost"),
        "examples",
        Failure(CHAT, "response_schema_conformance", 200),
    ),
    "a property that no chunk has": (
        lambda wrong: wrong.schemas["ChatCompletionChunk"]["required"].append("cost"),
        "examples",
        Failure(CHAT, "response_schema_conformance", 200),
    ),
    "a property that is not named": (
        a_property_less,
        "examples",
        Failure(CHAT, NAMES, 200),
    ),
    "a property of chunks that is not named": (
        a_property_of_chunks_less,
        "examples",
        Failure(CHAT, NAMES, 200),
    ),
    "another end of the stream": (
        lambda wrong: answers(wrong.chat, "text/event-stream").update({"x-stream-end": "[END]"}),
        "examples",
        Failure(CHAT, STREAMS, 200),
    ),
    "another end of the stream of a shared answer": (
        a_shared_answer,
        "examples",
        Failure(CHAT, STREAMS, 200),
    ),
    "a stream that another property selects": (
        lambda wrong: answers(wrong.chat, "text/event-stream").update({"x-stream-when": "n"}),
        "examples",
        Failure(CHAT, STREAMS, 200),
    ),
    "another status": (
        lambda wrong: rename(wrong.chat["responses"], "200", "201"),
        "examples",
        Failure(CHAT, "status_code_conformance", 200),
    ),
    "another media type": (
        lambda wrong: rename(
            wrong.chat["responses"]["200"]["content"], "application/json", "application/xml"
        ),
        "examples",
        Failure(CHAT, "content_type_conformance", 200),
    ),
    "a wider range": (
        a_wider_range,
        "examples",
        Failure(CHAT, "positive_data_acceptance", 400),
    ),
    "a narrower range": (
        lambda wrong: wrong.schemas["ChatCompletionRequest"]["properties"]["temperature"].update(
            maximum=1
        ),
        "coverage",
        Failure(CHAT, "negative_data_rejection", 200),
    ),
    "a status that is not declared": (
        lambda wrong: wrong.chat["responses"].pop("400"),
        "coverage",
        Failure(CHAT, "status_code_conformance", 400),
    ),
}


@pytest.mark.parametrize("what", FAULTS)
def test_a_document_that_says_otherwise_is_noticed(what):
    change, phase, expected = FAULTS[what]
    document = changed(change)
    with MockServer() as server:
        report = run(
            document, server.url, FULL_ACCESS_KEY, examples=3, phases=[phase], linked=False
        )
    assert expected in report.failures, str(report)


def served(change):
    """A server whose document was changed, before it was started."""
    data = copy.deepcopy(DOCUMENT.data)
    change(data)
    return MockServer(document=Document(DOCUMENT.path, DOCUMENT.source, data))


def a_further_method(data):
    path = data["paths"]["/v1/models"]
    path["put"] = path["get"] | {"operationId": "models.put"}


@pytest.mark.parametrize(
    ("change", "phase", "expected"),
    [
        (lambda data: data.update(security=[]), "fuzzing", Failure(MODELS, "ignored_auth", 200)),
        (a_further_method, "coverage", Failure(MODELS, "unsupported_method", 200)),
    ],
    ids=["a key that nobody asks for", "a method that is not declared"],
)
def test_a_server_that_does_otherwise_is_noticed(change, phase, expected):
    document = changed(lambda wrong: wrong.data["paths"].pop("/v1/chat/completions"))
    with served(change) as server:
        report = run(
            document, server.url, FULL_ACCESS_KEY, examples=3, phases=[phase], linked=False
        )
    assert expected in report.failures, str(report)


@pytest.mark.parametrize(
    ("status", "check"),
    [(500, "not_a_server_error"), (403, "positive_data_acceptance")],
    ids=["breaks down", "refuses a good key"],
)
def test_a_server_that_refuses_everything_is_noticed(status, check):
    with MockServer() as server:
        server.rule(reply={"error": {"status": status}})
        document = changed(lambda wrong: None)
        report = run(
            document, server.url, FULL_ACCESS_KEY, examples=3, phases=["examples"], linked=False
        )
    assert Failure(CHAT, check, status) in report.failures, str(report)


@pytest.mark.parametrize(
    ("phase", "size"), [("examples", 1), ("coverage", 1), ("examples", 2_000_000)]
)
def test_a_stream_that_is_cut_off_before_its_end_is_noticed(phase, size):
    with MockServer() as server:
        server.when(stream=True).reply(
            body=f": {'x' * size}\n\ndata: {{}}\n\n", media_type="text/event-stream", status=200
        )
        document = changed(lambda wrong: None)
        report = run(
            document, server.url, FULL_ACCESS_KEY, examples=3, phases=[phase], linked=False
        )
    found = report.failures[Failure(CHAT, STREAMS, 200)]
    assert any("[DONE] comes 0 times" in said for said in found)
    assert not any("never dispatched" in said for said in found)
