"""What a new endpoint takes becomes keywords of its method, and arrives where the document says."""

from operator import attrgetter

import httpx
import pytest

from scaleway_genapi._core import UNSET
from tests.contract.operations import operations
from tests.generator.inline_documents import ITEM, OK, operation, text_of


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
