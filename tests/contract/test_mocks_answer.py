"""schemathesis against both engines: they answer by the document, but for what is listed."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx
import pytest
from schemathesis.checks import CHECKS

from scaleway_genapi_mock import FULL_ACCESS_KEY, MockServer
from tests.contract.closed_schemas import Schemas
from tests.contract.deviations import CHAT, EMBEDDED, PRISM, gone, unexplained
from tests.contract.engines import PROJECT
from tests.contract.fuzzing import OF_STATE, OWN, PHASES, Report, run
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
    named = deviation.failure.operation
    operation = next(o for o in OPERATIONS if o.label == (CHAT if named == "*" else named))
    assert Schemas(DOCUMENT).problems(operation.body, deviation.witness) == []
    headers = {"authorization": f"Bearer {FULL_ACCESS_KEY}"}
    return httpx.post(url + operation.path, json=deviation.witness, headers=headers, timeout=10)


@pytest.mark.parametrize("deviation", EMBEDDED, ids=lambda deviation: deviation.shown_by)
def test_a_deviation_of_the_embedded_engine_is_still_needed(deviation):
    with MockServer() as server:
        answer = shown(deviation, server.url)
    assert deviation.failure.status == answer.status_code
    assert deviation.shown_by in answer.text


def untried(report, *, stateful=True):
    """The phases that left out an operation."""
    labels = {operation.label for operation in OPERATIONS}
    bodies = {operation.label for operation in OPERATIONS if operation.body}
    wanted = {(phase, label) for phase in ("coverage", "fuzzing") for label in labels}
    # Examples are those of bodies; sequences lead from a list to what names its items.
    wanted |= {("examples", label) for label in bodies}
    named = {name.lower() for operation in OPERATIONS for name in operation.selectors}
    linked = {o.label for o in OPERATIONS if o.selectors or o.listed in named}
    wanted |= {("stateful", label) for label in linked} if stateful else set()
    return wanted - {(phase.lower(), label) for phase, label in report.tried}


def test_every_operation_was_tried_in_every_phase_and_by_every_check(of_embedded, quick):
    assert untried(of_embedded, stateful=not quick) == set()
    assert {*CHECKS.get_all_names(), *OWN} - OF_STATE == set(of_embedded.checks)


@pytest.mark.node
def test_every_operation_of_prism_was_tried_in_every_phase_and_by_every_check(of_prism):
    assert untried(of_prism) == set()
    assert {*CHECKS.get_all_names(), *OWN} - OF_STATE == set(of_prism.checks)


def media_types(statuses):
    """What good answers may be; an answer without a body has no media type."""
    return {
        (operation.label, media_type)
        for operation in OPERATIONS
        for status in statuses(operation)
        for media_type in operation.content(status) or ("",)
    }


def test_every_media_type_of_a_good_answer_came_in_every_phase(of_embedded, quick):
    wanted = media_types(lambda operation: [operation.success])
    permitted = media_types(lambda operation: operation.successes)
    # Few examples need not ask for a stream.
    for phase in ("examples", "coverage", *(() if quick else ("fuzzing",))):
        tried = {label for name, label in of_embedded.tried if name == phase}
        came = {
            (label, media_type) for name, label, media_type in of_embedded.good if name == phase
        }
        assert {(label, m) for label, m in wanted if label in tried} <= came, phase
        assert came <= permitted, phase


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


class TestTheLists:
    """An entry counts for what it says and nothing else."""

    found = Report({EMBEDDED[0].failure: ["... is limited to 4096", "... is out of tokens"]})

    def test_a_finding_in_other_words_is_not_explained(self):
        (left,) = unexplained(self.found, EMBEDDED)
        assert "out of tokens" in left

    def test_an_entry_that_nothing_shows_is_gone(self):
        assert gone(self.found, EMBEDDED) == EMBEDDED[1:]
        assert gone(Report(), PRISM) == PRISM
