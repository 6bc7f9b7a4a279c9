"""A script for a behaviour, from the words of a rule: the only place that knows these words."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief, is_array, is_object

from . import Script
from .tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONTENTS = ("text", "tool_call", "tool_calls")
"""What can be said; one of them at a time."""
OPTIONS = ("reasoning", "finish_reason")
"""What can be said besides."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_CALL = {"name", "arguments"}


class ScriptError(ValueError):
    """What shall be said makes no sense; `path` is where in the rule."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


def parse_script(content: str, given: Mapping[str, Any]) -> Script:
    """The script that `given` states under `content`, with its options. Raises ScriptError."""
    if content == "text":
        text = given[content]
        if not isinstance(text, str):
            raise ScriptError(content, f"{brief(text)} is no text")
        if _SURROGATE.search(text):
            raise ScriptError(content, "has half of a surrogate pair, which no answer can send")
        return spoken(tokenize(text), given)
    items = given[content] if content == "tool_calls" else [given[content]]
    if not is_array(items) or not items:
        raise ScriptError(content, "is a list of calls, at least one")
    return _script(None, tuple(_call(item, content) for item in items), given)


def spoken(pieces: list[str], given: Mapping[str, Any]) -> Script:
    """The script of a text in these pieces, with the options that `given` states."""
    return _script(tuple(pieces), (), given)


def _script(
    pieces: tuple[str, ...] | None, calls: tuple[tuple[str, str], ...], given: Mapping[str, Any]
) -> Script:
    for name in OPTIONS:
        if not isinstance(given.get(name, ""), str):
            raise ScriptError(name, f"{brief(given[name])} is no text")
    return Script(pieces, given.get("reasoning", ""), calls, given.get("finish_reason"))


def _call(item: Any, path: str) -> tuple[str, str]:
    if not is_object(item) or not isinstance(item.get("name"), str):
        raise ScriptError(path, "a call has a name, and arguments")
    if unknown := sorted(map(str, item.keys() - _CALL)):
        raise ScriptError(f"{path}/{unknown[0]}", "is not known; a call has a name, and arguments")
    arguments = item.get("arguments", {})
    try:
        text = arguments if isinstance(arguments, str) else json.dumps(arguments, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise ScriptError(f"{path}/arguments", f"is no JSON: {error}") from None
    return item["name"], text


def arguments_of(given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The arguments of the calls that a valid reply states, each with its place."""
    for content in CONTENTS[1:]:
        calls = given.get(content, [])
        if is_object(calls):
            yield f"{content}/arguments", calls.get("arguments", {})
        else:
            for index, call in enumerate(calls):
                yield f"{content}/{index}/arguments", call.get("arguments", {})
