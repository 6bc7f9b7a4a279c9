"""What OpenAPI lets a document say is done as it says, or refused with a reason; nothing is ignored."""

from __future__ import annotations

import gzip

import httpx
import pytest

from scaleway_genapi_mock import FULL_ACCESS_KEY, MockServer

from .conftest import PLAIN

DOCUMENT = """
    openapi: 3.1.0
    info: {title: Letters, version: "1"}
    components:
      securitySchemes:
        a: {type: apiKey, in: header, name: X-A}
        b: {type: apiKey, in: query, name: b}
        bearer: {type: http, scheme: bearer}
        basic: {type: http, scheme: basic}
      schemas:
        Shape:
          oneOf:
            - {type: object, required: [kind, r], properties: {kind: {const: circle}, r: {type: number}}}
            - {type: object, required: [kind, a], properties: {kind: {const: square}, a: {type: integer}}}
    paths:
      /documents:
        post:
          requestBody:
            required: true
            content:
              application/json: {schema: {type: object, required: [full], properties: {full: {type: string}}}}
              application/merge-patch+json: {schema: {type: object, minProperties: 1, properties: {part: {type: integer}}}}
          responses:
            "200": {description: Done, content: {application/json: {example: {is: exact}}}}
            "2XX": {description: Done, content: {application/json: {example: {is: range}}}}
            "400": {description: Wrong, content: {application/json: {example: {error: {message: exact, code: 400}}}}}
            "4XX": {description: Wrong, content: {application/json: {example: {error: {message: range, code: 499}}}}}
      /anything:
        post:
          requestBody: {required: true, content: {"application/*": {schema: {type: object, required: [a]}}}}
          responses: {"204": {description: Done}}
      /shapes/{id}:
        parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
        get:
          responses:
            default: {description: A shape, content: {application/json: {schema: {$ref: "#/components/schemas/Shape"}}}}
      /compare/{base}...{head}:
        get:
          parameters:
            - {name: base, in: path, required: true, schema: {type: string, maxLength: 3}}
            - {name: head, in: path, required: true, schema: {type: string, minLength: 2}}
          responses: {"204": {description: Compared}}
      /tiles/{tile}:
        parameters: [{name: tile, in: path, required: true, schema: {type: string}}]
        get: {responses: {"200": {description: One, content: {text/plain: {example: one}}}}}
      /tiles/{x}-{y}.json:
        parameters:
          - {name: x, in: path, required: true, schema: {type: integer}}
          - {name: y, in: path, required: true, schema: {type: integer}}
        get: {responses: {"200": {description: Two, content: {text/plain: {example: two}}}}}
      /redirect:
        get:
          responses:
            "302":
              description: There
              headers:
                Location: {schema: {type: string}, example: /documents}
                X-Must: {required: true, schema: {type: integer, minimum: 5, maximum: 5}}
      /headers:
        get:
          responses:
            "200":
              description: Many
              headers:
                Content-Type: {schema: {type: string}, example: text/html}
                X-Bool: {required: true, schema: {const: true}}
                X-List: {required: true, schema: {const: [92, 80]}}
                X-Map: {required: true, schema: {const: {a: 1, b: 2}}}
                X-Pairs: {required: true, explode: true, schema: {const: {a: 1, b: 2}}}
                X-Lines: {required: true, schema: {const: "one\\r\\ntwo"}}
                X-Json: {required: true, content: {application/json: {schema: {const: {a: [1]}}}}}
                X-Named: {examples: {one: {value: [a, b]}}}
              content: {application/json: {example: {}}}
      /both: {get: {security: [{a: [], b: []}], responses: {"204": {description: In}}}}
      /bearer: {get: {security: [{bearer: []}], responses: {"204": {description: In}, "401": {description: Out, content: {application/json: {example: {error: {message: is missing}}}}}}}}
      /basic: {get: {security: [{basic: []}], responses: {"204": {description: In}}}}
      /elsewhere:
        servers: [{url: "https://other.example.com/base"}]
        get: {responses: {"204": {description: There}}}
        put: {servers: [{url: "https://third.example.com/own"}], responses: {"204": {description: There}}}
      /ranges/image: {get: {responses: {"200": {description: One, content: {"image/*": {schema: {type: string}}}}}}}
      /ranges/all: {get: {responses: {"200": {description: One, content: {"*/*": {schema: {type: string}}}}}}}
      /ranges/object: {get: {responses: {"200": {description: One, content: {"*/*": {schema: {type: object}}}}}}}
      /xml: {get: {responses: {"200": {description: One, content: {application/xml: {schema: {type: object}}}}}}}
      /empty:
        get:
          parameters:
            - {name: may, in: query, allowEmptyValue: true, schema: {type: boolean}}
            - {name: not, in: query, schema: {type: boolean}}
          responses: {"204": {description: Done}}
      /impossible: {get: {responses: {"200": {description: None, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer, minimum: 5, maximum: 4}}}}}}}}}
      /impossible/events: {get: {responses: {"200": {description: None, content: {text/event-stream: {x-itemSchema: {type: string, maxLength: 1, minLength: 2}}}}}}}
      /impossible/header: {get: {responses: {"204": {description: None, headers: {X-A: {required: true, schema: {enum: [1], const: 2}}}}}}}
"""
MERGE = {"content-type": "application/merge-patch+json"}
JSON = {"content-type": "application/json"}


