"""How the embedded engine refuses: what it looks at first, in which words, and in which body.

Statuses, kinds and words are those of the document's examples. Seen through the generated client
where a request is one that it can send, over a plain socket where it is not.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import httpx
import pytest

from scaleway_genapi import APIStatusError, Client
from scaleway_genapi_mock import NO_PERMISSION_KEY, ONE_PROJECT_KEY, Limits, MockServer
from tests.contract.engines import KEY, PROJECT, UNKNOWN_KEY
from tests.contract.operations import DOCUMENT, JSON, OPERATIONS

pytestmark = pytest.mark.contract
MODEL = "mistral-small-3.2-24b-instruct-2506"
HELLO = {"role": "user", "content": "Hello"}
CHAT = {"model": MODEL, "messages": [HELLO]}
(OPERATION,) = (o for o in OPERATIONS if o.id == "chat.completions.create")
REQUEST = DOCUMENT.at("#/components/schemas/ChatCompletionRequest/properties")
CAP = REQUEST["max_tokens"]["x-model-caps"][MODEL]
TOOL = {"type": "function", "function": {"name": "weather"}}
NAMED = {"type": "function", "function": {"name": "traffic"}}


def words(status, name):
    """The message of the document's example of that name."""
    examples = {e.name: e.value for e in OPERATION.examples if e.status == status}
    return examples[name]["error"]["message"]


@dataclass
class Request:
    """A chat as it goes over the socket; every part of it can be wrong."""

    path: str = "/v2/chat"
    method: str = "PUT"
    authorization: str | None = None
    content_type: str = "text/plain"
    body: str = "{"

    def send(self, url):
        headers = {"content-type": self.content_type}
        if self.authorization is not None:
            headers["authorization"] = self.authorization
        return httpx.request(
            self.method, url + self.path, headers=headers, content=self.body, timeout=20
        )


def body(**parts):
    return {"body": json.dumps(parts)}


TWICE = [HELLO, HELLO]
WRONG = {"messages": TWICE, "temperature": 9, "max_tokens": CAP + 1}
OVER = {"model": MODEL, "messages": TWICE, "max_tokens": CAP + 1}
# Each mends what the one before was refused for, and leaves all that is wrong after it.
MENDED = [
    ({}, 404, ""),
    ({"path": OPERATION.path}, 405, ""),
    ({"method": OPERATION.method}, 401, words(401, "nested")),
    ({"authorization": f"Bearer {UNKNOWN_KEY}"}, 403, words(403, "unknown-key")),
    ({"authorization": f"Bearer {NO_PERMISSION_KEY}"}, 403, words(403, "nested")),
    ({"authorization": f"Bearer {ONE_PROJECT_KEY}"}, 403, words(403, "project")),
    ({"authorization": f"Bearer {KEY}"}, 400, "content-type"),
    ({"content_type": JSON}, 400, "Invalid JSON"),
    (body(**WRONG), 422, words(422, "missing-model")),
    (body(**WRONG, model="no-such-model"), 422, "no-such-model"),
    (body(**WRONG, model=MODEL), 400, "temperature"),
    (body(**OVER), 416, "max_tokens"),
    (body(**OVER | {"max_tokens": CAP}), 400, words(400, "roles")),
    (body(**CHAT), 429, words(429, "nested")),
]


def test_of_all_that_is_wrong_the_first_in_the_order_of_checks_is_told(embedded):
    request, told = Request(), []
    for change, _, text in MENDED:
        for name, value in change.items():
            setattr(request, name, value)
        answer = request.send(embedded.limited_url)
        message = answer.json()["error"]["message"]
        told.append((answer.status_code, text if text in message else message))
    assert [(status, text) for _, status, text in MENDED] == told


