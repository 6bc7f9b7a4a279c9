"""Responses, media types, examples and parameters of a document, as the values of `_operations`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_object
from scaleway_genapi_mock.document import DocumentError, join_pointer

from ._operations import Form, Media, Parameter, Response, Shape, is_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import jsonschema_rs

    from scaleway_genapi_mock.document import Document

    from ._schemas import Schemas

_STYLES = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
_NO_PARAMETERS = {"accept", "content-type", "authorization"}
"""Headers that OpenAPI keeps for itself: as parameters they are ignored."""
_SCALARS = frozenset(["string", "integer", "number", "boolean"])
_NAMES = {bool: "boolean", int: "integer", float: "number", str: "string"}
_HINTS = {
    "array": {"items", "prefixItems", "minItems", "maxItems", "uniqueItems"},
    "object": {"properties", "additionalProperties", "required", "minProperties"},
    "string": {"pattern", "format", "minLength", "maxLength"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
}
_DEEPEST = 8


class Reader:
    """Reads parts of one document; pointers follow `$ref`s."""

    def __init__(self, document: Document, schemas: Schemas) -> None:
        self.document = document
        self.schemas = schemas

    def target(self, raw: Any, pointer: str) -> str:
        """The pointer to what `raw`, which stands at `pointer`, leads to."""
        while is_object(raw) and "$ref" in raw:
            pointer = raw["$ref"].removeprefix("#")
            raw = self.document.at(pointer)
        return pointer

    def validator(self, pointer: str, *, strict: bool = False) -> jsonschema_rs.Validator:
        """The validator of the schema at `pointer`; DocumentError if it is no schema."""
        import jsonschema_rs  # noqa: PLC0415 - it costs nothing until a document is compiled

        try:
            return self.schemas.at(pointer, strict=strict)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError) as error:
            message = f"no usable JSON Schema: {str(error).splitlines()[0]}"
            raise DocumentError(self.document.problem(message, pointer)) from error

    def responses(self, raw: Mapping[str, Any], pointer: str) -> dict[int | None, Response]:
        """The responses of an operation by status; None is `default`.

        A range (`4XX`) stands for each of its statuses that has no response of its own.
        """
        found: dict[int | None, Response] = {}
        ranges: dict[int, Response] = {}
        for status, node in raw.items():
            code = str(status)
            if code.startswith("x-"):
                continue
            place = f"{pointer}{join_pointer(status)}"
            if code == "default":
                found[None] = self._response(None, node, place)
            elif code.isdigit():
                found[int(code)] = self._response(int(code), node, place)
            else:
                first = int(code[0]) * 100
                ranges[first] = self._response(first, node, place)
        for first, response in ranges.items():
            for number in range(first, first + 100):
                found.setdefault(number, replace(response, status=number))
        return found

    def _response(self, status: int | None, raw: Any, pointer: str) -> Response:
        node = self.document.resolve(raw)
        headers = node.get("headers", {})
        place = self.target(raw, pointer)
        return Response(
            status=status,
            media=self.media(node.get("content", {}), f"{place}/content"),
            headers={
                name: self.document.resolve(header)
                for name, header in headers.items()
                if name.lower() != "content-type"
            },
            pointer=place,
        )

    def media(self, content: Mapping[str, Any], pointer: str) -> dict[str, Media]:
        """The media types of a `content` map that stands at `pointer`."""
        found: dict[str, Media] = {}
        for name, raw in content.items():
            node = self.document.resolve(raw)
            place = self.target(raw, f"{pointer}{join_pointer(name)}")
            found[name] = Media(
                type=name,
                schema_pointer=f"{place}/schema" if "schema" in node else "",
                schema=self.document.resolve(node.get("schema", {})),
                examples=dict(self._examples(node)),
                stated=node.get("schema", True),
                pointer=place,
                item_pointer=f"{place}/x-itemSchema" if "x-itemSchema" in node else "",
                when=node.get("x-stream-when"),
                end=node.get("x-stream-end"),
            )
        return found

    def _examples(self, node: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        named = {name: self.document.resolve(raw) for name, raw in node.get("examples", {}).items()}
        values = [(name, example["value"]) for name, example in named.items() if "value" in example]
        if "example" in node:
            values.append(("example", node["example"]))
        schema = self.document.resolve(node.get("schema", {}))
        if not values and is_object(schema):
            values = [(str(index), value) for index, value in enumerate(schema.get("examples", ()))]
        return values

    def parameters(
        self, path: str, method: str, item: Mapping[str, Any], node: Mapping[str, Any]
    ) -> tuple[Parameter, ...]:
        """The parameters of an operation; its own replace those of its path."""
        found: dict[tuple[str, str], Parameter] = {}
        for owner, base in (
            (item, join_pointer("paths", path)),
            (node, join_pointer("paths", path, method)),
        ):
            for index, raw in enumerate(owner.get("parameters", ())):
                parameter = self.document.resolve(raw)
                key = (parameter["name"], parameter["in"])
                if parameter["in"] == "header" and parameter["name"].lower() in _NO_PARAMETERS:
                    continue
                place = self.target(raw, f"{base}/parameters/{index}")
                found[key] = self._parameter(parameter, place)
        return tuple(found.values())

    def form(self, media: Media) -> Form:
        """How a body of the media type, which is a form, is read."""
        return Form(shape_of(self.document, media.schema), self.validator(media.schema_pointer))

    def _parameter(self, node: Mapping[str, Any], place: str) -> Parameter:
        style = node.get("style") or _STYLES[node["in"]]
        content: Mapping[str, Any] = node.get("content", {})
        media = next(iter(content), "")
        schema = content[media].get("schema", True) if media else node.get("schema", True)
        pointer = f"{place}/schema"
        if media:
            pointer = f"{place}/content{join_pointer(media)}/schema"
        resolved = self.document.resolve(schema)
        statuses: dict[str, int] = resolved.get("x-error-status", {}) if is_object(resolved) else {}
        has_schema = "schema" in (content[media] if media else node)
        return Parameter(
            name=node["name"],
            place=node["in"],
            required=bool(node.get("required")),
            style=style,
            explode=bool(node.get("explode", style == "form")),
            json=is_json(media),
            shape=shape_of(self.document, schema),
            validator=self.validator(pointer) if has_schema else None,
            unknown=statuses.get("unknown") if node["in"] == "path" else None,
            empty=node["in"] == "query" and bool(node.get("allowEmptyValue")),
        )


def shape_of(document: Document, schema: Any) -> Shape:
    """The types that `schema` allows, through its references and unions."""
    branches = list(_branches(document, schema, 0))
    kinds = _kinds(branches)
    items = _items(document, branches)
    named: dict[str, list[Any]] = {}
    rest: list[Any] = []
    for each in branches:
        for name, part in each.get("properties", {}).items():
            named.setdefault(name, []).extend(_inside(document, part))
        if is_object(each.get("additionalProperties")):
            rest += _inside(document, each["additionalProperties"])
    properties = {name: _kinds(parts) or _SCALARS for name, parts in named.items()}
    return Shape(
        kinds=kinds or _SCALARS,
        items=_kinds(items) or _SCALARS,
        properties=properties,
        listed={
            name: _kinds(_items(document, parts)) or _SCALARS
            for name, parts in named.items()
            if "array" in properties[name]
        },
        rest=_kinds(rest) or _SCALARS,
    )


def _items(document: Document, branches: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        part for each in branches if "items" in each for part in _inside(document, each["items"])
    ]


def _inside(document: Document, schema: Any) -> list[dict[str, Any]]:
    return list(_branches(document, schema, 0))


def _branches(document: Document, schema: Any, depth: int) -> Iterable[dict[str, Any]]:
    node = document.resolve(schema)
    if not is_object(node) or depth > _DEEPEST:
        return
    yield node
    for key in ("allOf", "anyOf", "oneOf"):
        for part in node.get(key, ()):
            yield from _branches(document, part, depth + 1)


def _kinds(branches: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    found: set[str] = set()
    for node in branches:
        given = node.get("type", [])
        found.update([given] if isinstance(given, str) else given)
        found.update(
            key for key, hints in _HINTS.items() if "type" not in node and hints & node.keys()
        )
        values = [*node.get("enum", ()), *([node["const"]] if "const" in node else [])]
        if "type" not in node:
            found.update(_NAMES.get(value.__class__, "null") for value in values)
    return frozenset(found)
