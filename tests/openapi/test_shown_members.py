"""Of a union each member is shown by an example; one that none shows is told with its place."""

import pytest

from openapi.unions import check_unions
from scaleway_genapi_mock.document import load_document

BODY = "/paths/~1v1~1shapes/post/requestBody/content/application~1json/examples"
ERROR = "/components/responses/Refused/content/application~1json/examples"
TEXT = """
openapi: 3.1.1
info: {title: Shapes, version: 0.0.0}
paths:
  /v1/shapes:
    post:
      operationId: shapes.create
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Drawing'}
            examples:
              round: {value: {shapes: [{kind: circle}]}}
              square: {value: {shapes: [{kind: square}]}}
      responses:
        '204': {description: Drawn.}
        '400': {$ref: '#/components/responses/Refused'}
        '403': {$ref: '#/components/responses/Refused'}
components:
  responses:
    Refused:
      description: No.
      x-hint: Draw something else.
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Problem'}
          examples:
            new: {value: {error: {}}}
            old: {value: {object: error}}
  schemas:
    Drawing:
      type: object
      properties: {shapes: {type: array, items: {$ref: '#/components/schemas/Shape'}}}
    Shape:
      oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Square'}]
      discriminator:
        propertyName: kind
        mapping: {circle: '#/components/schemas/Circle', square: '#/components/schemas/Square'}
    Circle: {type: object, required: [kind], properties: {kind: {const: circle}}}
    Square: {type: object, required: [kind], properties: {kind: {const: square}}}
    Problem: {anyOf: [{$ref: '#/components/schemas/New'}, {$ref: '#/components/schemas/Old'}]}
    New: {type: object, required: [error]}
    Old: {type: object, required: [object]}
"""


@pytest.fixture
def found(tmp_path):
    def of(before, after):
        assert before in TEXT
        path = tmp_path / "openapi.yaml"
        path.write_text(TEXT.replace(before, after), "utf-8")
        return check_unions(load_document(path))

    return of


def test_the_document_shows_all():
    assert check_unions(load_document()) == []


def test_what_shows_all_is_fine(found):
    assert found("", "") == []


def test_a_member_of_a_request_that_no_example_has_is_told(found):
    (problem,) = found("{kind: square}]", "{kind: circle}]")

    assert problem.pointer == BODY
    assert "no example has kind: square, a member of Shape" in problem.message
    assert problem.line is not None


def test_a_shape_of_an_error_that_no_example_has_is_told_once(found):
    (problem,) = found("{object: error}", "{error: {}}")

    assert problem.pointer == ERROR
    assert "no example has the shape Old: an error shows each of its shapes" in problem.message
