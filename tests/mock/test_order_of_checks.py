"""A request that is wrong in many ways is refused for the first of them, in the fixed order."""

from __future__ import annotations

import json

import httpx
import pytest

from scaleway_genapi_mock import (
    FULL_ACCESS_KEY,
    NO_PERMISSION_KEY,
    ONE_PROJECT_KEY,
    RESTRICTED_PROJECT,
    Key,
    Limits,
    MockServer,
)

from .conftest import CHAT, LEGACY, MODEL

OTHER_PROJECT = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
JSON = {"content-type": "application/json"}
WRONG_BODY = {"model": "no-such", "messages": [], "max_tokens": 10**6}
UNCAPPED = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], "max_tokens": 10**6}


def key(secret):
    return {"authorization": f"Bearer {secret}"}


@pytest.mark.parametrize(
    ("status", "method", "path", "headers", "options"),
    [
        (404, "DELETE", "/v1/nothing", {}, {}),
        (404, "GET", "/not-a-uuid/v1/models", {}, {}),
        (404, "GET", f"/{OTHER_PROJECT}/{OTHER_PROJECT}/v1/models", {}, {}),
        (404, "GET", "/v1/models/", {}, {}),
        (405, "DELETE", CHAT, {}, {}),
        (401, "POST", CHAT, {}, {"content": b"{"}),
        (401, "POST", CHAT, {"authorization": "Basic eDp5"}, {"content": b"{"}),
        (401, "POST", CHAT, {"authorization": "Bearer"}, {"content": b"{"}),
        (403, "POST", CHAT, key("unknown"), {"content": b"{"}),
        (403, "POST", CHAT, key(NO_PERMISSION_KEY), {"content": b"{"}),
        (403, "POST", CHAT, key(ONE_PROJECT_KEY), {"content": b"{"}),
        (403, "POST", f"/{OTHER_PROJECT}{CHAT}", key(ONE_PROJECT_KEY), {"content": b"{"}),
        (400, "POST", CHAT, key(FULL_ACCESS_KEY), {"content": b"{}"}),
        (
            400,
            "POST",
            CHAT,
            {**key(FULL_ACCESS_KEY), "content-type": "text/plain"},
            {"content": b"{}"},
        ),
        (400, "POST", CHAT, {**key(FULL_ACCESS_KEY), **JSON}, {"content": b"{"}),
        (400, "POST", CHAT, {**key(FULL_ACCESS_KEY), **JSON}, {"content": b'{"a": NaN}'}),
        (400, "POST", CHAT, {**key(FULL_ACCESS_KEY), **JSON}, {"content": b'"\\ud800"'}),
        (400, "POST", CHAT, key(FULL_ACCESS_KEY), {"json": []}),
        (422, "POST", CHAT, key(FULL_ACCESS_KEY), {"json": {"messages": 5}}),
        (422, "POST", CHAT, key(FULL_ACCESS_KEY), {"json": WRONG_BODY}),
        (400, "POST", CHAT, key(FULL_ACCESS_KEY), {"json": {**WRONG_BODY, "model": MODEL}}),
        (400, "POST", CHAT, key(FULL_ACCESS_KEY), {"json": {**UNCAPPED, "model": 5}}),
        (416, "POST", CHAT, key(FULL_ACCESS_KEY), {"json": UNCAPPED}),
    ],
)
def test_the_first_check_that_fails_decides_the_status(  # noqa: PLR0917
    genapi_mock, status, method, path, headers, options
):
    genapi_mock.configure(max_body=10_000)
    response = httpx.request(method, genapi_mock.url + path, headers=headers, **options)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    assert response.json()["error"]["code"] == status


def set_in(part, **values):
    """A change of a request: `None` removes."""

    def change(request):
        request[part] = {
            name: value for name, value in {**request[part], **values}.items() if value is not None
        }

    return change


def replace_in(**values):
    return lambda request: request.update(values)


def both(first, second):
    return lambda request: (first(request), second(request))


