"""`chat.completions.parse(response_format=T)` for the types that people have."""

import copy
import dataclasses
import pickle
import subprocess
import sys
from typing import Annotated, TypedDict

import attrs
import msgspec
import pydantic
import pytest

from scaleway_genapi import ParsedChatCompletion
from scaleway_genapi._core import ConfigurationError, ResponseDecodeError
from scaleway_genapi._generated.client import Client
from scaleway_genapi.helpers._schemas import codec_for
from scaleway_genapi.helpers.errors import (
    CompletionError,
    InvalidOutputError,
    LengthFinishReasonError,
    RefusalError,
)
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import (
    DONE,
    LAST,
    chunk,
    completion,
    event,
    response,
    stream_head,
)


class Pydantic(pydantic.BaseModel):
    name: str
    tags: list[str] = []


@dataclasses.dataclass
class Dataclass:
    name: str
    tags: list[str] = dataclasses.field(default_factory=list)


@attrs.define
class Attrs:
    name: str
    tags: list[str] = attrs.field(factory=list)


class Struct(msgspec.Struct):
    name: str
    tags: list[str] = []


class Typed(TypedDict):
    name: str
    tags: list[str]


class Unlike(pydantic.BaseModel):
    number: int


KINDS = [Pydantic, Dataclass, Attrs, Struct, Typed]


def parse(driver, kind):
    return driver.run(
        lambda client: client.chat.completions.parse(
            model="m", messages=MESSAGES, response_format=kind
        )
    )


def answer(content, finish_reason="stop", **message):
    body = completion(content)
    body["choices"][0]["message"] |= message
    body["choices"][0]["finish_reason"] = finish_reason
    return response(200, body)


@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_is_a_value_of_the_type(driver, kind):
    driver.server.script(answer('{"name": "x", "tags": ["a"]}'))
    parsed = parse(driver, kind)
    expected = {"name": "x", "tags": ["a"]} if kind is Typed else kind(name="x", tags=["a"])
    assert parsed.choices[0].message.parsed == expected
    assert parsed.parsed == expected
    assert parsed.usage.total_tokens == 2


@pytest.mark.parametrize("kind", KINDS)
def test_the_request_names_the_schema(driver, kind):
    driver.server.script(answer('{"name": "x", "tags": []}'))
    parse(driver, kind)
    sent = driver.server.requests[0].json()["response_format"]
    assert sent["type"] == "json_schema"
    assert sent["json_schema"]["name"] == kind.__name__
    assert sent["json_schema"]["strict"] is True
    schema = sent["json_schema"]["schema"]
    assert schema["type"] == "object"
    assert schema["properties"]["name"]["type"] == "string"
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["no json", '{"name": 5, "tags": []}', "{}", "[]", ""])
def test_a_text_that_does_not_fit_keeps_the_completion(driver, kind, text):
    driver.server.script(answer(text))
    with pytest.raises(InvalidOutputError) as caught:
        parse(driver, kind)
    error = caught.value
    assert error.text == text
    assert error.completion.choices[0].message.content == text
    assert error.__cause__ is not None
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert str(twin) == str(error)
        assert twin.completion == error.completion


def test_a_truncated_answer_is_a_typed_error(driver):
    driver.server.script(answer('{"name": "x', "length"))
    with pytest.raises(LengthFinishReasonError, match="max_completion_tokens") as caught:
        parse(driver, Pydantic)
    assert caught.value.completion.id == "chatcmpl-1"
    assert pickle.loads(pickle.dumps(caught.value)).completion == caught.value.completion


def test_a_refusal_is_a_typed_error(driver):
    driver.server.script(answer(None, refusal="I will not"))
    with pytest.raises(RefusalError, match="I will not") as caught:
        parse(driver, Pydantic)
    assert caught.value.refusal == "I will not"
    assert pickle.loads(pickle.dumps(caught.value)).refusal == "I will not"


def test_an_answer_without_text_is_a_typed_error(driver):
    driver.server.script(answer(None, "content_filter"))
    with pytest.raises(InvalidOutputError, match="no text; it ended by 'content_filter'"):
        parse(driver, Pydantic)


