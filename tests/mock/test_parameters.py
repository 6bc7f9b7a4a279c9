"""Parameters are read by the style and explode of the document, checked, and named when refused."""

from __future__ import annotations

import pytest

DOCUMENT = """
    openapi: 3.1.0
    info: {title: Parts, version: "1"}
    components:
      schemas:
        Size: {anyOf: [{type: integer, minimum: 1}, {enum: [auto]}]}
    paths:
      /find:
        get:
          parameters:
            - {name: tags, in: query, schema: {type: array, maxItems: 3, items: {type: string, maxLength: 5}}}
            - {name: ids, in: query, explode: false, schema: {type: array, items: {type: integer}}}
            - {name: pipes, in: query, style: pipeDelimited, explode: false, schema: {type: array, items: {type: number}}}
            - {name: spaces, in: query, style: spaceDelimited, explode: false, schema: {type: array, items: {type: integer}}}
            - {name: filter, in: query, style: deepObject, schema: {type: object, required: [low], additionalProperties: false, properties: {low: {type: integer}, on: {type: boolean}, in: {type: array, items: {type: integer}}}}}
            - {name: page, in: query, schema: {type: object, properties: {offset: {type: integer, minimum: 0}, limit: {type: integer}}}}
            - {name: point, in: query, explode: false, schema: {type: object, additionalProperties: false, properties: {x: {type: number}, y: {type: number}}}}
            - {name: size, in: query, schema: {$ref: "#/components/schemas/Size"}}
            - {name: either, in: query, schema: {anyOf: [{type: array, items: {type: integer}}, {type: string, pattern: "^[a-z]+$"}]}}
            - {name: maybe, in: query, schema: {type: [integer, "null"]}}
            - {name: code, in: query, schema: {type: string, pattern: "^[0-9]+$"}}
            - {name: level, in: query, schema: {enum: [1, 2, low]}}
            - {name: query, in: query, content: {application/json: {schema: {type: object, required: [a], properties: {a: {type: integer}}}}}}
            - {name: X-Ids, in: header, schema: {type: array, items: {type: integer}}}
            - {name: X-Pair, in: header, explode: true, schema: {type: object, properties: {a: {type: integer}}}}
            - {name: Accept, in: header, schema: {const: nothing}}
            - {name: lot, in: cookie, schema: {type: integer, maximum: 9}}
          responses: {"204": {description: fine}}
      /at/{ids}/{place}/{label}/{matrix}:
        get:
          parameters:
            - {name: ids, in: path, required: true, schema: {type: array, items: {type: integer}}}
            - {name: place, in: path, required: true, explode: true, schema: {type: object, properties: {x: {type: integer}}}}
            - {name: label, in: path, required: true, style: label, schema: {type: integer}}
            - {name: matrix, in: path, required: true, style: matrix, schema: {type: array, items: {type: integer}}}
          responses: {"204": {description: fine}}
"""


@pytest.fixture
def parts(serving):
    return serving(DOCUMENT)


@pytest.mark.parametrize(
    "query",
    [
        "tags=a&tags=b",
        "tags=a",
        "tags=a%2Cb",
        "tags=",
        "ids=1,2,3",
        "ids=1",
        "pipes=1.5|2",
        "pipes=1.5%7C2",
        "spaces=1%202",
        "spaces=1+2",
        "filter[low]=3&filter[on]=true",
        "filter%5Blow%5D=3",
        "filter[low]=3&filter[in]=1&filter[in]=2",
        "offset=0&limit=5",
        "point=x,1.5,y,2",
        "size=3",
        "size=auto",
        "either=1&either=2",
        "either=abc",
        "maybe=null",
        "maybe=4",
        "code=007",
        "level=2",
        "level=low",
        "query=%7B%22a%22%3A1%7D",
    ],
)
def test_what_the_style_says_is_understood(parts, query):
    response = parts.get(f"/find?{query}")
    assert response.status_code == 204, response.text


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("tags=a&tags=b&tags=c&tags=d", "query parameter tags: "),
        ("tags=a&tags=toolong", 'query parameter tags/1: "toolong"'),
        ("ids=1,x", 'query parameter ids/1: "x" is not an integer'),
        ("pipes=1|b", 'query parameter pipes/1: "b" is not a number'),
        ("spaces=1%20b", 'query parameter spaces/1: "b" is not an integer'),
        ("filter[low]=x", 'query parameter filter/low: "x" is not an integer'),
        ("filter[on]=true", "query parameter filter/low: is required"),
        ("filter[low]=1&filter[up]=2", "query parameter filter/up: is not a known property"),
        ("offset=-1", "query parameter page/offset: -1 is less than"),
        ("point=x,1,z,2", "query parameter point/z: is not a known property"),
        ("point=x", "query parameter point: "),
        ("size=0", "query parameter size: 0 is less than"),
        ("size=big", 'query parameter size: "big" is not'),
        ("either=1&either=b", "query parameter either"),
        ("maybe=x", 'query parameter maybe: "x" is not'),
        ("code=x7", 'query parameter code: "x7"'),
        ("level=3", "query parameter level: 3 is not one of 1, 2"),
        ("query=no", 'query parameter query: "no" is not JSON'),
        ("query=%7B%7D", "query parameter query/a: is required"),
    ],
)
def test_what_is_wrong_is_named_with_its_value(parts, query, says):
    response = parts.get(f"/find?{query}")
    assert response.status_code == 400
    assert says in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("headers", "says"),
    [
        ({"x-ids": "1, 2"}, ""),
        ({"x-ids": "1, b"}, 'header parameter X-Ids/1: "b" is not an integer'),
        ({"x-pair": "a=1"}, ""),
        ({"x-pair": "a=b"}, 'header parameter X-Pair/a: "b" is not an integer'),
        ({"cookie": "other=1; lot=9"}, ""),
        ({"cookie": "lot=10"}, "cookie parameter lot: 10 is greater than"),
        ({"accept": "text/plain"}, ""),
    ],
)
def test_headers_and_cookies_are_read_as_well(parts, headers, says):
    response = parts.get("/find", headers=headers)
    assert response.status_code == (400 if says else 204), response.text
    assert says in response.text.replace('\\"', '"')


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/at/1,2/x=3/.4/;matrix=5,6", ""),
        ("/at/1,b/x=3/.4/;matrix=5,6", 'path parameter ids/1: "b" is not an integer'),
        ("/at/1,2/x=b/.4/;matrix=5,6", 'path parameter place/x: "b" is not an integer'),
        ("/at/1,2/x=3/.b/;matrix=5,6", 'path parameter label: "b" is not an integer'),
        ("/at/1,2/x=3/.4/;matrix=5,b", 'path parameter matrix/1: "b" is not an integer'),
    ],
)
def test_paths_have_styles_of_their_own(parts, path, says):
    response = parts.get(path)
    assert response.status_code == (400 if says else 204), response.text
    assert says in response.text.replace('\\"', '"')
