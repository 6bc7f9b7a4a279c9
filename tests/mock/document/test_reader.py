"""The reader: YAML 1.2, places, pointers, references, and what it says of a bad document."""

import copy
import json
import pickle
from pathlib import Path

import pytest

from scaleway_genapi_mock.document import (
    Document,
    DocumentError,
    ambiguous_scalars,
    join_pointer,
    load_document,
    lookup,
    split_pointer,
)

HEAD = "openapi: 3.1.0\n"


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "api.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def load(folder: Path, text: str) -> Document:
    return load_document(write(folder, HEAD + text))


def refusal(folder: Path, text: str | bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        load_document(write(folder, text))
    return str(caught.value).replace(str(folder), "")


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("no", "no"),
        ("Off", "Off"),
        ("y", "y"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("012", 12),
        ("0o14", 12),
        ("0x1F", 31),
        ("-7", -7),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("2026-01-31", "2026-01-31"),
        ("1e3", 1000.0),
        ("-.5", -0.5),
        ("1.", 1.0),
        (".inf", float("inf")),
        ("'12'", "12"),
        ("<<", "<<"),
    ],
)
def test_a_plain_scalar_means_what_yaml_1_2_says(tmp_path, scalar, value):
    read = load(tmp_path, f"v: {scalar}\n").data["v"]
    assert value == read
    assert type(value) is type(read)


@pytest.mark.parametrize(
    "scalar", ["no", "on", "y", "012", "0o14", "1_000", "1:30", "2026-01-31", "1e3", "="]
)
def test_a_scalar_that_readers_disagree_on_is_reported_with_its_place(tmp_path, scalar):
    problems = ambiguous_scalars(load(tmp_path, f"a:\n  b: {scalar}\n"))
    assert [(3, "/a/b")] == [(problem.line, problem.pointer) for problem in problems]


def test_a_key_that_readers_disagree_on_is_reported(tmp_path):
    problems = ambiguous_scalars(load(tmp_path, "on: x\n"))
    assert [(2, "/on")] == [(problem.line, problem.pointer) for problem in problems]


def test_quoted_and_unambiguous_scalars_are_not_reported(tmp_path):
    text = "a: 'no'\nb: \"012\"\nc: 12\nd: 0.5\ne: true\nf: 3.1.0\n404: text\n"
    assert [] == ambiguous_scalars(load(tmp_path, text))


def test_the_bundled_document_has_no_ambiguous_scalar():
    assert [] == ambiguous_scalars(load_document())


def test_a_status_code_as_a_key_is_a_string(tmp_path):
    assert ["openapi", "200"] == list(load(tmp_path, "200: {}\n").data)


def test_an_anchor_is_read_once_and_used_twice(tmp_path):
    data = load(tmp_path, "a: &x {k: [1]}\nb: *x\n").data
    assert data["a"] == data["b"] == {"k": [1]}


def test_a_json_document_is_read_as_it_stands(tmp_path):
    path = write(tmp_path, b'\xef\xbb\xbf{"openapi": "3.1.0", "x": [1, null, "\\u00e9"]}')
    assert [1, None, "é"] == load_document(path).data["x"]


def test_a_line_is_that_of_the_key_and_else_of_the_nearest_ancestor(tmp_path):
    document = load(tmp_path, "a:\n  b:\n    - 1\n    - c/d: 2\n")
    assert [2, 3, 4, 5, 5, 3, 1] == [
        document.line(pointer)
        for pointer in ("/a", "/a/b", "/a/b/0", "/a/b/1", "/a/b/1/c~1d", "/a/b/9/z", "#")
    ]


def test_pointers_survive_a_round_trip():
    steps = ("a/b", "~", "", "~1", "0", "é")
    assert steps == split_pointer(join_pointer(*steps))


def test_a_pointer_without_its_slash_is_refused():
    with pytest.raises(ValueError, match="must start with '/'"):
        split_pointer("components/schemas")


@pytest.mark.parametrize("step", ["-1", "+1", "²", "x", "2"])
def test_an_array_has_no_such_place(step):
    with pytest.raises((LookupError, ValueError)):
        lookup([1, 2], (step,))


