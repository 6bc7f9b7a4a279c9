"""What the chunks of a streamed chat promise together, beyond the schema of each one.

Knows the operation's chunks. Reads whole streams: whether pieces come one by one is not asked.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from scaleway_genapi_contract._api import EVENT_STREAM
from scaleway_genapi_contract._check import Check, NotSupported, Skipped
from scaleway_genapi_contract._findings import Kind, Severity
from scaleway_genapi_contract._json import brief, dig, is_array, is_object, loads
from scaleway_genapi_contract._requests import fill, find_example, plainest

from ._answers import permitted
from ._chat_usage import check_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scaleway_genapi_contract._api import Operation
    from scaleway_genapi_contract._check import Context
    from scaleway_genapi_contract._exchange import Exchange


def stream_checks(operation: Operation, with_tools: str | None) -> Iterator[Check]:
    """The checks of a streamed chat."""
    body = operation.body
    if body is None or operation.stream is None:
        return
    plain = find_example(body, "stream")
    counted = find_example(body, "stream_options", "include_usage")
    running = find_example(body, "stream_options", "continuous_usage_stats")
    cases: list[tuple[str, str, str | None, Callable[[Context, Exchange], None]]] = [
        ("role", "A streamed chat says the role in its first chunk", plain, _role),
        ("one-answer", "The chunks of a streamed chat have one id and one model", plain, _same),
        ("finish", "A streamed chat says once why it ended", plain, _finish),
        ("text", "A streamed chat has a text", plain, _has_text),
        ("usage", "A streamed chat with include_usage counts in its last chunk", counted, _usage),
        ("running-usage", "A streamed chat can count in every chunk", running, _running_usage),
    ]
    for name, title, example, look in cases:
        if example is not None:
            ask = partial(_look, operation, example, look)
            yield Check(f"{operation.id}/stream/{name}", title, operation.id, ask)
    named = find_example(body, "tool_choice", "function", "name") or with_tools
    if named is not None:
        title = "The pieces of a streamed tool call join to a name and JSON arguments"
        ask = partial(_tool_pieces, operation, named)
        yield Check(f"{operation.id}/stream/tool-call", title, operation.id, ask)
    if plainest(body) is not None:
        title = "A streamed chat says what the whole answer says, at temperature 0"
        ask = partial(_same_text, operation)
        yield Check(f"{operation.id}/stream/same-text", title, operation.id, ask)


def _chunks(exchange: Exchange) -> list[dict[str, Any]]:
    if exchange.media_type != EVENT_STREAM:
        raise Skipped("no stream came")
    try:
        return exchange.chunks
    except ValueError:
        raise Skipped("the stream is not UTF-8") from None


def _look(
    operation: Operation,
    example: str,
    look: Callable[[Context, Exchange], None],
    context: Context,
) -> None:
    exchange = permitted(context, operation, example)
    if not _chunks(exchange):
        raise Skipped("the stream has no chunks")
    look(context, exchange)


def _choices(chunk: dict[str, Any]) -> list[Any]:
    choices = chunk.get("choices")
    return choices if is_array(choices) else []


def _text(exchange: Exchange) -> str:
    pieces = (
        dig(choice, "delta", "content") for chunk in _chunks(exchange) for choice in _choices(chunk)
    )
    return "".join(piece for piece in pieces if isinstance(piece, str))


def _role(context: Context, exchange: Exchange) -> None:
    role = dig(exchange.chunks[0], "choices", 0, "delta", "role")
    if role != "assistant":
        context.deviation(f"the first chunk has the role {brief(role)}", Kind.STREAM)


def _same(context: Context, exchange: Exchange) -> None:
    for name in ("id", "model"):
        values = {brief(c.get(name)) for c in exchange.chunks if "choices" in c}
        if len(values) > 1:
            context.deviation(f"the chunks have {len(values)} values of {name!r}", Kind.STREAM)


def _finish(context: Context, exchange: Exchange) -> None:
    failed = next((chunk for chunk in exchange.chunks if "error" in chunk), None)
    if failed is not None:
        message = dig(failed, "error", "message") or failed["error"]
        context.violation(f"the stream failed: {brief(message)}", Kind.STREAM)
        return
    reasons = [
        choice["finish_reason"]
        for chunk in exchange.chunks
        for choice in _choices(chunk)
        if is_object(choice) and choice.get("finish_reason")
    ]
    if not reasons:
        message = "no chunk has a finish_reason: the answer looks as if it were cut"
        context.violation(message, Kind.STREAM)
    elif len(reasons) > 1:
        context.deviation(f"{len(reasons)} chunks have a finish_reason", Kind.STREAM)


def _has_text(context: Context, exchange: Exchange) -> None:
    names = ("content", "reasoning", "reasoning_content", "tool_calls", "refusal")
    if not any(
        dig(choice, "delta", name)
        for chunk in exchange.chunks
        for choice in _choices(chunk)
        for name in names
    ):
        context.deviation("no chunk has content, reasoning, tool calls or a refusal", Kind.STREAM)


def _usage(context: Context, exchange: Exchange) -> None:
    last = exchange.chunks[-1]
    if not is_object(last.get("usage")):
        context.violation("include_usage was asked for; the last chunk has no usage", Kind.STREAM)
    elif last.get("choices") != []:
        context.deviation("the chunk with the usage has choices, too", Kind.STREAM)
    if is_object(usage := last.get("usage")):
        check_counts(context, usage)


def _running_usage(context: Context, exchange: Exchange) -> None:
    without = sum(not is_object(chunk.get("usage")) for chunk in exchange.chunks)
    if without:
        # An extension of the inference server, which others may not know.
        message = f"{without} of {len(exchange.chunks)} chunks have no usage so far"
        context.add(Severity.NOTE, message, Kind.STREAM)


def _tool_pieces(operation: Operation, example: str, context: Context) -> None:
    permitted(context, operation, example)
    if operation.body is None or operation.stream is None or operation.stream.when is None:
        return
    body = fill(context.session, operation, operation.body.examples[example])
    exchange = context.send(operation, body=body | {operation.stream.when: True})
    if not exchange.success:
        raise NotSupported(f"{exchange.status} {exchange.message}".rstrip())
    pieces = [
        piece
        for chunk in _chunks(exchange)
        for choice in _choices(chunk)
        for piece in dig(choice, "delta", "tool_calls") or ()
    ]
    if not pieces:
        context.deviation("a tool had to be called, and none was", Kind.STREAM)
        return
    for index in dict.fromkeys(dig(piece, "index") for piece in pieces):
        own = [piece for piece in pieces if dig(piece, "index") == index]
        if not dig(own[0], "id") or not dig(own[0], "function", "name"):
            context.deviation("the first piece of a call lacks its id or its name", Kind.STREAM)
        texts = (dig(piece, "function", "arguments") for piece in own)
        arguments = "".join(text for text in texts if isinstance(text, str))
        if not _is_object(arguments) and not _cut(exchange):
            message = f"the pieces of the arguments join to no JSON object: {brief(arguments)}"
            context.deviation(message, Kind.STREAM)


def _cut(exchange: Exchange) -> bool:
    return any(
        dig(choice, "finish_reason") == "length"
        for chunk in exchange.chunks
        for choice in _choices(chunk)
    )


def _is_object(text: str) -> bool:
    try:
        return is_object(loads(text or "{}"))
    except ValueError:
        return False


def _same_text(operation: Operation, context: Context) -> None:
    name = plainest(operation.body) if operation.body else None
    stream = operation.stream
    if operation.body is None or name is None or stream is None or stream.when is None:
        return
    permitted(context, operation, name)
    body = fill(context.session, operation, operation.body.examples[name])
    body |= {"temperature": 0, "seed": 1}
    whole = context.send(operation, body=body)
    pieces = context.send(operation, body=body | {stream.when: True})
    if not (whole.success and pieces.success):
        raise NotSupported(f"{whole.status} and {pieces.status} {pieces.message}".rstrip())
    try:
        text = dig(whole.json, "choices", 0, "message", "content") or ""
    except ValueError:
        raise Skipped("the whole answer is no JSON") from None
    if text != _text(pieces):
        # Models on shared hardware may differ from call to call: nothing to rely on.
        context.add(Severity.NOTE, "the stream's text is another one", Kind.STREAM)
