"""What the vendor documents, as a table: a fact that is edited away fails here.

Sources: the pages below https://www.scaleway.com/en/docs/generative-apis/.
"""

import uuid

import pytest

pytestmark = pytest.mark.facts
CHAT = "#/paths/~1v1~1chat~1completions/post"
MODELS = "#/paths/~1v1~1models/get"
SCHEMAS = "#/components/schemas"
REQUEST = f"{SCHEMAS}/ChatCompletionRequest"
RATE_LIMIT_HEADERS = {
    "x-ratelimit-limit-requests": "600",
    "x-ratelimit-remaining-requests": "599",
    "x-ratelimit-reset-requests": "250ms",
    "x-ratelimit-limit-tokens": "1000000",
    "x-ratelimit-remaining-tokens": "999976",
    "x-ratelimit-reset-tokens": "35ms",
}
OPTIONAL_NUMBER = {"type": ["number", "null"]}
OPTIONAL_INTEGER = {"type": ["integer", "null"], "format": "int64"}
OPTIONAL_BOOLEAN = {"type": ["boolean", "null"]}


@pytest.mark.parametrize(
    ("pointer", "facts"),
    [
        (f"{REQUEST}/properties/temperature", {**OPTIONAL_NUMBER, "minimum": 0, "maximum": 2}),
        (
            f"{REQUEST}/properties/top_p",
            {**OPTIONAL_NUMBER, "exclusiveMinimum": 0, "maximum": 1, "default": 1},
        ),
        (
            f"{REQUEST}/properties/max_tokens",
            {**OPTIONAL_INTEGER, "minimum": 1, "deprecated": True},
        ),
        (f"{REQUEST}/properties/max_completion_tokens", {**OPTIONAL_INTEGER, "minimum": 1}),
        (f"{REQUEST}/properties/stream", {**OPTIONAL_BOOLEAN, "default": False}),
        (f"{REQUEST}/properties/presence_penalty", {"minimum": -2, "maximum": 2, "default": 0}),
        (f"{REQUEST}/properties/frequency_penalty", {"minimum": -2, "maximum": 2, "default": 0}),
        (f"{SCHEMAS}/LogitBias/additionalProperties", {"minimum": -100, "maximum": 100}),
        (f"{REQUEST}/properties/logprobs", {**OPTIONAL_BOOLEAN, "default": False}),
        (f"{REQUEST}/properties/top_logprobs", {**OPTIONAL_INTEGER, "minimum": 0}),
        (f"{REQUEST}/properties/n", {**OPTIONAL_INTEGER, "minimum": 1, "default": 1}),
        (f"{REQUEST}/properties/seed", OPTIONAL_INTEGER),
        (f"{REQUEST}/properties/messages", {"type": "array", "minItems": 1}),
        (f"{REQUEST}/properties/tools", {"type": "array", "minItems": 1}),
        (f"{REQUEST}/properties/parallel_tool_calls", {**OPTIONAL_BOOLEAN, "default": True}),
        (
            f"{REQUEST}/properties/model",
            {
                "type": "string",
                "x-error-status": {"missing": 422, "unknown": 422},
                "x-legacy-errors": ["llama-3.3-70b-instruct", "gemma-3-27b-it"],
            },
        ),
        (f"{REQUEST}/properties/max_tokens", {"x-error-status": {"cap": 416}}),
        (f"{REQUEST}/properties/max_completion_tokens", {"x-error-status": {"cap": 416}}),
        (
            "#/components/securitySchemes/bearerAuth",
            {
                "type": "http",
                "scheme": "bearer",
                "x-permission-sets": [
                    "GenerativeApisModelAccess",
                    "GenerativeApisFullAccess",
                    "AllProductsFullAccess",
                ],
            },
        ),
        (f"{SCHEMAS}/SystemMessage/properties/content/anyOf/1", {"minItems": 1}),
        (
            f"{SCHEMAS}/UserMessage/properties/content/anyOf/1",
            {
                "minItems": 1,
                "contains": {"$ref": f"{SCHEMAS}/ImagePart"},
                "minContains": 0,
                "maxContains": 12,
            },
        ),
        (f"{SCHEMAS}/ImageUrl/properties/url", {"pattern": "^(https?://|data:image/)"}),
        (f"{SCHEMAS}/ImageUrl/properties/detail", {"default": "auto"}),
        (f"{SCHEMAS}/StreamOptions/properties/include_usage", {"default": False}),
        # The names of models come and go.
        (f"{REQUEST}/properties/model", {"enum": None, "pattern": None}),
        (f"{SCHEMAS}/ModelList/properties/data", {"minItems": None}),
        # There is one page.
        (MODELS, {"operationId": "models.list", "parameters": None, "requestBody": None}),
        (f"{CHAT}/requestBody", {"required": True}),
        (CHAT, {"operationId": "chat.completions.create"}),
        (f"{SCHEMAS}/ModelList", {"x-iterate": "data"}),
        (
            f"{CHAT}/responses/200/content/text~1event-stream",
            {
                "x-stream-when": "stream",
                "x-stream-end": "[DONE]",
                "x-itemSchema": {
                    "anyOf": [
                        {"$ref": f"{SCHEMAS}/ChatCompletionChunk"},
                        {"$ref": f"{SCHEMAS}/ErrorResponse"},
                    ]
                },
            },
        ),
    ],
    ids=str,
)
def test_states(pointer, facts, document):
    node = document.at(pointer)
    assert {key: node.get(key) for key in facts} == facts


