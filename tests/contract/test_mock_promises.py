"""What the embedded engine promises beyond the schemas: keys and projects, limits, shapes, ends.

Seen through the generated client, as a service sees it.
"""

from __future__ import annotations

import re

import pytest

from scaleway_genapi import (
    AuthenticationError,
    Client,
    PermissionDeniedError,
    RateLimitError,
    UnprocessableEntityError,
)
from scaleway_genapi_mock import (
    NO_PERMISSION_KEY,
    ONE_PROJECT_KEY,
    RESTRICTED_PROJECT,
    Limits,
    MockServer,
)
from tests.contract.engines import KEY, PROJECT
from tests.contract.operations import DOCUMENT, OPERATIONS

pytestmark = pytest.mark.contract
MODEL = "mistral-small-3.2-24b-instruct-2506"
CHAT = {"model": MODEL, "messages": [{"role": "user", "content": "What is the capital of France?"}]}
REQUEST = DOCUMENT.at("#/components/schemas/ChatCompletionRequest/properties")
LIMITS = {
    name.lower()
    for operation in OPERATIONS
    if operation.id == "models.list"
    for name in dict(operation.responses())[200]["headers"]
    if name.lower().startswith("x-ratelimit")
}


def text_of(completion):
    return completion.choices[0].message.content


def test_a_key_without_a_permission_set_is_refused_with_403(embedded):
    with embedded.client(api_key=NO_PERMISSION_KEY) as client:
        with pytest.raises(PermissionDeniedError):
            client.models.list()
        with pytest.raises(PermissionDeniedError):
            client.chat.completions.create(**CHAT)


@pytest.mark.parametrize("project", [None, PROJECT], ids=["default", "another"])
def test_a_key_is_refused_with_403_where_its_project_is_not(embedded, project):
    with (
        embedded.client(api_key=ONE_PROJECT_KEY, project_id=project) as client,
        pytest.raises(PermissionDeniedError),
    ):
        client.chat.completions.create(**CHAT)


def test_a_key_may_call_in_its_own_project(embedded):
    with embedded.client(api_key=ONE_PROJECT_KEY, project_id=RESTRICTED_PROJECT) as client:
        assert text_of(client.chat.completions.create(**CHAT))


def test_every_good_answer_and_every_429_tells_the_limits(embedded):
    with embedded.client() as client:
        listed = client.models.with_raw_response.list()
        completed = client.chat.completions.with_raw_response.create(**CHAT)
        streamed = client.chat.completions.with_raw_response.create(**CHAT, stream=True)
        streamed.parse().close()
        with embedded.refusing(429) as (limited, extra), pytest.raises(RateLimitError) as caught:
            limited.chat.completions.create(**CHAT | extra)
    assert LIMITS
    for answer in (listed, completed, streamed, caught.value.response):
        assert LIMITS - set(answer.headers) == set()


def test_a_429_says_when_to_come_back(embedded):
    with embedded.refusing(429) as (client, extra), pytest.raises(RateLimitError) as caught:
        client.chat.completions.create(**CHAT | extra)
    assert int(caught.value.response.headers["retry-after"]) >= 1


@pytest.mark.parametrize("model", REQUEST["model"]["x-legacy-errors"])
def test_a_legacy_model_answers_errors_in_the_flat_shape(embedded, model):
    cap = REQUEST["max_completion_tokens"]["x-model-caps"][model]
    legacy, recent = CHAT | {"model": model}, CHAT
    bodies = []
    with embedded.client() as client:
        for call in (legacy, recent):
            with pytest.raises(Exception, match="is limited to") as caught:
                client.chat.completions.create(**call, max_completion_tokens=cap * 100)
            bodies.append(caught.value.body)
    flat, nested = bodies
    assert "error" == flat["object"]
    assert {"message"} <= flat.keys()
    assert {"error"} == nested.keys()


def test_a_refusal_names_what_was_wrong(embedded):
    with embedded.client() as client, pytest.raises(UnprocessableEntityError) as caught:
        client.chat.completions.create(**CHAT | {"model": "no-such-model"})
    assert "no-such-model" in caught.value.message


def test_a_limit_is_told_as_a_number_and_its_reset_with_a_unit(embedded):
    with embedded.client() as client:
        headers = client.models.with_raw_response.list().headers
    for kind in ("requests", "tokens"):
        size, left = (headers[f"x-ratelimit-{name}-{kind}"] for name in ("limit", "remaining"))
        assert 0 <= int(left) <= int(size)
        assert re.fullmatch(r"\d+m\d+s|\d+(\.\d+)?(ms|s)", headers[f"x-ratelimit-reset-{kind}"])


@pytest.mark.parametrize("scheme", ["Basic", "Token", ""])
def test_a_key_counts_as_a_bearer_token_alone(embedded, scheme):
    header = {"authorization": f"{scheme} {KEY}".strip()}
    with embedded.client() as client, pytest.raises(AuthenticationError):
        client.models.list(extra_headers=header)


def test_the_tokens_of_a_minute_are_used_up_by_what_is_read_and_written():
    with MockServer(limits=Limits(tokens=600)) as server:
        server.clock.freeze()
        with Client(KEY, base_url=server.url, max_retries=0) as client:
            spent = 0
            while spent < 600:
                spent += client.chat.completions.create(**CHAT).usage.total_tokens
            with pytest.raises(RateLimitError, match="tokens per minute"):
                client.chat.completions.create(**CHAT)
