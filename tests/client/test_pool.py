"""Connections: reused, released, never leaked."""

import copy
import dataclasses
import gc
import os
import threading
import warnings
import weakref

import anyio
import pydantic
import pytest

from scaleway_genapi._core import APIConnectionError, _base_client
from scaleway_genapi._core._request import build_template, user_agent
from scaleway_genapi._generated.client import AsyncClient, Client
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import (
    DONE,
    LAST,
    MODELS,
    STALL,
    chunk,
    completion,
    event,
    response,
    stream_head,
)

WHOLE = [stream_head(), event(chunk("Hel")), event(chunk("lo")), DONE, LAST]
PROJECT = "01234567-89ab-cdef-0123-456789abcdef"
PARAMS = {"model": "some-model", "messages": MESSAGES, "stream": True}


def test_five_streams_use_one_connection(driver):
    driver.server.script(WHOLE)
    texts, error = driver.stream(times=5)
    assert error is None
    assert texts == ["Hel", "lo"] * 5
    assert driver.server.connections == 1


def test_five_streams_in_one_packet_each_use_one_connection(driver):
    driver.server.script([b"".join(WHOLE)])
    _, error = driver.stream(times=5)
    assert error is None
    assert driver.server.connections == 1


def test_a_stream_that_does_not_end_after_its_end_marker_is_closed_in_time(driver):
    driver.server.script([*WHOLE[:-1], STALL])
    texts, error = driver.stream(times=2)
    assert (texts, error) == (["Hel", "lo"] * 2, None)
    assert driver.server.connections == 2
    assert driver.server.wait_until_closed(2)


def test_a_stream_left_early_releases_its_connection(driver):
    driver.server.script([*WHOLE[:-2], STALL])

    def use(client):
        with client.chat.completions.create(**PARAMS) as stream:
            for _ in stream:
                break
        return driver.server.wait_until_closed(1)

    async def use_async(client):
        async with await client.chat.completions.create(**PARAMS) as stream:
            async for _ in stream:
                break
        return await anyio.to_thread.run_sync(driver.server.wait_until_closed, 1)

    assert driver.run(use if driver.kind == "sync" else use_async)


def test_a_forgotten_sync_stream_warns_and_releases_its_connection(server):
    server.script([*WHOLE[:-2], STALL])
    with Client(KEY, base_url=server.url) as client:
        stream = client.chat.completions.create(**PARAMS)
        next(stream)
        with pytest.warns(ResourceWarning, match="neither read to its end nor closed"):  # noqa: PT031
            del stream
            gc.collect()
        assert server.wait_until_closed(1)


def test_a_loop_over_a_nameless_stream_that_breaks_releases_its_connection(server):
    server.script([*WHOLE[:-2], STALL])
    with Client(KEY, base_url=server.url) as client, pytest.warns(ResourceWarning):  # noqa: PT031
        for _ in client.chat.completions.create(**PARAMS):
            break
        gc.collect()
        assert server.wait_until_closed(1)


def test_a_forgotten_async_stream_warns_and_releases_its_connection(server):
    server.script([*WHOLE[:-2], STALL])

    async def main():
        async with AsyncClient(KEY, base_url=server.url) as client:
            async for _ in await client.chat.completions.create(**PARAMS):
                break
            gc.collect()
            assert await anyio.to_thread.run_sync(server.wait_until_closed, 1)

    with pytest.warns(ResourceWarning, match="neither read to its end nor closed"):
        anyio.run(main, backend="asyncio")


def test_calls_reuse_their_connection(driver):
    driver.server.script(response(200, MODELS))

    def use(client):
        for _ in range(5):
            client.models.list()

    async def use_async(client):
        for _ in range(5):
            await client.models.list()

    driver.run(use if driver.kind == "sync" else use_async)
    assert driver.server.connections == 1


def test_a_failed_call_gives_its_connection_back(driver):
    driver.server.script(response(503, {}), response(422, {}), response(200, MODELS))

    def use(client):
        with pytest.raises(Exception, match="422"):
            client.models.list()
        client.models.list()

    async def use_async(client):
        with pytest.raises(Exception, match="422"):
            await client.models.list()
        await client.models.list()

    driver.run(use if driver.kind == "sync" else use_async)
    assert driver.server.connections == 1


def test_copies_with_other_options_share_the_pool_and_do_not_close_it(server):
    server.script(response(200, MODELS))
    with Client(KEY, base_url=server.url) as client:
        client.models.list()
        with client.with_options(project_id=PROJECT, timeout=3) as tenant:
            tenant.models.list()
        client.models.list()
        assert client.copy(max_retries=7).max_retries == 7
    assert server.connections == 1
    assert [r.target for r in server.requests] == [
        "/v1/models",
        f"/{PROJECT}/v1/models",
        "/v1/models",
    ]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_client_and_its_copies_by_the_copy_module_use_one_connection(driver, copied):
    driver.server.script(response(200, MODELS))

    def use(client):
        twin = copied(client.with_options(max_retries=7))
        assert twin is not client
        assert twin.max_retries == 7
        twin.models.list()
        twin.close()
        client.models.list()

    async def use_async(client):
        twin = copied(client.with_options(max_retries=7))
        assert twin is not client
        assert twin.max_retries == 7
        await twin.models.list()
        await twin.close()
        await client.models.list()

    driver.run(use if driver.kind == "sync" else use_async)
    assert driver.server.connections == 1


