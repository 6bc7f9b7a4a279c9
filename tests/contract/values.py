"""Hypothesis strategies for JSON that a schema of the document permits.

Wider than examples: every optional property absent, null and present, unions in every arm, texts
of any script, numbers at their bounds. Knows JSON Schema and `x-accepts`, no endpoint.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.contract.formats import DRAWN

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn, SearchStrategy

    from tests.contract.closed_schemas import Schemas

_TEXT = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["", "null", "[DONE]", "data: x\n\n", '{"a": 1}', "\u2028\r\n", "😀", "\x00"]
)
_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-2, 2) | _TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXT, inner, max_size=2),
    max_leaves=4,
)
_UNKNOWN = st.dictionaries(st.sampled_from(["x_new", "x-other", "Ünknown"]), _ANYTHING, max_size=2)
_ALL_TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
# What a float can hold without rounding.
_EXACT = 2**53


class Values:
    """Strategies for the schemas of one document.

    `unknown` adds properties that no schema names; `accepted` adds to a request union what it also
    takes (`x-accepts`); `largest` bounds integers, for readers that have fewer bits. A whole value is checked by the validator
    before it is handed out, so that what is drawn too freely here is drawn again.
    """

    def __init__(
        self,
        schemas: Schemas,
        *,
        unknown: bool = False,
        accepted: bool = True,
        largest: int = 2**63 - 1,
    ) -> None:
        self._largest = largest
        self._schemas = schemas
        self._document = schemas.data
        self._unknown = unknown
        self._accepted = accepted
        self._named: dict[str, SearchStrategy[Any]] = {}

    def of(self, schema: Any) -> SearchStrategy[Any]:
        """Values for `schema`, a part of the document."""
        return self._of(schema).filter(lambda value: self._schemas.valid(schema, value))

    def _of(self, schema: Any) -> SearchStrategy[Any]:
        if schema is True or schema == {}:
            return _ANYTHING
        if "$ref" in schema:
            return self._reference(schema["$ref"])
        if "const" in schema or "enum" in schema:
            return st.sampled_from(schema.get("enum", [schema.get("const")]))
        if "anyOf" in schema or "oneOf" in schema:
            members = schema.get("anyOf", schema.get("oneOf"))
            rest = {k: v for k, v in schema.items() if k in {"properties", "required", "type"}}
            accepted = schema.get("x-accepts", []) if self._accepted else []
            return st.one_of([self._of(self._merged(rest, [m])) for m in [*members, *accepted]])
        if "allOf" in schema:
            rest = {key: value for key, value in schema.items() if key != "allOf"}
            return self._of(self._merged(rest, schema["allOf"]))
        return self._by_type(schema)

    def _by_type(self, schema: dict[str, Any]) -> SearchStrategy[Any]:
        types = schema.get("type", "object" if "properties" in schema else _ALL_TYPES)
        types = [types] if isinstance(types, str) else types
        return st.one_of([self._typed(name, schema) for name in types])

    def _reference(self, reference: str) -> SearchStrategy[Any]:
        if reference not in self._named:
            # Deferred: a schema may lead back to itself.
            self._named[reference] = st.deferred(lambda: self._of(self._target(reference)))
        return self._named[reference]

    def _target(self, reference: str) -> Any:
        node: Any = self._document
        for step in reference.removeprefix("#/").split("/"):
            node = node[step.replace("~1", "/").replace("~0", "~")]
        return node

    def _merged(self, schema: dict[str, Any], parts: list[Any]) -> dict[str, Any]:
        if not schema and len(parts) == 1:
            return parts[0]
        made = dict(schema)
        for raw in parts:
            part = self._target(raw["$ref"]) if "$ref" in raw else raw
            part = self._merged({}, part["allOf"]) | part if "allOf" in part else part
            for key, value in part.items():
                if key == "properties":
                    made[key] = {**made.get(key, {}), **value}
                elif key == "required":
                    made[key] = [*made.get(key, []), *value]
                elif key != "allOf":
                    made.setdefault(key, value)
        return made

    def _typed(self, name: str, schema: dict[str, Any]) -> SearchStrategy[Any]:
        make: dict[str, Callable[[dict[str, Any]], SearchStrategy[Any]]] = {
            "null": lambda _: st.none(),
            "boolean": lambda _: st.booleans(),
            "integer": lambda schema: st.integers(*_bounds(schema, self._largest)),
            "number": lambda schema: _number(schema, self._largest),
            "string": _string,
            "array": self._array,
            "object": self._object,
        }
        return make[name](schema)

    def _array(self, schema: dict[str, Any]) -> SearchStrategy[list[Any]]:
        least = schema.get("minItems", 0)
        most = min(schema.get("maxItems", least + 3), least + 3)
        key = json.dumps if schema.get("uniqueItems") else None
        items = self._of(schema.get("items", True))
        return st.lists(items, min_size=least, max_size=most, unique_by=key)

    def _object(self, schema: dict[str, Any]) -> SearchStrategy[dict[str, Any]]:
        properties = schema.get("properties", {})
        required = {n: self._of(properties.get(n, True)) for n in schema.get("required", [])}
        optional = {n: self._of(p) for n, p in properties.items() if n not in required}
        made = st.fixed_dictionaries(required, optional=optional)
        more = schema.get("additionalProperties")
        if more is not None and more is not False:
            made = st.builds(
                lambda extra, named: extra | named,
                st.dictionaries(_TEXT, self._of(more), max_size=3),
                made,
            )
        elif self._unknown and more is None:
            made = st.builds(lambda extra, named: named | extra, _UNKNOWN, made)
        if "dependentSchemas" in schema:
            return self._with_what_depends(schema, made)
        return made

    def _with_what_depends(
        self, schema: dict[str, Any], made: SearchStrategy[dict[str, Any]]
    ) -> SearchStrategy[dict[str, Any]]:
        """Objects that also keep rules between properties: few do so by chance."""
        dependent = schema["dependentSchemas"]

        @st.composite
        def draw_object(draw: DrawFn) -> dict[str, Any]:
            value = dict(draw(made))
            for name, rule in dependent.items():
                if name not in value or self._schemas.valid(rule, value):
                    continue
                then = rule.get("then", rule)
                for other in then.get("required", []):
                    own = schema.get("properties", {}).get(other, True)
                    value[other] = draw(
                        self._of({**own, **then.get("properties", {}).get(other, {})})
                    )
                if not self._schemas.valid(rule, value):
                    del value[name]
            return value

        return draw_object()


def _bounds(schema: dict[str, Any], largest: int, step: int = 1) -> tuple[Any, Any]:
    least, most = schema.get("minimum", -largest), schema.get("maximum", largest)
    if "exclusiveMinimum" in schema:
        least = max(least, schema["exclusiveMinimum"] + step)
    if "exclusiveMaximum" in schema:
        most = min(most, schema["exclusiveMaximum"] - step)
    return max(least, -largest), min(most, largest)


def _number(schema: dict[str, Any], largest: int) -> SearchStrategy[float]:
    least, most = _bounds(schema, min(largest, _EXACT), step=0)
    return st.floats(least, most) | st.integers(int(least), int(most))


def _string(schema: dict[str, Any]) -> SearchStrategy[str]:
    if "pattern" in schema:
        return st.from_regex(schema["pattern"]).filter(lambda text: text.isprintable())
    if schema.get("format") in DRAWN:
        return DRAWN[schema["format"]]
    least, most = schema.get("minLength", 0), schema.get("maxLength")
    if not least and most is None:
        return _TEXT
    return st.text(st.characters(codec="utf-8"), min_size=least, max_size=most)
