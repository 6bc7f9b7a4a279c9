"""The command `scaleway-genapi-mock`: what it prints, how it ends, what it refuses."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from importlib.metadata import version
from urllib.parse import urlsplit

import httpx
import pytest

from scaleway_genapi_mock import FULL_ACCESS_KEY, RESTRICTED_PROJECT, CassetteError, Recorder
from scaleway_genapi_mock.__main__ import main
from scaleway_genapi_mock.command._arguments import parser
from scaleway_genapi_mock.wire import _protocol

from .conftest import CHAT, MODEL

COMMAND = [sys.executable, "-m", "scaleway_genapi_mock"]
KEY = {"authorization": f"Bearer {FULL_ACCESS_KEY}"}


@contextlib.contextmanager
def served(*options):
    """The command as a process; yields it and its URL."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, process.stdout.readline().strip()
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ended(process, number):
    process.send_signal(number)
    _, err = process.communicate(timeout=5)
    return process.returncode, err


def test_it_says_where_to_look():
    with served() as (process, url):
        told = ended(process, signal.SIGTERM)[1]
    for page in ("/__mock__/ui", "/docs"):
        assert url + page in told


@pytest.mark.parametrize(
    "outputs", [">&-", ">&- 2>&-", "2>/dev/full", ">/dev/full", ">/dev/full 2>/dev/full"]
)
def test_it_serves_and_ends_cleanly_where_its_outputs_cannot_be_written(outputs):
    serves_and_ends_cleanly(["/bin/sh", "-c", f'exec "$@" {outputs}', "sh"], subprocess.DEVNULL)


def test_it_serves_and_ends_cleanly_where_the_reader_of_its_address_has_left():
    with nobody_reads() as pipe:
        serves_and_ends_cleanly([], pipe)


def serves_and_ends_cleanly(shell, stdout):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    process = subprocess.Popen(
        [*shell, *COMMAND, "serve", "--port", str(port)],
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
    )
    with httpx.Client(transport=httpx.HTTPTransport(retries=8)) as client:
        answer = client.get(f"http://127.0.0.1:{port}/v1/models", headers=KEY)
    code, err = ended(process, signal.SIGTERM)
    assert (200, 0) == (answer.status_code, code), err
    assert "Traceback" not in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_its_address_serves_and_ends_cleanly(number):
    with served() as (process, url):
        assert url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{url}/v1/models", headers=KEY).status_code == 200
        assert httpx.get(f"{url}/v1/models").status_code == 401
        code, err = ended(process, number)
    assert code == 0
    assert "Traceback" not in err
    lines = err.splitlines()
    assert lines[2].startswith("200  GET  /v1/models")
    assert lines[3].startswith("401  GET  /v1/models")
    assert lines[-1] == "stopped after 2 requests"


def test_a_signal_ends_a_running_stream_too():
    with served("--token-delay", "60s") as (process, url):
        body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], "stream": True}
        with httpx.stream("POST", url + CHAT, json=body, headers=KEY) as response:
            assert response.status_code == 200
            code, err = ended(process, signal.SIGTERM)
    assert code == 0
    assert "Traceback" not in err
    assert err.splitlines()[-1] == "stopped after 1 request, 1 of them cut off"


def test_a_second_ctrl_c_changes_nothing_about_an_orderly_end():
    with served("--token-delay", "60s") as (process, url):
        body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], "stream": True}
        with httpx.stream("POST", url + CHAT, json=body, headers=KEY):
            process.send_signal(signal.SIGINT)
            process.send_signal(signal.SIGTERM)
            code, err = ended(process, signal.SIGINT)
    assert code == 0
    assert err.splitlines()[-1] == "stopped after 1 request, 1 of them cut off"


def test_a_ctrl_c_before_it_serves_is_no_traceback(monkeypatch, capfd):
    def interrupted(_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("scaleway_genapi_mock.command._cli.run", interrupted)
    assert main(["serve"]) == 130
    assert capfd.readouterr() == ("", "")


def test_its_options_reach_the_server():
    with served("--accept-any-key", "--limit-requests", "1", "--strict") as (_, url):
        headers = {"authorization": "Bearer mine"}
        body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], "typo": 1}
        assert httpx.post(url + CHAT, json=body, headers=headers).status_code == 400
        assert httpx.get(f"{url}/v1/models", headers=headers).status_code == 200
        assert httpx.get(f"{url}/v1/models", headers=headers).status_code == 429


