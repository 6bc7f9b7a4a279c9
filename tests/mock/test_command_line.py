"""The command `scaleway-genapi-mock` beside what it serves: lists, help, exit codes, what is missing."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

from scaleway_genapi_mock import RESTRICTED_PROJECT
from scaleway_genapi_mock.__main__ import main
from scaleway_genapi_mock.command._arguments import parser

from .commands import COMMAND, nobody_reads, served


def test_a_ctrl_c_before_it_serves_is_no_traceback(monkeypatch, capfd):
    def interrupted(_arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr("scaleway_genapi_mock.command._cli.run", interrupted)
    assert main(["serve"]) == 130
    assert capfd.readouterr() == ("", "")


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
