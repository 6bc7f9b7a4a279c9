# ruff: noqa: INP001 - beside the program that uses it
"""What this project wants of its document beyond OpenAPI: words, examples, bounds of paths.

`lint.py` asks for it; CONTRIBUTING lists it. Names no endpoint: a new one is held to the same.
Runs on a document whose structure is sound. What is shared is told once, where it stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from scaleway_genapi_mock.document import join_pointer, split_pointer, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scaleway_genapi_mock.document import Document, Problem

_WORDS = 8
_OPERATION_WORDS = 80
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(r"\b(todo|tbd|fixme|lorem|xxx)\b", re.IGNORECASE)
_NAMED = re.compile(r"/components/schemas/[^/]+|.*(?P<property>/properties/[^/]+)")
# What says rules about properties that are described where they are named.
_RULES = {"dependentSchemas", "if", "then", "else", "not"}
# What keeps an empty text out of a path, where it would be another path.
_BOUNDS = frozenset(("minLength", "pattern", "format", "enum", "const"))

_DESCRIBED = {
    "request-body": "what it holds",
    "response": "when it comes",
    "header": "what it says",
    "parameter": "what it does",
    "server": "whom it serves",
    "server-variable": "what it selects",
    "tag": "what its operations have in common",
}

Finding = tuple[str, str]
"""A message and a pointer."""


def check_conventions(document: Document) -> list[Problem]:
    """Everything in `document` that a convention is against, in the order of the document."""
    checks = _Checks(document).by_kind
    problems: list[Problem] = []
    for kind, pointer, node in walk(document.data):
        # Beside the `$ref` of a property stands what the property is for.
        if not isinstance(node, dict) or ("$ref" in node and kind != "schema"):
            continue
        said = cast("dict[str, Any]", node)
        found: list[Finding] = []
        words = str(said.get("description", ""))
        if kind in _DESCRIBED and len(words) <= _WORDS:
            missing = "hardly a" if words else "no"
            found.append((f"{missing} description: say {_DESCRIBED[kind]}", pointer))
        if _PLACEHOLDER.search(words):
            found.append(("the description is a placeholder", f"{pointer}/description"))
        if kind in checks:
            found += checks[kind](pointer, said)
        problems += [document.problem(message, place) for message, place in found]
    # What is shared is met by each of its users.
    return list(dict.fromkeys(problems))


class _Checks:
    """What there is against one object, by its kind."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.by_kind: dict[str, Callable[[str, dict[str, Any]], Iterator[Finding]]] = {
            "operation": self._operation,
            "parameter": self._parameter,
            "media-type": self._media_type,
            "example": self._example,
            "header": self._header,
            "schema": self._schema,
        }

    def _operation(self, pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
        if not node.get("summary"):
            yield "no summary: say in a few words what the operation does", pointer
        words = len(str(node.get("description", "")))
        if words <= _OPERATION_WORDS:
            message = (
                f"the description has {words} characters; tell a caller in over {_OPERATION_WORDS}"
            )
            yield message, f"{pointer}/description"
        vendor = self._document.data.get("externalDocs", {}).get("url", "https://")
        url = node.get("externalDocs", {}).get("url")
        if url is None:
            yield f"no externalDocs: link the vendor's page, {vendor}…", pointer
        elif not url.startswith(vendor):
            yield f"the page is not below {vendor}", f"{pointer}/externalDocs/url"
        yield from self._tags(pointer, node)
        yield from self._errors(pointer, node)
        body = self._document.resolve(node.get("requestBody", {}))
        place = node.get("requestBody", {}).get("$ref", f"#{pointer}/requestBody").removeprefix("#")
        for media_type, media in body.get("content", {}).items():
            inner = f"{place}{join_pointer('content', media_type)}"
            yield from self._unsent(inner, media)

    def _errors(self, pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
        """Statuses that the mock answers as the document is, and a hint for each."""
        place = f"{pointer}/responses"
        declared = {str(status) for status in node["responses"]}
        for status, why in self._answered(node).items():
            if declared.isdisjoint((status, f"{status[0]}XX", "default")):
                yield f"no {status}: {why}", place
        for status, response in node["responses"].items():
            if str(status)[0] in "45" and "x-hint" not in self._document.resolve(response):
                told = response.get("$ref", f"#{place}/{status}").removeprefix("#")
                yield "no x-hint: say what a caller can do about the error", told

    def _answered(self, node: dict[str, Any]) -> dict[str, str]:
        found: dict[str, str] = {}
        if node.get("security", self._document.data.get("security")):
            found |= {"401": "a request without a key gets it", "403": "an unknown key gets it"}
        if node.get("parameters") or "requestBody" in node:
            found["400"] = "a request that breaks its schema gets it"
        for raw in node.get("parameters", ()):
            parameter = self._document.resolve(raw)
            schema = self._document.resolve(parameter.get("schema", {}))
            for status in schema.get("x-error-status", {}).values():
                found[str(status)] = f"{parameter['name']} may be answered so"
        content = self._document.resolve(node.get("requestBody", {})).get("content", {})
        for media in content.values():
            schema = self._document.resolve(media.get("schema", {}))
            for name, raw in schema.get("properties", {}).items():
                statuses = self._document.resolve(raw).get("x-error-status", {})
                found |= {str(status): f"{name} may be answered so" for status in statuses.values()}
        return found

    def _tags(self, pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
        tags = node.get("tags", [])
        if len(tags) != 1:
            yield (
                f"{len(tags)} tags: an operation has one, declared in the document's `tags`",
                pointer,
            )
        declared = [tag["name"] for tag in self._document.data.get("tags", ())]
        for index, tag in enumerate(tags):
            if tag not in declared:
                message = f"the tag {tag!r} is not declared: describe it in the document's `tags`"
                yield f"{message}, or take one of {', '.join(declared)}", f"{pointer}/tags/{index}"

    def _unsent(self, pointer: str, media: dict[str, Any]) -> Iterator[Finding]:
        """Properties of the body that no example shows; models that no list names."""
        schema = self._document.resolve(media.get("schema", {}))
        properties = schema.get("properties", {}) if isinstance(schema, dict) else {}
        examples = {
            name: self._document.resolve(example).get("value")
            for name, example in media.get("examples", {}).items()
        }
        bodies = {name: value for name, value in examples.items() if isinstance(value, dict)}
        if not examples:
            return
        for name in properties:
            if not any(name in value for value in bodies.values()):
                yield f"no example has the property {name!r}", f"{pointer}/examples"
        for name, raw in properties.items():
            property_ = self._document.resolve(raw)
            if not isinstance(property_, dict) or "unknown" not in property_.get(
                "x-error-status", {}
            ):
                continue
            known = self._known(name)
            if not known:
                yield _no_list(name), f"{pointer}/schema"
            for example, value in bodies.items():
                given = value.get(name)
                if known and isinstance(given, str) and given not in known:
                    message = f"no list has an item {given!r}: the mock would refuse this example"
                    place = join_pointer("examples", example, "value", name)
                    yield f"{message}; add it to an example of the list", f"{pointer}{place}"

    def _known(self, name: str) -> set[str]:
        """The ids of the things that `name` names, in the examples of the lists that have them."""
        name = name.lower().removesuffix("_id")
        found: set[str] = set()
        for kind, _, node in walk(self._document.data):
            if kind != "media-type" or not isinstance(node, dict):
                continue
            media = cast("dict[str, Any]", node)
            schema = self._document.resolve(media.get("schema", {}))
            iterated = schema.get("x-iterate") if isinstance(schema, dict) else None
            if iterated is None:
                continue
            array = self._document.resolve(schema.get("properties", {}).get(iterated, {}))
            reference = array.get("items", {}).get("$ref", "")
            if reference.rpartition("/")[2].lower() == name:
                for example in media.get("examples", {}).values():
                    items = self._document.resolve(example).get("value", {}).get(iterated, [])
                    found |= {item["id"] for item in items if "id" in item}
        return found

    def _parameter(self, pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
        if node.get("required") and "example" not in node:
            yield "no example: the tests call the operation with it", pointer
        schema = self._document.resolve(node.get("schema", {}))
        if "unknown" in schema.get("x-error-status", {}):
            known = self._known(node["name"])
            if not known:
                yield _no_list(node["name"]), f"{pointer}/schema"
            elif node.get("example") not in known:
                yield f"no list has an item {node.get('example')!r}", f"{pointer}/example"
        if node["in"] == "path" and schema.get("type") == "string" and not _BOUNDS & schema.keys():
            message = "the parameter may be empty, and the path another: add `minLength: 1`"
            yield message, f"{pointer}/schema"

    def _media_type(self, pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
        media_type = pointer.rpartition("/")[2].replace("~1", "/")
        textual = "json" in media_type or media_type.startswith("text/")
        if textual and not node.get("examples"):
            form = "examples: {a-name: {summary: …, value: …}}"
            yield f"no example: add `{form}`, which the mock answers and tests send", pointer

    def _example(self, pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
        name = pointer.rpartition("/")[2]
        if not _NAME.fullmatch(name):
            yield f"the example's name {name!r} is not lower-case words joined by hyphens", pointer
        if not node.get("summary"):
            yield "no summary: say what the example shows", pointer
        if "value" not in node:
            yield "no value: the example is written out in the document", pointer

    def _header(self, pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
        if "example" not in node:
            yield "no example: the mock sends it where the header is required", pointer

    def _schema(self, pointer: str, node: dict[str, Any]) -> Iterator[Finding]:
        if _is_nameless_object(pointer, node):
            message = "an object inside another schema has no name, and a class needs one"
            yield f"{message}: move it to components/schemas, and put a $ref here", pointer
        match = _NAMED.fullmatch(pointer)
        if match is None or not _RULES.isdisjoint(split_pointer(pointer)):
            return
        if len(str(node.get("description", ""))) <= _WORDS:
            what = "the property" if match["property"] else "the schema"
            yield f"{what} has no description of more than {_WORDS} characters", pointer


def _is_nameless_object(pointer: str, node: dict[str, Any]) -> bool:
    steps = split_pointer(pointer)
    inside = pointer.startswith("/components/schemas/") and len(steps) > len(("", "", ""))
    # A member of allOf is a part of the object around it.
    if not inside or steps[-2] == "allOf" or not _RULES.isdisjoint(steps):
        return False
    types = node.get("type", [])
    return "properties" in node or "object" in ([types] if isinstance(types, str) else types)


def _no_list(name: str) -> str:
    thing = name.lower().removesuffix("_id")
    return (
        f"x-error-status: no list (`x-iterate`) has items of a schema `{thing.title()}`, with ids"
    )