CHECKS = [
    # What is wrong, the status, what the message holds: in the order in which it is looked at.
    (replace_in(path="/v1/nothing"), 404, "No route"),
    (replace_in(method="PUT"), 405, "not allowed"),
    (set_in("headers", authorization=None), 401, "uthorization"),
    (set_in("headers", **key("unknown")), 403, "does not exist"),
    (set_in("headers", **key(NO_PERMISSION_KEY)), 403, "permission"),
    (
        both(set_in("headers", **key(ONE_PROJECT_KEY)), replace_in(path=f"/{OTHER_PROJECT}{CHAT}")),
        403,
        "roject",
    ),
    (replace_in(content=b" " * 2_000_000), 400, "larger than 1900000 bytes"),
    (set_in("headers", **{"content-type": "text/plain"}), 400, "content-type"),
    (replace_in(content=b"{"), 400, "Invalid JSON"),
    (set_in("json", model=None), 422, "model"),
    (set_in("json", model="no-such"), 422, "no-such"),
    (set_in("json", temperature=9), 400, "temperature"),
    (set_in("json", max_tokens=10**6), 416, "max_tokens"),
    (
        set_in("json", messages=[{"role": "user", "content": "word " * 300_000}]),
        400,
        "maximum context length",
    ),
    (set_in("json", tool_choice={"type": "function", "function": {"name": "no"}}), 400, "tool"),
    (lambda request: request["before"].append("limit"), 429, "requests per minute"),
    (lambda request: request["before"].append("rule"), 504, ""),
]


@pytest.mark.parametrize(
    ("first", "second"),
    [(i, j) for i in range(len(CHECKS)) for j in range(i, len(CHECKS))],
    ids=lambda index: str(CHECKS[index][1]),
)
def test_of_two_things_that_are_wrong_the_one_that_is_looked_at_first_decides(
    genapi_mock, first, second
):
    genapi_mock.clock.freeze()
    valid = {"model": MODEL, "messages": [{"role": "user", "content": "x"}]}
    tools = [{"type": "function", "function": {"name": "yes"}}]
    request = {
        "method": "POST",
        "path": CHAT,
        "headers": {**key(FULL_ACCESS_KEY), **JSON},
        "json": {**valid, "tools": tools},
        "before": [],
    }
    # What is looked at first is changed last: where both change the same, it holds.
    CHECKS[second][0](request)
    CHECKS[first][0](request)
    genapi_mock.configure(max_body=1_900_000)
    if "limit" in request["before"]:
        genapi_mock.configure(limits=Limits(requests=1))
        url = genapi_mock.url + CHAT
        assert httpx.post(url, json=valid, headers=key(FULL_ACCESS_KEY)).status_code == 200
    if "rule" in request["before"]:
        genapi_mock.rule(reply={"error": 504})
    response = httpx.request(
        request["method"],
        genapi_mock.url + request["path"],
        headers=request["headers"],
        content=request.get("content") or json.dumps(request["json"]).encode(),
        timeout=30,
    )
    _, status, says = CHECKS[first]
    assert status == response.status_code, response.text
    assert says in response.json()["error"]["message"]


def test_a_request_that_is_too_long_for_the_model_costs_nothing_of_the_limits(http, genapi_mock):
    genapi_mock.clock.freeze()
    genapi_mock.configure(limits=Limits(requests=1))
    body = {"model": MODEL, "messages": [{"role": "user", "content": "word " * 300_000}]}
    refused = http.post(CHAT, json=body, timeout=30)
    assert refused.status_code == 400
    assert refused.headers["x-ratelimit-remaining-requests"] == "1"
    assert http.get("/v1/models").status_code == 200


def test_a_rule_is_not_used_up_by_a_request_that_is_refused(http, genapi_mock):
    genapi_mock.rule(reply={"text": "Hi"}, times=1)
    body = {"model": MODEL, "messages": [{"role": "user", "content": "word " * 300_000}]}
    assert http.post(CHAT, json=body, timeout=30).status_code == 400
    body["messages"][0]["content"] = "x"
    assert http.post(CHAT, json=body).json()["choices"][0]["message"]["content"] == "Hi"


