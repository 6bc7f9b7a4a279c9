"""Text that is out to break the reader: refused with its line, soon, and by no other exception."""

import pytest

from scaleway_genapi_mock.__main__ import main
from scaleway_genapi_mock.document import (
    DocumentError,
    ambiguous_scalars,
    check_structure,
    check_vocabulary,
    load_document,
    parse_yaml,
    walk,
)

HEAD = "openapi: 3.1.0\n"
LAUGHS = HEAD + "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
LAUGHS += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 11))
TOWER = HEAD + "a0: &a0 [1]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 500))

DEEP = {
    "flow": HEAD + "x: " + "[" * 20_000,
    "flow that is closed": HEAD + "x: " + "[" * 20_000 + "]" * 20_000,
    "JSON": '{"openapi": "3.1.0",\n"x": ' + "[" * 200_000 + "]" * 200_000 + "}",
    "objects": HEAD + "x: " + "{a: " * 20_000,
    "block": HEAD + "x:\n  " + "- " * 20_000,
    "lines": HEAD + "".join(" " * n + "a:\n" for n in range(2_000)),
    "aliases on aliases": TOWER,
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_nesting_is_refused_with_its_line(text):
    with pytest.raises(DocumentError) as caught:
        parse_yaml(text.encode(), "api.yaml")
    assert "nested more than 128 levels deep" in str(caught.value)
    assert caught.value.problems[0].line >= 2


def test_what_is_just_not_too_deep_goes_through_every_check(tmp_path):
    path = tmp_path / "api.yaml"
    schema = '{"properties": {"a": ' * 60 + '{"type": "string"}' + "}}" * 60
    path.write_text(
        '{"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {},'
        f'"components": {{"schemas": {{"S": {schema}}}}}}}'
    )
    document = load_document(path)
    assert [] == check_structure(document) + check_vocabulary(document)
    assert len(list(walk(document.data))) > 60
    assert document.line("/components/schemas/S/properties/a/properties/a") == 1


def test_aliases_that_multiply_are_refused_with_their_line():
    with pytest.raises(DocumentError, match=r"aliases repeat more than 100000 values") as caught:
        parse_yaml(LAUGHS.encode(), "api.yaml")
    assert caught.value.problems[0].line in range(5, 9)


def test_a_few_aliases_are_no_attack(tmp_path):
    path = tmp_path / "api.yaml"
    path.write_text(HEAD + "a: &a {k: [1, no]}\nb: [*a, *a, *a]\nc: &s yes\nd: *s\n")
    document = load_document(path)
    assert document.data["b"] == [{"k": [1, "no"]}] * 3
    assert document.data["d"] == "yes"
    assert document.line("/b/1/k/0") == 3
    assert [(2, "/a/k/1"), (4, "/c")] == [(p.line, p.pointer) for p in ambiguous_scalars(document)]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("9" * 5_000, "a number of 5000 characters is longer than any reader keeps"),
        ("0x" + "f" * 5_000, "a number of 5002 characters is longer than any reader keeps"),
        ("!!int abc", "'abc' is no int"),
        ("!!float x", "'x' is no float"),
        ('!!bool ""', "'' is no bool"),
        ("!!bool tomato", "'tomato' is no bool"),
        ("!!null x", "'x' is no null"),
        ("!!set {a}", "the tag 'set' is not of YAML's core schema"),
        ("!!omap [a: 1]", "the tag 'omap' is not of YAML's core schema"),
        ("*nowhere", "there is no anchor 'nowhere' above"),
    ],
)
def test_a_value_that_is_none_is_refused_with_its_place(value, words):
    with pytest.raises(DocumentError) as caught:
        parse_yaml(f"{HEAD}x: {value}\n".encode(), "api.yaml")
    (problem,) = caught.value.problems
    assert words in problem.message
    assert (2, "/x") == (problem.line, problem.pointer)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!int 7", 7),
        ("!!float 7", 7.0),
        ("!!str 7", "7"),
        ("! 7", "7"),
        ("!!bool TRUE", True),
        ("-.Inf", float("-inf")),
        ("!!map {a: !!seq [1]}", {"a": [1]}),
    ],
)
def test_a_tag_of_the_core_schema_decides(text, value):
    read = parse_yaml(text.encode(), "api.yaml")
    assert value == read
    assert type(value) is type(read)


@pytest.mark.parametrize("text", ["? [a]\n: 1\n", "? {a: 1}\n: 1\n", "a: &a [1]\n? *a\n: 1\n"])
def test_only_a_text_is_a_key(text):
    with pytest.raises(DocumentError, match="a key must be a string"):
        parse_yaml(text.encode(), "api.yaml")


@pytest.mark.parametrize("option", ["--spec", "--models", "--rules"])
@pytest.mark.parametrize("text", [DEEP["flow"], LAUGHS, HEAD + "x: !!int abc\n"])
def test_the_command_says_so_in_one_line(tmp_path, capfd, option, text):
    path = tmp_path / "hostile.yaml"
    path.write_text(text)
    assert main(["serve", "--port", "0", option, str(path)]) == 1
    out, err = capfd.readouterr()
    assert not out
    assert err.startswith(f"error: {path}:")
    assert len(err.splitlines()) == 1
