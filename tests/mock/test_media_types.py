"""A generated answer in whatever media type the document has: never an error of the mock."""

from __future__ import annotations

import csv
import json
from email import message_from_bytes
from email.policy import HTTP
from urllib.parse import parse_qs
from xml.etree import ElementTree as ET

import pytest

PET = """
      {type: object, required: [id, name, tags], properties: {
        id: {type: integer, minimum: 3, maximum: 3, xml: {attribute: true}},
        name: {type: string, enum: ["a<b & c"], xml: {name: title}},
        tags: {type: array, minItems: 2, maxItems: 2, items: {type: string, xml: {name: tag}, enum: [x]},
               xml: {wrapped: true}},
        more: {type: array, minItems: 1, maxItems: 1, items: {type: boolean, const: true}},
        1 odd name: {type: "null"}},
       xml: {name: pet, namespace: "urn:pets", prefix: p}}
"""
MEDIA = [
    *("application/xml", "text/xml", "application/atom+xml", "text/csv", "text/html"),
    *("application/x-www-form-urlencoded", "multipart/form-data", "multipart/mixed"),
    *("application/jsonl", "application/x-ndjson", "application/json-seq", "application/yaml"),
    *("text/plain", "application/octet-stream", "image/png", "audio/*", "*/*", "multipart/*"),
    "application/vnd.acme+json",
]
SCHEMAS = {
    "pet": '{$ref: "#/components/schemas/Pet"}',
    "pets": '{type: array, minItems: 2, maxItems: 2, items: {$ref: "#/components/schemas/Pet"}}',
    "text": "{type: string}",
    "number": "{type: number}",
    "nothing": '{type: "null"}',
    "any": "true",
    "node": '{$ref: "#/components/schemas/Node"}',
}
RESPONSES = "".join(
    f"""
  /{name}/{number}:
    get: {{responses: {{"200": {{description: D, content: {{"{media}": {{schema: {schema}}}}}}}}}}}"""
    for name, schema in SCHEMAS.items()
    for number, media in enumerate(MEDIA)
)
DOCUMENT = f"""
openapi: 3.1.0
info: {{title: T, version: "1"}}
components:
  schemas:
    Pet: {PET}
    Node:
      type: object
      properties: {{next: {{$ref: "#/components/schemas/Node"}}}}
      allOf: [{{properties: {{name: {{type: string}}}}}}]
paths:{RESPONSES}
  /either:
    get:
      responses:
        "200":
          description: D
          content:
            application/json: {{schema: {{type: integer, minimum: 5, maximum: 4}}}}
            text/plain: {{schema: {{const: fine}}}}
"""


@pytest.fixture
def client(serving):
    return serving(DOCUMENT)


def answer(client, name, media):
    response = client.get(f"/{name}/{MEDIA.index(media)}")
    assert response.status_code == 200
    return response


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_media_type_is_written(client, name):
    for media in MEDIA:
        response = answer(client, name, media)
        sent = response.headers["content-type"].partition(";")[0]
        assert "*" not in sent
        if "*" not in media:
            assert sent == media
        if sent.endswith("xml"):
            ET.fromstring(response.content)


def test_xml_is_written_as_its_schema_says(client):
    root = ET.fromstring(answer(client, "pet", "application/xml").content)
    assert root.tag == "{urn:pets}pet"
    assert root.attrib == {"id": "3"}
    parts = [(part.tag, part.text, [(p.tag, p.text) for p in part]) for part in root]
    assert ("title", "a<b & c", []) in parts
    assert ("more", "true", []) in parts
    assert ("tags", None, [("tags", "x"), ("tags", "x")]) not in parts
    assert ("tags", None, [("tag", "x"), ("tag", "x")]) in parts
    assert ("_1_odd_name", None, []) in parts
    nodes = ET.fromstring(answer(client, "node", "application/xml").content)
    assert nodes.tag == "Node"


def test_rows_and_fields_and_parts_hold_the_values(client):
    rows = list(csv.DictReader(answer(client, "pets", "text/csv").text.splitlines()))
    assert [(row["id"], row["name"]) for row in rows] == [("3", "a<b & c")] * 2
    assert json.loads(rows[0]["tags"]) == ["x", "x"]
    fields = parse_qs(answer(client, "pet", "application/x-www-form-urlencoded").text)
    assert (fields["id"], fields["tags"]) == (["3"], ["x", "x"])
    response = answer(client, "pet", "multipart/form-data")
    head = f"Content-Type: {response.headers['content-type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + response.content, policy=HTTP).get_payload()
    named = [
        (part.get_param("name", header="content-disposition"), part.get_payload()) for part in parts
    ]
    assert ("name", "a<b & c") in named


def test_lines_of_json_are_the_items(client):
    for media in ("application/jsonl", "application/x-ndjson", "application/json-seq"):
        lines = answer(client, "pets", media).text.replace("\x1e", "").splitlines()
        assert [json.loads(line)["id"] for line in lines] == [3, 3]


def test_a_page_shows_the_value_and_runs_nothing_of_it(client):
    assert "a&lt;b &amp; c" in answer(client, "pet", "text/html").text


def test_what_cannot_be_made_gives_way_to_what_can(client):
    response = client.get("/either", headers={"accept": "application/json, */*;q=0.1"})
    assert (response.status_code, response.text) == (200, "fine")
