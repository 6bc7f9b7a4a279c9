"""Models as fields of pydantic's: what a web service takes and answers."""

import pydantic
import pytest

from scaleway_genapi import (
    AnyChatMessage,
    AssistantMessage,
    ChatCompletion,
    ChatCompletionMessage,
    ChatMessage,
    ResponseDecodeError,
    SystemMessage,
    Usage,
    UserMessage,
)
from tests.client.fault_server import completion

ANSWER = ChatCompletion.from_dict(completion() | {"vendor": 1})


class Body(pydantic.BaseModel):
    messages: list[ChatMessage]


class Reply(pydantic.BaseModel):
    completion: ChatCompletion
    usage: Usage | None = None


def test_a_model_stays_what_it_is():
    assert Reply(completion=ANSWER).completion is ANSWER


def test_a_model_is_written_as_its_json():
    reply = Reply(completion=ANSWER)
    assert reply.model_dump() == {"completion": ANSWER.to_dict(), "usage": None}
    assert Reply.model_validate_json(reply.model_dump_json()) == reply


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"role": "system", "content": "Be brief."}, SystemMessage),
        ({"role": "user", "content": "Hello"}, UserMessage),
        (ANSWER.choices[0].message, ChatCompletionMessage),
    ],
)
def test_json_is_read_as_the_member_of_a_union_that_it_is(data, kind):
    (message,) = Body(messages=[data]).messages
    assert type(message) is kind


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({}, "$.prompt_tokens is missing"),
        ({"prompt_tokens": "3"}, "$.prompt_tokens is string, expected integer"),
        ("x", "$ is string, expected object"),
    ],
)
def test_json_that_does_not_fit_is_refused_with_the_place(data, place):
    with pytest.raises(pydantic.ValidationError) as caught:
        pydantic.TypeAdapter(Usage).validate_python(data)
    assert place in str(caught.value)


def test_a_constant_with_another_value_is_refused_with_the_place():
    with pytest.raises(pydantic.ValidationError, match=r"\$\.role is not 'user'"):
        pydantic.TypeAdapter(UserMessage).validate_python({"role": "system", "content": "x"})


@pytest.mark.parametrize(
    ("kind", "data", "place"),
    [
        (
            AssistantMessage,
            {
                "role": "assistant",
                "tool_calls": [
                    {"id": "a", "type": "x", "function": {"name": "f", "arguments": "{}"}}
                ],
            },
            r"\$\.tool_calls\[0\]\.type is not 'function'",
        ),
        (
            ChatCompletion,
            completion()
            | {"choices": [{"index": 0, "message": {"role": "user", "content": "Hello"}}]},
            r"\$\.choices\[0\]\.message\.role is not 'assistant'",
        ),
    ],
)
def test_a_constant_deep_inside_is_held_to_as_well(kind, data, place):
    with pytest.raises(pydantic.ValidationError, match=place):
        pydantic.TypeAdapter(kind).validate_python(data)


@pytest.mark.parametrize("tag", [[], {}])
def test_a_tag_that_is_no_text_is_refused_with_the_place(tag):
    data = {"role": "user", "content": [{"type": tag}]}
    place = r"\$\.content\[0\]\.type is (array|object), expected string"
    with pytest.raises(pydantic.ValidationError, match=place):
        pydantic.TypeAdapter(UserMessage).validate_python(data)
    with pytest.raises(ResponseDecodeError, match=place):
        UserMessage.from_dict(data)


def test_what_messages_have_in_common_is_no_field_and_cannot_be_read():
    with pytest.raises(TypeError, match="AnyChatMessage has no values of its own"):
        pydantic.TypeAdapter(AnyChatMessage)
    with pytest.raises(TypeError, match="AnyChatMessage has no values of its own"):
        AnyChatMessage.from_dict({"role": "user", "content": "x"})


OTHERS = {
    "SystemMessage": "system",
    "AssistantMessage": "assistant",
    "ToolMessage": "tool",
    "ChatCompletionMessage": "assistant",
}


def told(data):
    """By member of the union, in words, why it is none."""
    with pytest.raises(pydantic.ValidationError) as caught:
        Body(messages=[data])
    places = [error["loc"] for error in caught.value.errors()]
    assert {place[:2] for place in places} == {("messages", 0)}
    words = [error["msg"].removeprefix("Value error, ") for error in caught.value.errors()]
    return dict(zip([place[2] for place in places], words, strict=True))


def test_the_error_of_a_union_tells_what_the_member_lacks_that_the_constant_names():
    found = told({"role": "user"})
    assert found.pop("UserMessage") == "$.content is missing"
    assert found == {name: f"$.role is not {role!r}" for name, role in OTHERS.items()}


def test_the_error_of_a_union_tells_of_nothing_but_a_constant_that_names_no_member():
    found = told({"role": "nobody"})
    assert found.pop("UserMessage") == "$.role is not 'user'"
    assert found == {name: f"$.role is not {role!r}" for name, role in OTHERS.items()}


def test_a_service_can_describe_what_it_answers():
    described = Reply.model_json_schema(mode="serialization")
    assert described["properties"]["completion"] == {"title": "ChatCompletion", "type": "object"}
    assert Body.model_json_schema()["properties"]["messages"]["type"] == "array"
