"""Bring your own httpx client, of either family: what it is set up with applies, ours wins."""

import json
import pickle
import sys

import anyio
import httpx
import httpx2
import pytest

from scaleway_genapi._core import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ConfigurationError,
    RateLimitError,
)
from scaleway_genapi._core._clock import AsyncClock, Clock
from scaleway_genapi._generated.client import AsyncClient, Client
from tests.client.conftest import BACKENDS, KEY, MESSAGES
from tests.client.fault_server import (
    DONE,
    LAST,
    MODELS,
    RESET,
    STALL,
    chunk,
    completion,
    event,
    refusal,
    response,
    stream_head,
)

FAMILIES = [httpx, httpx2]


@pytest.fixture(params=FAMILIES, ids=lambda module: module.__name__)
def family(request):
    return request.param


def test_both_families_call_and_stream_synchronously(family, server):
    server.script(response(200, completion()), [stream_head(), event(chunk("Hello")), DONE, LAST])
    with family.Client() as http:
        client = Client(KEY, base_url=server.url, http_client=http)
        assert client.chat.completions.create(model="m", messages=MESSAGES).id == "chatcmpl-1"
        with client.chat.completions.create(model="m", messages=MESSAGES, stream=True) as stream:
            assert [c.choices[0].delta.content for c in stream] == ["Hello"]
        client.close()
        assert not http.is_closed
    assert server.connections == 1


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_both_families_call_and_stream_asynchronously(family, server, backend):
    server.script(response(200, completion()), [stream_head(), event(chunk("Hello")), DONE, LAST])

    async def main():
        async with family.AsyncClient() as http:
            client = AsyncClient(KEY, base_url=server.url, http_client=http)
            answer = await client.chat.completions.create(model="m", messages=MESSAGES)
            assert answer.id == "chatcmpl-1"
            async with await client.chat.completions.create(
                model="m", messages=MESSAGES, stream=True
            ) as stream:
                assert [c.choices[0].delta.content async for c in stream] == ["Hello"]
            await client.close()
            assert not http.is_closed

    anyio.run(main, backend=backend)
    assert server.connections == 1


def test_the_response_of_an_error_is_of_the_family_of_the_client(family, server):
    server.script(refusal(404))
    with family.Client() as http, pytest.raises(APIStatusError) as caught:
        Client(KEY, base_url=server.url, http_client=http).models.list()
    assert type(caught.value.response) is family.Response
    assert type(pickle.loads(pickle.dumps(caught.value)).response) is family.Response


def test_errors_of_both_families_become_ours(family, server):
    server.script([RESET], refusal(404), [STALL])
    with family.Client() as http:
        client = Client(KEY, base_url=server.url, http_client=http, max_retries=0, timeout=0.2)
        with pytest.raises(APIConnectionError) as caught:
            client.models.list()
        assert isinstance(caught.value.__cause__, family.TransportError)
        with pytest.raises(APIStatusError) as caught:
            client.models.list()
        assert isinstance(caught.value.response, family.Response)
        with pytest.raises(APITimeoutError):
            client.models.list()


def test_subclasses_are_of_their_parents_family(family, server):
    class Mine(family.Client):
        pass

    server.script(response(200, MODELS))
    with Mine() as http:
        assert len(Client(KEY, base_url=server.url, http_client=http).models.list()) == 1


@pytest.mark.parametrize(
    ("kind", "http"),
    [
        (Client, httpx.AsyncClient()),
        (AsyncClient, httpx.Client()),
        (Client, "httpx"),
        (AsyncClient, httpx),
    ],
)
def test_a_client_of_the_wrong_kind_is_refused(kind, http):
    with pytest.raises(ConfigurationError, match="http_client must be"):
        kind(KEY, http_client=http)


def test_its_headers_cookies_and_parameters_apply_and_ours_win(family, server):
    server.script(response(200, MODELS))
    with family.Client(
        headers={"X-Theirs": "1", "Accept": "text/csv", "Authorization": "Bearer other"},
        cookies={"session": "abc"},
        params={"tenant": "t", "q": "theirs"},
    ) as http:
        client = Client(KEY, base_url=server.url, http_client=http)
        client.models.list(extra_query={"q": "ours"})
    request = server.requests[0]
    assert request.headers["x-theirs"] == "1"
    assert request.headers["accept"] == "application/json"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.headers["cookie"] == "session=abc"
    assert request.target == "/v1/models?tenant=t&q=ours"


