"""Where an engine is known to answer otherwise than schemathesis expects, each with its reason.

The tests hold these lists to be complete, and to hold nothing that has gone away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.contract.fuzzing import Failure
from tests.contract.operations import OPERATIONS

if TYPE_CHECKING:
    from tests.contract.fuzzing import Report

CHAT, MODELS = "POST /v1/chat/completions", "GET /v1/models"
_MODEL = "mistral-small-3.2-24b-instruct-2506"
_USER = {"role": "user", "content": "Hello"}


@dataclass(frozen=True)
class Deviation:
    """A failure that is known: its reason, and the words that every such finding holds.

    An operation `*` is any, a status None too. `witness` is a body that shows it (of a chat, where
    the operation is any); without one the run itself must have come across it.
    """

    failure: Failure
    reason: str
    shown_by: str
    witness: dict[str, Any] | None = field(default=None)

    def explains(self, failure: Failure, finding: str) -> bool:
        """Whether `finding` is this one."""
        known = self.failure
        return (
            known.operation in {"*", failure.operation}
            and known.check == failure.check
            and known.status in {None, failure.status}
            and self.shown_by in finding
        )


EMBEDDED = [
    Deviation(
        Failure(CHAT, "positive_data_acceptance", 416),
        "The cap on tokens differs by model: the document tells it by x-model-caps, which no "
        "validator reads.",
        "is limited to",
        {"model": _MODEL, "messages": [_USER], "max_completion_tokens": 2**40},
    ),
    Deviation(
        Failure(CHAT, "positive_data_acceptance", 400),
        "Mistral models want user and assistant to alternate: the document tells it in words, and "
        "JSON Schema cannot say it of some models.",
        "roles must alternate",
        {"model": _MODEL, "messages": [_USER, _USER]},
    ),
    Deviation(
        Failure(CHAT, "positive_data_acceptance", 400),
        "A function that tool_choice names must be one of the tools: JSON Schema cannot compare "
        "two values.",
        "is not one of the given tools",
        {
            "model": _MODEL,
            "messages": [_USER],
            "tools": [{"type": "function", "function": {"name": "a"}}],
            "tool_choice": {"type": "function", "function": {"name": "b"}},
        },
    ),
    Deviation(
        Failure(CHAT, "positive_data_acceptance", 400),
        "The document has no maximum for n; so many answers would fill the memory of any server.",
        "too many choices",
        {"model": _MODEL, "messages": [_USER], "n": 2**40},
    ),
]

PRISM = [
    Deviation(
        Failure("*", "positive_data_acceptance", 422),
        "Prism reads `format: int64` as `maximum: 9007199254740991`, the largest integer that a "
        "JavaScript number holds exactly: http-spec's keywords/format.js.",
        "must be <= 9007199254740991",
        {"model": _MODEL, "messages": [_USER], "seed": 2**53},
    ),
    Deviation(
        Failure("*", "positive_data_acceptance", 422),
        "The same of negative integers: `minimum: -9007199254740991`.",
        "must be >= -9007199254740991",
        {"model": _MODEL, "messages": [_USER], "seed": -(2**53)},
    ),
    Deviation(
        Failure("*", "stream_ends", 200),
        "Prism streams when the Accept header asks for it alone, whatever the body says.",
        "is True, the answer is application/json",
    ),
    Deviation(
        Failure("*", "ignored_auth", None),
        "Prism asks for some bearer token and never looks which.",
        "invalid credentials",
    ),
    Deviation(
        Failure("*", "unsupported_method", 405),
        "Prism's 405 has no Allow header.",
        "without required `Allow`",
    ),
    *(
        Deviation(
            Failure(operation.label, "negative_data_rejection", operation.success),
            "Where the body may be left out, Prism takes `null` for none.",
            "body None",
        )
        for operation in OPERATIONS
        if operation.body is not None and not operation.body_required
    ),
]


def unexplained(report: Report, known: list[Deviation]) -> list[str]:
    """What was found and is not listed, or listed with other words."""
    return [
        f"{tuple(failure)}: {finding}"
        for failure, findings in report.failures.items()
        for finding in findings
        if not any(deviation.explains(failure, finding) for deviation in known)
    ]


def gone(report: Report, known: list[Deviation]) -> list[Deviation]:
    """What is listed and was not found."""
    return [
        deviation
        for deviation in known
        if not any(
            deviation.explains(failure, finding)
            for failure, findings in report.failures.items()
            for finding in findings
        )
    ]
