"""Which tools a chat calls, and with what: the decision of a model, made by plain rules.

`auto` calls the tools whose name or description shares a word with the last message of the user;
`required` calls at least the first one; a named choice calls that one. Arguments are valid for
the schema of the parameters, with names and options from the user's text where they fit.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief, is_object
from scaleway_genapi_mock.check._errors import Refusal

from .structured import allowed, following
from .wording import last_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

_WORD = re.compile(r"[A-Za-z]{3,}")
_NAME = re.compile(r"(?<=[a-z,;:] )[A-ZÀ-Þ][\w'-]+")
_EMPTY_WORDS = frozenset(
    [
        "about",
        "all",
        "and",
        "any",
        "are",
        "argument",
        "array",
        "can",
        "current",
        "does",
        "for",
        "from",
        "function",
        "get",
        "given",
        "has",
        "have",
        "how",
        "into",
        "its",
        "list",
        "make",
        "may",
        "not",
        "object",
        "one",
        "parameter",
        "return",
        "returns",
        "set",
        "should",
        "some",
        "string",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "this",
        "tool",
        "use",
        "user",
        "uses",
        "value",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "you",
        "your",
    ]
)
_MOST, _READ = 4, 20_000
_ALONE = re.compile(r"llama", re.IGNORECASE)
"""Models that call one tool at a time, whatever they are asked."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call: its id, the function's name, the arguments as JSON text."""

    id: str
    name: str
    arguments: str

    def to_dict(self) -> dict[str, Any]:
        """As it stands in a message."""
        function = {"name": self.name, "arguments": self.arguments}
        return {"id": self.id, "type": "function", "function": function}


def calls(body: Mapping[str, Any], rng: Random, take: Callable[[int], None]) -> list[ToolCall]:
    """The tool calls that answer a request; none if it is answered with text."""
    tools: list[dict[str, Any]] = [tool["function"] for tool in body.get("tools") or ()]
    choice = body.get("tool_choice") or "auto"
    messages = body["messages"]
    if not tools or choice == "none":
        return []
    text = last_text(messages)[:_READ]
    if is_object(choice):
        name = choice["function"]["name"]
        chosen = [tool for tool in tools if tool["name"] == name][:1]
    elif choice != "required" and messages[-1].get("role") == "tool":
        # The results are there: a model that was left the choice answers now.
        return []
    else:
        chosen = _fitting(tools, text)
        if not chosen and choice == "required":
            chosen = tools[:1]
    several = body.get("parallel_tool_calls")
    names = _NAME.findall(text)
    if several is False or _ALONE.search(body["model"]):
        chosen = chosen[:1]
    elif several is True and len(chosen) == 1 and not is_object(choice):
        chosen *= min(_MOST, max(2, len(names)))
    places = {id(tool): f"tools/{at}/function/parameters" for at, tool in enumerate(tools)}
    return [
        ToolCall(
            id=f"chatcmpl-tool-{rng.getrandbits(128):032x}",
            name=tool["name"],
            arguments=_arguments(tool, places[id(tool)], text, names[index:] or names, rng, take),
        )
        for index, tool in enumerate(chosen[:_MOST])
    ]


def _fitting(tools: Sequence[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    said = _words(text)
    return [
        tool
        for tool in tools
        if said & _words(f"{tool['name'].replace('_', ' ')} {tool.get('description') or ''}")
    ]


def _words(text: str) -> set[str]:
    spread = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return {word.lower().removesuffix("s") for word in _WORD.findall(spread)} - _EMPTY_WORDS


def _arguments(  # noqa: PLR0917 - what a call is made of
    tool: Mapping[str, Any],
    path: str,
    text: str,
    names: Sequence[str],
    rng: Random,
    take: Callable[[int], None],
) -> str:
    schema = tool.get("parameters")
    if not is_object(schema) or not schema:
        return "{}"
    # Arguments are an object, whether or not the schema says so.
    schema = schema if "type" in schema else {**schema, "type": "object"}
    made = following(schema, rng.getrandbits(32), path, take)
    if not is_object(made):
        message = f"{path}: the arguments of a function are an object, this allows {brief(made)}"
        raise Refusal(400, message, param=path)
    # What the user said is used where the schema allows it, and only there.
    told = _as_told(schema, made, text, list(names))
    value = told if told == made or allowed(schema, told, take) else made
    return json.dumps(value, ensure_ascii=False)


def _as_told(
    schema: Mapping[str, Any], made: dict[str, Any], text: str, names: list[str]
) -> dict[str, Any]:
    properties = schema.get("properties")
    told = dict(made)
    lowered = text.lower()
    for name, part in properties.items() if is_object(properties) else ():
        if name not in told or not is_object(part):
            continue
        options = [o for o in part.get("enum") or () if isinstance(o, str)]
        mentioned = [option for option in options if option.lower() in lowered]
        if mentioned:
            told[name] = mentioned[0]
        elif part.get("type") == "string" and not options and "format" not in part and names:
            told[name] = names.pop(0)
    return told
