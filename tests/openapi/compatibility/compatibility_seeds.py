"""Seeded changes of `released.yaml`, each with the verdict that the comparison must reach.

Data alone: who adds a construct to the document's vocabulary adds a line here. `breaks` names
who is broken; nobody means compatible. `at` is the pointer that the report must name, in the new
document, or in the old one (`-` before it) for what is no longer there. `wire` says whether JSON
Schemas alone show the change, so that an independent tool can be asked about it.
"""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

from scaleway_genapi_mock.document import lookup, split_pointer

REQUEST = "/components/schemas/ChatRequest"
MODEL = "/components/schemas/Model"
CHAT = "/components/schemas/Chat"
LIST = "/paths/~1v1~1models/get"
CREATE = "/paths/~1v1~1chat/post"
STREAM = f"{CREATE}/responses/200/content/text~1event-stream"
CALLERS, SERVERS = "callers", "servers"


class Edit(NamedTuple):
    """One change of a document's data."""

    pointer: str
    value: Any = None
    drop: bool = False


def put(pointer: str, value: Any) -> Edit:
    return Edit(pointer, value)


def drop(pointer: str) -> Edit:
    return Edit(pointer, drop=True)


class Seed(NamedTuple):
    """A change, who it breaks, and where the report must see it."""

    name: str
    breaks: tuple[str, ...]
    at: str
    edits: tuple[Edit, ...]
    wire: bool = True


def apply(edits: tuple[Edit, ...], data: dict[str, Any]) -> dict[str, Any]:
    """`data` with the edits made, in a copy. `-` as the last step appends to a list."""
    changed = copy.deepcopy(data)
    for pointer, value, dropped in edits:
        *above, last = split_pointer(pointer)
        parent = lookup(changed, above)
        if isinstance(parent, list):
            if dropped:
                del parent[int(last)]
            elif last == "-":
                parent.append(value)
            else:
                parent[int(last)] = value
        elif dropped:
            del parent[last]
        else:
            parent[last] = value
    return changed


def _seed(name: str, breaks: str, at: str, *edits: Edit, wire: bool = True) -> Seed:
    return Seed(name, tuple(breaks.split()), at, edits, wire)


_P = f"{REQUEST}/properties"
_MAPPING = "/components/schemas/Message/discriminator/mapping"
_USER_MESSAGE = {
    "type": "object",
    "required": ["role", "content"],
    "properties": {"role": {"type": "string", "const": "user"}, "content": {"type": "string"}},
}
_M = f"{MODEL}/properties"
_C = f"{CHAT}/properties"
_OTHER: dict[str, Any] = {"responses": {"204": {"description": "Done."}}}
_NULL = {"type": "null"}
_MODEL_LIST: dict[str, Any] = {
    "type": "object",
    "x-iterate": "data",
    "required": ["object", "data"],
    "properties": {
        "object": {"type": "string", "const": "list"},
        "data": {"type": "array", "items": {"$ref": f"#{MODEL}"}},
        "first_id": {"type": "string"},
    },
}