@pytest.fixture
def client(serving):
    return serving(DOCUMENT)


def message(response):
    return response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("body", "headers", "says"),
    [
        ('{"full": "x"}', JSON, ""),
        ('{"part": 1}', JSON, "full: is required"),
        ('{"part": 1}', MERGE, ""),
        ('{"part": "x"}', MERGE, 'part: "x" is not an integer'),
        ('{"full": "x"}', MERGE | {"content-type": "Application/Merge-Patch+JSON; a=b"}, ""),
        ("{}", MERGE, "{} has less than 1 property"),
    ],
)
def test_a_body_is_checked_by_the_schema_of_its_media_type(client, body, headers, says):
    response = client.post("/documents", content=body, headers=headers)
    assert response.status_code == (400 if says else 200), response.text
    assert says in response.text or says in message(response)


def test_the_strict_check_is_that_of_the_media_type(serving):
    client = serving(DOCUMENT, strict=True)
    assert client.post("/documents", content='{"part": 1}', headers=MERGE).status_code == 200
    refused = client.post("/documents", content='{"full": "x"}', headers=MERGE)
    assert message(refused) == "full: is not a known property"


def test_json_of_a_range_of_media_types_is_checked_by_the_schema_of_the_range(client):
    assert client.post("/anything", json={"a": 1}).status_code == 204
    assert message(client.post("/anything", json={})) == "a: is required"


def test_a_status_of_its_own_stands_above_a_range(client):
    assert client.post("/documents", json={"full": "x"}).json() == {"is": "exact"}


@pytest.mark.parametrize(("status", "says"), [(400, "exact"), (410, "range")])
def test_errors_come_from_the_response_of_their_status_else_of_the_range(tmp_path, status, says):
    path = tmp_path / "openapi.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    with MockServer(path) as server:
        server.fail_next(status)
        response = httpx.post(f"{server.url}/documents", json={"full": "x"}, verify=PLAIN)
    assert response.status_code == status
    assert message(response) == says


def test_a_default_response_without_a_place_for_a_reason_is_no_envelope(client):
    response = client.get("/shapes/x")
    assert response.status_code == 400
    assert message(response) == 'path parameter id: "x" is not an integer'


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/compare/a...bc", 204),
        ("/compare/a...b", 400),
        ("/compare/abcd...bc", 400),
        ("/compare/a......b", 204),
        ("/compare/a..b", 404),
        ("/compare/...b", 404),
        ("/compare/a...", 404),
    ],
)
def test_several_parameters_may_stand_in_one_segment(client, path, status):
    assert client.get(path).status_code == status


@pytest.mark.parametrize(
    ("path", "says"),
    [("/tiles/1-2.json", "two"), ("/tiles/1-2.xml", "one"), ("/tiles/-2.json", "one")],
)
def test_a_segment_with_more_of_its_own_is_more_specific(client, path, says):
    assert client.get(path).text == says


def test_an_answer_without_a_body_has_the_headers_of_the_document(client):
    response = client.get("/redirect")
    assert (response.status_code, response.content) == (302, b"")
    assert response.headers["location"] == "/documents"
    assert response.headers["x-must"] == "5"
    assert "content-type" not in response.headers


def test_values_stand_in_headers_by_the_style_simple(client):
    headers = client.get("/headers").headers
    assert headers["x-bool"] == "true"
    assert headers["x-list"] == "92,80"
    assert headers["x-map"] == "a,1,b,2"
    assert headers["x-pairs"] == "a=1,b=2"
    assert headers["x-lines"] == "one%0D%0Atwo"
    assert headers["x-json"] == '{"a":[1]}'
    assert headers["x-named"] == "a,b"


def test_the_content_type_is_that_of_the_content(client):
    assert client.get("/headers").headers["content-type"] == "application/json"


def test_schemes_that_are_required_together_are_needed_together(client):
    header, query = {"x-a": FULL_ACCESS_KEY}, {"b": FULL_ACCESS_KEY}
    assert client.get("/both", headers=header).status_code == 401
    assert client.get("/both", params=query).status_code == 401
    assert client.get("/both", headers=header, params={"b": "unknown"}).status_code == 403
    assert client.get("/both", headers=header, params=query).status_code == 204


