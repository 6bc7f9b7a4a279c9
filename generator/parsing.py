"""openapi-python-client's parser, run on the document, with every complaint made an error.

Each schema handed to it carries the pointer where it stands, so that its models and its errors
can be joined with the document again; what it would misread (rules for the server, titles that
would rename classes) is left out of its copy.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.schema import OpenAPI
from pydantic import BaseModel, ValidationError

from scaleway_genapi_mock.document import Document, DocumentError, Problem, escape, walk

from .keywords import COMBINERS, is_rule, without_rules
from .names import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openapi_python_client.parser.errors import ParseError

POINTER = "x-generator-pointer"


def parser_config(document: Document) -> Config:
    """The settings of openapi-python-client: nothing of the user's, nothing of the machine's.

    It knows few media types; to it, those that it does not know are bytes, as they are to us.
    """
    bytes_of = {
        name: "application/octet-stream"
        for found in walk(document.data)
        if found.kind == "response"
        for name in cast("dict[str, Any]", found.node).get("content", {})
        if not name.startswith("text/") and not name.endswith("json")
    }
    return Config.from_sources(
        ConfigFile(
            literal_enums=True,
            field_prefix=PREFIX,
            post_hooks=[],
            content_type_overrides=bytes_of,
        ),
        meta_type=MetaType.NONE,
        document_source="",
        file_encoding="utf-8",
        overwrite=True,
        output_path=None,
    )


def parse(document: Document, config: Config) -> GeneratorData:
    """The parsed document. Raises `DocumentError` for each error and each warning."""
    data = _tagged(document)
    try:
        OpenAPI.model_validate(data)
    except ValidationError as error:
        raise DocumentError(_validation_problems(document, error)) from None
    parsed = GeneratorData.from_dict(data, config=config)
    if not isinstance(parsed, GeneratorData):
        raise DocumentError(document.problem(parsed.detail or parsed.header, ""))
    # Schemas first: what fails in an operation is often only their consequence.
    groups = parsed.endpoint_collections_by_tag.values()
    errors = [*parsed.errors, *(error for group in groups for error in group.parse_errors)]
    if errors:
        raise DocumentError(_problem(document, error) for error in errors)
    return parsed


def pointer_of(node: object) -> str | None:
    """Where a parsed object stands in the document, if it was tagged."""
    if isinstance(node, BaseModel) and node.model_extra:
        pointer = node.model_extra.get(POINTER)
        return pointer if isinstance(pointer, str) else None
    return None


def _tagged(document: Document) -> dict[str, Any]:
    kinds = {
        found.pointer: found.kind
        for found in walk(document.data)
        if found.kind in {"schema", "operation", "parameter", "response", "request-body"}
    }

    def copy(node: object, pointer: str) -> object:
        if isinstance(node, list):
            items = cast("list[object]", node)
            return [copy(item, f"{pointer}/{index}") for index, item in enumerate(items)]
        if not isinstance(node, dict):
            return node
        mapping = cast("dict[str, Any]", node)
        kind = kinds.get(pointer)
        is_schema = kind == "schema" and "$ref" not in mapping
        result: dict[str, object] = {}
        for key, value in (without_rules(mapping) if is_schema else mapping).items():
            place = f"{pointer}/{escape(key)}"
            if is_schema and key in COMBINERS:
                result[key] = [
                    copy(item, f"{place}/{index}")
                    for index, item in enumerate(mapping[key])
                    if not is_rule(item)
                ]
            elif not (is_schema and key == "title"):
                result[key] = copy(value, place)
        # An empty schema means "anything" to the parser only as long as it is empty.
        if kind and result:
            result[POINTER] = pointer
        return result

    return cast("dict[str, Any]", copy(document.data, ""))


def _validation_problems(document: Document, error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors():
        pointer = ""
        for step in detail["loc"]:
            # Steps that name a variant of pydantic's unions stand for nothing in the document.
            place = f"{pointer}/{escape(step)}"
            try:
                document.at(place)
            except DocumentError:
                continue
            pointer = place
        yield document.problem(detail["msg"], pointer)


def _problem(document: Document, error: ParseError) -> Problem:
    words = [error.header.strip().rstrip(":"), (error.detail or "").strip()]
    message = ": ".join(" ".join(word.split()) for word in words if word)
    # It prints the objects that keep text out of code; their addresses differ from run to run.
    message = re.sub(r"<openapi_python_client[^<>]*>", "…", message)
    pointer = pointer_of(error.data)
    if pointer is None:
        # Some errors carry no part of the document, only its name in their words.
        operation = re.match(r"WARNING parsing (\w+) (.+?) within ", error.header)
        schema = re.search(r"schema (/components/schemas/[^\s:]+)", error.header)
        if operation:
            pointer = f"/paths/{escape(operation[2])}/{operation[1].lower()}"
        elif schema:
            pointer = schema[1]
    return document.problem(f"openapi-python-client: {message}", pointer or "")
