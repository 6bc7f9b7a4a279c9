"""Nothing in the generator or its templates names an operation, a path or a schema of the API."""

import re
from pathlib import Path

import pytest

import generator
from scaleway_genapi_mock.document import load_document

FOLDER = Path(generator.__file__).parent
FILES = sorted(
    path
    for path in FOLDER.rglob("*")
    # config.toml may name a resource: it is how a hand-written mixin is joined.
    if path.suffix in {".py", ".jinja"} and "__pycache__" not in path.parts
)


def names():
    document = load_document()
    data = document.data
    operations = [
        operation["operationId"]
        for item in data["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
    ]
    # One word, such as Model or Tool, is also a word of ours; two words run together are not.
    schemas = [name for name in data["components"]["schemas"] if re.search(r"[a-z][A-Z]", name)]
    return [*operations, *data["paths"], *schemas, "scaleway.ai"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_name_of_the_api_stands_in(path):
    text = path.read_text("utf-8")

    assert [name for name in names() if re.search(rf"\b{re.escape(name)}\b", text)] == []