def test_tool_calls_instead_of_text_are_no_error(driver):
    call = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    driver.server.script(answer(None, "tool_calls", tool_calls=[call]))
    parsed = parse(driver, Pydantic)
    assert parsed.choices[0].message.parsed is None
    assert parsed.choices[0].message.tool_calls[0].function.name == "f"


def test_to_ask_for_what_the_model_did_not_answer_is_an_error_that_keeps_the_completion(driver):
    driver.server.script(answer(None, "tool_calls", tool_calls=[CALL]))
    parsed = parse(driver, Pydantic)
    with pytest.raises(CompletionError, match="called tools instead") as caught:
        parsed.parsed  # noqa: B018
    assert caught.value.completion is parsed


CALL = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}


@pytest.mark.parametrize(
    ("text", "name"), [("Let me look that up.", None), ('{"name": "x"}', "x"), ("", None)]
)
def test_text_beside_tool_calls_need_not_be_json(driver, text, name):
    driver.server.script(answer(text, "tool_calls", tool_calls=[CALL]))
    parsed = parse(driver, Pydantic)
    assert getattr(parsed.choices[0].message.parsed, "name", None) == name
    assert parsed.choices[0].message.content == text
    assert parsed.choices[0].message.tool_calls[0].id == "a"


class Fussy(pydantic.BaseModel):
    name: str

    @pydantic.field_validator("name")
    @classmethod
    def look_up(cls, value):
        raise RuntimeError(f"no such name: {value}")


def test_whatever_a_validator_raises_keeps_the_completion(driver):
    driver.server.script(answer('{"name": "x"}'))
    with pytest.raises(InvalidOutputError, match="no such name") as caught:
        parse(driver, Fussy)
    assert caught.value.completion.id == "chatcmpl-1"
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_a_mapping_is_sent_to_create():
    with pytest.raises(ConfigurationError, match=r"create\(\)"):
        codec_for({"type": "json_object"})


@pydantic.dataclasses.dataclass
class PydanticDataclass:
    name: Annotated[str, pydantic.Field(min_length=2, description="Whose")]


def test_a_dataclass_of_pydantic_is_pydantics():
    codec = codec_for(PydanticDataclass)
    assert codec.schema["properties"]["name"]["minLength"] == 2
    assert codec.schema["properties"]["name"]["description"] == "Whose"
    assert codec.decode('{"name": "xy"}') == PydanticDataclass(name="xy")
    with pytest.raises(pydantic.ValidationError):
        codec.decode('{"name": "x"}')


@dataclasses.dataclass
class Cat:
    lives: int


@dataclasses.dataclass
class Dog:
    good: bool


@dataclasses.dataclass
class Pets:
    pet: Cat | Dog
    owner: Pydantic


def test_what_msgspec_does_not_know_pydantic_may():
    codec = codec_for(Pets)
    assert codec.schema["required"] == ["pet", "owner"]
    assert codec.decode('{"pet": {"good": true}, "owner": {"name": "x"}}') == Pets(
        Dog(good=True), Pydantic(name="x")
    )


def test_what_neither_knows_is_refused_in_the_first_ones_words():
    @attrs.define
    class Odd:
        x: object

    with pytest.raises(ConfigurationError, match="type <class 'object'> is not supported"):
        codec_for(Odd)


class Tree(pydantic.BaseModel):
    children: list["Tree"] = []


class Wrapped(pydantic.RootModel[Pydantic]):
    pass


class Names(pydantic.RootModel[list[str]]):
    pass


@pytest.mark.parametrize("kind", [Tree, Wrapped])
def test_the_root_of_a_schema_is_an_object(kind):
    schema = codec_for(kind).schema
    assert schema["type"] == "object"
    assert "$ref" not in schema


def test_a_type_whose_json_is_no_object_is_refused():
    with pytest.raises(ConfigurationError, match="Names: its JSON is of type array"):
        codec_for(Names)


@pytest.mark.parametrize("kind", KINDS)
def test_a_strict_schema_requires_every_property_and_the_type_still_has_its_defaults(kind):
    codec = codec_for(kind)
    assert codec.schema["required"] == ["name", "tags"]
    if kind is not Typed:
        assert codec.decode('{"name": "x"}') == kind(name="x", tags=[])


