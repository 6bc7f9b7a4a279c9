"""Is this an OpenAPI document that can be worked with? Every reason why not, with its place.

Not a linter: it checks what the mock and the generator rely on, so that a broken document is
refused at the start with file and line and not by a KeyError in the middle.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from ._pointer import escape
from ._problems import DocumentError
from ._walk import FIELDS, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._document import Document
    from ._problems import Problem

_TEXT = {"type": "string", "minLength": 1}
_MAP = {"type": "object"}
_MAPS = {"type": "array", "items": _MAP}
_NAMES = {"type": "array", "items": {"type": "string"}}
_SECURITY = {"type": "array", "items": _MAP | {"additionalProperties": _NAMES}}
_REF = {"type": "object", "properties": {"$ref": {"type": "string"}}, "required": ["$ref"]}


def _object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def _or_ref(schema: dict[str, Any]) -> dict[str, Any]:
    return {"if": _REF, "else": schema}


_PARAMETER = _object(
    ("name", "in"), name=_TEXT, **{"in": {"enum": ["path", "query", "header", "cookie"]}}
) | {
    "if": {"properties": {"in": {"const": "path"}}, "required": ["in"]},
    "then": {"properties": {"required": {"const": True}}, "required": ["required"]},
}
_EXTERNAL_DOCS = _object(("url",), url=_TEXT)
_DISCRIMINATOR = _object(
    propertyName=_TEXT, mapping=_MAP | {"additionalProperties": {"type": "string"}}
)
_RESPONSES = _MAP | {
    "minProperties": 1,
    "propertyNames": {"pattern": r"^([1-5](\d\d|XX)|default|x-.*)$"},
}
_KINDS: dict[str, dict[str, Any]] = {
    "openapi": _object(
        ("info", "paths"),
        info=_MAP,
        paths=_MAP | {"propertyNames": {"pattern": "^/"}},
        components=_MAP,
        servers=_MAPS,
        security=_SECURITY,
        tags=_MAPS,
        externalDocs=_EXTERNAL_DOCS,
    ),
    "info": _object(("title", "version"), title=_TEXT, version=_TEXT),
    "server": _object(("url",), url=_TEXT, variables=_MAP),
    "server-variable": _object(("default",), default={"type": "string"}),
    "components": _object((), **dict.fromkeys(FIELDS["components"], _MAP)),
    "path-item": _object(parameters=_MAPS),
    "operation": _object(
        ("responses",),
        operationId=_TEXT,
        parameters=_MAPS,
        responses=_RESPONSES,
        requestBody=_MAP,
        security=_SECURITY,
        tags=_NAMES,
        externalDocs=_EXTERNAL_DOCS,
    ),
    "tag": _object(("name",), name=_TEXT, externalDocs=_EXTERNAL_DOCS),
    "parameter": _or_ref(_PARAMETER),
    "header": _or_ref(_MAP),
    "request-body": _or_ref(_object(("content",), content=_MAP)),
    "response": _or_ref(
        _object(("description",), description={"type": "string"}, content=_MAP, headers=_MAP)
    ),
    "media-type": _object(examples=_MAP),
    "example": _or_ref(_MAP),
    "security-scheme": _or_ref(_object(("type",), type=_TEXT, scheme=_TEXT)),
    # What JSON Schema says of a schema is asked of its metaschema; this is OpenAPI's own part.
    "schema": {"properties": {"discriminator": _DISCRIMINATOR}},
}


def check_structure(document: Document) -> list[Problem]:
    """What stands in the way of using `document`: shapes, references, schemas, identifiers."""
    problems = list(_shapes(document))
    # Wrong shapes make nonsense of every later question, and so do references that lead to them.
    problems = problems or [*_references(document), *_schemas(document)]
    return problems or list(_operations(document))


def _validators() -> dict[str, Any]:
    import jsonschema_rs  # noqa: PLC0415 -- only whoever checks pays for the validator

    return {kind: jsonschema_rs.validator_for(schema) for kind, schema in _KINDS.items()}


def _shapes(document: Document) -> Iterator[Problem]:
    validators = _validators()
    for kind, pointer, node in walk(document.data):
        if kind not in validators:
            continue
        for error in validators[kind].iter_errors(node):
            steps = "".join(f"/{escape(step)}" for step in error.instance_path)
            yield document.problem(
                f"not a valid {kind} object: {error.message}", f"{pointer}{steps}"
            )


def _references(document: Document) -> Iterator[Problem]:
    validators = _validators()
    for kind, pointer, node in walk(document.data):
        if not isinstance(node, dict) or "$ref" not in node:
            continue
        place = f"{pointer}/$ref"
        try:
            target = document.resolve(cast("dict[str, Any]", node))
        except DocumentError as error:
            message = error.problems[0].message
            yield document.problem(f"$ref cannot be followed: {message}", place)
            continue
        if kind == "schema" and not isinstance(target, dict | bool):
            yield document.problem("$ref leads to no schema", place)
        elif kind in validators:
            # A place that no walk meets may be led to, and anything may stand there.
            for fault in validators[kind].iter_errors(target):
                yield document.problem(
                    f"$ref leads to no valid {kind} object: {fault.message}", place
                )


def _schemas(document: Document) -> Iterator[Problem]:
    import jsonschema_rs  # noqa: PLC0415 -- see above

    meta = jsonschema_rs.validator_for(
        {"$ref": "https://json-schema.org/draft/2020-12/schema"}, validate_formats=True
    )
    roots: list[str] = []
    for kind, pointer, node in walk(document.data):
        if kind != "schema" or any(pointer.startswith(f"{root}/") for root in roots):
            continue
        roots.append(pointer)
        for error in meta.iter_errors(node):
            steps = "".join(f"/{escape(step)}" for step in error.instance_path)
            yield document.problem(f"not a JSON Schema: {error.message}", f"{pointer}{steps}")


def _operations(document: Document) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for kind, pointer, node in walk(document.data):
        if kind != "operation":
            continue
        operation_id = node.get("operationId")
        if operation_id in seen:
            yield document.problem(
                f"operationId {operation_id!r} stands at #{seen[operation_id]} already",
                f"{pointer}/operationId",
            )
        elif operation_id is not None:
            seen[operation_id] = pointer
        yield from _path_parameters(document, pointer, node)


def _path_parameters(
    document: Document, pointer: str, operation: dict[str, Any]
) -> Iterator[Problem]:
    item_pointer = pointer.rpartition("/")[0]
    if not item_pointer.startswith("/paths/"):
        return
    path = item_pointer.removeprefix("/paths/").replace("~1", "/").replace("~0", "~")
    item = document.at(item_pointer)
    parameters = [
        document.resolve(node)
        for node in [*item.get("parameters", ()), *operation.get("parameters", ())]
    ]
    declared = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
    named = set(re.findall(r"\{([^{}]*)\}", path))
    for name in sorted(named - declared):
        yield document.problem(f"{{{name}}} in the path is not declared as a parameter", pointer)
    for name in sorted(declared - named):
        yield document.problem(f"the path parameter {name!r} does not stand in the path", pointer)
