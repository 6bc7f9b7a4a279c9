"""The docstring of a method, from what the document says of its operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .words import entry, exception, first_sentence, paragraphs, section

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .operations import Operation, Parameter

_COMMON = {
    "extra_headers": "Headers to add to this request, or to replace; None leaves one out.",
    "extra_query": "Query parameters to add to this request.",
    "extra_body": "Properties to add to the body of this request, or to replace.",
    "timeout": "Seconds to wait instead of the client's timeout, or an `httpx.Timeout`.",
}


def argument_texts(operation: Operation, *, extensible: bool) -> Iterator[tuple[str, str]]:
    """Each parameter of a method, as Python calls it, and what is said of it."""
    for item in operation.signature:
        yield item.python, _argument(item)
    for name, text in _COMMON.items():
        if name != "extra_body" or extensible:
            yield name, text


def method_words(
    operation: Operation, result: str, event: str | None, *, extensible: bool
) -> list[str]:
    """The docstring of a method: `result` and `event` are annotations, or nothing to stream."""
    lines = paragraphs(operation.summary, 8) or [f"Call {operation.id}."]
    if lines[-1][-1] not in ".!?":
        lines[-1] += "."
    if operation.deprecated:
        lines += ["", "Deprecated."]
    if operation.description:
        lines += ["", *paragraphs(operation.description, 8)]
    texts = argument_texts(operation, extensible=extensible)
    lines += section("Args", [entry(name, text, 12) for name, text in texts])
    lines += section("Returns", [paragraphs(_returns(operation, result, event), 12)])
    errors = [
        entry(exception(status), f"{status}. {first_sentence(text)}", 12)
        for status, text in operation.errors
    ]
    errors.append(entry("APIConnectionError", "No answer came; see its cause.", 12))
    lines += section("Raises", errors)
    if operation.link is not None:
        lines += ["", f"See {operation.link}"]
    return lines


def _argument(item: Parameter) -> str:
    deprecated = "Deprecated. " if item.deprecated else ""
    return f"{deprecated}{item.description}"


def _returns(operation: Operation, result: str, event: str | None) -> str:
    plain = "Nothing" if result == "None" else f"`{result}`"
    if event is None:
        return f"{plain}."
    if operation.events is not None and operation.events.when is None:
        return f"A stream of `{event}`."
    when = "" if operation.events is None else operation.events.when
    return f"{plain}; with `{when}=True` a stream of `{event}`."
