"""The total time ends a call whatever its server does: it counts tries, waits, head, body and stream."""

import contextlib
import logging
import socket
import sys
import threading
import time

import anyio
import httpx
import pytest

from scaleway_genapi import AsyncClient, Client
from scaleway_genapi._core import (
    APITimeoutError,
    InternalServerError,
    RateLimitError,
    ResponseDecodeError,
)
from scaleway_genapi._core._clock import AsyncClock, Clock
from scaleway_genapi._core._deadline import Deadline, TimeoutsUntil
from tests.client.conftest import KEY, MESSAGES, text_of
from tests.client.fault_server import (
    DONE,
    LAST,
    MODELS,
    STALL,
    Drip,
    chunk,
    chunked,
    completion,
    event,
    refusal,
    response,
    stream_head,
)

SHORT = 0.3  # what is left of it once an answer has begun
TOTAL = 3600.0
SOON = 5.0  # what a trickle would exceed without end, and a busy machine does not
ENDLESS = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n"


def ends_soon(driver, call, expected=APITimeoutError):
    started = time.monotonic()
    with pytest.raises(expected) as caught:
        call()
    assert time.monotonic() - started < SOON
    assert driver.server.wait_until_closed(driver.server.connections)
    return caught.value


class AnswerClock(logging.Handler):
    """A clock that stands still until the client notes its first answer, and leaves a SHORT time of TOTAL then.

    However long a busy machine takes until then, the answer has begun in time; and nobody waits for long.
    """

    began: float | None = None

    def emit(self, record):
        if self.began is None:
            self.began = time.monotonic()

    def __call__(self):
        return 0.0 if self.began is None else TOTAL - SHORT + time.monotonic() - self.began


@pytest.fixture
def clock(caplog):
    clock, logger = AnswerClock(), logging.getLogger("scaleway_genapi")
    caplog.set_level(logging.DEBUG, logger.name)
    logger.addHandler(clock)
    yield clock
    logger.removeHandler(clock)


@pytest.fixture(params=["own", "supplied"])
def options(request):
    """The options of a client with a transport of its own, and of one that was handed an httpx client."""
    options = {"total_timeout": TOTAL, "max_retries": 0}
    if request.param == "supplied":
        options["supplied"] = {"timeout": 60}
    return options


@pytest.fixture
def answered(driver, clock):
    """The driver, whose calls have little time once they are answered."""
    driver.monotonic = clock
    return driver


def test_a_body_that_trickles_is_given_up_in_time(answered, options):
    answered.server.script([ENDLESS, Drip(b" ")])
    error = ends_soon(answered, lambda: answered.complete(options=options))
    assert "total_timeout" in str(error)


def test_a_body_that_pours_without_end_is_given_up_in_time(answered, options):
    answered.server.script([stream_head(content_type="application/json"), Drip(chunked(b" "), 0)])
    error = ends_soon(answered, lambda: answered.complete(options=options))
    assert "total_timeout" in str(error)


def test_a_head_that_trickles_is_given_up_in_time(driver):
    driver.server.script([b"HTTP/1.1 200 OK\r\nx-long: ", Drip(b"x")])
    error = ends_soon(driver, lambda: driver.complete(options={"total_timeout": SHORT}))
    assert "total_timeout" in str(error)


def test_an_error_body_that_trickles_leaves_the_status(answered, options):
    head = b"HTTP/1.1 500 Oops\r\ncontent-type: text/plain\r\ncontent-length: 1000000\r\n\r\n"
    answered.server.script([head + b"it burns !", Drip(b"!")])
    error = ends_soon(answered, lambda: answered.complete(options=options), InternalServerError)
    assert error.body.startswith("it burns !")
    assert error.response.text == error.body


def test_what_should_have_been_a_stream_is_given_up_in_time(answered, options):
    answered.server.script([ENDLESS, Drip(b" ")])
    call = lambda: raise_last(answered.stream(options=options))  # noqa: E731
    ends_soon(answered, call, ResponseDecodeError)


def test_a_stream_that_trickles_ends_in_time_after_what_came(answered, options):
    answered.server.script(
        [stream_head() + event(chunk("Hel")), Drip(chunked(b": still here\n\n"))]
    )
    texts = []
    error = ends_soon(answered, lambda: raise_last(answered.stream(options=options), texts))
    assert texts == ["Hel"]
    assert "total_timeout" in str(error)


def test_a_stream_of_endless_chunks_ends_in_time(answered, options):
    answered.server.script([stream_head() + event(chunk("Hel")), Drip(event(chunk("Hel")))])
    texts = []
    ends_soon(answered, lambda: raise_last(answered.stream(options=options), texts))
    assert set(texts) == {"Hel"}


