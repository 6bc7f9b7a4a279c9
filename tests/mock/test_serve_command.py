"""The command `serve` as a process: what it tells, what its options do, how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
from urllib.parse import urlsplit

import httpx
import pytest

from scaleway_genapi_mock import FULL_ACCESS_KEY
from scaleway_genapi_mock.__main__ import main

from .commands import COMMAND, KEY, ended, nobody_reads, refused, served
from .conftest import CHAT, MODEL


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
