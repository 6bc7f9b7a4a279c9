"""schemathesis against a server: every phase, every check, and two of our own.

Knows the document's vocabulary, no endpoint; what is found, and what was tried, comes back as
plain values.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import schemathesis
from schemathesis.engine import events, from_schema

from scaleway_genapi_mock.document import view_3_2
from tests.contract import draws
from tests.contract.closed_schemas import Schemas
from tests.contract.operations import EVENT_STREAM, listed_ids, operations

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from scaleway_genapi_mock.document import Document
    from tests.contract.operations import Operation

    Judge = Callable[[Operation, Any, Any], Iterable[str]]

NAMES, STREAMS = "unnamed_properties", "stream_ends"
OWN = frozenset((NAMES, STREAMS))
"""The checks that schemathesis does not have."""
OF_STATE = frozenset(("use_after_free",))
"""Its checks that are not made: an engine answers from the document alone, and remembers no call."""
PHASES = ("examples", "coverage", "fuzzing", "stateful")


class Failure(NamedTuple):
    """Which check of which operation failed, with which status of the answer."""

    operation: str
    check: str
    status: int | None


@dataclass
class Report:
    """What a run found, with what was said about it; what it tried.

    `tried` counts by phase and operation; `good` are the media types of what each phase was
    answered when all was well; `checks` counts by check.
    """

    failures: dict[Failure, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    good: set[tuple[str, str, str]] = field(default_factory=set)
    checks: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        lines = [f"{tuple(key)}: {said[0]}" for key, said in self.failures.items()]
        return "\n".join([*lines, *self.errors])


def run(
    document: Document,
    url: str,
    key: str,
    *,
    examples: int,
    phases: Collection[str] = PHASES,
    linked: bool = True,
) -> Report:
    """Try the server at `url` with all that schemathesis has, as often as `examples` says.

    The seed is fixed, nothing is remembered between runs, and nothing is drawn from the modules
    at hand: the same document gives the same requests.
    """
    draws.hold()
    config = schemathesis.Config.from_dict(
        {
            "seed": 1,
            "continue-on-failure": True,
            "warnings": False,
            "request-timeout": 60,  # for a whole stream, which may be one of many answers
            "max-stream-events": 1_000_000,  # it stops reading early by default
            "output": {"truncation": {"max-recorded-payload-size": 0}},  # keep answers whole
            "headers": {"Authorization": f"Bearer {key}"},
            "generation": {"max-examples": examples, "deterministic": True, "database": "none"},
            "phases": {phase: {"enabled": phase in phases} for phase in PHASES},
            "checks": {
                # The document has statuses of its own for what no schema refuses.
                "negative_data_rejection": {"expected-statuses": ["4xx"]},
                # The key is a good one; but what a path names need not exist.
                "positive_data_acceptance": {"expected-statuses": ["2xx", "404"]},
                **{name: {"enabled": False} for name in OF_STATE},
            },
        }
    )
    described = operations(document)
    view = view_3_2(document)
    if linked:
        _link(view, described)
    schema = schemathesis.openapi.from_dict(view, config=config)
    schema.config.update(base_url=url)
    _fill_selectors(schema, described)
    judges = {NAMES: _judge_names(document), STREAMS: _judge_stream}
    by_label = {operation.label: operation for operation in described}
    report = Report()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _read(event, report, by_label, judges)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            report.errors.append(str(getattr(event, "info", event)))
    return report


def _read(
    event: events.ScenarioFinished,
    report: Report,
    by_label: dict[str, Operation],
    judges: dict[str, Judge],
) -> None:
    recorder, phase = event.recorder, str(event.phase)
    for case_id, node in recorder.cases.items():
        operation = by_label[node.value.operation.label]
        report.tried[phase, operation.label] += 1
        response = recorder.find_response(case_id=case_id)
        seen = f"\n  body {node.value.body!r:.300}"
        # An engine may give its reasons in headers, where the body is one of the document's.
        seen += "" if response is None else f"\n  answer {response.content[-300:]!r}"
        seen += "" if response is None else f"\n  headers {response.headers}"
        status = None if response is None else response.status_code
        for check in recorder.checks.get(case_id, []):
            report.checks[check.name] += 1
            if check.failure_info is None:
                continue
            found = check.failure_info.failure
            failure = Failure(found.operation, check.name, status)
            report.failures.setdefault(failure, []).append(f"{found.title}: {found.message}{seen}")
        if response is None:
            continue
        if response.status_code in operation.successes:
            report.good.add((phase, operation.label, _media_type(response)))
        for name, judge in judges.items():
            report.checks[name] += 1
            for problem in judge(operation, node.value, response):
                failure = Failure(operation.label, name, status)
                report.failures.setdefault(failure, []).append(f"{problem}{seen}")


def _media_type(response: Any) -> str:
    (header,) = response.headers.get("content-type", [""])
    return header.partition(";")[0].strip().lower()


def _judge_stream(operation: Operation, case: Any, response: Any) -> Iterator[str]:
    """A check of ours: what is wrong with when a stream comes, and with how it ends.

    It comes when it is asked for, and its last event, and no other, is the end marker.
    """
    media = operation.content(response.status_code).get(EVENT_STREAM)
    if media is None:
        return
    got = _media_type(response)
    if case.meta and case.meta.generation.mode.is_positive:
        asked = operation.streams(case.body)
        if asked != (got == EVENT_STREAM):
            yield f"{media.get('x-stream-when')} is {asked}, the answer is {got}"
    end = media.get("x-stream-end")
    if got != EVENT_STREAM or end is None:
        return
    text = response.content.decode("utf-8")
    if not text.endswith("\n\n"):
        yield f"the last event is never dispatched: {text[-60:]!r}"
    data = [line.removeprefix("data: ") for line in text.split("\n") if line]
    if data.count(end) != 1:
        yield f"{end} comes {data.count(end)} times"
    if data[-1:] != [end]:
        yield f"the last event is {data[-1:]!r:.60}, not {end}"


def _values(lines: list[bytes]) -> Iterator[Any]:
    """The JSON in some lines; what is none is found by the other checks."""
    for line in lines:
        try:
            yield json.loads(line.removeprefix(b"data: "))
        except ValueError:
            continue


def _judge_names(document: Document) -> Judge:
    """A check of ours: an answer has no property that the document does not name.

    The document permits them, as the service may add some; a mock has no reason to.
    """
    closed = Schemas(document, closed=True)

    def judge(operation: Operation, _: Any, response: Any) -> list[str]:
        media_type = _media_type(response)
        media = operation.content(response.status_code).get(media_type)
        if media is None or not response.content:
            return []
        streams = media_type == EVENT_STREAM
        schema = media["x-itemSchema"] if streams else media["schema"]
        lines = response.content.split(b"\n") if streams else [response.content]
        found = [closed.problems(schema, value) for value in _values(lines)]
        return [problem for problems in found for problem in problems]

    return judge


def _fill_selectors(schema: Any, described: list[Operation]) -> None:
    """Let generated requests name what exists: another name is refused by a rule of its own."""
    names = {name for operation in described for name in operation.selectors}
    known = {name: listed_ids(described, name) for name in names}

    @schema.hook
    def map_body(_context: Any, body: Any) -> Any:
        if isinstance(body, dict):
            for name, ids in known.items():
                if isinstance(body.get(name), str) and body[name] not in ids:
                    body[name] = ids[len(body[name]) % len(ids)]
        return body


def _link(view: dict[str, Any], described: list[Operation]) -> None:
    """Say in the view what the vocabulary implies: what a list names can be asked for.

    Without a link schemathesis has no sequence of calls to try.
    """
    for listing in described:
        if listing.iterated is None:
            continue
        node = view["paths"][listing.path][listing.method.lower()]
        links = node["responses"][str(listing.success)].setdefault("links", {})
        for operation in described:
            for name in operation.selectors:
                if listing.listed != name.lower():
                    continue
                example = dict(operation.sample_body)
                body = example | {name: f"$response.body#/{listing.iterated}/0/id"}
                links[f"{operation.id}.{name}"] = {
                    "operationId": operation.id,
                    "requestBody": body,
                    "description": "What is listed can be called.",
                }