def test_a_stream_that_stalls_ends_in_time(answered, options):
    answered.server.script([stream_head(), event(chunk("Hel")), STALL])
    error = ends_soon(answered, lambda: raise_last(answered.stream(options=options)))
    assert "total_timeout" in str(error)


def read_late(driver, options, params=()):
    """The texts of a stream whose first chunk is pondered until the time is up, and the error that ended it."""
    params = {"model": "m", "messages": MESSAGES, "stream": True} | dict(params)
    texts, late = [], threading.Event()

    def use(client):
        client.models.list()  # opens the connection
        with client.chat.completions.create(**params) as stream:
            for item in stream:
                texts.append(text_of(item))
                late.is_set() or pass_time(stream, late)

    async def use_async(client):
        await client.models.list()
        async with await client.chat.completions.create(**params) as stream:
            async for item in stream:
                texts.append(text_of(item))
                late.is_set() or pass_time(stream, late)

    try:
        driver.run(use if driver.kind == "sync" else use_async, **options)
    except APITimeoutError as error:
        return texts, error
    return texts, None


def pass_time(stream, late):
    # Stands still, as a reader does that is busy: what arrives meanwhile waits in the system.
    while not stream._body.deadline.over():
        late.wait(0.01)
    late.set()


LATE = 2.0  # the call itself has to be quicker, on a busy machine too
LONG = "word " * 50


def test_what_came_in_time_is_handed_out_to_a_slow_reader(driver, options):
    whole = b"".join([stream_head(), *(event(chunk(str(n))) for n in range(6)), DONE, LAST])
    driver.server.script(response(200, MODELS), [whole])
    assert read_late(driver, options | {"total_timeout": LATE}) == (list("012345"), None)


def test_what_waits_in_the_system_came_in_time_too(driver, options):
    # More than a read takes at once.
    events = [event(chunk(LONG)) for _ in range(300)]
    driver.server.script(
        response(200, MODELS), [stream_head() + events[0], *events[1:], DONE, LAST]
    )
    assert read_late(driver, options | {"total_timeout": LATE}) == ([LONG] * 300, None)


def test_a_slow_reader_is_told_that_the_rest_did_not_come_in_time(driver, options):
    events = b"".join(event(chunk(str(n))) for n in range(3))
    driver.server.script(response(200, MODELS), [stream_head() + events, STALL])
    texts, error = read_late(driver, options | {"total_timeout": LATE})
    assert texts == ["0", "1", "2"]
    assert "total_timeout" in str(error)


def test_a_stream_that_pours_does_not_outlast_the_time_of_a_slow_reader(driver, options):
    driver.server.script(
        response(200, MODELS),
        [stream_head(), Drip(chunked(b": still here\n\n") + event(chunk("a")), 0)],
    )
    texts, error = read_late(driver, options | {"total_timeout": LATE})
    assert set(texts) == {"a"}
    assert "total_timeout" in str(error)


def test_what_a_transport_without_a_network_would_wait_for_is_not_asked_for_late(server):
    asked = []

    class Slow(httpx.SyncByteStream):
        def __iter__(self):
            for number in range(3):
                asked.append(number)
                yield b'data: {"error": "no"}\n\n' if number else b": nothing\n\n"

    def answer(request):
        return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=Slow())

    now = [0.0]
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        client = Client(
            KEY,
            base_url=server.url,
            total_timeout=1,
            http_client=http,
            clock=Clock(monotonic=lambda: now[0]),
        )
        stream = client.chat.completions.create(model="m", messages=MESSAGES, stream=True)
        now[0] = 2.0
        with pytest.raises(APITimeoutError, match="total_timeout"):
            next(stream)
    assert asked == []


@pytest.fixture
def timeouts():
    """Timeouts of a call that has four seconds left, and its clock."""
    now = [0.0]
    deadline = Deadline(4, lambda: now[0])
    return TimeoutsUntil({"connect": 5.0, "read": 2.0, "write": None, "pool": 60.0}, deadline), now


def test_timeouts_are_what_is_left_however_they_are_asked_for(timeouts):
    values, now = timeouts
    now[0] = 3.0
    assert dict(values) == values.copy() == {"connect": 1, "read": 1, "write": 1, "pool": 1}
    assert list(values.values()) == [value for _, value in values.items()] == [1, 1, 1, 1]
    assert (values["read"], values.get("read"), values.get("unknown", 7)) == (1, 1, 7)


def test_a_hook_may_change_timeouts_that_are_what_is_left(timeouts):
    values, _ = timeouts
    values["read"] = 0.5
    values.update(write=3.0)
    del values["pool"]
    assert values.copy() == {"connect": 4, "read": 0.5, "write": 3}


