"""What the tests of the document share: the document, its operations, and checks by its schemas."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs
import pytest

from scaleway_genapi_mock.document import METHODS, Document, load_document
from tests.contract.closed_schemas import Schemas

SSE = "text/event-stream"


@dataclass(frozen=True)
class Example:
    """An example of a body: where it stands, whose body it is, and its value."""

    place: str
    operation: str
    status: str | None  # None: of the request
    media_type: str
    name: str
    media: dict[str, Any]
    value: Any


def operations(document: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document.data["paths"].items():
        for method in METHODS:
            if method in item:
                yield path, method, item[method]


def examples(document: Document) -> Iterator[Example]:
    for _, _, operation in operations(document):
        bodies = [(None, operation.get("requestBody", {}))]
        bodies += [(s, document.resolve(r)) for s, r in operation["responses"].items()]
        for status, body in bodies:
            for media_type, media in body.get("content", {}).items():
                for name, raw in media.get("examples", {}).items():
                    example = document.resolve(raw)
                    identity = operation["operationId"]
                    place = f"{identity} {status or 'request'} {media_type} {name}"
                    yield Example(
                        place, identity, status, media_type, name, media, example["value"]
                    )


def without(keyword: str, node: Any) -> Any:
    """A copy of `node` in which nothing says `keyword`."""
    if isinstance(node, list):
        return [without(keyword, part) for part in node]
    if not isinstance(node, dict):
        return node
    return {key: without(keyword, part) for key, part in node.items() if key != keyword}


# Read once for the parameters of tests, which pytest wants before fixtures exist.
DOCUMENT = load_document()
EXAMPLES = list(examples(DOCUMENT))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Parametrises by what the document contains: an operation, a status, a schema, an example."""
    schemas = DOCUMENT.data["components"]["schemas"]
    values: dict[str, list[tuple[str, Any]]] = {
        "json_example": [(e.place, e) for e in EXAMPLES if e.media_type != SSE],
        "stream_example": [(e.place, e) for e in EXAMPLES if e.media_type == SSE],
        "operation": [(o["operationId"], o) for _, _, o in operations(DOCUMENT)],
        "response": [
            (f"{o['operationId']} {s}", (s, DOCUMENT.resolve(r)))
            for _, _, o in operations(DOCUMENT)
            for s, r in o["responses"].items()
        ],
        "schema": list(schemas.items()),
        "schema_property": [
            (f"{name}.{key}", part)
            for name, schema in schemas.items()
            for key, part in schema.get("properties", {}).items()
        ],
    }
    for name, pairs in values.items():
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, [value for _, value in pairs], ids=[key for key, _ in pairs])


@pytest.fixture(scope="session")
def document() -> Document:
    return DOCUMENT


@pytest.fixture(scope="session")
def all_examples() -> list[Example]:
    return EXAMPLES


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A fact that the document no longer states may be one that the vendor has changed."""
    outcome = yield
    report = outcome.get_result()
    if report.failed and item.get_closest_marker("facts"):
        advice = (
            "It stands in two places, so that it is not edited away: in openapi/openapi.yaml and in "
            f"{item.location[0]}. Where the vendor has changed it, bring the second after the first."
        )
        report.sections.append(("a fact of the vendor's", advice))


Problems = Callable[[dict[str, Any], Any], list[str]]


@pytest.fixture(scope="session")
def problems(document: Document) -> Problems:
    """What the document's schemas, as they are, have against a value."""
    return _checker(document.data["components"]["schemas"])


@pytest.fixture(scope="session")
def strict_problems(document: Document) -> Problems:
    """What the schemas have against a value when unknown properties count as misspelt."""
    # An example shows what a request is said to be, not what it takes besides.
    said = Document(document.path, document.source, without("x-accepts", document.data))
    return Schemas(said, closed=True).problems


def _checker(schemas: dict[str, Any]) -> Problems:
    def check(schema: dict[str, Any], value: Any) -> list[str]:
        root = {**schema, "components": {"schemas": schemas}}
        validator = jsonschema_rs.Draft202012Validator(root)
        return [
            f"{error.message} (at /{'/'.join(map(str, error.instance_path))})"
            for error in validator.iter_errors(value)
        ]

    return check
