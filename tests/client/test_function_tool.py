"""Typed functions as tools: their definitions, and the arguments that are made of JSON."""

import copy
import dataclasses
import datetime as dt
import enum
import functools
import pickle
import sys
import threading
from typing import Annotated

import msgspec
import pydantic
import pytest

from scaleway_genapi._core import ConfigurationError
from scaleway_genapi.helpers._function_tool import function_tool
from tests.client.tool_runs import weather


class Place(pydantic.BaseModel):
    city: str


def test_a_function_becomes_a_definition():
    assert weather.to_dict() == {
        "type": "function",
        "function": {
            "name": "weather",
            "description": "Tells the weather.\n\nFor a few days.",
            "parameters": {
                "type": "object",
                "properties": {
                    "city": {"type": "string", "description": "Which city, in words."},
                    "unit": {
                        "enum": ["c", "f"],
                        "default": "c",
                        "description": "Celsius or Fahrenheit.",
                    },
                    "days": {"type": "integer", "default": 1},
                },
                "required": ["city"],
                "additionalProperties": False,
            },
        },
    }


def test_a_tool_is_still_the_function():
    assert weather("Paris", days=2) == "Paris: 20 c for 2"
    assert repr(weather) == "FunctionTool('weather')"


def test_name_description_and_strictness_can_be_given():
    @function_tool(name="other", description="Does.", strict=True)
    def tool() -> None:
        """Documented otherwise."""

    function = tool.to_dict()["function"]
    assert (function["name"], function["description"], function["strict"]) == (
        "other",
        "Does.",
        True,
    )


def test_models_of_pydantic_are_understood():
    @function_tool
    def visit(place: Place, others: list[Place] | None = None) -> str:
        """Goes there."""
        return place.city

    assert visit.run(**visit.decode('{"place": {"city": "Paris"}}')) == "Paris"


def test_annotated_descriptions_are_kept():
    @function_tool
    def tool(count: Annotated[int, msgspec.Meta(description="How many", ge=1)]) -> None:
        """Counts."""

    schema = tool.to_dict()["function"]["parameters"]["properties"]["count"]
    assert schema == {"type": "integer", "description": "How many", "minimum": 1}


def test_bounds_and_descriptions_of_pydantic_are_kept():
    @function_tool
    def tool(count: Annotated[int, pydantic.Field(ge=0, description="How many")] = 1) -> None:
        """Counts."""

    schema = tool.to_dict()["function"]["parameters"]
    shown = schema["properties"]["count"]
    assert (shown["minimum"], shown["description"], shown["default"]) == (0, "How many", 1)
    assert tool.decode("{}") == {"count": 1}
    with pytest.raises(pydantic.ValidationError):
        tool.decode('{"count": -1}')


def test_names_that_pydantic_keeps_to_itself_are_parameters_like_others():
    @function_tool
    def tool(place: Place, _x: int, model_config: str = "a", schema: int = 2) -> None:
        """Does."""

    assert list(tool.to_dict()["function"]["parameters"]["properties"]) == [
        "place",
        "_x",
        "model_config",
        "schema",
    ]
    assert tool.decode('{"place": {"city": "Paris"}, "_x": 1}') == {
        "place": Place(city="Paris"),
        "_x": 1,
        "model_config": "a",
        "schema": 2,
    }
    with pytest.raises(pydantic.ValidationError):
        tool.decode('{"place": {"city": "Paris"}, "_x": 1, "field_0": {}}')


def test_a_strict_tool_requires_every_parameter():
    @function_tool(strict=True)
    def tool(x: int, y: int = 1) -> None:
        """Does."""

    assert tool.to_dict()["function"]["parameters"]["required"] == ["x", "y"]


def unusable_beside_pydantic(place: Place, x: threading.Lock):
    """No JSON."""


def untyped(x):
    """No annotation."""


def starred(*args: int):
    """Not by name."""


def positional(x: int, /):
    """Not by name."""


def unknown(x: "Nowhere"):  # noqa: F821
    """A name that is not there."""


def unusable(x: threading.Lock):
    """No JSON."""


@pytest.mark.parametrize(
    "function",
    [untyped, starred, positional, unknown, unusable, unusable_beside_pydantic],
)
def test_a_function_that_cannot_be_a_tool_is_refused(function):
    with pytest.raises(ConfigurationError, match=f"tool {function.__name__}"):
        function_tool(function)


class Colour(enum.Enum):
    RED = "red"


@dataclasses.dataclass
class Item:
    name: str
    place: Place | None = None


@dataclasses.dataclass
class Other:
    number: int


def test_enums_dates_and_lists_of_dataclasses_are_understood():
    @function_tool
    def order(items: list[Other], colour: Colour = Colour.RED, when: dt.date | None = None) -> None:
        """Orders."""

    properties = order.to_dict()["function"]["parameters"]["properties"]
    assert properties["colour"]["default"] == "red"
    assert order.decode('{"items": [{"number": 1}], "when": "2026-01-02"}') == {
        "items": [Other(1)],
        "colour": Colour.RED,
        "when": dt.date(2026, 1, 2),
    }


