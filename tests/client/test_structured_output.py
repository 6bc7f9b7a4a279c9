"""`chat.completions.parse(response_format=T)` for the types that people have."""

import copy
import dataclasses
import pickle
import subprocess
import sys

import pydantic
import pytest

from scaleway_genapi import ParsedChatCompletion
from scaleway_genapi._core import ConfigurationError, ResponseDecodeError
from scaleway_genapi._generated.client import Client
from scaleway_genapi.helpers.errors import (
    CompletionError,
    InvalidOutputError,
    LengthFinishReasonError,
    RefusalError,
)
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import completion, response
from tests.client.output_types import KINDS, Pydantic, Typed


class Unlike(pydantic.BaseModel):
    number: int


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


def test_an_answer_without_choices_is_a_typed_error(driver):
    driver.server.script(response(200, completion("") | {"choices": []}))
    with pytest.raises(InvalidOutputError, match="no choices") as caught:
        parse(driver, Pydantic)
    assert caught.value.completion.usage.total_tokens == 2
    assert caught.value.text == ""


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


class MuteError(Exception):
    def __str__(self):
        return self.args[0]


@dataclasses.dataclass
class Broken:
    name: str

    def __post_init__(self):
        raise MuteError


def test_a_validators_error_that_cannot_say_what_it_is_keeps_the_completion(driver):
    driver.server.script(answer('{"name": "x"}'))
    with pytest.raises(InvalidOutputError, match="The answer is no Broken: MuteError") as caught:
        parse(driver, Broken)
    assert caught.value.completion.id == "chatcmpl-1"


def test_a_parsed_message_can_be_sent_back(driver):
    driver.server.script(answer('{"name": "x"}'))
    message = parse(driver, Pydantic).choices[0].message
    assert message.to_dict() == {"role": "assistant", "content": '{"name": "x"}', "tool_calls": []}


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


def test_nothing_is_imported_for_those_who_do_not_parse():
    program = (
        "import sys, scaleway_genapi; scaleway_genapi.Client('k').chat.completions;"
        "assert not {'pydantic', 'msgspec'} & set(sys.modules), sys.modules.keys()"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
