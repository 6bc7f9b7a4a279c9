"""Models, dicts and mixtures of both in a request: what goes out is the same JSON."""

import copy
import pickle

import attrs
import pytest

from scaleway_genapi import (
    AssistantMessage,
    ChatCompletionMessage,
    FunctionCall,
    ImagePart,
    SystemMessage,
    TextPart,
    ToolCall,
    ToolMessage,
    UserMessage,
    models,
)
from tests.client.fault_server import completion, response

FUNCTION = {"name": "get_weather", "arguments": '{"city": "Paris"}'}
CALL = {"id": "call-1", "type": "function", "function": FUNCTION}
PLAIN = [
    {"role": "system", "content": "Be brief."},
    {
        "role": "user",
        "content": [
            {"type": "text", "text": "How is it here?"},
            {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
        ],
    },
    {"role": "assistant", "tool_calls": [CALL, CALL]},
    {"role": "tool", "tool_call_id": "call-1", "content": "sunny"},
]
IMAGE = {"url": "https://example.com/a.png"}
MIXTURES = {
    "models": [
        SystemMessage(content="Be brief."),
        UserMessage(
            content=[
                TextPart(text="How is it here?"),
                ImagePart(image_url=models.ImageUrl(**IMAGE)),
            ]
        ),
        AssistantMessage(
            tool_calls=[ToolCall(id="call-1", function=FunctionCall(**FUNCTION)) for _ in range(2)]
        ),
        ToolMessage(tool_call_id="call-1", content="sunny"),
    ],
    "dicts in models": [
        SystemMessage(content="Be brief."),
        UserMessage(content=[PLAIN[1]["content"][0], ImagePart(image_url=IMAGE)]),
        ChatCompletionMessage(tool_calls=[ToolCall(id="call-1", function=FUNCTION), CALL]),
        PLAIN[3],
    ],
    "models in dicts": [
        PLAIN[0],
        {"role": "user", "content": (TextPart(text="How is it here?"), ImagePart(image_url=IMAGE))},
        {
            "role": "assistant",
            "tool_calls": [
                ToolCall(id="call-1", function=FUNCTION),
                CALL | {"function": FunctionCall(**FUNCTION)},
            ],
        },
        ToolMessage(tool_call_id="call-1", content="sunny"),
    ],
}


@pytest.mark.parametrize("messages", MIXTURES.values(), ids=MIXTURES)
def test_every_mixture_is_the_same_request(driver, messages):
    driver.server.script(response(200, completion()))

    driver.complete(messages=messages)

    assert driver.server.requests[0].json()["messages"] == PLAIN


def test_a_dict_inside_of_a_tool_call_can_be_read_as_a_model():
    call = ToolCall(id="call-1", function=FUNCTION)

    assert call.function == FunctionCall(**FUNCTION)
    assert call == ToolCall.from_dict(CALL)
    for twin in (copy.deepcopy(call), pickle.loads(pickle.dumps(call)), attrs.evolve(call)):
        assert twin == call
        assert repr(twin) == repr(call)


def test_a_message_can_be_made_again_of_its_own_dict():
    message = ChatCompletionMessage.from_dict({"role": "assistant", "tool_calls": [CALL]})

    assert ChatCompletionMessage(**message.to_dict()) == message


def test_a_tool_call_keeps_what_the_document_does_not_know_of_its_function():
    call = ToolCall(id="call-1", function=FUNCTION | {"thought": "hm"})

    assert call.function.thought == "hm"
    assert call.to_dict()["function"] == FUNCTION | {"thought": "hm"}


def test_a_function_without_arguments_is_refused_where_it_is_written():
    message = (
        r"^ToolCall\(\) was given a mapping that does not fit: function\.arguments is missing$"
    )
    with pytest.raises(TypeError, match=message):
        ToolCall(id="call-1", function={"name": "get_weather"})
    message = r"ChatCompletionMessage\(\) .*: tool_calls\[1\]\.function is missing"
    with pytest.raises(TypeError, match=message):
        ChatCompletionMessage(tool_calls=[CALL, {"id": "a", "type": "function"}])


def test_each_model_has_properties_of_its_own():
    one, other = (ToolCall(id="call-1", function=FUNCTION) for _ in range(2))

    one.additional_properties["index"] = 0

    assert other.additional_properties == {}
    assert ToolCall(id="a", function=FUNCTION, additional_properties={"index": 0}).index == 0
