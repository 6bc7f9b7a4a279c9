"""`scaleway-genapi-contract` as a user of a shell meets it: options, exit codes, files, secrets."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from scaleway_genapi_contract._cli import main, parser
from tests.contract.kit.standin import KEY, StandIn

README = Path(__file__).parents[2] / "contract_kit" / "README.md"
PLAIN = "chat.completions.create/example/plain"
PROJECT = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in ("SCW_SECRET_KEY", "SCW_GENAPI_BASE_URL", "SCW_DEFAULT_PROJECT_ID"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def ask(capsys, served):
    def run(drift=lambda answer: None, *options, key=KEY):
        with StandIn(drift) as server:
            called = ["--base-url", server.url, "--api-key", key, "--timeout", "5"]
            code = main([*called, "--document", str(served), *options])
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run


def mood(answer):
    if answer.kind == "chat":
        answer.json["mood"] = "sunny"


def no_id(answer):
    if answer.kind == "chat":
        del answer.json["id"]


def test_a_server_that_honours_the_document_ends_with_0(ask):
    code, printed = ask()
    assert 0 == code
    assert "The server honours the document" in printed
    assert "not supported" in printed


def test_a_server_that_does_not_ends_with_1_and_says_where(ask):
    code, printed = ask(no_id, "--only", PLAIN)
    assert 1 == code
    assert "lacks the required property 'id' (at /id)" in printed


@pytest.mark.parametrize(("fail_on", "code"), [("violation", 0), ("deviation", 0), ("note", 1)])
def test_the_threshold_decides_about_the_exit_code(ask, fail_on, code):
    assert code == ask(mood, "--only", PLAIN, "--fail-on", fail_on)[0]


def test_a_required_check_that_is_not_supported_ends_with_1(ask):
    code, printed = ask(lambda answer: None, "--require", "*/example/tools")
    assert 1 == code
    assert "required, and not supported: chat.completions.create/example/tools" in printed


def test_only_and_skip_choose_checks(ask):
    _, printed = ask(lambda a: None, "--only", "models.list", "--skip", "models.list/key")
    assert "models.list answers by the document" in printed
    assert "without a key" not in printed
    assert "chat.completions" not in printed


def test_quiet_leaves_out_what_is_well(ask):
    _, printed = ask(mood, "--only", "chat.completions.create/example", "-q")
    assert "'mood'" in printed
    assert "'stream'" not in printed


def test_the_list_names_every_check_without_a_server(capsys):
    assert 0 == main(["--list"])
    printed = capsys.readouterr().out
    assert PLAIN in printed
    assert "models.list/key/missing" in printed


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "--base-url"),
        (["--base-url", "nonsense"], "https://host"),
        (["--base-url", "https://a:b@host"], "password"),
        (["--base-url", "https://host?x=1"], "query"),
        (["--base-url", "https://host", "--api-key", "a b"], "blank"),
        (["--base-url", "https://host", "--max-tokens", "0"], "positive"),
        (["--base-url", "https://host", "--budget", "-1"], "positive"),
        (["--base-url", "https://host", "--timeout", "0"], "timeout"),
        (["--base-url", "https://host", "--timeout", "nan"], "timeout"),
        (["--base-url", "https://host", "--timeout", "inf"], "timeout"),
        (["--live"], "SCW_SECRET_KEY"),
        (["--list", "--only", "nothing-like-this"], "--list"),
        (["--list", "--document", "/no/such/file.yaml"], "cannot be read"),
    ],
)
def test_what_cannot_be_judged_ends_with_2_and_a_reason(capsys, options, said):
    assert 2 == main(options)
    assert said in capsys.readouterr().err


def test_a_server_that_is_not_there_ends_with_2(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        code = main(["--base-url", f"http://127.0.0.1:{port}", "--api-key", KEY])
    assert 2 == code
    assert f"no answer from http://127.0.0.1:{port}" in capsys.readouterr().err


def test_a_refused_key_ends_with_2_and_is_not_shown(ask):
    code, printed = ask(key="another-key-entirely")
    assert 2 == code
    assert "the API key is refused: 403 unknown key" in printed
    assert "another-key" not in printed


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        (200, "text/html", "GET /v1/models was answered with 200 text/html"),
        (502, "text/html", "GET /v1/models was answered with 502 text/html"),
        (302, "text/plain", "GET /v1/models was answered with 302 text/plain"),
        (500, "application/json", "500 application/json out of order"),
        (200, "application/json", "GET /v1/models lists no models: name one (--model)"),
    ],
)
def test_a_server_whose_models_cannot_be_learned_ends_with_2_and_what_it_said(
    ask, status, kind, said
):
    def drift(answer):
        answer.status, answer.headers["Content-Type"] = status, kind
        page = b"<html>Welcome</html>"
        message = b'{"message": "out of order"}' if status == 500 else b'{"data": []}'
        answer.raw = message if kind == "application/json" else page

    code, printed = ask(drift)
    assert 2 == code
    assert said in printed
    assert "--model" in printed


def test_a_refusal_of_the_key_cannot_steer_the_terminal(ask):
    def drift(answer):
        if answer.kind == "error":
            answer.json["error"]["message"] = "\x1b[2Jno"

    code, printed = ask(drift, key="another-key-entirely")
    assert 2 == code
    assert "\x1b" not in printed


def test_a_base_url_with_the_common_prefix_is_the_same_server(capsys):
    with StandIn() as server:
        options = ["--api-key", KEY, "--only", "models.list"]
        code = main(["--base-url", f"{server.url}/v1/", *options])
    assert 0 == code


@pytest.mark.parametrize(
    "wrong", ["my-project", PROJECT.replace("-", ""), f"{{{PROJECT}}}", KEY[1:]]
)
def test_a_project_id_that_the_documents_url_cannot_hold_is_refused_before_any_call(capsys, wrong):
    with StandIn() as server:
        options = ["--base-url", server.url, "--api-key", KEY, "--project-id", wrong]
        code = main(options)
        assert [] == server.requests
    assert 2 == code
    printed = capsys.readouterr()
    assert "the project id is no uuid" in printed.err
    assert wrong not in printed.out + printed.err


def test_the_project_is_called_by_its_url_and_shown_nowhere(capsys, tmp_path):
    with StandIn() as server:
        options = ["--base-url", server.url, "--api-key", KEY, "--project-id", PROJECT]
        files = [
            "--json",
            str(tmp_path / "r.json"),
            "--model",
            "m",
            "--only",
            "models.list/example",
        ]
        main([*options, *files])
        paths = {path for _, path, _, _ in server.requests}
    assert {f"/{PROJECT}/v1/models"} == paths
    printed = capsys.readouterr()
    assert PROJECT not in printed.out + printed.err + (tmp_path / "r.json").read_text()


def test_the_files_hold_the_report_and_no_secret(ask, tmp_path):
    def drift(answer):
        mood(answer)
        if answer.kind == "error":
            answer.json["error"]["message"] = f"bad {KEY}"

    paths = {form: tmp_path / "deep" / f"report.{form}" for form in ("junit", "markdown", "json")}
    options = [text for form, path in paths.items() for text in (f"--{form}", str(path))]
    code, printed = ask(drift, *options, "--fail-on", "deviation")
    assert 1 == code
    texts = {form: path.read_text() for form, path in paths.items()}
    for text in [printed, *texts.values()]:
        assert KEY[:8] not in text
    suites = ET.fromstring(texts["junit"])
    cases = suites.findall(".//testcase")
    data = json.loads(texts["json"])
    assert len(data["checks"]) == len(cases)
    assert len(data["failed"]) == len(suites.findall(".//failure")) > 0
    assert len(suites.findall(".//skipped")) > 0
    assert "### Unknown properties" in texts["markdown"]
    assert "| /mood |" in texts["markdown"]


def test_a_file_that_cannot_be_written_ends_with_2(ask, tmp_path):
    code, printed = ask(lambda a: None, "--only", "models.list", "--json", str(tmp_path))
    assert 2 == code
    assert "cannot write" in printed


def test_what_a_server_says_cannot_steer_terminals_or_browsers(ask, tmp_path):
    def drift(answer):
        if answer.kind == "chat":
            answer.json["\x1b[2J<script>|\n"] = 1

    page, suite = tmp_path / "r.md", tmp_path / "r.xml"
    _, printed = ask(drift, "--only", PLAIN, "--markdown", str(page), "--junit", str(suite))
    assert "\x1b" not in printed
    assert "<script>" not in page.read_text()
    assert 1 == len(ET.fromstring(suite.read_text()).findall(".//testcase"))


def test_the_command_is_installed():
    done = subprocess.run(
        [sys.executable, "-m", "scaleway_genapi_contract", "--list", "--only", PLAIN],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.startswith(PLAIN)


def test_it_tells_its_version(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert f"scaleway-genapi-contract {version('scaleway-genapi')}\n" == capsys.readouterr().out


def test_the_readme_explains_the_options_that_there_are():
    table = re.findall(r"^\| (`-.*?) \| ", README.read_text("utf-8"), re.MULTILINE)
    explained = {name for row in table for name in re.findall(r"--[a-z-]+", row)}
    known = set(re.findall(r"--[a-z][a-z-]+", parser().format_help()))
    # The first lines of the page show the server and the key in use.
    assert explained | {"--base-url", "--api-key", "--help"} == known