REQUESTS = [
    _seed(
        "request: new required property",
        "callers",
        f"{REQUEST}/required/2",
        put(f"{_P}/seed", {"type": "integer"}),
        put(f"{REQUEST}/required/-", "seed"),
    ),
    _seed(
        "request: new optional property", "", f"{_P}/seed", put(f"{_P}/seed", {"type": "integer"})
    ),
    _seed("request: property removed", "callers", f"-{_P}/tone", drop(f"{_P}/tone")),
    _seed(
        "request: optional property becomes required",
        "callers",
        f"{REQUEST}/required/2",
        put(f"{REQUEST}/required/-", "tone"),
    ),
    _seed(
        "request: required property becomes optional",
        "",
        f"-{REQUEST}/required/1",
        drop(f"{REQUEST}/required/1"),
    ),
    _seed(
        "request: value of a closed enum removed",
        "callers",
        f"-{_P}/tone/enum/1",
        drop(f"{_P}/tone/enum/1"),
    ),
    _seed(
        "request: value of a closed enum added",
        "",
        f"{_P}/tone/enum/2",
        put(f"{_P}/tone/enum/-", "rude"),
    ),
    _seed(
        "request: value of an open enum removed",
        "",
        f"-{_P}/effort/anyOf/0/enum/1",
        drop(f"{_P}/effort/anyOf/0/enum/1"),
    ),
    _seed(
        "request: open enum closed",
        "callers",
        f"-{_P}/effort/anyOf/1",
        drop(f"{_P}/effort/anyOf/1"),
    ),
    _seed(
        "request: closed enum opened",
        "",
        f"{_P}/tone/anyOf/1",
        put(
            f"{_P}/tone",
            {"anyOf": [{"type": "string", "enum": ["plain", "formal"]}, {"type": "string"}]},
        ),
    ),
    _seed(
        "request: null no longer taken",
        "callers",
        f"-{_P}/temperature/type/1",
        put(f"{_P}/temperature/type", "number"),
    ),
    _seed(
        "request: null taken too",
        "",
        f"{_P}/tone/anyOf/1",
        put(f"{_P}/tone", {"anyOf": [{"type": "string", "enum": ["plain", "formal"]}, _NULL]}),
    ),
    _seed(
        "request: number becomes integer",
        "callers",
        f"{_P}/temperature/type/0",
        put(f"{_P}/temperature/type", ["integer", "null"]),
    ),
    _seed(
        "request: integer becomes number",
        "",
        f"{_P}/max_tokens/type/0",
        put(f"{_P}/max_tokens/type", ["number", "null"]),
    ),
    _seed(
        "request: lower maximum",
        "callers",
        f"{_P}/temperature/maximum",
        put(f"{_P}/temperature/maximum", 1),
    ),
    _seed(
        "request: higher maximum",
        "",
        f"{_P}/temperature/maximum",
        put(f"{_P}/temperature/maximum", 3),
    ),
    _seed(
        "request: exclusive minimum in place of the inclusive one",
        "callers",
        f"{_P}/temperature/exclusiveMinimum",
        drop(f"{_P}/temperature/minimum"),
        put(f"{_P}/temperature/exclusiveMinimum", 0),
    ),
    _seed(
        "request: more items needed",
        "callers",
        f"{_P}/messages/minItems",
        put(f"{_P}/messages/minItems", 2),
    ),
    _seed(
        "request: shorter maxLength",
        "callers",
        f"{_P}/user/maxLength",
        put(f"{_P}/user/maxLength", 32),
    ),
    _seed(
        "request: pattern added", "callers", f"{_P}/tone/pattern", put(f"{_P}/tone/pattern", "^p")
    ),
    _seed("request: pattern dropped", "", f"-{_P}/user/pattern", drop(f"{_P}/user/pattern")),
    _seed(
        "request: unknown properties refused",
        "callers",
        f"{REQUEST}/additionalProperties",
        put(f"{REQUEST}/additionalProperties", False),
    ),
    _seed(
        "request: member of a union removed",
        "callers",
        f"-{_P}/stop/anyOf/1",
        drop(f"{_P}/stop/anyOf/1"),
    ),
    _seed(
        "request: member of a union added",
        "",
        f"{_P}/stop/anyOf/2",
        put(f"{_P}/stop/anyOf/-", {"type": "integer"}),
    ),
    _seed(
        "request: kind of message removed",
        "callers",
        "-/components/schemas/Message/oneOf/0",
        drop("/components/schemas/Message/oneOf/0"),
        drop("/components/schemas/Message/discriminator/mapping/user"),
    ),
    _seed(
        "request: kind of message read as another",
        "callers servers",
        f"{_MAPPING}/assistant",
        put(f"{_MAPPING}/assistant", "#/components/schemas/UserMessage"),
        wire=False,
    ),
    _seed(
        "request: kind of message under another name",
        "callers servers",
        f"-{_MAPPING}/user",
        drop(f"{_MAPPING}/user"),
        put(f"{_MAPPING}/human", "#/components/schemas/UserMessage"),
        wire=False,
    ),
    _seed(
        "request: schema of a kind of message renamed",
        "",
        f"{_MAPPING}/user",
        put("/components/schemas/HumanMessage", _USER_MESSAGE),
        put("/components/schemas/Message/oneOf/0", {"$ref": "#/components/schemas/HumanMessage"}),
        put(f"{_MAPPING}/user", "#/components/schemas/HumanMessage"),
    ),
    _seed(
        "request: condition added",
        "callers",
        f"{REQUEST}/dependentSchemas/tone",
        put(f"{REQUEST}/dependentSchemas/tone", {"required": ["user"]}),
    ),
    _seed(
        "request: condition dropped",
        "",
        f"-{REQUEST}/dependentSchemas",
        drop(f"{REQUEST}/dependentSchemas"),
    ),
    _seed(
        "request: condition asks for more",
        "callers",
        f"{REQUEST}/dependentSchemas/stream_options/then/required/1",
        put(f"{REQUEST}/dependentSchemas/stream_options/then/required/-", "user"),
    ),
    _seed(
        "request: another default",
        "callers servers",
        f"{_P}/stream/default",
        put(f"{_P}/stream/default", True),
        wire=False,
    ),
    _seed(
        "request: body no longer required",
        "",
        f"{CREATE}/requestBody/required",
        put(f"{CREATE}/requestBody/required", False),
        wire=False,
    ),
]

