"""Structure, vocabulary and views, on small documents and on the bundled one."""

import copy
from pathlib import Path

import pytest
import yaml

from scaleway_genapi_mock.document import (
    Document,
    check_structure,
    check_vocabulary,
    load_document,
    prism_view,
    view_3_2,
    walk,
)

GOOD = """
openapi: 3.1.0
info: {title: t, version: "1"}
servers:
  - url: https://h.example
  - url: https://h.example/{tenant}
    variables: {tenant: {default: 6f7a8c80-0000-4000-8000-000000000000, x-format: uuid}}
paths:
  /v1/things/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    get:
      operationId: things.get
      responses:
        "200":
          description: ok
          content:
            application/json: {schema: {$ref: '#/components/schemas/Thing'}}
            text/event-stream:
              x-itemSchema: {$ref: '#/components/schemas/Thing'}
              x-stream-when: stream
              x-stream-end: "[DONE]"
components:
  schemas:
    Thing: {type: object, properties: {name: {type: string}}}
"""


def document(folder: Path, change=lambda data: None) -> Document:
    data = yaml.safe_load(GOOD)
    change(data)
    path = folder / "api.yaml"
    path.write_text(yaml.safe_dump(data, sort_keys=False))
    return load_document(path)


def get(data):
    return data["paths"]["/v1/things/{id}"]["get"]


def thing(data):
    return data["components"]["schemas"]["Thing"]


def test_a_good_document_has_no_problem(tmp_path):
    good = document(tmp_path)
    assert [] == check_structure(good) + check_vocabulary(good)


def test_the_bundled_document_has_no_problem():
    bundled = load_document()
    assert [] == check_structure(bundled) + check_vocabulary(bundled)


BROKEN = {
    "/info": (lambda d: d["info"].pop("title"), "title"),
    "/paths": (lambda d: d["paths"].update({"no-slash": {}}), "no-slash"),
    "/paths/~1v1~1things~1{id}/get": (lambda d: get(d).pop("responses"), "responses"),
    "/paths/~1v1~1things~1{id}/get/responses": (
        lambda d: get(d)["responses"].update({"2000": {"description": "x"}}),
        "2000",
    ),
    "/paths/~1v1~1things~1{id}/get/responses/200": (
        lambda d: get(d)["responses"]["200"].pop("description"),
        "description",
    ),
    "/paths/~1v1~1things~1{id}/parameters/0": (
        lambda d: d["paths"]["/v1/things/{id}"]["parameters"][0].pop("required"),
        "required",
    ),
    "/components/schemas/Thing/type": (lambda d: thing(d).update(type="strin"), "strin"),
    "/components/schemas/Thing/properties/name/minLength": (
        lambda d: thing(d)["properties"]["name"].update(minLength=-1),
        "-1",
    ),
    "/components/schemas/Thing/items/$ref": (
        lambda d: thing(d).update(items={"$ref": "#/components/schemas/Nothing"}),
        "Nothing",
    ),
}


@pytest.mark.parametrize("pointer", BROKEN)
def test_a_broken_document_is_reported_at_its_place(tmp_path, pointer):
    change, words = BROKEN[pointer]
    problems = check_structure(document(tmp_path, change))
    assert pointer in {problem.pointer for problem in problems}
    assert any(words in problem.message for problem in problems)
    assert all(problem.line for problem in problems)


def test_two_operations_of_one_id_are_reported(tmp_path):
    def change(data):
        data["paths"]["/v1/others"] = {
            "get": {"operationId": "things.get", "responses": {"204": {"description": "x"}}}
        }

    (problem,) = check_structure(document(tmp_path, change))
    assert "/paths/~1v1~1others/get/operationId" == problem.pointer
    assert "things.get" in problem.message


def test_a_path_and_its_parameters_must_name_each_other(tmp_path):
    def change(data):
        data["paths"]["/v1/things/{other}"] = data["paths"].pop("/v1/things/{id}")

    messages = [problem.message for problem in check_structure(document(tmp_path, change))]
    assert 2 == len(messages)
    assert "{other}" in messages[0]
    assert "'id'" in messages[1]


