"""Documents that are JSON and OpenAPI only in part: a sound one, and what goes wrong in it."""

import copy
import random

_SCHEMAS = "#/components/schemas/"


def _content(name):
    return {"application/json": {"schema": {"$ref": f"{_SCHEMAS}{name}"}}}


def sound():
    """A document with one of everything that the generator reads."""
    return copy.deepcopy(_SOUND)


def pointers(node, steps=()):
    """The way to every value below `node`."""
    for step, value in (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    ):
        yield (*steps, step)
        yield from pointers(value, (*steps, step))


def follow(node, steps):
    for step in steps:
        node = node[step]
    return node


def odd(seed):
    """A sound document with one to three things taken out, put in, replaced or misplaced."""
    choose = random.Random(seed)
    document = sound()
    for _ in range(choose.choice((1, 1, 1, 2, 3))):
        places = list(pointers(document))
        *above, last = choose.choice(places)
        parent = follow(document, above)
        elsewhere = copy.deepcopy(follow(document, choose.choice(places)))
        strange = copy.deepcopy(choose.choice(_STRANGE))
        match choose.randrange(5):
            case 0:
                parent[last] = strange
            case 1:
                parent[last] = elsewhere
            case 2:
                del parent[last]
            case 3 if isinstance(parent[last], dict):
                parent[last][choose.choice(_KEYS)] = choose.choice((strange, elsewhere))
            case _ if isinstance(parent[last], list):
                parent[last].append(strange)
            case _:
                parent[last] = strange
    return document


_SOUND = {
    "openapi": "3.1.0",
    "info": {"title": "Odd", "version": "1"},
    "servers": [
        {"url": "https://a.example"},
        {
            "url": "https://a.example/{project}",
            "variables": {"project": {"default": "x", "x-format": "uuid"}},
        },
    ],
    "security": [{"key": []}],
    "tags": [{"name": "t", "externalDocs": {"url": "https://docs.example"}}],
    "externalDocs": {"url": "https://docs.example"},
    "paths": {
        "/v1/things/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
            ],
            "get": {
                "operationId": "things.get",
                "tags": ["t"],
                "externalDocs": {"url": "https://docs.example"},
                "parameters": [
                    {"$ref": "#/components/parameters/Query"},
                    {"name": "h", "in": "header", "schema": {"type": ["string", "null"]}},
                ],
                "responses": {
                    "200": {
                        "description": "fine",
                        "headers": {"x-ratelimit-a": {"schema": {"type": "integer"}}},
                        "content": _content("Thing"),
                    },
                    "404": {"$ref": "#/components/responses/Error"},
                },
            },
            "post": {
                "operationId": "things.make",
                "tags": ["t"],
                "requestBody": {"required": True, "content": _content("Question")},
                "responses": {
                    "200": {
                        "description": "fine",
                        "content": {
                            **_content("Thing"),
                            "text/event-stream": {
                                "x-itemSchema": {"$ref": f"{_SCHEMAS}Thing"},
                                "x-stream-when": "stream",
                                "x-stream-end": "[DONE]",
                            },
                        },
                    },
                    "4XX": {"$ref": "#/components/responses/Error"},
                },
            },
        }
    },
    "components": {
        "parameters": {
            "Query": {
                "name": "q",
                "in": "query",
                "schema": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}},
            }
        },
        "responses": {
            "Error": {"description": "no", "x-hint": "Try.", "content": _content("Error")}
        },
        "securitySchemes": {
            "key": {"type": "http", "scheme": "bearer", "x-permission-sets": ["All"]}
        },
        "schemas": {
            "Thing": {
                "type": "object",
                "required": ["id", "parts"],
                "x-iterate": "parts",
                "description": "A thing.",
                "properties": {
                    "id": {"type": "string", "description": "Its id."},
                    "parts": {"type": "array", "items": {"$ref": f"{_SCHEMAS}Part"}},
                    "count": {"type": ["integer", "null"], "minimum": 0},
                    "open": {
                        "anyOf": [
                            {"type": "string", "enum": ["a"]},
                            {"type": "string"},
                            {"type": "null"},
                        ]
                    },
                    "map": {"type": "object", "additionalProperties": {"type": "number"}},
                },
            },
            "Part": {
                "oneOf": [{"$ref": f"{_SCHEMAS}First"}, {"$ref": f"{_SCHEMAS}Second"}],
                "discriminator": {
                    "propertyName": "type",
                    "mapping": {"a": f"{_SCHEMAS}First", "b": f"{_SCHEMAS}Second"},
                },
                "x-accepts": [{"$ref": f"{_SCHEMAS}Thing"}],
            },
            "First": {
                "type": "object",
                "required": ["type"],
                "properties": {"type": {"const": "a"}, "x": {"type": "string", "default": "d"}},
            },
            "Second": {
                "allOf": [
                    {"$ref": f"{_SCHEMAS}Base"},
                    {
                        "type": "object",
                        "required": ["type"],
                        "properties": {
                            "type": {"const": "b"},
                            "inner": {"$ref": f"{_SCHEMAS}Thing"},
                        },
                    },
                ]
            },
            "Base": {
                "type": "object",
                "properties": {"flag": {"type": "boolean", "default": True}},
            },
            "Kind": {"type": "string", "enum": ["x", "y"]},
            "Question": {
                "type": "object",
                "required": ["parts"],
                "anyOf": [{"required": ["count"]}, {"required": ["kind"]}],
                "properties": {
                    "parts": {"type": "array", "items": {"$ref": f"{_SCHEMAS}Part"}},
                    "stream": {"type": ["boolean", "null"], "default": False},
                    "kind": {"$ref": f"{_SCHEMAS}Kind"},
                    "count": {"type": "integer"},
                    "inline": {"type": "object", "properties": {"k": {"type": "string"}}},
                },
            },
            "Error": {
                "type": "object",
                "properties": {
                    "error": {"type": "object", "properties": {"message": {"type": "string"}}}
                },
            },
        },
    },
}