def test_headers_set_on_it_later_apply(family, server):
    server.script(response(200, MODELS))
    with family.Client() as http:
        client = Client(KEY, base_url=server.url, http_client=http)
        client.models.list()
        http.headers["X-Later"] = "1"
        client.models.list()
    assert "x-later" not in server.requests[0].headers
    assert server.requests[1].headers["x-later"] == "1"


@pytest.mark.parametrize(
    ("theirs", "read"), [({}, 600.0), ({"timeout": 7}, 7.0), ({"timeout": None}, None)], ids=repr
)
def test_its_timeout_counts_unless_it_is_the_librarys_default(family, server, theirs, read):
    server.script(response(200, MODELS))
    sent = []
    hooks = {"request": [lambda request: sent.append(request.extensions["timeout"])]}
    with family.Client(event_hooks=hooks, **theirs) as http:
        client = Client(KEY, base_url=server.url, http_client=http)
        client.models.list()
        client.with_options(max_retries=0).models.list()
        client.models.list(timeout=3)
        client.with_options(timeout=4).models.list()
        Client(KEY, base_url=server.url, http_client=http, timeout=5).models.list()
    assert [timeouts["read"] for timeouts in sent] == [read, read, 3.0, 4.0, 5.0]


def test_its_auth_replaces_the_key(family, server):
    server.script(response(200, MODELS))
    with family.Client(auth=("user", "password")) as http:
        Client(base_url=server.url, http_client=http).models.list()
        Client(KEY, base_url=server.url, http_client=http).models.list()
    assert all(r.headers["authorization"].startswith("Basic ") for r in server.requests)


def test_its_hooks_see_request_with_body_and_response(family, server):
    seen = []
    server.script(response(200, completion()))
    hooks = {
        "request": [lambda request: seen.append(request.content)],
        "response": [lambda response: seen.append(response.status_code)],
    }
    with family.Client(event_hooks=hooks) as http:
        Client(KEY, base_url=server.url, http_client=http).chat.completions.create(
            model="m", messages=MESSAGES
        )
    assert b'"model":"m"' in seen[0]
    assert seen[1] == 200


def test_a_hook_that_changes_the_timeouts_changes_those_of_its_request_alone(family, server):
    server.script(response(200, MODELS))
    seen = []

    def hook(request):
        seen.append(dict(request.extensions["timeout"]))
        request.extensions["timeout"]["read"] = 7

    with family.Client(event_hooks={"request": [hook]}) as http:
        client = Client(KEY, base_url=server.url, http_client=http)
        client.models.list()
        client.models.list()
    assert [timeouts["read"] for timeouts in seen] == [600, 600]


def test_a_hook_that_raises_for_status_gives_our_error(family, server):
    server.script(refusal(404, "no such model"))

    def raise_for_status(response):
        response.read()
        response.raise_for_status()

    with family.Client(event_hooks={"response": [raise_for_status]}) as http:
        client = Client(KEY, base_url=server.url, http_client=http)
        with pytest.raises(APIStatusError, match="no such model"):
            client.models.list()


def _raise_for_status(response):
    response.raise_for_status()


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_what_a_hook_raises_for_a_status_is_tried_again_as_the_status_is(family, server, kind):
    server.script(refusal(504), refusal(429, retry_after="7"), response(200, MODELS))
    waits = []

    async def wait(seconds):
        waits.append(seconds)

    async def refuse(answer):
        answer.raise_for_status()

    async def main():
        async with family.AsyncClient(event_hooks={"response": [refuse]}) as http:
            clock = AsyncClock(sleep=wait, random=lambda: 0.0)
            client = AsyncClient(KEY, base_url=server.url, http_client=http, clock=clock)
            return await client.models.list()

    if kind == "sync":
        with family.Client(event_hooks={"response": [_raise_for_status]}) as http:
            clock = Clock(sleep=waits.append, random=lambda: 0.0)
            client = Client(KEY, base_url=server.url, http_client=http, clock=clock)
            models = client.models.list()
    else:
        models = anyio.run(main, backend=kind)
    assert [model.id for model in models] == ["some-model"]
    assert waits == [0, 7]


def test_what_a_hook_raises_for_a_status_tells_of_the_wait(family, server):
    server.script(refusal(429, retry_after="3000"))
    with family.Client(event_hooks={"response": [_raise_for_status]}) as http:
        client = Client(KEY, base_url=server.url, http_client=http)
        with pytest.raises(RateLimitError, match="asks to wait 3000 s") as caught:
            client.models.list()
    assert caught.value.retry_after == 3000
    assert isinstance(caught.value.__cause__, family.HTTPStatusError)


