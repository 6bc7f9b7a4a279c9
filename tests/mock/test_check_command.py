"""The command `check` on files that hold nothing, or something else than was meant."""

from __future__ import annotations

import pytest

from scaleway_genapi_mock.__main__ import main


@pytest.fixture
def check(tmp_path, capfd):
    """Checks a file with that content; returns the exit code and what was said of it."""

    def run(name, content):
        path = tmp_path / name
        if content is not None:
            path.write_text(content, encoding="utf-8")
        code = main(["check", str(path)])
        out, err = capfd.readouterr()
        return code, (out + err).strip().replace(f"{tmp_path}/", "")

    return run


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rules.yaml", "[]\n", "rules.yaml: a list without rules"),
        ("rules.yaml", "rules: []\n", "rules.yaml: a list without rules"),
        ("rules.yaml", "- reply: {text: a}\n", "rules.yaml: 1 rule, all valid"),
        ("my.cassette", '{"cassette": 1}\n', "my.cassette: a cassette without recorded answers"),
        ("other", '\n{"cassette": 1}\n', "other: a cassette without recorded answers"),
    ],
)
def test_what_is_valid_is_said_to_be_what_it_is(check, name, content, said):
    assert check(name, content) == (0, said)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("rules.yaml", "", "rules.yaml: is empty; a list of rules is expected"),
        ("rules.yaml", "# nothing\n", "rules.yaml: is empty; a list of rules is expected"),
        ("rules.yaml", "rules:\n", "rules.yaml: rules: is empty; a list of rules is expected"),
        ("rules.yaml", "rules: 5\n", "rules.yaml: rules: 5 is no list of rules"),
        ("rules.yaml", "text\n", 'rules.yaml: "text" is no list of rules'),
        ("rules.yaml", "rule: []\n", "rules.yaml: rule: is not known; did you mean 'rules'?"),
        (
            "rules.yaml",
            "reply: {text: a}\n",
            "rules.yaml: is one rule; a list of rules is expected: begin it with '- '",
        ),
        ("my.cassette", "", "my.cassette: is empty; `record` makes cassettes"),
        ("my.cassette", "\n\n", "my.cassette: is empty; `record` makes cassettes"),
        ("my.cassette", None, "my.cassette: cannot be read: No such file or directory"),
    ],
)
def test_what_is_wrong_is_said_of_what_was_meant(check, name, content, said):
    assert check(name, content) == (1, f"error: {said}")


def test_a_cassette_that_begins_with_something_else_is_no_file_of_rules(check):
    code, said = check("my.cassette", "{\n")
    assert code == 1
    assert said.startswith("error: my.cassette:1: is no JSON")


def test_mistakes_come_in_the_order_of_their_lines(check):
    code, said = check(
        "rules.yaml",
        "- when: {operation: no}\n  priority: high\n  reply: {txt: 1}\n  rate: 7\n- whn: {}\n",
    )
    assert code == 1
    lines = [int(line.split(":")[2]) for line in said.splitlines()]
    assert lines == sorted(lines) == [1, 2, 3, 4, 5, 5]
