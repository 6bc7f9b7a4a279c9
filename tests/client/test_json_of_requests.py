"""What a request writes is the same with orjson and without it."""

import dataclasses
import datetime as dt
import decimal
import enum
import functools
import json
import uuid

import openai
import pydantic
import pytest

from scaleway_genapi import UserMessage
from scaleway_genapi._core import UNSET, RequestEncodeError
from scaleway_genapi._core import _json as core_json
from scaleway_genapi._core._retry import Failure, RetryPolicy, decide, parse_retry_after


@pytest.fixture(params=["orjson", "standard library"], autouse=True)
def writer(request, monkeypatch):
    if request.param != "orjson":
        monkeypatch.setattr(core_json, "_fast", None)


class Colour(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Point:
    x: int
    y: int = 2


class Shape(pydantic.BaseModel):
    name: str = "round"


class Size(pydantic.BaseModel):
    x: float


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
            b'"2026-01-02T03:04:05+00:00"',
        ),
        (dt.date(2026, 1, 2), b'"2026-01-02"'),
        (uuid.UUID(int=1), b'"00000000-0000-0000-0000-000000000001"'),
        (Colour.RED, b'"red"'),
        (Point(1), b'{"x":1,"y":2}'),
        (Shape(), b'{"name":"round"}'),
        (range(1, 3), b"[1,2]"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_with_an_obvious_json_form_is_written(value, expected):
    assert core_json.dumps({"v": value}) == b'{"v":' + expected + b"}"


def test_a_nested_unset_is_left_out():
    assert core_json.dumps({"a": {"b": UNSET, "c": [{"d": UNSET}]}}) == b'{"a":{"c":[{}]}}'


def cyclic():
    value: list[object] = []
    value.append({"again": value})
    return value


class Odd:
    def to_dict(self):
        raise LookupError("no such thing")


def deep():
    value: list[object] = []
    for _ in range(100_000):
        value = [value]
    return value


A_TOOL = "function_tool() makes a tool of it, and run_tools() takes it as it is, and calls it"
NO_JSON = [
    ({1}, "set is not JSON; make it a list"),
    (b"x", "bytes is not JSON; decode it, or send it as base64 text"),
    (object(), "object is not JSON"),
    (1j, "complex is not JSON"),
    (decimal.Decimal(1), "Decimal is not JSON"),
    (openai.NOT_GIVEN, "NotGiven is not JSON; leave it out, or give UNSET"),
    (openai.omit, "Omit is not JSON; leave it out, or give UNSET"),
    (Shape, "the class Shape is not JSON; a value of it may be, and parse() takes it"),
    (cyclic, f"the function cyclic is not JSON; {A_TOOL}"),
    (functools.partial(deep), f"the function deep is not JSON; {A_TOOL}"),
    (Odd().to_dict, f"the function to_dict is not JSON; {A_TOOL}"),
    (float("nan"), "nan is not JSON"),
    (-float("inf"), "-inf is not JSON"),
    (Point(float("nan")), "/x: nan is not JSON"),
    (Size(x=float("inf")), "/x: inf is not JSON"),
    ("half \ud83d", "holds half of a surrogate pair, which is no text"),
    ({(1, 2): 3}, "/(1, 2): a key of type tuple is not JSON"),
    ({"a\ude00": 1}, "/a\ufffd: holds half of a surrogate pair, which is no text"),
    (cyclic(), "/0/again: refers to itself"),
    (Odd(), "no such thing"),
    (UserMessage(content={1}), "/content: set is not JSON; make it a list"),
    ([None, {"type": b"x"}], "/1/type: bytes is not JSON; decode it, or send it as base64 text"),
]


@pytest.mark.parametrize(
    ("value", "fault"), NO_JSON, ids=lambda v: f"{v}"[:20].encode("ascii", "replace").decode()
)
def test_what_is_no_json_is_refused_with_its_place(value, fault):
    with pytest.raises(RequestEncodeError) as caught:
        core_json.dumps({"messages": [{"role": "user"}, value]})
    place = "messages/1" + ("" if fault.startswith("/") else ": ")
    assert str(caught.value) == f"The request cannot be written as JSON: {place}{fault}"
    str(caught.value).encode()


def test_what_is_nested_too_deeply_is_refused_with_the_place_of_its_beginning():
    with pytest.raises(RequestEncodeError, match=r"JSON: messages/0/0/0: is nested too deeply$"):
        core_json.dumps({"messages": deep()})


def test_a_call_says_which_of_its_parameters_is_no_json(driver):
    messages = [{"role": "user", "content": [{"type": "text", "text": {1}}]}]
    with pytest.raises(RequestEncodeError, match="messages/0/content/0/text: set is not JSON"):
        driver.complete(messages=messages)
    with pytest.raises(RequestEncodeError, match="thing: bytes is not JSON"):
        driver.complete(extra_body={"thing": b""})
    assert driver.server.requests == []


def test_numbers_as_keys_are_written_as_texts():
    assert json.loads(core_json.dumps({"logit_bias": {50256: -100, True: 1, None: 2}})) == {
        "logit_bias": {"50256": -100, "true": 1, "null": 2}
    }


def test_an_integer_beyond_64_bits_is_written():
    assert core_json.dumps({"maximum": 2**64}) == b'{"maximum":18446744073709551616}'


def test_halves_of_an_emoji_that_were_joined_by_hand_are_written_as_the_emoji():
    assert json.loads(core_json.dumps({"a": "\ud83d" + "\ude00"})) == {"a": "\U0001f600"}


def test_what_can_be_read_once_is_sent_also_when_the_body_is_looked_at_twice():
    body = core_json.dumps({"messages": (n for n in "ab"), "seed": 2**70})
    assert json.loads(body) == {"messages": ["a", "b"], "seed": 2**70}


def test_what_breaks_while_it_is_read_is_refused():
    def broken():
        yield 1
        raise LookupError("gone")

    with pytest.raises(RequestEncodeError, match="messages: gone"):
        core_json.dumps({"messages": broken()})


def test_what_knows_its_own_dict_is_written_as_that():
    @dataclasses.dataclass
    class Both:
        _hidden: int = 1

        def to_dict(self):
            return {"of": "its own"}

    @dataclasses.dataclass
    class Private:
        _hidden: int = 1

    assert core_json.dumps([Both(), Private()]) == b'[{"of":"its own"},{"_hidden":1}]'


def test_an_open_file_is_refused(tmp_path):
    (tmp_path / "a").write_text("text")
    with (tmp_path / "a").open() as file, pytest.raises(RequestEncodeError, match="TextIOWrapper"):
        core_json.dumps({"file": file})


def test_a_wait_of_centuries_is_beyond_the_cap():
    asked = Failure(429, {"retry-after": "9" * 15})
    decision = decide(RetryPolicy(), 1, asked, now=0, random=lambda: 1.0)
    assert decision.wait is None
    assert decision.asked == parse_retry_after("9" * 15, 0)


def test_a_wait_of_zero_gets_our_own_jitter():
    asked = Failure(429, {"retry-after": "0"})
    assert decide(RetryPolicy(), 1, asked, now=0, random=lambda: 1.0).wait == 0.5