def test_a_refusal_by_whom_an_auth_class_asks_is_not_taken_for_one_by_the_api(family, server):
    server.script(refusal(401))

    def ask(request):
        elsewhere = family.Request("POST", "https://login.example/token")
        family.Response(401, request=elsewhere).raise_for_status()

    with family.Client(event_hooks={"request": [ask]}) as http:
        client = Client(KEY, base_url=server.url, http_client=http)
        with pytest.raises(APIConnectionError, match=r"login\.example"):
            client.models.list()


def test_an_error_that_calls_something_else_its_response_is_still_ours(family, server):
    class ClientError(Exception):  # as that of boto3
        def __init__(self):
            self.response = {"Error": {"Code": "403"}}
            super().__init__("no such secret")

    def ask(request):
        raise ClientError

    with family.Client(event_hooks={"request": [ask]}) as http:
        client = Client(KEY, base_url=server.url, http_client=http)
        with pytest.raises(APIConnectionError, match="no such secret"):
            client.models.list()


def test_a_hook_that_reads_the_body_leaves_the_stream_usable(family, server):
    server.script([stream_head(), event(chunk("Hello")), DONE, LAST])
    with family.Client(event_hooks={"response": [lambda response: response.read()]}) as http:
        client = Client(KEY, base_url=server.url, http_client=http)
        with client.chat.completions.create(model="m", messages=MESSAGES, stream=True) as stream:
            assert [c.choices[0].delta.content for c in stream] == ["Hello"]


def test_its_base_url_counts_if_ours_is_unset(family, monkeypatch):
    with family.Client(base_url="http://theirs/v1") as http:
        assert Client(KEY, http_client=http).base_url == "http://theirs"
        assert Client(KEY, base_url="http://ours", http_client=http).base_url == "http://ours"
        monkeypatch.setenv("SCW_GENAPI_BASE_URL", "http://environment")
        assert Client(KEY, http_client=http).base_url == "http://environment"
    with family.Client(base_url="http://user:hunter2@theirs") as http:
        monkeypatch.delenv("SCW_GENAPI_BASE_URL")
        with pytest.raises(ConfigurationError) as caught:
            Client(KEY, http_client=http)
        assert "hunter2" not in str(caught.value)


def test_a_mock_transport_works(family):
    def answer(request):
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert str(request.url) == "https://api.scaleway.ai/v1/models"
        return family.Response(200, json=MODELS)

    with family.Client(transport=family.MockTransport(answer)) as http:
        assert [m.id for m in Client(KEY, http_client=http).models.list()] == ["some-model"]


def test_a_mock_transport_streams(family):
    body = b'data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"m","choices":[]}\n\ndata: [DONE]\n\n'

    def answer(request):
        return family.Response(200, headers={"content-type": "text/event-stream"}, content=body)

    with family.Client(transport=family.MockTransport(answer)) as http:
        client = Client(KEY, http_client=http)
        assert (
            len(list(client.chat.completions.create(model="m", messages=MESSAGES, stream=True)))
            == 1
        )


def test_redirects_that_it_follows_carry_no_key_to_another_host(family, server):
    from tests.client.fault_server import FaultServer

    with FaultServer() as elsewhere, family.Client(follow_redirects=True) as http:
        elsewhere.script(response(200, completion()))
        # Another port is another origin.
        server.script(response(307, b"", location=f"{elsewhere.url}/v1/chat/completions"))
        client = Client(KEY, base_url=server.url, http_client=http)
        client.chat.completions.create(model="m", messages=MESSAGES)
        assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
        assert "authorization" not in elsewhere.requests[0].headers


def test_a_closed_one_is_a_connection_error(family):
    http = family.Client()
    client = Client(KEY, http_client=http)
    http.close()
    with pytest.raises(APIConnectionError, match="closed"):
        client.models.list()


@pytest.mark.parametrize("supplied", [True, False], ids=["supplied", "our own"])
@pytest.mark.parametrize("backend", BACKENDS)
def test_an_answer_that_a_test_puts_in_the_place_of_a_pools_is_read_and_closed(
    monkeypatch, supplied, backend
):
    """As respx does it."""
    pool = type(httpx.AsyncClient()._transport._pool)
    library = sys.modules[pool.__module__.partition(".")[0]]

    async def answer(_pool, _request):
        return library.Response(200, content=json.dumps(MODELS).encode())

    monkeypatch.setattr(pool, "handle_async_request", answer)

    async def main():
        async with httpx.AsyncClient() as http:
            own = http if supplied else None
            async with AsyncClient(KEY, base_url="http://127.0.0.1:1", http_client=own) as client:
                return await client.models.list()

    assert len(anyio.run(main, **backend)) == 1
