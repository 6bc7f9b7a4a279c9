"""A server in a thread: starts at once, stops at once, leaves nothing behind."""

from __future__ import annotations

import asyncio
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from scaleway_genapi_mock import Config, MockServer, serve_in_thread

from .conftest import CHAT, MODEL, PLAIN, eventually


def ask(server):
    headers = {"authorization": f"Bearer {server.api_key}"}
    return httpx.get(f"{server.url}/v1/models", headers=headers, verify=PLAIN)


def test_it_serves_inside_a_with_block_and_not_after_it():
    with MockServer() as server:
        url = server.url
        assert ask(server).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/v1/models")
    with pytest.raises(RuntimeError, match="is not serving"):
        server.url  # noqa: B018


def test_it_can_be_started_again():
    server = serve_in_thread()
    server.stop()
    server.stop()
    with server.start() as again:
        assert ask(again).status_code == 200


def test_two_servers_do_not_meet():
    with MockServer(accept_any_key=True) as first, MockServer() as second:
        assert first.url != second.url
        assert ask(first).status_code == 200
        assert len(second.journal) == 0


def threads_of_servers() -> set[threading.Thread]:
    """The threads that serve at this moment; those that other tests left are their own matter."""
    return {each for each in threading.enumerate() if each.name == "scaleway-genapi-mock"}


def test_its_thread_ends_with_it():
    before = threads_of_servers()
    with MockServer():
        (thread,) = threads_of_servers() - before
    assert not thread.is_alive()


def test_stopping_cuts_off_a_running_stream():
    before = threads_of_servers()
    server = MockServer(token_delay=600).start()
    body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], "stream": True}
    headers = {"authorization": f"Bearer {server.api_key}"}
    with httpx.stream("POST", server.url + CHAT, json=body, headers=headers) as response:
        assert response.status_code == 200
        (thread,) = threads_of_servers() - before
        server.stop()
        assert not thread.is_alive()
        with pytest.raises(httpx.TransportError):
            response.read()


def test_a_reset_cuts_off_what_still_runs_and_keeps_connections_at_rest(genapi_mock):
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], "stream": True}
    with httpx.Client(base_url=genapi_mock.url, headers=headers) as client:
        client.get("/v1/models")
        genapi_mock.configure(token_delay=60)
        with httpx.stream("POST", genapi_mock.url + CHAT, json=body, headers=headers) as response:
            genapi_mock.reset()
            with pytest.raises(httpx.TransportError):
                response.read()
        assert client.get("/v1/models").status_code == 200
        assert len(client._transport._pool.connections) == 1


@pytest.mark.parametrize("waiting", ["latency", "function"])
def test_a_request_that_waits_is_cut_off_without_an_answer(genapi_mock, waiting):
    known, gone = threading.Event(), threading.Event()

    def function(_):
        known.set()
        gone.wait(60)

    if waiting == "latency":
        genapi_mock.configure(latency=600)
    else:
        genapi_mock.when().reply(function=function)
    headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
    body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}]}
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(httpx.post, genapi_mock.url + CHAT, json=body, headers=headers)
        if waiting == "latency":
            eventually(lambda: len(genapi_mock.journal))
        else:
            assert known.wait(60)
        genapi_mock.reset()
        gone.set()
        with pytest.raises(httpx.RemoteProtocolError):
            asked.result(60)


def test_a_reset_while_another_thread_stops_it_raises_nothing(monkeypatch):
    """A function of a rule may stop the server while a fixture cleans up."""
    closed, go_on = threading.Event(), threading.Event()

    def new_loop():
        loop = asyncio.new_event_loop()
        close = loop.close

        def close_and_wait():
            close()
            closed.set()
            go_on.wait(5)

        loop.close = close_and_wait
        return loop

    monkeypatch.setattr("scaleway_genapi_mock.wire._server.new_loop", new_loop)
    server = MockServer().start()
    stopping = threading.Thread(target=server.stop)
    stopping.start()
    try:
        assert closed.wait(5)
        server.reset()
    finally:
        go_on.set()
        stopping.join()


