"""Chat completions: checks across fields, drafts, and their two forms, body and stream."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._answers import Answer, EventStream, LongRecords, record
from scaleway_genapi_mock._json import as_sent, brief, dumps, is_array, is_object
from scaleway_genapi_mock.check._errors import Refusal

from .allowance import Allowance
from .draft import MOST_RIVALS, PER_CALL, Draft, draft, is_call_of, logprobs, scripted
from .tokens import prompt_tokens, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from scaleway_genapi_mock._answers import Reply
    from scaleway_genapi_mock.check._call import Call

    from . import Listed, Script, Surroundings

_MOST_IMAGES = 12
TOO_MANY_IMAGES, _ROLES = "too-many-images", "roles"
"""Names of the document's examples whose messages are repeated."""
_MOST_CHOICES = 1024
_AT_ONCE = 500
"""So many tokens and choices are made before the first is sent: it takes some milliseconds, and saves a few."""
_DONE = b"data: [DONE]\n\n"
_ALTERNATING = re.compile(r"mistral|ministral|devstral|pixtral|voxtral|magistral", re.IGNORECASE)
"""Models whose chat template refuses two messages of the same role in a row."""


def check(call: Call, listed: Listed) -> None:
    """Refuse what is valid against the document and cannot be answered all the same."""
    body: Mapping[str, Any] = call.body
    prompt = prompt_tokens(body)
    call.measured = (prompt, _room(body, prompt, listed))
    _check(body)


def complete(call: Call, around: Surroundings, script: Script | None = None) -> Reply:
    """Answer `POST /v1/chat/completions`, whose body passed `check`."""
    body: Mapping[str, Any] = call.body
    prompt, _ = call.measured
    amount = _amount(call)
    drafts = list(_drafts(call, around, script, amount))
    written = sum(made.tokens for made in drafts)
    head = {
        "id": f"chatcmpl-{_uuid(around.seed, call.number)}",
        "object": "chat.completion.chunk" if call.streams else "chat.completion",
        "created": int(around.now),
        "model": body["model"],
    }
    if call.streams:

        def records() -> Iterator[bytes]:
            chunks = _Chunks(body, head, prompt, dedicated=around.dedicated)
            yield from map(record, chunks.all(drafts))
            yield _DONE

        few = written + len(drafts) <= _AT_ONCE
        return EventStream(
            list(records()) if few else LongRecords(records, _Chunks.amount(body, drafts) + 1),
            tokens=prompt + written,
            delays=_delays(script, drafts),
        )
    head["choices"] = [_choice(body, made) for made in drafts]
    reasoning = sum(len(made.reasoning) for made in drafts)
    completion = {
        **head,
        "service_tier": None,
        "system_fingerprint": None,
        "usage": _usage(prompt, written, reasoning),
        "prompt_logprobs": None,
        "prompt_token_ids": None,
        "kv_transfer_params": None,
    }
    return Answer(dumps(completion), tokens=prompt + written)


def _drafts(
    call: Call, around: Surroundings, script: Script | None, amount: int
) -> Iterator[Draft]:
    body: Mapping[str, Any] = call.body
    prompt, room = call.measured
    allowance = Allowance(amount, prompt)
    rivals = _rivals(body) if body.get("logprobs") else None
    for index in range(amount):
        if script is None:
            made = draft(body, around.seed, index, room, allowance.take_values)
        else:
            made = scripted(script, around.seed + call.number, index)
        # What a rule says is said once in any case: whoever wrote it wants it.
        if script is None or index or rivals is not None:
            allowance.write(made, rivals, streams=call.streams)
        yield made


def _delays(script: Script | None, drafts: Sequence[Draft]) -> Sequence[float | None]:
    """Those of the script, at the chunks of its pieces: after the role and the reasoning."""
    if script is None or not script.delays:
        return ()
    found: list[float | None] = []
    for made in drafts:
        found += [None] * (1 + len(made.reasoning))
        found += [*script.delays, None]
    return [*found, None]


def _amount(call: Call) -> int:
    """How many choices are asked for; 400 above what one answer can hold."""
    # JSON Schema calls 2.0 an integer.
    amount = int(call.body.get("n") or 1)
    if amount > _MOST_CHOICES:
        sent = brief(as_sent(call.raw, call.body)["n"])
        message = f"n: {sent} is too many choices: this mock makes at most {_MOST_CHOICES}"
        raise Refusal(400, message, param="n")
    return amount


def _rivals(body: Mapping[str, Any]) -> int:
    """How many log probabilities are asked for at each token."""
    return min(MOST_RIVALS, int(body.get("top_logprobs") or 0))


def _uuid(seed: int, number: int) -> str:
    digits = blake2b(f"{seed}/{number}".encode(), digest_size=16).hexdigest()
    # Version 4, variant 1: what a reader of UUIDs expects at these places.
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


def _room(body: Mapping[str, Any], prompt: int, listed: Listed) -> int | None:
    """What the context window leaves for the answer; 400 if the prompt fills it."""
    model = listed.get("model", {}).get(body["model"], {})
    window = model.get("max_model_len")
    if not isinstance(window, int):
        return None
    if prompt >= window:
        message = (
            f"This model's maximum context length is {window} tokens. "
            f"However, your request has {prompt} input tokens."
        )
        raise Refusal(400, message)
    return window - prompt