def test_a_parsed_message_can_be_sent_back(driver):
    driver.server.script(answer('{"name": "x"}'))
    message = parse(driver, Pydantic).choices[0].message
    assert message.to_dict() == {"role": "assistant", "content": '{"name": "x"}', "tool_calls": []}


@pytest.mark.parametrize("kind", [int, str, dict, object, "Pydantic", list[int], lambda: None])
def test_a_type_without_a_schema_is_refused(kind):
    with pytest.raises(ConfigurationError, match="response_format"):
        codec_for(kind)


@pytest.mark.parametrize("kind", [list[int], int | None, dict[str, int]], ids=str)
def test_what_is_no_class_is_refused_alike_by_parse_and_stream(kind):
    with Client(KEY, base_url="http://127.0.0.1:9") as client:
        for method in (client.chat.completions.parse, client.chat.completions.stream):
            with pytest.raises(ConfigurationError, match=r"must be a class, not .*: put it into"):
                method(model="m", messages=MESSAGES, response_format=kind)


def test_a_type_is_prepared_once():
    @dataclasses.dataclass
    class Known:
        a: int

    assert codec_for(Known) is codec_for(Known)


def test_a_type_of_which_no_key_can_be_made_is_a_type_like_others():
    class Comparing(type):
        def __eq__(cls, other):
            return cls is other

        __hash__ = None

    @dataclasses.dataclass
    class Odd(metaclass=Comparing):
        a: int

    assert codec_for(Odd).decode('{"a": 1}').a == 1


def test_a_type_that_refers_to_itself_has_its_definition():
    @dataclasses.dataclass
    class Node:
        children: "list[Node]"

    Node.__annotations__["children"] = list[Dataclass]
    schema = codec_for(Node).schema
    assert schema["$defs"]["Dataclass"]["additionalProperties"] is False


def test_a_parsed_completion_copies(driver):
    driver.server.script(answer('{"name": "x"}'))
    parsed = parse(driver, Pydantic)
    for twin in (copy.deepcopy(parsed), pickle.loads(pickle.dumps(parsed))):
        assert twin == parsed
        assert twin.parsed == Pydantic(name="x")


@pytest.mark.parametrize("kind", KINDS)
def test_a_parsed_completion_is_read_again_with_its_type(server, kind):
    server.script(answer('{"name": "x", "tags": ["a"]}'))
    with Client(KEY, base_url=server.url) as client:
        parsed = client.chat.completions.parse(model="m", messages=MESSAGES, response_format=kind)
    again = type(parsed).from_dict(parsed.to_dict(), kind)
    assert again == parsed
    assert again.parsed == parsed.parsed
    with pytest.raises(CompletionError):
        type(parsed).from_dict(parsed.to_dict(), Unlike)


def test_a_parsed_completion_that_is_read_without_a_type_has_nothing_decoded_in_it(server):
    server.script(answer('{"name": "x"}'))
    with Client(KEY, base_url=server.url) as client:
        parsed = client.chat.completions.parse(
            model="m", messages=MESSAGES, response_format=Pydantic
        )
    again = type(parsed).from_dict(parsed.to_dict())
    assert again.to_dict() == parsed.to_dict()
    assert again.choices[0].message.parsed is None
    for part in (again.choices[0], again.choices[0].message):
        assert type(part).from_dict(part.to_dict()) == part
    with pytest.raises(CompletionError, match=r"no decoded answer.*from_dict\(data, T\)"):
        _ = again.parsed


def test_what_is_no_completion_is_no_parsed_one():
    with pytest.raises(ResponseDecodeError, match=r"\$\.choices\[0\]\.message is missing"):
        ParsedChatCompletion.from_dict(
            {"id": "a", "object": "chat.completion", "created": 1, "model": "m"}
            | {"choices": [{"index": 0}]},
            Pydantic,
        )


def test_parse_does_not_stream(driver):
    with pytest.raises(ConfigurationError, match="leave `stream` out"):
        driver.run(
            lambda client: client.chat.completions.parse(
                model="m", messages=MESSAGES, response_format=Pydantic, stream=True
            )
        )
    assert driver.server.requests == []


