"""Descriptions of the document as lines of a docstring. Escaping is the templates' last step."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WIDTH = 100
_KEPT = re.compile(r"\s*(?:[-*+] |\d+[.)] |\||>|```|    )")

# What the client raises for a status of the document, by the name that people know.
EXCEPTIONS = {
    "400": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "429": "RateLimitError",
}


def exception(status: str) -> str:
    """The class of the error that an answer of `status` becomes."""
    return EXCEPTIONS.get(status, "InternalServerError" if status[0] == "5" else "APIStatusError")


def paragraphs(text: str, indent: int = 0) -> list[str]:
    """`text` wrapped to the width of the code at `indent`; lists, tables and code stay as typed."""
    lines: list[str] = []
    for block in _blocks(text.splitlines()):
        if len(block) == 1 and (not block[0].strip() or _KEPT.match(block[0])):
            lines += _wrapped(block[0], indent) if block[0].strip() else [""]
        else:
            lines += _wrapped(" ".join(line.strip() for line in block), indent)
    return _trimmed(lines)


def first_sentence(text: str) -> str:
    """What stands before the first full stop, or the first line."""
    line = " ".join(next(iter(text.split("\n\n")), "").split())
    match = re.match(r"(.+?[.!?])(?:\s|$)", line)
    return match.group(1) if match else line


def entry(name: str, text: str, indent: int) -> list[str]:
    """`name: text` in the manner of an Args section, continued one step further in."""
    lines = paragraphs(f"{name}: {text}" if text else f"{name}:", indent + 4)
    return [lines[0], *(f"    {line}" if line else "" for line in lines[1:])] if lines else []


def section(title: str, entries: Iterable[list[str]]) -> list[str]:
    """A section of a docstring, with a blank line ahead; nothing for no entries."""
    body = [f"    {line}" if line else "" for lines in entries for line in lines]
    return ["", f"{title}:", *body] if body else []


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if not line.strip() or _KEPT.match(line):
            if block:
                yield block
            block = []
            yield [line.rstrip()]
        else:
            block.append(line)
    if block:
        yield block


def _wrapped(line: str, indent: int) -> list[str]:
    start = re.match(r"\s*(?:[-*+] |\d+[.)] )?", line)
    hanging = " " * len(start.group()) if start else ""
    if line.lstrip().startswith(("|", "```")):
        return [line]
    return textwrap.wrap(
        line,
        WIDTH - indent,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines
