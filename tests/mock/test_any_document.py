"""The mock serves whatever document it is given: nothing in it knows the API that ships with it."""

from __future__ import annotations

import json

import httpx
import pytest

from scaleway_genapi_mock import DocumentError, MockServer

from .conftest import events

PETS = """
    openapi: 3.1.0
    info: {title: Pets, version: "1"}
    servers: [{url: "https://pets.example/api"}]
    components:
      schemas:
        Pet:
          type: object
          required: [id, name]
          properties:
            id: {type: integer, minimum: 1}
            name: {type: string, pattern: "^[A-Z][a-z]+$"}
            friends: {type: array, items: {$ref: "#/components/schemas/Pet"}}
        Problem:
          type: object
          required: [title, status]
          properties:
            title: {type: string}
            status: {type: integer}
            detail: {type: string}
    paths:
      /pets/{id}:
        parameters:
          - {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}
        get:
          operationId: pets.get
          parameters:
            - {name: full, in: query, schema: {type: boolean}}
            - {name: x-trace, in: header, required: true, schema: {type: string, minLength: 2}}
            - {name: tag, in: query, schema: {type: array, maxItems: 2, items: {type: string}}}
          responses:
            "200":
              description: A pet
              headers:
                etag: {required: true, schema: {type: string}, example: abc}
              content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}
            default:
              description: A problem
              content: {application/json: {schema: {$ref: "#/components/schemas/Problem"}}}
      /pets/mine:
        get:
          operationId: pets.mine
          responses: {"204": {description: None}}
      /pets:
        post:
          operationId: pets.create
          requestBody:
            required: true
            content:
              application/json:
                schema: {$ref: "#/components/schemas/Pet"}
                examples:
                  rex: {value: {id: 1, name: Rex}}
                  tom: {value: {id: 2, name: Tom}}
          responses:
            "201":
              description: Created
              content:
                application/json:
                  examples:
                    first: {value: {id: 9, name: Any}}
                    tom: {value: {id: 2, name: Tommy}}
                text/plain:
                  example: made
      /pets/events:
        get:
          operationId: pets.watch
          responses:
            "200":
              description: Events
              content:
                text/event-stream:
                  x-itemSchema: {$ref: "#/components/schemas/Pet"}
                  x-stream-end: bye
      /pets/story:
        post:
          operationId: pets.story
          requestBody:
            content:
              application/json:
                schema: {type: object, properties: {live: {type: boolean}}}
          responses:
            "200":
              description: A story
              content:
                application/json: {example: whole}
                text/event-stream:
                  x-stream-when: live
                  x-itemSchema: {type: string}
                  x-stream-end: END
                  example: |
                    data: "a"

                    data: "b"

                    data: END
"""
TRACE = {"x-trace": "abc"}


@pytest.fixture
def pets(serving):
    return serving(PETS)


def test_a_value_is_generated_where_there_is_no_example(pets):
    response = pets.get("/api/pets/5", headers=TRACE)
    assert response.status_code == 200
    assert response.json()["name"].istitle()
    assert response.headers["etag"] == "abc"
    assert pets.get("/api/pets/5", headers=TRACE).content == response.content


def test_a_generated_value_may_be_an_integer_of_more_than_64_bits(serving):
    client = serving("""
        openapi: 3.1.0
        info: {title: Large, version: "1"}
        paths:
          /large:
            get:
              responses:
                "200":
                  description: A large number
                  content: {application/json: {schema: {type: integer, minimum: 10000000000000000000000000}}}
    """)
    answer = client.get("/large")
    assert answer.status_code == 200
    assert int(answer.text) >= 10**25


def test_the_seed_decides_the_generated_value(serving, pets):
    first = pets.get("/api/pets/5", headers=TRACE).json()
    second = serving(PETS, seed=7).get("/api/pets/5", headers=TRACE).json()
    assert first != second


def test_the_path_of_the_server_belongs_to_the_route(pets):
    assert pets.get("/pets/mine").status_code == 404
    assert pets.get("/api/pets/mine").status_code == 204


def test_without_security_no_key_is_asked_for(pets):
    assert pets.get("/api/pets/mine").status_code == 204


@pytest.mark.parametrize(
    ("path", "headers", "says"),
    [
        ("/api/pets/0", TRACE, "path parameter id"),
        ("/api/pets/rex", TRACE, "path parameter id"),
        ("/api/pets/5?full=maybe", TRACE, "query parameter full"),
        ("/api/pets/5?tag=a&tag=b&tag=c", TRACE, "query parameter tag"),
        ("/api/pets/5", {}, "header parameter x-trace is required"),
        ("/api/pets/5", {"x-trace": "a"}, "header parameter x-trace"),
    ],
)
def test_parameters_are_checked_and_named(pets, path, headers, says):
    response = pets.get(path, headers=headers)
    assert response.status_code == 400
    assert says in response.text