def test_a_stream_within_its_time_leaves_its_connection_to_the_next(driver, options):
    driver.server.script([stream_head(), event(chunk("Hello")), DONE, LAST])
    assert driver.stream(times=3, options=options | {"total_timeout": 60}) == (["Hello"] * 3, None)
    assert driver.server.connections == 1


def test_a_call_on_a_connection_whose_last_call_had_a_deadline_has_none(driver):
    driver.server.script(response(200, completion()))
    now = [0.0]
    driver.monotonic = lambda: now[0]
    params = {"model": "m", "messages": MESSAGES}

    def use(client):
        client.with_options(total_timeout=TOTAL).chat.completions.create(**params)
        now[0] = 2 * TOTAL
        return client.chat.completions.create(**params)

    async def use_async(client):
        await client.with_options(total_timeout=TOTAL).chat.completions.create(**params)
        now[0] = 2 * TOTAL
        return await client.chat.completions.create(**params)

    assert driver.run(use if driver.kind == "sync" else use_async).id == "chatcmpl-1"
    assert driver.server.connections == 1


def test_a_retry_has_the_rest_of_the_time(answered):
    answered.server.script(refusal(429), [ENDLESS, Drip(b" ")])
    answered.random = 0.0
    error = ends_soon(answered, lambda: answered.complete(options={"total_timeout": TOTAL}))
    assert "total_timeout" in str(error)
    assert answered.waits == [0.0]


def test_a_wait_beyond_the_total_time_is_not_begun(driver):
    driver.server.script(refusal(429, retry_after="30"))
    with pytest.raises(RateLimitError):
        driver.complete(options={"total_timeout": 20})
    assert driver.waits == []


def test_a_callback_of_a_retry_is_given_up_in_time(server, clock):
    server.script(refusal(500))

    async def main():
        async with AsyncClient(
            KEY,
            base_url=server.url,
            total_timeout=TOTAL,
            on_retry=lambda _: anyio.sleep(60),
            clock=AsyncClock(monotonic=clock, random=lambda: 0.0),
        ) as client:
            with anyio.fail_after(SOON), pytest.raises(APITimeoutError, match="total_timeout"):
                await client.models.list()

    anyio.run(main)


def test_a_timeout_of_a_callback_of_a_retry_stays_its_own(server):
    server.script(refusal(500))

    async def fail(_):
        raise TimeoutError("of the callback")

    async def main():
        async with AsyncClient(KEY, base_url=server.url, total_timeout=60, on_retry=fail) as client:
            with pytest.raises(TimeoutError, match="of the callback"):
                await client.models.list()

    anyio.run(main)


def test_a_wait_after_a_slow_callback_has_the_rest_of_the_time(server):
    server.script(refusal(500))
    now, waits = [0.0], []

    def call_back(_):
        now[0] += 9.75

    def sleep(seconds):
        waits.append(seconds)
        now[0] += seconds

    clock = Clock(sleep=sleep, monotonic=lambda: now[0], random=lambda: 1.0)
    with (
        Client(
            KEY, base_url=server.url, total_timeout=10, on_retry=call_back, clock=clock
        ) as client,
        pytest.raises(APITimeoutError, match="total_timeout"),
    ):
        client.models.list()
    assert waits == [0.25]


@pytest.fixture
def silent():
    """The port of a listener whose queue is full: nobody gets connected, and nobody is refused."""
    with socket.socket() as listener, contextlib.ExitStack() as stack:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(3):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


@pytest.fixture
def resolver(monkeypatch):
    """The addresses of made-up hosts."""
    hosts: dict[str, list[str]] = {}
    resolve = socket.getaddrinfo

    def look_up(host, port, *args, **options):
        name = host.decode() if isinstance(host, bytes) else host
        if name not in hosts:
            return resolve(host, port, *args, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in hosts[name]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return hosts


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the queue is of another length")
def test_connecting_to_a_host_of_many_addresses_is_given_up_in_time(silent, resolver):
    resolver["many.example"] = ["127.0.0.1"] * 20
    started = time.monotonic()
    with (
        Client(KEY, base_url=f"http://many.example:{silent}", total_timeout=0.5) as client,
        pytest.raises(APITimeoutError, match="total_timeout"),
    ):
        client.models.list()
    assert time.monotonic() - started < SOON


def test_the_next_address_of_a_host_is_tried_within_the_total_time(server, resolver):
    server.script(response(200, MODELS))
    port = server.url.rpartition(":")[2]
    resolver["both.example"] = ["127.0.0.2", "127.0.0.1"]  # the server listens at one of them
    with Client(KEY, base_url=f"http://both.example:{port}", total_timeout=30) as client:
        assert len(client.models.list()) == 1


def raise_last(outcome, texts=None):
    if texts is not None:
        texts.extend(outcome[0])
    if outcome[1] is not None:
        raise outcome[1]