def streamed(driver, kind, *deltas, finish_reason="stop"):
    """The final completion of a stream that asks for a type."""
    last = chunk(choices=[{"index": 0, "delta": {}, "finish_reason": finish_reason}])
    events = [event(chunk(choices=[{"index": 0, "delta": d}])) for d in deltas]
    driver.server.script([stream_head(), *events, event(last), DONE, LAST])
    params = {"model": "m", "messages": MESSAGES, "response_format": kind}

    def use(client):
        with client.chat.completions.stream(**params) as stream:
            return stream.get_final_completion()

    async def use_async(client):
        async with client.chat.completions.stream(**params) as stream:
            return await stream.get_final_completion()

    return driver.run(use if driver.kind == "sync" else use_async)


@pytest.mark.parametrize("kind", KINDS)
def test_a_stream_is_parsed_too(driver, kind):
    found = streamed(driver, kind, {"content": '{"name": "x", '}, {"content": '"tags": []}'})
    assert found.parsed == ({"name": "x", "tags": []} if kind is Typed else kind(name="x", tags=[]))
    sent = driver.server.requests[0].json()
    assert sent["response_format"]["json_schema"]["name"] == kind.__name__
    assert sent["stream"] is True


def whole_texts(driver, kind, *deltas, finish_reason="stop"):
    """The events that tell a whole text, of a stream that asks for a type."""
    last = chunk(choices=[{"index": 0, "delta": {}, "finish_reason": finish_reason}])
    events = [event(chunk(choices=[{"index": 0, "delta": d}])) for d in deltas]
    driver.server.script([stream_head(), *events, event(last), DONE, LAST])
    params = {"model": "m", "messages": MESSAGES, "response_format": kind}

    def use(client):
        with client.chat.completions.stream(**params) as stream:
            return [event for event in stream if event.type == "content.done"]

    async def use_async(client):
        async with client.chat.completions.stream(**params) as stream:
            return [event async for event in stream if event.type == "content.done"]

    return driver.run(use if driver.kind == "sync" else use_async)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("finish_reason", ["stop", None])
def test_the_event_of_a_whole_text_has_what_it_means(driver, kind, finish_reason):
    deltas = {"content": '{"name": "x", '}, {"content": '"tags": []}'}
    (whole,) = whole_texts(driver, kind, *deltas, finish_reason=finish_reason)
    assert whole.content == '{"name": "x", "tags": []}'
    expected = {"name": "x", "tags": []} if kind is Typed else kind(name="x", tags=[])
    assert whole.parsed == expected


def test_the_event_of_a_text_that_does_not_fit_means_nothing_and_the_stream_goes_on(driver):
    (whole,) = whole_texts(driver, Pydantic, {"content": '{"name"'}, finish_reason="length")
    assert whole.content == '{"name"'
    assert whole.parsed is None


@pytest.mark.parametrize(
    ("more", "finish_reason"),
    [
        ({"content": "  "}, "length"),  # of white space without end, as some models write it
        ({"refusal": "No"}, "stop"),
    ],
)
def test_the_event_of_a_text_that_is_no_answer_means_nothing_though_it_fits(
    driver, more, finish_reason
):
    deltas = {"content": '{"name": "x", "tags": []}'}, more
    (whole,) = whole_texts(driver, Pydantic, *deltas, finish_reason=finish_reason)
    assert whole.parsed is None


@pytest.mark.parametrize(
    ("delta", "reason", "error"),
    [
        ({"content": '{"name"'}, "length", LengthFinishReasonError),
        ({"content": '{"name"'}, "stop", InvalidOutputError),
        ({"refusal": "No"}, "stop", RefusalError),
    ],
)
def test_a_stream_that_does_not_fit_keeps_the_completion(driver, delta, reason, error):
    with pytest.raises(error) as caught:
        streamed(driver, Pydantic, delta, finish_reason=reason)
    assert caught.value.completion.choices[0].finish_reason == reason


def test_nothing_is_imported_for_those_who_do_not_parse():
    program = (
        "import sys, scaleway_genapi; scaleway_genapi.Client('k').chat.completions;"
        "assert not {'pydantic', 'msgspec'} & set(sys.modules), sys.modules.keys()"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
