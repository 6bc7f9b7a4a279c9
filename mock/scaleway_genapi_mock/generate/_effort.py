"""How much work it is to check a value: counted before a validator that nothing can stop does it.

A validator follows every branch for every part of a value: a schema of some lines, whose unions
lead to the next ones twice, would keep it busy for years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

from ._costs import matching
from ._errors import OutOfSteps

if TYPE_CHECKING:
    from collections.abc import Callable

_HERE = ("not", "if", "then", "else")
_LISTS = ("allOf", "anyOf", "oneOf")
_ITEMS = ("items", "contains", "unevaluatedItems")
_VALUES = ("additionalProperties", "unevaluatedProperties")


class Budget:
    """Steps of some ten microseconds, of which so many are there."""

    def __init__(self) -> None:
        self.left = 0

    def spend(self, steps: int = 1) -> None:
        """Take steps away. Raises OutOfSteps."""
        self.left -= steps
        if self.left < 0:
            raise OutOfSteps("it takes too long")


class Effort:
    """Counts steps, as far as `most`. `resolve` follows a reference."""

    def __init__(self, resolve: Callable[[str], Any], most: int) -> None:
        self._resolve = resolve
        self._left = self._most = most
        self._active: set[tuple[int, int]] = set()

    def of(self, schema: Any, value: Any) -> int:
        """The steps of checking `value`. Raises OutOfSteps above the most."""
        self._left = self._most
        self._active.clear()
        try:
            self._check(schema, value)
        except RecursionError:
            raise OutOfSteps("it takes too long to check") from None
        return self._most - self._left

    def _take(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise OutOfSteps("it takes too long to check")

    def _check(self, schema: Any, value: Any) -> None:
        self._take(1)
        if not is_object(schema):
            return
        pair = (id(schema), id(value))
        if pair in self._active:
            return
        self._active.add(pair)
        # To know what was evaluated, the branches are gone through once more.
        twice = "unevaluatedProperties" in schema or "unevaluatedItems" in schema
        for _ in range(2 if twice else 1):
            self._here(schema, value)
        if is_object(value):
            self._object(schema, value)
        elif is_array(value):
            self._array(schema, value)
        elif isinstance(value, str) and isinstance(schema.get("pattern"), str):
            self._take(matching(schema["pattern"], len(value)))
        self._active.discard(pair)

    def _here(self, schema: dict[str, Any], value: Any) -> None:
        if "$ref" in schema:
            self._check(self._resolve(schema["$ref"]), value)
        for key in _HERE:
            if key in schema:
                self._check(schema[key], value)
        for key in _LISTS:
            for part in schema.get(key, ()):
                self._check(part, value)
        if "enum" in schema:
            self._take(len(schema["enum"]) // 20)

    def _object(self, schema: dict[str, Any], value: dict[str, Any]) -> None:
        properties: dict[str, Any] = schema.get("properties", {})
        for name, part in properties.items():
            if name in value:
                self._check(part, value[name])
        for name, part in schema.get("dependentSchemas", {}).items():
            if name in value:
                self._check(part, value)
        self._named(schema, value)
        for key in _VALUES:
            if is_object(schema.get(key)):
                for name, item in value.items():
                    if name not in properties:
                        self._check(schema[key], item)

    def _named(self, schema: dict[str, Any], value: dict[str, Any]) -> None:
        for pattern, part in schema.get("patternProperties", {}).items():
            for name, item in value.items():
                self._take(matching(pattern, len(name)))
                self._check(part, item)
        if "propertyNames" in schema:
            for name in value:
                self._check(schema["propertyNames"], name)

    def _array(self, schema: dict[str, Any], value: list[Any]) -> None:
        first: list[Any] = schema.get("prefixItems", [])
        for part, item in zip(first, value, strict=False):
            self._check(part, item)
        for key in _ITEMS:
            if key in schema:
                for item in value[len(first) if key == "items" else 0 :]:
                    self._check(schema[key], item)
        if schema.get("uniqueItems"):
            self._take(len(value))
