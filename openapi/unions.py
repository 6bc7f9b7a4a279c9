# ruff: noqa: INP001 - beside the program that uses it
"""Of a union each member is shown: by an example of a request that has its tag, by one of an error.

`lint.py` asks for it; CONTRIBUTING lists it. Names no endpoint and no schema.
Runs on a document whose structure is sound. What is shared is told once, where it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import jsonschema_rs

from scaleway_genapi_mock.document import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_mock.document import Document, Problem

_SCHEMAS = "#/components/schemas/"
_ARMS = ("anyOf", "oneOf")

Finding = tuple[str, str]
"""A message and a pointer."""


def check_unions(document: Document) -> list[Problem]:
    """Every member of a union in `document` that no example shows, in its order."""
    found: list[Finding] = []
    for kind, pointer, raw in walk(document.data):
        if not isinstance(raw, dict):
            continue
        node = cast("dict[str, Any]", raw)
        if kind == "request-body":
            for place, media in _media(pointer, node):
                found += _unsent(document, place, media)
        elif kind == "response" and "x-hint" in node:
            for place, media in _media(pointer, node):
                found += _unanswered(document, place, media)
    return [document.problem(message, place) for message, place in found]


def _media(pointer: str, node: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON that has examples; where there are none, that is the finding."""
    for media_type, media in node.get("content", {}).items():
        if "json" in media_type and media.get("examples") and "schema" in media:
            yield f"{pointer}/content/{media_type.replace('/', '~1')}", media


def _values(document: Document, media: dict[str, Any]) -> list[Any]:
    return [document.resolve(example).get("value") for example in media["examples"].values()]


def _unsent(document: Document, pointer: str, media: dict[str, Any]) -> Iterator[Finding]:
    values = _values(document, media)
    for name in _reached(document, media["schema"]):
        said = document.at(name).get("discriminator")
        if said is None:
            continue
        tag = said["propertyName"]
        shown = [value for part in values for value in _under(tag, part)]
        for value in said.get("mapping", {}):
            if value not in shown:
                message = f"no example has {tag}: {value}, a member of {name.rpartition('/')[2]}"
                yield f"{message}; add one that does", f"{pointer}/examples"


def _unanswered(document: Document, pointer: str, media: dict[str, Any]) -> Iterator[Finding]:
    schema = document.resolve(media["schema"])
    schemas = document.data.get("components", {}).get("schemas", {})
    values = _values(document, media)
    for member in (member for arm in _ARMS for member in schema.get(arm, ())):
        if "$ref" not in member:
            continue
        judge = jsonschema_rs.validator_for({**member, "components": {"schemas": schemas}})
        if not any(judge.is_valid(value) for value in values):
            name = member["$ref"].rpartition("/")[2]
            yield (
                f"no example has the shape {name}: an error shows each of its shapes",
                f"{pointer}/examples",
            )


def _reached(document: Document, schema: Any) -> list[str]:
    """The references that lead on from `schema`, at any depth."""
    reached, todo = dict[str, None](), [schema]
    while todo:
        for reference in _references(todo.pop()):
            if reference not in reached:
                reached[reference] = None
                todo.append(document.at(reference))
    return list(reached)


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        mapping = cast("dict[str, Any]", node)
        if str(mapping.get("$ref", "")).startswith(_SCHEMAS):
            yield mapping["$ref"]
        for key, part in mapping.items():
            # What is also taken was an answer before.
            if key != "x-accepts":
                yield from _references(part)
    elif isinstance(node, list):
        for part in cast("list[Any]", node):
            yield from _references(part)


def _under(key: str, value: Any) -> Iterator[Any]:
    """All that stands under `key`, at any depth."""
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        if key in mapping:
            yield mapping[key]
        for part in mapping.values():
            yield from _under(key, part)
    elif isinstance(value, list):
        for part in cast("list[Any]", value):
            yield from _under(key, part)