def test_a_client_cannot_write_into_the_terminal():
    with served() as (process, url):
        httpx.get(f"{url}/%1b[31mred%0a")
        _, err = ended(process, signal.SIGTERM)
    assert "\x1b" not in err
    assert len(err.splitlines()) == 4


def refused(capfd, *arguments):
    """The one line that the command fails with."""
    assert main([*arguments]) == 1
    out, err = capfd.readouterr()
    assert not out
    assert err.startswith("error: ")
    return err.strip()


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


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--latency", "200"], "it waits 200 s; milliseconds are --latency 200ms"),
        (["--token-delay", "20ms"], "before each event of a stream it waits 0.02 s\n"),
    ],
)
def test_a_delay_is_told_with_its_unit(options, says):
    with served(*options) as (process, _):
        _, err = ended(process, signal.SIGTERM)
    assert says in err


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


def test_it_is_reached_by_the_names_that_were_allowed():
    with served("--allow-host", "mock.corp.example", "--allow-host", ".test") as (_, url):
        for host, status in (("mock.corp.example", 200), ("a.test", 200), ("evil.example", 403)):
            headers = {"host": host}
            assert httpx.get(f"{url}/__mock__/", headers=headers).status_code == status


def test_a_request_that_does_not_arrive_is_given_up_and_logged():
    with served("--request-timeout", "400ms") as (process, url):
        address = urlsplit(url)
        with socket.create_connection((address.hostname, address.port), timeout=30) as sock:
            start = f"POST {CHAT} HTTP/1.1\r\nHost: mock\r\nContent-Length: 5\r\n"
            sock.sendall(f"{start}Authorization: Bearer {FULL_ACCESS_KEY}\r\n\r\n".encode())
            assert sock.recv(100).startswith(b"HTTP/1.1 408 ")
        _, err = ended(process, signal.SIGTERM)
    assert err.splitlines()[2].startswith(f"408  POST  {CHAT}")


def test_routes_lists_what_is_served(capfd):
    assert main(["routes"]) == 0
    lines = {line.split()[2]: line for line in capfd.readouterr().out.splitlines()}
    assert lines["models.list"].split()[:2] == ["GET", "/v1/models"]
    assert "text/event-stream" in lines["chat.completions.create"]


IMPOSSIBLE = """
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /none:
    get:
      operationId: none
      responses:
        "200":
          description: None
          content: {application/json: {schema: {type: integer, minimum: 5, maximum: 4}}}
"""
WHERE = "#/paths/~1none/get/responses/200/content/application~1json/schema"


def test_routes_says_what_nobody_could_answer(capfd, tmp_path):
    path = tmp_path / "openapi.yaml"
    path.write_text(IMPOSSIBLE)
    assert main(["routes", "--spec", str(path)]) == 1
    out, err = capfd.readouterr()
    assert out.split() == ["GET", "/none", "none", "(application/json)"]
    assert err.startswith("error: GET /none answers 500. ")
    assert WHERE in err
    assert "no number from 5 to 4" in err


def test_serve_says_what_nobody_could_answer(tmp_path):
    path = tmp_path / "openapi.yaml"
    path.write_text(IMPOSSIBLE)
    with served("--spec", str(path)) as (process, _):
        told = ""
        while not told.startswith("note: "):
            told = process.stderr.readline()
    assert told.startswith("note: GET /none answers 500. ")
    assert WHERE in told


def test_models_come_from_a_file(capfd, tmp_path):
    path = tmp_path / "models.yaml"
    path.write_text("- mine\n- other\n")
    with served("--models", str(path)) as (_, url):
        data = httpx.get(f"{url}/v1/models", headers=KEY).json()["data"]
    assert [model["id"] for model in data] == ["mine", "other"]
    path.write_text("5")
    assert "a list of model ids is expected" in refused(
        capfd, "serve", "--port", "0", "--models", str(path)
    )


