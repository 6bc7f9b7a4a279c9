# ruff: noqa: INP001 - a program, no module
"""Lints `openapi.yaml`: `python openapi/lint.py` prints findings and exits 1 if there are any.

Three readers that share no code look at it: this project's own checks (structure, vocabulary,
coherence, conventions, scalars that YAML 1.1 and 1.2 read differently), openapi-spec-validator and Redocly. The last two
also look at the derived 3.2 view, where the use of a schema by a stream is visible to them.
`--views` only writes the derived views into build/openapi/.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from coherence import check_coherence
from conventions import check_conventions
from openapi_spec_validator import OpenAPIV31SpecValidator, OpenAPIV32SpecValidator
from referencing.exceptions import Unresolvable
from unions import check_unions

from scaleway_genapi_mock.document import (
    Document,
    DocumentError,
    Problem,
    ambiguous_scalars,
    check_structure,
    check_vocabulary,
    join_pointer,
    load_document,
    prism_view,
    view_3_2,
)
from scaleway_genapi_mock.prism import PrismError, find_node, npm_tree

HERE = Path(__file__).parent
BUILD = HERE.parent / "build" / "openapi"
NODE_FOR_REDOCLY = (20, 19, 0)


def main(arguments: list[str] | None = None) -> int:
    """Lint, or write the views; the exit code says whether all is well."""
    parser = argparse.ArgumentParser(description="Lint the OpenAPI document.")
    parser.add_argument("document", nargs="?", type=Path, default=HERE / "openapi.yaml")
    parser.add_argument("--views", action="store_true", help="write the derived views and stop")
    parser.add_argument("--build", type=Path, default=BUILD, help="where the views are written")
    options = parser.parse_args(arguments)
    try:
        findings = lint(options.document, options.build, views_only=options.views)
    except (DocumentError, PrismError) as error:
        findings = str(error).splitlines()
    for finding in findings:
        sys.stdout.write(f"{finding}\n")
    if findings:
        sys.stdout.write(f"{len(findings)} findings\n")
    return 1 if findings else 0


def lint(path: Path, build: Path, *, views_only: bool = False) -> list[str]:
    """All findings about the document at `path`, a line each; the views are written to `build`."""
    document = load_document(path)
    views = {"openapi-3.2.json": view_3_2(document), "prism.json": prism_view(document)}
    build.mkdir(parents=True, exist_ok=True)
    for name, view in views.items():
        (build / name).write_text(json.dumps(view, indent=1), encoding="utf-8")
    if views_only:
        return []
    broken = check_structure(document)
    ours = [
        *broken,
        *check_vocabulary(document),
        *ambiguous_scalars(document),
        # Of what has another shape than OpenAPI's nothing more can be asked.
        *([] if broken else _beyond_openapi(document)),
    ]
    # A finding in the view is told at the place in the document, where it can be mended.
    found = [
        *_validate(OpenAPIV31SpecValidator(document.data)),
        *_validate(OpenAPIV32SpecValidator(views["openapi-3.2.json"])),
        *_redocly(path, "--skip-rule", "no-unused-components"),
        *_redocly(build / "openapi-3.2.json"),
    ]
    theirs = [document.problem(message, pointer) for message, pointer in found]
    return list(dict.fromkeys(" ".join(str(problem).split()) for problem in [*ours, *theirs]))


def _beyond_openapi(document: Document) -> list[Problem]:
    checks = (check_coherence, check_conventions, check_unions)
    return [problem for check in checks for problem in check(document)]


Finding = tuple[str, str]
"""A message and a JSON pointer."""


def _validate(validator: OpenAPIV31SpecValidator | OpenAPIV32SpecValidator) -> list[Finding]:
    findings: list[Finding] = []
    try:
        for error in validator.iter_errors():
            pointer = join_pointer(*error.absolute_path)
            # A failure against its schema of OpenAPI goes on for pages; the rest says no more.
            summary = error.message.splitlines()[0]
            findings.append((f"{summary} [openapi-spec-validator]", pointer))
    except Unresolvable as error:
        # It stops at a reference to nowhere instead of reporting it.
        findings.append((f"Can't resolve $ref {error.ref!r} [openapi-spec-validator]", ""))
    return findings


def _redocly(path: Path, *flags: str) -> list[Finding]:
    node = find_node(NODE_FOR_REDOCLY)
    script = npm_tree(HERE, node, say=_say) / "node_modules/@redocly/cli/bin/cli.js"
    done = subprocess.run(  # noqa: S603 - the pinned linter, no shell
        [
            *(node.executable, script, "lint", path, "--config", HERE / "redocly.yaml"),
            *("--lint-config", "error", "--format", "json", "--max-problems", "1000", *flags),
        ],
        env={
            **node.environment(),
            "REDOCLY_TELEMETRY": "off",
            "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
            "CI": os.environ.get("CI", "true"),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    try:
        problems = json.loads(done.stdout)["problems"]
    except (ValueError, KeyError):
        return [(f"Redocly failed with exit code {done.returncode}: {done.stderr.strip()}", "")]
    findings = [_finding(problem) for problem in problems]
    if done.returncode != 0 and not findings:
        findings.append((f"Redocly failed with exit code {done.returncode}", ""))
    return findings


def _finding(problem: dict[str, Any]) -> Finding:
    places: list[dict[str, str]] = problem.get("location") or [{}]
    pointer = places[0].get("pointer", "").removeprefix("#").rstrip("/")
    return f"{problem['message']} [Redocly {problem['ruleId']}]", pointer


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    raise SystemExit(main())