RESPONSES = [
    _seed(
        "response: new optional property", "", f"{_C}/cost", put(f"{_C}/cost", {"type": "number"})
    ),
    _seed(
        "response: new required property",
        "servers",
        f"{CHAT}/required/2",
        put(f"{_C}/cost", {"type": "number"}),
        put(f"{CHAT}/required/-", "cost"),
    ),
    _seed("response: optional property removed", "callers", f"-{_C}/usage", drop(f"{_C}/usage")),
    _seed(
        "response: required property removed",
        "callers",
        f"-{_C}/id",
        drop(f"{_C}/id"),
        drop(f"{CHAT}/required/0"),
    ),
    _seed(
        "response: required property becomes optional",
        "callers",
        f"-{CHAT}/required/0",
        drop(f"{CHAT}/required/0"),
    ),
    _seed(
        "response: optional property becomes required",
        "servers",
        f"{MODEL}/required/2",
        put(f"{MODEL}/required/-", "state"),
    ),
    _seed(
        "response: property becomes nullable",
        "callers",
        f"{_C}/id/type/1",
        put(f"{_C}/id/type", ["string", "null"]),
    ),
    _seed(
        "response: property is never null any more",
        "servers",
        f"-{_M}/owner/type/1",
        put(f"{_M}/owner/type", "string"),
    ),
    _seed(
        "response: anyOf with null written as type array",
        "",
        "/components/schemas/Usage/properties/cached",
        put("/components/schemas/Usage/properties/cached", {"anyOf": [{"type": "integer"}, _NULL]}),
    ),
    _seed(
        "response: other type", "callers servers", f"{_C}/id/type", put(f"{_C}/id/type", "integer")
    ),
    _seed(
        "response: integer becomes number",
        "callers",
        f"{_M}/created/type",
        put(f"{_M}/created/type", "number"),
    ),
    _seed(
        "response: value of a closed enum added",
        "callers",
        f"{_M}/state/enum/2",
        put(f"{_M}/state/enum/-", "gone"),
    ),
    _seed(
        "response: value of a closed enum removed",
        "servers",
        f"-{_M}/state/enum/1",
        drop(f"{_M}/state/enum/1"),
    ),
    _seed(
        "response: value of an open enum added",
        "",
        f"{_C}/finish/anyOf/0/enum/2",
        put(f"{_C}/finish/anyOf/0/enum/-", "tool_calls"),
    ),
    _seed(
        "response: open enum closed",
        "servers",
        f"-{_C}/finish/anyOf/1",
        drop(f"{_C}/finish/anyOf/1"),
    ),
    _seed(
        "response: const changed",
        "callers servers",
        "/components/schemas/ModelList/properties/object/const",
        put("/components/schemas/ModelList/properties/object/const", "models"),
    ),
    _seed(
        "response: format dropped",
        "callers",
        f"-{_M}/created/format",
        drop(f"{_M}/created/format"),
        wire=False,
    ),
    _seed(
        "response: minimum added",
        "servers",
        f"{_M}/created/minimum",
        put(f"{_M}/created/minimum", 0),
    ),
    _seed(
        "response: values of a map change type",
        "callers servers",
        f"{_M}/limits/additionalProperties/type",
        put(f"{_M}/limits/additionalProperties/type", "string"),
    ),
    _seed(
        "response: items change",
        "callers servers",
        "/components/schemas/ModelList/properties/data/items/type",
        put("/components/schemas/ModelList/properties/data/items", {"type": "string"}),
    ),
    _seed(
        "response: error body loses its message",
        "callers",
        "-/components/schemas/Error/properties/error/properties/message",
        drop("/components/schemas/Error/properties/error/properties/message"),
        drop("/components/schemas/Error/properties/error/required"),
    ),
    _seed(
        "response: component renamed, same shape",
        "",
        f"{LIST}/responses/200/content/application~1json/schema/$ref",
        put("/components/schemas/Models", _MODEL_LIST),
        put(
            f"{LIST}/responses/200/content/application~1json/schema/$ref",
            "#/components/schemas/Models",
        ),
    ),
    _seed(
        "both ways: property of a shared schema becomes nullable",
        "callers",
        "/components/schemas/Answer/properties/score/type/1",
        put("/components/schemas/Answer/properties/score/type", ["number", "null"]),
    ),
]

