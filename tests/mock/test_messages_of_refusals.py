"""A refusal names the field by its path, the value that was sent and what it may be."""

from __future__ import annotations

import jsonschema_rs
import pytest

from scaleway_genapi_mock.check._explain import explain
from scaleway_genapi_mock.document import load_document

SCHEMAS = load_document().data["components"]["schemas"]
HOTTEST = SCHEMAS["ChatCompletionRequest"]["properties"]["temperature"]["maximum"]


def tags(union):
    """What the tag of a union may be, as a refusal lists it."""
    return ", ".join(f'"{tag}"' for tag in SCHEMAS[union]["discriminator"]["mapping"])


def refused(response):
    assert response.status_code == 400, response.text
    return response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        (
            [{"role": "wizard", "content": "x"}],
            f'messages/0/role: "wizard" is not one of {tags("ChatMessage")}',
        ),
        ([{"content": "x"}], "messages/0/role: is required"),
        ([{"role": "user"}], "messages/0/content: is required"),
        (
            [{"role": "user", "content": 5}],
            "messages/0/content: 5 is not one of the types string, array",
        ),
        (["hello"], 'messages/0: "hello" is not an object'),
        ([], "messages: [] has less than 1 item"),
        ("hello", 'messages: "hello" is not an array'),
        (
            [{"role": "user", "content": [{"type": "video"}]}],
            f'messages/0/content/0/type: "video" is not one of {tags("ContentPart")}',
        ),
        (
            [{"role": "user", "content": [{"type": "text"}]}],
            "messages/0/content/0/text: is required",
        ),
        (
            [{"role": "user", "content": [{"type": "text", "text": 7}]}],
            "messages/0/content/0/text: 7 is not a string",
        ),
        ([{"role": "tool", "content": "x"}], "messages/0/tool_call_id: is required"),
    ],
)
def test_messages_are_judged_by_the_branch_that_was_meant(chat, messages, expected):
    assert refused(chat(messages=messages)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"temperature": 3}, f"temperature: 3 is greater than the maximum of {HOTTEST}"),
        ({"temperature": "hot"}, 'temperature: "hot" is not one of the types null, number'),
        ({"top_p": 0}, "top_p: 0 is less than or equal to the minimum of 0"),
        ({"stop": 5}, "stop: 5 is not one of the types string, array, null"),
        ({"stop": [5]}, "stop/0: 5 is not a string"),
        (
            {"seed": 2**63},
            "seed: 9223372036854775808 is greater than the maximum of 9223372036854775807",
        ),
        ({"tools": []}, "tools: [] has less than 1 item"),
        ({"tools": [{"type": "function"}]}, "tools/0/function: is required"),
        ({"tool_choice": "required"}, "tools: is required"),
        ({"stream_options": {}}, "stream: is required"),
        (
            {"response_format": {"type": "xml"}},
            f'response_format/type: "xml" is not one of {tags("ResponseFormat")}',
        ),
        ({"response_format": {"type": "json_schema"}}, "response_format/json_schema: is required"),
    ],
)
def test_fields_are_named_with_what_they_may_be(chat, fields, expected):
    assert refused(chat(**fields)) == expected


@pytest.mark.parametrize("number", [2**64, 10**30, -(10**30)])
@pytest.mark.parametrize("field", ["temperature", "stop", "n"])
def test_a_large_integer_is_shown_with_all_its_digits(chat, field, number):
    assert f"{field}: {number} is " in refused(chat(**{field: number}))


def test_a_large_integer_above_a_cap_is_shown_as_it_was_sent(chat):
    assert f" {10**30}" in refused(chat(max_completion_tokens=10**30))


def test_a_long_value_is_cut(chat):
    message = refused(chat(messages=[{"role": "x" * 5000, "content": ""}]))
    assert len(message) < 250


def test_the_path_of_the_field_stands_in_param(chat):
    assert chat(temperature=3).json()["error"]["param"] == "temperature"


def test_no_message_is_a_list_of_schemas(chat):
    for fields in ({"stop": {}}, {"tool_choice": 1, "tools": []}, {"response_format": 1}):
        assert "schema" not in refused(chat(**fields))


USER = [{"role": "user", "content": "x"}]
TOOL = {"type": "function", "function": {"name": "f"}}
LONG = "data:image/png;base64," + "SECRET" * 2000


@pytest.mark.parametrize(
    ("messages", "fields"),
    [
        ([{"role": "user", "content": [{"type": "image_url", "image_url": LONG}]}], {}),
        (
            [
                {
                    "role": "user",
                    "content": [{"type": "image_url", "image_url": {"url": f"x{LONG}"}}],
                }
            ],
            {},
        ),
        (
            [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": LONG}}] * 13}],
            {},
        ),
        ([{"role": "user", "content": {"type": "text", "text": LONG}}], {}),
        ([{"role": LONG}], {}),
        ([LONG], {}),
        (USER, {"tools": [TOOL], "tool_choice": {"type": "function", "function": {"name": LONG}}}),
        (USER, {"model": LONG}),
        (USER, {"stop": {LONG: LONG}}),
        (USER, {"logit_bias": {LONG: "x"}}),
        (USER, {"seed": LONG}),
    ],
)
def test_what_is_long_is_never_repeated_as_a_whole(chat, messages, fields):
    response = chat(messages=messages, **fields)
    assert response.status_code in {400, 422}
    assert len(response.content) < 600
    assert response.json()["error"]["message"].count("SECRET") < 20


def test_too_many_items_of_a_kind_are_said_to_be_that():
    validator = jsonschema_rs.validator_for({"contains": {"const": 1}, "maxContains": 2})
    fault = explain(validator, [1, 1, 1])
    assert str(fault) == "more of its 3 items are of one kind than may be"


@pytest.mark.parametrize("images", [[13], [7, 6]])
def test_too_many_images_are_refused_in_the_words_of_the_document(chat, images):
    image = {"type": "image_url", "image_url": {"url": "https://x.example/a.png"}}
    messages = [{"role": "user", "content": [image] * number} for number in images]
    response = chat(messages=messages, model="holo2-30b-a3b")
    assert response.status_code == 400
    expected = "At most 12 image(s) may be provided in one request."
    assert response.json()["error"]["message"] == expected


def test_a_long_path_and_a_long_content_type_are_cut(http):
    missing = http.get("/" + "a" * 5000)
    typed = http.post("/v1/chat/completions", content=b"{}", headers={"content-type": "a" * 5000})
    assert [missing.status_code, typed.status_code] == [404, 400]
    assert len(missing.content) < 300
    assert len(typed.content) < 300