def test_the_error_body_follows_the_schema_of_the_document(pets):
    assert pets.get("/api/pets/0", headers=TRACE).json()["title"] == "Bad Request"


def test_the_example_that_fits_the_request_is_answered(pets):
    assert pets.post("/api/pets", json={"id": 2, "name": "Tom"}).json()["name"] == "Tommy"
    other = pets.post("/api/pets", json={"id": 3, "name": "Kim"})
    assert other.json()["name"] == "Any"
    assert other.status_code == 201


def test_accept_chooses_the_media_type(pets):
    response = pets.post(
        "/api/pets", json={"id": 2, "name": "Tom"}, headers={"accept": "text/plain"}
    )
    assert response.text == "made"
    assert response.headers["content-type"] == "text/plain"


def test_events_are_generated_from_the_schema_of_an_item(pets):
    response = pets.get("/api/pets/events")
    assert response.headers["content-type"] == "text/event-stream"
    *items, end = events(response)
    assert end == "bye"
    assert len(items) == 3
    assert all(json.loads(item)["id"] >= 1 for item in items)


def test_the_property_that_the_document_names_selects_the_stream(pets):
    assert pets.post("/api/pets/story", json={}).json() == "whole"
    assert pets.post("/api/pets/story", json={"live": False}).json() == "whole"
    assert events(pets.post("/api/pets/story", json={"live": True})) == ['"a"', '"b"', "END"]
    assert pets.post("/api/pets/story").json() == "whole"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("openapi: 3.0.0\n", "3.1"),
        ("openapi: [\n", "openapi.yaml:"),
        (PETS.replace("minimum: 1", "minimum: one", 1), "minimum"),
        (PETS.replace("#/components/schemas/Problem", "#/components/schemas/None", 1), "None"),
        (PETS.replace("x-stream-end: bye", "x-strem-end: bye"), ":74: unknown extension"),
        (PETS.replace("live: {", "live: {x-legacy-errors: null, "), 'is not of type "array"'),
        (PETS.replace("title: Pets,", "title: Pets, x-hint: x,"), "stands on a response object"),
    ],
)
def test_a_document_that_cannot_be_served_is_refused_with_its_place(tmp_path, text, says):
    import textwrap

    path = tmp_path / "openapi.yaml"
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        MockServer(path)
    assert says in str(caught.value)
    assert f"{path}" in str(caught.value)


def test_a_list_of_things_decides_which_of_them_exist(serving):
    client = serving("""
        openapi: 3.1.0
        info: {title: T, version: "1"}
        components:
          schemas:
            Voice: {type: object, required: [id], properties: {id: {type: string}}}
            VoiceList:
              type: object
              x-iterate: items
              properties: {items: {type: array, items: {$ref: "#/components/schemas/Voice"}}}
        paths:
          /voices:
            get:
              operationId: voices.list
              responses:
                "200":
                  description: V
                  content:
                    application/json:
                      schema: {$ref: "#/components/schemas/VoiceList"}
                      example: {items: [{id: anna}, {id: bert}]}
          /speak:
            post:
              operationId: speak
              requestBody:
                content:
                  application/json:
                    schema:
                      type: object
                      required: [voice]
                      properties:
                        voice: {type: string, x-error-status: {missing: 409, unknown: 410}}
                        speed:
                          type: integer
                          x-error-status: {cap: 413}
                          x-model-caps: {anna: 3}
              responses: {"204": {description: Spoken}}
    """)
    assert client.post("/speak", json={"voice": "anna"}).status_code == 204
    assert client.post("/speak", json={}).status_code == 409
    assert client.post("/speak", json={"voice": "carl"}).status_code == 410
    assert client.post("/speak", json={"voice": "anna", "speed": 4}).status_code == 413
    assert client.post("/speak", json={"voice": "bert", "speed": 4}).status_code == 204


THINGS = """
openapi: 3.1.0
info: {title: T, version: "1"}
components:
  schemas:
    Voice:
      type: object
      required: [id]
      properties: {id: {type: string}, age: {type: integer}}
    VoiceList:
      type: object
      x-iterate: items
      properties: {items: {type: array, items: {$ref: "#/components/schemas/Voice"}}}
paths:
  /voices:
    get:
      operationId: voices.list
      responses:
        "200":
          description: V
          content:
            application/json:
              schema: {$ref: "#/components/schemas/VoiceList"}
              example: {items: [{id: anna, age: 1}, {id: bert, age: 2}, {id: "c/d", age: 3}]}
  /voices/{voice_id}:
    parameters:
      - {name: voice_id, in: path, required: true, schema: {type: string, RULE}}
    get:
      operationId: voices.retrieve
      responses:
        "200":
          description: V
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Voice"}
              examples:
                first: {value: {id: anna, age: 10}}
                second: {value: {id: bert, age: 20}}
        "404":
          description: None
          content: {application/json: {example: {error: {message: Nobody sings so.}}}}
    delete:
      operationId: voices.delete
      responses: {"204": {description: Gone}, "404": {description: None}}
"""


