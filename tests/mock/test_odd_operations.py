"""Operations of every kind are served as soon as they stand in a document."""

from __future__ import annotations

import pytest

from scaleway_genapi_mock import FULL_ACCESS_KEY

from .conftest import events

DOCUMENT = """
    openapi: 3.1.0
    info: {title: Odd, version: "1"}
    components:
      securitySchemes:
        bearer: {type: http, scheme: bearer}
        keyed: {type: apiKey, in: header, name: X-Api-Key}
        cookied: {type: apiKey, in: cookie, name: session}
        queried: {type: apiKey, in: query, name: key}
        basic: {type: http, scheme: basic}
      schemas:
        default: {type: object, required: [id], properties: {id: {type: string, pattern: "^i[0-9]{3}$"}}}
        Event:
          oneOf:
            - {type: object, required: [type, delta], properties: {type: {const: delta}, delta: {type: string}}}
            - {type: object, required: [type], properties: {type: {const: completed}}}
    paths:
      /files/{id}:
        parameters: [{name: id, in: path, required: true, schema: {type: string}}]
        get:
          responses:
            "200":
              description: A file
              headers:
                content-disposition: {schema: {type: string}, example: 'attachment; filename="a.bin"'}
                x-unseen: {schema: {type: string}}
              content: {application/octet-stream: {schema: {type: string, format: binary}}}
        put:
          requestBody: {required: true, content: {application/octet-stream: {schema: {type: string, format: binary}}}}
          responses: {"201": {description: There, content: {application/json: {schema: {$ref: "#/components/schemas/default"}}}}}
        delete: {responses: {"202": {description: Later}}}
      /any:
        get: {responses: {default: {description: Whatever, content: {application/json: {schema: {$ref: "#/components/schemas/default"}}}}}}
      /many:
        get:
          responses:
            "200":
              description: Several
              content:
                application/json: {example: {a: 1}}
                text/csv: {example: "a,b"}
                text/html: {example: "<p>"}
      /transcriptions:
        post:
          requestBody:
            required: true
            content:
              multipart/form-data:
                schema:
                  type: object
                  required: [file, model]
                  properties:
                    file: {type: string, format: binary}
                    model: {type: string}
                    temperature: {type: number, maximum: 1}
                    words: {type: array, maxItems: 2, items: {type: string}}
          responses: {"200": {description: Text, content: {text/plain: {schema: {type: string}}}}}
      /form:
        post:
          requestBody:
            required: true
            content:
              application/x-www-form-urlencoded:
                schema: {type: object, required: [a], properties: {a: {type: integer}, b: {type: array, items: {type: string}}}}
          responses: {"204": {description: Taken}}
      /responses:
        post:
          requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {stream: {type: boolean}}}}}}
          responses:
            "200":
              description: Events
              content:
                application/json: {schema: {$ref: "#/components/schemas/default"}}
                text/event-stream: {x-stream-when: stream, x-itemSchema: {$ref: "#/components/schemas/Event"}}
      /bearer: {get: {security: [{bearer: []}], responses: {"204": {description: In}}}}
      /keyed: {get: {security: [{keyed: []}], responses: {"204": {description: In}}}}
      /cookied: {get: {security: [{cookied: []}], responses: {"204": {description: In}}}}
      /queried: {get: {security: [{queried: []}], responses: {"204": {description: In}}}}
      /basic: {get: {security: [{basic: []}], responses: {"204": {description: In}}}}
      /either: {get: {security: [{bearer: []}, {keyed: []}], responses: {"204": {description: In}}}}
      /open: {get: {security: [{}], responses: {"204": {description: In}}}}
"""
BEARER = {"headers": {"authorization": f"Bearer {FULL_ACCESS_KEY}"}}
KEYED = {"headers": {"x-api-key": FULL_ACCESS_KEY}}


@pytest.fixture
def odd(serving):
    return serving(DOCUMENT)


def test_a_file_comes_with_the_headers_that_the_document_shows(odd):
    response = odd.get("/files/a")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == 'attachment; filename="a.bin"'
    assert "x-unseen" not in response.headers
    assert response.content


def test_a_body_of_bytes_is_taken(odd):
    response = odd.put(
        "/files/a", content=b"\0\1", headers={"content-type": "application/octet-stream"}
    )
    assert response.status_code == 201
    assert response.json()["id"].startswith("i")


def test_an_answer_without_content_has_its_status(odd):
    response = odd.delete("/files/a")
    assert (response.status_code, response.content) == (202, b"")


def test_a_default_response_is_followed_to_its_schema(odd):
    response = odd.get("/any")
    assert response.status_code == 200
    assert response.json()["id"].startswith("i")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("text/*", "text/csv"),
        ("text/html;q=0.9, text/csv;q=0.1", "text/html"),
        ("application/json;q=0.1, text/html", "text/html"),
        ("text/csv;q=0, text/*", "text/html"),
        ("image/png", "application/json"),
        ("text/html;q=wrong, text/csv;q=0.2", "text/csv"),
    ],
)
def test_the_media_type_is_the_one_that_is_wanted_most(odd, accept, chosen):
    assert odd.get("/many", headers={"accept": accept}).headers["content-type"] == chosen


FILE = {"file": ("a.wav", b"RIFF")}


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ({"files": FILE, "data": {"model": "m"}}, ""),
        ({"files": FILE, "data": {"model": "m", "temperature": "0.5", "words": ["1", "b"]}}, ""),
        ({"files": FILE}, "model: is required"),
        ({"files": {"other": ("a", b"x")}, "data": {"model": "m"}}, "file: is required"),
        ({"files": FILE, "data": {"model": "m", "temperature": "5"}}, "temperature: 5 is greater"),
        ({"files": FILE, "data": {"model": "m", "words": ["a", "b", "c"]}}, "words: "),
        ({"content": b"x", "headers": {"content-type": "multipart/form-data"}}, "no boundary"),
        (
            {"content": b"x", "headers": {"content-type": "multipart/form-data; boundary=b"}},
            "does not consist of parts",
        ),
        ({"json": {}}, "content-type must be multipart/form-data, got application/json"),
    ],
)
def test_an_upload_is_checked_field_by_field(odd, request_, says):
    response = odd.post("/transcriptions", **request_)
    assert response.status_code == (400 if says else 200), response.text
    assert says in response.text


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("a=1&b=2&b=3", ""),
        ("a=1&b=2", ""),
        ("b=1", "a: is required"),
        ("a=x", "is not an integer"),
    ],
)
def test_a_form_is_read_by_the_types_of_its_schema(odd, body, says):
    headers = {"content-type": "application/x-www-form-urlencoded"}
    response = odd.post("/form", content=body, headers=headers)
    assert response.status_code == (400 if says else 204), response.text
    assert says in response.text


def test_events_of_several_types_are_streamed_when_asked_for(odd):
    streamed = odd.post("/responses", json={"stream": True})
    assert all('"type"' in event for event in events(streamed))
    assert odd.post("/responses", json={}).json()["id"].startswith("i")


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/bearer", BEARER),
        ("/keyed", KEYED),
        ("/cookied", {"headers": {"cookie": f"a=b; session={FULL_ACCESS_KEY}"}}),
        ("/queried", {"params": {"key": FULL_ACCESS_KEY}}),
        ("/basic", {"auth": ("me", FULL_ACCESS_KEY)}),
        ("/either", BEARER),
        ("/either", KEYED),
    ],
)
def test_the_key_is_looked_for_where_the_document_puts_it(odd, path, sent):
    assert odd.get(path).status_code == 401
    assert odd.get(path, **sent).status_code == 204


def test_a_key_at_another_place_is_none(odd):
    assert odd.get("/keyed", **BEARER).status_code == 401
    assert odd.get("/bearer", **KEYED).status_code == 401
    assert odd.get("/keyed", headers={"x-api-key": "unknown"}).status_code == 403
    assert odd.get("/open").status_code == 204
