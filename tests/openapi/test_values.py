"""Every value that the document gives is one that its own schema permits, formats included.

Examples of bodies and of events, of headers and parameters, defaults: wherever one stands.
"""

import json

import pytest

from scaleway_genapi_mock.document import walk
from tests.contract.closed_schemas import Schemas
from tests.openapi.conftest import DOCUMENT, EXAMPLES, SSE

CLOSED = Schemas(DOCUMENT, closed=True)
NODES = [found for found in walk(DOCUMENT.data) if isinstance(found.node, dict)]


def said(kind, key):
    """Parameters for a test: each node of a kind that has the key."""
    return [
        pytest.param(found.node, id=found.pointer)
        for found in NODES
        if found.kind == kind and key in found.node
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.place)
def test_an_example_of_a_body_follows_its_schema_and_its_formats(example):
    if example.media_type != SSE:
        assert CLOSED.problems(example.media["schema"], example.value) == []
        return
    end = example.media.get("x-stream-end")
    for line in example.value.split("\n"):
        data = line.removeprefix("data: ")
        if data not in {"", end}:
            assert CLOSED.problems(example.media["x-itemSchema"], json.loads(data)) == []


@pytest.mark.parametrize("header", said("header", "example"))
def test_an_example_of_a_header_follows_its_schema(header):
    assert CLOSED.problems(header["schema"], header["example"]) == []


def test_an_example_of_a_parameter_follows_its_schema():
    """A document may have none."""
    for param in said("parameter", "example"):
        (parameter,) = param.values
        assert CLOSED.problems(parameter["schema"], parameter["example"]) == [], param.id


@pytest.mark.parametrize("node", said("schema", "default"))
def test_a_default_is_a_value_that_its_schema_permits(node):
    assert CLOSED.problems(node, node["default"]) == []
