"""What the mock says in a chat: the request, read back in sentences. Pure text in, text out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_QUOTED, _READ = 240, 4000
"""Characters that are repeated, and that are looked at."""
_CLOSINGS = (
    "A real model would know more; the mock says the same every time.",
    "That is all the mock has to say about it, and it will say so again.",
    "The same question gets this same answer, so a test can count on it.",
    "No model was asked: the answer was made on this machine.",
)
_THOUGHTS = (
    "The user wants an answer to what they wrote last.",
    "No tool result is missing, so I can answer at once.",
    "The answer should be short and always the same.",
    "I will repeat the question, so that it is plain what was understood.",
    "Nothing in the conversation contradicts that.",
)
_EFFORT = {"minimal": 1, "low": 1, "medium": 2, "high": 4, "xhigh": 5, "max": 5}


def text_of(content: Any) -> str:
    """The text in a message's content: itself, or that of its text parts."""
    if isinstance(content, str):
        return content
    parts = content if is_array(content) else []
    return " ".join(str(p["text"]) for p in parts if is_object(p) and p.get("type") == "text")


def last_text(messages: Sequence[dict[str, Any]], role: str = "user") -> str:
    """The text of the last message of `role`; empty without one."""
    for message in reversed(messages):
        if message.get("role") == role:
            return text_of(message.get("content"))
    return ""


def answer(messages: Sequence[dict[str, Any]], rng: Random) -> str:
    """The answer to a conversation."""
    closing = rng.choice(_CLOSINGS)
    last = messages[-1]
    if last.get("role") == "tool":
        return f"{_results(messages)} {closing}"
    said = " ".join(last_text(messages)[:_READ].split())
    quoted = said if len(said) <= _QUOTED else f"{said[: _QUOTED - 1]}…"
    opening = "You asked:" if said.endswith("?") else rng.choice(("You said:", "You wrote:"))
    seen = _media(last.get("content"))
    if not quoted:
        return f"{seen or 'You sent no text.'} {closing}"
    return " ".join(part for part in (f"{opening} “{quoted}”", seen, closing) if part)


def _results(messages: Sequence[dict[str, Any]]) -> str:
    results: list[str] = []
    names = _called(messages)
    for message in reversed(messages):
        if message.get("role") != "tool":
            break
        name = message.get("name") or names.get(str(message.get("tool_call_id")), "the tool")
        result = " ".join(text_of(message.get("content"))[:_READ].split())
        results.append(f"{name} returned {result[:_QUOTED]}.")
    return " ".join(reversed(results))


def _called(messages: Sequence[dict[str, Any]]) -> dict[str, str]:
    return {
        call["id"]: call["function"]["name"]
        for message in messages
        for call in message.get("tool_calls") or ()
    }


def _media(content: Any) -> str:
    parts = content if is_array(content) else []
    counts = {"image_url": 0, "input_audio": 0}
    for part in parts:
        if is_object(part) and part.get("type") in counts:
            counts[part["type"]] += 1
    sentences: list[str] = []
    for kind, one, many in (
        ("image_url", "an image", "images"),
        ("input_audio", "a recording", "recordings"),
    ):
        if counts[kind]:
            amount = one if counts[kind] == 1 else f"{counts[kind]} {many}"
            sentences.append(f"I received {amount}.")
    return " ".join(sentences)


def reasoning(effort: str | None, rng: Random) -> str:
    """What a reasoning model thinks before it answers."""
    size = _EFFORT.get(effort or "medium", 2)
    return " ".join(rng.sample(_THOUGHTS, size))
