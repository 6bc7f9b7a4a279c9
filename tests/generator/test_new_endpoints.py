"""A new endpoint costs YAML alone: every kind is generated, imported and called."""

import json
from operator import attrgetter

import httpx
import pytest

from scaleway_genapi._core import UNSET
from scaleway_genapi_mock.document import DocumentError
from tests.contract.operations import operations
from tests.generator.inline_documents import DONE, operation, text_of

OK = httpx.Response(200, json={"id": "a"})
ITEM = "Item: {type: object, required: [id], properties: {id: {type: string}}}"
ANSWER_ITEM = """
responses:
  '200':
    description: an item
    content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
"""


def test_path_query_and_header_parameters_go_where_they_belong(make):
    generated = make(
        """
        /v1/shops/{shop-id}/items:
          parameters:
            - {name: shop-id, in: path, required: true, schema: {type: string}}
          get:
            operationId: shops.items.find
            parameters:
              - {name: pageSize, in: query, schema: {type: integer}}
              - {name: tag, in: query, schema: {type: array, items: {type: string}}}
              - {name: sold, in: query, required: true, schema: {type: boolean}}
              - {name: X-Trace, in: header, schema: {type: string}}
            responses:
              '200':
                description: an item
                content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
        """,
        ITEM,
    )
    client, sent = generated.client(OK)

    item = client.shops.items.find(shop_id="a/b", sold=True, tag=["x", "y"], x_trace="t")

    assert item == generated.models.Item(id="a")
    assert sent.last.url.raw_path == b"/v1/shops/a%2Fb/items?tag=x&tag=y&sold=true"
    assert sent.last.headers["X-Trace"] == "t"


PARTS = """
/v1/shops/{shop}/items/{item}:
  put:
    operationId: items.replace
    parameters:
      - {name: item, in: path, required: true, schema: {type: string}}
      - {name: sold, in: query, required: true, schema: {type: boolean}}
      - {name: shop, in: path, required: true, schema: {type: string}}
    responses: {'204': {description: done}}
"""


@pytest.mark.parametrize("variant", ["items", "items.with_raw_response"])
def test_parameters_of_the_path_need_no_keyword_and_come_in_its_order(make, variant):
    client, sent = make(PARTS).client(httpx.Response(204))
    replace = attrgetter(variant)(client).replace

    replace("a", "b", sold=True)
    replace("c", item="d", sold=True)
    replace(item="f", shop="e", sold=True)

    paths = [request.url.path for request in sent.requests]
    assert paths == [f"/v1/shops/{shop}/items/{item}" for shop, item in ("ab", "cd", "ef")]
    with pytest.raises(TypeError, match="3 positional arguments but 4"):
        replace("a", "b", True)


@pytest.mark.anyio
@pytest.mark.parametrize("variant", ["items", "items.with_raw_response"])
async def test_parameters_of_the_path_need_no_keyword_asynchronously(make, variant):
    client, sent = make(PARTS).async_client(httpx.Response(204))

    await attrgetter(variant)(client).replace("a", "b", sold=True)

    assert sent.last.url.path == "/v1/shops/a/items/b"


def test_a_body_becomes_keywords(asking):
    generated = asking("""
    Question:
      type: object
      required: [name]
      properties:
        name: {type: string}
        limit: {type: [integer, 'null']}
        mode: {type: string}
    """)
    client, sent = generated.client(httpx.Response(204))

    assert client.things.make(name="a", mode=None) is None
    assert sent.body == {"name": "a"}
    client.things.make(name="a", limit=None, mode="b")
    assert sent.body == {"name": "a", "limit": None, "mode": "b"}
    client.things.make(name="a", limit=UNSET, extra_body={"new": 1})
    assert sent.body == {"name": "a", "new": 1}
    with pytest.raises(
        TypeError, match=r"^make\(\) has no parameter 'new': .*extra_body={'new': ...}"
    ):
        client.things.make(name="a", new=1)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_methods_with_a_body_send_it(make, method):
    body = """
    requestBody:
      required: true
      content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
    responses: {'204': {description: done}}
"""
    generated = make(operation("/v1/items", method, "items.send", body), ITEM)
    client, sent = generated.client(httpx.Response(204))

    assert client.items.send(id="a") is None
    assert (sent.last.method, sent.body) == (method.upper(), {"id": "a"})


def test_an_optional_body_is_left_out_when_nothing_is_given(make):
    body = """
    requestBody:
      content:
        application/json: {schema: {type: object, properties: {why: {type: string}}}}
    responses: {'204': {description: done}}
"""
    generated = make(operation("/v1/items", "delete", "items.clear", body))
    client, sent = generated.client(httpx.Response(204))

    client.items.clear()
    assert sent.last.content == b""
    client.items.clear(why="old")
    assert sent.body == {"why": "old"}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ("{type: array, items: {$ref: '#/components/schemas/Item'}}", [{"id": "a"}]),
        ("{type: object}", {"any": 1}),
        ("{type: string}", "text"),
    ],
)
def test_a_body_that_is_no_object_with_properties_is_one_keyword(make, schema, value):
    body = f"""
    requestBody:
      required: true
      content: {{application/json: {{schema: {schema}}}}}
    responses: {{'204': {{description: done}}}}
"""
    generated = make(operation("/v1/items", "post", "items.add", body), ITEM)
    client, sent = generated.client(httpx.Response(204))

    client.items.add(body=value)

    assert sent.body == value


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


