"""What is generated is strictly typed, whatever the document holds."""

import json
import os
import subprocess
import sys

import pytest

from generator.config import ROOT

PATHS = """
/v1/shops/{shop-id}/items:
  get:
    operationId: shops.list
    parameters:
      - {name: shop-id, in: path, required: true, schema: {type: string}}
      - {name: ids, in: query, schema: {type: array, items: {type: string}}}
      - {name: X-Trace, in: header, schema: {type: string}}
    responses:
      '200':
        description: items
        content:
          application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}
  post:
    operationId: shops.str
    parameters: [{name: shop-id, in: path, required: true, schema: {type: integer}}]
    requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Question'}}}}
    responses:
      '200':
        description: said
        content:
          application/json: {schema: {$ref: '#/components/schemas/Everything'}}
          text/event-stream:
            x-itemSchema: {$ref: '#/components/schemas/Pet'}
            x-stream-when: live
  delete:
    operationId: shops.bool
    parameters: [{name: shop-id, in: path, required: true, schema: {type: string}}]
    responses: {'204': {description: gone}}
/v1/types:
  post:
    operationId: shops.types
    requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Types'}}}}
    responses: {'204': {description: done}}
/v1/raw:
  put:
    operationId: shops.raw.put
    requestBody:
      required: true
      content: {application/json: {schema: {type: array, items: {type: integer}}}}
    responses: {'200': {description: bytes, content: {image/png: {}}}}
  get:
    operationId: shops.raw.follow
    responses:
      '200': {description: live, content: {text/event-stream: {x-itemSchema: {type: object}}}}
"""
SCHEMAS = """
Pet:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
Cat: {type: object, required: [kind], properties: {kind: {const: cat}, list: {type: array, items: {type: string}}}}
Dog: {type: object, required: [kind], properties: {kind: {const: dog}, puppy: {$ref: '#/components/schemas/Dog'}}}
Mood: {type: string, enum: [good, bad]}
Labels: {type: object, additionalProperties: {type: array, items: {type: string}}}
Question:
  type: object
  required: [pets]
  properties:
    live: {type: [boolean, 'null']}
    pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
    mood: {anyOf: [{$ref: '#/components/schemas/Mood'}, {type: 'null'}]}
    labels: {$ref: '#/components/schemas/Labels'}
    either: {anyOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Cat'}}, {$ref: '#/components/schemas/Dog'}]}
    in: {type: string}
    a-b: {type: integer}
    nested: {type: object, properties: {deep: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
Types:
  type: object
  required: [str]
  properties:
    str: {type: string}
    int: {type: integer}
    bool: {type: boolean}
    float: {type: [number, 'null']}
Everything:
  type: object
  x-iterate: dict
  required: [dict]
  properties:
    dict: {type: array, items: {$ref: '#/components/schemas/Pet'}}
    str: {type: string}
    int: {type: integer}
    bool: {type: boolean}
    mood: {$ref: '#/components/schemas/Mood'}
    labels: {$ref: '#/components/schemas/Labels'}
    by_name: {type: object, additionalProperties: {$ref: '#/components/schemas/Pet'}}
    either: {anyOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Pet'}}, {$ref: '#/components/schemas/Pet'}, {type: 'null'}]}
"""
PARAMS = {
    "shops.list": {"ListParams": []},
    "shops.str": {"SayParams": ["live"]},
    "shops.types": {"TypesParams": []},
    "shops.raw.put": {"PutParams": ["timeout"]},
}


def mypy(folder, package):
    return ["mypy", "--strict", "--config-file=", f"--cache-dir={folder / 'cache'}", package]


def pyright(folder, package):
    settings = {
        "typeCheckingMode": "strict",
        "include": [package],
        "extraPaths": [str(ROOT / "generated_client")],
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    return ["pyright", "--project", str(folder), "--pythonpath", sys.executable]


@pytest.mark.parametrize("checker", [mypy, pytest.param(pyright, marks=pytest.mark.node)])
def test_a_document_with_everything_is_strictly_typed(make, tmp_path, checker):
    generated = make(PATHS, SCHEMAS, params=PARAMS)

    done = subprocess.run(
        [sys.executable, "-m", *checker(tmp_path, generated.package)],
        cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(ROOT / "generated_client")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