def test_what_a_path_names_must_be_in_its_list(serving):
    client = serving(THINGS.replace("RULE", "x-error-status: {unknown: 404}"))
    assert client.delete("/voices/anna").status_code == 204
    assert client.delete("/voices/c%2Fd").status_code == 204
    assert client.delete("/voices/carl").status_code == 404
    missing = client.get("/voices/carl")
    assert missing.status_code == 404
    assert missing.json()["error"]["message"] == "Nobody sings so."


def test_what_a_path_names_is_answered_by_its_example_or_else_by_the_item_of_the_list(serving):
    client = serving(THINGS.replace("RULE", "x-error-status: {unknown: 404}"))
    assert client.get("/voices/bert").json() == {"id": "bert", "age": 20}
    assert client.get("/voices/c%2Fd").json() == {"id": "c/d", "age": 3}


def test_without_a_rule_the_example_of_what_a_path_names_comes_else_the_first(serving):
    client = serving(THINGS.replace("RULE", "minLength: 1"))
    assert client.get("/voices/bert").json() == {"id": "bert", "age": 20}
    assert client.get("/voices/carl").json() == {"id": "anna", "age": 10}


def test_a_server_variable_with_values_accepts_those_alone(serving):
    client = serving("""
        openapi: 3.1.0
        info: {title: T, version: "1"}
        servers:
          - url: https://x.example/{region}/v2
            variables: {region: {default: fr, enum: [fr, nl]}}
        paths:
          /ping: {get: {operationId: ping, responses: {"204": {description: P}}}}
    """)
    assert client.get("/fr/v2/ping").status_code == 204
    assert client.get("/pl/v2/ping").status_code == 404
    assert client.get("/ping").status_code == 404


@pytest.mark.parametrize("models", [("mine-1", "mine-2"), ["mine-1", "mine-2"]])
def test_models_from_the_settings_are_the_models_there_are(models):
    with MockServer(models=models) as server:
        headers = {"authorization": f"Bearer {server.api_key}"}
        listed = httpx.get(f"{server.url}/v1/models", headers=headers).json()
        assert [model["id"] for model in listed["data"]] == ["mine-1", "mine-2"]
        body = {"model": "mine-1", "messages": [{"role": "user", "content": "x"}]}
        url = f"{server.url}/v1/chat/completions"
        assert httpx.post(url, json=body, headers=headers).status_code == 200
        body["model"] = "mistral-small-3.2-24b-instruct-2506"
        assert httpx.post(url, json=body, headers=headers).status_code == 422


def test_one_text_is_no_list_of_models():
    with pytest.raises(ValueError, match='models: "mine-1" is not a list of model ids'):
        MockServer(models="mine-1")


TENANTS = """
    openapi: 3.1.0
    info: {title: T, version: "1"}
    servers:
      - url: https://x.example
      - url: https://x.example/{tenant}
        variables: {tenant: {default: your-tenant-id, x-format: uuid}}
    paths:
      /ping: {get: {operationId: ping, responses: {"204": {description: P}}}}
"""


def test_the_format_of_a_server_variable_decides_whatever_its_default_looks_like(serving):
    client = serving(TENANTS)
    assert client.get("/6f7a8c80-0000-4000-8000-000000000000/ping").status_code == 204
    assert client.get("/not-a-uuid/ping").status_code == 404
    assert client.get("/your-tenant-id/ping").status_code == 404


def test_a_server_variable_without_a_format_is_any_text(serving):
    uuid = "6f7a8c80-0000-4000-8000-000000000000"
    free = TENANTS.replace("default: your-tenant-id, x-format: uuid", f"default: {uuid}")
    assert serving(free).get("/acme/ping").status_code == 204


FILES = """
    openapi: 3.1.0
    info: {title: F, version: "1"}
    paths:
      /files/list: {get: {operationId: files.list, responses: {"204": {description: L}}}}
      /files/{name}:
        parameters:
          - {name: name, in: path, required: true, schema: {enum: [a/b, "100%", "a%2Fb", é]}}
        get: {operationId: files.get, responses: {"204": {description: F}}}
"""


@pytest.mark.parametrize("path", ["a%2Fb", "100%25", "a%252Fb", "%C3%A9"])
def test_a_segment_is_decoded_once_and_after_the_path_was_split(serving, path):
    assert serving(FILES).get(f"/files/{path}").status_code == 204


@pytest.mark.parametrize("path", ["/files%2Flist", "/files/a/b", "/%2Ffiles/list"])
def test_an_encoded_slash_separates_nothing(serving, path):
    assert serving(FILES).get(path).status_code == 404


def test_letters_of_a_path_may_be_encoded(serving):
    response = serving(FILES).get("/f%69les/list")
    assert response.status_code == 204
