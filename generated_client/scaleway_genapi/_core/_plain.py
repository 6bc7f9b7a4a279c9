"""What a request's values are as JSON, and where the one stands that is none.

The slow and careful way, for bodies that a JSON library refused or may have written wrongly.
"""

import datetime as dt
import functools
import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from types import GeneratorType
from typing import Any, TypeGuard
from uuid import UUID

from ._errors import RequestEncodeError
from ._json_text import join_halves
from ._shapes import is_object, is_sequence
from ._unset import UNSET
from ._words import words_of

_ADVICE = {
    "NotGiven": "leave it out, or give UNSET",
    "Omit": "leave it out, or give UNSET",
    "bytes": "decode it, or send it as base64 text",
    "bytearray": "decode it, or send it as base64 text",
    "set": "make it a list",
    "frozenset": "make it a list",
}
_LONGEST_KEY = 40


def _is_read_once(value: object) -> TypeGuard[Iterator[Any]]:
    return isinstance(value, (GeneratorType, map, filter))


class Simplifier:
    """`simpler` for one body: what can be read only once is the same list at a second look."""

    __slots__ = ("_read",)

    def __init__(self) -> None:
        self._read: dict[int, tuple[Any, list[Any] | Exception]] = {}

    def __call__(self, value: Any) -> Any:
        if not _is_read_once(value):
            return simpler(value)
        found = self._read.get(id(value))
        if found is None:
            try:
                found = value, list[Any](value)
            except Exception as error:  # noqa: BLE001 - it is raised, now and at the second look
                found = value, error
            self._read[id(value)] = found
        if isinstance(found[1], Exception):
            raise found[1]
        return found[1]


def simpler(value: Any) -> Any:  # noqa: C901, PLR0911 - one per kind of value
    """One step from a value towards JSON: what an object that no JSON library knows stands for.

    Raises:
        TypeError: There is no obvious JSON for it.
    """
    if isinstance(value, type):
        raise TypeError(
            f"the class {value.__name__} is not JSON; a value of it may be, and parse() takes it"
        )
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if hasattr(value, "keys"):
        return dict[Any, Any](value)
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)  # pydantic's
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return float(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if value is UNSET:
        raise TypeError("UNSET stands where nothing can be left out")
    # Not whatever can be iterated: an open file or somebody's model would be sent as something else.
    if _is_read_once(value) or (
        isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray, memoryview))
    ):
        return list[Any](value)  # pyright: ignore[reportUnknownArgumentType] - whatever is in it
    raise _no_json(value)


def _no_json(value: Any) -> TypeError:
    name = type(value).__name__
    called = getattr(getattr(value, "func", value), "__name__", name)
    advice = _ADVICE.get(name)
    if inspect.isroutine(value) or isinstance(value, functools.partial):
        name = f"the function {called}"
        advice = (
            "function_tool() makes a tool of it, and run_tools() takes it as it is, and calls it"
        )
    return TypeError(f"{name} is not JSON" + (f"; {advice}" if advice else ""))


def to_json_data(value: Any, simpler: Callable[[Any], Any] = simpler) -> Any:
    """`value` as what JSON libraries agree about: dicts with text keys, lists, texts, finite numbers.

    Args:
        value: What is to be written.
        simpler: Takes one step from an object towards JSON.

    Raises:
        RequestEncodeError: Something in it is no JSON; the message says where.
    """
    walk = _Walk(simpler)
    try:
        return walk.plain(value)
    except RequestEncodeError:
        raise
    except RecursionError as error:
        raise walk.fault("is nested too deeply", places=4) from error
    except Exception as error:  # what to_dict or model_dump of somebody's class raised
        raise walk.fault(words_of(error) or type(error).__name__) from error


class _Walk:
    """Knows where it is."""

    def __init__(self, simpler: Callable[[Any], Any]) -> None:
        self._simpler = simpler
        self._place: list[str] = []
        self._inside: set[int] = set()

    def fault(self, what: str, places: int | None = None) -> RequestEncodeError:
        """The error for what stands at the current place."""
        place = "/".join(self._place[:places])
        return RequestEncodeError(
            "The request cannot be written as JSON: " + (f"{place}: {what}" if place else what)
        )

    def plain(self, value: Any) -> Any:
        if isinstance(value, Enum):
            return self.plain(value.value)
        if value is None or isinstance(value, int):
            return value
        if isinstance(value, float):
            if not math.isfinite(value):
                raise self.fault(f"{value} is not JSON")
            return value
        if isinstance(value, str):
            return self._text(value)
        if id(value) in self._inside:
            raise self.fault("refers to itself")
        self._inside.add(id(value))
        if is_object(value):
            result: Any = {self._key(key): item for key, item in self._items(value.items())}
        elif is_sequence(value):
            result = [item for _, item in self._items(enumerate(value))]
        else:
            result = self.plain(self._simpler(value))
        self._inside.discard(id(value))
        return result

    def _items(self, pairs: Any) -> Any:
        for key, item in pairs:
            if item is not UNSET:
                self._place.append(join_halves(str(key)[:_LONGEST_KEY]))
                yield key, self.plain(item)
                self._place.pop()

    def _key(self, key: Any) -> str:
        if isinstance(key, str):
            return self._text(key)
        # As the standard library writes them: tokens in a `logit_bias` are numbers to many programs.
        if key is None or isinstance(key, bool):
            return {None: "null", True: "true", False: "false"}[key]
        if isinstance(key, int):
            return str(int(key))
        if isinstance(key, float) and math.isfinite(key):
            return repr(float(key))
        raise self.fault(f"a key of type {type(key).__name__} is not JSON")

    def _text(self, text: str) -> str:
        try:
            return join_halves(text, "strict")
        except UnicodeDecodeError:
            raise self.fault("holds half of a surrogate pair, which is no text") from None