def _check(body: Mapping[str, Any]) -> None:
    """What no schema says: rules across messages and fields."""
    messages: Sequence[dict[str, Any]] = body["messages"]
    images = sum(map(_images, messages))
    if images > _MOST_IMAGES:
        raise Refusal(400, reason=TOO_MANY_IMAGES, param="messages")
    names = [tool["function"]["name"] for tool in body.get("tools") or ()]
    choice = body.get("tool_choice")
    if not is_call_of(choice, names):
        name = brief(choice["function"]["name"] if is_object(choice) else choice).strip('"')
        message = f"tool_choice/function/name: the tool `{name}` is not one of the given tools"
        raise Refusal(400, message, param="tool_choice")
    if len(messages) > 1 and _ALTERNATING.search(body["model"]):
        _alternation(messages)


def _images(message: Mapping[str, Any]) -> int:
    parts = message.get("content")
    if not is_array(parts):
        return 0
    return sum(1 for part in parts if is_object(part) and part.get("type") == "image_url")


def _alternation(messages: Sequence[dict[str, Any]]) -> None:
    # The first of them is a user's.
    before = "assistant"
    for message in messages:
        role = message["role"]
        if role == before and role in {"user", "assistant"}:
            raise Refusal(400, reason=_ROLES, param="messages")
        before = role


def _usage(prompt: int, written: int, reasoning: int = 0) -> dict[str, Any]:
    usage: dict[str, Any] = {
        "prompt_tokens": prompt,
        "total_tokens": prompt + written,
        "completion_tokens": written,
        "prompt_tokens_details": None,
    }
    if reasoning:
        usage["completion_tokens_details"] = {"reasoning_tokens": reasoning}
    return usage


def _choice(body: Mapping[str, Any], made: Draft) -> dict[str, Any]:
    thoughts = "".join(made.reasoning) if made.reasoning else None
    message: dict[str, Any] = {
        "role": "assistant",
        "content": made.text,
        "refusal": None,
        "annotations": None,
        "audio": None,
        "function_call": None,
        "tool_calls": [call.to_dict() for call in made.calls],
        "reasoning_content": thoughts,
    }
    if thoughts is not None:
        message["reasoning"] = thoughts
    wanted = body.get("logprobs") and made.content is not None
    return {
        "index": made.index,
        "message": message,
        "logprobs": logprobs(made.content or (), 0, _rivals(body)) if wanted else None,
        "finish_reason": made.finish_reason,
        "stop_reason": made.stop_reason,
        "token_ids": None,
    }


class _Chunks:
    """The chunks of a stream: role, reasoning, content or calls, finish; then the usage."""

    def __init__(
        self, body: Mapping[str, Any], head: Mapping[str, Any], prompt: int, *, dedicated: bool
    ) -> None:
        options: Mapping[str, Any] = body.get("stream_options") or {}
        self._head = head
        self._prompt = prompt
        self._written = self._reasoned = 0
        self._usage = bool(options.get("include_usage"))
        self._cumulative = dedicated or (
            self._usage and bool(options.get("continuous_usage_stats"))
        )
        self._top: int | None = _rivals(body) if body.get("logprobs") else None
        # Dedicated deployments repeat the name, empty, in every piece of a call.
        self._piece_name = {"name": ""} if dedicated else {}

    @staticmethod
    def amount(body: Mapping[str, Any], drafts: Sequence[Draft]) -> int:
        """How many chunks there are, without making them."""
        found = sum(
            # The role, each token, each call and each piece of it, the end.
            2
            + len(made.reasoning)
            + len(made.content or ())
            + sum(1 + len(tokenize(call.arguments)) for call in made.calls)
            for made in drafts
        )
        options: Mapping[str, Any] = body.get("stream_options") or {}
        return found + bool(options.get("include_usage"))

    def all(self, drafts: Sequence[Draft]) -> Iterator[dict[str, Any]]:
        for made in drafts:
            yield from self._of(made)
        if self._usage:
            usage = _usage(self._prompt, self._written, self._reasoned)
            yield {**self._head, "choices": [], "usage": usage}

    def _of(self, made: Draft) -> Iterator[dict[str, Any]]:
        index = made.index
        empty = None if made.content is None else ""
        yield self._chunk(index, {"role": "assistant", "content": empty})
        for token in made.reasoning:
            self._reasoned += 1
            yield self._chunk(index, {"reasoning": token, "reasoning_content": token}, tokens=1)
        for place, token in enumerate(made.content or ()):
            chosen = None if self._top is None else logprobs([token], place, self._top)
            yield self._chunk(index, {"content": token}, tokens=1, chosen=chosen)
        for number, call in enumerate(made.calls):
            pieces = tokenize(call.arguments)
            opening = {
                "index": number,
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": ""},
            }
            yield self._chunk(index, {"tool_calls": [opening]}, tokens=PER_CALL)
            for piece in pieces:
                part = {"index": number, "function": {**self._piece_name, "arguments": piece}}
                yield self._chunk(index, {"tool_calls": [part]}, tokens=1)
        yield self._chunk(index, {"content": ""} if made.content is not None else {}, end=made)

    def _chunk(
        self,
        index: int,
        delta: dict[str, Any],
        *,
        tokens: int = 0,
        chosen: dict[str, Any] | None = None,
        end: Draft | None = None,
    ) -> dict[str, Any]:
        self._written += tokens
        choice: dict[str, Any] = {
            "index": index,
            "delta": delta,
            "logprobs": chosen,
            "finish_reason": None if end is None else end.finish_reason,
        }
        if end is not None:
            choice["stop_reason"] = end.stop_reason
        chunk = {**self._head, "choices": [choice]}
        if self._cumulative:
            chunk["usage"] = _usage(self._prompt, self._written, self._reasoned)
        elif self._usage:
            chunk["usage"] = None
        return chunk