def test_one_name_in_several_places_is_two_keywords(make):
    generated = make(
        """
        /v1/items/{id}:
          put:
            operationId: items.replace
            parameters:
              - {name: id, in: path, required: true, schema: {type: string}}
              - {name: timeout, in: query, schema: {type: integer}}
            requestBody:
              required: true
              content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}
            responses: {'204': {description: done}}
        """,
        ITEM,
    )
    client, sent = generated.client(httpx.Response(204))

    client.items.replace(id="path", body_id="body", query_timeout=3)

    assert (sent.last.url.path, sent.body) == ("/v1/items/path", {"id": "body"})
    assert sent.last.url.params["timeout"] == "3"


@pytest.mark.parametrize("place", ["path", "query", "header"])
def test_the_contract_tests_call_the_parameters_as_the_method_does(make, read, place):
    paths = f"""
    /v1/items/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}, example: a}}]
      put:
        operationId: items.replace
        parameters:
          - {{name: model, in: {place}, required: true, schema: {{type: string}}, example: b}}
        requestBody:
          required: true
          content:
            application/json:
              schema:
                type: object
                required: [model, id, timeout, self]
                properties:
                  self: {{type: string}}
                  id: {{type: string}}
                  model: {{type: string}}
                  timeout: {{type: integer}}
              examples: {{one: {{value: {{self: c, id: d, model: e, timeout: 3}}}}}}
        responses: {{'204': {{description: done}}}}
    """.replace("/{id}:", "/{id}/{model}:" if place == "path" else "/{id}:")
    client, sent = make(paths).client(httpx.Response(204))
    (described,) = operations(read(text_of(paths)))

    client.items.replace(**described.sample())

    assert sent.body == described.sample_body
    arrived = {
        "path": sent.last.url.path.rpartition("/")[2],
        "query": sent.last.url.params.get("model"),
        "header": sent.last.headers.get("model"),
    }
    assert arrived[place] == "b"


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


STREAMING = """
/v1/talk:
  post:
    operationId: talk.start
    requestBody:
      required: true
      content:
        application/json:
          schema: {type: object, properties: {live: {type: [boolean, 'null']}}}
    responses:
      '200':
        description: said
        content:
          application/json: {schema: {$ref: '#/components/schemas/Item'}}
          text/event-stream:
            x-itemSchema: {anyOf: [{$ref: '#/components/schemas/Word'}, {$ref: '#/components/schemas/Oops'}]}
            x-stream-when: live
            x-stream-end: '[END]'
      '400':
        description: Not so.
        x-hint: Speak up.
        content: {application/json: {schema: {$ref: '#/components/schemas/Oops'}}}
"""
STREAMED = (
    ITEM
    + """
Word: {type: object, required: [w], properties: {w: {type: string}}}
Oops: {type: object, required: [error], properties: {error: {type: object}}}
"""
)
EVENTS = httpx.Response(
    200,
    headers={"content-type": "text/event-stream"},
    text='data: {"w": "a"}\n\ndata: {"w": "b"}\n\ndata: [END]\n\n',
)


def test_the_property_that_the_document_names_selects_the_stream(make):
    generated = make(STREAMING, STREAMED)

    def answer(request):
        return EVENTS if json.loads(request.content).get("live") else OK

    client, sent = generated.client(answer)

    assert [word.w for word in client.talk.start(live=True)] == ["a", "b"]
    assert sent.body == {"live": True}
    assert client.talk.start(live=False) == generated.models.Item(id="a")
    assert client.talk.start() == generated.models.Item(id="a")


def test_error_bodies_are_no_members_of_the_stream_and_no_models(make):
    generated = make(STREAMING, STREAMED)

    assert "Oops" not in generated.models.__all__
    assert "Stream[Word]" in generated.source("resources/talk.py")


def test_hints_of_the_document_reach_the_error(make):
    generated = make(STREAMING, STREAMED)
    client, _ = generated.client(httpx.Response(400, json={"error": {"message": "no"}}))

    with pytest.raises(Exception, match="Speak up"):
        client.talk.start()


def test_an_operation_that_only_streams_needs_no_selection(make):
    generated = make(
        """
        /v1/news:
          get:
            operationId: news.follow
            responses:
              '200':
                description: news
                content: {text/event-stream: {x-itemSchema: {$ref: '#/components/schemas/Word'}}}
        """,
        STREAMED,
    )
    client, _ = generated.client(
        httpx.Response(
            200, headers={"content-type": "text/event-stream"}, text='data: {"w": "a"}\n\n'
        )
    )

    with client.news.follow() as words:
        assert [word.w for word in words] == ["a"]


def test_events_of_several_kinds_are_told_apart(make):
    generated = make(
        """
        /v1/news:
          get:
            operationId: news.follow
            responses:
              '200':
                description: news
                content:
                  text/event-stream:
                    x-itemSchema:
                      oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
        """,
        """
        A: {type: object, required: [t], properties: {t: {const: a}}}
        B: {type: object, required: [t], properties: {t: {const: b}}}
        """,
    )
    client, _ = generated.client(
        httpx.Response(
            200,
            headers={"content-type": "text/event-stream"},
            text='data: {"t": "b"}\n\ndata: {"t": "a"}\n\n',
        )
    )

    assert list(client.news.follow()) == [generated.models.B(), generated.models.A()]


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


def test_events_of_any_kind_come_as_they_are(make):
    generated = make(
        """
        /v1/news:
          get:
            operationId: news.follow
            responses:
              '200':
                description: news
                content: {text/event-stream: {x-itemSchema: true}}
        """
    )
    client, _ = generated.client(
        httpx.Response(
            200, headers={"content-type": "text/event-stream"}, text='data: {"a": 1}\n\n'
        )
    )

    assert list(client.news.follow()) == [{"a": 1}]
