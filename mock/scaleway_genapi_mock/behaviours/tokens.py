"""A tokenizer that is no one's: deterministic, lossless, near in size to those of real models."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import dumps, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PIECE = re.compile(r"\s?\w{1,7}|\s?[^\w\s]|\s+", re.ASCII)
_COUNTED, _CHARACTERS = 200_000, 5
_PER_MESSAGE = 4
_PER_IMAGE = 256
_PER_RECORDING = 128


def tokenize(text: str) -> list[str]:
    """The tokens of `text`; joined they are the text again."""
    return _PIECE.findall(text)


def count(text: str) -> int:
    """How many tokens `text` has; of a very long one, about how many."""
    if len(text) > _COUNTED:
        return len(text) // _CHARACTERS
    return len(_PIECE.findall(text))


def prompt_tokens(body: Mapping[str, Any]) -> int:
    """How many tokens a chat request sends: its messages and its tools."""
    total = 0
    for message in body["messages"]:
        total += _PER_MESSAGE + _content(message.get("content"))
        if message.get("tool_calls"):
            total += count(dumps(message["tool_calls"]).decode())
    if body.get("tools"):
        total += count(dumps(body["tools"]).decode())
    return total


def _content(content: Any) -> int:
    if isinstance(content, str):
        return count(content)
    return sum(map(_part, content)) if is_array(content) else 0


def _part(part: Any) -> int:
    if not is_object(part):
        return 0
    match part.get("type"):
        case "text":
            return count(str(part.get("text", "")))
        case "image_url":
            return _PER_IMAGE
        case _:
            return _PER_RECORDING


def joined(tokens: Iterable[str]) -> str:
    """The text of `tokens`."""
    return "".join(tokens)
