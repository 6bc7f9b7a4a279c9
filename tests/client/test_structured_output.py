"""`chat.completions.parse(response_format=T)` for the types that people have."""

import copy
import dataclasses
import pickle
import subprocess
import sys
from typing import TypedDict

import attrs
import msgspec
import pydantic
import pytest

from scaleway_genapi._core import ConfigurationError
from scaleway_genapi.helpers._schemas import codec_for
from scaleway_genapi.helpers.errors import (
    InvalidOutputError,
    LengthFinishReasonError,
    RefusalError,
)
from tests.client.conftest import MESSAGES
from tests.client.fault_server import completion, response


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
    driver.server.script(answer(None))
    with pytest.raises(InvalidOutputError, match="no text"):
        parse(driver, Pydantic)


def test_tool_calls_instead_of_text_are_no_error(driver):
    call = {"id": "a", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    driver.server.script(answer(None, "tool_calls", tool_calls=[call]))
    parsed = parse(driver, Pydantic)
    assert parsed.choices[0].message.parsed is None
    assert parsed.choices[0].message.tool_calls[0].function.name == "f"


def test_a_parsed_message_can_be_sent_back(driver):
    driver.server.script(answer('{"name": "x"}'))
    message = parse(driver, Pydantic).choices[0].message
    assert message.to_dict() == {"role": "assistant", "content": '{"name": "x"}', "tool_calls": []}


@pytest.mark.parametrize("kind", [int, str, dict, object, "Pydantic", list[int], lambda: None])
def test_a_type_without_a_schema_is_refused(kind):
    with pytest.raises(ConfigurationError, match="response_format"):
        codec_for(kind)


def test_a_type_that_refers_to_itself_has_its_definition():
    @dataclasses.dataclass
    class Node:
        children: "list[Node]"

    Node.__annotations__["children"] = list[Dataclass]
    schema = codec_for(Node).schema
    assert schema["$defs"]["Dataclass"]["additionalProperties"] is False


def test_nothing_is_imported_for_those_who_do_not_parse():
    program = (
        "import sys, scaleway_genapi; scaleway_genapi.Client('k').chat.completions;"
        "assert not {'pydantic', 'msgspec'} & set(sys.modules), sys.modules.keys()"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
