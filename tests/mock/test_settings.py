"""Settings: the same ones in Python and over HTTP, with the same checks, and undone by a reset."""

from __future__ import annotations

import os
from dataclasses import fields

import httpx
import pytest

from scaleway_genapi_mock import Config, Key, Limits, MockServer

from .conftest import CHAT, MODEL, PLAIN

ONLY_AT_THE_START = {
    "spec": "everything is compiled from it",
    "rules": "added one by one, in Python and over HTTP",
    "request_timeout": "the listening server has it",
}
OTHER = {
    "seed": 7,
    "latency": 0.001,
    "token_delay": 0.001,
    "strict": True,
    "accept_any_key": True,
    "keys": [{"secret": "a-key-of-mine"}],
    "models": ["mine"],
    "limits": {"requests": 5},
    "max_body": 1000,
    "error_shape": "flat",
    "legacy_models": [MODEL],
    "gateway_errors": True,
    "cap_status": 418,
    "dedicated": True,
    "fault_profile": "slow",
    "cassette": None,
    "replay_speed": 2,
    "journal_size": 10,
    "hosts": ["mock.corp.example"],
}
"""For each setting a value of JSON that is not its default one; the cassette is put in by the tests."""
KEY = {
    "secret": "a-key-of-mine",
    "permission_sets": ["GenerativeApisModelAccess"],
    "projects": ["aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"],
    "default_project": "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa",
}


@pytest.fixture
def mock(genapi_mock):
    with httpx.Client(base_url=f"{genapi_mock.url}/__mock__", timeout=10, verify=PLAIN) as client:
        yield client


@pytest.fixture
def other(tmp_path):
    path = tmp_path / "empty.cassette"
    path.write_text('{"cassette": 1}\n', encoding="utf-8")
    return {**OTHER, "cassette": str(path)}


def reason(response):
    assert response.status_code == 400, response.text
    return response.json()["error"]


def test_what_python_can_set_http_can_set_and_shows(mock):
    settable = {each.name for each in fields(Config)} - ONLY_AT_THE_START.keys()
    assert set(mock.get("/settings").json()) == settable == set(OTHER)


@pytest.mark.parametrize("name", OTHER)
def test_each_setting_is_changed_shown_and_undone_by_a_reset(mock, other, name):
    before = mock.get("/settings").json()
    changed = mock.patch("/settings", json={name: other[name]})
    assert changed.status_code == 200, changed.text
    assert changed.json()[name] != before[name]
    assert {**changed.json(), name: before[name]} == before
    assert mock.get("/settings").json() == changed.json()
    mock.post("/reset", json={})
    assert mock.get("/settings").json() == before


def test_what_is_set_over_http_is_what_is_set_in_python(mock, genapi_mock, other):
    mock.patch("/settings", json=other)
    over_http = genapi_mock.app.config
    genapi_mock.configure(**{**other, "keys": [Key("a-key-of-mine")], "limits": Limits(requests=5)})
    for each in fields(Config):
        one, two = (getattr(config, each.name) for config in (over_http, genapi_mock.app.config))
        assert one == (tuple(two) if each.name == "keys" else two), each.name


@pytest.mark.parametrize("name", ONLY_AT_THE_START)
def test_what_is_read_at_the_start_is_refused_with_the_reason_on_both_ways(mock, genapi_mock, name):
    value = {"spec": "x.yaml", "rules": [], "request_timeout": 5}[name]
    said = reason(mock.patch("/settings", json={name: value}))
    assert said.startswith(f"{name} cannot be changed while it runs; ")
    with pytest.raises(ValueError, match=said):
        genapi_mock.configure(**{name: value})