def test_a_method_that_is_not_there_is_answered_with_those_that_are(http):
    assert http.put(CHAT).headers["allow"] == "POST"
    assert http.delete("/v1/models").headers["allow"] == "GET"


def test_the_project_segment_reaches_the_same_operations(http, genapi_mock):
    assert http.get(f"/{OTHER_PROJECT}/v1/models").status_code == 200
    assert genapi_mock.journal[-1].project == OTHER_PROJECT
    assert genapi_mock.journal[-1].operation == "models.list"


def test_the_restricted_key_works_in_its_project(genapi_mock):
    url = f"{genapi_mock.url}/{RESTRICTED_PROJECT}/v1/models"
    assert httpx.get(url, headers=key(ONE_PROJECT_KEY)).status_code == 200


def test_the_project_of_a_key_is_the_same_in_capitals():
    project = "ABCDEF00-0000-4000-8000-000000000001"
    keys = (Key("capitals", projects=frozenset({project})),)
    with MockServer(keys=keys) as server:
        for spelt in (project, project.lower()):
            url = f"{server.url}/{spelt}/v1/models"
            assert httpx.get(url, headers=key("capitals")).status_code == 200


def test_any_key_passes_where_any_is_accepted(genapi_mock):
    genapi_mock.configure(accept_any_key=True)
    assert httpx.get(f"{genapi_mock.url}/v1/models", headers=key("mine")).status_code == 200
    # The documented keys keep their meaning.
    refused = httpx.get(f"{genapi_mock.url}/v1/models", headers=key(NO_PERMISSION_KEY))
    assert refused.status_code == 403


def test_a_body_that_is_too_large_is_refused_and_read_to_its_end(http, genapi_mock):
    genapi_mock.configure(max_body=1000)
    response = http.post(CHAT, content=b" " * 3000, headers=JSON)
    assert response.status_code == 400
    assert "1000 bytes" in response.json()["error"]["message"]


def test_a_cap_may_be_answered_with_400_as_some_were_seen_to(http, genapi_mock):
    genapi_mock.configure(cap_status=400)
    response = http.post(CHAT, json=UNCAPPED)
    assert response.status_code == 400
    assert response.json()["error"]["param"] == "max_tokens"


def test_an_unknown_field_passes_and_is_noted_in_the_journal(chat, genapi_mock):
    assert chat(temprature=1).status_code == 200
    assert genapi_mock.journal[-1].unknown == ["temprature"]


def test_strict_refuses_an_unknown_field_by_name(chat, genapi_mock):
    genapi_mock.configure(strict=True)
    response = chat(temprature=1)
    assert response.status_code == 400
    assert response.json()["error"]["message"] == "temprature: is not a known property"
    assert chat(temperature=1).status_code == 200


def test_strict_leaves_free_form_objects_free(chat, genapi_mock):
    genapi_mock.configure(strict=True)
    tool = {"name": "f", "parameters": {"type": "object", "x-mine": 1, "properties": {"a": {}}}}
    assert chat(tools=[{"type": "function", "function": tool}]).status_code == 200


def test_models_that_the_document_marks_get_the_flat_envelope(http):
    body = http.post(CHAT, json={"model": LEGACY, "messages": []}).json()
    assert body["object"] == "error"
    assert body["code"] == 400


def test_models_that_the_settings_mark_get_the_flat_envelope(chat, genapi_mock):
    genapi_mock.configure(legacy_models=(MODEL,))
    assert chat(temperature=9).json()["object"] == "error"


def test_the_gateway_shape_is_a_switch_for_401_and_403(genapi_mock):
    genapi_mock.configure(gateway_errors=True)
    body = httpx.get(f"{genapi_mock.url}/v1/models").json()
    assert body["status"] == 401
    assert isinstance(body["error"], str)
    unknown = httpx.get(f"{genapi_mock.url}/nothing").json()
    assert isinstance(unknown["error"], dict)
