"""What chat completions promise beyond their schema. Looks at answers that were already asked for.

Knows the operation `chat.completions.create` and the meaning of its properties; a check exists
if the document has an example that uses the property.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from scaleway_genapi_contract._check import Check, Skipped
from scaleway_genapi_contract._findings import Kind, Severity
from scaleway_genapi_contract._json import brief, dig, is_array, is_object, loads
from scaleway_genapi_contract._requests import find_example, plainest

from ._answers import permitted
from ._chat_streams import stream_checks
from ._chat_usage import check_counts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scaleway_genapi_contract._api import Body, Operation
    from scaleway_genapi_contract._check import Context
    from scaleway_genapi_contract._exchange import Exchange

OPERATION = "chat.completions.create"


def chat_checks(operation: Operation) -> Iterator[Check]:
    """The checks of chat completions; none for another operation."""
    body = operation.body
    if operation.id != OPERATION or body is None:
        return
    first_tool = ("tools", 0, "function", "name")
    cases: list[tuple[str, str, str | None, Callable[[Context, Exchange], None]]] = [
        ("choices", "A chat's answer has a choice with a text or a call", plainest(body), _choices),
        ("finish-reason", "A chat's answer says why it ended", plainest(body), _finish_reason),
        ("usage", "A chat's token counts add up and keep the limit", plainest(body), _usage),
        ("stop", "A chat's text ends before a stop text", find_example(body, "stop"), _stop),
        (
            "tool-required",
            "A chat that must call some tool calls one",
            _example_with(body, "required", "tool_choice"),
            _tool,
        ),
        (
            "tool-none",
            "A chat that must call no tool calls none",
            _example_with(body, "none", "tool_choice"),
            _no_tool,
        ),
        (
            "tool-single",
            "A chat without parallel calls calls one tool at most",
            _example_with(body, False, "parallel_tool_calls"),
            _one_tool,
        ),
        (
            "tool-named",
            "A chat that must call one tool calls it, with JSON arguments",
            find_example(body, "tool_choice", "function", "name"),
            _tool,
        ),
        (
            "json-schema",
            "A chat with a JSON schema answers by that schema",
            find_example(body, "response_format", "json_schema"),
            _json_schema,
        ),
        (
            "json-object",
            "A chat in JSON mode answers with a JSON object",
            _example_with(body, "json_object", "response_format", "type"),
            _json_object,
        ),
        (
            "logprobs",
            "A chat with logprobs gives the tokens' probabilities",
            find_example(body, "logprobs"),
            _logprobs,
        ),
        ("n", "A chat with n gives as many answers", find_example(body, "n"), _several),
    ]
    for name, title, example, look in cases:
        if example is not None:
            ask = partial(_look, operation, example, look)
            yield Check(f"{operation.id}/chat/{name}", title, operation.id, ask)
    yield from stream_checks(operation, find_example(body, *first_tool))


def _example_with(body: Body, value: Any, *path: str) -> str | None:
    """The first example that has exactly `value` there."""
    return next((n for n, e in body.examples.items() if dig(e, *path) == value), None)


def _look(
    operation: Operation,
    example: str,
    look: Callable[[Context, Exchange], None],
    context: Context,
) -> None:
    exchange = permitted(context, operation, example)
    try:
        answer = exchange.json
    except ValueError:
        answer = None
    if not is_object(answer):
        raise Skipped(f"the answer to the example {example!r} is no JSON object")
    look(context, exchange)


def _message(exchange: Exchange) -> Any:
    return dig(exchange.json, "choices", 0, "message")


def _text(exchange: Exchange) -> str:
    """The text of an answer that was not cut at its limit of tokens."""
    if dig(exchange.json, "choices", 0, "finish_reason") == "length":
        raise Skipped("the answer was cut at its limit of tokens: give more (--max-tokens)")
    content = dig(_message(exchange), "content")
    return content if isinstance(content, str) else ""


def _choices(context: Context, exchange: Exchange) -> None:
    choices = dig(exchange.json, "choices")
    if not is_array(choices) or not choices:
        context.violation("there are no choices")
        return
    indices = [dig(choice, "index") for choice in choices]
    if indices != list(range(len(choices))):
        context.deviation(f"the indices of the choices are {brief(indices)}")
    names = ("content", "tool_calls", "reasoning", "reasoning_content", "refusal")
    if not any(dig(_message(exchange), name) for name in names):
        context.deviation("the message is empty: no content, tool call, reasoning or refusal")


def _finish_reason(context: Context, exchange: Exchange) -> None:
    if not dig(exchange.json, "choices", 0, "finish_reason"):
        context.deviation("finish_reason is null or absent in a whole answer")


def _usage(context: Context, exchange: Exchange) -> None:
    usage = dig(exchange.json, "usage")
    if not is_object(usage):
        context.add(Severity.NOTE, "the answer has no token counts (usage)")
        return
    check_counts(context, usage)
    written = usage.get("completion_tokens")
    limit = context.session.target.max_tokens
    if isinstance(written, int) and written > limit:
        context.deviation(f"{written} tokens were written, {limit} were allowed")


def _stop(context: Context, exchange: Exchange) -> None:
    stops = exchange.request["stop"]
    content = dig(_message(exchange), "content")
    for stop in stops if is_array(stops) else [stops]:
        if isinstance(content, str) and str(stop) in content:
            context.deviation(f"the text contains the stop text {brief(stop)!r}")


def _tool(context: Context, exchange: Exchange) -> None:
    calls = dig(_message(exchange), "tool_calls")
    if not is_array(calls) or not calls:
        _text(exchange)
        context.deviation("a tool had to be called, and none was")
        return
    named = dig(exchange.request, "tool_choice", "function", "name")
    offered = [dig(tool, "function", "name") for tool in exchange.request["tools"]]
    for call in calls:
        name = dig(call, "function", "name")
        if name not in ([named] if named else offered):
            context.deviation(f"the tool {brief(name)!r} was called instead of {named or offered}")
        try:
            arguments = loads(dig(call, "function", "arguments") or "{}")
        except (ValueError, TypeError, AttributeError):
            _text(exchange)
            arguments = None
        if not is_object(arguments):
            context.deviation("the arguments of a tool call are no JSON object")


def _calls(exchange: Exchange) -> int:
    """How many tools are called."""
    calls = dig(_message(exchange), "tool_calls")
    return len(calls) if is_array(calls) else 0


def _no_tool(context: Context, exchange: Exchange) -> None:
    if _calls(exchange):
        context.deviation("no tool had to be called, and one was")


def _one_tool(context: Context, exchange: Exchange) -> None:
    if _calls(exchange) > 1:
        context.deviation(f"one tool had to be called at most, {_calls(exchange)} were")


def _json_schema(context: Context, exchange: Exchange) -> None:
    schema = exchange.request["response_format"]["json_schema"]["schema"]
    text = _text(exchange)
    try:
        value = loads(text)
    except ValueError:
        context.deviation(f"the text is no JSON: {brief(text)}")
        return
    for error in jsonschema_rs.iter_errors(schema, value):
        context.deviation(f"the text breaks the schema: {brief(error.message)}")


def _json_object(context: Context, exchange: Exchange) -> None:
    text = _text(exchange)
    try:
        value = loads(text)
    except ValueError:
        value = None
    if not is_object(value):
        context.deviation(f"the text is no JSON object: {brief(text)}")


def _logprobs(context: Context, exchange: Exchange) -> None:
    if not dig(exchange.json, "choices", 0, "logprobs", "content"):
        context.deviation("logprobs were asked for, and none came")


def _several(context: Context, exchange: Exchange) -> None:
    asked, choices = exchange.request["n"], dig(exchange.json, "choices")
    came = len(choices) if is_array(choices) else 0
    if came != asked:
        # The document says that it may be ignored.
        context.add(Severity.NOTE, f"{asked} answers were asked for, {came} came", Kind.BEHAVIOUR)
