"""Responses, media types, examples and parameters of a document, as the values of `_operations`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._json import is_object
from ._operations import Media, Parameter, Response
from .document import DocumentError, join_pointer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import jsonschema_rs

    from ._schemas import Schemas
    from .document import Document


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
        """The responses of an operation by status; None is `default`, 400 also stands for 4XX."""
        found: dict[int | None, Response] = {}
        for status, node in raw.items():
            code = str(status)
            if code.startswith("x-"):
                continue
            number = int(code.upper().replace("X", "0")) if code != "default" else None
            found[number] = self._response(number, node, f"{pointer}{join_pointer(status)}")
        return found

    def _response(self, status: int | None, raw: Any, pointer: str) -> Response:
        node = self.document.resolve(raw)
        headers = node.get("headers", {})
        return Response(
            status=status,
            media=self.media(node.get("content", {}), f"{self.target(raw, pointer)}/content"),
            headers={name: self.document.resolve(header) for name, header in headers.items()},
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
                schema = self.document.resolve(parameter.get("schema", {}))
                types = schema.get("type", "string") if is_object(schema) else "string"
                place = self.target(raw, f"{base}/parameters/{index}")
                found[parameter["name"], parameter["in"]] = Parameter(
                    name=parameter["name"],
                    place=parameter["in"],
                    required=bool(parameter.get("required")),
                    types=frozenset([types] if isinstance(types, str) else types),
                    validator=self.validator(f"{place}/schema") if "schema" in parameter else None,
                )
        return tuple(found.values())