@pytest.mark.parametrize(
    ("options", "change", "status", "name"),
    [
        ({"api_key": UNKNOWN_KEY}, {}, 403, "unknown-key"),
        ({"api_key": NO_PERMISSION_KEY}, {}, 403, "nested"),
        ({"api_key": ONE_PROJECT_KEY, "project_id": PROJECT}, {}, 403, "project"),
        ({}, {"messages": TWICE}, 400, "roles"),
    ],
    ids=["unknown key", "no permission", "project", "roles"],
)
def test_a_refusal_has_the_words_that_the_document_has_for_it(
    embedded, options, change, status, name
):
    with embedded.client(**options) as client, pytest.raises(APIStatusError) as caught:
        client.chat.completions.create(**CHAT | change)
    assert (status, words(status, name)) == (caught.value.status_code, caught.value.detail)


@pytest.mark.parametrize(
    ("limits", "name"), [(Limits(requests=1), "nested"), (Limits(tokens=1), "tokens")], ids=str
)
def test_a_limit_is_named_in_the_words_of_the_document(limits, name):
    with MockServer(limits=limits) as server:
        server.clock.freeze()
        with Client(KEY, base_url=server.url, max_retries=0) as client:
            client.chat.completions.create(**CHAT)
            with pytest.raises(APIStatusError) as caught:
                client.chat.completions.create(**CHAT)
    assert (429, words(429, name)) == (caught.value.status_code, caught.value.detail)


REFUSED = [
    (400, "temperature", {"temperature": 9}),
    (400, "messages", {"messages": TWICE}),
    (400, "tool_choice", {"tools": [TOOL], "tool_choice": NAMED}),
    (400, "n", {"n": 100_000}),
    (416, "max_tokens", {"max_tokens": CAP + 1}),
    (416, "max_completion_tokens", {"max_completion_tokens": CAP + 1}),
    (422, "model", {"model": "no-such-model"}),
]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize(
    ("status", "param", "change"), REFUSED, ids=[param for _, param, _ in REFUSED]
)
def test_a_refusal_names_the_property_that_was_wrong(embedded, stream, status, param, change):
    with embedded.client() as client, pytest.raises(APIStatusError) as caught:
        client.chat.completions.create(**CHAT | change, stream=stream)
    assert (status, param) == (caught.value.status_code, caught.value.param)


@pytest.mark.parametrize("shape", ["nested", "flat", "gateway"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 416, 422, 429])
def test_an_error_body_is_the_document_s_but_for_its_words(shape, status):
    """In each of the three shapes, the number and the kind of the error are those of the status."""
    change = next((change for code, _, change in REFUSED if code == status), {})
    request = Request(OPERATION.path, "POST", f"Bearer {KEY}", JSON, json.dumps(CHAT | change))
    if status == 401:
        request.authorization = None
    elif status == 403:
        request.authorization = f"Bearer {UNKNOWN_KEY}"
    elif status == 404:
        request.path += "/there-is-no-such-route"
    with MockServer(error_shape=shape, limits=Limits(requests=1)) as server:
        server.clock.freeze()
        if status == 429:
            assert 200 == request.send(server.url).status_code
        answer = request.send(server.url)
    assert status == answer.status_code
    example = next(e.value for e in OPERATION.examples if (e.status, e.name) == (status, shape))
    assert anonymous(example) == anonymous(answer.json())


def anonymous(error):
    """An error without its own words: types and numbers, and the property's name left out."""
    return {
        key: anonymous(value) if isinstance(value, dict) else value
        for key, value in error.items()
        if key not in {"message", "param"}
    } | {"keys": list(error)}


def test_a_body_that_is_too_large_is_refused_as_the_document_says():
    with MockServer(max_body=1000) as server, Client(KEY, base_url=server.url) as client:
        with pytest.raises(APIStatusError, match="larger than 1000 bytes") as caught:
            client.chat.completions.create(model=MODEL, messages=[{**HELLO, "content": "x" * 1000}])
        assert client.chat.completions.create(**CHAT).choices
    response = dict(OPERATION.responses())[caught.value.status_code]
    assert "a body that is too large" in response["description"]


@pytest.mark.parametrize(
    "written",
    [f"{JSON}; charset=utf-8", f"{JSON};charset=UTF-8", f'{JSON}; charset="utf-8"', JSON.upper()],
)
def test_json_is_taken_however_its_media_type_is_written(embedded, written):
    with embedded.client(default_headers={"content-type": written}) as client:
        assert client.chat.completions.create(**CHAT).choices