STREAMS = [
    _seed(
        "stream: property of a chunk removed",
        "callers",
        "-/components/schemas/Chunk/properties/delta",
        drop("/components/schemas/Chunk/properties/delta"),
        drop("/components/schemas/Chunk/required/1"),
    ),
    _seed(
        "stream: chunk requires more",
        "servers",
        "/components/schemas/Chunk/required/2",
        put("/components/schemas/Chunk/required/-", "usage"),
    ),
    _seed(
        "stream: new kind of event",
        "callers",
        f"{STREAM}/x-itemSchema/anyOf/2",
        put(f"{STREAM}/x-itemSchema/anyOf/-", {"type": "string"}),
    ),
    _seed(
        "stream: selected by another property",
        "callers servers",
        f"{STREAM}/x-stream-when",
        put(f"{STREAM}/x-stream-when", "streaming"),
        put(f"{_P}/streaming", {"type": "boolean"}),
        wire=False,
    ),
    _seed(
        "stream: other end marker",
        "callers servers",
        f"{STREAM}/x-stream-end",
        put(f"{STREAM}/x-stream-end", "[END]"),
        wire=False,
    ),
    _seed("stream: removed", "callers servers", f"-{STREAM}", drop(STREAM), wire=False),
]

OPERATIONS = [
    _seed(
        "operation added",
        "",
        "/paths/~1v1~1files",
        put("/paths/~1v1~1files", {"get": {"operationId": "files.list", **_OTHER}}),
    ),
    _seed(
        "operation removed",
        "callers",
        "-/paths/~1v1~1models~1{model}",
        drop("/paths/~1v1~1models~1{model}"),
    ),
    _seed(
        "operation renamed",
        "callers",
        f"{LIST}/operationId",
        put(f"{LIST}/operationId", "models.all"),
        wire=False,
    ),
    _seed(
        "parameter: new, required",
        "callers",
        f"{LIST}/parameters/2",
        put(
            f"{LIST}/parameters/-",
            {"name": "page", "in": "query", "required": True, "schema": {"type": "integer"}},
        ),
    ),
    _seed(
        "parameter: new, optional",
        "",
        f"{LIST}/parameters/2",
        put(f"{LIST}/parameters/-", {"name": "page", "in": "query", "schema": {"type": "integer"}}),
    ),
    _seed("parameter: removed", "callers", f"-{LIST}/parameters/0", drop(f"{LIST}/parameters/0")),
    _seed(
        "parameter: becomes required",
        "callers",
        f"{LIST}/parameters/0/required",
        put(f"{LIST}/parameters/0/required", True),
    ),
    _seed(
        "parameter: narrower schema",
        "callers",
        f"-{LIST}/parameters/0/schema/enum/1",
        drop(f"{LIST}/parameters/0/schema/enum/1"),
    ),
    _seed(
        "parameter: moves to another place",
        "callers",
        f"-{LIST}/parameters/1",
        put(f"{LIST}/parameters/1/in", "query"),
    ),
    _seed(
        "parameter: serialised in another style",
        "callers servers",
        f"{LIST}/parameters/0/explode",
        put(f"{LIST}/parameters/0/explode", False),
        wire=False,
    ),
    _seed(
        "path parameter renamed",
        "callers",
        "/paths/~1v1~1models~1{name}",
        put(
            "/paths/~1v1~1models~1{name}",
            {
                "get": {
                    "operationId": "models.get",
                    "parameters": [
                        {
                            "name": "name",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "string"},
                        }
                    ],
                    "responses": {
                        "200": {
                            "description": "The model.",
                            "content": {
                                "application/json": {
                                    "schema": {"$ref": "#/components/schemas/Model"}
                                }
                            },
                        }
                    },
                }
            },
        ),
        drop("/paths/~1v1~1models~1{model}"),
        wire=False,
    ),
    _seed(
        "status: error added",
        "",
        f"{LIST}/responses/503",
        put(f"{LIST}/responses/503", {"description": "Busy."}),
        wire=False,
    ),
    _seed(
        "status: error removed",
        "servers",
        f"-{LIST}/responses/429",
        drop(f"{LIST}/responses/429"),
        wire=False,
    ),
    _seed(
        "status: success added",
        "callers",
        f"{LIST}/responses/204",
        put(f"{LIST}/responses/204", {"description": "None."}),
        wire=False,
    ),
    _seed(
        "status: success removed",
        "callers servers",
        f"-{CREATE}/responses/200",
        drop(f"{CREATE}/responses/200"),
        put(f"{CREATE}/responses/202", {"description": "Later."}),
    ),
    _seed(
        "header of an answer removed",
        "callers",
        f"-{LIST}/responses/200/headers/x-remaining",
        drop(f"{LIST}/responses/200/headers/x-remaining"),
        wire=False,
    ),
    _seed(
        "header of an answer added, optional",
        "",
        f"{LIST}/responses/200/headers/x-id",
        put(f"{LIST}/responses/200/headers/x-id", {"schema": {"type": "string"}}),
        wire=False,
    ),
    _seed(
        "header of an answer added, required",
        "servers",
        f"{LIST}/responses/200/headers/x-id",
        put(f"{LIST}/responses/200/headers/x-id", {"required": True, "schema": {"type": "string"}}),
        wire=False,
    ),
    _seed(
        "media type of the request replaced",
        "callers",
        f"-{CREATE}/requestBody/content/application~1json",
        put(f"{CREATE}/requestBody/content/application~1cbor", {"schema": {"$ref": f"#{REQUEST}"}}),
        drop(f"{CREATE}/requestBody/content/application~1json"),
    ),
    _seed(
        "media type of the request added",
        "",
        f"{CREATE}/requestBody/content/application~1cbor",
        put(f"{CREATE}/requestBody/content/application~1cbor", {"schema": {"$ref": f"#{REQUEST}"}}),
        wire=False,
    ),
    _seed(
        "media type of an answer added, unasked",
        "callers",
        f"{LIST}/responses/200/content/text~1csv",
        put(f"{LIST}/responses/200/content/text~1csv", {"schema": {"type": "string"}}),
        wire=False,
    ),
]

