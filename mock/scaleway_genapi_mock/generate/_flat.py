"""A schema with its references and allOf merged in: one level of it, as one mapping.

What may hold several times over (unions, patterns, conditions) is gathered, see `_merge`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from scaleway_genapi_mock._json import is_array, is_object
from scaleway_genapi_mock.document import lookup, split_pointer

from ._errors import InvalidSchema
from ._merge import (
    CONDITIONS,
    CONTAINED,
    FORMATS,
    NOTS,
    PATTERNS,
    UNIONS,
    Contradiction,
    merge,
)
from ._refs import pointer_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ._finders import Finders

Flat = dict[str, Any]
_KINDS = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}
_CHAIN = 100
"""References that lead to references: more are no schema that someone wrote."""
_GONE = frozenset(
    [
        *("$ref", "allOf", "anyOf", "oneOf", "$defs", "definitions", "if", "then", "else", "not"),
        *("pattern", "format", "contains", "minContains", "maxContains"),
    ]
)
_HARD = {
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
    NOTS,
    CONDITIONS,
    CONTAINED,
}
_OPEN = {UNIONS, CONDITIONS, NOTS, "dependentSchemas"}
_TOLD = frozenset(
    [
        *("title", "description", "default", "examples", "example", "deprecated", "type"),
        *("readOnly", "writeOnly", "$comment", "discriminator", "xml", "externalDocs", "nullable"),
    ]
)
_ANY = ("string", "integer", "boolean", "null", "object", "array")
_KEYWORDS = {
    "object": {
        "properties",
        "required",
        "additionalProperties",
        "patternProperties",
        "minProperties",
        "maxProperties",
        "propertyNames",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedProperties",
    },
    "array": {"items", "prefixItems", "minItems", "maxItems", "uniqueItems", "unevaluatedItems"}
    | {CONTAINED},
    "string": {"minLength", "maxLength", "contentEncoding", PATTERNS, FORMATS},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
}


class Flattener:
    """Flattens the schemas inside `root`; each step is spent, by the one who finds patterns too."""

    def __init__(self, root: Any, finders: Finders) -> None:
        self._root = root
        self._spend = finders.spend
        self.matches = finders.matches
        self._resolved: dict[str, Any] = {}

    def flat(self, schema: Any, seen: frozenset[str] = frozenset()) -> Flat:
        """`schema` as one mapping. Raises Contradiction."""
        if schema is True:
            return {}
        if not is_object(schema):
            raise Contradiction("false allows nothing")
        self._spend(1)
        flat = {key: value for key, value in schema.items() if key not in _GONE}
        _gather(flat, schema)
        reference = schema.get("$ref")
        if isinstance(reference, str):
            if reference in seen or len(seen) > _CHAIN:
                raise Contradiction("a reference leads to itself")
            flat = self.merged(flat, self.flat(self.resolve(reference), seen | {reference}))
        for part in schema.get("allOf", ()):
            flat = self.merged(flat, self.flat(part, seen))
        if "unevaluatedProperties" in flat and _OPEN.isdisjoint(flat):
            # All that is evaluated here is known by now; what stands beside is another schema.
            further = flat.pop("unevaluatedProperties")
            flat.setdefault("additionalProperties", further)
        return flat

    def merged(self, first: Any, second: Any) -> Flat:
        """Two flat schemas as one. Raises Contradiction."""
        self._spend((_size(first) + _size(second)) // 50)
        return merge(first, second, self.matches)  # type: ignore[no-any-return]  # both are objects

    def resolve(self, reference: str) -> Any:
        """What a reference leads to. Raises InvalidSchema."""
        found = self._resolved.get(reference)
        if found is None:
            pointer = pointer_of(reference)
            try:
                found = lookup(self._root, split_pointer(pointer))
            except (LookupError, ValueError):
                raise InvalidSchema(f"the reference '#{pointer[:200]}' leads nowhere") from None
            # Where a reference leads, no one may have looked for a schema yet.
            if not jsonschema_rs.meta.is_valid(found):
                raise InvalidSchema(f"the reference '#{pointer[:200]}' leads to no schema")
            self._resolved[reference] = found
        return found


def _gather(flat: Flat, schema: Mapping[str, Any]) -> None:
    unions = [schema[key] for key in ("anyOf", "oneOf") if key in schema]
    if unions:
        flat[UNIONS] = unions
    for key, name in (("pattern", PATTERNS), ("format", FORMATS), ("not", NOTS)):
        if key in schema:
            flat[name] = [schema[key]]
    if "if" in schema and ("then" in schema or "else" in schema):
        flat[CONDITIONS] = [(schema["if"], schema.get("then", True), schema.get("else", True))]
    if "contains" in schema:
        least, most = int(schema.get("minContains", 1)), schema.get("maxContains", math.inf)
        flat[CONTAINED] = [(schema["contains"], least, most)]


def _size(flat: Any) -> int:
    """How long merging takes: the lists and maps in it count."""
    if not is_object(flat):
        return 1
    return len(flat) + sum(len(part) for part in flat.values() if is_array(part) or is_object(part))


def is_hard(flat: Flat) -> bool:
    """Whether a value that was made for `flat` has still to be checked."""
    if not _HARD.isdisjoint(flat):
        return True
    return ("const" in flat or "enum" in flat) and len(flat.keys() - _TOLD) > 1


def types(flat: Flat) -> list[str]:
    """The types that a value can have, the most telling first."""
    refused = {part["type"] for part in flat.get(NOTS, ()) if _only_type(part)}
    given = flat.get("type")
    if given is not None:
        # null is the least interesting of several.
        names = sorted(given if is_array(given) else [given], key=lambda name: name == "null")
    else:
        names = [name for name, keywords in _KEYWORDS.items() if not keywords.isdisjoint(flat)]
        # What is said of texts alone allows every number: where no text is found, that is left.
        names += [name for name in _ANY if name not in names]
    return [name for name in names if name not in refused]


def _only_type(part: Any) -> bool:
    return is_object(part) and part.keys() == {"type"} and isinstance(part["type"], str)


def has_type(value: Any, given: Any) -> bool:
    """Whether `value` has one of the types that a schema names; None allows all."""
    if given is None:
        return True
    names = given if is_array(given) else [given]
    kind = _KINDS.get(value.__class__, "null")
    return kind in names or (kind in {"integer", "number"} and _is_number(value, names))


def _is_number(value: float, names: Iterable[str]) -> bool:
    return "number" in names or ("integer" in names and value == value // 1)