@pytest.mark.parametrize("missing", ["uvicorn", "jsonschema_rs", "yaml"])
def test_without_the_extra_the_command_says_what_to_install(missing):
    program = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from scaleway_genapi_mock.__main__ import main\n"
        "sys.exit(main(['routes']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == (
        f"error: {missing} is missing; install the mock's extra: "
        "pip install 'scaleway-genapi[mock]'\n"
    )


def test_without_the_extra_a_name_of_the_package_says_what_to_install():
    program = "import sys; sys.modules['yaml'] = None; from scaleway_genapi_mock import MockServer"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr.splitlines()[-1] == (
        "ModuleNotFoundError: scaleway_genapi_mock.MockServer needs the extra: "
        "pip install 'scaleway-genapi[mock]' (yaml is missing)"
    )


def test_rules_and_faults_come_from_options(capfd, tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(
        "- when: {operation: models.list}\n  reply: {body: {mine: true}}\n  times: 1\n"
        "- {when: {operation: models.list}, reply: {error: 500}}\n"
    )
    assert main(["check", str(path)]) == 0
    assert "2 rules, all valid" in capfd.readouterr().out
    with served("--rules", str(path), "--fault-profile", "slow") as (_, url):
        assert httpx.get(f"{url}/v1/models", headers=KEY).json() == {"mine": True}
        assert httpx.get(f"{url}/v1/models", headers=KEY).status_code == 500
        assert httpx.post(f"{url}/__mock__/reset", json={}).status_code == 200
        assert httpx.get(f"{url}/v1/models", headers=KEY).json() == {"mine": True}


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


@contextlib.contextmanager
def nobody_reads():
    """The writing end of a pipe that nobody reads from any more: `| head` that has ended."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        yield writing
    finally:
        os.close(writing)


@pytest.mark.parametrize("arguments", [["routes"], ["check", "RULES"], ["serve", "--help"]])
def test_a_reader_that_has_left_is_no_error_with_a_traceback(tmp_path, arguments):
    rules = tmp_path / "rules.yaml"
    rules.write_text("- reply: {text: hi}\n")
    arguments = [str(rules) if word == "RULES" else word for word in arguments]
    with nobody_reads() as pipe:
        command = [*COMMAND, *arguments]
        done = subprocess.run(
            command, stdout=pipe, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert "" == done.stderr


def test_an_error_that_nobody_reads_still_has_its_exit_code():
    with nobody_reads() as pipe:
        command = [*COMMAND, "routes", "--spec", "nothing.yaml"]
        done = subprocess.run(command, stdout=pipe, stderr=pipe, timeout=60, check=False)
    assert done.returncode == 1


def test_it_serves_on_when_nobody_reads_its_log():
    with nobody_reads() as pipe:
        command = [*COMMAND, "serve", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=pipe, text=True) as process:
            try:
                url = process.stdout.readline().strip()
                for _ in range(3):
                    assert httpx.get(f"{url}/v1/models", headers=KEY, timeout=60).status_code == 200
                process.send_signal(signal.SIGTERM)
                assert process.wait(60) == 0
            finally:
                process.kill()


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("serve", "serve this OpenAPI 3.1 document instead of the bundled one"),
        ("serve", "what serves: this package, or Prism, which knows neither keys nor rules"),
        ("check", "hold it against this OpenAPI 3.1 document instead of the bundled one"),
        ("record", "hold answers against this OpenAPI 3.1 document instead of the bundled one"),
        ("routes", "list what is in this OpenAPI 3.1 document instead of the bundled one"),
    ],
)
def test_the_help_of_a_command_says_what_its_options_do_there(command, says, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"])
    assert says in " ".join(capsys.readouterr().out.split())


def test_every_option_has_a_help():
    silent = [
        (name, option.dest)
        for action in parser()._subparsers._group_actions
        for name, command in action.choices.items()
        for option in command._actions
        if not option.help
    ]
    assert silent == []


def test_it_tells_its_version(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"scaleway-genapi-mock {version('scaleway-genapi')}\n"


def test_the_help_says_which_project_the_third_key_may_use(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert RESTRICTED_PROJECT in capsys.readouterr().out
