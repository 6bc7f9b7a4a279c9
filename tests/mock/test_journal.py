"""The journal: what came, what was answered, and assertions that explain themselves."""

from __future__ import annotations

import pytest

from scaleway_genapi_mock import MockServer

from .conftest import MODEL


def test_a_request_is_remembered_with_its_answer(chat, genapi_mock):
    chat("Hi", temperature=1)
    (entry,) = genapi_mock.journal
    assert entry.operation == "chat.completions.create"
    assert entry.body["temperature"] == 1
    assert entry.status == 200
    assert b"Hi" in entry.answer
    assert entry.seconds > 0
    assert entry.number == 1


def test_a_stream_is_remembered_by_its_events(chat, genapi_mock):
    chat(stream=True, max_tokens=2)
    assert genapi_mock.journal[-1].streamed == 5


def test_a_refusal_is_remembered_with_its_reason(chat, genapi_mock):
    chat(temperature=9)
    entry = genapi_mock.journal[-1]
    assert entry.status == 400
    assert "temperature" in entry.error


def test_no_key_is_remembered(chat, genapi_mock):
    chat()
    assert genapi_mock.api_key not in str(genapi_mock.journal[-1].to_dict())
    assert genapi_mock.journal[-1].headers["authorization"] == "Bearer 1111…"


def test_assert_called_hands_out_what_it_found(chat, genapi_mock):
    chat("a")
    chat("b", temperature=0)
    found = genapi_mock.assert_called("chat.completions.create", times=1, temperature=0)
    assert found[0].body["messages"][0]["content"] == "b"
    assert len(genapi_mock.assert_called("chat.completions.create", times=2, model=MODEL)) == 2


def test_assert_called_prints_the_nearest_misses(chat, http, genapi_mock):
    http.get("/v1/models")
    chat("a", temperature=1)
    with pytest.raises(AssertionError) as caught:
        genapi_mock.assert_called("chat.completions.create", times=2, temperature=0, seed=3)
    message = str(caught.value)
    assert "expected chat.completions.create, temperature=0, seed=3 2 times, got 0 of 2" in message
    assert message.index("temperature is 1, not 0; seed was not sent") < message.index(
        "models.list"
    )


def test_never_called_can_be_asserted(genapi_mock, chat):
    genapi_mock.assert_called("chat.completions.create", times=0)
    chat()
    with pytest.raises(AssertionError, match="got 1 of 1"):
        genapi_mock.assert_called("chat.completions.create", times=0)


def test_the_journal_is_bounded(genapi_mock):
    import httpx

    with MockServer(journal_size=5) as server:
        for _ in range(8):
            httpx.get(f"{server.url}/nothing")
        assert [entry.number for entry in server.journal] == [4, 5, 6, 7, 8]


def test_a_body_that_is_large_is_not_kept(chat, genapi_mock):
    assert chat("x" * 300_000, model="qwen3.5-397b-a17b").status_code == 200
    assert genapi_mock.journal[-1].body is None