@pytest.mark.parametrize(
    "holder",
    ["ChatCompletionChunk", "ChunkChoice", "ChoiceDelta", "ToolCallDelta", "FunctionCallDelta"],
)
def test_what_a_chunk_may_leave_out_may_also_be_null(holder, document, problems):
    node = document.at(f"{SCHEMAS}/{holder}")
    for name, part in node["properties"].items():
        if name not in node.get("required", []):
            assert problems(part, None) == [], name


@pytest.mark.parametrize(
    ("pointer", "statuses"),
    [
        (CHAT, {"200", "400", "401", "403", "404", "416", "422", "429", "500", "504"}),
        (MODELS, {"200", "401", "403", "404", "429", "500", "504"}),
    ],
)
def test_declares_exactly_the_documented_statuses(pointer, statuses, document):
    assert set(document.at(f"{pointer}/responses")) == statuses


@pytest.mark.parametrize(
    ("pointer", "media_types"),
    [
        (f"{CHAT}/requestBody", {"application/json"}),
        (f"{CHAT}/responses/200", {"application/json", "text/event-stream"}),
        (f"{MODELS}/responses/200", {"application/json"}),
    ],
)
def test_bodies_are_json_and_streams_are_events(pointer, media_types, document):
    assert set(document.at(pointer)["content"]) == media_types


def test_every_error_has_one_of_the_three_shapes(response):
    status, answer = response
    if status[0] in "45":
        media = {name: media["schema"] for name, media in answer["content"].items()}
        assert media == {"application/json": {"$ref": f"{SCHEMAS}/ErrorBody"}}


@pytest.mark.parametrize("name", ["max_tokens", "max_completion_tokens"])
def test_the_cap_of_a_model_is_between_those_of_the_catalogue(name, document):
    caps = document.at(f"{REQUEST}/properties/{name}")["x-model-caps"].values()
    assert (min(caps), max(caps)) == (4096, 32768)


@pytest.mark.parametrize("pointer", [CHAT, MODELS])
@pytest.mark.parametrize("status", ["200", "429"])
def test_limits_are_told_in_text_headers(pointer, status, document):
    response = document.resolve(document.at(f"{pointer}/responses/{status}"))
    headers = {name: document.resolve(header) for name, header in response["headers"].items()}
    limits = {name: headers[name] for name in RATE_LIMIT_HEADERS}
    assert {name: header["example"] for name, header in limits.items()} == RATE_LIMIT_HEADERS
    assert {header["schema"]["type"] for header in limits.values()} == {"string"}
    assert not any(header["required"] for header in limits.values())


def test_when_to_come_back_is_told_on_429_alone_and_is_optional(document):
    responses = document.data["components"]["responses"]
    telling = [name for name, r in responses.items() if "Retry-After" in r.get("headers", {})]
    assert telling == ["TooManyRequests"]
    assert document.at("#/components/headers/RetryAfter")["required"] is False


def test_the_project_is_a_variable_of_the_second_server(document):
    default, project = document.data["servers"]
    assert default["url"] == "https://api.scaleway.ai"
    assert project["url"] == "https://api.scaleway.ai/{project_id}"
    variable = project["variables"]["project_id"]
    uuid.UUID(variable["default"])
    assert variable["x-format"] == "uuid"


def test_every_operation_wants_the_bearer(document, operation):
    assert document.data["security"] == [{"bearerAuth": []}]
    assert "security" not in operation


@pytest.mark.parametrize(
    "pointer",
    [
        f"{REQUEST}/properties/reasoning_effort",
        f"{SCHEMAS}/Choice/properties/finish_reason",
        f"{SCHEMAS}/ChunkChoice/properties/finish_reason",
        f"{SCHEMAS}/ChatCompletion/properties/service_tier",
        f"{SCHEMAS}/ImageUrl/properties/detail",
        f"{SCHEMAS}/InputAudio/properties/format",
    ],
)
def test_an_open_set_names_its_known_values_and_takes_others(pointer, document, problems):
    """Which ones it names, `fields.txt` says."""
    schema = document.at(pointer)
    assert len(schema["anyOf"][0]["enum"]) > 1
    assert problems(schema, "a value of tomorrow") == []


def test_no_object_is_closed(document):
    schemas = document.data["components"]["schemas"]
    assert [n for n, s in schemas.items() if s.get("additionalProperties") is False] == []


def test_the_document_has_the_version_of_the_distribution(document, pytestconfig):
    text = (pytestconfig.rootpath / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{document.data["info"]["version"]}"' in text


def test_user_is_not_part_of_the_typed_surface(document):
    assert "user" not in document.at(f"{REQUEST}/properties")
