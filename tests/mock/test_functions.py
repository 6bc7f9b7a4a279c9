"""Functions as replies: what they are handed, what they may return, what is said when they fail."""

from __future__ import annotations

import pytest

from scaleway_genapi_mock import ONE_PROJECT_KEY, RESTRICTED_PROJECT, GenapiMock, Request

from .conftest import CHAT, MODEL


@pytest.fixture
def asked(genapi_mock):
    """The requests that a function was asked about."""
    found: list[Request] = []
    genapi_mock.when().reply(function=found.append)
    return found


@pytest.fixture
def chat(genapi_mock, http):
    def send(text="Hello there", headers=(), **fields):
        body = {"model": MODEL, "messages": [{"role": "user", "content": text}], **fields}
        return http.post(CHAT, json=body, headers=dict(headers))

    return send


def failing(request: Request) -> str:
    raise LookupError(f"nothing about {request.last_message}")


def test_it_is_handed_what_was_asked(chat, asked):
    chat("What is new?", stream=True, headers={"X-Team": "blue"})
    (request,) = asked
    assert type(request) is Request
    assert request.number == 1
    assert (request.method, request.path) == ("POST", CHAT)
    assert request.operation == "chat.completions.create"
    assert request.project is None
    assert request.model == MODEL
    assert request.stream is True
    assert request.last_message == "What is new?"
    assert request.body["messages"] == [{"role": "user", "content": "What is new?"}]
    assert request.header("x-TEAM") == request.headers["x-team"] == "blue"


def test_it_may_change_the_body_that_it_is_handed(chat, genapi_mock):
    def answer(request: Request) -> None:
        request.body["messages"].clear()
        request.body.clear()
        assert request.body == {}

    genapi_mock.when().reply(function=answer)
    said = chat("What is new?")
    assert said.status_code == 200
    assert "What is new?" in said.json()["choices"][0]["message"]["content"]
    genapi_mock.assert_called("chat.completions.create", last_message="What is new?", times=1)


def test_it_knows_the_project(http, asked):
    headers = {"authorization": f"Bearer {ONE_PROJECT_KEY}"}
    http.get(f"/{RESTRICTED_PROJECT}/v1/models", headers=headers)
    (request,) = asked
    assert request.project == RESTRICTED_PROJECT
    assert request.body is None
    assert request.model is None
    assert not request.last_message


def test_its_repr_is_short_and_holds_no_secret(chat, asked, genapi_mock):
    chat(f"My key is {genapi_mock.api_key}, is it not? " + "x" * 5000)
    shown = repr(asked[0])
    assert shown.startswith("<Request #1 chat.completions.create {")
    assert len(shown) < 300
    assert genapi_mock.api_key not in shown


def test_credentials_are_told_on_request_only(chat, asked, genapi_mock):
    chat()
    assert asked[0].headers["authorization"] == "Bearer 1111…"
    assert asked[0].header("Authorization") == f"Bearer {genapi_mock.api_key}"


def test_one_that_raises_is_told_apart_from_a_mock_that_fails(chat, genapi_mock, caplog):
    genapi_mock.when().reply(function=failing, name="mine")
    response = chat()
    assert response.status_code == 500
    message = response.json()["error"]["message"]
    assert message.startswith(
        "The function of the rule 'mine' raised LookupError: nothing about Hello there "
        "(test_functions.py:"
    )
    assert genapi_mock.journal[0].error == f"500 {message}"
    assert "in failing" in caplog.text


@pytest.mark.parametrize(
    ("returned", "says"),
    [
        (5, "5 is no mapping"),
        ({"txt": "a"}, "did you mean 'text'?"),
        ({"sequence": [{"text": "a"}]}, "neither a sequence nor a function"),
    ],
)
def test_one_that_returns_no_reply_is_told_so(chat, genapi_mock, returned, says):
    genapi_mock.when().reply(function=lambda _: returned, name="mine")
    message = chat().json()["error"]["message"]
    assert message.startswith("The function of the rule 'mine' returned what is no reply: ")
    assert says in message


def test_a_failed_assertion_shows_why_a_request_failed(chat, genapi_mock):
    genapi_mock.when().reply(function=failing)
    chat()
    with pytest.raises(AssertionError, match=r"-> 500 .*LookupError: nothing about"):
        genapi_mock.assert_called(status=200)


def test_the_objects_of_a_test_say_what_they_are(chat, genapi_mock):
    rule = genapi_mock.when(model=MODEL).reply("Hi", times=2, name="mine")
    chat()
    assert isinstance(genapi_mock, GenapiMock)
    assert repr(genapi_mock) == f"<GenapiMock {genapi_mock.url}, 1 request>"
    assert repr(genapi_mock.journal) == "<Journal of 1 request>"
    assert repr(rule) == "<Rule 'mine', used 1 of 2 times>"
    genapi_mock.clock.freeze(5)
    assert repr(genapi_mock.clock) == "<Clock, frozen at 5.0>"


def test_a_server_at_rest_says_so():
    assert repr(GenapiMock()) == "<GenapiMock, not serving, 0 requests>"


@pytest.mark.parametrize("status", [200, 302, 399])
def test_fail_next_refuses_what_is_no_error(genapi_mock, status):
    with pytest.raises(ValueError, match="is no status of an error"):
        genapi_mock.fail_next(status)
