"""One choice of a chat answer, thought out before it is sent: tokens, calls, why it ends.

The same draft is sent as one body or as a stream, so both always say the same.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any
from zlib import crc32

from scaleway_genapi_mock._json import is_object

from . import wording
from .structured import following
from .tokens import count, joined, tokenize
from .tools import ToolCall, calls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from . import Script

_REASONING = re.compile(r"gpt-oss|qwen3\.5|deepseek-r1|magistral|glm-[5-9]", re.IGNORECASE)
"""Models that think before they answer, unless they are told not to."""
MOST_RIVALS = 20
_SCHEMA_PATH = "response_format/json_schema/schema"
PER_CALL = 6
"""Tokens that a tool call costs besides its arguments."""


@dataclass(slots=True)
class Draft:
    """What one choice holds."""

    index: int
    reasoning: list[str] = field(default_factory=list[str])
    content: list[str] | None = None
    calls: list[ToolCall] = field(default_factory=list[ToolCall])
    finish_reason: str = "stop"
    stop_reason: str | None = None

    @property
    def text(self) -> str | None:
        """The content as text."""
        return None if self.content is None else joined(self.content)

    @property
    def tokens(self) -> int:
        """How many tokens the model wrote for it."""
        written = len(self.reasoning) + len(self.content or ())
        return written + sum(PER_CALL + count(call.arguments) for call in self.calls)


def draft(
    body: Mapping[str, Any], seed: int, index: int, room: int | None, take: Callable[[int], None]
) -> Draft:
    """The choice number `index` of the answer to a valid request.

    `room` is what the context window leaves for the answer, in tokens; `take` is told the steps
    that its values take. Raises Refusal (400) for a JSON schema that nothing fits.
    """
    messages: Sequence[dict[str, Any]] = body["messages"]
    own = body.get("seed")
    said = wording.text_of(messages[-1].get("content"))
    source = f"{seed if own is None else own}/{body['model']}/{index}/{said}"
    # A number seeds it in a tenth of the time that a text takes.
    rng = Random(crc32(source.encode()))  # noqa: S311 - no secret
    made = Draft(index)
    effort = body.get("reasoning_effort")
    if effort != "none" and (effort or _REASONING.search(body["model"])):
        made.reasoning = tokenize(wording.reasoning(effort, rng))
    made.calls = calls(body, rng, take)
    if made.calls:
        made.finish_reason = "tool_calls"
    else:
        made.content = tokenize(_content(body, rng, take))
        _stop(made, body.get("stop"))
    limits = [
        limit
        for limit in (body.get("max_completion_tokens"), body.get("max_tokens"), room)
        if limit is not None
    ]
    if limits:
        _cut(made, int(min(limits)))
    return made


def scripted(script: Script, seed: int, index: int) -> Draft:
    """The choice number `index` of an answer that was written beforehand, cut by nothing."""
    rng = Random(seed + index)  # noqa: S311 - no secret
    made = Draft(index, reasoning=tokenize(script.reasoning))
    made.calls = [
        ToolCall(f"chatcmpl-tool-{rng.getrandbits(128):032x}", name, arguments)
        for name, arguments in script.calls
    ]
    if script.pieces is not None:
        made.content = [piece for piece in script.pieces if piece]
    made.finish_reason = script.finish_reason or ("tool_calls" if made.calls else "stop")
    return made


def _content(body: Mapping[str, Any], rng: Random, take: Callable[[int], None]) -> str:
    wanted: Mapping[str, Any] = body.get("response_format") or {}
    text = wording.answer(body["messages"], rng)
    match wanted.get("type"):
        case "json_object":
            return json.dumps({"answer": text}, ensure_ascii=False)
        case "json_schema":
            schema = wanted["json_schema"]["schema"]
            value = following(schema, rng.getrandbits(32), _SCHEMA_PATH, take)
            return json.dumps(value, ensure_ascii=False)
        case _:
            return text


def _stop(made: Draft, stop: Any) -> None:
    """End the content before the first of the stop texts."""
    stops = [stop] if isinstance(stop, str) else stop or ()
    text = made.text or ""
    found = [(at, -len(word), word) for word in stops if word and (at := text.find(word)) >= 0]
    if found:
        at, _, word = min(found)
        made.content = tokenize(text[:at])
        made.stop_reason = word


def _cut(made: Draft, limit: int) -> None:
    """Keep the first `limit` tokens: of the reasoning, of the content, of the calls."""
    if made.tokens <= limit:
        return
    made.finish_reason, made.stop_reason = "length", None
    made.reasoning = made.reasoning[:limit]
    left = limit - len(made.reasoning)
    if made.content is not None:
        made.content = made.content[:left]
        return
    kept: list[ToolCall] = []
    for call in made.calls:
        left -= PER_CALL
        if left < 0:
            break
        arguments = tokenize(call.arguments)
        kept.append(ToolCall(call.id, call.name, joined(arguments[:left])))
        left -= min(left, len(arguments))
    made.calls = kept
    if not kept:
        made.content = []


def alternatives(token: str, place: int, amount: int) -> list[dict[str, Any]]:
    """A token and its rivals with their log probabilities, likeliest first."""
    rng = Random(f"{token}/{place}")  # noqa: S311 - no secret
    best = -round(rng.random() / 2, 4)
    rivals = [token, *(f"{token}{suffix}" for suffix in ("s", "e", "er", "ing", "ed"))]
    rivals += [f"{token}{number}" for number in range(max(0, amount - len(rivals)))]
    return [
        {"token": rival, "logprob": best - 1.5 * step, "bytes": list(rival.encode())}
        for step, rival in enumerate(rivals[: max(1, amount)])
    ]


def logprobs(tokens: Sequence[str], start: int, amount: int) -> dict[str, Any]:
    """The `logprobs` object for tokens that begin at place `start` of the content."""
    content: list[dict[str, Any]] = []
    for place, token in enumerate(tokens, start):
        ranked = alternatives(token, place, amount)
        content.append({**ranked[0], "top_logprobs": ranked[:amount]})
    return {"content": content}


def is_call_of(choice: Any, names: Sequence[str]) -> bool:
    """Whether a tool choice names one of the tools, or none in particular."""
    return not is_object(choice) or choice["function"]["name"] in names
