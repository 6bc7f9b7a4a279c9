"""What is unusable in a configuration, an environment or a transport raises our errors, not other libraries'."""

import json

import httpx
import pytest

from scaleway_genapi._core import (
    APIConnectionError,
    APITimeoutError,
    ConfigurationError,
    RequestEncodeError,
    StreamInterruptedError,
)
from scaleway_genapi._core._request import expand_path
from scaleway_genapi._generated.client import AsyncClient, Client
from tests.client.conftest import KEY
from tests.client.fault_server import chunk, completion, response

ELSEWHERE = "http://host.invalid"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://a..b",
        "http://xn--é.com",
        f"http://{'a' * 64}.example",
        "http://a.example/\ud800",
        "http://\ud800.example",
    ],
    ids=ascii,
)
@pytest.mark.parametrize("make", [Client, AsyncClient])
def test_a_base_url_that_no_resolver_takes_is_refused_at_construction(make, url):
    with pytest.raises(ConfigurationError, match="base_url"):
        make(KEY, base_url=url)


@pytest.mark.parametrize("url", ["http://bücher.example", "http://[::1]:1", "http://host.example."])
def test_a_host_name_that_a_resolver_takes_is_accepted(url):
    assert Client(KEY, base_url=url).base_url == url


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("HTTP_PROXY", "foo://bar", "HTTP_PROXY"),
        ("ALL_PROXY", "::", "ALL_PROXY"),
        ("ALL_PROXY", "socks5://127.0.0.1:1", "SOCKS"),
        ("SSL_CERT_FILE", "/nonexist", "SSL_CERT_FILE"),
    ],
)
def test_an_unusable_variable_of_the_environment_is_named(
    driver, monkeypatch, variable, value, told
):
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=told) as caught:
        driver.models(base_url=ELSEWHERE)
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize(
    "headers", [5, ["a"], "ab", [("a", "b")], {5: "x"}, {"a b": "x"}], ids=repr
)
def test_default_headers_that_are_no_headers_are_refused(headers):
    with pytest.raises(ConfigurationError, match="default_headers"):
        Client(KEY, default_headers=headers)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("\ud800", "half of a surrogate pair"),
        ("x" * 70_000, "too long"),
        ({"x": 1}, "dict is no value for a query"),
        ([{"x": 1}], "dict is no value for a query"),
        ([[1]], "list is no value for a query"),
        (b"x", "bytes is no value for a query"),
        ({1, 2}, "set is no value for a query"),
    ],
    ids=["half", "long", "mapping", "list of mappings", "nested list", "bytes", "set"],
)
def test_what_cannot_stand_in_a_query_is_refused_with_its_place(value, fault):
    client = Client(KEY, base_url="http://127.0.0.1:9")
    with pytest.raises(RequestEncodeError, match=f"extra_query/q: .*{fault}"):
        client.models.list(extra_query={"a": 1, "q": value})


@pytest.mark.parametrize("option", ["extra_headers", "extra_body", "extra_query"])
@pytest.mark.parametrize("value", [5, ["a"], "ab"], ids=repr)
def test_an_extra_that_is_no_mapping_is_refused(driver, option, value):
    with pytest.raises(ConfigurationError, match=option):
        driver.complete(**{option: value})
    assert driver.server.requests == []


@pytest.mark.parametrize(
    "name", ["Content-Length", "transfer-encoding", "Connection", "TE", "Upgrade", "Trailer"]
)
def test_a_framing_header_is_refused(driver, name):
    with pytest.raises(ConfigurationError, match="framed"):
        driver.complete(extra_headers={name: "1"})
    with pytest.raises(ConfigurationError, match="framed"):
        Client(KEY, default_headers={name: "1"})


@pytest.mark.parametrize("size", ["x", None, 0, 1.5, True], ids=repr)
def test_a_max_event_size_that_is_no_number_of_bytes_is_refused(size):
    with pytest.raises(ConfigurationError, match="max_event_size"):
        Client(KEY, max_event_size=size)


@pytest.mark.parametrize("value", [None, "\ud800", ""], ids=ascii)
def test_a_path_parameter_that_is_no_segment_is_refused(value):
    with pytest.raises(ConfigurationError, match="model_id"):
        expand_path("/models/{model_id}", {"model_id": value})