def test_a_reset_forgets_settings_requests_and_the_clock(genapi_mock):
    genapi_mock.configure(accept_any_key=True, seed=5)
    genapi_mock.clock.freeze(0)
    ask(genapi_mock)
    genapi_mock.reset()
    assert len(genapi_mock.journal) == 0
    assert genapi_mock.app.config.seed == 0
    assert genapi_mock.clock.now() > 1e9


def test_a_port_in_use_is_an_error_of_the_start():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            MockServer(port=taken.getsockname()[1]).start()


def test_a_document_is_read_again_only_when_it_has_changed(tmp_path):
    path = tmp_path / "openapi.yaml"
    text = """
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a: {get: {operationId: a, responses: {"204": {description: A}}}}
"""
    path.write_text(text)
    first, second = MockServer(path), MockServer(path)
    assert first.app.compiled is second.app.compiled
    path.write_text(text.replace("/a", "/b"))
    with MockServer(path) as changed:
        assert httpx.get(f"{changed.url}/b").status_code == 204


@pytest.mark.parametrize("kind", [str, Path])
def test_the_document_of_a_configuration_may_be_a_text(tmp_path, kind):
    path = tmp_path / "openapi.yaml"
    path.write_text("""
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a: {get: {operationId: a, responses: {"204": {description: A}}}}
""")
    with MockServer(config=Config(spec=kind(path))) as server:
        assert httpx.get(f"{server.url}/a").status_code == 204


@pytest.mark.parametrize("spec", [5, b"openapi.yaml", {"openapi": "3.1.0"}])
def test_a_configuration_refuses_a_document_that_is_no_path(spec):
    with pytest.raises(ValueError, match=r"^spec: .* is not the path of an OpenAPI document$"):
        Config(spec=spec)


@pytest.mark.parametrize(
    "noise",
    [
        b"\x00\xff\xfe\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"G" * 70_000,
        b"GET /v1/models HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /v1/chat/completions HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /%ff%fe/v1/models HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/models HTTP/1.1\r\n" + b"X-A: b\r\n" * 10_000 + b"\r\n",
        b"GET /v1/models HTTP/1.1\r\nAuthorization: Bearer \xff\xfe\r\n\r\n",
        b"GET /v1/models?%ff=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_noise_on_the_wire_is_never_a_500_and_harms_no_one_else(genapi_mock, noise):
    address = urlsplit(genapi_mock.url)
    with socket.create_connection((address.hostname, address.port), timeout=2) as sock:
        sock.sendall(noise)
        sock.shutdown(socket.SHUT_WR)
        try:
            answer = sock.recv(100)
        except ConnectionResetError:
            answer = b""
    assert b" 500 " not in answer
    assert ask(genapi_mock).status_code == 200


@pytest.mark.parametrize("sent", ["", "{", '{"model": "x"'])
def test_a_client_that_leaves_inside_its_request_is_remembered_as_such(capfd, sent):
    done = threading.Event()
    with MockServer(observer=lambda _entry: done.set()) as server:
        address = urlsplit(server.url)
        head = (
            f"POST {CHAT} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.api_key}\r\n"
            "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
        )
        with socket.create_connection((address.hostname, address.port), timeout=10) as sock:
            sock.sendall(f"{head}{sent}".encode())
        assert done.wait(10)
        (entry,) = server.journal
    assert entry.disconnected
    assert (0, None) == (entry.status, entry.error)
    assert entry.operation == "chat.completions.create"
    assert "" == capfd.readouterr().err


def test_a_server_whose_thread_dies_does_not_start(monkeypatch):
    from scaleway_genapi_mock.wire import _server

    def broken(*_arguments):
        raise ModuleNotFoundError("no such protocol")

    monkeypatch.setattr(_server.Service, "run", broken)
    server = MockServer()
    with pytest.raises(ModuleNotFoundError, match="no such protocol"):
        server.start()
    with pytest.raises(RuntimeError, match="not serving"):
        _ = server.url