def test_a_reference_is_followed_and_its_siblings_lie_over_the_target(tmp_path):
    document = load(tmp_path, "a: {$ref: '#/b', k: 1}\nb: {$ref: '#/c', k: 2, m: 2}\nc: {n: 3}\n")
    assert {"k": 1, "m": 2, "n": 3} == document.resolve(document.at("/a"))


def test_a_target_without_siblings_is_the_very_object(tmp_path):
    document = load(tmp_path, "a: {$ref: '#/b'}\nb: {n: 3}\n")
    assert document.resolve(document.at("/a")) is document.at("/b")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: {$ref: '#/a'}\n", "leads to itself"),
        ("a: {$ref: other.yaml}\n", "leads out of the document"),
        ("a: {$ref: '#/zz'}\n", "nothing stands at '#/zz'"),
        ("a: {$ref: 3}\n", "leads out of the document"),
    ],
)
def test_a_reference_that_cannot_be_followed_is_refused(tmp_path, text, words):
    document = load(tmp_path, text)
    with pytest.raises(DocumentError, match=words):
        document.resolve(document.at("/a"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"openapi: 3.1.0\nx: \xff\n", ":2: not UTF-8 text"),
        ("openapi: 3.1.0\na: [1\nb: 2\n", "not YAML"),
        ("openapi: 3.1.0\na:\n\t- 1\n", ":3: not YAML"),
        ("openapi: 3.1.0\na: 1\na: 2\n", ":3: the key 'a' stands here twice"),
        ("openapi: 3.1.0\n? [a]\n: 1\n", ":2: a key must be a string"),
        ("openapi: 3.1.0\ntrue: 1\n", ":2: the key 'true' must be quoted"),
        ("openapi: 3.1.0\na: &x [*x]\n", ":2: an alias stands inside its own anchor"),
        ("openapi: 3.1.0\na: !!python/name:os.system\n", ":2: the tag"),
        ("openapi: 3.1.0\na: !!binary aGk=\n", ":2: the tag"),
        ("openapi: 3.1.0\n---\nopenapi: 3.1.0\n", "not YAML"),
        ("- 1\n", ":1: an OpenAPI document is a mapping"),
        ("", "an OpenAPI document is a mapping"),
        ("info: {}\n", ":1: 'openapi' is missing"),
        ("a: 1\nopenapi: 3.0.3\n", ":2: 'openapi' is '3.0.3'"),
        ("openapi: 3.1\n", "'openapi' is 3.1"),
    ],
)
def test_a_document_that_cannot_be_read_says_why_and_where(tmp_path, text, words):
    assert words in refusal(tmp_path, text)


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_a_file_that_cannot_be_opened_is_named(tmp_path, name):
    with pytest.raises(DocumentError, match="cannot be read") as caught:
        load_document(tmp_path / name)
    assert str(tmp_path) in str(caught.value)


def test_a_document_error_survives_pickle_and_deepcopy(tmp_path):
    with pytest.raises(DocumentError) as caught:
        load_document(tmp_path / "missing.yaml")
    for twin in (pickle.loads(pickle.dumps(caught.value)), copy.deepcopy(caught.value)):
        assert caught.value.problems == twin.problems
        assert str(caught.value) == str(twin)


@pytest.mark.parametrize("said", ["😀", "\\😀", "\\\\ud83d 😀😀", "\\ud83d\\ude00", 'é\n"😀"'])
@pytest.mark.parametrize("indent", [None, 1])
def test_json_may_escape_what_yaml_has_no_pairs_for(tmp_path, said, indent):
    data = {"openapi": "3.1.0", "info": {"title": said, said: said}}

    document = load_document(write(tmp_path, json.dumps(data, indent=indent)))

    assert document.data == data
    assert document.line("/info/title") == (1 if indent is None else 4)


def test_yaml_that_looks_so_is_left_as_it_is(tmp_path):
    document = load(tmp_path, "info: {title: '\\ud83d\\ude00'}\n")

    assert document.data["info"]["title"] == r"\ud83d\ude00"


def test_half_a_pair_is_told_with_its_line(tmp_path):
    said = refusal(tmp_path, '{"openapi": "3.1.0",\n"info": {"title": "\\ud83d"}}')

    assert said.startswith("/api.yaml:2: not YAML: found invalid Unicode character")
