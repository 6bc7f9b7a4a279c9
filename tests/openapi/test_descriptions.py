"""The words of the document that no convention asks for: `openapi/conventions.py` has the rest."""

import re

import pytest

VENDOR = "https://www.scaleway.com/en/docs/"
CHAT = "#/paths/~1v1~1chat~1completions/post"
REQUEST = "#/components/schemas/ChatCompletionRequest"


def test_the_default_project_rule_is_told(document):
    text = document.data["info"]["description"] + str(document.data["servers"])
    assert "For the default Project the segment is hidden" in text


def test_every_link_to_the_vendor_is_to_its_documentation_or_its_api(document):
    links = re.findall(r"https://[\w.-]*scaleway\.\w+[^\s)`',\"]*", document.source.decode())
    assert links
    allowed = (VENDOR, "https://api.scaleway.ai", "https://console.scaleway.com/support/")
    assert [link for link in links if not link.startswith(allowed)] == []


@pytest.mark.facts
@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        (CHAT, ["`data: [DONE]` ends the stream", "5 minutes"]),
        (f"{CHAT}/responses/200", ["A 5xx condition may come after the", "200"]),
        ("#/components/responses/BadRequest", ["format", "content type", "too large"]),
        ("#/components/responses/Unauthorized", ["`Authorization` header is missing"]),
        ("#/components/responses/Forbidden", ["does not exist", "permission", "Project"]),
        ("#/components/responses/NotFound", ["no such route"]),
        ("#/components/responses/RangeNotSatisfiable", ["`max_completion_tokens`", "is above"]),
        ("#/components/responses/UnprocessableEntity", ["`model` is missing", "no model"]),
        (
            "#/components/responses/TooManyRequests",
            ["Organization", "requests per minute", "tokens", "same time"],
        ),
        ("#/components/responses/InternalServerError", ["unexpected error"]),
        ("#/components/responses/ChatGatewayTimeout", ["did not answer in time", "5 minutes"]),
        (f"{REQUEST}/properties/messages", ["At most 12 images", "Mistral", "alternate"]),
        (f"{REQUEST}/properties/parallel_tool_calls", ["the models of Meta cannot"]),
        (f"{REQUEST}/properties/max_completion_tokens", ["4096 to 32768", "416"]),
        *(
            (f"{REQUEST}/properties/{name}", ["may be ignored"])
            for name in ("frequency_penalty", "top_logprobs", "logit_bias", "n")
        ),
    ],
    ids=str,
)
def test_says_in_words_what_no_schema_can(pointer, words, document):
    said = " ".join(document.at(pointer)["description"].split())
    assert [word for word in words if word not in said] == []


@pytest.mark.facts
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Unauthorized", ["bearer", "SCW_SECRET_KEY"]),
        (
            "Forbidden",
            [
                "GenerativeApisModelAccess",
                "GenerativeApisFullAccess",
                "AllProductsFullAccess",
                "https://api.scaleway.ai/{project_id}/v1",
                "default Project",
            ],
        ),
        ("NotFound", ["https://api.scaleway.ai", "UUID"]),
        ("InternalServerError", ["https://console.scaleway.com/support"]),
        ("RangeNotSatisfiable", ["max_completion_tokens", "4096", "32768"]),
        ("UnprocessableEntity", ["/v1/models"]),
        ("TooManyRequests", ["Retry-After", "x-ratelimit-reset-requests", "rate-limits"]),
    ],
)
def test_advises_what_to_do(name, words, document):
    hint = document.at(f"#/components/responses/{name}")["x-hint"]
    assert [word for word in words if word not in hint] == []


def test_what_operations_share_speaks_of_no_property_that_one_of_them_takes(document):
    """An answer of all operations cannot advise to change what most do not have."""
    users = {}
    for item in document.data["paths"].values():
        for operation in item.values():
            for response in operation["responses"].values():
                if "description" not in response and "$ref" in response:
                    users.setdefault(response["$ref"], []).append(_taken(document, operation))
    shared = {place: taken for place, taken in users.items() if len(taken) > 1}
    assert shared
    for place, taken in shared.items():
        answer = document.at(place)
        text = f"{answer['description']} {answer['x-hint']}"
        for name in set().union(*taken) - set.intersection(*taken):
            assert not ("_" in name and name in text), place
            assert f"`{name}`" not in text, place
            assert f"{name}: true" not in text, place


def _taken(document, operation):
    """The names of what an operation is given: the properties of its bodies."""
    media = document.resolve(operation.get("requestBody", {})).get("content", {}).values()
    return {name for one in media for name in document.resolve(one["schema"]).get("properties", {})}
