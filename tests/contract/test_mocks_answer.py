"""schemathesis against both engines: they answer by the document, but for what is listed."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from types import SimpleNamespace

import httpx
import pytest
from schemathesis.checks import CHECKS

from scaleway_genapi_mock import FULL_ACCESS_KEY, MockServer
from scaleway_genapi_mock.document import Document
from tests.contract.closed_schemas import Schemas
from tests.contract.deviations import CHAT, EMBEDDED, MODELS, PRISM, gone, unexplained
from tests.contract.engines import PROJECT
from tests.contract.fuzzing import NAMES, PHASES, Failure, Report, run
from tests.contract.operations import DOCUMENT, OPERATIONS

pytestmark = pytest.mark.contract
REFUSED_BY_PRISM = [deviation for deviation in PRISM if deviation.witness]


@pytest.fixture(scope="module")
def of_embedded(quick):
    with MockServer() as server:
        phases = [phase for phase in PHASES if phase != "stateful"] if quick else PHASES
        examples = 10 if quick else 40
        yield run(DOCUMENT, server.url, FULL_ACCESS_KEY, examples=examples, phases=phases)


@pytest.fixture(scope="module")
def of_prism(prism):
    return run(DOCUMENT, prism.url, FULL_ACCESS_KEY, examples=5)


def test_the_embedded_engine_answers_by_the_document(of_embedded):
    assert unexplained(of_embedded, EMBEDDED) == []
    assert of_embedded.errors == []


def shown(deviation, url):
    """The answer to a deviation's witness, which the document permits."""
    operation = next(o for o in OPERATIONS if o.label == deviation.failure.operation)
    assert Schemas(DOCUMENT).problems(operation.body, deviation.witness) == []
    headers = {"authorization": f"Bearer {FULL_ACCESS_KEY}"}
    return httpx.post(url + operation.path, json=deviation.witness, headers=headers, timeout=10)


@pytest.mark.parametrize("deviation", EMBEDDED, ids=lambda deviation: deviation.shown_by)
def test_a_deviation_of_the_embedded_engine_is_still_needed(deviation):
    with MockServer() as server:
        answer = shown(deviation, server.url)
    assert deviation.failure.status == answer.status_code
    assert deviation.shown_by in answer.text


def test_every_operation_was_tried_in_every_phase_and_by_every_check(of_embedded, quick):
    tried = {(phase, label) for phase, label in of_embedded.tried}
    labels = {operation.label for operation in OPERATIONS}
    bodies = {operation.label for operation in OPERATIONS if operation.body}
    wanted = {(phase, label) for phase in ("coverage", "fuzzing") for label in labels}
    # Examples are those of bodies; sequences of calls begin with a list.
    wanted |= {("examples", label) for label in bodies}
    wanted |= set() if quick else {("stateful", label) for label in labels}
    assert wanted - tried == set()
    assert {*CHECKS.get_all_names(), NAMES} == set(of_embedded.checks)


def test_the_project_url_of_the_embedded_engine_answers_by_the_document(quick):
    with MockServer() as server:
        report = run(
            DOCUMENT,
            f"{server.url}/{PROJECT}",
            FULL_ACCESS_KEY,
            examples=5 if quick else 25,
            phases=["examples", "fuzzing"],
        )
    assert unexplained(report, EMBEDDED) == []
    assert report.errors == []
    assert {label for _, label in report.tried} == {operation.label for operation in OPERATIONS}


@pytest.mark.node
def test_prism_answers_by_the_document_but_for_what_is_listed(of_prism):
    assert unexplained(of_prism, PRISM) == []
    assert of_prism.errors == []


@pytest.mark.node
def test_each_deviation_of_prism_is_still_there(of_prism):
    assert gone(of_prism, PRISM) == []


@pytest.mark.node
@pytest.mark.parametrize("deviation", REFUSED_BY_PRISM, ids=lambda deviation: deviation.shown_by)
def test_a_request_that_prism_alone_refuses_is_refused_for_the_reason_given(deviation, prism):
    answer = shown(deviation, prism.url)
    assert deviation.failure.status == answer.status_code
    (reason,) = json.loads(answer.headers["sl-violations"])
    assert deviation.shown_by in reason["message"]
    # One less and it takes it: the bound is where the list says.
    body = deviation.witness
    nearer = replace(deviation, witness=body | {"seed": body["seed"] - (body["seed"] > 0 or -1)})
    assert shown(nearer, prism.url).status_code == 200


@pytest.mark.node
def test_the_project_url_of_prism_deviates_in_nothing_else(prism):
    phases = ["examples", "fuzzing"]
    url = f"{prism.url}/{PROJECT}"
    report = run(DOCUMENT, url, FULL_ACCESS_KEY, examples=5, phases=phases)
    assert unexplained(report, PRISM) == []
    assert report.errors == []


def changed(change):
    """The document as somebody might have got it wrong."""
    data = copy.deepcopy(DOCUMENT.data)
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
        Failure(CHAT, "stream_ends", 200),
    ),
    "a stream that another property selects": (
        lambda wrong: answers(wrong.chat, "text/event-stream").update({"x-stream-when": "n"}),
        "examples",
        Failure(CHAT, "stream_ends", 200),
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


def test_a_server_that_breaks_down_is_noticed():
    with MockServer() as server:
        server.rule(reply={"error": {"status": 500}})
        document = changed(lambda wrong: None)
        report = run(
            document, server.url, FULL_ACCESS_KEY, examples=3, phases=["examples"], linked=False
        )
    assert Failure(CHAT, "not_a_server_error", 500) in report.failures, str(report)


def test_a_stream_that_is_cut_off_before_its_end_is_noticed():
    with MockServer() as server:
        server.when(stream=True).reply(
            body="data: {}\n\n", media_type="text/event-stream", status=200
        )
        document = changed(lambda wrong: None)
        report = run(
            document, server.url, FULL_ACCESS_KEY, examples=3, phases=["examples"], linked=False
        )
    assert Failure(CHAT, "stream_ends", 200) in report.failures, str(report)


class TestTheLists:
    """An entry counts for what it says and nothing else."""

    found = Report({EMBEDDED[0].failure: ["... is limited to 4096", "... is out of tokens"]})

    def test_a_finding_in_other_words_is_not_explained(self):
        (left,) = unexplained(self.found, EMBEDDED)
        assert "out of tokens" in left

    def test_an_entry_that_nothing_shows_is_gone(self):
        assert gone(self.found, EMBEDDED) == EMBEDDED[1:]
        assert gone(Report(), PRISM) == PRISM
