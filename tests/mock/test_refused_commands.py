"""What the command refuses, in one line that says what is wrong and what to do."""

from __future__ import annotations

import re
import socket

import pytest

from scaleway_genapi_mock import CassetteError, Recorder
from scaleway_genapi_mock.__main__ import main
from scaleway_genapi_mock.wire import _protocol

from .commands import refused


def test_a_port_in_use_is_said_so(capfd):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        message = refused(capfd, "serve", "--port", port)
    assert f"port {port}" in message
    assert "\n" not in message


def test_a_document_that_is_not_there_is_said_so(capfd, tmp_path):
    assert "nothing.yaml: cannot be read" in refused(
        capfd, "serve", "--spec", str(tmp_path / "nothing.yaml")
    )


def test_a_bad_document_is_refused_with_file_and_line(capfd, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: [\n")
    assert f"{path}:" in refused(capfd, "serve", "--spec", str(path))
    assert f"{path}:" in refused(capfd, "routes", "--spec", str(path))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "example.com"])
def test_another_machine_may_only_reach_it_when_that_is_allowed(capfd, host):
    assert "--allow-remote" in refused(capfd, "serve", "--host", host)


def test_a_host_that_is_not_ours_is_said_so(capfd):
    said = "192.0.2.1 is no address of this machine; take one that is, 127.0.0.1, or 0.0.0.0"
    assert f"--host 192.0.2.1: {said}" in refused(capfd, "serve", "--host", "192.0.2.1")
    allowed = refused(capfd, "serve", "--host", "192.0.2.1", "--allow-remote")
    assert allowed.startswith("error: cannot listen on 192.0.2.1, port ")
    assert said in allowed
    assert "another port" not in allowed


def test_an_address_is_not_told_where_nothing_is_served(capfd, monkeypatch):
    def broken(app):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(_protocol, "config_for", broken)
    assert main(["serve", "--port", "0"]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert re.fullmatch(r"error: cannot serve at http://127\.0\.0\.1:\d+: Too many .*\n", err)


def test_the_speed_of_a_replay_is_refused_where_nothing_is_replayed(capfd):
    said = "error: --replay-speed says how fast a --cassette is replayed, and there is none"
    assert refused(capfd, "serve", "--replay-speed", "2") == said


def test_a_cassette_is_added_to_or_replaced_and_not_both(capfd, tmp_path):
    path = str(tmp_path / "some.cassette")
    there = ["record", "--upstream", "http://127.0.0.1:9", "--cassette", path]
    with pytest.raises(SystemExit) as caught:
        main([*there, "--append", "--overwrite"])
    assert caught.value.code == 2
    assert "not allowed with argument --append" in capfd.readouterr().err
    with pytest.raises(CassetteError, match="append to it or overwrite it, not both"):
        Recorder("http://127.0.0.1:9", path, append=True, overwrite=True)


@pytest.mark.parametrize(
    "options",
    [
        ["--port", "70000"],
        ["--port", "-1"],
        ["--latency", "soon"],
        ["--latency", "-1"],
        ["--limit-requests", "0"],
        ["--seed", "x"],
        ["--seed", str(2**63)],
        ["--limit-tokens", "9" * 5000],
        ["--request-timeout", "0"],
        ["--port", "9" * 5000],
        ["--engine", "other"],
        ["--sped", "1"],
        ["--latency", "1e9"],
        ["--token-delay", "1e9"],
        ["--replay-speed", "1e9"],
        ["--request-timeout", "1e9"],
        ["--fault-profile", "flakey"],
        ["more"],
    ],
)
def test_a_wrong_option_is_a_usage_error_in_one_line(capfd, options):
    with pytest.raises(SystemExit) as caught:
        main(["serve", *options])
    assert caught.value.code == 2
    (said,) = capfd.readouterr().err.splitlines()
    assert said.startswith("error: ")
    assert said.endswith("; scaleway-genapi-mock serve --help tells what there is")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["serve", "--prot", "1"], "serve takes no --prot (did you mean --port?) 1"),
        (["serve", "--prot=1"], "serve takes no --prot=1 (did you mean --port?)"),
        (["serve", "--limits", "1"], "serve takes no --limits (did you mean"),
        (["serve", "--frobnicate"], "serve takes no --frobnicate;"),
        (
            ["record", "--upstream", "u", "--cassette", "c", "--overwite"],
            "record takes no --overwite (did you mean --overwrite?)",
        ),
    ],
)
def test_an_option_that_there_is_not_is_refused_with_the_nearest(capfd, arguments, says):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert says in capfd.readouterr().err


def test_rules_and_recordings_are_told_apart(capfd, tmp_path):
    rules, tape = tmp_path / "rules.yaml", tmp_path / "tape.cassette"
    rules.write_text("- reply: {text: a}\n")
    tape.write_text('{"cassette": 1}\n')
    said = refused(capfd, "serve", "--cassette", str(rules))
    assert f"is no recording; rules are given by --rules {rules}" in said
    assert f"is a recording; --cassette {tape} replays it" in refused(
        capfd, "serve", "--rules", str(tape)
    )


def test_prism_is_not_asked_for_what_it_cannot_do(capfd):
    message = refused(capfd, "serve", "--engine", "prism", "--seed", "3", "--strict")
    assert "Prism cannot do this: --seed, --strict" in message


def test_prism_is_refused_by_the_names_of_the_options(capfd):
    options = ["--limit-tokens", "5", "--allow-host", "mock.corp.example"]
    message = refused(capfd, "serve", "--engine", "prism", *options)
    assert "Prism cannot do this: --allow-host, --limit-tokens;" in message


def test_prism_is_not_asked_to_be_quiet_which_it_would_not_be(capfd):
    message = refused(capfd, "serve", "--engine", "prism", "--quiet")
    assert "Prism cannot do this: --quiet;" in message


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("- reply: {txt: a}\n", "rule 1: reply/txt: is not known; did you mean 'text'?"),
        ("- reply: {text: a}\n- when: {operation: no}\n  reply: {text: a}\n", "rule 2: when/op"),
        ("a: [\n", "rules.yaml:"),
        ("5\n", "5 is no list of rules"),
        ("ruls: []\n", "did you mean 'rules'"),
    ],
)
def test_a_bad_rules_file_is_refused_with_rule_and_reason(capfd, tmp_path, text, says):
    path = tmp_path / "rules.yaml"
    path.write_text(text)
    assert says in refused(capfd, "check", str(path))
    assert says in refused(capfd, "serve", "--port", "0", "--rules", str(path))
