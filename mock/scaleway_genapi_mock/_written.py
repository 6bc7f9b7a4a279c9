"""A value as the bytes of a media type: JSON where nothing better is known.

XML follows OpenAPI's XML object. Knows no operation and no request.
"""

from __future__ import annotations

import csv
import html
import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from ._json import dumps, is_array, is_object
from .compile._operations import JSON, essence_of, is_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Resolve = Callable[[Any], Any]

_OF_RANGE = {
    "*/*": "text/plain",
    "text/*": "text/plain",
    "image/*": "image/png",
    "audio/*": "audio/mpeg",
    "video/*": "video/mp4",
    "multipart/*": "multipart/mixed",
}
_KINDS_OF_LINES = ("jsonl", "x-jsonl", "jsonlines", "x-jsonlines", "ndjson", "x-ndjson")
_LINES = {f"application/{kind}": b"" for kind in _KINDS_OF_LINES}
_LINES["application/json-seq"] = b"\x1e"
"""What stands before each line of JSON (RFC 7464)."""
_DEEPEST = 20
_BOUNDARY = "part-of-the-answer"
_NO_NAME = re.compile(r"[^\w.-]|^(?=[^A-Za-z_])")
_NO_TEXT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(media_type: str, value: Any, schema: Any, resolve: Resolve) -> tuple[str, bytes]:
    """The media type that is sent, and the content. `schema` describes `value`.

    `resolve` follows a reference, and leaves what is none.
    """
    media_type = _concrete(media_type, value)
    essence = essence_of(media_type)
    if essence.startswith("multipart/"):
        return _multipart(media_type, value)
    if is_json(media_type):
        return media_type, dumps(value)
    if essence.endswith(("/xml", "+xml")):
        return media_type, _xml(value, schema, resolve)
    return media_type, value.encode() if isinstance(value, str) else _text(essence, value)


def _text(essence: str, value: Any) -> bytes:
    """What is no text in a media type that is neither JSON nor XML."""
    if essence in _LINES:
        items = value if is_array(value) else [value]
        return b"".join(_LINES[essence] + dumps(item) + b"\n" for item in items)
    if essence == "text/csv":
        return _csv(value)
    if essence == "text/html":
        return f"<pre>{html.escape(dumps(value).decode())}</pre>".encode()
    if essence == "application/x-www-form-urlencoded" and is_object(value):
        return urlencode([*_fields(value)]).encode()
    return dumps(value)


def _concrete(media_type: str, value: Any) -> str:
    """A media type that can be sent: of a range (`image/*`) one that is in it."""
    essence = essence_of(media_type)
    if not essence.endswith("/*"):
        return media_type
    if essence in {"*/*", "application/*"} and not isinstance(value, str):
        return JSON
    return _OF_RANGE.get(essence, "application/octet-stream")


def _plain(value: Any) -> str:
    """A value as it stands in a text."""
    return value if isinstance(value, str) else "" if value is None else dumps(value).decode()


def _fields(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, part in value.items():
        for item in part if is_array(part) else [part]:
            yield name, _plain(item)


def _multipart(media_type: str, value: Any) -> tuple[str, bytes]:
    if isinstance(value, str) and value.startswith("--"):
        return media_type, value.encode()
    fields = _fields(value) if is_object(value) else [("", _plain(value))]
    parts = [
        (f'Content-Disposition: form-data; name="{name}"\r\n' if name else "") + f"\r\n{text}\r\n"
        for name, text in fields
    ]
    content = "".join(f"--{_BOUNDARY}\r\n{part}" for part in parts) + f"--{_BOUNDARY}--\r\n"
    return f"{essence_of(media_type)}; boundary={_BOUNDARY}", content.encode()


def _csv(value: Any) -> bytes:
    rows = value if is_array(value) else [value]
    names = list(dict.fromkeys(name for row in rows if is_object(row) for name in row))
    made = io.StringIO()
    writer = csv.writer(made)
    if names:
        writer.writerow(names)
    for row in rows:
        cells = [row.get(name) for name in names] if is_object(row) else row
        writer.writerow(map(_plain, cells if is_array(cells) else [cells]))
    return made.getvalue().encode()


def _xml(value: Any, schema: Any, resolve: Resolve) -> bytes:
    if isinstance(value, str) and value.lstrip().startswith("<"):
        return value.encode()
    reference = schema.get("$ref", "") if is_object(schema) else ""
    name = reference.rpartition("/")[2] or "response"
    root = _Xml(resolve).element(name, value, schema)
    return ET.tostring(root, "unicode", xml_declaration=False).encode()


class _Xml:
    """Elements for values, by the names that their schemas give them."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def element(self, name: str, value: Any, schema: Any) -> ET.Element:
        told = self._told(schema)
        made = ET.Element(_named(told, name))
        if "namespace" in told:
            prefix = f":{told['prefix']}" if "prefix" in told else ""
            made.set(f"xmlns{prefix}", str(told["namespace"]))
        if is_object(value):
            for key, part in value.items():
                self._add(made, key, part, self._property(schema, key))
        elif is_array(value):
            self._items(made, "item", value, schema)
        else:
            made.text = _NO_TEXT.sub("", _plain(value))
        return made

    def _add(self, parent: ET.Element, name: str, value: Any, schema: Any) -> None:
        told = self._told(schema)
        if told.get("attribute"):
            parent.set(_named(told, name), _NO_TEXT.sub("", _plain(value)))
        elif is_array(value) and not told.get("wrapped"):
            self._items(parent, _named(told, name), value, schema)
        elif is_array(value):
            inside = ET.SubElement(parent, _named(told, name))
            self._items(inside, name, value, schema)
        else:
            parent.append(self.element(name, value, schema))

    def _items(self, parent: ET.Element, name: str, value: list[Any], schema: Any) -> None:
        items = self._resolve(schema).get("items", True) if is_object(schema) else True
        for item in value:
            parent.append(self.element(name, item, items))

    def _told(self, schema: Any) -> Mapping[str, Any]:
        node = self._resolve(schema)
        told: Any = node.get("xml") if is_object(node) else None
        return told if is_object(told) else {}

    def _property(self, schema: Any, name: str, depth: int = 0) -> Any:
        node = self._resolve(schema)
        if not is_object(node) or depth > _DEEPEST:
            return True
        if name in node.get("properties", {}):
            return node["properties"][name]
        for keyword in ("allOf", "anyOf", "oneOf"):
            for part in node.get(keyword, ()):
                found = self._property(part, name, depth + 1)
                if found is not True:
                    return found
        return True


def _named(told: Mapping[str, Any], name: str) -> str:
    made = _NO_NAME.sub("_", str(told.get("name", name))) or "_"
    return f"{told['prefix']}:{made}" if "prefix" in told else made
