"""References inside a schema, made absolute: each becomes a JSON pointer into the whole.

So each part can be checked on its own, and following a reference takes one look-up. What an
`$id` or an anchor names is looked up here, once.
"""

from __future__ import annotations

from typing import Any, TypeGuard
from urllib.parse import quote, unquote, urldefrag, urljoin

from scaleway_genapi_mock._json import is_array, is_object
from scaleway_genapi_mock.document import join_pointer, split_pointer

from ._dialect import plain
from ._drafts import modern, moved
from ._errors import InvalidSchema
from ._walk import DATA, MAPS, parts

ROOT = "urn:root"
"""The URI under which a registry knows the whole schema."""
_BASE = "schema:/"
_DROPPED = {"$id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor"}
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")


def absolute(root: Any, *, lenient: bool = False) -> Any:
    """A copy whose references are pointers into it, in the words of one draft.

    Raises InvalidSchema for a reference that leads nowhere; `lenient` leaves it as it is.
    """
    places = _Places(root, lenient=lenient)
    places.find(root, (), _BASE)
    return _copy(root, _BASE, places)


class _Places:
    """Where what has a name stands: by URI, with the anchor as fragment."""

    def __init__(self, root: Any, *, lenient: bool) -> None:
        self.root = root
        self.lenient = lenient
        self.pointers: dict[str, str] = {_BASE: ""}
        self.dynamic: set[str] = set()

    def find(self, node: Any, path: tuple[str, ...], base: str) -> None:
        if is_object(node):
            base = _base(node, base)
            if _is_uri(node.get("$id")):
                self.pointers.setdefault(base, join_pointer(*path))
            if str(node.get("$id", "")).startswith("#"):
                # Of drafts 6 and 7: an anchor.
                self.pointers.setdefault(f"{base}{node['$id']}", join_pointer(*path))
            for key in ("$anchor", "$dynamicAnchor"):
                if isinstance(node.get(key), str):
                    name = f"{base}#{node[key]}"
                    if key == "$dynamicAnchor" and node[key] in self.dynamic:
                        raise InvalidSchema(f"the $dynamicAnchor {node[key]!r} stands there twice")
                    self.dynamic.add(node[key] if key == "$dynamicAnchor" else "")
                    self.pointers.setdefault(name, join_pointer(*path))
        for steps, part in parts(node):
            self.find(part, (*path, *steps), base)

    def target(self, reference: str, base: str) -> str:
        """`reference` as a pointer into the root."""
        try:
            return f"{ROOT}#{quote(self.of(reference, base), safe='/~')}"
        except InvalidSchema:
            if self.lenient:
                return reference
            raise

    def of(self, reference: str, base: str) -> str:
        """The pointer to what `reference` means at `base`."""
        uri = urljoin(base, reference) if not reference.startswith("#") else f"{base}{reference}"
        whole, fragment = urldefrag(uri)
        fragment = unquote(fragment)
        if whole not in self.pointers:
            raise InvalidSchema(f"the reference {reference[:200]!r} leads out of the schema")
        if not fragment or fragment.startswith("/"):
            steps = split_pointer(self.pointers[whole] + fragment)
            return join_pointer(*moved(self.root, steps))
        pointer = self.pointers.get(f"{whole}#{fragment}")
        if pointer is None:
            raise InvalidSchema(f"there is no anchor {fragment[:200]!r}")
        return pointer


def _base(node: dict[str, Any], base: str) -> str:
    given = node.get("$id")
    return urldefrag(urljoin(base, given)).url if _is_uri(given) else base


def _is_uri(given: Any) -> TypeGuard[str]:
    return isinstance(given, str) and bool(given) and not given.startswith("#")


def _copy(node: Any, base: str, places: _Places) -> Any:
    if is_array(node):
        return [_copy(item, base, places) for item in node]
    if not is_object(node):
        return node
    base = _base(node, base)
    copy: dict[str, Any] = {}
    more: list[Any] = []
    for key, value in modern(node).items():
        if key in _DROPPED and isinstance(value, str | bool):
            continue
        if key in _REFERENCES and isinstance(value, str):
            target = places.target(value, base)
            if "$ref" in copy:
                more.append({"$ref": target})
            else:
                copy["$ref"] = target
        elif key in MAPS and is_object(value):
            rename = plain if key == "patternProperties" else str
            copy[key] = {rename(name): _copy(part, base, places) for name, part in value.items()}
        elif key == "pattern" and isinstance(value, str):
            copy[key] = plain(value)
        else:
            copy[key] = value if key in DATA else _copy(value, base, places)
    if more and is_array(copy.get("allOf", [])):
        copy["allOf"] = [*copy.get("allOf", ()), *more]
    return copy


def pointer_of(reference: str) -> str:
    """The pointer in a reference of a schema that `absolute` made."""
    return unquote(reference.removeprefix(ROOT).removeprefix("#"))
