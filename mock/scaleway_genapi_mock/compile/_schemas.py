"""JSON Schema validators of one document, compiled when they are first asked for.

The only place that knows jsonschema-rs. A validator is asked for by the JSON pointer of its
schema; `$ref`s lead to the whole document.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object
from scaleway_genapi_mock.document import join_pointer, split_pointer

if TYPE_CHECKING:
    from collections.abc import Mapping

    import jsonschema_rs

    from scaleway_genapi_mock.document import Document

_ROOT = "urn:openapi"
_BITS = {"int32": 32, "int64": 64}
_STRICT = "urn:openapi:strict"


class Schemas:
    """The validators of `document`."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._compiled: dict[tuple[str, bool], jsonschema_rs.Validator] = {}

    @cached_property
    def _registry(self) -> jsonschema_rs.Registry:
        import jsonschema_rs  # noqa: PLC0415 - reading a document must not cost it

        return jsonschema_rs.Registry([(_ROOT, sized(self._document.data))])

    @cached_property
    def _strict_registry(self) -> jsonschema_rs.Registry:
        import jsonschema_rs  # noqa: PLC0415

        return jsonschema_rs.Registry([(_STRICT, closed(sized(self._document.data)))])

    def at(self, pointer: str, *, strict: bool = False) -> jsonschema_rs.Validator:
        """The validator of the schema at `pointer`; `strict` refuses unnamed properties."""
        key = (pointer, strict)
        if key not in self._compiled:
            import jsonschema_rs  # noqa: PLC0415

            base, registry = (_STRICT, self._strict_registry) if strict else (_ROOT, self._registry)
            # A pointer in a URI fragment is percent-encoded; "{" of a templated path is not safe.
            from urllib.parse import quote  # noqa: PLC0415

            fragment = quote(join_pointer(*split_pointer(pointer)), safe="/~")
            self._compiled[key] = jsonschema_rs.validator_for(
                {"$ref": f"{base}#{fragment}"}, registry=registry, validate_formats=True
            )
        return self._compiled[key]


def sized(node: Any) -> Any:
    """A copy in which OpenAPI's `int32` and `int64` are ranges, which validators understand."""
    if is_array(node):
        return [sized(item) for item in node]
    if not is_object(node):
        return node
    copy = {key: sized(value) for key, value in node.items()}
    bits = _BITS.get(copy["format"]) if isinstance(copy.get("format"), str) else None
    if bits is not None:
        bounds = {"minimum": -(2 ** (bits - 1)), "maximum": 2 ** (bits - 1) - 1}
        copy.update({key: bound for key, bound in bounds.items() if key not in copy})
    return copy


def closed(schema: Any) -> Any:
    """A copy in which every object schema that names properties has no others.

    Inside allOf a part may not close itself, it would refuse the properties of its siblings.
    """
    return _closed(schema, part=False)


def _closed(node: Any, *, part: bool) -> Any:
    if is_array(node):
        return [_closed(item, part=part) for item in node]
    if not is_object(node):
        return node
    copy = {key: _closed(value, part=key == "allOf") for key, value in node.items()}
    if not part and is_object(copy.get("properties")) and _open(copy):
        copy["additionalProperties"] = False
    return copy


def _open(schema: Mapping[str, Any]) -> bool:
    if "allOf" in schema or "patternProperties" in schema or "unevaluatedProperties" in schema:
        return False
    # `properties` may also be the name of a property; only a schema of an object counts.
    return schema.get("type") == "object" and schema.get("additionalProperties", True) is True