AROUND = [
    _seed(
        "security: operation opened to everyone",
        "",
        f"{LIST}/security",
        put(f"{LIST}/security", []),
        wire=False,
    ),
    _seed(
        "security: another scheme",
        "callers",
        "/security",
        put("/components/securitySchemes/key", {"type": "apiKey", "in": "header", "name": "x-key"}),
        put("/security", [{"key": []}]),
        wire=False,
    ),
    _seed(
        "security: second scheme as an alternative",
        "",
        "/security/1",
        put("/components/securitySchemes/key", {"type": "apiKey", "in": "header", "name": "x-key"}),
        put("/security/-", {"key": []}),
        wire=False,
    ),
    _seed(
        "security: scheme itself changes",
        "callers servers",
        "/components/securitySchemes/bearerAuth/scheme",
        put("/components/securitySchemes/bearerAuth/scheme", "basic"),
        wire=False,
    ),
    _seed(
        "security: permission set no longer enough",
        "callers",
        "-/components/securitySchemes/bearerAuth/x-permission-sets/0",
        drop("/components/securitySchemes/bearerAuth/x-permission-sets/0"),
        wire=False,
    ),
    _seed(
        "server: default moves",
        "callers",
        "-/servers/0",
        put("/servers/0/url", "https://eu.example.com"),
        wire=False,
    ),
    _seed(
        "server: another one is the default",
        "callers",
        "/servers/0",
        put("/servers/0", {"url": "https://eu.example.com"}),
        put("/servers/-", {"url": "https://api.example.com"}),
        wire=False,
    ),
    _seed(
        "server: one more",
        "",
        "/servers/2",
        put("/servers/-", {"url": "https://eu.example.com"}),
        wire=False,
    ),
    _seed(
        "extension: cap of a model lowered",
        "callers",
        f"{_P}/max_tokens/x-model-caps/old-one",
        put(f"{_P}/max_tokens/x-model-caps/old-one", 2048),
        wire=False,
    ),
    _seed(
        "extension: cap of a model raised",
        "",
        f"{_P}/max_tokens/x-model-caps/old-one",
        put(f"{_P}/max_tokens/x-model-caps/old-one", 8192),
        wire=False,
    ),
    _seed(
        "extension: other status for an unknown model",
        "callers servers",
        f"{_P}/model/x-error-status/unknown",
        put(f"{_P}/model/x-error-status/unknown", 404),
        wire=False,
    ),
    _seed(
        "extension: another list to iterate",
        "callers",
        "/components/schemas/ModelList/x-iterate",
        put("/components/schemas/ModelList/x-iterate", "models"),
        wire=False,
    ),
    _seed(
        "extension: an answer no longer accepted as a message",
        "callers",
        "-/components/schemas/Message/x-accepts",
        drop("/components/schemas/Message/x-accepts"),
        wire=False,
    ),
    _seed(
        "extension: other hint",
        "",
        "/components/responses/TooMany/x-hint",
        put("/components/responses/TooMany/x-hint", "Wait a second."),
        wire=False,
    ),
    _seed(
        "keyword that the comparison does not know",
        "callers servers",
        f"{_P}/user/contentSchema",
        put(f"{_P}/user/contentSchema", {"type": "string"}),
        wire=False,
    ),
    _seed(
        "text: description reworded",
        "",
        f"{LIST}/parameters/0/description",
        put(f"{LIST}/parameters/0/description", "The order."),
    ),
    _seed(
        "text: examples dropped",
        "",
        f"-{LIST}/responses/200/content/application~1json/examples",
        drop(f"{LIST}/responses/200/content/application~1json/examples"),
    ),
    _seed("text: deprecated", "", f"{_P}/tone/deprecated", put(f"{_P}/tone/deprecated", True)),
    _seed(
        "text: properties in another order",
        "",
        REQUEST,
        put(f"{REQUEST}/required", ["messages", "model"]),
    ),
]

SEEDS = [*REQUESTS, *RESPONSES, *STREAMS, *OPERATIONS, *AROUND]
