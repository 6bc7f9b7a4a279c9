"""Whatever is sent, it is answered: never a 500, never a hang."""

from __future__ import annotations

import json

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scaleway_genapi_mock import MockServer

from .conftest import CHAT, MODEL

JSON = {"content-type": "application/json"}
values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=20),
        st.sampled_from(["user", "assistant", "tool", "text", "json_schema", "required", MODEL]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(
                [
                    "role",
                    "content",
                    "type",
                    "text",
                    "tool_calls",
                    "id",
                    "function",
                    "name",
                    "arguments",
                    "parameters",
                    "json_schema",
                    "schema",
                    "index",
                    "url",
                    "image_url",
                    "tool_call_id",
                ]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=12,
)
fields = st.dictionaries(
    st.sampled_from(
        [
            "messages",
            "stream",
            "stream_options",
            "n",
            "stop",
            "seed",
            "tools",
            "tool_choice",
            "response_format",
            "logprobs",
            "top_logprobs",
            "max_tokens",
            "max_completion_tokens",
            "reasoning_effort",
            "temperature",
        ]
    ),
    values,
    max_size=5,
)


@pytest.fixture(scope="module")
def client():
    with MockServer() as server:
        headers = {"authorization": f"Bearer {server.api_key}"}
        with httpx.Client(base_url=server.url, headers=headers, timeout=NEVER) as client:
            yield client


def post(client, content):
    response = client.post(CHAT, content=content, headers=JSON)
    assert response.status_code in {200, 400, 416, 422}, response.text
    return response


fuzz = settings(
    max_examples=150,
    deadline=None,
    # A run that fails must fail again: what is sent depends on the test alone.
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NEVER = 120
"""Seconds. Less than what a quadratic check took, far more than a busy machine needs."""


@fuzz
@given(st.binary(max_size=200))
def test_random_bytes_are_refused(client, data):
    post(client, data)


@fuzz
@given(values)
def test_random_json_is_refused(client, value):
    post(client, json.dumps(value).encode("utf-8", "surrogatepass"))


@fuzz
@given(fields)
def test_requests_with_random_fields_are_answered_or_refused(client, fields):
    body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], **fields}
    post(client, json.dumps(body).encode("utf-8", "surrogatepass"))


@fuzz
@given(values)
def test_random_schemas_are_met_or_refused(client, schema):
    if not isinstance(schema, dict):
        schema = {"properties": {"a": schema}}
    wanted = {"type": "json_schema", "json_schema": {"name": "x", "schema": schema}}
    body = {
        "model": MODEL,
        "messages": [{"role": "user", "content": "x"}],
        "response_format": wanted,
        "tools": [{"type": "function", "function": {"name": "x", "parameters": schema}}],
    }
    post(client, json.dumps(body).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 100_000,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b'{"model": "%s"}' % (b"x" * 1_000_000),
        b'{"seed": ' + b"9" * 5000 + b"}",
        b'{"temperature": 1e999}',
        b"{" + b",".join(b'"k%d": 1' % n for n in range(20_000)) + b"}",
        b"\xef\xbb\xbf{}",
        b"",
        b"\x00",
    ],
)
def test_monsters_are_refused(client, content):
    assert post(client, content).status_code != 200


def test_deep_nesting_inside_free_form_fields_is_survived(client):
    deep = {"type": "object"}
    for _ in range(50):
        deep = {"type": "object", "properties": {"a": deep}, "required": ["a"]}
    body = {
        "model": MODEL,
        "messages": [{"role": "user", "content": "x"}],
        "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": deep}},
    }
    post(client, json.dumps(body).encode())


@pytest.mark.parametrize(
    "fields",
    [
        {"messages": [1] * 200_000},
        {"messages": [{"role": "user", "content": "x"}] * 3000 + [{"role": "wizard"}]},
        {"messages": [{"role": "user", "content": [1] * 100_000}]},
        {"stop": [1] * 200_000},
        {"logit_bias": {str(n): "x" for n in range(50_000)}},
        {"tools": [{"type": "function", "function": {"nme": 1}}] * 20_000},
    ],
)
def test_many_faults_are_answered_as_soon_as_one(client, fields):
    """The answer says little, however many faults: looking for all of them took minutes once."""
    body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], **fields}
    response = post(client, json.dumps(body).encode())
    assert response.status_code == 400
    assert len(response.content) < 500


def test_the_one_fault_among_many_items_is_found(client):
    messages = [{"role": "user", "content": "x"}] * 777 + [{"role": "wizard"}]
    body = {"model": MODEL, "messages": messages}
    message = post(client, json.dumps(body).encode()).json()["error"]["message"]
    assert message.startswith("messages/777/role: ")


@pytest.mark.parametrize(
    "fields",
    [
        {"messages": [{"role": "user", "content": "word " * 400_000}]},
        {"logprobs": True, "top_logprobs": 10**9},
        {"n": 10**9, "max_tokens": 2},
        {"messages": [{"role": "user", "content": "x", "odd": 1}, {"role": "assistant"}] * 20_000},
    ],
)
def test_large_requests_are_answered_in_time(client, fields):
    body = {"model": MODEL, "messages": [{"role": "user", "content": "x"}], **fields}
    post(client, json.dumps(body).encode())
