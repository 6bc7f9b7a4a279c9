"""A few values for a schema in which every choice that it leaves is made at least once.

Every property, there and absent; every arm of a union, every value of an enum, each null, at any
depth: what `values` would draw sooner or later, these hold for certain, and the same each time.
Where any text will do it is one that no enum knows; with `new` every object that may have further
properties has one. Knows JSON Schema, no endpoint.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from hypothesis import find, settings
from hypothesis import strategies as st

from tests.contract.closed_schemas import Schemas
from tests.contract.formats import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_mock.document import Document

NEW_NAME, NEW_PROPERTY = "x_of_tomorrow", {"deep": [{"deeper": None}], "text": "ü"}
NEW_VALUE = "a-value-of-tomorrow"
_ANYTHING = (None, True, 3.5, "free", ["free", {"a": None}], {"free": [1, None], "a": {}})
_ALONE = ("null", "boolean", "integer", "number", "string")
_BESIDE = frozenset(("properties", "required", "type"))


class Choices:
    """The values for the schemas of one document; `new` ones have properties that it does not name.

    `accepted` adds to a request union what it also takes (`x-accepts`).
    """

    def __init__(self, document: Document, *, new: bool = False, accepted: bool = False) -> None:
        self._document = document
        self._accepted = accepted
        self._new = new
        self._schemas = Schemas(document)

    def of(self, schema: Any) -> list[Any]:
        """Values for `schema`, a part of the document. Rules between properties are not kept."""
        return self._of(schema, ())

    def one_at_a_time(self, schema: Any, example: Any) -> Iterator[Any]:
        """Objects with one property beside what they need, in each of its choices.

        What they need is as in `example`.
        """
        node = self._document.resolve(schema)
        properties = node.get("properties", {})
        least = {name: example[name] for name in node.get("required", [])}
        if not properties:
            yield from self.of(schema)
        for name, part in properties.items():
            for value in self.of(part):
                made = least | {name: value}
                if not self._schemas.valid(schema, made):
                    made |= self._wanted_beside(name, node)
                yield made

    def _wanted_beside(self, name: str, node: dict[str, Any]) -> dict[str, Any]:
        """What a rule between properties wants beside `name`."""
        rule = node.get("dependentSchemas", {}).get(name, {})
        then = rule.get("then", rule)
        return {
            other: self.of(
                {**node["properties"][other], **then.get("properties", {}).get(other, {})}
            )[0]
            for other in then.get("required", [])
        }

    def _of(self, schema: Any, inside: tuple[str, ...]) -> list[Any]:
        if schema is True or schema == {}:
            return list(_ANYTHING)
        if "$ref" in schema:
            name = schema["$ref"]
            # A schema that leads back to itself is not followed twice.
            return [] if name in inside else self._of(self._document.at(name), (*inside, name))
        if "const" in schema or "enum" in schema:
            return list(schema.get("enum", [schema.get("const")]))
        members = schema.get("anyOf", schema.get("oneOf"))
        if members is not None:
            beside = {key: schema[key] for key in _BESIDE & schema.keys()}
            accepted = schema.get("x-accepts", []) if self._accepted else []
            made = [self._of(self._joined(beside, [m]), inside) for m in [*members, *accepted]]
            return [value for values in made for value in values]
        if "allOf" in schema:
            rest = {key: part for key, part in schema.items() if key != "allOf"}
            schema = self._joined(rest, schema["allOf"])
        types = schema.get("type", "object" if "properties" in schema else [*_ALONE, "array"])
        return [
            value
            for name in ([types] if isinstance(types, str) else types)
            for value in self._typed(name, schema, inside)
        ]

    def _joined(self, schema: dict[str, Any], parts: list[Any]) -> Any:
        if not schema and len(parts) == 1:
            return parts[0]
        made = dict(schema)
        for raw in parts:
            part = self._document.resolve(raw)
            made |= {
                key: value for key, value in part.items() if key not in {"properties", "required"}
            }
            made["properties"] = made.get("properties", {}) | part.get("properties", {})
            made["required"] = [*made.get("required", []), *part.get("required", [])]
        return made

    def _typed(self, name: str, schema: dict[str, Any], inside: tuple[str, ...]) -> list[Any]:
        if name == "null":
            return [None]
        if name == "boolean":
            return [True, False]
        if name == "string":
            return [_text(schema)]
        if name == "array":
            return self._arrays(schema, inside)
        if name == "object":
            return self._objects(schema, inside)
        return _numbers(schema, 1 if name == "integer" else 0.25)

    def _arrays(self, schema: dict[str, Any], inside: tuple[str, ...]) -> list[list[Any]]:
        items = self._of(schema.get("items", True), inside)
        least, most = schema.get("minItems", 0), schema.get("maxItems", len(items) or 1)
        parts = [items[at : at + most] for at in range(0, len(items), most)]
        made = [part + part[:1] * (least - len(part)) for part in parts]
        return made if least else [*made, []]

    def _objects(self, schema: dict[str, Any], inside: tuple[str, ...]) -> list[dict[str, Any]]:
        required = schema.get("required", [])
        properties = {n: self._of(p, inside) for n, p in schema.get("properties", {}).items()}
        properties |= {n: list(_ANYTHING) for n in required if n not in properties}
        # One that can only be left out is left out.
        given = {name: values for name, values in properties.items() if values}
        rows = max((len(values) for values in given.values()), default=1)
        made = [
            {n: values[row % len(values)] for n, values in given.items()} for row in range(rows)
        ]
        if len(required) < len(given):
            made.append({name: value for name, value in made[0].items() if name in required})
        more = schema.get("additionalProperties")
        if more is None and self._new:
            return [value | {NEW_NAME: NEW_PROPERTY} for value in made]
        if more is None or more is False:
            return made
        free = self._of(more, inside)
        return [*made, *(value | {f"key {n}": v for n, v in enumerate(free)} for value in made)]


@cache
def _matching(pattern: str) -> str:
    once = settings(derandomize=True, database=None)
    return find(st.from_regex(pattern), lambda _: True, settings=once)


def _text(schema: dict[str, Any]) -> str:
    if "pattern" in schema:
        return _matching(schema["pattern"])
    if schema.get("format") in TEXTS:
        return TEXTS[schema["format"]][0]
    text = NEW_VALUE.ljust(schema.get("minLength", 0), "x")
    return text[: schema.get("maxLength")]


def _numbers(schema: dict[str, Any], step: float) -> list[float]:
    """The least and the most that is permitted, or what is near to 0 where there is no bound."""
    least, most = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMinimum" in schema:
        least = schema["exclusiveMinimum"] + step
    if "exclusiveMaximum" in schema:
        most = schema["exclusiveMaximum"] - step
    if least is None:
        least = -step if most is None else most - step
    return [least, least + step if most is None else most]
