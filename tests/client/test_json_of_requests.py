"""What a request writes is the same with orjson and without it."""

import dataclasses
import datetime as dt
import enum
import uuid

import pydantic
import pytest

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