_STRANGE = [
    *(None, True, False, 0, -1, 1.5, 10**30, "", "x", "#", "#/", "/", "{x}", "class", "é", "\0"),
    *([], [None], [True], [1], ["x"], [[]], [{}], {}, {"x": None}, {"x": 1}, {"x": {}}),
    *({"$ref": 1}, {"$ref": "#"}, {"$ref": f"{_SCHEMAS}Nothing"}, {"$ref": f"{_SCHEMAS}Thing"}),
    {"$ref": f"{_SCHEMAS}Thing/properties/id"},
    *({"type": "object"}, {"type": ["string", "null"]}, {"type": []}, {"type": "null"}),
    *({"enum": []}, {"enum": [None]}, {"enum": [[1], {"a": 1}]}, {"enum": [1, "1", True, None]}),
    *({"const": {"a": 1}}, {"const": [1]}, {"not": {}}, {"properties": True}),
    *({"oneOf": [True, {"type": "string"}]}, {"anyOf": [False]}, {"allOf": [True]}),
    {"allOf": [{}, {"type": "object", "properties": {"a": {"type": "string"}}}]},
    *({"discriminator": {"propertyName": "a"}}, {"discriminator": {"mapping": {"a": 1}}}),
    *({"type": "array", "items": True}, {"type": "array", "items": False}),
    {"type": "array", "items": {"type": "array", "items": {}}},
    {"type": "object", "additionalProperties": {"oneOf": [True, {}]}},
]
_KEYS = [
    "type",
    "oneOf",
    "anyOf",
    "allOf",
    "discriminator",
    "properties",
    "items",
    "required",
    "enum",
    "const",
    "default",
    "$ref",
    "additionalProperties",
    "format",
    "title",
    "description",
    "parameters",
    "requestBody",
    "responses",
    "security",
    "servers",
    "variables",
    "tags",
    "deprecated",
    "in",
    "name",
    "schema",
    "style",
    "explode",
    "content",
    "headers",
    "externalDocs",
    "url",
    "operationId",
    "mapping",
    "propertyName",
    "if",
    "then",
    "not",
    "components",
    "paths",
    "info",
    "version",
    "schemas",
    "securitySchemes",
    "scheme",
    "get",
    "post",
    "200",
    "4XX",
    "examples",
    "example",
    "minimum",
    "readOnly",
    "summary",
    "x-iterate",
    "x-accepts",
    "x-stream-when",
    "x-stream-end",
    "x-itemSchema",
    "x-hint",
    "x-permission-sets",
    "x-format",
]
