"""Tests that are against the document, or are not judged: `behind_prism` must fail each that says so.

Run by `test_client_suite_behind_prism`, never collected by itself. The last three are all right.
"""

import contextlib
import http.server
import subprocess
import sys
import threading

import pytest

from scaleway_genapi import AsyncClient, Client
from tests.client import conftest
from tests.client.conftest import KEY
from tests.client.fault_server import MODELS, RESET, STALL, FaultServer, completion, response
from tests.contract.behind import carrier, exceptions
from tests.contract.behind.detour import Detour

driver, server = conftest.driver, conftest.server
exceptions.OFFENDING["a reason"] = ["*test_listed_as_an_offender_*"]
exceptions.LIMITS["a reason"] = ["*test_listed_as_a_limit_*"]
GOOD, BAD = response(200, MODELS), response(200, {"object": "list"})


@contextlib.contextmanager
def whatever_the_client_makes_of_it():
    with contextlib.suppress(Exception):
        yield


def test_an_answer_lacks_a_property(driver):
    driver.server.script(BAD)
    with whatever_the_client_makes_of_it():
        driver.models()


def test_a_request_breaks_the_schema(driver):
    driver.server.script(response(200, completion()))
    with whatever_the_client_makes_of_it():
        driver.complete(temperature=5)


def test_a_status_is_not_declared(driver):
    driver.server.script(response(418, MODELS))
    with whatever_the_client_makes_of_it():
        driver.models()


def test_the_try_that_the_client_hides_offends(driver):
    driver.server.script(response(500, {}), GOOD)
    assert [model.id for model in driver.models()] == ["some-model"]


def test_a_server_breaks_off(driver):
    driver.server.script([b"HTTP/1.1 200 OK\r\n", RESET])
    with whatever_the_client_makes_of_it():
        driver.models(max_retries=0)


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_an_async_test_offends(server):
    server.script(BAD)
    async with AsyncClient(KEY, base_url=server.url) as client:
        with whatever_the_client_makes_of_it():
            await client.models.list()


def test_the_mock_offends(genapi_mock):
    genapi_mock.fail_next(503)
    assert genapi_mock.client().models.list()


@pytest.fixture
def offends_afterwards(server):
    server.script(GOOD, BAD)
    with Client(KEY, base_url=server.url) as client:
        yield client
        with whatever_the_client_makes_of_it():
            client.models.list()


def test_a_fixture_offends_when_it_ends(offends_afterwards):
    assert len(offends_afterwards.models.list()) == 1


@pytest.fixture
def offends_before(server):
    server.script(BAD)
    with Client(KEY, base_url=server.url) as client, whatever_the_client_makes_of_it():
        client.models.list()


def test_a_fixture_offends_when_it_begins(offends_before):
    pass


def test_a_server_of_the_tests_own_offends():
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.wfile.write(BAD)

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as own:
        thread = threading.Thread(target=own.handle_request)
        thread.start()
        client = Client(KEY, base_url=f"http://127.0.0.1:{own.server_port}", max_retries=0)
        with client, whatever_the_client_makes_of_it():
            client.models.list()
        thread.join()


def test_another_process_calls_around_prism(server):
    server.script(GOOD)
    call = f"Client({KEY!r}, base_url={server.url!r}).models.list()"
    program = "from scaleway_genapi import Client; " + call
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_client_does_not_wait_for_the_answer(server, monkeypatch):
    monkeypatch.setattr(carrier, "PATIENCE", 0.1)
    server.script([STALL])
    client = Client(KEY, base_url=server.url, timeout=0.2, max_retries=0)
    with client, whatever_the_client_makes_of_it():
        client.models.list()


def test_what_only_the_server_knows_of(server, monkeypatch):
    # As if neither connecting nor accepting came by.
    monkeypatch.setattr(Detour, "_way", lambda self, sock, address: address)
    monkeypatch.setattr(Detour, "_watch", lambda self, address: None)
    server.script(GOOD)
    with Client(KEY, base_url=server.url) as client:
        client.models.list()


def test_listed_as_an_offender_and_it_offends(server):
    server.script(BAD)
    with Client(KEY, base_url=server.url) as client, whatever_the_client_makes_of_it():
        client.models.list()


def test_listed_as_an_offender_and_it_does_not_offend(server):
    server.script(GOOD)
    with Client(KEY, base_url=server.url) as client:
        client.models.list()


def test_listed_as_a_limit_and_it_passes(server):
    server.script(GOOD)
    with Client(KEY, base_url=server.url) as client:
        client.models.list()


def test_two_servers_are_told_apart(server):
    server.script(GOOD)
    with FaultServer() as other, Client(KEY, base_url=server.url) as client:
        other.script(GOOD)
        client.models.list()
        with Client(KEY, base_url=other.url) as another:
            another.models.list()
            client.models.list()
        assert (len(server.requests), len(other.requests)) == (2, 1)


def test_all_is_well(driver):
    driver.server.script(GOOD)
    driver.models()


def test_no_server_is_called():
    pass
