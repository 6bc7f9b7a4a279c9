"""What the parser and the templates would ignore or misread, refused with its place.

Runs on a document whose shapes and references are sound (`check_structure`, `check_vocabulary`).
Says what is not supported; whether what is left makes sense is decided where it is read.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock.document import Document, Problem, escape, split_pointer, walk

from . import keywords, names
from .keywords import COMBINERS, FIELDS, is_rule
from .precheck_operations import operation_problems

if TYPE_CHECKING:
    from collections.abc import Iterator

_SCHEMAS = "/components/schemas/"
_KNOWN = keywords.UNDERSTOOD | keywords.VALIDATION | keywords.NOTES


def precheck(document: Document) -> list[Problem]:
    """Every part of `document` that cannot be generated from."""
    problems: list[Problem] = []
    rules: list[str] = []
    for kind, pointer, node in walk(document.data):
        if kind == "schema":
            problems += _keywords(document, pointer, node)
            if any(pointer == rule or pointer.startswith(f"{rule}/") for rule in rules):
                continue
            problems += _schema(document, pointer, node)
            if isinstance(node, dict):
                # What stands below a rule is left to the server, whatever it says.
                rules += [f"{pointer}/{keyword}" for keyword in keywords.VALIDATION & node.keys()]
        elif kind in FIELDS and isinstance(node, dict):
            problems += _fields(document, kind, pointer, cast("dict[str, Any]", node))
    # What an operation means can only be asked when all its parts are known.
    return problems or list(operation_problems(document))


def _fields(document: Document, kind: str, pointer: str, node: dict[str, Any]) -> Iterator[Problem]:
    known = FIELDS[kind].split()
    for field in node:
        if field in known or field.startswith("x-"):
            continue
        place = f"{pointer}/{escape(field)}"
        why = keywords.WHY_REFUSED.get((kind, field))
        if why is not None:
            yield document.problem(f"{field!r} is not supported: {why}", place)
        else:
            yield document.problem(_unknown("field", field, known), place)


def _unknown(what: str, name: str, known: object) -> str:
    close = difflib.get_close_matches(name, sorted(cast("list[str]", known)), 1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"unknown {what} {name!r}{hint}"


def _keywords(document: Document, pointer: str, node: object) -> Iterator[Problem]:
    for keyword in cast("dict[str, Any]", node) if isinstance(node, dict) else ():
        place = f"{pointer}/{escape(keyword)}"
        if keyword in keywords.REFUSED:
            why = keywords.REFUSED[keyword]
            yield document.problem(f"{keyword!r} is not supported: {why}", place)
        elif keyword not in _KNOWN and not keyword.startswith("x-"):
            yield document.problem(_unknown("keyword", keyword, _KNOWN), place)


def _schema(document: Document, pointer: str, node: object) -> Iterator[Problem]:
    if node is False and not pointer.endswith("/additionalProperties"):
        yield document.problem("the schema false allows nothing; leave it out", pointer)
    if not isinstance(node, dict):
        return
    schema = cast("dict[str, Any]", node)
    if "$ref" in schema:
        yield from _reference(document, pointer, schema)
    elif not is_rule(schema):
        yield from _shape(document, pointer, schema)


def _reference(document: Document, pointer: str, schema: dict[str, Any]) -> Iterator[Problem]:
    target = str(schema["$ref"]).removeprefix("#")
    if not target.startswith(_SCHEMAS) or len(split_pointer(target)) != len(("", "", "")):
        yield document.problem(
            f"$ref {schema['$ref']!r}: schemas are referred to in components/schemas only",
            f"{pointer}/$ref",
        )
    if pointer.startswith(_SCHEMAS) and len(split_pointer(pointer)) == len(("", "", "")):
        yield document.problem(
            "a schema that is only a $ref has no class of its own; refer to its target", pointer
        )
    for keyword in schema:
        if keyword in keywords.UNDERSTOOD - keywords.BESIDE_REF:
            yield document.problem(
                f"{keyword!r} beside $ref is ignored by the parser; use allOf or a schema of its own",
                f"{pointer}/{escape(keyword)}",
            )


def _shape(document: Document, pointer: str, schema: dict[str, Any]) -> Iterator[Problem]:
    combined = [
        keyword
        for keyword in COMBINERS
        if any(not is_rule(member) for member in schema.get(keyword, ()))
    ]
    if len(combined) > 1:
        yield document.problem(f"{' and '.join(combined)} beside each other are ambiguous", pointer)
    if "properties" in schema and set(combined) & {"anyOf", "oneOf"}:
        yield document.problem(
            f"properties beside {combined[0]} would be ignored; repeat them in the members", pointer
        )
    types = schema.get("type")
    kinds = cast("list[object]", types) if isinstance(types, list) else [types]
    for keyword, owner in (("items", "array"), ("properties", "object")):
        if keyword in schema and owner not in kinds and not (combined or keyword == "properties"):
            yield document.problem(f"{keyword!r} needs type: {owner}", f"{pointer}/{keyword}")
    if "properties" in schema and types is not None and "object" not in kinds:
        yield document.problem("'properties' needs type: object", f"{pointer}/properties")
    if "array" in kinds and "items" not in schema:
        yield document.problem("an array needs items; items: {} for any", pointer)
    if schema.get("properties") and schema.get("additionalProperties") not in (
        None,
        True,
        False,
        {},
    ):
        yield document.problem(
            "typed additional properties beside properties are not supported; they are kept as "
            "plain JSON: leave the schema out",
            f"{pointer}/additionalProperties",
        )
    yield from _attributes(document, pointer, schema)
    if "const" in schema and schema["const"] is None:
        yield document.problem("const: null; use type: 'null'", f"{pointer}/const")
    if "discriminator" in schema:
        yield from _discriminator(document, pointer, schema)


def _attributes(document: Document, pointer: str, schema: dict[str, Any]) -> Iterator[Problem]:
    """Properties that a class would have under one name, however they are spelt."""
    taken: dict[tuple[str, str], str] = {}
    for name in cast("dict[str, Any]", schema.get("properties", {})):
        spelt = names.identifier(name), names.as_written(name)
        if spelt in taken:
            yield document.problem(
                f"the properties {taken[spelt]!r} and {name!r} would both be the attribute "
                f"{names.attribute(spelt[1])!r}: describe one of them alone, the other is kept in "
                "additional_properties",
                f"{pointer}/properties/{escape(name)}",
            )
        taken.setdefault(spelt, name)


def _discriminator(document: Document, pointer: str, schema: dict[str, Any]) -> Iterator[Problem]:
    place = f"{pointer}/discriminator"
    said: dict[str, Any] = schema["discriminator"]
    members = [
        str(cast("dict[str, Any]", member)["$ref"]).removeprefix("#")
        for keyword in ("anyOf", "oneOf")
        for member in cast("list[object]", schema.get(keyword, []))
        # true and false are schemas too
        if isinstance(member, dict) and "$ref" in member
    ]
    if "propertyName" not in said:
        yield document.problem("a discriminator has a propertyName", place)
        return
    if not members:
        yield document.problem("a discriminator belongs to anyOf or oneOf of $refs", place)
    for value, target in said.get("mapping", {}).items():
        goal = target.removeprefix("#") if "/" in target else f"{_SCHEMAS}{escape(target)}"
        if goal not in members:
            yield document.problem(
                f"the mapping of {value!r} leads to {target!r}, no member of the union",
                f"{place}/mapping/{escape(value)}",
            )
