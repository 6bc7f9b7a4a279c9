"""YAML as YAML 1.2's core schema reads it, with the line of every value. Knows no OpenAPI.

PyYAML reads YAML 1.1, in which `no`, `012`, `1:30` and `2026-01-01` are not what they look
like. This reader takes its C parser and applies the rules of 1.2 (the ones that Node's tools
apply), so that every tool sees the same document; `ambiguous_scalars` finds the places where
another reader would not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from ._pointer import escape
from ._problems import DocumentError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

if TYPE_CHECKING:
    from yaml import SafeLoader as _Base
else:  # a PyYAML without its C parser reads the same, slower
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_OCTAL_OR_UNDERSCORE = re.compile(r"[-+]?0[0-9]+|[-+]?[0-9][0-9_]*_[0-9_]*|0o[0-7]+")
_LETTER_BOOL = re.compile(r"[yYnN]")
_FIRST_CHARACTERS = {
    "null": ["~", "n", "N", ""],
    "bool": list("tTfF"),
    "int": list("-+0123456789"),
    "float": list("-+.0123456789"),
}
_CORE_SCHEMA = {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
}


class _Loader(_Base):
    """The C parser with YAML 1.2's core schema in place of YAML 1.1's resolvers."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 -- PyYAML's own class attribute


_loader: Any = _Loader
for _name, _pattern in _CORE_SCHEMA.items():
    _loader.add_implicit_resolver(
        _TAG + _name, re.compile(rf"^(?:{_pattern})$"), _FIRST_CHARACTERS[_name]
    )


def parse(source: bytes, path: str) -> Any:
    """The data of a YAML (or JSON) text in UTF-8.

    Raises `DocumentError` with the line: bytes that are not UTF-8, a syntax error, more than one
    document, a duplicate key, a key that is no string, an alias inside its own anchor, a tag
    beyond the core schema.
    """
    node = compose(source, path)
    return None if node is None else _value(node, path, "", {})


def compose(source: bytes, path: str) -> yaml.Node | None:
    """The tree of nodes, each with its place in the text. Raises `DocumentError`."""
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise DocumentError(Problem("not UTF-8 text", path, line)) from error
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "syntax error"
        raise DocumentError(
            Problem(f"not YAML: {what}", path, None if mark is None else mark.line + 1)
        ) from error
    except yaml.YAMLError as error:
        raise DocumentError(Problem(f"not YAML: {error}", path)) from error
    return node


def _value(node: yaml.Node, path: str, pointer: str, done: dict[int, Any]) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node, path, pointer)
    key = id(node)
    if key in done:
        if done[key] is _OPEN:
            raise _error("an alias stands inside its own anchor", node, path, pointer)
        return done[key]
    done[key] = _OPEN
    if isinstance(node, yaml.SequenceNode):
        result: Any = [
            _value(item, path, f"{pointer}/{index}", done) for index, item in enumerate(node.value)
        ]
    elif isinstance(node, yaml.MappingNode):
        result = {}
        for name_node, value_node in node.value:
            name = _key(name_node, path, pointer)
            if name in result:
                raise _error(f"the key {name!r} stands here twice", name_node, path, pointer)
            result[name] = _value(value_node, path, f"{pointer}/{escape(name)}", done)
    else:
        raise _error(f"a {type(node).__name__} has no meaning in JSON", node, path, pointer)
    done[key] = result
    return result


_OPEN: Any = object()


def _key(node: yaml.Node, path: str, pointer: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _error("a key must be a string", node, path, pointer)
    # Status codes are written as integers in every OpenAPI document; JSON knows only strings.
    if node.tag not in {_TAG + "str", _TAG + "int"}:
        raise _error(f"the key {node.value!r} must be quoted", node, path, pointer)
    return str(node.value)


def _scalar(node: yaml.ScalarNode, path: str, pointer: str) -> Any:
    text: str = node.value
    match node.tag.removeprefix(_TAG):
        case "str":
            return text
        case "null":
            return None
        case "bool":
            return text[0] in "tT"
        case "int":
            return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)
        case "float":
            return float(text.replace(".inf", "inf").replace(".nan", "nan").lower())
        case other:
            raise _error(f"the tag {other!r} is not of YAML's core schema", node, path, pointer)


def _error(message: str, node: yaml.Node, path: str, pointer: str) -> DocumentError:
    return DocumentError(Problem(message, path, node.start_mark.line + 1, pointer))


def lines(node: yaml.Node | None) -> dict[str, int]:
    """JSON pointer -> 1-based line, for every value; a mapping's entry stands at its key."""
    return {} if node is None else {p: n.start_mark.line + 1 for p, n, _ in _nodes(node, node, "")}


def _nodes(
    at: yaml.Node, node: yaml.Node, pointer: str, above: tuple[int, ...] = ()
) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """(pointer, the node that names the place, the value's node), parents first."""
    yield pointer, at, node
    if id(node) in above:
        return
    above = (*above, id(node))
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _nodes(item, item, f"{pointer}/{index}", above)
    elif isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from _nodes(name, value, f"{pointer}/{escape(str(name.value))}", above)


def ambiguous(node: yaml.Node | None, path: str) -> list[Problem]:
    """Plain scalars, keys included, that YAML 1.1 and YAML 1.2 read differently."""
    if node is None:
        return []
    found: list[Problem] = []
    eleven: Any = yaml.SafeLoader("")
    for pointer, at, value in _nodes(node, node, ""):
        for scalar in (at, value) if at is not value else (value,):
            if not isinstance(scalar, yaml.ScalarNode) or scalar.style:
                continue
            text: str = scalar.value
            other = eleven.resolve(yaml.ScalarNode, text, (True, False))
            if (
                other != scalar.tag
                or _LETTER_BOOL.fullmatch(text)
                or _OCTAL_OR_UNDERSCORE.fullmatch(text)
            ):
                line = scalar.start_mark.line + 1
                message = f"{text!r} is read differently by YAML 1.1 and 1.2: quote it"
                found.append(Problem(message, path, line, pointer))
    return found