MISUSED = {
    "/components/schemas/Thing/x-itrate": (
        lambda d: thing(d).update({"x-itrate": "data"}),
        "unknown extension",
    ),
    "/components/schemas/Thing/x-hint": (
        lambda d: thing(d).update({"x-hint": "try"}),
        "stands on a response object, not on a schema",
    ),
    "/components/schemas/Thing/x-iterate": (
        lambda d: thing(d).update({"x-iterate": 3}),
        "x-iterate",
    ),
    "/components/schemas/Thing/x-error-status/missing": (
        lambda d: thing(d).update({"x-error-status": {"missing": 200}}),
        "200",
    ),
    "/servers/1/variables/tenant/x-format": (
        lambda d: d["servers"][1]["variables"]["tenant"].update({"x-format": "uid"}),
        "uuid",
    ),
}


@pytest.mark.parametrize("pointer", MISUSED)
def test_a_misused_extension_is_reported_at_its_place(tmp_path, pointer):
    change, words = MISUSED[pointer]
    (problem,) = check_vocabulary(document(tmp_path, change))
    assert pointer == problem.pointer
    assert words in problem.message


def test_a_view_leaves_the_document_as_it_was(tmp_path):
    source = document(tmp_path)
    before = copy.deepcopy(source.data)
    view_3_2(source)
    prism_view(source)
    assert before == source.data


def test_the_3_2_view_describes_an_event_whose_text_is_json_or_ends_the_stream(tmp_path):
    view = view_3_2(document(tmp_path))
    stream = get(view)["responses"]["200"]["content"]["text/event-stream"]
    event = stream["itemSchema"]
    data = event["properties"]["data"]
    assert "3.2.0" == view["openapi"]
    assert "x-itemSchema" not in stream
    assert ["data"] == event["required"]
    assert stream["x-stream-end"] == data["if"]["not"]["const"]
    assert {"$ref": "#/components/schemas/Thing"} == data["then"]["contentSchema"]


def test_prism_is_not_told_to_count_down_to_zero_what_it_counts_from_one(tmp_path):
    def counted(data):
        some = {"contains": {"type": "string"}, "minContains": 0, "maxContains": 2}
        thing(data)["properties"] = {"few": dict(some), "one": {"contains": {"const": 1}}}

    properties = thing(prism_view(document(tmp_path, counted)))["properties"]
    assert {"few": {}, "one": {"contains": {"const": 1}}} == properties


def test_prism_serves_each_path_with_and_without_the_server_variable(tmp_path):
    view = prism_view(document(tmp_path))
    assert ["/v1/things/{id}", "/{tenant}/v1/things/{id}"] == list(view["paths"])
    below = view["paths"]["/{tenant}/v1/things/{id}"]
    assert ["tenant", "id"] == [parameter["name"] for parameter in below["parameters"]]
    assert "uuid" == below["parameters"][0]["schema"]["format"]
    assert "things.getByTenant" == below["get"]["operationId"]
    assert "servers" not in view


def test_prism_answers_a_stream_as_one_string(tmp_path):
    view = prism_view(document(tmp_path))
    stream = get(view)["responses"]["200"]["content"]["text/event-stream"]
    assert {"type": "string"} == stream["schema"]


def test_prisms_view_without_servers_keeps_the_paths(tmp_path):
    view = prism_view(document(tmp_path, lambda data: data.pop("servers")))
    assert ["/v1/things/{id}"] == list(view["paths"])


def test_prisms_view_of_the_bundled_document_is_sound(tmp_path):
    path = tmp_path / "view.yaml"
    path.write_text(yaml.safe_dump(prism_view(load_document())))
    assert [] == check_structure(load_document(path))


def test_walking_names_every_schema_of_the_bundled_document():
    found = {pointer for kind, pointer, _ in walk(load_document().data) if kind == "schema"}
    named = load_document().data["components"]["schemas"]
    assert {f"/components/schemas/{name}" for name in named} <= found
