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
    from collections.abc import Callable, Collection, Iterator

    from scaleway_genapi_mock.document import Document
    from tests.contract.operations import Operation

NAMES = "unnamed_properties"
PHASES = ("examples", "coverage", "fuzzing", "stateful")


class Failure(NamedTuple):
    """Which check of which operation failed, with which status of the answer."""

    operation: str
    check: str
    status: int | None


@dataclass
class Report:
    """What a run found, with what was said about it; what it tried."""

    failures: dict[Failure, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    checks: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        lines = [f"{tuple(key)}: {said[0]}" for key, said in self.failures.items()]
        return "\n".join([*lines, *self.errors])


@schemathesis.check
def stream_ends(ctx: Any, response: Any, case: Any) -> None:
    """A stream comes when it is asked for, and its last event, and no other, is the end marker."""
    declared = case.operation.definition.raw["responses"].get(str(response.status_code), {})
    media = declared.get("content", {}).get(EVENT_STREAM)
    if media is None or not case.meta or not case.meta.generation.mode.is_positive:
        return
    flag, end = media.get("x-stream-when"), media.get("x-stream-end")
    asked = flag is None or (isinstance(case.body, dict) and case.body.get(flag) is True)
    got = response.headers["content-type"][0].startswith(EVENT_STREAM)
    assert asked == got, f"{flag} is {asked}, the answer is {response.headers['content-type'][0]}"
    if got and end is not None:
        text = response.content.decode("utf-8")
        assert text.endswith("\n\n"), f"the last event is never dispatched: {text[-60:]!r}"
        data = [line.removeprefix("data: ") for line in text.splitlines() if line]
        assert data.count(end) == 1, f"{end} comes {data.count(end)} times"
        assert data[-1] == end, f"the last event is {data[-1][:60]!r}, not {end}"


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
            "request-timeout": 10,
            "max-stream-events": 1_000_000,  # it stops reading early by default
            "headers": {"Authorization": f"Bearer {key}"},
            "generation": {"max-examples": examples, "deterministic": True, "database": "none"},
            "phases": {phase: {"enabled": phase in phases} for phase in PHASES},
            # The document has statuses of its own for what no schema refuses.
            "checks": {"negative_data_rejection": {"expected-statuses": ["4xx"]}},
        }
    )
    described = operations(document)
    view = view_3_2(document)
    if linked:
        _link(view, described)
    schema = schemathesis.openapi.from_dict(view, config=config)
    schema.config.update(base_url=url)
    _fill_selectors(schema, described)
    judge = _judge_names(document, described)
    report = Report()
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            _read(event, report, judge)
        elif isinstance(event, events.NonFatalError | events.FatalError):
            report.errors.append(str(getattr(event, "info", event)))
    return report


def _read(event: events.ScenarioFinished, report: Report, judge: Callable[..., list[str]]) -> None:
    recorder = event.recorder
    for case_id, node in recorder.cases.items():
        report.tried[str(event.phase), node.value.operation.label] += 1
        response = recorder.find_response(case_id=case_id)
        for check in recorder.checks.get(case_id, []):
            report.checks[check.name] += 1
            if check.failure_info is None:
                continue
            found = check.failure_info.failure
            status = None if response is None else response.status_code
            failure = Failure(found.operation, check.name, status)
            said = f"{found.title}: {found.message}\n  body {node.value.body!r:.300}"
            said += f"\n  answer {b'' if response is None else response.content[-300:]!r}"
            # An engine may give its reasons there, where the body is one of the document's.
            said += f"\n  headers {None if response is None else response.headers}"
            report.failures.setdefault(failure, []).append(said)
        if response is not None:
            report.checks[NAMES] += 1
            label = node.value.operation.label
            for problem in judge(label, response):
                failure = Failure(label, NAMES, response.status_code)
                report.failures.setdefault(failure, []).append(problem)


def _values(lines: list[bytes]) -> Iterator[Any]:
    """The JSON in some lines; what is none is found by the other checks."""
    for line in lines:
        try:
            yield json.loads(line.removeprefix(b"data: "))
        except ValueError:
            continue


def _judge_names(document: Document, described: list[Operation]) -> Callable[..., list[str]]:
    """A check of ours: an answer has no property that the document does not name.

    The document permits them, as the service may add some; a mock has no reason to.
    """
    closed = Schemas(document, closed=True)
    by_label = {operation.label: operation for operation in described}

    def judge(label: str, response: Any) -> list[str]:
        (header,) = response.headers.get("content-type", [""])
        media_type = header.partition(";")[0]
        media = by_label[label].content(response.status_code).get(media_type)
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
                example = dict(next(iter(operation.request_examples.values())))
                body = example | {name: f"$response.body#/{listing.iterated}/0/id"}
                links[f"{operation.id}.{name}"] = {
                    "operationId": operation.id,
                    "requestBody": body,
                    "description": "What is listed can be called.",
                }
