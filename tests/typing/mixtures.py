"""Models, dicts and mixtures of both in what is sent, for type checkers: never run. No casts, no ignores but for what must fail."""

from collections.abc import Iterable, Sequence
from typing import assert_type

import attrs

from scaleway_genapi import (
    AnyChatMessage,
    AssistantMessage,
    ChatCompletion,
    ChatCompletionMessage,
    ChatMessage,
    ChatMessageParam,
    Client,
    FunctionCall,
    ImagePart,
    ImageUrl,
    ResponseFormatJsonObject,
    ResponseFormatText,
    SystemMessage,
    TextPart,
    Tool,
    ToolCall,
    ToolMessage,
    UserMessage,
)
from scaleway_genapi.types import ToolCallParam

MODEL = "mistral-small-3.2-24b-instruct-2506"


# -- A dict inside a model that answers hold too ---------------------------------------------------


def calls(call: ToolCallParam, function: FunctionCall) -> list[ToolCall]:
    made = ToolCall(id="a", function={"name": "f", "arguments": "{}"})
    assert_type(made.function, FunctionCall)
    assert_type(made.function.name, str)
    ToolCall(id="a", function={"nam": "f", "arguments": "{}"})  # type: ignore[arg-type]
    ToolCall(id="a", function={"name": "f"})  # type: ignore[arg-type]
    ToolCall(id="a", function={"name": "f", "arguments": {}})  # type: ignore[arg-type]
    ToolCall(id="a")  # type: ignore[call-arg]
    made.function = {"name": "f", "arguments": "{}"}  # type: ignore[assignment]
    made.function = function
    return [made, ToolCall.from_dict(call), attrs.evolve(made, id="b")]


def messages_of_answers(made: ToolCall) -> list[ChatMessage]:
    message = ChatCompletionMessage(
        tool_calls=[
            made,
            {"id": "b", "type": "function", "function": {"name": "f", "arguments": "{}"}},
            {"id": "c", "type": "function", "function": made.function},
        ]
    )
    assert_type(message.tool_calls, list[ToolCall] | None)
    ChatCompletionMessage(tool_calls=(made,))
    ChatCompletionMessage(tool_calls=[made, {"id": "b"}])  # type: ignore[list-item]
    ChatCompletionMessage(tool_calls=[TextPart(text="")])  # type: ignore[list-item]
    return [
        message,
        AssistantMessage(
            tool_calls=[made, {"id": "b", "type": "function", "function": made.function}]
        ),
    ]


# -- Models in a variable without an annotation ----------------------------------------------------


def several_kinds(client: Client, answer: ChatCompletion) -> None:
    messages = [SystemMessage(content="Be brief."), UserMessage(content="Hi")]
    client.chat.completions.create(model=MODEL, messages=messages)
    client.chat.completions.create(
        model=MODEL,
        messages=[*messages, answer.choices[0].message, {"role": "user", "content": "Go on."}],
    )
    with client.chat.completions.stream(model=MODEL, messages=messages) as stream:
        messages = [*messages, UserMessage(content=next(stream.text_deltas()))]
    client.chat.completions.parse(model=MODEL, messages=messages, response_format=dict[str, str])
    client.chat.completions.run_tools(model=MODEL, messages=messages, tools=[])
    client.chat.completions.with_raw_response.create(model=MODEL, messages=messages, stream=True)


def one_kind(client: Client, questions: Sequence[str], answer: ChatCompletion) -> None:
    messages = [UserMessage(content=question) for question in questions]
    client.chat.completions.create(model=MODEL, messages=messages)
    client.chat.completions.create(model=MODEL, messages=[*messages, answer.choices[0].message])
    more = [answer.choices[0].message]
    both = messages + more
    client.chat.completions.create(model=MODEL, messages=both)


def chosen(client: Client, questions: Iterable[str], brief: bool) -> None:
    first = SystemMessage(content="Be brief.") if brief else UserMessage(content="Hi")
    client.chat.completions.create(model=MODEL, messages=[first])
    turns = [
        UserMessage(content=text) if number % 2 else AssistantMessage(content=text)
        for number, text in enumerate(questions)
    ]
    client.chat.completions.create(model=MODEL, messages=turns)
    client.chat.completions.create(model=MODEL, messages=[first, *turns])
    by_name = {"system": SystemMessage(content="Hi"), "user": UserMessage(content="Hi")}
    client.chat.completions.create(model=MODEL, messages=list(by_name.values()))
    pair = SystemMessage(content="Be brief."), UserMessage(content="Hi")
    client.chat.completions.create(model=MODEL, messages=pair)
    system = [SystemMessage(content="Be brief.")]
    whole = system + turns
    client.chat.completions.create(model=MODEL, messages=whole)


def parts(client: Client, urls: Iterable[str], as_json: bool) -> UserMessage:
    images = [ImagePart(image_url=ImageUrl(url=url)) for url in urls]
    content = [TextPart(text="What is this?"), *images]
    format_ = ResponseFormatJsonObject() if as_json else ResponseFormatText()
    client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": content}], response_format=format_
    )
    return UserMessage(content=content)


def growing(client: Client, answer: ChatCompletion, question: ChatMessageParam) -> None:
    models: list[ChatMessage] = [SystemMessage(content="Be brief."), UserMessage(content="Hi")]
    models.append(answer.choices[0].message)
    models += [ToolMessage(tool_call_id="a", content="42")]
    client.chat.completions.create(model=MODEL, messages=models)
    mixture: list[ChatMessage | ChatMessageParam] = [{"role": "user", "content": "Hi"}, *models]
    mixture.append(question)
    client.chat.completions.create(model=MODEL, messages=mixture)


# -- What must not pass ----------------------------------------------------------------------------


def unrelated(client: Client, anything: AnyChatMessage) -> None:
    client.chat.completions.create(model=MODEL, messages=[anything])
    part = [UserMessage(content="Hi"), TextPart(text="Hi")]
    client.chat.completions.create(model=MODEL, messages=part)  # type: ignore[arg-type]
    client.chat.completions.create(model=MODEL, messages=[TextPart(text="Hi")])  # type: ignore[list-item]
    UserMessage(content=[UserMessage(content="Hi")])  # type: ignore[list-item]
    UserMessage(content=[SystemMessage(content=""), UserMessage(content="")])  # type: ignore[list-item]
    # The tools are of one kind, and no base of several.
    client.chat.completions.create(model=MODEL, messages=[], tools=[anything])  # type: ignore[list-item]
    AnyChatMessage()  # type: ignore[call-arg]
    # A dict in a variable without a type is any dict to a type checker.
    untyped = [{"role": "user", "content": "Hi"}]
    client.chat.completions.create(model=MODEL, messages=untyped)  # type: ignore[arg-type]
    same = [Tool(function={"name": "f"})]
    same.append(UserMessage(content="Hi"))  # type: ignore[arg-type]
    # A list is of the kinds that it began with: one that grows by others needs a type.
    grown = [UserMessage(content="Hi")]
    grown.append(AssistantMessage(content="Hi"))  # type: ignore[arg-type]
