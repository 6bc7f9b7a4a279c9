"""A value for a schema: made by walking it, checked by jsonschema-rs, tried again where it fails.

Bounds: recursion ends at required properties and shortest arrays; a budget of steps ends what
would take for ever. What cannot be made is an `Unsatisfiable`, never an invalid value.
"""

from __future__ import annotations

import math
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema_rs

from scaleway_genapi_mock._json import is_array, is_object
from scaleway_genapi_mock.document import lookup, split_pointer

from ._errors import InvalidSchema, OutOfSteps, Unsatisfiable
from ._merge import UNIONS, Contradiction, merge
from ._refs import ROOT, absolute, anchored
from ._scalars import TRIES, number, text
from ._text import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SHALLOW, _DEEP = 5, 40
_STEPS, _CHARACTERS = 20_000, 100
_HARD = {
    "not",
    "if",
    "contains",
    "pattern",
    "format",
    "uniqueItems",
    "propertyNames",
    "patternProperties",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
    "minProperties",
    "multipleOf",
    UNIONS,
}
_KEYWORDS = {
    "object": {"properties", "required", "additionalProperties", "patternProperties"},
    "array": {"items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"},
    "string": {"minLength", "maxLength", "pattern", "format", "contentEncoding"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
}


class Generator:
    """Makes values for the schemas inside `root`, to which local `$ref`s lead.

    Args:
        root: The whole document, or the schema itself.
        seed: The same seed makes the same values.
        optional: Whether optional properties are there (down to a certain depth).
    """

    def __init__(self, root: Any, seed: int | str = 0, *, optional: bool = True) -> None:
        self._root = absolute(root)
        try:
            self._registry = jsonschema_rs.Registry([(ROOT, self._root)])
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise InvalidSchema(str(error)) from None
        self._seed = seed
        self._optional = optional
        self._rng = Random(0)  # noqa: S311 - no secret
        self._steps = 0
        self._checkers: dict[int, tuple[Any, jsonschema_rs.Validator]] = {}

    def at(self, pointer: str = "", variant: int = 0) -> Any:
        """A value for the schema at `pointer`; another one for each `variant`. Raises Unsatisfiable, InvalidSchema."""
        schema = lookup(self._root, split_pointer(pointer))
        validator = self._validator(schema)
        # All attempts share one budget: what is not found soon is not found at all.
        self._steps = _STEPS
        for attempt in range(TRIES):
            self._rng = Random(f"{self._seed}/{pointer}/{variant}/{attempt}")  # noqa: S311 - no secret
            try:
                value = self._make(schema, 0)
            except OutOfSteps:
                break
            except Unsatisfiable:
                continue
            if validator.is_valid(value):
                return value
        raise Unsatisfiable(f"no value was found for the schema at #{pointer}")

    def accepts(self, value: Any, pointer: str = "") -> bool:
        """Whether `value` is valid against the schema at `pointer`."""
        return self._validator(lookup(self._root, split_pointer(pointer))).is_valid(value)

    def _validator(self, schema: Any) -> jsonschema_rs.Validator:
        try:
            return jsonschema_rs.validator_for(
                schema, registry=self._registry, validate_formats=True
            )
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
            raise InvalidSchema(str(error).splitlines()[0]) from None

    def _make(self, schema: Any, depth: int) -> Any:
        if depth > _DEEP:
            raise Unsatisfiable("too deep")
        self._spend()
        try:
            flat = self._flat(schema, set())
        except Contradiction as error:
            raise Unsatisfiable(str(error)) from None
        self._spend(min(int(flat.get("minLength", 0)), _STEPS * _CHARACTERS) // _CHARACTERS)
        hard = not _HARD.isdisjoint(flat)
        if not hard:
            return self._plain(flat, depth)
        check = self._checker(schema)
        for _ in range(TRIES):
            for candidate in self._candidates(flat, depth):
                if check.is_valid(candidate):
                    return candidate
        raise Unsatisfiable("no candidate is valid")

    def _spend(self, steps: int = 1) -> None:
        self._steps -= steps
        if self._steps < 0:
            raise OutOfSteps("it takes too long")

    def _checker(self, schema: Any) -> jsonschema_rs.Validator:
        """The validator of a part of the root, which is asked for again and again."""
        known = self._checkers.get(id(schema))
        if known is None:
            # The schema is kept, so that no other one gets its id.
            known = self._checkers[id(schema)] = (schema, self._validator(schema))
        return known[1]

    def _candidates(self, flat: dict[str, Any], depth: int) -> Iterator[Any]:
        for variant in self._variants(flat, depth):
            fixed = "const" in variant or "enum" in variant
            for name in [None] if fixed else self._types(variant, depth):
                self._spend()
                try:
                    made = (
                        self._plain(variant, depth)
                        if name is None
                        else self._typed(name, variant, depth)
                    )
                except (Unsatisfiable, Contradiction):
                    continue
                yield made

    def _variants(self, flat: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
        """`flat` with one branch of each of its unions and conditions laid in."""
        self._spend()
        unions = flat.get(UNIONS)
        if unions:
            rest = {**flat, UNIONS: unions[1:]}
            branches = list(unions[0])
            if depth > _SHALLOW:
                branches.sort(key=_weight)
            else:
                self._rng.shuffle(branches)
            for branch in branches:
                yield from self._merged(rest, [branch], depth)
            return
        if "if" in flat:
            rest = {key: value for key, value in flat.items() if key not in {"if", "then", "else"}}
            yield from self._merged(rest, [flat["if"], flat.get("then", True)], depth)
            yield from self._merged(rest, [flat.get("else", True)], depth)
            return
        yield flat

    def _merged(
        self, base: dict[str, Any], parts: Iterable[Any], depth: int
    ) -> Iterator[dict[str, Any]]:
        merged: Any = base
        try:
            for part in parts:
                merged = merge(merged, self._flat(part, set()))
        except Contradiction:
            return
        if is_object(merged):
            yield from self._variants(merged, depth)

    def _flat(self, schema: Any, seen: set[str]) -> dict[str, Any]:
        """`schema` with `$ref` and allOf merged in, its unions gathered."""
        if schema is True:
            return {}
        if not is_object(schema):
            raise Contradiction("false allows nothing")
        self._spend()
        if "$dynamicRef" in schema:
            schema = {**schema, "$ref": schema["$dynamicRef"]}
        flat = {
            key: value
            for key, value in schema.items()
            if key not in {"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "$defs", "definitions"}
        }
        unions = [schema[key] for key in ("anyOf", "oneOf") if key in schema]
        if unions:
            flat[UNIONS] = [*flat.get(UNIONS, []), *unions]
        reference = schema.get("$ref")
        if isinstance(reference, str):
            if reference in seen:
                raise Contradiction("a reference leads to itself")
            flat = merge(flat, self._flat(self._resolve(reference), {*seen, reference}))
        for part in schema.get("allOf", ()):
            flat = merge(flat, self._flat(part, seen))
        return flat

    def _resolve(self, reference: str) -> Any:
        fragment = unquote(reference.removeprefix(ROOT).removeprefix("#"))
        if fragment and not fragment.startswith("/"):
            return anchored(self._root, fragment)
        try:
            return lookup(self._root, split_pointer(fragment))
        except (LookupError, ValueError):
            raise Contradiction(f"{reference} leads nowhere") from None

    def _plain(self, flat: dict[str, Any], depth: int) -> Any:
        if "const" in flat:
            return flat["const"]
        if "enum" in flat:
            return self._rng.choice(_of_type(flat["enum"], flat.get("type")))
        types = self._types(flat, depth)
        for name in types:
            try:
                return self._typed(name, flat, depth)
            except (Unsatisfiable, Contradiction):
                continue
        raise Unsatisfiable(f"none of {', '.join(types)} can be made")

    def _types(self, flat: dict[str, Any], depth: int) -> list[str]:
        types = _types(flat)
        if depth > _SHALLOW:
            types.sort(key=lambda name: name in {"object", "array"})
        return types

    def _typed(self, name: str, flat: dict[str, Any], depth: int) -> Any:
        match name:
            case "object":
                return self._object(flat, depth)
            case "array":
                return self._array(flat, depth)
            case "string":
                return text(flat, self._rng)
            case "integer" | "number":
                return number(flat, self._rng, whole=name == "integer")
            case "boolean":
                return self._rng.random() < 0.5  # noqa: PLR2004 - a coin
            case _:
                return None

    def _object(self, flat: dict[str, Any], depth: int) -> dict[str, Any]:
        properties: Mapping[str, Any] = flat.get("properties", {})
        required = set(flat.get("required", ()))
        most = flat.get("maxProperties", math.inf)
        made: dict[str, Any] = {}
        names = list(properties) if self._optional and depth <= _SHALLOW else []
        for name, more in flat.get("dependentRequired", {}).items():
            if name in required or name in names:
                required.update(more)
        wanted = [name for name in properties if name in required or name in names]
        wanted += sorted(required.difference(properties))
        for name in wanted:
            if name not in required and len(made) + len(required.difference(made)) >= most:
                continue
            try:
                made[name] = self._make(self._property(flat, name), depth + 1)
            except Unsatisfiable:
                if name in required:
                    raise
        for name, part in flat.get("dependentSchemas", {}).items():
            if name in made and is_object(part):
                for missing in part.get("required", ()):
                    made.setdefault(missing, self._make(self._property(flat, missing), depth + 1))
        self._fill_up(flat, made, depth)
        return made

    def _property(self, flat: dict[str, Any], name: str) -> Any:
        if name in flat.get("properties", {}):
            return flat["properties"][name]
        patterns = flat.get("patternProperties", {})
        for pattern, part in patterns.items():
            if jsonschema_rs.is_valid({"pattern": pattern}, name):
                return part
        return flat.get("additionalProperties", True)

    def _fill_up(self, flat: dict[str, Any], made: dict[str, Any], depth: int) -> None:
        """Further properties, until there are enough."""
        least = flat.get("minProperties", 0)
        patterns = list(flat.get("patternProperties", ()))
        if patterns and depth <= _SHALLOW:
            least = max(least, len(made) + 1) if not flat.get("properties") else least
        for attempt in range(least * TRIES):
            if len(made) >= least:
                return
            name = self._name(flat, patterns, attempt)
            if name not in made:
                made[name] = self._make(self._property(flat, name), depth + 1)

    def _name(self, flat: dict[str, Any], patterns: list[str], attempt: int) -> str:
        if patterns:
            return text({"pattern": patterns[attempt % len(patterns)]}, self._rng)
        rule = flat.get("propertyNames")
        if rule not in (None, True):
            return str(self._make({"allOf": [{"type": "string"}, rule]}, _SHALLOW))
        suffix = "" if attempt < len(WORDS) else str(attempt)
        return f"{self._rng.choice(WORDS)}{suffix}"

    def _array(self, flat: dict[str, Any], depth: int) -> list[Any]:
        first = flat.get("prefixItems", [])
        items = flat.get("items", True)
        least = max(
            flat.get("minItems", 0), flat.get("minContains", 1) if "contains" in flat else 0
        )
        most = min(flat.get("maxItems", math.inf), len(first) if items is False else math.inf)
        size = least if depth > _SHALLOW else max(least, min(most, max(len(first), 2)))
        if size > _STEPS:
            raise Unsatisfiable("an array of that size")
        made: list[Any] = []
        for index in range(int(size)):
            schema = first[index] if index < len(first) else items
            if index >= len(first) and "contains" in flat and index < least:
                schema = {"allOf": [items, flat["contains"]]}
            try:
                made.append(
                    self._unique(schema, made, depth, distinct=bool(flat.get("uniqueItems")))
                )
            except Unsatisfiable:
                if len(made) < least:
                    raise
                break
        return made

    def _unique(self, schema: Any, made: list[Any], depth: int, *, distinct: bool) -> Any:
        for _ in range(TRIES if distinct else 1):
            value = self._make(schema, depth + 1)
            if not distinct or value not in made:
                return value
        raise Unsatisfiable("no further distinct item")


def _types(flat: Mapping[str, Any]) -> list[str]:
    given = flat.get("type")
    if given is not None:
        names = list(given) if is_array(given) else [given]
        # null is the least interesting of several.
        return sorted(names, key=lambda name: name == "null")
    found = [name for name, keywords in _KEYWORDS.items() if not keywords.isdisjoint(flat)]
    return found or ["string", "integer", "boolean", "null", "object", "array"]


def _of_type(values: list[Any], types: Any) -> list[Any]:
    if types is None:
        return values
    fitting = [value for value in values if jsonschema_rs.is_valid({"type": types}, value)]
    if not fitting:
        raise Unsatisfiable("no value of the enum has the type")
    return fitting


def _weight(branch: Any) -> int:
    """How much a branch would add: scalars before references before containers."""
    if not is_object(branch):
        return 0
    if branch.get("type") in {"object", "array"} or "properties" in branch:
        return 2
    return 1 if "$ref" in branch else 0
