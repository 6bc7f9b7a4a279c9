"""What is missing in a member of a union is said of the member that was meant."""

from __future__ import annotations

import pytest

from scaleway_genapi_contract._schemas import Schemas as KitSchemas
from scaleway_genapi_mock.check._explain import explain, faults
from scaleway_genapi_mock.compile._schemas import Schemas
from scaleway_genapi_mock.document import load_document
from scaleway_genapi_mock.server import bundled_path

EVENT = "/paths/~1v1~1chat~1completions/post/responses/200/content/text~1event-stream/x-itemSchema"
CHUNK = {
    "id": "c",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": "m",
    "choices": [{"index": 0, "delta": {"content": "a"}, "finish_reason": None}],
}


@pytest.fixture(scope="module")
def document():
    return load_document(bundled_path())


@pytest.mark.parametrize("name", CHUNK)
def test_a_chunk_without_a_property_is_a_chunk_and_no_error_event(document, name):
    validator = Schemas(document).at(EVENT)
    chunk = {key: value for key, value in CHUNK.items() if key != name}

    assert validator.is_valid(CHUNK)
    assert str(explain(validator, chunk)) == f"{name}: is required"
    assert [str(fault) for fault in faults(validator, chunk)] == [f"{name}: is required"]


def test_an_error_event_without_its_message_is_one(document):
    fault = explain(Schemas(document).at(EVENT), {"error": {"type": "t"}})
    assert fault.path.startswith("error")


@pytest.mark.parametrize("name", CHUNK)
def test_the_contract_kit_names_what_a_chunk_lacks(document, name):
    chunk = {key: value for key, value in CHUNK.items() if key != name}
    found = [finding.pointer for finding in KitSchemas(document).findings(chunk, EVENT)]
    assert found == [f"/{name}"]
