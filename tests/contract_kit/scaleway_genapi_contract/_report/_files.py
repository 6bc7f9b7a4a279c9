"""The report for machines: JUnit for CI servers, JSON for everything else."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from scaleway_genapi_contract._findings import CheckResult, Severity
    from scaleway_genapi_contract._run import Report


def as_junit(report: Report, threshold: Severity) -> str:
    """`report` as JUnit XML: a failure for what is as bad as `threshold`, else system-out.

    An error is a check that was not made, and without which there is no verdict.
    """
    root = ET.Element("testsuites", name="scaleway-genapi-contract")
    groups: dict[str, list[CheckResult]] = {}
    for result in report.results:
        groups.setdefault(result.operation, []).append(result)
    for name, results in groups.items():
        failed = [r for r in results if r in report.failed(threshold)]
        undecided = [r for r in results if r in report.undecided(threshold)]
        skipped = [r for r in results if r not in failed + undecided and r.unmade]
        suite = ET.SubElement(
            root,
            "testsuite",
            name=name,
            tests=str(len(results)),
            failures=str(len(failed)),
            errors=str(len(undecided)),
            skipped=str(len(skipped)),
            time=f"{sum(r.seconds for r in results):.3f}",
        )
        for result in results:
            case = ET.SubElement(
                suite,
                "testcase",
                classname=result.operation,
                name=result.title,
                time=f"{result.seconds:.3f}",
            )
            text = "\n".join(f"{f.severity.label}: {f}" for f in result.findings)
            if result in failed:
                message = str(result.findings[0]) if text else f"required: {result.reason}"
                failure = ET.SubElement(case, "failure", message=message)
                failure.text = text or result.reason
            elif result in undecided:
                message = f"not judged: {result.reason or result.state.value}"
                ET.SubElement(case, "error", message=message)
            elif result in skipped:
                ET.SubElement(case, "skipped", message=f"{result.state.value}: {result.reason}")
            if text and result not in failed:
                ET.SubElement(case, "system-out").text = text
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def as_json(report: Report, threshold: Severity) -> str:
    """`report` as JSON; `failed` names the checks that are as bad as `threshold`.

    `undecided` names those that were not made, and without which there is no verdict.
    """
    data: dict[str, Any] = {
        "server": report.server,
        "document": report.document,
        "started": report.started,
        "seconds": round(report.seconds, 3),
        "calls": report.calls,
        "tokens": report.tokens,
        "fail_on": threshold.label,
        "failed": [result.id for result in report.failed(threshold)],
        "undecided": [result.id for result in report.undecided(threshold)],
        "cut": report.cut,
        "known": report.known,
        "checks": [_result(result) for result in report.results],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _result(result: CheckResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "title": result.title,
        "operation": result.operation,
        "state": result.state.value,
        "reason": result.reason,
        "findings": [
            {
                "severity": finding.severity.label,
                "kind": finding.kind.name.lower(),
                "message": finding.message,
                "pointer": finding.pointer,
            }
            for finding in result.findings
        ],
        "calls": [asdict(call) for call in result.calls],
    }