@pytest.mark.parametrize(
    ("path", "sent", "says"),
    [
        ("/bearer", "Basic abc", "The Authorization header is not of the form `Bearer <key>`."),
        ("/bearer", FULL_ACCESS_KEY, "is not of the form `Bearer <key>`."),
        ("/basic", "Bearer abc", "is not of the form `Basic <user:key in base64>`."),
    ],
)
def test_a_key_by_another_scheme_is_told_which_one_is_wanted(client, path, sent, says):
    response = client.get(path, headers={"authorization": sent})
    assert response.status_code == 401
    assert says in response.text
    assert FULL_ACCESS_KEY not in response.text


def test_without_the_header_the_words_are_those_of_the_document(client):
    assert message(client.get("/bearer")) == "is missing"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/base/elsewhere", 204),
        ("PUT", "/own/elsewhere", 204),
        ("GET", "/elsewhere", 404),
        ("PUT", "/base/elsewhere", 405),
        ("GET", "/base/redirect", 404),
    ],
)
def test_servers_of_a_path_and_of_an_operation_replace_those_of_the_document(
    client, method, path, status
):
    assert client.request(method, path).status_code == status


@pytest.mark.parametrize(
    ("path", "sent"),
    [("image", "image/png"), ("all", "text/plain"), ("object", "application/json")],
)
def test_of_a_range_of_media_types_one_that_is_in_it_is_sent(client, path, sent):
    assert client.get(f"/ranges/{path}").headers["content-type"] == sent


def test_a_parameter_may_be_empty_where_the_document_allows_it(client):
    assert client.get("/empty?may=").status_code == 204
    assert client.get("/empty?may").status_code == 204
    assert client.get("/empty?not=").status_code == 400
    assert client.get("/empty?may=x").status_code == 400


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (
            "/impossible",
            "#/paths/~1impossible/get/responses/200/content/application~1json/schema",
        ),
        (
            "/impossible/events",
            "#/paths/~1impossible~1events/get/responses/200/content/text~1event-stream/x-itemSchema",
        ),
        ("/impossible/header", "The document allows no header X-A"),
    ],
)
def test_an_answer_that_cannot_be_made_is_an_error_that_says_where_and_why(client, path, says):
    response = client.get(path)
    assert response.status_code == 500
    assert says in message(response)


ENCODED = {
    "gzip, as it is said": (
        gzip.compress(b"{}"),
        {"content-encoding": "gzip"},
        "content-encoding: gzip is not read here; send the body as it is.",
    ),
    "gzip, and nothing said": (gzip.compress(b"{}"), {}, "the body is compressed (gzip)"),
    "UTF-16, as it is said": (
        "{}".encode("utf-16"),
        {"content-type": "application/json; charset=UTF-16"},
        "the charset is utf-16, and JSON is sent in UTF-8",
    ),
    "UTF-16, and nothing said": ("{}".encode("utf-16"), {}, "byte 0 is 0xff"),
    "UTF-16 without a mark": ("{}".encode("utf-16-le"), {}, "it looks like UTF-16"),
    "Latin-1": ('{"full": "é"}'.encode("latin-1"), {}, "the body is not UTF-8: byte 10 is 0xe9"),
}


@pytest.mark.parametrize(("body", "headers", "says"), ENCODED.values(), ids=ENCODED)
def test_a_body_in_another_encoding_is_told_so(client, body, headers, says):
    response = client.post("/documents", content=body, headers=JSON | headers)
    assert response.status_code == 400
    assert says in message(response)


LISTS = """
    openapi: 3.1.0
    info: {title: Lists, version: "1"}
    components:
      schemas:
        Model: {type: object, required: [id], properties: {id: {type: string}}}
        Models: {type: object, x-iterate: data, properties: {data: {type: array, items: {$ref: "#/components/schemas/Model"}}}}
    paths:
      /models:
        get:
          responses: {"200": {description: All, content: {application/json: {schema: {$ref: "#/components/schemas/Models"}, example: {data: [{id: m1}]}}}}}
      /batches:
        get:
          responses:
            "200":
              description: All
              content:
                application/json:
                  schema:
                    type: object
                    x-iterate: data
                    properties:
                      data: {type: array, items: {type: object, required: [id], properties: {id: {type: string}, age: {type: integer}}}}
                  example: {data: [{id: b1, age: 1}, {id: b2, age: 2}]}
      /batches/{batch_id}:
        parameters: [{name: batch_id, in: path, required: true, schema: {type: string, x-error-status: {unknown: 404}}}]
        get:
          responses:
            "200":
              description: One
              content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: string}, age: {type: integer}}}}}
"""


def test_a_list_whose_items_have_no_name_is_named_by_the_path_of_one(serving):
    client = serving(LISTS)
    assert client.get("/batches/b2").json() == {"id": "b2", "age": 2}
    assert client.get("/batches/nope").status_code == 404


def test_models_of_the_settings_are_models_and_no_other_things(serving):
    client = serving(LISTS, models=["mine"])
    assert client.get("/models").json() == {"data": [{"id": "mine"}]}
    assert [item["id"] for item in client.get("/batches").json()["data"]] == ["b1", "b2"]
    assert client.get("/batches/b2").status_code == 200
    assert client.get("/batches/mine").status_code == 404
