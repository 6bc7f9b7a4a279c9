"""A new endpoint costs YAML alone: every kind is generated, imported and called."""

import httpx
import pytest

from scaleway_genapi_mock.document import DocumentError
from tests.generator.inline_documents import DONE, ITEM, OK, operation

ANSWER_ITEM = """
responses:
  '200':
    description: an item
    content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
"""


@pytest.mark.parametrize(
    ("content", "answer", "expected"),
    [
        (
            "application/json: {schema: {type: array, items: {type: integer}}}",
            httpx.Response(200, json=[1]),
            [1],
        ),
        (
            "application/json: {schema: {type: object}}",
            httpx.Response(200, json={"a": 1}),
            {"a": 1},
        ),
        ("application/json: {}", httpx.Response(200, json={"a": 1}), {"a": 1}),
        ("text/plain: {schema: {type: string}}", httpx.Response(200, text="words"), "words"),
        (
            "audio/mpeg: {}",
            httpx.Response(200, content=b"\0\1", headers={"content-type": "audio/mpeg"}),
            b"\0\1",
        ),
    ],
)
def test_answers_come_in_the_type_of_their_media_type(make, content, answer, expected):
    responses = f"""
    responses:
      '200':
        description: fine
        content:
          {content}
"""
    generated = make(operation("/v1/it", "get", "it.get", responses))
    client, _ = generated.client(answer)

    assert client.it.get() == expected


def test_arrays_of_models_are_decoded(make):
    responses = """
    responses:
      '200':
        description: items
        content:
          application/json:
            schema: {type: array, items: {$ref: '#/components/schemas/Item'}}
"""
    generated = make(operation("/v1/items", "get", "items.list", responses), ITEM)
    client, _ = generated.client(httpx.Response(200, json=[{"id": "a"}, {"id": "b"}]))

    assert client.items.list() == [generated.models.Item(id="a"), generated.models.Item(id="b")]


def test_an_object_written_in_the_answer_gets_a_class(make):
    responses = """
    responses:
      '200':
        description: fine
        content:
          application/json:
            schema: {type: object, required: [n], properties: {n: {type: integer}}}
"""
    generated = make(operation("/v1/it", "get", "it.get", responses))
    client, _ = generated.client(httpx.Response(200, json={"n": 1}))

    assert client.it.get().n == 1


def test_resources_nest_and_operations_stand_at_every_level(make):
    generated = make(
        operation("/v1/a", "get", "a.get", DONE)
        + operation("/v1/b", "get", "a.b.get", DONE)
        + operation("/v1/c", "get", "a.b.c.get", DONE)
    )
    client, sent = generated.client(httpx.Response(204))

    client.a.get()
    client.a.b.get()
    client.a.b.c.get()

    assert [request.url.path for request in sent.requests] == ["/v1/a", "/v1/b", "/v1/c"]
    assert client.a.b.c is client.a.b.c


def test_a_method_called_list_does_not_break_the_others(make):
    generated = make(
        """
        /v1/items:
          get:
            operationId: items.list
            parameters: [{name: ids, in: query, schema: {type: array, items: {type: string}}}]
            responses:
              '200':
                description: items
                content: {application/json: {schema: {type: array, items: {type: string}}}}
          post:
            operationId: items.str
            requestBody:
              required: true
              content: {application/json: {schema: {type: array, items: {type: string}}}}
            responses:
              '200':
                description: items
                content: {application/json: {schema: {type: array, items: {type: string}}}}
        """
    )
    client, _ = generated.client(httpx.Response(200, json=["a"]))

    assert (client.items.list(ids=["a"]), client.items.str(body=["b"])) == (["a"], ["a"])
    assert "builtins.list[builtins.str]" in generated.source("resources/items.py")


def test_with_raw_response_gives_status_and_content(make):
    generated = make(operation("/v1/it", "get", "it.get", ANSWER_ITEM), ITEM)
    client, _ = generated.client(OK)

    raw = client.it.with_raw_response.get()

    assert (raw.status_code, raw.parse()) == (200, generated.models.Item(id="a"))


@pytest.mark.anyio
async def test_the_asynchronous_client_has_the_same_operations(make):
    generated = make(operation("/v1/it", "get", "shop.it.get", ANSWER_ITEM), ITEM)
    client, sent = generated.async_client(OK)

    item = await client.shop.it.get()
    raw = await client.shop.it.with_raw_response.get()

    assert item == raw.parse() == generated.models.Item(id="a")
    assert len(sent.requests) == 2


def test_the_project_variable_and_the_version_come_from_the_document(make):
    generated = make(
        operation("/v2/it", "get", "it.get", DONE),
        head="""\
openapi: 3.1.0
info: {title: Other, version: '7'}
servers:
  - url: https://a.example/base/
  - {url: 'https://a.example/{tenant}', variables: {tenant: {default: x}}}
security: [{key: []}]
externalDocs: {url: 'https://docs.example'}
""",
    )
    api = generated.module("api").API

    assert (api.title, api.version, api.path_prefix) == ("Other", "7", "/v2")
    assert (api.default_base_url, api.project_base_url, api.project_variable) == (
        "https://a.example/base",
        "https://a.example/{tenant}",
        "tenant",
    )


@pytest.mark.parametrize(
    ("said", "expected"), [("default: x, x-format: uuid", "uuid"), ("default: x", None)]
)
def test_the_format_of_the_project_comes_from_the_document(make, said, expected):
    generated = make(
        operation("/v2/it", "get", "it.get", DONE),
        head=f"""\
openapi: 3.1.0
info: {{title: Other, version: '7'}}
servers:
  - url: https://a.example
  - {{url: 'https://a.example/{{tenant}}', variables: {{tenant: {{{said}}}}}}}
security: [{{key: []}}]
""",
    )

    assert generated.module("api").API.project_format == expected


def test_a_schema_called_like_generated_code_is_refused(make):
    with pytest.raises(DocumentError, match="Stream is a name that the generated code uses itself"):
        make(
            operation("/v1/it", "get", "it.get", ANSWER_ITEM.replace("Item", "Stream")),
            ITEM.replace("Item", "Stream"),
        )
