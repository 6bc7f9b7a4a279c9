"""Rules that do nothing are told to whoever wrote them, at the line where they were written."""

from __future__ import annotations

import warnings

import pytest

from scaleway_genapi import APIConnectionError
from scaleway_genapi_mock import Config, GenapiMock, MockServer, RuleWarning, serve_in_thread
from scaleway_genapi_mock.__main__ import main

from .conftest import MODEL


def lines_of(caught):
    return [(warning.filename, str(warning.message)) for warning in caught]


def test_conditions_without_a_reply_are_told_at_the_reset(genapi_mock):
    genapi_mock.when(model=MODEL)
    with pytest.warns(RuleWarning, match="without a reply") as caught:
        genapi_mock.reset()
    assert [warning.filename for warning in caught] == [__file__]
    with warnings.catch_warnings(action="error"):
        genapi_mock.reset()


def test_conditions_that_got_a_reply_are_not(genapi_mock):
    half = genapi_mock.when(model=MODEL)
    half.reply("One")
    half.reply("Two")
    with warnings.catch_warnings(action="error"):
        genapi_mock.reset()


def test_conditions_without_a_reply_are_told_at_the_end_of_a_server():
    with pytest.warns(RuleWarning, match="without a reply"), MockServer() as server:
        server.when(model=MODEL)


def test_an_exception_is_not_hidden_behind_a_warning():
    def broken():
        with MockServer() as server:
            server.when(model=MODEL)
            raise KeyError

    with warnings.catch_warnings(action="error"), pytest.raises(KeyError):
        broken()


@pytest.mark.parametrize(
    ("reply", "what"),
    [
        ({"fault": "no-end"}, "the fault no-end"),
        ({"text": "Hi", "fault": {"kind": "cut-event", "after": 1}}, "the fault cut-event"),
        ({"chunks": [{"a": 1}]}, "a list of events"),
    ],
)
def test_what_only_a_stream_can_have_is_told_if_none_was_asked_for(
    genapi_mock, chat, http, reply, what
):
    genapi_mock.rule(reply=reply, when={"model": MODEL}, name="mine")
    chat()
    chat()
    said = f"{what} needs a stream, and 2 requests that it was for asked for none"
    assert f"reply: {said}" in http.get("/__mock__/rules/mine").json()["notes"]
    with pytest.warns(RuleWarning) as caught:
        genapi_mock.reset()
    assert lines_of(caught) == [(__file__, f"mine: {said}")]


def test_it_is_not_told_of_other_requests_nor_if_a_stream_came_too(genapi_mock, chat):
    genapi_mock.when(model="gpt-oss-120b").reply(fault="no-end")
    genapi_mock.when(stream=True).reply(fault="no-end")
    genapi_mock.when(last_message="both").reply("x", fault="no-end", priority=1)
    chat("both")
    chat("both", stream=True)
    with warnings.catch_warnings(action="error"):
        genapi_mock.reset()


@pytest.mark.parametrize(
    "make",
    [
        lambda rules: MockServer(rules=rules),
        lambda rules: MockServer(config=Config(rules=tuple(rules))),
        lambda rules: serve_in_thread(rules=rules).stop(),
    ],
    ids=["a keyword", "a Config", "serve_in_thread"],
)
def test_rules_from_the_start_are_looked_at_like_others(make):
    rules = [{"name": "mine", "when": {"model": "gpt-oss-12b"}, "reply": {"text": "x"}}]
    with pytest.warns(RuleWarning, match=r"^mine: when/model: .*did you mean") as caught:
        make(rules)
    assert [warning.filename for warning in caught] == [__file__]


def test_a_file_of_rules_is_served_with_what_is_odd_about_it_on_stderr(tmp_path, capfd):
    path = tmp_path / "rules.yaml"
    path.write_text("- when: {model: gpt-oss-12b}\n  reply: {text: x}\n", encoding="utf-8")
    main(["serve", "--rules", str(path), "--port", "0", "--cassette", str(tmp_path / "none")])
    assert f"{path}:1: rule 1: note: when/model: " in capfd.readouterr().err


def test_clients_of_a_server_of_ones_own_are_closed_at_its_end():
    with GenapiMock() as mock:
        client = mock.client()
        assert client.models.list().data
    with pytest.raises(APIConnectionError, match="The client is closed"):
        client.models.list()