@pytest.mark.parametrize(
    "wrong",
    [
        {"sed": 1},
        {"seed": "x"},
        {"seed": 1.5},
        {"seed": True},
        {"seed": 2**63},
        {"latency": -1},
        {"token_delay": "1s"},
        {"strict": 1},
        {"models": "gpt"},
        {"models": [1]},
        {"max_body": 0},
        {"max_body": 2**63},
        {"error_shape": {}},
        {"error_shape": "odd"},
        {"fault_profile": {}},
        {"fault_profile": ["flaky"]},
        {"fault_profile": "flakey"},
        {"cap_status": 200},
        {"cassette": 5},
        {"cassette": "missing"},
        {"cassette": "a\0b"},
        {"replay_speed": -1},
        {"journal_size": 0},
        {"hosts": "name"},
    ],
    ids=str,
)
def test_a_wrong_value_is_refused_with_the_same_words_on_both_ways(mock, genapi_mock, wrong):
    said = reason(mock.patch("/settings", json=wrong))
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the words are compared
        genapi_mock.configure(**wrong)
    assert said == str(caught.value)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"limits": 5}, "limits: 5 is no mapping of limits"),
        ({"limits": [5]}, "limits: [5] is no mapping of limits"),
        ({"limits": {"request": 5}}, "limits/request: is not known; did you mean 'requests'?"),
        ({"limits": {"tokens": 0}}, "limits/tokens: 0 is no number from 1"),
        ({"limits": {"tokens": 2**64}}, "limits/tokens: "),
        ({"keys": {}}, "keys: a list of keys is expected, each a mapping with its secret"),
        ({"keys": ["the-secret-itself"]}, "keys/0: a mapping with the secret of a key is expected"),
        ({"keys": [KEY, {}]}, "keys/1/secret: is required"),
        ({"keys": [KEY, {"secret": 5}]}, "keys/1/secret: a text is expected, not int"),
        ({"keys": [{"secret": "s", "project": "x"}]}, "keys/0/project: is not known; did you mean"),
        ({"keys": [{**KEY, "projects": "x"}]}, "keys/0/projects: "),
        ({"keys": [{**KEY, "permission_sets": [1]}]}, "keys/0/permission_sets: "),
        ({"keys": [{**KEY, "default_project": 1}]}, "keys/0/default_project: 1 is no project id"),
        ({"keys": [{"secret": "1111…"}]}, "keys/0/secret: a whole key is expected"),
        ([], "a mapping of settings is expected"),
        (5, "a mapping of settings is expected"),
    ],
    ids=str,
)
def test_a_wrong_member_is_refused_by_its_pointer(mock, wrong, says):
    assert reason(mock.patch("/settings", json=wrong)).startswith(says)


def test_the_same_member_is_named_in_python():
    with pytest.raises(ValueError, match=r"^limits/tokens: 0 is no number from 1$"):
        Limits(tokens=0)


def test_what_stands_in_place_of_a_key_is_not_repeated(mock, genapi_mock):
    secret = "a-secret-that-nobody-may-see"
    assert secret not in reason(mock.patch("/settings", json={"keys": [secret]}))
    with pytest.raises(ValueError, match=r"^keys: ") as caught:
        genapi_mock.configure(keys=[secret])
    assert secret not in str(caught.value)


@pytest.mark.parametrize("wrong", [{"sed": 1}, {"limits": {"tokens": 0}}, {"cassette": "missing"}])
def test_all_is_changed_or_nothing(mock, wrong):
    before = mock.get("/settings").json()
    reason(mock.patch("/settings", json={"seed": 5, "models": ["mine"], **wrong, "strict": True}))
    assert mock.get("/settings").json() == before


def test_keys_are_set_in_full_and_shown_shortened(mock, genapi_mock):
    shown = mock.patch("/settings", json={"keys": [KEY]})
    assert KEY["secret"] not in shown.text + mock.get("/").text
    assert shown.json()["keys"] == [{**KEY, "secret": "a-ke…"}]
    headers = {"authorization": f"Bearer {KEY['secret']}"}
    assert httpx.get(f"{genapi_mock.url}/v1/models", headers=headers).status_code == 200
    of_before = {"authorization": f"Bearer {genapi_mock.api_key}"}
    assert httpx.get(f"{genapi_mock.url}/v1/models", headers=of_before).status_code == 403


def test_models_and_limits_that_are_set_over_http_count(mock, http):
    mock.patch("/settings", json={"models": ["mine"], "limits": {"requests": 2}})
    assert [model["id"] for model in http.get("/v1/models").json()["data"]] == ["mine"]
    asked = {"messages": [{"role": "user", "content": "Hello"}]}
    assert http.post(CHAT, json={**asked, "model": "mine"}).status_code == 200
    assert http.post(CHAT, json={**asked, "model": "mine"}).status_code == 429


def test_what_a_server_started_with_is_shown():
    with MockServer(limits=Limits(tokens=9), models=["mine"]) as server:
        shown = httpx.get(f"{server.url}/__mock__/settings").json()
        assert shown["limits"] == {"requests": None, "tokens": 9, "concurrent": None}
        assert shown["models"] == ["mine"]


def test_a_cassette_that_never_ends_is_refused_and_not_waited_for(mock, genapi_mock, tmp_path):
    """Reading a pipe or a device would hold up the whole server for good."""
    pipe = tmp_path / "pipe.cassette"
    os.mkfifo(pipe)
    for path in (str(pipe), "/dev/zero"):
        said = reason(mock.patch("/settings", json={"cassette": path}))
        assert said == f"{path}: is no file"
    assert genapi_mock.app.config.cassette is None