@dataclasses.dataclass
class Service:
    client: Client
    again: Client


class Settings(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(arbitrary_types_allowed=True)
    client: Client


def test_what_holds_a_client_can_be_copied():
    client = Client(KEY, max_retries=7)
    shown = dataclasses.asdict(Service(client, client))
    assert shown["client"].max_retries == shown["again"].max_retries == 7
    twin = copy.deepcopy(Service(client, client))
    assert twin.client is twin.again is not client
    assert Settings(client=client).model_copy(deep=True).client.max_retries == 7
    assert copy.deepcopy(client.chat.completions)._client.max_retries == 7


def test_a_client_of_a_tenant_that_was_there_before_prepares_no_request_anew(server, monkeypatch):
    server.script(response(200, MODELS))
    built = []

    def build(*args, **options):
        built.append(options["base"])
        return build_template(*args, **options)

    monkeypatch.setattr(_base_client, "build_template", build)
    with Client(KEY, base_url=server.url) as client:
        for tenant in (PROJECT, None, PROJECT, None):
            client.with_options(project_id=tenant).models.list()
    assert built == [f"{server.url}/{PROJECT}", server.url]


def test_clients_that_send_other_headers_share_no_prepared_request(server):
    server.script(response(200, MODELS))
    with Client(KEY, base_url=server.url) as client:
        for tenant in ("a", "b", "a"):
            client.with_options(default_headers={"X-Tenant": tenant}).models.list()
        client.models.list()
    assert [r.headers.get("x-tenant") for r in server.requests] == ["a", "b", "a", None]


def test_many_tenants_do_not_make_what_is_prepared_grow(server):
    server.script(response(200, MODELS))
    with Client(KEY, base_url=server.url) as client:
        for number in range(_base_client._MAX_TEMPLATES + 5):
            client.with_options(default_headers={"X-Tenant": str(number)}).models.list()
        assert len(client._shared) <= _base_client._MAX_TEMPLATES


def test_the_version_is_looked_up_once(monkeypatch):
    user_agent()
    monkeypatch.setattr("importlib.metadata.version", None)
    assert user_agent().startswith("scaleway-genapi/")


def test_a_closed_client_says_so(driver):
    driver.server.script(response(200, MODELS))

    def use(client):
        client.close()
        client.models.list()

    async def use_async(client):
        await client.close()
        await client.models.list()

    with pytest.raises(APIConnectionError, match="closed"):
        driver.run(use if driver.kind == "sync" else use_async)


def test_threads_may_share_a_client(server):
    server.script(response(200, completion()))
    failures = []
    with Client(KEY, base_url=server.url) as client:

        def work():
            try:
                for _ in range(10):
                    client.chat.completions.create(model="m", messages=MESSAGES)
            except Exception as error:  # noqa: BLE001 - whatever it is, the test fails with it
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failures == []
    assert len(server.requests) == 80


def test_tasks_may_share_a_client(server):
    server.script(WHOLE)

    async def main():
        async with (
            AsyncClient(KEY, base_url=server.url) as client,
            anyio.create_task_group() as group,
        ):

            async def work():
                async with await client.chat.completions.create(**PARAMS) as stream:
                    texts.extend([c.choices[0].delta.content async for c in stream])

            for _ in range(50):
                group.start_soon(work)

    texts: list[str] = []
    anyio.run(main)
    assert texts.count("Hel") == texts.count("lo") == 50


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_child_opens_connections_of_its_own(server):
    server.script(response(200, MODELS))
    with Client(KEY, base_url=server.url) as client:
        client.models.list()
        with warnings.catch_warnings():
            # Other threads are running, which newer Pythons warn of; the child only calls and leaves.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
        if child == 0:
            try:
                client.models.list()
                os._exit(0)
            except BaseException:  # noqa: BLE001 - a child must never run the rest of the tests
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        client.models.list()
    assert [r.connection for r in server.requests] == [1, 2, 1]


def test_nothing_is_kept_of_calls_that_are_over(server):
    server.script(response(200, completion()))
    with Client(KEY, base_url=server.url) as client:
        for _ in range(20):
            client.chat.completions.create(model="m", messages=MESSAGES)
        answer = client.chat.completions.create(model="m", messages=MESSAGES)
        kept = weakref.ref(client)
        gc.collect()
        before = len(gc.get_objects())
        for _ in range(200):
            client.chat.completions.create(model="m", messages=MESSAGES)
        gc.collect()
        grown = len(gc.get_objects()) - before
    # Every call is an entry in the server's journal of a few objects; a leak would be dozens per call.
    assert grown < 200 * 4
    del client, answer
    gc.collect()
    assert kept() is None