def test_what_msgspec_does_not_know_pydantic_may():
    @function_tool
    def tool(one: Item | Other, other: object = None) -> None:
        """Does."""

    assert tool.decode('{"one": {"name": "x", "place": {"city": "y"}}}') == {
        "one": Item("x", Place(city="y")),
        "other": None,
    }
    assert tool.decode('{"one": {"number": 1}}')["one"] == Other(1)


def test_a_text_in_the_annotation_describes_the_parameter():
    @function_tool
    def tool(count: Annotated[int, "How many"]) -> None:
        """Counts."""

    assert tool.to_dict()["function"]["parameters"]["properties"]["count"] == {
        "type": "integer",
        "description": "How many",
    }


class Service:
    """Holds things."""

    def __init__(self, factor):
        self.factor = factor

    def method(self, x: int) -> int:
        """Multiplies."""
        return self.factor * x

    def __call__(self, x: int) -> int:
        return self.factor * x


def times(secret: int, x: int, y: int = 1) -> "NotImported":  # noqa: F821
    """Multiplies."""
    return secret * x * y


@pytest.mark.parametrize(
    ("function", "name", "description"),
    [
        (Service(3).method, "method", "Multiplies."),
        (Service(3), "Service", "Holds things."),
        (functools.partial(times, 3), "times", "Multiplies."),
        (functools.partial(times, secret=3), "times", "Multiplies."),
        (functools.partial(functools.partial(times, secret=3), y=1), "times", "Multiplies."),
    ],
)
def test_methods_partials_and_objects_that_can_be_called_are_tools(function, name, description):
    tool = function_tool(function)
    definition = tool.to_dict()["function"]
    assert (definition["name"], definition["description"]) == (name, description)
    assert definition["parameters"]["required"] == ["x"]
    assert "secret" not in str(definition)
    assert tool.run(**tool.decode('{"x": 2}')) == 6


def test_a_class_is_a_tool_with_its_own_docstring():
    @dataclasses.dataclass
    class Undocumented:
        x: int

    assert "description" not in function_tool(Place).to_dict()["function"]
    tool = function_tool(Undocumented)
    assert "description" not in tool.to_dict()["function"]
    assert tool.run(**tool.decode('{"x": 2}')) == Undocumented(2)


@pytest.mark.parametrize(
    ("thing", "fault"),
    [
        ({"type": "function", "function": {"name": "f"}}, "not of a dict; definitions"),
        (Service.method, "self needs a type annotation; of a method, make a tool of the bound one"),
        (lambda: 1, r"its name must be of letters.*function_tool\(name=...\)"),
        (print, r"\*args cannot be given by name"),
    ],
    ids=["dict", "unbound", "lambda", "builtin"],
)
def test_what_cannot_be_a_tool_is_refused_with_advice(thing, fault):
    with pytest.raises(ConfigurationError, match=fault):
        function_tool(thing)


def mangled(__x: int = 1) -> str:  # noqa: PYI063 - the name is the point
    return str(__x)


def test_a_name_that_classes_mangle_is_a_parameter_or_refused(monkeypatch):
    assert function_tool(mangled).decode('{"__x": 2}') == {"__x": 2}
    monkeypatch.setitem(sys.modules, "pydantic", None)
    with pytest.raises(ConfigurationError, match=r"tool mangled: .*__x"):
        function_tool(mangled)


def plain(x: int) -> int:
    """Doubles."""
    return 2 * x


@function_tool(name="renamed", strict=True)
def decorated(x: int) -> int:
    return x


class Holder:
    @staticmethod
    @function_tool
    def inside(x: int) -> int:
        return x


@pytest.mark.parametrize(
    "tool", [weather, decorated, Holder.inside], ids=["shared", "named", "inside"]
)
def test_a_decorated_function_pickles_by_its_name_as_functions_do(tool):
    assert pickle.loads(pickle.dumps(tool)) is tool


@pytest.mark.parametrize(
    "function",
    [plain, Service(3).method, functools.partial(times, 2)],
    ids=["plain", "method", "partial"],
)
def test_a_tool_of_what_pickles_pickles(function):
    tool = function_tool(name="other", description="Does.")(function)
    again = pickle.loads(pickle.dumps(tool))
    assert again.to_dict() == tool.to_dict()
    assert again.run(**again.decode('{"x": 2}')) == tool(x=2)


def test_a_tool_of_a_function_inside_another_says_that_it_does_not_pickle():
    def local() -> None:
        """Does."""

    with pytest.raises((pickle.PicklingError, AttributeError), match="local"):
        pickle.dumps(function_tool(local))


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_copy_of_a_tool_is_another_that_calls_the_same_function(copied):
    def local(x: int) -> int:
        """Does."""
        return x

    tool = function_tool(local)
    again = copied(tool)
    assert again is not tool
    assert again.run(**again.decode('{"x": 3}')) == 3
    assert (again.function is tool.function) is (copied is copy.copy)