class MuteError(Exception):
    """Fails to say what it is."""

    def __str__(self):
        return self.args[0]


class Raising(httpx.BaseTransport, httpx.AsyncBaseTransport):
    def __init__(self, error):
        self.error = error

    def handle_request(self, request):
        raise self.error

    async def handle_async_request(self, request):
        raise self.error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OSError("unplugged"), APIConnectionError),
        (ConnectionResetError(), APIConnectionError),
        (TimeoutError("late"), APITimeoutError),
        (UnicodeError("label empty"), APIConnectionError),
        (ValueError("what?"), APIConnectionError),
        (RuntimeError("Event loop is closed"), APIConnectionError),
        (AssertionError("no such route"), APIConnectionError),
        (MuteError(), APIConnectionError),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_a_supplied_transport_raises_becomes_the_cause(driver, error, expected):
    make = httpx.Client if driver.kind == "sync" else httpx.AsyncClient
    with pytest.raises(expected) as caught:
        driver.models(http_client=make(transport=Raising(error)), max_retries=0)
    assert type(caught.value) is expected
    assert caught.value.__cause__ is error


class Breaking(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers with a body that raises after its first part."""

    def __init__(self, error, kind, start):
        self.error, self.kind, self.start = error, kind, start
        self.closed = False

    def __iter__(self):
        yield self.start
        raise self.error

    async def __aiter__(self):
        yield self.start
        raise self.error

    def response(self, status=200):
        owner = self

        class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
            __iter__ = owner.__iter__
            __aiter__ = owner.__aiter__

            def close(self):
                owner.closed = True

            async def aclose(self):
                owner.closed = True

        return httpx.Response(status, headers={"content-type": self.kind}, stream=Body())

    def handle_request(self, request):
        return self.response()

    async def handle_async_request(self, request):
        return self.response()


@pytest.mark.parametrize(
    "error", [ValueError("what?"), RuntimeError("gone"), MuteError()], ids=repr
)
def test_what_a_supplied_body_raises_becomes_the_cause(driver, error):
    transport = Breaking(error, "application/json", b"{")
    with pytest.raises(APIConnectionError) as caught:
        driver.models(supplied={"transport": transport}, max_retries=0)
    assert caught.value.__cause__ is error
    assert transport.closed


@pytest.mark.parametrize(
    "error", [ValueError("what?"), RuntimeError("gone"), MuteError()], ids=repr
)
def test_what_a_supplied_stream_raises_becomes_the_cause(driver, error):
    event = b"data: " + json.dumps(chunk("Hel")).encode() + b"\n\n"
    transport = Breaking(error, "text/event-stream", event)
    texts, caught = driver.stream(options={"supplied": {"transport": transport}})
    assert texts == ["Hel"]
    assert type(caught) is StreamInterruptedError
    assert caught.__cause__ is error
    assert transport.closed


def test_one_of_our_errors_that_a_hook_raises_stays_what_it_is(driver):
    mine = APIConnectionError("not today")

    def refuse(request):
        raise mine

    async def refuse_async(request):
        raise mine

    hook = refuse if driver.kind == "sync" else refuse_async
    with pytest.raises(APIConnectionError) as caught:
        driver.models(supplied={"event_hooks": {"request": [hook]}})
    assert caught.value is mine


def test_a_server_on_this_machine_is_reached_past_a_proxy(driver, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    driver.server.script(response(200, completion()))
    assert driver.complete(options={"max_retries": 0}).choices[0].message.content == "Hello"


def test_another_host_is_reached_through_the_proxy(driver, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", driver.server.url)
    driver.server.script(response(200, completion()))
    driver.complete(options={"base_url": ELSEWHERE})
    assert driver.server.requests[0].target.startswith(ELSEWHERE)


def test_no_proxy_alone_leaves_the_direct_way(monkeypatch):
    from scaleway_genapi._core._httpx import _Direct, build_client

    monkeypatch.setenv("NO_PROXY", "example.com")
    client = build_client(asynchronous=False)
    assert isinstance(client, _Direct)
    client.close()
