"""Outside its behaviours nothing in the mock names an operation, a path, a schema or a field."""

import ast
import re
from pathlib import Path

import pytest

import scaleway_genapi_mock
from scaleway_genapi_mock.compile._conventions import Words
from scaleway_genapi_mock.document import load_document, walk

FOLDER = Path(scaleway_genapi_mock.__file__).parent
FILES = sorted(
    path
    for path in FOLDER.rglob("*.py")
    if path.relative_to(FOLDER).parts[0] != "behaviours" and "__pycache__" not in path.parts
)


def names():
    document = load_document()
    operations = {n["operationId"] for kind, _, n in walk(document.data) if kind == "operation"}
    schemas = document.data["components"]["schemas"]
    fields = {
        name
        for kind, _, node in walk(document.data)
        if kind == "schema" and isinstance(node, dict)
        for name in node.get("properties", ())
    }
    values = {
        value
        for kind, _, node in walk(document.data)
        if kind == "schema" and isinstance(node, dict)
        for value in node.get("enum", ())
        if isinstance(value, str)
    }
    # One word, such as Model or content, is also a word of ours; two words run together are not.
    return {
        *operations,
        *document.data["paths"],
        *(name for name in schemas if re.search(r"[a-z][A-Z]", name)),
        *(name for name in fields | values if "_" in name),
    }


NAMES = names()


def texts(source):
    """The texts of a module that are data: neither documentation nor a message of several words."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            yield node.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_name_of_the_api_stands_in(path):
    assert [] == sorted(NAMES.intersection(texts(path.read_text("utf-8"))))


def test_the_names_looked_for_are_those_of_the_api():
    assert {"chat.completions.create", "/v1/models", "ChatCompletion", "tool_calls"} <= NAMES
    assert NAMES.intersection(texts("if 'tool_calls' in body: pass"))


def test_the_examples_that_lend_their_words_are_explained_to_who_edits_the_document():
    guide = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")
    words = [value for name, value in vars(Words).items() if name.isupper()]
    assert "missing-<property>" in guide
    assert [] == [word for word in words if f"`{word}`" not in guide]
